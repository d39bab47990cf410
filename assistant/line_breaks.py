"""Where a line may break in text that has no spaces, such as a long number or pasted data."""

from __future__ import annotations

import re
import unicodedata

BREAK = "\N{ZERO WIDTH SPACE}"
JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{WORD JOINER}"
SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{FIGURE SPACE}"
VIRAMA = 9
"""The combining class of the sign that joins two consonants in the scripts of India."""
RUN = 30
"""How many characters stay together in a run without a space; less than a line holds."""
_MARKUP_OR_LONG_RUN = re.compile(r"<style.*?</style>|<!--.*?-->|<[^>]*>|[^ \t\n<]{400,}", re.DOTALL)
_REFERENCE_OR_CHARACTER = re.compile(r"&#?\w{1,10};|.", re.DOTALL)


def breakable(html: str) -> str:
    """Return *html* with invisible places to break (U+200B) in runs without a space.

    Only runs of 400 characters and more get them: Pango's time grows with the square of a run's
    length, and 40,000 characters would take it a quarter of a minute.
    """
    return _MARKUP_OR_LONG_RUN.sub(_with_breaks, html)


def _with_breaks(match: re.Match[str]) -> str:
    if match[0].startswith("<"):
        return match[0]
    parts: list[str] = []
    before, since = "", 0
    for unit in _REFERENCE_OR_CHARACTER.findall(match[0]):
        if (
            (before and before in SPACES)
            or (since >= RUN and _parts(before, unit))
            or since >= RUN * RUN
        ):
            parts.append(BREAK)
            since = 0
        parts.append(unit)
        before, since = unit, since + 1
    return "".join(parts)


def _parts(before: str, after: str) -> bool:
    """Say whether a line may break between two characters without changing how they look."""
    joined = before in JOINERS or after in JOINERS or unicodedata.combining(before[-1]) == VIRAMA
    return not joined and not unicodedata.category(after[0]).startswith("M")
