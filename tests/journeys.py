"""Ways through the questions: every combination of the answers that decide what is asked next."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

from assistant import lists, questions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.conditions import Answers
    from assistant.questions import Step

ON = date(2026, 11, 22)
SAMPLES: dict[str, Any] = {
    "text": "Sample words",
    "long-text": "Sample words.\n\nOn two lines.",
    "lines": ["One thing", "Another thing"],
    "date": date(2026, 9, 3),
    "address": ["1 Sample Street", "ZZ1 1ZZ"],
    "email": "alex@mail.example",
    "phone": "01632 960000",
    "body": "Sampleshire County Council",
    "list": True,
}


def sample(step: Step, answers: Answers) -> Any:
    """An answer that fits: the first choice, or sample words."""
    if step.question.type == "pick":
        return "writer" if step.question.source == "whose" else "r1"
    options = step.question.offered(answers, step.item(answers))
    if step.question.type == "choices":
        return [option.value for option in options]
    return options[0].value if options else SAMPLES[step.question.type]


def answered(wanted: dict[str, Any], begun: Answers | None = None) -> Answers:
    """Answer every question, with what *wanted* says by its name and samples for the rest."""
    return run(lambda step, answers: wanted.get(name(step), sample(step, answers)), begun)


def name(step: Step) -> str:
    """The key of a question, with its list in front where it is about an item of one."""
    return f"{step.part.list}.{step.question.key}" if step.item_id else step.question.key


def run(
    choose: Callable[[Step, Answers], Any], begun: Answers | None = None, most: int = 300
) -> Answers:
    """Answer questions until none is left, as the wizard does but without a terminal."""
    answers: Answers = begun or {"version": 1}
    for _ in range(most):
        step = questions.next_step(answers)
        if step is None:
            return answers
        if step.question.type == "list":
            answers.setdefault("progress", {}).setdefault("done", []).append(step.part.list)
        else:
            lists.place(answers, step, choose(step, answers))
    raise AssertionError(f"no end after {most} questions; at {step.path}")


def routes(*keys: str) -> Iterator[dict[str, Any]]:
    """Every combination of the choices of the questions named."""
    choices = {
        key: [choice.value for choice in question.choices]
        for part in questions.parts()
        for question in part.questions
        if (key := f"{part.list}.{question.key}".lstrip(".")) in keys
    }
    assert set(choices) == set(keys)
    for values in product(*choices.values()):
        yield dict(zip(choices, values, strict=True))


WISHES = ("wishes.first", "wishes.scope", "wishes.passages", "entries.wrong", "entries.conviction")
PEOPLE = (
    "writer.capacity",
    "people.relation",
    "people.understands",
    "people.agrees",
    "writer.address_kind",
)
HISTORY = (
    "history.asked",
    "events.kind",
    "history.complaint",
    "history.ombudsman",
    "history.promised",
    "regulator.early",
)


def every() -> list[dict[str, Any]]:
    """All combinations within each family of questions that depend on one another."""
    return [route for family in (WISHES, PEOPLE, HISTORY) for route in routes(*family)]
