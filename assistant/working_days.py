"""Months, days and working days: the arithmetic of time limits, with the calendar passed in."""

from __future__ import annotations

import calendar as months_of_year
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.errors import NoDeadline

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

SATURDAY = 5
DAY = timedelta(days=1)


def add_months(start: date, months: int) -> date:
    """Return the same day of the month *months* later, or the last day of a shorter month."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, months_of_year.monthrange(year, month)[1]))


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Say whether *day* is neither a Saturday nor a Sunday nor one of *holidays*."""
    return day.weekday() < SATURDAY and day not in holidays


def roll(day: date, holidays: Container[date]) -> date:
    """Return *day* itself if it is a working day, or else the next one that is."""
    while not is_working_day(day, holidays):
        day += DAY
    return day


def add_working_days(start: date, count: int, holidays: Container[date]) -> date:
    """Return the working day that is number *count* after *start*, which itself does not count."""
    day = start
    for _ in range(count):
        day = roll(day + DAY, holidays)
    return day


@dataclass(frozen=True)
class Calendar:
    """The holidays of one nation, by date and name, and the years for which they are complete.

    *shared* holds the days that are holidays in all four nations.
    """

    nation: str
    holidays: Mapping[date, str]
    shared: frozenset[date]
    first_year: int
    last_year: int

    def __contains__(self, day: object) -> bool:
        return day in self.holidays

    @property
    def country(self) -> str:
        """The nation as it is written, such as "Northern Ireland"."""
        return self.nation.replace("-", " ").title()

    def name(self, day: date) -> str | None:
        """Return the name of the holiday on *day*, or None if there is none."""
        return self.holidays.get(day)

    def place(self, day: date) -> str:
        """Return where the holiday on *day* holds, as words that follow "in"."""
        return self.country if day in self.shared else f"{self.country} but not in all of the UK"

    def covers(self, *days: date) -> bool:
        """Say whether the holidays are known for the years of all *days*."""
        return all(self.first_year <= day.year <= self.last_year for day in days)


@cache
def _data() -> dict[str, Any]:
    text = files("assistant").joinpath("data/bank_holidays.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _by_nation() -> dict[str, dict[date, str]]:
    return {
        nation: {date.fromisoformat(day): name for day, name in days.items()}
        for nation, days in _data().items()
        if isinstance(days, dict)
    }


@cache
def calendar(nation: str) -> Calendar:
    """Return the holidays of *nation* ("england", "wales", "scotland", "northern-ireland").

    Raises NoDeadline where the data has no list for that nation.
    """
    if nation not in _by_nation():
        raise NoDeadline(
            f"There is no list of bank holidays for “{nation}”.",
            f"Choose one of: {', '.join(_by_nation())}.",
        )
    first, last = _data()["covers"]
    shared = frozenset.intersection(*map(frozenset, _by_nation().values()))
    return Calendar(nation, _by_nation()[nation], shared, first, last)
