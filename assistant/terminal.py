"""Ask and tell: the only module that reads or writes a terminal."""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from assistant.steering import END, EndOfInput, Interrupted, is_word

if TYPE_CHECKING:
    from collections.abc import Iterator

Reading: TypeAlias = Literal["line", "text", "address"]
"""How an answer is read: one line; lines up to a full stop alone; lines up to a postcode."""

WIDEST = 80
MORE = "(more, or a full stop to finish) "
PART_OF_ANSWER = (
    "“{word}” was taken as part of your answer. "
    "To end the answer, type a full stop on a line of its own."
)
COMMAND = "record-rights"
COMMAND_IN_TEXT = re.compile(rf":  {COMMAND}(?= )")
AS_IT_IS = "\t"
"""In front of a line that is shown in one piece, such as a command to copy."""
POSTCODE_END = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\s*$", re.IGNORECASE)


class Talk(Protocol):
    """What the wizard needs of whatever shows its words and takes the answers."""

    def tell(self, text: str = "", indent: str = "") -> None:
        """Show a paragraph, wrapped to the width of the screen."""

    def ask(self, prompt: str, reading: Reading = "line") -> str:
        """Show *prompt* and return what is typed; raises EndOfInput."""


class Terminal:
    """Plain lines on standard output, answers from standard input; no cursor is moved.

    *command* is what a person types here for ``record-rights``.
    """

    def __init__(self, command: str = COMMAND) -> None:
        self.command = command
        self.interactive = sys.stdin.isatty() and sys.stdout.isatty()
        self._raw = False
        self.width = min(shutil.get_terminal_size().columns, WIDEST) if self.interactive else WIDEST

    def tell(self, text: str = "", indent: str = "") -> None:
        """Show a paragraph, or several with line breaks between, wrapped to the width."""
        for line in as_typed_here(text, self.command).split("\n"):
            self._write("\n".join(wrap(line, self.width, indent)) + "\n")

    def ask(self, prompt: str, reading: Reading = "line") -> str:
        """Show *prompt* and return what is typed, without the line break at its end.

        With *reading* ``text`` further lines are taken until one holds only a full stop; with
        ``address`` a line that ends in a postcode, or an empty one, ends it too. An empty first
        line is the whole answer. Raises EndOfInput, after returning what had been typed before
        it, if anything, and Interrupted where Ctrl-C breaks off further lines.
        """
        first = self._line(prompt)
        if reading == "line" or not first.strip() or is_word(first):
            return first
        lines = first.split("\n")
        while not _complete(lines, reading):
            try:
                more = self._line(MORE)
            except EndOfInput:
                break
            except KeyboardInterrupt:
                raise Interrupted("\n".join(lines)) from None
            if more.strip() == END or (reading == "address" and not more.strip()):
                break
            lines += more.split("\n")
            if is_word(more):
                self.tell(PART_OF_ANSWER.format(word=more.strip()))
        if lines[-1].strip() == END:
            lines.pop()
        return "\n".join(lines)

    @contextlib.contextmanager
    def session(self) -> Iterator[None]:
        """Prepare the terminal for long answers, and put it back as it was in the end.

        In a terminal's own line mode everything after 4,095 characters of a line is lost without a
        word (termios: MAX_CANON), also between two reads. So that mode is off throughout, and
        the readline library reads the lines.
        """
        if not self.interactive or not _load_readline():
            yield
            return
        import termios

        device = sys.stdin.fileno()
        before = termios.tcgetattr(device)
        self._set_modes(line=False, echo=False)
        try:
            yield
        finally:
            self._raw = False
            termios.tcsetattr(device, termios.TCSADRAIN, before)

    def _set_modes(self, *, line: bool, echo: bool) -> None:
        import termios

        device = sys.stdin.fileno()
        modes = termios.tcgetattr(device)
        for flag, wanted in ((termios.ICANON, line), (termios.ECHO, echo)):
            modes[3] = modes[3] | flag if wanted else modes[3] & ~flag
        modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0
        termios.tcsetattr(device, termios.TCSADRAIN, modes)
        self._raw = not line

    def _read_typed(self, prompt: str) -> str:
        if not self._raw:
            return input(prompt)
        # The readline library shows what is typed only if it finds the terminal echoing; between
        # two reads the terminal must not, or pasted lines would be shown twice.
        self._set_modes(line=False, echo=True)
        try:
            return input(prompt)
        finally:
            self._set_modes(line=False, echo=False)

    def _line(self, prompt: str) -> str:
        try:
            if self.interactive:
                return self._read_typed(prompt)
            self._write(prompt)
            line = sys.stdin.readline()
        except EOFError:
            self._write("\n")
            raise EndOfInput from None
        self._write("\n")
        if not line:
            raise EndOfInput
        return line.rstrip("\r\n")

    def _write(self, text: str) -> None:
        encoding = sys.stdout.encoding or "ascii"
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
        sys.stdout.flush()


def as_typed_here(text: str, command: str) -> str:
    """Return *text* with each command after a colon on a line of its own, as it is typed here."""
    return COMMAND_IN_TEXT.sub(lambda _: f":\n{AS_IT_IS}{command}", text)


def wrap(line: str, width: int, indent: str = "") -> list[str]:
    """Return *line* wrapped to *width* columns; its own leading spaces hang under each line.

    A command to copy is left in one piece.
    """
    stripped = line.lstrip(" ")
    if line.startswith(AS_IT_IS):
        return [line.replace(AS_IT_IS, "    ")]
    lead = indent + line[: len(line) - len(stripped)]
    hang = lead + " " * _marker(stripped)
    return textwrap.wrap(
        stripped,
        width,
        initial_indent=lead,
        subsequent_indent=hang,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def _marker(text: str) -> int:
    found = re.match(r"(\d+\.|[-*]) +", text)
    return found.end() if found else 0


def _complete(lines: list[str], reading: Reading) -> bool:
    if lines[-1].strip() == END:
        return True
    return reading == "address" and bool(POSTCODE_END.search(lines[-1]))


def _load_readline() -> bool:
    try:
        readline = importlib.import_module("readline")
    except ImportError:
        return False
    readline.set_auto_history(False)
    if os.environ.get("TERM", "dumb") != "dumb":
        # So that a paste of several lines is one answer, not one and the beginning of the next.
        readline.parse_and_bind("set enable-bracketed-paste on")
    readline.parse_and_bind("tab: tab-insert")
    return True
