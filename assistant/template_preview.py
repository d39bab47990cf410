"""One letter made to look at: of a sample case or of a case, with templates of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant import house as houses
from assistant import making, samples, sandbox, store
from assistant.errors import AssistantError, NotReady
from assistant.kinds import kinds
from assistant.making import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from assistant.case import Case
    from assistant.house import House
    from assistant.making import Made
    from assistant.wording import Letter

FORMS = {
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".txt": "txt",
    ".docx": "docx",
    ".eml": "eml",
}
State = tuple[tuple[str, int, int], ...]
"""The files in some places, each with when it was saved and its size."""


@dataclass(frozen=True)
class Order:
    """Which letter to make, where to put it, in which form, with which templates, of which day.

    *case* reads the case anew each time; without it a sample case serves.
    """

    letter: str
    output: Path
    form: str
    templates: Path | None
    on: date
    case: Callable[[], Case] | None = None


@dataclass(frozen=True)
class Done:
    """What was written, what to tell about it, and whether all is well with it."""

    path: Path
    lines: tuple[str, ...]
    well: bool


def form_of(output: Path) -> str:
    """Return the form that the name of a file asks for; pdf if it asks for none that is known."""
    return FORMS.get(output.suffix.lower(), "pdf")


def make(order: Order) -> Done:
    """Make the letter of *order* and write it. Raises AssistantError where it cannot be made."""
    house = houses.read(order.templates) if order.templates else None
    letter = _letter(order, house)
    made = _made(Job(letter, (order.form,), check=house is not None), house)
    form, content = made.files[0]
    path = order.output if form == order.form else order.output.with_suffix(f".{form}")
    store.keep(path, content)
    lines = [*made.notices, *(str(one) for one in made.findings)]
    well = made.whole and not any(one.grave for one in made.findings)
    return Done(path, tuple(row for line in lines for row in line.split("\n")), well)


def state(places: Sequence[Path]) -> State:
    """Return what changes when a file in *places*, which are files and folders, is saved."""
    return tuple(sorted(_states(places)))


def _states(places: Sequence[Path]) -> Iterator[tuple[str, int, int]]:
    for place in places:
        for path in [place, *(place.rglob("*") if place.is_dir() else ())]:
            try:
                found = path.stat()
            except OSError:  # deleted meanwhile: an editor saves so
                continue
            if path.is_file():
                yield str(path), found.st_mtime_ns, found.st_size


def _letter(order: Order, house: House | None) -> Letter:
    if order.letter not in kinds():
        raise NotReady(
            f"There is no letter called “{order.letter}”.", f"There are: {', '.join(kinds())}."
        )
    if order.case:
        return making.letter(order.letter, order.case(), order.on, house)
    for _, letter in samples.letters(order.on, house):
        if letter.name == order.letter:
            return letter
    raise NotReady(
        f"No sample case can send the letter “{order.letter}” on that day.",
        "Name a case of your own with --case.",
    )


def _made(job: Job, house: House | None) -> Made:
    if house is None:
        return making.make(job)
    (outcome,) = sandbox.make([job], house)
    if isinstance(outcome, AssistantError):
        raise sandbox.explained(outcome, house)
    return outcome
