"""Marks that other programs put where a value goes, left in a template by mistake.

Only the template is looked at, never a filled letter, so that what a person typed is not mistaken
for one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import template_pieces
from assistant.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parent / "data" / "placeholders.toml"
MOST = 100
"""The most marks of one sign that are told: nobody reads more."""
ALIKE = 0.87
"""How much alike two names must be to be taken for one, of 1."""
NAME = r"[^\W\d][\w.\-]{0,58}"
HOLDS = {
    "name": rf"{NAME}(?:\(\))?(?:[!:|][^\s{{}}<>]{{0,30}})?",
    "place": rf"(?:{NAME}|\d{{1,2}})?(?:[!:|][^\s{{}}<>]{{0,30}})?",
    "words": r"[^\W\d_][\w .,’'/&\-]{0,58}",
    "blank": r"[^\W\d_][\w .,:;’'/&()\-]{1,58}",
    "code": r"[^\n]{1,200}?",
}
"""What may stand between the two signs of a mark."""
SPACE = r"[ \t]{0,3}"
HINTS = {
    "value": "Write {write} instead.",
    "unknown": "If it is a value, write {{{{ letter.… }}}} with one of the words that this lists:"
    "  record-rights templates words",
    "condition": "Words that are printed only sometimes are written "
    "{{% if letter.… %}}the words{{% endif %}} here.",
    "list": "What is repeated is written {{% for entry in letter.entries %}}…{{% endfor %}} here.",
    "end": "What ends a condition is written {{% endif %}} here, what ends a list {{% endfor %}}.",
}
"""What to do, by what the mark means."""
MEANINGS = {
    "value": "a value",
    "gap": "a gap",
    "end": "the end of a condition or of a list",
}


@dataclass(frozen=True)
class Sign:
    """One way to mark the place of a value; ``placeholders.toml`` says what each field means."""

    key: str
    opens: str
    holds: str
    closes: str = ""
    tool: str = ""
    means: str = "value"
    in_tags: bool = False
    at_line: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds it; the group ``name`` is the name of the value."""
        begins = rf"^{SPACE}" if self.at_line else r"(?<![\w$])" if self.opens[0] in "$%@" else ""
        ends = re.escape(self.closes) if self.closes else ""
        single = r"(?!\})" if self.key == "braces" else ""
        return re.compile(
            rf"{begins}{re.escape(self.opens)}{SPACE}(?P<name>{HOLDS[self.holds]}){SPACE}{ends}{single}",
            re.MULTILINE,
        )


@dataclass(frozen=True)
class Placeholder:
    """One mark in a template: its text, the name in it, and its place in the template."""

    sign: Sign
    text: str
    name: str
    start: int
    line: int


def findings(source: str, file: str) -> list[Finding]:
    """Return what to say of each mark of another program in the template *source*."""
    return [finding(one, file) for one in placeholders(source)]


def finding(one: Placeholder, file: str) -> Finding:
    """Return what to say of a mark in *file*."""
    return Finding("placeholder", _says(one), _hint(one), file, one.line)


def placeholders(source: str) -> list[Placeholder]:
    """Return the marks of other programs in the template *source*, in order."""
    signs, _, _ = _data()
    found = list(_found(source, [one for one in signs if one.in_tags]))
    text = template_pieces.printed(without(source, found))
    found += _found(text, [one for one in signs if not one.in_tags])
    return sorted(found, key=lambda one: one.start)


def without(source: str, found: list[Placeholder]) -> str:
    """Return *source* with spaces for the marks *found* in it; every place stays the same."""
    return template_pieces.without(
        source, [(one.start, one.start + len(one.text)) for one in found]
    )


def instead(name: str, *, near: bool = True) -> str:
    """Return what to write for a value that another program calls *name*, or an empty text.

    With *near*, the name may also be one that is only much like a known one.
    """
    _, values, _ = _data()
    parts = [one for one in re.split(r"[.\s]+", name.replace("()", "")) if one]
    ways = [parts[start:] for start in range(len(parts))] + [parts[:-1]]
    plain = [_plain(" ".join(way)) for way in ways]
    if known := next((one for one in plain if one in values), ""):
        return values[known]
    like = [get_close_matches(one, values, n=1, cutoff=ALIKE) for one in plain if one and near]
    return next((values[one[0]] for one in like if one), "")


def _found(text: str, signs: list[Sign]) -> Iterator[Placeholder]:
    starts = template_pieces.line_starts(text)
    for sign in signs:
        every = (_placeholder(sign, match, starts) for match in sign.pattern.finditer(text))
        taken = list(islice(filter(_is_meant, every), MOST))
        yield from taken
        # What one sign has taken is not for the next one, such as $name in ${name}.
        text = without(text, taken)


def _placeholder(sign: Sign, match: re.Match[str], starts: list[int]) -> Placeholder:
    whole = match.group()
    start = match.start() + len(whole) - len(whole.lstrip())
    line = template_pieces.line_at(starts, start)
    return Placeholder(sign, whole.strip(), match["name"] or "", start, line)


def _is_meant(one: Placeholder) -> bool:
    """Say whether a mark is one, or only words in brackets."""
    name = one.name
    if one.sign.key in ("guillemets", "guillemets-escaped"):
        # Elsewhere in Europe these are quotation marks.
        return "_" in name or bool(instead(name)) or _asks(name)
    return one.sign.holds != "blank" or _asks(name)


def _asks(name: str) -> bool:
    _, _, asking = _data()
    words = re.findall(r"[\w\-]+", name.lower())
    return bool(asking.intersection(words)) or (name.isupper() and len(name) > 1)


def _says(one: Placeholder) -> str:
    what = MEANINGS.get(one.sign.means, "a condition or a list")
    if one.sign.tool:
        whose = f"{one.sign.tool} marks {what} like this."
    else:
        whose = f"Some programs mark {what} like this."
    happens = "cannot be used" if one.sign.in_tags else "would be printed as it stands"
    return f"“{one.text}” {happens}. {whose}"


def _hint(one: Placeholder) -> str:
    if one.sign.means not in ("value", "gap"):
        return HINTS[one.sign.means].format()
    write = known_here(one.name) or instead(one.name)
    return HINTS["value" if write else "unknown"].format(write=write)


def known_here(name: str) -> str:
    """Return how *name* is written here if it is a word of letters that lacks only its braces."""
    return f"{{{{ {name} }}}}" if name.startswith(("letter.", "house.")) else ""


def _plain(name: str) -> str:
    """Return *name* in small letters with single spaces: FirstName, first_name, [insert first name]."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    words = re.sub(r"[^\w]+|_+", " ", apart.replace("’", "").replace("'", "")).lower().split()
    return " ".join(word for word in words if word not in ("insert", "enter", "the", "add", "here"))


@cache
def _data() -> tuple[tuple[Sign, ...], dict[str, str], frozenset[str]]:
    """Return the signs, what to write by what a value is called, and the words that ask for one."""
    read: dict[str, Any] = tomllib.loads(DATA.read_text(encoding="utf-8"))
    signs = tuple(Sign(**table) for table in read["sign"])
    values = {_plain(name): table["write"] for table in read["value"] for name in table["called"]}
    return signs, values, frozenset(read["asking"])
