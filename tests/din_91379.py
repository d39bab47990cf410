"""The Latin letters of DIN 91379, which a European register must be able to hold.

Source: DIN 91379:2022-08, normative letters (group bll) and sequences; composed where Unicode can.
"""

from __future__ import annotations

SINGLE = """
41-5A 61-7A C0-D6 D8-F6 F8-17E 187-188 18F 197 1A0-1A1 1AF-1B0 1B7 1CD-1DC 1DE-1DF 1E2-1F0 1F4-1F5
1F8-1FF 212-213 218-21B 21E-21F 227-233 259 268 292 1E02-1E03 1E06-1E07 1E0A-1E11 1E17 1E1C-1E2B
1E2F-1E37 1E3A-1E3B 1E40-1E49 1E52-1E5B 1E5E-1E63 1E6A-1E6F 1E80-1E87 1E8C-1E97 1E9E 1EA0-1EF9
"""
"""Letters of one code point, as hexadecimal ranges."""

WITH_MARK = {
    "\N{COMBINING GRAVE ACCENT}": "CFGKMPSTZcfgkmpstz",
    "\N{COMBINING ACUTE ACCENT}": "JjÿĪī",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "DKLMNdklmn",
    "\N{COMBINING MACRON}": "CFHKNPSTZcfhknpstzÛûḲḳṢṣṬṭỤụ",
    "\N{COMBINING BREVE}": "CMNRZcmnrzÇç",
    "\N{COMBINING DOT ABOVE}": "KUku",
    "\N{COMBINING DIAERESIS}": "CTZczẠạỌọỤụ",
    "\N{COMBINING DOUBLE ACUTE ACCENT}": "Aa",
    "\N{COMBINING CARON}": "J",
    "\N{COMBINING VERTICAL LINE ABOVE}": "ēō",
    "\N{COMBINING CANDRABINDU}": "Mm",
    "\N{COMBINING COMMA ABOVE RIGHT}": "CKPTckptČč",
    "\N{COMBINING HORN}": "KTkt",
    "\N{COMBINING DOT BELOW}": "CPcpČč",
    "\N{COMBINING RING BELOW}": "LRlr",
    "\N{COMBINING COMMA BELOW}": "CHKLNchklnŽž",
    "\N{COMBINING CEDILLA}": "ZzŽž",
    "\N{COMBINING MACRON BELOW}": "HSs",
}
"""Letters that need a mark of their own, by that mark."""

LONGER = """
43+328+306 4B+35F+48 4B+35F+68 4C+325+304 52+325+304 53+31B+304
63+328+306 6B+35F+68 6C+325+304 72+325+304 73+31B+304
"""
"""Sequences of three code points."""


def letters() -> list[str]:
    """Every letter and sequence of the standard: 500 and 149."""
    single = []
    for part in SINGLE.split():
        first, _, last = part.partition("-")
        single += [chr(n) for n in range(int(first, 16), int(last or first, 16) + 1)]
    pairs = [base + mark for mark, bases in WITH_MARK.items() for base in bases]
    longer = ["".join(chr(int(n, 16)) for n in one.split("+")) for one in LONGER.split()]
    return single + pairs + longer
