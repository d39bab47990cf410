"""Lists in a case: add, change, remove and reorder their items, and keep what refers to them right."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from assistant import questions
from assistant.answers import UNKNOWN, day
from assistant.questions import Choice, Step
from assistant.steering import Back

if TYPE_CHECKING:
    from datetime import date

    from assistant.conditions import Answers, Item
    from assistant.wizard import Wizard

REFERS = {"records": "record", "people": "whose"}
"""The field of an entry that means an item of each list by its id."""
TITLE_FIELDS = ("title", "name", "says", "what", "kind")
LINE = 70
"""The most letters by which an item is told from the others."""


def menu(wizard: Wizard, step: Step) -> None:
    """Close a list: show its items, and go on, add, change, remove or reorder."""
    acts = {"change": _change, "remove": _remove, "move": _move}
    while (chosen := _next(wizard, step)) in acts:
        with contextlib.suppress(Back):
            acts[chosen](wizard, step)
        wizard.save(wizard.answers)
        if questions.begins_anew(wizard.answers, step):
            return
    if chosen == "add":
        add(wizard.answers, step.part.list)
    else:
        done = wizard.answers.setdefault("progress", {}).setdefault("done", [])
        done += [] if step.part.list in done else [step.part.list]
    wizard.save(wizard.answers)


def _next(wizard: Wizard, step: Step) -> str:
    part, items = step.part, wizard.answers.get(step.part.list, [])
    wizard.talk.tell()
    wizard.talk.tell(f"{part.title}: {len(items)} so far.")
    for number, item in enumerate(items, 1):
        wizard.talk.tell(f"{number}. {describe(step, item)}", "  ")
    several = len(items) > 1
    options = [
        Choice("on", "That is all, go on (or press Enter)"),
        Choice("add", f"Add another {part.item}"),
        Choice("change", f"Change {'one' if several else 'it'}"),
        Choice("remove", f"Remove {'one' if several else 'it'}"),
        *([Choice("move", "Put them in another order")] if several else []),
    ]
    why = f"You can add as many as you need. Each {part.item} can be changed later."
    return wizard.choose("What next?", options, why, default="on")


def add(answers: Answers, name: str) -> None:
    """Add an empty item to the list *name*."""
    answers.setdefault(name, []).append({"id": questions.new_id(answers, name)})


def place(answers: Answers, step: Step, value: Any) -> None:
    """Put *value* where *step* keeps its answer, making the table or the item if need be."""
    table: dict[str, Any] = answers
    if step.item_id:
        items = answers.setdefault(step.part.list, [])
        if not any(item["id"] == step.item_id for item in items):
            items.append({"id": step.item_id})
        table = next(item for item in items if item["id"] == step.item_id)
    *tables, name = step.question.key.split(".")
    for one in tables:
        table = table.setdefault(one, {})
    table[name] = value


def remove(answers: Answers, name: str, item_id: str) -> None:
    """Take one item out of the list *name*, and with it every mention of its id."""
    answers[name] = [item for item in answers.get(name, []) if item["id"] != item_id]
    if name in REFERS:
        for entry in answers.get("entries", []):
            if entry.get(REFERS[name]) == item_id:
                del entry[REFERS[name]]
    progress = answers.get("progress", {})
    begins = f"{name}.{item_id}."
    progress["not_now"] = [one for one in progress.get("not_now", []) if not one.startswith(begins)]


def give_up_empty(answers: Answers, step: Step) -> bool:
    """Take the item of *step* away if nothing in it is answered and it is not the only one.

    A question left for later counts as answered: it is the one to go back to.
    """
    items = answers.get(step.part.list, []) if step.item_id else []
    begins = f"{step.part.list}.{step.item_id}."
    left = [one for one in answers.get("progress", {}).get("not_now", []) if one.startswith(begins)]
    empty = set(step.item(answers)) <= {"id"} and not left and len(items) > 1
    if empty:
        remove(answers, step.part.list, step.item_id)
    return empty


def move(answers: Answers, name: str, start: int, end: int) -> None:
    """Move the item at place *start* of the list *name* to place *end*; both count from 0."""
    items = answers[name]
    items.insert(end, items.pop(start))


def describe(step: Step, item: Item) -> str:
    """Return one line that tells an item of a list from the others."""
    for field in TITLE_FIELDS:
        if item.get(field):
            said = str(item[field])
            for question in step.part.questions:
                if question.key == field and question.choices:
                    said = next((c.says for c in question.choices if c.value == said), said)
            date = item.get("date") if field == "kind" else None
            when = f" ({_when(date)})" if date else ""
            return _beginning(said) + when
    return f"{step.part.item} without an answer yet"


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    cut = line[:LINE].rpartition(" ")[0] or line[:LINE]
    return line if len(line) <= LINE else f"{cut} …"


def _when(value: date | str) -> str:
    if isinstance(value, str):
        return value if value != UNKNOWN else "on a day you do not know"
    return day(value)


def heading(step: Step, answers: Answers) -> str:
    """Return the title under which the review shows *step*, with the item's number in a list."""
    if not step.item_id:
        return step.part.title
    return f"{step.part.title}: {numbered(step, answers)}"


def numbered(step: Step, answers: Answers) -> str:
    """Return which item of its list *step* is about, such as "Part 2"."""
    ids = [item["id"] for item in answers.get(step.part.list, [])]
    number = ids.index(step.item_id) + 1 if step.item_id in ids else len(ids) + 1
    return f"{step.part.item.capitalize()} {number}"


def _pick_item(wizard: Wizard, step: Step, ask: str) -> str:
    items = wizard.answers.get(step.part.list, [])
    if len(items) == 1:
        only: str = items[0]["id"]
        return only
    options = [Choice(item["id"], describe(step, item)) for item in items]
    return wizard.choose(ask, options)


def _change(wizard: Wizard, step: Step) -> None:
    item_id = _pick_item(wizard, step, "Which one?")
    steps = [
        one
        for one in questions.walk(wizard.answers)
        if one.item_id == item_id and one.part is step.part
    ]
    wizard.review(steps)
    wizard.talk.tell()
    wizard.talk.tell("Type the number of the answer to change, or press Enter for none.")
    if chosen := wizard.pick(steps):
        wizard.change(chosen)


def _remove(wizard: Wizard, step: Step) -> None:
    item_id = _pick_item(wizard, step, "Which one shall go?")
    item = questions.find_item(wizard.answers, step.part.list, item_id)
    wizard.talk.tell(f"This will be gone: {describe(step, item)}")
    keep = [Choice("no", "Keep it"), Choice("yes", "Remove it")]
    if wizard.choose("Shall it be removed?", keep) == "yes":
        remove(wizard.answers, step.part.list, item_id)


def _move(wizard: Wizard, step: Step) -> None:
    items = wizard.answers[step.part.list]
    moved = _pick_item(wizard, step, "Which one shall move?")
    start = [item["id"] for item in items].index(moved)
    names = [f"Place {place}" for place in range(1, len(items) + 1)]
    end = wizard.choose("To which place?", [Choice(name, name) for name in names])
    move(wizard.answers, step.part.list, start, names.index(end))
