"""The commands: each does what it says, each mistake is told in words, each exit code can be trusted."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import __version__, store
from assistant.cli import main
from assistant.samples import FOLDER

ON = ("--on", "2026-11-22")
COMMANDS = sorted(main.commands)
HEAVY = ("weasyprint", "pydyf", "pydantic", "jinja2", "fontTools", "rapidfuzz", "tomli_w", "docx")


WITHOUT_PANGO = """
import sys

class NoPango:
    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")

sys.meta_path.insert(0, NoPango())
from assistant.cli import main
main(prog_name="record-rights")
"""


@pytest.fixture(autouse=True)
def nobody_elses_things(tmp_path, monkeypatch):
    """Keep the cases and settings of whoever runs the tests out of them."""
    monkeypatch.setenv("RECORD_RIGHTS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("RECORD_RIGHTS_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.delenv("RECORD_RIGHTS_COMMAND", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def case(tmp_path):
    """A case folder with the example in it."""
    folder = tmp_path / "My case – née"
    folder.mkdir()
    (folder / "case.toml").write_text(store.example_text(), encoding="utf-8")
    return folder


def run(*args, typed=None):
    return CliRunner().invoke(main, [str(one) for one in args], input=typed)


def done(*args, typed=None):
    """Run a command that must succeed; return what it printed."""
    result = run(*args, typed=typed)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout


def refused(*args, code=1, typed=None):
    """Run a command that must fail; return its message, which stands on stderr alone."""
    result = run(*args, typed=typed)
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert "Traceback" not in result.stderr
    assert "inside the program" not in result.stderr
    return result.stderr


def real(*args, env=(), **more):
    """Run the program itself, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "assistant", *args],
        check=False,
        capture_output=True,
        env={**os.environ, **dict(env)},
        timeout=60,
        **more,
    )


class TestHelp:
    @pytest.mark.parametrize("command", [[], *([one] for one in COMMANDS), ["templates", "use"]])
    def test_every_command_explains_itself(self, command):
        text = done(*command, "--help")
        assert text.startswith(f"Usage: main {' '.join(command)}".rstrip())
        assert text == done(*command, "-h")
        assert len(text.split("\n\n")[1].split()) > 4

    def test_every_command_is_listed_with_what_it_does(self):
        text = done("--help")
        for command in COMMANDS:
            assert re.search(rf"^  {command}  +\w+,? \w+", text, re.MULTILINE)

    def test_every_command_of_today_has_the_day_as_an_option(self):
        for command in ("start", "check", "advise", "letters", "write", "law", "doctor"):
            assert "--on DATE" in done(command, "--help")

    @pytest.mark.parametrize("args", [["--version"], ["--help"], ["write", "--help"]])
    def test_help_needs_nothing_that_takes_long_or_may_be_missing(self, args):
        code = (
            f"import sys; sys.modules.update(dict.fromkeys({HEAVY})); "
            "from assistant.cli import main; main(prog_name='record-rights')"
        )
        ran = subprocess.run(
            [sys.executable, "-c", code, *args], check=False, capture_output=True, text=True
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout.startswith(
            f"record-rights, version {__version__}" if args == ["--version"] else "Usage: "
        )


class TestWrongUsage:
    @pytest.mark.parametrize(
        ("args", "says"),
        [
            (["chek"], "There is no command “chek”. Did you mean “check”?"),
            (["leters", "x"], "There is no command “leters”. Did you mean “letters”?"),
            (["xyzzy"], "There is no command “xyzzy”.\n"),
            (["templates", "usee"], "usee"),
            (["check"], "Missing argument 'CASE'."),
            (["deadline"], "Missing argument 'DATE'."),
            (["check", "case", "--wrong"], "No such option"),
            (["check", "case", "more"], "unexpected extra argument"),
            (["check", "case", "--on", "nonsense"], "“nonsense” is not a date."),
            (["check", "case", "--on", ""], "“” is not a date."),
            (["check", "case", "--on", "31/2/2026"], "There is no such day in the calendar."),
            (["check", "case", "--on", "3/4/26"], "The year needs four digits."),
            (["check", "case", "--on", "9" * 5000], "is not a date."),
            (["deadline", "soon"], "“soon” is not a date. Type it like 2026-11-22."),
            (["deadline", "2026-09-03", "--nation", "france"], "'france' is not one of"),
            (["deadline", "2026-09-03", "--identity-shown", "x"], "“x” is not a date."),
            (["write", "case", "--as", "rtf"], "'rtf' is not one of"),
        ],
    )
    def test_is_told_with_exit_code_2(self, args, says):
        assert says in refused(*args, code=2)

    def test_a_day_may_be_typed_as_the_questions_take_it(self):
        expected = done("deadline", "2026-09-03")
        assert done("deadline", "3 September 2026") == done("deadline", "3/9/2026") == expected


class TestBadCase:
    @pytest.mark.parametrize("command", ["check", "advise", "letters", "write", "forget"])
    def test_a_missing_case_says_how_to_begin_one(self, command):
        for place in ("none", "none.toml", "no such/place"):
            message = refused(command, place)
            assert message.startswith(f"Error: There is no case at {place}")
            assert "    record-rights start\n" in message

    @pytest.mark.parametrize("command", ["check", "advise", "letters", "write", "start"])
    def test_a_file_that_cannot_be_read_shows_the_line(self, command):
        Path("broken.toml").write_text('[body]\nname = "x\n')
        message = refused(command, "broken.toml")
        assert "broken.toml cannot be read from line 2 on:\n    name =" in message
        assert "A quotation mark is missing" in message

    @pytest.mark.parametrize("command", ["advise", "letters", "write", "start"])
    def test_a_case_with_faults_is_refused_with_all_of_them(self, command):
        Path("bad.toml").write_text('[body]\nnaton = "england"\nname = 3\n')
        message = refused(command, "bad.toml")
        assert "- line 2: body, naton: there is no field of this name." in message
        assert "- line 3: body, name: 3 does not fit here." in message

    def test_a_folder_in_place_of_the_file_is_told(self):
        Path("folder/case.toml").mkdir(parents=True)
        assert "could not be read: is a directory" in refused("check", "folder")

    def test_the_command_is_named_as_the_person_types_it(self, monkeypatch):
        monkeypatch.setenv("RECORD_RIGHTS_COMMAND", "sh run.sh")
        assert "    sh run.sh start\n" in refused("check", "none")


class TestCheck:
    def test_a_case_without_a_fault(self, case):
        text = done("check", case, *ON)
        assert " ".join(text.split()) == f"Nothing is wrong with {case / 'case.toml'}."
        assert json.loads(done("check", case, *ON, "--json")) == []

    def test_all_faults_are_shown_and_counted(self):
        Path("bad.toml").write_text('[body]\nnaton = "england"\nname = 3\n')
        result = run("check", "bad.toml")
        assert (result.exit_code, result.stderr) == (1, "")
        assert result.stdout.startswith("2 things are wrong with bad.toml:\nline 2: body, naton:")
        Path("bad.toml").write_text("[body]\nname = 3\n")
        assert run("check", "bad.toml").stdout.startswith("One thing is wrong with bad.toml:\n")

    def test_a_program_gets_the_faults_as_json(self):
        Path("bad.toml").write_text("[body]\nname = 3\n")
        result = run("check", "bad.toml", "--json")
        assert result.exit_code == 1
        assert json.loads(result.stdout) == [
            {
                "place": "body, name",
                "says": "3 does not fit here. It should be words in quotation marks.",
                "line": 2,
            }
        ]

    def test_a_program_gets_json_for_a_file_that_cannot_be_read_too(self):
        Path("bad.toml").write_text("name = ")
        for place in ("bad.toml", "none.toml"):
            result = run("check", place, "--json")
            assert (result.exit_code, result.stderr) == (1, "")
            (problem,) = json.loads(result.stdout)
            assert place in problem["says"]

    def test_an_event_is_to_come_or_not_as_on_the_day_given(self):
        Path("case.toml").write_text('[[events]]\nid = "v1"\ndate = 2026-11-23\n')
        assert run("check", ".", "--on", "2026-11-22").exit_code == 1
        assert run("check", ".", "--on", "2026-11-23").exit_code == 0


class TestExampleAndSchema:
    def test_the_example_goes_straight_into_a_file_and_works(self):
        Path("mine.toml").write_text(done("example"), encoding="utf-8")
        done("check", "mine.toml", *ON)
        assert "combined" in done("letters", "mine.toml", *ON)

    def test_the_schema_is_a_schema_of_a_case(self):
        schema = json.loads(done("schema"))
        assert {"wishes", "body", "records", "entries", "writer"} <= set(schema["properties"])
        assert schema["additionalProperties"] is False


class TestLettersAndAdvice:
    def test_every_letter_is_listed_with_whether_it_can_go_and_why_not(self, case):
        offers = json.loads(done("letters", case, *ON, "--json"))
        names = [offer["name"] for offer in offers]
        assert len(set(names)) == len(names) >= 5
        text = done("letters", case, *ON)
        for offer in offers:
            assert f"  - {offer['name']}: {offer['title']}" in text
            assert offer["ready"] == (not offer["missing"])
        assert [offer["name"] for offer in offers if offer["recommended"]] == ["combined"]

    def test_an_empty_case_can_send_nothing_and_says_what_is_missing(self):
        Path("case.toml").write_text("")
        text = done("letters", ".", *ON)
        assert text.startswith("No letter can be written yet.\n\nNot yet:\n")
        offers = json.loads(done("letters", ".", *ON, "--json"))
        assert all(offer["missing"] and not offer["ready"] for offer in offers)

    @pytest.mark.parametrize("name", ["one-fact", "refused", "youth-justice"])
    def test_advice_is_given_in_words_and_in_json(self, name):
        path = FOLDER / f"{name}.toml"
        assert len(done("advise", path, *ON).split()) > 100
        assert json.loads(done("advise", path, *ON, "--json"))


class TestWrite:
    def test_the_paths_alone_are_printed_and_the_recommended_letter_is_there(self, case):
        paths = done("write", case, "--as", "txt", *ON).splitlines()
        assert paths == [str(case / "2026-11-22-combined.txt")]
        assert "Alex Example" in Path(paths[0]).read_text(encoding="utf-8")

    def test_letters_and_forms_are_written_as_asked_into_the_folder_given(self, case):
        out = Path("a folder/für Briefe")
        forms = ["--as", "txt", "--as", "html"]
        paths = done("write", case, "correction", "erasure", *forms, "-o", out, *ON).splitlines()
        assert paths == [
            str(out / f"2026-11-22-{name}.{form}")
            for name in ("correction", "erasure")
            for form in ("txt", "html")
        ]
        assert sorted(map(str, out.iterdir())) == sorted(paths)

    def test_a_letter_named_twice_is_written_once(self, case):
        args = ["write", case, "correction", "correction", "--as", "txt", "--as", "txt", *ON]
        assert len(done(*args).splitlines()) == 1

    def test_all_writes_every_letter_that_is_ready_and_capitals_do_not_matter(self, case):
        ready = [
            one["name"] for one in json.loads(done("letters", case, "--json", *ON)) if one["ready"]
        ]
        assert len(ready) > 1
        paths = done("write", case, "ALL", "--as", "txt", *ON).splitlines()
        assert [Path(path).name for path in paths] == [f"2026-11-22-{name}.txt" for name in ready]
        again = done("write", case, "Correction", "--as", "txt", *ON).splitlines()
        assert again == [str(case / "2026-11-22-correction.txt")]

    def test_what_was_changed_by_hand_is_kept_when_a_letter_is_written_again(self, case):
        path = Path(done("write", case, "correction", "--as", "docx", *ON).strip())
        done("write", case, "correction", "--as", "docx", *ON)
        assert [one.name for one in case.glob("*.docx")] == [path.name]
        for number, words in enumerate((b"my own words", b"other words"), 1):
            path.write_bytes(words)
            ran = run("write", case, "correction", "--as", "docx", *ON)
            aside = (
                case / f"2026-11-22-correction-as-it-was{f'-{number}' if number > 1 else ''}.docx"
            )
            assert str(aside) in ran.stderr
            assert aside.read_bytes() == words
            assert path.read_bytes()[:2] == b"PK"
        done("forget", case, "--yes")
        assert not list(case.glob("*.docx"))

    @pytest.mark.parametrize("flag", ["--clear-print", "--large-print"])
    def test_the_size_asked_for_is_the_size_of_the_letter(self, case, flag):
        path = done("write", case, "correction", "--as", "html", flag, *ON).strip()
        assert flag[2:] in Path(path).read_text(encoding="utf-8")

    def test_an_unknown_letter_names_those_there_are_and_writes_nothing(self, case):
        before = sorted(case.iterdir())
        message = refused("write", case, "correction", "corection", "--as", "txt", *ON)
        assert "There is no letter called “corection”." in message
        assert "correction" in message.split("\n", 1)[1]
        assert sorted(case.iterdir()) == before

    def test_a_letter_that_is_not_ready_says_what_it_needs_and_writes_nothing(self):
        Path("case.toml").write_text("")
        for names in ([], ["correction"]):
            message = refused("write", ".", *names, "--as", "txt", *ON)
            assert len(message.split()) > 8
        assert sorted(Path().glob("*.txt")) == []

    def test_a_folder_that_cannot_be_made_is_told(self, case):
        Path("file").write_text("")
        message = refused("write", case, "--as", "txt", "-o", "file/letters", *ON)
        assert "could not be written: file exists." in message
        assert "Choose another folder" in message

    def test_templates_that_are_not_there_are_told(self, case):
        message = refused("write", case, "--as", "txt", "--templates", "nowhere", *ON)
        assert "nowhere" in message

    def test_where_no_pdf_can_be_made_the_text_is_written_and_the_notice_says_so(self, case):
        ran = subprocess.run(
            [sys.executable, "-c", WITHOUT_PANGO, "write", case, *ON],
            check=False,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 1
        assert ran.stdout == f"{case / '2026-11-22-combined.txt'}\n"
        assert "written as text instead" in ran.stderr
        assert "Traceback" not in ran.stderr


class TestDeadline:
    def test_the_last_day_comes_with_its_reason(self):
        # UK GDPR Article 12(3): a month from 3 September is 3 October 2026, a Saturday.
        assert done("deadline", "2026-09-03").startswith("Monday 5 October 2026\n")
        found = json.loads(done("deadline", "2026-09-03", "--json"))
        assert found["last_day"] == "2026-10-05"
        assert "Saturday" in found["because"]

    def test_the_nation_and_an_extension_count(self):
        # 30 November is St Andrew's Day, a bank holiday in Scotland alone.
        args = ["deadline", "2026-10-30", "--json", "--nation"]
        days = [json.loads(done(*args, nation))["last_day"] for nation in ("england", "scotland")]
        assert days == ["2026-11-30", "2026-12-01"]
        longer = json.loads(done("deadline", "2026-09-03", "--extended", "--json"))
        assert longer["last_day"] == "2026-12-03"

    def test_a_period_that_is_not_known_is_refused_with_those_that_are(self):
        message = refused("deadline", "2026-09-03", "--kind", "tea")
        assert "No deadline is called “tea”." in message
        assert "request, access" in message

    def test_a_day_beyond_the_bank_holidays_known_is_refused_with_what_to_do(self):
        message = refused("deadline", "2099-01-01")
        assert "bank holidays" in message
        assert "newest version" in message

    def test_where_the_law_gives_no_day_none_is_invented(self):
        message = refused(
            "deadline", "2026-06-01", "--kind", "complaint-acknowledgement", "--nation", "england"
        )
        assert "19 June 2026" in message


class TestLaw:
    def test_every_rule_comes_with_its_citation_and_the_day_it_was_checked(self):
        rows = json.loads(done("law", *ON, "--json"))
        assert len(rows) > 30
        for row in rows:
            assert row["cites"]
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["checked"])
        assert rows[0]["cites"].split(",")[0] in done("law", *ON)

    def test_what_was_checked_over_a_year_ago_is_listed_when_asked_for(self):
        assert "within the last year" in done("law", "--stale", *ON)
        assert json.loads(done("law", "--stale", "--json", *ON)) == []
        assert len(json.loads(done("law", "--stale", "--json", "--on", "2028-01-01"))) > 30


class TestDoctor:
    def test_every_finding_is_one_thing_with_what_it_means(self):
        result = run("doctor", "--json")
        assert result.exit_code in (0, 1)
        found = json.loads(result.stdout)
        assert len(found) > 4
        assert all(isinstance(one["well"], bool) for one in found)
        assert len(run("doctor").stdout.strip().splitlines()) >= len(found)


class TestForget:
    @pytest.mark.parametrize("typed", ["n\n", "\n", "", "yes please\nno\n"])
    def test_nothing_goes_without_a_yes(self, case, typed):
        result = run("forget", case, typed=typed)
        assert result.exit_code == 1
        assert str(case / "case.toml") in result.stdout
        assert "It cannot be undone." in result.stdout
        assert result.stderr.endswith("Error: Nothing was deleted.\n")
        assert (case / "case.toml").is_file()

    def test_a_yes_deletes_what_was_shown_and_says_so(self, case):
        (case / "photo.jpg").write_text("")
        (letter,) = done("write", case, "--as", "txt", *ON).splitlines()
        result = run("forget", case, typed="y\n")
        assert (result.exit_code, result.stderr) == (0, "")
        shown = result.stdout.split("It cannot be undone")[0]
        assert str(case / "case.toml") in shown
        assert letter in shown
        assert "photo" not in result.stdout
        assert [path.name for path in case.iterdir()] == ["photo.jpg"]

    def test_a_case_of_the_program_goes_with_its_folder(self):
        run("start", typed="2\nstop\n")
        folder = Path("home/case-1")
        (folder / "scans").mkdir()
        text = done("forget", folder, "--yes")
        assert " ".join(text.split()).startswith(f"Deleted {folder.resolve()}")
        assert not folder.exists()

    def test_the_example_saved_among_other_things_does_not_take_them_along(self, tmp_path):
        Path("case.toml").write_text(done("example"), encoding="utf-8")
        Path("important").mkdir()
        Path("important/thing").write_text("")
        done("forget", "case.toml", "--yes")
        assert not Path("case.toml").exists()
        assert Path("important/thing").exists()


class TestStart:
    def test_stop_ends_well_and_the_end_of_input_does_not(self):
        stopped = run("start", *ON, typed="stop\n")
        assert stopped.exit_code == 0
        assert "record-rights start" in stopped.stdout
        cut_off = run("start", "case", *ON, typed="2\n")
        assert cut_off.exit_code == 1
        assert 'first = "dissent-note"' in Path("case/case.toml").read_text()

    def test_no_command_at_all_begins_the_questions(self):
        result = run(typed="stop\n")
        assert result.exit_code == 0
        assert "What do you want most?" in result.stdout

    def test_a_place_that_cannot_be_written_is_told_before_the_first_question(self):
        Path("file").write_text("")
        result = run("start", "file/case", typed="1\n")
        assert result.exit_code == 1
        assert "could not be written: file exists." in result.stderr
        assert "What do you want most?" not in result.stdout

    def test_a_number_without_end_is_a_wrong_answer_like_any_other(self):
        result = run("start", "case", *ON, typed="9" * 5000 + "\n2\nstop\n")
        assert result.exit_code == 0
        assert "Type a number from 1 to 4." in result.stdout


class TestAFaultOfTheProgram:
    def broken(self):
        raise ZeroDivisionError("inside")

    def test_is_told_in_words_with_what_to_report(self, monkeypatch):
        monkeypatch.setattr(store, "example_text", self.broken)
        result = run("example")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "It is not your fault, and your answers are safe." in result.stderr
        assert re.search(r"ZeroDivisionError in test_cli.py, line \d+, version", result.stderr)
        assert "Traceback" not in result.stderr

    def test_is_shown_whole_to_whoever_mends_it(self, monkeypatch):
        monkeypatch.setattr(store, "example_text", self.broken)
        monkeypatch.setenv("RECORD_RIGHTS_DEBUG", "1")
        assert isinstance(run("example").exception, ZeroDivisionError)


class TestTheProgramItself:
    def test_a_file_gets_utf_8_whatever_the_screen_can_show(self):
        for encoding in ("latin-1", "ascii", "cp1252"):
            ran = real("example", env={"PYTHONIOENCODING": encoding})
            assert (ran.returncode, ran.stderr) == (0, b"")
            assert ran.stdout.decode("utf-8") == store.example_text()

    def test_letters_typed_in_another_encoding_do_not_end_the_questions(self, tmp_path):
        typed = '2\n"Café"\nstop\n'.encode("latin-1")
        ran = real("start", "case", *ON, input=typed, env={"PYTHONIOENCODING": "utf-8"})
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert "Caf" in (tmp_path / "case/case.toml").read_text(encoding="utf-8")

    def test_the_name_of_a_folder_need_not_be_text(self, case):
        name = os.fsdecode(b"letters-\xff")
        ran = real("write", case, "--as", "txt", "-o", name, *ON, env={"LC_ALL": "C.UTF-8"})
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert os.fsencode(name) in ran.stdout

    def test_messages_stay_off_the_standard_output(self):
        ran = real("check", "nowhere")
        assert (ran.returncode, ran.stdout) == (1, b"")
        assert ran.stderr.startswith(b"Error: There is no case at nowhere")

    def test_a_reader_that_stops_reading_is_no_fault(self):
        command = f"'{sys.executable}' -m assistant law | head -1"
        ran = subprocess.run(
            ["sh", "-c", command], check=False, capture_output=True, text=True, timeout=60
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout.count("\n") == 1


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)
@given(
    st.binary(max_size=80)
    | st.lists(
        st.sampled_from(
            [
                "[body]",
                "[[entries]]",
                'id = "e1"',
                "name = 3",
                "a.b = []",
                '"',
                "'''",
                "#",
                "é",
                "\x00",
            ]
        ),
        max_size=6,
    ).map(lambda lines: "\n".join(lines).encode())
)
def test_any_file_at_all_is_checked_or_refused_in_words(content):
    Path("case.toml").write_bytes(content)
    for command in ("check", "letters"):
        result = run(command, ".", *ON)
        assert result.exit_code in (0, 1)
        assert "inside the program" not in result.output
