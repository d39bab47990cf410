"""Everything that is wrong with a case file, all at once, in plain words, with the place."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from assistant.errors import BadCase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from assistant.case import Case
    from assistant.conditions import Answers

Place: TypeAlias = tuple[str | int, ...]
LISTS = ("records", "people", "entries", "promises", "events")
WHOSE = ("writer", "other", "unknown")


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
    from pydantic import ValidationError

    from assistant.case import Case

    found: list[tuple[Place, str]] = []
    try:
        Case.model_validate(answers)
    except ValidationError as error:
        found += [_explain(one) for one in error.errors()]
    if not found:
        found += [*_references(answers), *_doubles(answers), *_days_to_come(answers, on)]
    told = dict.fromkeys(
        Problem(_in_words(place), says, line_of(text, place)) for place, says in found
    )
    return sorted(told, key=lambda problem: problem.line or len(text))


def as_case(answers: Answers, text: str, on: date, path: str) -> Case:
    """Return *answers* as a case; raises BadCase that tells everything wrong with them."""
    from assistant.case import Case

    if wrong := problems(answers, text, on):
        raise BadCase(
            "\n".join([f"{path} cannot be used as it stands:", *(f"- {one}" for one in wrong)]),
            "Put these right and try again. A complete file to compare with:  record-rights example",
        )
    return Case.model_validate(answers)


def relevant_case(answers: Answers, text: str, on: date, path: str) -> Case:
    """Return *answers* as a case with only those that apply; raises BadCase as *as_case* does."""
    from assistant.questions import relevant

    as_case(answers, text, on, path)
    return as_case(relevant(answers), text, on, path)


def line_of(text: str, place: Place) -> int:
    """Return the line of *text*, from 1, on which the value at *place* stands, or 0.

    Finds tables and arrays of tables written under their own headers, which is how TOML for a
    case is mostly written; a value inside an inline table is found by the line of that table.
    """
    lines = text.splitlines()
    header, number, field = _split(place)
    start = _header_line(lines, header, number) if header else 0
    if start is None:
        return next(
            (i for i, line in enumerate(lines, 1) if re.match(rf"\s*{header}\s*=", line)), 0
        )
    if not field:
        return start
    for i, line in enumerate(lines[start:], start + 1):
        if line.lstrip().startswith("["):
            break
        if re.match(rf"\s*[\"']?{re.escape(field)}[\"']?\s*=", line):
            return i
    return start


def _split(place: Place) -> tuple[str, int, str]:
    names = [one for one in place if isinstance(one, str)]
    number = next((one for one in place if isinstance(one, int)), 0)
    match names:
        case []:
            return "", 0, ""
        case ["version" | "reference" as field, *_]:
            return "", 0, field
        case [header]:
            return header, number, ""
        case [header, field, *_]:
            return header, number, field
    raise AssertionError(place)


def _header_line(lines: list[str], header: str, number: int) -> int | None:
    seen = 0
    for i, line in enumerate(lines, 1):
        if re.match(rf"\s*\[\[?\s*{re.escape(header)}\s*\]", line):
            if seen == number:
                return i
            seen += 1
    return None


def _in_words(place: Place) -> str:
    return ", ".join(f"number {one + 1}" if isinstance(one, int) else one for one in place)


def _explain(error: ErrorDetails) -> tuple[Place, str]:
    place = _without_types(error["loc"])
    given = error["input"]
    match error["type"]:
        case "extra_forbidden":
            return place, _unknown_field(place)
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", error["ctx"]["expected"]) or [
                error["ctx"]["expected"]
            ]
            return place, _unknown_value(given, allowed)
        case "missing":
            return (
                place,
                'this is missing. Every item of a list needs a short id, such as  id = "e1".',
            )
        case "string_pattern_mismatch":
            return place, "use a short name of letters, digits and hyphens, such as  e1."
    return place, _wrong_type(error["type"], given)


def _wrong_type(kind: str, given: Any) -> str:
    wanted = {
        "string_type": "words in quotation marks",
        "list_type": 'a list in square brackets, such as  ["one", "two"]',
        "model_type": "a table with fields of its own",
        "model_attributes_type": "a table with fields of its own",
        "date_type": "a date like  2026-11-22",
    }.get(kind, "something else")
    return f"{given!r} does not fit here. It should be {wanted}."


def _unknown_field(place: Place) -> str:
    *table, name = place
    known = sorted(_fields(tuple(table)))
    near = difflib.get_close_matches(str(name), known, n=1, cutoff=0.5)
    did_you_mean = f" Did you mean “{near[0]}”?" if near else f" Known here: {', '.join(known)}."
    return f"there is no field of this name.{did_you_mean}"


def _unknown_value(given: Any, allowed: list[str]) -> str:
    near = difflib.get_close_matches(str(given), allowed, n=1, cutoff=0.5)
    did_you_mean = f" Did you mean “{near[0]}”?" if near else ""
    return f"“{given}” is not one of the answers.{did_you_mean} Use one of: {', '.join(allowed)}."


def _without_types(loc: tuple[str | int, ...]) -> Place:
    # pydantic adds the name of a branch of a union to the place; a person knows no such name.
    return tuple(
        one for one in loc if not (isinstance(one, str) and re.search(r"[\[\]-]|^(str|date)$", one))
    )


def _fields(place: Place) -> set[str]:
    from assistant.case import Case

    model: type[BaseModel] = Case
    for name in place:
        if isinstance(name, str):
            model = _model_in(model.model_fields[name].annotation) or model
    return set(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    from assistant.case import Table

    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    return next(filter(None, map(_model_in, getattr(annotation, "__args__", ()))), None)


def _references(answers: Answers) -> Iterator[tuple[Place, str]]:
    records = [record["id"] for record in answers.get("records", [])]
    people = [person["id"] for person in answers.get("people", [])]
    for number, entry in enumerate(answers.get("entries", [])):
        for field, known in (("record", records), ("whose", [*people, *WHOSE])):
            if field in entry and entry[field] not in known:
                yield ("entries", number, field), _unknown_value(entry[field], known)


def _doubles(answers: Answers) -> Iterator[tuple[Place, str]]:
    for name in LISTS:
        ids = [item["id"] for item in answers.get(name, [])]
        for number, one in enumerate(ids):
            if one in ids[:number]:
                yield (name, number, "id"), f"the id “{one}” is used twice. Give each item its own."


def _days_to_come(answers: Answers, on: date) -> Iterator[tuple[Place, str]]:
    for name in ("events", "promises"):
        for number, item in enumerate(answers.get(name, [])):
            when = item.get("date")
            if isinstance(when, date) and when > on:
                yield (name, number, "date"), f"{when} is still to come. Check the year."
