"""Where a case stands: what the conditions of the advice call "now"."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from assistant import chronology, law, schedule
from assistant.errors import NoRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.case import Case

Situation: TypeAlias = dict[str, str | list[str]]
NOTHING_NOTED = "not-asked"
LATE = ("refused", "complaint-silent", "complaint-answered")
"""Stages at which the regulator will look at the case, and the same letter need not go again."""
CHILDREN = ("assessment", "child-protection")
EITHER = ("case-notes", "meeting-or-letter", "other", "unknown", None)


def situation(case: Case, on: date) -> Situation:
    """Return what the case amounts to on the day *on*, each answer a word or a list of words.

    ``nation`` (or unknown); ``asks``: the wishes to put to the body now; ``whole``: is a whole
    record to be erased (yes, no); ``entries`` and ``fallback`` (some, none); ``wrongs``: what is
    wrong with the open entries; ``stage`` as :func:`assistant.chronology.stage` tells it, or
    not-asked; ``people``: who else it is about (child, other); ``care`` (children, adults);
    ``seen``: how much of the records was seen; ``court`` (yes, no, unknown); ``holder`` (body,
    trust, unknown); ``other_law``: how many of the records other law governs (all, some, none);
    ``promises`` (open, unknown); ``early`` (yes, no); ``complained``: before the duties to
    answer a complaint began, or after; ``letters``: the letters to recommend.
    """
    now: Situation = {
        "nation": case.body.nation or "unknown",
        "asks": asks(case),
        "whole": _yes(_whole(case)),
        "entries": _some(schedule.open_entries(case)),
        "fallback": _some(case.wishes.fallback or []),
        "wrongs": _words(one.wrong for one in schedule.open_entries(case)),
        "stage": _stage(case, on),
        "people": _words(one.relation for one in case.people),
        "care": _care(case),
        "seen": _words(one.seen for one in case.records),
        "court": _court(case),
        "holder": case.body.held_by or ("trust" if case.body.controller else "body"),
        "other_law": _other_law(case),
        "promises": _promises(case),
        "early": _yes(case.regulator.early == "yes"),
        "complained": _complained(case),
        "letters": list(recommended(case, on)),
    }
    return now


def asks(case: Case) -> list[str]:
    """Return the wishes to be put to the body now, the person's first choice first."""
    wishes = [wish for wish in schedule.preferred(case) if schedule.entries_for(case, [wish])]
    whole = ["erasure"] if _whole(case) else []
    return [wish for wish in schedule.preferred(case) if wish in (*wishes, *whole)]


def recommended(case: Case, on: date) -> tuple[str, ...]:
    """Return the names of the letters to send on the day *on*, the one to the body first.

    One wish means its own letter, several mean the combined one. A letter that was refused is not
    recommended again, only what the person chose to ask next. The regulator comes when the body
    has had its chance, or when the person so decides. What other law governs is in no letter.
    """
    stage = _stage(case, on)
    wishes = asks(case)
    if stage in LATE:
        refused = [one for one in case.entries if one.outcome == "refused"]
        wishes = [one for one in wishes if any(schedule.wish_for(case, e) == one for e in refused)]
    letters = wishes if len(wishes) < 2 else ["combined"]  # noqa: PLR2004 - one is no several
    sent = {one.letter for one in case.events if one.kind == "sent"}
    letters = [one for one in letters if one not in sent]
    ours = [one for one in schedule.open_entries(case) if not schedule.by_other_law(case, one)]
    open_matter = bool(ours) or _whole(case)
    had_its_chance = stage in LATE or (stage == "finished" and case.history.asked == "yes")
    if open_matter and (had_its_chance or case.regulator.early == "yes"):
        letters.append("ico-complaint")
    return tuple(letters)


def whose(case: Case, entry_id: str) -> str:
    """Return whose an entry is, for the advice: own, theirs, somebody-else or unknown."""
    entry = next(one for one in case.entries if one.id == entry_id)
    if entry.whose == "other":
        return "somebody-else"
    found = schedule.whose(case, entry)
    return {"writer": "own", "unknown": "unknown"}.get(found, "theirs")


def _stage(case: Case, on: date) -> str:
    return chronology.stage(case, on) or NOTHING_NOTED


def _whole(case: Case) -> bool:
    return schedule.asks_whole(case) and _other_law(case) != "all"


def _yes(answer: bool) -> str:  # noqa: FBT001 - a word for a truth value
    return "yes" if answer else "no"


def _some(found: Sequence[object]) -> str:
    return "some" if found else "none"


def _words(found: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(one for one in found if one))


def _care(case: Case) -> list[str]:
    kinds = [one.kind for one in case.records] or [None]
    child = any(one.relation == "child" for one in case.people)
    children = child or any(kind in CHILDREN for kind in kinds)
    adults = any(kind == "adult-care" for kind in kinds)
    if not (children or adults):
        # The papers do not tell, so both roads are shown.
        children = adults = any(kind in EITHER for kind in kinds)
    return [word for word, holds in (("children", children), ("adults", adults)) if holds]


def _court(case: Case) -> str:
    told = [case.history.court, *(one.heard_in_court for one in case.records)]
    if "yes" in told or any(one.kind == "court-report" for one in case.records):
        return "yes"
    return "unknown" if "unknown" in told else "no"


def _other_law(case: Case) -> str:
    found = [one.kind in schedule.OTHER_LAW for one in case.records]
    return ("all" if all(found) else "some") if any(found) else "none"


def _promises(case: Case) -> list[str]:
    known = {"no": "open", "partly": "open", "yes": None}
    return _words(known.get(one.kept or "", "unknown") for one in case.promises)


def _complained(case: Case) -> str:
    days = [
        one.date
        for one in case.events
        if one.kind in chronology.COMPLAINED and isinstance(one.date, date)
    ]
    if not days or case.body.nation is None:
        return "none"
    try:
        law.rule("complaint-acknowledgement", max(days), case.body.nation)
    except NoRule:
        return "before"
    return "after"
