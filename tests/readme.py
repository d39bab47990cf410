"""What README.md shows of the program, made by the program: cog puts the text in.

`python tests/readme.py` draws the picture anew.
"""

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stdout, suppress
from datetime import date
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner

from assistant import law
from assistant.cli import main

DAY = "2026-11-22"
COMMAND = "sh run.sh"
PICTURE = Path(__file__).parent / "letter.png"


class Typed(io.StringIO):
    """Lines for a program to read, shown as they would be where somebody types them."""

    def readline(self, size: int = -1) -> str:  # type: ignore[override]
        line = super().readline(size)
        sys.stdout.write(line.rstrip("\n"))
        return line


@contextmanager
def elsewhere() -> Iterator[Path]:
    """Stand in an empty folder where cases have a short name."""
    with (
        tempfile.TemporaryDirectory() as folder,
        chdir(folder),
        patch.dict(os.environ, RECORD_RIGHTS_HOME="record-rights", RECORD_RIGHTS_COMMAND=COMMAND),
    ):
        yield Path(folder)


def run(*args: str) -> str:
    return CliRunner().invoke(main, args, prog_name="record-rights", catch_exceptions=False).output


def questions() -> str:
    """Return the beginning of a sitting, from the first question on."""
    shown = io.StringIO()
    typed = Typed("?\n2\nstop\n")
    with (
        elsewhere(),
        redirect_stdout(shown),
        patch.object(sys, "stdin", typed),
        suppress(SystemExit),
    ):
        main(["start", "--on", DAY], prog_name="record-rights", standalone_mode=False)
    words = shown.getvalue()
    return words[words.index("---") :].rstrip()


def by_hand() -> str:
    """Return how a case file becomes letters."""
    with elsewhere() as folder:
        (folder / "case.toml").write_text(run("example"), encoding="utf-8")
        shown = [f"$ {COMMAND} example > case.toml"]
        for words in ("check case.toml", f"write case.toml -o letters --as txt --on {DAY}"):
            shown += [f"$ {COMMAND} {words}", run(*words.split()).rstrip()]
    return "\n".join(shown)


def commands() -> str:
    """Return a table of the commands."""
    rows = ["| command | does |", "|---|---|"]
    for name, command in main.commands.items():
        rows.append(f"| `{name}` | {command.get_short_help_str(limit=200)} |")
    return "\n".join(rows)


def facts() -> str:
    """Return a table of the rules in force, with their sources."""
    rows = ["| what it says | where it stands | for | checked |", "|---|---|---|---|"]
    for rule in law.table(date.fromisoformat(DAY)):
        nations = "all" if set(rule.nations) == set(law.NATIONS) else ", ".join(rule.nations)
        rows.append(f"| {rule.says} | [{rule.cites}]({rule.url}) | {nations} | {rule.checked} |")
    return "\n".join(rows)


def draw() -> None:
    """Write the picture of a letter: the first two pages, side by side."""
    import pypdfium2
    from PIL import Image, ImageOps

    with elsewhere() as folder:
        (folder / "case.toml").write_text(run("example"), encoding="utf-8")
        (path,) = run("write", "case.toml", "combined", "--on", DAY).split()
        pages = list(pypdfium2.PdfDocument((folder / path).read_bytes()))
        images = [page.render(scale=1.1).to_pil().convert("L") for page in pages[:2]]
    images = [ImageOps.expand(image, border=1, fill=160) for image in images]
    width, height = images[0].size
    both = Image.new("L", (2 * width + 20, height), 255)
    for number, image in enumerate(images):
        both.paste(image, (number * (width + 20), 0))
    both.quantize(16).save(PICTURE, optimize=True)


if __name__ == "__main__":
    draw()
