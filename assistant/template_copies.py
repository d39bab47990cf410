"""Copies of the shipped templates to change, and what has changed in the shipped ones since.

A copy of a letter or of a block builds on the shipped one, and so gets its corrections by itself. A
copy of the whole does not: its first line says what it was copied from, and the folder
``copied-from`` keeps that as it was.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import house_sheet, template_outline, templates
from assistant.errors import AssistantError
from assistant.findings import Finding
from assistant.kinds import kinds
from assistant.shipped import shipped_templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.template_outline import Block

ENDING = templates.ENDING
BASE = "base.html"
KEPT = "copied-from"
"""The folder with the shipped templates as they were when they were copied."""
STYLES = ("letter.css", "page.css")
HEADER = re.compile(
    r"Copied whole from shipped/(?P<name>[\w./-]+) of Record Rights (?P<version>\S+), "
    r"(?P<mark>[0-9a-f]{12})\."
)
LOOKED_AT = 2_000
"""Letters at the beginning of a file in which its first line is looked for."""
WORDS = Path(__file__).parent / "data" / "scaffolds.toml"


@dataclass(frozen=True)
class Copied:
    """What was written: the files in order, and what to do with them, as sentences."""

    paths: tuple[Path, ...]
    says: tuple[str, ...]


def copy(what: str, folder: Path, version: str, *, whole: bool = False) -> Copied:
    """Write a copy of *what* into *folder*, to be changed; *version* is that of the program.

    *what* is ``house``, a letter, ``base``, a part such as ``parts/refusal``, a style sheet, or a
    block: ``closing`` of all letters, ``correction.closing`` of one. With *whole* the copy of a
    template has all of its text. Nothing is ever overwritten. Raises AssistantError.
    """
    if what == "house":
        return _house(folder)
    if what in STYLES:
        return _whole(what, folder, version)
    name = what.removesuffix(ENDING)
    if name in (*kinds(), "base"):
        return _whole(name + ENDING, folder, version) if whole else _letter(name, folder)
    if (part := f"parts/{name.removeprefix('parts/')}{ENDING}") in _parts():
        return _whole(part, folder, version)
    letter, dot, block = name.partition(".")
    if not dot:
        letter, block = _home(name), name
    return _block(letter, block, folder)


def seen(name: str, folder: Path, version: str) -> Copied:
    """Note in a whole copy that what has changed in the shipped template *name* was dealt with."""
    name = name if Path(name).suffix else name + ENDING
    path = folder / name
    text = _read(path)
    if not HEADER.search(text[:LOOKED_AT]):
        raise AssistantError(
            f"{path} does not say what it was copied from.",
            "Only what was copied whole needs this. The rest gets corrections by itself.",
        )
    said = _header(name, version)
    path.write_text(HEADER.sub(lambda _: said, text, count=1), encoding="utf-8")
    kept = folder / KEPT / name
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(_shipped(name), encoding="utf-8")
    return Copied((path, kept), (f"{path} is up to date with shipped/{name}.",))


def outdated(path: Path, text: str, folder: Path) -> Finding | None:
    """Return what has changed in the shipped template since *text* was copied whole from it.

    *path* is the file in the house *folder* that holds *text*. None where nothing has changed, or
    it is no whole copy.
    """
    found = HEADER.search(text[:LOOKED_AT])
    if not found:
        return None
    name = found["name"]
    if not (shipped_templates() / name).is_file():
        return Finding(
            "copy",
            f"It was copied from shipped/{name}, which there is no more.",
            "See what took its place:  record-rights templates list",
            str(path),
        )
    now = _shipped(name)
    if mark(now) == found["mark"]:
        return None
    kept = folder / KEPT / name
    then = kept.read_text(encoding="utf-8") if kept.is_file() else ""
    is_kept = mark(then) == found["mark"]
    own = text.partition("\n")[2]
    if mark(own) == mark(now):
        return None
    before = then if is_kept else own
    says = f"shipped/{name} has changed since it was copied here (version {found['version']})."
    what = "What has changed in it:" if is_kept else "How it differs from this file:"
    return Finding(
        "copy",
        says,
        "Take over what you need. Then type:  record-rights templates copy "
        f"{name.removesuffix(ENDING)} {folder} --seen",
        str(path),
        1,
        detail="\n".join([what, *_difference(before, now, is_kept=is_kept)]),
    )


def mark(text: str) -> str:
    """Return a short mark that changes with every change of *text*, whatever its line ends."""
    return hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest()[:12]


def _difference(before: str, now: str, *, is_kept: bool) -> Iterator[str]:
    names = ("when copied", "now") if is_kept else ("this file", "shipped")
    lines = difflib.unified_diff(before.splitlines(), now.splitlines(), *names, lineterm="", n=2)
    yield from lines


# ------------------------------------------------------------------------------------- what is written


def _house(folder: Path) -> Copied:
    paths = [folder / house_sheet.NAME, folder / "house.css"]
    _refuse_existing(*paths)
    folder.mkdir(parents=True, exist_ok=True)
    lines = [_said("sheet")]
    for key in house_sheet.keys().values():
        lines += [*_wrapped(f"# {key.says}"), f"# {key.name} = {_as_toml(key.example)}", ""]
    paths[0].write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    paths[1].write_text(_said("styles"), encoding="utf-8")
    return Copied(tuple(paths), (_said("house-next").format(folder=folder),))


def _letter(name: str, folder: Path) -> Copied:
    path = folder / (name + ENDING)
    _refuse_existing(path)
    source = _shipped(name + ENDING)
    kind = kinds().get(name)
    title = f"the letter “{kind.title}”" if kind else "what all letters share"
    text = [_said("letter").format(name=name, title=title).rstrip()]
    text.append(f'{{% extends "shipped/{name}{ENDING}" %}}')
    outline = template_outline.outline(name + ENDING)
    text += dict.fromkeys(
        [*template_outline.imports(_shipped(BASE)), *template_outline.imports(source)]
    )
    for block in outline:
        if not any(one.within == block.name for one in outline):
            text += ["", "{#", *_as_block(block, _bare(block.text)), "#}"]
    _write(path, "\n".join(text) + "\n")
    return Copied((path,), (_said("letter-next"),))


def _block(letter: str, block: str, folder: Path) -> Copied:
    if letter not in (*kinds(), "base"):
        raise _unknown(f"{letter}.{block}")
    found = {one.name: one for one in template_outline.outline(letter + ENDING)}
    if block not in found:
        near = difflib.get_close_matches(block, found, n=1)
        hint = f"Did you mean “{letter}.{near[0]}”?" if near else f"There are: {', '.join(found)}."
        raise AssistantError(f"{letter}{ENDING} has no block “{block}”.", hint)
    one = found[block]
    source = _shipped(Path(one.path).name)
    words = [tag for tag in template_outline.imports(source) if _needs(one.text, tag)]
    lines = _as_block(one, one.text)
    path = folder / (letter + ENDING)
    if path.exists():
        shown = "\n".join(f"\t{line}" for line in [*words, *lines])
        raise AssistantError(
            f"{path} is already there, and nothing is overwritten.",
            f"Add these lines to it:\n{shown}",
        )
    _write(path, "\n".join([f'{{% extends "shipped/{letter}{ENDING}" %}}', *words, *lines]) + "\n")
    says = "all letters" if letter == "base" else f"the letter “{letter}”"
    return Copied((path,), (_said("block-next").format(block=block, says=says),))


def _whole(name: str, folder: Path, version: str) -> Copied:
    path, kept = folder / name, folder / KEPT / name
    _refuse_existing(path)
    text = _shipped(name)
    header = _header(name, version)
    first = f"/* {header} */" if name.endswith(".css") else f"{{# {header} #}}"
    _write(path, f"{first}\n{text}")
    _write(kept, text)
    return Copied((path, kept), (_said("whole-next").format(name=name),))


def _header(name: str, version: str) -> str:
    return (
        f"Copied whole from shipped/{name} of Record Rights {version}, {mark(_shipped(name))}. "
        "Keep this line."
    )


def _as_block(block: Block, text: str) -> list[str]:
    return [f"{{% block {block.name} %}}", *text.splitlines(), "{% endblock %}"]


def _bare(text: str) -> str:
    """Return *text* without the notes in it, which could not stand within another note."""
    return re.sub(r"\{#.*?#\}\n?", "", text, flags=re.DOTALL)


def _needs(text: str, tag: str) -> bool:
    """Say whether *text* uses anything that *tag* imports."""
    names = tag.partition("import")[2].strip("-% }").split(",")
    return any(re.search(rf"\b{name.strip()}\(", text) for name in names)


def _home(block: str) -> str:
    """Return the template in which to change a *block* of which no template is named."""
    if any(one.name == block for one in template_outline.outline(BASE)):
        return "base"
    having = [
        name
        for name in kinds()
        if any(one.name == block for one in template_outline.outline(name + ENDING))
    ]
    if len(having) == 1:
        return having[0]
    if having:
        raise AssistantError(
            f"Several letters have a block “{block}”.",
            f"Name the letter too: {', '.join(f'{name}.{block}' for name in having)}.",
        )
    raise _unknown(block)


def _unknown(what: str) -> AssistantError:
    every = [*kinds(), "house", "base", *STYLES, *(name.removesuffix(ENDING) for name in _parts())]
    every += [one.name for name in kinds() for one in template_outline.outline(name + ENDING)]
    near = difflib.get_close_matches(what, every, n=1)
    return AssistantError(
        f"There is nothing called “{what}” to copy.",
        f"Did you mean “{near[0]}”?" if near else "See:  record-rights templates list",
    )


@cache
def _parts() -> tuple[str, ...]:
    folder = shipped_templates()
    return tuple(sorted(f"parts/{one.name}" for one in (folder / "parts").glob("*" + ENDING)))


def _shipped(name: str) -> str:
    return (shipped_templates() / name).read_text(encoding="utf-8")


def _said(key: str) -> str:
    said: str = tomllib.loads(WORDS.read_text(encoding="utf-8"))[key]
    return said


def _wrapped(line: str) -> list[str]:
    import textwrap

    return textwrap.wrap(line, 96, subsequent_indent="# ")


def _as_toml(value: object) -> str:
    # A list, a text or a number looks the same in TOML as in JSON.
    return json.dumps(value, ensure_ascii=False)


def _refuse_existing(*paths: Path) -> None:
    if there := [path for path in paths if path.exists()]:
        raise AssistantError(
            f"{there[0]} is already there, and nothing is overwritten.",
            "Change that file, or move it away first.",
        )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(f"{path} cannot be read.", "Check the name.") from error


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise AssistantError(
            f"{path} cannot be written: {error.strerror}.", "Choose another folder."
        ) from error
