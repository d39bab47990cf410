"""A stand-in for the terminal: typed lines come from a list, what is shown is kept."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.steering import END, EndOfInput, is_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.terminal import Reading


class Script:
    """Answers each prompt with the next of *lines*; ends like a pipe that has run dry."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.shown: list[str] = []

    def tell(self, text: str = "", indent: str = "") -> None:
        self.shown.append(indent + text)

    def ask(self, prompt: str, reading: Reading = "line") -> str:
        if not self.lines:
            raise EndOfInput
        first = self.lines.pop(0)
        if reading != "text" or not first or is_word(first):
            return first
        taken = [first]
        while self.lines and (line := self.lines.pop(0)) != END:
            taken.append(line)
        return "\n".join(taken)

    @property
    def screen(self) -> str:
        return "\n".join(self.shown)


class Conversation:
    """Answers each question by the words in it; what is not foreseen gets an empty answer.

    *replies* maps words of a question to the answers to give, one each time it is asked; a
    question that needs an answer and has none foreseen gets the first choice.
    """

    def __init__(self, replies: dict[str, str | list[str]]) -> None:
        self.replies = {
            words: [said] if isinstance(said, str) else list(said)
            for words, said in replies.items()
        }
        self.shown: list[str] = []
        self.fresh: list[str] = []
        self.interactive = False

    def tell(self, text: str = "", indent: str = "") -> None:
        self.shown.append(indent + text)
        self.fresh.append(text)

    def ask(self, prompt: str, reading: Reading = "line") -> str:
        said = "\n".join(self.fresh)
        self.fresh = []
        if "This one needs an answer." in said:
            return "1"
        for words, left in self.replies.items():
            if words in said and left:
                return left.pop(0)
        return ""

    @contextmanager
    def session(self) -> Iterator[None]:
        yield

    @property
    def screen(self) -> str:
        return "\n".join(self.shown)
