"""Look at a letter's pages as they are laid out: window, edges, words over words, pale words.

Millimetres from the top left corner. A sheet of A4 folded in three can slide in a DL envelope
(110 by 220 mm, its window 35 by 90, 20 from the left and 18 from the bottom).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MM = 25.4 / 96
"""Millimetres of a CSS pixel."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

ALWAYS_SEEN: Box = (20, 57, 100, 81)
"""What the window shows however the sheet lies in the envelope."""
MAYBE_SEEN: Box = (10, 46, 110, 92)
"""What the window shows in some position of the sheet."""
MARGIN = 5
"""What most printers cannot print at each edge, in mm."""
SLACK = 0.2
"""Millimetres that nobody sees."""
CONTRAST, LARGE_CONTRAST = 4.5, 3.0
"""How much lighter paper must be than words on it, and than large words. Source: WCAG 2.2, 1.4.3."""
LEAST = 4.0
"""Pixels below which nobody can read words on paper: three points."""
LARGE, LARGE_BOLD = 24.0, 18.66
"""Pixels from which on words are large: 18 points, or 14 in bold. Source: WCAG 2.2."""
BOLD = 700
WHITE = (1.0, 1.0, 1.0)
ABOVE, BELOW = 0.75, 0.24
"""How far the ink of Noto Sans reaches above and below the line, in its size."""
OVER = 0.3
"""The part of a word's height and width from which on another one spoils it."""
SHOWN = 40
"""Letters of a text that a message shows."""
ELSEWHERE = (
    "The recipient’s address is not where the window of an envelope shows it.",
    (
        "It belongs between 20 and 100 mm from the left and between 57 and 81 mm from the top. "
        "The block “recipient” of shipped/base.html puts it there."
    ),
)
PARTLY_SEEN = (
    "The recipient’s address is partly outside the window of an envelope.",
    (
        "The window shows 20 to 100 mm from the left and 57 to 81 mm from the top. "
        "Make the lines shorter or fewer, or leave the block “recipient” as it is."
    ),
)
KEEP_FREE = (
    "Make it smaller or move it. Nothing but the address may be printed 10 to 110 mm from the left "
    "and 46 to 92 mm from the top of the first page."
)
GROW = (
    "Look for a height, a position or a negative margin in your style sheet. To let a box grow "
    "with its words, write min-height instead of height."
)

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Ink:
    """One run of words on a page: where it is, in mm, and how it looks.

    *contrast* is that of its colour to what is behind it, or 0 where that cannot be known.
    """

    words: str
    page: int
    box: Box
    size: float
    weight: int
    contrast: float
    parts: tuple[str, ...]


def findings(document: Any, recipient: Sequence[str]) -> list[Finding]:
    """Return what is wrong with the pages of WeasyPrint's *document*.

    *recipient* are the lines of the address that the window should show.
    """
    ink = [one for number, page in enumerate(document.pages) for one in inks(page, number)]
    pictures = list(_pictures(document.pages[0]))
    told = [
        *_window(ink, pictures, recipient),
        *_edges(ink, document.pages),
        *_over(ink),
        *_pale(ink),
    ]
    return [Finding("page", *one) for one in dict.fromkeys(told)]


@dataclass(frozen=True)
class Seen:
    """What can be read on a letter's pages.

    The marked parts (``data-part``) of which any words are there; and all the words, in their order
    and without spaces.
    """

    parts: frozenset[str]
    words: str


def seen(document: Any) -> Seen:
    """Return what can be read on the pages of WeasyPrint's *document*."""
    every = [one for number, page in enumerate(document.pages) for one in inks(page, number)]
    legible = [one for one in every if one.size >= LEAST]
    parts = frozenset(part for one in legible for part in one.parts)
    return Seen(parts, "".join("".join(one.words.split()) for one in legible))


def inks(page: Any, number: int = 0) -> Iterator[Ink]:
    """Yield all that is written on a page of WeasyPrint's."""
    yield from _inside(page._page_box, number, WHITE, ())  # noqa: SLF001 -- there is no other way


def _inside(box: Any, page: int, behind: Colour | None, parts: tuple[str, ...]) -> Iterator[Ink]:
    style = box.style
    if style["background_image"] != (("none", None),):
        behind = None
    behind = _mixed(style["background_color"], behind)
    element = getattr(box, "element", None)
    if element is not None and (part := element.get("data-part")) and part not in parts:
        parts = (*parts, part)
    if type(box).__name__ == "TextBox":
        if box.text.strip() and style["visibility"] == "visible":
            colour = _mixed(style["color"], behind)
            contrast = _contrast(colour, behind) if colour and behind else 0
            yield Ink(
                box.text.strip(), page, _ink(box), style["font_size"], style["font_weight"],
                contrast, parts,
            )  # fmt: skip
        return
    for child in box.all_children():
        yield from _inside(child, page, behind, parts)


def _ink(box: Any) -> Box:
    line = box.position_y + box.baseline
    size = box.style["font_size"]
    right = box.position_x + box.width
    places = (box.position_x, line - ABOVE * size, right, line + BELOW * size)
    left, top, right, bottom = (one * MM for one in places)
    return left, top, right, bottom


def _window(
    ink: Sequence[Ink], pictures: Sequence[Box], recipient: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with what the window of the envelope shows."""
    wanted = _joined(recipient)
    first = [one for one in ink if one.page == 0]
    seen = [one for one in first if _touch(one.box, MAYBE_SEEN)]
    strange = [one for one in seen if _joined([one.words]) not in wanted]
    if wanted and wanted not in _joined([one.words for one in seen]):
        yield ELSEWHERE
    elif wanted and any(not _within(one.box, ALWAYS_SEEN) for one in seen if one not in strange):
        yield PARTLY_SEEN
    if wanted and strange:
        words = _short(strange[0].words)
        yield f"“{words}” could be read through the window of the envelope.", KEEP_FREE
    if wanted and any(_touch(box, MAYBE_SEEN) for box in pictures):
        yield "A picture could be seen through the window of the envelope.", KEEP_FREE


def _edges(ink: Sequence[Ink], pages: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for one in ink:
        page = pages[one.page]
        width, height = page.width * MM, page.height * MM
        paper = (MARGIN, MARGIN, width - MARGIN, height - MARGIN)
        if not _within(one.box, paper):
            words = f"“{_short(one.words)}” on page {one.page + 1}"
            hint = f"Leave {MARGIN} mm free at each edge; most printers need them."
            yield f"{words} is too near the edge of the paper, or beyond it.", hint
            return


def _over(ink: Sequence[Ink]) -> Iterator[tuple[str, str]]:
    """Yield the first words of each page that are printed over others."""
    for number in sorted({one.page for one in ink}):
        here = sorted((one for one in ink if one.page == number), key=lambda one: one.box[1])
        for index, one in enumerate(here):
            beneath = _beneath(one, here, index)
            if spoilt := next((other for other in beneath if _spoils(one, other)), None):
                both = f"“{_short(one.words)}” and “{_short(spoilt.words)}”"
                yield f"{both} are printed over each other on page {number + 1}.", GROW
                break


def _beneath(one: Ink, here: Sequence[Ink], index: int) -> Iterator[Ink]:
    for other in here[index + 1 :]:
        if other.box[1] >= one.box[3]:
            return
        yield other


def _spoils(one: Ink, other: Ink) -> bool:
    high = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    wide = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    least_high = min(one.box[3] - one.box[1], other.box[3] - other.box[1])
    least_wide = min(one.box[2] - one.box[0], other.box[2] - other.box[0])
    return high > OVER * least_high and wide > OVER * least_wide


def _pale(ink: Sequence[Ink]) -> Iterator[tuple[str, str]]:
    for one in ink:
        is_large = one.size >= LARGE or (one.size >= LARGE_BOLD and one.weight >= BOLD)
        least = LARGE_CONTRAST if is_large else CONTRAST
        if 0 < one.contrast < least:
            words = f"“{_short(one.words)}” on page {one.page + 1}"
            hint = f"Take a darker colour: {least:g} to 1 or more can be read by most, and copied."
            yield f"{words} is too pale: its contrast is {one.contrast:.1f} to 1.", hint
            return


def _pictures(page: Any) -> Iterator[Box]:
    for box in page._page_box.descendants():  # noqa: SLF001 -- there is no other way
        if type(box).__name__ == "AbsolutePlaceholder":
            box = box._box  # noqa: PLW2901, SLF001 -- what stands elsewhere on the page
        if type(box).__name__.endswith("ReplacedBox"):
            left, top = box.content_box_x(), box.content_box_y()
            places = (left, top, left + box.width, top + box.height)
            left, top, right, bottom = (one * MM for one in places)
            yield left, top, right, bottom


def _mixed(colour: Any, behind: Colour | None) -> Colour | None:
    """Return *colour* as it looks on what is *behind* it; None where that cannot be known."""
    if not hasattr(colour, "to"):  # currentcolor, of a background
        return behind
    red, green, blue = (float(one or 0) for one in colour.to("srgb").coordinates)
    alpha = float(colour.alpha)
    if alpha >= 1:
        return red, green, blue
    if behind is None:
        return None
    over = [
        one * alpha + under * (1 - alpha)
        for one, under in zip((red, green, blue), behind, strict=True)
    ]
    return over[0], over[1], over[2]


def _contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours. Source: WCAG 2.2, contrast ratio, relative luminance."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 -- WCAG's
        for one in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] - SLACK
        and other[0] < one[2] - SLACK
        and one[1] < other[3] - SLACK
        and other[1] < one[3] - SLACK
    )


def _within(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - SLACK
        and inner[1] >= outer[1] - SLACK
        and inner[2] <= outer[2] + SLACK
        and inner[3] <= outer[3] + SLACK
    )


def _joined(lines: Sequence[str]) -> str:
    """Return *lines* as one text without spaces, in which broken lines are whole again."""
    return "".join("".join(lines).replace("\u200b", "").split())


def _short(words: str) -> str:
    return words if len(words) <= SHOWN else words[:SHOWN].rstrip() + " …"
