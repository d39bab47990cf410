"""run.sh on machines made of stand-ins: what it finds, what it runs and what it says."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

ROOT = Path(__file__).parent.parent
SHELL = shutil.which("dash") or "/bin/sh"
TOOLS = ["cat", "cp", "env", "grep", "mkdir", "rm", "sh", "tail", "tee"]

# Stands in for a Python, and for the one in the .venv once copied there. It uses no other program,
# so that a run with nothing on the PATH shows what the script itself calls.
PYTHON = """#!/bin/sh
words=$*
echo "${0##*/} ${words%%
*}" >>"$STATE/calls"
case $words in
*version_info*) echo "$FIT $VERSION $ENSUREPIP $0" ;;
*'-m venv'*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
*'import pip'*) ;;
*'-m pip install'*) [ ! -e "$STATE/pip-says" ] || { cat "$STATE/pip-says"; exit 1; } ;;
*'import weasyprint'*) [ -e "$STATE/pango" ] ;;
*'-m assistant'*)
    shift 3
    pwd
    for word; do echo "<$word>"; done
    [ ! -e "$STATE/tell" ] || echo "$RECORD_RIGHTS_COMMAND"
    exit "$CODE" ;;
esac
"""
LOG_CALL = """#!/bin/sh
echo "${0##*/} $*" >>"$STATE/calls"
"""
INSTALLER = LOG_CALL + 'case $* in *update*) ;; *) : >"$STATE/pango" ;; esac\n'
SUDO = LOG_CALL + 'case $1 in -n) [ -e "$STATE/sudo-is-free" ] ;; *) "$@" ;; esac\n'


class Machine:
    """A checkout, the programs of a machine, and a record of what was called."""

    def __init__(self, tmp: Path) -> None:
        self.here, self.bin, self.state = tmp / "Récord Rights, mine", tmp / "bin", tmp / "state"
        for folder in (self.here, self.bin, self.state):
            folder.mkdir()
        for name in ("run.sh", "pyproject.toml"):
            shutil.copy(ROOT / name, self.here)
            self.touch(name, hours=-1)
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
        self.env = {"PATH": str(self.bin), "STATE": str(self.state), "CODE": "0"}
        self.env |= {"FIT": "True", "VERSION": "3.12", "ENSUREPIP": "True"}
        self.program("python3.12", PYTHON)
        self.user(0)

    def touch(self, name: str, *, hours: int) -> None:
        """Set the time of *name* in the checkout to so many hours from now."""
        file = self.here / name
        then = file.stat().st_mtime + 3600 * hours
        os.utime(file, (then, then))

    def program(self, name: str, text: str) -> None:
        """Put a program on the PATH."""
        file = self.bin / name
        file.unlink(missing_ok=True)  # it may be a link to the machine's own
        file.write_text(text)
        file.chmod(0o755)

    def user(self, number: int) -> None:
        self.program("id", f"#!/bin/sh\necho {number}\n")

    def note(self, name: str, text: str = "") -> None:
        """Leave a file that tells a stand-in how to behave."""
        (self.state / name).write_text(text)

    def run(self, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run the script from another folder, with no terminal."""
        (self.state / "calls").unlink(missing_ok=True)
        return subprocess.run(
            [SHELL, str(self.here / "run.sh"), *args],
            check=False,
            cwd=self.state,
            env=self.env | env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )

    @property
    def calls(self) -> str:
        """What was called, one call a line, each after a line break."""
        file = self.state / "calls"
        return "\n" + file.read_text() if file.exists() else ""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with Python and Pango, and nothing set up."""
    machine = Machine(tmp_path)
    machine.note("pango")
    return machine


@pytest.fixture
def bare(machine: Machine) -> Machine:
    """A machine without Pango, whose owner may not install anything."""
    (machine.state / "pango").unlink()
    machine.user(1000)
    return machine


@pytest.fixture
def ready(machine: Machine) -> Machine:
    """A machine where everything is set up."""
    assert machine.run().returncode == 0
    return machine


# --- Starting the program -----------------------------------------------------------------------


def test_every_argument_reaches_the_program_as_it_was_typed(machine: Machine) -> None:
    done = machine.run("check", "my case.toml", "", "*", "Zoë's")
    assert done.stdout.splitlines()[1:] == ["<check>", "<my case.toml>", "<>", "<*>", "<Zoë's>"]
    assert done.returncode == 0


def test_files_are_looked_for_where_the_person_stands(machine: Machine) -> None:
    assert machine.run("check").stdout.splitlines()[0] == str(machine.state)


def test_talk_about_the_set_up_stays_out_of_redirected_output(machine: Machine) -> None:
    done = machine.run("example")
    assert done.stdout == f"{machine.state}\n<example>\n"
    assert "Setting up" in done.stderr


def test_exit_code_of_the_program_is_handed_on(ready: Machine) -> None:
    assert ready.run("nonsense", CODE="2").returncode == 2


def test_the_program_is_told_what_a_person_types_to_run_it_again(ready: Machine) -> None:
    ready.note("tell")
    again = ready.run().stdout.splitlines()[-1]
    assert again == f'sh "{ready.here}/run.sh"'
    assert subprocess.run(again, shell=True, check=True, env=ready.env)  # noqa: S602
    here = subprocess.run(
        [SHELL, "run.sh"], check=True, cwd=ready.here, env=ready.env, capture_output=True, text=True
    )
    assert here.stdout.splitlines()[-1] == "sh run.sh"


def test_second_run_calls_the_program_and_nothing_else(ready: Machine) -> None:
    done = ready.run("--version", PATH="/nonexistent")
    assert (done.returncode, done.stderr) == (0, "")
    assert ready.calls == "\npython -I -m assistant --version\n"


def test_cdpath_does_not_lead_to_another_folder(ready: Machine) -> None:
    decoy = ready.here.parent / "decoy"
    (decoy / ready.here.name).mkdir(parents=True)
    done = subprocess.run(
        [SHELL, f"{ready.here.name}/run.sh", "law"],
        check=True,
        cwd=ready.here.parent,
        env=ready.env | {"CDPATH": str(decoy)},
        capture_output=True,
        text=True,
    )
    assert done.stdout.endswith("<law>\n")
    assert list((decoy / ready.here.name).iterdir()) == []


# --- When it sets up again ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pyproject.toml", "run.sh"])
def test_a_newer_version_of_the_project_is_installed(ready: Machine, name: str) -> None:
    ready.touch(name, hours=2)
    ready.run()
    assert "pip install" in ready.calls
    assert "-m venv" not in ready.calls


def test_a_moved_folder_is_set_up_anew_because_its_paths_are_in_the_venv(ready: Machine) -> None:
    ready.here = ready.here.rename(ready.here.parent / "moved")
    assert ready.run().returncode == 0
    assert "-m venv" in ready.calls
    ready.run()
    assert "pip install" not in ready.calls


def test_a_venv_whose_python_is_gone_is_made_anew(ready: Machine) -> None:
    python = ready.here / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nonexistent/python3.9")
    assert ready.run().returncode == 0
    assert "-m venv" in ready.calls


def test_a_set_up_that_was_interrupted_starts_afresh(machine: Machine) -> None:
    machine.note("pip-says", "half-way")
    machine.run()
    (machine.state / "pip-says").unlink()
    (machine.here / ".venv/half-installed").touch()
    assert machine.run().returncode == 0
    assert not (machine.here / ".venv/half-installed").exists()


def test_a_venv_that_somebody_made_by_hand_is_kept(ready: Machine) -> None:
    (ready.here / ".venv/ready").unlink()
    (ready.here / ".venv/mine").touch()
    assert ready.run().returncode == 0
    assert (ready.here / ".venv/mine").exists()


# --- Python -------------------------------------------------------------------------------------


def test_a_real_python_is_recognised_and_makes_a_venv(machine: Machine) -> None:
    (machine.bin / "python3.12").unlink()
    (machine.bin / "python3").symlink_to(sys.executable)
    done = machine.run(PIP_NO_INDEX="1", PIP_CONFIG_FILE=os.devnull)
    assert done.returncode == 1
    assert "No matching distribution" in done.stderr  # so pip itself ran, in a venv of its own
    linked = (machine.here / ".venv/bin/python").readlink()
    assert linked.name == f"python{sys.version_info[0]}.{sys.version_info[1]}"


def test_a_python_too_old_is_named_in_one_sentence(machine: Machine) -> None:
    done = machine.run(FIT="False", VERSION="3.9")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer, and this machine has only Python 3.9" in done.stderr


def test_no_python_at_all_is_said_in_one_sentence(machine: Machine) -> None:
    (machine.bin / "python3.12").unlink()
    done = machine.run()
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "this machine has none" in done.stderr


def test_a_python_that_can_make_a_venv_is_preferred_to_a_newer_one(machine: Machine) -> None:
    machine.program("python3.14", "#!/bin/sh\necho True 3.14 False /nonexistent\n")
    assert machine.run().returncode == 0
    assert "python3.12 -m venv" in machine.calls


def test_root_on_debian_gets_the_missing_venv_module(machine: Machine) -> None:
    machine.program("apt-get", INSTALLER)
    assert machine.run(ENSUREPIP="False").returncode == 0
    assert "apt-get install -y --no-install-recommends python3.12-venv\n" in machine.calls


def test_others_on_debian_are_told_the_command_for_the_venv_module(bare: Machine) -> None:
    bare.program("apt-get", INSTALLER)
    done = bare.run(ENSUREPIP="False")
    assert done.returncode == 1
    assert "apt-get install -y --no-install-recommends python3.12-venv" in done.stderr
    assert "\napt-get" not in bare.calls


def test_elsewhere_a_python_without_venv_is_explained(machine: Machine) -> None:
    done = machine.run(ENSUREPIP="False")
    assert done.returncode == 1
    assert "cannot make a virtual environment" in done.stderr


# --- What can go wrong --------------------------------------------------------------------------


def test_a_folder_that_cannot_be_written_is_said_so(machine: Machine) -> None:
    machine.program("mkdir", "#!/bin/sh\nexit 1\n")
    done = machine.run()
    assert done.returncode == 1
    assert done.stderr.startswith(f"Nothing can be written in {machine.here}.\nCopy the whole")


def test_no_network_is_said_without_the_words_of_pip(machine: Machine) -> None:
    words = "WARNING: Retrying: NewConnectionError: [Errno -3] Temporary failure in name resolution"
    machine.note("pip-says", words)
    done = machine.run()
    assert done.returncode == 1
    assert "does not seem to reach the internet" in done.stderr
    assert "Retrying" not in done.stderr


def test_another_failure_ends_with_the_last_words_of_pip_and_where_the_rest_is(
    machine: Machine,
) -> None:
    machine.note("pip-says", "".join(f"line {n}\n" for n in range(50)))
    done = machine.run()
    assert done.returncode == 1
    assert "line 49" in done.stderr
    assert "line 30" not in done.stderr
    assert str(machine.here / ".venv/set-up.log") in done.stderr


# --- Pango, through the system's packages -------------------------------------------------------

MANAGERS = {
    "apt-get": "apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "dnf install -y pango harfbuzz",
    "pacman": "pacman -S --noconfirm --needed pango",
    "apk": "apk add so:libgobject-2.0.so.0",
    "zypper": "zypper --non-interactive install libpango-1_0-0 libharfbuzz-subset0",
    "brew": "brew install pango",
}


@pytest.mark.parametrize("manager", MANAGERS)
def test_root_gets_the_libraries_without_a_question(bare: Machine, manager: str) -> None:
    bare.user(0)
    bare.program(manager, INSTALLER)
    assert bare.run().returncode == 0
    assert MANAGERS[manager] in bare.calls


def test_apt_gets_a_fresh_list_of_packages_first(bare: Machine) -> None:
    bare.user(0)
    bare.program("apt-get", INSTALLER)
    bare.run()
    assert bare.calls.index("apt-get update") < bare.calls.index("apt-get install")


@pytest.mark.parametrize("manager", [name for name in MANAGERS if name != "brew"])
def test_others_are_told_the_command_and_the_program_starts(bare: Machine, manager: str) -> None:
    bare.program(manager, INSTALLER)
    done = bare.run("start")
    assert f"    {MANAGERS[manager]}" in done.stderr
    assert "letters are written as text" in done.stderr
    assert done.stdout.endswith("<start>\n")
    assert f"\n{manager}" not in bare.calls


def test_the_missing_libraries_are_not_brought_up_again(bare: Machine) -> None:
    bare.run()
    assert bare.run().stderr == ""


def test_a_machine_without_a_known_package_manager_still_starts(bare: Machine) -> None:
    done = bare.run("start")
    assert "this system's own installer" in done.stderr
    assert done.stdout.endswith("<start>\n")


def test_sudo_is_never_called_where_nobody_can_be_asked(bare: Machine) -> None:
    bare.program("apt-get", INSTALLER)
    bare.program("sudo", SUDO)
    done = bare.run()
    assert f"    sudo {MANAGERS['apt-get']}" in done.stderr
    assert "Run it now" not in done.stderr
    assert "\nsudo" not in bare.calls


@pytest.mark.parametrize(("answer", "installs"), [("", True), ("y", True), ("n", False)])
def test_a_person_at_a_terminal_is_asked_before_sudo(
    bare: Machine, answer: str, installs: bool
) -> None:
    bare.program("apt-get", INSTALLER)
    bare.program("sudo", SUDO)
    child = pexpect.spawn(
        SHELL, [str(bare.here / "run.sh"), "start"], env=bare.env, encoding="utf-8", timeout=120
    )
    child.expect_exact(f"sudo {MANAGERS['apt-get']}")
    child.expect_exact("it may ask for your password")
    assert "\nsudo" not in bare.calls
    child.sendline(answer)
    child.expect_exact("<start>")
    child.wait()
    assert ("\nsudo env DEBIAN_FRONTEND=noninteractive apt-get install" in bare.calls) == installs


@pytest.mark.parametrize("free", [True, False])
def test_ci_uses_sudo_only_where_it_wants_no_password(bare: Machine, free: bool) -> None:
    bare.program("apt-get", INSTALLER)
    bare.program("sudo", SUDO)
    if free:
        bare.note("sudo-is-free")
    assert bare.run(CI="true").returncode == 0
    assert ("\nsudo env" in bare.calls) == free


def test_a_failed_installation_shows_why_and_the_program_starts(bare: Machine) -> None:
    bare.user(0)
    bare.program("apt-get", LOG_CALL + "echo E: no space left on device\nexit 100\n")
    done = bare.run("start")
    assert "E: no space left on device" in done.stderr
    assert done.stdout.endswith("<start>\n")


# --- The gate -----------------------------------------------------------------------------------

CHECKS = ["ruff check", "ruff format", "mypy", "lint-imports", "cog --check"]


@pytest.fixture
def gate(ready: Machine) -> Machine:
    """A machine whose checks are stand-ins that fail where a note says so."""
    tool = LOG_CALL + '[ ! -e "$STATE/${0##*/} ${1-} fails" ]\n'
    for name in ("ruff", "mypy", "lint-imports", "cog"):
        ready.program(name, tool)
    ready.program("pytest", "echo '12 passed in 3s'\n" + tool)
    return ready


def test_the_gate_runs_every_check_and_ends_with_pytests_closing_line(gate: Machine) -> None:
    done = gate.run("test")
    order = [*CHECKS, "pytest --cov"]
    places = [gate.calls.index(check) for check in order]
    assert places == sorted(places)
    assert done.stdout.splitlines()[-1] == "12 passed in 3s"
    assert done.returncode == 0


def test_the_gate_installs_what_the_tests_need_once(gate: Machine) -> None:
    gate.run("test")
    assert "pip install --quiet" in gate.calls
    assert "--editable .[test]" in gate.calls
    gate.run("test")
    assert "pip install" not in gate.calls
    gate.run()
    assert "pip install" not in gate.calls


@pytest.mark.parametrize(
    "fails", ["ruff check", "ruff format", "mypy ", "lint-imports ", "cog --check"]
)
def test_a_failing_check_fails_the_gate(gate: Machine, fails: str) -> None:
    gate.note(f"{fails} fails")
    assert gate.run("test").returncode != 0


def test_failing_tests_fail_the_gate_after_the_closing_line(gate: Machine) -> None:
    gate.note("pytest --cov fails")
    done = gate.run("test")
    assert done.returncode != 0
    assert done.stdout.splitlines()[-1] == "12 passed in 3s"


def test_the_gate_needs_pango_because_the_tests_make_pdfs(bare: Machine) -> None:
    done = bare.run("test")
    assert done.returncode == 1
    assert "The tests make PDFs" in done.stderr
