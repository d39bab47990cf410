"""The commands under "templates": they show what is there, copy it out, and make it to look at."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest
from click.testing import CliRunner

from assistant import template_words, templates, wording
from assistant.cli import main
from assistant.kinds import kinds
from assistant.letters import build
from assistant.shipped import shipped_templates
from tests.samples import LETTERS, ON, sample

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parent.parent
DAY = ["--on", "2026-11-22"]
CLOSING = '{% extends "shipped/correction.html" %}\n{% block closing %}<p class="closing">Bye</p>{% endblock %}\n'


def run(*args):
    return CliRunner().invoke(main, ["templates", *map(str, args)], catch_exceptions=False)


def out(*args):
    done = run(*args)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A folder with one letter of one's own, and nothing set for all letters."""
    monkeypatch.setenv("RECORD_RIGHTS_HOME", str(tmp_path / "home"))
    folder = tmp_path / "my letters é"
    folder.mkdir()
    (folder / "correction.html").write_text(CLOSING, encoding="utf-8")
    return folder


# ------------------------------------------------------------------------------------------------ list


def test_list_tells_every_letter_and_part_and_that_it_is_shipped(house):
    shown = out("list")
    for kind in kinds().values():
        assert f"{kind.name}: {kind.title} (shipped, en-GB)" in " ".join(shown.split())
    for path in (shipped_templates() / "parts").glob("*.html"):
        assert f"parts/{path.name}:" in shown


def test_list_tells_which_letter_is_ones_own_and_in_which_language(house):
    (house / "cy").mkdir()
    (house / "cy/erasure.html").write_text('{% extends "shipped/erasure.html" %}', encoding="utf-8")
    (house / "parts").mkdir()
    (house / "parts/reach.html").write_text("<p>x</p>", encoding="utf-8")
    found = json.loads(out("list", "--templates", house, "--json"))
    own = {(one["name"], one["layer"], one["language"]) for one in found["letters"]}
    assert ("correction", "house", "en-GB") in own
    assert ("erasure", "cy", "cy") in own
    assert ("erasure", "shipped", "en-GB") in own
    assert ("parts/reach.html", "house") in {(one["name"], one["layer"]) for one in found["shared"]}
    shown = " ".join(out("list", "--templates", house).split())
    assert "your own:" in shown
    assert "correction.html" in shown


def test_list_knows_the_folder_that_is_set_for_all_letters(house):
    out("use", house)
    assert "your own:" in " ".join(out("list").split())


# ----------------------------------------------------------------------------------------------- words


@pytest.fixture(scope="module")
def listed():
    return {one["word"]: one for one in json.loads(out("words", "--json", *DAY))["words"]}


def test_every_word_that_a_letter_can_hold_is_listed_with_its_meaning(listed):
    for name, table in template_words.tables().items():
        for field in template_words.table_fields(table).values():
            word = listed[f"{template_words.full(name)}.{field.name}"]
            assert word["means"].endswith(".") or name == "house", word


def test_every_class_of_words_is_among_the_tables():
    classes = {
        one
        for one in vars(wording).values()
        if isinstance(one, type) and one.__module__ == wording.__name__
    }
    assert classes <= set(template_words.tables().values())


def test_every_word_has_an_example_that_a_sample_case_gives(listed):
    without = [
        word
        for word, one in listed.items()
        if not one["example"] and one["kind"] not in template_words.tables()
    ]
    assert without == ["house.styles"]


@pytest.mark.parametrize(
    ("word", "example", "letters"),
    [
        ("letter.body", "Sampleshire County Council", set(kinds())),
        ("letter.date", "22 November 2026", set(kinds())),
        ("letter.stage", "finished", {"ico-complaint"}),
        ("letter.reply.last_day", "22 December 2026", set(kinds()) - {"ico-complaint"}),
        ("entry.conviction", "conviction", {"erasure"}),
        ('law["rectification"]', "Article 16 of the UK GDPR", set(kinds())),
        ('law["necessity"]', None, None),
    ],
)
def test_a_word_has_the_example_and_the_letters_that_the_cases_give(listed, word, example, letters):
    if example is None:
        assert word not in listed
        return
    assert listed[word]["example"] == example
    assert set(listed[word]["letters"]) == letters


def test_words_of_one_letter_are_those_it_has(listed):
    of_ico = {
        one["word"] for one in json.loads(out("words", "ico-complaint", "--json", *DAY))["words"]
    }
    of_erasure = {
        one["word"] for one in json.loads(out("words", "erasure", "--json", *DAY))["words"]
    }
    assert "letter.stage" in of_ico - of_erasure
    assert 'law["erasure-public-task"]' in of_erasure - of_ico
    assert of_ico | of_erasure <= set(listed)


def test_words_for_people_say_where_an_item_is_known(listed):
    shown = " ".join(out("words", *DAY).split())
    assert "between {% for entry in letter.entries %} and {% endfor %}" in shown
    assert "day: A date as letters write it" in shown
    assert "{{ long(letter.effect) }}" in shown


def test_a_letter_that_there_is_not_is_told(house):
    done = run("words", "corection")
    assert done.exit_code == 1
    assert "correction" in done.output


# ------------------------------------------------------------------------------------------------ show


@pytest.mark.parametrize("name", list(kinds()))
def test_show_names_every_block_of_a_letter_with_its_words(house, name):
    shown = out("show", name)
    source = (shipped_templates() / f"{name}.html").read_text(encoding="utf-8")
    base = (shipped_templates() / "base.html").read_text(encoding="utf-8")
    for block in re.findall(r"{% block (\w+) %}", source + base):
        assert re.search(rf"^{block} \(from ", shown, re.MULTILINE), block
    assert "{{ letter.date | day }}" in shown
    assert f"record-rights templates copy {name}.BLOCK my-letters" in shown


def test_show_tells_whose_words_a_block_has(house):
    shown = out("show", "correction", "--templates", house)
    assert '<p class="closing">Bye</p>' in shown
    assert "{{ letter.closing }}" not in shown
    assert "closing (from correction.html, line 2, your own: " in " ".join(shown.split())
    found = json.loads(out("show", "correction", "--templates", house, "--json"))
    layers = {one["name"]: one["layer"] for one in found["blocks"]}
    assert (layers["closing"], layers["date"]) == ("house", "shipped")


def test_show_tells_which_parts_a_block_uses(house):
    assert "record-rights templates show parts/refusal" in out("show", "erasure")


@pytest.mark.parametrize("name", ["parts/refusal", "refusal", "parts/refusal.html"])
def test_show_prints_a_part(house, name):
    assert 'data-part="refusal-notice"' in out("show", name)


def test_show_of_what_there_is_not_tells_the_nearest(house):
    done = run("show", "corection")
    assert (done.exit_code, "“correction”" in done.output) == (1, True)


# ------------------------------------------------------------------------------------------------ copy


def test_copy_of_a_block_is_a_file_of_three_lines_and_some(tmp_path):
    shown = out("copy", "closing", tmp_path)
    path = tmp_path / "base.html"
    assert path.read_text(encoding="utf-8").splitlines() == [
        '{% extends "shipped/base.html" %}',
        "{% block closing %}",
        '<p class="closing">{{ letter.closing }}</p>',
        "{% endblock %}",
    ]
    assert str(path) in shown
    assert "in all letters" in shown


def test_copy_of_a_block_of_one_letter_is_in_the_file_of_that_letter(tmp_path):
    out("copy", "erasure.closing", tmp_path)
    assert (
        (tmp_path / "erasure.html")
        .read_text(encoding="utf-8")
        .startswith('{% extends "shipped/erasure.html" %}')
    )


def blocks():
    for name in kinds():
        source = (shipped_templates() / f"{name}.html").read_text(encoding="utf-8")
        for block in re.findall(r"{% block (\w+) %}", source):
            yield f"{name}.{block}"


@pytest.mark.parametrize("what", [*kinds(), "base", *blocks()])
def test_what_is_copied_changes_nothing_until_it_is_changed(tmp_path, what):
    name = what.split(".")[0].replace("base", "correction")
    out("copy", what, tmp_path)
    letter = build(name, sample("assessment"), ON)
    assert templates.fill(letter, [tmp_path]).split() == templates.fill(letter).split()


def test_a_block_can_be_taken_out_of_its_note(tmp_path):
    out("copy", "correction", tmp_path / "mine")
    path = tmp_path / "mine/correction.html"
    text = path.read_text(encoding="utf-8")
    noted = re.search(r"{#\n({% block closing %}.*?{% endblock %})\n#}", text, re.DOTALL)
    path.write_text(
        text.replace(noted[0], noted[1].replace("{{ letter.closing }}", "Bye")), encoding="utf-8"
    )
    out("preview", "correction", "-o", tmp_path / "a.txt", "--templates", tmp_path / "mine", *DAY)
    said = (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert "Bye" in said
    assert "Yours faithfully" not in said


@pytest.mark.parametrize("what", ["correction", "base", "parts/refusal", "letter.css", "page.css"])
def test_a_whole_copy_says_what_it_was_copied_from_and_keeps_it(tmp_path, what):
    out("copy", what, tmp_path, "--whole")
    name = what if what.endswith(".css") else f"{what}.html"
    shipped = (shipped_templates() / name).read_text(encoding="utf-8")
    first, _, rest = (tmp_path / name).read_text(encoding="utf-8").partition("\n")
    assert re.search(
        rf"Copied whole from shipped/{name} of Record Rights \S+, [0-9a-f]{{12}}\.", first
    )
    assert rest == shipped
    assert (tmp_path / "copied-from" / name).read_text(encoding="utf-8") == shipped


def test_copy_of_a_house_is_a_form_that_says_nothing_until_it_is_filled_in(tmp_path):
    out("copy", "house", tmp_path / "mine")
    text = (tmp_path / "mine/house.toml").read_text(encoding="utf-8")
    assert all(not line or line.startswith("#") for line in text.splitlines())
    filled = re.sub(r"^# (closing = ).*", r'\1"Bye"', text, flags=re.MULTILINE)
    (tmp_path / "mine/house.toml").write_text(filled, encoding="utf-8")
    out("preview", "correction", "-o", tmp_path / "a.txt", "--templates", tmp_path / "mine", *DAY)
    assert "Bye" in (tmp_path / "a.txt").read_text(encoding="utf-8")


def test_every_setting_of_the_form_can_be_used_as_it_stands(tmp_path):
    """Each line without its # is one that the program takes, if the files it names are there."""
    out("copy", "house", tmp_path)
    for name in ("logo.png", "OurFace-Regular.ttf", "OurFace-Bold.ttf"):
        fonts = sorted((shipped_templates() / "fonts").glob("*.ttf"))
        picture = Path(__file__).parent / "letter.png"
        source = picture if name.endswith("png") else fonts[0]
        (tmp_path / name).write_bytes(source.read_bytes())
    path = tmp_path / "house.toml"
    text = re.sub(r"^# (?=[\w.]+ = )", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    assert "correction" in out("list", "--templates", tmp_path)


@pytest.mark.parametrize(
    "what", ["correction", "correction.closing", "house", "parts/refusal", "letter.css"]
)
def test_nothing_is_ever_overwritten(tmp_path, what):
    out("copy", what, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = run("copy", what, tmp_path)
    assert done.exit_code == 1
    assert "nothing is overwritten" in done.output
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_block_for_a_file_that_is_there_is_told_line_by_line(tmp_path):
    out("copy", "correction.closing", tmp_path)
    done = run("copy", "correction.salutation", tmp_path)
    assert done.exit_code == 1
    assert "    {% block salutation %}" in done.output.splitlines()
    assert "    <p>{{ value(letter.salutation) }}</p>" in done.output.splitlines()


@pytest.mark.parametrize(
    ("what", "hint"),
    [
        ("clsing", "“closing”"),
        ("correction.clsing", "“correction.closing”"),
        ("request", "correction.request, dissent-note.request"),
        ("nothing.such", "templates list"),
        ("parts/refusl", "“parts/refusal”"),
    ],
)
def test_what_cannot_be_copied_is_told_with_the_nearest(tmp_path, what, hint):
    done = run("copy", what, tmp_path)
    assert done.exit_code == 1
    assert hint in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = run("copy", "closing", tmp_path / "file")
    assert (done.exit_code, "cannot be written" in done.output) == (1, True)


def test_seen_ends_the_telling_of_a_change(tmp_path):
    out("copy", "parts/refusal", tmp_path)
    assert "up to date" in out("copy", "parts/refusal", tmp_path, "--seen")


# ------------------------------------------------------------------------------------ check and preview


def test_check_without_a_folder_takes_the_one_that_is_set(house):
    assert run("check").exit_code == 2
    out("use", house)
    (house / "correction.html").write_text("{{ letter.signatry }}", encoding="utf-8")
    done = run("check", *DAY)
    assert (done.exit_code, "“letter.signatory”" in done.output) == (1, True)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.pdf", b"%PDF"),
        ("a.html", b"<!doctype html>"),
        ("a.txt", b"Alex Example"),
        ("a", b"%PDF"),
    ],
)
def test_a_preview_is_of_the_form_that_the_name_asks_for(house, tmp_path, name, begins):
    out("preview", "correction", "-o", tmp_path / name, "--templates", house, *DAY)
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_the_form_can_be_asked_for(house, tmp_path):
    out(
        "preview", "correction", "-o", tmp_path / "a.pdf", "--as", "txt", "--templates", house, *DAY
    )
    assert "Bye" in (tmp_path / "a.pdf").read_text(encoding="utf-8")


@pytest.mark.parametrize("letter", sorted({name for _, name in LETTERS}))
def test_every_letter_can_be_previewed_with_a_sample_case(house, tmp_path, letter):
    out("preview", letter, "-o", tmp_path / "a.txt", *DAY)
    assert "Sampleshire" in (tmp_path / "a.txt").read_text(encoding="utf-8")


def test_a_preview_can_be_of_ones_own_case(house, tmp_path):
    text = CliRunner().invoke(main, ["example"]).output
    (tmp_path / "case.toml").write_text(
        text.replace("Alex Example", "Robin Example"), encoding="utf-8"
    )
    case = ["--case", tmp_path / "case.toml"]
    out("preview", "combined", "-o", tmp_path / "a.txt", *case, *DAY)
    assert "Robin Example" in (tmp_path / "a.txt").read_text(encoding="utf-8")


def test_a_preview_that_lacks_something_is_made_and_ends_with_1(house, tmp_path):
    (house / "parts").mkdir()
    (house / "parts/refusal.html").write_text("<p>x</p>", encoding="utf-8")
    done = run("preview", "erasure", "-o", tmp_path / "a.txt", "--templates", house, *DAY)
    assert done.exit_code == 1
    assert "what they must tell if they refuse" in done.output
    assert (tmp_path / "a.txt").exists()


def test_a_preview_that_cannot_be_made_tells_why_with_the_place(house, tmp_path):
    (house / "correction.html").write_text(
        "\n{% if letter.body === 1 %}{% endif %}", encoding="utf-8"
    )
    done = run("preview", "correction", "-o", tmp_path / "a.txt", "--templates", house, *DAY)
    assert done.exit_code == 1
    assert "correction.html, line 2: === is not used" in done.output
    assert not (tmp_path / "a.txt").exists()


@pytest.mark.parametrize(
    "args",
    [
        ["preview", "correction"],
        ["preview", "correction", "-o", "a.pdf", "--as", "odt"],
        ["preview", "correction", "-o", "a.pdf", "--watch"],
        ["check"],
        ["copy", "closing"],
        ["lst"],
    ],
)
def test_wrong_usage_ends_with_2(house, args):
    assert run(*args).exit_code == 2


def test_a_letter_that_there_is_not_cannot_be_previewed(house, tmp_path):
    done = run("preview", "corection", "-o", tmp_path / "a.pdf", *DAY)
    assert (done.exit_code, "correction" in done.output) == (1, True)


# ----------------------------------------------------------------------------------------------- watch


class Watched:
    """The real command, watching; what it says is read as it comes."""

    def __init__(self, house, output):
        self.log = output.with_suffix(".log").open("w+", encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "assistant",
            "templates",
            "preview",
            "correction",
            "-o",
            output,
        ]
        self.process = subprocess.Popen(
            [*command, "--templates", house, "--watch", *DAY],
            cwd=ROOT,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )

    def said(self):
        self.log.flush()
        return Path(self.log.name).read_text(encoding="utf-8")

    def wait_for(self, words, times=1):
        for _ in range(600):
            if self.said().count(words) >= times:
                return
            time.sleep(0.1)
        pytest.fail(f"{words!r} was not said {times} times:\n{self.said()}")

    def end(self):
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        self.log.close()
        return code


def test_watching_makes_the_letter_anew_tells_what_is_wrong_and_goes_on(house, tmp_path):
    output = tmp_path / "a.txt"
    path = house / "correction.html"
    watched = Watched(house, output)
    try:
        watched.wait_for("Written:")
        assert "Bye" in output.read_text(encoding="utf-8")
        path.write_text(CLOSING.replace("Bye", "So long"), encoding="utf-8")
        watched.wait_for("Written:", 2)
        assert "So long" in output.read_text(encoding="utf-8")
        path.write_text("{{ letter.signatry }}", encoding="utf-8")
        watched.wait_for("“letter.signatory”")
        watched.wait_for("Waiting for your next save")
        assert "So long" in output.read_text(encoding="utf-8")
        (house / "house.toml").write_text('closng = "x"', encoding="utf-8")
        watched.wait_for("“closing”")
        (house / "house.toml").unlink()
        path.write_text(CLOSING.replace("Bye", "At last"), encoding="utf-8")
        for _ in range(300):
            if "At last" in output.read_text(encoding="utf-8"):
                break
            time.sleep(0.1)
        assert "At last" in output.read_text(encoding="utf-8")
    finally:
        code = watched.end()
    assert code == 0
    assert "Traceback" not in Path(watched.log.name).read_text(encoding="utf-8")


# ---------------------------------------------------------------------------------------------- speed


def test_help_comes_as_soon_as_before():
    """The commands for templates load what they need when they run: at most 2.5 times bare Click."""

    def seconds(command):
        taken = []
        for _ in range(7):
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            taken.append(time.perf_counter() - start)
        return median(taken)

    bare = seconds([sys.executable, "-c", "import click"])
    assert seconds([BIN / "record-rights", "--help"]) <= 2.5 * bare
    assert seconds([BIN / "record-rights", "templates", "--help"]) <= 2.5 * bare
