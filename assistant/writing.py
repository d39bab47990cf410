"""Write letters of a case into a folder, in the forms that were asked for."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import store
from assistant.errors import AssistantError, CannotPrint, NotReady

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.case import Case
    from assistant.wording import Letter


@dataclass(frozen=True)
class Order:
    """Which letters to write, in which forms, where, and with which look.

    Without *names*, the recommended letters. *templates* is a folder with templates of the
    writer's own; *size* overrides the size of type in the case.
    """

    folder: Path
    names: tuple[str, ...] = ()
    forms: tuple[str, ...] = ("pdf",)
    templates: Path | None = None
    size: str | None = None


@dataclass(frozen=True)
class Written:
    """The files that were written, in order, and what to tell about them.

    *whole* is whether every letter was written in the form it was asked for.
    """

    paths: tuple[Path, ...]
    letters: tuple[Letter, ...]
    notices: tuple[str, ...] = ()
    whole: bool = True


@dataclass
class _Sheet:
    """One letter filled in, to be made into its forms; what is made once serves all of them."""

    letter: Letter
    html: str
    case: Case
    folders: tuple[Path, ...]

    @cached_property
    def pdf(self) -> bytes:
        """The letter as PDF; raises CannotPrint where this machine cannot make it."""
        from assistant import pdf

        return pdf.to_pdf(self.html, self.folders)

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

        letter = self.letter
        return word_document.to_docx(self.html, letter.language, letter.title, letter.size)

    def _email(self) -> bytes:
        from assistant import email_draft, parties

        with suppress(CannotPrint):
            _ = self.pdf
        return email_draft.to_eml(
            self.letter,
            self.text,
            self.__dict__.get("pdf"),
            "" if self.letter.regulator_form else parties.holder_email(self.case.body),
            self.case.writer.email or "",
        )


def write(case: Case, order: Order, on: date) -> Written:
    """Write the letters of *order* dated *on*, and return where they are.

    Every letter is filled in before the first is written, so that a letter that is not ready
    leaves nothing half done. Where a PDF cannot be made on this machine, its text is written in
    its place and the notice says so. Raises NotReady, TemplateError, and AssistantError where the
    folder cannot be written.
    """
    from assistant import letters, templates

    folders = _own_folders(case, order)
    made = [letters.build(name, case, on) for name in _names(case, order, on)]
    made = [replace(letter, size=order.size or letter.size) for letter in made]
    sheets = [_Sheet(one, templates.fill(one, folders), case, folders) for one in made]
    paths: list[Path] = []
    notices: dict[str, None] = {}
    whole = True
    for sheet in sheets:
        for form in order.forms:
            content, form_made = _rendered(sheet, form, notices)
            whole = whole and form_made == form
            paths.append(order.folder / f"{on.isoformat()}-{sheet.letter.name}.{form_made}")
            store.keep(paths[-1], content)
    return Written(tuple(dict.fromkeys(paths)), tuple(made), tuple(notices), whole)


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


def _names(case: Case, order: Order, on: date) -> tuple[str, ...]:
    from assistant import letters

    if order.names:
        return tuple(dict.fromkeys(order.names))
    offers = letters.offers(case, on)
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


def _own_folders(case: Case, order: Order) -> tuple[Path, ...]:
    folder = order.templates or (Path(case.style.templates) if case.style.templates else None)
    if folder is None:
        return ()
    if not folder.is_dir():
        raise AssistantError(
            f"There is no folder of templates at {folder}.", "Check the name of the folder."
        )
    return (folder,)


def next_steps(written: Written) -> Iterator[str]:
    """Yield what to do with the letters that were written, and when an answer will be due."""
    from assistant.answers import day

    yield "What to do now:"
    yield "  - Read each letter. If something is not right, change your answer and write it again."
    yield "  - Sign it and post it, or send it by e-mail. You send it yourself; nothing is sent for you."
    yield "  - Send copies of your papers, not the only ones you have."
    yield "  - Keep a copy of the letter, and the proof that you sent it."
    for letter in written.letters:
        if letter.regulator_form:
            yield f"  - The ICO would rather have its web form: {letter.regulator_form}"
            yield "    The letter ends with the texts to copy into it."
        elif letter.reply.received and letter.reply.last_day:
            yield f"  - The answer is due by {_in_words(letter.reply.last_day)}."
        else:
            yield "  - Note the day it arrives. The time for their answer runs from that day."
            if letter.reply.last_day:
                yield (
                    f"    If it arrives on {day(letter.reply.start)}, the answer is due by "
                    f"{_in_words(letter.reply.last_day)}."
                )


def _in_words(when: date | str) -> str:
    from assistant.answers import day

    return f"{when:%A} {day(when)}" if isinstance(when, date) else when
