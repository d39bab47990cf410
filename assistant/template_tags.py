"""Mistakes in the tags of a template, all at once, with the likely cause of each.

Jinja stops at the first mistake and names what it expected. Here each tag is tried by itself, and
what opens and closes is counted, so that one mistake hides no other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from assistant import template_pieces, template_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assistant.template_pieces import Piece

    Parse = Callable[[str], tuple[int, str] | None]
    """Says what Jinja has against a template: the line and its own words, or None for nothing."""

LONGEST_SHOWN = 80
"""How many letters of a tag are shown in a message."""
ENDINGS = {
    "if": "endif", "for": "endfor", "block": "endblock", "macro": "endmacro", "call": "endcall",
    "filter": "endfilter", "with": "endwith", "set": "endset",
}  # fmt: skip
MIDDLES = {"else": ("if", "for"), "elif": ("if",)}
ALONE = ("extends", "include", "import", "from", "raw", "endraw", "autoescape", "endautoescape")
UNTRIED = (*ENDINGS.values(), "else", "raw", "endraw", "autoescape", "endautoescape")
WORDS = (*ENDINGS, *ENDINGS.values(), *MIDDLES, *ALONE)
OTHER_WORDS = {
    "elseif": "elif", "elsif": "elif", "foreach": "for", "endforeach": "endfor", "assign": "set",
    "unless": "if", "endunless": "endif", "fi": "endif", "next": "endfor",
    "capture": "set", "endcapture": "endset", "render": "include", "layout": "extends",
}  # fmt: skip
"""First words of tags elsewhere, and what they are here."""
TRIED = {
    "elif": ("{% if 1 %}", "{% endif %}"),
    **{word: ("", f"{{% {end} %}}") for word, end in ENDINGS.items()},
}
"""What a tag needs before and after it to be tried by itself, by its first word."""
EXAMPLES = {
    "": "{{ letter.body }}",
    "if": "{% if letter.effect %}",
    "elif": "{% elif letter.effect %}",
    "for": "{% for entry in letter.entries %}",
    "block": "{% block closing %}",
    "set": "{% set body = letter.body %}",
    "include": '{% include "parts/reply.html" %}',
    "extends": '{% extends "shipped/base.html" %}',
    "import": '{% from "values.html" import value %}',
    "from": '{% from "values.html" import value %}',
}
"""What a tag looks like, by its first word."""
HOW_TO_PRINT = (
    "Between {{ and }} stands one word, such as letter.body. A filter follows it after a bar, such "
    "as letter.date | day. Words to print as they are need no tag."
)


@dataclass(frozen=True)
class Mistake:
    """One mistake: its line, what is wrong and what to do, as sentences.

    What is not *grave* does no harm to the letter.
    """

    line: int
    says: str
    hint: str
    grave: bool = True


@dataclass(frozen=True)
class _Open:
    """A tag that waits for its end."""

    word: str
    line: int
    name: str


def mistakes(source: str, parse: Parse) -> list[Mistake]:
    """Return the mistakes in the tags of *source*, in the order of their lines.

    *parse* tries a piece of a template. Templates with mistakes of other kinds have none here.
    """
    complaint = parse(source)
    if complaint is None:
        return []
    tags = [one for one in template_pieces.pieces(source) if one.kind != "text"]
    found = [told for tag in tags if (told := _mistake(tag, parse))]
    found += _unbalanced(tags, {one.line for one in found})
    if not found:
        line, says = complaint
        hint = "Compare the line with a shipped template."
        found.append(Mistake(line, f"Jinja says: {says}.", hint))
    return sorted(found, key=lambda one: one.line)


def cause(code: str, word: str = "") -> tuple[str, str]:
    """Return what is wrong with the *code* of a tag that begins with *word*, and what to write."""
    plain = template_pieces.unquoted(code)
    for slip in template_words.slips():
        if word in slip.get("in", (word,)) and any(one in plain for one in slip["finds"]):
            return slip["says"], slip["hint"]
    if re.search(r"!(?!=)", plain):
        return "An exclamation mark does not mean “not” in templates.", "Write the word not."
    if word in ("if", "elif") and re.search(r"(?<![=!<>])=(?!=)", plain):
        return "One = does not compare two values.", "Write == with two signs."
    for opened, closed in ("()", "[]"):
        if plain.count(opened) != plain.count(closed):
            return (
                f"A bracket {opened} or {closed} is missing.",
                f"Write one {closed} for each {opened}.",
            )
    if plain.count('"') % 2 or plain.count("'") % 2:
        return "A quotation mark is missing.", "Each text in a tag stands between two of them."
    return _unclear(code, word)


def _unclear(code: str, word: str) -> tuple[str, str]:
    like = f"Write it like {EXAMPLES.get(word, EXAMPLES[''])}."
    if not code or code == word:
        return "This tag is empty.", f"Delete it, or write something in it. {like}"
    if word in ("include", "extends", "import", "from") and not re.search("[\"']", code):
        return "The name of a file needs quotation marks.", like
    if code.rstrip().endswith("|"):
        return "There is nothing after the bar.", "Write a filter after it, or delete it."
    tag = f"{{% {code} %}}" if word else f"{{{{ {code} }}}}"
    return f"This cannot be understood: {_short(tag)}.", like if word else HOW_TO_PRINT


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def _mistake(tag: Piece, parse: Parse) -> Mistake | None:
    """Return what is wrong with one *tag* by itself."""
    if not tag.well_closed:
        return _ill_closed(tag)
    if tag.kind == "comment":
        return None
    if tag.kind == "statement" and (told := _wrong_word(tag)):
        return told
    word = tag.word if tag.kind == "statement" else ""
    if word in UNTRIED or not parse(_by_itself(tag, word)):
        return None
    return Mistake(tag.line, *cause(tag.inner, word))


def _by_itself(tag: Piece, word: str) -> str:
    """Return a template that holds nothing but *tag*."""
    if tag.kind == "expression":
        return f"{{{{ {tag.inner} }}}}"
    before, after = ("", "") if word == "set" and _assigns(tag) else TRIED.get(word, ("", ""))
    return f"{before}{{% {tag.inner} %}}{after}"


def _ill_closed(tag: Piece) -> Mistake:
    right = template_pieces.ENDS[tag.opened]
    begun = f"{tag.opened} {tag.inner}"
    if tag.closed:
        return Mistake(
            tag.line,
            f"The tag “{begun} {tag.closed}” begins with {tag.opened} and ends with {tag.closed}.",
            f"End it with {right}.",
        )
    shown = begun if len(begun) <= 60 else begun[:60] + " …"  # noqa: PLR2004 -- what fits a line
    return Mistake(
        tag.line, f"The tag that begins “{shown}” is not closed.", f"End it with {right}."
    )


def _wrong_word(tag: Piece) -> Mistake | None:
    """Return what is wrong with the first word of a statement."""
    word, rest = tag.word, tag.inner[len(tag.word) :].strip()
    if word == "end" and f"end{rest}" in WORDS:
        return Mistake(tag.line, f"“end {rest}” is two words.", f"Write {{% end{rest} %}}.")
    if word == "else" and rest.startswith("if "):
        right = f"{{% elif {rest[3:].strip()} %}}"
        return Mistake(tag.line, "“else if” is two words.", f"Write {right}.")
    if word == "else" and rest:
        return Mistake(tag.line, "Nothing may follow else.", "Write {% else %}, or {% elif … %}.")
    if word in WORDS:
        return None
    says = f"There is no tag “{word or tag.inner}”."
    if word in template_words.roots() or word == "law":
        return Mistake(tag.line, says, f"To print a value, write {{{{ {tag.inner} }}}}.")
    meant = _meant(tag)
    example = f"Did you mean {{% {meant} … %}}?" if meant in ENDINGS else f"Write {{% {meant} %}}."
    return Mistake(tag.line, says, example if meant else HOW_TO_PRINT)


def _meant(tag: Piece) -> str:
    """Return the first word that a statement should have, as far as it can be guessed."""
    word, rest = tag.word, tag.inner[len(tag.word) :]
    if word in WORDS:
        return word
    if word == "end":
        return "end" + rest.strip()
    if word in OTHER_WORDS:
        return OTHER_WORDS[word]
    if " in " in rest:
        return "for"
    return next(iter(get_close_matches(word, WORDS, n=1)), "")


def _unbalanced(tags: Sequence[Piece], told: set[int]) -> Iterator[Mistake]:
    """Yield what is opened and not closed, and the other way round."""
    waiting: list[_Open] = []
    for tag in tags:
        word = _meant(tag) if tag.kind == "statement" else ""
        if word in ENDINGS and not (word == "set" and _assigns(tag)):
            waiting.append(_Open(word, tag.line, tag.inner[len(word) :].strip()))
        elif word in MIDDLES and not any(one.word in MIDDLES[word] for one in waiting):
            yield Mistake(
                tag.line,
                f"There is {{% {word} %}} without an {{% if %}} before it.",
                "Write the {% if … %}, or delete this tag.",
            )
        elif word in ENDINGS.values():
            yield from _closing(word, tag, waiting)
    for one in waiting:
        if one.line not in told:
            yield Mistake(
                one.line,
                f"{{% {one.word} {one.name} %}} is never closed.".replace("  ", " "),
                f"Write {{% {ENDINGS[one.word]} %}} where it should end.",
            )


def _closing(word: str, tag: Piece, waiting: list[_Open]) -> Iterator[Mistake]:
    """Take from *waiting* what the tag *word* closes; yield what is wrong with that."""
    opens = next(begin for begin, end in ENDINGS.items() if end == word)
    if not any(one.word == opens for one in waiting):
        yield Mistake(
            tag.line,
            f"{{% {word} %}} closes nothing: there is no {{% {opens} %}} open here.",
            f"Delete it, or write the {{% {opens} … %}} that it should close.",
        )
        return
    while (last := waiting.pop()).word != opens:
        yield Mistake(
            last.line,
            f"{{% {last.word} {last.name} %}} is not closed before the {{% {word} %}} in line "
            f"{tag.line}.".replace("  ", " "),
            f"Write {{% {ENDINGS[last.word]} %}} before that line.",
        )


def _assigns(tag: Piece) -> bool:
    """Say whether a {% set %} has its value with it, and so no end."""
    return "=" in template_pieces.unquoted(tag.inner)
