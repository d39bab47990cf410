"""What letter_templates/README.md shows of the program, made by the program: cog puts the text in.

By hand: ``cog -r -I . letter_templates/README.md``.
"""

import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner, Result

from assistant import foreign_placeholders, house_sheet
from assistant.cli import main

README = Path(__file__).parent.parent / "letter_templates" / "README.md"
DAY = "2026-11-22"
COMMAND = "sh run.sh"
BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"`(?P<name>my-letters/[\w./-]+\.(?:html|toml|css))`")
SHOWN = ("notify", "flag", "braces", "dollar-braces", "hand", "angles", "guillemets", "dollar-name",
         "three-braces", "server-value", "razor")  # fmt: skip
EXAMPLES = {
    "hand": "[Your address]",
    "flag": "[flag>words]",
    "code": "name",
    "place": "name",
    "words": "name",
}


@dataclass(frozen=True)
class Example:
    """One block of the README: the language it says, its text, and the file that it is."""

    section: str
    language: str
    text: str
    file: str


def examples() -> list[Example]:
    """Return every block of the README, in order, with the heading that it stands under."""
    text = README.read_text(encoding="utf-8")
    found = []
    for match in BLOCK.finditer(text):
        before = text[: match.start()]
        section = re.findall(r"^## (.+)$", before, re.MULTILINE)[-1]
        named = FILE.findall(before.rsplit("\n## ", 1)[-1])
        found.append(Example(section, match["language"], match["text"], named[-1] if named else ""))
    return found


@contextmanager
def elsewhere() -> Iterator[Path]:
    """Stand in an empty folder that is the person's own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        chdir(folder),
        patch.dict(os.environ, RECORD_RIGHTS_HOME=f"{folder}/home", RECORD_RIGHTS_COMMAND=COMMAND),
    ):
        yield Path(folder)


def run(command: str) -> Result:
    """Run a line of the README that begins with ``sh run.sh``."""
    args = command.split("#", maxsplit=1)[0].removeprefix("$ ").removeprefix(COMMAND).split()
    return CliRunner().invoke(main, args, prog_name="record-rights", catch_exceptions=False)


def house_table() -> str:
    """Return what a house.toml may hold, as a table."""
    rows = ["| name | what it means | for example |", "|---|---|---|"]
    for key in house_sheet.keys().values():
        limits = ""
        if key.unit:
            limits = f" It can be {key.least} to {key.most} {key.unit}."
        elif key.most:
            what = "letters" if key.kind == "text" else "lines"
            limits = f" At most {key.most} {what}."
        example = json.dumps(key.example, ensure_ascii=False)
        rows.append(f"| `{key.name}` | {key.says}{limits} | `{example}` |")
    return "\n".join(rows)


def marks_table() -> str:
    """Return how other programs mark the place of a value, as a table."""
    signs, _, _ = foreign_placeholders._data()
    rows = ["| there | used by | here |", "|---|---|---|"]
    for sign in signs:
        if sign.key in SHOWN:
            inside = EXAMPLES.get(sign.key) or f"{sign.opens}name{sign.closes}"
            (found,) = foreign_placeholders.placeholders(inside)
            hint = foreign_placeholders.finding(found, "").hint
            here = re.findall(r"\{[{%].*[}%]\}", hint)[0]
            rows.append(f"| `{inside}` | {sign.tool} | `{here}` |")
    return "\n".join(rows)


def mistaken() -> str:
    """Return what the check says of a template with three usual mistakes."""
    with elsewhere() as folder:
        (folder / "my-letters").mkdir()
        (folder / "my-letters/correction.html").write_text(MISTAKEN, encoding="utf-8")
        command = f"templates check my-letters --on {DAY}"
        shown = run(command).output.strip()
    return f"$ {COMMAND} templates check my-letters\n{shown}"


MISTAKEN = """\
{% extends "shipped/correction.html" %}
{% block clsing %}<p class="closing">With kind regards</p>{% endblock %}
{% block proof %}
<p data-part="proof">Dear ((name)), please write to {{ letter.signatry }}.</p>
{% endblock %}
"""
