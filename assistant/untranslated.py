"""What is still in English in a letter that is in another language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from jinja2 import nodes

from assistant import languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assistant.template_language import Language

GAP = "\ufffc"
"""Stands for what a template fills in."""
BETWEEN = re.compile(rf"<[^>]*>|[<>{GAP}\n]")
"""What parts the words of a template from one another."""
WORD = re.compile(r"[^\W\d_]{2}")


@dataclass
class _Source:
    """One template: where it stands, what it builds on, and which of its pieces hold words.

    *blocks* are the named blocks with those that stand directly in them, *text* what stands in each
    block and macro (outside all of them, under the empty name), *also_before* the blocks that print
    those they replace as well.
    """

    name: str
    language: str
    extends: str = ""
    blocks: dict[str, list[str]] = field(default_factory=lambda: {"": []})
    also_before: set[str] = field(default_factory=set)
    text: dict[str, str] = field(default_factory=dict)

    def heard(self, place: str, html: str) -> bool:
        """Say whether words of the block or macro *place* stand in *html*."""
        said = (one.strip() for one in BETWEEN.split(self.text.get(place, "")))
        return any(WORD.search(one) and one in html for one in said)


Find: TypeAlias = "Callable[[str], tuple[str, str] | None]"
"""Gives the text of a template by its name, and the tag of the language of its layer."""


def pieces(name: str, html: str, language: Language, find: Find, tag: str) -> Iterator[str]:
    """Yield which pieces of the letter *name* are not in *tag*, the tag of its language.

    *html* is the letter as *language* has just filled it in. A piece is a template, with the block
    in it where it is only one of several: ``base.html (block enclosures)``.
    """
    chain = list(_chain(f"{name}.html", language, find))
    for source, block in _printed(chain):
        if not languages.serves(source.language, tag) and source.heard(block, html):
            yield f"{source.name} (block {block})" if block else source.name
    built_on = {source.name for source in chain}
    for used, file in language.used.items():
        other = None if used in built_on else _source(used, language, find)
        if other and not languages.serves(other.language, tag):
            called = (macro for place, macro in language.called if place == file)
            if any(other.heard(place, html) for place in ("", *other.blocks, *called)):
                yield other.name


def _chain(name: str, language: Language, find: Find) -> Iterator[_Source]:
    """Yield the template *name*, what it builds on, and so on."""
    source = _source(name, language, find)
    while source:
        yield source
        source = _source(source.extends, language, find)


def _source(name: str, language: Language, find: Find) -> _Source | None:
    found = find(name) if name else None
    if found is None:
        return None
    text, tag = found
    source = _Source(name, tag)
    _read(language.parse(text), "", source)
    return source


def _read(node: nodes.Node, place: str, source: _Source) -> None:
    """Note in *source* what stands in *node*, which is in the block or macro *place*."""
    for child in node.iter_child_nodes():
        inner = place
        if isinstance(child, nodes.Block):
            inner = child.name
            source.blocks.setdefault(inner, [])
            source.blocks[place if place in source.blocks else ""].append(inner)
        elif isinstance(child, nodes.Macro):
            inner = child.name
        elif isinstance(child, nodes.Extends) and isinstance(child.template, nodes.Const):
            source.extends = str(child.template.value)
        elif isinstance(child, nodes.Name) and child.name == "super":
            source.also_before.add(place)
        said = child.data if isinstance(child, nodes.TemplateData) else ""
        if isinstance(child, nodes.Expr) and not said:
            said = GAP
        source.text[place] = source.text.get(place, "") + said
        _read(child, inner, source)


def _printed(chain: Sequence[_Source]) -> Iterator[tuple[_Source, str]]:
    """Yield each block that is printed, with the template whose words it has; "" is the outermost."""
    if not chain:
        return
    waiting = [(chain[-1], "")]
    while waiting:
        source, block = waiting.pop(0)
        yield source, block
        for inner in source.blocks[block]:
            waiting += _says(inner, chain)


def _says(block: str, chain: Sequence[_Source]) -> Iterator[tuple[_Source, str]]:
    """Yield the templates of *chain* that say what *block* prints: one, or more if it asks for it."""
    for source in chain:
        if block in source.blocks:
            yield source, block
            if block not in source.also_before:
                return
