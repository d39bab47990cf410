"""Cases on disk: written whole or not at all, private to their owner, and forgotten on request."""

from __future__ import annotations

import contextlib
import glob
import os
import re
import shutil
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import files
from assistant.errors import AssistantError, BadCase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from assistant.conditions import Answers

FILE_NAME = "case.toml"
KEPT = "-as-you-wrote-it"
ASIDE = "-as-it-was"
UNFINISHED = ".writing-"
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
            answers: Answers = files.toml(self.text)
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
        text = _written(answers)
        try:
            self._refuse_if_changed()
            _make(self.folder)
            self._keep_handwritten()
            _replace(self.path.resolve(), text)
        except (OSError, RuntimeError) as error:
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
        if (
            not self.seen
            or b"#" not in self.seen
            or _written(tomllib.loads(self.text)) == self.seen
        ):
            return
        if self.seen in [copy.read_bytes() for copy in self.copies()]:
            return
        number = 1
        while (copy := self._copy(number)).exists():
            number += 1
        _replace(copy, self.seen)

    def _copy(self, number: int) -> Path:
        later = f"-{number}" if number > 1 else ""
        return self.folder / f"{self.path.stem}{KEPT}{later}.toml"

    def copies(self) -> list[Path]:
        """Return where the file is kept as it was before the program first wrote it."""
        return sorted(self.folder.glob(f"{glob.escape(self.path.stem)}{KEPT}*.toml"))


def locate(place: Path) -> CaseFile:
    """Return the case at *place*: a case folder, the case file in it, or a case file alone.

    What is not there yet is a file if its name ends in ``.toml``, and otherwise a folder.
    """
    if place.is_file() or (place.suffix.lower() == ".toml" and not place.is_dir()):
        return CaseFile(place)
    return CaseFile(place / FILE_NAME)


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
        _make(path.parent)
        _replace(path, content)
    except OSError as error:
        raise _cannot("written", path, error) from error


def set_aside(path: Path, content: bytes) -> Path | None:
    """Move away what is at *path*, unless that is *content*; return where it is now, or None.

    Raises AssistantError where that cannot be done.
    """
    try:
        if not path.is_file() or path.read_bytes() == content:
            return None
        number = 1
        while (aside := _aside(path, number)).exists():
            number += 1
        path.rename(aside)
    except OSError as error:
        raise _cannot("moved", path, error) from error
    return aside


def _aside(path: Path, number: int) -> Path:
    later = f"-{number}" if number > 1 else ""
    return path.with_name(f"{path.stem}{ASIDE}{later}{path.suffix}")


def belongings(case: CaseFile, home: Path, letters: Collection[str]) -> list[Path]:
    """Return what there is of *case* on disk, for *forget* to delete.

    In *home*, where the program makes a folder for each case, that is the folder of the case.
    Elsewhere it is the case file, the copies of it as it was written by hand, and the letters
    beside it, told by their names, which are of the kinds *letters*. Letters stay where the folder
    holds another case file too: they may be of the other.
    """
    folder = case.folder.resolve()
    if case.is_own_folder and folder.parent == home.resolve():
        return [folder]
    copies = case.copies()
    mine = [case.path, *copies, *folder.glob(f"{UNFINISHED}*")]
    if not {path.name for path in folder.glob("*.toml")} - {path.name for path in mine}:
        names = "|".join(map(re.escape, letters))
        letter = re.compile(rf"\d{{4}}-\d\d-\d\d-({names})({ASIDE}(-\d+)?)?\.\w+")
        mine += sorted(path for path in folder.iterdir() if letter.fullmatch(path.name))
    return [*mine, case.path.resolve()] if case.path.is_symlink() else mine


def forget(paths: Iterable[Path]) -> None:
    """Delete *paths*, folders with everything in them; raises AssistantError where one stays."""
    for path in paths:
        try:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        except OSError as error:
            raise _cannot("deleted", path, error) from error


def _written(answers: Answers) -> bytes:
    import tomli_w

    return tomli_w.dumps(answers, multiline_strings=False).encode()


def _make(folder: Path) -> None:
    # Not mkdir(parents=True): it would let everybody look into the folders on the way.
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
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


def _cannot(verb: str, path: Path, error: OSError | RuntimeError) -> AssistantError:
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    return AssistantError(
        f"{path} could not be {verb}: {reason}.",
        "Choose another folder, or check that you may use this one and that the disk is not full.",
    )
