"""The words and ways in which a person steers the questions instead of answering."""

WORDS = ("?", "back", "stop", "skip", "empty")
END = "."
"""Alone on a line, it ends an answer of several lines."""
MARKS = "\"“”'"


class Stopped(Exception):
    """The person left; everything answered so far has been saved."""


class Back(Exception):
    """The person wants the question before."""


class Interrupted(KeyboardInterrupt):
    """The person broke off in the middle of a long answer; *typed* is what there was of it."""

    def __init__(self, typed: str) -> None:
        super().__init__()
        self.typed = typed


class EndOfInput(Exception):
    """There is nothing more to read: the pipe has ended, or Ctrl-D was typed."""


def is_word(typed: str) -> bool:
    """Say whether *typed* is one of the words that steer the questions."""
    return typed.strip().lower() in WORDS


def unquoted(typed: str) -> str:
    """Return *typed* without the quotation marks that make a steering word an answer.

    So ``"back"`` is the answer back, and ``""back""`` the answer "back" in its own marks.
    """
    text = typed.strip()
    inner = text[1:-1]
    in_marks = bool(inner) and text[0] in MARKS and text[-1] in MARKS
    word = inner.strip(MARKS)
    return inner if in_marks and (is_word(word) or word.strip() == END) else typed
