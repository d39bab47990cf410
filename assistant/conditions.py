"""When something applies: conditions in the data, answered from a case.

A condition is a table in the data. A key with a dot names an answer anywhere in the case
("wishes.first"), a key without one names a field of the list item at hand ("wrong"); its value is
the list of answers that fit. Two keys are special: ``is`` lists names of predicates that must all
hold, ``not`` lists names of predicates of which none may hold. Everything in one table must fit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeAlias

Answers: TypeAlias = dict[str, Any]
"""What a case file holds, as plain tables, lists, texts and dates."""
Item: TypeAlias = Mapping[str, Any]
"""One item of a list of the case, such as one entry."""
Condition: TypeAlias = Mapping[str, list[Any]]
Predicate: TypeAlias = Callable[[Answers, Item], bool]

PREDICATES: dict[str, Predicate] = {}


def predicate(function: Predicate) -> Predicate:
    """Make *function* available to conditions in the data, under its own name."""
    PREDICATES[function.__name__] = function
    return function


def value_at(answers: Answers, key: str, item: Item) -> Any:
    """Return the answer that *key* names, or None where there is none yet."""
    if "." not in key:
        return item.get(key)
    value: Any = answers
    for name in key.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def fits(condition: Condition, answers: Answers, item: Item) -> bool:
    """Say whether everything in *condition* holds; what is not answered yet does not."""
    return all(_holds(key, wanted, answers, item) for key, wanted in condition.items())


def rules_out(
    condition: Condition, answers: Answers, item: Item, dropped: Collection[str] = ()
) -> bool:
    """Say whether something already answered contradicts *condition*.

    *dropped* names answers that do not count because their own question does not apply.
    """
    for key, wanted in condition.items():
        if key in dropped:
            return True
        unanswered = key not in ("is", "not") and value_at(answers, key, item) in (None, [])
        if not unanswered and not _holds(key, wanted, answers, item):
            return True
    return False


def _holds(key: str, wanted: list[Any], answers: Answers, item: Item) -> bool:
    if key == "is":
        return all(PREDICATES[name](answers, item) for name in wanted)
    if key == "not":
        return not any(PREDICATES[name](answers, item) for name in wanted)
    value = value_at(answers, key, item)
    if isinstance(value, list):
        return any(one in wanted for one in value)
    return value in wanted
