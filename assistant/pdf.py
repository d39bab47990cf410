"""HTML to PDF: files of the templates' folders only, and every complaint of WeasyPrint's an error."""

from __future__ import annotations

import html as markup
import io
import logging
import re
import shutil
import warnings
from contextlib import contextmanager, redirect_stdout
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from assistant import characters, faces, line_breaks, tags
from assistant.errors import CannotPrint, TemplateError
from assistant.shipped import shipped_templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BASE = "file:///letter/"
"""The made-up folder that every file named in a template is in, so that no real path is printed."""

KINDS = {
    ".css": "text/css",
    ".ttf": "font/ttf",
    ".ttc": "font/collection",
    ".otf": "font/otf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
}
"""Endings of files that a template may use, and what they are."""

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


def to_pdf(html: str, folders: Sequence[Path] = ()) -> bytes:
    """Return *html* set as a tagged, accessible PDF (PDF/UA-1).

    Files that *html* names are looked for in *folders*, in their order, and then among the shipped
    templates; nothing is loaded from anywhere else. The same input gives the same bytes on one
    machine. Raises CannotPrint where a character is in no typeface or WeasyPrint's libraries are
    missing, and TemplateError where the HTML or its styles have a mistake.
    """
    text = "".join(dict.fromkeys(markup.unescape(html)))
    _refuse(characters.unprintable(text))
    html = line_breaks.breakable(html)
    if not characters.has_rtl(text):
        html = _ISOLATION.sub("", html)
    families = faces.families_for(text)
    pdf, missing = _set(html, folders, families)
    from_styles = [family for family in faces.families_for(missing) if family not in families]
    if missing and from_styles:
        pdf, missing = _set(html, folders, [*families, *from_styles])
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


def _set(html: str, folders: Sequence[Path], families: Sequence[str]) -> tuple[bytes, list[str]]:
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    extra = faces.east_asian_folder()
    fetcher = _fetcher([*folders, shipped_templates(), *filter(None, [extra])])
    fonts = FontConfiguration()
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
                finisher=_finish,
            )
        except FatalURLFetchingError as error:  # a BaseException: nothing else would catch it
            raise TemplateError(
                str(error),
                "A template may use only style sheets, typefaces and pictures from its own folder.",
            ) from error
    if complaints:
        raise TemplateError(
            "The letter cannot be set as it stands: "
            + "; ".join(dict.fromkeys(" ".join(one.split()) for one in complaints)),
            "Look for this in the letter's template or its style sheet.",
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


def _fetcher(folders: Sequence[Path]) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class TemplateFiles(URLFetcher):  # type: ignore[misc]
        """Opens files of *folders* and nothing else."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
            path = find_file(url, folders)
            if path is None:
                raise FatalURLFetchingError(
                    f"The template asks for {_shown(url)}, which is not among its files."
                )
            kind = KINDS[path.suffix.lower()]
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return TemplateFiles()


def find_file(url: str, folders: Sequence[Path]) -> Path | None:
    """Return the file that *url* means in the first of *folders* to have it, else None.

    Links are followed before looking: a file that lies outside its folder is not found.
    """
    if not url.startswith(BASE):
        return None
    name = unquote(urlsplit(url).path.removeprefix(urlsplit(BASE).path))
    if "\0" in name or Path(name).suffix.lower() not in KINDS:
        return None
    for folder in folders:
        path = (folder / name).resolve()
        if path.is_relative_to(folder.resolve()) and path.is_file():
            return path
    return None


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
        with redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint
    except OSError as error:
        raise CannotPrint(
            "This computer lacks a part that PDF letters need (Pango).",
            f"To get it, type: {how_to_install()}\n"
            "Until then the letter can be written as plain text: add --as txt.",
        ) from error
    return weasyprint
