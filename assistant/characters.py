"""Typed text: clean it, cut it into paragraphs, and say which of its characters cannot be printed."""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import TYPE_CHECKING

from assistant import faces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_NAMED = 5
"""How many characters are named in one message; of the others only the number is told."""
EAST_ASIAN_ADVICE = (
    "Chinese, Japanese and Korean can be printed once a typeface for them is installed.\n"
    "On Debian or Ubuntu type: sudo apt-get install fonts-noto-cjk\n"
    f"Anywhere else type: {sys.executable} -m pip install noto-cjk-sans-otc"
)

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_RIGHT_TO_LEFT = ("R", "AL", "AN")
_DROPPED_CATEGORIES = ("Cc", "Cs", "Co", "Cn")
_DROPPED = dict.fromkeys(
    [
        *(0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),  # bidi controls
        *(0x00AD, 0xFEFF, *range(0xFFF9, 0xFFFC)),  # soft hyphen, byte order mark, annotations
        *range(0xE0000, 0xE0080),  # invisible tags
    ]
)
_EAST_ASIAN = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA", "BOPOMOFO")
_INVISIBLE = frozenset(
    [
        *(0x00AD, 0x034F, 0x180E, *range(0x200B, 0x2010), *range(0x2060, 0x2070)),  # joiners
        *range(0x1D173, 0x1D17B),  # beams and slurs of music
        *(*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)),  # variants of the letter before
    ]
)
"""Nothing is drawn for these, whether a typeface has them or not."""


def clean(text: str) -> str:
    """Return *text* as it may be kept and printed.

    Letters with accents are composed (NFC), every kind of line break becomes a newline, and what
    no reader could see is dropped: control characters except tab, lone surrogates, private-use and
    unassigned code points, soft hyphens, and the controls that reverse the order of the text.
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
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def has_rtl(text: str) -> bool:
    """Say whether *text* has letters or numbers of a script written from right to left."""
    return any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)


def unprintable(text: str) -> list[tuple[str, str]]:
    """Return each character of *text* that cannot be printed here, with its Unicode name."""
    return named(faces.missing_from_all(c for c in dict.fromkeys(text) if _is_seen(c)))


def named(characters: Iterable[str]) -> list[tuple[str, str]]:
    """Return each of *characters* once, with its Unicode name or its number."""
    return [(c, unicodedata.name(c, f"U+{ord(c):04X}")) for c in dict.fromkeys(characters)]


def cannot_print(found: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return what to say of characters *found* by :func:`unprintable`: what happened, what to do."""
    shown = [f"{character} ({name})" for character, name in found[:MOST_NAMED]]
    more = len(found) - len(shown)
    if more:
        shown.append(f"{more} more")
    listed = ", ".join(shown[:-1]) + " and " + shown[-1] if len(shown) > 1 else shown[0]
    they = "It is" if len(found) == 1 else "They are"
    advice = "Please leave it out, or write it another way."
    if any(name.startswith(_EAST_ASIAN) for _, name in found):
        advice += "\n" + EAST_ASIAN_ADVICE
    return f"This cannot be printed: {listed}. {they} in no typeface of this computer.", advice


def _is_seen(character: str) -> bool:
    return not (
        character in "\n\t"
        or ord(character) in _INVISIBLE
        or unicodedata.category(character) in ("Zs", "Zl", "Zp")
    )
