"""Where things stand on the sheet: in the window, within the margins, never over one another.

Millimetres from the top left corner. A DL envelope (110 by 220) has its window 35 by 90 mm, 20 mm
from the left and 18 mm from the bottom; a sheet of A4 folded in three can slide in it.
"""

from __future__ import annotations

import io
from collections import Counter
from itertools import takewhile
from typing import Any

import pdfplumber
import pytest

from assistant import pdf
from tests import read_aloud, sample_letter
from tests.sample_letter import SENTENCE, SIZES

MM = 25.4 / 72
ALWAYS_SEEN = (20, 57, 100, 81)
MAYBE_SEEN = (10, 46, 110, 92)
PRINTABLE = (15, 5, 195, 292)
BODY_FROM = 95
LINES = ["Sampletown Council", "Children’s Services", "Information Rights", "Town Hall"]
ADDRESSES = [[*LINES, "Market Square", "Sampletown", "ZZ1 2ZZ"][-n:] for n in range(1, 8)]
LONG_LINES = [
    "London Borough of Sampleham and Examplewood",
    "Directorate of Children’s Services and Safeguarding",
    "Information Governance and Access to Records Team",
    "Third Floor, The Old Municipal Buildings, North Wing",
    "Sampletown Business and Innovation Park, Ring Road",
    "SAMPLETOWN-UPON-EXAMPLE, METROPOLITAN BOROUGH",
    "ZZ1 2ZZ",
]
CONTACT = ["alex.example@mail.sampletown.example.org", "01632 960000", "after six, please"]

pytestmark = pytest.mark.usefixtures("untraced")

Box = tuple[float, float, float, float]


def pages(**changes: Any) -> list[Any]:
    """The pages of the sample letter with *changes*."""
    return pdfplumber.open(io.BytesIO(pdf.to_pdf(sample_letter.html(**changes)))).pages


def lines(page: Any) -> list[str]:
    """The lines of *page*, but for its footer."""
    found = [line["text"] for line in page.extract_text_lines(return_chars=False)]
    return [line for line in found if not line.startswith("My reference: RR-2026-1 Page")]


def where(page: Any, text: str) -> Box:
    """The box of the last line of *page* that reads *text*."""
    found = page.extract_text_lines(return_chars=False)
    return [box(line) for line in found if line["text"] == text][-1]


def box(thing: dict[str, Any]) -> Box:
    """A box of pdfplumber's in millimetres: left, top, right, bottom."""
    return tuple(thing[side] * MM for side in ("x0", "top", "x1", "bottom"))  # type: ignore[return-value]


def inside(inner: Box, outer: Box) -> bool:
    """Whether *inner* lies within *outer*, to a tenth of a millimetre."""
    left, top, right, bottom = inner
    return (
        left >= outer[0] - 0.1
        and top >= outer[1] - 0.1
        and right <= outer[2] + 0.1
        and bottom <= outer[3] + 0.1
    )


def touches(one: Box, other: Box) -> bool:
    """Whether two boxes share any room."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def words(page: Any, zone: Box) -> list[dict[str, Any]]:
    """The words of *page* that touch *zone*."""
    return [word for word in page.extract_words() if touches(box(word), zone)]


def words_in(page: Any, zone: Box) -> str:
    """The text of *page* that touches *zone*."""
    return " ".join(word["text"] for word in words(page, zone))


def ink(page: Any) -> list[Box]:
    """The room of each letter of *page*, from the top of a capital to the foot of a g.

    In Noto Sans a letter's box ends 0.29 of its size below the line, its ink 0.24 at most.
    """
    return [
        (left, bottom - size, right, bottom - 0.05 * size)
        for char in page.chars
        if char["text"].strip()
        for (left, _, right, bottom), size in [(box(char), char["size"] * MM)]
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: f"{len(address)} lines")
def test_the_window_shows_the_whole_address_and_nothing_else(address: list[str], size: str) -> None:
    page = pages(recipient=address, size=size)[0]
    assert words_in(page, MAYBE_SEEN) == " ".join(address)
    assert words_in(page, ALWAYS_SEEN) == " ".join(address)
    assert where(page, "22 November 2026")[1] >= BODY_FROM
    assert all(inside(letter, ALWAYS_SEEN) for letter in ink(page) if touches(letter, MAYBE_SEEN))


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_lines_too_long_for_the_window_are_folded_within_it(count: int) -> None:
    page = pages(recipient=LONG_LINES[-count:])[0]
    assert words_in(page, MAYBE_SEEN) == " ".join(LONG_LINES[-count:])
    assert all(inside(letter, ALWAYS_SEEN) for letter in ink(page) if touches(letter, MAYBE_SEEN))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("sender", [[], ADDRESSES[6], LONG_LINES], ids=["none", "seven", "long"])
@pytest.mark.parametrize("recipient", [[], ADDRESSES[6], LONG_LINES], ids=["none", "7", "long"])
def test_nothing_is_printed_over_anything_else_and_all_is_read_in_order(
    sender: list[str], recipient: list[str], size: str
) -> None:
    made = pdf.to_pdf(
        sample_letter.html(sender=sender, sender_contact=CONTACT, recipient=recipient, size=size)
    )
    with pdfplumber.open(io.BytesIO(made)) as document:
        page = document.pages[0]
        letters = sorted(ink(page))
        assert not [
            (a, b)
            for index, a in enumerate(letters)
            for b in takewhile(lambda b, a=a: b[0] < a[2], letters[index + 1 :])
            if touches(a, b) and b[0] < a[2] - 0.3 and abs(a[3] - b[3]) > 0.1
        ]
        assert all(inside(box(word), PRINTABLE) for word in page.extract_words())
    spoken = [element.text for element in read_aloud.read(made)]
    head = [*sender, *CONTACT, *recipient, "22 November 2026"]
    assert spoken[: len(head)] == head


def test_without_any_address_no_room_is_left_for_one() -> None:
    bare = pages(sender=[], sender_contact=[], recipient=[])[0]
    without = where(bare, "22 November 2026")
    assert without[1] < BODY_FROM


@pytest.mark.parametrize(("size", "points"), SIZES.items())
def test_running_text_has_the_promised_size(size: str, points: int) -> None:
    sizes = Counter(round(c["size"], 1) for page in pages(size=size) for c in page.chars)
    assert sizes.most_common(1)[0][0] == points


@pytest.mark.parametrize("size", SIZES)
def test_lines_are_no_longer_than_is_easy_to_read(size: str) -> None:
    page = pages(why=SENTENCE * 40, size=size)[1]
    longest = max(len(line) for line in lines(page))
    assert 40 <= longest <= 75


@pytest.mark.parametrize("size", SIZES)
def test_nothing_but_the_footer_stands_in_the_margins(size: str) -> None:
    entries = [{"where": "page 4", "says": SENTENCE * 9, "why": "x" * 500}] * 9
    for page in pages(entries=entries, size=size, sheet=SENTENCE * 90):
        assert all(inside(box(word), PRINTABLE) for word in page.extract_words())
        below = [w["text"] for w in page.extract_words() if box(w)[3] > 297 - 21]
        assert below[-4:-2] == ["Page", str(page.page_number)]
        assert below[:3] == ["My", "reference:", "RR-2026-1"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("length", range(0, 40, 2))
def test_no_page_has_the_signature_alone(length: int, size: str) -> None:
    made = pages(why="\n\n".join([SENTENCE] * length), entries=[], size=size, enclosures=[])
    last = lines(made[-1])
    assert last[-2:] == ["Yours faithfully", "Alex Example"]
    assert len(last) >= 3


@pytest.mark.parametrize("length", range(0, 40, 3))
def test_the_signature_stays_with_the_last_entry(length: int) -> None:
    entries = [{"where": "page 4", "says": SENTENCE, "why": SENTENCE}] * (1 + length // 3)
    made = pages(entries=entries, enclosures=[])
    last = lines(made[-1])
    assert last[-2:] == ["Yours faithfully", "Alex Example"]
    assert any(line.startswith("What it says") for line in last)


def test_there_is_room_to_sign() -> None:
    page = pages(entries=[])[-1]
    assert where(page, "Alex Example")[1] - where(page, "Yours faithfully")[3] >= 14


def test_a_sheet_begins_on_a_page_of_its_own() -> None:
    last = pages(sheet="I disagree.")[-1]
    assert lines(last)[0] == "Statement of disagreement"
