"""Deadlines: the last day for something, worked out from dates and the rules, and why it is that day.

The quantities (a month, 30 days …) come from the law data, the holidays from the calendar of the
body's own nation. What is decided here is which day starts a period, what makes it longer, and
what makes a longer period void.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import law
from assistant.errors import NoDeadline, NoRule
from assistant.periods import End, Period, date_words, end_of, full_date
from assistant.working_days import add_months, add_working_days, calendar, roll

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from assistant.law import Rule

__all__ = ["KINDS", "Deadline", "add_months", "add_working_days", "deadline", "roll"]


@dataclass(frozen=True)
class Deadline:
    """The last day for something.

    *start* is the day from which it is counted; *unrolled* the day on which the period ends by
    count, before a weekend or bank holiday moves it to *last_day*. *because* explains the date in
    one sentence; *rules* are the keys of the rules used, the main one first, and *cites* says
    where each of them stands.
    """

    kind: str
    last_day: date
    start: date
    unrolled: date
    because: str
    rules: tuple[str, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """How one kind of deadline is counted.

    *rule* is the key of the rule that fixes the time, by nation where they differ; *more* the rule
    for time that may be added, *longest* the rule for the longest time instead, *reasons* whether
    that must come with reasons. *starts_later*: proof of identity and a fee can start it later.
    *stops*: a question stops the clock. *first_day_counts* and *moves* are as in Period. *before*
    is the rule that says why there is nothing earlier, *elsewhere* what other nations have instead.
    """

    rule: str | Mapping[str, str]
    more: str = ""
    longest: str = ""
    reasons: bool = False
    starts_later: bool = False
    stops: bool = False
    first_day_counts: bool = False
    moves: bool = True
    before: str = ""
    elsewhere: Mapping[str, str] | None = None


OTHER_PROCEDURES = {
    "wales": "wales-procedure",
    "scotland": "scotland-procedure",
    "northern-ireland": "ni-procedure",
}
OMBUDSMEN = {
    "england": "ombudsman-twelve-months",
    "wales": "psow-limit",
    "scotland": "spso-limit",
    "northern-ireland": "nipso-limit",
}
CLARIFICATION = "clarification-access-only"
OUTCOME, SAVING = "complaint-outcome", "complaint-saving"
KINDS: dict[str, Kind] = {
    "request": Kind("reply-time", more="reply-extension", reasons=True, starts_later=True),
    "access": Kind(
        "reply-time", more="reply-extension", reasons=True, starts_later=True, stops=True
    ),
    "complaint-acknowledgement": Kind("complaint-acknowledgement", before=SAVING),
    "childrens-complaint-stage-1": Kind(
        "childrens-complaint-stage-1",
        more="childrens-complaint-stage-1-extension",
        elsewhere=OTHER_PROCEDURES,
    ),
    "childrens-complaint-stage-2": Kind(
        "childrens-complaint-stage-2",
        longest="childrens-complaint-stage-2-longest",
        reasons=True,
        elsewhere=OTHER_PROCEDURES,
    ),
    "childrens-complaint-stage-3-request": Kind(
        "childrens-complaint-stage-3-request", elsewhere=OTHER_PROCEDURES
    ),
    # The person's own time: that its end is a Sunday is no reason to risk being late.
    "ico-complaint": Kind("ico-three-months", moves=False),
    "ombudsman": Kind(OMBUDSMEN, first_day_counts=True, moves=False),
}


def deadline(  # noqa: PLR0913 - one keyword for each fact that can move the date
    kind: str,
    start: date,
    nation: str,
    *,
    identity_shown: date | None = None,
    fee_paid: date | None = None,
    extended: bool = False,
    extension_noticed: date | None = None,
    clarification_asked: date | None = None,
    clarification_answered: date | None = None,
) -> Deadline:
    """Return the last day of the period of *kind* that starts with *start* in *nation*.

    *start* is the day on which the body received the request or complaint or, where the time is
    the person's own, the day it runs from. *extended* without *extension_noticed* supposes that
    the longer time was told in time. Raises NoDeadline where the law has no date or the holidays
    are not known so far, NoRule where the law data does not reach.
    """
    holidays = calendar(nation)
    how, rule = _rule(kind, start, nation)
    begin, after = _relevant_time(how, start, identity_shown, fee_paid)
    period = _period(how, rule)
    keys, notes = [rule.key], []
    if clarification_asked and how.starts_later:
        first = end_of(period, begin, holidays)
        asked = (clarification_asked, clarification_answered)
        period, note = _stop(how, period, first.last_day, begin, asked)
        keys.append(CLARIFICATION)
        notes += note
    end = end_of(period, begin, holidays, after)
    if extended or extension_noticed:
        key, longer = _longer(how, period, start, nation)
        keys.append(key)
        notes.append(_told(how, start, extension_noticed, end.last_day))
        if not extension_noticed or extension_noticed <= end.last_day:
            end = end_of(longer, begin, holidays, after)
    if rule.seen == "policy":
        notes.append("this is a policy, not a limit in law")
    keys += _counting(how, period, end)
    cites = tuple(law.rule(key, start, nation).cites for key in keys)
    because = "; ".join([end.because, *notes]) + "."
    return Deadline(kind, end.last_day, begin, end.unrolled, because, tuple(keys), cites)


def _rule(kind: str, start: date, nation: str) -> tuple[Kind, Rule]:
    """Return how *kind* is counted and the rule for it. Raises NoDeadline saying why there is none."""
    if kind == OUTCOME:
        raise no_outcome(start, nation)
    if kind not in KINDS:
        raise NoDeadline(f"No deadline is called “{kind}”.", f"Choose one of: {', '.join(KINDS)}.")
    how = KINDS[kind]
    if nation in (how.elsewhere or {}):
        raise NoDeadline(
            f"This step of the complaints procedure in England does not exist in {calendar(nation).country}.",
            _says((how.elsewhere or {})[nation], start, nation),
        )
    key = how.rule if isinstance(how.rule, str) else how.rule[nation]
    try:
        return how, law.rule(key, start, nation)
    except NoRule as error:
        if not how.before:
            raise
        raise NoDeadline(
            f"The law set no last day for this on {date_words(start)}.",
            _says(how.before, start, nation),
        ) from error


def no_outcome(start: date, nation: str) -> NoDeadline:
    """Return why the outcome of a complaint received on *start* has no last day."""
    held = any(one.key == OUTCOME and one.holds(start, nation) for one in law.rules())
    return NoDeadline(
        "There is no last day for the outcome of a complaint.",
        _says(OUTCOME if held else SAVING, start, nation),
    )


def _says(key: str, on: date, nation: str) -> str:
    """Return what a rule says and where it stands, from its first row if none covers the day."""
    try:
        rule = law.rule(key, on, nation)
    except NoRule:
        rule = next(one for one in law.rules() if one.key == key and nation in one.nations)
    return f"{rule.says} ({rule.cites}.)"


def _relevant_time(
    how: Kind, received: date, identity_shown: date | None, fee_paid: date | None
) -> tuple[date, str]:
    """Return the latest of the days that start the time, and what happened that day."""
    later = {"proof of who you are arrived": identity_shown, "the fee was paid": fee_paid}
    begin, after = received, ""
    for what, day in later.items():
        if how.starts_later and day and day > begin:
            begin, after = day, f"when {what}"
    return begin, after


def _period(how: Kind, rule: Rule) -> Period:
    return Period(
        months=(rule.months or 0) + 12 * (rule.years or 0),
        days=rule.days or 0,
        working_days=rule.working_days or 0,
        first_day_counts=how.first_day_counts,
        moves=how.moves,
    )


def _stop(
    how: Kind, period: Period, last_day: date, begin: date, asked: tuple[date, date | None]
) -> tuple[Period, list[str]]:
    """Return *period* with the days on which the clock stood still for a question, and a note.

    Both the day of the question and the day of the answer count as such days. Raises NoDeadline
    while there is no answer.
    """
    question, answer = asked
    if not how.stops or question > last_day:
        return period, ["being asked for more detail does not change that"]
    if answer is None:
        raise NoDeadline(
            f"The clock has stood still since {date_words(question)}, when you were asked for more"
            " detail. It goes on when your answer arrives.",
            "Note the day on which your answer arrived there.",
        )
    return replace(period, stopped=max(0, (answer - max(begin, question)).days + 1)), []


def _longer(how: Kind, period: Period, start: date, nation: str) -> tuple[str, Period]:
    """Return the key of the rule for a longer time, and that time from the same start."""
    key = how.more or how.longest
    if not key:
        raise NoDeadline(
            "The law gives no longer time for this.", "Ask for the last day without “extended”."
        )
    rule = law.rule(key, start, nation)
    add = period if how.more else Period()
    return key, replace(
        period,
        months=add.months + (rule.months or 0),
        working_days=add.working_days + (rule.working_days or 0),
    )


def _told(how: Kind, start: date, noticed: date | None, first: date) -> str:
    """Say what the longer time depends on, or that it was told too late to count."""
    why = ", and why," if how.reasons else ""
    if noticed is None:
        return (
            f"this holds only if you were told of it{why} by {full_date(first)};"
            " otherwise that day stays the last day"
        )
    if noticed < start:
        raise NoDeadline(
            "More time cannot have been taken before there was anything to answer.",
            f"Check the two dates: {date_words(start)} and {date_words(noticed)}.",
        )
    told = f"you were told of more time on {date_words(noticed)}"
    if noticed > first:
        return f"{told}, which was too late to change it"
    needs = "; it counts only if you were told why as well" if how.reasons else ""
    return f"{told}, which was in time{needs}"


def _counting(how: Kind, period: Period, end: End) -> list[str]:
    """Return the keys of the rules by which days were counted and moved."""
    if period.working_days:
        return ["childrens-complaint-working-day"]
    if not how.moves:
        return []
    used = {
        "counting-months": period.months > 0,
        "counting-rolls": end.moved,
        "counting-holidays": end.by_holiday,
    }
    return [key for key, is_used in used.items() if is_used]
