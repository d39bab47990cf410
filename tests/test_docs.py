"""What the READMEs say is so: their examples work, and nothing that a person needs is left out."""

import dataclasses
import re
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from assistant import law, points, questions
from assistant.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DATA_README = (ROOT / "assistant/data/README.md").read_text(encoding="utf-8")
GUIDES = ["README.md", "CONTRIBUTING.md", "assistant/data/README.md"]


def code(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def run(*args: str) -> str:
    done = CliRunner().invoke(main, args)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_two_commands_stand_at_the_top() -> None:
    first = code(README, "sh")[0]
    assert [line.split("#")[0].strip() for line in first.splitlines()] == [
        "sh run.sh",
        "sh run.sh test",
    ]
    assert README.index(first) < README.index("##")
    assert README[: README.index(first)].count("\n") < 10


def test_every_command_and_option_says_what_it_is_for() -> None:
    for name, command in main.commands.items():
        assert command.help, name
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help or option.type.name == "choice", f"{name} {option.opts}"


@pytest.mark.parametrize("guide", GUIDES)
def test_every_file_that_a_guide_names_is_there(guide: str) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")
    named = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    named += re.findall(r"`([\w./-]+/[\w./-]*\.?\w+)`", text)
    places = [ROOT, (ROOT / guide).parent]
    missing = [
        name
        for name in named
        if not name.startswith(("record-rights", "my-letters"))
        and not any((place / name).exists() for place in places)
    ]
    assert missing == []
    assert named


def test_the_letter_of_ones_own_in_the_readme_changes_the_closing_and_nothing_else(
    tmp_path: Path,
) -> None:
    (template,) = code(README, "html")
    (tmp_path / "my-letters").mkdir()
    (tmp_path / "my-letters/correction.html").write_text(template, encoding="utf-8")
    case = tmp_path / "case.toml"
    case.write_text(run("example"), encoding="utf-8")
    write = ["write", str(case), "correction", "--as", "txt", "--on", "2026-11-22"]
    shipped = Path(run(*write, "-o", str(tmp_path / "a")).strip()).read_text(encoding="utf-8")
    own = ["-o", str(tmp_path / "b"), "--templates", str(tmp_path / "my-letters")]
    changed = Path(run(*write, *own).strip()).read_text(encoding="utf-8")
    assert "Yours faithfully" in shipped
    assert changed == shipped.replace("Yours faithfully", "With kind regards")


def test_forgetting_a_case_deletes_the_folder_that_the_readme_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RECORD_RIGHTS_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    CliRunner().invoke(main, ["start"], input="stop\n")
    folder = tmp_path / "record-rights/case-1"
    assert (folder / "case.toml").is_file()
    assert (folder.stat().st_mode & 0o077, (folder / "case.toml").stat().st_mode & 0o077) == (0, 0)
    assert CliRunner().invoke(main, ["forget", str(folder)], input="y\n").exit_code == 0
    assert not folder.exists()


def test_every_data_file_is_explained_where_it_lies() -> None:
    data = ROOT / "assistant/data"
    missing = [file.name for file in data.glob("*.toml") if f"`{file.name}`" not in DATA_README]
    assert missing == []


def test_the_example_of_a_changed_law_loads_and_answers_for_both_times() -> None:
    (text,) = [one for one in code(DATA_README, "toml") if "[[rule]]" in one]
    rules = law.read(law.Rule, "rule", tomllib.loads(text))
    law.check_periods(rules)
    assert [(rule.months, rule.working_days) for rule in rules] == [(1, None), (None, 20)]


def test_the_example_of_a_question_loads() -> None:
    (text,) = [one for one in code(DATA_README, "toml") if "[[part.question]]" in one]
    (table,) = tomllib.loads(text)["part"]["question"]
    question = questions._question(table)
    assert question.optional
    assert "history.asked" in question.when


def test_the_example_of_a_point_of_advice_loads() -> None:
    (text,) = [one for one in code(DATA_README, "toml") if "[[point]]" in one]
    (table,) = tomllib.loads(text)["point"]
    point = points.Template(**{**table, "sources": tuple(table["sources"])})
    known = {one.key for one in (*law.rules(), *law.decisions())}
    assert set(point.sources) <= known


@pytest.mark.parametrize("field", [one.name for one in dataclasses.fields(questions.Question)])
def test_every_field_of_a_question_is_explained(field: str) -> None:
    fields = "\n".join(line.split("|")[1] for line in DATA_README.splitlines() if "|" in line)
    assert f"`{field}`" in fields or field == "source"
    assert f"`{field}`" in DATA_README


def test_every_release_has_a_place_for_changes_of_law() -> None:
    releases = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## [")[1:]
    assert releases
    assert all("\n### Law\n" in release for release in releases)
