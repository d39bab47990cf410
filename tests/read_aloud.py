"""Read a PDF as a screen reader does: by its tags, not by its pages."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pdfplumber

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCKS = ("P", "H1", "H2", "H3", "H4", "LBody", "Lbl", "Caption", "TH", "TD")


@dataclass(frozen=True)
class Element:
    """A paragraph, heading or list item: its tags from the outside in, its words, its places.

    A place is the page and the distance from its top, in points, of each piece that is read.
    """

    path: tuple[str, ...]
    text: str
    places: tuple[tuple[int, float], ...]

    @property
    def kind(self) -> str:
        return self.path[-1]

    @property
    def pages(self) -> set[int]:
        return {page for page, _ in self.places}


def read(pdf: bytes) -> list[Element]:
    """Every element that holds text, in the order in which it is read out."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        words = {(p.page_number, n): piece for p in document.pages for n, piece in _pieces(p)}
        return [e for root in document.structure_tree for e in _elements(root, (), words)]


def artifacts(page: Any) -> str:
    """The text of *page* that no screen reader says, as running footers are."""
    return "".join(char["text"] for char in page.chars if char["tag"] == "Artifact")


def _pieces(page: Any) -> Iterator[tuple[int, list[Any]]]:
    tagged = [char for char in page.chars if char["mcid"] is not None]
    for number, chars in groupby(tagged, key=lambda char: char["mcid"]):
        yield number, list(chars)


def _elements(node: dict[str, Any], path: tuple[str, ...], words: Any) -> Iterator[Element]:
    path = (*path, node["type"])
    if node["type"] in BLOCKS:
        parts = list(_leaves(node, words))
        places = tuple((page, chars[0]["bottom"]) for page, chars, _ in parts)
        yield Element(path, "".join(text for _, _, text in parts).strip(), places)
        return
    for kid in node.get("children", []):
        yield from _elements(kid, path, words)


def _leaves(node: dict[str, Any], words: Any) -> Iterator[tuple[int, list[Any], str]]:
    """Yield the page, the letters and the words of each piece; what the tag says comes first."""
    for number in node.get("mcids", []):
        if chars := words.get((node["page_number"], number)):
            printed = "".join(char["text"] for char in chars)
            yield node["page_number"], chars, node.get("actual_text") or printed
    for kid in node.get("children", []):
        yield from _leaves(kid, words)
