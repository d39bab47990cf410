"""What the conditions of the advice ask beyond plain answers: things that are not known yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.conditions import predicate

if TYPE_CHECKING:
    from assistant.conditions import Answers, Item


def _not_known(item: Item, field: str) -> bool:
    return item.get(field) in (None, "", "unknown")


@predicate
def wrong_not_known(_answers: Answers, item: Item) -> bool:
    """It has not been said what is wrong with the entry."""
    return _not_known(item, "wrong")


@predicate
def conviction_not_known(_answers: Answers, item: Item) -> bool:
    """It is not known what a court did about whoever made the allegation."""
    return _not_known(item, "conviction")


@predicate
def no_action_not_known(_answers: Answers, item: Item) -> bool:
    """It is not known whether the body decided to take no further action."""
    return _not_known(item, "no_action")


@predicate
def opinion_rests_on_wrong_fact(_answers: Answers, item: Item) -> bool:
    """The person says that the opinion rests on a fact that is wrong."""
    return bool((item.get("underlying") or "").strip())


@predicate
def understanding_not_known(_answers: Answers, item: Item) -> bool:
    """It is not known whether the child understands what is asked."""
    return _not_known(item, "understands")


@predicate
def agreement_not_known(_answers: Answers, item: Item) -> bool:
    """It is not known whether the person agrees."""
    return _not_known(item, "agrees")


@predicate
def responsibility_not_known(_answers: Answers, item: Item) -> bool:
    """It is not known whether the writer has parental responsibility for the child."""
    return _not_known(item, "responsibility")


@predicate
def complaint_begun(answers: Answers, _item: Item) -> bool:
    """The body's own complaints procedure has been used, so nobody need be told of it."""
    return answers.get("history", {}).get("complaint") in ("open", "finished")


@predicate
def ombudsman_asked(answers: Answers, _item: Item) -> bool:
    """An Ombudsman has been asked already, and may have decided."""
    return answers.get("history", {}).get("ombudsman") in ("waiting", "decided")


@predicate
def under_other_law(_answers: Answers, item: Item) -> bool:
    """The record is one that other law governs, so the rights in the letters are not its rights."""
    from assistant.schedule import OTHER_LAW

    return item.get("kind") in OTHER_LAW
