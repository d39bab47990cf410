"""The commands under ``templates``: see, learn, copy, check and preview the letters."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant import __version__
from assistant.command_line import (
    as_text,
    json_option,
    loaded,
    on_option,
    settings_file,
    tell,
    usual_templates,
)

if TYPE_CHECKING:
    from datetime import date

    from assistant.house import House

WAIT = 0.5
"""Seconds between two looks at whether a file has been saved."""
FORMS = ("pdf", "html", "txt", "docx", "eml")


templates_option = click.option(
    "--templates",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder with your own templates.",
)


@click.group()
def templates() -> None:
    """See, learn and change the letters."""


@templates.command("list")
@templates_option
@json_option
def list_(folder: Path | None, *, as_json: bool) -> None:
    """List the letters, and whose template each is made from."""
    from assistant import template_guide

    house = _house(folder)
    if as_json:
        found = {"letters": template_guide.listed(house), "shared": template_guide.parts(house)}
        click.echo(as_text({key: [asdict(one) for one in rows] for key, rows in found.items()}))
    else:
        tell(template_guide.list_lines(house))


@templates.command()
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
        click.echo(as_text(template_guide.words_to_plain(on, letter or "")))
    else:
        tell(template_guide.word_lines(on, letter or ""))


@templates.command()
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
        click.echo(as_text({"name": name, "text": text, "blocks": [asdict(one) for one in found]}))
    else:
        tell(template_guide.show_lines(name, found, text))


@templates.command()
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
    tell(done.says)


@templates.command()
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
        click.echo(as_text(template_check.to_plain(report)))
    else:
        tell(template_check.lines(report))
    sys.exit(1 if report.problems else 0)


@templates.command()
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

    where = folder or usual_templates()
    if watch and where is None:
        raise click.UsageError("--watch needs a folder of your own: add --templates DIR.")
    order = template_preview.Order(
        letter, output, form or template_preview.form_of(output), where, on,
        case=(lambda: loaded(case)) if case else None,
    )  # fmt: skip
    if not watch:
        done = template_preview.make(order)
        click.echo(done.path)
        tell(done.lines, err=True)
        sys.exit(0 if done.well else 1)
    files = [where, *([case] if case else [])]
    _watch(order, [one for one in files if one])


def _watch(order: Any, places: list[Path]) -> None:
    """Make the letter again whenever a file in *places* has changed, until Ctrl-C."""
    from assistant import template_preview
    from assistant.errors import AssistantError

    tell([f"{order.output} is made anew whenever you save. To stop, press Ctrl-C."])
    before = None
    try:
        while True:
            now = template_preview.state(places)
            if now != before:
                before = now
                try:
                    done = template_preview.make(order)
                    tell([f"Written: {done.path}", *done.lines])
                except AssistantError as error:
                    tell(
                        [
                            *str(error).split("\n"),
                            "Nothing was written. Waiting for your next save.",
                        ]
                    )
            time.sleep(WAIT)
    except KeyboardInterrupt:
        click.echo()


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


def _folder(folder: Path | None) -> Path:
    found = folder or usual_templates()
    if found is None:
        raise click.UsageError("Name the folder with your templates: templates check DIR.")
    return found


def _house(folder: Path | None) -> House | None:
    """Return the house in *folder*, or in the folder that is set for all letters, if there is one."""
    from assistant import house

    found = folder or usual_templates()
    return house.read(found) if found else None
