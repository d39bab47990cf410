"""The typefaces: which characters can be printed with them, and the CSS that loads those needed."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.shipped import shipped_templates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

ALWAYS = "Sans"
"""The family of Latin, Greek and Cyrillic letters, without which no letter can be set."""
EAST_ASIAN = "CJK"
"""The family of the package below, for Chinese, Japanese and Korean."""
EAST_ASIAN_PACKAGE = "noto_cjk_sans_otc"
EAST_ASIAN_FILE = "NotoSansCJK-Regular.ttc"

FORBIDS_EMBEDDING = 2
"""What a typeface says of itself if nobody may put it into a document."""


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
    if _east_asian(wanted):
        needed.append(EAST_ASIAN)
    return needed


def missing_from_all(characters: Iterable[str]) -> list[str]:
    """Return those of *characters* that neither a shipped typeface nor one of this computer has."""
    shipped: frozenset[int] = frozenset().union(*coverage().values())
    missing = [character for character in characters if ord(character) not in shipped]
    if not missing:
        return []
    found = _east_asian({ord(character) for character in missing})
    return [c for c in missing if ord(c) not in found and not _computer_has(ord(c))]


def font_face_rules(families: Sequence[str]) -> str:
    """Return the CSS that loads *families*; a family ``Thai`` is named ``Letter Thai`` there."""
    fonts = shipped_templates() / "fonts"
    rules = [
        _rule(family, weight, f"fonts/{_file(family, style)}")
        for family in families
        for style, weight in (("Regular", 400), ("Bold", 700))
        if (fonts / _file(family, style)).is_file()
    ]
    if EAST_ASIAN in families:
        rules.append(_rule(EAST_ASIAN, 400, EAST_ASIAN_FILE))
    return "\n".join(rules)


@cache
def east_asian_folder() -> Path | None:
    """Return the folder of the optional package with a typeface for Chinese, Japanese and Korean."""
    package = find_spec(EAST_ASIAN_PACKAGE)
    return Path(package.origin).parent if package and package.origin else None


def own(file: Path) -> tuple[frozenset[int], bool]:
    """Return the code points of the typeface in *file*, and whether it may be put into a document.

    Raises whatever fontTools does where the file is broken.
    """
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        # Source: OpenType, OS/2 fsType: of its lowest four bits, 2 alone forbids embedding.
        restricted = "OS/2" in font and font["OS/2"].fsType & 0b1111 == FORBIDS_EMBEDDING
        return frozenset(font.getBestCmap() or ()), not restricted


def _rule(family: str, weight: int, file: str) -> str:
    return (
        f'@font-face {{ font-family: "Letter {family}"; font-weight: {weight};'
        f' src: url("{file}") }}'
    )


def _file(family: str, style: str) -> str:
    return f"NotoSans{family.removeprefix(ALWAYS)}-{style}.ttf"


def _code_points(ranges: str) -> Iterable[int]:
    for part in ranges.split():
        first, _, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def _east_asian(points: Collection[int]) -> set[int]:
    """Return those of *points* that the optional package can print."""
    folder = east_asian_folder()
    if folder is None or not points:
        return set()
    return set(points) & _code_points_of(folder / EAST_ASIAN_FILE)


@cache
def _code_points_of(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTCollection

    with TTCollection(file, lazy=True) as collection:
        return frozenset(collection.fonts[0].getBestCmap())


@cache
def _computer_has(point: int) -> bool:
    """Ask Fontconfig for a typeface here that draws *point* in outlines and in one colour."""
    fontconfig = _fontconfig()
    if fontconfig is None:
        return False
    wanted = fontconfig.FcNameParse(f":charset={point:x}:scalable=true:color=false".encode())
    names = fontconfig.FcObjectSetCreate()
    found = fontconfig.FcFontList(None, wanted, names)
    try:
        return bool(found) and found.contents.value > 0
    finally:
        fontconfig.FcFontSetDestroy(found)
        fontconfig.FcObjectSetDestroy(names)
        fontconfig.FcPatternDestroy(wanted)


@cache
def _fontconfig() -> Any:
    """Load the library that knows this computer's typefaces; None where it is not installed."""
    import ctypes

    for name in ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"):
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.FcNameParse.restype = ctypes.c_void_p
        library.FcObjectSetCreate.restype = ctypes.c_void_p
        library.FcFontList.restype = ctypes.POINTER(ctypes.c_int)  # its first field: how many
        library.FcNameParse.argtypes = [ctypes.c_char_p]
        for function, count in (
            (library.FcFontList, 3),
            (library.FcFontSetDestroy, 1),
            (library.FcObjectSetDestroy, 1),
            (library.FcPatternDestroy, 1),
        ):
            function.argtypes = [ctypes.c_void_p] * count
        return library
    return None
