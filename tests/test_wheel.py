"""The wheel works where it is installed: the letters and the data are in it."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a new environment that holds the wheel, and borrows what it depends on."""
    folder = tmp_path_factory.mktemp("elsewhere") / "an environment"
    venv.create(folder, symlinks=True)
    python = folder / "bin/python"
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run(str(python), "-c", ask).strip())
    # A path in a .pth is added, but the .pth files in it are not read: so the checkout, which is
    # installed there by such a file, stays out of sight.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    run(*pip, "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel))
    return folder / "bin"


def run(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, check=False, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_every_file_that_the_checkout_has(wheel: Path) -> None:
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    inside = {"assistant": "", "letter_templates": "assistant/"}
    assert packed == {
        inside[folder] + file.relative_to(ROOT).as_posix()
        for folder in inside
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def test_the_wheel_carries_both_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert (
        sum(
            name.endswith(("licenses/LICENSE", "licenses/letter_templates/fonts/OFL.txt"))
            for name in names
        )
        == 2
    )


def test_the_installed_command_writes_a_letter_far_from_the_checkout(
    installed: Path, tmp_path: Path
) -> None:
    command = str(installed / "record-rights")
    where = "import assistant; print(assistant.__file__)"
    assert str(installed.parent) in run(str(installed / "python"), "-c", where, cwd=tmp_path)
    assert run(command, "--version", cwd=tmp_path).startswith("record-rights, version ")
    (tmp_path / "c.toml").write_text(run(command, "example", cwd=tmp_path), encoding="utf-8")
    run(command, "check", "c.toml", cwd=tmp_path)
    written = run(
        command, "write", "c.toml", "-o", "out", "--as", "pdf", "--as", "txt", cwd=tmp_path
    )
    paths = [tmp_path / line for line in written.splitlines()]
    assert {path.suffix for path in paths} == {".pdf", ".txt"}
    assert all(path.stat().st_size > 1000 for path in paths)


def test_the_module_and_the_command_are_the_same(installed: Path, tmp_path: Path) -> None:
    python = str(installed / "python")
    assert run(python, "-m", "assistant", "--help", cwd=tmp_path) == run(
        str(installed / "record-rights"), "--help", cwd=tmp_path
    )
