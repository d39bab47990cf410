"""How templates hang together: what one extends and includes, its blocks, and the names it sets."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from jinja2 import nodes

from assistant.template_tags import Mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

Tree = nodes.Template
SETTING = (nodes.Assign, nodes.Import, nodes.FromImport)
"""What sets names for all the blocks of a template."""
SHOWN = 6
"""How many words of a text a message shows."""


def mistakes(
    tree: Tree, exists: Callable[[str], bool], blocks: Callable[[str], Collection[str]]
) -> list[Mistake]:
    """Return what *tree* would print nowhere, because no template above it has a place for it.

    *exists* says whether there is a template of a name, *blocks* which blocks one has, its own and
    those of all it extends.
    """
    found = list(_twice(tree))
    above = parent(tree)
    if above and exists(above):
        found += [*_homeless(tree, above, blocks(above)), *_outside(tree, above)]
    return found


def parent(tree: Tree) -> str:
    """Return the name of the template that *tree* extends, or an empty text."""
    found = tree.find(nodes.Extends)
    return str(found.template.value) if found and isinstance(found.template, nodes.Const) else ""


def included(tree: Tree | None) -> set[str]:
    """Return the names of the templates that *tree* includes, as far as they are written out."""
    found = tree.find_all(nodes.Include) if tree else ()
    return {str(one.template.value) for one in found if isinstance(one.template, nodes.Const)}


def used(tree: Tree | None) -> set[str]:
    """Return the names of all templates that *tree* names, as far as they are written out."""
    kinds: tuple[type[Any], ...] = (nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)
    named = [one.template for kind in kinds for one in (tree.find_all(kind) if tree else ())]
    return {str(one.value) for one in named if isinstance(one, nodes.Const)}


def names(tree: Tree) -> set[str]:
    """Return the names of the blocks in *tree* itself."""
    return {one.name for one in tree.find_all(nodes.Block)}


def assigned(tree: Tree | None, *, everywhere: bool) -> set[str]:
    """Return the names that *tree* sets or imports: outside of blocks and loops, or everywhere."""
    if tree is None:
        return set()
    places = [tree] if everywhere else [one for one in tree.body if isinstance(one, SETTING)]
    found: set[str] = set()
    for place in places:
        found |= {one.name for one in place.find_all(nodes.Name) if one.ctx != "load"}
        imports = [place] if isinstance(place, nodes.FromImport) else []
        for one in [*imports, *place.find_all(nodes.FromImport)]:
            found |= {name if isinstance(name, str) else name[1] for name in one.names}
        if isinstance(place, nodes.Import):
            found.add(place.target)
    return found | exported(tree)


def exported(tree: Tree | None) -> set[str]:
    """Return the names that can be imported from *tree*."""
    if tree is None:
        return set()
    targets = [one.target for one in tree.find_all(nodes.Assign)]
    targets += [one.target for one in tree.find_all(nodes.AssignBlock)]
    found = {one.name for one in targets if isinstance(one, nodes.Name)}
    return found | {one.name for one in tree.find_all(nodes.Macro)}


def _twice(tree: Tree) -> Iterator[Mistake]:
    seen = set()
    for one in tree.find_all(nodes.Block):
        if one.name in seen:
            yield Mistake(
                one.lineno,
                f"There are two blocks “{one.name}” in this template.",
                "Give each its own name, or put both into one.",
            )
        seen.add(one.name)


def _homeless(tree: Tree, above: str, there: Collection[str]) -> Iterator[Mistake]:
    """Yield the blocks that no template above has."""
    for one in tree.body:
        if isinstance(one, nodes.Block) and one.name not in there:
            near = get_close_matches(one.name, there, n=1)
            listed = f"Its blocks are: {', '.join(sorted(there))}."
            yield Mistake(
                one.lineno,
                f"“{above}” has no block “{one.name}”, so this would be printed nowhere.",
                f"Did you mean “{near[0]}”? {listed}" if near else listed,
            )


def _outside(tree: Tree, above: str) -> Iterator[Mistake]:
    """Yield the first words outside every block, though the template extends another."""
    begun = False
    for one in tree.body:
        begun = begun or isinstance(one, nodes.Extends)
        if isinstance(one, nodes.Block | nodes.Macro | nodes.AssignBlock):
            continue
        for data in one.find_all(nodes.TemplateData):
            if words := data.data.split():
                before = data.data[: len(data.data) - len(data.data.lstrip())]
                shown = " ".join(words[:SHOWN]) + (" …" if len(words) > SHOWN else "")
                yield Mistake(
                    data.lineno + before.count("\n"), *_misplaced(shown, above, begun=begun)
                )
                return


def _misplaced(shown: str, above: str, *, begun: bool) -> tuple[str, str]:
    if not begun:
        return (
            f"“{shown}” stands before {{% extends %}}, so it would be printed above the letter.",
            "Let {% extends … %} be the first in the file.",
        )
    name = above.rsplit("/", 1)[-1].removesuffix(".html")
    block = "Put it into a block, such as {% block closing %}the words{% endblock %}."
    return (
        f"“{shown}” stands outside every block, so it would be printed nowhere.",
        f"{block} To see the blocks:  record-rights templates show {name}",
    )
