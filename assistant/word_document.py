"""A letter as a Word document, to be changed by hand: headings, lists and entries are real ones."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from assistant import blocks, characters, tree, word_styles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.text.paragraph import Paragraph

URI = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&'()*+,;=%"
)
"""Characters that an address may hold in a Word document; others are written as their bytes."""
LONGEST_PROPERTY = 255
FONT = {
    "b": ("bold", "cs_bold"),
    "i": ("italic", "cs_italic"),
    "u": ("underline",),
    "s": ("strike",),
    "sup": ("superscript",),
    "sub": ("subscript",),
}
"""What each mark sets in the type of a run."""
LEFT_OUT = ("thumbnail", "extended-properties", "stylesWithEffects", "customXml")
"""Parts of the library's empty document that a letter has no use for."""


def to_docx(html: str, language: str, title: str, size: str = "standard") -> bytes:
    """Return the filled letter *html* as a Word document, A4.

    *language* is a language tag such as en-GB, *size* is standard, clear-print or large-print.
    Nobody's name and no time stand in its properties; the same input gives the same bytes. Raises
    TemplateError as :func:`assistant.blocks.document` does.
    """
    from docx import Document

    letter = blocks.document(html)
    document = Document()
    word_styles.dress(document, language, size)
    word_styles.footer(document, letter.footer)
    _Writer(document).write(letter.blocks)
    _describe(document, characters.clean(language), characters.clean(title))
    return _packed(document)


def _describe(document: Document, language: str, title: str) -> None:
    """Say what the document is, and take out who made it, when and with what."""
    for part in (document.part.package, document.part):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in LEFT_OUT:
                part.rels.pop(key)
    properties = document.core_properties
    known = properties._element  # noqa: SLF001, only so can a time be left out
    for element in list(known):
        known.remove(element)
    properties.title = title[:LONGEST_PROPERTY]
    properties.language = language[:LONGEST_PROPERTY]


def _packed(document: Document) -> bytes:
    """Return the file of *document* with no times in it."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name)  # dated 1 January 1980, as no date would be
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0
            new.writestr(part, old.read(name))
    return packed.getvalue()


class _Writer:
    """Adds blocks to *document*, or to the cell of a table that is at hand."""

    def __init__(self, document: Document) -> None:
        self.numberings = word_styles.Numberings(document)
        self.styles = {style.name: style.style_id for style in document.styles}
        self.container: Any = document
        self.sender: list[Paragraph] = []
        self.added: list[Paragraph] = []
        self.new_page = False
        self.within_entry = False
        self.level = -1

    def write(self, found: Sequence[tree.Block], style: str = "Normal") -> list[Paragraph]:
        """Add *found*, plain paragraphs in *style*, and return the paragraphs that were added."""
        before = len(self.added)
        for block in found:
            self.block(block, style)
        return self.added[before:]

    def block(self, block: tree.Block, style: str) -> None:
        match block:
            case tree.Heading():
                self.paragraph(block, f"Heading {block.level}")
            case tree.Paragraph():
                self.paragraph(block, word_styles.STYLES.get(block.role, style))
            case tree.Listing():
                self.listing(block)
            case tree.Group():
                self.group(block)
            case tree.Table():
                self.table(block)
            case tree.Line():
                word_styles.rule(self.add("Normal"))
            case tree.PageBreak():
                self.new_page = True

    def add(self, style: str) -> Paragraph:
        added: Paragraph = self.container.add_paragraph()
        # By its key, because the library looks through all styles for a name each time.
        added._p.style = self.styles[style]  # noqa: SLF001
        self.added.append(added)
        if self.new_page:
            added.paragraph_format.page_break_before = True
            self.new_page = False
        if self.level >= 0:
            self.indent(added, hanging=False)
        if self.within_entry:
            word_styles.bar(added)
        return added

    def indent(self, paragraph: Paragraph, *, hanging: bool) -> None:
        word_styles.indent(
            paragraph.paragraph_format, self.level, within_entry=self.within_entry, hanging=hanging
        )

    def paragraph(self, block: tree.Paragraph, style: str) -> None:
        added = self.add(style)
        if self.within_entry and isinstance(block, tree.Heading):
            word_styles.indent(added.paragraph_format, -1, within_entry=True, hanging=False)
        self.fill(added, block)

    def fill(self, paragraph: Paragraph, block: tree.Paragraph) -> None:
        """Put the words of *block* into *paragraph*."""
        if block.rtl:
            word_styles.right_to_left(paragraph)
        for run in block.runs:
            self.run(paragraph, run, rtl=block.rtl)

    def run(self, paragraph: Paragraph, run: tree.Run, *, rtl: bool) -> None:
        added = paragraph.add_run(run.text)
        font = added.font
        for attribute in (one for mark in run.marks for one in FONT.get(mark, ())):
            setattr(font, attribute, True)
        if (rtl or "bdi" in run.marks) and characters.is_rtl(run.text):
            font.rtl = True
        if run.link:
            font.underline = True
            _link(paragraph, added._r, run.link)  # noqa: SLF001, the library adds no links

    def listing(self, block: tree.Listing) -> None:
        self.level += 1
        level = min(self.level, word_styles.LEVELS - 1)
        list_id = self.numberings.begin(block.numbering, block.start, level)
        style = "List Bullet" if block.numbering == "bullet" else "List Number"
        for item in block.items:
            added = self.add(style)
            self.indent(added, hanging=True)
            word_styles.number(added, list_id, level)
            rest = item
            if item and isinstance(item[0], tree.Paragraph):
                self.fill(added, item[0])
                rest = item[1:]
            self.write(rest, "List Continue")
        self.level -= 1

    def group(self, block: tree.Group) -> None:
        if block.role == "sender":
            self.sender = self.write(block.blocks, "Sender")
        elif block.role == "letterhead":
            # The words for a logo are often the name that stands below it.
            words = {one.text: one for one in block.blocks if isinstance(one, tree.Paragraph)}
            for added in self.write(tuple(words.values()), "Letterhead"):
                word_styles.frame(added)
        elif block.role == "recipient":
            word_styles.place_addresses(self.sender, self.write(block.blocks, "Recipient"))
        elif block.role == "quote":
            self.write(block.blocks, "Quote")
        else:
            outer, self.within_entry = self.within_entry, True
            for added in self.write(block.blocks, "Entry")[:-1]:
                added.paragraph_format.keep_with_next = True
            self.within_entry = outer

    def table(self, block: tree.Table) -> None:
        outer = self.container
        columns = max(map(len, block.rows))
        table = outer.add_table(len(block.rows), columns)
        table.style = "Table Grid"
        for row, cells in zip(table.rows, block.rows, strict=True):
            for place, cell in zip(row.cells, cells, strict=False):
                self.container = place
                self.write(cell.blocks)
                if cell.blocks:  # a new cell has an empty paragraph
                    place._element.remove(place.paragraphs[0]._p)  # noqa: SLF001
        self.container = outer


def _link(paragraph: Paragraph, run: Any, address: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    legal = "".join(
        one if one in URI else "".join(f"%{byte:02X}" for byte in one.encode()) for one in address
    )
    link = OxmlElement("w:hyperlink")
    relation = paragraph.part.relate_to(legal, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), relation)
    run.addprevious(link)
    link.append(run)
