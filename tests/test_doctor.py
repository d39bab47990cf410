"""What the doctor finds on machines that have everything, and on machines that do not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from assistant import doctor, pdf
from assistant.doctor import Machine, examine
from assistant.errors import CannotPrint

if TYPE_CHECKING:
    from pathlib import Path

ON = date(2026, 11, 22)


@pytest.fixture
def machine(tmp_path) -> Machine:
    return Machine(tmp_path / "cases", "utf-8")


def found(machine: Machine, on: date = ON) -> dict[str, doctor.Finding]:
    return {finding.what: finding for finding in examine(machine, on)}


def test_a_machine_with_everything_lacks_nothing_that_is_needed(machine):
    assert [one.what for one in examine(machine, ON) if one.needed and not one.well] == []


def test_each_finding_is_one_line_and_a_cure_is_one_step(machine):
    for one in examine(machine, ON):
        assert str(one)
        assert one.means.endswith(".")
        assert bool(one.cure) != one.well


def test_a_machine_without_pango_is_told_the_one_command(machine, monkeypatch):
    def missing() -> bool:
        raise CannotPrint("no Pango")

    monkeypatch.setattr(pdf, "slow_subsetting", missing)
    pango = found(machine)["Pango"]
    assert pango.needed
    assert pango.cure == pdf.how_to_install()


def test_a_machine_without_harfbuzz_subset_is_told_that_it_is_slow(machine, monkeypatch):
    monkeypatch.setattr(pdf, "slow_subsetting", lambda: True)
    slow = found(machine)["HarfBuzz-subset"]
    assert "eight times" in slow.means
    assert (slow.needed, slow.cure) == (False, pdf.how_to_install())


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    folder = found(Machine(tmp_path / "file" / "cases", "utf-8"))["Folder for cases"]
    assert folder.needed
    assert str(tmp_path / "file" / "cases") in folder.means


def test_a_folder_that_does_not_exist_yet_is_no_fault(machine):
    assert found(machine)["Folder for cases"].well
    assert not machine.home.exists()


@pytest.mark.parametrize(("encoding", "well"), [("utf-8", True), ("UTF8", True), ("ascii", False)])
def test_the_encoding_of_the_screen_is_looked_at(machine, encoding, well):
    assert found(Machine(machine.home, encoding))["Screen"].well is well


@pytest.mark.parametrize(
    ("on", "well"), [(date(2028, 6, 1), True), (date(2028, 9, 1), False), (date(2029, 1, 1), False)]
)
def test_the_end_of_the_bank_holidays_is_told_half_a_year_before(machine, on, well):
    """They are known up to the end of 2028."""
    assert found(machine, on)["Bank holidays"].well is well


def test_facts_checked_over_a_year_ago_are_told(machine):
    assert found(machine)["Law"].well
    assert "over a year ago" in found(machine, date(2028, 1, 1))["Law"].means


def test_too_old_a_python_is_told(machine, monkeypatch):
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (4, 0))
    assert found(machine)["Python"].needed


def test_typefaces_that_are_gone_are_told(machine, monkeypatch):
    from assistant import faces

    def gone():
        raise FileNotFoundError

    monkeypatch.setattr(faces, "coverage", gone)
    monkeypatch.setattr(faces, "missing_from_all", lambda _: [])
    assert found(machine)["Typefaces"].needed


def run(*args: str, home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", "doctor", *args, "--on", "2026-11-22"],
        capture_output=True,
        text=True,
        env={**os.environ, "RECORD_RIGHTS_HOME": str(home), **env},
        timeout=60,
        check=False,
    )


def test_the_command_ends_with_0_where_letters_can_be_written(tmp_path):
    ran = run(home=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_command_ends_with_1_where_they_cannot(tmp_path):
    (tmp_path / "file").write_text("")
    ran = run("--json", home=tmp_path / "file")
    assert ran.returncode == 1
    assert any(one["needed"] and not one["well"] for one in json.loads(ran.stdout))
