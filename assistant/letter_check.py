"""Whether a filled letter still has what makes it work, whatever its template was changed to.

Found by marked parts (``data-part``) and by the values of the letter, never by words of a language.
What a letter must have is what the shipped letter has for the same case.
"""

from __future__ import annotations

import io
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from assistant import blocks, characters, languages, templates
from assistant.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from assistant.page_check import Seen
    from assistant.wording import Letter

DATA = Path(__file__).parent / "data" / "parts.toml"
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9’'.,;:?!()-]{2,60}")
"""A word that is set in one piece, whatever is around it."""
TELLING = 3
"""The least letters of an answer that tell something where they stand in an address."""
TOLD = 8
"""How many words that cannot be read are told."""


@dataclass(frozen=True)
class Part:
    """Something that a letter must have; ``parts.toml`` tells what each field means."""

    name: str
    says: str
    why: str
    write: str
    grave: bool = True
    writes: dict[str, str] = field(default_factory=dict)

    def missing(self, file: str, what: str = "", letter: str = "") -> Finding:
        """Return what to say where *letter* lacks it; *what* is the value that is missing."""
        write = self.writes.get(letter, self.write)
        says = f"This is missing from the letter: {self.says.format(what=what)}. {self.why}"
        return Finding("part", says, f"To put it in, write: {write}", file, grave=self.grave)


@dataclass(frozen=True)
class Content:
    """What a filled letter says: its words, and without spaces what is in each marked part.

    *links* are the addresses that it leads to.
    """

    words: tuple[str, ...]
    parts: dict[str, str]
    links: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """All of it without spaces."""
        return _bare(" ".join(self.words))


@cache
def parts() -> dict[str, Part]:
    """Return the marked parts, by the name in ``data-part``."""
    read = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {table["name"]: Part(**table) for table in read["part"]}


@cache
def answers() -> dict[str, Part]:
    """Return what every letter prints and is found by its value, by name."""
    read = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {table["name"]: Part(**table) for table in read["answer"]}


def findings(
    html: str,
    letter: Letter,
    language: str,
    file: str = "",
    seen: Seen | None = None,
) -> list[Finding]:
    """Return what *letter*, filled in as *html*, has lost that the shipped template gives it.

    *language* is the tag by which its dates are written, *file* that of its template. *seen* is
    what can be read on its pages, where it was set: what a style sheet hides is lost, and nothing
    else may be in the other forms.
    """
    own = content(html)
    shipped = content(templates.filled(letter, (templates.shipped(),)).html)
    has = {name for name, words in own.parts.items() if words}
    if seen is not None:
        has &= seen.parts
    lost = [name for name, words in shipped.parts.items() if words and name not in has]
    found = [parts()[name].missing(file, letter=letter.name) for name in lost if name in parts()]
    # Of what is lost as a whole, no word is missed besides.
    skipped = {"entry": "entries", "last-day": "reply-date"}
    for name, what, wanted in _values(letter, language):
        original = (
            "".join(languages.day(letter.reply.last_day).split()) if name == "last-day" else wanted
        )
        is_shipped = original in shipped.text or name == "date"
        if is_shipped and wanted not in own.text and skipped.get(name) not in lost:
            found.append(answers()[name].missing(file, what))
    if not any(one in own.text for one in _ways_to_answer(letter)):
        found.append(answers()["reply-to"].missing(file))
    found += _leaks(own.links, letter, file)
    if seen is not None:
        found += _hidden(own.words, _bare(seen.words).casefold(), file)
    return list(dict.fromkeys(found))


def _hidden(words: Iterable[str], seen: str, file: str) -> Iterator[Finding]:
    """Yield that some of *words* cannot be read on paper."""
    # What is written from right to left may be set in pieces, and a very long word is broken.
    plain = [one for one in words if PLAIN.fullmatch(one)]
    if lost := [one for one in plain if _bare(one).casefold() not in seen]:
        told = " ".join(lost[:TOLD]) + (" …" if len(lost) > TOLD else "")
        yield Finding(
            "page",
            f"These words are in the letter and cannot be read on paper: “{told}”. The letter as "
            "text, web page or Word document would show them.",
            "Delete them, or change the style that hides them.",
            file,
        )


def _leaks(links: Iterable[str], letter: Letter, file: str) -> Iterator[Finding]:
    """Yield each address on the web that holds something a person answered."""
    own = (letter.signatory, letter.my_reference, letter.your_reference, letter.effect)
    entries = (one for entry in letter.entries for one in (entry.says, entry.why, entry.should_say))
    people = (one.name for one in letter.people)
    every = (*own, *letter.sender, *letter.sender_contact, *people, *entries)
    said = [one for one in map(_bare, every) if len(one) >= TELLING]
    for link in links:
        address = _bare(unquote_plus(link))
        if link.lower().startswith("http") and any(one in address for one in said):
            yield Finding(
                "page",
                f"The address of a link holds an answer: {link[:80]} Whoever runs that website would "
                "learn it when the link is opened.",
                "Leave what stands in {{ … }} out of the address.",
                file,
            )


def content(html: str) -> Content:
    """Return what the filled letter *html* says, but for what is not shown."""
    import tinyhtml5

    # In a file object, because a short text might be taken for the name of a file.
    root: Element = tinyhtml5.parse(io.StringIO(html), namespace_html_elements=False)
    marked: dict[str, list[str]] = {}
    pieces = list(_shown(root, marked))
    return Content(
        tuple(" ".join(pieces).split()),
        {name: _bare("".join(words)) for name, words in marked.items()},
        tuple(filter(None, (one.get("href") for one in root.iter("a")))),
    )


def _shown(element: Element, marked: dict[str, list[str]]) -> Iterator[str]:
    """Yield the words in *element*, adding those of each marked part to *marked*."""
    hidden = element.get("hidden") is not None
    if not isinstance(element.tag, str) or element.tag in blocks.UNSEEN or hidden:
        return
    words = [element.text or ""]
    for child in element:
        words += [*_shown(child, marked), child.tail or ""]
    if part := element.get("data-part"):
        marked.setdefault(part, []).extend(words)
    yield from words


def _values(letter: Letter, language: str) -> Iterator[tuple[str, str, str]]:
    """Yield what every letter prints: what kind of value, how to name it, and the value."""
    yield "date", "", _bare(languages.day(letter.date, language))
    yield "writer", "", _bare(letter.signatory)
    for line in letter.recipient:
        yield "recipient", "", _bare(line)
    for entry in letter.entries:
        yield "entry", str(entry.number), _bare(entry.says or entry.where)
    last = languages.day(letter.reply.last_day, language)
    yield "last-day", last, _bare(last)


def _ways_to_answer(letter: Letter) -> Iterator[str]:
    """Yield the lines by which an answer can reach the person, none of which is a name."""
    yield from filter(None, map(_bare, (*letter.sender[1:], *letter.sender_contact)))
    yield from filter(None, map(_bare, (letter.writer.contact,)))


def _bare(text: str) -> str:
    """Return *text* without any spaces and signs that only break lines."""
    return "".join(characters.clean(text).replace("\u200b", "").replace("\u00ad", "").split())
