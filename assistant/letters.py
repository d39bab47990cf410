"""The letters: which of them a case can send on a day, and everything that each one says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from assistant import chronology, languages, law, parties, readiness, schedule, wording
from assistant.deadlines import deadline
from assistant.errors import NoDeadline, NoRule, NotReady
from assistant.kinds import Kind, Words, kinds, words
from assistant.schedule import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from assistant.case import Case
    from assistant.readiness import Missing

FOOT = 60
"""The most letters of a reference that fit at the foot of a page."""


@dataclass(frozen=True)
class Offer:
    """One letter: whether it can be written today, and if not, why not yet.

    *notes* are sentences to know before the letter is sent.
    """

    name: str
    title: str
    missing: tuple[Missing, ...]
    notes: tuple[str, ...]
    recommended: bool

    @property
    def ready(self) -> bool:
        """Whether the letter can be written now."""
        return not self.missing

    @property
    def unasked(self) -> bool:
        """Whether nothing in the case asks for the letter, so that nobody need be told of it."""
        return any(one.unasked for one in self.missing)


def offers(case: Case, on: date) -> tuple[Offer, ...]:
    """Return each letter with whether *case* can send it on the day *on*, or why not yet.

    *case* must hold only answers whose questions apply.
    """
    from assistant.advice import recommended

    wanted = recommended(case, on)
    body = parties.holder(case.body) or words()["unnamed"]
    return tuple(
        Offer(
            name=kind.name,
            title=words()["screens"][kind.name].format(body=body),
            missing=tuple(readiness.missing(kind, case, on)),
            notes=tuple(_notes(kind, case, on)),
            recommended=kind.name in wanted,
        )
        for kind in kinds().values()
    )


def build(
    name: str, case: Case, on: date, own: Words | None = None, language: str = ""
) -> wording.Letter:
    """Return everything the letter *name* says for *case*, dated *on*.

    *case* must hold only answers whose questions apply. *own* are words that somebody says
    otherwise; *language* is the tag of the language to ask for, if the case asks for none. Raises NotReady
    where the letter cannot be written yet, or there is none of that name.
    """
    kind = kinds().get(name)
    if kind is None:
        raise NotReady(f"There is no letter called “{name}”.", f"There are: {', '.join(kinds())}.")
    missing = list(readiness.missing(kind, case, on))
    if missing:
        raise NotReady(
            f"The letter “{kind.title}” cannot be written yet.",
            "\n".join(one.says for one in missing),
        )
    own = own or Words()
    return _letter(own.kind(kind), case, on, own, language)


def _letter(kind: Kind, case: Case, on: date, own: Words, language: str) -> wording.Letter:
    said_by_all = own.all()
    language = said(case.style.language) or language or said_by_all["language"]
    plan = schedule.Schedule(case, schedule.plan(case, kind.wishes))
    writer = parties.writer(case)
    reference = said(case.reference)
    regulator = law.body("ico", on)
    return wording.Letter(
        name=kind.name,
        language=language,
        size=case.style.size or "standard",
        title=kind.title,
        subject=_subject(kind, case),
        sender=parties.sender(case),
        sender_contact=parties.sender_contact(case),
        recipient=_recipient(kind, case, regulator.name, own),
        date=on,
        your_reference=said(case.body.reference) if kind.to_body else "",
        my_reference=reference,
        footer=_footer(kind, reference, said_by_all["my_reference"]),
        salutation=said_by_all["salutation"],
        closing=said_by_all["closing"],
        signatory=writer.name,
        sign_for=said_by_all["sign_for"].format(name=writer.acts_for) if writer.acts_for else "",
        enclosures=tuple(_enclosures(kind, case, plan, own)),
        copies=parties.copies(case.body) if kind.to_body else (),
        writer=writer,
        people=plan.people,
        body=parties.holder(case.body),
        body_contact="" if kind.to_body else parties.holder_contact(case.body),
        body_reference="" if kind.to_body else said(case.body.reference),
        nation=case.body.nation or "",
        holder_unknown=parties.holder_unknown(case.body),
        records=tuple(_records(kind, case)),
        whole=schedule.asks_whole(case),
        asks=plan.asks,
        fallback=_fallback(kind, case, plan),
        evidence=plan.evidence,
        wanted=tuple(case.extras.wanted or ()),
        reply=_reply(kind, case, on),
        history=chronology.history(case, kind.name, own.called()),
        promises=chronology.open_promises(case),
        effect=said(case.effect.words),
        stage="" if kind.to_body else chronology.stage(case, on),
        complaint_covered=not kind.to_body and chronology.complaint_open(case),
        chronology=() if kind.to_body else chronology.events(case, own.called()),
        regulator=regulator.name,
        regulator_form="" if kind.to_body else regulator.form,
        form_limit=0 if kind.to_body else _form_limit(on),
        law=tuple(_citations(kind, case, on, own)),
    )


def _footer(kind: Kind, reference: str, pattern: str) -> str:
    """Return what stands at the foot of each page: a reference that fits there, or the title."""
    if not reference:
        return kind.title
    fits = reference if len(reference) <= FOOT else f"{reference[: FOOT - 1]}…"
    return pattern.format(reference=fits)


def _subject(kind: Kind, case: Case) -> str:
    """Return the subject line, with the record's title where the letter is about one only."""
    if not kind.to_body:
        return f"{kind.subject}: {parties.holder(case.body)}"
    titles = [one.title for one in _records(kind, case)]
    return f"{kind.subject}: {titles[0]}" if len(titles) == 1 else kind.subject


def _records(kind: Kind, case: Case) -> list[wording.Record]:
    """Return the documents the letter is about: those its entries stand in, or all of them."""
    named = schedule.records(case)
    within = [one.id for one in case.records if one.kind not in schedule.OTHER_LAW]
    if not kind.to_body:
        return [named[key] for key in within]
    if "erasure" not in kind.wishes or not schedule.asks_whole(case):
        entries = [one for _, found in schedule.plan(case, kind.wishes) for one in found]
        used = {one.id for one in (schedule.record_of(case, entry) for entry in entries) if one}
        within = [key for key in within if key in used]
    return [named[key] for key in within]


def _recipient(kind: Kind, case: Case, regulator: str, own: Words) -> tuple[str, ...]:
    if kind.to_body:
        return parties.recipient(case.body, own.all()["department"])
    return (regulator, *parties.lines(case.regulator.address))


def _notes(kind: Kind, case: Case, on: date) -> Iterator[str]:
    yield from readiness.notes(kind, case, on)
    plan = schedule.Schedule(case, schedule.plan(case, kind.wishes))
    if kind.to_body and "restrict" in (case.extras.wanted or ()) and not _restricts(case, plan):
        yield words()["notes"]["restriction"]
    if any(_enclosures(kind, case, plan, Words())):
        yield words()["notes"]["enclose"]


def _restricts(case: Case, plan: schedule.Schedule) -> bool:
    """Say whether something in the letter gives a right to ask for restriction."""
    entries = [entry for ask in plan.asks for entry in ask.entries]
    told = said(case.effect.words) or any(entry.why for entry in entries)
    return bool(told and any(ask.whole for ask in plan.asks)) or any(
        entry.person.asked_for and (entry.contested or entry.objects) for entry in entries
    )


def _enclosures(kind: Kind, case: Case, plan: schedule.Schedule, own: Words) -> Iterator[str]:
    # The evidence comes first, so that its numbers are its places in the list of enclosures.
    for one in plan.evidence:
        yield one.what
    writer = parties.writer(case)
    if writer.authority:
        yield own.all()["authority"].format(name=writer.acts_for)
    if not kind.to_body:
        yield from _copies(case, own)


def _copies(case: Case, own: Words) -> Iterator[str]:
    """Yield the letters that went to and fro, which the regulator will want to see."""
    body = parties.holder(case.body)
    said_by_all = own.all()
    for event in chronology.events(case, own.called()):
        pattern = said_by_all["copies"].get(event.kind)
        if not pattern:
            continue
        what = pattern.format(letter=event.what or said_by_all["request"], body=body)
        dated = said_by_all["copy_of_dated"] if event.date else said_by_all["copy_of"]
        yield dated.format(what=what, day=languages.day(event.date, own.language))


def _fallback(kind: Kind, case: Case, plan: schedule.Schedule) -> tuple[str, ...]:
    """Return what to do instead, in the person's order, beyond the first thing the letter asks.

    Where a letter asks one thing for some entries, it is still a second choice for the others; but
    nothing is a second choice to itself, and a correction only where something is to be erased.
    """
    asked = [ask.wish for ask in plan.asks]
    chosen = (case.wishes.fallback or []) if kind.to_body else []
    return tuple(
        one
        for one in dict.fromkeys(chosen)
        if one != next(iter(asked), "") and (one != "correction" or "erasure" in asked)
    )


def _reply(kind: Kind, case: Case, on: date) -> wording.Reply:
    """Return when the answer is due, counted from receipt if that is known, else from *on*."""
    arrived = [
        one.date
        for one in case.events
        if one.kind == "received" and one.letter == kind.name and not isinstance(one.date, str)
    ]
    start = max((one for one in arrived if one is not None), default=on)
    last: wording.Day = ""
    if kind.to_body and case.body.nation:
        try:
            last = deadline("request", start, case.body.nation).last_day
        except NoDeadline:
            last = ""
    return wording.Reply(start, any(arrived), last)


def _form_limit(on: date) -> int:
    return cast("int", law.rule("ico-form-summary", on, law.NATIONS[0]).characters)


def _citations(kind: Kind, case: Case, on: date, own: Words) -> Iterator[wording.Citation]:
    """Yield what the letter may cite; what is not in force on the day is not among it."""
    for key in (*kind.essential, *kind.cites):
        try:
            found = law.source(key, on, case.body.nation or "")
        except NoRule:
            continue
        if found.letter:
            yield wording.Citation(key, own.law.get(key, found.letter))
