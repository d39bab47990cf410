"""HTML to PDF: files of the templates' folders only, and every complaint of WeasyPrint's an error."""

from __future__ import annotations

import html as markup
import io
import logging
import re
import shutil
import sys
import warnings
from contextlib import contextmanager, redirect_stdout
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from assistant import characters, faces, files, letterhead, line_breaks, tags
from assistant.complaints import plain
from assistant.errors import CannotPrint, TemplateError
from assistant.house import VALUES
from assistant.shipped import shipped_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from assistant.house import Look

    Examine = Callable[[Any, Any], None]
    """Is shown WeasyPrint's document, with its pages, and the PDF made from it."""

BASE = "file:///letter/"
"""The made-up folder that every file named in a template is in, so that no real path is printed."""

MOST_LOADED = 100 * files.MEGABYTE
"""The most bytes of files that one letter may load, each as often as it is asked for."""

LINKS = ("https://", "mailto:", "tel:")
"""How a link to something outside the letter begins."""

INSTALL = {
    "apt-get": "sudo apt-get install libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "sudo dnf install pango harfbuzz",
    "pacman": "sudo pacman -S pango harfbuzz",
    "apk": "sudo apk add pango harfbuzz-subset",
    "zypper": "sudo zypper install libpango-1_0-0 libharfbuzz-subset0",
    "brew": "brew install pango",
}
"""The command that installs what PDF needs, by the program that installs things."""

_ISOLATION = re.compile("</?bdi>")
"""Keeps names written from right to left apart; a tenth of the time, for nothing without them."""


def to_pdf(
    html: str,
    folders: Sequence[Path] = (),
    look: Look | None = None,
    examine: Examine | None = None,
) -> bytes:
    """Return *html* set as a tagged, accessible PDF (PDF/UA-1).

    Files that *html* names are looked for in *folders*, in their order, and then among the shipped
    templates; nothing is loaded from anywhere else. *look* is that of a house, whose folder is the
    last of *folders*. *examine* is shown the pages and the PDF before it is written, once for each
    time that the letter is set. The same input gives the same bytes on one machine. Raises
    CannotPrint where a character is in no typeface or WeasyPrint's libraries are missing, and
    TemplateError where the HTML or its styles have a mistake.
    """
    text = "".join(dict.fromkeys(markup.unescape(html)))
    own = letterhead.printable(look, folders[-1]) if look else frozenset()
    _refuse(characters.unprintable("".join(c for c in text if ord(c) not in own)))
    html = line_breaks.breakable(html)
    if not characters.has_rtl(text):
        html = _ISOLATION.sub("", html)
    families = faces.families_for(text)
    made = {VALUES: letterhead.styles(look)} if look else {}
    pdf, missing = _set(html, folders, families, made, examine)
    from_styles = [family for family in faces.families_for(missing) if family not in families]
    if missing and from_styles:
        pdf, missing = _set(html, folders, [*families, *from_styles], made, examine)
    _refuse(characters.named(missing))
    return pdf


def slow_subsetting() -> bool:
    """Say whether HarfBuzz-subset is missing, without which a letter takes some eight times longer."""
    _weasyprint()
    from weasyprint.text.ffi import harfbuzz, harfbuzz_subset

    return not (harfbuzz_subset and harfbuzz.hb_version_atleast(4, 1, 0))


def how_to_install() -> str:
    """Return the one command that installs what PDF needs on this machine, or a sentence."""
    for program, command in INSTALL.items():
        if shutil.which(program):
            return command
    return "install Pango and HarfBuzz with the program that installs software on this computer"


def _set(
    html: str,
    folders: Sequence[Path],
    families: Sequence[str],
    made: Mapping[str, str],
    examine: Examine | None,
) -> tuple[bytes, list[str]]:
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    extra = faces.east_asian_folder()
    fetcher = _fetcher([*folders, shipped_templates(), *filter(None, [extra])], made)
    fonts = FontConfiguration()

    def finish(document: Any, pdf: Any) -> None:
        _finish(document, pdf)
        if examine:
            examine(document, pdf)

    with _complaints() as (complaints, missing):
        try:
            typefaces = weasyprint.CSS(
                string=faces.font_face_rules(families),
                base_url=BASE,
                url_fetcher=fetcher,
                font_config=fonts,
            )
            pdf: bytes = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=fetcher).write_pdf(
                stylesheets=[typefaces],
                font_config=fonts,
                pdf_variant="pdf/ua-1",
                finisher=finish,
            )
        except FatalURLFetchingError as error:  # a BaseException: nothing else would catch it
            raise fetcher.refusal from error
    if fetcher.refusal:  # of which a picture in an SVG only logs
        raise fetcher.refusal
    if complaints:
        told = list(dict.fromkeys(plain(one)[:2] for one in complaints))
        raise TemplateError(
            "\n".join(says for says, _ in told), "\n".join(dict.fromkeys(hint for _, hint in told))
        )
    return pdf, missing


def _finish(document: Any, pdf: Any) -> None:
    tags.finish(document, pdf)
    for url in tags.links(pdf):
        if not url.startswith(LINKS):
            raise TemplateError(
                f"The letter has a link to {_shown(url)}, which nobody else could open.",
                f"A link in a template must begin with one of: {', '.join(LINKS)}",
            )


@contextmanager
def _complaints() -> Iterator[tuple[list[str], list[str]]]:
    """Collect what WeasyPrint complains of, and the characters that no typeface has."""
    complaints: list[str] = []
    missing: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if str(record.msg).startswith(".notdef glyph") and isinstance(record.args, tuple):
                missing.append(str(record.args[0]))
            elif not str(record.msg).startswith("Using fontTools instead of HarfBuzz-Subset"):
                complaints.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    handler = Collect(logging.WARNING)
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield complaints, missing
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagates


def _fetcher(folders: Sequence[Path], made: Mapping[str, str]) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class TemplateFiles(URLFetcher):  # type: ignore[misc]
        """Opens files of *folders*, or those *made* here, and nothing else; keeps why it refused."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
            self.refusal: TemplateError | None = None
            self.loaded = 0

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
            try:
                kind, content = _content(url, folders, made)
                self.loaded += len(content)
                _refuse_much(self.loaded)
            except TemplateError as error:
                self.refusal = error
                raise FatalURLFetchingError(str(error)) from error
            # WeasyPrint opens a picture's file by its address once more, so it is given none.
            told = "" if kind.startswith("image/") else url
            return URLFetcherResponse(told, content, {"Content-Type": kind})

    return TemplateFiles()


def _refuse_much(loaded: int) -> None:
    if loaded > MOST_LOADED:
        raise TemplateError(
            f"The letter loads more than {MOST_LOADED // files.MEGABYTE} megabytes of files.",
            "Use fewer and smaller pictures and typefaces.",
        )


def _content(url: str, folders: Sequence[Path], made: Mapping[str, str]) -> tuple[str, bytes]:
    """Return of what kind the file that *url* means is, and what is in it; raises TemplateError."""
    name = file_name(url)
    if name in made:
        return "text/css", made[name].encode()
    path = files.find(name, folders) if name else None
    if path is None and url.startswith(BASE) and not name:
        raise TemplateError(
            f"The template asks for {_shown(url)}, and a letter cannot use such a file.",
            f"It can use files that end in one of: {', '.join(files.KINDS)}",
        )
    if path is None:
        raise TemplateError(
            f"The template asks for {_shown(url)}, which is not among its files.",
            "A template may use only style sheets, typefaces and pictures from its own folder.",
        )
    return files.KINDS[path.suffix.lower()], files.read(path)


def file_name(url: str) -> str:
    """Return the name of the file that *url* means within the letter's folders, else nothing."""
    if not url.startswith(BASE):
        return ""
    name = unquote(urlsplit(url).path.removeprefix(urlsplit(BASE).path))
    return name if name.lower().endswith(tuple(files.KINDS)) else ""


def find_file(url: str, folders: Sequence[Path]) -> Path | None:
    """Return the file that *url* means in the first of *folders* to have it, else None.

    Raises TemplateError as :func:`assistant.files.inside` does.
    """
    return files.find(file_name(url), folders)


def _shown(url: str) -> str:
    longest = 80
    name = url.removeprefix(BASE)
    return name if len(name) <= longest else name[:longest] + "…"


def _refuse(unprintable: list[tuple[str, str]]) -> None:
    if unprintable:
        raise CannotPrint(*characters.cannot_print(unprintable))


@cache
def _weasyprint() -> Any:
    """Import WeasyPrint, silently: it prints where a library is missing, and warns on some."""
    try:
        with redirect_stdout(io.StringIO()), warnings.catch_warnings(), _full_names():
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint
    except (OSError, ImportError) as error:
        raise CannotPrint(
            "This computer lacks a part that PDF letters need (Pango).",
            f"To get it, type: {how_to_install()}\n"
            "Until then the letter can be written as plain text: add --as txt.",
        ) from error
    return weasyprint


@contextmanager
def _full_names() -> Iterator[None]:
    """Let libraries be opened by their full names alone, as they always can be on Linux.

    WeasyPrint tries other names first. To look for those Python starts the compiler and other
    programs, some twenty times, for a third of all the time that a letter takes.
    """
    import ctypes.util

    find_library = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005 -- as it is called there
    try:
        yield
    finally:
        ctypes.util.find_library = find_library
