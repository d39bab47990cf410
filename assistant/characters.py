"""Typed text: clean it, cut it into paragraphs, and say which of its characters cannot be printed."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from assistant import faces

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_LETTERS_LEFT, _LETTERS_RIGHT = ("L",), ("R", "AL")
_DROPPED_CATEGORIES = ("Cc", "Cs", "Co", "Cn")
_DROPPED = dict.fromkeys(
    [
        *(0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),  # bidi controls
        *(0xFEFF, *range(0xE0000, 0xE0080)),  # byte order mark, invisible tags
    ]
)
WHAT_TO_DO = "Please leave it out, or write it in other letters."
_INVISIBLE = frozenset([0x034F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])


def clean(text: str) -> str:
    """Return *text* as it may be kept and printed.

    Letters with accents are composed (NFC), every kind of line break becomes a newline, and what
    no reader could see is dropped: control characters except tab, lone surrogates, private-use and
    unassigned code points, and the controls that reverse the order of the text around them.
    Cleaning twice changes nothing more.
    """
    text = _LINE_BREAKS.sub("\n", text).translate(_DROPPED)
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in _DROPPED_CATEGORIES)
    return unicodedata.normalize("NFC", "".join(kept))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of *text*, which blank lines part; lines within one stay lines."""
    return [part.strip() for part in _BLANK_LINES.split(text.strip()) if part.strip()]


def is_rtl(text: str) -> bool:
    """Say whether the first letter of *text* is of a script written from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in _LETTERS_LEFT + _LETTERS_RIGHT:
            return direction in _LETTERS_RIGHT
    return False


def unprintable(text: str) -> list[tuple[str, str]]:
    """Return each character of *text* that no shipped typeface has, with its Unicode name."""
    printable = frozenset().union(*faces.coverage().values())
    return named(c for c in dict.fromkeys(text) if ord(c) not in printable and _is_seen(c))


def named(characters: Iterable[str]) -> list[tuple[str, str]]:
    """Return each of *characters* once, with its Unicode name or its number."""
    return [(c, unicodedata.name(c, f"U+{ord(c):04X}")) for c in dict.fromkeys(characters)]


def cannot_print(found: Iterable[tuple[str, str]]) -> str:
    """Return a sentence that names the characters *found* by :func:`unprintable`."""
    named = ", ".join(f"{character} ({name.lower()})" for character, name in found)
    return f"No typeface here has: {named}."


def _is_seen(character: str) -> bool:
    return not (
        character in "\n\t"
        or ord(character) in _INVISIBLE
        or unicodedata.category(character) in ("Cf", "Zs", "Zl", "Zp")
    )
