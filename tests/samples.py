"""The sample cases in tests/cases, and the letters that each of them sends on one day."""

import tomllib
from datetime import date
from pathlib import Path

from assistant import questions
from assistant.case import Case

FOLDER = Path(__file__).parent / "cases"
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


def names() -> list[str]:
    """Return the names of the sample cases."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def sample(name: str) -> Case:
    """Return the sample case *name*, with nothing but answers whose questions apply."""
    answers = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return Case(**questions.relevant(answers))
