"""A mistake in a template, told in plain words with the file and the line."""

from __future__ import annotations

import re
import traceback
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateAssertionError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from assistant import wording
from assistant.errors import TemplateError
from assistant.template_language import TooMuch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENDINGS = (".html", ".txt")
UNKNOWN = re.compile(
    r"has no (?:attribute|element) '?(?P<field>[\w-]+)|'(?P<name>[^']+)' is undefined"
)
FORBIDDEN = re.compile(r"access to attribute '(?P<name>[^']+)' of")
NO_FILTER = re.compile(r"No filter named '(?P<name>[^']+)'")


def explained(error: BaseException, letter: wording.Letter) -> TemplateError:
    """Return *error*, which arose when *letter* was filled in, as a message for a person."""
    explanations: tuple[tuple[type[BaseException], Callable[..., TemplateError]], ...] = (
        (TemplateError, lambda known, _: known),
        (TemplateAssertionError, _not_here),
        (TemplateSyntaxError, _misspelt),
        (TemplateNotFound, _not_there),
        (UndefinedError, _unknown_word),
        (SecurityError, _forbidden),
        (RecursionError, _endless),
        (MemoryError, _too_much),
    )
    for kind, explain in explanations:
        if isinstance(error, kind):
            return explain(error, letter)
    return _placed(
        error,
        f"this cannot be worked out: {str(error).rstrip('.')}",
        "Compare the line with the shipped template of the same name.",
    )


def too_long(letter: wording.Letter, most: int) -> TemplateError:
    """Return what to say of a template that prints more than *most* letters."""
    return TemplateError(
        f"The letter “{letter.name}” came to more than {most:,} letters, and was given up.",
        "Look for a loop ({% for %}) in its template that runs too often.",
    )


def place(error: BaseException) -> tuple[str, int]:
    """Return the file of the template in which *error* arose and its line; "" and 0 if not known."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.endswith(ENDINGS)]
    return (ours[-1].filename, ours[-1].lineno or 0) if ours else ("", 0)


def _placed(error: BaseException, says: str, hint: str) -> TemplateError:
    return _at(*place(error), says, hint)


def _at(file: str, line: int, says: str, hint: str) -> TemplateError:
    where = f"{file}, line {line}" if file else "In a template"
    return TemplateError(f"{where}: {says}.", hint, file, line)


def _misspelt(error: TemplateSyntaxError, _: wording.Letter) -> TemplateError:
    return _at(
        error.filename or error.name or "",
        error.lineno,
        str(error.message).rstrip("."),
        "Look at that line and the lines before it: a bracket or an {% end… %} is often missing.",
    )


def _not_there(error: TemplateNotFound, _: wording.Letter) -> TemplateError:
    return _placed(
        error,
        f"there is no template called {error.message or error.name}",
        "Check the name. A template of the program itself is written shipped/NAME.",
    )


def _too_much(error: MemoryError, _: wording.Letter) -> TemplateError:
    return _placed(
        error,
        "this needs more memory than a letter may use",
        "Look for a loop that makes a text longer and longer.",
    )


def _not_here(error: TemplateAssertionError, _: wording.Letter) -> TemplateError:
    found = NO_FILTER.search(str(error.message))
    says = str(error.message).rstrip(".")
    hint = "Look at that line of the template."
    if found and found["name"] == "safe":
        says = "there is no filter “safe” in letters"
        hint = "Leave it out. What a person typed is always printed as typed."
    elif found:
        says = f"there is no filter “{found['name']}” in letters"
        hint = "Check its name, or leave it out."
    return _at(error.filename or error.name or "", error.lineno, says, hint)


def _forbidden(error: SecurityError, _: wording.Letter) -> TemplateError:
    if isinstance(error, TooMuch):
        hint = "Look for a loop ({% for %}) that runs too often, or that makes a text ever longer."
        return _placed(error, str(error), hint)
    found = FORBIDDEN.search(str(error))
    says = str(error).rstrip(".")
    return _placed(
        error,
        f"a template may not use “{found['name']}”" if found else says,
        "A template can use the words of the letter and nothing else.",
    )


def _unknown_word(error: UndefinedError, letter: wording.Letter) -> TemplateError:
    found = UNKNOWN.search(str(error))
    word = (found["field"] or found["name"]) if found else ""
    if not word:
        return _placed(error, str(error).rstrip("."), "Look at that line of the template.")
    known = {one.key for one in letter.law} | {"letter", "law", "house"} | set(_words_of(letter))
    near = get_close_matches(word, known, n=1)
    return _placed(
        error,
        f"“{word}” is not among the words of this letter, or the letter may not cite it",
        f"Did you mean “{near[0]}”?" if near else "Check how the shipped templates write it.",
    )


def _words_of(letter: wording.Letter) -> Iterator[str]:
    kinds: list[Any] = [
        wording.Letter, wording.Entry, wording.Person, wording.Record, wording.Writer,
        wording.Ask, wording.Group, wording.Reply, wording.History, wording.Promise,
    ]  # fmt: skip
    for kind in kinds:
        yield from kind.__dataclass_fields__
    yield from letter.__dataclass_fields__


def _endless(error: RecursionError, letter: wording.Letter) -> TemplateError:
    frames = traceback.extract_tb(error.__traceback__)
    last = dict.fromkeys(one.filename for one in reversed(frames) if one.filename.endswith(ENDINGS))
    files = sorted(last) or [f"{letter.name}.html"]
    use = "uses itself" if len(files) == 1 else "use one another"
    return TemplateError(
        f"{' and '.join(files)} {use} without end.",
        "To build on the shipped template of the same name, write "
        f'{{% extends "shipped/{letter.name}.html" %}} in the first line.',
        files[0],
    )
