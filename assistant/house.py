"""A house folder: somebody's own templates, and what its house.toml says of the look of letters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Look:
    """What house.toml says, as templates see it in the word ``house``; empty where it says nothing.

    Lengths are mm, type is in points.
    """

    organisation: str = ""
    address: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    logo: str = ""
    logo_words: str = ""
    closing: str = ""
    footer: str = ""
    styles: tuple[str, ...] = ()


@dataclass(frozen=True)
class House:
    """A folder of somebody's own templates.

    *folder* is its real path, links resolved. *language* is the tag of the language its letters
    are in. *translations* are its subfolders with letters in other languages, by language tag.
    """

    folder: Path
    language: str = "en-GB"
    look: Look = Look()
    translations: Mapping[str, Path] = field(default_factory=dict)


def read(folder: Path) -> House:
    """Return the house in *folder*, whose house.toml may be missing.

    Reads nothing but text and the first bytes of files: no picture and no typeface is opened.
    Raises TemplateError with everything that is wrong with house.toml, all at once, each with its
    line and the nearest known name.
    """
    raise NotImplementedError
