"""Whether the tags of a PDF still guide a screen reader through it, as PDF/UA-1 asks.

What a template can break is looked at: title, language, headings, lists, tables, pictures. Source:
ISO 14289-1 with ISO 32000-1, as veraPDF's profile for PDF/UA-1 puts it into rules; the numbers
beside the rules below are veraPDF's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assistant.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")  # 7.2-29
ROWS = ("THead", "TBody", "TFoot")
KIDS = {
    "L": {"L", "LI", "Caption"},  # 7.2-19
    "LI": {"Lbl", "LBody"},  # 7.2-20
    "Table": {"TR", *ROWS, "Caption"},  # 7.2-3
    "TR": {"TH", "TD"},  # 7.2-10
    **{one: {"TR"} for one in ROWS},  # 7.2-36 to 38
}
"""What may be directly in a tag."""
PARENTS = {
    "LI": {"L"},  # 7.2-17
    "LBody": {"LI"},  # 7.2-18
    "TR": {"Table", *ROWS},  # 7.2-4
    **{one: {"Table"} for one in ROWS},  # 7.2-5 to 7
    "TH": {"TR"},  # 7.2-8
    "TD": {"TR"},  # 7.2-9
}
"""What a tag may be directly in."""
LIST = (
    "A list is not built as one, so a screen reader cannot say how many items it has.",
    "Write it <ul><li>…</li><li>…</li></ul>, with nothing but <li> in <ul>, and no <li> elsewhere.",
)
TABLE = (
    "A table is not built as one, so a screen reader cannot go through it.",
    "Give every row the same number of cells, and let no cell reach over several. Or use a list.",
)
HEADED = (
    "In a table, a cell has no heading of its own.",
    "Write a row of <th> at its top, with one for each column. Or use a list.",
)
PICTURE = (
    "A picture has no words that stand for it, so who hears the letter misses it.",
    'Put it into a file, and write <img src="logo.svg" alt="what it shows">.',
)
TITLE = (
    "The letter has no title, which a screen reader says first.",
    "Write <title>{{ letter.title }}</title>, or build on shipped/base.html.",
)
NO_LANGUAGE = (
    "The letter does not say which language it is in, so it may be read out wrongly.",
    'Write <html lang="{{ letter.language }}">, or build on shipped/base.html.',
)
HEADINGS = (
    "A heading skips a level, so a listener thinks that a part is missing.",
    "Begin with one <h1>; below it comes <h2>, and below that <h3>.",
)


def findings(pdf: Any) -> list[Finding]:
    """Return what in the tags of *pdf*, a document of pydyf's, would lead a listener astray."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    told = [*_document(pdf), *_headings(pdf, root)]
    for kid in _kids(pdf, root):
        told += _element(pdf, kid, "")
    return [Finding("page", *one) for one in dict.fromkeys(told)]


def _document(pdf: Any) -> Iterator[tuple[str, str]]:
    language = pdf.catalog.get("Lang")
    if not LANGUAGE.fullmatch(language.string if language else ""):
        yield NO_LANGUAGE
    title = pdf.info.get("Title")
    if not (title and title.string.strip()):
        yield TITLE


def _headings(pdf: Any, root: Any) -> Iterator[tuple[str, str]]:
    before = 0
    for kind in _kinds(pdf, root):
        if re.fullmatch(r"H[1-6]", kind):
            if int(kind[1]) > before + 1:  # 7.4.2-1
                yield HEADINGS
            before = int(kind[1])


def _kinds(pdf: Any, tag: Any) -> Iterator[str]:
    for kid in _kids(pdf, tag):
        yield _kind(kid)
        yield from _kinds(pdf, kid)


def _element(pdf: Any, tag: Any, parent: str) -> Iterator[tuple[str, str]]:
    kind = _kind(tag)
    kids = _kids(pdf, tag)
    inside = [_kind(one) for one in kids]
    ill_placed = kind in PARENTS and parent not in PARENTS[kind]
    if ill_placed or (kind in KIDS and not KIDS[kind].issuperset(inside)):
        yield LIST if kind in ("L", "LI", "LBody") else TABLE
    if kind == "Figure" and not any(_text(tag.get(key)) for key in ("Alt", "ActualText")):  # 7.3-1
        yield PICTURE
    if kind == "Table":
        yield from _table(pdf, kids)
    for one in kids:
        yield from _element(pdf, one, kind)


def _table(pdf: Any, kids: list[Any]) -> Iterator[tuple[str, str]]:
    inside = [_kind(one) for one in kids]
    parts = [_kids(pdf, one) for one in kids if _kind(one) in ROWS]
    rows = [one for part in [kids, *parts] for one in part if _kind(one) == "TR"]
    cells = [_kids(pdf, row) for row in rows]
    twice = any(inside.count(one) > 1 for one in ("THead", "TFoot", "Caption"))  # 7.2-11, 12, 39
    bodiless = {"THead", "TFoot"} & set(inside) and "TBody" not in inside  # 7.2-13, 14
    if twice or bodiless or "Caption" in inside[1:-1] or not _is_even(cells):  # 7.2-16
        yield TABLE
    every = [cell for row in cells for cell in row]
    if any(_kind(cell) == "TH" for cell in every):
        plain = [cell for cell in every if _kind(cell) == "TD"]
        if not all(cell.get("A", {}).get("Headers") for cell in plain):  # 7.5-1
            yield HEADED


def _is_even(rows: list[list[Any]]) -> bool:
    """Say whether all *rows* have the same number of columns, and all columns of rows."""
    taken: dict[int, set[int]] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in taken.get(number, ()):
                column += 1
            shape = cell.get("A", {})
            for down in range(int(shape.get("RowSpan", 1))):
                places = set(range(column, column + int(shape.get("ColSpan", 1))))
                if places & taken.get(number + down, set()):
                    return False
                taken.setdefault(number + down, set()).update(places)
    return len(taken) == len(rows) and len({frozenset(places) for places in taken.values()}) <= 1


def _kind(tag: Any) -> str:
    return str(tag.get("S", "")).removeprefix("/")


def _text(value: Any) -> str:
    return value.string if value is not None else ""


def _kids(pdf: Any, tag: Any) -> list[Any]:
    """Return the tags directly in *tag*; text and references to pages are none."""
    kids = tag.get("K", [])
    found = [_object(pdf, kid) for kid in kids if isinstance(kid, bytes)]
    return [one for one in found if "S" in one]


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(bytes(reference).split()[0])]
