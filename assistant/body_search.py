"""Settle with the person which body a typed name means, and keep what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.questions import Choice

if TYPE_CHECKING:
    from datetime import date

    from assistant.authorities import Authority
    from assistant.conditions import Answers
    from assistant.wizard import Wizard

AS_TYPED = "as-typed"
WHY = (
    "The letter must go to the body that holds the record. "
    "If none of these is right, your own words are used."
)


def settle(wizard: Wizard, typed: str) -> str:
    """Return the name to use for the body that was *typed*, asking where several may be meant.

    A body that is known settles the nation too, and whether a children's trust may hold the
    record. A name that is not known is used as it is.
    """
    from assistant import authorities

    found = authorities.find(typed, wizard.on)
    if found.sentence and found.kind != "close":
        wizard.talk.tell(f"{found.sentence}{f' [{found.source}]' if found.source else ''}")
    for note in found.notes:
        wizard.talk.tell(note)
    if found.kind == "exact":
        _keep(wizard.answers, found.authority, wizard.on)
        return found.authority.name if found.authority else typed
    chosen = _choose(wizard, typed, found.candidates)
    if chosen:
        return settle(wizard, chosen.name)
    _keep(wizard.answers, None, wizard.on)
    return typed


def _choose(wizard: Wizard, typed: str, candidates: tuple[Authority, ...]) -> Authority | None:
    if not candidates:
        return None
    options = [Choice(body.name, body.name) for body in candidates]
    options.append(Choice(AS_TYPED, f"None of these: use “{typed}”"))
    name = wizard.choose("Which of these do you mean?", options, WHY)
    return next((body for body in candidates if body.name == name), None)


def _keep(answers: Answers, chosen: Authority | None, on: date) -> None:
    from assistant import authorities

    body = answers.setdefault("body", {})
    for key in ("nation", "controller", "held_by"):
        body.pop(key, None)
    if chosen is None:
        return
    body["nation"] = chosen.nation
    if trust := authorities.trust_for(chosen, on):
        body["controller"] = {"name": trust.name}
