"""Which letters a case can send, in words and as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.letters import Offer


def lines(offers: Iterable[Offer]) -> Iterator[str]:
    """Yield what to tell about each letter: ready or not, why not yet, and what to know."""
    ready = [one for one in offers if one.ready]
    later = [one for one in offers if not one.ready]
    yield "You can write these letters now:" if ready else "No letter can be written yet."
    for one in ready:
        yield f"  - {one.name}: {one.title}{' (recommended)' if one.recommended else ''}"
        yield from (f"      {note}" for note in one.notes)
    if later:
        yield ""
        yield "Not yet:"
    for one in later:
        yield f"  - {one.name}: {one.title}"
        yield from (f"      {missing.says}" for missing in one.missing)


def to_plain(offers: Iterable[Offer]) -> list[dict[str, Any]]:
    """Return the letters as plain values for a program: name, title, ready, and why not."""
    return [
        {
            "name": one.name,
            "title": one.title,
            "ready": one.ready,
            "recommended": one.recommended,
            "missing": [{"says": missing.says, "path": missing.path} for missing in one.missing],
            "notes": list(one.notes),
        }
        for one in offers
    ]
