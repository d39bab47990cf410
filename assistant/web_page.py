"""A letter as one web page: readable on a phone, without script, and fetching nothing."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import TYPE_CHECKING, Any

from assistant import blocks, files, pdf, tree
from assistant.errors import TemplateError
from assistant.shipped import shipped_templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

STYLES = "page.css"
"""The style sheet of the page, in the person's own folder or among the shipped templates."""
POLICY = (
    "default-src 'none'; style-src '{styles}'; img-src data:; base-uri 'none'; form-action 'none'"
)
"""What the page may do: nothing but show its own styles and the pictures inside it."""
LOADING = {"url", "src", "image", "image-set", "-webkit-image-set", "import"}
"""Words of CSS that load something."""
LIST_TYPES = {value: key for key, value in blocks.NUMBERINGS.items()}


def to_page(html: str, folders: Sequence[Path] = ()) -> str:
    """Return the filled letter *html* as a web page in one file.

    Its style sheet ``page.css`` and its pictures are looked for in *folders*, in their order, and
    then among the shipped templates, and are put into the page. A picture that is not there is
    replaced by the words that stand for it. Raises TemplateError where the style sheet would load
    something, and as :func:`assistant.blocks.document` does.
    """
    letter = blocks.document(html)
    places = [*folders, shipped_templates()]
    styles = _styles(places)
    digest = base64.b64encode(hashlib.sha256(styles.encode()).digest()).decode()
    direction = ' dir="rtl"' if letter.rtl else ""
    head = [
        "<!doctype html>",
        f'<html lang="{escape(letter.language)}" class="{letter.size}"{direction}>',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(styles="sha256-" + digest)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(letter.title, quote=False)}</title>",
        f"<style>{styles}</style>",
        "</head>",
        "<body>",
        "<main>",
    ]
    body = _Markup(places).blocks(letter.blocks)
    return "\n".join([*head, *body, "</main>", "</body>", "</html>", ""])


def _styles(folders: Sequence[Path]) -> str:
    """Return the style sheet of the page, which may load nothing and cannot end its own element."""
    path = pdf.find_file(pdf.BASE + STYLES, folders)
    if path is None:
        raise TemplateError(f"The style sheet {STYLES} is missing.", "Install the program again.")
    text = files.read(path).decode(errors="replace")
    if loaded := sorted(_loads(text)):
        raise TemplateError(
            f"{path}: a web page may load nothing, but this asks for: {', '.join(loaded)}.",
            "Take it out of the style sheet.",
        )
    return text.replace("</", "<\\/")


def _loads(styles: str) -> set[str]:
    """Return the words in *styles* that would load something."""
    import tinycss2

    found: set[str] = set()

    def look(nodes: Iterable[Any]) -> None:
        for node in nodes:
            name = "url" if node.type == "url" else getattr(node, "lower_name", "")
            if node.type == "at-keyword":
                name = node.lower_value
            found.update({name} & LOADING)
            look(getattr(node, "arguments", None) or getattr(node, "content", None) or ())

    look(tinycss2.parse_component_value_list(styles, skip_comments=True))
    return found


class _Markup:
    """Writes blocks as HTML, line by line; pictures come from *folders*."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders

    def blocks(self, found: Sequence[tree.Block]) -> list[str]:
        return [line for block in found for line in self.block(block)]

    def block(self, block: tree.Block) -> list[str]:
        match block:
            case tree.Heading():
                lines = [self.paragraph(f"h{block.level}", block)]
            case tree.Paragraph():
                lines = [self.paragraph("pre" if block.role == "pre" else "p", block)]
            case tree.Listing():
                lines = self.listing(block)
            case tree.Group():
                tag = "blockquote" if block.role == "quote" else "div"
                kind = "" if tag == "blockquote" else f' class="{block.role}"'
                lines = [f"<{tag}{kind}>", *self.blocks(block.blocks), f"</{tag}>"]
            case tree.Table():
                lines = self.table(block)
            case tree.Line():
                lines = ["<hr>"]
            case tree.PageBreak():
                lines = ['<hr class="new-page">']
        return lines

    def paragraph(self, tag: str, block: tree.Paragraph) -> str:
        kind = f' class="{block.role}"' if block.role and tag != "pre" else ""
        direction = ' dir="rtl"' if block.rtl else ""
        # A line break at the very beginning of a <pre> does not count.
        begin = "\n" if tag == "pre" else ""
        return f"<{tag}{kind}{direction}>{begin}{self.runs(block.runs, tag)}</{tag}>"

    def runs(self, runs: Sequence[tree.Run], tag: str) -> str:
        return "".join(self.run(run, line_break="\n" if tag == "pre" else "<br>") for run in runs)

    def run(self, run: tree.Run, line_break: str) -> str:
        words = self.picture(run) or escape(run.text, quote=False).replace("\n", line_break)
        for mark in sorted(run.marks):
            words = f"<{mark}>{words}</{mark}>"
        if run.link:
            words = f'<a href="{escape(run.link)}" rel="noreferrer noopener">{words}</a>'
        return words

    def picture(self, run: tree.Run) -> str:
        """Return the picture of *run* with its bytes in it, or nothing if there is none."""
        path = pdf.find_file(pdf.BASE + run.picture, self.folders) if run.picture else None
        kind = files.KINDS[path.suffix.lower()] if path else ""
        if path is None or not kind.startswith("image/"):
            return ""
        content = base64.b64encode(files.read(path)).decode()
        return f'<img src="data:{kind};base64,{content}" alt="{escape(run.text)}">'

    def listing(self, block: tree.Listing) -> list[str]:
        tag = "ul" if block.numbering == "bullet" else "ol"
        kind = f' type="{LIST_TYPES[block.numbering]}"' if block.numbering in LIST_TYPES else ""
        start = f' start="{block.start}"' if block.start != 1 else ""
        lines = [f"<{tag}{kind}{start}>"]
        for item in block.items:
            match item:
                case [tree.Paragraph(role="", rtl=False) as only] if type(only) is tree.Paragraph:
                    lines.append(f"<li>{self.runs(only.runs, 'li')}</li>")
                case _:
                    lines += ["<li>", *self.blocks(item), "</li>"]
        return [*lines, f"</{tag}>"]

    def table(self, block: tree.Table) -> list[str]:
        lines = ["<table>"]
        for row in block.rows:
            lines.append("<tr>")
            for cell in row:
                tag = "th" if cell.heading else "td"
                lines += [f"<{tag}>", *self.blocks(cell.blocks), f"</{tag}>"]
            lines.append("</tr>")
        return [*lines, "</table>"]
