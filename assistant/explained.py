"""The words that fill in a point of advice, terms of art explained where they first stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import law, parties
from assistant.points import terms

if TYPE_CHECKING:
    from datetime import date

    from assistant.case import Case


class Words(dict[str, str]):
    """What stands for the braces in a text; a term is explained the first time it is asked for."""

    def __missing__(self, name: str) -> str:
        word, means = terms()[name]
        self[name] = word
        return f"{word} ({means})"


def words_for(case: Case, on: date) -> Words:
    """Return the words that may stand in braces in a point, for *case* on the day *on*."""
    body = parties.holder(case.body) or "the body"
    words = {"body": body, "body_start": body[0].upper() + body[1:]}
    regulator = law.body("ico", on)
    words |= {"regulator": regulator.name, "regulator_site": regulator.form}
    for name, key in (("ombudsman", "ombudsman"), ("social_workers", "social-workers")):
        found = law.body(f"{key}-{case.body.nation}", on) if case.body.nation else None
        words |= {name: found.name if found else "", f"{name}_site": found.url if found else ""}
    return Words(words)
