"""Find what a text cites, so that a letter can be held to the law listed for it.

Every form of one citation comes out the same: "Art. 17(1)(a)", "Article 17 (1)(a) of the UK GDPR"
and "Articles 5(1)(d), 16 and 17(1)(a)" all give ``article 17(1)(a)``. An article stands alone,
because those of the UK GDPR are the only ones our letters cite; a section carries its Act.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from assistant import law

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

KINDS = {
    "article": r"\bart(?:icle)?s?\b\.?",
    "section": r"\bsections?\b|(?<![\w'])ss?\b\.?(?= ?\d)",
    "regulation": r"\bregulations?\b|\bregs?\b\.?",
    "schedule": r"\bsch(?:edule)?s?\b\.?",
    "rule": r"\brules?\b",
}
BRACKETS = r"(?: ?\([0-9a-z]{1,4}\))"
ITEM = rf"\d{{1,3}}[a-z]{{0,2}}\b{BRACKETS}*"
# A bare number after a comma may be a date ("Article 16, 3 March"), so it must belong to a list.
NEXT = rf"(?:,? (?:and|or|to) (?:{ITEM}|{BRACKETS}+)|, ?(?:{BRACKETS}+|{ITEM}(?=,|\(| and| or)))"
CITED = re.compile(
    "|".join(rf"(?P<{kind}>{words})" for kind, words in KINDS.items()), re.IGNORECASE
)
LIST = re.compile(rf" ?({ITEM}(?:{NEXT})*)", re.IGNORECASE)
PARAGRAPHS = re.compile(rf",? para(?:graph)?s?\.? ({ITEM}(?:{NEXT})*)", re.IGNORECASE)
SWAPPED = re.compile(
    rf"\bpara(?:graph)?s?\.? ({ITEM}(?:{NEXT})*) of (sch[a-z]* \d+)", re.IGNORECASE
)
ONE = re.compile(rf"({ITEM})|({BRACKETS}+)", re.IGNORECASE)

_WORD = r"(?:[A-Z][\w'-]*|\([A-Z][^()]*\))"
ACT = re.compile(
    rf"(?<![\w'])(?!(?:UK|GDPR)\b)[A-Z][\w'-]*(?: (?:(?:and|of|for|from|to|with) )?{_WORD})*?"
    r" (?:Act|Order|Regulations|Rules)(?: \([A-Z][^()]*\))? (?:19|20)\d\d\b"
)
JOINED = re.compile(r",? ?(?:(?:of|to|in) )?(?:the )?")
"""What may stand between a provision and its Act after it, as in "section 17 of the …"."""
SHORT = (
    (re.compile(r"\bDPA ?(?:2018)?(?![\w ]*1998)(?=\W|$)"), "Data Protection Act 2018"),
    (re.compile(r"\bDPA ?1998\b"), "Data Protection Act 1998"),
    (re.compile(r"\bDUAA(?: 2025)?\b"), "Data (Use and Access) Act 2025"),
)
INSTRUMENT = re.compile(r"\b(S\.?S\.?I|S\.?I)\.? (?:No\.? )?(\d{4}/\d+)")
CASE = re.compile(r"\[(\d{4})\] ([A-Z]{2,}) (\d+)")
REFERENCE = re.compile(r"(?<!\d)(?<!\d )(\d{2}) (\d{3}) (\d{3})(?! ?\d)")


def citations_in(text: str) -> set[str]:
    """Return every legal citation and every name of an office in *text*, in one normal form each.

    The forms are ``article 17(1)(a)``, ``section 165(2) data protection act 2018``,
    ``regulation 8(1)``, ``schedule 3 paragraph 11 data protection act 2018``,
    ``data protection act 2018``, ``si 2006/1738``, ``[2022] niqb 55``, ``decision 25 004 511`` and
    ``information commission's office``. A section with no Act beside it takes the Act that the same
    section has elsewhere in the text; where there is none it stays bare.
    """
    flat = _flat(text)
    for short, name in SHORT:
        flat = short.sub(name, flat)
    found = {act.lower() for act in ACT.findall(flat)}
    found |= {f"{m[1].replace('.', '').lower()} {m[2]}" for m in INSTRUMENT.finditer(flat)}
    found |= {f"[{m[1]}] {m[2].lower()} {m[3]}" for m in CASE.finditer(flat)}
    found |= {f"decision {m[1]} {m[2]} {m[3]}" for m in REFERENCE.finditer(flat)}
    found |= {m[0].lower() for m in _offices().finditer(flat)}
    return found | _with_acts(list(_provisions(flat)))


def citable(letter: str, on: date) -> set[str]:
    """Return what *letter* may cite *on* that day, in the forms of :func:`citations_in`.

    These are the rules in force and the decisions that name the letter, and the public bodies
    under the names they have on that day.
    """
    words = [rule.letter for rule in law.table(on) if letter in rule.letters]
    words += [found.letter for found in law.decisions() if letter in found.letters]
    words += [body.name for body in law.bodies() if body.holds(on)]
    return set().union(*map(citations_in, words))


def not_citable(text: str, letter: str, on: date) -> set[str]:
    """Return what *text* cites though *letter* may not cite it *on* that day.

    Naming a whole provision is fine where the letter may cite a part of it.
    """
    allowed = citable(letter, on)
    return {
        cited
        for cited in citations_in(text)
        if cited not in allowed and not any(_inside(one, cited) for one in allowed)
    }


def gone_in(text: str, on: date) -> tuple[law.Gone, ...]:
    """Return what *text* still says though it is repealed, renamed or out of date *on* that day.

    For words of ours: what a person typed may say any of it, and is no reason to refuse a letter.
    """
    flat = _flat(text).lower()
    cited = citations_in(text)
    return tuple(
        gone
        for gone in law.gone()
        if gone.since <= on and any(_says(flat, cited, words) for words in gone.what)
    )


def _says(flat: str, cited: set[str], words: str) -> bool:
    if any(one == known or _inside(one, known) for known in citations_in(words) for one in cited):
        return True
    # "40 days" is not in "140 days", and "£10" is not in "£100" or "£10.50".
    return bool(re.search(rf"(?<!\w){re.escape(_flat(words).lower())}(?![\d]|[.,]\d)", flat))


def _inside(part: str, whole: str) -> bool:
    number, _, act = whole.partition(" ")[2].partition(" ")
    kind = whole.partition(" ")[0]
    return part.startswith(f"{kind} {number}(") and part.endswith(act)


def _flat(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


@cache
def _offices() -> re.Pattern[str]:
    names = {_flat(body.name) for body in law.bodies()}
    names |= {name.removesuffix("'s Office") for name in names}
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def _provisions(flat: str) -> Iterator[tuple[str, str]]:
    """Yield each provision with its Act, the Act empty where none stands beside it."""
    flat = SWAPPED.sub(r"\2, paragraph \1", flat)
    acts = list(ACT.finditer(flat))
    for word in CITED.finditer(flat):
        numbers = LIST.match(flat, word.end())
        if not numbers:
            continue
        items, end = _spelt_out(numbers[1]), numbers.end()
        paragraphs = PARAGRAPHS.match(flat, end) if word.lastgroup == "schedule" else None
        if paragraphs:
            items = [f"{items[-1]} paragraph {one}" for one in _spelt_out(paragraphs[1])]
            end = paragraphs.end()
        act = _act_beside(flat, acts, word.start(), end)
        yield from ((f"{word.lastgroup} {one}", act) for one in items)


def _act_beside(flat: str, acts: list[re.Match[str]], start: int, end: int) -> str:
    after = next((act for act in acts if act.start() >= end), None)
    if after and JOINED.fullmatch(flat, end, after.start()):
        return after[0].lower()
    before = next((act for act in reversed(acts) if act.end() <= start), None)
    return before[0].lower() if before and flat[before.end() : start] in {", ", " "} else ""


def _spelt_out(numbers: str) -> list[str]:
    """Return "17(1)(a), (c) and 21" as 17(1)(a), 17(1)(c) and 21."""
    found: list[str] = []
    for item in ONE.finditer(numbers):
        if item[1]:
            head, _, brackets = item[1].replace(" ", "").partition("(")
            found.append(head.upper() + (f"({brackets}" if brackets else ""))
        else:
            new = item[2].replace(" ", "")
            found.append(_sibling(found[-1], new))
    return [re.sub(r"^\d+[A-Za-z]*", lambda number: number[0].lower(), one) for one in found]


def _sibling(earlier: str, brackets: str) -> str:
    depth = brackets.count("(")
    return "(".join(earlier.split("(")[:-depth] or [earlier]) + brackets


def _with_acts(provisions: list[tuple[str, str]]) -> set[str]:
    acts = {what: act for what, act in provisions if act}
    return {f"{what} {act or acts.get(what, '')}".strip() for what, act in provisions}
