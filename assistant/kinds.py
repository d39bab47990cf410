"""The letters there are, as ``data/letters.toml`` describes them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.conditions import Condition

DATA = Path(__file__).parent / "data" / "letters.toml"


@dataclass(frozen=True)
class Kind:
    """One letter; ``letters.toml`` says what each field means."""

    name: str
    title: str
    subject: str
    called: str
    to: str
    wishes: tuple[str, ...]
    needs: tuple[str, ...]
    parts: tuple[str, ...]
    essential: tuple[str, ...]
    cites: tuple[str, ...]

    @property
    def to_body(self) -> bool:
        """Whether it goes to the body that holds the record, not to the regulator."""
        return self.to == "body"


@dataclass(frozen=True)
class Need:
    """One thing that a letter needs before it can be written."""

    key: str
    answers: tuple[str, ...]
    says: str
    each: str = ""
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """Words of the letters' data that somebody says otherwise, each by its key there.

    *shared* are those all letters share, *letters* by the name of a letter the fields of
    :class:`Kind` that name it, *law* how a provision is named. *language* is the tag of the language
    in which dates are written. As it stands, nothing is changed.
    """

    shared: Mapping[str, Any] = field(default_factory=dict)
    letters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    law: Mapping[str, str] = field(default_factory=dict)
    language: str = "en-GB"

    def all(self) -> dict[str, Any]:
        """Return the words that all letters share."""
        said = words() | dict(self.shared)
        return said | {"copies": words()["copies"] | dict(self.shared.get("copies", {}))}

    def kind(self, kind: Kind) -> Kind:
        """Return *kind* under the names it has here."""
        names: dict[str, Any] = dict(self.letters.get(kind.name, {}))
        return replace(kind, **names)

    def called(self) -> dict[str, str]:
        """Return how a letter speaks of each letter, by name."""
        return {kind.name: self.kind(kind).called for kind in kinds().values()}


@cache
def kinds() -> dict[str, Kind]:
    """Return every letter there is, by name, in the order of the data."""
    made = [Kind(**_with_tuples(table)) for table in words()["letter"]]
    return {kind.name: kind for kind in made}


@cache
def needs() -> dict[str, Need]:
    """Return everything a letter may need, by key."""
    made = [Need(**_with_tuples(table)) for table in words()["need"]]
    return {need.key: need for need in made}


@cache
def words() -> dict[str, Any]:
    """Return the whole of ``letters.toml``, with the words that all letters share."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def _with_tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
