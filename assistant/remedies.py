"""What fits an entry: the wish, the ground it rests on, and what usually comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.conditions import fits
from assistant.points import advice_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assistant.case import Wish
    from assistant.conditions import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One wish for one or more kinds of wrong; *grounds* and *sources* are keys of the law data.

    *best* marks what fits that wrong best; *alternatives* are the wishes that can be asked instead.
    """

    wrong: tuple[str, ...]
    wish: Wish
    grounds: tuple[str, ...]
    likely: str
    sources: tuple[str, ...]
    alternatives: tuple[Wish, ...]
    best: bool = False
    when: Condition = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not (self.grounds and self.likely and self.sources):
            raise ValueError(f"a remedy for {self.wrong} lacks a ground, its outlook or a source")


@cache
def remedies() -> tuple[Remedy, ...]:
    """Return every remedy, in the order of the data."""
    return tuple(
        Remedy(
            wrong=tuple(row["wrong"]),
            wish=row["wish"],
            grounds=tuple(row["grounds"]),
            likely=row["likely"],
            sources=tuple(row["sources"]),
            alternatives=tuple(row["or"]),
            best=row.get("best", False),
            when=row.get("when", {}),
        )
        for row in advice_data()["remedy"]
    )


def fitting(entry: Mapping[str, Any], wish: str | None = None) -> Iterator[Remedy]:
    """Yield the remedies for *entry* with *wish*, or those that fit best, the narrowest first.

    *entry* is one entry as a plain table; more than one remedy may fit, because the narrowest can
    rest on a rule that is not in force on every day.
    """
    for remedy in remedies():
        wanted = remedy.best if wish is None else remedy.wish == wish
        if wanted and entry.get("wrong") in remedy.wrong and fits(remedy.when, {}, entry):
            yield remedy


def suggest(entry: Mapping[str, Any]) -> Wish | None:
    """Return the wish that fits *entry* best, or None while it is not said what is wrong."""
    return next((remedy.wish for remedy in fitting(entry)), None)


def grounds(entry: Mapping[str, Any], wish: str) -> tuple[str, ...]:
    """Return the keys of the law on which *wish* can rest for *entry*, the strongest first."""
    found = (key for remedy in fitting(entry, wish) for key in remedy.grounds)
    return tuple(dict.fromkeys(found))
