"""The words that a template can use: what each means, an example of it, and which letters have it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from assistant import wording
from assistant.house import Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

DATA = Path(__file__).parent / "data" / "template_words.toml"
WORDS = {str: "text", bool: "yes or no", int: "number", float: "number", date: "date"}
"""What a template's author calls a kind of value."""
LONGEST = 60
"""The most letters of an example."""


@dataclass(frozen=True)
class Kind:
    """What sort of value a word has.

    *name* is text, date, number, yes or no, or the name of a table, such as entry. *table* is the
    class of its fields if it has any. Of a list, both say what each item is.
    """

    name: str
    table: type | None = None
    is_list: bool = False

    def __str__(self) -> str:
        return f"list: {self.name}" if self.is_list else self.name


@dataclass(frozen=True)
class Field:
    """One word of a table: its name there, what it means in a sentence, and what it is."""

    name: str
    says: str
    kind: Kind


@dataclass(frozen=True)
class Word:
    """One word as ``templates words`` lists it.

    *word* is what a template writes, such as ``entry.where``. *of* is where the word before the
    dot comes from, such as ``letter.entries``; it is empty for words that every letter has.
    *letters* are the names of the letters in which it is ever filled.
    """

    word: str
    means: str
    kind: str
    example: str
    letters: tuple[str, ...]
    of: tuple[str, ...] = ()


@cache
def table_fields(table: type) -> Mapping[str, Field]:
    """Return the words of *table*, one of the classes of letters, by name."""
    hints = get_type_hints(table, vars(wording), include_extras=True)
    found = {}
    for one in fields(table):
        hint = hints[one.name]
        inner, *said = get_args(hint) if hasattr(hint, "__metadata__") else (hint,)
        found[one.name] = Field(one.name, said[0] if said else "", _kind(inner))
    for name, value in vars(table).items():
        if isinstance(value, property) and value.fget:
            returns = get_type_hints(value.fget, vars(wording))["return"]
            found[name] = Field(name, value.__doc__ or "", _kind(returns))
    return found


def roots() -> Mapping[str, Kind]:
    """Return the words that every template has, but for ``law``, with what they are."""
    return {"letter": Kind("letter", wording.Letter), "house": Kind("house", Look)}


def tables() -> Mapping[str, type]:
    """Return every table of words, by the name that the shipped templates give one item of it."""
    found: dict[str, type] = {}
    waiting = list(roots().values())
    while waiting:
        kind = waiting.pop(0)
        if kind.table and kind.name not in found:
            found[kind.name] = kind.table
            waiting += [one.kind for one in table_fields(kind.table).values()]
    return found


def places(table: str) -> tuple[str, ...]:
    """Return where a template finds items of *table*, such as ``letter.entries`` for an entry."""
    return tuple(
        f"{name}.{field.name}"
        for name, of in tables().items()
        for field in table_fields(of).values()
        if field.kind.name == table and field.kind.table
    )


def place(table: str) -> str:
    """Return where a template usually finds items of *table*: letter.entries for an entry."""

    def fitness(place: str) -> tuple[bool, float]:
        outer, _, name = place.rpartition(".")
        return outer == "letter", SequenceMatcher(None, name, table).ratio()

    return max(places(table), key=fitness, default="")


def is_list(place: str) -> bool:
    """Say whether *place*, such as letter.entries, is a list."""
    table, _, name = place.rpartition(".")
    return table_fields(tables()[table])[name].kind.is_list


def full(table: str) -> str:
    """Return how a template writes one *table*: ``letter.writer``, but ``entry`` within a loop."""
    places_of = places(table)
    if len(places_of) == 1 and not places_of[0].startswith(("group", "ask", "entry")):
        return table if is_list(places_of[0]) else places_of[0]
    return table


def words(letters: Iterable[wording.Letter], name: str = "") -> list[Word]:
    """Return every word, with examples from *letters*; only those of the letter *name* if given.

    The first of *letters* in which a word is filled gives its example.
    """
    listed = list(letters)
    chosen = [one for one in listed if one.name == name] if name else listed
    found = [
        _word(table, field, chosen)
        for table, of in tables().items()
        for field in table_fields(of).values()
    ]
    found += _law(chosen)
    return [one for one in found if not name or one.letters or one.word.startswith("house.")]


def filters() -> Mapping[str, Mapping[str, str]]:
    """Return the filters that are made for letters, each with what it does and an example."""
    return {table["name"]: table for table in _data()["filter"]}


def pieces() -> list[Mapping[str, str]]:
    """Return what templates can import from the shipped ones: name, file, what it does, example."""
    found: list[Mapping[str, str]] = _data()["piece"]
    return found


def filter_instead(name: str) -> str:
    """Return what to write for a filter that another program calls *name*, or an empty text."""
    called: dict[str, str] = {
        other: table["write"] for table in _data()["instead"] for other in table["called"]
    }
    return called.get(name, "")


def slips() -> list[Mapping[str, Any]]:
    """Return what people type in tags by mistake: where to look for it, what is wrong, a hint."""
    found: list[Mapping[str, Any]] = _data()["slip"]
    return found


def _kind(hint: Any, *, is_list: bool = False) -> Kind:
    if get_origin(hint) is tuple:
        return _kind(get_args(hint)[0], is_list=True)
    if isinstance(hint, type) and is_dataclass(hint):
        return Kind(hint.__name__.lower(), hint, is_list)
    if hint == wording.Day:
        return Kind("date", None, is_list)
    return Kind(WORDS.get(hint, "text"), None, is_list)


def _word(table: str, field: Field, letters: Sequence[wording.Letter]) -> Word:
    filled = [(letter.name, shown) for letter in letters for shown in _shown(table, field, letter)]
    return Word(
        word=f"{full(table)}.{field.name}",
        means=field.says,
        kind=str(field.kind),
        example=filled[0][1] if filled else "",
        letters=tuple(dict.fromkeys(name for name, _ in filled)),
        of=() if table in roots() or full(table) != table else places(table),
    )


def _law(letters: Sequence[wording.Letter]) -> Iterator[Word]:
    cited: dict[str, str] = {}
    by: dict[str, dict[str, None]] = {}
    for letter in letters:
        for one in letter.law:
            cited.setdefault(one.key, one.words)
            by.setdefault(one.key, {})[letter.name] = None
    for key, said in cited.items():
        yield Word(f'law["{key}"]', "How a letter names this law.", "text", said, tuple(by[key]))


def _shown(table: str, field: Field, letter: wording.Letter) -> Iterator[str]:
    """Yield what *field* holds wherever *letter* has a *table*, as an example, if it holds anything."""
    for item in _items(letter, tables()[table]) if table != "house" else ():
        value = getattr(item, field.name)
        if field.kind.table and not field.kind.is_list:
            yield ""
        elif value or field.kind.name == "yes or no":
            yield _example(value)


def _items(value: Any, table: type) -> Iterator[Any]:
    """Yield every item of *table* in *value*, from the outside in."""
    if isinstance(value, table):
        yield value
    if isinstance(value, tuple):
        for one in value:
            yield from _items(one, table)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _items(getattr(value, one.name), table)


def _example(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        if value and is_dataclass(value[0]):
            return f"{len(value)} of them" if len(value) > 1 else "1 of them"
        return _example(" / ".join(str(one) for one in value))
    text = " ".join(wording.in_words(value).split()) if isinstance(value, date) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))
