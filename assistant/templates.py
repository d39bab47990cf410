"""Templates: find them, the person's own first, and fill them in with what a letter says.

A template may come from somebody else, so it is filled in a sandbox: it can read no file outside
its folders, and it gets nothing but the words of the letter and the filters below. Answers are
data: whatever is in them is printed as typed.
"""

from __future__ import annotations

import html as markup
import re
import traceback
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant import characters, wording
from assistant.errors import TemplateError
from assistant.shipped import shipped_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from jinja2 import Environment, TemplateSyntaxError

SHIPPED = "shipped/"
"""What a template writes before a name to mean the one that came with the program."""
ENDING = ".html"
DROPPED_GLOBALS = ("lipsum", "cycler", "joiner")
UNKNOWN = re.compile(
    r"has no (?:attribute|element) '?(?P<field>[\w-]+)|'(?P<name>[^']+)' is undefined"
)
TAG = re.compile(r"<[^>]*>")
SENTENCE_END = re.compile(
    r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)(?<!\bMrs)"
    r"(?:(?<=[.!?…])|(?<=[.!?…][\"”’)]))\s+"
)
Loaded = tuple[str, str, "Callable[[], bool]"]
"""A template's text, the path of its file, and whether that is still as it was."""


def fill(letter: wording.Letter, folders: Sequence[Path] = ()) -> str:
    """Return *letter* as HTML, from the first template of its name.

    *folders* are the person's own, looked in before the shipped templates. Raises TemplateError,
    with the file and the line, where a template cannot be found, read or filled in.
    """
    from jinja2 import TemplateError as JinjaError

    environment = _environment(folders) if folders else _shipped_environment()
    words = {"letter": letter, "law": {one.key: one.words for one in letter.law}}
    try:
        return environment.get_template(letter.name + ENDING).render(words)
    except TemplateError:
        raise
    except RecursionError:
        raise _endless(letter.name) from None
    except JinjaError as error:
        raise _explained(error, letter) from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise TemplateError(
            f"{_place(error)}: this cannot be worked out: {error}.",
            "Compare the line with the shipped template of the same name.",
        ) from error


def within(text: str, limit: int, note: str = "") -> str:
    """Return *text* in at most *limit* characters, one line for each line that holds anything.

    A line break counts as two characters, as web forms count it. What is too long loses whole
    sentences from its end, and *note* then says so; no sentence and no word is ever cut.
    """
    plain = markup.unescape(TAG.sub("", text)) if hasattr(text, "__html__") else text
    lines = [" ".join(line.split()) for line in plain.splitlines() if line.strip()]
    whole = "\n".join(lines)
    if form_length(whole) <= limit:
        return whole
    kept = ""
    for joint, sentence in _sentences(lines):
        longer = kept + joint + sentence if kept else sentence
        if form_length(f"{longer}\n{note}" if note else longer) > limit:
            break
        kept = longer
    return "\n".join(filter(None, [kept, note]))


def form_length(text: str) -> int:
    """Return how many characters *text* has as a web form counts it: a line break is two."""
    return len(text) + text.count("\n")


def _sentences(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each sentence with what stands before it: a space, or a line break."""
    for line in lines:
        for number, sentence in enumerate(SENTENCE_END.split(line)):
            yield (" " if number else "\n"), sentence


@cache
def _shipped_environment() -> Environment:
    # Shipped templates do not change while the program runs, so they are compiled only once.
    return _environment(())


def _environment(folders: Sequence[Path]) -> Environment:
    from jinja2 import ChoiceLoader, FunctionLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    shipped = FunctionLoader(_from_folder(shipped_templates()))
    own = [FunctionLoader(_from_folder(folder)) for folder in folders]
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*own, PrefixLoader({SHIPPED.rstrip("/"): shipped}), shipped]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in DROPPED_GLOBALS:
        del environment.globals[name]
    environment.filters.update(
        day=wording.in_words,
        paragraphs=characters.paragraphs,
        is_rtl=characters.is_rtl,
        within=within,
        form_length=form_length,
    )
    return environment


def _from_folder(folder: Path) -> Callable[[str], Loaded | None]:
    root = folder.resolve()

    def load(name: str) -> Loaded | None:
        try:
            path = (root / name).resolve()
        except (OSError, ValueError):  # a name no file can have
            return None
        if not path.is_relative_to(root):
            raise TemplateError(
                f"The template {name} is not in its folder, {folder}.",
                "A template may use only files of its own folder. "
                "Put a copy of the file there instead of a link.",
            )
        if not path.is_file():
            return None
        try:
            return path.read_text(encoding="utf-8"), str(path), lambda: True
        except (OSError, UnicodeDecodeError) as error:
            raise TemplateError(
                f"The template {path} cannot be read.",
                "Save it as plain text in UTF-8, in a place where you may read it.",
            ) from error

    return load


def _explained(error: Exception, letter: wording.Letter) -> TemplateError:
    """Return a mistake in a template in plain words, with the file and the line."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
    from jinja2.exceptions import SecurityError

    if isinstance(error, TemplateSyntaxError):
        return _misspelt(error)
    if isinstance(error, TemplateNotFound):
        return TemplateError(
            f"{_place(error)}: there is no template called {error.message or error.name}.",
            "Check the name. A template of the program itself is written shipped/NAME.",
        )
    if isinstance(error, UndefinedError):
        return _unknown_word(error, letter)
    if isinstance(error, SecurityError):
        return TemplateError(
            f"{_place(error)}: a template may not do this: {error}.",
            "A template can use the words of the letter and nothing else.",
        )
    return TemplateError(f"{_place(error)}: {error}.", "Look at that line of the template.")


def _misspelt(error: TemplateSyntaxError) -> TemplateError:
    where = f"{error.filename or error.name}, line {error.lineno}"
    return TemplateError(
        f"{where}: {str(error.message).rstrip('.')}.",
        "Look at that line and the lines before it: a bracket or an {% end… %} is often missing.",
    )


def _unknown_word(error: Exception, letter: wording.Letter) -> TemplateError:
    found = UNKNOWN.search(str(error))
    word = (found["field"] or found["name"]) if found else ""
    if not word:
        return TemplateError(f"{_place(error)}: {error}.", "Look at that line of the template.")
    known = {one.key for one in letter.law} | {"letter", "law"} | set(_words_of(letter))
    near = get_close_matches(word, known, n=1)
    hint = f"Did you mean “{near[0]}”?" if near else "Check how the shipped templates write it."
    return TemplateError(
        f"{_place(error)}: “{word}” is not among the words of this letter, "
        "or the letter may not cite it.",
        hint,
    )


def _words_of(letter: wording.Letter) -> Iterator[str]:
    kinds: list[Any] = [
        wording.Letter, wording.Entry, wording.Person, wording.Record, wording.Writer,
        wording.Ask, wording.Group, wording.Reply, wording.History, wording.Promise,
    ]  # fmt: skip
    for kind in kinds:
        yield from kind.__dataclass_fields__
    yield from letter.__dataclass_fields__


def _endless(name: str) -> TemplateError:
    return TemplateError(
        f"The template {name}{ENDING}, or one that it uses, uses itself without end.",
        f"To build on the shipped template of the same name, write "
        f'{{% extends "{SHIPPED}{name}{ENDING}" %}} in its first line.',
    )


def _place(error: BaseException) -> str:
    """Return the file and the line of the template in which *error* arose."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.endswith((ENDING, ".txt"))]
    return f"{ours[-1].filename}, line {ours[-1].lineno}" if ours else "In a template"
