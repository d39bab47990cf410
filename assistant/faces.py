"""The shipped typefaces: which characters they can print, and the CSS that loads those needed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from assistant.shipped import shipped_templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ALWAYS = "Sans"
"""The family of Latin, Greek and Cyrillic letters, without which no letter can be set."""


@cache
def coverage() -> dict[str, frozenset[int]]:
    """Return the code points that each shipped family can print, in order of preference.

    Source: ``fonts/coverage.txt`` beside the typefaces, one line a family.
    """
    lines = (shipped_templates() / "fonts" / "coverage.txt").read_text("ascii").splitlines()
    families = (line.split(": ") for line in lines if not line.startswith("#"))
    return {family: frozenset(_code_points(ranges)) for family, ranges in families}


def families_for(characters: Iterable[str]) -> list[str]:
    """Return the families needed to print *characters*, in order of preference."""
    wanted = {ord(character) for character in characters}
    needed = []
    for family, points in coverage().items():
        if family == ALWAYS or wanted & points:
            needed.append(family)
            wanted -= points
    return needed


def font_face_rules(families: Sequence[str]) -> str:
    """Return the CSS that loads *families*; a family ``Thai`` is named ``Letter Thai`` there."""
    fonts = shipped_templates() / "fonts"
    return "\n".join(
        f'@font-face {{ font-family: "Letter {family}"; font-weight: {weight};'
        f' src: url("fonts/{_file(family, style)}") }}'
        for family in families
        for style, weight in (("Regular", 400), ("Bold", 700))
        if (fonts / _file(family, style)).is_file()
    )


def _file(family: str, style: str) -> str:
    return f"NotoSans{family.removeprefix(ALWAYS)}-{style}.ttf"


def _code_points(ranges: str) -> Iterable[int]:
    for part in ranges.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)
