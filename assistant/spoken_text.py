"""The words behind the shapes: what a screen reader says, and a copy of the text holds.

Many scripts join, stack and reorder letters, so the shapes on paper do not give the letters back
one by one. A PDF may say them beside the shapes (ActualText); WeasyPrint 70 does not. Nor does it
print the space at the end of a line, without which the words on both sides of it are read as one.
"""

from __future__ import annotations

import io
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.line_breaks import BREAK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pydyf

SHAPED = ("M", "Cf")
"""Categories of characters that change, join or follow another: signs over letters, joiners."""
RIGHT_TO_LEFT = ("R", "AL")
SPACES = " \t\r\n\f"
NOTHING = "\N{WORD JOINER}"
"""What a shape stands for that has no letter of its own; a PDF wants something."""
GLYPH_AND_LETTERS = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")


class Piece(NamedTuple):
    """Text that is set in one go, and whether a space parts it from the next."""

    text: str
    space_after: bool

    @property
    def words(self) -> str:
        """The text as it was typed, without the breaks put in to set it."""
        return self.text.replace(BREAK, "") + " " * self.space_after

    @property
    def is_mirrored(self) -> bool:
        """Whether it has letters written from right to left.

        Programs that copy text turn such text round, so that words beside its shapes would be
        turned round twice; a screen reader finds them in the tags.
        """
        return not self.text.isascii() and any(
            unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in self.text
        )

    @property
    def needs_words(self) -> bool:
        """Whether the shapes do not tell the letters one by one."""
        return not self.text.isascii() and any(
            unicodedata.category(letter).startswith(SHAPED)
            or unicodedata.bidirectional(letter) in RIGHT_TO_LEFT
            for letter in self.text
        )


class Sources:
    """The text of each element as it stands in the HTML, read along with what was set of it."""

    def __init__(self) -> None:
        self._sources: dict[Any, tuple[str, int]] = {}

    def pieces(self, box: Any) -> list[Piece]:
        """Return the pieces of text in *box*, a box of WeasyPrint's, in the order of their tags."""
        texts = list(_set_texts(box, box.element))
        following = [text for _, text in texts[1:]] + [""]
        return [
            Piece(text, space_after=self._space_after(block, text) and not _begins(after))
            for (block, text), after in zip(texts, following, strict=False)
        ]

    def _space_after(self, block: Any, text: str) -> bool:
        if not text.strip(SPACES):
            return False
        source, position = self._sources.get(block) or (_source(block), 0)
        found = source.find(text.strip(SPACES), position)
        if found < 0:
            return False
        end = found + len(text.strip(SPACES))
        self._sources[block] = source, end
        return source[end : end + 1] == " " and text[-1] not in SPACES


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
        if any(len(unicodedata.normalize("NFD", text)) != 1 for text in font.to_unicode.values()):
            lines = pdf.objects[int(bytes(item["ToUnicode"]).split()[0])].stream
            lines[:] = [_repaired(line, _letters(font)) for line in lines]


def space_glyphs(fonts: Iterable[Any]) -> dict[str, int]:
    """Return the glyph of the space in each of *fonts* that has printed one, by the font's name."""
    return {
        font.hash: glyph for font in fonts for glyph, text in font.to_unicode.items() if text == " "
    }


def _set_texts(box: Any, block: Any) -> Iterator[tuple[Any, str]]:
    """Yield each text that was set in *box*, with the element whose paragraph it is part of."""
    from weasyprint.formatting_structure.boxes import LineBox, TextBox

    for child in getattr(box, "children", ()):
        if isinstance(child, TextBox):
            yield block, child.text
        else:
            yield from _set_texts(child, box.element if isinstance(child, LineBox) else block)


def _begins(text: str) -> bool:
    """Say whether *text* begins with a space that is printed, as it is before a word."""
    return text[:1] == " " and not text.isspace()


def _source(element: Any) -> str:
    """Return the text of an element of the HTML, with one space where lines or spaces are."""
    return re.sub(f"[{SPACES}]+", " ", "".join(_texts(element))).strip(" ")


def _texts(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield " "
        elif isinstance(child.tag, str):
            yield from _texts(child)
        yield child.tail or ""


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
    own = {unicodedata.normalize("NFKC", letter) for letter in letters.get(glyph, ())}
    if text:
        own &= {text, *unicodedata.normalize("NFD", text)}
    right = text if not own or text in own else min(own)
    return b"<%s> <%s>" % (found[1], (right or NOTHING).encode("utf-16-be").hex().encode())
