"""The last touches to the tags of a PDF, which WeasyPrint leaves undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pydyf

PRINT = 4
"""The annotation flag that lets a link be printed."""


def finish(_document: Any, pdf: pydyf.PDF) -> None:
    """Mark the running footers as artifacts and links as printable.

    For ``write_pdf(finisher=…)`` of WeasyPrint 70, which tags the text of page margins as content
    that belongs to no element: a screen reader may then read it in the midst of a sentence.
    """
    import pydyf

    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    live = {element.number for element in _elements(pdf, _object(pdf, root["K"][0]))}
    parents_by_page = _object(pdf, root["ParentTree"])["Nums"]
    for index, page in enumerate(pdf.page_references):
        parents = parents_by_page[2 * index + 1]
        stream = _object(pdf, _object(pdf, page)["Contents"]).stream
        for position, item in enumerate(stream):
            if not (isinstance(item, pydyf.Dictionary) and "MCID" in item):
                continue
            if _object(pdf, parents[item["MCID"]]).number not in live:
                parents[item["MCID"]] = b"null"
                stream[position - 1 : position + 1] = [
                    "/Artifact",
                    pydyf.Dictionary({"Type": "/Pagination"}),
                ]
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Annot":
            item["F"] = PRINT


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(bytes(reference).split()[0])]


def _elements(pdf: pydyf.PDF, element: Any) -> Iterator[Any]:
    yield element
    for kid in element["K"]:
        if isinstance(kid, bytes) and "S" in (child := _object(pdf, kid)):
            yield from _elements(pdf, child)
