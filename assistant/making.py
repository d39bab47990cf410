"""Make one letter: fill in its template and render it in every form that was asked for."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import house as houses
from assistant import languages, templates
from assistant.errors import CannotPrint
from assistant.templates import Used

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from assistant.case import Case
    from assistant.findings import Finding
    from assistant.house import House, Layer, Look
    from assistant.page_check import Seen
    from assistant.wording import Letter

__all__ = ["Job", "Made", "Used", "letter", "make"]


@dataclass(frozen=True)
class Job:
    """One letter to make: what it says, and the forms it is wanted in (pdf, txt, html, eml, docx).

    Without forms it is filled in and looked at, and nothing more. The two addresses are for an
    e-mail draft; either may be empty. With *check* the letter is looked over, too: what it has lost
    that makes it work, and what is wrong with its pages if it is set as PDF.
    """

    letter: Letter
    forms: tuple[str, ...] = ()
    recipient_email: str = ""
    sender_email: str = ""
    check: bool = False

    @property
    def name(self) -> str:
        """Which letter it is."""
        return self.letter.name


@dataclass(frozen=True)
class Made:
    """One letter that was made.

    *html* is the filled template. *files* are the forms in the order asked for, each with the form
    it was really made in (``txt`` where a PDF cannot be made on this machine) and its content.
    *notices* are sentences to tell. *language* is the tag of the language the letter is really in.
    *whole* is whether each form is the one asked for. *findings* are what looking it over found.
    """

    name: str
    language: str
    html: str
    files: tuple[tuple[str, bytes], ...] = ()
    notices: tuple[str, ...] = ()
    used: tuple[Used, ...] = ()
    whole: bool = True
    findings: tuple[Finding, ...] = ()


def letter(name: str, case: Case, on: date, house: House | None = None) -> Letter:
    """Return what the letter *name* says for *case* on the day *on*, in the words of *house*.

    Raises NotReady as :func:`assistant.letters.build` does.
    """
    from assistant import letters

    if house is None:
        return letters.build(name, case, on)
    wanted = case.style.language or house.language
    home = templates.home(name, _layers(house, wanted))
    in_its_words = languages.serves(home.language, house.language) or _tag(home)
    own = house.words(_tag(home)) if in_its_words else None
    return letters.build(name, case, on, own, wanted)


def make(
    job: Job, house: House | None = None, begin: Callable[[str, int], None] = lambda *_: None
) -> Made:
    """Return the letter of *job*, made with the templates and the look of *house* if there is one.

    Runs in this process, without limits: for the shipped templates only. With a house, call
    :func:`assistant.sandbox.make`. *begin* is told each step before it (``fill``, then the forms)
    and how many letters of HTML it is to work on. Raises TemplateError.
    """
    begin("fill", 0)
    layers = _layers(house, job.letter.language)
    home = templates.home(job.letter.name, layers)
    look = house.look(_tag(home)) if house else None
    formats = house.said(_tag(home)).get("formats", "") if house else ""
    filled = templates.filled(job.letter, layers, look, formats)
    sheet = _Sheet(job, filled.html, home.language, _folders(house, home), look)
    notices = dict.fromkeys(_of_language(job.letter, home, formats, house))
    if filled.english:
        listed = ", ".join(filled.english)
        notices[
            f"These parts of the letter “{job.letter.name}” are still in English: {listed}."
        ] = None
    made = []
    for form in job.forms:
        begin(form, len(filled.html))
        content, form_made = _rendered(sheet, form, notices)
        made.append((form_made, content))
    return Made(
        name=job.letter.name,
        language=home.language,
        html=filled.html,
        files=tuple(made),
        notices=tuple(notices),
        used=filled.used,
        whole=[form for form, _ in made] == list(job.forms),
        findings=_findings(sheet, filled.used, formats) if job.check else (),
    )


def _findings(sheet: _Sheet, used: Sequence[Used], formats: str) -> tuple[Finding, ...]:
    """Return what is wrong with a letter that is made; its own template is told as the place."""
    from assistant import foreign_placeholders, letter_check

    own = [one.path for one in used if one.layer != houses.SHIPPED]
    file = next(iter(own), "")
    language = formats or sheet.language
    lost = letter_check.findings(sheet.html, sheet.job.letter, language, file, sheet.seen)
    marks = [
        mark
        for path in own
        for mark in foreign_placeholders.findings(templates.text_of(Path(path)), path)
    ]
    return (*marks, *lost, *(replace(one, file=file) for one in sheet.of_pages))


def _layers(house: House | None, wanted: str) -> tuple[Layer, ...]:
    return (*(house.layers(wanted) if house else ()), templates.shipped())


def _tag(home: Layer) -> str:
    """Return the name of the folder of the house that a translated letter comes from, or nothing."""
    return "" if home.name in (houses.OWN, houses.SHIPPED) else home.name


def _folders(house: House | None, home: Layer) -> tuple[Path, ...]:
    """Return where the letter's style sheets and pictures may be; the house itself comes last."""
    if house is None:
        return ()
    return tuple(dict.fromkeys((*([home.folder] if _tag(home) else []), house.folder)))


def _of_language(letter: Letter, home: Layer, formats: str, house: House | None) -> Iterator[str]:
    """Yield what to tell about the language the letter is in."""
    wanted = letter.language
    if not languages.serves(home.language, wanted):
        place = f" Put it into a folder “{wanted}” in {house.folder}." if house else ""
        yield (
            f"The letter “{letter.name}” is in English: there is no template for it in the "
            f"language “{wanted}”.{place}"
        )
    elif not (languages.is_known(home.language) or formats):
        yield (
            f"Dates and numbers are written as in English: how “{home.language}” writes them is "
            'not known. To take those of another language, put  formats = "cy"  into house.toml.'
        )


@dataclass
class _Sheet:
    """One letter filled in, to be made into its forms; what is made once serves all of them."""

    job: Job
    html: str
    language: str
    folders: tuple[Path, ...]
    look: Look | None
    of_pages: list[Finding] = field(default_factory=list)
    """What is wrong with its pages, once it is set."""
    seen: Seen | None = None
    """What can be read on its pages, once it is set."""

    @cached_property
    def pdf(self) -> bytes:
        """The letter as PDF; raises CannotPrint where this machine cannot make it."""
        from assistant import pdf

        examine = self._examine if self.job.check else None
        return pdf.to_pdf(self.html, self.folders, self.look, examine)

    def _examine(self, document: Any, pdf: Any) -> None:
        from assistant import page_check, reading_order

        of_page = page_check.findings(document, self.job.letter.recipient)
        self.of_pages = [*of_page, *reading_order.findings(pdf)]
        self.seen = page_check.seen(document)

    @cached_property
    def text(self) -> str:
        """The letter as plain text."""
        from assistant import plain_text

        return plain_text.to_text(self.html)

    def made(self, form: str) -> bytes:
        """Return the letter in *form*; raises CannotPrint for a PDF that cannot be made."""
        if form == "pdf":
            return self.pdf
        if form == "txt":
            return self.text.encode()
        if form == "html":
            from assistant import web_page

            return web_page.to_page(self.html, self.folders).encode()
        if form == "eml":
            return self._email()
        from assistant import word_document

        letter = self.job.letter
        return word_document.to_docx(self.html, self.language, letter.title, letter.size)

    def _email(self) -> bytes:
        from assistant import email_draft

        with suppress(CannotPrint):
            _ = self.pdf
        return email_draft.to_eml(
            self.job.letter,
            self.text,
            self.__dict__.get("pdf"),
            self.job.recipient_email,
            self.job.sender_email,
        )


def _rendered(sheet: _Sheet, form: str, notices: dict[str, None]) -> tuple[bytes, str]:
    """Return the letter and the form it was made in, adding to *notices* what to tell."""
    try:
        content = sheet.made(form)
    except CannotPrint as error:
        notices[f"{error}\nThe letter was written as text instead, so that nothing is lost."] = None
        return sheet.made("txt"), "txt"
    if form == "pdf":
        notices.update(dict.fromkeys(_slow()))
    return content, form


def _slow() -> Iterator[str]:
    from assistant import pdf

    if pdf.slow_subsetting():
        yield (
            "PDF letters take about eight times as long as they need on this computer. "
            f"To cure it, type: {pdf.how_to_install()}"
        )
