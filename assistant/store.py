"""Cases on disk: written whole or not at all, private to their owner, and forgotten on request."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, BadCase

if TYPE_CHECKING:
    from assistant.conditions import Answers

FILE_NAME = "case.toml"
KEPT_NAME = "case-as-you-wrote-it.toml"
FOLDER_MODE = 0o700
SHOWN = 70
PUT_RIGHT = {
    "curly": 'Words stand in straight quotation marks:  "  and not  “ ”.',
    "Cannot": "This name stands twice. Take one away, or begin each item of a list with  [[ ]].",
    "Duplicate": "This name stands twice. Take one away.",
    "Expected '='": "A line is  name = value , or a note that begins with  #.",
    "Invalid statement": "A line is  name = value , or a note that begins with  #.",
    "Expected newline": "Something stands after the end of the value. Words stand in quotation "
    "marks, words with quotation marks in them in single ones, and a date is like  2026-03-27.",
    "Invalid value": 'Words stand in quotation marks, such as  "Alex Example".',
    "Illegal character": "A quotation mark is missing at the end.",
    "Unterminated": 'A text that begins with  """  must end with  """  too.',
    "Expected \"'''": "A text that begins with  '''  must end with  '''  too.",
    "Expected \"'": "A quotation mark is missing at the end.",
    "Expected": "A bracket is missing at the end.",
    "Unclosed": "A comma is missing, or a bracket at the end.",
    "initial character": "A comma too many stands here, or a name is missing.",
    "Unescaped": "Write two backslashes where you mean one.",
    "hex": "Write two backslashes where you mean one.",
    "scalar": "Write two backslashes where you mean one.",
}
"""What to do, by what the reader of the standard library complains of; the first that fits."""


@dataclass
class CaseFile:
    """One case's place on disk: its file, and the folder its letters go to.

    *seen* is what the file held when it was last read or written, so that two programs writing
    the same case do not undo each other's answers.
    """

    path: Path
    seen: bytes | None = None

    @property
    def folder(self) -> Path:
        """The folder of the case, where its letters are kept."""
        return self.path.parent

    @property
    def is_own_folder(self) -> bool:
        """Whether the folder holds this case alone, as those made by the wizard do."""
        return self.path.name == FILE_NAME

    @property
    def all_of_it(self) -> str:
        """What *forget* deletes, in words."""
        if self.is_own_folder:
            return f"the folder {self.folder} with everything in it"
        return f"the file {self.path}"

    @property
    def text(self) -> str:
        """The file as it was last read or written."""
        return (self.seen or b"").decode("utf-8-sig")

    def exists(self) -> bool:
        """Say whether the case has been written yet."""
        return self.path.is_file()

    def must_exist(self) -> None:
        """Raise BadCase where there is no such case."""
        if not self.exists():
            raise _no_case(self.path)

    def read(self) -> Answers:
        """Return what the case file holds; raises BadCase for what is not a case file."""
        try:
            self.seen = self.path.read_bytes()
            answers: Answers = tomllib.loads(self.text)
        except FileNotFoundError:
            raise _no_case(self.path) from None
        except OSError as error:
            raise _cannot("read", self.path, error) from error
        except UnicodeDecodeError:
            raise BadCase(
                f"{self.path} is not a text file that can be read as a case.",
                "Save it as plain text in UTF-8 and try again.",
            ) from None
        except tomllib.TOMLDecodeError as error:
            raise _unreadable(self.path, self.text, str(error)) from None
        except (ValueError, RecursionError):
            raise BadCase(
                f"{self.path} holds a number or a list that is too long to be read.",
                "Compare it with:  record-rights example",
            ) from None
        return answers

    def write(self, answers: Answers) -> None:
        """Put *answers* on disk, whole or not at all; the file can be read by its owner only.

        Raises AssistantError where that cannot be done, or where another program has changed
        the file since it was last read here.
        """
        import tomli_w

        text = tomli_w.dumps(answers, multiline_strings=False).encode()
        try:
            self.folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            self._refuse_if_changed()
            self._keep_handwritten()
            _replace(self.path, text)
        except OSError as error:
            raise _cannot("written", self.path, error) from error
        self.seen = text

    def _refuse_if_changed(self) -> None:
        now = self.path.read_bytes() if self.path.exists() else None
        if now != self.seen:
            raise AssistantError(
                f"{self.path} was changed by another program while this one was open.",
                "Nothing was overwritten. Close the other program, then start again.",
            )

    def _keep_handwritten(self) -> None:
        # TOML is written without comments, and they are something the person typed.
        kept = self.folder / KEPT_NAME
        if self.seen and b"#" in self.seen and not kept.exists() and _has_comment(self.seen):
            _replace(kept, self.seen)


def locate(place: Path) -> CaseFile:
    """Return the case at *place*: a case folder, the case file in it, or a case file alone."""
    if place.is_dir() or not place.suffix:
        return CaseFile(place / FILE_NAME)
    return CaseFile(place)


def new_case(home: Path) -> CaseFile:
    """Return the place for a new case below *home*: the first free folder case-1, case-2 and so on."""
    number = 1
    while (home / f"case-{number}").exists():
        number += 1
    return CaseFile(home / f"case-{number}" / FILE_NAME)


def cases(home: Path) -> list[CaseFile]:
    """Return the cases below *home*, the one written last first."""
    found = [path for path in home.glob(f"*/{FILE_NAME}") if path.is_file()]
    return [CaseFile(path) for path in sorted(found, key=lambda path: -path.stat().st_mtime)]


def keep(path: Path, content: bytes) -> None:
    """Write a finished letter to *path*, whole or not at all, making its folder if need be.

    Raises AssistantError where that cannot be done.
    """
    try:
        path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        raise _cannot("written", path, error) from error


def forget(case: CaseFile) -> list[Path]:
    """Delete the case and everything made from it; return what was deleted.

    A folder that holds this case alone goes whole; elsewhere only the case file goes. Raises
    AssistantError where something cannot be deleted.
    """
    try:
        if case.is_own_folder:
            gone = sorted(case.folder.rglob("*"))
            shutil.rmtree(case.folder)
            return [*gone, case.folder]
        case.path.unlink()
    except OSError as error:
        raise _cannot("deleted", case.path, error) from error
    return [case.path]


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _has_comment(content: bytes) -> bool:
    return any(line.lstrip().startswith(b"#") for line in content.splitlines())


def example_text() -> str:
    """Return a complete case file with notes, as it is shipped."""
    return (Path(__file__).parent / "data" / "example.toml").read_text(encoding="utf-8")


def _no_case(path: Path) -> BadCase:
    return BadCase(
        f"There is no case at {path}.",
        "Check the name, or begin a new case with:  record-rights start",
    )


def _unreadable(path: Path, text: str, complaint: str) -> BadCase:
    """Say in plain words where a case file cannot be read; *complaint* is what the reader said."""
    from assistant.characters import clean

    lines = text.replace("\r\n", "\n").rstrip().split("\n")
    found = re.search(r"at line (\d+)", complaint)
    number = min(int(found[1]) if found else len(lines), len(lines))
    line = " ".join(clean(lines[number - 1]).split())
    if "Invalid value" in complaint and re.search("[“”‘’]", line):
        complaint = "curly"
    hint = next((says for part, says in PUT_RIGHT.items() if part in complaint), "")
    return BadCase(
        f"{path} cannot be read from line {number} on:\n    {line[:SHOWN]}",
        f"{hint}\nCompare it with:  record-rights example".lstrip(),
    )


def _cannot(verb: str, path: Path, error: OSError) -> AssistantError:
    reason = (error.strerror or str(error)).lower()
    return AssistantError(
        f"{path} could not be {verb}: {reason}.",
        "Choose another folder, or check that you may use this one and that the disk is not full.",
    )
