"""One sitting at the terminal: choose a case, answer, see the advice, write the letters."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import questions, store
from assistant.errors import AssistantError
from assistant.questions import Choice
from assistant.steering import Back, EndOfInput, Stopped
from assistant.store import CaseFile
from assistant.wizard import Wizard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from assistant.case import Case
    from assistant.conditions import Answers
    from assistant.letters import Offer
    from assistant.terminal import Terminal
    from assistant.writing import Order

WELCOME = """
Record Rights helps you to ask a council to correct what it has written about you or your child, \
to add a note that you disagree, or to erase it. You answer questions. Then it writes the letters.

Nothing is sent, and nothing leaves this computer. This is not legal advice.

At every question you can type  ?  for help,  back  for the question before,  skip  to leave it \
for later, or  stop  to leave and carry on another day."""


def hold(
    terminal: Terminal, place: Path | None, home: Path, on: date, templates: Path | None = None
) -> int:
    """Hold one sitting and return the exit code: 0 if done or stopped, 1 if broken off.

    *place* is the case to carry on with, or None to choose; *home* is the folder of all cases;
    *templates* the folder of templates to use where the case names none.
    """
    case: CaseFile | None = None
    with terminal.session():
        try:
            case = store.locate(place) if place else _choose(terminal, home, on)
            _sit(terminal, case, on, templates)
        except Stopped:
            _say_how_to_go_on(terminal, case)
            return 0
        except (EndOfInput, KeyboardInterrupt):
            terminal.tell()
            _say_how_to_go_on(terminal, case)
            return 1
    return 0


def _sit(terminal: Terminal, case: CaseFile, on: date, templates: Path | None) -> None:
    answers = _open(terminal, case, on)
    wizard = Wizard(answers, terminal, case.write, on)
    while True:
        wizard.run()
        with contextlib.suppress(Back):
            if _finish(wizard, case, templates):
                _say_how_to_go_on(terminal, case)
                return


def _open(terminal: Terminal, case: CaseFile, on: date) -> Answers:
    if not case.exists():
        terminal.tell(WELCOME)
        answers: Answers = {"version": 1}
        case.write(answers)
        terminal.tell()
        terminal.tell(
            f"Your answers are kept in {case.folder}. Only your user account on this computer can "
            f"read them. To delete them:  record-rights forget {_quoted(case)}"
        )
        return answers
    answers = case.read()
    from assistant.check import as_case

    as_case(answers, case.text, on, str(case.path))
    return answers


def _choose(terminal: Terminal, home: Path, on: date) -> CaseFile:
    known = store.cases(home)
    if not known:
        return store.new_case(home)
    asking = Wizard({}, terminal, lambda _: None, on)
    options = [Choice(str(case.path), f"Carry on with {_described(case)}") for case in known]
    options.append(Choice("new", "Begin a new case"))
    try:
        chosen = asking.choose("Which case?", options, "Each case has a folder of its own.")
    except Back:
        raise Stopped from None
    return store.new_case(home) if chosen == "new" else CaseFile(Path(chosen))


def _described(case: CaseFile) -> str:
    """Return the folder of a case with what tells it from others: the record and the body."""
    try:
        answers = case.read()
    except AssistantError:
        return f"{case.folder.name} (it cannot be read as it stands)"
    titles = [record.get("title") for record in answers.get("records", [])]
    told = [str(one) for one in (*titles[:1], answers.get("body", {}).get("name")) if one]
    return f"{case.folder.name}: {', '.join(told)}" if told else case.folder.name


def _finish(wizard: Wizard, case: CaseFile, templates: Path | None) -> bool:
    """Show the advice in short, ask which letters to write, write them, and say what to do next.

    Returns False where the person answers first what a letter still needs.
    """
    from assistant import advice, letters
    from assistant.check import relevant_case
    from assistant.writing import Order

    checked = relevant_case(wizard.answers, case.text, wizard.on, str(case.path))
    wizard.talk.tell()
    wizard.talk.tell("--- What you can ask, and what usually happens ---")
    for line in advice.short_lines(advice.advise(checked, wizard.on)):
        wizard.talk.tell(line)
    wizard.talk.tell()
    wizard.talk.tell(f"To read all of it:  record-rights advise {_quoted(case)}")
    offers = letters.offers(checked, wizard.on)
    if _fill_gaps(wizard, offers):
        return False
    if names := _which(wizard, offers):
        _write(wizard, checked, Order(case.folder, names, usual_templates=templates))
    else:
        wizard.talk.tell()
        wizard.talk.tell("No letter was written.")
    return True


def _write(wizard: Wizard, checked: Case, order: Order) -> None:
    from assistant import writing

    talk = wizard.talk
    talk.tell()
    try:
        written = writing.write(checked, order, wizard.on)
    except AssistantError as error:
        talk.tell(str(error))
        return
    talk.tell("--- Your letters ---")
    for line in (*map(str, written.paths), *written.notices, "", *writing.next_steps(written)):
        talk.tell(line)


def _fill_gaps(wizard: Wizard, offers: Sequence[Offer]) -> bool:
    """Offer to ask what recommended letters still need; return True if something was answered."""
    missing = [why for one in offers if one.recommended for why in one.missing]
    steps = {step.path: step for step in questions.walk(wizard.answers)}
    gaps = {why.path: steps[why.path] for why in missing if why.path in steps}
    if not gaps:
        return False
    wizard.talk.tell()
    for why in dict.fromkeys(why.says for why in missing):
        wizard.talk.tell(why)
    options = [Choice("yes", "Answer that now"), Choice("no", "Leave it for later")]
    if wizard.choose("A letter still needs something.", options) == "no":
        return False
    for step in gaps.values():
        wizard.change(step)
    return True


def _which(wizard: Wizard, offers: Sequence[Offer]) -> tuple[str, ...]:
    """Ask which of the letters that are ready to write; an empty answer is the recommended ones."""
    ready = [one for one in offers if one.ready]
    wizard.talk.tell()
    for one in offers:
        if one.recommended and not one.ready:
            wizard.talk.tell(f"Not yet: {one.title}.")
            for says in dict.fromkeys(why.says for why in one.missing):
                wizard.talk.tell(says, "  ")
    if not ready:
        return ()
    best = [one.name for one in ready if one.recommended]
    options = [
        Choice(one.name, f"{one.title}{' (recommended)' if one.recommended else ''}")
        for one in ready
    ]
    hint = "Type numbers with commas between, or none."
    if best:
        hint += (
            " Press Enter for the recommended one."
            if len(best) == 1
            else " Press Enter for the recommended ones."
        )
    chosen = wizard.choose_several("Which letters shall be written?", options, hint, best)
    notes = [note for one in ready if one.name in chosen for note in one.notes]
    for note in dict.fromkeys(notes):
        wizard.talk.tell(note)
    return tuple(chosen)


def _say_how_to_go_on(talk: Terminal, case: CaseFile | None) -> None:
    if case is None or not case.exists():
        talk.tell("Nothing was changed. To begin:  record-rights start")
        return
    talk.tell(f"Your answers are kept in {case.folder}.")
    talk.tell(f"To carry on:  record-rights start {_quoted(case)}")


def _quoted(case: CaseFile) -> str:
    return shlex.quote(str(case.folder if case.is_own_folder else case.path))
