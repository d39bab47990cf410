"""Whether a case can send a letter: what is missing, why not yet, and what to know before."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from assistant import chronology, law, parties, schedule
from assistant.conditions import fits, value_at
from assistant.kinds import needs, words
from assistant.schedule import said
from assistant.working_days import add_months

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from assistant.case import Case, Person, Record
    from assistant.kinds import Kind

Place: TypeAlias = tuple[str, int, dict[str, Any]]
"""Something a need is asked of: its path, its number in the case, and its answers."""
ADDRESS = "writer.address"
UNASKED = ("no-entries", "one-wish", "nothing-open")
"""Reasons why nobody would want the letter in this case."""


@dataclass(frozen=True)
class Missing:
    """Why a letter cannot be written yet: a sentence, and the answer that would cure it.

    *path* is where that answer is kept, such as ``writer.name`` or ``entries.e2.says``; it is
    empty where no answer would help. *unasked* means that nothing is lacking: nobody asked for this
    letter.
    """

    says: str
    path: str = ""
    unasked: bool = False


def missing(kind: Kind, case: Case, on: date) -> Iterator[Missing]:
    """Yield everything that keeps *case* from sending the letter on the day *on*."""
    body = parties.holder(case.body) or words()["nameless"]
    for reason, path in _reasons(kind, case, on):
        says = words()["reasons"][reason].format(body=body)
        yield Missing(says, path, unasked=reason in UNASKED)
    answers = case.model_dump()
    about: dict[str, list[Place]] = {
        "": [("", 0, {})],
        "people": _numbered("people", case.people),
        "records": _records(case),
        "entries": _entries(kind, case),
    }
    for need in (needs()[key] for key in kind.needs):
        for prefix, number, item in about[need.each]:
            asked = [key for key in need.answers if not (key == ADDRESS and _hidden(case))]
            given = (_is_given(value_at(answers, key, item)) for key in asked)
            if fits(need.when, answers, item) and not any(given):
                yield Missing(need.says.format(number=number), prefix + asked[0])


def notes(kind: Kind, case: Case, on: date) -> Iterator[str]:
    """Yield what to know before the letter is sent, apart from its enclosures."""
    says = words()["notes"]
    for record in case.records:
        if record.kind == "court-report" or record.heard_in_court == "yes":
            yield says["court"].format(record=said(record.title))
    if kind.to_body:
        for number, entry in enumerate(case.entries, start=1):
            if schedule.wish_for(case, entry) and schedule.by_other_law(case, entry):
                yield says["other-law"].format(number=number)
        yield from _notes_on_body(case)
    if case.writer.capacity == "representative":
        name = said(case.writer.acts_for)
        yield says["authority"].format(body=parties.holder(case.body), name=name)
    yield from _notes_on_people(kind, case)
    if not kind.to_body:
        yield from _notes_on_regulator(case, on)


def _notes_on_body(case: Case) -> Iterator[str]:
    says = words()["notes"]
    if not (parties.holder_address(case.body) or parties.holder_email(case.body)):
        yield says["no-address"].format(body=parties.holder(case.body))
    if other := parties.holder_unknown(case.body):
        yield says["copies"].format(body=other)


def _notes_on_people(kind: Kind, case: Case) -> Iterator[str]:
    says = words()["notes"]
    for person in case.people:
        if person.orders == "yes":
            yield says["orders"].format(name=said(person.name))
    for someone in schedule.Schedule(case, schedule.plan(case, kind.wishes)).people:
        if not someone.asked_for:
            yield says["agrees"].format(name=someone.name)


def _notes_on_regulator(case: Case, on: date) -> Iterator[str]:
    says = words()["notes"]
    if not case.regulator.address:
        yield says["web-form"].format(form=law.body("ico", on).form)
    of_age = law.rule("ico-child-consent", on, case.body.nation or law.NATIONS[0]).years or 0
    for person in schedule.Schedule(case, schedule.plan(case, ())).people:
        born = person.born if person.asked_for else ""
        if isinstance(born, datetime.date) and add_months(born, 12 * of_age) <= on:
            yield says["child-consent"].format(name=person.name, years=of_age)


def _records(case: Case) -> list[Place]:
    return _numbered("records", case.records) or [("records.", 1, {})]


def _numbered(table: str, items: Sequence[Record | Person]) -> list[Place]:
    numbered = enumerate(items, start=1)
    return [(f"{table}.{one.id}.", number, one.model_dump()) for number, one in numbered]


def _entries(kind: Kind, case: Case) -> list[Place]:
    """Return each entry the letter takes, with the wish it takes it for."""
    wishes = {one.id: wish for wish, entries in schedule.plan(case, kind.wishes) for one in entries}
    return [
        (f"entries.{one.id}.", number, {**one.model_dump(), "wish": wishes[one.id]})
        for number, one in enumerate(case.entries, start=1)
        if one.id in wishes
    ]


def _hidden(case: Case) -> bool:
    """Say whether the writer's address is not to be printed, and so is not asked."""
    return case.writer.address_kind not in (None, *parties.PRINTED)


def _is_given(value: object) -> bool:
    """Say whether an answer was given; not to know, or to leave it empty, is not one."""
    return value != [] and bool(said(value))


def _reasons(kind: Kind, case: Case, on: date) -> Iterator[tuple[str, str]]:
    """Yield why *case* does not call for the letter, and the path of what would change that."""
    if schedule.only_other_law(case):
        yield "other-law", ""
    elif kind.to_body:
        yield from _reasons_for_body(kind, case)
    elif not schedule.open_entries(case) and not schedule.asks_whole(case):
        yield "nothing-open", ""
    elif not _had_its_chance(case, on):
        yield "body-first", "regulator.early"


def _reasons_for_body(kind: Kind, case: Case) -> Iterator[tuple[str, str]]:
    asked = [(wish, found) for wish, found in schedule.plan(case, kind.wishes) if found]
    whole = "erasure" in kind.wishes and schedule.asks_whole(case)
    people = schedule.Schedule(case, schedule.plan(case, kind.wishes)).people
    if not asked and not whole:
        others = [
            one
            for one in case.entries
            if schedule.by_other_law(case, one) and schedule.wish_for(case, one) in kind.wishes
        ]
        yield ("other-law", "") if others else ("no-entries", "wishes.first")
    elif (
        len(kind.wishes) > 1
        and len({wish for wish, _ in asked} | ({"erasure"} if whole else set())) == 1
    ):
        yield "one-wish", ""
    elif not any(one.asked_for for one in people):
        yield "nobody-to-ask-for", ""


def _had_its_chance(case: Case, on: date) -> bool:
    return case.regulator.early == "yes" or chronology.stage(case, on) in chronology.HAD_ITS_CHANCE
