"""Read a filled letter's HTML as blocks, from which every form but the PDF is made.

The parser is the one WeasyPrint uses, so that a mistake in a template is understood alike on paper
and in every other form. What has no block of its own is kept as paragraphs: words are never lost.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import characters, tree
from assistant.errors import TemplateError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

GROUPS = ("letterhead", "sender", "recipient", "entry")
"""Classes that make a group of blocks."""
ROLES = ("date", "references", "closing", "signature", "list-heading")
"""Classes that say what a paragraph is for."""
NEW_PAGE = "new-page"
"""The class of what begins a new sheet."""
NUMBERINGS = {"a": "lower-letter", "A": "upper-letter", "i": "lower-roman", "I": "upper-roman"}
"""What the attribute ``type`` of a numbered list means; anything else is decimal."""
LINKS = ("https:", "http:", "mailto:", "tel:")
"""How the address of a link may begin; any other leads nowhere outside the letter."""

# fmt: off
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MARKS = {
    "b": "b", "strong": "b", "th": "b", "dt": "b", "i": "i", "em": "i", "cite": "i", "dfn": "i",
    "var": "i", "u": "u", "ins": "u", "s": "s", "strike": "s", "del": "s", "sup": "sup",
    "sub": "sub", "bdi": "bdi",
}
"""Elements that change how words look, and the mark they leave on them."""
STANDS_ALONE = {
    *HEADINGS, "address", "article", "aside", "blockquote", "body", "caption", "center", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "header", "hgroup", "legend", "main", "menu", "nav", "p", "pre", "search", "section",
    "summary",
}
"""Elements that begin on a line of their own."""
UNSEEN = {
    "area", "base", "datalist", "head", "link", "meta", "noembed", "noframes", "param", "rp",
    "script", "source", "style", "template", "title", "track",
}
"""Elements that paper does not show."""
# fmt: on

_SVG = "{http://www.w3.org/2000/svg}"
_SPACE = re.compile("[ \t\n\r\f]+")


def read(html: str) -> tuple[tree.Block, ...]:
    """Return the blocks of *html*, in order; raises TemplateError as *document* does."""
    return document(html).blocks


def document(html: str) -> tree.Document:
    """Return what the filled letter *html* holds.

    Raises TemplateError where elements lie inside each other too deep to be followed.
    """
    import tinyhtml5

    # In a file object, because a short text might be taken for the name of a file.
    root: Element = tinyhtml5.parse(io.StringIO(html), namespace_html_elements=False)
    rtl = root.get("dir") == "rtl"
    body = root.find("body")
    try:
        blocks = () if body is None else _Reader().inside(body, _Style(rtl=rtl))
    except RecursionError:
        raise TemplateError(
            "The letter has too many elements inside each other.",
            "Look in the letter's template for a tag such as <div> that is opened again and again.",
        ) from None
    sizes = [one for one in _classes(root) if one in ("clear-print", "large-print")]
    return tree.Document(
        blocks=blocks,
        title=_in_one_line(root.findtext("head/title")),
        language=root.get("lang", ""),
        size=next(iter(sizes), "standard"),
        footer=_in_one_line("" if body is None else body.get("data-footer")),
        rtl=rtl,
    )


@dataclass(frozen=True)
class _Style:
    """What an element hands down to what is inside it."""

    marks: frozenset[str] = frozenset()
    link: str = ""
    role: str = ""
    level: int = 0
    part: str = ""
    rtl: bool = False


@dataclass(frozen=True)
class _Item(tree.Group):
    """An item on its way into its list."""


class _Reader:
    """Walks the elements and gathers blocks."""

    def __init__(self) -> None:
        self.blocks: list[tree.Block] = []
        self.runs: list[tree.Run] = []

    def inside(self, element: Element, style: _Style) -> tuple[tree.Block, ...]:
        """Return the blocks inside *element*, apart from those gathered so far."""
        found = self.gathered(element, style)
        return tuple(
            tree.Listing((one.blocks,)) if isinstance(one, _Item) else one for one in found
        )

    def gathered(self, element: Element, style: _Style) -> list[tree.Block]:
        outer = self.blocks, self.runs
        self.blocks, self.runs = [], []
        self.children(element, style)
        self.end(style)
        found = self.blocks
        self.blocks, self.runs = outer
        return found

    def children(self, element: Element, style: _Style) -> None:
        self.say(element.text, style)
        for child in element:
            if isinstance(child.tag, str):  # that of a comment is a function
                self.element(child, style)
            self.say(child.tail, style)

    def element(self, element: Element, style: _Style) -> None:
        if element.tag in UNSEEN or element.get("hidden") is not None:
            return
        style = _styled(element, style)
        special = {
            "br": self.line_break, "img": self.image, _SVG + "svg": self.drawing,
            "q": self.quotation, "ul": self.listing, "ol": self.listing, "li": self.item,
            "table": self.table, "hr": self.line,
        }.get(element.tag)  # fmt: skip
        if special:
            special(element, style)
        elif element.tag in STANDS_ALONE:
            self.standing_alone(element, style)
        else:
            self.children(element, style)

    def standing_alone(self, element: Element, style: _Style) -> None:
        self.end(style)
        classes = _classes(element)
        if NEW_PAGE in classes and self.blocks:
            self.blocks.append(tree.PageBreak())
        role = next((name for name in classes if name in GROUPS), "")
        if element.tag == "blockquote":
            role = role or "quote"
        if not role:
            self.children(element, style)
            self.end(style)
        elif found := self.inside(element, style):
            self.blocks.append(tree.Group(role, found))

    def item(self, element: Element, style: _Style) -> None:
        self.end(style)
        self.blocks.append(_Item("item", self.inside(element, style)))

    def listing(self, element: Element, style: _Style) -> None:
        self.end(style)
        found = self.gathered(element, style)
        items = tuple(one.blocks if isinstance(one, _Item) else (one,) for one in found)
        if not items:
            return
        if element.tag == "ul":
            self.blocks.append(tree.Listing(items))
            return
        start = element.get("start", "")
        numbering = NUMBERINGS.get(element.get("type", ""), "decimal")
        first = int(start) if re.fullmatch(r"[0-9]{1,6}", start) else 1
        self.blocks.append(tree.Listing(items, numbering, first))

    def table(self, element: Element, style: _Style) -> None:
        self.end(style)
        rows = []
        for part in element:
            if part.tag == "caption":
                self.standing_alone(part, style)
            rows += [part] if part.tag == "tr" else part.findall("tr")
        table = tuple(tuple(self.cells(row, style)) for row in rows)
        if any(cell.blocks for row in table for cell in row):
            self.blocks.append(tree.Table(table))

    def cells(self, row: Element, style: _Style) -> list[tree.Cell]:
        found = [one for one in row if one.tag in ("td", "th")]
        return [tree.Cell(self.inside(one, _styled(one, style)), one.tag == "th") for one in found]

    def line(self, _element: Element, style: _Style) -> None:
        self.end(style)
        self.blocks.append(tree.Line())

    def line_break(self, _element: Element, _style: _Style) -> None:
        self.runs.append(tree.Run("\n"))

    def image(self, element: Element, style: _Style) -> None:
        words = _in_one_line(element.get("alt"))
        self.runs.append(tree.Run(words, style.marks, style.link, element.get("src", "")))

    def drawing(self, element: Element, style: _Style) -> None:
        title = element.findtext(_SVG + "title")
        words = (
            [title] if title else ["".join(one.itertext()) for one in element.iter(_SVG + "text")]
        )
        self.say(" ".join(words), style)

    def quotation(self, element: Element, style: _Style) -> None:
        self.say("“", style)
        self.children(element, style)
        self.say("”", style)

    def say(self, text: str | None, style: _Style) -> None:
        """Add *text* to the paragraph at hand; its spaces count only in a <pre>."""
        text = characters.clean(text or "")
        if style.role != "pre":
            text = _SPACE.sub(" ", text)
            if not self.runs or self.runs[-1].text.endswith((" ", "\n")):
                text = text.removeprefix(" ")
        if text:
            self.runs.append(tree.Run(text, style.marks, style.link))

    def end(self, style: _Style) -> None:
        """End the paragraph at hand, if there is one."""
        runs, self.runs = _trimmed(self.runs), []
        if runs and style.level:
            heading = tree.Heading(runs, style.role, style.rtl, style.level, style.part)
            self.blocks.append(heading)
        elif runs:
            self.blocks.append(tree.Paragraph(runs, style.role, style.rtl))


def _styled(element: Element, style: _Style) -> _Style:
    """Return *style* as *element* hands it on."""
    tag = element.tag
    role = next((name for name in _classes(element) if name in ROLES), style.role)
    heading = tag in HEADINGS
    return _Style(
        marks=style.marks | {MARKS[tag]} if tag in MARKS else style.marks,
        link=_link(element) if tag == "a" else style.link,
        role="pre" if tag == "pre" else role,
        level=int(tag[1]) if heading else style.level,
        part=element.get("data-part", "") if heading else style.part,
        rtl={"rtl": True, "ltr": False}.get(element.get("dir", ""), style.rtl),
    )


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _link(element: Element) -> str:
    address = characters.clean(element.get("href", "")).strip()
    leads_out = address.lower().startswith(LINKS) and not _SPACE.search(address)
    return address if leads_out else ""


def _in_one_line(text: str | None) -> str:
    return _SPACE.sub(" ", characters.clean(text or "")).strip(" ")


def _trimmed(runs: list[tree.Run]) -> tuple[tree.Run, ...]:
    """Return *runs* without spaces and line breaks at the end, or spaces before a line break."""
    kept: list[tree.Run] = []
    following = "\n"
    for run in reversed(runs):
        words = run.text.rstrip("\n " if not kept else " ") if following == "\n" else run.text
        if words or run.picture:
            kept.append(replace(run, text=words))
            following = words[:1]
    return tuple(reversed(kept))
