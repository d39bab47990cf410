"""What stands on the screen for one question: its words, the answers offered, the earlier answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import answers as typed_answers
from assistant.errors import NoRule
from assistant.questions import Choice, Part, Step

if TYPE_CHECKING:
    from datetime import date

    from assistant.conditions import Answers
    from assistant.terminal import Talk

SHOWN = 300
"""Characters of an earlier answer that are shown again; the rest is kept all the same."""


def show_step(talk: Talk, step: Step, answers: Answers, options: list[Choice], on: date) -> None:
    """Show the question of *step*, the facts told with it, its choices and any earlier answer."""
    talk.tell()
    for key in step.question.facts:
        _tell_fact(talk, key, answers, on)
    talk.tell(named(step.question.ask, step, answers))
    for number, option in enumerate(options, 1):
        talk.tell(f"{number}. {option.says}", "  ")
    before = step.value(answers)
    if before is not None:
        shown = typed_answers.show(step.question, before, options)
        talk.tell(f"Your answer so far: {shorten(shown)}")
    talk.tell(_how(step, kept=before is not None))


def show_why(talk: Talk, step: Step, answers: Answers) -> None:
    """Show why the question is asked, an example, and the words that steer the questions."""
    question = step.question
    talk.tell(named(" ".join(question.why.split()), step, answers))
    if question.example:
        talk.tell(f"Example: {question.example}")
    talk.tell(
        "Type  back  for the question before,  skip  to leave this one for later,  stop  to leave. "
        'If one of these words is your answer, put it in quotation marks: "back".'
    )


def show_part(talk: Talk, part: Part, number: int, of: int) -> None:
    """Show the title of a part, which part of how many it is, and what it is about."""
    talk.tell()
    talk.tell(f"--- {part.title} (step {number} of {of}) ---")
    if part.intro:
        talk.tell(part.intro)


def offered(step: Step, answers: Answers) -> list[Choice]:
    """Return the choices of *step* as they stand now, with names filled in."""
    if step.question.type == "pick":
        return _picks(step, answers)
    return [
        Choice(one.value, named(one.says, step, answers))
        for one in step.question.offered(answers, step.item(answers))
    ]


def words_for(step: Step, answers: Answers) -> str:
    """Return the label and the answer of *step*, as they stand in the review."""
    value = step.value(answers)
    if step.question.type == "list":
        count = len(answers.get(step.part.list, []))
        return f"All of this list ({count}): add, change, remove, put in another order"
    shown = typed_answers.show(step.question, value, offered(step, answers))
    if value is None and step.passed(answers):
        shown = "(left for later)"
    return f"{named(step.question.label, step, answers)}: {shorten(shown)}"


def shorten(text: str) -> str:
    """Return the beginning of a long answer on one line, saying how much there is of it."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()} … ({len(text):,} characters)"


def named(text: str, step: Step, answers: Answers) -> str:
    """Return *text* with ``{council}`` and the like replaced by the names in the case.

    ``{you}`` is who asks for the change: the writer, or whom the writer acts for.
    """
    body = answers.get("body", {})
    council = body.get("name") or "the council"
    controller = body.get("controller", {}).get("name") or council
    addressee = council if body.get("held_by", "body") == "body" else controller
    person = step.item(answers).get("name") or "this person"
    acts_for = answers.get("writer", {}).get("acts_for")
    for word, name in {
        "{council}": council,
        "{controller}": controller,
        "{addressee}": addressee,
        "{person}": person,
        "{you}": acts_for or "you",
        "{them}": "them" if acts_for else "you",
        "{their}": "their" if acts_for else "your",
    }.items():
        text = text.replace(word, name)
    return text


def _picks(step: Step, answers: Answers) -> list[Choice]:
    if step.question.source == "records":
        return [
            Choice(record["id"], record.get("title") or f"Record {number}")
            for number, record in enumerate(answers.get("records", []), 1)
        ]
    people = [
        Choice(person["id"], person.get("name") or f"Person {number}")
        for number, person in enumerate(answers.get("people", []), 1)
    ]
    return [
        Choice("writer", "Mine"),
        *people,
        Choice("other", "Somebody else's"),
        Choice("unknown", "I don't know"),
    ]


def _tell_fact(talk: Talk, key: str, answers: Answers, on: date) -> None:
    """Tell one fact of law; while the nation is not known, only if it is the same in all."""
    from assistant import law

    nation = answers.get("body", {}).get("nation")
    try:
        found = {law.source(key, on, place) for place in ([nation] if nation else law.NATIONS)}
    except NoRule:
        return
    if len(found) == 1:
        fact = found.pop()
        talk.tell(f"{fact.says} [{fact.cites}]")
        talk.tell()


def _how(step: Step, *, kept: bool) -> str:
    question = step.question
    hints = {
        "choices": "Type the numbers with commas between.",
        "long-text": "Type or paste. To finish, type a full stop on a line of its own.",
        "lines": "To finish, type a full stop on a line of its own.",
        "address": "Type it on one line with commas, or on several lines. A postcode ends it.",
    }
    how = [hints[question.type]] if question.type in hints else []
    if question.type == "choices" and len(question.choices) == 1:
        how = ["Type 1 for yes."]
    if question.unknown and question.type not in ("choice", "pick"):
        how.append("If you do not know, type  don't know.")
    if kept:
        how.append("Press Enter to keep your answer.")
        how += ["Type  empty  to remove it."] if question.optional else []
    elif question.optional:
        how.append("Press Enter to leave it empty.")
    return f"({' '.join([*how, 'Type ? for help.'])})"
