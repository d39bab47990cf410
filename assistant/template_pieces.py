"""Take the text of a template to pieces: what it prints as it stands, and the tags between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
KINDS = {"{{": "expression", "{%": "statement", "{#": "comment"}
_OPENING = re.compile(r"\{[{%#]")
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|' + r"'(?:[^'\\\n]|\\.)*'")
_SIGN = re.compile(r"[\"']|\}\}|%\}|\{[{%#]|[{}]")
_RAW = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}")
_END_RAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
_UNPRINTED = re.compile(r"<!--.*?-->|<(style|script)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


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
    place = 0
    while place < len(source):
        found = _OPENING.search(source, place)
        if not found or found.start() > place:
            end = found.start() if found else len(source)
            yield _text(source, place, end)
            place = end
            continue
        raw = _RAW.match(source, place)
        ended = _END_RAW.search(source, raw.end()) if raw else None
        if raw and ended:
            yield _text(source, raw.end(), ended.start())
            place = ended.end()
            continue
        tag = _tag(source, place)
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
    return _UNPRINTED.sub(lambda found: blank(found.group()), kept)


def blank(text: str) -> str:
    """Return *text* with spaces for everything but line breaks."""
    return re.sub(r"[^\n]", " ", text)


def line_at(source: str, place: int) -> int:
    """Return the line, from 1, of a *place* in *source*."""
    return source.count("\n", 0, place) + 1


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


def _text(source: str, start: int, end: int) -> Piece:
    return Piece("text", source[start:end], line_at(source, start), start, end)


def _tag(source: str, start: int) -> Piece:
    opened = source[start : start + 2]
    inside, closed, end = _comment(source, start) if opened == "{#" else _code(source, start)
    inner = source[start + 2 : inside].strip("-+ \t\n\r")
    return Piece(KINDS[opened], inner, line_at(source, start), start, end, opened, closed)


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
