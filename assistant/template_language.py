"""The language templates are written in: Jinja, with what a letter needs and nothing that can harm.

A template gets plain values and the filters listed here. It can call macros and a few methods of
texts, lists and tables, and nothing else; what it prints is always escaped.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BytecodeCache,
    StrictUndefined,
    TemplateAssertionError,
    nodes,
    pass_eval_context,
)
from jinja2.exceptions import SecurityError
from jinja2.filters import do_join, do_replace
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.visitor import NodeTransformer

from assistant import characters, form_texts, languages
from assistant.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import BaseLoader, Template
    from jinja2.bccache import Bucket
    from jinja2.nodes import EvalContext
    from jinja2.runtime import Context

KEPT_FILTERS = (
    "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "groupby",
    "int", "items", "join", "last", "length", "list", "lower", "map", "max", "min", "reject",
    "rejectattr", "replace", "reverse", "select", "selectattr", "sort", "string", "sum", "title",
    "trim", "unique", "upper", "wordcount",
)  # fmt: skip
"""The filters of Jinja that stay.

Left out are those that print without escaping (safe, tojson, xmlattr, urlize), reach into values
(attr), fill memory at a word (center, indent, batch, format), or cut what a person said (truncate).
"""
KEPT_GLOBALS = ("range", "dict", "namespace")
METHODS: tuple[tuple[Any, frozenset[str]], ...] = (
    (
        str,
        frozenset({
            "capitalize", "casefold", "count", "endswith", "find", "isdigit", "lower", "lstrip",
            "partition", "removeprefix", "removesuffix", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "title", "upper",
        }),
    ),
    (dict, frozenset({"get", "items", "keys", "values"})),
    ((list, tuple), frozenset({"count", "index"})),
    (LoopContext, frozenset({"cycle", "changed"})),
)  # fmt: skip
"""The methods that a template may call, by the kind of value."""
PLAIN = frozenset({str, bool, int, date, tuple})
"""Kinds of values that can do no harm, whatever they belong to."""
LONGEST = 3_000_000
"""The most letters or items that anything may have, and so a letter too."""
LARGEST_NUMBER = 10**15
WIDE = re.compile(r"\d{4}|:[^{}]*\{")
"""In a text to be formatted: a number that would make it very wide, or one that hides such a number."""


class TooMuch(SecurityError):
    """Something in a template would be longer or larger than anything in a letter."""


def language(loader: BaseLoader, tag: str) -> Language:
    """Return Jinja for templates that *loader* finds and that are in the language *tag*."""
    made = Language(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled(tag),
    )
    made.filters = {name: made.filters[name] for name in KEPT_FILTERS} | own_filters(tag)
    made.filters |= {"join": join, "replace": replace}
    made.globals = {name: made.globals[name] for name in KEPT_GLOBALS} | {"range": counted}
    return made


def own_filters(tag: str) -> dict[str, Callable[..., Any]]:
    """Return the filters that are made for letters, which write as the language *tag* does."""
    return {
        "day": partial(languages.day, tag=tag),
        "number": partial(languages.count, tag=tag),
        "plural": partial(languages.plural, tag=tag),
        "paragraphs": characters.paragraphs,
        "is_rtl": characters.is_rtl,
        "within": form_texts.within,
        "form_length": form_texts.form_length,
    }


def counted(*ends: int) -> range:
    """Return numbers to count with, unless they are too many."""
    try:
        return safe_range(*ends)
    except OverflowError:
        raise TooMuch("a range of so many numbers is too long for a letter") from None


def bounded(parts: Iterable[str]) -> str:
    """Return what a macro or a block has printed, if that is not too long."""
    kept, length = [], 0
    for part in parts:
        kept.append(part)
        length += len(part)
        if length > LONGEST:
            raise TooMuch("this would be too long for a letter")
    return "".join(kept)


@pass_eval_context
def join(
    context: EvalContext, parts: Iterable[Any], between: str = "", attribute: Any = None
) -> str:
    """Jinja's filter, for what is not too long; it is also what ``~`` means."""
    parts = list(parts)
    if sum(len(one) for one in parts if isinstance(one, str)) + len(between) * len(parts) > LONGEST:
        raise TooMuch("this would be too long for a letter")
    joined: str = do_join(context, parts, between, attribute)
    return joined


@pass_eval_context
def replace(context: EvalContext, text: str, old: str, new: str, count: int | None = None) -> str:
    """Jinja's filter, for what is not too long."""
    if len(text) + str(text).count(old) * len(new) > LONGEST:
        raise TooMuch("this would be too long for a letter")
    return do_replace(context, text, old, new, count)


class _Compiled(BytecodeCache):
    """Keeps templates as Jinja compiles them, so that an unchanged one is compiled once."""

    def __init__(self) -> None:
        self.kept: dict[str, Bucket] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give *bucket* what is kept of the same text."""
        kept = self.kept.get(bucket.key)
        if kept and kept.checksum == bucket.checksum:
            bucket.code = kept.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.kept[bucket.key] = bucket


@cache
def _compiled(tag: str) -> _Compiled:  # noqa: ARG001 -- Jinja works out {{ 3|number }} when it compiles
    return _Compiled()


class _Joined(NodeTransformer):
    """Lets the filter *join* do what ``~`` does, so that it has the same bounds."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 -- Jinja's own name
        """Return *node* as a use of the filter."""
        self.generic_visit(node)
        parts = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(parts, "join", [], [], None, None, lineno=node.lineno)


class Language(ImmutableSandboxedEnvironment):
    """Jinja, confined.

    *used* collects the templates that are used, in order: the file by the name. *called* collects
    the macros that are called: the file and the name.
    """

    concat = staticmethod(bounded)
    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.used: dict[str, str] = {}
        self.called: set[tuple[str, str]] = set()

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:  # noqa: A002 -- Jinja's own name
        """Return the template *name*, and note that it was used."""
        template = super().get_template(name, parent, globals)
        self.used.setdefault(str(template.name), str(template.filename))
        return template

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 -- as in Jinja, where a name could clash with those of a macro
        """Call *__obj*, and note it if it is a macro."""
        if isinstance(__obj, Macro):
            __self.called.add((__obj._func.__code__.co_filename, __obj.name))  # noqa: SLF001
        return super().call(__context, __obj, *args, **kwargs)

    def compile(self, source: Any, name: Any = None, filename: Any = None, *rest: Any) -> Any:
        """Compile a template; raises TemplateError where it is too deep or too long to be read."""
        try:
            return super().compile(source, name, filename, *rest)
        except (RecursionError, MemoryError, SyntaxError, ValueError) as error:
            raise TemplateError(
                f"{filename or name}: this template is too tangled to be read.",
                "Put fewer brackets, {% for %} and {% if %} inside each other.",
                str(filename or name),
            ) from error

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        escaping = nodes.ScopedEvalContextModifier
        for node in tree.find_all(escaping) if "autoescape" in source else ():
            raise TemplateAssertionError(
                "{% autoescape %} is not for letters: what a person typed is always printed as "
                "typed",
                node.lineno,
                name,
                filename,
            )
        if "~" not in source:
            return tree
        joined: nodes.Template = _Joined().visit(tree)
        return joined

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Say whether a template may use *attr* of *obj*: a value, a macro, or a harmless method."""
        if type(value) in PLAIN and not attr.startswith(
            "_"
        ):  # the usual case, and so the quick one
            return True
        if not super().is_safe_attribute(obj, attr, value):
            return False
        if not callable(value) or isinstance(value, Macro | BlockReference):
            return True
        return any(isinstance(obj, kind) and attr in allowed for kind, allowed in METHODS)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Let a text be formatted, unless that would make it very wide."""
        wrapped = super().wrap_str_format(value)
        if wrapped is not None and WIDE.search(value.__self__):
            raise TooMuch("this text would be too wide for a letter")
        return wrapped

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Work out *left* *operator* *right*, unless the result could fill the memory."""
        if operator == "**" or (operator == "%" and isinstance(left, str)):
            raise SecurityError(f"the sign {operator} cannot be used in a template")
        if operator == "*" and _product(left, right) > LONGEST:
            raise TooMuch("this would be too long for a letter")
        result = super().call_binop(context, operator, left, right)
        if isinstance(result, int) and abs(result) > LARGEST_NUMBER:
            raise TooMuch("this number is too large for a letter")
        if hasattr(result, "__len__") and len(result) > LONGEST:
            raise TooMuch("this would be too long for a letter")
        return result


def _product(left: Any, right: Any) -> int:
    """Return how long *left* times *right* would be, if one of them is a text or a list."""
    for one, times in ((left, right), (right, left)):
        if isinstance(times, int) and hasattr(one, "__len__"):
            return len(one) * max(int(times), 0)
    return 0
