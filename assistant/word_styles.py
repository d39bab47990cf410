"""The look of a Word letter: page, styles, footer, numbering, direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant import characters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph
    from docx.text.parfmt import ParagraphFormat

SIZES = {"standard": 12.0, "clear-print": 14.0, "large-print": 18.0}
"""Points of the type, by size of letter."""
FONT = "Arial"
PAGE = (210, 297)
MARGINS = {"left": 25, "right": 20, "top": 15, "bottom": 22}
TEXT_WIDTH = PAGE[0] - MARGINS["left"] - MARGINS["right"]
HEADINGS = {1: 1.15, 2: 1.05, 3: 1.0, 4: 1.0, 5: 1.0, 6: 1.0}
"""Size of each level of heading, as a multiple of the type."""
ADDRESSES = {"sender": (97, 68, 11.0, 4.85, 34), "recipient": (0, 75, 10.0, 3.9, 38)}
"""Indent and width in mm, type in points, line in mm, and letters in a line, of each address."""
LETTERHEAD = {"w": 80, "x": MARGINS["left"], "y": 8}
"""Width and place of the letterhead in mm, from the edges of the sheet; the sender stands beside it."""
WINDOW_TOP, BODY_TOP = 57, 96
"""Where a window envelope shows the recipient, and where all else may begin: mm from the top."""
ENTRY_INDENT = 4
LIST_INDENT = 7.5
"""What each level of a list is indented by, in mm."""
ROOM_TO_SIGN = 16
STYLES = {"closing": "Closing", "signature": "Signature", "list-heading": "List Heading"}
"""The style of a paragraph, by its role."""
TABLES = ("Normal Table", "Table Grid")
"""The styles of tables that are kept."""
NUMBER_FORMATS = {
    "bullet": "bullet",
    "decimal": "decimal",
    "lower-letter": "lowerLetter",
    "upper-letter": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
LEVELS = 9
"""How many levels a list can have in Word."""
AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:bidi", "w:spacing", "w:ind", "w:contextualSpacing",
    "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr",
)  # fmt: skip
"""What comes after borders in the properties of a paragraph, where the order is fixed."""


def dress(document: Document, language: str, size: str) -> None:
    """Give *document* its page, its language and its styles."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    for side, length in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(length))
    section.footer_distance = Mm(MARGINS["bottom"] / 2)
    for part, tag in ((document.styles, "w:lang"), (document.settings, "w:themeFontLang")):
        for element in part.element.iter(qn(tag)):
            element.set(qn("w:val"), characters.clean(language))
    for style in document.styles.element.findall(qn("w:style")):
        if style.type is WD_STYLE_TYPE.TABLE and style.name_val not in TABLES:
            document.styles.element.remove(style)  # a hundred that only make the file large
    _styles(document, SIZES[size])


def _styles(document: Document, points: float) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt

    normal = _style(document, "Normal", points)
    normal.paragraph_format.line_spacing = 1.25
    normal.paragraph_format.space_after = Pt(points * 0.75)
    normal.paragraph_format.widow_control = True
    for level, times in HEADINGS.items():
        heading = _style(document, f"Heading {level}", points * times, bold=True)
        heading.paragraph_format.space_before = Pt(points)
        heading.paragraph_format.space_after = Pt(points * 0.4)
    for name in ("Letterhead", "Sender", "Recipient", "Entry", *STYLES.values()):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = normal
    _style(document, "Quote", points).paragraph_format.left_indent = Mm(ENTRY_INDENT)
    for role, (indent, width, type_size, line, _) in ADDRESSES.items():
        address = _style(document, role.capitalize(), type_size).paragraph_format
        address.left_indent, address.right_indent = Mm(indent), Mm(TEXT_WIDTH - indent - width)
        address.line_spacing, address.space_after = Mm(line), Pt(0)
    letterhead = _style(document, "Letterhead", 9.0).paragraph_format
    letterhead.line_spacing, letterhead.space_after = Mm(3.8), Pt(0)
    entry = _style(document, "Entry", points).paragraph_format
    entry.left_indent, entry.space_after = Mm(ENTRY_INDENT), Pt(points * 0.25)
    closing = _style(document, "Closing", points).paragraph_format
    closing.space_before, closing.space_after = Pt(points), Mm(ROOM_TO_SIGN)
    closing.keep_with_next = True
    _style(document, "Signature", points).paragraph_format.keep_together = True
    title = _style(document, "List Heading", points, bold=True).paragraph_format
    title.space_before, title.space_after, title.keep_with_next = Pt(points), Pt(points * 0.2), True


def _style(document: Document, name: str, points: float, *, bold: bool = False) -> ParagraphStyle:
    """Set the type of the style *name* for every script, whatever the library's empty document has."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Pt, RGBColor

    style: Any = document.styles[name]
    style.font.name, style.font.size, style.font.bold = FONT, Pt(points), bold
    style.font.cs_bold, style.font.italic = bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.rPr
    fonts = properties.rFonts
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(round(points * 2)))
    properties.sz.addnext(complex_size)
    found: ParagraphStyle = style
    return found


def footer(document: Document, words: str) -> None:
    """Put *words* and the number of the page, of how many, at the foot of each page."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Mm

    line = document.sections[0].footer.paragraphs[0]
    line.style = document.styles["Normal"]
    line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{words}\t")
    for field, after in (("PAGE", " / "), ("NUMPAGES", "")):
        element = OxmlElement("w:fldSimple")
        element.set(qn("w:instr"), field)
        element.append(line.add_run("1")._r)  # noqa: SLF001, the library has no fields
        line._p.append(element)  # noqa: SLF001
        line.add_run(after)


def frame(paragraph: Paragraph) -> None:
    """Set *paragraph* in the frame of the letterhead, where it moves nothing below it."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Mm

    element = OxmlElement("w:framePr")
    for name, length in LETTERHEAD.items():
        element.set(qn(f"w:{name}"), str(round(Mm(length).twips)))
    for name, value in (("wrap", "around"), ("vAnchor", "page"), ("hAnchor", "page")):
        element.set(qn(f"w:{name}"), value)
    properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001, the library has no frames
    properties.insert(1 if properties.pStyle is not None else 0, element)


def place_addresses(sender: Sequence[Paragraph], recipient: Sequence[Paragraph]) -> None:
    """Set the recipient where an envelope's window shows it, and what follows below the window."""
    from docx.shared import Mm

    used = MARGINS["top"] + _height(sender, "sender")
    top = max(used + ADDRESSES["sender"][3], WINDOW_TOP)
    end = top + _height(recipient, "recipient")
    recipient[0].paragraph_format.space_before = Mm(top - used)
    recipient[-1].paragraph_format.space_after = Mm(max(BODY_TOP - end, ADDRESSES["recipient"][3]))


def _height(address: Sequence[Paragraph], role: str) -> float:
    """Return how many mm the lines of *address* take, with the long ones in two or more."""
    _, _, _, line, letters = ADDRESSES[role]
    rows = [row for one in address for row in one.text.split("\n")]
    return sum(1 + max(len(row) - 1, 0) // letters for row in rows) * line


def bar(paragraph: Paragraph) -> None:
    """Draw the line at the left of *paragraph* that marks an entry."""
    _border(paragraph, "left", 8)


def rule(paragraph: Paragraph) -> None:
    """Draw a line below *paragraph*, across the page."""
    _border(paragraph, "bottom", 4)


def _border(paragraph: Paragraph, side: str, eighths: int) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    border = f'<w:{side} w:val="single" w:sz="{eighths}" w:space="4" w:color="000000"/>'
    properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001, the library has no borders
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>")
    properties.insert_element_before(borders, *AFTER_BORDERS)


def right_to_left(paragraph: Paragraph) -> None:
    """Let *paragraph* run from right to left."""
    from docx.oxml.parser import OxmlElement

    properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001, the library has no directions
    after = AFTER_BORDERS[AFTER_BORDERS.index("w:bidi") + 1 :]
    properties.insert_element_before(OxmlElement("w:bidi"), *after)


class Numberings:
    """The numberings of the lists of *document*, each list counted by itself."""

    def __init__(self, document: Document) -> None:
        self.element: Any = document.part.numbering_part.element
        self.kinds: dict[str, int] = {}

    def begin(self, kind: str, start: int, level: int) -> int:
        """Begin a list on *level* (from 0) that counts from *start*; return its number."""
        number = self.element.add_num(self._kind(kind))
        number.add_lvlOverride(ilvl=level).add_startOverride(start)
        found: int = number.numId
        return found

    def _kind(self, kind: str) -> int:
        """Return the number of the definition of *kind*, made where there is none yet."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls, qn

        if kind not in self.kinds:
            made = self.element.findall(qn("w:abstractNum"))
            self.kinds[kind] = len(made)
            levels = "".join(
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/>'
                f'<w:numFmt w:val="{NUMBER_FORMATS[kind]}"/>'
                f'<w:lvlText w:val="{"•" if kind == "bullet" else "%" + str(level + 1) + "."}"/>'
                '<w:lvlJc w:val="left"/></w:lvl>'
                for level in range(LEVELS)
            )
            made[-1].addnext(
                parse_xml(
                    f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{len(made)}">'
                    f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
                )
            )
        return self.kinds[kind]


def number(paragraph: Paragraph, number_id: int, level: int) -> None:
    """Make *paragraph* an item of the list *number_id*."""
    properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001, the library has no numbering
    found = properties.get_or_add_numPr()
    found.get_or_add_ilvl().val = level
    found.get_or_add_numId().val = number_id


def indent(style: ParagraphFormat, level: int, *, within_entry: bool, hanging: bool) -> None:
    """Indent a paragraph of a list on *level*, from 0; its first line has the number."""
    from docx.shared import Mm

    style.left_indent = Mm((ENTRY_INDENT if within_entry else 0) + LIST_INDENT * (level + 1))
    style.first_line_indent = Mm(-LIST_INDENT if hanging else 0)
