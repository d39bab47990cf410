"""The commands: parse options, call one function, report."""

from __future__ import annotations

import gc
import json
import shlex
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant import __version__
from assistant.command_line import (
    Commands,
    as_text,
    case_argument,
    encoding,
    home,
    json_option,
    loaded,
    located,
    on_option,
    read_day,
    settings_file,
    tell,
    typed_command,
    usual_templates,
)
from assistant.errors import AssistantError, BadCase
from assistant.template_commands import templates

if TYPE_CHECKING:
    from datetime import date

NATIONS = ("england", "wales", "scotland", "northern-ireland")


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


main.add_command(templates)


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

    found = list(examine(Machine(home(), encoding()), on))
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
