"""The words a letter is made of: everything a template can use, as plain values.

Each field says what it means in words for people who write letters. A value that the person did
not give, or does not know, is an empty text or an empty list, so that a template can ask
``{% if entry.where %}`` and never states what was not said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, TypeAlias

Said: TypeAlias = str
"""The person's own words, as typed, or an empty text."""
Day: TypeAlias = date | str
"""A date, the person's own words for one, or an empty text."""


def in_words(day: Day) -> str:
    """Return a date as letters write it, such as 3 March 2026; words for one stay as they are."""
    return f"{day.day} {day:%B %Y}" if isinstance(day, date) else day


ERASURE_GROUNDS = (
    "erasure-not-needed",
    "erasure-unlawful",
    "erasure-objection",
    "erasure-malicious",
)
"""Keys of the law that give a right to erasure; the first is that of a whole record."""


@dataclass(frozen=True)
class Writer:
    """Who writes the letter."""

    name: Annotated[Said, "The name under the letter."]
    capacity: Annotated[str, "For whom the writer acts: self, parent or representative."]
    acts_for: Annotated[Said, "A representative only: the name of the person represented."]
    authority: Annotated[bool, "A representative only: there is a signed authority."]
    address_kind: Annotated[str, "postal, care-of, confidential or none."]
    email: Annotated[Said, "E-mail address."]
    phone: Annotated[Said, "Telephone number."]
    contact: Annotated[Said, "How to be reached, in the writer's own words."]


@dataclass(frozen=True)
class Person:
    """Somebody whose information the entries are."""

    role: Annotated[
        str, "writer, represented, child, other, somebody (else, not named), or unknown."
    ]
    name: Annotated[Said, "Full name; empty if it is not known whose information it is."]
    born: Annotated[Day, "Date of birth, or words for it."]
    reference: Annotated[Said, "The body's number for this person."]
    understands: Annotated[str, "A child only: yes or no, old enough to understand; else empty."]
    agrees: Annotated[str, "yes or no: agrees to the letter; else empty."]
    responsibility: Annotated[str, "A child only: yes or no, parental responsibility; else empty."]
    asked_for: Annotated[bool, "The writer may ask in this person's name."]


@dataclass(frozen=True)
class Record:
    """One document complained of."""

    title: Annotated[Said, "What the record is called."]
    kind: Annotated[str, "What sort of record it is, such as assessment."]
    author_role: Annotated[Said, "The job of whoever wrote it."]
    date: Annotated[Day, "Its date, or words for it."]
    reference: Annotated[Said, "Its number, if it has one."]
    seen: Annotated[str, "all, part or no: how much of it the writer has seen; else empty."]


@dataclass(frozen=True)
class Evidence:
    """One thing that shows what is right; the evidence comes first among the enclosures."""

    number: Annotated[int, "Its number among the enclosures, from 1."]
    what: Annotated[Said, "What it is."]


@dataclass(frozen=True)
class Entry:
    """One passage of a record that is disputed."""

    number: Annotated[int, "Its number in this letter, from 1."]
    record: Annotated[Record, "The document it stands in."]
    person: Annotated[Person, "Whose information it is."]
    where: Annotated[Said, "Page, paragraph or heading."]
    says: Annotated[Said, "The words as recorded."]
    wrong: Annotated[
        str,
        "What is wrong: wrong-fact, incomplete, opinion, out-of-date, irrelevant, "
        "about-someone-else, malicious.",
    ]
    should_say: Annotated[Said, "What it should say."]
    why: Annotated[Said, "Why, in the writer's own words."]
    underlying: Annotated[Said, "An opinion only: facts it rests on that are wrong."]
    evidence: Annotated[tuple[Evidence, ...], "What shows it."]
    conviction: Annotated[str, "A malicious allegation only: conviction or stalking-order."]
    contested: Annotated[bool, "The person says that a fact in it, or under it, is not right."]
    wish: Annotated[str, "What is asked for it: correction, dissent-note or erasure."]
    grounds: Annotated[tuple[str, ...], "Keys of the law on which the wish can rest."]
    outcome: Annotated[str, "What became of it so far: open or refused."]

    @property
    def objects(self) -> bool:
        """The letter objects to its use, because of the situation of the person."""
        return self.wish == "erasure" and "erasure-objection" in self.grounds


@dataclass(frozen=True)
class Group:
    """The entries about one person, kept apart from everybody else's."""

    person: Annotated[Person, "Whose information it is."]
    entries: Annotated[tuple[Entry, ...], "The entries, in order."]


@dataclass(frozen=True)
class Ask:
    """One thing the letter asks, with the entries it is asked for."""

    wish: Annotated[str, "correction, dissent-note or erasure."]
    whole: Annotated[bool, "Erasure only: of the whole record."]
    groups: Annotated[tuple[Group, ...], "The entries, by person."]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All its entries, in order."""
        return tuple(entry for group in self.groups for entry in group.entries)


@dataclass(frozen=True)
class Reply:
    """When the body must answer."""

    start: Annotated[date, "The day of receipt from which the last day is counted."]
    received: Annotated[bool, "The letter is known to have arrived on that day."]
    last_day: Annotated[Day, "The last day for the answer; empty if the calendar ends before."]


@dataclass(frozen=True)
class Happening:
    """One line of the chronology."""

    date: Annotated[Day, "When; empty if not known."]
    kind: Annotated[str, "What happened, such as sent, refused, promised or record."]
    what: Annotated[Said, "What it concerns: a letter's name in words, a promise, a record."]
    note: Annotated[Said, "Anything worth remembering about it."]
    kept: Annotated[str, "A promise only: yes, no or partly; empty if not known."]


@dataclass(frozen=True)
class History:
    """What happened before this letter."""

    asked: Annotated[bool, "The writer has asked the body before to change the record."]
    refused: Annotated[bool, "The body has refused all or part of that."]
    steps: Annotated[tuple[Happening, ...], "What was asked and answered, in order."]
    complaint: Annotated[str, "open or finished: the body's own complaints procedure; else empty."]
    complaint_stage: Annotated[str, "The last stage reached: 1, 2 or 3; else empty."]
    complaint_result: Annotated[Said, "What came of the complaint."]
    ombudsman: Annotated[str, "waiting or decided; else empty."]
    ombudsman_reference: Annotated[Said, "The Ombudsman's reference."]
    ombudsman_result: Annotated[Said, "What the Ombudsman decided."]


@dataclass(frozen=True)
class Promise:
    """Something the body said it would do and is not known to have done in full."""

    what: Annotated[Said, "What was promised."]
    date: Annotated[Day, "When."]
    where: Annotated[Said, "In which letter, meeting or decision."]
    kept: Annotated[str, "no or partly; empty if not known."]


@dataclass(frozen=True)
class Citation:
    """One provision or source that the letter may name."""

    key: Annotated[str, "Its key in the law data."]
    words: Annotated[str, "How a letter names it."]


@dataclass(frozen=True)
class Letter:
    """Everything one letter says."""

    name: Annotated[str, "Which letter it is, such as correction."]
    language: Annotated[str, "Language tag, such as en-GB."]
    size: Annotated[str, "standard, clear-print or large-print."]
    title: Annotated[str, "Title of the document; never a person's name."]
    subject: Annotated[str, "The subject line."]
    sender: Annotated[tuple[str, ...], "Name and address of the sender, line by line."]
    sender_contact: Annotated[tuple[str, ...], "E-mail and telephone of the sender."]
    recipient: Annotated[tuple[str, ...], "Name and address of the recipient, line by line."]
    date: Annotated[date, "The date of the letter."]
    your_reference: Annotated[str, "The body's own reference."]
    my_reference: Annotated[str, "The writer's own reference."]
    footer: Annotated[str, "The line at the foot of each page."]
    salutation: Annotated[str, "Dear Sir or Madam."]
    closing: Annotated[str, "Yours faithfully."]
    signatory: Annotated[str, "The name under the signature."]
    sign_for: Annotated[str, "A representative only: for whom the letter is signed."]
    enclosures: Annotated[tuple[str, ...], "What goes into the envelope with the letter."]
    copies: Annotated[tuple[str, ...], "Who else gets the letter."]

    writer: Annotated[Writer, "Who writes."]
    people: Annotated[tuple[Person, ...], "Everybody whose information the entries are."]
    body: Annotated[str, "Name of the body that holds the record."]
    body_contact: Annotated[
        Said, "To the ICO only: the body's address and e-mail address, as far as known."
    ]
    body_reference: Annotated[Said, "To the ICO only: the body's own reference."]
    nation: Annotated[str, "england, wales, scotland or northern-ireland."]
    holder_unknown: Annotated[str, "Who else may hold the record, if that is not known."]
    records: Annotated[tuple[Record, ...], "The documents the letter is about."]
    whole: Annotated[bool, "Whole records are to be erased."]
    asks: Annotated[tuple[Ask, ...], "What is asked, first choice first."]
    fallback: Annotated[tuple[str, ...], "What to do instead if that is refused, in order."]
    evidence: Annotated[tuple[Evidence, ...], "All the evidence, numbered."]
    wanted: Annotated[
        tuple[str, ...],
        "Extras: restrict, tell-recipients, list-recipients, large-print, reply-by-email.",
    ]
    reply: Annotated[Reply, "When the body must answer."]
    history: Annotated[History, "What happened before."]
    promises: Annotated[tuple[Promise, ...], "What was promised and is not known to be done."]
    effect: Annotated[Said, "What the entries have done to the person, in their own words."]
    stage: Annotated[str, "To the ICO only: how far things have come with the body."]
    complaint_covered: Annotated[
        bool,
        "To the ICO only: the body has to deal with the complaint made to it, and has not answered.",
    ]
    chronology: Annotated[tuple[Happening, ...], "To the ICO only: what happened, in order."]
    regulator: Annotated[str, "The ICO's name on the day of the letter."]
    regulator_form: Annotated[str, "To the ICO only: the address of its web form."]
    form_limit: Annotated[int, "To the ICO only: most characters its web form takes."]
    law: Annotated[tuple[Citation, ...], "What the letter may cite."]

    @property
    def erasure_grounds(self) -> tuple[str, ...]:
        """Keys of the law on which something is to be erased, each once."""
        asked = [entry for entry in self.entries if entry.wish == "erasure"]
        keys = [key for entry in asked for key in entry.grounds if key in ERASURE_GROUNDS]
        return tuple(dict.fromkeys([*(ERASURE_GROUNDS[:1] if self.whole else ()), *keys]))

    @property
    def objects(self) -> bool:
        """The letter objects to the use of whole records, because of the situation it tells of."""
        told = self.effect or any(entry.why for entry in self.entries)
        return bool(told) and any(ask.whole for ask in self.asks)

    @property
    def contested(self) -> tuple[Entry, ...]:
        """The entries whose accuracy is contested."""
        return tuple(entry for entry in self.entries if entry.contested)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All the entries of the letter, in the order of their numbers."""
        return tuple(entry for ask in self.asks for entry in ask.entries)
