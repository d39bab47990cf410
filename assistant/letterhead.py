"""The look of letters that a house.toml asks for: whether it fits the paper, and its style sheet."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from assistant import faces
from assistant.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assistant.house import Look

LEAST_CONTRAST = 4.5
"""Source: WCAG 2.2, 1.4.3, for words of usual size."""
NEARLY_BLACK = 0.04045
"""Up to here a channel of a colour is linear."""
LOGO_HEIGHT = 10.0
"""How high a logo is printed if nothing is said, in mm."""
ROOM = 36.0
"""How high the letterhead can be, in mm: from 8 mm below the edge to above the envelope's window."""
LONGEST_LINE = 60
"""The most letters of a line of the address."""
SPACE = 0x20
LINE, NAME_LINE, GAP = 3.8, 5.0, 2.0
"""How high a line of the letterhead is, a line of the name in it, and the gap below the logo, in mm."""
LINE_HOLDS, NAME_LINE_HOLDS = 42, 30
"""How many letters fit into a line of the letterhead, and into one of the name."""


def crowded(said: Mapping[str, Any]) -> str:
    """Return why the letterhead in *said*, a house.toml by key, has no room, or nothing."""
    lines = [*said.get("organisation.address", ()), *said.get("organisation.contact", ())]
    name = said.get("organisation.name", "")
    height = sum(ceil(len(line) / LINE_HOLDS) for line in lines) * LINE
    height += ceil(len(name) / NAME_LINE_HOLDS) * NAME_LINE
    if "logo.file" in said:
        height += said.get("logo.height", LOGO_HEIGHT) + GAP
    if height <= ROOM:
        return ""
    return (
        f"the letterhead would be {height:.0f} mm high, and {ROOM:.0f} mm are free above the window "
        "of the envelope. Take out a line, shorten one, or make the logo smaller."
    )


def colour(text: str) -> str:
    """Return the colour that *text* names, as ``#rrggbb``, or nothing if it names none."""
    from tinycss2.color3 import RGBA, parse_color

    found = parse_color(text)
    if not isinstance(found, RGBA) or found.alpha != 1:
        return ""
    return "#" + "".join(f"{round(min(max(one, 0), 1) * 255):02x}" for one in found[:3])


def contrast_on_white(hexadecimal: str) -> float:
    """Return the contrast of a colour ``#rrggbb`` with white paper, from 1 to 21.

    Source: WCAG 2.2, definitions of relative luminance and contrast ratio.
    """
    channels = [int(hexadecimal[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        ((one + 0.055) / 1.055) ** 2.4 if one > NEARLY_BLACK else one / 12.92 for one in channels
    ]
    luminance = sum(part * one for part, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)


def styles(look: Look) -> str:
    """Return the values for ``letterhead.css`` that *look* gives, as a style sheet of their own."""
    lengths = {
        "logo-height": (look.logo_height or LOGO_HEIGHT, "mm"),
        "size": (look.size, "pt"),
        "left": (look.left, "mm"),
        "right": (look.right, "mm"),
        "top": (look.top, "mm"),
        "bottom": (look.bottom, "mm"),
    }
    values = [
        f"--house-{name}: {value:g}{unit}" for name, (value, unit) in lengths.items() if value
    ]
    if look.colour:
        values.append(f"--house-colour: {look.colour}")
    rules = [f":root {{ {'; '.join(values)} }}"]
    if look.typeface:
        rules += _typeface(look)
    return "\n".join(rules) + "\n"


def _typeface(look: Look) -> list[str]:
    """Return the rules that load a typeface of the house, with the shipped ones after it."""
    families = ["House", *(f"Letter {family}" for family in (*faces.coverage(), faces.EAST_ASIAN))]
    listed = ", ".join(f'"{family}"' for family in families)
    weights = [(400, look.typeface), (700, look.typeface_bold)]
    loaded = [
        f'@font-face {{ font-family: "House"; font-weight: {weight}; src: url("{file}") }}'
        for weight, file in weights
        if file
    ]
    return [*loaded, f"html {{ font-family: {listed} }}"]


def printable(look: Look, folder: Path) -> frozenset[int]:
    """Return the code points that the typeface of *look* has, a file in *folder*.

    Raises TemplateError where it is broken, or its maker does not let it be put into a document.
    """
    points: frozenset[int] = frozenset()
    for name in filter(None, (look.typeface, look.typeface_bold)):
        path = folder / name
        try:
            found, may_be_embedded = faces.own(path)
        except Exception as error:
            raise TemplateError(
                f"The typeface {path} is broken, or is none.", "Use another file.", str(path)
            ) from error
        if not may_be_embedded:
            raise TemplateError(
                f"The typeface {path} may not be put into a document: its maker has said so in it.",
                "Ask its maker for a licence to embed it, or use another typeface.",
                str(path),
            )
        if SPACE not in found:
            raise TemplateError(
                f"Words cannot be printed in the typeface {path}: it has no space.",
                "Use another typeface. This one is meant for signs.",
                str(path),
            )
        points = points or found
    return points
