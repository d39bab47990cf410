"""Write letters of a case into a folder, in the forms that were asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
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
    """The files that were written, in order, and what to tell about those that were not."""

    paths: tuple[Path, ...]
    notices: tuple[str, ...] = ()
    letters: tuple[Letter, ...] = field(default=())

    @property
    def whole(self) -> bool:
        """Whether everything was written in the form it was asked for."""
        return not self.notices


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
    filled = [(letter, templates.fill(letter, folders)) for letter in made]
    paths: list[Path] = []
    notices: dict[str, None] = {}
    for letter, html in filled:
        for form in order.forms:
            content, form_made, notice = _render(html, form, folders)
            path = order.folder / f"{on.isoformat()}-{letter.name}.{form_made}"
            store.keep(path, content)
            paths.append(path)
            notices.update(dict.fromkeys(filter(None, [notice])))
    return Written(tuple(dict.fromkeys(paths)), tuple(notices), tuple(made))


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


def _render(html: str, form: str, folders: tuple[Path, ...]) -> tuple[bytes, str, str]:
    """Return the letter in *form*, the form it was really made in, and what to tell if another."""
    if form != "pdf":
        return _other_form(html, form, folders), form, ""
    from assistant import pdf

    try:
        return pdf.to_pdf(html, folders), form, ""
    except CannotPrint as error:
        told = f"{error}\nUntil then the letter is written as text, so that nothing is lost."
        return _other_form(html, "txt", folders), "txt", told


def _other_form(html: str, form: str, folders: tuple[Path, ...]) -> bytes:
    from assistant import plain_text, web_page

    if form == "html":
        return web_page.to_page(html, folders).encode()
    return plain_text.to_text(html).encode()


def next_steps(written: Written) -> Iterator[str]:
    """Yield what to do with the letters that were written, and when an answer will be due."""
    from assistant import law
    from assistant.answers import day

    yield "What to do now:"
    yield "  - Read each letter. If something is not right, change your answer and write it again."
    yield "  - Sign it and post it, or send it by e-mail. You send it yourself; nothing is sent for you."
    yield "  - Send copies of your papers, not the only ones you have."
    yield "  - Keep a copy of the letter, and the proof that you sent it."
    for letter in written.letters:
        if letter.chronology:
            site = law.body("ico", letter.date).url
            yield f"  - The ICO would rather have its web form: {site}"
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
