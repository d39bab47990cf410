"""The wizard in a real terminal, and through a pipe."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pexpect
import pytest

if TYPE_CHECKING:
    from pathlib import Path

ASKED = r"\n> $"
PARAGRAPH = "Mother said – “nothing at all” – and I’d told them so… "


@pytest.fixture
def home(tmp_path) -> Path:
    return tmp_path / "cases"


@pytest.fixture
def wizard(home):
    """Start the wizard in a terminal of its own."""
    started = []

    def start(*args: str, **env: str) -> pexpect.spawn:
        terminal = pexpect.spawn(
            sys.executable,
            ["-m", "assistant", "start", *args, "--on", "2026-11-22"],
            encoding="utf-8",
            timeout=20,
            dimensions=(24, 80),
            env={**os.environ, "RECORD_RIGHTS_HOME": str(home), "TERM": "xterm", **env},
        )
        terminal.delaybeforesend = None
        started.append(terminal)
        return terminal

    yield start
    for terminal in started:
        terminal.close(force=True)


def answer(terminal: pexpect.spawn, *typed: str) -> None:
    for line in typed:
        terminal.expect("> ")
        terminal.send(line + "\r")


def case(home: Path) -> dict:
    return tomllib.loads((home / "case-1" / "case.toml").read_text())


UP_TO_SAYS = ["2", "Nobody Knows", "1", "", "", "Report", "1", "don't know", "", "", "1", "1", ""]
UP_TO_SAYS += ["", "", "1", "Page 4"]


@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_twenty_thousand_characters_in_one_line_arrive_whole(wizard, home, term):
    """A terminal's own line mode keeps 4,095 of them (termios, MAX_CANON)."""
    terminal = wizard(TERM=term)
    answer(terminal, *UP_TO_SAYS)
    text = (PARAGRAPH * 400)[:20_000].strip()
    terminal.expect("What does it say there")
    answer(terminal, text)
    terminal.expect("full stop to finish")
    terminal.send(".\r")
    terminal.expect("What is wrong with it")
    assert case(home)["entries"][0]["says"] == text


def test_long_lines_pasted_without_a_pause_arrive_whole(wizard, home):
    """Nothing marks the paste, as in an old terminal: what comes between two reads must not be cut."""
    terminal = wizard()
    answer(terminal, *UP_TO_SAYS)
    terminal.expect("What does it say there")
    lines = [f"{n} " + (PARAGRAPH * 120)[:6_000].strip() for n in range(3)]
    text = "\n\n".join(lines)
    answer(terminal, text.replace("\n", "\r") + "\r.")
    terminal.expect("What is wrong with it")
    assert case(home)["entries"][0]["says"] == text


def test_a_marked_paste_with_blank_lines_is_one_answer(wizard, home):
    terminal = wizard()
    answer(terminal, *UP_TO_SAYS)
    terminal.expect("What does it say there")
    terminal.expect("> ")
    terminal.send("\x1b[200~first\r\rstop\rlast\x1b[201~\r")
    terminal.expect("full stop to finish")
    terminal.send(".\r")
    terminal.expect("What is wrong with it")
    assert case(home)["entries"][0]["says"] == "first\n\nstop\nlast"


def test_an_answer_broken_off_in_the_middle_is_kept(wizard, home):
    terminal = wizard()
    answer(terminal, *UP_TO_SAYS)
    terminal.expect("What does it say there")
    answer(terminal, "the first line")
    terminal.expect("full stop to finish")
    terminal.send("the second line\r")
    terminal.expect("full stop to finish")
    terminal.send("\x03")
    terminal.expect("To carry on")
    terminal.expect(pexpect.EOF)
    assert case(home)["entries"][0]["says"] == "the first line\nthe second line"


def test_a_paste_of_several_lines_is_marked_by_the_terminal_as_one_answer(wizard):
    """The terminal marks pastes only when it is asked to (xterm: bracketed paste mode)."""
    terminal = wizard()
    terminal.expect("What do you want most")
    terminal.expect_exact("\x1b[?2004h")


def test_what_is_typed_is_shown_once(wizard):
    terminal = wizard()
    answer(terminal, "2", "Nobody Knows")
    terminal.expect("In which nation")
    assert terminal.before.count("Nobody Knows") == 1


def test_a_killed_program_loses_only_the_answer_being_typed(wizard, home):
    terminal = wizard()
    answer(terminal, "2", "Nobody Knows")
    terminal.expect("In which nation")
    terminal.expect("> ")
    terminal.send("half an ans")
    terminal.kill(signal.SIGKILL)
    terminal.wait()
    assert case(home)["body"]["name"] == "Nobody Knows"
    again = wizard(str(home / "case-1"))
    again.expect("Welcome back. You are at: Who wrote it.")
    again.expect("In which nation is it")


@pytest.mark.parametrize(
    ("end", "code"), [("stop\r", 0), ("\x03", 1), ("\x04", 1)], ids=["stop", "ctrl-c", "ctrl-d"]
)
def test_leaving_says_how_to_carry_on(wizard, home, end, code):
    terminal = wizard()
    answer(terminal, "2")
    terminal.expect("holds the record")
    terminal.expect("> ")
    terminal.send(end)
    terminal.expect(r"To carry on:\s+record-rights start")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert (terminal.exitstatus, case(home)["wishes"]) == (code, {"first": "dissent-note"})


@pytest.mark.parametrize("end", ["stop\r", "\x03", "terminated"])
def test_the_terminal_is_left_as_it_was(home, end):
    shell = pexpect.spawn(
        "/bin/sh",
        encoding="utf-8",
        timeout=20,
        env={**os.environ, "RECORD_RIGHTS_HOME": str(home), "PS1": "$ "},
    )
    shell.sendline("stty -a")
    shell.expect(r"[^-]icanon.*[^-]echo ")
    shell.sendline(f"{sys.executable} -m assistant; stty -a; echo FINISHED")
    shell.expect("What do you want most")
    shell.expect("> ")
    if end == "terminated":
        subprocess.run(["pkill", "-TERM", "-P", str(shell.pid)], check=True)
    else:
        shell.send(end)
    shell.expect(r"[^-]icanon.*[^-]echo .*FINISHED")
    shell.close(force=True)


def test_no_cursor_is_moved(wizard):
    terminal = wizard(TERM="dumb", NO_COLOR="1")
    answer(terminal, "2", "Nobody Knows")
    terminal.expect("In which nation")
    shown = terminal.before + terminal.after
    assert not re.search(r"\x1b", shown)


def pipe(home: Path, *lines: str, args: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", "start", *args, "--on", "2026-11-22"],
        input="".join(line + "\n" for line in lines),
        capture_output=True,
        text=True,
        env={**os.environ, "RECORD_RIGHTS_HOME": str(home)},
        timeout=60,
        check=False,
    )


def test_the_same_questions_come_through_a_pipe(home):
    ran = pipe(home, *UP_TO_SAYS, "one line", "", "another", ".")
    assert case(home)["entries"][0]["says"] == "one line\n\nanother"
    assert ran.stdout.endswith(f"To carry on:\n    record-rights start {home / 'case-1'}\n")
    assert (ran.returncode, ran.stderr) == (1, "")


def test_lines_are_no_wider_than_eighty_columns(home):
    ran = pipe(home, "?", "3", "?", "2", "1", "1", "Adur", "?", "2")
    wide = [line for line in ran.stdout.splitlines() if len(line) > 80]
    assert [line for line in wide if str(home) not in line] == []


def test_an_empty_pipe_leaves_a_case_to_carry_on_with(home):
    ran = pipe(home)
    assert "To carry on:" in ran.stdout
    assert (ran.returncode, "Traceback" in ran.stderr) == (1, False)


def test_a_home_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")
    ran = pipe(tmp_path / "file" / "cases", "1")
    assert "could not be written" in ran.stderr
    assert (ran.returncode, "Traceback" in ran.stderr) == (1, False)
