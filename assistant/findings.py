"""What a check of templates and letters finds: one thing each, with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, as plain values that go from one process to another as they are.

    *kind* is one short word: ``syntax``, ``word``, ``placeholder``, ``part``, ``page``, ``copy``
    or ``file``. *says* is what is wrong, and *hint* what to do about it, both as sentences. *file*
    is a path and *line* counts from 1; they are empty and 0 where the place is not known. A
    finding that is not *grave* is worth knowing, and no reason not to send the letter. *detail* are
    lines to show as they are, such as those of a difference.
    """

    kind: str
    says: str
    hint: str = ""
    file: str = ""
    line: int = 0
    grave: bool = True
    detail: str = ""

    @property
    def place(self) -> str:
        """The file and the line as messages name them, or an empty text."""
        return f"{self.file}, line {self.line}" if self.file and self.line else self.file

    def __str__(self) -> str:
        first = f"{self.place}: {self.says}" if self.place else self.says
        return "\n".join(filter(None, [first, self.hint]))
