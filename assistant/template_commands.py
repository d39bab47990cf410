"""The commands under ``templates``: see, learn, copy, check and preview the letters."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from assistant.house import House

WAIT = 0.5
"""Seconds between two looks at whether a file has been saved."""
FORMS = ("pdf", "html", "txt", "docx", "eml")


def _read_day(typed: str | date) -> date:
    from assistant.cli import read_day

    return read_day(typed)


def _today() -> date:
    from assistant.cli import today

    return today()


on_option = click.option(
    "--on", type=_read_day, default=_today, metavar="DATE", help="Reckon as on this day, not today."
)
json_option = click.option("--json", "as_json", is_flag=True, help="For programs.")
templates_option = click.option(
    "--templates",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder with your own templates.",
)


def add_to(group: click.Group) -> None:
    """Add the commands to *group*, which is called ``templates``."""
    for command in (list_, words, show, copy, check, preview):
        group.add_command(command)


@click.command("list")
@templates_option
@json_option
def list_(folder: Path | None, *, as_json: bool) -> None:
    """List the letters, and whose template each is made from."""
    from assistant import template_guide

    house = _house(folder)
    if as_json:
        found = {"letters": template_guide.listed(house), "shared": template_guide.parts(house)}
        _print_json({key: [asdict(one) for one in rows] for key, rows in found.items()})
    else:
        _tell(template_guide.list_lines(house))


@click.command()
@click.argument("letter", required=False)
@on_option
@json_option
def words(letter: str | None, on: date, *, as_json: bool) -> None:
    """List every word that a template can use.

    Each with what it means, an example from a sample case, and the letters that have it. With
    LETTER, only the words of that letter.
    """
    from assistant import template_guide

    if as_json:
        _print_json(template_guide.words_to_plain(on, letter or ""))
    else:
        _tell(template_guide.word_lines(on, letter or ""))


@click.command()
@click.argument("template", metavar="LETTER|PART")
@templates_option
@json_option
def show(template: str, folder: Path | None, *, as_json: bool) -> None:
    """Show what a letter is made of, block by block.

    Each block with its words, the file they come from, and how to change them.
    """
    from assistant import template_guide

    house = _house(folder)
    name = template_guide.template_name(template, house)
    found = template_guide.outline(name, house)
    text = template_guide.text_of(name, house)
    if as_json:
        _print_json({"name": name, "text": text, "blocks": [asdict(one) for one in found]})
    else:
        _tell(template_guide.show_lines(name, found, text))


@click.command()
@click.argument("what", metavar="LETTER|BLOCK|house")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--whole", is_flag=True, help="Copy all of the text, which then gets no corrections.")
@click.option("--seen", is_flag=True, help="Note that you have dealt with what changed since then.")
def copy(what: str, folder: Path, *, whole: bool, seen: bool) -> None:
    """Put a copy into DIR to be changed.

    LETTER gives every block of that letter as a note; BLOCK, such as closing or correction.closing,
    gives that block. They build on the shipped letter and get its corrections. house gives the
    settings of a letterhead. Also base, a part such as parts/refusal, letter.css and page.css.
    Nothing is ever overwritten.
    """
    from assistant import template_copies

    if seen:
        done = template_copies.seen(what, folder, __version__)
    else:
        done = template_copies.copy(what, folder, __version__, whole=whole)
    for path in done.paths:
        click.echo(path)
    _tell(done.says)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="[DIR]", required=False)
@on_option
@json_option
def check(folder: Path | None, on: date, *, as_json: bool) -> None:
    """Tell all that is wrong with the templates in DIR.

    Every letter is made with every sample case. Without DIR, the folder that "templates use" has
    set. Ends with 1 if something is wrong.
    """
    from assistant import template_check

    report = template_check.check(_folder(folder), on)
    if as_json:
        _print_json(template_check.to_plain(report))
    else:
        _tell(template_check.lines(report))
    sys.exit(1 if report.problems else 0)


@click.command()
@click.argument("letter")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    help="Where to.",
)
@click.option("--as", "form", type=click.Choice(FORMS), help="Form; else after the name of FILE.")
@templates_option
@click.option(
    "--case", type=click.Path(path_type=Path), metavar="CASE", help="Your case, not a sample."
)
@click.option("--watch", is_flag=True, help="Make it anew whenever a template is saved.")
@on_option
def preview(  # noqa: PLR0913 -- one parameter for each option
    letter: str,
    *,
    output: Path,
    form: str | None,
    folder: Path | None,
    case: Path | None,
    watch: bool,
    on: date,
) -> None:
    """Make a sample letter, to see what comes of its template.

    Ends with 1 if something is wrong with it.
    """
    from assistant import template_preview
    from assistant.cli import loaded

    where = folder or _usual()
    if watch and where is None:
        raise click.UsageError("--watch needs a folder of your own: add --templates DIR.")
    order = template_preview.Order(
        letter, output, form or template_preview.form_of(output), where, on,
        case=(lambda: loaded(case)) if case else None,
    )  # fmt: skip
    if not watch:
        done = template_preview.make(order)
        click.echo(done.path)
        _tell(done.lines, err=True)
        sys.exit(0 if done.well else 1)
    files = [where, *([case] if case else [])]
    _watch(order, [one for one in files if one])


def _watch(order: Any, places: list[Path]) -> None:
    """Make the letter again whenever a file in *places* has changed, until Ctrl-C."""
    from assistant import template_preview
    from assistant.errors import AssistantError

    _tell([f"{order.output} is made anew whenever you save. To stop, press Ctrl-C."])
    before = None
    try:
        while True:
            now = template_preview.state(places)
            if now != before:
                before = now
                try:
                    done = template_preview.make(order)
                    _tell([f"Written: {done.path}", *done.lines])
                except AssistantError as error:
                    _tell(
                        [
                            *str(error).split("\n"),
                            "Nothing was written. Waiting for your next save.",
                        ]
                    )
            time.sleep(WAIT)
    except KeyboardInterrupt:
        click.echo()


def _usual() -> Path | None:
    from assistant.cli import usual_templates

    return usual_templates()


def _folder(folder: Path | None) -> Path:
    found = folder or _usual()
    if found is None:
        raise click.UsageError("Name the folder with your templates: templates check DIR.")
    return found


def _house(folder: Path | None) -> House | None:
    """Return the house in *folder*, or in the folder that is set for all letters, if there is one."""
    from assistant import house

    found = folder or _usual()
    return house.read(found) if found else None


def _tell(lines: Iterable[str], *, err: bool = False) -> None:
    from assistant.cli import tell, typed_command

    if not err:
        tell(lines)
        return
    from assistant.terminal import as_typed_here

    for line in lines:
        click.echo(as_typed_here(line, typed_command()).expandtabs(4), err=True)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, default=str, ensure_ascii=False))
