"""Make letters with somebody's own templates in a process of their own, with limits that hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.errors import AssistantError
    from assistant.house import House
    from assistant.making import Job, Made


@dataclass(frozen=True)
class Limits:
    """What one letter may use: seconds of work for each step, and bytes of memory and output."""

    seconds: float = 30
    memory: int = 1 << 30
    output: int = 50_000_000


def make(
    jobs: Sequence[Job], house: House, limits: Limits = Limits()
) -> Iterator[Made | AssistantError]:
    """Yield for each of *jobs*, in order, the letter, or what is wrong with its template.

    One letter's mistake is yielded and the next letter is made all the same, so that a check can
    tell everything at once; who writes letters raises the first. Of a template that works without
    end, fills the memory or breaks the program that sets it, the error says which letter it was,
    and the line where that is known.
    """
    raise NotImplementedError
