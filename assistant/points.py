"""The points that advice can make, as the data holds them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant import predicates  # noqa: F401 - the conditions in the data name them

if TYPE_CHECKING:
    from assistant.conditions import Condition

LISTS = ("entries", "records", "people")


@cache
def advice_data() -> dict[str, Any]:
    """Return ``data/advice.toml`` as plain tables."""
    text = files("assistant").joinpath("data/advice.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, slots=True)
class Template:
    """One point as the data holds it; *sources* are keys of the law data."""

    key: str
    kind: str
    says: str
    sources: tuple[str, ...]
    when: Condition = field(default_factory=dict)
    each: str = ""

    def __post_init__(self) -> None:
        if not (self.says and self.sources):
            raise ValueError(f"the point “{self.key}” lacks its words or a source")
        if self.each not in ("", *LISTS) or self.kind not in headings():
            raise ValueError(f"the point “{self.key}” has no such list or heading")


@cache
def headings() -> dict[str, str]:
    """Return the title of each kind of point, in reading order."""
    return {row["kind"]: row["title"] for row in advice_data()["heading"]}


@cache
def templates() -> tuple[Template, ...]:
    """Return every point there is, in the order of the data."""
    return tuple(
        Template(**{**row, "sources": tuple(row["sources"])}) for row in advice_data()["point"]
    )


@cache
def terms() -> dict[str, tuple[str, str]]:
    """Return each word that needs explaining, by its placeholder, with what it means."""
    return {row["name"]: (row["word"], row["means"]) for row in advice_data()["term"]}
