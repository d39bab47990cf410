"""The settings file: the few things that are set once for every case."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant import store
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """What is set for every case: the folder of templates to use, if any (an absolute path)."""

    templates: Path | None = None


def read(file: Path) -> Settings:
    """Return the settings in *file*; none where there is no such file. Raises AssistantError."""
    try:
        said = tomllib.loads(file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:  # not readable, not UTF-8, not TOML
        raise AssistantError(
            f"The settings in {file} cannot be read: {error}.",
            "Put the file right, or delete it: it holds nothing but the folder of your templates.",
        ) from error
    folder = said.get("templates", "")
    if not isinstance(folder, str):
        raise AssistantError(
            f"The settings in {file} cannot be used: templates should be a folder's name.",
            "Write them anew with:  record-rights templates use DIR",
        )
    # A relative one would mean another folder wherever the program is started.
    return Settings(file.parent / folder if folder else None)


def use_templates(file: Path, folder: Path | None) -> None:
    """Write into *file* that letters are made with the templates in *folder*, or None for none.

    Raises AssistantError where the file cannot be written.
    """
    import tomli_w

    said = {"templates": str(folder.absolute())} if folder else {}
    store.keep(file, tomli_w.dumps(said).encode())
