"""The process in which somebody's own templates are filled in and set: its limits and its walls.

It is started by ``sandbox``, is told what to make on its standard input, and answers in lines of
JSON. It may use so much time and memory, write to its own folder, and reach neither the network nor
another program.
"""

from __future__ import annotations

import base64
import gc
import json
import os
import pickle
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from math import ceil
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from assistant import making, sandbox, template_reading
from assistant.errors import AssistantError, CannotPrint, TemplateError
from assistant.template_reading import Reading

if TYPE_CHECKING:
    from types import FrameType

    from assistant.house import House
    from assistant.making import Job, Made
    from assistant.sandbox import Limits

SHUT = (
    "socket.",
    "subprocess.",
    "ftplib.",
    "http.",
    "smtplib.",
    "urllib.",
    "webbrowser.",
    "winreg.",
)
"""How what Python reports begins if it is about to reach the network or another program."""
SHUT_TOO = {
    "os.exec", "os.fork", "os.forkpty", "os.kill", "os.killpg", "os.posix_spawn", "os.spawn",
    "os.startfile", "os.startfile/2", "os.system", "pty.spawn",
}  # fmt: skip
CHANGING = {
    "os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir",
    "os.symlink", "os.truncate", "os.utime", "shutil.rmtree",
}  # fmt: skip
"""What changes files, with the path first."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
SPARE = 3
"""Seconds of work after its time in which the process can still say where it was."""
SELDOM = 100_000
"""How many new objects Python lets pass before it looks for unused ones, to lose less time on it."""
ROOM = 200_000_000
"""The most bytes of typefaces that may lie unpacked in the folder of the process."""
OFTEN = 0.1
"""Seconds between two looks at how long the work has taken."""
PLACES = {
    "svg": "Look for an SVG picture with very many shapes in it, or make a PNG of it.",
    "PIL": "Look for a very large picture.",
    "fontTools": "Look for a broken or very large typeface.",
    "css": "Look in your style sheets for a very long or very deep rule.",
}
"""Where to look, by the part of the program that was at work."""


def serve() -> None:
    """Make the letters that standard input asks for, and tell of each on standard output."""
    with os.fdopen(0, "rb") as asked:
        jobs, house, limits, folder = pickle.load(asked)  # noqa: S301 -- from this program itself
    said = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that nothing else can speak there
    tempfile.tempdir = folder
    work = _Work(said, limits)
    _load(jobs)
    _limit(limits)
    _wall_in(os.path.realpath(folder))
    threading.Thread(target=work.watch, args=(threading.get_ident(),), daemon=True).start()
    for job in jobs:
        work.tell(_made(job, house, work))


@dataclass
class _Work:
    """What is being made, since when, and who is told."""

    said: IO[bytes]
    limits: Limits
    name: str = ""
    step: str = ""
    since: float = 0
    seconds: float = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, name: str, step: str, size: int) -> None:
        """Say which step of which letter comes now, of which *size*, and count its time from here."""
        self.name, self.step, self.since = name, step, time.process_time()
        self.seconds = self.limits.time_for(size)
        _limit_time(self.since + self.seconds + SPARE)
        self.tell({"step": step, "size": size})

    def tell(self, what: dict[str, Any]) -> None:
        with self.lock:
            self.said.write(json.dumps(what).encode() + b"\n")
            self.said.flush()

    def watch(self, worker: int) -> None:
        """End the process when a step has taken more than its time, and say where it was."""
        while True:
            time.sleep(OFTEN)
            if self.step and time.process_time() - self.since > self.seconds:
                frame = sys._current_frames().get(worker)  # noqa: SLF001 -- there is no other way
                place, look = _place(frame)
                ended = sandbox.endless(self.name, self.step, self.seconds, place, look)
                self.tell(_as_said(ended))
                os._exit(1)


def _made(job: Job | Reading, house: House, work: _Work) -> dict[str, Any]:
    name = job.name
    try:
        if isinstance(job, Reading):
            work.begin(name, sandbox.READ, 0)
            return {"read": template_reading.read(job, house)}
        made = making.make(job, house, partial(work.begin, name))
        work.step = ""
        _refuse_large(made, work.limits)
        return _as_plain(made)
    except AssistantError as error:
        return _as_said(error)
    except MemoryError:
        return _as_said(
            TemplateError(
                f"The letter “{name}” needs more than {work.limits.memory >> 20} megabytes of memory.",
                "Look for a very large picture, or for very many words.",
            )
        )
    except (RecursionError, SyntaxError):
        return _as_said(
            TemplateError(
                f"The letter “{name}” cannot be set: there are too many tags, brackets or rules "
                "inside each other.",
                "Look for one that is opened again and again in your template or style sheet.",
            )
        )
    except Exception as error:  # noqa: BLE001 -- whatever a strange style sheet provokes
        return _as_said(
            TemplateError(
                f"The letter “{name}” cannot be set as it stands ({type(error).__name__}: {error}).",
                "Take out of your template or style sheet what you changed last.",
            )
        )
    finally:
        work.step = ""


def _refuse_large(made: Made, limits: Limits) -> None:
    size = len(made.html) + sum(len(content) for _, content in made.files)
    if size > limits.output:
        raise TemplateError(
            f"The letter “{made.name}” came to {size // 1_000_000} megabytes; at most "
            f"{limits.output // 1_000_000} are written.",
            "Use fewer or smaller pictures.",
        )


def _as_plain(made: Made) -> dict[str, Any]:
    files = [(form, base64.b64encode(content).decode()) for form, content in made.files]
    return {"made": asdict(made) | {"files": files}}


def _as_said(error: AssistantError) -> dict[str, Any]:
    said: dict[str, Any] = {
        "error": type(error).__name__,
        "message": error.message,
        "hint": error.hint,
    }
    if isinstance(error, TemplateError):
        said |= {"file": error.file, "line": error.line}
    return said


def _place(frame: FrameType | None) -> tuple[str, str]:
    """Return the file and line of the template at work, if one is, and where else to look."""
    look = ""
    while frame:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            line = template.get_corresponding_lineno(frame.f_lineno)
            return f"{template.filename}, line {line}", look
        parts = frame.f_code.co_filename.replace("\\", "/").split("/")
        look = look or next((PLACES[part] for part in parts if part in PLACES), "")
        frame = frame.f_back
    return "", look


def _load(jobs: list[Job | Reading]) -> None:
    """Load now what is needed later, while the process can still do anything."""
    from assistant import mistakes, template_language  # noqa: F401

    forms = {form for job in jobs if not isinstance(job, Reading) for form in job.forms}
    if forms & {"pdf", "eml"}:
        from assistant import pdf

        with suppress(CannotPrint):
            pdf.slow_subsetting()
    gc.freeze()
    gc.set_threshold(SELDOM)


def _limit_time(seconds: float) -> None:
    """Let the system end this process when it has worked for *seconds*, where it can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (ceil(seconds), most))


def _limit(limits: Limits) -> None:
    """Let the system end this process when it uses more than its share, where it can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    most = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: limits.output,
    }
    for kind, value in most.items():
        with suppress(
            ValueError, OSError
        ):  # what a system does not know, or is stricter in already
            resource.setrlimit(kind, (value, value))


def _wall_in(folder: str) -> None:
    """Refuse from now on all that no letter needs, however it might be asked for."""

    def outside(path: Any) -> bool:
        if isinstance(path, int) or path is None:
            return False
        return not os.path.realpath(os.fsdecode(path)).startswith(folder)

    def refuse(event: str, args: tuple[Any, ...]) -> None:
        if event.startswith(SHUT) or event in SHUT_TOO:
            raise PermissionError(f"a letter may not do this: {event}")
        if event == "open" and _writes(args) and outside(args[0]) and args[0] != os.devnull:
            raise PermissionError("a letter may not write files")
        if event == "open" and _writes(args) and _size(folder) > ROOM:
            raise OSError("the typefaces of this letter are too large")
        if event in CHANGING and outside(args[0]):
            raise PermissionError("a letter may not change files")

    sys.addaudithook(refuse)


def _size(folder: str) -> int:
    """Return how many bytes the files in *folder* have, whatever folders they are in."""
    return sum(one.stat().st_size for one in Path(folder).rglob("*"))


def _writes(args: tuple[Any, ...]) -> bool:
    _, mode, flags = args
    return bool(flags & WRITING) if mode is None else bool(set(mode) & set("wax+"))
