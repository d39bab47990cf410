"""Make letters with somebody's own templates in a process of their own, with limits that hold."""

from __future__ import annotations

import base64
import json
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from assistant import characters, errors, templates
from assistant.errors import AssistantError, TemplateError
from assistant.findings import Finding
from assistant.making import Made
from assistant.template_reading import Reading
from assistant.templates import Used

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from assistant.house import House
    from assistant.making import Job

START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from assistant.confined import serve; serve()"
)
"""What the process runs: this program again, found in the same places, and nothing else."""
READ = "read"
"""The step in which templates are read and not filled in."""
PATIENCE = 6
"""How many times the seconds of work a step may take by the clock: the machine may be busy."""
MOST_TOLD = 5
"""How many mistakes of a template are told where one letter could not be made."""
START_UP = 30
"""Seconds by the clock for the process to start and to load what it needs."""


@dataclass(frozen=True)
class Limits:
    """What one letter may use: seconds of work for each step, and bytes of memory and of output.

    A long letter has more time: *more* seconds for each million letters of its HTML.

    Time and output hold everywhere. Memory holds where the system lets a process limit itself,
    as Linux does; elsewhere what a template can make of texts and pictures is limited anyway.
    """

    seconds: float = 20
    more: float = 120
    memory: int = 1 << 30
    output: int = 50_000_000

    def time_for(self, size: int) -> float:
        """Return how many seconds of work a step may take on *size* letters of HTML."""
        return round(self.seconds + self.more * min(size, templates.LONGEST) / 1_000_000)


def make(
    jobs: Sequence[Job], house: House, limits: Limits | None = None
) -> Generator[Made | AssistantError, None, None]:
    """Yield for each of *jobs*, in order, the letter, or what is wrong with its template.

    One letter's mistake is yielded and the next letter is made all the same, so that a check can
    tell everything at once; who writes letters raises the first. Of a template that works without
    end, fills the memory or breaks the program that sets it, the error says which letter it was,
    and the line where that is known.
    """
    limits = limits or Limits()
    done = 0
    while done < len(jobs):
        for outcome in _made(jobs[done:], house, limits):
            yield cast("Made | AssistantError", outcome)
            done += 1


def look(house: House, limits: Limits | None = None) -> tuple[Finding, ...]:
    """Return every mistake in the templates of *house*, read there and not filled in.

    Raises TemplateError where they cannot be read to the end.
    """
    return tuple(_finding(row) for row in read(Reading(), house, limits))


def read(reading: Reading, house: House, limits: Limits | None = None) -> list[dict[str, Any]]:
    """Return what *reading* asks of *house*, as :func:`assistant.template_reading.read` does."""
    (outcome,) = _made([reading], house, limits or Limits())
    if isinstance(outcome, AssistantError):
        raise outcome
    return [_clean(row) for row in cast("list[dict[str, Any]]", outcome)]


def explained(error: AssistantError, house: House) -> AssistantError:
    """Return *error*, which ended a letter, with all that is wrong with its template, if more is known.

    Jinja stops at the first mistake and does not know its cause; reading the template does.
    """
    if not isinstance(error, TemplateError) or not error.file:
        return error
    try:
        found = [one for one in look(house) if one.grave and one.file == error.file]
    except AssistantError:
        return error
    if not found:
        return error
    more = len(found) - MOST_TOLD
    hint = (
        f"{more} more are told by:  record-rights templates check {house.folder}"
        if more > 0
        else ""
    )
    told = "\n".join(str(one) for one in found[:MOST_TOLD])
    return TemplateError(told, hint, found[0].file, found[0].line)


def _made(
    jobs: Sequence[Job | Reading], house: House, limits: Limits
) -> Iterator[Made | AssistantError | list[dict[str, Any]]]:
    """Yield outcomes of the first of *jobs*, one at least, until one ends the process."""
    # Leaving closes the pipes and waits for the end, and only then is the folder deleted.
    with (
        tempfile.TemporaryDirectory(prefix="letters-", ignore_cleanup_errors=True) as folder,
        _started(folder) as process,
    ):
        try:
            heard = _listen(process, limits)
            _send(process, pickle.dumps((jobs, house, limits, folder)))
            for job in jobs:
                yield (outcome := _outcome(job, heard, limits, process))
                if isinstance(outcome, _Ended):
                    return
        finally:
            process.kill()


class _Ended(TemplateError):
    """What ended the process along with a letter."""


def _started(folder: str) -> subprocess.Popen[bytes]:
    found_in = [str(Path(place).absolute()) for place in sys.path]  # it works in another folder
    command = [sys.executable, "-I", "-S", "-B", "-c", START, json.dumps(found_in)]
    try:
        return subprocess.Popen(  # noqa: S603 -- this program itself
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            start_new_session=True,
        )
    except OSError as error:
        raise AssistantError(
            f"The letters cannot be made apart from the program: {error.strerror}.",
            "Close other programs and try again, or write them without your own templates.",
        ) from error


def _send(process: subprocess.Popen[bytes], what: bytes) -> None:
    if process.stdin:
        with suppress(BrokenPipeError):
            process.stdin.write(what)
        with suppress(BrokenPipeError):
            process.stdin.close()


def _listen(process: subprocess.Popen[bytes], limits: Limits) -> queue.Queue[bytes]:
    """Return a queue of what the process says, line by line; an empty line when it ends."""
    heard: queue.Queue[bytes] = queue.Queue()
    longest = limits.output * 2  # in base 64, with room for the rest

    def listen(stream: IO[bytes]) -> None:
        with suppress(ValueError):  # closed meanwhile
            while line := stream.readline(longest):
                heard.put(line)
        heard.put(b"")

    threading.Thread(target=listen, args=(process.stdout,), daemon=True).start()
    return heard


def _outcome(
    job: Job | Reading, heard: queue.Queue[bytes], limits: Limits, process: subprocess.Popen[bytes]
) -> Made | AssistantError | list[dict[str, Any]]:
    """Return what became of *job*, from what the process says of it."""
    step, size = "start", 0
    while True:
        seconds = limits.time_for(size)
        patience = seconds * PATIENCE + (START_UP if step == "start" else 0)
        try:
            line = heard.get(timeout=patience)
        except queue.Empty:
            return endless(job.name, step, seconds)
        if not line.endswith(b"\n"):
            if _ran_out_of_time(process):
                return endless(job.name, step, seconds)
            return _broken(job.name, step, limits)
        said = json.loads(line)
        if "step" in said:
            step, size = said["step"], said["size"]
        elif "read" in said and isinstance(job, Reading):
            return list(said["read"])
        elif "made" in said and not isinstance(job, Reading):
            return _as_made(said["made"], job)
        else:
            return _as_error(said)


def endless(name: str, step: str, seconds: float, place: str = "", look: str = "") -> _Ended:
    """Return what to say of the letter *name* when a *step* of it took more than its *seconds*.

    *place* is the file and the line that is known to be at work, *look* where to look.
    """
    if step == READ:
        return _Ended(
            f"The templates could not be read within {seconds:g} seconds.",
            "Look for a very large file among them.",
        )
    if step == "fill":
        return _Ended(
            f"{place or f'The template of the letter “{name}”'} worked for more than {seconds:g} "
            "seconds and was stopped.",
            "Look for a loop ({% for %}) that runs too often, or one inside another.",
        )
    return _Ended(
        f"The letter “{name}” was not set on paper within {seconds:g} seconds and was stopped.",
        look or "Look for a very large picture, or for what you changed last in a style sheet.",
    )


def _broken(name: str, step: str, limits: Limits) -> _Ended:
    megabytes = limits.memory >> 20
    if step == "start":
        return _Ended(
            f"The letter “{name}” could not be begun.",
            "Check this computer with:  record-rights doctor",
        )
    if step == READ:
        return _Ended(
            f"To read the templates takes more than {megabytes} megabytes of memory.",
            "Look for a very large file among them.",
        )
    if step == "fill":
        return _Ended(
            f"The template of the letter “{name}” broke off: it needs more than {megabytes} "
            "megabytes of memory.",
            "Look for a loop ({% for %}) that makes a text longer and longer.",
        )
    return _Ended(
        f"The letter “{name}” broke off while it was set on paper. Either it needs more than "
        f"{megabytes} megabytes of memory, or a picture or a typeface in it is broken.",
        "Take pictures and typefaces out one by one, to find out which it is.",
    )


def _ran_out_of_time(process: subprocess.Popen[bytes]) -> bool:
    """Say whether the system has ended the process because it worked too long."""
    with suppress(subprocess.TimeoutExpired):
        return process.wait(1) == -getattr(signal, "SIGXCPU", 0) != 0
    return False


def _as_made(said: dict[str, Any], job: Job) -> Made:
    """Return what the process *said* it made of *job*, with nothing else in it."""
    files = [(form, base64.b64decode(content)) for form, content in said["files"]]
    return Made(
        name=job.letter.name,
        language=said["language"],
        html=said["html"],
        files=tuple(one for one in files if one[0] in (*job.forms, "txt")),
        notices=tuple(map(characters.clean, said["notices"])),
        used=tuple(Used(**one) for one in said["used"]),
        whole=bool(said["whole"]),
        findings=tuple(map(_finding, said["findings"])),
    )


def _finding(row: dict[str, Any]) -> Finding:
    return Finding(**_clean(row))


def _clean(row: dict[str, Any]) -> dict[str, Any]:
    """Return *row* with texts that can be shown on a terminal."""
    return {
        key: characters.clean(value) if isinstance(value, str) else value
        for key, value in row.items()
    }


def _as_error(said: dict[str, Any]) -> AssistantError:
    # A message may hold words of the template, and those may be meant for the terminal.
    said["message"], said["hint"] = map(characters.clean, (said["message"], said["hint"]))
    kind = said.pop("error")
    if kind == _Ended.__name__:
        return _Ended(**said)
    made: AssistantError = getattr(errors, kind)(**said)
    return made
