"""The words of a letter's HTML, one block a line, as a reader meets them."""

from html.parser import HTMLParser

BLOCKS = {"p", "h1", "h2", "h3", "li", "div", "ol", "ul"}
MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "li": "- "}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.parts: set[str] = set()
        self.inside = False

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or tag == "body"
        self.parts.update(value for name, value in attrs if name == "data-part")
        if tag in BLOCKS:
            self.lines.append(MARKS.get(tag, ""))
        elif tag == "br":
            self.lines.append("  ")

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data):
        if self.inside:
            self.lines[-1] += data


def _read(html: str) -> _Words:
    words = _Words()
    words.feed(html)
    return words


def words_of(html: str) -> str:
    """Return the words of *html*: a line for each block, headings and list items marked."""
    lines = []
    for line in _read(html).lines:
        indent = "  " if line.startswith("  ") and line.strip() else ""
        if line.strip() and line.strip() not in ("#", "##", "###", "-"):
            lines.append(indent + " ".join(line.split()))
    return "\n".join(lines) + "\n"


def parts_of(html: str) -> set[str]:
    """Return the names of the marked parts that *html* holds."""
    return _read(html).parts
