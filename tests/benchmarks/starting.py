"""How soon the commands answer, against the bare tools. See the README beside this file."""

from __future__ import annotations

import sys
import sysconfig
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from assistant import faces, templates
from assistant.shipped import shipped_templates
from tests.benchmarks.side_by_side import commands_in_turns, tell

SCRIPTS = Path(sysconfig.get_path("scripts"))
PROGRAM = str(SCRIPTS / "record-rights")


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{'':<52} {'ours':>9} {'bare':>9} {'ratio':>6}")
        starting(folder)
        writing(folder)


def starting(folder: Path) -> None:
    """Compare the first words of the program with importing Click."""
    commands = {
        "click": [sys.executable, "-c", "import click"],
        "help": [PROGRAM, "--help"],
        "version": [PROGRAM, "--version"],
        "first question": [PROGRAM, "start", "case{round}"],
        "carrying on with a case": [PROGRAM, "start", "case0"],
    }
    times = commands_in_turns(commands, 15, folder)
    promises = {"help": 2.5, "version": 2.5, "first question": 4.0, "carrying on with a case": 4.0}
    for what, most in promises.items():
        tell(f"{what}, import click: s", times[what], times["click"], most)


def writing(folder: Path) -> None:
    """Compare writing a letter with the weasyprint command on the same HTML."""
    from assistant import letters, samples
    from tests.samples import ON, sample

    case = samples.FOLDER / "one-fact.toml"
    html = templates.fill(letters.build("correction", sample("one-fact"), ON))
    (folder / "letter.html").write_text(html, encoding="utf-8")
    (folder / "faces.css").write_text(faces.font_face_rules(faces.families_for(html)))
    base = shipped_templates().as_uri() + "/"
    for sheet in shipped_templates().glob("*.css"):
        (folder / sheet.name).write_text(sheet.read_text("utf-8"), encoding="utf-8")
    rules = (folder / "faces.css").read_text().replace('url("fonts/', f'url("{base}fonts/')
    (folder / "faces.css").write_text(rules)
    commands = {
        "ours": [PROGRAM, "write", str(case), "correction", "-o", "out", "--on", str(ON)],
        "bare": [
            str(SCRIPTS / "weasyprint"),
            *("--pdf-variant", "pdf/ua-1", "--stylesheet", "faces.css"),
            *("letter.html", "letter.pdf"),
        ],
    }
    times = commands_in_turns(commands, 7, folder)
    tell("write a letter, weasyprint command: s", times["ours"], times["bare"], 1.25)


if __name__ == "__main__":
    main()
