"""Whose template a letter is made from, and how the folder of templates is found."""

import os
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant import cli, house, making, settings, templates
from assistant.errors import AssistantError, TemplateError
from tests.harmful import house as put
from tests.letter_text import words_of
from tests.samples import LETTERS, ON, sample

CLOSING = (
    '{% extends "shipped/base.html" %}\n'
    "{% block closing %}\n<p>With kind regards</p>{% endblock %}\n"
)
NAMES = sorted({name for _, name in LETTERS})


def filled(folder, case="one-fact", name="correction"):
    own = house.read(folder)
    return making.make(making.Job(making.letter(name, sample(case), ON, own)), own)


def letters_of(folder):
    """Each letter that there is, filled in with the templates in *folder*, by its name."""
    return {name: filled(folder, case, name) for case, name in LETTERS}


# ------------------------------------------------------------------------------------- the layers


def test_a_base_of_the_house_is_under_every_shipped_letter(tmp_path):
    put(tmp_path, {"base.html": CLOSING})
    made = letters_of(tmp_path)
    assert set(made) == set(NAMES)
    for name, one in made.items():
        assert "With kind regards" in one.html, name
        assert "Yours faithfully" not in one.html, name


def test_a_part_of_the_house_is_in_every_letter_that_has_it(tmp_path):
    put(tmp_path, {
        "parts/refusal.html": '{% include "shipped/parts/refusal.html" %}\n<p>And tell me why.</p>\n'
    })  # fmt: skip
    law = "Article 12(4) of the UK GDPR"
    with_part = {
        name for name, one in letters_of(tmp_path).items() if "And tell me why." in one.html
    }
    assert with_part == {"correction", "dissent-note", "erasure", "combined"}
    assert law in filled(tmp_path).html


def test_three_lines_change_one_block_of_one_letter(tmp_path):
    put(tmp_path, {
        "correction.html": '{% extends "shipped/correction.html" %}\n'
        "{% block proof %}<p>Show me.</p>{% endblock %}\n"
    })  # fmt: skip
    own, shipped = (
        filled(tmp_path),
        making.make(making.Job(making.letter("correction", sample("one-fact"), ON))),
    )
    changed = set(words_of(own.html).splitlines()) ^ set(words_of(shipped.html).splitlines())
    assert len(changed) == 2
    assert "Show me." in changed


def test_a_letter_tells_which_templates_it_was_made_from(tmp_path):
    put(tmp_path, {"base.html": CLOSING, "parts/refusal.html": "<p>x</p>"})
    used = {one.name: one for one in filled(tmp_path).used}
    assert used["base.html"].layer == "house"
    assert used["base.html"].path == str(tmp_path / "base.html")
    assert used["shipped/base.html"].layer == "shipped"
    assert used["parts/refusal.html"].layer == "house"
    assert used["correction.html"].layer == "shipped"


def test_what_a_name_means_can_be_asked_without_filling_anything_in(tmp_path):
    put(tmp_path, {"base.html": CLOSING, "cy/correction.html": "x"})
    own = house.read(tmp_path)
    assert templates.find("base.html", own).text == CLOSING
    assert templates.find("shipped/base.html", own).layer == "shipped"
    assert templates.find("house/base.html", own).layer == "house"
    assert templates.find("correction.html", own).layer == "shipped"
    assert templates.find("correction.html", own, "cy").layer == "cy"
    assert templates.find("nothing.html", own) is None
    assert set(NAMES) <= set(templates.names())


def test_a_name_that_differs_in_capital_letters_is_told_on_every_system(tmp_path):
    put(tmp_path, {"Correction.html": "x"})
    with pytest.raises(TemplateError, match="capital letters") as caught:
        filled(tmp_path)
    assert caught.value.hint == "Rename it to correction.html."
    put(tmp_path, {"correction.html": "y"})  # beside it, where a system can have both
    assert filled(tmp_path).html == "y"


def test_a_folder_that_only_looks_like_one_of_ours_is_left_alone(tmp_path):
    put(tmp_path, {"Fonts/Ours.ttf": "x", "Parts/ours.html": "x", "correction.html": CLOSING})
    assert filled(tmp_path).html


@pytest.mark.parametrize("encoded", ["utf-8", "utf-8-sig"])
def test_a_template_from_any_editor_is_read(tmp_path, encoded):
    text = "<p>Gŵyl</p>\r\n{% if letter.body %}\r\n<p>x</p>\r\n{% endif %}\r\n"
    put(tmp_path, {"correction.html": text.encode(encoded)})
    assert filled(tmp_path).html.splitlines() == ["<p>Gŵyl</p>", "<p>x</p>"]


# ------------------------------------------------------------------------------ finding the folder


@pytest.fixture
def away(tmp_path, monkeypatch):
    """A working directory with a case in a folder, settings of its own, and nothing else."""
    place = tmp_path / "Somewhere else  ‘ŵ’ & co"
    (place / "case").mkdir(parents=True)
    result = CliRunner().invoke(cli.main, ["example"])
    (place / "case" / "case.toml").write_text(result.output, encoding="utf-8")
    monkeypatch.setenv("RECORD_RIGHTS_CONFIG", str(tmp_path / "config" / "settings.toml"))
    monkeypatch.chdir(place)
    return place


def own_letters(folder, closing):
    """A house in *folder* that ends its letters with *closing*."""
    return put(folder, {"house.toml": f'closing = "{closing}"'})


def run(*args):
    return CliRunner().invoke(cli.main, [str(one) for one in args])


def written(away, *options):
    """The letter that the command writes, as text."""
    done = run("write", away / "case", "correction", "--as", "txt", "--on", "2026-11-22", *options)
    assert done.exit_code == 0, done.output
    (path,) = [line for line in done.stdout.splitlines() if line.endswith(".txt")]
    return Path(path).read_text(encoding="utf-8")


def name_in_case(away, folder):
    path = away / "case" / "case.toml"
    text = path.read_text(encoding="utf-8")
    said = tomllib.loads(text)
    line = f'templates = "{folder}"\n'
    text = (
        text.replace("[style]\n", f"[style]\n{line}")
        if "style" in said
        else f"{text}\n[style]\n{line}"
    )
    path.write_text(text, encoding="utf-8")


def test_without_any_the_shipped_letters_are_written(away):
    assert "Yours faithfully" in written(away)


def test_the_folder_on_the_command_line_is_seen_from_the_working_directory(away):
    own_letters(away / "Unser Büro ‘ŵ’", "From the command")
    assert "From the command" in written(away, "--templates", "Unser Büro ‘ŵ’")


def test_the_folder_in_the_case_is_seen_from_the_case_wherever_the_command_runs(away, monkeypatch):
    own_letters(away / "case" / "tŷ", "From the case")
    own_letters(away / "tŷ", "From the wrong place")
    name_in_case(away, "tŷ")
    assert "From the case" in written(away)
    monkeypatch.chdir("/")
    assert "From the case" in written(away)
    assert "From the case" in written(away, "-o", away / "letters")


def test_the_folder_in_the_settings_is_found_from_anywhere(away, monkeypatch):
    own_letters(away / "Büro", "From the settings")
    assert run("templates", "use", "Büro").exit_code == 0
    monkeypatch.chdir("/")
    assert "From the settings" in written(away)
    told = run("templates", "use").output
    assert "".join(str(away / "Büro").split()) in "".join(told.split())


def test_the_command_line_comes_before_the_case_and_the_case_before_the_settings(away):
    for name in ("command", "case/own", "settings"):
        own_letters(away / name, f"From {name}")
    run("templates", "use", away / "settings")
    assert "From settings" in written(away)
    name_in_case(away, "own")
    assert "From case/own" in written(away)
    assert "From command" in written(away, "--templates", "command")


def test_the_settings_can_be_cleared(away):
    own_letters(away / "own", "From the settings")
    run("templates", "use", "own")
    done = run("templates", "use", "--none")
    assert done.exit_code == 0
    assert "No templates of your own" in done.output
    assert "Yours faithfully" in written(away)


def test_a_folder_with_mistakes_is_not_taken_into_the_settings(away):
    put(away / "own", {"house.toml": 'colour = "nice"'})
    done = run("templates", "use", "own")
    assert done.exit_code == 1
    assert "is not a colour" in done.output
    assert "No templates of your own" in run("templates", "use").output


def test_both_a_folder_and_none_is_wrong_usage(away):
    assert run("templates", "use", "own", "--none").exit_code == 2


@pytest.mark.parametrize(
    ("options", "case", "setting", "told"),
    [
        (["--templates", "gone"], "", "", "Check the name of the folder."),
        ([], "gone", "", "below [style] in the case"),
        ([], "", "gone", "templates use --none"),
    ],
)
def test_a_folder_that_is_gone_is_told_with_where_it_was_named(away, options, case, setting, told):
    if case:
        name_in_case(away, case)
    if setting:
        own_letters(away / setting, "x")
        run("templates", "use", setting)
        (away / setting / "house.toml").unlink()
        (away / setting).rmdir()
    done = run("write", away / "case", "correction", *options)
    assert done.exit_code == 1
    said = " ".join(done.output.split())
    assert "There is no folder of templates at" in said
    assert told in said


def test_nothing_is_written_where_a_template_has_a_mistake(away):
    put(away / "own", {"correction.html": "<p>\n{{ letter.signatry }}"})
    done = run("write", away / "case", "correction", "--templates", "own")
    assert done.exit_code == 1
    said = " ".join(done.output.split())
    assert "correction.html, line 2: " in said
    assert "signatry" in said
    assert "signatory”?" in said
    assert [one.name for one in (away / "case").iterdir()] == ["case.toml"]


# ---------------------------------------------------------------------------------- the settings


def test_settings_are_kept_and_read_again(tmp_path):
    file = tmp_path / "deep" / "er" / "settings.toml"
    folder = tmp_path / 'A "strange" \\ name é'
    assert settings.read(file) == settings.Settings()
    settings.use_templates(file, folder)
    assert settings.read(file).templates == folder
    settings.use_templates(file, None)
    assert settings.read(file) == settings.Settings()


@pytest.mark.parametrize("text", [b"templates = 3", b"templates = ", b"\xff\xfe"])
def test_broken_settings_are_told_with_their_file(tmp_path, text):
    file = tmp_path / "settings.toml"
    file.write_bytes(text)
    with pytest.raises(AssistantError, match=r"settings\.toml") as caught:
        settings.read(file)
    assert caught.value.hint


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own there")
def test_a_house_behind_a_link_is_the_folder_it_leads_to(tmp_path):
    own_letters(tmp_path / "real", "x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert house.read(tmp_path / "link").folder == tmp_path / "real"
