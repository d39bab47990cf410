"""Whether this machine has all that the program needs, and what to do if not."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OLDEST_PYTHON = (3, 11)
SOON = 180
"""Days before the end of the bank holidays at which it is told."""


@dataclass(frozen=True)
class Machine:
    """What the command line knows of the machine: where cases are kept, the screen's encoding."""

    home: Path
    encoding: str


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: *cure* is the one command or step, empty where all is well.

    *needed* tells whether letters cannot be written at all without it.
    """

    what: str
    means: str
    cure: str = ""
    needed: bool = False

    @property
    def well(self) -> bool:
        """Whether there is nothing to do."""
        return not self.cure

    def __str__(self) -> str:
        if self.well:
            return f"well     {self.what}: {self.means}"
        word = "missing " if self.needed else "could be"
        return f"{word} {self.what}: {self.means} To cure it: {self.cure}"


def examine(machine: Machine, on: date) -> Iterator[Finding]:
    """Yield what was found about Python, PDF, typefaces, the folder, the screen and the data."""
    looks: list[Callable[[Machine, date], Finding]] = [
        _python,
        _pango,
        _subsetting,
        _typefaces,
        _east_asian,
        _folder,
        _screen,
        _bank_holidays,
        _law,
    ]
    for look in looks:
        yield look(machine, on)


def _python(_machine: Machine, _on: date) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return Finding(
            "Python", f"{version} is too old.", "install Python 3.11 or newer", needed=True
        )
    return Finding("Python", f"{version} runs the program.")


def _pango(_machine: Machine, _on: date) -> Finding:
    from assistant import pdf

    try:
        pdf.slow_subsetting()
    except AssistantError:
        return Finding(
            "Pango",
            "without it letters are plain text, not PDF.",
            pdf.how_to_install(),
            needed=True,
        )
    return Finding("Pango", "letters can be made as PDF.")


def _subsetting(_machine: Machine, _on: date) -> Finding:
    from assistant import pdf

    try:
        slow = pdf.slow_subsetting()
    except AssistantError:
        return Finding("HarfBuzz-subset", "it comes with the cure for Pango.")
    if slow:
        return Finding(
            "HarfBuzz-subset",
            "without it each letter takes about eight times as long.",
            pdf.how_to_install(),
        )
    return Finding("HarfBuzz-subset", "letters are made fast.")


def _typefaces(_machine: Machine, _on: date) -> Finding:
    from assistant import faces
    from assistant.shipped import shipped_templates

    try:
        families = faces.coverage()
    except OSError:
        return Finding(
            "Typefaces",
            f"none were found in {shipped_templates()}.",
            "set the program up again from a fresh copy",
            needed=True,
        )
    points = len(frozenset().union(*families.values()))
    return Finding("Typefaces", f"{len(families)} families can print {points:,} characters.")


def _east_asian(_machine: Machine, _on: date) -> Finding:
    from assistant import characters, faces

    try:
        missing = faces.missing_from_all("李김さ")
    except AssistantError:
        missing = []
    if missing:
        return Finding(
            "Chinese, Japanese and Korean",
            "names in these scripts cannot be printed.",
            characters.EAST_ASIAN_ADVICE,
        )
    return Finding("Chinese, Japanese and Korean", "names in these scripts can be printed.")


def _folder(machine: Machine, _on: date) -> Finding:
    folder = machine.home
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Finding(
            "Folder for cases",
            f"{machine.home} cannot be written ({error.strerror}).",
            "name another folder:  record-rights start FOLDER",
            needed=True,
        )
    return Finding("Folder for cases", f"{machine.home} can be written.")


def _screen(machine: Machine, _on: date) -> Finding:
    if machine.encoding.lower().replace("-", "") in ("utf8", "cp65001"):
        return Finding("Screen", "it can show every letter.")
    return Finding(
        "Screen",
        f"its encoding is {machine.encoding}, so some letters show as question marks.",
        "export LC_ALL=C.UTF-8",
    )


def _bank_holidays(_machine: Machine, on: date) -> Finding:
    from assistant.working_days import calendar

    end = date(calendar("england").last_year, 12, 31)
    told = f"they are known up to the end of {end.year}."
    if (end - on).days < SOON:
        return Finding("Bank holidays", told, "get the newest version of this program")
    return Finding("Bank holidays", told)


def _law(_machine: Machine, on: date) -> Finding:
    from assistant import law

    stale = len(law.stale(on))
    if stale:
        return Finding(
            "Law",
            f"{stale} facts were last checked over a year ago.",
            "get the newest version of this program. To see them:  record-rights law --stale",
        )
    return Finding("Law", f"all {len(law.rules())} facts were checked within the last year.")
