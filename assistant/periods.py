"""Periods: where a month, 30 days or 10 working days end, and how that comes about, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import NoDeadline
from assistant.working_days import DAY, SATURDAY, add_months, add_working_days, roll

if TYPE_CHECKING:
    from datetime import date

    from assistant.working_days import Calendar

NUMBERS = ("", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
ORDINALS = {29: "29th", 30: "30th", 31: "31st"}


@dataclass(frozen=True)
class Period:
    """A length of time and how it is counted.

    *stopped* is the number of days on which the clock stood still. *first_day_counts* makes the
    day it starts the first of the period; *moves* lets a last day on which offices are closed
    move on to the next working day.
    """

    months: int = 0
    days: int = 0
    working_days: int = 0
    stopped: int = 0
    first_day_counts: bool = False
    moves: bool = True

    def __str__(self) -> str:
        """Return the length in words, such as "One month" or "10 working days"."""
        if self.working_days:
            return f"{self.working_days} working days"
        if self.days:
            return f"{self.days} days"
        number = NUMBERS[self.months] if self.months < len(NUMBERS) else str(self.months)
        return f"{number} month{'s' if self.months > 1 else ''}"


@dataclass(frozen=True)
class End:
    """Where a period ends: by count (*unrolled*), in the end (*last_day*), and why, in words.

    *moved* says whether the two differ, *by_holiday* whether a bank holiday has a part in it.
    """

    last_day: date
    unrolled: date
    because: str
    by_holiday: bool

    @property
    def moved(self) -> bool:
        """Say whether the last day was moved on to a working day."""
        return self.last_day != self.unrolled


def date_words(day: date) -> str:
    """Return *day* as people write it, such as "3 October 2026"."""
    return f"{day.day} {day:%B %Y}"


def full_date(day: date) -> str:
    """Return *day* with its day of the week, such as "Saturday 3 October 2026"."""
    return f"{day:%A} {date_words(day)}"


def end_of(period: Period, start: date, holidays: Calendar, after: str = "") -> End:
    """Return where *period* ends if it starts with *start*.

    *after* says what happened that day, such as "when the fee was paid". Raises NoDeadline where
    *holidays* does not reach that far.
    """
    try:
        unrolled = _count(period, start, holidays)
        last_day = roll(unrolled, holidays) if period.moves else unrolled
    except (ValueError, OverflowError) as error:
        raise NoDeadline(
            f"{date_words(start)} is too far away to count from.", "Check the year."
        ) from error
    needs_holidays = period.moves or period.working_days
    if needs_holidays and not holidays.covers(unrolled, last_day):
        raise _not_covered(unrolled, holidays)
    left_out = _holidays_between(start, last_day, holidays) if period.working_days else []
    clauses = [_counted(period, start, unrolled, last_day, after)]
    clauses += [_closed(day, holidays) for day in left_out or _days(unrolled, last_day)]
    if left_out:
        clauses.append("none of these counts" if len(left_out) > 1 else "that does not count")
    elif last_day != unrolled:
        clauses.append(f"so the last day is {full_date(last_day)}")
    by_holiday = any(holidays.name(day) for day in left_out or _days(unrolled, last_day))
    return End(last_day, unrolled, "; ".join(clauses), by_holiday)


def _count(period: Period, start: date, holidays: Calendar) -> date:
    if period.working_days:
        return add_working_days(start, period.working_days, holidays)
    days = period.days + period.stopped - period.first_day_counts
    return add_months(start, period.months) + days * DAY


def _days(first: date, end: date) -> list[date]:
    return [first + number * DAY for number in range((end - first).days)]


def _holidays_between(start: date, end: date, holidays: Calendar) -> list[date]:
    return [
        day for day in _days(start + DAY, end) if holidays.name(day) and day.weekday() < SATURDAY
    ]


def _counted(period: Period, start: date, unrolled: date, last_day: date, after: str) -> str:
    """Say how the count goes: the period, the day it starts and the day it ends."""
    since = date_words(start) + (f", {after}," if after else "")
    if period.working_days or period.days:
        since = f", counted from the day after {since.rstrip(',')},"
    elif period.first_day_counts:
        since = f" that start on {since.rstrip(',')}, with that day as the first,"
    else:
        since = f" from {since}"
    if period.stopped:
        since += f" and {period.stopped} day{'s' if period.stopped > 1 else ''} on hold"
    one = period.months == 1 and not period.stopped
    day = full_date(unrolled) if unrolled == last_day else date_words(unrolled)
    return f"{period}{since} {'ends' if one else 'end'} on {day}{_clamped(period, start, unrolled)}"


def _clamped(period: Period, start: date, unrolled: date) -> str:
    whole_months = period.months and not period.stopped and not period.first_day_counts
    if not whole_months or unrolled.day == start.day:
        return ""
    return f", as there is no {ORDINALS[start.day]} in that month"


def _closed(day: date, holidays: Calendar) -> str:
    """Say why *day* is no working day, such as "25 December is Christmas Day, a bank holiday …"."""
    name = holidays.name(day)
    if name is None:
        return f"{day.day} {day:%B} is a {day:%A}"
    a_holiday = "" if name.endswith("bank holiday") else ", a bank holiday"
    the = "the " if name.endswith("bank holiday") else ""
    return f"{day.day} {day:%B} is {the}{name}{a_holiday} in {holidays.place(day)}"


def _not_covered(unrolled: date, holidays: Calendar) -> NoDeadline:
    return NoDeadline(
        f"The bank holidays of {holidays.country} are known from {holidays.first_year} to"
        f" {holidays.last_year}, and this time ends outside those years.",
        f"Leaving bank holidays aside it ends on {full_date(unrolled)}. For the bank holidays of"
        " other years, get the newest version of this program, or add them to the file"
        " assistant/data/bank_holidays.toml. Its first lines say how.",
    )
