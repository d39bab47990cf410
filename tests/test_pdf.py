"""The PDF: accessible by a validator's word, closed to the outside, the same bytes every time."""

from __future__ import annotations

import getpass
import html
import io
import os
import re
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pdfplumber
import pypdf
import pypdfium2
import pytest

from assistant import faces, letters, pdf, templates
from assistant.errors import CannotPrint, TemplateError
from assistant.shipped import shipped_templates
from tests import read_aloud, sample_letter
from tests.sample_letter import SENTENCE, SIZES, page
from tests.samples import LETTERS, ON, sample
from tests.verapdf import broken_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
LONG: dict[str, Any] = {
    "why": f"{SENTENCE * 30}\n\nمحمد علي يطلب تصحيح البيانات (2026).\n\n{SENTENCE}",
    "asks": [SENTENCE * 7] * 5,
    "entries": [
        {"where": "page 4", "says": SENTENCE * 45, "why": f"প্রিয়া গোলাম, 12\n\n{SENTENCE * 9}"}
    ]
    * 2,
    "sheet": SENTENCE * 40,
    "signatory": "محمد علي",
}


@pytest.fixture(scope="module", params=SIZES)
def long_letter(request: pytest.FixtureRequest) -> bytes:
    """A letter in which a page break cuts each kind of thing in two."""
    return pdf.to_pdf(sample_letter.html(**LONG, size=request.param))


@pytest.fixture(scope="module")
def read(long_letter: bytes) -> list[read_aloud.Element]:
    """The same letter, as a screen reader says it."""
    return read_aloud.read(long_letter)


class TestAccessible:
    def test_the_validator_finds_nothing_wrong(self, long_letter: bytes, tmp_path: Path) -> None:
        (tmp_path / "letter.pdf").write_bytes(long_letter)
        assert not broken_rules(tmp_path / "letter.pdf")

    def test_the_validator_can_find_something_wrong(self, tmp_path: Path) -> None:
        import weasyprint

        weasyprint.HTML(string="<p>no tags</p>").write_pdf(tmp_path / "bad.pdf")
        untagged = broken_rules(tmp_path / "bad.pdf")
        assert {"7.1-3", "7.1-8", "7.1-10", "7.1-11", "6.2-1", "5-1"} & set(untagged)
        skipping = pdf.to_pdf(page("<h3>after a first heading</h3>"))
        (tmp_path / "skip.pdf").write_bytes(skipping)
        assert set(broken_rules(tmp_path / "skip.pdf")) == {"7.4.2-1"}

    def test_running_footers_are_not_read_out(
        self, long_letter: bytes, read: list[read_aloud.Element]
    ) -> None:
        said = " ".join(element.text for element in read)
        assert said.count("My reference: RR-2026-1") == 1
        assert "Page " not in said
        with pdfplumber.open(io.BytesIO(long_letter)) as document:
            total = len(document.pages)
            for sheet in document.pages:
                footer = f"My reference: RR-2026-1Page {sheet.page_number} of {total}"
                assert read_aloud.artifacts(sheet) == footer

    def test_headings_begin_with_the_subject_and_skip_no_level(
        self, read: list[read_aloud.Element]
    ) -> None:
        levels = [int(e.kind[1]) for e in read if e.kind.startswith("H")]
        assert levels == [1, 2, 2, 2, 3, 3, 2]

    def test_what_a_page_break_cuts_is_read_as_one(
        self, long_letter: bytes, read: list[read_aloud.Element]
    ) -> None:
        whole = [e for e in read if e.text == (SENTENCE * 30).strip()]
        assert len(whole) == 1
        said = [e for e in read if e.text.startswith("What it says:")]
        assert [e.text for e in said] == [f"What it says: {SENTENCE * 45}".strip()] * 2
        items = [e for e in read if e.kind == "LBody" and e.text == (SENTENCE * 7).strip()]
        assert len(items) == 5
        assert any(len(e.pages) > 1 for e in [*whole, *said, *items])
        with pdfplumber.open(io.BytesIO(long_letter)) as document:
            (root,) = document.structure_tree
            kinds = [kid["type"] for kid in root["children"]]
        assert kinds.count("Div") == 1 + 2  # the addresses, two entries
        assert kinds.count("L") == 2  # what is asked, enclosures

    def test_it_is_read_in_the_order_of_the_page(self, read: list[read_aloud.Element]) -> None:
        places = [place for element in read for place in element.places]
        backwards = [
            (place, after)
            for place, after in pairwise(places)
            if after[0] < place[0] or (after[0] == place[0] and after[1] < place[1] - 2)
        ]
        assert not backwards

    def test_words_at_the_ends_of_lines_stay_apart(self) -> None:
        read = read_aloud.read(pdf.to_pdf(page(f"<p><b>Bold words:</b> {SENTENCE * 9}</p>")))
        assert read[-1].text == f"Bold words: {SENTENCE * 9}".strip()

    def test_a_word_cut_by_the_end_of_a_line_gets_no_space(self) -> None:
        read = read_aloud.read(pdf.to_pdf(page(f"<p>{'x' * 300} and/or {'y' * 150}</p>")))
        assert read[-1].text == f"{'x' * 300} and/or {'y' * 150}"

    def test_language_and_title_are_set(self, long_letter: bytes) -> None:
        catalog = pypdf.PdfReader(io.BytesIO(long_letter)).trailer["/Root"]
        assert catalog["/Lang"] == "en-GB"
        assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
        assert catalog["/MarkInfo"]["/Marked"]

    def test_links_are_described_and_can_be_printed(self, long_letter: bytes) -> None:
        reader = pypdf.PdfReader(io.BytesIO(long_letter))
        links = [a.get_object() for p in reader.pages for a in p.get("/Annots", [])]
        assert [link["/A"]["/URI"] for link in links] == ["https://example.org/"] * len(links)
        assert links
        assert all(link["/Contents"] for link in links)
        assert all(link["/F"] == 4 for link in links)

    def test_joined_letters_are_read_as_they_were_typed(self, long_letter: bytes) -> None:
        document = pypdfium2.PdfDocument(long_letter)
        text = "".join(p.get_textpage().get_text_range() for p in document)
        assert text.count("প্রিয়া গোলাম, 12") == 2
        assert "محمد علي يطلب تصحيح" in text


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("case", "name"), LETTERS, ids=[f"{c}-{n}" for c, n in LETTERS])
class TestEveryLetter:
    def test_is_accessible_and_whole_on_paper(
        self, case: str, name: str, size: str, tmp_path: Path
    ) -> None:
        letter = replace(letters.build(name, sample(case), ON), size=size)
        made = pdf.to_pdf(templates.fill(letter))
        (tmp_path / "letter.pdf").write_bytes(made)
        assert not broken_rules(tmp_path / "letter.pdf")
        with pdfplumber.open(io.BytesIO(made)) as document:
            footers = [read_aloud.artifacts(sheet) for sheet in document.pages]
            last = document.pages[-1].extract_text_lines(return_chars=False)[:-1]
        total = len(footers)
        assert all(f.endswith(f"Page {n} of {total}") for n, f in enumerate(footers, 1))
        assert {line["text"] for line in last} - {letter.closing, letter.signatory, letter.sign_for}
        assert letter.title == pypdf.PdfReader(io.BytesIO(made)).metadata.title
        assert letter.signatory not in letter.title


class TestNothingElseInTheFile:
    def test_info_holds_title_and_producer_only(self, long_letter: bytes) -> None:
        info = pypdf.PdfReader(io.BytesIO(long_letter)).metadata
        assert dict(info or {}) == {
            "/Title": "Request to correct a record",
            "/Producer": "WeasyPrint 70.0",
        }

    def test_no_script_attachment_or_action(self, long_letter: bytes) -> None:
        raw = _unpacked(long_letter)
        for forbidden in (b"/JavaScript", b"/EmbeddedFile", b"/OpenAction", b"/AA", b"/Launch"):
            assert forbidden not in raw

    def test_no_date_user_path_or_host(self, long_letter: bytes) -> None:
        raw = _unpacked(long_letter)
        traces = [str(ROOT), str(Path.home()), getpass.getuser(), socket.gethostname(), "file:"]
        for trace in filter(lambda name: len(name) > 4, traces):
            assert trace.encode() not in raw
        assert not re.search(rb"D:20\d\d|CreateDate|ModifyDate|CreationDate|ModDate", raw)

    def test_every_typeface_is_shipped_embedded_and_cut_down(self, long_letter: bytes) -> None:
        reader = pypdf.PdfReader(io.BytesIO(long_letter))
        fonts = {f for p in reader.pages for f in p["/Resources"]["/Font"].values()}
        names = {font.get_object()["/BaseFont"] for font in fonts}
        families = {re.fullmatch(r"/[A-Z]{6}\+Letter-(\w+?)(-Bold)?", name)[1] for name in names}
        assert families == {"Sans", "Arabic", "Bengali"}
        for font in fonts:
            descriptor = font.get_object()["/DescendantFonts"][0]["/FontDescriptor"]
            assert descriptor["/FontFile2"].get_object()

    def test_only_the_typefaces_that_a_letter_needs_are_loaded(self) -> None:
        needed = faces.families_for(html.unescape(sample_letter.html()))
        assert re.findall(r"fonts/(.*?)\"", faces.font_face_rules(needed)) == [
            "NotoSans-Regular.ttf",
            "NotoSans-Bold.ttf",
        ]


def _unpacked(content: bytes) -> bytes:
    reader = pypdf.PdfReader(io.BytesIO(content))
    objects = [reader.get_object(n) for n in range(1, reader.trailer["/Size"])]
    streams = [o.get_data() for o in objects if isinstance(o, pypdf.generic.StreamObject)]
    return content + b"".join(streams) + repr(objects).encode()


SCRIPT = """
import hashlib, sys
from assistant import faces, letters, pdf, templates
from tests import sample_letter, test_pdf
print(hashlib.sha256(pdf.to_pdf(sample_letter.html(**test_pdf.LONG))).hexdigest())
"""


def test_the_same_letter_is_the_same_bytes_in_another_time_place_and_language() -> None:
    surroundings = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LANG": "C.UTF-8"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LANG": "de_DE.UTF-8", "HOME": "/"},
        {"PYTHONHASHSEED": "3", "SOURCE_DATE_EPOCH": "1", "LC_ALL": "C", "COLUMNS": "40"},
    ]
    made = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, **changes},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for changes in surroundings
    }
    assert len(made) == 1


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine, and what was asked of it."""
    asked: list[str] = []

    class Listen(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    listening = HTTPServer(("127.0.0.1", 0), Listen)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_port}", asked
    listening.shutdown()
    listening.server_close()


REFERENCES = [
    '<img src="{}" alt="">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">attached</a>',
    '<p style="background: url({})">x</p>',
    "<style>@import url({});</style>",
    "<style>@font-face {{ font-family: X; src: url({}) }} p {{ font-family: X }}</style><p>x</p>",
    '<p style="content: url({})">x</p><style>p::before {{ content: url({}) }}</style>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<svg xmlns="http://www.w3.org/2000/svg"><title>t</title><image href="{}" width="9" height="9"/></svg>',
    '<base href="{}/"><img src="x.png" alt="">',
]


class TestHostileTemplates:
    @pytest.mark.parametrize("reference", REFERENCES)
    def test_nothing_is_fetched_from_the_network(
        self, reference: str, server: tuple[str, list[str]]
    ) -> None:
        address, asked = server
        with pytest.raises(TemplateError):
            pdf.to_pdf(page(reference.format(f"{address}/x.css", f"{address}/x.css")))
        assert asked == []

    @pytest.mark.parametrize("reference", REFERENCES)
    def test_nothing_is_read_from_elsewhere_on_the_disk(
        self, reference: str, tmp_path: Path
    ) -> None:
        (tmp_path / "secret.css").write_text("p { color: red }")
        with pytest.raises(TemplateError):
            pdf.to_pdf(page(reference.format(*[(tmp_path / "secret.css").as_uri()] * 2)))

    @pytest.mark.parametrize(
        "name",
        [
            "../secret.css",
            "%2e%2e/secret.css",
            "sub/../../secret.css",
            "link.css",
            "linked/secret.css",
            "//127.0.0.1/secret.css",
            "secret.toml",
            "file:///letter/../secret.css",
            "missing.css",
            "x%00.css",
        ],
    )
    def test_no_way_leads_out_of_the_folder(self, name: str, tmp_path: Path) -> None:
        folder = tmp_path / "own"
        (folder / "sub").mkdir(parents=True)
        (tmp_path / "secret.css").write_text("p { color: red }")
        (folder / "secret.toml").write_text("x = 1")
        (folder / "link.css").symlink_to(tmp_path / "secret.css")
        (folder / "linked").symlink_to(tmp_path)
        with pytest.raises(TemplateError):
            pdf.to_pdf(page(f'<link rel="stylesheet" href="{name}">'), [folder])

    def test_files_of_the_folder_are_found_before_shipped_ones(self, tmp_path: Path) -> None:
        (tmp_path / "letter.css").write_text('html { font: 20pt "Letter Sans" }')
        made = pdf.to_pdf(page("<p>x</p>"), [tmp_path])
        with pdfplumber.open(io.BytesIO(made)) as document:
            assert round(document.pages[0].chars[-1]["size"]) == 20

    @pytest.mark.parametrize(
        "url", ["javascript:alert(1)", "file:///etc/passwd", "x.html", "ftp://x/"]
    )
    def test_links_lead_to_the_web_only(self, url: str) -> None:
        with pytest.raises(TemplateError, match="link"):
            pdf.to_pdf(page(f'<p><a href="{url}">x</a></p>'))

    def test_a_complaint_of_weasyprint_is_an_error(self) -> None:
        with pytest.raises(TemplateError, match="colour"):
            pdf.to_pdf(page('<p style="colour: red">x</p>'))


HOSTILE = [
    '<img src="{}/a.png">',
    '"><script src="{}/a.js"></script>',
    "</bdi></p></body><style>@import url({}/a.css)</style>",
    "p {{ background: url({}/a.png) }}",
    "{{{{ 7*7 }}}} {{% include '/etc/passwd' %}} {{# gone #}}",
    "{{{{ ''.__class__.__mro__ }}}}",
    "&lt;b&gt; &amp;nbsp; &#x202E; <!-- gone -->",
    "javascript:alert(1) file:///etc/passwd {}/",
    "]]> <?php ?> \\0 %s $(id) `id`",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_what_a_person_types_is_printed_as_typed(value: str, server: tuple[str, list[str]]) -> None:
    address, asked = server
    value = value.format(address) if "{}" in value else value.format()
    made = pdf.to_pdf(
        sample_letter.html(
            sender=[value],
            recipient=[value],
            subject=value,
            your_reference=value,
            salutation=value,
            asks=[value],
            why=value,
            signatory=value,
            enclosures=[value],
        )
    )
    read = [element.text for element in read_aloud.read(made)]
    assert read.count(value) == 8
    assert f"Your reference: {value} My reference: RR-2026-1" in read
    assert asked == []
    assert b"/etc/passwd)" not in _unpacked(made)


class TestWhatCannotBePrinted:
    def test_is_named_with_its_character(self) -> None:
        with pytest.raises(CannotPrint, match=r"ꦗ.*JAVANESE LETTER JA"):
            pdf.to_pdf(page("<p>ꦗ</p>"))

    def test_is_noticed_in_a_style_sheet_too(self) -> None:
        with pytest.raises(CannotPrint, match="ꦗ"):
            pdf.to_pdf(page('<style>p::before { content: "\\a997" }</style><p>x</p>'))

    def test_but_a_sign_of_a_style_sheet_that_a_shipped_typeface_has_is(self) -> None:
        made = pdf.to_pdf(page('<style>p::before { content: "\\2610" }</style><p>x</p>'))
        assert "☐" in pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()


WITHOUT = """
import cffi, sys
true = cffi.FFI.dlopen
def dlopen(self, name, *rest):
    if name and {missing!r} in str(name):
        raise OSError(f"cannot load library {{name!r}}")
    return true(self, name, *rest)
cffi.FFI.dlopen = dlopen
from assistant import faces, letters, pdf, templates
from tests.sample_letter import page
"""


def _run_without(missing: str, then: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "default", "-c", WITHOUT.format(missing=missing) + then],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_pango_one_command_is_told_and_nothing_else_said() -> None:
    done = _run_without(
        "pango",
        "try:\n    pdf.to_pdf(page('<p>x</p>'))\n"
        "except pdf.CannotPrint as error:\n    print(error)\n",
    )
    assert done.stderr == ""
    assert done.stdout.startswith("This computer lacks")
    assert pdf.how_to_install() in done.stdout
    assert "WeasyPrint" not in done.stdout
    assert "Traceback" not in done.stdout


def test_without_harfbuzz_subset_a_letter_is_set_slowly_and_the_doctor_can_tell() -> None:
    done = _run_without(
        "harfbuzz-subset",
        "print(len(pdf.to_pdf(page('<p>x</p>'))) > 1000, pdf.slow_subsetting())",
    )
    assert (done.stdout, done.stderr) == ("True True\n", "")
    assert not pdf.slow_subsetting()


def test_the_licence_of_the_typefaces_lies_beside_them() -> None:
    licence = (shipped_templates() / "fonts" / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
