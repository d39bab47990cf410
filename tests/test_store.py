"""A case on disk is written whole or not at all, is its owner's alone, and goes when it is told to."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import store
from assistant.characters import clean
from assistant.errors import AssistantError, BadCase
from assistant.store import CaseFile, locate

LETTERS = ("correction", "dissent-note")
ANSWERS = {"version": 1, "writer": {"name": "Alex Example"}}


@pytest.fixture
def case(tmp_path):
    """A case with one answer, as the questions leave it."""
    made = CaseFile(tmp_path / "case-1/case.toml")
    made.write(ANSWERS)
    return made


def by_hand(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    made = CaseFile(path)
    made.read()
    return made


def mode(path):
    return path.stat().st_mode & 0o777


def left_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


class TestWrittenWholeOrNotAtAll:
    def interrupted(self, case, how):
        """Write another answer in a process of its own that *how* breaks off in the middle."""
        code = f"""
import os, resource, signal, sys
from pathlib import Path
from assistant.errors import AssistantError
from assistant.store import CaseFile
case = CaseFile(Path(sys.argv[1]))
answers = case.read()
{how}
try:
    case.write({{**answers, "reference": "x" * 9000}})
except AssistantError as error:
    sys.exit(str(error))
"""
        command = [sys.executable, "-c", code, case.path]
        return subprocess.run(command, check=False, text=True, capture_output=True)

    def test_killed_before_the_new_file_is_safe_on_disk_the_old_one_is_there(self, case):
        before = case.path.read_bytes()
        done = self.interrupted(case, "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)")
        assert done.returncode == -9
        assert case.path.read_bytes() == before
        case.write({**ANSWERS, "reference": "later"})
        assert CaseFile(case.path).read()["reference"] == "later"

    def test_a_full_disk_leaves_the_old_file_and_nothing_else_and_says_so(self, case):
        before = case.path.read_bytes()
        done = self.interrupted(
            case,
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))",
        )
        assert done.returncode == 1
        assert "could not be written: file too large." in done.stderr
        assert "the disk is not full" in done.stderr
        assert case.path.read_bytes() == before
        assert left_in(case.folder) == ["case.toml"]

    def test_a_folder_that_takes_no_file_is_told(self, tmp_path):
        with pytest.raises(AssistantError, match="could not be written") as caught:
            CaseFile(Path("/proc/self/no-such-place/case.toml")).write(ANSWERS)
        assert "Choose another folder" in caught.value.hint
        (tmp_path / "file").write_text("")
        with pytest.raises(AssistantError, match="file exists"):
            CaseFile(tmp_path / "file/case/case.toml").write(ANSWERS)
        with pytest.raises(AssistantError, match="file exists"):
            store.keep(tmp_path / "file/letter.pdf", b"")

    def test_a_letter_that_cannot_be_kept_leaves_the_one_before(self, tmp_path):
        store.keep(tmp_path / "letters/a.pdf", b"one")
        store.keep(tmp_path / "letters/a.pdf", b"two")
        assert (tmp_path / "letters/a.pdf").read_bytes() == b"two"
        assert left_in(tmp_path) == ["letters", "letters/a.pdf"]


class TestPrivate:
    def test_nobody_else_can_look_into_the_folders_or_the_files(self, tmp_path):
        before = os.umask(0)
        try:
            case = CaseFile(tmp_path / "home/cases/case-1/case.toml")
            case.write(ANSWERS)
            store.keep(case.folder / "letters/sent/a.pdf", b"")
        finally:
            os.umask(before)
        folders = [path for path in tmp_path.rglob("*") if path.is_dir()]
        assert {mode(path) for path in folders} == {0o700}
        assert len(folders) == 5
        assert mode(case.path) == mode(case.folder / "letters/sent/a.pdf") == 0o600

    def test_a_file_that_others_could_read_is_closed_to_them_when_it_is_written(self, tmp_path):
        case = by_hand(tmp_path / "case.toml", "version = 1\n# a note\n")
        case.path.chmod(0o644)
        case.write(ANSWERS)
        assert mode(case.path) == mode(tmp_path / "case-as-you-wrote-it.toml") == 0o600

    def test_a_folder_that_was_there_keeps_its_rights(self, tmp_path):
        tmp_path.chmod(0o755)
        CaseFile(tmp_path / "case.toml").write(ANSWERS)
        assert mode(tmp_path) == 0o755


class TestChangedByAnotherProgram:
    def refused(self, case):
        with pytest.raises(AssistantError, match="changed by another program") as caught:
            case.write({"version": 1})
        assert caught.value.hint.startswith("Nothing was overwritten.")

    def test_what_another_program_wrote_is_not_overwritten(self, case):
        case.path.write_text('reference = "theirs"\n')
        self.refused(case)
        assert case.path.read_text() == 'reference = "theirs"\n'

    def test_a_case_deleted_meanwhile_does_not_come_back(self, case):
        store.forget([case.folder])
        self.refused(case)
        assert not case.folder.exists()

    def test_a_case_begun_meanwhile_in_the_same_place_is_not_overwritten(self, case):
        self.refused(CaseFile(case.path))

    def test_two_sittings_do_not_undo_each_other(self, case):
        other = locate(case.folder)
        answers = other.read()
        case.write({**ANSWERS, "reference": "first"})
        with pytest.raises(AssistantError):
            other.write({**answers, "reference": "second"})
        assert CaseFile(case.path).read()["reference"] == "first"


class TestHandWrittenNotes:
    NOTED = '# My notes\nreference = "AE-1"  # mine\n'

    @pytest.mark.parametrize(
        "text", [NOTED, 'reference = "AE-1" # mine', '[body]\r\nname = "x"\r\n  # indented\r\n']
    )
    def test_are_kept_in_a_copy_because_writing_loses_them(self, tmp_path, text):
        path = tmp_path / "case.toml"
        path.write_bytes(text.encode())
        case = CaseFile(path)
        case.write(case.read())
        assert b"#" not in path.read_bytes()
        assert (tmp_path / "case-as-you-wrote-it.toml").read_bytes() == text.encode()

    def test_written_later_are_kept_too(self, tmp_path):
        case = by_hand(tmp_path / "case.toml", self.NOTED)
        case.write(case.read())
        for note in ("second", "third"):
            case = by_hand(case.path, f"# {note}\n{case.path.read_text()}")
            case.write(case.read())
        kept = sorted(tmp_path.glob("*-as-you-wrote-it*.toml"))
        assert [path.read_text().split("\n")[0] for path in kept] == [
            "# second",
            "# third",
            "# My notes",
        ]
        assert kept == case.copies()

    def test_of_two_cases_in_one_folder_do_not_mix(self, tmp_path):
        for name in ("ann", "bob"):
            case = by_hand(tmp_path / f"{name}.toml", f"# of {name}\n")
            case.write(ANSWERS)
        for name in ("ann", "bob"):
            assert (tmp_path / f"{name}-as-you-wrote-it.toml").read_text() == f"# of {name}\n"

    def test_the_same_notes_are_kept_once(self, tmp_path):
        for _ in range(2):
            case = by_hand(tmp_path / "case.toml", self.NOTED)
            case.write(ANSWERS)
        assert len(case.copies()) == 1

    def test_a_number_sign_in_an_answer_is_no_note(self, case):
        for reference in ("#1", "# 2"):
            case.write({"reference": reference, "effect": {"words": "a\n# b"}})
        assert case.copies() == []


class TestRead:
    @pytest.mark.parametrize(
        "content",
        [
            b'\xef\xbb\xbf[body]\nname = "Caf\xc3\xa9"\n',
            b'[body]\r\nname = "Caf\xc3\xa9"\r\n',
            b'body.name = "Caf\xc3\xa9"',
            b'body = { name = "Caf\xc3\xa9" }',
            b'[ "body" ]\n\'name\' = "Caf\\u00e9" # a note',
            b'body.name = """\nCaf\xc3\xa9"""',
        ],
        ids=["a mark of order", "line ends", "a dotted name", "one line", "quoted", "three quotes"],
    )
    def test_every_way_of_writing_the_same_case_is_the_same_case(self, tmp_path, content):
        (tmp_path / "case.toml").write_bytes(content)
        case = locate(tmp_path)
        assert case.read() == {"body": {"name": "Café"}}
        assert not case.text.startswith("\ufeff")
        case.write(case.read())
        assert case.path.read_text(encoding="utf-8") == '[body]\nname = "Café"\n'

    def test_values_that_the_questions_never_write_stay_as_they_are(self, tmp_path):
        values = "a = 2026-03-04T10:00:00Z\nb = 10:00:00\nc = 1.5\nd = true\ne = [{ f = 1 }]\n"
        case = by_hand(tmp_path / "case.toml", values)
        before = case.read()
        case.write(before)
        assert CaseFile(case.path).read() == before

    @pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "cp1252"])
    def test_a_file_saved_in_another_encoding_is_told_how_to_save_it(self, tmp_path, encoding):
        (tmp_path / "case.toml").write_bytes('[body]\nname = "Café"\n'.encode(encoding))
        with pytest.raises(BadCase, match="is not a text file") as caught:
            locate(tmp_path).read()
        assert "UTF-8" in caught.value.hint

    def test_a_case_of_thousands_of_entries_comes_back_whole(self, tmp_path):
        entries = [{"id": f"e{n}", "says": "Sample words. " * 400} for n in range(1000)]
        case = CaseFile(tmp_path / "case.toml")
        case.write({"entries": entries})
        assert case.path.stat().st_size > 5_000_000
        assert CaseFile(case.path).read() == {"entries": entries}

    @pytest.mark.parametrize(
        ("text", "line", "hint"),
        [
            ('[body]\nname = "x\nemail = ""', 2, "A quotation mark is missing at the end."),
            ("[body]\nname = 'x\n", 2, "A quotation mark is missing at the end."),
            ('says = """\nwords\n\n', 2, 'A text that begins with  """  must end with  """  too.'),
            ("says = '''\nwords", 2, "A text that begins with  '''  must end with  '''  too."),
            ("\n[body\n", 2, "A bracket is missing at the end."),
            ("[[records]\n", 1, "A bracket is missing at the end."),
            ('address = ["a" "b"]', 1, "A comma is missing, or a bracket at the end."),
            ('body = { name = "x"\n}', 1, "A comma is missing, or a bracket at the end."),
            ('body = { name = "x", }', 1, "A comma too many stands here, or a name is missing."),
            ("name = Alex", 1, 'Words stand in quotation marks, such as  "Alex Example".'),
            ("name = “Alex”", 1, 'Words stand in straight quotation marks:  "  and not  “ ”.'),
            ("name: Alex", 1, "A line is  name = value , or a note that begins with  #."),
            ("Dear Sir", 1, "A line is  name = value , or a note that begins with  #."),
            ("= 3", 1, "A line is  name = value , or a note that begins with  #."),
            ('says = "a "b" c"', 1, "Something stands after the end of the value."),
            ("date = 14 March 2025", 1, "Something stands after the end of the value."),
            ("date = 2025-13-45", 1, "Something stands after the end of the value."),
            ('folder = "c:\\users"', 1, "Write two backslashes where you mean one."),
            ('folder = "c:\\files\\x"', 1, "Write two backslashes where you mean one."),
            ('[body]\nname = "a"\nname = "b"\n', 3, "This name stands twice. Take one away"),
            ("[body]\n[body]\n", 2, "This name stands twice. Take one away"),
        ],
    )
    def test_a_slip_of_the_pen_is_shown_with_its_line_and_what_to_do(
        self, tmp_path, text, line, hint
    ):
        (tmp_path / "case.toml").write_text(text, encoding="utf-8")
        with pytest.raises(BadCase) as caught:
            locate(tmp_path).read()
        shown = text.split("\n")[line - 1]
        assert caught.value.message == (
            f"{tmp_path / 'case.toml'} cannot be read from line {line} on:\n    {shown}"
        )
        assert caught.value.hint.startswith(hint)
        assert caught.value.hint.endswith("Compare it with:  record-rights example")

    @pytest.mark.parametrize(
        "text", ["a = " + "[" * 5000, "a = " + "9" * 5000, "a = " + "{a=" * 5000]
    )
    def test_a_file_made_to_break_the_program_is_told_like_any_other(self, tmp_path, text):
        (tmp_path / "case.toml").write_text(text)
        with pytest.raises(BadCase, match="too long to be read"):
            locate(tmp_path).read()

    def test_a_line_that_would_move_the_cursor_is_shown_without_what_does(self, tmp_path):
        (tmp_path / "case.toml").write_text('a = "\x1b[2J"')
        with pytest.raises(BadCase) as caught:
            locate(tmp_path).read()
        assert "\x1b" not in str(caught.value)

    def test_a_place_where_no_case_is_says_how_to_begin_one(self, tmp_path):
        for place in (tmp_path, tmp_path / "none", tmp_path / "none.toml"):
            with pytest.raises(BadCase, match="There is no case at") as caught:
                locate(place).read()
            assert "record-rights start" in caught.value.hint
        (tmp_path / "case.toml").mkdir()
        with pytest.raises(AssistantError, match="could not be read: is a directory"):
            locate(tmp_path).read()


ODD = [
    *('"', "'", '"""', "'''", "\\", "\\u0041", "#", "= [x]", "[[entries]]", " ", "a\nb\n", "\t"),
    *("\r\n", "\x00", "\u0085", "\u2028", "\u202e", "\ufeff", "e\u0301", "😀👨‍👩‍👧"),
]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["says", "why", "name", "evidence", "date"]),
        st.text() | st.lists(st.text(), max_size=3) | st.dates() | st.sampled_from(ODD),
    )
)
def test_every_answer_comes_back_as_it_was_typed(tmp_path, table):
    case = CaseFile(tmp_path / "case.toml", None)
    case.path.unlink(missing_ok=True)
    answers = {"effect": table, "entries": [{"id": "e1", **table}, {"id": "e2"}]}
    case.write(answers)
    assert CaseFile(case.path).read() == answers
    once = case.path.read_bytes()
    case.write(case.read())
    assert case.path.read_bytes() == once


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=[])))
def test_what_was_cleaned_can_be_written(typed):
    text = store._written({"words": clean(typed)}).decode()
    assert tomllib.loads(text) == {"words": clean(typed)}


class TestPlaces:
    @pytest.mark.parametrize(
        "name", ["My case", "Über uns – é ñ 家", "case.v2", "ends.", "-o", "a'b"]
    )
    def test_a_folder_may_have_any_name(self, tmp_path, name):
        case = locate(tmp_path / name)
        assert case.path == tmp_path / name / "case.toml"
        assert not case.exists()
        case.write(ANSWERS)
        for place in (tmp_path / name, tmp_path / name / "case.toml"):
            again = locate(place)
            assert again.path == case.path
            assert again.is_own_folder
            assert again.exists()
            assert again.read() == ANSWERS

    @pytest.mark.parametrize("name", ["mine.toml", "MINE.TOML", "my case.toml", "a.b.toml"])
    def test_a_name_that_ends_as_a_case_file_does_is_a_file(self, tmp_path, name):
        case = locate(tmp_path / name)
        assert case.path == tmp_path / name
        assert not case.is_own_folder
        case.write(ANSWERS)
        assert locate(tmp_path / name).read() == ANSWERS

    @pytest.mark.parametrize("name", ["mine", "mine.txt"])
    def test_a_file_that_is_there_is_the_case_whatever_its_name(self, tmp_path, name):
        (tmp_path / name).write_text("version = 1")
        assert locate(tmp_path / name).read() == {"version": 1}

    def test_a_folder_that_is_named_like_a_file_is_a_folder(self, tmp_path):
        (tmp_path / "old.toml").mkdir()
        assert locate(tmp_path / "old.toml").path == tmp_path / "old.toml/case.toml"

    def test_a_link_to_a_case_is_written_through_and_stays_a_link(self, tmp_path, case):
        link = tmp_path / "link.toml"
        link.symlink_to(case.path)
        linked = locate(link)
        linked.write({**linked.read(), "reference": "new"})
        assert link.is_symlink()
        assert CaseFile(case.path).read()["reference"] == "new"

    def test_a_link_that_leads_back_to_itself_is_told(self, tmp_path):
        link = tmp_path / "loop.toml"
        link.symlink_to(link)
        with pytest.raises(AssistantError, match="could not be read"):
            locate(link).read()
        with pytest.raises(AssistantError, match="could not be written"):
            locate(link).write(ANSWERS)

    def test_new_cases_are_numbered_and_the_last_one_written_comes_first(self, tmp_path):
        home = tmp_path / "home"
        assert store.cases(home) == []
        made = []
        for number in (1, 2, 3):
            case = store.new_case(home)
            assert case.folder.name == f"case-{number}"
            case.write(ANSWERS)
            made.append(case.path)
        os.utime(made[1], (2e9, 2e9))
        os.utime(made[0], (1e9, 1e9))
        (home / "empty").mkdir()
        (home / "stray.toml").write_text("")
        assert [case.path for case in store.cases(home)] == [made[1], made[2], made[0]]
        store.forget([made[1].parent])
        assert store.new_case(home).folder.name == "case-2"


class TestForget:
    def forgotten(self, case, home):
        store.forget(store.belongings(case, home, LETTERS))

    def test_the_folder_that_the_program_made_goes_with_everything_in_it(self, tmp_path, case):
        (case.folder / "scans").mkdir()
        (case.folder / "scans/page 1.jpg").write_text("")
        other = CaseFile(tmp_path / "case-2/case.toml")
        other.write(ANSWERS)
        self.forgotten(case, tmp_path)
        assert left_in(tmp_path) == ["case-2", "case-2/case.toml"]

    def test_elsewhere_only_what_is_of_the_case_goes(self, tmp_path):
        folder = tmp_path / "Documents"
        case = by_hand(folder / "case.toml", "# a note\n")
        case.write(ANSWERS)
        for name in (
            "2026-11-22-correction.pdf",
            "2026-11-22-dissent-note.txt",
            ".writing-abc",
            "2026-11-22-holiday.pdf",
            "correction.pdf",
            "photo.jpg",
        ):
            (folder / name).write_text("")
        (folder / "taxes").mkdir()
        (folder / "taxes/2026-11-22-correction.pdf").write_text("")
        self.forgotten(case, tmp_path / "home")
        assert left_in(folder) == [
            "2026-11-22-holiday.pdf",
            "correction.pdf",
            "photo.jpg",
            "taxes",
            "taxes/2026-11-22-correction.pdf",
        ]

    def test_a_case_file_alone_goes_with_its_copies_and_letters(self, tmp_path):
        case = by_hand(tmp_path / "mine.toml", "# a note\n")
        case.write(ANSWERS)
        (tmp_path / "2026-11-22-correction.pdf").write_text("")
        self.forgotten(case, tmp_path / "home")
        assert left_in(tmp_path) == []

    def test_letters_that_may_be_of_another_case_stay(self, tmp_path):
        case = by_hand(tmp_path / "mine.toml", "# a note\n")
        case.write(ANSWERS)
        by_hand(tmp_path / "theirs.toml", "version = 1")
        (tmp_path / "2026-11-22-correction.pdf").write_text("")
        self.forgotten(case, tmp_path / "home")
        assert left_in(tmp_path) == ["2026-11-22-correction.pdf", "theirs.toml"]

    def test_what_a_link_leads_to_goes_too(self, tmp_path, case):
        link = tmp_path / "links/case.toml"
        link.parent.mkdir()
        link.symlink_to(case.path)
        self.forgotten(locate(link), tmp_path / "home")
        assert not case.path.exists()
        assert left_in(tmp_path / "links") == []

    def test_a_link_to_a_folder_in_a_case_does_not_take_that_folder_along(self, tmp_path, case):
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "photo.jpg").write_text("")
        (case.folder / "link").symlink_to(outside)
        self.forgotten(case, tmp_path)
        assert left_in(tmp_path) == ["outside", "outside/photo.jpg"]

    def test_what_cannot_be_deleted_is_told(self, tmp_path):
        with pytest.raises(AssistantError, match="could not be deleted"):
            store.forget([tmp_path / "none"])


def test_the_example_is_a_case_file():
    assert tomllib.loads(store.example_text())["records"][0]["date"] == date(2025, 3, 14)
