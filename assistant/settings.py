"""The settings file: the few things that are set once for every case."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """What is set for every case: the folder of templates to use, if any (an absolute path)."""

    templates: Path | None = None


def read(file: Path) -> Settings:
    """Return the settings in *file*; none where there is no such file. Raises AssistantError."""
    raise NotImplementedError


def use_templates(file: Path, folder: Path | None) -> None:
    """Write into *file* that letters are made with the templates in *folder*, or None for none."""
    raise NotImplementedError
