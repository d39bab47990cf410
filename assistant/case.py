"""The case: what a case file may hold.

A case file is TOML. Each table here is one table there. Everything may be missing, because a case
grows answer by answer: absent means not asked yet, an empty text means asked and left empty, and
``"unknown"`` means the person does not know.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

Wish: TypeAlias = Literal["correction", "dissent-note", "erasure"]
Nation: TypeAlias = Literal["england", "wales", "scotland", "northern-ireland"]
Wrong: TypeAlias = Literal[
    "wrong-fact",
    "incomplete",
    "opinion",
    "out-of-date",
    "irrelevant",
    "about-someone-else",
    "malicious",
]
YesNo: TypeAlias = Literal["yes", "no", "unknown"]
When: TypeAlias = date | str
"""A date, or the person's own words for one ("around March 2023", "unknown")."""
Name: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=40)]
"""The short name by which one item of a list is meant elsewhere in the file, such as ``r1``."""


class Table(BaseModel):
    """One table of a case file: unknown fields are errors, and nothing is changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Writer(Table):
    """Who writes the letters."""

    capacity: Literal["self", "parent", "representative"] | None = Field(
        None, description="For whom the writer acts: self, parent or representative."
    )
    name: str | None = Field(None, description="The name under the letter.")
    address_kind: Literal["postal", "care-of", "confidential", "none"] | None = Field(
        None,
        description="postal, care-of, confidential (never printed) or none (no fixed address).",
    )
    address: list[str] | None = Field(None, description="Lines of the address, postcode last.")
    email: str | None = Field(None, description="E-mail address.")
    phone: str | None = Field(None, description="Telephone number.")
    contact: str | None = Field(None, description="How to be reached, in the writer's own words.")
    acts_for: str | None = Field(
        None, description="A representative only: the name of the person represented."
    )
    authority: YesNo | None = Field(
        None, description="A representative only: is there a signed authority?"
    )


class Person(Table):
    """Somebody other than the writer whom the record is about."""

    id: Name = Field(description="Short name used by entries, such as p1.")
    name: str | None = Field(None, description="Full name.")
    relation: Literal["child", "other"] | None = Field(
        None, description="child (the writer is a parent) or other."
    )
    date_of_birth: When | None = Field(None, description="A date, words, or unknown.")
    reference: str | None = Field(None, description="The body's number for this person.")
    understands: YesNo | None = Field(
        None, description="A child only: old enough to understand what is asked?"
    )
    agrees: YesNo | None = Field(None, description="Does this person agree to the letter?")
    responsibility: YesNo | None = Field(
        None, description="A child only: does the writer have parental responsibility?"
    )
    orders: YesNo | None = Field(
        None, description="A child only: does a court order limit what the writer may do?"
    )


class Controller(Table):
    """Whoever holds the record, where that is not the body itself."""

    name: str | None = Field(None, description="Name, such as a children's trust.")
    address: list[str] | None = Field(None, description="Lines of the address.")
    email: str | None = Field(None, description="E-mail address.")


class Body(Table):
    """Who holds the record and must answer."""

    name: str | None = Field(None, description="Name of the council, trust or other body.")
    nation: Nation | None = Field(None, description="Which nation's rules and holidays apply.")
    department: str | None = Field(None, description="Department or person to write to.")
    address: list[str] | None = Field(None, description="Lines of the address, postcode last.")
    email: str | None = Field(None, description="E-mail address.")
    reference: str | None = Field(None, description="The body's own reference.")
    held_by: Literal["body", "trust", "unknown"] | None = Field(
        None, description="Where a trust runs the services: who holds the record?"
    )
    controller: Controller | None = Field(None, description="A different controller, if any.")


class Record(Table):
    """One document complained of."""

    id: Name = Field(description="Short name used by entries, such as r1.")
    title: str | None = Field(None, description="What the record is called.")
    kind: (
        Literal[
            "assessment",
            "child-protection",
            "case-notes",
            "adult-care",
            "meeting-or-letter",
            "court-report",
            "youth-justice",
            "other",
            "unknown",
        ]
        | None
    ) = Field(None, description="What sort of record it is.")
    author_role: str | None = Field(None, description="The job of whoever wrote it.")
    date: When | None = Field(None, description="A date, words, or unknown.")
    reference: str | None = Field(None, description="Its number, if it has one.")
    seen: Literal["all", "part", "no"] | None = Field(
        None, description="Has the writer seen it: all, part or no?"
    )
    heard_in_court: YesNo | None = Field(
        None, description="Was it written for a court, or does it retell what a court heard?"
    )


class Entry(Table):
    """One passage of a record that is disputed."""

    id: Name = Field(description="Short name, such as e1.")
    record: Name | None = Field(None, description="The id of the record it stands in.")
    where: str | None = Field(None, description="Page, paragraph or heading.")
    says: str | None = Field(None, description="The words as recorded.")
    wrong: Wrong | None = Field(None, description="What is wrong with it.")
    whose: str | None = Field(
        None, description="Whose information it is: writer, the id of a person, other or unknown."
    )
    should_say: str | None = Field(None, description="What it should say.")
    why: str | None = Field(None, description="Why, in the writer's own words.")
    evidence: list[str] | None = Field(None, description="What shows it, one thing a line.")
    underlying: str | None = Field(
        None, description="An opinion only: facts it rests on that are wrong."
    )
    conviction: Literal["conviction", "stalking-order", "neither", "unknown"] | None = Field(
        None,
        description="A malicious allegation only: what the court did about whoever made it.",
    )
    no_action: YesNo | None = Field(
        None,
        description="A malicious allegation only: looked into, and no further action decided?",
    )
    wish: Wish | None = Field(None, description="What is wanted for this entry.")
    outcome: Literal["open", "corrected", "noted", "erased", "refused"] | None = Field(
        None, description="What became of it; open if left out."
    )


class Wishes(Table):
    """What the person wants done."""

    first: Literal["correction", "dissent-note", "erasure", "unsure"] | None = Field(
        None, description="First choice."
    )
    scope: Literal["whole", "passages", "unknown"] | None = Field(
        None, description="Erasure only: the whole record, or passages of it?"
    )
    passages: Literal["yes", "no"] | None = Field(
        None, description="Whole record only: are passages listed as well?"
    )
    fallback: list[Wish] | None = Field(
        None, description="What to ask for if the first choice is refused, in order."
    )


class Promise(Table):
    """Something the body said it would do."""

    id: Name = Field(description="Short name, such as m1.")
    what: str | None = Field(None, description="What was promised.")
    date: When | None = Field(None, description="When.")
    where: str | None = Field(None, description="In which letter, meeting or decision.")
    kept: Literal["yes", "no", "partly", "unknown"] | None = Field(
        None, description="Has it been done?"
    )


class Event(Table):
    """Something that happened, on a date."""

    id: Name = Field(description="Short name, such as v1.")
    kind: (
        Literal[
            "sent",
            "received",
            "acknowledged",
            "identity-asked",
            "identity-shown",
            "extended",
            "answered",
            "partly-refused",
            "refused",
            "complained",
            "complaint-received",
            "complaint-acknowledged",
            "complaint-answered",
            "other",
        ]
        | None
    ) = Field(None, description="What happened.")
    date: When | None = Field(None, description="When: a date, words, or unknown.")
    letter: str | None = Field(None, description="Which letter it concerns, such as correction.")
    note: str | None = Field(None, description="Anything worth remembering about it.")


class History(Table):
    """What has happened so far."""

    asked: YesNo | None = Field(
        None, description="Has the writer already asked the body to change the record?"
    )
    complaint: Literal["none", "open", "finished", "unknown"] | None = Field(
        None, description="The body's own complaints procedure."
    )
    complaint_stage: Literal["1", "2", "3", "unknown"] | None = Field(
        None, description="The last stage reached."
    )
    complaint_result: str | None = Field(None, description="What came of the complaint.")
    ombudsman: Literal["no", "waiting", "decided", "unknown"] | None = Field(
        None, description="Has an Ombudsman been asked?"
    )
    ombudsman_reference: str | None = Field(None, description="The Ombudsman's reference.")
    ombudsman_result: str | None = Field(None, description="What the Ombudsman decided.")
    promised: YesNo | None = Field(None, description="Has the body promised anything?")
    court: YesNo | None = Field(None, description="Is or was there a court case about the family?")


class Effect(Table):
    """What the entries have done to the person."""

    words: str | None = Field(None, description="In the person's own words.")


class Extras(Table):
    """What else the letters shall ask for."""

    wanted: (
        list[
            Literal[
                "restrict", "tell-recipients", "list-recipients", "large-print", "reply-by-email"
            ]
        ]
        | None
    ) = Field(None, description="Any of the five.")


class Regulator(Table):
    """What the letter to the ICO needs beyond the rest."""

    address: list[str] | None = Field(
        None, description="A postal address the writer has checked on the ICO's own site."
    )
    early: YesNo | None = Field(
        None, description="Write now, though the body has not had its chance yet?"
    )


class Style(Table):
    """How the letters look."""

    size: Literal["standard", "clear-print", "large-print"] | None = Field(
        None, description="Size of type of the letters."
    )
    templates: str | None = Field(None, description="A folder with the writer's own templates.")
    language: str | None = Field(None, description="Language tag of the letters, such as cy.")


class Progress(Table):
    """How far the questions have come; a file written by hand needs none of it."""

    done: list[str] = Field([], description="Lists of which the writer said: that is all.")
    not_now: list[str] = Field([], description="Questions passed over for now.")


class Case(Table):
    """One person's dispute over one or more records held by one body."""

    version: Literal[1] = Field(1, description="Version of this file's layout.")
    reference: str | None = Field(None, description="The writer's own reference for the case.")
    wishes: Wishes = Wishes()
    body: Body = Body()
    records: list[Record] = []
    people: list[Person] = []
    entries: list[Entry] = []
    history: History = History()
    promises: list[Promise] = []
    events: list[Event] = []
    effect: Effect = Effect()
    extras: Extras = Extras()
    regulator: Regulator = Regulator()
    writer: Writer = Writer()
    style: Style = Style()
    progress: Progress = Progress()
