"""A template taken to pieces for people: its blocks, the words of each, and whose they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import template_pieces, templates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from assistant.house import House
    from assistant.templates import Found

EXTENDS = re.compile(r"extends\s+[\"'](?P<name>[^\"']+)[\"']\s*$")
IMPORT = re.compile(r"(from|import)\s")
USED = re.compile(r"(?:include|from)\s+[\"'](?P<name>[^\"']+)[\"']")
MOST = 20
"""How many templates may extend one another."""


@dataclass(frozen=True)
class Block:
    """One block of a template.

    *text* is what stands between its tags. *template* is the name of the template from which that
    comes, *path* its file and *layer* whose it is; *line* is where it begins there. *within* is the
    block around it, or empty. *uses* are the templates that it includes.
    """

    name: str
    text: str
    template: str
    path: str
    layer: str
    line: int
    within: str = ""
    uses: tuple[str, ...] = ()


def outline(name: str, house: House | None = None, language: str = "") -> list[Block]:
    """Return the blocks of the template *name* (``correction.html``), as they are printed.

    A block stands where the template at the bottom has it, with the words of the one on top. Raises
    TemplateError as :func:`assistant.templates.find` does.
    """
    chain = _chain(name, house, language)
    found: dict[str, Block] = {}
    for one in reversed(chain):
        for block in blocks(one):
            placed = found.get(block.name)
            within = placed.within if placed else block.within
            found[block.name] = replace(block, within=within)
    return list(_nested(found.values(), ""))


def _nested(found: Collection[Block], within: str) -> Iterator[Block]:
    """Yield the blocks of *found* that are in the block *within*, each followed by those in it."""
    for one in found:
        if one.within == within:
            yield one
            yield from _nested(found, one.name)


def blocks(found: Found) -> list[Block]:
    """Return the blocks that stand in one template itself, in order."""
    made = []
    waiting: list[tuple[str, template_pieces.Piece, str]] = []
    for piece in template_pieces.pieces(found.text):
        word = piece.word if piece.kind == "statement" else ""
        if word == "block":
            name = piece.inner[len("block") :].split()
            waiting.append((name[0] if name else "", piece, waiting[-1][0] if waiting else ""))
        elif word == "endblock" and waiting:
            name_, begun, within = waiting.pop()
            text = found.text[begun.end : piece.start]
            uses = tuple(dict.fromkeys(USED.findall(text)))
            made.append(
                Block(name_, text.strip("\n"), found.name, str(found.path), found.layer, begun.line,
                      within, uses)
            )  # fmt: skip
    return sorted(made, key=lambda one: one.line)


def extends(text: str) -> str:
    """Return the name of the template that the one with *text* extends, or nothing."""
    for piece in _statements(text):
        if found := EXTENDS.match(piece.inner):
            return found["name"]
    return ""


def imports(text: str) -> list[str]:
    """Return the tags in *text* that import something, as they stand there."""
    return [
        text[piece.start : piece.end] for piece in _statements(text) if IMPORT.match(piece.inner)
    ]


def purpose(text: str) -> str:
    """Return what the first line of a shipped template says of it."""
    first = next(template_pieces.pieces(text), None)
    return " ".join(first.inner.split()) if first and first.kind == "comment" else ""


def _statements(text: str) -> Iterator[template_pieces.Piece]:
    return (one for one in template_pieces.pieces(text) if one.kind == "statement")


def _chain(name: str, house: House | None, language: str) -> list[Found]:
    """Return the template *name* and those that it extends, from the top down."""
    found: list[Found] = []
    while name and len(found) < MOST:
        one = templates.find(name, house, language)
        if one is None or any(one.path == other.path for other in found):
            break
        found.append(one)
        name = extends(one.text)
    return found
