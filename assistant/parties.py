"""Who writes a letter, to whom, and how the answer can come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import wording
from assistant.schedule import said

if TYPE_CHECKING:
    from assistant.case import Body, Case

PRINTED = ("postal", "care-of")
"""Kinds of address that may stand on a letter."""


def writer(case: Case) -> wording.Writer:
    """Return who writes, with nothing that was not answered."""
    who = case.writer
    represents = who.capacity == "representative"
    return wording.Writer(
        name=said(who.name),
        capacity=said(who.capacity),
        acts_for=said(who.acts_for) if represents else "",
        authority=represents and who.authority == "yes",
        address_kind=who.address_kind or ("postal" if who.address else "none"),
        email=said(who.email),
        phone=said(who.phone),
        contact=said(who.contact),
    )


def sender(case: Case) -> tuple[str, ...]:
    """Return name and address, line by line; a confidential address is never printed."""
    kind = writer(case).address_kind
    address = lines(case.writer.address) if kind in PRINTED else ()
    return (said(case.writer.name), *address)


def sender_contact(case: Case) -> tuple[str, ...]:
    """Return the e-mail address and the telephone number, as far as they were given."""
    return tuple(filter(None, [said(case.writer.email), said(case.writer.phone)]))


def holder(body: Body) -> str:
    """Return the name of whoever must answer: the body itself, or the trust that works for it."""
    return said(body.controller.name) if _is_trust(body) and body.controller else said(body.name)


def holder_email(body: Body) -> str:
    """Return the e-mail address of whoever must answer."""
    trust = body.controller if _is_trust(body) else None
    return said(trust.email if trust else body.email)


def holder_address(body: Body) -> tuple[str, ...]:
    """Return the lines of the address of whoever must answer."""
    trust = body.controller if _is_trust(body) else None
    return lines(trust.address if trust else body.address)


def holder_contact(body: Body) -> str:
    """Return address and e-mail address of whoever must answer, as far as they are known."""
    return ", ".join(filter(None, [*holder_address(body), holder_email(body)]))


def holder_unknown(body: Body) -> str:
    """Return who else may hold the record, where the writer does not know who does."""
    return said(body.name) if _is_trust(body) and body.held_by == "unknown" else ""


def recipient(body: Body, department: str) -> tuple[str, ...]:
    """Return whom the letter goes to, line by line; *department* where none was named."""
    to = department if _is_trust(body) else said(body.department) or department
    return (to, holder(body), *holder_address(body))


def copies(body: Body) -> tuple[str, ...]:
    """Return who gets a copy: the council, where a trust holds its records."""
    return (said(body.name),) if _is_trust(body) else ()


def _is_trust(body: Body) -> bool:
    named = body.controller is not None and said(body.controller.name)
    return bool(named) and body.held_by in ("trust", "unknown")


def lines(address: list[str] | None) -> tuple[str, ...]:
    """Return the lines of an address that hold anything."""
    return tuple(line.strip() for line in address or [] if line.strip())
