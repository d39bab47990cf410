"""What is due in a case: each request and complaint with its last day, or what to find out first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from assistant import law
from assistant.deadlines import OUTCOME, Deadline, deadline, no_outcome
from assistant.errors import NoDeadline, NoRule
from assistant.periods import date_words, full_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.case import Case, Event

State: TypeAlias = Literal["due", "late", "estimate", "find-out", "answered", "no-date"]

ANSWERS = ("answered", "partly-refused", "refused")
COMPLAINT = "complaint"
COMPLAINT_EVENTS = {
    "complained": "sent",
    "complaint-received": "received",
    "complaint-acknowledged": "acknowledged",
    "complaint-answered": "answered",
}
"""What happens to a complaint, and what the same is called for a request."""
FIELDS = {
    "sent": "sent",
    "received": "received",
    "acknowledged": "acknowledged",
    "identity-asked": "identity_asked",
    "identity-shown": "identity_shown",
    "extended": "extended",
    **dict.fromkeys(ANSWERS, "answered"),
}
"""Kinds of event that bear on an answer, and where each is kept."""
NOT_ASKING = ("ico-complaint", "promise", "reminder", "authority", "child-consent")
"""Letters that start no time for an answer."""
FROM_THE_BODY = ("acknowledged", "identity-asked", "extended", *ANSWERS)
"""Events by which the body was in contact."""


@dataclass(frozen=True)
class Due:
    """One thing that is, was or may be due.

    *kind* is the kind of deadline; *letter* names the letter that asked, empty where none was
    named. *state*: due and late are certain; estimate rests on a day that is not known; find-out
    lacks a fact; answered is over; no-date has no last day in law. *says* tells it in words,
    *rules* are keys of the law it rests on.
    """

    kind: str
    letter: str
    state: State
    says: str
    rules: tuple[str, ...] = ()
    deadline: Deadline | None = None


@dataclass(frozen=True)
class Asked:
    """One request or complaint and what became of it; each field is the event that tells."""

    letter: str
    sent: Event | None = None
    received: Event | None = None
    acknowledged: Event | None = None
    identity_asked: Event | None = None
    identity_shown: Event | None = None
    extended: Event | None = None
    answered: Event | None = None

    @property
    def kind(self) -> str:
        """The kind of deadline for an answer to it."""
        if self.letter == COMPLAINT:
            return "complaint-acknowledgement"
        return "access" if self.letter == "access" else "request"


def for_case(case: Case, on: date) -> tuple[Due, ...]:
    """Return what is due in *case* as things stand on the day *on*, in the order it was asked.

    A day that is not known gives no certain date but says which day to find out.
    """
    found = []
    for asked in _asked(case):
        found.append(_due(asked, case, on))
        if asked.letter == COMPLAINT:
            found.append(_outcome(asked, case, on))
    return (*found, *_own_time(case, on))


def _asked(case: Case) -> list[Asked]:
    """Return each request and complaint, with what happened to it put together."""
    found: list[Asked] = []
    for event in _in_order(case):
        letter, kind = _meaning(event)
        if letter in NOT_ASKING or kind not in FIELDS:
            continue
        number = _belongs_to(found, letter, kind)
        if number is None:
            if kind in ("sent", "received", "acknowledged"):
                found.append(Asked(letter, **{kind: event}))
            continue
        one = found[number]
        if getattr(one, FIELDS[kind]) is None:
            found[number] = replace(one, letter=one.letter or letter, **{FIELDS[kind]: event})
    return found


def _in_order(case: Case) -> list[Event]:
    """Return the events by date; one without a date stays behind the one it was told after."""
    latest = date.min
    keyed = []
    for event in case.events:
        latest = event.date if isinstance(event.date, date) else latest
        keyed.append((latest, event))
    return [event for _, event in sorted(keyed, key=lambda pair: pair[0])]


def _meaning(event: Event) -> tuple[str, str]:
    """Return the letter an event is about and what happened to it, alike for both kinds."""
    kind, letter = event.kind or "", event.letter or ""
    if kind in COMPLAINT_EVENTS:
        return COMPLAINT, COMPLAINT_EVENTS[kind]
    # An answer to a reminder is the answer that was waited for.
    return ("" if letter == "reminder" and kind in ANSWERS else letter), kind


def _belongs_to(found: list[Asked], letter: str, kind: str) -> int | None:
    """Return the number of the latest open request that an event can be about."""
    for number in reversed(range(len(found))):
        one = found[number]
        unnamed = "" in (one.letter, letter) and COMPLAINT not in (one.letter, letter)
        same = one.letter == letter or (unnamed and (kind != "sent" or one.sent is None))
        if same and one.answered is None:
            return number
    return None


def _due(asked: Asked, case: Case, on: date) -> Due:
    """Return when an answer to *asked* is due, or which day to find out."""
    nation = case.body.nation
    if nation is None:
        return _find_out(asked, "Say in which nation they are. Bank holidays differ.")
    start, certain = _start(asked)
    if start is None:
        return _find_out(
            asked, "Find out the day on which it arrived there. The time runs from that day."
        )
    missing = _identity_missing(asked)
    if missing:
        return _find_out(asked, missing, "identity")
    try:
        found = deadline(
            asked.kind,
            start,
            nation,
            identity_shown=_day(asked.identity_shown),
            extended=asked.extended is not None,
            extension_noticed=_day(asked.extended),
        )
    except (NoDeadline, NoRule) as error:
        return Due(asked.kind, asked.letter, "no-date", str(error))
    return _with_date(asked, found, on, certain=certain)


def _start(asked: Asked) -> tuple[date | None, Literal["received", "acknowledged", "sent"]]:
    """Return the best day to count from, and by what event it is known."""
    received = _day(asked.received)
    if received:
        return received, "received"
    acknowledged = _day(asked.acknowledged)
    if acknowledged:
        return acknowledged, "acknowledged"
    return _day(asked.sent), "sent"


def _day(event: Event | None) -> date | None:
    return event.date if event and isinstance(event.date, date) else None


def _find_out(asked: Asked, says: str, *rules: str) -> Due:
    state: State = "answered" if asked.answered else "find-out"
    return Due(asked.kind, asked.letter, state, says, rules)


def _identity_missing(asked: Asked) -> str:
    """Say what must be known about proof of identity before the time can be counted."""
    if asked.identity_shown and _day(asked.identity_shown) is None:
        return "Find out the day on which your proof of who you are arrived there."
    if asked.identity_asked and not asked.identity_shown:
        return (
            "They asked for proof of who you are. The time starts when they have it. Note the day"
            " on which it arrives there."
        )
    return ""


def _with_date(asked: Asked, found: Deadline, on: date, *, certain: str) -> Due:
    """Say when the answer is or was due, as surely as the day of arrival is known."""
    last = full_date(found.last_day)
    what = "Their answer" if asked.letter != COMPLAINT else "Their note that they have it"
    confirmed = asked.acknowledged if asked.letter == COMPLAINT else None
    over = asked.answered or confirmed
    due = Due(asked.kind, asked.letter, "due", "", found.rules, found)
    if over:
        did = "confirmed that they have it" if over is confirmed else "answered"
        says = _over(did, over, found.last_day if certain == "received" else None)
        return replace(due, state="answered", says=says)
    is_late = on > found.last_day
    if certain == "sent":
        return replace(
            due,
            state="estimate",
            says=f"If it arrived on the day you sent it, {what[0].lower()}{what[1:]} is due by"
            f" {last}. Ask them on which day it arrived. The last day depends on it.",
            rules=(*due.rules, "receipt-starts"),
        )
    says = f"{what} {'was' if is_late else 'is'} due by {last}"
    if certain == "acknowledged":
        by = date_words(_day(asked.acknowledged) or found.start)
        says += f" at the latest, as they had it by {by}. Ask them on which day it arrived"
    return replace(due, state="late" if is_late else "due", says=f"{says}. {found.because}")


def _over(did: str, event: Event, last_day: date | None = None) -> str:
    """Say what they did and when, and the last day if it came after that."""
    day = _day(event)
    if day is None:
        return f"They {did}."
    late = last_day is not None and day > last_day
    after = f" The last day was {full_date(last_day)}." if late and last_day else ""
    return f"They {did} on {date_words(day)}.{after}"


def _outcome(asked: Asked, case: Case, on: date) -> Due:
    """Return that a complaint's outcome has no last day, or that there is an outcome."""
    if asked.answered:
        return Due(OUTCOME, asked.letter, "answered", _over("answered", asked.answered))
    why = no_outcome(_start(asked)[0] or on, case.body.nation or law.NATIONS[0])
    return Due(OUTCOME, asked.letter, "no-date", str(why), (OUTCOME,))


def _own_time(case: Case, on: date) -> Iterator[Due]:
    """Yield until when the ICO wants to hear from the person, once there is a no to take there."""
    events = [(_meaning(event), event) for event in case.events]
    is_over = any(
        kind in ("refused", "partly-refused") or (letter, kind) == (COMPLAINT, "answered")
        for (letter, kind), _ in events
    )
    is_sent = any(letter == "ico-complaint" for (letter, _), _ in events)
    if not is_over or is_sent or case.body.nation is None:
        return
    contacts = [_day(event) for (_, kind), event in events if kind in FROM_THE_BODY]
    dates = [day for day in contacts if day]
    kind = "ico-complaint"
    if not dates:
        yield Due(kind, kind, "find-out", "Find out the day of the last letter you had from them.")
        return
    try:
        found = deadline(kind, max(dates), case.body.nation)
    except NoRule as error:
        yield Due(kind, kind, "no-date", str(error))
        return
    state: State = "late" if on > found.last_day else "due"
    policy = law.rule(found.rules[0], found.start, case.body.nation).says
    day = f"That {'was' if state == 'late' else 'is'} by {full_date(found.last_day)}."
    says = f"{policy} {day}"
    yield Due(kind, kind, state, says, found.rules, found)
