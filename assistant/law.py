"""The law as data: rules, public bodies and decisions, each for its days and nations.

Everything comes from ``data/law.toml``, whose first lines say what each field means. A record
without its citation, address or day of checking does not load, and asking for a day or a nation
that no record covers is a refusal, never the nearest row.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar

from assistant.errors import AssistantError, NoRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NATIONS = ("england", "wales", "scotland", "northern-ireland")
LETTERS = ("correction", "dissent-note", "erasure", "combined", "ico-complaint")
SEEN = ("text", "reported", "derived", "policy", "unverified")
UNVERIFIED = "check before relying on this"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has: its name, where it stands and the day it was last checked."""

    needed: ClassVar[tuple[str, ...]] = ("key", "cites")

    key: str
    cites: str
    checked: date

    def __post_init__(self) -> None:
        for name in self.needed:
            if not getattr(self, name):
                raise ValueError(f"“{name}” is missing or empty")
        if type(self.checked) is not date:
            raise ValueError("“checked” is not a date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Record):
    """A record that answers from *since* to *until*, both included, in some of the nations."""

    nations: tuple[str, ...]
    since: date
    until: date | None = None
    seen: str
    url: str

    def __post_init__(self) -> None:
        Record.__post_init__(self)
        _check_nations(self.nations)
        if {type(self.since), type(self.until)} - {date, type(None)} or self.since is None:
            raise ValueError("“since” and “until” must be dates")
        if self.until is not None and self.until < self.since:
            raise ValueError("“until” lies before “since”")
        _check_seen(self.seen)

    def holds(self, on: date, nation: str | None = None) -> bool:
        """Say whether this record answers for that day, and for *nation* if one is given."""
        in_time = self.since <= on and (self.until is None or on <= self.until)
        return in_time and nation in (None, *self.nations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Dated):
    """One fact of law, or one body's policy, for its days and nations.

    *letter* is how a letter names the provision, *letters* which letters may. The quantities are
    what the rule fixes, each in the unit of its name; None where it fixes none. *more* says how it
    came into force or was changed, or who reports it.
    """

    needed: ClassVar[tuple[str, ...]] = ("key", "says", "cites", "url")

    says: str
    more: str = ""
    letter: str = ""
    letters: tuple[str, ...] = ()
    months: int | None = None
    days: int | None = None
    working_days: int | None = None
    hours: int | None = None
    years: int | None = None
    characters: int | None = None

    def __post_init__(self) -> None:
        Dated.__post_init__(self)
        _check_letters(self.letter, self.letters)
        if self.seen == "unverified" and (self.letters or UNVERIFIED not in self.says.lower()):
            raise ValueError(
                f"an unverified rule must say “{UNVERIFIED}” and may stand in no letter"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicBody(Dated):
    """A public body that a person may have to do with; *role* completes "the body that …"."""

    needed: ClassVar[tuple[str, ...]] = ("key", "name", "short", "salutation", "cites", "url")

    name: str
    short: str
    salutation: str
    role: str
    form: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Record):
    """One paragraph of a decision by an Ombudsman, about a body, on a date.

    *nations* are those of the Ombudsman. Elsewhere a decision may be told as an example, but never
    as one of the reader's own Ombudsman, so its words must say where it was made.
    """

    needed: ClassVar[tuple[str, ...]] = ("key", "reference", "by", "about", "says", "cites", "url")

    reference: str
    by: str
    about: str
    nations: tuple[str, ...]
    date: date
    paragraph: str
    says: str
    url: str
    seen: str
    letter: str = ""
    letters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        Record.__post_init__(self)
        _check_nations(self.nations)
        _check_letters(self.letter, self.letters)
        _check_seen(self.seen)
        for nation in self.nations:
            if _names([nation]) not in self.says or _names([nation]) not in self.cites:
                raise ValueError(f"“says” and “cites” must name {_names([nation])}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone(Record):
    """Words that are not ours to write from *since* on, because they are repealed or renamed.

    What a person types may hold them: that somebody waited 40 days is for them to say.
    """

    needed: ClassVar[tuple[str, ...]] = ("key", "what", "why", "cites")

    what: tuple[str, ...]
    why: str
    since: date


Source: TypeAlias = Rule | Decision
"""What stands behind a sentence of advice."""
Table: TypeAlias = dict[str, list[dict[str, Any]]]
R = TypeVar("R", bound=Record)
D = TypeVar("D", bound=Dated)


def _check_seen(seen: str) -> None:
    if seen not in SEEN:
        raise ValueError(f"“seen” must be one of {', '.join(SEEN)}")


def _check_nations(nations: Sequence[str]) -> None:
    if not nations or set(nations) - set(NATIONS):
        raise ValueError(f"“nations” may hold only {', '.join(NATIONS)} or uk")


def _check_letters(letter: str, letters: Sequence[str]) -> None:
    if set(letters) - set(LETTERS):
        raise ValueError(f"“letters” may hold only {', '.join(LETTERS)}")
    if letters and not letter:
        raise ValueError("letters may cite it, but “letter” does not say by what words")


def read(kind: type[R], table: str, data: Table) -> tuple[R, ...]:
    """Return the records of one *table* of the data as *kind*.

    Raises AssistantError, naming the record, where one of them cannot be used.
    """
    made = []
    for number, record in enumerate(data.get(table, []), start=1):
        values: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in record.items()
        }
        if "uk" in values.get("nations", ()):
            values["nations"] = NATIONS
        try:
            made.append(kind(**values))
        except (TypeError, ValueError) as error:
            name = record.get("key", f"number {number}")
            raise AssistantError(
                f"The law data has a {table} that cannot be used: {name}.",
                hint=f"In law.toml, put right: {error}.",
            ) from error
    return tuple(made)


def check_periods(rows: Iterable[Dated]) -> None:
    """Make sure that the rows of one key and nation neither overlap nor leave days between them.

    Raises AssistantError naming the key and the nation.
    """
    periods: dict[tuple[str, str], list[Dated]] = defaultdict(list)
    for row in rows:
        for nation in row.nations:
            periods[row.key, nation].append(row)
    for (key, nation), found in periods.items():
        found.sort(key=lambda row: row.since)
        for earlier, later in pairwise(found):
            if earlier.until is None or earlier.until + timedelta(days=1) != later.since:
                raise AssistantError(
                    f"The law data for “{key}” in {nation} overlaps or leaves days uncovered.",
                    hint="In law.toml, let one row end on the day before the next begins.",
                )


@cache
def _data() -> Table:
    text = files("assistant").joinpath("data/law.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of the data."""
    found = read(Rule, "rule", _data())
    check_periods(found)
    return found


@cache
def bodies() -> tuple[PublicBody, ...]:
    """Return every public body, in the order of the data."""
    found = read(PublicBody, "body", _data())
    check_periods(found)
    return found


@cache
def decisions() -> tuple[Decision, ...]:
    """Return every paragraph of a decision, in the order of the data."""
    return read(Decision, "decision", _data())


@cache
def gone() -> tuple[Gone, ...]:
    """Return what must not be written any more, in the order of the data."""
    return read(Gone, "gone", _data())


@cache
def _by_key() -> dict[str, list[Dated]]:
    found: dict[str, list[Dated]] = defaultdict(list)
    for row in (*rules(), *bodies()):
        found[row.key].append(row)
    return dict(found)


def _one(kind: type[D], key: str, on: date, nation: str | None) -> D:
    rows = [row for row in _by_key().get(key, []) if isinstance(row, kind)]
    for row in rows:
        if row.holds(on, nation):
            return row
    place = f" in {_names([nation])}" if nation else ""
    raise NoRule(
        f"The law data has no “{key}” for {on.day} {on:%B %Y}{place}.",
        hint="\n".join(map(_period, rows)) or "No record of that name exists.",
    )


def _period(row: Dated) -> str:
    until = f"until {row.until.day} {row.until:%B %Y}" if row.until else "on"
    start = f"{row.since.day} {row.since:%B %Y}"
    return f"It is known from {start} {until}, for {_names(row.nations)}."


def _names(nations: Iterable[str]) -> str:
    return ", ".join(nation.replace("-", " ").title() for nation in nations)


def rule(key: str, on: date, nation: str) -> Rule:
    """Return the rule *key* as it stands *on* that day in *nation*.

    Raises NoRule where no record covers that day and nation.
    """
    return _one(Rule, key, on, nation)


def body(key: str, on: date) -> PublicBody:
    """Return the public body *key* as it is called *on* that day.

    Raises NoRule where no record covers that day.
    """
    return _one(PublicBody, key, on, None)


def decision(key: str) -> Decision:
    """Return one paragraph of a decision. Raises NoRule where there is none of that key."""
    for found in decisions():
        if found.key == key:
            return found
    raise NoRule(f"The law data has no decision “{key}”.", hint="See the keys in law.toml.")


def source(key: str, on: date, nation: str) -> Source:
    """Return the rule or decision *key*, as *rule* and *decision* do. Raises NoRule."""
    if any(found.key == key for found in decisions()):
        return decision(key)
    return rule(key, on, nation)


def lines(on: date) -> Iterator[str]:
    """Yield each rule in force *on* that day with its citation, link, nations and day checked.

    How it came into force or was changed, or who reports it, stands under the citation.
    """
    for found in table(on):
        yield found.says
        yield f"  {found.cites}"
        if found.more:
            yield f"  {found.more}"
        yield f"  {found.url}"
        yield f"  {found.key}: {', '.join(found.nations)}; checked {found.checked}"


def table(on: date) -> tuple[Rule, ...]:
    """Return the rules in force *on* that day, in the order of the data."""
    return tuple(found for found in rules() if found.holds(on))


def stale(on: date) -> tuple[Record, ...]:
    """Return every record last checked more than a year before *on*."""
    everything = (*rules(), *bodies(), *decisions(), *gone())
    return tuple(
        one for one in everything if _year_later(one.checked) < (on.year, on.month, on.day)
    )


def _year_later(day: date) -> tuple[int, int, int]:
    return (day.year + 1, day.month, day.day)
