"""Templates: find them, the person's own first, and fill them in with what a letter says.

A template may come from somebody else. What it can do is settled in ``template_language``; here it
can read no file outside the folders it comes from. Answers are data: whatever is in them is printed
as typed.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from assistant import files, languages
from assistant.errors import TemplateError
from assistant.house import OWN, SHIPPED, Layer, Look
from assistant.kinds import kinds
from assistant.shipped import shipped_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from assistant.house import House
    from assistant.template_language import Language
    from assistant.wording import Letter

ENDING = ".html"
LONGEST = 3_000_000
"""The most letters of HTML that a template may print."""
PRIVATE = 0o700


@dataclass(frozen=True)
class Found:
    """A template: its name, its file, the layer that file is in, and its text.

    *layer* is ``shipped``, ``house``, or the language tag of a folder in the house.
    """

    name: str
    path: Path
    layer: str
    text: str


@dataclass(frozen=True)
class Used:
    """One template that a letter was made from: see :class:`Found`; *path* as text."""

    name: str
    path: str
    layer: str


@dataclass(frozen=True)
class Filled:
    """A letter filled in: its HTML, the tag of the language it is really in, and its templates.

    *english* names the pieces of a letter in another language that are still in English.
    """

    html: str
    language: str
    used: tuple[Used, ...]
    english: tuple[str, ...] = ()


def fill(letter: Letter, folders: Sequence[Path] = ()) -> str:
    """Return *letter* as HTML, from the first template of its name.

    *folders* are the person's own, looked in before the shipped templates. Raises TemplateError,
    with the file and the line, where a template cannot be found, read or filled in.
    """
    own = [Layer(OWN, folder, letter.language) for folder in folders]
    return filled(letter, (*own, shipped())).html


def filled(
    letter: Letter, layers: Sequence[Layer], look: Look | None = None, formats: str = ""
) -> Filled:
    """Return *letter* filled in with the templates in *layers*, the first coming first.

    The letter is in the language of its home. Where that is not the language it should be in,
    templates in other languages are left out of it, so that one letter speaks one language. Dates
    and numbers are written as in the language *formats*, a tag; without it, in the letter's own.
    Raises TemplateError, with the file and the line.
    """
    from assistant.mistakes import explained, too_long

    layer = home(letter.name, layers)
    language = _language(_spoken(layers, layer.language), formats or layer.language)
    if letter.language != layer.language:
        letter = replace(letter, language=layer.language)
    law = {one.key: one.words for one in letter.law}
    words = {"letter": letter, "law": law, "house": look or Look()}
    try:
        html = _printed(language.get_template(letter.name + ENDING).generate(words))
    except Exception as error:
        raise explained(error, letter) from error
    if html is None:
        raise too_long(letter, LONGEST)
    used = tuple(Used(name, path, _layer(path, layers)) for name, path in language.used.items())
    if languages.is_english(layer.language):
        return Filled(html, layer.language, used)
    english = _english(letter.name, html, layer, layers, language)
    return Filled(html, layer.language, used, english)


def _english(
    name: str, html: str, layer: Layer, layers: Sequence[Layer], language: Language
) -> tuple[str, ...]:
    from assistant import untranslated

    tags = {one.name: one.language for one in layers}
    spoken = _spoken(layers, layer.language)

    def find(name: str) -> tuple[str, str] | None:
        found = _find(name, spoken)
        return (found.text, tags.get(found.layer, languages.SHIPPED)) if found else None

    return tuple(untranslated.pieces(name, html, language, find, layer.language))


def _printed(pieces: Iterable[str]) -> str | None:
    """Return *pieces* as one text, or None if it would be too long to be a letter."""
    kept, length = [], 0
    for piece in pieces:
        kept.append(piece)
        length += len(piece)
        if length > LONGEST:
            return None
    return "".join(kept)


@cache
def shipped() -> Layer:
    """Return the layer of the templates that come with the program."""
    return Layer(SHIPPED, shipped_templates(), languages.SHIPPED)


def names() -> tuple[str, ...]:
    """Return the names of all letters, which are the names of their templates without the ending."""
    return tuple(kinds())


def home(name: str, layers: Sequence[Layer]) -> Layer:
    """Return the layer whose template the letter *name* is made from; the last one if none has it."""
    *own, last = layers
    return next((one for one in own if files.inside(one.folder, name + ENDING)), last)


def find(name: str, house: House | None = None, language: str = "") -> Found | None:
    """Return the template that *name* (``correction.html``, ``shipped/base.html``) means, or None.

    With a *house* its templates come first, and before them those in its folder for *language*, a
    tag. Nothing is filled in. Raises TemplateError for a file that cannot be read.
    """
    return _find(name, (*(house.layers(language) if house else ()), shipped()))


def _find(name: str, layers: Sequence[Layer]) -> Found | None:
    prefix, _, rest = name.partition("/")
    named = [one for one in layers if one.name == prefix]
    for layer in named or layers:
        path = files.inside(layer.folder, rest if named else name)
        if path and path.suffix.lower() not in files.KINDS:
            return Found(name, path, layer.name, text_of(path))
    return None


def text_of(path: Path) -> str:
    """Return what is in the template at *path*. Raises TemplateError."""
    try:
        return files.read(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TemplateError(
            f"The template {path} cannot be read: it is not plain text in UTF-8.",
            "Save it again as plain text, with the encoding UTF-8.",
            str(path),
        ) from error


def _spoken(layers: Sequence[Layer], tag: str) -> tuple[Layer, ...]:
    """Return the layers for a letter in the language *tag*: those in it, and those in English."""
    wanted = (tag, languages.SHIPPED)
    kept = [one for one in layers if any(languages.serves(one.language, tag) for tag in wanted)]
    return tuple(dict.fromkeys((*kept, shipped())))


def _layer(path: str, layers: Sequence[Layer]) -> str:
    """Return the name of the layer that the file at *path* is in."""
    inner_first = sorted(layers, key=lambda one: -len(one.folder.parts))
    return next((one.name for one in inner_first if path.startswith(str(one.folder))), SHIPPED)


def _language(layers: tuple[Layer, ...], tag: str) -> Language:
    # Shipped templates do not change while the program runs, so they are compiled only once.
    made = _shipped_language() if set(layers) == {shipped()} else _made(layers, tag)
    made.used.clear()
    made.called.clear()
    return made


@cache
def _shipped_language() -> Language:
    return _made((shipped(),), languages.SHIPPED)


def keep_compiled(folder: Path) -> None:
    """Keep the shipped templates in *folder* as Jinja compiles them, and take them from there.

    To compile them takes as long as to fill in several letters. Only the owner may write *folder*,
    for what lies there is run; where that cannot be had, nothing is kept.
    """
    from jinja2 import FileSystemBytecodeCache

    with suppress(OSError):
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        folder.chmod(PRIVATE)
        if os.access(folder, os.W_OK):
            _shipped_language().bytecode_cache = FileSystemBytecodeCache(str(folder))


def _made(layers: tuple[Layer, ...], tag: str) -> Language:
    from jinja2 import FunctionLoader

    from assistant.template_language import language

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = _find(name, layers)
        return (found.text, str(found.path), lambda: True) if found else None

    return language(FunctionLoader(load), tag)
