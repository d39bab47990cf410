"""A stand-in for the terminal: typed lines come from a list, what is shown is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.steering import END, EndOfInput, is_word

if TYPE_CHECKING:
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
