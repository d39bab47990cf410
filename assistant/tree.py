"""The blocks that a filled letter is made of, whatever form it is to take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Run:
    """Words that look alike; a newline in *text* is a line break.

    *marks* are any of b, i, u, s, sup, sub, and bdi, which keeps a name apart from the direction
    of the words around it. *picture* is the address of a picture, for which *text* then stands.
    """

    text: str
    marks: frozenset[str] = frozenset()
    link: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; *rtl* if it runs from right to left.

    *role* is date, references, closing, signature, list-heading, pre (its spaces count),
    or empty.
    """

    runs: tuple[Run, ...]
    role: str = ""
    rtl: bool = False

    @property
    def text(self) -> str:
        """Its words without any looks."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Heading(Paragraph):
    """A heading of *level* 1 to 6; *part* is its ``data-part``."""

    level: int = 1
    part: str = ""


@dataclass(frozen=True)
class Listing:
    """A list, counted from *start*.

    *numbering* is bullet, decimal, lower-letter, upper-letter, lower-roman or upper-roman.
    """

    items: tuple[tuple[Block, ...], ...]
    numbering: str = "bullet"
    start: int = 1


@dataclass(frozen=True)
class Group:
    """Blocks that belong together: *role* is letterhead, sender, recipient, entry or quote."""

    role: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Cell:
    """One cell of a table."""

    blocks: tuple[Block, ...]
    heading: bool = False


@dataclass(frozen=True)
class Table:
    """A table, row by row; rows may differ in length."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Line:
    """A line across the page."""


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a new sheet."""


Block: TypeAlias = Paragraph | Listing | Group | Table | Line | PageBreak


@dataclass(frozen=True)
class Document:
    """A filled letter: its blocks, and what its HTML says about the whole.

    *size* is standard, clear-print or large-print; *footer* is the line at the foot of each page.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    language: str = ""
    size: str = "standard"
    footer: str = ""
    rtl: bool = False
