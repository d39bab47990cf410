"""Typed text to a stored answer, or a message that says how to type it; and back to words."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from assistant.errors import InvalidAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.questions import Choice, Question

UNKNOWN = "unknown"
UNSURE = re.compile(
    r"(i('?m| am)? )?(don'?t( know)?|do not know|dunno|not sure|unsure|no idea|idk|dk|unknown)( yet)?"
)
APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ´`′", "'"))
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
NOTHING = ("no", "none", "nothing", "n/a")
"""What people type where they have nothing to say to a question that needs no answer."""
NONE = ("none", "none of these", "nothing", "no", "n", "0")
POSTCODE = re.compile(r"\b(GIR|[A-Z]{1,2}[0-9][0-9A-Z]?) ?([0-9][A-Z]{2})\.?$", re.IGNORECASE)
LABEL = r"[^\W_]([\w-]*[^\W_])?"
EMAIL = re.compile(rf"[^@\s<>()\[\],;:\"\\]+@{LABEL}(\.{LABEL})+")
COPIED_ALONG = " \u200b<>()[]\"'“”‘’,;.\n\t"
"""What an e-mail address is often copied with."""
PHONE = re.compile(r"[\d\s+()./–-]+((ext|x)\.? ?\d+)?", re.IGNORECASE)
LIST_MARKS = re.compile(r"^[-–*•\s]+")
MONTHS = {
    name[:length].lower(): number
    for number, name in enumerate(calendar.month_name)
    for length in (3, 4, len(name))
    if number
}
DATE_MARKS = re.compile(r"[\w\s,./()-]+")
DATE_PIECE = re.compile(r"\d+|[^\W\d]+")
AROUND_DATES = re.compile(
    r"on|the|of|st|nd|rd|th|(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?"
)
RELATIVE = re.compile(r"\b(ago|last|this|next|recently|lately|tomorrow)\b", re.IGNORECASE)
WITHOUT_YEAR = re.compile(
    rf"(\d{{1,2}}(st|nd|rd|th)? )?({'|'.join(MONTHS)})( \d{{1,2}}(st|nd|rd|th)?)?", re.IGNORECASE
)
YEAR_DIGITS = 4
FIRST_YEAR = 1900
LONGEST_NUMBER = 9
"""Digits of the longest number that is read as one; what is longer is no day and no choice."""
FEWEST_DIGITS = 3


def parse(question: Question, typed: str, options: list[Choice], on: date) -> Any:
    """Return the stored form of what was *typed* in answer to *question*.

    *options* are the choices offered now; *on* is today, for dates that must be past. An answer
    that was passed over is ``""``, or an empty list where the answer is a list. Raises
    InvalidAnswer with a sentence that says what was not understood and how to type it.
    """
    text = typed.strip()
    said_no = question.optional and question.type in READERS and _plain(text) in NOTHING
    if said_no or not _is_seen(text):
        return _nothing(question)
    if question.unknown and question.type != "choice" and _is_unsure(text):
        return UNKNOWN
    match question.type:
        case "date":
            return _date(question, text, on)
        case "choice" | "pick":
            return _pick_one(text, options).value
        case "choices":
            return _choices(text, options)
        case kind:
            return READERS[kind](text) or _nothing(question)


def _nothing(question: Question) -> Any:
    if question.optional:
        return [] if question.type in ("choices", "lines", "address") else ""
    raise InvalidAnswer(
        "This one needs an answer.",
        "If you cannot answer it now, type  skip  to leave it for later.",
    )


def show(question: Question, value: Any, options: list[Choice]) -> str:
    """Return a stored answer in the words a person would read."""
    if value in (None, "", []):
        return "(left empty)" if value is not None else "(not answered yet)"
    names = {choice.value: choice.says for choice in options}
    if isinstance(value, list):
        between = "; " if question.type in ("choices", "lines") else ", "
        return between.join(names.get(str(one)) or str(one) for one in value)
    if value == UNKNOWN and UNKNOWN not in names and (question.unknown or options):
        return "I don't know"
    return day(value) if isinstance(value, date) else names.get(value, str(value))


def day(value: date) -> str:
    """Return a date as people write it: 22 November 2026."""
    return f"{value.day} {value:%B %Y}"


def _plain(text: str) -> str:
    """Return *text* in small letters with plain apostrophes, without marks that end a sentence."""
    return " ".join(text.translate(APOSTROPHES).split()).strip(" .!…").lower()


def _is_seen(text: str) -> bool:
    return any(char.isprintable() and char != " " for char in text)


def _is_unsure(text: str) -> bool:
    return bool(UNSURE.fullmatch(_plain(text)))


def _text(text: str) -> str:
    return " ".join(text.split())


def _long_text(text: str) -> str:
    return text


def _lines(text: str) -> list[str]:
    lines = (LIST_MARKS.sub("", line).strip() for line in text.splitlines())
    return [line for line in lines if _is_seen(line)]


def _date(question: Question, text: str, on: date) -> date | str:
    # Kept as words, "yesterday" would mean another day tomorrow.
    spoken = {"today": on, "yesterday": on - timedelta(days=1)}
    found = spoken.get(_plain(text)) or read_date(text)
    if found is None:
        if question.words and any(char.isalnum() for char in text):
            return _words_for_date(text)
        raise InvalidAnswer(
            "That is not a date I can read.", "Type it like  27 3 2026  or  27 March 2026."
        )
    if question.past and found > on:
        raise InvalidAnswer(
            f"{day(found)} is still to come. Today is {day(on)}.",
            "Check the year and type the date again.",
        )
    return found


def _words_for_date(text: str) -> str:
    if RELATIVE.search(text):
        raise InvalidAnswer(
            "That would mean another day when the letter is read.",
            "Say about which month and year, such as  around June 2024.",
        )
    if WITHOUT_YEAR.fullmatch(text):
        raise InvalidAnswer("Please add the year.", f"Type it like  {text}  and then the year.")
    if not any(char.isdigit() for char in text):
        raise InvalidAnswer(
            "I do not see a year in that.",
            "Say about when it was, such as  around June 2024. If you do not know, type  don't know.",
        )
    return _text(text)


def read_date(text: str) -> date | None:
    """Return the date that *text* is, day first, or None where it is not written as a date.

    Takes ``27/3/2026``, ``27 March 2026``, ``Friday the 27th of March, 2026``, ``March 27, 2026``
    and ``2026-03-27``. Raises InvalidAnswer for what is written as a date but cannot be one, such
    as 31 2 2026, for a year of two digits, and for a year before anybody now alive was born.
    """
    plain = text.lower()
    if not DATE_MARKS.fullmatch(plain):
        return None
    pieces = [piece for piece in DATE_PIECE.findall(plain) if not AROUND_DATES.fullmatch(piece)]
    if len(pieces) != len(("day", "month", "year")):
        return None
    if pieces[0] in MONTHS:
        pieces[0], pieces[1] = pieces[1], pieces[0]
    pieces[1] = str(MONTHS.get(pieces[1], pieces[1]))
    if not all(piece.isdecimal() and len(piece) <= LONGEST_NUMBER for piece in pieces):
        return None
    return _calendar_day([int(piece) for piece in pieces], pieces)


def _calendar_day(numbers: list[int], pieces: list[str]) -> date:
    year_first = len(pieces[0]) == YEAR_DIGITS
    year, month, number = numbers if year_first else reversed(numbers)
    if len(pieces[0 if year_first else 2]) != YEAR_DIGITS:
        raise InvalidAnswer(
            "The year needs four digits.", "Type the date like  27 3 2026  or  27 March 2026."
        )
    try:
        found = date(year, month, number)
    except ValueError:
        raise InvalidAnswer(
            "There is no such day in the calendar.",
            "Type the day first, then the month: for example  27 3 2026.",
        ) from None
    if year < FIRST_YEAR:
        raise InvalidAnswer(
            f"{day(found)} is too long ago.", "Check the year and type the date again."
        )
    return found


def _choices(text: str, options: list[Choice]) -> list[str]:
    plain = _plain(text)
    if whole := [choice.value for choice in options if _plain(choice.says) == plain]:
        return whole
    if plain in NONE:
        return []
    if plain == "all" or (plain in ("yes", "y") and len(options) == 1):
        return [choice.value for choice in options]
    digits = any(char.isdecimal() for char in text)
    pieces = re.split(r"[,;&+/\s]+|\band\b" if digits else "[,;]", text)
    chosen = [piece for piece in pieces if piece.strip()] or [text]
    return list(dict.fromkeys(_pick_one(piece, options).value for piece in chosen))


def _pick_one(text: str, options: list[Choice]) -> Choice:
    plain = _plain(text).strip("#(). ")
    if 1 <= (number := _number(plain)) <= len(options):
        return options[number - 1]
    same = [one for one in options if plain in (one.value.lower(), _plain(one.says))]
    unsure = [one for one in options if one.value in (UNKNOWN, "unsure") and _is_unsure(text)]
    begins = [one for one in options if plain and _plain(one.says).startswith(plain)]
    for found in (same, unsure, begins):
        if len(found) == 1:
            return found[0]
    raise InvalidAnswer(
        f"“{_text(text)[:60]}” is not one of the answers.",
        f"Type a number from 1 to {len(options)}."
        if len(options) > 1
        else "Type  1  or press Enter.",
    )


def _number(plain: str) -> int:
    if plain.isdecimal() and len(plain) <= LONGEST_NUMBER:
        return int(plain)
    return NUMBERS.index(plain) if plain in NUMBERS else 0


def _address(text: str) -> list[str]:
    pieces = text.splitlines() if "\n" in text else text.split(",")
    lines = [line for piece in pieces if _is_seen(line := _text(piece).strip(" ,"))]
    if not lines:
        raise InvalidAnswer(
            "That is not an address.", "Type it like  12 Sample Street, Sampletown, ZZ1 1ZZ."
        )
    if found := POSTCODE.search(lines[-1]):
        before = lines[-1][: found.start()].strip(" ,")
        lines[-1:] = [before, found[0]] if before else [found[0]]
    return [_usual_postcode(line) for line in lines]


def _usual_postcode(line: str) -> str:
    found = POSTCODE.fullmatch(line)
    return f"{found[1]} {found[2]}".upper() if found else line


def _email(text: str) -> str:
    address = re.sub(r"^(.*<)?(mailto:)?", "", text, flags=re.IGNORECASE).strip(COPIED_ALONG)
    if not EMAIL.fullmatch(address):
        raise InvalidAnswer("That is not an e-mail address.", "It looks like  name@mail.example.")
    return address


def _phone(text: str) -> str:
    number = re.sub(r"^(tel(ephone)?|phone)[.:]* *", "", _text(text), flags=re.IGNORECASE)
    digits = sum(char.isdigit() for char in number)
    if digits < FEWEST_DIGITS or not PHONE.fullmatch(number):
        raise InvalidAnswer("That is not a telephone number.", "Type digits, like  01632 960000.")
    return number


READERS: dict[str, Callable[[str], Any]] = {
    "text": _text,
    "body": _text,
    "long-text": _long_text,
    "lines": _lines,
    "address": _address,
    "email": _email,
    "phone": _phone,
}
