"""The sample cases that come with the program: invented people, every letter, every sort of entry."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import NotReady

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from assistant.case import Case
    from assistant.house import House
    from assistant.wording import Letter

FOLDER = Path(__file__).parent / "data" / "samples"


def names() -> list[str]:
    """Return the names of the sample cases."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def sample(name: str) -> Case:
    """Return the sample case *name*, with nothing but answers whose questions apply."""
    from assistant import questions
    from assistant.case import Case

    answers = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return Case.model_validate(questions.relevant(answers))


def letters(
    on: date, house: House | None = None, language: str = ""
) -> Iterator[tuple[str, Letter]]:
    """Yield each letter that a sample case can send on the day *on*, after the name of the case.

    The letters are in the words of *house*, and in the *language* of that tag if one is given.
    """
    from assistant import making
    from assistant.kinds import kinds

    for name in names():
        case = sample(name)
        if language:
            style = case.style.model_copy(update={"language": language})
            case = case.model_copy(update={"style": style})
        for letter in kinds():
            try:
                yield name, making.letter(letter, case, on, house)
            except NotReady:
                continue
