"""letter_templates/README.md: every example in it works, and it tells all that can be set."""

import re
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

from assistant import house_sheet, template_words
from assistant.template_commands import copy, preview
from tests import template_readme
from tests.template_readme import BLOCK, README, Example

ROOT = README.parent.parent
TEXT = README.read_text(encoding="utf-8")
SECTIONS = {
    name: list(found)
    for name, found in groupby(template_readme.examples(), key=lambda one: one.section)
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080200000090"
    "7753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
"""The smallest picture there is: one black dot."""


def act_out(examples: list[Example], folder: Path) -> list[str]:
    """Do what a section says, in order, in *folder*; return what the letters then say, as text."""
    (folder / "my-letters").mkdir()
    (folder / "my-letters/logo.png").write_bytes(PNG)
    for one in examples:
        if one.language == "sh":
            for line in one.text.splitlines():
                done = template_readme.run(line)
                assert done.exit_code == 0, f"{line}\n{done.output}"
        elif one.language in ("html", "toml", "css"):
            write(folder / one.file, one)
    checked = template_readme.run(f"templates check my-letters --on {template_readme.DAY}")
    assert checked.exit_code == 0, checked.output
    names = [path.stem for path in (folder / "my-letters").glob("*.html")]
    letters = [name for name in names if name != "base"] or ["correction"]
    return [made(folder, name) for name in letters]


def write(path: Path, one: Example) -> None:
    """Write a file as the README says; a house.toml that is there gets more lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if one.language == "toml" and path.exists() else ""
    path.write_text(before + one.text, encoding="utf-8")


def made(folder: Path, letter: str) -> str:
    command = f"templates preview {letter} -o {letter}.txt --templates my-letters"
    done = template_readme.run(f"{command} --on {template_readme.DAY}")
    assert done.exit_code == 0, done.output
    return (folder / f"{letter}.txt").read_text(encoding="utf-8")


def in_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("A letterhead in five minutes", ["Sampletown Advice Centre", "01632 960000"]),
        ("Another closing", ["With kind regards"]),
        (
            "Replace one paragraph, or add one",
            [
                "please send me a copy of the page as it then reads",
                "is helping me with this letter",
                "Please send a copy of your answer to Sampletown Advice Centre",
            ],
        ),
        (
            "How a template is written",
            ["under the reference OMB-1234", "Child and Family Assessment"],
        ),
        (
            "A whole letter of your own",
            ["Please erase the entries listed below", "tell me what was erased"],
        ),
        ("The rest of the look", ["Yours faithfully"]),
        ("Letters in another language", ["Dear Sir or Madam"]),
        ("When the letters change here", ["Yours faithfully"]),
    ],
)
def test_the_examples_of_a_section_work_and_are_seen_in_the_letter(
    section: str, expected: list[str]
) -> None:
    with template_readme.elsewhere() as folder:
        said = in_one_line(" ".join(act_out(SECTIONS[section], folder)))
    for words in expected:
        assert words in said


def test_every_section_with_a_file_in_it_is_tried() -> None:
    tried = test_the_examples_of_a_section_work_and_are_seen_in_the_letter.pytestmark[0].args[1]  # type: ignore[attr-defined]
    having = {name for name, found in SECTIONS.items() if any(one.file for one in found)}
    assert having <= {section for section, _ in tried}
    assert len(having) > 5


def test_a_paragraph_that_is_left_out_is_left_out() -> None:
    section = SECTIONS["Replace one paragraph, or add one"]
    with template_readme.elsewhere() as folder:
        (said,) = act_out(section, folder)
        without = template_readme.run(
            f"templates preview correction -o shipped.txt --on {template_readme.DAY}"
        )
        assert without.exit_code == 0
        shipped = (folder / "shipped.txt").read_text(encoding="utf-8")
    assert "afraid" in shipped
    assert "afraid" not in said


def test_a_letter_in_the_made_up_language_is_in_it() -> None:
    with template_readme.elsewhere() as folder:
        act_out(SECTIONS["Letters in another language"], folder)
        case = folder / "case.toml"
        case.write_text(template_readme.run("example").output, encoding="utf-8")
        text = case.read_text(encoding="utf-8")
        text = text.replace("[style]", '[style]\nlanguage = "art-x-demo"')
        text = text.replace('first = "erasure"', 'first = "correction"')
        case.write_text(text.replace('scope = "passages"', ""), encoding="utf-8")
        done = template_readme.run(
            "write case.toml correction -o . --as txt --templates my-letters --anyway --on 2026-11-22"
        )
        assert done.exit_code == 0, done.output
        said = (folder / "2026-11-22-correction.txt").read_text(encoding="utf-8")
    assert "Seli taro" in said
    assert "Balu nemi" in said
    assert "22 Tachwedd 2026" in said
    assert "still in English" in done.output


def test_the_shown_closing_is_three_lines() -> None:
    (file,) = [one for one in SECTIONS["Another closing"] if one.language == "html"]
    assert len(file.text.splitlines()) == 3


def test_what_the_program_puts_into_the_readme_is_as_it_is_now() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "-I", ".", README],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{done.stdout}\nTo renew: cog -r -I . {README.name}"


def test_the_mistakes_shown_are_all_found() -> None:
    shown = template_readme.mistaken()
    assert "3 things are wrong" in shown
    for hint in ("“closing”", "letter.writer.name", "“letter.signatory”"):
        assert hint in shown


@pytest.mark.parametrize("key", house_sheet.keys())
def test_every_setting_of_a_house_is_told(key: str) -> None:
    assert f"| `{key}` |" in TEXT


def test_every_command_and_option_shown_is_one() -> None:
    known = {f"--{one.name}" for one in (*copy.params, *preview.params)}
    known |= {option for one in (*copy.params, *preview.params) for option in one.opts} | {
        "--none",
        "--anyway",
    }
    shown = set(re.findall(r"(?<!-)--[a-z]+", re.sub(r"<!--.*?-->", "", TEXT)))
    assert shown <= known


def test_words_that_are_shown_are_words() -> None:
    tables = template_words.tables()
    for outer, name in re.findall(r"\b(letter|record|entry)\.([a-z_]+)", TEXT):
        if name not in ("html", "signatry"):
            assert name in template_words.table_fields(tables[outer]), f"{outer}.{name}"


def test_every_block_is_of_a_kind_that_is_tried() -> None:
    languages = {match["language"] for match in BLOCK.finditer(TEXT)}
    assert languages == {"sh", "toml", "html", "css", "text", "console"}
