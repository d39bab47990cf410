"""The last touches to the tags of a PDF, which WeasyPrint leaves undone.

A tag is a dictionary of the PDF that says what a piece of text is: ``S`` is its kind, ``K`` what is
in it, ``P`` what it is in. A screen reader follows these, not the page.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from assistant import spoken_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pydyf

PRINT = 4
"""The annotation flag that lets a link be printed."""


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Repair the tags of *pdf*, which WeasyPrint has laid out as *document*.

    For ``write_pdf(finisher=…)`` of WeasyPrint 70. Running footers become artifacts, so that they
    are not read out in the midst of a sentence; what a page break has cut in two becomes one again;
    and links may be printed.
    """
    import pydyf

    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    top = _object(pdf, root["K"][0])
    _set_footers_apart(pdf, root, {tag.number for tag in _tags(pdf, top)})
    spoken_text.repair_letters(document.fonts.values(), pdf)
    bodies = [_body(page) for page in document.pages]
    if len(top["K"]) == sum(len(body.children) for body in bodies):
        _say_words(pdf, document, top, bodies)
        _join_pages(pdf, top, bodies)
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Annot":
            item["F"] = PRINT


def links(pdf: pydyf.PDF) -> list[str]:
    """Return the addresses outside the letter to which *pdf* links."""
    import pydyf

    actions = (item.get("A") for item in pdf.objects if isinstance(item, pydyf.Dictionary))
    found = (action.get("URI") for action in actions if isinstance(action, dict))
    return [uri.string for uri in found if isinstance(uri, pydyf.String)]


def _set_footers_apart(pdf: pydyf.PDF, root: Any, live: set[int]) -> None:
    """Make an artifact of all text whose tag is not among *live*, the numbers of the tags."""
    import pydyf

    tags_by_page = _object(pdf, root["ParentTree"])["Nums"][1::2]
    for page, tags in zip(pdf.page_references, tags_by_page, strict=False):
        stream = _object(pdf, _object(pdf, page)["Contents"]).stream
        for index, item in enumerate(stream):
            if _is_marked(item) and _object(pdf, tags[item["MCID"]]).number not in live:
                tags[item["MCID"]] = b"null"
                stream[index - 1] = "/Artifact"
                stream[index] = pydyf.Dictionary({"Type": "/Pagination"})


def _say_words(pdf: pydyf.PDF, document: Any, top: Any, bodies: list[Any]) -> None:
    """Print the spaces that lines end in, and put beside joined and stacked letters their words."""
    spaces = spoken_text.space_glyphs(document.fonts.values())
    sources = spoken_text.Sources()
    tags = iter(top["K"])
    for page, body in zip(pdf.page_references, bodies, strict=True):
        stream = _object(pdf, _object(pdf, page)["Contents"]).stream
        marks = {item["MCID"]: index for index, item in enumerate(stream) if _is_marked(item)}
        for box in body.children:
            spans = [tag for tag in _tags(pdf, _object(pdf, next(tags))) if _numbers(tag)]
            pieces = list(sources.pieces(box))
            numbers = [number for span in spans for number in _numbers(span)]
            if len(spans) == len(numbers) == len(pieces):
                for span, number, piece in zip(spans, numbers, pieces, strict=True):
                    _say(piece, span, stream, marks[number], spaces)


def _say(
    piece: spoken_text.Piece, span: Any, stream: list[Any], mark: int, spaces: dict[str, int]
) -> None:
    """Make one *piece*, tagged *span* and printed from *mark* on in *stream*, readable."""
    import pydyf

    if piece.needs_words:
        span["ActualText"] = pydyf.String(piece.words)
        if not piece.is_mirrored:
            stream[mark]["ActualText"] = pydyf.String(piece.words)
    elif piece.space_after:
        _print_space(stream, mark, spaces)


def _print_space(stream: list[Any], mark: int, spaces: dict[str, int]) -> None:
    """Print a space after the text that begins at *mark*, in its typeface if that has one."""
    end = stream.index(b"EMC", mark)
    shown = [index for index in range(mark, end) if _ends(stream[index], b"] TJ")]
    faces = [index for index in range(mark, end) if _ends(stream[index], b" Tf")]
    if shown and faces and (used := bytes(stream[faces[-1]]).split()[0].decode()[1:]) in spaces:
        stream[shown[-1]] = stream[shown[-1]][: -len(b"] TJ")] + b"<%04x>] TJ" % spaces[used]


def _ends(item: Any, ending: bytes) -> bool:
    return isinstance(item, bytes) and item.endswith(ending)


def _join_pages(pdf: pydyf.PDF, top: Any, bodies: list[Any]) -> None:
    """Join the last tag of each page and the first of the next where they are one element."""
    counts = [len(body.children) for body in bodies]
    end = 0
    gone = set()
    last = None
    for (before, after), count in zip(pairwise(bodies), counts, strict=False):
        end += count
        if not (before.children and after.children):
            continue
        kept = last if count == 1 and last is not None else _object(pdf, top["K"][end - 1])
        last = None
        if _join(pdf, before.children[-1], kept, after.children[0], _object(pdf, top["K"][end])):
            gone.add(end)
            last = kept
    top["K"][:] = [kid for index, kid in enumerate(top["K"]) if index not in gone]


def _join(pdf: pydyf.PDF, box: Any, tag: Any, next_box: Any, next_tag: Any) -> bool:
    """Move what is in *next_tag* to *tag* if both boxes are of one element; say whether."""
    same = box.element is next_box.element and tag.get("S") == next_tag.get("S")
    if not same or tag.get("S") in (None, "/Table"):
        return False
    kids, more = tag["K"], next_tag["K"]
    if not all(isinstance(kid, bytes) for kid in (*kids, *more)):
        return False
    if kids and more and box.children and next_box.children:
        inner, next_inner = box.children[-1], next_box.children[0]
        kid, next_kid = _object(pdf, kids[-1]), _object(pdf, more[0])
        nested = inner.element is not box.element or kid.get("S") == "/LBody"
        if nested and _join(pdf, inner, kid, next_inner, next_kid):
            del more[0]
    for kid in more:
        _object(pdf, kid)["P"] = tag.reference
    kids.extend(more)
    return True


def _body(page: Any) -> Any:
    """Return the box of a page that holds the text, not the margins."""
    (html,) = (box for box in page._page_box.children if box.element_tag == "html")  # noqa: SLF001
    return html.children[0]


def _is_marked(item: Any) -> bool:
    return isinstance(item, dict) and "MCID" in item


def _numbers(tag: Any) -> list[int]:
    """Return the numbers of the pieces of text that are directly in *tag*."""
    return [kid for kid in tag["K"] if isinstance(kid, int)]


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(bytes(reference).split()[0])]


def _tags(pdf: pydyf.PDF, tag: Any) -> Iterator[Any]:
    yield tag
    for kid in tag["K"]:
        if isinstance(kid, bytes) and "S" in (child := _object(pdf, kid)):
            yield from _tags(pdf, child)
