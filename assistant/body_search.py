"""Settle with the person which body a typed name means, and keep what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.questions import Choice

if TYPE_CHECKING:
    from assistant.authorities import Authority
    from assistant.wizard import Wizard

AS_TYPED = "as-typed"
FOLLOWS = ("nation", "controller", "held_by")
"""What follows from the body, and goes when another one is named."""
TYPED = ("department", "address", "email", "reference")
CHECK_THESE = (
    "The address, e-mail and reference stay as you gave them. "
    "You will see them again at the end. Check that they are right for this body."
)
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
    told = [found.sentence] if found.sentence and found.kind != "close" else []
    for said in (*told, *found.notes):
        wizard.talk.tell(f"{said} [{found.source}]" if found.source else said)
    if found.kind != "exact" and (chosen := _choose(wizard, typed, found.candidates)):
        return settle(wizard, chosen.name)
    authority = found.authority if found.kind == "exact" else None
    if authority:
        wizard.talk.tell(f"{authority.name}, {authority.nation.replace('-', ' ').title()}.")
    name = authority.name if authority else typed
    _keep(wizard, name, authority)
    return name


def _choose(wizard: Wizard, typed: str, candidates: tuple[Authority, ...]) -> Authority | None:
    if not candidates:
        return None
    options = [Choice(body.name, body.name) for body in candidates]
    options.append(Choice(AS_TYPED, f"None of these: use “{typed}”"))
    name = wizard.choose("Which of these do you mean?", options, WHY)
    return next((body for body in candidates if body.name == name), None)


def _keep(wizard: Wizard, name: str, known: Authority | None) -> None:
    from assistant import authorities

    body = wizard.answers.setdefault("body", {})
    if name != body.get("name"):
        for key in FOLLOWS:
            body.pop(key, None)
        if any(body.get(key) for key in TYPED):
            wizard.talk.tell(CHECK_THESE)
    if known is None:
        return
    body["nation"] = known.nation
    trust = authorities.trust_for(known, wizard.on)
    if trust and body.get("controller", {}).get("name") != trust.name:
        body["controller"] = {"name": trust.name}
        body.pop("held_by", None)
