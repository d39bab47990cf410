"""Languages of letters: find the one that was asked for, and write dates and numbers as it does.

A language is named by its tag (BCP 47), such as ``cy`` or ``en-GB``. English needs no library; the
dates and numbers of every other language come from Babel, which holds those of Unicode's CLDR.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from assistant import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel import Locale

SHIPPED = "en-GB"
"""The language of the shipped templates."""
TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,6}")
"""What a language tag looks like. Source: RFC 5646, 2.1, without its few oldest tags."""


def is_tag(text: str) -> bool:
    """Say whether *text* is written as a language tag is."""
    return bool(TAG.fullmatch(text))


def is_english(tag: str) -> bool:
    """Say whether *tag* means English of some country; a made-up variety of it is another language."""
    return _subtags(tag)[0] == "en" and "x" not in _subtags(tag)


def best(wanted: str, tags: Iterable[str]) -> str | None:
    """Return the one of *tags* that serves who wants the language *wanted*, or None.

    Source: RFC 4647, 3.4 (lookup): ``cy-GB`` is served by ``cy``, but not the other way round.
    """
    known = {tag.lower(): tag for tag in tags}
    return next((known[one] for one in _wider(wanted) if one in known), None)


def serves(tag: str, wanted: str) -> bool:
    """Say whether words in the language *tag* are in the language *wanted*."""
    return best(wanted, [tag]) is not None or (is_english(tag) and is_english(wanted))


def day(when: wording.Day, tag: str = SHIPPED) -> str:
    """Return a date as letters in the language *tag* write it; words for one stay as they are."""
    locale = _locale(tag)
    if locale is None or not isinstance(when, date):
        return wording.in_words(when)
    from babel.dates import format_date

    return format_date(when, "long", locale)


def count(number: int, tag: str = SHIPPED) -> str:
    """Return *number* as letters in the language *tag* write it, such as 2,000."""
    locale = _locale(tag)
    if locale is None:
        return f"{number:,}"
    from babel.numbers import format_decimal

    return format_decimal(number, locale=locale)


def plural(number: int, tag: str = SHIPPED) -> str:
    """Return which of a language's plural forms goes with *number*.

    One of zero, one, two, few, many and other. Source: CLDR's plural rules.
    """
    locale = _locale(tag)
    if locale is None:
        return "one" if number == 1 else "other"
    form: str = locale.plural_form(number)
    return form


def is_known(tag: str) -> bool:
    """Say whether dates and numbers can be written as the language *tag* writes them."""
    return _subtags(tag)[0] == "en" or _locale(tag) is not None


@cache
def _locale(tag: str) -> Locale | None:
    """Return what Babel knows of the language *tag*; None for English and for what it lacks."""
    if _subtags(tag)[0] == "en":
        return None
    from babel import Locale, UnknownLocaleError

    for one in _wider(tag):
        try:
            return Locale.parse(one, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _wider(tag: str) -> list[str]:
    """Return *tag* in small letters, then without its last part, and so on up to the language."""
    parts = _subtags(tag)
    found = []
    while parts:
        if len(parts[-1]) > 1:  # a single letter only announces what comes after it
            found.append("-".join(parts))
        parts.pop()
    return found


def _subtags(tag: str) -> list[str]:
    return tag.lower().split("-")
