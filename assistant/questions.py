"""The questions: read from the data, and walked in the order in which they apply to a case."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from assistant.conditions import (
    Answers,
    Condition,
    Item,
    fits,
    predicate,
    rules_out,
    value_at,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "data" / "questions"

Kind: TypeAlias = Literal[
    "text",
    "long-text",
    "lines",
    "date",
    "choice",
    "choices",
    "pick",
    "address",
    "email",
    "phone",
    "body",
    "list",
]


@dataclass(frozen=True)
class Choice:
    """One of the answers that a question offers."""

    value: str
    says: str
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One question, as the data holds it.

    *key* is where the answer is kept: ``table.field``, or a field alone in a part that fills a
    list. *why* is what ``?`` shows. *unknown* allows "I don't know"; *optional* allows no answer;
    *words* allows a date in the person's own words; *past* refuses a date that is still to come.
    *facts* names the rules told before the question, *source* the list that a ``pick`` offers.
    *reopens* names answers that, if left empty, are asked again when this one changes.
    """

    key: str
    ask: str
    type: Kind
    label: str
    why: str = ""
    example: str = ""
    choices: tuple[Choice, ...] = ()
    when: Condition = field(default_factory=dict)
    optional: bool = False
    unknown: bool = False
    words: bool = False
    past: bool = False
    facts: tuple[str, ...] = ()
    source: str = ""
    reopens: tuple[str, ...] = ()

    def offered(self, answers: Answers, item: Item) -> list[Choice]:
        """Return the choices that apply now."""
        return [choice for choice in self.choices if fits(choice.when, answers, item)]


@dataclass(frozen=True)
class Part:
    """A run of questions under one title; with *list*, walked once for every item of that list."""

    key: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    list: str = ""
    item: str = ""
    when: Condition = field(default_factory=dict)

    @cached_property
    def ways(self) -> dict[str, tuple[Question, ...]]:
        """The questions by the answer they ask for, which may be asked for in several ways."""
        keys = dict.fromkeys(question.key for question in self.questions)
        return {key: tuple(one for one in self.questions if one.key == key) for key in keys}

    @property
    def menu(self) -> Question:
        """The question that closes a list: is that all, or add, change, remove, reorder?"""
        return Question(key=self.list, ask="", type="list", label=self.title)


@dataclass(frozen=True)
class Step:
    """A question at its place in a case: in a list, *item_id* says which item is meant."""

    part: Part
    question: Question
    item_id: str = ""

    @property
    def path(self) -> str:
        """Where the answer is kept, such as ``body.name`` or ``entries.e2.says``."""
        if self.item_id:
            return f"{self.part.list}.{self.item_id}.{self.question.key}"
        return self.question.key

    def item(self, answers: Answers) -> Item:
        """Return the list item this step is about, empty where it is not about one."""
        return find_item(answers, self.part.list, self.item_id) if self.item_id else {}

    def value(self, answers: Answers) -> Any:
        """Return the stored answer, or None where there is none yet."""
        if self.question.type == "list":
            return self.part.list in answers.get("progress", {}).get("done", []) or None
        return value_at(answers, self.question.key, self.item(answers))

    def passed(self, answers: Answers) -> bool:
        """Say whether this step has been answered or put off."""
        if self.value(answers) is not None:
            return True
        return self.path in answers.get("progress", {}).get("not_now", [])


@cache
def parts() -> tuple[Part, ...]:
    """Return every part in the order of the files' names, then of the file."""
    return tuple(
        _part(table)
        for path in sorted(FOLDER.glob("*.toml"))
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["part"]
    )


def walk(answers: Answers) -> Iterator[Step]:
    """Yield each step that applies to the case, in order, answered or not.

    What depends on an answer that is not given yet is left out until it is. A list that applies
    has at least one item, so an empty one yields the steps of an item still to come.
    """
    seen = relevant(answers)
    for part in parts():
        if not fits(part.when, seen, {}):
            continue
        for item in _items(part, seen):
            for question in part.questions:
                if fits(question.when, seen, item):
                    yield Step(part, question, item.get("id", ""))
        if part.list:
            yield Step(part, part.menu)


def next_step(answers: Answers) -> Step | None:
    """Return the first step that is neither answered nor put off, or None at the end."""
    return next((step for step in walk(answers) if not step.passed(answers)), None)


def begins_anew(answers: Answers, step: Step) -> bool:
    """Say whether the list that *step* closes has a question left, or no item at all."""
    here = [one for one in walk(answers) if one.part is step.part and one.item_id]
    return not all(one.passed(answers) for one in here)


def relevant(answers: Answers) -> Answers:
    """Return a copy of *answers* without those whose question no longer applies.

    A dropped answer stays in the case file, but never reaches advice or a letter. Where a case
    file written by hand leaves out the answer on which a question depends, the answer stays.
    """
    kept: Answers = deepcopy(answers)
    dropped: set[str] = set()
    for part in parts():
        if rules_out(part.when, kept, {}, dropped):
            for key in [part.list] if part.list else [one.key for one in part.questions]:
                _drop(kept, key)
                dropped.add(key)
            continue
        for item in kept.get(part.list, []) if part.list else [kept]:
            _prune(part, kept, item, dropped)
    return kept


def _prune(part: Part, answers: Answers, item: dict[str, Any], dropped: set[str]) -> None:
    # The same key may be asked in several ways; it goes only when none of them applies.
    here: set[str] = set()
    for key, asked in part.ways.items():
        if all(rules_out(one.when, answers, item, dropped | here) for one in asked):
            _drop(item, key)
            here.add(key)
    if not part.list:
        dropped |= here


def _items(part: Part, answers: Answers) -> list[Item]:
    if not part.list:
        return [{}]
    return answers.get(part.list) or [{"id": new_id(answers, part.list)}]


def _drop(table: Any, key: str) -> None:
    *tables, name = key.split(".")
    for one in tables:
        table = table.get(one, {})
    table.pop(name, None)


def find_item(answers: Answers, name: str, item_id: str) -> Item:
    """Return the item *item_id* of the list *name*, or an empty one that has only its id."""
    for item in answers.get(name, []):
        if item.get("id") == item_id:
            found: Item = item
            return found
    return {"id": item_id}


def new_id(answers: Answers, name: str) -> str:
    """Return an id that no item of the list *name* has: its letter and the next free number."""
    letter = {"records": "r", "people": "p", "entries": "e", "promises": "m", "events": "v"}[name]
    taken = [item.get("id", "") for item in answers.get(name, [])]
    numbers = [int(one[1:]) for one in taken if one[:1] == letter and one[1:].isdigit()]
    return f"{letter}{max(numbers, default=0) + 1}"


def _part(table: dict[str, Any]) -> Part:
    questions = tuple(_question(one) for one in table.pop("question"))
    return Part(questions=questions, **table)


def _question(table: dict[str, Any]) -> Question:
    choices = tuple(Choice(**one) for one in table.pop("choices", []))
    facts, reopens = (tuple(table.pop(key, [])) for key in ("facts", "reopens"))
    return Question(choices=choices, facts=facts, reopens=reopens, **table)


@predicate
def trust_named(answers: Answers, item: Item) -> bool:
    """Another controller, such as a children's trust, is named beside the body."""
    return bool(value_at(answers, "body.controller.name", item))


@predicate
def trust_holds_it(answers: Answers, item: Item) -> bool:
    """The other controller holds the record, or may hold it, so the letter goes there."""
    may_hold = value_at(answers, "body.held_by", item) in ("trust", "unknown")
    return may_hold and trust_named(answers, item)


@predicate
def whole_record_only(answers: Answers, _item: Item) -> bool:
    """The whole record is to be erased, and no passages are listed."""
    wishes = answers.get("wishes", {})
    return (wishes.get("scope"), wishes.get("passages")) == ("whole", "no")


@predicate
def several_records(answers: Answers, _item: Item) -> bool:
    """More than one record is named."""
    return len(answers.get("records", [])) > 1


@predicate
def several_people(answers: Answers, _item: Item) -> bool:
    """The record may be about more people than the one the writer speaks for."""
    return answers.get("writer", {}).get("capacity") in (None, "parent")


@predicate
def body_has_answered(answers: Answers, _item: Item) -> bool:
    """The body has answered the request or the complaint about it, in whatever way."""
    kinds = {"answered", "partly-refused", "refused", "complaint-answered"}
    return any(event.get("kind") in kinds for event in answers.get("events", []))


@predicate
def regulator_in_sight(answers: Answers, item: Item) -> bool:
    """A letter to the regulator may come next."""
    early: bool = answers.get("regulator", {}).get("early") == "yes"
    return early or body_has_answered(answers, item)
