"""A letter as plain text, to read, to send as an e-mail and to copy into a web form."""

from __future__ import annotations

import re
import textwrap
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from assistant import blocks, tree

if TYPE_CHECKING:
    from collections.abc import Sequence

UNDERLINES = {1: "=", 2: "-"}
"""What a heading is underlined with, by its level; lower ones have a tilde."""
INDENT = "    "
NARROWEST = 20
"""Columns that are left to the words however deep they are indented."""
ROOM_TO_SIGN = [""] * 3
COPIED = "form"
"""How the ``data-part`` of a heading begins under which texts stand that are to be copied."""
ROMAN = {"m": 1000, "cm": 900, "d": 500, "cd": 400, "c": 100, "xc": 90, "l": 50, "xl": 40, "x": 10,
         "ix": 9, "v": 5, "iv": 4, "i": 1}  # fmt: skip


def to_text(html: str, width: int = 72) -> str:
    """Return the filled letter *html* as text in lines of at most *width* characters.

    Only what has no space to break at is longer, and a text under a heading marked as one for a
    form: it is copied from here, and so has the line breaks that it was given and no others. No
    line ends in spaces. Raises TemplateError as :func:`assistant.blocks.document` does.
    """
    lines = _stacked(blocks.read(html), width)
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def _stacked(found: Sequence[tree.Block], width: int) -> list[str]:
    """Return the lines of *found*, with an empty line between two blocks."""
    lines: list[str] = []
    before: tree.Block | None = None
    copied = False
    for block in found:
        if before:
            lines += _between(before, block)
        if isinstance(block, tree.Heading):
            copied = block.part.startswith(COPIED)
        if copied and type(block) is tree.Paragraph:
            lines += _words(block).split("\n")
        else:
            lines += _lines(block, width)
        before = block
    return lines


def _between(before: tree.Block, block: tree.Block) -> list[str]:
    """Return the empty lines between two blocks."""
    role = before.role if isinstance(before, tree.Paragraph) else ""
    if role == "list-heading" and isinstance(block, tree.Listing):
        return []
    return ROOM_TO_SIGN if role == "closing" else [""]


def _lines(block: tree.Block, width: int) -> list[str]:
    match block:
        case tree.Heading():
            lines = _paragraph(block, width)
            return [*lines, UNDERLINES.get(block.level, "~") * max(map(len, lines))]
        case tree.Paragraph():
            return _paragraph(block, width)
        case tree.Listing():
            return _list(block, width)
        case tree.Group():
            return _group(block, width)
        case tree.Table():
            return _table(block, width)
    sheet = isinstance(block, tree.PageBreak)
    return ["", "-" * width, ""] if sheet else ["-" * NARROWEST]


def _paragraph(block: tree.Paragraph, width: int) -> list[str]:
    """Return the words of a paragraph in lines of *width*."""
    return [
        part
        for line in _words(block).split("\n")
        for part in textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
        or [""]
    ]


def _words(block: tree.Paragraph) -> str:
    """Return the words of a paragraph, with the address of a link where it does not show."""
    words = ""
    for link, runs in groupby(block.runs, key=attrgetter("link")):
        text = "".join(run.text for run in runs)
        address = re.sub("^(?:mailto|tel):", "", link)
        shown = re.sub("^https?://", "", address).rstrip("/") in text
        words += text if shown else f"{text} <{address}>"
    return words


def _list(block: tree.Listing, width: int) -> list[str]:
    lines: list[str] = []
    apart = any(len(item) > 1 for item in block.items)
    markers = [_marker(block.numbering, block.start + n) for n in range(len(block.items))]
    column = max(map(len, markers)) + 1
    for marker, item in zip(markers, block.items, strict=True):
        if apart and lines:
            lines.append("")
        words = _stacked(item, max(width - column, NARROWEST)) or [""]
        lines.append(marker.ljust(column) + words[0])
        lines += [" " * column + line for line in words[1:]]
    return lines


def _marker(numbering: str, number: int) -> str:
    """Return what stands before an item of a list."""
    if numbering == "bullet":
        return "-"
    kind, _, shape = numbering.partition("-")
    if not shape or number < 1:
        return f"{number}."
    counted = _letters(number) if shape == "letter" else _roman(number)
    return f"{counted.upper() if kind == 'upper' else counted}."


def _letters(number: int) -> str:
    """Return *number* counted in letters: a to z, then aa, ab and so on."""
    text = ""
    while number:
        number, digit = divmod(number - 1, 26)
        text = chr(ord("a") + digit) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for sign, value in ROMAN.items():
        count, number = divmod(number, value)
        text += sign * count
    return text


def _group(block: tree.Group, width: int) -> list[str]:
    if block.role in ("letterhead", "sender", "recipient"):
        lines = [line for one in block.blocks for line in _lines(one, width)]
        # The words for a logo are often the name that stands below it.
        return list(dict.fromkeys(lines)) if block.role == "letterhead" else lines
    first, *rest = block.blocks
    title = _paragraph(first, width) if isinstance(first, tree.Heading) else []
    words = _stacked(rest if title else block.blocks, max(width - len(INDENT), NARROWEST))
    return [*title, *([""] if title and words else []), *(INDENT + line for line in words)]


def _table(block: tree.Table, width: int) -> list[str]:
    """Return the cells of each row below each other, and the rows set apart."""
    lines: list[str] = []
    for row in block.rows:
        cells = [line for cell in row if cell.blocks for line in _stacked(cell.blocks, width)]
        lines += [*([""] if lines and cells else []), *cells]
    return lines
