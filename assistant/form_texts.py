"""Texts for web forms, which take only so many characters."""

from __future__ import annotations

import html as markup
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TAG = re.compile(r"<[^>]*>")
SENTENCE_END = re.compile(
    r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)(?<!\bMrs)"
    r"(?:(?<=[.!?…])|(?<=[.!?…][\"”’)]))\s+"
)


def within(text: str, limit: int, note: str = "") -> str:
    """Return *text* in at most *limit* characters, one line for each line that holds anything.

    A line break counts as two characters, as web forms count it. What is too long loses whole
    sentences from its end, and *note* then says so; no sentence and no word is ever cut.
    """
    plain = markup.unescape(TAG.sub("", text)) if hasattr(text, "__html__") else text
    lines = [" ".join(line.split()) for line in plain.splitlines() if line.strip()]
    whole = "\n".join(lines)
    if form_length(whole) <= limit:
        return whole
    kept = ""
    for joint, sentence in _sentences(lines):
        longer = kept + joint + sentence if kept else sentence
        if form_length(f"{longer}\n{note}" if note else longer) > limit:
            break
        kept = longer
    return "\n".join(filter(None, [kept, note]))


def form_length(text: str) -> int:
    """Return how many characters *text* has as a web form counts it: a line break is two."""
    return len(text) + text.count("\n")


def _sentences(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each sentence with what stands before it: a space, or a line break."""
    for line in lines:
        for number, sentence in enumerate(SENTENCE_END.split(line)):
            yield (" " if number else "\n"), sentence
