"""What to write instead of a word, a filter or a value that a template uses wrongly."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from assistant import foreign_placeholders, template_words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from assistant.template_words import Kind

OTHER_NAMES = {"forloop": "loop"}
"""Names elsewhere of what templates have here."""
SEE = "See:  record-rights templates words"
TELLING = ("says", "title", "what", "words", "name")
"""The word of several values that says most about them, the first that is there."""


def what(kind: Kind) -> str:
    """Return in words what a value is."""
    if kind.is_list:
        return "a list"
    return "several values" if kind.table else f"a {kind.name}"


def how_to_print(code: str, kind: Kind) -> str:
    """Return how to print the list or the several values called *code*."""
    if not kind.is_list:
        return f"Write one of its words, such as {{{{ {code}.{_telling(kind)} }}}}."
    if not kind.table:
        return f"Write {{% for line in {code} %}}{{{{ line }}}}<br>{{% endfor %}}."
    return each(code, kind, _telling(kind))


def each(code: str, kind: Kind, name: str) -> str:
    """Return how to print the word *name* of each item of the list *code*."""
    item = kind.name
    return f"Write {{% for {item} in {code} %}}{{{{ {item}.{name} }}}}<br>{{% endfor %}}."


def of_list(code: str, kind: Kind, name: str) -> str:
    """Return what to write for *name*, which is asked of the list *code* and not of its items."""
    if name in ("length", "size"):
        return f"Write {{{{ {code} | length }}}}."
    known = kind.table and name in template_words.table_fields(kind.table)
    return each(code, kind, name) if known else how_to_print(code, kind)


def instead_of_name(name: str, scope: Mapping[str, Any]) -> str:
    """Return what to write for *name*, which is no word where only those of *scope* are known."""
    letter = template_words.table_fields(template_words.tables()["letter"])
    write = foreign_placeholders.instead(name, near=False)
    usual = foreign_placeholders.instead(name)
    like = get_close_matches(name, [one for one in scope if one != name], n=1, cutoff=0.7)
    near = get_close_matches(name, letter, n=1)
    hints = (
        f"Did you mean “{OTHER_NAMES[name]}”?" if name in OTHER_NAMES else "",
        f"Write {write}." if write else "",
        f"Write letter.{name}." if name in letter else "",
        _item(name),
        f"Write {usual}." if usual else "",
        f"Did you mean “{like[0]}”?" if like else "",
        f"Did you mean “letter.{near[0]}”?" if near else "",
    )
    return next(filter(None, hints), SEE)


def _item(name: str) -> str:
    """Return where an item called *name*, such as an entry, is known; nothing if there is none."""
    place, full = template_words.place(name), template_words.full(name)
    if place and full == name:
        return f"It is known only between {{% for {name} in {place} %}} and {{% endfor %}}."
    return f"Write {full}." if place else ""


def instead_of_part(code: str, base: Kind, name: str) -> str:
    """Return what to write for *name*, which *code* does not have."""
    fields = template_words.table_fields(base.table) if base.table else {}
    if base.name in ("letter", "writer") and (
        write := foreign_placeholders.instead(name, near=False)
    ):
        return f"Write {write} instead."
    if near := get_close_matches(name, fields, n=1, cutoff=0.75):
        return f"Did you mean “{code}.{near[0]}”?"
    if write := foreign_placeholders.instead(name):
        return f"Write {write} instead."
    for table, of in template_words.tables().items():
        if name in template_words.table_fields(of) and table not in ("house", "citation"):
            return f"Did you mean “{template_words.full(table)}.{name}”?"
    near = get_close_matches(name, fields, n=1)
    return f"Did you mean “{code}.{near[0]}”?" if near else SEE


def instead_of_text(code: str, name: str) -> str:
    """Return what to write for *name*, which is asked of a text called *code*."""
    if code == "letter.body" and name in ("address", "lines"):
        return "Write {% for line in letter.recipient %}{{ line }}<br>{% endfor %}."
    return f"Write {{{{ {code} }}}} alone. {SEE}"


def instead_of_filter(name: str, known: Collection[str]) -> str:
    """Return what to write for a filter called *name*, which is not *known*."""
    if write := template_words.filter_instead(name):
        return f"Write “{write}” instead."
    if name == "safe":
        return "Leave it out. What a person typed is always printed as typed."
    return nearest(name, known)


def nearest(name: str, known: Collection[str], before: str = "") -> str:
    """Return the one of *known* that is most like *name*, as a question; *before* stands before it."""
    near = get_close_matches(name, known, n=1)
    return f"Did you mean “{before}{near[0]}”?" if near else "Check the name, or leave it out."


def _telling(kind: Kind) -> str:
    fields = template_words.table_fields(kind.table) if kind.table else {}
    texts = [one.name for one in fields.values() if not one.kind.table and not one.kind.is_list]
    return next((name for name in TELLING if name in texts), texts[0])
