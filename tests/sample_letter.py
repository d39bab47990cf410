"""A letter with something of everything, filled in from the shipped frame, to measure paper by."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from assistant import templates

FOLDER = Path(__file__).resolve().parent / "sample_template"
SENTENCE = "The mother did not come to the meeting and nobody asked her why. "
SIZES = {"standard": 12, "clear-print": 14, "large-print": 18}
"""Each size of letter with its type in points (RNIB Clear Print: 12 at least, 14 better)."""

LETTER: dict[str, Any] = {
    "name": "sample",
    "law": (),
    "language": "en-GB",
    "size": "standard",
    "title": "Request to correct a record",
    "subject": "Request to correct an assessment of Jo Example",
    "sender": ["Alex Example", "1 High Street", "Sampletown", "ZZ1 1ZZ"],
    "sender_contact": ["alex@example.org", "01632 960000"],
    "recipient": [
        "Information Rights Team",
        "Sampletown Council",
        "Town Hall",
        "Market Square",
        "Sampletown",
        "ZZ1 2ZZ",
    ],
    "date": date(2026, 11, 22),
    "your_reference": "ABC/123",
    "my_reference": "RR-2026-1",
    "footer": "My reference: RR-2026-1",
    "salutation": "Dear Sir or Madam",
    "closing": "Yours faithfully",
    "signatory": "Alex Example",
    "sign_for": "",
    "enclosures": ["Letter of the school", "Minutes of the meeting"],
    "copies": [],
    "asks": ["Correct each entry below.", "Tell everyone who has had a copy."],
    "why": "It is wrong.\n\nIt has followed us to the new school.\nAnd to the doctor.",
    "entries": [
        {"where": "page 4", "says": SENTENCE * 2, "why": "I was there. The minutes show it."},
        {"where": "page 7", "says": SENTENCE, "why": "Nobody told me."},
    ],
    "sheet": "",
}


def html(**changes: Any) -> str:
    """The sample letter as HTML, with *changes* to what it says."""
    return templates.fill(SimpleNamespace(**{**LETTER, **changes}), [FOLDER])


def page(body: str) -> str:
    """The least HTML that is a letter, with *body* in it."""
    return (
        '<!doctype html><html lang="en-GB" class="standard"><head><title>Letter</title>'
        '<link rel="stylesheet" href="letter.css"></head>'
        f'<body data-footer="Reference"><h1>Subject</h1>{body}</body></html>'
    )
