"""Read the templates of a house, all of them, and tell every mistake in them without filling them in.

To be run in a process of its own: a template from somebody else is taken to pieces here.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError

from assistant import (
    files,
    foreign_placeholders,
    template_blocks,
    template_copies,
    template_names,
    template_tags,
    templates,
)
from assistant.errors import TemplateError
from assistant.findings import Finding
from assistant.kinds import kinds
from assistant.shipped import shipped_templates
from assistant.template_copies import KEPT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from jinja2 import nodes

    from assistant.house import House
    from assistant.template_language import Language
    from assistant.templates import Found

ENDING = templates.ENDING
SHEET = "house.toml"
NO_FILE = (
    "This is a link to nothing, or no file at all, so the shipped template is used.",
    "Put the template itself there, or delete this.",
)
MOST_FILES = 500
ALMOST = (".htm", ".xhtml", ".j2", ".jinja", ".jinja2", ".txt", ".md", ".tmpl", ".mustache",
          ".hbs", ".erb", ".mako", ".yml", ".yaml")  # fmt: skip
"""Endings of files that were perhaps meant to be templates."""
OFFICE = (".docx", ".doc", ".odt", ".rtf", ".pages")
PLAIN = 20
"""Words from which on a template without any tag of HTML is taken for plain text."""
_HTML = re.compile(r"<(p|div|html|h1|h2|br|li|table|section)\b", re.IGNORECASE)


def look(house: House) -> tuple[Finding, ...]:
    """Return all mistakes in the templates of *house*, and words in its house.toml that are none."""
    found: list[Finding] = []
    for tag in ("", *filter(None, house.sheets)):
        folder = _Folder(house, tag)
        for name in folder.names:
            found += folder.findings(name)
        found += [*_in_sheet(house, tag), *_outdated(folder), *_unused(folder)]
    return tuple(dict.fromkeys(found))


def files_in(folder: Path, leave_out: Collection[str] = ()) -> Iterator[str]:
    """Yield the names of the files in *folder*, such as ``parts/reply.html``, without hidden ones.

    What is in the folders *leave_out* is not among them.
    """
    count = 0
    for place, folders, names in os.walk(folder):
        within = Path(place).relative_to(folder)
        if within == Path():
            folders[:] = [one for one in folders if one not in leave_out]
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            count += 1
            if count <= MOST_FILES and not name.startswith("."):
                yield (within / name).as_posix()


@dataclass
class _Folder:
    """The templates of one language of a house, and what they can see."""

    house: House
    tag: str
    trees: dict[str, nodes.Template | None] = field(default_factory=dict)

    @cached_property
    def language(self) -> Language:
        """Jinja, as it will fill in these templates."""
        from jinja2 import BaseLoader

        from assistant.template_language import language

        return language(BaseLoader(), self.tag or self.house.language)

    @cached_property
    def place(self) -> Path:
        """The folder itself."""
        return self.house.folder / self.tag if self.tag else self.house.folder

    @cached_property
    def files(self) -> list[str]:
        """The names of the files that are in this folder itself."""
        others = [] if self.tag else [*filter(None, self.house.sheets)]
        return list(files_in(self.place, [KEPT, *others]))

    @cached_property
    def names(self) -> list[str]:
        """The names of the templates among them."""
        return [one for one in self.files if one.endswith(ENDING)]

    @cached_property
    def known(self) -> list[str]:
        """The names of all templates that one here can use."""
        shipped = [one for one in files_in(shipped_templates()) if one.endswith(ENDING)]
        return list(dict.fromkeys([*self.names, *shipped, *(f"shipped/{one}" for one in shipped)]))

    def find(self, name: str) -> Found | None:
        """Return the template that *name* means here; None also where it cannot be read."""
        try:
            return templates.find(name, self.house, self.tag)
        except TemplateError:
            return None

    def tree(self, name: str) -> nodes.Template | None:
        """Return the template *name* as Jinja reads it, or None where there is none or it is broken."""
        if name not in self.trees:
            self.trees[name] = None
            if found := self.find(name):
                self.trees[name] = self.parsed(found.text)
        return self.trees[name]

    def parsed(self, source: str) -> nodes.Template | None:
        try:
            return self.language.parse(source)
        except (TemplateSyntaxError, RecursionError):
            return None

    def complaint(self, source: str) -> tuple[int, str] | None:
        """Return the line and what Jinja has against *source*, if anything."""
        try:
            self.language.parse(source)
        except TemplateSyntaxError as error:
            return error.lineno, str(error.message).rstrip(".")
        except RecursionError:
            return 1, "too many tags are inside each other"
        return None

    def findings(self, name: str) -> Iterator[Finding]:
        """Yield all that is wrong with the template *name* of this folder."""
        layer = self.tag or "house"
        try:
            found = templates.find(f"{layer}/{name}", self.house, self.tag)
        except TemplateError as error:
            yield Finding("file", error.message, error.hint, error.file)
            return
        if found is None:
            path = self.place / name
            yield Finding("file", *NO_FILE, file=str(path), grave=False)
            return
        file, source = str(found.path), found.text
        foreign = foreign_placeholders.placeholders(source)
        yield from foreign_placeholders.findings(source, file)
        if name.removesuffix(ENDING) in kinds() and _is_plain(source):
            yield Finding("file", *PLAIN_TEXT, file=file)
        source = foreign_placeholders.without(source, [one for one in foreign if one.sign.in_tags])
        wrong = template_tags.mistakes(source, self.complaint)
        if not wrong and (tree := self.parsed(source)):
            around = self.around(name)
            wrong = template_names.mistakes(tree, name, around)
            wrong += template_blocks.mistakes(tree, around.exists, around.blocks)
        kind = "syntax" if not wrong or self.parsed(source) is None else "word"
        for one in wrong:
            yield Finding(kind, one.says, one.hint, file, one.line, one.grave)

    def around(self, name: str) -> template_names.Around:
        """Return what the template *name* can see."""
        letter = kinds().get(name.removesuffix(ENDING))
        all_laws = {key for kind in kinds().values() for key in (*kind.essential, *kind.cites)}
        return template_names.Around(
            exists=lambda other: self.find(other) is not None,
            blocks=self.blocks,
            exports=lambda other: template_blocks.exported(self.tree(other)),
            filters=self.language.filters,
            tests=self.language.tests,
            laws={*letter.essential, *letter.cites} if letter else all_laws,
            known=self.known,
            names=self.visible(name),
        )

    def blocks(self, name: str) -> set[str]:
        """Return the names of the blocks in the template *name* and in all that it extends."""
        found: set[str] = set()
        seen = set()
        while name and name not in seen and (tree := self.tree(name)):
            seen.add(name)
            found |= template_blocks.names(tree)
            name = template_blocks.parent(tree)
        return found

    def visible(self, name: str) -> set[str]:
        """Return the names that other templates set before *name* is used in them."""
        found: set[str] = set()
        waiting, seen = [(name, False)], set()
        while waiting:
            one, includes = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            tree = self.tree(one)
            if one != name:
                found |= template_blocks.assigned(tree, everywhere=includes)
            if tree and (above := template_blocks.parent(tree)):
                waiting.append((above, False))
            waiting += [(user, True) for user in self.users.get(one.removeprefix("shipped/"), ())]
        return found

    @cached_property
    def users(self) -> dict[str, list[str]]:
        """The names of the templates that include each template, by its name."""
        found: dict[str, list[str]] = {}
        for name in dict.fromkeys(one.removeprefix("shipped/") for one in self.known):
            for used in template_blocks.included(self.tree(name)):
                found.setdefault(used.removeprefix("shipped/"), []).append(name)
        return found


def _outdated(folder: _Folder) -> Iterator[Finding]:
    """Yield what was copied whole from a shipped template that has changed since."""
    for name in folder.files:
        if name.endswith((ENDING, ".css")):
            path = folder.place / name
            with suppress(OSError, UnicodeDecodeError, TemplateError):
                text = files.read(path).decode("utf-8-sig")
                if found := template_copies.outdated(path, text, folder.place):
                    yield found


def _unused(folder: _Folder) -> Iterator[Finding]:
    """Yield files that look like templates and that no letter uses."""
    shipped = {one.removeprefix("shipped/") for one in folder.known if one.startswith("shipped/")}
    used = {one for tree in map(folder.tree, folder.names) for one in template_blocks.used(tree)}
    for name in folder.files:
        if (
            name not in shipped
            and name not in used
            and (hint := _right_name(name, folder, shipped))
        ):
            yield Finding("file", "No letter uses this file.", hint, str(folder.place / name))


def _right_name(name: str, folder: _Folder, shipped: Collection[str]) -> str:
    """Return what to do with a file that no letter uses; nothing if it may well lie there."""
    stem, ending = Path(name).stem, Path(name).suffix.lower()
    near = get_close_matches(stem, kinds(), n=1)
    if ending == ENDING:
        known = get_close_matches(name, shipped, n=1, cutoff=0.8)
        names = ", ".join(one + ENDING for one in kinds())
        after = f"Call it after the letter that it is for: {names}."
        return f"Did you mean “{known[0]}”?" if known else after
    if ending in OFFICE and near:
        begin = f"record-rights templates copy {near[0]} {folder.place}"
        return f"A template is plain text in HTML. Begin with:  {begin}"
    return f"Call it {near[0]}{ENDING}." if ending in ALMOST and near else ""


PLAIN_TEXT = (
    "This file is plain text without HTML: all its lines would run together.",
    "Put each paragraph between <p> and </p>, or begin with:  record-rights templates copy correction DIR",
)


def _is_plain(source: str) -> bool:
    from assistant.template_pieces import printed

    return not _HTML.search(source) and len(printed(source).split()) > PLAIN


def _in_sheet(house: House, tag: str) -> Iterator[Finding]:
    """Yield marks of other programs in the words of a house.toml, and those of templates."""
    file = str(house.folder / tag / SHEET)
    for key, value in house.sheets.get(tag, {}).items():
        texts = value if isinstance(value, list | tuple) else [value]
        for text in texts:
            if not isinstance(text, str):
                continue
            if "{{" in text or "{%" in text:
                yield Finding(
                    "placeholder",
                    f"“{text}”, under {key}, would be printed as it stands.",
                    "Words of a house.toml are printed as they are. Values go into templates.",
                    file,
                )
                continue
            for one in foreign_placeholders.placeholders(text):
                if one.sign.key != "braces":  # those have a meaning here
                    finding = foreign_placeholders.finding(one, file)
                    yield Finding("placeholder", finding.says, "Write the words themselves.", file)
