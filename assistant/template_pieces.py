"""Take the text of a template to pieces: what it prints as it stands, and the tags between."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
KINDS = {"{{": "expression", "{%": "statement", "{#": "comment"}
_OPENING = re.compile(r"\{[{%#]")
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|' + r"'(?:[^'\\\n]|\\.)*'")
_SIGN = re.compile(r"[\"']|\}\}|%\}|\{[{%#]|[{}]")
_RAW = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}")
_END_RAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
_UNPRINTED = re.compile(r"<!--|<(?P<name>style|script)\b", re.IGNORECASE)
"""Where something begins that is not printed: a note of HTML, a style sheet, a script."""


@dataclass(frozen=True)
class Piece:
    """One piece of a template: *kind* is text, expression, statement or comment.

    *inner* is what is between the braces, without the spaces and signs at its ends; of a text, the
    whole. *line* counts from 1, *start* and *end* are places in the template. *closed* is the sign
    that ends a tag, and empty where none does; it should be that of :data:`ENDS`.
    """

    kind: str
    inner: str
    line: int
    start: int
    end: int
    opened: str = ""
    closed: str = ""

    @property
    def well_closed(self) -> bool:
        """Whether the tag ends as it began."""
        return self.closed == ENDS.get(self.opened, "")

    @property
    def word(self) -> str:
        """The first word of a statement, such as ``if``."""
        found = re.match(r"[A-Za-z_]\w*", self.inner)
        return found.group() if found else ""


def pieces(source: str) -> Iterator[Piece]:
    """Yield the pieces of *source* in order; a tag that is not closed ends with its line."""
    starts = line_starts(source)
    last_raw = max((found.start() for found in _END_RAW.finditer(source)), default=-1)
    place = 0
    while place < len(source):
        found = _OPENING.search(source, place)
        if not found or found.start() > place:
            end = found.start() if found else len(source)
            yield _text(source, place, end, starts)
            place = end
            continue
        raw = _RAW.match(source, place) if place < last_raw else None
        ended = _END_RAW.search(source, raw.end()) if raw else None
        if raw and ended:
            yield _text(source, raw.end(), ended.start(), starts)
            place = ended.end()
            continue
        tag = _tag(source, place, starts)
        yield tag
        place = tag.end


def printed(source: str) -> str:
    """Return *source* with spaces for all that is not printed as it stands: tags, styles, notes.

    Line breaks stay, so that every place in the result is the same place in *source*.
    """
    kept = "".join(
        piece.inner if piece.kind == "text" else blank(source[piece.start : piece.end])
        for piece in _with_gaps(source)
    )
    return without(kept, list(_unprinted(kept)))


def without(text: str, places: Iterable[tuple[int, int]]) -> str:
    """Return *text* with spaces for what is between the *places*, in order; line breaks stay."""
    made, before = [], 0
    for start, end in places:
        made += [text[before:start], blank(text[start:end])]
        before = max(before, end)
    return "".join([*made, text[before:]])


def _unprinted(text: str) -> Iterator[tuple[int, int]]:
    place = 0
    small = text.lower()
    while found := _UNPRINTED.search(text, place):
        closing = f"</{found['name'].lower()}" if found["name"] else "-->"
        end = small.find(closing, found.end())
        if end < 0:
            return
        yield found.start(), (place := end + len(closing))


def blank(text: str) -> str:
    """Return *text* with spaces for everything but line breaks."""
    return re.sub(r"[^\n]", " ", text)


def line_starts(source: str) -> list[int]:
    """Return the places in *source* at which its lines begin, but for the first."""
    return [found.end() for found in re.finditer("\n", source)]


def line_at(starts: list[int], place: int) -> int:
    """Return the line, from 1, of a *place*, where lines begin at *starts*."""
    return bisect_right(starts, place) + 1


def unquoted(code: str) -> str:
    """Return *code* with spaces for what is between straight quotation marks."""
    return _QUOTED.sub(lambda found: '"' + blank(found.group()[1:-1]) + '"', code)


def _with_gaps(source: str) -> Iterator[Piece]:
    """Yield the pieces, and the tags {% raw %} and {% endraw %} between them as comments."""
    place = 0
    for piece in pieces(source):
        if piece.start > place:
            yield Piece("comment", "", 0, place, piece.start)
        yield piece
        place = piece.end
    if place < len(source):
        yield Piece("comment", "", 0, place, len(source))


def _text(source: str, start: int, end: int, starts: list[int]) -> Piece:
    return Piece("text", source[start:end], line_at(starts, start), start, end)


def _tag(source: str, start: int, starts: list[int]) -> Piece:
    opened = source[start : start + 2]
    inside, closed, end = _comment(source, start) if opened == "{#" else _code(source, start)
    inner = source[start + 2 : inside].strip("-+ \t\n\r")
    return Piece(KINDS[opened], inner, line_at(starts, start), start, end, opened, closed)


def _comment(source: str, start: int) -> tuple[int, str, int]:
    inside = source.find("#}", start + 2)
    return (inside, "#}", inside + 2) if inside >= 0 else (len(source), "", len(source))


def _code(source: str, start: int) -> tuple[int, str, int]:
    """Return where the code of a tag ends, the sign that ends it, and where that ends."""
    place = start + 2
    depth = 0  # of braces within the code, as Jinja allows them
    while found := _SIGN.search(source, place):
        sign, place = found.group(), found.end()
        if sign in "\"'":
            quoted = _QUOTED.match(source, found.start())
            place = quoted.end() if quoted else place
        elif sign in ENDS and not depth:
            break  # another tag begins, so this one was never closed
        elif sign == "{" or sign in ENDS:
            depth, place = depth + 1, found.start() + 1
        elif depth and sign != "%}":
            depth, place = depth - 1, found.start() + 1
        elif sign != "}":
            return found.start(), sign, found.end()
    ends = [found.start()] if found else []
    end = min([*ends, len(source), *filter(lambda at: at >= 0, [source.find("\n", start)])])
    return end, "", end
