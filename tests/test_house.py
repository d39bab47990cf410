"""The look of letters from house.toml and house.css: in every form, accessible, clear of the window."""

import base64
import email
import io
import re
from email import policy

import docx
import pdfplumber
import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from assistant import house, house_sheet, letterhead, making
from assistant.errors import TemplateError
from assistant.shipped import shipped_templates
from tests.harmful import SVG
from tests.harmful import house as put
from tests.samples import ON, sample
from tests.test_paper import ALWAYS_SEEN, MAYBE_SEEN, PRINTABLE, box, ink, inside, touches, words_in
from tests.verapdf import broken_rules

FONTS = shipped_templates() / "fonts"
LOGO = f'{SVG}<rect width="9" height="9" fill="#1d4e89"/></svg>'
ASCII = "".join(map(chr, range(32, 127)))
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
"""A PNG of one black dot."""
FULL = """
closing = "Kind regards"
footer = "Sampletown Advice Centre is a charity"
colour = "#1d4e89"

[organisation]
name = "Sampletown Advice Centre"
address = ["1 High Street", "Sampletown ZZ1 1ZZ"]
contact = ["01632 960999", "advice@example.org"]

[logo]
file = "our logo é.svg"
words = "A house with an open door"
height = 10

[type]
file = "Face.ttf"
bold = "Face-Bold.ttf"
size = 13

[page]
left = 20
right = 30
top = 25
bottom = 30
"""
LETTERHEAD = ["Sampletown Advice Centre", "1 High Street", "01632 960999", "advice@example.org"]


def typeface(style="Regular", text=ASCII, embedding=0) -> bytes:
    """A typeface with the letters of *text* alone, that lets itself be embedded or not."""
    font = TTFont(FONTS / f"NotoSans-{style}.ttf")
    cut = subset.Subsetter()
    cut.populate(text=text)
    cut.subset(font)
    font["OS/2"].fsType = embedding
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = f"HouseFace-{style}"
    saved = io.BytesIO()
    font.save(saved)
    return saved.getvalue()


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """A house that says everything."""
    return put(tmp_path_factory.mktemp("house"), {
        "house.toml": FULL,
        "our logo é.svg": LOGO,
        "Face.ttf": typeface(),
        "Face-Bold.ttf": typeface("Bold"),
        "house.css": "h2 { border-bottom: 1pt solid #1d4e89 }",
    })  # fmt: skip


def made(folder, *forms, case="assessment", name="correction", size=""):
    """The letter made with the house in *folder*, by form."""
    found = sample(case)
    if size:
        found = found.model_copy(update={"style": found.style.model_copy(update={"size": size})})
    own = house.read(folder)
    return dict(making.make(making.Job(making.letter(name, found, ON, own), forms), own).files)


def wrong_with(tmp_path, text, **files):
    put(tmp_path, {"house.toml": text, **files})
    with pytest.raises(TemplateError) as caught:
        house.read(tmp_path)
    return caught.value


# ------------------------------------------------------------------------------------ in every form


@pytest.mark.parametrize("form", ["pdf", "txt", "html", "eml", "docx"])
def test_the_words_of_the_letterhead_are_in_every_form(full, form):
    content = made(full, form)[form]
    said = " ".join(words_of(form, content).split())
    assert all(words in said for words in LETTERHEAD)
    assert "Kind regards" in said
    assert "Yours faithfully" not in said
    if form in ("txt", "eml", "docx"):
        assert "A house with an open door" in said


def words_of(form, content):
    if form == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if form == "docx":
        return "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)
    if form == "eml":
        message = email.message_from_bytes(content, policy=policy.default)
        return message.get_body().get_content()
    return re.sub("<[^>]*>", " ", content.decode()) if form == "html" else content.decode()


def test_the_page_holds_the_logo_and_its_words_and_loads_nothing(full):
    page = made(full, "html")["html"].decode()
    assert 'alt="A house with an open door"' in page
    assert 'src="data:image/svg+xml;base64,' in page
    assert not re.search(r'(?:src|href)="(?!data:|mailto:|https:)', page)


def test_a_logo_that_says_the_name_is_not_written_out_twice(tmp_path):
    put(tmp_path, {
        "house.toml": '[organisation]\nname = "The Centre"\n[logo]\nfile = "x.png"\nwords = "The Centre"',
        "x.png": DOT,
    })  # fmt: skip
    files = made(tmp_path, "txt", "docx")
    assert files["txt"].decode().startswith("The Centre\n\nAlex Example")
    assert words_of("docx", files["docx"]).startswith("The Centre\nAlex Example")


def test_the_footer_of_the_house_stands_on_every_page(full):
    pages = PdfReader(io.BytesIO(made(full, "pdf")["pdf"])).pages
    assert len(pages) > 2
    for page in pages:
        assert "Sampletown Advice Centre is a charity" in " ".join(page.extract_text().split())


# --------------------------------------------------------------------------- accessible and in place


@pytest.mark.parametrize("size", ["standard", "clear-print", "large-print"])
def test_a_letter_of_a_house_is_accessible(full, tmp_path, size):
    path = tmp_path / "letter.pdf"
    path.write_bytes(made(full, "pdf", size=size)["pdf"])
    assert not broken_rules(path)


def test_a_letter_with_a_png_is_accessible(tmp_path):
    put(tmp_path, {"house.toml": '[logo]\nfile = "x.png"\nwords = "x"', "x.png": DOT})
    (tmp_path / "letter.pdf").write_bytes(made(tmp_path, "pdf")["pdf"])
    assert not broken_rules(tmp_path / "letter.pdf")


CROWDED = """
[organisation]
name = "The Sampletown and District Advice and Information Centre"
address = ["Third Floor, Old Town Hall", "Sampletown ZZ1 1ZZ"]
contact = ["01632 960999"]
[logo]
file = "our logo é.svg"
words = "x"
"""


@pytest.mark.parametrize("size", ["standard", "clear-print", "large-print"])
@pytest.mark.parametrize("sheet", [FULL, CROWDED], ids=["full", "crowded"])
def test_the_window_shows_the_recipient_and_nothing_of_the_house(full, tmp_path, sheet, size):
    files = {one.name: one.read_bytes() for one in full.iterdir()}
    put(tmp_path, files | {"house.toml": sheet})
    page = pdfplumber.open(io.BytesIO(made(tmp_path, "pdf", size=size)["pdf"])).pages[0]
    letter = making.letter("correction", sample("assessment"), ON)
    assert words_in(page, MAYBE_SEEN) == " ".join(letter.recipient)
    assert words_in(page, ALWAYS_SEEN) == " ".join(letter.recipient)
    drawn = [box(one) for one in (*page.images, *page.rects, *page.curves)]
    assert not [one for one in drawn if touches(one, MAYBE_SEEN)]
    assert all(inside(box(word), PRINTABLE) for word in page.extract_words())
    spots = ink(page)
    head = [one for one in spots if one[3] < MAYBE_SEEN[1] and one[0] < 105]
    beside = [one for one in spots if one[3] < MAYBE_SEEN[1] and one[0] >= 105]
    assert head
    assert beside
    assert max(one[2] for one in head) <= min(one[0] for one in beside)


def test_margins_and_size_are_those_of_the_house(full):
    pages = pdfplumber.open(io.BytesIO(made(full, "pdf")["pdf"])).pages
    left = [min(box(word)[0] for word in page.extract_words()) for page in pages]
    assert left == pytest.approx([20] * len(pages), abs=0.6)
    assert max(box(word)[2] for page in pages for word in page.extract_words()) <= 180.1
    assert box(pages[1].extract_words()[0])[1] == pytest.approx(25, abs=2.5)
    sizes = {round(one["size"], 1) for page in pages for one in page.chars}
    assert 13.0 in sizes
    assert 12.0 not in sizes


def test_headings_have_the_colour_and_the_words_of_the_letter_are_black(full):
    page = pdfplumber.open(io.BytesIO(made(full, "pdf")["pdf"])).pages[0]
    colours = {}
    for line in page.extract_text_lines():
        colours[line["text"]] = line["chars"][0]["non_stroking_color"]
    heading = next(colour for text, colour in colours.items() if text.startswith("Who is asking"))
    assert heading == pytest.approx((0x1D / 255, 0x4E / 255, 0x89 / 255), abs=0.01)
    assert set(colours["Alex Example"]) == {0}


def test_larger_print_is_larger_whatever_the_house_says(full):
    page = pdfplumber.open(io.BytesIO(made(full, "pdf", size="large-print")["pdf"])).pages[1]
    assert {18.0} <= {round(one["size"], 1) for one in page.chars}


def test_the_look_changes_nothing_where_there_is_no_house(tmp_path):
    (tmp_path / "unrelated.txt").write_text("x")
    with_one = made(tmp_path, "pdf")["pdf"]
    letter = making.letter("correction", sample("assessment"), ON)
    ((_, without),) = making.make(making.Job(letter, ("pdf",))).files
    assert with_one == without


# ----------------------------------------------------------------------------------- the typeface


def test_the_typeface_of_the_house_is_embedded_and_the_shipped_ones_step_in(full, tmp_path):
    files = {one.name: one.read_bytes() for one in full.iterdir()}
    put(tmp_path, files)
    case = sample("assessment")
    writer = case.writer.model_copy(update={"name": "Łucja Ŵyn পাল محمد"})
    own = house.read(tmp_path)
    letter = making.letter("correction", case.model_copy(update={"writer": writer}), ON, own)
    ((_, pdf),) = making.make(making.Job(letter, ("pdf",)), own).files
    fonts = {font for page in pdfplumber.open(io.BytesIO(pdf)).pages for font in
             (char["fontname"] for char in page.chars)}  # fmt: skip
    named = " ".join(sorted(fonts))
    assert "House" in named
    assert "Bengali" in named
    assert "Arabic" in named
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf)
    assert not broken_rules(path)  # 7.21: embedded, and no character without a shape


def test_a_letter_in_a_script_that_only_the_house_has_can_be_printed(tmp_path):
    # Taken from a shipped typeface, but named so that only the house can know it.
    font = TTFont(io.BytesIO(typeface()))
    table = font.getBestCmap()
    for one in font["cmap"].tables:
        one.cmap[0x13A0] = table[0x41]  # CHEROKEE LETTER A
    font.save(tmp_path / "Face.ttf")
    put(tmp_path, {"house.toml": '[type]\nfile = "Face.ttf"',
                   "parts/effect.html": "<p>&#x13A0;</p>"})  # fmt: skip
    assert made(tmp_path, "pdf")["pdf"]


def test_a_typeface_of_signs_alone_is_refused(tmp_path):
    put(tmp_path, {"house.toml": '[type]\nfile = "x.ttf"', "x.ttf": typeface(text="A")})
    with pytest.raises(TemplateError, match="it has no space"):
        made(tmp_path, "pdf")


def test_a_typeface_that_may_not_be_embedded_is_refused(tmp_path):
    put(tmp_path, {"house.toml": '[type]\nfile = "x.ttf"', "x.ttf": typeface(embedding=2)})
    with pytest.raises(TemplateError, match="may not be put into a document"):
        made(tmp_path, "pdf")


# ------------------------------------------------------------------------ what is wrong, all at once


def test_everything_that_is_wrong_is_told_at_once_with_its_line(tmp_path):
    error = wrong_with(
        tmp_path,
        'closng = "Kind regards"\n'
        'colour = "#aaaaaa"\n'
        "footer = 3\n"
        "[organisation]\n"
        'adress = ["x"]\n'
        "[logo]\n"
        'file = "lgo.png"\n'
        "[type]\n"
        "size = 9\n"
        "[page]\n"
        "left = 40\n",
        **{"logo.png": DOT},
    )
    told = error.message.splitlines()
    assert [line.split(":")[0] for line in told[1:]] == [
        "- line 1", "- line 2", "- line 3", "- line 5", "- line 7", "- line 9", "- line 11",
    ]  # fmt: skip
    for line, words in zip(
        told[1:],
        [
            "Did you mean “closing”?",
            "its contrast is 2.3 to 1, and words need 4.5 to 1",
            'words in quotation marks, such as  "Sampletown',
            "Did you mean “organisation.address”?",
            "there is no file “lgo.png”",
            "9 is not possible. It can be 12 to 14 points.",
            "40 is not possible. It can be 20 to 25 mm. The recipient's address",
        ],
        strict=True,
    ):
        assert words in line
    assert "Did you mean “logo.png”?" in told[5]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[logo]\nfile = "x.png"', "line 2: logo.file: this needs “logo.words” beside it."),
        ('[logo]\nwords = "x"', "line 2: logo.words: this needs “logo.file” beside it."),
        ('[logo]\nfile = "../x.png"\nwords = "x"', "there is no file “../x.png”"),
        ('[logo]\nfile = "sub\\\\x.png"\nwords = "x"', "write / between folders"),
        ('[logo]\nfile = "x.gif"\nwords = "x"', "It can be: .png, .svg."),
        ('[logo]\nfile = "text.png"\nwords = "x"', "is not what its name says"),
        ('[logo]\nfile = "X.png"\nwords = "x"', "capital letters"),
        ('[organisation]\naddress = ["x"]', "this needs “organisation.name” beside it."),
        ('[organisation]\nname = "x"\naddress = "y"', "a list in square brackets"),
        ('[organisation]\nname = "x"\naddress = ["1","2","3","4","5","6"]', "there is room for 5"),
        ("[page]\nleft = '20'", "a number without quotation marks"),
        ("[page]\nleft = true", "a number without quotation marks"),
        ('colour = "nice"', "is not a colour"),
        ('colour = "rgba(0,0,0,0.5)"', "is not a colour"),
        ('language = "Cymraeg!"', "is not a language tag"),
        ('formats = "art-x-test"', "not known either"),
        ('closing = ""', "there are no words in it"),
        ('closing = "a\\nb"', "one line"),
        ("closing = Kind regards", "line 1: This line cannot be read."),
        ('[organisation]\nname = "x', "It ends too soon"),
        ("a = [", "It ends too soon"),
        ("a = " + "[" * 9000, "too many brackets"),
        ("= 1", "line 1: This line cannot be read."),
        ('[words]\nmy_reference = "Ref."', "this must hold, once and as it stands: {reference}"),
        ('[words]\nmy_reference = "{reference:>999}"', "as it stands: {reference}"),
        ('[words]\nrequest = "{0.__class__}"', "may hold no  { or }"),
        ('[words]\nrequest = "{"', "may hold no  { or }"),
        ('[law]\nrectifcation = "x"', "Did you mean “law.rectification”?"),
        ('[letters.correction]\ntitel = "x"', "Did you mean “letters.correction.title”?"),
    ],
)
def test_a_mistake_is_told_in_plain_words(tmp_path, text, told):
    error = wrong_with(tmp_path, text, **{"x.png": DOT, "text.png": "not a picture"})
    assert told in error.message
    assert error.file == str(tmp_path / "house.toml")
    assert error.hint
    assert not re.search(r"Error|Traceback|NoneType|<class", error.message)


def test_a_house_sheet_saved_by_windows_is_read(tmp_path):
    put(tmp_path, {"house.toml": b'\xef\xbb\xbfclosing = "Kind regards"\r\nfooter = "x"\r\n'})
    assert house.read(tmp_path).said() == {"closing": "Kind regards", "footer": "x"}


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_house_sheet_in_another_encoding_is_told_so(tmp_path, encoding):
    put(tmp_path, {"house.toml": 'closing = "Gwnâi"'.encode(encoding)})
    with pytest.raises(TemplateError, match="not plain text in UTF-8"):
        house.read(tmp_path)


def test_a_letterhead_that_would_come_into_the_window_is_refused_with_its_height(tmp_path):
    lines = '["1", "2", "3", "4", "5"]'
    error = wrong_with(
        tmp_path,
        f'[organisation]\nname = "x"\naddress = {lines}\ncontact = ["1", "2", "3"]\n'
        '[logo]\nfile = "x.png"\nwords = "x"\nheight = 20',
        **{"x.png": DOT},
    )
    assert "the letterhead would be" in error.message
    assert "window of the envelope" in error.message


@pytest.mark.parametrize(
    ("colour", "contrast"),
    # Source: the ratios that WCAG's own technique G18 and its worked examples give.
    [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#0000ff", 8.59), ("#ff0000", 4.0)],
)
def test_contrast_is_worked_out_as_wcag_does(colour, contrast):
    assert letterhead.contrast_on_white(colour) == pytest.approx(contrast, abs=0.01)


def test_the_palest_colour_that_is_let_through_can_be_read_and_the_next_is_refused(tmp_path):
    put(tmp_path, {"house.toml": 'colour = "#767676"'})
    assert house.read(tmp_path).look().colour == "#767676"
    assert "4.4 to 1" in wrong_with(tmp_path, 'colour = "#777777"').message


def test_every_key_has_an_example_that_is_right(tmp_path):
    put(
        tmp_path,
        {"logo.png": DOT, "OurFace-Regular.ttf": typeface(), "OurFace-Bold.ttf": typeface()},
    )
    lines = []
    for key in sorted(house_sheet.keys().values(), key=lambda one: "." in one.name):
        value = f'"{key.example}"' if isinstance(key.example, str) else key.example
        lines.append(f"{key.name} = {value}".replace("'", '"'))
    put(tmp_path, {"house.toml": "\n".join(lines)})
    assert set(house.read(tmp_path).said()) == set(house_sheet.keys())


def test_styles_of_the_house_come_after_those_of_the_letter(tmp_path):
    put(tmp_path, {"house.css": "h2 { font-size: 20pt }"})
    page = pdfplumber.open(io.BytesIO(made(tmp_path, "pdf")["pdf"])).pages[0]
    line = next(one for one in page.extract_text_lines() if one["text"] == "Who is asking")
    assert line["chars"][0]["size"] == pytest.approx(20, abs=0.01)


def test_a_mistake_in_the_styles_of_the_house_is_told_with_its_line(tmp_path):
    put(tmp_path, {"house.css": "h2 { color: black }\nh2 { colour: red }\n"})
    with pytest.raises(TemplateError, match=r"(?i)line 2"):
        made(tmp_path, "pdf")
