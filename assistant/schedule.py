"""The schedule of a letter: which entries it holds, by person, with what is asked for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from assistant import remedies, wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant import case as cases
    from assistant.case import Case, Entry, Wish

WISHES: tuple[Wish, ...] = ("correction", "dissent-note", "erasure")
SETTLED = ("corrected", "noted", "erased")
INACCURATE = ("wrong-fact", "incomplete", "out-of-date", "about-someone-else")
"""What is wrong with an entry whose accuracy is contested. Of spite alone nobody said that it errs."""
OBJECTION = ("erasure-objection", "objection")
"""Grounds of erasure that need reasons in the situation of the person."""
NARROW = ("erasure-malicious", "malicious-person")
"""Grounds of erasure that depend on what a court did to protect the very person."""
OTHER_LAW = ("youth-justice",)
"""Kinds of record that other law than the letters' governs."""
NOBODY_KNOWN = wording.Person("unknown", "", "", "", "", "", "", asked_for=True)
SOMEBODY_ELSE = wording.Person("somebody", "", "", "", "", "", "", asked_for=False)
NO_RECORD = wording.Record("", "", "", "", "", "")


def said(value: object) -> str:
    """Return a text answer, or an empty text for what is unknown or not answered."""
    return "" if value in (None, "unknown") else str(value).strip()


def day(value: object) -> wording.Day:
    """Return a date or words for one, or an empty text for what is unknown or not answered."""
    return cast("wording.Day", "" if value in (None, "unknown") else value)


def first_wish(case: Case, entry: Entry) -> Wish | None:
    """Return what the person wants for *entry* first, or None if that cannot be told yet."""
    if entry.wish:
        return entry.wish
    first = case.wishes.first
    if first is None or first == "unsure":
        return remedies.suggest(entry.model_dump())
    return first


def wish_for(case: Case, entry: Entry) -> Wish | None:
    """Return what is to be asked for *entry* now, or None if nothing more can be.

    What was refused is not asked again: the person's next choice takes its place.
    """
    if entry.outcome in SETTLED:
        return None
    wish = first_wish(case, entry)
    if entry.outcome == "refused":
        return next((other for other in case.wishes.fallback or [] if other != wish), None)
    return wish


def asks_whole(case: Case) -> bool:
    """Say whether the person wants whole records erased."""
    return case.wishes.first == "erasure" and case.wishes.scope == "whole"


def only_other_law(case: Case) -> bool:
    """Say whether the letters' law reaches none of the records."""
    return bool(case.records) and all(one.kind in OTHER_LAW for one in case.records)


def by_other_law(case: Case, entry: Entry) -> bool:
    """Say whether *entry* stands in a record that the letters' law does not reach."""
    record = record_of(case, entry)
    return record is not None and record.kind in OTHER_LAW


def record_of(case: Case, entry: Entry) -> cases.Record | None:
    """Return the record in which *entry* stands; where there is only one, it is that one."""
    found = [one for one in case.records if one.id == entry.record]
    return next(iter(found or (case.records if len(case.records) == 1 else [])), None)


def preferred(case: Case) -> list[Wish]:
    """Return the three wishes, the person's first choice first."""
    first = case.wishes.first
    chosen = [*([] if first in (None, "unsure") else [first]), *(case.wishes.fallback or [])]
    return list(dict.fromkeys([*cast("list[Wish]", chosen), *WISHES]))


def open_entries(case: Case) -> list[Entry]:
    """Return the entries that are neither settled nor under other law than the letters'."""
    return [
        entry
        for entry in case.entries
        if entry.outcome not in SETTLED and not by_other_law(case, entry)
    ]


def entries_for(case: Case, wishes: Iterable[str]) -> list[Entry]:
    """Return the entries for which one of *wishes* is to be asked of the body now."""
    wanted = set(wishes)
    return [
        entry
        for entry in case.entries
        if wish_for(case, entry) in wanted and not by_other_law(case, entry)
    ]


def whose(case: Case, entry: Entry) -> str:
    """Return whose information *entry* is: writer, the short name of a person, other, or unknown.

    Where there is nobody else whose it could be, it is not asked and is the writer's.
    """
    if entry.whose is None:
        return "unknown" if case.people else "writer"
    known = entry.whose in ("writer", "other") or any(one.id == entry.whose for one in case.people)
    return entry.whose if known else "unknown"


def plan(case: Case, wishes: Sequence[str]) -> list[tuple[str, list[Entry]]]:
    """Return which of *wishes* a letter asks, first choice first, each with its entries.

    No wishes at all means a letter about everything that is still open.
    """
    if not wishes:
        return [("", open_entries(case))]
    return [(wish, entries_for(case, [wish])) for wish in preferred(case) if wish in wishes]


def people(case: Case) -> dict[str, wording.Person]:
    """Return everybody whose information an entry may be, by the name that entries use."""
    writer = case.writer
    represents = writer.capacity == "representative"
    own = wording.Person(
        role="represented" if represents else "writer",
        name=said(writer.acts_for if represents else writer.name),
        born="",
        reference="",
        understands="",
        agrees="",
        responsibility="",
        asked_for=True,
    )
    others = {
        person.id: wording.Person(
            role=person.relation or "other",
            name=said(person.name),
            born=day(person.date_of_birth),
            reference=said(person.reference),
            understands=said(person.understands),
            agrees=said(person.agrees),
            responsibility=said(person.responsibility),
            asked_for=_may_ask_for(person),
        )
        for person in case.people
    }
    return {"writer": own, **others, "other": SOMEBODY_ELSE, "unknown": NOBODY_KNOWN}


def _may_ask_for(person: cases.Person) -> bool:
    """Say whether nothing that was answered stands against asking in the name of *person*."""
    if person.relation != "child" or person.understands == "yes":
        return person.agrees == "yes"
    return person.responsibility != "no"


def records(case: Case) -> dict[str, wording.Record]:
    """Return the records of *case* as a letter names them, by their short names."""
    return {
        record.id: wording.Record(
            title=said(record.title),
            kind=said(record.kind),
            author_role=said(record.author_role),
            date=day(record.date),
            reference=said(record.reference),
            seen=said(record.seen),
        )
        for record in case.records
    }


class Schedule:
    """The entries of one letter, numbered from 1, with all their evidence.

    *plan* says what is asked, first choice first, with the entries it is asked for. Under each,
    entries are grouped by person: the writer's own, then each other person's in the order of the
    case, then those of nobody known.
    """

    def __init__(self, case: Case, plan: Sequence[tuple[str, Sequence[Entry]]]) -> None:
        self._case = case
        self._people = people(case)
        self._records = records(case)
        self._evidence: dict[str, wording.Evidence] = {}
        self._count = 0
        self._whole = asks_whole(case) and any(wish in ("", "erasure") for wish, _ in plan)
        asks = [self._ask(wish, entries) for wish, entries in plan]
        self.asks = tuple(ask for ask in asks if ask.whole or ask.groups)

    @property
    def evidence(self) -> tuple[wording.Evidence, ...]:
        """All the evidence, each thing once."""
        return tuple(self._evidence.values())

    @property
    def people(self) -> tuple[wording.Person, ...]:
        """Everybody whose information the entries are, each person once.

        A letter about a whole record is about everybody the case names, too.
        """
        found = [group.person for ask in self.asks for group in ask.groups]
        if found and not self._whole:
            return tuple(one for one in self._people.values() if one in found)
        parent = self._case.writer.capacity == "parent"
        hidden = ["unknown", "somebody", *(["writer"] if parent and self._case.people else [])]
        return tuple(one for one in self._people.values() if one in found or one.role not in hidden)

    def _ask(self, wish: str, chosen: Sequence[Entry]) -> wording.Ask:
        groups = []
        for name, person in self._people.items():
            theirs = [entry for entry in chosen if whose(self._case, entry) == name]
            if theirs:
                entries = tuple(self._entry(entry, person, wish) for entry in theirs)
                groups.append(wording.Group(person, entries))
        whole = wish == "erasure" and asks_whole(self._case)
        return wording.Ask(wish, whole, tuple(groups))

    def _entry(self, entry: Entry, person: wording.Person, wish: str) -> wording.Entry:
        self._count += 1
        opinion = entry.wrong == "opinion"
        asked = wish or first_wish(self._case, entry) or ""
        grounds = remedies.grounds(entry.model_dump(), asked)
        represents = self._case.writer.capacity == "representative"
        if represents or whose(self._case, entry) != "writer":
            # What a court did was asked about the writer; it must be about whoever the data is.
            grounds = tuple(key for key in grounds if key not in NARROW)
        if not (said(entry.why) or said(self._case.effect.words)):
            grounds = tuple(key for key in grounds if key not in OBJECTION)
        return wording.Entry(
            number=self._count,
            record=self._record(entry),
            person=person,
            where=said(entry.where),
            says=said(entry.says),
            wrong=said(entry.wrong),
            should_say=said(entry.should_say),
            why=said(entry.why),
            underlying=said(entry.underlying) if opinion else "",
            evidence=tuple(self._number(what) for what in entry.evidence or [] if said(what)),
            conviction=said(entry.conviction) if set(NARROW) & set(grounds) else "",
            contested=entry.wrong in INACCURATE or bool(opinion and said(entry.underlying)),
            wish=asked,
            grounds=grounds,
            outcome=entry.outcome or "open",
        )

    def _record(self, entry: Entry) -> wording.Record:
        record = record_of(self._case, entry)
        return NO_RECORD if record is None else self._records[record.id]

    def _number(self, what: str) -> wording.Evidence:
        text = what.strip()
        return self._evidence.setdefault(text, wording.Evidence(len(self._evidence) + 1, text))
