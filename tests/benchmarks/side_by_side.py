"""Run things in turns and compare how long they take."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def in_turns(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The least seconds of processor time that each of *jobs* takes in *rounds* rounds."""
    least = dict.fromkeys(jobs, float("inf"))
    for _ in range(rounds):
        for name, job in jobs.items():
            began = time.process_time()
            job()
            least[name] = min(least[name], time.process_time() - began)
    return least


def commands_in_turns(
    commands: dict[str, Sequence[str]], rounds: int, folder: Path
) -> dict[str, float]:
    """The least seconds by the clock that each of *commands* takes, run in *folder*.

    ``{round}`` in an argument becomes the number of the round. Each is told to stop if it asks.
    Raises CalledProcessError for a command that fails, because its time would tell nothing.
    """
    least = dict.fromkeys(commands, float("inf"))
    for number in range(rounds):
        for name, command in commands.items():
            words = [word.replace("{round}", str(number)) for word in command]
            began = time.perf_counter()
            subprocess.run(words, cwd=folder, capture_output=True, input=b"stop\n", check=True)
            least[name] = min(least[name], time.perf_counter() - began)
    return least


def tell(what: str, ours: float, theirs: float, most: float) -> None:
    """Print one ratio and whether it keeps the promise."""
    ratio = ours / theirs
    kept = "ok" if ratio <= most else "TOO SLOW"
    print(f"{what:<52} {ours:9.3f} {theirs:9.3f} {ratio:6.2f}  at most {most:.2f}  {kept}")
