"""The sample cases, and the letters that each of them sends on one day."""

from datetime import date

from assistant.samples import names, sample

__all__ = ["LETTERS", "ON", "names", "sample"]

ON = date(2026, 11, 22)
"""The day on which the sample letters are written: a Sunday."""

LETTERS = [
    ("assessment", "correction"),
    ("assessment", "dissent-note"),
    ("assessment", "erasure"),
    ("assessment", "combined"),
    ("assessment", "ico-complaint"),
    ("one-fact", "correction"),
    ("family", "correction"),
    ("opinion", "dissent-note"),
    ("malicious", "erasure"),
    ("whole-record", "erasure"),
    ("trust", "dissent-note"),
    ("childrens-trust", "correction"),
    ("refused", "dissent-note"),
    ("refused", "ico-complaint"),
    ("early", "correction"),
    ("early", "ico-complaint"),
    ("youth-justice", "correction"),
]
"""Every letter that a sample case can send: the case and the letter."""
