"""The words behind the shapes: what a screen reader says, and a copy of the text holds.

Many scripts join, stack and reorder letters, so the shapes on paper do not give the letters back
one by one. A PDF may say them beside the shapes (ActualText); WeasyPrint 70 does not.
"""

from __future__ import annotations

import io
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.line_breaks import BREAK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pydyf

SHAPED = ("M", "Cf")
"""Categories of characters that change, join or follow another: signs over letters, joiners."""
RIGHT_TO_LEFT = ("R", "AL")

NOTHING = "\N{WORD JOINER}"
"""What a shape stands for that has no letter of its own; a PDF wants something."""
GLYPH_AND_LETTERS = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")


def needs_words(text: str) -> bool:
    """Say whether the shapes of *text* do not tell its letters one by one."""
    shaped = any(unicodedata.category(character).startswith(SHAPED) for character in text)
    return shaped or is_mirrored(text)


def is_mirrored(text: str) -> bool:
    """Say whether *text* has letters written from right to left.

    Programs that copy text turn such text round, so that what is beside the shapes for them must
    be left out; a screen reader finds it in the tags.
    """
    return any(unicodedata.bidirectional(character) in RIGHT_TO_LEFT for character in text)


def texts(box: Any) -> Iterator[str]:
    """Yield the text of each piece of *box*, a box of WeasyPrint's, in the order of its tags."""
    from weasyprint.formatting_structure.boxes import TextBox

    for child in getattr(box, "children", ()):
        if isinstance(child, TextBox):
            yield child.text
        else:
            yield from texts(child)


def words(text: str) -> str:
    """Return *text* as it was typed, without the breaks put in to set it."""
    return text.replace(BREAK, "")


def repair_letters(fonts: Iterable[Any], pdf: pydyf.PDF) -> None:
    """Let each shape of *fonts* stand for its own letter in *pdf*.

    WeasyPrint lets a shape stand for the whole group of letters in which it first came, and the
    other shapes of that group for nothing, wherever they come again.
    """
    import pydyf

    by_name = {font.name: font for font in fonts}
    for item in pdf.objects:
        if not isinstance(item, pydyf.Dictionary) or item.get("Type") != "/Font":
            continue
        font = by_name.get(item["BaseFont"])
        if font is None or "ToUnicode" not in item:
            continue
        if any(needs_words(text) or not text for text in font.to_unicode.values()):
            lines = pdf.objects[int(bytes(item["ToUnicode"]).split()[0])].stream
            lines[:] = [_repaired(line, _letters(font)) for line in lines]


@lru_cache(maxsize=1)
def _letters(font: Any) -> dict[int, set[str]]:
    """Return the letters of each glyph of *font* that has letters of its own."""
    from fontTools.ttLib import TTFont

    typeface = TTFont(io.BytesIO(font.file_content), lazy=True)
    letters: dict[int, set[str]] = {}
    for point, name in (typeface.getBestCmap() or {}).items():
        letters.setdefault(typeface.getGlyphID(name), set()).add(chr(point))
    return letters


def _repaired(line: bytes, letters: dict[int, set[str]]) -> bytes:
    """Return a line of a table from glyphs to letters, corrected."""
    found = GLYPH_AND_LETTERS.fullmatch(line)
    if not found:
        return line
    glyph, text = int(found[1], 16), bytes.fromhex(found[2].decode()).decode("utf-16-be")
    own = letters.get(glyph, set())
    plain = {unicodedata.normalize("NFKC", letter) for letter in own}
    right = text if text in own | plain else min(plain, default=text or NOTHING)
    return b"<%s> <%s>" % (found[1], right.encode("utf-16-be").hex().encode())
