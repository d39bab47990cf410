"""Folders written to harm, to see that they cannot: the files of each, and where they point."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "TOP SECRET WORDS"  # noqa: S105 -- no password
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9">'


def house(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write *files* into *folder* and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            path.write_bytes(content)
    return folder


def with_body(html: str) -> str:
    """A template that adds *html* to the shipped letter."""
    return f'{{% extends "shipped/correction.html" %}}{{% block effect %}}{html}{{% endblock %}}'


def with_head(html: str) -> str:
    """A template that adds *html* to the head of the shipped letter."""
    return (
        f'{{% extends "shipped/correction.html" %}}{{% block head_style %}}{html}{{% endblock %}}'
    )


def with_svg(inside: str) -> dict[str, str]:
    """A letter with a picture that has *inside* in it."""
    picture = with_body('<p><img src="a.svg" alt="x"></p>')
    return {"correction.html": picture, "a.svg": f"{SVG}{inside}</svg>"}


def secrets(folder: Path) -> Path:
    """Write files that no letter may show into *folder* and return it."""
    return house(folder, {
        "secret.txt": SECRET,
        "secret.html": f"<p>{SECRET}</p>",
        "secret.css": f"/* {SECRET} */ p::before {{ content: '{SECRET}' }}",
        "secret.svg": f"{SVG}<title>{SECRET}</title><text y='5'>{SECRET}</text></svg>",
        "secret.png": png(1, 1) + SECRET.encode(),
    })  # fmt: skip


def reaching_out(web: str, near: str) -> dict[str, dict[str, str | bytes]]:
    """Folders that ask for what they may not have: *web* is an address, *near* a folder's."""
    return {
        "picture of the web": {"correction.html": with_body(f'<p><img src="{web}" alt="x"></p>')},
        "picture of the disk": {
            "correction.html": with_body(f'<p><img src="{near}/secret.png" alt="x"></p>')
        },
        "picture above the folder": {
            "correction.html": with_body('<p><img src="../secrets/secret.png" alt="x"></p>')
        },
        "picture above the folder, in disguise": {
            "correction.html": with_body('<p><img src="%2e%2e/secrets/secret.png" alt="x"></p>')
        },
        "attachment": {
            "correction.html": with_head(f'<link rel=attachment href="{near}/secret.txt">')
        },
        "attachment of a link": {
            "correction.html": with_body(f'<p><a rel=attachment href="{near}/secret.txt">x</a></p>')
        },
        "link to the disk": {
            "correction.html": with_body(f'<p><a href="{near}/secret.txt">x</a></p>')
        },
        "link that runs": {
            "correction.html": with_body('<p><a href="javascript:alert(1)">x</a></p>')
        },
        "style sheet of the web": {
            "correction.html": with_head(f'<link rel=stylesheet href="{web}">')
        },
        "another base": {
            "correction.html": with_head(f'<base href="{web}"><link rel=stylesheet href="q.css">')
        },
        "frames and films": {
            "correction.html": with_body(
                f'<object data="{web}">x</object><embed src="{web}"><iframe src="{web}"></iframe>'
            )
        },
        "import of the web": {"house.css": f'@import url("{web}");'},
        "import of the disk": {"house.css": f'@import url("{near}/secret.css");'},
        "background": {"house.css": f'body {{ background: url("{web}") }}'},
        "typeface of the web": {
            "house.css": f'@font-face {{ font-family: x; src: url("{web}") }} p {{ font-family: x }}'
        },
        "colours of the disk": {"house.css": f'@color-profile --x {{ src: url("{near}/secret.png") }}'},
        "picture within a picture": with_svg(f'<image href="{web}" width="9" height="9"/>'),
        "picture of the disk within a picture": with_svg(
            f'<image href="{near}/secret.png" width="9" height="9"/>'
        ),
        "picture within a picture in the letter": {
            "correction.html": with_body(f'<p>{SVG}<title>t</title><image href="{web}"/></svg></p>')
        },
        "style sheet within a picture": with_svg(f'<style>@import url("{web}");</style>'),
        "entity within a picture": {
            "correction.html": with_body('<p><img src="a.svg" alt="x"></p>'),
            "a.svg": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{near}/secret.txt">]>'
            f'{SVG}<title>&x;</title><text y="5">&x;</text></svg>',
        },
        "data in an address": {
            "correction.html": with_body('<p><img src="data:image/svg+xml,<svg/>" alt="x"></p>')
        },
    }  # fmt: skip


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says it is *width* by *height* dots, with *data* for them."""
    size = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", size), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def laughs() -> bytes:
    """An SVG of a few lines whose entities grow to a billion words."""
    entities = "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    return f'<!DOCTYPE svg [<!ENTITY a "ha">{entities}]>{SVG}<text y="5">&j;</text></svg>'.encode()


def shapes() -> str:
    """The inside of an SVG of a few lines that draws a billion shapes."""
    groups = "".join(f'<g id="g{n + 1}">' + f'<use href="#g{n}"/>' * 10 + "</g>" for n in range(9))
    return f'<defs><g id="g0"><rect width="1" height="1"/></g>{groups}</defs><use href="#g9"/>'
