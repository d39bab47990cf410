"""Who runs social care where: find a body by the name a person types, on a given day."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DATA = Path(__file__).with_name("data") / "authorities.toml"
MOST_OFFERED = 5
LONGEST_COMPARED = 120  # a pasted page is not a name, and comparing it would take seconds
CLOSE_ENOUGH = 80  # of 100; below it, names are offered that no one would take for a slip
SLIP = 91  # the same for whole names, which have words such as "council" in common anyway
PART_OF_A_NAME = 0.9  # what finding only a part of a name is worth beside a whole one
SHORTEST_PART = 4  # letters; fewer are found by chance in too many names

Kind: TypeAlias = Literal["exact", "close", "district", "area", "former", "future", "unknown"]


@dataclass(frozen=True, slots=True)
class Authority:
    """One body; days are whole dates, both ends included, and None where not known or none."""

    name: str
    kind: str
    nation: str
    checked: date
    runs: tuple[str, ...] = ()
    """Which social care it runs: "children", "adults", both or neither."""
    also: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    successors: tuple[str, ...] = ()
    renamed: bool = False
    care_by: tuple[str, ...] = ()
    """For a body that runs no social care: who does, there."""
    trust: str | None = None
    controller: Literal["yes", "not-known"] | None = None
    """For a children's trust: does it answer for its records itself?"""
    note: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What a typed name turned out to be."""

    typed: str
    kind: Kind
    authority: Authority | None = None
    """The body that was named; None when it is not certain or not known."""
    candidates: tuple[Authority, ...] = ()
    """Whom to write to, or who may be meant; best first."""
    sentence: str = ""
    """What to tell the person; empty for a plain hit."""
    notes: tuple[str, ...] = ()
    """More to tell: a change to come, a peculiarity of this body."""
    source: str = ""
    """Where the facts about *authority* can be checked; empty where the data names nothing."""
    rule: str = ""
    """Key of the entry in the law data on which the sentence rests; empty where it states none."""


@dataclass(frozen=True, slots=True)
class _Register:
    """The data file, read once, with its names ready to be looked up."""

    bodies: dict[str, Authority]
    sentences: dict[str, str]
    rules: dict[str, str]
    written_out: dict[str, str]
    noise: frozenset[str]
    official: dict[str, list[Authority]] = field(default_factory=dict)
    names: dict[str, list[Authority]] = field(default_factory=dict)
    """The other names; keys of these two are normal names."""
    short: dict[str, list[Authority]] = field(default_factory=dict)
    """Every name without the words that only say what sort of body it is."""
    whole: dict[str, list[Authority]] = field(default_factory=dict)
    """Every name, bare, abbreviations as they are."""

    def normal(self, bare: str) -> str:
        """Return a bare name with its abbreviations written out."""
        return " ".join(self.written_out.get(word, word) for word in bare.split())

    def core(self, normal: str) -> str:
        """Return a normal name without the words that only say what sort of body it is."""
        return " ".join(word for word in normal.split() if word not in self.noise) or normal


def find(typed: str, on: date) -> Match:
    """Say which body *typed* names on the day *on*; never refuses a name.

    ``exact``: it runs social care. ``district``: it does not, *candidates* do. ``former`` and
    ``future``: it no longer does or does not yet, *candidates* do. ``close``: *candidates* may be
    meant; ask again with the ``name`` of the one chosen. ``area``: a name that no one council
    bears, *candidates* run social care there. ``unknown``: take it as typed.
    """
    data = _register()
    named = _named(typed)
    if len(named) == 1:
        return _recognised(typed, named[0], on)
    maybe = tuple(named) or _closest(typed, on)
    if maybe:
        return Match(typed, "close", candidates=maybe, sentence=data.sentences["close"])
    return Match(typed, "unknown", sentence=data.sentences["unknown"])


def all_current(on: date) -> tuple[Authority, ...]:
    """Return every body that runs social care on the day *on*, trusts included, by name."""
    bodies = _register().bodies.values()
    return tuple(sorted((b for b in bodies if b.runs and _exists(b, on)), key=lambda b: b.name))


def all_bodies() -> tuple[Authority, ...]:
    """Return every body the data knows, of any day, in the order of the data."""
    return tuple(_register().bodies.values())


def trust_for(authority: Authority, on: date) -> Authority | None:
    """Return the children's trust that runs this body's children's services on the day *on*."""
    if authority.trust is None:
        return None
    trust = _register().bodies[authority.trust]
    return trust if _exists(trust, on) else None


def trust_sentence(authority: Authority, on: date) -> str:
    """Return what to tell the person about this body's trust; empty where it has none."""
    trust = trust_for(authority, on)
    if trust is None:
        return ""
    words = _register().sentences[f"trust-{trust.controller}"]
    return words.format(name=authority.name, trust=trust.name)


def councils_of(trust: Authority, on: date) -> tuple[Authority, ...]:
    """Return the councils whose children's services this trust runs on the day *on*."""
    return tuple(
        body
        for body in _register().bodies.values()
        if body.trust == trust.name and _exists(body, on) and _exists(trust, on)
    )


def who_runs_care(authority: Authority, on: date) -> tuple[Authority, ...]:
    """Return who runs social care where *authority* is, was or will be, on the day *on*."""
    bodies = _register().bodies
    if authority.until and authority.until < on:
        return _all_of(authority.successors, lambda body: who_runs_care(body, on))
    if authority.since and authority.since > on:
        before = (b for b in bodies.values() if authority.name in b.successors)
        there = [body.name for body in before if _exists(body, on)]
        return _all_of(there, lambda body: who_runs_care(body, on))
    if authority.runs:
        return (authority,)
    return _all_of(authority.care_by, lambda body: who_runs_care(body, on))


def _exists(body: Authority, on: date) -> bool:
    return (body.since is None or body.since <= on) and (body.until is None or on <= body.until)


def _all_of(
    names: Iterable[str], follow: Callable[[Authority], tuple[Authority, ...]]
) -> tuple[Authority, ...]:
    found = (one for name in names for one in follow(_register().bodies[name]))
    return tuple(dict.fromkeys(found))


def _heirs(body: Authority, on: date) -> tuple[Authority, ...]:
    """Follow the successors of *body* to those that are there on the day *on*."""
    if body.until and body.until < on:
        return _all_of(body.successors, lambda heir: _heirs(heir, on))
    return (body,)


# ---- from what was typed to a body ---------------------------------------------------------------


def _named(typed: str) -> list[Authority]:
    """Return the bodies that bear the typed name, in the strictest sense in which any does."""
    data = _register()
    normal = data.normal(_bare(typed))
    core = data.core(normal)
    # "Newcastle City Council" says which Newcastle it is, "Newcastle" does not.
    whole = data.names.get(normal) if normal != core else None
    found = data.official.get(normal) or whole or data.short.get(core)
    return _without_forerunners(found or [])


def _bare(name: str) -> str:
    """Return *name* in words without case, accents and punctuation."""
    name = re.sub(r"['’‘`´]", "", name[:LONGEST_COMPARED].replace("&", " and ")).casefold()
    if not name.isascii():
        letters = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", name))


def _without_forerunners(bodies: list[Authority]) -> list[Authority]:
    """Drop a body whose work went to another of the same name: the later one is meant."""
    names = {body.name for body in bodies}
    return [body for body in bodies if body.kind != "former" or names.isdisjoint(body.successors)]


def _closest(typed: str, on: date) -> tuple[Authority, ...]:
    data = _register()
    bare = _bare(typed)
    core = data.core(data.normal(bare))
    if data.noise.issuperset(core.split()):
        return ()
    scores: dict[Authority, float] = {}
    for names, wanted, likeness, enough in (
        (data.short, core, _likeness, CLOSE_ENOUGH),
        (data.whole, bare, _slip, SLIP),
    ):
        for name, bodies in names.items():
            if (score := likeness(wanted, name)) >= enough:
                scores |= {b: max(score, scores.get(b, 0)) for b in _without_forerunners(bodies)}
    best = sorted(scores, key=lambda b: (-scores[b], not (b.runs and _exists(b, on)), b.name))
    return tuple(best[:MOST_OFFERED])


def _slip(wanted: str, name: str) -> float:
    """Return from 0 to 100 how likely *wanted* is *name* with a letter or a space gone wrong."""
    from rapidfuzz import fuzz

    return fuzz.ratio(wanted, name, score_cutoff=SLIP)


def _likeness(wanted: str, name: str) -> float:
    """Return from 0 to 100 how likely a person who typed *wanted* means *name*."""
    from rapidfuzz import fuzz

    if len(name) < SHORTEST_PART:
        return 0
    scores = [fuzz.ratio(wanted, name), fuzz.token_sort_ratio(wanted, name)]
    if set(name.split()) <= set(wanted.split()):
        scores.append(100 * PART_OF_A_NAME)
    if SHORTEST_PART <= len(wanted) < len(name):
        scores.append(fuzz.partial_ratio(wanted, name) * PART_OF_A_NAME)
    return max(scores)


# ---- what to say about it ------------------------------------------------------------------------


def _recognised(typed: str, body: Authority, on: date) -> Match:
    care = who_runs_care(body, on)
    kind = _kind(body, on)
    words: tuple[str, ...] = ()
    if kind == "former":
        words = _former_words(body, on)
    elif kind != "exact":
        words = (_other_words(kind, body, care),)
    data = _register()
    facts = _facts(body, care, on)
    return Match(
        typed,
        kind,
        body,
        care,
        " ".join(data.sentences[word].format(**facts) for word in words),
        _notes(body, care, on),
        body.source or "",
        data.rules.get(words[0], "") if words else "",
    )


def _kind(body: Authority, on: date) -> Kind:
    if body.until and body.until < on:
        return "former"
    if body.since and body.since > on:
        return "future"
    if body.runs:
        return "exact"
    return "area" if body.kind == "area" else "district"


def _former_words(body: Authority, on: date) -> tuple[str, ...]:
    heirs = _heirs(body, on)
    first = "former-trust" if body.kind == "childrens-trust" else "former"
    first = "renamed" if body.renamed else first
    return (first,) if all(heir.runs for heir in heirs) else (first, "care")


def _other_words(kind: Kind, body: Authority, care: tuple[Authority, ...]) -> str:
    if kind == "area":
        return "area" if care else "area-wide"
    if body.kind == "ni-district":
        return "ni-district" if len(care) == 1 else "ni-districts"
    return kind


def _facts(body: Authority, care: tuple[Authority, ...], on: date) -> dict[str, str]:
    either = "or" if body.kind == "ni-district" else "and"
    return {
        "name": body.name,
        "care": _list([one.name for one in care], either),
        "successors": _list([heir.name for heir in _heirs(body, on)], "and"),
        "since": _day(body.since) if body.since else "",
    }


def _notes(body: Authority, care: tuple[Authority, ...], on: date) -> tuple[str, ...]:
    """Tell what is peculiar to *body*, and of a change to come for who runs social care there."""
    own = (body.note,) if body.note else ()
    leaving = next((one for one in (body, *care) if one.until and _exists(one, on)), None)
    if leaving is None or leaving.until is None or not _exists(body, on):
        return own
    words = _register().sentences["change" if body.runs else "change-care"]
    day = _day(leaving.until + timedelta(days=1))
    successors = _list(list(leaving.successors), "and")
    return (*own, words.format(date=day, name=care[0].name, successors=successors))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _list(names: list[str], last: str) -> str:
    return f" {last} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


# ---- reading the data ----------------------------------------------------------------------------


@cache
def _register() -> _Register:
    """Read the data file; raises AssistantError naming the body whose entry cannot be used."""
    with DATA.open("rb") as file:
        raw = tomllib.load(file)
    bodies: dict[str, Authority] = {}
    for group in raw["group"]:
        common = {"checked": raw["checked"], **group}
        for own in common.pop("names"):
            body = _authority({**common, **({"name": own} if isinstance(own, str) else own)})
            bodies[body.name] = body
    matching = raw["matching"]
    register = _Register(
        bodies,
        raw["sentence"],
        raw["rule"],
        matching["written_out"],
        frozenset(matching["noise"]),
    )
    for body in bodies.values():
        for name in (body.name, *body.also):
            bare = _bare(name)
            normal = register.normal(bare)
            _add(register.whole, bare, body)
            _add(register.official if name == body.name else register.names, normal, body)
            _add(register.short, register.core(normal), body)
    return register


def _authority(entry: dict[str, Any]) -> Authority:
    fixed: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    try:
        return Authority(**fixed)
    except TypeError as error:
        raise AssistantError(
            f"The entry for {entry.get('name', 'a body')} in {DATA.name} cannot be used: {error}.",
            "Compare it with the entries around it, or set the program up again.",
        ) from error


def _add(index: dict[str, list[Authority]], key: str, body: Authority) -> None:
    known = index.setdefault(key, [])
    if body not in known:
        known.append(body)
