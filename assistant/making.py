"""Make one letter: fill in its template and render it in every form that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.findings import Finding
    from assistant.house import House
    from assistant.wording import Letter


@dataclass(frozen=True)
class Job:
    """One letter to make: what it says, and the forms it is wanted in (pdf, txt, html, eml, docx).

    Without forms it is filled in and looked at, and nothing more. The two addresses are for an
    e-mail draft; either may be empty. With *check*, what the letter lacks is told in
    :attr:`Made.findings`; that takes a second look at it, and is for a house's letters.
    """

    letter: Letter
    forms: tuple[str, ...] = ()
    recipient_email: str = ""
    sender_email: str = ""
    check: bool = False


@dataclass(frozen=True)
class Used:
    """One template that a letter was made from.

    *name* is as templates name it (``parts/refusal.html``), *path* its file, and *layer* whose it
    is: ``shipped``, ``house``, or the language tag of the folder in the house that it stands in.
    """

    name: str
    path: str
    layer: str


@dataclass(frozen=True)
class Made:
    """One letter that was made.

    *html* is the filled template. *files* are the forms in the order asked for, each with the form
    it was really made in (``txt`` where a PDF cannot be made on this machine) and its content.
    *notices* are sentences to tell. *language* is the tag of the language the letter is really in.
    *whole* is whether each form is the one asked for. *findings* are what the check found.
    """

    name: str
    language: str
    html: str
    files: tuple[tuple[str, bytes], ...] = ()
    notices: tuple[str, ...] = ()
    used: tuple[Used, ...] = ()
    whole: bool = True
    findings: tuple[Finding, ...] = ()


def make(job: Job, house: House | None = None) -> Made:
    """Return the letter of *job*, made with the templates and the look of *house* if there is one.

    Runs in this process, without limits: for the shipped templates only. With a house, call
    :func:`assistant.sandbox.make`. Raises TemplateError.
    """
    raise NotImplementedError
