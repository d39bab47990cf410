"""The rules in pyproject.toml that keep the program in its shape do catch what they are for."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent

OUTSIDE = [
    "from datetime import date\nprint(date.today())",
    "import datetime\nprint(datetime.datetime.now())",
    "import time\nprint(time.time())",
    "import os\nprint(os.environ['HOME'])",
    "from os import getenv\nprint(getenv('HOME'))",
    "from pathlib import Path\nprint(Path.home())",
    "import sys\nprint(sys.stdin.readline())",
    "import sys\nsys.stdout.write('x')",
    "import sys\nprint(sys.argv)",
    "from urllib.request import urlopen",
]


def banned(code: str, module: str) -> bool:
    done = subprocess.run(
        [BIN / "ruff", "check", "--select", "TID251", "--stdin-filename", module, "-"],
        check=False,
        cwd=ROOT,
        input=code,
        text=True,
        capture_output=True,
    )
    return "TID251" in done.stdout


@pytest.mark.parametrize("code", OUTSIDE)
def test_below_the_command_line_nothing_reads_clock_terminal_environment_or_network(
    code: str,
) -> None:
    assert banned(code, "assistant/letters.py")
    assert not banned(code, "assistant/command_line.py")


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("law", "from assistant import questions", "Imports go down the floors"),
        ("letters", "from assistant import terminal", "Imports go down the floors"),
        ("stray", "", "Imports go down the floors"),
        ("wizard", "import click", "Only the command line knows Click"),
        ("templates", "import weasyprint", "Only pdf knows WeasyPrint"),
        ("letters", "import jinja2", "Only what reads templates knows Jinja"),
        ("law", "import http.client", "Nothing reaches the network"),
        ("store", "import subprocess", "Nothing reaches the network"),
    ],
)
def test_an_import_against_the_rules_is_found(
    tmp_path: Path, module: str, line: str, contract: str
) -> None:
    shutil.copytree(ROOT / "assistant", tmp_path / "assistant")
    with (tmp_path / f"assistant/{module}.py").open("a") as file:
        file.write(f"\n{line}\n")
    done = subprocess.run(
        [BIN / "lint-imports", "--config", ROOT / "pyproject.toml", "--no-cache"],
        check=False,
        cwd=tmp_path,
        text=True,
        capture_output=True,
    )
    broken = [row for row in done.stdout.splitlines() if " BROKEN" in row]
    assert any(row.startswith(contract) for row in broken)
    assert done.returncode == 1


def test_only_the_terminal_asks() -> None:
    """Ruff cannot ban a built-in function."""
    asking = {
        file.stem
        for file in (ROOT / "assistant").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "input"
    }
    assert asking == {"terminal"}
