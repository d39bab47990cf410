"""Write letters of a case into a folder, in the forms that were asked for."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from assistant import store
from assistant.errors import AssistantError, NotReady, TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from assistant.case import Case
    from assistant.house import House
    from assistant.making import Job, Made
    from assistant.wording import Letter


EVERY = "all"
"""In place of a letter's name: every letter that can be written."""
CHANGEABLE = ("docx", "eml", "html", "txt")
"""The forms of a letter that a person may have changed by hand."""


@dataclass(frozen=True)
class Order:
    """Which letters to write, in which forms, where, and with which look.

    Without *names*, the recommended letters; *all* stands for every one that is ready. *templates* is a folder with templates of the
    writer's own; without it the one that the case names, from the *case_folder*, or else the
    *usual_templates*. *size* overrides the size of type in the case. *anyway* is to write letters
    also where their templates have lost what makes them work.
    """

    folder: Path
    names: tuple[str, ...] = ()
    forms: tuple[str, ...] = ("pdf",)
    templates: Path | None = None
    size: str | None = None
    case_folder: Path | None = None
    usual_templates: Path | None = None
    anyway: bool = False


@dataclass(frozen=True)
class Written:
    """The files that were written, in order, and what to tell about them.

    *whole* is whether every letter was written in the form it was asked for.
    """

    paths: tuple[Path, ...]
    letters: tuple[Letter, ...]
    notices: tuple[str, ...] = ()
    whole: bool = True


def write(case: Case, order: Order, on: date) -> Written:
    """Write the letters of *order* dated *on*, and return where they are.

    Every letter is made before the first is written, so that a letter that is not ready leaves
    nothing half done. Where a PDF cannot be made on this machine, its text is written in its place
    and the notice says so. Letters made with templates of one's own are looked over first. Raises
    NotReady, TemplateError, and AssistantError where the folder cannot be written.
    """
    from assistant import making

    house = house_of(case, order)
    found = [making.letter(name, case, on, house) for name in _names(case, order, on)]
    found = [replace(letter, size=order.size or letter.size) for letter in found]
    checked = house is not None
    made = list(_made([_job(one, case, order.forms, check=checked) for one in found], house))
    told = list(_refuse(made, anyway=order.anyway))
    paths: list[Path] = []
    for one in made:
        for form, content in one.files:
            paths.append(order.folder / f"{on.isoformat()}-{one.name}.{form}")
            if form in CHANGEABLE and (earlier := store.set_aside(paths[-1], content)):
                told.append(f"What was in {paths[-1].name} before is now in {earlier}")
            store.keep(paths[-1], content)
    notices = dict.fromkeys([*told, *(notice for one in made for notice in one.notices)])
    whole = all(one.whole for one in made)
    return Written(tuple(dict.fromkeys(paths)), tuple(found), tuple(notices), whole)


def _job(letter: Letter, case: Case, forms: tuple[str, ...], *, check: bool) -> Job:
    from assistant import parties
    from assistant.making import Job

    to = "" if letter.regulator_form else parties.holder_email(case.body)
    return Job(letter, forms, to, case.writer.email or "", check=check)


def _refuse(made: Sequence[Made], *, anyway: bool) -> Iterator[str]:
    """Yield what to tell of the letters' templates; raises TemplateError for what is missing."""
    found = list(dict.fromkeys(finding for one in made for finding in one.findings))
    grave = [one for one in found if one.grave]
    if grave and not anyway:
        listed = ["- " + str(one).replace("\n", "\n  ") for one in grave]
        raise TemplateError(
            "\n".join(["Nothing was written, because of the templates:", *listed]),
            "Put this right in the templates. To write the letter as it is, add  --anyway  to what you "
            "typed.",
            grave[0].file,
            grave[0].line,
        )
    yield from map(str, found)


def _made(jobs: Sequence[Job], house: House | None) -> Iterator[Made]:
    """Yield the letters of *jobs*; raises the first mistake in a template."""
    if house is None:
        from assistant import making

        yield from map(making.make, jobs)
        return
    from assistant import sandbox

    with closing(sandbox.make(jobs, house)) as outcomes:
        for outcome in outcomes:
            if isinstance(outcome, AssistantError):
                raise sandbox.explained(outcome, house)
            yield outcome


def _names(case: Case, order: Order, on: date) -> tuple[str, ...]:
    from assistant import letters

    names = tuple(dict.fromkeys(name.lower() for name in order.names))
    if names and EVERY not in names:
        return names
    offers = letters.offers(case, on)
    if names and (every := tuple(one.name for one in offers if one.ready)):
        return every
    wanted = [one for one in offers if one.recommended]
    if not wanted:
        raise NotReady(
            "There is no letter to recommend for this case yet.",
            "See what is missing with:  record-rights letters CASE",
        )
    ready = tuple(one.name for one in wanted if one.ready)
    if not ready:
        missing = [f"- {why.says}" for one in wanted for why in one.missing]
        raise NotReady("The letter cannot be written yet.", "\n".join(dict.fromkeys(missing)))
    return ready


def house_of(case: Case, order: Order) -> House | None:
    """Return the house that the letters of *case* are made with, or None for the shipped letters.

    Raises TemplateError where its folder is not there, or its house.toml has mistakes.
    """
    named = case.style.templates
    if order.templates:
        folder, hint = order.templates, "Check the name of the folder."
    elif named:
        folder = (order.case_folder or order.folder) / named
        hint = "Check “templates” below [style] in the case; it is seen from the case's folder."
    elif order.usual_templates:
        folder = order.usual_templates
        hint = "To use another:  record-rights templates use DIR\nTo use none:  record-rights templates use --none"
    else:
        return None
    if not folder.is_dir():
        raise TemplateError(f"There is no folder of templates at {folder}.", hint, str(folder))
    from assistant import house

    return house.read(folder)


def next_steps(written: Written) -> Iterator[str]:
    """Yield what to do with the letters that were written, and when an answer will be due."""
    yield "What to do now:"
    yield "  - Read each letter. If something is not right, change your answer and write it again."
    yield "  - Sign it and post it, or send it by e-mail. You send it yourself; nothing is sent for you."
    yield "  - Send copies of your papers, not the only ones you have."
    yield "  - Keep a copy of the letter, and the proof that you sent it."
    for letter in written.letters:
        if letter.regulator_form:
            yield f"  - The ICO would rather have its web form: {letter.regulator_form}"
            yield "    The letter ends with the texts to copy into it."
    due: dict[tuple[bool, date, date | str], list[str]] = {}
    for letter in written.letters:
        if not letter.regulator_form:
            when = (letter.reply.received, letter.reply.start, letter.reply.last_day)
            due.setdefault(when, []).append(f"“{letter.title}”")
    for (received, start, last_day), titles in due.items():
        which = f" to {' and to '.join(titles)}" if len(due) > 1 else ""
        yield from _due(which, start, last_day, received=received, many=len(titles) > 1)


def _due(
    which: str, start: date, last_day: date | str, *, received: bool, many: bool
) -> Iterator[str]:
    if received and last_day:
        yield f"  - The answer{which} is due by {_in_words(last_day)}."
        return
    arrives = "each letter arrives" if many else "the letter arrives"
    yield f"  - Note the day {arrives}. The time for their answer{which} runs from that day."
    if last_day:
        yield f"    If it arrives on {_in_words(start)}, the answer is due by {_in_words(last_day)}."


def _in_words(when: date | str) -> str:
    from assistant.answers import day

    return f"{when:%A} {day(when)}" if isinstance(when, date) else when
