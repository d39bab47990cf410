"""Check a folder of templates with every sample case, and tell all that is wrong at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import characters, samples, sandbox
from assistant import house as houses
from assistant.errors import AssistantError
from assistant.findings import Finding
from assistant.making import Job, Made

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from assistant.house import House
    from assistant.house_sheet import Problem
    from assistant.sandbox import Limits
    from assistant.wording import Letter

LARGE = "large-print"
ORDER = ("house", "syntax", "placeholder", "word", "file", "letter", "part", "page", "copy")
"""The kinds of findings, in the order in which they are told."""


@dataclass(frozen=True)
class Trial:
    """One letter of a sample case that was made: the sample, the letter, its language and size."""

    sample: str
    letter: str
    language: str
    size: str

    def __str__(self) -> str:
        size = ", in large print" if self.size == LARGE else ""
        return f"{self.letter} for the sample “{self.sample}”{size}"


@dataclass(frozen=True)
class Told:
    """One finding, and the letters it was found in; none where the templates alone show it."""

    finding: Finding
    trials: tuple[Trial, ...] = ()


@dataclass(frozen=True)
class Report:
    """What a check found. *tried* is the number of letters made, *set_as_pdf* of those as PDF."""

    folder: Path
    told: tuple[Told, ...]
    tried: int
    set_as_pdf: int

    @property
    def problems(self) -> tuple[Told, ...]:
        """What must be put right."""
        return tuple(one for one in self.told if one.finding.grave)

    @property
    def notes(self) -> tuple[Told, ...]:
        """What is worth knowing."""
        return tuple(one for one in self.told if not one.finding.grave)


def check(folder: Path, on: date, limits: Limits | None = None) -> Report:
    """Return all that is wrong with the templates in *folder*, tried with letters dated *on*.

    Raises TemplateError where there is no such folder.
    """
    house, wrong = houses.examined(folder)
    found = [_of_sheet(one) for one in wrong]
    try:
        found += sandbox.look(house, limits)
    except AssistantError as error:
        found.append(_of_error(error))
    trials, jobs = _jobs(house, on)
    outcomes = list(sandbox.make(jobs, house, limits)) if jobs else []
    told: dict[Finding, list[Trial]] = {one: [] for one in found}
    # What stopped a letter is told better by what was read in its template.
    known = {one.file for one in found if one.grave}
    for trial, outcome in zip(trials, outcomes, strict=True):
        for one in _of_outcome(outcome):
            if one.kind != "letter" or one.file not in known:
                told.setdefault(one, []).append(trial)
    return Report(
        folder,
        tuple(sorted((Told(one, tuple(where)) for one, where in told.items()), key=_place)),
        len(jobs),
        sum(_is_set(one) for one in outcomes),
    )


def lines(report: Report) -> Iterator[str]:
    """Yield what to tell a person of *report*; a line that begins with a tab is shown as it is."""
    if not report.told:
        yield f"Nothing is wrong with the templates in {report.folder}."
    for number, one in enumerate(report.problems, 1):
        yield from _told(one, f"{number}. ", report)
    if report.notes:
        yield "Worth knowing; the letters work all the same:"
    for one in report.notes:
        yield from _told(one, "- ", report)
    yield _summary(report)


def to_plain(report: Report) -> dict[str, Any]:
    """Return *report* as plain values, for programs."""
    findings = [
        asdict(one.finding) | {"letters": [asdict(trial) for trial in one.trials]}
        for one in report.told
    ]
    return {
        "folder": str(report.folder),
        "problems": len(report.problems),
        "letters": report.tried,
        "pdfs": report.set_as_pdf,
        "findings": findings,
    }


def _jobs(house: House, on: date) -> tuple[list[Trial], list[Job]]:
    """Return every letter to try, in each language of the house, one of each in large print."""
    trials, jobs = [], []
    for language in ("", *filter(None, house.sheets)):
        large: set[str] = set()
        for name, letter in samples.letters(on, house, language):
            if language and not _is_there(house, language, letter):
                continue
            sizes = [letter.size] if letter.name in large else [letter.size, LARGE]
            large.add(letter.name)
            for size in sizes:
                trials.append(Trial(name, letter.name, letter.language, size))
                jobs.append(Job(replace(letter, size=size), ("pdf",), check=True))
    return trials, jobs


def _is_there(house: House, language: str, letter: Letter) -> bool:
    from assistant import templates

    home = templates.home(letter.name, (*house.layers(language), templates.shipped()))
    return home.name == language


def _is_set(outcome: Made | AssistantError) -> bool:
    return isinstance(outcome, Made) and any(form == "pdf" for form, _ in outcome.files)


def _of_outcome(outcome: Made | AssistantError) -> Iterator[Finding]:
    if isinstance(outcome, AssistantError):
        yield _of_error(outcome)
        return
    yield from outcome.findings
    if not outcome.whole:
        says, _, hint = outcome.notices[-1].partition("\n")
        yield Finding("letter", says, hint, grave=False)


def _of_error(error: AssistantError) -> Finding:
    file, line = getattr(error, "file", ""), getattr(error, "line", 0)
    says = error.message
    for place in filter(None, (f"{file}, line {line}: ", f"{file}: ")):
        says = says.removeprefix(place) if file else says
    return Finding("letter", says[:1].upper() + says[1:], error.hint, file, line)


def _of_sheet(problem: Problem) -> Finding:
    return Finding("house", problem.says, "", problem.file, problem.line)


def _place(told: Told) -> tuple[str, int, int, str]:
    one = told.finding
    kind = ORDER.index(one.kind) if one.kind in ORDER else len(ORDER)
    return one.file or "\uffff", one.line, kind, one.says


def _told(told: Told, mark: str, report: Report) -> Iterator[str]:
    """Yield the lines on one finding, *mark* before the first."""
    one = told.finding
    inside = " " * len(mark)
    folder = report.folder.resolve()
    inside_it = Path(one.file).is_relative_to(folder) if one.file else False
    shown = Path(one.file).relative_to(folder).as_posix() if inside_it else one.file
    shown = " ".join(characters.clean(shown).split("\n"))
    place = f"{shown}, line {one.line}" if one.line else shown
    yield f"{mark}{place}:" if place else f"{mark}In the letters:"
    for text in filter(None, (*one.says.split("\n"), *one.hint.split("\n"))):
        yield text if text.startswith("\t") else inside + text
    if told.trials:
        yield inside + _where(told.trials, report)
    for row in one.detail.split("\n") if one.detail else ():
        yield f"\t{row}"
    yield ""


def _where(trials: Sequence[Trial], report: Report) -> str:
    if len(trials) == report.tried:
        return "Found in every letter."
    letters = Counter(one.letter for one in trials)
    many = len(trials) > 1
    if many:
        return f"Found in {len(trials)} of {report.tried} letters tried: {', '.join(letters)}."
    return f"Found in: {trials[0]}."


def _summary(report: Report) -> str:
    tried = f"{report.tried} letters of sample cases were tried"
    if report.set_as_pdf < report.tried and not report.problems:
        tried += f", {report.set_as_pdf} of them as PDF"
    number = len(report.problems)
    if not number:
        return f"{tried}."
    return f"{tried}. {'One thing is' if number == 1 else f'{number} things are'} wrong."
