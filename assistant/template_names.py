"""Words, filters and files that a template names and that are not there.

Everything is looked at, also what no sample case would come to: the template is read, not filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from jinja2 import nodes

from assistant import template_hints, template_words
from assistant.template_tags import Mistake
from assistant.template_words import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

Scope = dict[str, Kind | None]
"""The names that a template can use at one place; None for what cannot be known beforehand."""

LAW = Kind("law")
NAMES: Scope = {
    **template_words.roots(),
    "law": LAW,
    **dict.fromkeys(("range", "dict", "namespace", "self", "super", "caller", "varargs", "kwargs")),
}
"""The names that every template can use."""
LOOP = ("index", "index0", "revindex", "revindex0", "first", "last", "length", "cycle", "changed",
        "previtem", "nextitem", "depth", "depth0")  # fmt: skip
ONE_OF = ("first", "last", "min", "max")
"""Filters that give one item of a list."""
SOME_OF = ("list", "sort", "unique", "reverse", "select", "reject", "selectattr", "rejectattr")
"""Filters that give a list of the same items."""
METHODS = ("get", "items", "keys", "values")
"""What may be called of a table such as law."""
FILES = (nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)
OWN_NAMES = (nodes.Block, nodes.Scope, nodes.FilterBlock)
"""Statements whose names are known only between their beginning and their end."""


@dataclass(frozen=True)
class Around:
    """What a template can see beyond itself.

    *exists* says whether there is a template of a name, *exports* what can be imported from it, and
    *blocks* which blocks it has with all that it extends. *names* are set by other templates, from
    which this one may be included. *laws* are the keys of the law that a letter may cite; *known*
    are the names of all templates.
    """

    exists: Callable[[str], bool]
    blocks: Callable[[str], Collection[str]]
    exports: Callable[[str], Collection[str]]
    filters: Collection[str]
    tests: Collection[str]
    laws: Collection[str]
    known: Collection[str] = ()
    names: Collection[str] = ()


def mistakes(tree: nodes.Template, name: str, around: Around) -> list[Mistake]:
    """Return what is wrong with the names in *tree*, the template *name*, by line."""
    reader = _Reader(name, around)
    reader.inside(tree.body, dict.fromkeys(around.names) | NAMES)
    return sorted(dict.fromkeys(reader.found), key=lambda one: one.line)


@dataclass
class _Reader:
    """Goes through a template with the names that can be used at each place."""

    name: str
    around: Around
    found: list[Mistake] = field(default_factory=list)

    def tell(self, node: nodes.Node, says: str, hint: str, *, grave: bool = True) -> None:
        self.found.append(Mistake(node.lineno, says, hint, grave))

    # -------------------------------------------------------------------------------- statements

    def inside(self, body: list[nodes.Node], scope: Scope) -> None:
        for node in body:
            self.statement(node, scope)

    def statement(self, node: nodes.Node, scope: Scope) -> None:
        """Look at a statement, which may add to the names of *scope*."""
        if isinstance(node, FILES):
            self.file(node, scope)
        elif isinstance(node, nodes.Macro | nodes.CallBlock):
            self.macro(node, scope)
        elif isinstance(node, OWN_NAMES):
            self.inside(node.body, dict(scope))
        elif isinstance(node, nodes.Expr):
            self.kind(node, scope)
        else:
            self.usual(node, scope)

    def usual(self, node: nodes.Node, scope: Scope) -> None:
        match node:
            case nodes.Output():
                for one in node.nodes:
                    self.printed(one, scope)
            case nodes.For():
                self.loop(node, scope)
            case nodes.Assign():
                self.assign(node.target, self.kind(node.node, scope), scope)
            case nodes.AssignBlock():
                self.inside(node.body, dict(scope))
                self.assign(node.target, Kind("text"), scope)
            case nodes.With():
                inner = dict(scope)
                for target, value in zip(node.targets, node.values, strict=True):
                    self.assign(target, self.kind(value, scope), inner)
                self.inside(node.body, inner)
            case _:
                self.inside(list(node.iter_child_nodes()), scope)

    def printed(self, node: nodes.Node, scope: Scope) -> None:
        kind = self.kind(node, scope)
        if kind is None or isinstance(node, nodes.TemplateData):
            return
        code = _code(node)
        if kind.is_list or kind.table:
            says = f"{code} is {template_hints.what(kind)}. Printed like this it shows brackets."
            self.tell(node, says, template_hints.how_to_print(code, kind))
        elif kind.name == "yes or no":
            says = f"{code} is yes or no. Printed like this it shows True or False."
            self.tell(node, says, f"Write {{% if {code} %}}the words{{% endif %}}.")
        elif kind.name == "date":
            says = f"{code} is a date. Printed like this it looks like 2026-11-22."
            self.tell(node, says, f"Write {{{{ {code} | day }}}}.", grave=False)

    def loop(self, node: nodes.For, scope: Scope) -> None:
        kind = self.kind(node.iter, scope)
        inner = dict(scope)
        is_list = kind is not None and kind.is_list
        self.assign(node.target, Kind(kind.name, kind.table) if kind and is_list else None, inner)
        if kind and not is_list and kind is not LAW:
            code = _code(node.iter)
            hint = "A list is, for example, letter.entries."
            if kind.name == "text":
                hint = f"Write {{% for text in {code} | paragraphs %}}."
            says = f"{code} is {template_hints.what(kind)} and no list."
            self.tell(node, says, hint)
        inner["loop"] = Kind("loop")
        if node.test:
            self.kind(node.test, inner)
        self.inside(node.body, inner)
        self.inside(node.else_, dict(scope))

    def macro(self, node: nodes.Macro | nodes.CallBlock, scope: Scope) -> None:
        inner = dict(scope)
        for one in node.defaults:
            self.kind(one, scope)
        inner.update(dict.fromkeys(one.name for one in node.args))
        if isinstance(node, nodes.CallBlock):
            self.kind(node.call, scope)
        else:
            scope[node.name] = inner[node.name] = None
        self.inside(node.body, inner)

    def assign(self, target: nodes.Node, kind: Kind | None, scope: Scope) -> None:
        for one in target.find_all(nodes.Name):
            scope.setdefault(one.name, None)
        if isinstance(target, nodes.Name):
            scope[target.name] = kind

    def file(self, node: Any, scope: Scope) -> None:
        """Look at a tag that names another template."""
        if isinstance(node, nodes.Import):
            scope[node.target] = None
        if isinstance(node, nodes.FromImport):
            scope.update({one if isinstance(one, str) else one[1]: None for one in node.names})
        if isinstance(node.template, nodes.Const):
            self.other(node, str(node.template.value))
        elif isinstance(node.template, nodes.Name | nodes.Div | nodes.Getattr):
            example = 'Write it like {% include "parts/reply.html" %}.'
            self.tell(node, "The name of a file needs quotation marks.", example)

    def other(self, node: Any, name: str) -> None:
        if name == self.name:
            hint = f"To build on the one that came with the program, write “shipped/{name}”."
            self.tell(node, f"This template uses itself: {name}.", hint)
        elif not self.around.exists(name):
            near = get_close_matches(name, self.around.known, n=1)
            listed = "All are listed by:  record-rights templates list"
            hint = f"Did you mean “{near[0]}”?" if near else listed
            self.tell(node, f"There is no template “{name}”.", hint)
        elif isinstance(node, nodes.FromImport):
            there = self.around.exports(name)
            for one in node.names:
                wanted = one if isinstance(one, str) else one[0]
                if wanted not in there:
                    hint = template_hints.nearest(wanted, there)
                    self.tell(node, f"“{name}” has no “{wanted}” to import.", hint)

    # -------------------------------------------------------------------------------- expressions

    def kind(self, node: nodes.Node, scope: Scope) -> Kind | None:
        """Look at an expression; return what it is, or None where that cannot be known."""
        match node:
            case nodes.Name():
                return self.a_name(node, scope)
            case nodes.Getattr():
                return self.part(node, self.kind(node.node, scope), node.attr)
            case nodes.Getitem():
                return self.item(node, scope)
            case nodes.Filter():
                return self.filtered(node, scope)
            case nodes.Sub() if _code(node.left).startswith("law."):
                key = f"{_code(node.left)}-{_code(node.right)}".removeprefix("law.")
                self.tell(node, f"law.{key} is read as a sum.", f'Write law["{key}"].')
                return None
            case nodes.Test() if node.name not in self.around.tests:
                ask = "{% if letter.effect %} asks whether there is something"
                hint = f"{ask}, {{% if not letter.effect %}} whether there is nothing."
                self.tell(node, f"Templates do not know “is {node.name}”.", hint)
        for child in node.iter_child_nodes():
            self.kind(child, scope)
        return None

    def a_name(self, node: nodes.Name, scope: Scope) -> Kind | None:
        if node.name not in scope:
            hint = template_hints.instead_of_name(node.name, scope)
            self.tell(node, f"There is no word “{node.name}” here.", hint)
        return scope.get(node.name)

    def item(self, node: nodes.Getitem, scope: Scope) -> Kind | None:
        base = self.kind(node.node, scope)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self.part(node, base, node.arg.value)
        self.kind(node.arg, scope)
        if base and base.is_list:
            return base if isinstance(node.arg, nodes.Slice) else Kind(base.name, base.table)
        return None

    def part(
        self, node: nodes.Getattr | nodes.Getitem, base: Kind | None, name: str
    ) -> Kind | None:
        """Return what *name* is of something of the kind *base*; tell if there is no such thing."""
        code = _code(node.node)
        if base is LAW:
            self.law(node, name)
        elif base and base.is_list:
            if name not in ("count", "index"):
                says = f"{code} is {template_hints.what(base)}, which has no “{name}”."
                self.tell(node, says, template_hints.of_list(code, base, name))
        elif base and base.table:
            fields = template_words.table_fields(base.table)
            if name in fields:
                return fields[name].kind
            says = f"There is no word “{code}.{name}”."
            self.tell(node, says, template_hints.instead_of_part(code, base, name))
        elif base:
            self.plain_part(node, code, base, name)
        return None

    def plain_part(self, node: nodes.Node, code: str, base: Kind, name: str) -> None:
        if base.name == "loop" and name not in LOOP:
            hint = template_hints.nearest(name, LOOP, "loop.")
            self.tell(node, f"There is no word “loop.{name}”.", hint)
        elif base.name == "text" and not hasattr(str, name):
            says = f"{code} is a text, which has no “{name}”."
            self.tell(node, says, template_hints.instead_of_text(code, name))

    def law(self, node: nodes.Node, key: str) -> None:
        if key in self.around.laws or key in METHODS:
            return
        begun = [one for one in self.around.laws if one.startswith(f"{key}-")]
        near = sorted(begun) or get_close_matches(key, self.around.laws, n=1)
        hint = f'Did you mean law["{near[0]}"]?' if near else template_hints.SEE
        self.tell(node, f"There is no law “{key}” that this letter may cite.", hint)

    def filtered(self, node: nodes.Filter, scope: Scope) -> Kind | None:
        base = self.kind(node.node, scope) if node.node else None
        for one in (*node.args, *node.kwargs):
            self.kind(one, scope)
        if node.name not in self.around.filters:
            hint = template_hints.instead_of_filter(node.name, self.around.filters)
            self.tell(node, f"There is no filter “{node.name}”.", hint)
        if base and node.name in SOME_OF:
            return base
        if base and base.is_list and node.name in ONE_OF:
            return Kind(base.name, base.table)
        return Kind("text") if node.name == "day" else None


def _code(node: nodes.Node) -> str:
    """Return how *node* is written, as far as it is a word."""
    match node:
        case nodes.Name():
            return str(node.name)
        case nodes.Getattr():
            return f"{_code(node.node)}.{node.attr}"
        case nodes.Getitem() if isinstance(node.arg, nodes.Const):
            return f"{_code(node.node)}[{node.arg.value!r}]"
        case nodes.Filter() if node.node:
            return f"{_code(node.node)} | {node.name}"
    return "This"
