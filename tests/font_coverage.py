"""Write down which characters the shipped typefaces can print: ``python tests/font_coverage.py``."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from unicodedata import category

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "letter_templates" / "fonts"
HEADING = "# Which code points each family can print. Made by tests/font_coverage.py from the files here.\n"
FIRST, LAST = ["Sans"], ["Symbols2", "Math"]


def families() -> list[str]:
    """The shipped families: letters of Europe first, symbols last."""
    found = {
        path.stem.removeprefix("Noto").removesuffix("-Regular")
        for path in FONTS.glob("*-Regular.ttf")
    }
    scripts = sorted(name.removeprefix("Sans") for name in found if name != "Sans")
    return FIRST + [name for name in scripts if name not in LAST] + LAST


def code_points(family: str) -> list[int]:
    """What every file of a family can print."""
    stem = f"NotoSans{family.removeprefix('Sans')}"
    maps = [set(TTFont(path).getBestCmap()) for path in FONTS.glob(f"{stem}-*.ttf")]
    return sorted(point for point in set.intersection(*maps) if category(chr(point)) != "Cc")


def as_ranges(points: list[int]) -> str:
    """Code points as hexadecimal ranges: ``20-7E A0``."""
    breaks = [i for i, (a, b) in enumerate(pairwise(points), 1) if b != a + 1]
    runs = [points[a:b] for a, b in pairwise([0, *breaks, len(points)])]
    return " ".join(f"{run[0]:X}-{run[-1]:X}" if len(run) > 1 else f"{run[0]:X}" for run in runs)


def coverage_file() -> str:
    """The whole text of ``coverage.txt``."""
    return HEADING + "".join(f"{name}: {as_ranges(code_points(name))}\n" for name in families())


if __name__ == "__main__":
    (FONTS / "coverage.txt").write_text(coverage_file(), "ascii")
