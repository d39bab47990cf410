"""The files that a letter may use: those of its folders, none larger than a letter needs."""

from __future__ import annotations

import os
import re
import struct
import tomllib
import unicodedata
from typing import TYPE_CHECKING, Any

from assistant.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KINDS = {
    ".css": "text/css",
    ".ttf": "font/ttf",
    ".ttc": "font/collection",
    ".otf": "font/otf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
}
"""Endings of files that a letter may use besides its template, and what they are.

Packed typefaces (WOFF) are not among them: a small one can unfold to fill the memory.
"""

MEGABYTE = 1_000_000
LARGEST = {"text": MEGABYTE, "font": 25 * MEGABYTE, "image": 10 * MEGABYTE}
"""The most bytes of a file, by the first word of its kind; a template is text too."""
MOST_DOTS = 25_000_000
"""The most dots of a PNG: a whole page at 400 dots an inch has 15 million."""

_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
"""How a PNG begins: its signature, then its first chunk, which goes on with width and height."""
_BEGINNINGS = {
    "image/png": (_PNG,),
    "image/jpeg": (b"\xff\xd8\xff",),
    "font/ttf": (b"\x00\x01\x00\x00", b"true", b"OTTO"),
    "font/otf": (b"OTTO", b"\x00\x01\x00\x00"),
    "font/collection": (b"ttcf",),
}
"""How a file of each kind begins; the others are text."""


_DEEP = re.compile(r"""(?<![\w"'.-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){100}""")


def inside(folder: Path, name: str) -> Path | None:
    """Return the file that *name*, with ``/`` between its parts, means in *folder*, or None.

    Links are followed first: raises TemplateError for one that leads out of the folder, and for a
    name that differs from its file's in capital letters, because it would be found on some
    computers and not on others.
    """
    parts = name.split("/")
    if any(part in ("", ".", "..") or not _is_plain(part) for part in parts):
        return None
    path, alike = folder, True
    for part in parts:
        entry = _entry(path, part)
        if entry is None:
            return None
        path = path / entry
        alike = alike and _composed(entry) == _composed(part)
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError):  # a link to nothing, or links in a circle
        return None
    if not real.is_relative_to(folder.resolve()):
        raise TemplateError(
            f"The file {path} is not in its folder, {folder}: it is a link that leads out of it.",
            "A template may use only files of its own folder. "
            "Put a copy of the file there instead of the link.",
            file=str(path),
        )
    if not real.is_file():
        return None
    if not alike:
        raise TemplateError(
            f"The file {path} differs from “{name}” in capital letters, so it would be found on "
            "some computers and not on others.",
            f"Rename it to {name}.",
            file=str(path),
        )
    return real


def find(name: str, folders: Sequence[Path]) -> Path | None:
    """Return the file that *name* means in the first of *folders* to have it, or None.

    Raises TemplateError as :func:`inside` does.
    """
    return next(filter(None, (inside(folder, name) for folder in folders)), None)


def toml(text: str) -> dict[str, Any]:
    """Return what *text*, TOML, holds.

    Raises tomllib.TOMLDecodeError, also for names so deep that to read them would fill the memory;
    and, as tomllib does, ValueError for a number and RecursionError for a list that is too long.
    """
    if deep := _DEEP.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise tomllib.TOMLDecodeError(f"A name has too many dots (at line {line}, column 1)")
    return tomllib.loads(text)


def read(path: Path) -> bytes:
    """Return what is in the file at *path*.

    Raises TemplateError where it cannot be read, is larger than a letter needs, or is not what its
    name says. A picture's size is told by its first bytes; it is not opened here.
    """
    kind = KINDS.get(path.suffix.lower(), "text")
    most = LARGEST[kind.split("/")[0]]
    if path.exists() and not path.is_file():  # a pipe would never end
        raise TemplateError(
            f"{path} is a folder or a device, and not a file.", "Move it away.", file=str(path)
        )
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise TemplateError(
            f"The file {path} cannot be read: {error.strerror}.",
            "Put it where you may read it.",
            file=str(path),
        ) from error
    if len(content) > most:
        raise TemplateError(
            f"The file {path} is too large: it has more than {most:,} letters."
            if kind.startswith("text")
            else f"The file {path} is too large: more than {most // MEGABYTE} megabytes.",
            "Make it smaller, or use another.",
            file=str(path),
        )
    beginnings = _BEGINNINGS.get(kind)
    if beginnings and not content.startswith(beginnings):
        raise TemplateError(
            f"The file {path} is not what its name says.",
            f"Save it again as a {path.suffix.lower().lstrip('.').upper()} file.",
            file=str(path),
        )
    if kind == "image/png":
        _refuse_huge(path, content)
    return content


def _refuse_huge(path: Path, png: bytes) -> None:
    width, height = struct.unpack(">II", png[len(_PNG) : len(_PNG) + 8].ljust(8, b"\0"))
    if width * height > MOST_DOTS:
        raise TemplateError(
            f"The picture {path} is {width} by {height} dots, which is too large for a letter.",
            "Make it smaller: for a logo, 1,000 dots across are plenty.",
            file=str(path),
        )


def _is_plain(part: str) -> bool:
    return part.isprintable() and not set(part) & set('\\:*?"<>|')


def _entry(folder: Path, name: str) -> str | None:
    """Return the entry of *folder* called *name*, or else one that differs in capital letters."""
    try:
        entries = [one.name for one in os.scandir(folder)]
    except OSError:
        return None
    if name in entries:
        return name
    wanted = _composed(name)
    like = [entry for entry in entries if _composed(entry).casefold() == wanted.casefold()]
    return next((entry for entry in like if _composed(entry) == wanted), like[0] if like else None)


def _composed(name: str) -> str:
    # Some systems keep é in one piece and some in two.
    return unicodedata.normalize("NFC", name)
