"""What a person who changes letters is shown: the letters, their words, and what each is made of."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant import (
    characters,
    house_sheet,
    law,
    samples,
    template_lint,
    template_outline,
    template_words,
    templates,
)
from assistant.errors import AssistantError
from assistant.house import FIELDS
from assistant.kinds import kinds
from assistant.shipped import shipped_templates
from assistant.template_outline import Block
from assistant.template_reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from assistant.house import House, Layer
    from assistant.template_words import Word

ENDING = templates.ENDING
SHIPPED = "shipped"
AS_IT_IS = "\t"
"""In front of a line that is shown as it is."""


@dataclass(frozen=True)
class Listed:
    """One template: its name, what it is, its file, whose it is, and the language it is in."""

    name: str
    title: str
    path: str
    layer: str
    language: str


# ------------------------------------------------------------------------------------------ templates


def listed(house: House | None = None) -> list[Listed]:
    """Return every letter with the template it is made from, in each language that *house* has."""
    found = []
    for language in ("", *(filter(None, house.sheets) if house else ())):
        layers = _layers(house, language)
        for kind in kinds().values():
            home = templates.home(kind.name, layers)
            if not language or home.name == language:
                path = home.folder / (kind.name + ENDING)
                found.append(Listed(kind.name, kind.title, str(path), home.name, home.language))
    return found


def parts(house: House | None = None) -> list[Listed]:
    """Return every other template that came with the program, and what *house* puts in its place."""
    found = []
    layers = _layers(house, "")
    for name in template_lint.files_in(shipped_templates()):
        if not name.endswith(ENDING) or name.removesuffix(ENDING) in kinds():
            continue
        text = (shipped_templates() / name).read_text(encoding="utf-8")
        home = next(one for one in layers if (one.folder / name).is_file())
        what = template_outline.purpose(text)
        path = str(home.folder / name)
        found.append(Listed(name, what, path, home.name, home.language))
    return found


def list_lines(house: House | None = None) -> Iterator[str]:
    """Yield what there is to be changed, and whose each template is."""
    yield "The letters:"
    for one in listed(house):
        yield f"  {one.name}: {one.title} ({_whose(one)})"
    yield ""
    yield "What they share:"
    for one in parts(house):
        whose = "" if one.layer == SHIPPED else f" ({_whose(one)})"
        yield f"  {one.name}: {one.title}{whose}"
    yield ""
    if house:
        yield f"Your own templates are in {house.folder}."
    yield "To see what a letter is made of:  record-rights templates show correction"
    yield "To change one:  record-rights templates copy correction my-letters"


def _whose(one: Listed) -> str:
    whose = SHIPPED if one.layer == SHIPPED else f"your own: {one.path}"
    return f"{whose}, {one.language}"


def _layers(house: House | None, language: str) -> tuple[Layer, ...]:
    own = house.layers(language or house.language) if house else ()
    return (*own, templates.shipped())


# ---------------------------------------------------------------------------------------------- words


def words(on: date, letter: str = "") -> list[Word]:
    """Return every word, with examples from the sample cases; of one *letter* if it is named.

    Raises AssistantError where there is no such letter.
    """
    if letter:
        _must_be_letter(letter)
    found = template_words.words([one for _, one in samples.letters(on)], letter)
    says = {one.key: one.says for one in law.rules()} | {
        one.key: one.says for one in law.decisions()
    }
    return [_explained(one, says) for one in found]


def word_lines(on: date, letter: str = "") -> Iterator[str]:
    """Yield the words that a template can use, each with its meaning and an example."""
    yield "Write a word between {{ and }}, such as {{ letter.body }}. Empty is what the person did not say."
    group = ""
    for one in words(on, letter):
        table = one.word.rsplit(".", 1)[0] if "." in one.word else "law"
        if table != group:
            yield from ("", _heading(table, one))
            group = table
        example = f" For example: {one.example}" if one.example else ""
        only = "" if letter or _in_all(one) else f" Only in: {', '.join(one.letters)}."
        kind = "" if one.kind == "text" else f" ({one.kind})"
        yield f"  {one.word}{kind}: {one.means}{only}{example}"
    yield from ("", "Filters, after a bar:")
    for made in template_words.filters().values():
        yield f"  {made['name']}: {made['does']}"
        yield f"{AS_IT_IS}{made['example']}"
    yield from ("", 'What can be imported, as in {% from "values.html" import value %}:')
    for piece in template_words.pieces():
        yield f"  {piece['name']}, from {piece['file']}: {piece['does']}"
        yield f"{AS_IT_IS}{piece['example']}"


def words_to_plain(on: date, letter: str = "") -> dict[str, Any]:
    """Return the words as plain values, for programs."""
    return {
        "words": [asdict(one) for one in words(on, letter)],
        "filters": list(template_words.filters().values()),
        "pieces": list(template_words.pieces()),
    }


def _explained(word: Word, says: Mapping[str, str]) -> Word:
    """Return a *word* of the law with what the law *says*, one of the house with what it sets."""
    if word.word.startswith("law["):
        return replace(word, means=says[word.word[len('law["') : -len('"]')]])
    if not word.word.startswith("house."):
        return word
    key = house_sheet.keys().get(FIELDS.get(word.word.removeprefix("house."), ""))
    if key is None:
        return replace(word, means="The style sheets that the house.toml asks for.")
    shown = " / ".join(key.example) if isinstance(key.example, list) else str(key.example)
    return replace(word, means=f"{key.says} From house.toml.", example=shown)


def _in_all(word: Word) -> bool:
    return len(word.letters) == len(kinds()) or not word.letters


def _heading(table: str, word: Word) -> str:
    if table == "law":
        return "law: how the letter names what it may cite. What it may not cite is not there:"
    if not word.of:
        return f"{table}:"
    name = table.rsplit(".", 1)[-1]
    place = template_words.place(name)
    others = [one for one in word.of if one != place]
    also = f" (also in {', '.join(others)})" if others else ""
    if template_words.is_list(place):
        return f"{name}, between {{% for {name} in {place} %}} and {{% endfor %}}{also}:"
    return f"{name}: {place}{also}:"


# --------------------------------------------------------------------------------------- one template


def show_lines(name: str, outline: Sequence[Block], text: str) -> Iterator[str]:
    """Yield what the template *name* is made of: *outline*, its blocks, or else its own *text*."""
    plain = name.removesuffix(ENDING)
    if not outline:
        yield f"{name}. To change it:  record-rights templates copy {plain} my-letters"
        yield from _as_it_is(text)
        return
    yield f"{name} has these blocks. Each can be changed by itself:"
    yield f"  in this letter alone:  record-rights templates copy {plain}.BLOCK my-letters"
    yield "  a block of base.html, in all letters:  record-rights templates copy BLOCK my-letters"
    for one in outline:
        whose = "" if one.layer == SHIPPED else f", your own: {one.path}"
        within = f", in the block {one.within}" if one.within else ""
        yield ""
        yield f"{one.name} (from {one.template}, line {one.line}{within}{whose})"
        for used in one.uses:
            part = used.removesuffix(ENDING)
            yield f"  uses {used}; to read it:  record-rights templates show {part}"
        yield from _as_it_is(one.text)


def outline(name: str, house: House | None = None) -> list[Block]:
    """Return the blocks of the template *name*; those of a *house* are read where they can do no harm."""
    if house is None:
        return template_outline.outline(name)
    from assistant import sandbox

    rows = sandbox.read(Reading(name, house.language), house)
    return [Block(**row | {"uses": tuple(row["uses"])}) for row in rows]


def template_name(what: str, house: House | None) -> str:
    """Return the name of the template that *what* means: a letter, a part, base.

    Raises AssistantError where there is none.
    """
    for name in (what, what + ENDING, f"parts/{what}{ENDING}"):
        if name.endswith(ENDING) and templates.find(name, house):
            return name
    from difflib import get_close_matches

    known = [*kinds(), *(one.name.removesuffix(ENDING) for one in parts())]
    near = get_close_matches(what, known, n=1)
    raise AssistantError(
        f"There is no template called “{what}”.",
        f"Did you mean “{near[0]}”?" if near else "See:  record-rights templates list",
    )


def text_of(name: str, house: House | None) -> str:
    """Return the words of the template *name*, with nothing that a terminal would take for an order."""
    found = templates.find(name, house)
    return characters.clean(found.text) if found else ""


def _as_it_is(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield f"{AS_IT_IS}{line}"


def _must_be_letter(name: str) -> None:
    if name not in kinds():
        raise AssistantError(f"There is no letter “{name}”.", f"There are: {', '.join(kinds())}.")
