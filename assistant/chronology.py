"""What has happened in a case, as a letter tells it: in order, and how far things have come."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING

from assistant import law, wording
from assistant.deadlines import deadline
from assistant.errors import NoDeadline, NoRule
from assistant.schedule import day, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.case import Case

REFUSED = ("refused", "partly-refused")
COMPLAINED = ("complained", "complaint-received", "complaint-acknowledged")
WAITING = ("sent", "received", "acknowledged", "identity-asked", "identity-shown", "extended")
HAD_ITS_CHANCE = ("complaint-answered", "complaint-silent", "refused", "answered", "finished")
"""Stages at which the body has had its chance to put things right."""


def history(case: Case, name: str, called: Mapping[str, str]) -> wording.History:
    """Return what happened before the letter *name*, with nothing that was not answered.

    *called* is as in :func:`events`.
    """
    past = case.history
    complaint = past.complaint if past.complaint in ("open", "finished") else ""
    ombudsman = past.ombudsman if past.ombudsman in ("waiting", "decided") else ""
    return wording.History(
        asked=past.asked == "yes",
        refused=any(one.kind in REFUSED for one in case.events),
        steps=_steps(case, name, called),
        complaint=complaint or "",
        complaint_stage=said(past.complaint_stage) if complaint else "",
        complaint_result=said(past.complaint_result) if complaint else "",
        ombudsman=ombudsman or "",
        ombudsman_reference=said(past.ombudsman_reference) if ombudsman else "",
        ombudsman_result=said(past.ombudsman_result) if ombudsman == "decided" else "",
    )


def _steps(case: Case, name: str, called: Mapping[str, str]) -> tuple[wording.Happening, ...]:
    """Return the events in order, without those of the letter itself, which may be made anew."""
    before = [one for one in case.events if one.letter != name]
    return tuple(
        one
        for one in events(case.model_copy(update={"events": before}), called)
        if one.kind not in ("record", "promised", "other")
    )


def open_promises(case: Case) -> tuple[wording.Promise, ...]:
    """Return what the body promised and is not known to have done in full."""
    return tuple(one for one in _promises(case) if one.kept != "yes")


def stage(case: Case, on: date) -> str:
    """Return how far things have come with the body on the day *on*, by the furthest event.

    complaint-answered, complaint-silent (the time to acknowledge a complaint has passed, and no
    acknowledgement is noted, which does not mean that there was none), complained, refused, answered, waiting (asked, no answer noted); where no event tells, finished
    or procedure (the body's own complaints procedure), asked, not-asked, or empty if not known.
    """
    seen = {event.kind for event in case.events}
    for name, kinds in (
        ("complaint-answered", ("complaint-answered",)),
        ("complained", COMPLAINED),
        ("refused", REFUSED),
        ("answered", ("answered",)),
    ):
        if seen.intersection(kinds):
            silent = name == "complained" and _unacknowledged(case, on)
            return "complaint-silent" if silent else name
    if case.history.complaint == "finished":
        return "finished"
    if seen.intersection(WAITING):
        return "waiting"
    asked = {"yes": "asked", "no": "not-asked"}.get(case.history.asked or "", "")
    return "procedure" if case.history.complaint == "open" else asked


def _unacknowledged(case: Case, on: date) -> bool:
    """Say whether a complaint was made long enough ago to be acknowledged by now, with none noted."""
    if case.body.nation is None or any(one.kind == "complaint-acknowledged" for one in case.events):
        return False
    made = [one.date for one in case.events if one.kind in COMPLAINED]
    dates = [one for one in made if isinstance(one, date)]
    if not dates:
        return False
    try:
        return deadline("complaint-acknowledgement", min(dates), case.body.nation).last_day < on
    except (NoDeadline, NoRule):
        return False


def complaint_covered(case: Case) -> bool:
    """Say whether a complaint was made to the body on a day on which the law made it deal with it.

    Source: the rule ``complaint-to-body``, which holds from the day the duty began.
    """
    made = [one.date for one in case.events if one.kind in (*COMPLAINED, "complaint-answered")]
    first = min((one for one in made if isinstance(one, date)), default=None)
    if first is None or case.body.nation is None:
        return False
    try:
        return bool(law.rule("complaint-to-body", first, case.body.nation))
    except NoRule:
        return False


def complaint_open(case: Case) -> bool:
    """Say whether a complaint that the law makes the body deal with has had no answer yet."""
    answered = any(one.kind == "complaint-answered" for one in case.events)
    return complaint_covered(case) and not answered


def events(case: Case, called: Mapping[str, str]) -> tuple[wording.Happening, ...]:
    """Return the records, promises and events of *case* in order, those of no known year last.

    *called* says how a letter is spoken of, by its name.
    """
    told = [
        *(
            wording.Happening(day(one.date), "record", said(one.title), "", "")
            for one in case.records
            if day(one.date)
        ),
        *(
            wording.Happening(one.date, "promised", one.what, one.where, one.kept)
            for one in _promises(case)
        ),
        *(
            wording.Happening(
                day(one.date),
                said(one.kind) or "other",
                called.get(said(one.letter), said(one.letter)),
                said(one.note),
                "",
            )
            for one in case.events
        ),
    ]
    return tuple(sorted(told, key=lambda one: _place(one.date)))


def _place(when: wording.Day) -> tuple[int, int, int]:
    """Return year, month and day to sort by; of words the first year and month, as far as given."""
    if isinstance(when, date):
        return when.year, when.month, when.day
    year = re.search(r"\b(?:19|20)\d\d\b", when)
    if year is None:
        return date.max.year, 0, 0
    names = "|".join(calendar.month_name[1:])
    month = re.search(rf"\b(?:{names})\b", when[: year.start()], re.IGNORECASE)
    number = list(calendar.month_name).index(month[0].capitalize()) if month else 0
    return int(year[0]), number, 0


def _promises(case: Case) -> list[wording.Promise]:
    return [
        wording.Promise(said(one.what), day(one.date), said(one.where), said(one.kept))
        for one in case.promises
        if said(one.what)
    ]
