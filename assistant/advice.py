"""The advice: what can be asked in a case, what usually happens, where to go and what comes next.

Its words stand in ``data/advice.toml``, each with the law it rests on; here they are matched to a
case. Nothing here promises an outcome, and nothing is told whose sources do not hold on the day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant import law
from assistant.conditions import fits
from assistant.errors import NoRule
from assistant.explained import words_for
from assistant.points import headings, templates
from assistant.remedies import fitting, suggest
from assistant.situation import recommended, situation, whose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from assistant.case import Case, Wish
    from assistant.conditions import Answers, Item
    from assistant.points import Template

__all__ = [
    "Advice",
    "Point",
    "Suggestion",
    "advise",
    "lines",
    "recommended",
    "short_lines",
    "suggest",
    "to_plain",
]

IN_SHORT = ("first", "warning", "next")
"""The headings told before letters are chosen; all of them are told on request."""
BY_ENTRY_BEFORE = "usually"
"""The heading before which the advice on each entry stands."""
WORDS = {
    "correction": "ask for it to be corrected",
    "dissent-note": "ask for a note that you disagree",
    "erasure": "ask for it to be deleted",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to know. *about* holds the ids of the items it is about, *label* names them."""

    key: str
    kind: str
    about: tuple[str, ...]
    label: str
    says: str
    sources: tuple[law.Source, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What fits one entry.

    *remedy* is the wish that fits best, *chosen* what the person asks for it now (None where
    nothing can be asked any more, or nothing was said), and *grounds*, *likely*, *alternatives* and
    *sources* belong to *chosen*, or else to *remedy*.
    """

    entry_id: str
    label: str
    remedy: Wish
    chosen: Wish | None
    grounds: tuple[law.Source, ...]
    likely: str
    sources: tuple[law.Source, ...]
    alternatives: tuple[Wish, ...]
    refused: bool = False
    """Whether another wish for it was refused, so that *chosen* is what to ask next."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Everything to tell about a case on a day; *points* are in reading order.

    *short* are those of *points* that matter most before a letter is chosen. A term of art is
    explained where the points first use it, and where the short ones do.
    """

    points: tuple[Point, ...]
    short: tuple[Point, ...]
    suggestions: tuple[Suggestion, ...]
    recommended: tuple[str, ...]


def advise(case: Case, on: date) -> Advice:
    """Return the advice for *case* on the day *on*.

    *case* must hold only answers whose questions apply.
    """
    answers: Answers = {**case.model_dump(exclude_none=True), "now": situation(case, on)}
    for entry in answers["entries"]:
        entry["whose_is"] = whose(case, entry["id"])
    order = list(headings())
    points = [point for template in templates() for point in _points(template, case, answers, on)]
    points.sort(key=lambda point: order.index(point.kind))
    return Advice(
        points=_filled(points, words_for(case, on)),
        short=_filled([one for one in points if one.kind in IN_SHORT], words_for(case, on)),
        suggestions=tuple(_suggestions(case, answers, on)),
        recommended=recommended(case, on),
    )


def _filled(points: Iterable[Point], words: Mapping[str, str]) -> tuple[Point, ...]:
    return tuple(replace(one, says=one.says.format_map(words)) for one in points)


def _points(template: Template, case: Case, answers: Answers, on: date) -> Iterator[Point]:
    """Yield the point once for the whole case, or once for all items that it fits, unfilled."""
    sources = _sources(template.sources, on, case.body.nation)
    if sources is None:
        return
    items: list[Item] = answers.get(template.each, []) if template.each else [{}]
    found = [item for item in items if fits(template.when, answers, item)]
    if found:
        yield Point(
            key=template.key,
            kind=template.kind,
            about=tuple(item["id"] for item in found if item),
            label=_label(template.each, found, answers),
            says=template.says + _caution(sources),
            sources=sources,
        )


def _caution(sources: Iterable[law.Source]) -> str:
    """Return what to add to words that rest on law which nobody has confirmed."""
    if any(one.seen == "unverified" for one in sources):
        return f" {law.UNVERIFIED.capitalize()}."
    return ""


def _sources(keys: Iterable[str], on: date, nation: str | None) -> tuple[law.Source, ...] | None:
    """Return what the keys name, or None where one of them does not hold here and now.

    While the nation is not known, only what is the same in all of them counts.
    """
    places = [nation] if nation else law.NATIONS
    found = []
    for key in keys:
        try:
            here = {law.source(key, on, place) for place in places}
        except NoRule:
            return None
        if len(here) > 1:
            return None
        found.append(here.pop())
    return tuple(found)


def _label(each: str, items: list[Item], answers: Answers) -> str:
    if each == "entries":
        numbers = [str(answers[each].index(item) + 1) for item in items]
        return ("Part " if len(items) == 1 else "Parts ") + _listed(numbers)
    field_name = {"records": "title", "people": "name"}.get(each, "")
    return _listed([item.get(field_name) or item["id"] for item in items]) if each else ""


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _suggestions(case: Case, answers: Answers, on: date) -> Iterator[Suggestion]:
    from assistant.schedule import NARROW, SETTLED, by_other_law, wish_for

    for number, (entry, item) in enumerate(
        zip(case.entries, answers["entries"], strict=True), start=1
    ):
        best = suggest(item)
        if best is None or entry.outcome in SETTLED or by_other_law(case, entry):
            continue
        chosen = wish_for(case, entry)
        for remedy in fitting(item, chosen or best):
            if item["whose_is"] != "own" and set(NARROW) & set(remedy.grounds):
                continue  # the letter leaves it out too: a court must have protected this person
            grounds = _sources(remedy.grounds, on, case.body.nation)
            sources = _sources(remedy.sources, on, case.body.nation)
            if grounds is not None and sources is not None:
                yield Suggestion(
                    entry_id=entry.id,
                    label=f"Part {number}",
                    remedy=best,
                    chosen=chosen,
                    grounds=grounds,
                    likely=remedy.likely,
                    sources=sources,
                    alternatives=remedy.alternatives,
                    refused=entry.outcome == "refused",
                )
                break


def to_plain(advice: Advice) -> dict[str, Any]:
    """Return *advice* as plain tables, lists and texts, ready for JSON."""
    return {
        "recommended": list(advice.recommended),
        "points": [
            {
                "key": point.key,
                "kind": point.kind,
                "about": list(point.about),
                "label": point.label,
                "says": point.says,
                "sources": list(map(_plain_source, point.sources)),
            }
            for point in advice.points
        ],
        "entries": [
            {
                "entry": one.entry_id,
                "label": one.label,
                "fits_best": one.remedy,
                "chosen": one.chosen,
                "grounds": list(map(_plain_source, one.grounds)),
                "likely": one.likely,
                "sources": list(map(_plain_source, one.sources)),
                "alternatives": list(one.alternatives),
                "refused": one.refused,
            }
            for one in advice.suggestions
        ],
    }


def _plain_source(source: law.Source) -> dict[str, str]:
    return {
        "key": source.key,
        "cites": source.cites,
        "url": source.url,
        "seen": source.seen,
        "checked": source.checked.isoformat(),
    }


def lines(advice: Advice) -> Iterator[str]:
    """Yield *advice* line by line for a screen, each point with its citations at its end.

    Lines are not wrapped; headings are underlined, and an empty line stands before each.
    """
    yield from _lines_of(advice, advice.points)
    yield ""


def short_lines(advice: Advice) -> Iterator[str]:
    """Yield the part of *lines* that matters most before a letter is chosen."""
    yield from _lines_of(advice, advice.short)


def _lines_of(advice: Advice, points: Iterable[Point]) -> Iterator[str]:
    """Yield *points* under their headings, with the advice on each entry at its place."""
    told: dict[str, list[Point]] = {}
    for point in points:
        told.setdefault(point.kind, []).append(point)
    for kind, title in headings().items():
        if kind == BY_ENTRY_BEFORE:
            yield from _lines_by_entry(advice)
        if kind in told:
            yield from ("", title, "-" * len(title))
        for point in told.get(kind, []):
            start = f"{point.label}: " if point.label else ""
            yield f"* {start}{point.says} {_cited(point.sources)}"


def _lines_by_entry(advice: Advice) -> Iterator[str]:
    """Yield what fits each entry; entries of which the same can be said are told together."""
    together: dict[tuple[Any, ...], list[Suggestion]] = {}
    for one in advice.suggestions:
        same = (one.remedy, one.chosen, one.refused, one.likely, one.sources, one.grounds)
        together.setdefault(same, []).append(one)
    if together:
        title = "Part by part"
        yield from ("", title, "-" * len(title))
    for found in together.values():
        one = found[0]
        label = ("Part " if len(found) == 1 else "Parts ") + _listed(
            [each.label.split()[-1] for each in found]
        )
        sources = tuple(dict.fromkeys((*one.grounds, *one.sources)))
        yield f"* {label}: {_said_of(one)} {_cited(sources)}"


def _said_of(one: Suggestion) -> str:
    if one.chosen is None:
        others = " or ".join(WORDS[wish] for wish in one.alternatives)
        return f"They said no, and nothing else is asked for this yet. You can still {others}."
    if one.refused:
        return f"They said no to what you asked. Now you {WORDS[one.chosen]}. {one.likely}"
    better = "" if one.chosen == one.remedy else f" What fits best is to {WORDS[one.remedy]}."
    return f"You {WORDS[one.chosen]}. {one.likely}{better}"


def _cited(sources: Iterable[law.Source]) -> str:
    """Return the citations in brackets; of one decision twice running, only the place again."""
    told: list[str] = []
    last = ""
    for source in sources:
        reference = source.reference if isinstance(source, law.Decision) else ""
        if isinstance(source, law.Decision) and reference == last:
            told.append(f"the same, {source.paragraph}")
        else:
            told.append(source.cites)
        last = reference
    return f"[{'; '.join(told)}]"
