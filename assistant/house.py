"""A house folder: somebody's own templates, and what its house.toml says of the look of letters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant import files, house_sheet, languages, letterhead
from assistant.errors import TemplateError
from assistant.kinds import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

OWN, SHIPPED = "house", "shipped"
"""The names of two layers; any other is a language tag."""
STYLES = "house.css"
LETTERHEAD_STYLES = "letterhead.css"
"""The shipped style sheet of the letterhead."""
VALUES = "house-values.css"
"""The style sheet that is made from a house.toml; there is no such file."""
FIELDS = {
    "organisation": "organisation.name",
    "address": "organisation.address",
    "contact": "organisation.contact",
    "logo": "logo.file",
    "logo_words": "logo.words",
    "logo_height": "logo.height",
    "footer": "footer",
    "colour": "colour",
    "typeface": "type.file",
    "typeface_bold": "type.bold",
    "size": "type.size",
    "left": "page.left",
    "right": "page.right",
    "top": "page.top",
    "bottom": "page.bottom",
}
"""What each field of a look is called in house.toml."""
FILES = ("logo.file", "type.file", "type.bold")
WORDS = ("closing", "salutation")
"""Words that all letters share and that stand at the top of a house.toml."""


@dataclass(frozen=True)
class Layer:
    """One folder in which templates are looked for.

    *name* is ``shipped``, ``house``, or the language tag of a folder in the house. *language* is
    the tag of the language its words are in.
    """

    name: str
    folder: Path
    language: str


@dataclass(frozen=True)
class Look:
    """What house.toml says, as templates see it in the word ``house``; empty where it says nothing.

    Files are named from the house folder. Lengths are mm, type is in points; 0 is not said.
    *styles* are the style sheets to link after ``letter.css``, in order.
    """

    organisation: str = ""
    address: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    logo: str = ""
    logo_words: str = ""
    logo_height: float = 0
    footer: str = ""
    colour: str = ""
    typeface: str = ""
    typeface_bold: str = ""
    size: float = 0
    left: float = 0
    right: float = 0
    top: float = 0
    bottom: float = 0
    styles: tuple[str, ...] = ()


@dataclass(frozen=True)
class House:
    """A folder of somebody's own templates, read and without mistakes in its house.toml.

    *folder* is its real path, links resolved. *language* is the tag of the language its letters
    are in. *sheets* is what each house.toml says, by key: that of the house under ``""``, and that
    of each folder with letters in another language under its tag.
    """

    folder: Path
    language: str = languages.SHIPPED
    sheets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def layers(self, wanted: str) -> tuple[Layer, ...]:
        """Return where the house has templates for letters in the language *wanted*, best first."""
        tag = self.translation(wanted)
        own = Layer(OWN, self.folder, self.language)
        if not tag:
            return (own,)
        return Layer(tag, self.folder / tag, tag), own

    def translation(self, wanted: str) -> str:
        """Return the name of the folder with letters in the language *wanted*, or nothing."""
        if languages.serves(self.language, wanted):
            return ""
        return languages.best(wanted, filter(None, self.sheets)) or ""

    def said(self, tag: str = "") -> dict[str, Any]:
        """Return what the house.toml of the house says, and that of its folder *tag* over it."""
        own = dict(self.sheets.get("", {}))
        if not tag:
            return own
        theirs = {
            key: f"{tag}/{value}" if key in FILES else value
            for key, value in self.sheets[tag].items()
        }
        return own | theirs

    def look(self, tag: str = "") -> Look:
        """Return the look of letters in the language of the folder *tag*, or of the house itself."""
        said = self.said(tag)
        named = {name: said[key] for name, key in FIELDS.items() if key in said}
        for name in ("address", "contact"):
            named[name] = tuple(named.get(name, ()))
        if colour := named.get("colour"):
            named["colour"] = letterhead.colour(colour)
        return Look(**named, styles=tuple(self._styles(tag, said)))

    def words(self, tag: str = "") -> Words:
        """Return what the house says otherwise than ``letters.toml``."""
        said = self.said(tag)
        shared: dict[str, Any] = {key: said[key] for key in WORDS if key in said}
        copies: dict[str, str] = {}
        letters: dict[str, dict[str, str]] = {}
        law: dict[str, str] = {}
        for key, text in said.items():
            match key.split("."):
                case ["words", "copies", kind]:
                    copies[kind] = text
                case ["words", name]:
                    shared[name] = text
                case ["letters", letter, name]:
                    letters.setdefault(letter, {})[name] = text
                case ["law", provision]:
                    law[provision] = text
        if copies:
            shared["copies"] = copies
        return Words(shared, letters, law, said.get("formats") or tag or self.language)

    def _styles(self, tag: str, said: Mapping[str, Any]) -> Iterator[str]:
        if set(said) & set(FIELDS.values()):
            yield from (LETTERHEAD_STYLES, VALUES)
        for name in filter(None, (STYLES, f"{tag}/{STYLES}" if tag else "")):
            if files.inside(self.folder, name):
                yield name


def read(folder: Path) -> House:
    """Return the house in *folder*, whose house.toml may be missing.

    Reads nothing but text and the first bytes of files: no picture and no typeface is opened.
    Raises TemplateError with everything that is wrong with house.toml, all at once, each with its
    line and the nearest known name.
    """
    house, wrong = examined(folder)
    if not wrong:
        return house
    listed = [f"- {one}" for one in wrong]
    raise TemplateError(
        "\n".join([f"{wrong[0].file} cannot be used as it stands:", *listed]),
        "Put these right and try again.",
        wrong[0].file,
        wrong[0].line,
    )


def examined(folder: Path) -> tuple[House, list[house_sheet.Problem]]:
    """Return the house in *folder* as far as it can be read, and all that is wrong with it.

    Raises TemplateError where there is no such folder.
    """
    real = folder.resolve()
    if not real.is_dir():
        raise TemplateError(
            f"There is no folder of templates at {folder}.",
            "Check its name. To make do without:  record-rights templates use --none",
            str(folder),
        )
    try:
        tags = list(_tags(real))
    except OSError as error:
        raise TemplateError(
            f"The folder of templates {folder} cannot be read: {error.strerror}.",
            "Put it where you may read it.",
            str(folder),
        ) from error
    sheets, wrong = {}, []
    for tag in ("", *tags):
        sheets[tag], found = house_sheet.read(real / tag)
        wrong += found
    return House(real, sheets[""].get("language", languages.SHIPPED), sheets), wrong


def _tags(folder: Path) -> Iterator[str]:
    """Yield the names of the folders in *folder* with letters in another language."""
    for path in sorted(folder.iterdir()):
        is_own = path.is_dir() and path.resolve().is_relative_to(folder)
        if is_own and languages.is_tag(path.name) and any(path.glob("*.html")):
            yield path.name
