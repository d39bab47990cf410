"""Read a house.toml, and tell everything that is wrong with it at once, in plain words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

from assistant import characters, files, languages, letterhead
from assistant.errors import TemplateError
from assistant.kinds import kinds, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

DATA = Path(__file__).parent / "data" / "house.toml"
NAME = "house.toml"
PER_LETTER = ("title", "subject", "called")
"""What a house may call each letter."""
KEY = re.compile(r"\s*(?P<key>[\w\"'.-]+(?:\s*\.\s*[\w\"'-]+)*)\s*=")
HEADER = re.compile(r"\s*\[\s*(?P<key>[^\[\]]+?)\s*\]")
AT_LINE = re.compile(r"\(at line (?P<line>\d+), column \d+\)|\(at end of document\)")
BROKEN_NAME = set("%#\\")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a house.toml; *line* is from 1, or 0 where it is not known."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.says}" if self.line else self.says


@dataclass(frozen=True)
class Key:
    """What a house.toml may say; ``data/house.toml`` tells what each field means."""

    name: str
    kind: str
    says: str
    example: Any
    least: float = 0
    most: float = 0
    unit: str = ""
    why: str = ""
    endings: tuple[str, ...] = ()
    needs: str = ""


@cache
def keys() -> dict[str, Key]:
    """Return every key that has a meaning of its own, by name, in the order of the data."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["key"]
    made = [Key(**row | {"endings": tuple(row.get("endings", ()))}) for row in rows]
    return {key.name: key for key in made}


@cache
def shared_words() -> dict[str, str]:
    """Return the words that letters share and a house may say otherwise, as shipped, by key."""
    said = words()
    plain = {
        f"words.{key}": text
        for key, text in said.items()
        if isinstance(text, str) and key != "language"
    }
    plain |= {f"words.copies.{key}": text for key, text in said["copies"].items()}
    for kind in kinds().values():
        plain |= {f"letters.{kind.name}.{one}": getattr(kind, one) for one in PER_LETTER}
        plain |= {f"law.{key}": "" for key in (*kind.essential, *kind.cites)}
    return plain


def read(folder: Path) -> tuple[dict[str, Any], list[Problem]]:
    """Return what the house.toml in *folder* says, by key (``logo.file``), and what is wrong with it.

    A key that is wrong is left out. Where there is no such file, nothing is said and nothing wrong.
    """
    path = folder / NAME
    try:
        if files.inside(folder, NAME) is None:
            return {}, []
        text = files.read(path).decode("utf-8-sig").replace("\r\n", "\n")
        said = dict(_flat(files.toml(text)))
    except (TemplateError, ValueError, RecursionError) as error:
        return {}, [_unreadable(path, error)]
    lines = _lines(text)
    good, problems = {}, []
    for name, value in said.items():
        wrong = _wrong(name, value, said, folder)
        if wrong:
            says = " ".join(characters.clean(f"{name}: {wrong}").split("\n"))
            problems.append(Problem(str(path), _line(lines, name), says))
        else:
            good[name] = value
    if not problems and (crowded := letterhead.crowded(good)):
        problems.append(Problem(str(path), _line(lines, "organisation.name"), crowded))
    return good, sorted(problems, key=lambda one: one.line)


def _wrong(name: str, value: Any, said: Mapping[str, Any], folder: Path) -> str:
    """Return what is wrong with *value* of the key *name*, or nothing."""
    key = keys().get(name)
    if key is None:
        if name in shared_words():
            return _wrong_words(value, shared_words()[name])
        return _unknown(name)
    check: Callable[[Key, Any, Path], str] = {
        "text": _wrong_text,
        "lines": _wrong_lines,
        "number": _wrong_number,
        "colour": _wrong_colour,
        "language": _wrong_language,
        "file": _wrong_file,
    }[key.kind]
    if wrong := check(key, value, folder):
        return wrong
    if key.needs and key.needs not in said:
        needed = keys()[key.needs]
        example = f"{needed.name.rpartition('.')[2]} = {_quoted(needed.example)}"
        return f"this needs “{needed.name}” beside it. {needed.says} For example:  {example}"
    return ""


def _unknown(name: str) -> str:
    known = [*keys(), *shared_words()]
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    if not near:  # the right word in the wrong table
        last = name.rpartition(".")[2]
        near = [one for one in known if one.rpartition(".")[2] == last][:1]
    if near:
        return f"there is nothing of this name. Did you mean “{near[0]}”?"
    return f"there is nothing of this name. There are: {', '.join(keys())}."


def _wrong_text(key: Key, value: Any, _: Path) -> str:
    if not isinstance(value, str):
        return f"this should be words in quotation marks, such as  {_quoted(key.example)}"
    if not value.strip():
        return "there are no words in it. Take the line out, or write some."
    if "\n" in value:
        return "this should be one line."
    if len(value) > key.most:
        return f"this has {len(value)} letters; there is room for {key.most}. {key.why}".strip()
    return ""


def _wrong_lines(key: Key, value: Any, folder: Path) -> str:
    example = ", ".join(_quoted(one) for one in key.example)
    if not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
        return f"this should be a list in square brackets, such as  [{example}]"
    if len(value) > key.most:
        return f"this has {len(value)} lines; there is room for {key.most}."
    each = Key(key.name, "text", key.says, key.example[0], most=letterhead.LONGEST_LINE)
    return next(filter(None, (_wrong_text(each, one, folder) for one in value)), "")


def _wrong_number(key: Key, value: Any, _: Path) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"this should be a number without quotation marks, such as  {key.example}"
    if not key.least <= value <= key.most:
        return (
            f"{value:g} is not possible. It can be {key.least} to {key.most} {key.unit}. {key.why}"
        )
    return ""


def _wrong_colour(key: Key, value: Any, _: Path) -> str:
    colour = letterhead.colour(value) if isinstance(value, str) else ""
    if not colour:
        return f"{value!r} is not a colour. Write one like  {_quoted(key.example)}"
    contrast = letterhead.contrast_on_white(colour)
    if contrast < letterhead.LEAST_CONTRAST:
        return (
            f"{value} is too pale on white paper: its contrast is {int(contrast * 10) / 10} to 1, "
            f"and words need {letterhead.LEAST_CONTRAST} to 1. Take a darker colour."
        )
    return ""


def _wrong_language(key: Key, value: Any, _: Path) -> str:
    if not isinstance(value, str) or not languages.is_tag(value):
        return f"{value!r} is not a language tag. {key.says}"
    if key.name == "formats" and not languages.is_known(value):
        return f"the dates and numbers of “{value}” are not known either. Take another language."
    return ""


def _wrong_file(key: Key, value: Any, folder: Path) -> str:
    if not isinstance(value, str):
        return (
            f"this should be the name of a file in quotation marks, such as  {_quoted(key.example)}"
        )
    if not value.lower().endswith(key.endings):
        return f"“{value}” cannot be used here. It can be: {', '.join(key.endings)}."
    if BROKEN_NAME & set(value):
        return f"“{value}” has one of  % # \\  in its name. Rename it; write / between folders."
    try:
        path = files.inside(folder, value)
        if path is None:
            return f"there is no file “{value}” in {folder}.{_near(value, folder)}"
        files.read(path)
    except TemplateError as error:
        return f"{error.message} {error.hint}"
    return ""


def _near(name: str, folder: Path) -> str:
    names = [path.relative_to(folder).as_posix() for path in folder.glob("*") if path.is_file()]
    near = get_close_matches(name, names, n=1)
    return f" Did you mean “{near[0]}”?" if near else ""


def _wrong_words(value: Any, shipped: str) -> str:
    """Return what is wrong with *value* said instead of *shipped*: its gaps must be the same."""
    if not isinstance(value, str) or not value.strip() or "\n" in value:
        return "this should be words in quotation marks, in one line."
    try:
        gaps = list(Formatter().parse(value))
    except ValueError:
        gaps = [("", "{", "", "")]
    names = {name for _, name, _, _ in gaps if name is not None}
    plain = not any(spec or conversion for _, _, spec, conversion in gaps)
    wanted = {name for _, name, _, _ in Formatter().parse(shipped) if name is not None}
    if names == wanted and plain:
        return ""
    if not wanted:
        return "this has no gaps to fill, so it may hold no  { or }"
    return f"this must hold, once and as it stands: {', '.join(f'{{{one}}}' for one in sorted(wanted))}"


def _unreadable(path: Path, error: Exception) -> Problem:
    """Return why nothing at all can be read from the file at *path*."""
    found = AT_LINE.search(str(error))
    line = int(found["line"]) if found and found["line"] else 0
    if isinstance(error, UnicodeDecodeError):
        says = "This is not plain text in UTF-8. Save it again with that encoding."
    elif isinstance(error, tomllib.TOMLDecodeError) and line:
        says = (
            "This line cannot be read. Every line is a name, an equals sign and a value; words "
            'stand in quotation marks, such as  closing = "Yours sincerely"'
        )
    elif isinstance(error, tomllib.TOMLDecodeError):
        says = "It ends too soon: a quotation mark or a bracket is missing."
    elif isinstance(error, RecursionError):
        says = "It has too many brackets inside each other."
    elif isinstance(error, ValueError):
        says = "It holds a number that is too long."
    else:
        says = str(error)
    return Problem(str(path), line, says)


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value of *table* with its whole name, such as ``logo.file``."""
    for key, value in table.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{name}.")
        else:
            yield name, value


def _lines(text: str) -> dict[str, int]:
    """Return the line of each key and table of *text*, by its whole name."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        if header := HEADER.match(line):
            table = _bare(header["key"])
            found.setdefault(table, number)
        elif key := KEY.match(line):
            found.setdefault(f"{table}.{_bare(key['key'])}".lstrip("."), number)
    return found


def _line(lines: Mapping[str, int], name: str) -> int:
    while name and name not in lines:
        name = name.rpartition(".")[0]
    return lines.get(name, 0)


def _bare(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))


def _quoted(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
