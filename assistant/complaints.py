"""What WeasyPrint complains of, in plain words: mistakes in a letter's HTML and style sheets."""

from __future__ import annotations

import re
from typing import NamedTuple


class Plain(NamedTuple):
    """One complaint in plain words: what is wrong and what to do, as sentences.

    *line* is that of a style sheet, from 1, or 0; *words* are words that stand there, as typed.
    """

    says: str
    hint: str
    line: int = 0
    words: str = ""


PICTURE = (
    "Who hears the letter read out needs them. Write them into the picture’s tag: "
    '<img src="{words}" alt="Sampletown Advice Centre">.'
)
_KNOWN = (
    (
        re.compile(r'Image "(?P<words>[^"]*)" has no required alt'),
        "The picture {words} has no words that stand for it.",
        PICTURE,
    ),
    (
        re.compile(r'Missing required "lang" attribute'),
        "The letter does not say which language it is in.",
        'Begin its HTML with <html lang="{{{{ letter.language }}}}">, or build on shipped/base.html.',
    ),
    (
        re.compile(r"Ignored `(?P<words>[^`]*)` at (?P<line>\d+):\d+, (?P<why>[^.]*)"),
        "Line {line} of a style sheet is not understood: {words} ({why}).",
        "Correct it, or delete it.",
    ),
    (
        re.compile(
            r"Failed to (?:load image at|render SVG image) '?(?:file:///letter/)?(?P<words>[^':]*)"
        ),
        "The picture {words} cannot be read.",
        "Save it again as PNG or SVG.",
    ),
    (
        re.compile(r"(?P<words>.*) at (?P<line>\d+):\d+"),
        "Line {line} of a style sheet is not understood: {words}.",
        "Look for a bracket or a semicolon that is missing there or in the line before.",
    ),
    (
        re.compile(r"Font-face '?(?P<words>[^']*)'? cannot be loaded"),
        "The typeface {words} cannot be read.",
        "Save it again, or use another.",
    ),
    (
        re.compile(r"This row has more columns"),
        "A table has a row that is longer than its first.",
        "Give every row the same number of cells.",
    ),
)


def plain(complaint: str) -> Plain:
    """Return a *complaint* of WeasyPrint's in plain words; its own where it is not known."""
    complaint = " ".join(complaint.split())
    for pattern, says, hint in _KNOWN:
        if found := pattern.search(complaint):
            named = found.groupdict()
            line = int(named.get("line") or 0)
            return Plain(says.format(**named), hint.format(**named), line, named.get("words", ""))
    return Plain(
        f"The letter cannot be set as it stands: {complaint.rstrip('.')}.",
        "Look for this in the letter’s template or its style sheet.",
    )
