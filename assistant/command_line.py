"""What all commands share: how they are read and report, and what they learn of the computer."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant import __version__
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.case import Case
    from assistant.store import CaseFile


os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # none is wanted, and to look takes long


class Commands(click.Group):
    """Shows an AssistantError as a message, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; report what the person can put right."""
        open_to_every_character()
        try:
            return super().invoke(ctx)
        except AssistantError as error:
            from assistant.terminal import as_typed_here

            raise click.ClickException(
                as_typed_here(str(error), typed_command()).expandtabs(4)
            ) from error
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:
            if os.environ.get("RECORD_RIGHTS_DEBUG"):
                raise
            raise click.ClickException(fault(error)) from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a word that is none is answered with the nearest one."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            import difflib

            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            raise click.UsageError(f"There is no command “{args[0]}”.{hint}", ctx) from None


def read_day(typed: str | date) -> date:
    """Return the day typed on the command line: 2026-11-22, or any way the questions take.

    Raises click.BadParameter for what is no date.
    """
    from assistant.answers import read_date

    try:
        found = typed if isinstance(typed, date) else read_date(typed)
    except AssistantError as error:
        raise click.BadParameter(str(error)) from error
    if found is None:
        raise click.BadParameter(f"“{typed}” is not a date. Type it like 2026-11-22.")
    return found


def today() -> date:
    """Return the person's own calendar day."""
    return date.today()  # noqa: DTZ011 -- the day on the person's own wall is meant


on_option = click.option(
    "--on", type=read_day, default=today, metavar="DATE", help="Reckon as on this day, not today."
)
json_option = click.option("--json", "as_json", is_flag=True, help="For programs.")
case_argument = click.argument("case", type=click.Path(path_type=Path), metavar="CASE")


def fault(error: Exception) -> str:
    """Return what to tell a person about a fault in the program itself."""
    from traceback import extract_tb

    last = extract_tb(error.__traceback__)[-1]
    return (
        "Something went wrong inside the program. It is not your fault, and your answers are safe.\n"
        f"If you report it, add this: {type(error).__name__} in {Path(last.filename).name}, "
        f"line {last.lineno}, version {__version__}."
    )


def open_to_every_character() -> None:
    """Let no letter stop a command: a file or pipe gets UTF-8, a screen what it can show."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    if isinstance(sys.stdout, TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            # A name of a file need not be UTF-8; it is printed as the bytes it is.
            sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")


def encoding() -> str:
    """Return the encoding of what is printed."""
    return sys.stdout.encoding or "ascii"


def typed_command() -> str:
    """Return what a person types to run this program; the set-up script sets it to itself."""
    return os.environ.get("RECORD_RIGHTS_COMMAND") or "record-rights"


def home() -> Path:
    """Return the folder of all cases: RECORD_RIGHTS_HOME, or record-rights in the person's own."""
    return Path(os.environ.get("RECORD_RIGHTS_HOME") or Path.home() / "record-rights")


def settings_file() -> Path:
    """Return the file of settings: RECORD_RIGHTS_CONFIG, or where this system keeps such files."""
    kept = Path(click.get_app_dir("record-rights")) / "settings.toml"
    return Path(os.environ.get("RECORD_RIGHTS_CONFIG") or kept).absolute()


def usual_templates() -> Path | None:
    """Return the folder of templates that is set for every case, if one is."""
    from assistant import settings

    return settings.read(settings_file()).templates


def located(place: Path) -> CaseFile:
    """Return the case at *place*."""
    from assistant.store import locate

    return locate(place)


def loaded(place: Path) -> Case:
    """Return the case at *place* with only the answers that apply; raises BadCase.

    What has happened is held against the real day, so that one can reckon as on an earlier one.
    """
    from assistant.check import relevant_case

    file = located(place)
    return relevant_case(file.read(), file.text, today(), str(file.path))


def as_text(value: Any) -> str:
    """Return *value* as JSON, with dates in their ISO form."""
    return json.dumps(value, indent=2, default=str, ensure_ascii=False)


def tell(lines: Iterable[str], *, err: bool = False) -> None:
    """Print paragraphs, wrapped to the width of the screen; with *err* on stderr, as they are."""
    from assistant.terminal import Terminal, as_typed_here

    terminal = Terminal(typed_command())
    for line in lines:
        if err:
            click.echo(as_typed_here(line, typed_command()).expandtabs(4), err=True)
        else:
            terminal.tell(line)
