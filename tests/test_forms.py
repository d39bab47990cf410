"""The other forms of a letter: the same words in each, and each fit for what it is for."""

import base64
import email
import hashlib
import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from email import policy
from email.header import decode_header, make_header
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import (
    characters,
    email_draft,
    letters,
    pdf,
    plain_text,
    templates,
    web_page,
    word_document,
)
from assistant.errors import AssistantError, TemplateError
from tests import read_aloud
from tests.letter_text import words_of
from tests.samples import LETTERS, ON, sample

IDS = [f"{case}-{letter}" for case, letter in LETTERS]
each_letter = pytest.mark.parametrize(("case", "name"), LETTERS, ids=IDS)
LOOKS = re.compile(r"[-•◦▪]|#+|[=~-]{3,}|\d+\.")
"""What a form adds to show lists and headings; a number and a full stop may stand before an item."""
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
"""A PNG of one black dot."""
HOSTILE = (
    '<script>alert(1)</script> </style></title></p> {{ 7*7 }} {% include "x" %} &amp; &lt; '
    '"quoted" [x>y] %s $name ((name)) \\0 =?utf-8?q?x=0D=0ABcc:_e@vil.example?= @import url(x); -->'
)


@pytest.fixture(scope="module")
def filled():
    """Return a function that gives a sample letter and its HTML."""

    def made(case, name):
        letter = letters.build(name, sample(case), ON)
        return letter, templates.fill(letter)

    return made


def page(body: str) -> str:
    return (
        f"<!doctype html><html lang=en-GB><title>T</title><body data-footer=F>{body}</body></html>"
    )


def words(text: str) -> list[str]:
    """The words of *text*, in order, without what only shows lists and headings."""
    return [word for word in text.split() if not LOOKS.fullmatch(word)]


def words_of_docx(content: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)


def words_of_pdf(html: str) -> str:
    """What a screen reader says: no page footers, and no numbers of list items."""
    elements = read_aloud.read(pdf.to_pdf(html))
    return "\n".join(one.text for one in elements if one.kind != "Lbl")


def read_eml(content: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(content, policy=policy.default)


def body_of(message) -> str:
    return message.get_body().get_content().replace("\r\n", "\n")


# The same words


@each_letter
def test_every_form_of_a_letter_has_the_same_words(filled, case, name):
    letter, html = filled(case, name)
    said = words(words_of(html))
    text = plain_text.to_text(html)
    draft = email_draft.to_eml(letter, text, b"%PDF", "dpo@council.example", "")
    assert words(text) == said
    assert words(words_of(web_page.to_page(html))) == said
    assert words(words_of_docx(word_document.to_docx(html, "en-GB", "T"))) == said
    assert words(body_of(read_eml(draft))) == said
    assert words(words_of_pdf(html)) == said


def hostile_letter(filled):
    letter, _ = filled("one-fact", "correction")
    ask = letter.asks[0]
    group = ask.groups[0]
    entry = replace(group.entries[0], says=HOSTILE, why=f"First line\nsecond {HOSTILE}\n\nThird")
    group = replace(group, entries=(entry, *group.entries[1:]))
    letter = replace(
        letter, asks=(replace(ask, groups=(group, *ask.groups[1:])),), subject=HOSTILE,
        signatory=HOSTILE, recipient=(HOSTILE,), title=HOSTILE,
    )  # fmt: skip
    return letter, templates.fill(letter)


def test_a_text_that_looks_like_markup_or_a_template_is_in_every_form_as_typed(filled):
    letter, html = hostile_letter(filled)
    typed = words(HOSTILE)
    draft = email_draft.to_eml(letter, plain_text.to_text(html), None, "a@council.example")
    message = read_eml(draft)
    forms = {
        "txt": plain_text.to_text(html),
        "html": Page(web_page.to_page(html)).text,
        "docx": words_of_docx(word_document.to_docx(html, "en-GB", HOSTILE)),
        "eml": body_of(message),
    }
    for form, text in forms.items():
        found = " ".join(words(text))
        assert found.count(" ".join(typed)) == 5, form  # address, subject, name, says, why
        assert re.search(r"First line\s+second", text), form
    shown = Page(web_page.to_page(html))
    assert shown.title == HOSTILE
    assert not shown.all("script")
    assert message["Subject"] == HOSTILE
    assert headers_of(draft)["To"] == f"{HOSTILE} <a@council.example>"
    assert set(message.keys()) == {
        "Subject", "To", "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
    }  # fmt: skip


# Plain text


@each_letter
def test_text_fits_an_e_mail_and_ends_no_line_in_spaces(filled, case, name):
    _, html = filled(case, name)
    text, _, copied = plain_text.to_text(html).partition("For you: texts for the")
    assert all(len(line) <= 72 for line in text.splitlines())
    assert all(line == line.rstrip() for line in (text + copied).splitlines())
    assert (text + copied).endswith("\n")
    assert not (text + copied).endswith("\n\n")
    assert "\t" not in text
    assert "\n\n\n\n\n" not in text


def test_text_begins_as_a_letter_does(filled):
    letter, html = filled("assessment", "correction")
    lines = plain_text.to_text(html).splitlines()
    sender = [*letter.sender, *letter.sender_contact]
    assert lines[: len(sender)] == sender
    recipient = lines[len(sender) + 1 :]
    assert recipient[: len(letter.recipient) + 3] == [*letter.recipient, "", "22 November 2026", ""]


def test_each_text_for_the_form_can_be_copied_as_it_is_and_is_as_long_as_it_says(filled):
    for case in ("assessment", "refused", "early"):
        _, html = filled(case, "ico-complaint")
        text = plain_text.to_text(html).partition("For you: texts for the")[2]
        found = re.findall(
            r"\(([\d,]+) characters\)\n~+\n\n(.*?)\n(?=\n\S.*\n~|\Z)", text, re.DOTALL
        )
        assert len(found) == len(re.findall("~\n", text))
        for length, copied in found:
            # A web form counts a line break as two characters.
            assert len(copied) + copied.count("\n") == int(length.replace(",", ""))


def test_text_shows_headings_lists_and_entries():
    text = plain_text.to_text(
        page(
            "<h1>Subject</h1><p>Say.</p><h2>Part</h2><h3>Small</h3>"
            "<ol><li>one word<li>two</ol><ul><li>a</ul>"
            "<div class=entry><h3>Entry 1</h3><p>Where</p><p>Says<br>more</p></div><p>After"
            "<p class=list-heading>Enclosures<ul><li>x</ul>"
        )
    )
    assert text == (
        "Subject\n=======\n\nSay.\n\nPart\n----\n\nSmall\n~~~~~\n\n1. one word\n2. two\n\n- a\n\n"
        "Entry 1\n\n    Where\n\n    Says\n    more\n\nAfter\n\nEnclosures\n- x\n"
    )


def test_text_numbers_lists_as_paper_does():
    """The letters and Roman numerals are those of the HTML standard's list types a, A, i and I."""
    items = "<li>x" * 2
    for kind, start, markers in [
        ("a", 26, "z. aa."),
        ("A", 1, "A. B."),
        ("i", 3, "iii. iv."),
        ("I", 1998, "MCMXCVIII. MCMXCIX."),
        ("1", 9, "9. 10."),
        ("a", 0, "0. a."),
    ]:
        text = plain_text.to_text(page(f"<ol type={kind} start={start}>{items}</ol>"))
        assert " ".join(line.split()[0] for line in text.splitlines()) == markers


def test_a_long_item_hangs_from_its_number_and_items_of_several_paragraphs_stand_apart():
    text = plain_text.to_text(page(f"<ol><li>{'word ' * 20}<li><p>a<p>b</ol>"))
    first, second, *rest = text.splitlines()
    assert (first[:7], second[:7]) == ("1. word", "   word")
    assert rest == ["", "2. a", "", "   b"]


def test_there_is_room_to_sign_between_closing_and_name():
    text = plain_text.to_text(page("<p class=closing>Yours<p class=signature>Name<p>End"))
    assert text == "Yours\n\n\n\nName\n\nEnd\n"


def test_a_link_shows_where_it_leads_unless_its_words_say_so():
    text = plain_text.to_text(
        page(
            "<p><a href='https://ico.org.uk/x'>the <b>site</b></a>, <a href='https://ico.org.uk/'>"
            "ico.org.uk</a>, <a href='mailto:a@b.example'>a@b.example</a>"
        )
    )
    assert text == "the site <https://ico.org.uk/x>, ico.org.uk, a@b.example\n"


def test_addresses_of_the_web_and_long_words_are_not_cut():
    long = "https://www.example.org/" + "a-b" * 40
    assert long in plain_text.to_text(page(f"<p>See {long} there")).splitlines()


def test_a_table_and_a_sheet_are_set_apart():
    text = plain_text.to_text(
        page("<table><tr><td>a<td>b<tr><td>c</table><hr><h1 class=new-page>S</h1>")
    )
    assert text == f"a\nb\n\nc\n\n{'-' * 20}\n\n\n{'-' * 72}\n\n\nS\n=\n"


def test_names_from_right_to_left_are_as_typed_with_nothing_unseen_added():
    name = "محمد علي بن יוסף"
    assert plain_text.to_text(page(f"<p>Dear <bdi>{name}</bdi>,</p>")) == f"Dear {name},\n"


# The web page


class Page(HTMLParser):
    """What is in a web page: its elements with their attributes, its words and its styles."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = self.styles = self.title = ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.text += "\n" if tag == "br" else ""

    def handle_data(self, data):
        if self.lasttag in ("style", "title"):
            setattr(self, "styles" if self.lasttag == "style" else "title", data.strip() or "")
            self.lasttag = ""
        else:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@each_letter
def test_a_web_page_fetches_nothing_and_runs_nothing(filled, case, name):
    _, html = filled(case, name)
    source = web_page.to_page(html)
    found = Page(source)
    assert {tag for tag, _ in found.elements} <= {
        "html", "head", "meta", "title", "style", "body", "main", "div", "p", "h1", "h2", "h3",
        "ol", "ul", "li", "b", "bdi", "br", "hr",
    }  # fmt: skip
    assert not {key for _, one in found.elements for key in one} & {"src", "href", "style"}
    assert "@font-face" not in source
    assert "url(" not in source


def test_a_web_page_allows_its_own_styles_alone(filled):
    _, html = filled("one-fact", "correction")
    source = web_page.to_page(html)
    rules = next(one for one in Page(source).all("meta") if "http-equiv" in one)
    styles = re.search("<style>(.*?)</style>", source, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(styles.encode()).digest()).decode()
    assert rules["http-equiv"] == "Content-Security-Policy"
    assert rules["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    assert source.index("Content-Security-Policy") < source.index("<style>")


def test_a_web_page_can_be_read_on_a_phone_and_aloud_and_printed(filled):
    letter, html = filled("assessment", "dissent-note")
    found = Page(web_page.to_page(html))
    assert found.all("html") == [{"lang": "en-GB", "class": "standard"}]
    assert found.title == letter.title
    viewport = {"name": "viewport", "content": "width=device-width, initial-scale=1"}
    assert viewport in found.all("meta")
    headings = [int(tag[1]) for tag, _ in found.elements if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert len(found.all("main")) == 1
    assert not re.search(r"\d(?:mm|cm|pt)\b", found.styles)
    assert "@media print" in found.styles


def test_a_web_page_keeps_what_a_template_holds():
    source = web_page.to_page(
        "<!doctype html><html lang=ar dir=rtl class=large-print><title>T</title><body>"
        '<p dir=ltr><a href="https://a.example/?x=1&amp;y=%22">l</a><s>o</s><sup>2</sup>'
        "<ol type=a start=3><li>x<li><p>y<p>z</ol><table><tr><th>H<td>D</table>"
        "<blockquote>q</blockquote><pre>\n\n a\n  b</pre><hr><p class=date>d"
    )
    body = source.partition("<main>\n")[2].partition("</main>")[0]
    assert '<html lang="ar" class="large-print" dir="rtl">' in source
    assert body == (
        '<p><a href="https://a.example/?x=1&amp;y=%22" rel="noreferrer noopener">l</a><s>o</s>'
        '<sup>2</sup></p>\n<ol type="a" start="3">\n<li>\n<p dir="rtl">x</p>\n</li>\n<li>\n'
        '<p dir="rtl">y</p>\n<p dir="rtl">z</p>\n</li>\n</ol>\n'
        '<table>\n<tr>\n<th>\n<p dir="rtl"><b>H</b></p>\n</th>\n<td>\n<p dir="rtl">D</p>\n</td>\n'
        '</tr>\n</table>\n<blockquote>\n<p dir="rtl">q</p>\n</blockquote>\n'
        '<pre dir="rtl">\n\n a\n  b</pre>\n<hr>\n<p class="date" dir="rtl">d</p>\n'
    )


def test_a_picture_of_the_folder_is_in_the_page_and_any_other_is_its_words(tmp_path):
    folder = tmp_path / "house"
    folder.mkdir()
    (folder / "logo.png").write_bytes(base64.b64decode(DOT))
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / "page.css").write_text("p { color: red } /* </style><script> */")
    source = web_page.to_page(
        page(
            '<p><img src="logo.png" alt="The &quot;Centre&quot;"><img src="../secret.png" alt="A">'
            '<img src="https://x.example/a.png" alt="B"><img src="page.css" alt="C">'
        ),
        [folder],
    )
    found = Page(source)
    assert found.all("img") == [{"src": f"data:image/png;base64,{DOT}", "alt": 'The "Centre"'}]
    assert found.text.split() == ["ABC"]
    assert not found.all("script")
    assert found.styles.startswith("p { color: red }")


@pytest.mark.parametrize(
    "styles",
    [
        "@import 'x.css';",
        "p { background: url(x.png) }",
        "@media screen { p { background: u\\72l('https://x.example') } }",
        "@font-face { font-family: x; src: url(x.woff) }",
        "p { background: image-set('x.png' 1x) }",
    ],
)
def test_a_style_sheet_that_would_load_something_is_refused(tmp_path, styles):
    (tmp_path / "page.css").write_text(styles)
    with pytest.raises(TemplateError, match="may load nothing"):
        web_page.to_page(page("<p>x"), [tmp_path])


# The draft e-mail


def test_a_draft_is_a_message_that_is_still_to_be_sent_with_the_pdf_attached(filled):
    letter, html = filled("assessment", "correction")
    text = plain_text.to_text(html)
    content = bytes(range(256)) * 9
    draft = email_draft.to_eml(letter, text, content, "dpo@council.example", "alex@mail.example")
    message = read_eml(draft)
    assert message["Subject"] == letter.subject
    assert [str(one) for one in message["To"].addresses] == [
        "Information Governance Team <dpo@council.example>"
    ]
    assert [str(one) for one in message["From"].addresses] == ["Alex Example <alex@mail.example>"]
    assert message["X-Unsent"] == "1"
    assert message["Date"] is message["Message-ID"] is None
    assert body_of(message) == text
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "correction.pdf"
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == content
    assert not [*message.defects, *attached.defects, *message.get_body().defects]


def test_a_draft_is_written_as_mail_is(filled):
    """RFC 5322: ASCII lines of at most 998 characters, better 78, ended by CRLF."""
    letter, _ = filled("assessment", "correction")
    text = "ü" * 3000 + "\n.\nFrom here\n--=_letter--\n"
    draft = email_draft.to_eml(letter, text, b"pdf", "dpo@council.example")
    assert draft.isascii()
    assert b"\n" not in draft.replace(b"\r\n", b"")
    assert b"\r" not in draft.replace(b"\r\n", b"")
    assert max(map(len, draft.split(b"\r\n"))) <= 78
    assert body_of(read_eml(draft)) == text


def test_nothing_in_a_letter_can_end_its_part_of_the_draft(filled):
    letter, _ = filled("one-fact", "correction")
    text = f"one\n--{email_draft.BOUNDARY}\n\ntwo\n--{email_draft.BOUNDARY}--\n"
    message = read_eml(email_draft.to_eml(letter, text, b"pdf"))
    assert body_of(message) == text
    assert len([*message.iter_attachments()]) == 1


def test_an_address_that_the_case_does_not_have_is_left_out(filled):
    letter, _ = filled("one-fact", "correction")
    message = read_eml(email_draft.to_eml(letter, "x\n", None))
    assert message["To"] is message["From"] is None
    assert not message.is_multipart()
    assert body_of(message) == "x\n"


@pytest.mark.parametrize(
    "address",
    ["alex", "a b@c.example", "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example",
     "Alex <a@b.example>", "a@b@c", "jö@b.example", "a@bö.example", "a@" + "b" * 260 + ".example", "a@"],
)  # fmt: skip
def test_what_is_not_one_e_mail_address_is_refused_in_words(filled, address):
    letter, _ = filled("one-fact", "correction")
    with pytest.raises(AssistantError, match="cannot be used as an e-mail address"):
        email_draft.to_eml(letter, "x", None, address)


def headers_of(draft: bytes) -> dict[str, str]:
    """Each header as a mail program shows it, read by the older of the library's two readers."""
    message = email.message_from_bytes(draft, policy=policy.compat32)
    unfolded = {key: value.replace("\r\n", "") for key, value in message.items()}
    return {key: str(make_header(decode_header(value))) for key, value in unfolded.items()}


@settings(deadline=None)
@given(st.text(), st.text(st.characters(categories=["L", "Zs"]), max_size=120))
def test_no_subject_and_no_name_becomes_another_header(subject, name):
    letter = replace(letters.build("correction", sample("one-fact"), ON),
                     subject=subject, recipient=(name,), signatory="x")  # fmt: skip
    draft = email_draft.to_eml(letter, "x\n", None, "a@b.example", "c@d.example")
    shown = headers_of(draft)
    assert [key for key in shown if not key.startswith(("Content-", "MIME-"))] == [
        "Subject", "From", "To", "X-Unsent",
    ]  # fmt: skip
    assert shown["Subject"] == " ".join(characters.clean(subject).split())
    assert "".join(characters.clean(name).split()) in "".join(shown["To"].split())
    assert draft.isascii()


LONG_NAMES = ["Ŵyn Ŷll " * 20, "محمد علي " * 20, "த" * 200, "Example " * 40, "e" * 400]


@pytest.mark.parametrize("name", LONG_NAMES)
def test_a_long_name_is_whole_in_lines_that_mail_allows(filled, name):
    letter, _ = filled("one-fact", "correction")
    letter = replace(letter, subject=name, recipient=(name,))
    draft = email_draft.to_eml(letter, "x\n", None, "a@b.example")
    shown = headers_of(draft)
    assert shown["Subject"] == name.strip()
    assert shown["To"] == f"{name.strip()} <a@b.example>"
    assert max(map(len, draft.split(b"\r\n"))) <= 78


# The Word document


def opened(html: str, **more):
    return docx.Document(io.BytesIO(word_document.to_docx(html, "en-GB", "T", **more)))


def test_headings_lists_entries_and_addresses_are_real_ones(filled):
    _, html = filled("assessment", "correction")
    found = opened(html).paragraphs
    styles = {one.text: one.style.name for one in found}
    assert styles["Request to correct personal data: Child and Family Assessment"] == "Heading 1"
    assert styles["Your reply"] == "Heading 2"
    assert styles["Entry 1 of 2"] == "Heading 3"
    assert styles["your reasons, for each entry;"] == "List Number"
    assert styles["Sampleshire County Council"] == "Recipient"
    assert styles["ZZ1 2ZZ"] == "Sender"
    assert styles["Yours faithfully"] == "Closing"
    where = [one for one in found if one.text.startswith("Where it is")]
    assert {one.style.name for one in where} == {"Entry"}
    bold = [run.text for run in where[0].runs if run.bold]
    assert "".join(bold) == "Where it is:"


def numbers(document) -> list[tuple[int, int]]:
    """The list and the level of each item."""
    return [
        (one._p.pPr.numPr.numId.val, one._p.pPr.numPr.ilvl.val)
        for one in document.paragraphs
        if one._p.pPr.numPr is not None
    ]


def test_each_list_counts_by_itself_from_its_start_in_its_own_way():
    document = opened(
        page("<ol type=i start=4><li>a<li>b<ol><li>c</ol></ol><ol><li>d</ol><ul><li>e</ul>")
    )
    (first, top), second, (inner, deep), (other, _), (bullet, _) = numbers(document)
    assert (second, top, deep) == ((first, 0), 0, 1)
    assert len({first, inner, other, bullet}) == 4
    numbering = document.part.numbering_part.element

    def definition(number, level):
        num = numbering.num_having_numId(number)
        kinds = numbering.xpath(
            f"w:abstractNum[@w:abstractNumId='{num.abstractNumId.val}']"
            f"/w:lvl[@w:ilvl='{level}']/w:numFmt/@w:val"
        )
        return kinds, num.xpath("w:lvlOverride/w:startOverride/@w:val")

    assert definition(first, 0) == (["lowerRoman"], ["4"])
    assert definition(inner, 1) == (["decimal"], ["1"])
    assert definition(other, 0) == (["decimal"], ["1"])
    assert definition(bullet, 0) == (["bullet"], ["1"])


def test_the_page_is_a4_with_its_number_and_the_reference_at_its_foot(filled):
    _, html = filled("assessment", "correction")
    document = opened(html)
    (section,) = document.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    foot = section.footer.paragraphs[0]
    assert foot.text.startswith("My reference: ALEX-1\t")
    fields = foot._p.xpath("w:fldSimple/@w:instr")
    assert fields == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize(
    ("size", "points"), [("standard", 12), ("clear-print", 14), ("large-print", 18)]
)
def test_the_type_is_as_large_as_asked_for_in_every_script(size, points):
    styles = opened(page("<p>x"), size=size).styles
    normal = styles["Normal"]
    assert normal.font.size.pt == points
    assert normal.element.xpath("w:rPr/w:szCs/@w:val") == [str(points * 2)]
    # A typeface of the theme would go before the one that is named.
    assert {one.split("}")[1] for one in styles["Heading 1"].element.rPr.rFonts.attrib} == {
        "ascii", "hAnsi", "cs",
    }  # fmt: skip


def test_the_language_is_that_of_the_letter():
    document = docx.Document(io.BytesIO(word_document.to_docx(page("<p>x"), "cy", "T")))
    assert set(document.styles.element.xpath("//w:lang/@w:val")) == {"cy"}
    assert document.core_properties.language == "cy"


def test_nobody_and_no_time_is_in_the_file(filled):
    _, html = filled("assessment", "correction")
    content = word_document.to_docx(html, "en-GB", "Request " * 40)
    properties = docx.Document(io.BytesIO(content)).core_properties
    assert properties.title == ("Request " * 40)[:255]
    assert not properties.author
    assert not properties.last_modified_by
    assert properties.created is properties.modified is None
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.testzip() is None
        assert not [name for name in parts.namelist() if "thumbnail" in name or "app.xml" in name]
        whole = b"".join(parts.read(name) for name in parts.namelist())
    assert b"python-docx" not in whole


def test_the_recipient_stands_in_the_window_however_many_lines_the_sender_has():
    """A DL window always shows 57 to 81 mm from the top; the rest of the letter is below 92 mm."""
    for lines in range(8):
        sender = f"<div class=sender>{'<p>Line</p>' * lines}</div>" if lines else ""
        document = opened(page(f"{sender}<div class=recipient><p>A<p>B</div><p class=date>D"))
        y = document.sections[0].top_margin.mm
        tops = {}
        for one in document.paragraphs[: lines + 3]:
            look, style = one.paragraph_format, one.style.paragraph_format
            y += look.space_before.mm if look.space_before else 0
            tops[one.text] = y
            if one.text != "D":
                y += style.line_spacing.mm
            y += look.space_after.mm if look.space_after else 0
        assert tops["A"] == pytest.approx(57, abs=0.2)
        assert tops["D"] == pytest.approx(96, abs=0.2)


def test_a_word_document_keeps_what_a_template_holds():
    html = page(
        '<p><a href="https://a.example/é">link</a> <s>old</s> <u>n</u><i>i</i> x<sup>2</sup>'
        "<sub>3</sub> <bdi>محمد</bdi><p dir=rtl>محمد علي"
        "<table><tr><th>H<th>I<tr><td>D<table><tr><td>in</table></table>"
        "<blockquote>q</blockquote><hr><ol><li><p>a<p>b<li></ol><pre> a\n  b</pre>"
        "<h2 class=new-page>Sheet</h2><p>end"
    )
    document = opened(html)
    runs = {run.text: run.font for run in document.paragraphs[0].runs}
    assert runs["old"].strike
    assert runs["n"].underline
    assert runs["i"].italic
    assert runs["2"].superscript
    assert runs["3"].subscript
    assert runs["محمد"].rtl
    (link,) = document.paragraphs[0].hyperlinks
    assert (link.text, link.address) == ("link", "https://a.example/%C3%A9")
    assert document.paragraphs[1]._p.pPr.xpath("w:bidi")
    (table,) = document.tables
    assert [cell.text.strip() for cell in table.rows[0].cells] == ["H", "I"]
    assert table.rows[1].cells[0].tables[0].rows[0].cells[0].text == "in"
    sheet = next(one for one in document.paragraphs if one.text == "Sheet")
    assert sheet.paragraph_format.page_break_before
    assert [one.text for one in document.paragraphs[2:]] == [
        "q",
        "",
        "a",
        "b",
        "",
        " a\n  b",
        "Sheet",
        "end",
    ]


@settings(deadline=None, max_examples=25)
@given(st.text().map(characters.clean).filter(str.strip))
def test_any_answer_can_be_in_a_word_document(answer):
    html = templates.fill(
        replace(letters.build("correction", sample("one-fact"), ON), subject=answer)
    )
    found = opened(html).paragraphs
    assert " ".join(answer.split()) in [" ".join(one.text.split()) for one in found]


# All of them


BUILD = """
import hashlib, sys
from assistant import email_draft, letters, plain_text, templates, web_page, word_document
from tests.samples import ON, sample
letter = letters.build("combined", sample("assessment"), ON)
html = templates.fill(letter).replace("<h1>", "<p><b><i><u><bdi>x</bdi></u></i></b></p><h1>")
text = plain_text.to_text(html)
for content in (text.encode(), web_page.to_page(html).encode(),
                email_draft.to_eml(letter, text, b"pdf", "a@b.example", "c@d.example"),
                word_document.to_docx(html, "en-GB", letter.title)):
    print(hashlib.sha256(content).hexdigest())
print("weasyprint" in sys.modules)
"""


def test_the_same_letter_is_the_same_bytes_and_needs_nothing_of_what_pdf_needs():
    """On a machine without Pango the other forms are how nobody loses a letter."""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", BUILD],
            cwd=Path(__file__).parent.parent,
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    (output,) = outputs
    assert output.split()[-1] == "False"
