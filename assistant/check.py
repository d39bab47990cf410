"""Everything that is wrong with a case file, all at once, in plain words, with the place."""

from __future__ import annotations

import contextlib
import difflib
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from assistant.errors import BadCase, InvalidAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from assistant.case import Case
    from assistant.conditions import Answers

Place: TypeAlias = tuple[str | int, ...]
LISTS = ("records", "people", "entries", "promises", "events")
WHOSE = ("writer", "other", "unknown")
CLOSERS = ('"""', "'''", "]", "}")
SHOWN = 60
LONGEST_NUMBER = 64
"""Bits of a number that is shown; Python refuses to write out numbers of thousands of digits."""
DEEPEST = 6
"""Names on the way to the innermost value of a case; what a file nests deeper is not looked for."""
WORDS = "words in quotation marks"
WORDS_LIST = 'a list in square brackets, such as  ["one", "two"]'
ABOUT_IDS = {
    "missing": 'this is missing. Every item of a list needs a short id, such as  id = "e1".',
    "string_pattern_mismatch": "use a short name of letters, digits and hyphens, such as  e1.",
    "string_too_long": "this is too long for a short name. Use one such as  e1.",
}
DATE_OR_WORDS = f"a date like  2026-03-27, or {WORDS}"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a case file.

    *place* names it as a person would look for it ("entries, number 2, wrong"); *line* is the line
    of the file, from 1, or 0 where it is not known.
    """

    place: str
    says: str
    line: int = 0

    def __str__(self) -> str:
        at = f"line {self.line}: " if self.line else ""
        return f"{at}{self.place}: {self.says}" if self.place else f"{at}{self.says}"


def problems(answers: Answers, text: str, on: date) -> list[Problem]:
    """Return all that is wrong with *answers*, read from *text*, in the order of the file.

    *on* is today: an event cannot have happened later.
    """
    found = dict.fromkeys(_misfits(answers))
    misfits = {place for place, _ in found}
    sense = (*_references(answers), *_doubles(answers), *_dates(answers, on))
    found.update(dict.fromkeys(one for one in sense if one[0] not in misfits))
    lines = lines_of(text) if found else {}
    told = [Problem(_in_words(place), says, _line(lines, place)) for place, says in found]
    return sorted(told, key=lambda problem: problem.line or len(text))


def as_case(answers: Answers, text: str, on: date, path: str) -> Case:
    """Return *answers* as a case, its texts fit to be printed.

    Raises BadCase that tells everything wrong with *answers*.
    """
    from assistant.case import Case

    if wrong := problems(answers, text, on):
        raise BadCase(
            "\n".join([f"{path} cannot be used as it stands:", *(f"- {one}" for one in wrong)]),
            "Put these right and try again. A complete file to compare with:  record-rights example",
        )
    return Case.model_validate(_cleaned(answers))


def _cleaned(value: Any) -> Any:
    # What is typed is cleaned as it is typed; what stands in a file is cleaned here.
    from assistant.characters import clean

    if isinstance(value, dict):
        return {name: _cleaned(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    return clean(value) if isinstance(value, str) else value


def relevant_case(answers: Answers, text: str, on: date, path: str) -> Case:
    """Return *answers* as a case with only those that apply; raises BadCase as *as_case* does."""
    from assistant.questions import relevant

    as_case(answers, text, on, path)
    return as_case(relevant(answers), text, on, path)


def lines_of(text: str) -> dict[Place, int]:
    """Return the line of *text*, from 1, on which each table, item and value of it begins."""
    found: dict[Place, int] = {}
    items: dict[Place, int] = {}
    table: Place = ()
    for line, written, statement in _statements(text):
        is_header = written.startswith("[")
        if is_header:
            table = _opened(statement, items)
        for place in [table] if is_header else [table + one for one in _places(statement)]:
            for end in range(1, len(place) + 1):
                found.setdefault(place[:end], line)
    return found


def _statements(text: str) -> Iterator[tuple[int, str, Answers]]:
    # Each statement of a TOML file can be read by itself. So the reader of the standard library
    # says where one ends, in whatever way the file is written.
    begun, written = 0, ""
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        begun = begun if written else number
        may_end = not written or _may_end(line)
        written = f"{written}{line}\n".lstrip()
        if may_end:
            with contextlib.suppress(ValueError, RecursionError):
                yield begun, written, tomllib.loads(written)
                written = ""


def _may_end(line: str) -> bool:
    """Say whether a statement of several lines can end in *line*; asking the reader takes long."""
    if "#" in line:
        return any(closer in line for closer in CLOSERS)
    return line.rstrip().endswith(CLOSERS)


def _opened(header: Any, items: dict[Place, int]) -> Place:
    """Return the place of the table that a header opens; *items* counts those of each list."""
    place: Place = ()
    while header:
        ((name, header),) = header.items()
        place += (name,)
        if isinstance(header, list):
            items[place] = items.get(place, -1) + 1
            header = header[0]
        if place in items:
            place += (items[place],)
    return place


def _places(value: Any, deep: int = 1) -> Iterator[Place]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, one in inner:
        yield (name,)
        if isinstance(one, dict | list) and deep < DEEPEST:
            yield from ((name, *rest) for rest in _places(one, deep + 1))


def _line(lines: dict[Place, int], place: Place) -> int:
    ends = range(len(place), 0, -1)
    return next((lines[place[:end]] for end in ends if place[:end] in lines), 0)


def _in_words(place: Place) -> str:
    return ", ".join(f"number {one + 1}" if isinstance(one, int) else _short(one) for one in place)


def _short(text: str) -> str:
    from assistant.characters import clean

    line = " ".join(clean(text).split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def _shown(value: Any) -> str:
    """Return *value* as it stands in the file, in short."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"“{_short(value)}”"
        case dict():
            return "a table"
        case list():
            return "a list"
        case int() if value.bit_length() > LONGEST_NUMBER:
            return "a long number"
    return _short(str(value))


def _misfits(answers: Answers) -> Iterator[tuple[Place, str]]:
    from pydantic import ValidationError

    from assistant.case import Case

    try:
        Case.model_validate(answers)
    except ValidationError as error:
        for one in error.errors():
            place, models = _walk(one["loc"])
            yield place, _explain(one, place, models)


def _walk(loc: Place) -> tuple[Place, list[type[BaseModel] | None]]:
    """Return the place of an error in the file, and the model of each table on the way there.

    The last model is None where no table belongs at that place. After such a place pydantic adds
    names of its own, such as the branch of a union.
    """
    from assistant.case import Case

    place: Place = ()
    models: list[type[BaseModel] | None] = [Case]
    for one in loc:
        table = models[-1]
        if isinstance(one, str):
            if table is None:
                break
            field = table.model_fields.get(one)
            models.append(_model_in(field.annotation) if field else None)
        place += (one,)
    return place, models


def _model_in(annotation: Any) -> type[BaseModel] | None:
    from assistant.case import Table

    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    return next(filter(None, map(_model_in, getattr(annotation, "__args__", ()))), None)


def _explain(error: ErrorDetails, place: Place, models: list[type[BaseModel] | None]) -> str:
    kind = error["type"]
    if kind == "extra_forbidden":
        table = models[-2]
        return _unknown_field(str(place[-1]), sorted(table.model_fields if table else ()))
    if kind == "literal_error":
        return _unknown_value(error["input"], error["ctx"]["expected"])
    if kind in ABOUT_IDS:
        return ABOUT_IDS[kind]
    header = ".".join(one for one in place if isinstance(one, str))
    if kind == "list_type":
        wanted = f"a list. Begin each item with a line  [[{header}]]" if models[-1] else WORDS_LIST
    elif models[-1]:
        line = f"[{header}]" if isinstance(place[-1], str) else f"[[{header}]]"
        wanted = f"a table of its own, under a line  {line}"
    else:
        wanted = WORDS if place == error["loc"] else DATE_OR_WORDS
    return _misfit(error["input"], wanted)


def _misfit(given: Any, wanted: str) -> str:
    return f"{_shown(given)} does not fit here. It should be {wanted}."


def _unknown_field(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.65)
    did_you_mean = f" Did you mean “{near[0]}”?" if near else f" Known here: {', '.join(known)}."
    return f"there is no field of this name.{did_you_mean}"


def _unknown_value(given: Any, expected: str) -> str:
    """Say what may stand in the place of *given*; *expected* is pydantic's list of it."""
    allowed = [one.strip("'") for one in expected.replace(" or ", ", ").split(", ")]
    text = given if isinstance(given, str) else _shown(given)
    near = difflib.get_close_matches(text.lower(), allowed, n=1, cutoff=0.6)
    hint = f" Did you mean “{near[0]}”?" if near and text is given else ""
    if text in allowed:
        hint = (
            " Put it in quotation marks." if "'" in expected else " Leave the quotation marks out."
        )
    if isinstance(given, bool) and "yes" in allowed:
        hint = f' Write  "{"yes" if given else "no"}"  in quotation marks.'
    use = f"Use one of: {', '.join(allowed)}." if len(allowed) > 1 else f"Use  {allowed[0]}."
    return f"{_shown(given)} is not one of the answers.{hint} {use}"


def _items(answers: Answers, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    items = answers.get(name)
    for number, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict):
            yield number, item


def _ids(answers: Answers, name: str) -> list[str]:
    ids = [item.get("id") for _, item in _items(answers, name)]
    return [one for one in ids if isinstance(one, str)]


def _references(answers: Answers) -> Iterator[tuple[Place, str]]:
    records, people = _ids(answers, "records"), [*WHOSE, *_ids(answers, "people")]
    for number, entry in _items(answers, "entries"):
        for field, known in (("record", records), ("whose", people)):
            if field in entry and entry[field] not in known:
                there = ", ".join(map(_short, known)) or "none yet"
                says = f"{_shown(entry[field])} is not in this file. What there is: {there}."
                yield ("entries", number, field), says


def _doubles(answers: Answers) -> Iterator[tuple[Place, str]]:
    for name in LISTS:
        seen = set(WHOSE) if name == "people" else set()
        for number, item in _items(answers, name):
            one = item.get("id")
            if isinstance(one, str) and one in seen:
                says = f"the id {_shown(one)} is used already. Give each item its own."
                yield (name, number, "id"), says
            seen |= {one} if isinstance(one, str) else set()


def _dates(answers: Answers, on: date) -> Iterator[tuple[Place, str]]:
    from assistant.questions import parts

    for part in parts():
        for question in part.questions:
            if part.list and question.type == "date":
                for number, item in _items(answers, part.list):
                    if says := _wrong_date(item.get(question.key), on if question.past else None):
                        yield (part.list, number, question.key), says


def _wrong_date(when: Any, latest: date | None) -> str:
    """Say what is wrong with a date, as the questions would; nothing where nothing is."""
    from assistant.answers import FIRST_YEAR, read_date

    if isinstance(when, int | float):
        return _misfit(when, DATE_OR_WORDS)
    if isinstance(when, str):
        try:
            meant = read_date(when)
        except InvalidAnswer as problem:
            return f"{_shown(when)} is no date. {problem.message} Write a date like  2026-03-27."
        stands = f"{_shown(when)} stands in quotation marks, so it counts as words, not as a day."
        return f"{stands} Write  {meant}  without them." if meant else ""
    day = when.date() if isinstance(when, datetime) else when
    if isinstance(day, date) and day.year < FIRST_YEAR:
        return f"{day} is too long ago. Check the year."
    if isinstance(day, date) and latest and day > latest:
        return f"{day} is still to come. Check the year."
    return ""
