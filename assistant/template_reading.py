"""What is to be read out of a house's templates, in the process where they can do no harm."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.house import House


@dataclass(frozen=True)
class Reading:
    """One task: with *template*, to take that one to pieces; without, to look for mistakes in all.

    *language* is the tag of the language whose templates come first.
    """

    template: str = ""
    language: str = ""

    @property
    def name(self) -> str:
        """What it is called where it is told."""
        return self.template or "templates"


def read(reading: Reading, house: House) -> list[dict[str, Any]]:
    """Return what *reading* asks of *house*, as plain values: findings, or the template's blocks."""
    if reading.template:
        from assistant import template_outline

        blocks = template_outline.outline(reading.template, house, reading.language)
        return [asdict(one) for one in blocks]
    from assistant import template_lint

    return [asdict(one) for one in template_lint.look(house)]
