"""The commands: parse options, call one function, report."""

from __future__ import annotations

import gc
import json
import os
import shlex
import signal
import sys
from dataclasses import asdict
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant import __version__, template_commands
from assistant.errors import AssistantError, BadCase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.case import Case
    from assistant.store import CaseFile

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # none is wanted, and to look takes long

NATIONS = ("england", "wales", "scotland", "northern-ireland")


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


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="record-rights")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Letters that ask a council to correct, note or erase what it has written about you.

    Without a command, the questions begin. Nothing is sent, and nothing leaves this computer.
    This is not legal advice.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(start)


@main.command()
@click.argument("case", type=click.Path(path_type=Path), metavar="[CASE]", required=False)
@on_option
def start(case: Path | None, on: date) -> None:
    """Answer the questions: begin a case, or carry on with one.

    CASE is the folder of a case. Without it, you choose from the cases on this computer.
    """
    gc.disable()  # as in write; a sitting makes little that could be forgotten
    from assistant import session
    from assistant.terminal import Terminal

    for name in ("SIGTERM", "SIGHUP"):
        # So that the terminal is put back as it was, whatever ends the program.
        if number := getattr(signal, name, None):
            signal.signal(number, lambda *_: sys.exit(1))
    sys.exit(session.hold(Terminal(typed_command()), case, home(), on, usual_templates()))


@main.command()
def example() -> None:
    """Print a complete case file with notes, ready to be changed."""
    from assistant.store import example_text

    click.echo(example_text(), nl=False)


@main.command()
def schema() -> None:
    """Print the JSON Schema of a case file."""
    from assistant.case import Case

    click.echo(json.dumps(Case.model_json_schema(), indent=2))


@main.command()
@case_argument
@on_option
@json_option
def check(case: Path, on: date, *, as_json: bool) -> None:
    """Tell everything that is wrong with a case file, all at once."""
    from assistant.check import Problem, problems, relevant_case

    file, answers = located(case), {}
    try:
        answers = file.read()
        wrong = problems(answers, file.text, on)
    except BadCase as error:
        if not as_json:
            raise
        wrong = [Problem("", str(error))]
    if as_json:
        click.echo(as_text([vars(one) for one in wrong]))
    elif wrong:
        number = "One thing is" if len(wrong) == 1 else f"{len(wrong)} things are"
        tell([f"{number} wrong with {file.path}:", *map(str, wrong)])
    else:
        from assistant.letters import offers

        tell([f"Nothing is wrong with {file.path}."])
        checked = relevant_case(answers, file.text, on, str(file.path))
        if not any(one.ready for one in offers(checked, on)):
            place = shlex.quote(str(case))
            tell([f"No letter can be written from it yet. See why:  record-rights letters {place}"])
    sys.exit(1 if wrong else 0)


@main.command()
@case_argument
@on_option
@json_option
def advise(case: Path, on: date, *, as_json: bool) -> None:
    """Tell what can be asked, what usually happens and why, with sources."""
    from assistant import advice

    found = advice.advise(loaded(case), on)
    if as_json:
        click.echo(as_text(advice.to_plain(found)))
    else:
        tell(advice.lines(found))


@main.command()
@case_argument
@on_option
@json_option
def letters(case: Path, on: date, *, as_json: bool) -> None:
    """List the letters that CASE can send today, and for each other one why not yet."""
    from assistant import offers
    from assistant.letters import offers as all_offers

    found = all_offers(loaded(case), on)
    if as_json:
        click.echo(as_text(offers.to_plain(found)))
    else:
        tell(offers.lines(found))


@main.command()
@case_argument
@click.argument("names", nargs=-1, metavar="[LETTER]...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the letters; the folder of the case if not given.",
)
@click.option(
    "--as",
    "forms",
    multiple=True,
    type=click.Choice(["pdf", "txt", "html", "eml", "docx"]),
    help="Form of the letters; pdf if not given. May be repeated.",
)
@click.option(
    "--templates",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder with your own templates.",
)
@click.option("--clear-print", "size", flag_value="clear-print", help="Type of 14 point.")
@click.option("--large-print", "size", flag_value="large-print", help="Type of 18 point.")
@click.option("--anyway", is_flag=True, help="Write it also if your templates have lost a part.")
@on_option
def write(  # noqa: PLR0913 -- one parameter for each option
    case: Path,
    names: tuple[str, ...],
    *,
    output: Path | None,
    forms: tuple[str, ...],
    templates: Path | None,
    size: str | None,
    anyway: bool,
    on: date,
) -> None:
    """Write letters of CASE, and print where each one is.

    LETTER is a name that the command "letters" lists, or "all" for every letter that is ready.
    Without any, the recommended ones are written.
    """
    from assistant import templates as shipped
    from assistant import writing

    gc.disable()  # one short run: looking for what it can forget takes a tenth of it
    shipped.keep_compiled(settings_file().parent / "compiled")
    file = located(case)
    order = writing.Order(
        names=names,
        forms=forms or ("pdf",),
        folder=output or file.folder,
        templates=templates,
        size=size,
        case_folder=file.folder,
        usual_templates=usual_templates(),
        anyway=anyway,
    )
    written = writing.write(loaded(case), order, on)
    for path in written.paths:
        click.echo(path)
    for notice in written.notices:
        click.echo(notice, err=True)
    sys.exit(0 if written.whole else 1)


@main.group()
def templates() -> None:
    """See, learn and change the letters."""


template_commands.add_to(templates)


@templates.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="[DIR]", required=False)
@click.option("--none", "clear", is_flag=True, help="Use no templates but the shipped ones.")
def use(folder: Path | None, *, clear: bool) -> None:
    """Make all letters with the templates in DIR from now on.

    Without DIR, it is told which folder is used now.
    """
    from assistant import house, settings

    if folder and clear:
        raise click.UsageError("Give either a folder or --none.")
    if folder:
        house.read(folder)
    if folder or clear:
        settings.use_templates(settings_file(), folder)
    now = usual_templates()
    tell(
        [
            f"Letters are made with the templates in {now}."
            if now
            else "No templates of your own are used."
        ]
    )


@main.command()
@click.argument("start", type=read_day, metavar="DATE")
@click.option("--nation", type=click.Choice(NATIONS), default="england", show_default=True)
@click.option("--kind", default="request", show_default=True, help="What the period is for.")
@click.option("--extended", is_flag=True, help="More time was taken, with notice and reasons.")
@click.option(
    "--identity-shown", type=read_day, metavar="DATE", help="The day proof of identity arrived."
)
@json_option
def deadline(  # noqa: PLR0913 -- one parameter for each option
    start: date,
    nation: str,
    kind: str,
    *,
    extended: bool,
    identity_shown: date | None,
    as_json: bool,
) -> None:
    """Tell the last day of a period that starts on DATE, the day something arrived."""
    from assistant.deadlines import deadline as last_day_of

    found = last_day_of(kind, start, nation, extended=extended, identity_shown=identity_shown)
    if as_json:
        click.echo(as_text(vars(found)))
    else:
        from assistant.answers import day

        rules = ", ".join(found.rules)
        tell([f"{found.last_day:%A} {day(found.last_day)}", found.because, f"[{rules}]"])


@main.command()
@on_option
@click.option("--stale", is_flag=True, help="Only what was last checked over a year ago.")
@json_option
def law(on: date, *, stale: bool, as_json: bool) -> None:
    """List every rule with its citation, its link and the day it was checked."""
    from assistant import law as rules

    rows = rules.stale(on) if stale else rules.table(on)
    if as_json:
        click.echo(as_text([asdict(row) for row in rows]))
    elif stale:
        tell([f"{row.cites}\n  last checked {row.checked}" for row in rows])
        tell([] if rows else ["Everything was checked within the last year."])
    else:
        tell(rules.lines(on))


@main.command()
@on_option
@json_option
def doctor(on: date, *, as_json: bool) -> None:
    """Tell whether this computer has all it needs, and what to do if not."""
    from assistant.doctor import Machine, examine

    found = list(examine(Machine(home(), sys.stdout.encoding or "ascii"), on))
    if as_json:
        click.echo(as_text([{**vars(one), "well": one.well} for one in found]))
    else:
        tell(map(str, found))
    sys.exit(1 if any(one.needed and not one.well for one in found) else 0)


@main.command()
@case_argument
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(case: Path, *, yes: bool) -> None:
    """Delete a case and everything made from it, after asking."""
    from assistant import store
    from assistant.kinds import kinds

    file = located(case)
    file.must_exist()
    gone = store.belongings(file, home(), kinds())
    if not yes:
        click.echo("This deletes:")
        for path in gone:
            click.echo(f"  {path}{' and everything in it' if path.is_dir() else ''}")
        try:
            sure = click.confirm("It cannot be undone. Delete it?")
        except click.Abort:
            sure = False
            click.echo()
        if not sure:
            raise AssistantError("Nothing was deleted.")
    store.forget(gone)
    tell(f"Deleted {path}" for path in gone)
    tell(["Letters and copies that you keep in other places are still there."])


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


def tell(lines: Iterable[str]) -> None:
    """Print paragraphs, wrapped to the width of the screen."""
    from assistant.terminal import Terminal

    terminal = Terminal(typed_command())
    for line in lines:
        terminal.tell(line)
