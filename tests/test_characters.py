"""Every name as it is written, and no text that crashes, hides or turns what is around it."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import characters, faces, pdf
from assistant.characters import clean, is_rtl, paragraphs, unprintable
from assistant.errors import CannotPrint
from assistant.line_breaks import BREAK, breakable
from tests import din_91379, font_coverage, read_aloud, sample_letter

SHIPPED = {
    "Welsh": "Siân Ŵyn ap Llŷr",
    "Irish": "Seán Ó Súilleabháin",
    "Gaelic": "Màiri NicDhòmhnaill",
    "Polish": "Łukasz Żółć-Wąsik",
    "Czech": "Jiří Dvořák",
    "Hungarian": "Erdős Győző",
    "Romanian": "Ștefan Țîrlea",
    "Turkish": "Şükrü İğdır",
    "Lithuanian": "Žydrūnas Ąžuolas",
    "Icelandic": "Þórður Ægisson",
    "Maltese": "Ġorġ Ħal Għaxaq",
    "Vietnamese": "Nguyễn Thị Hằng",
    "Yorùbá": "Ọláyínká Ṣẹ́gun Ẹ̀kọ́",
    "Igbo": "Ụzọma Ṅkechi",
    "Hausa": "Ƙasimu Ɗanɓaɓa",
    "Hawaiian": "ʻOlana Kāneʻohe",
    "Greek": "Γιώργος Ἀλέξανδρος",
    "Russian": "Дмитрий Ёлкин",
    "Ukrainian": "Євген Їжакевич",
    "Serbian": "Ђорђе Љубић",
    "Arabic": "محمد علي",
    "Urdu": "ثناء اللہ ٹھاکر",
    "Persian": "ژاله گلستان",
    "Pashto": "ښاپېرۍ",
    "Kurdish": "ڕێبوار",
    "Hebrew": "שרה כהן",
    "Yiddish": "אײַזיק",
    "Bengali": "গোলাম রহমান শ্রী",
    "Hindi": "प्रिया शर्मा",
    "Nepali": "कृष्ण थापा",
    "Punjabi": "ਹਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Gujarati": "પ્રિયંકા પટેલ",
    "Tamil": "தமிழ்ச்செல்வி",
    "Sinhala": "ශ්\u200dරීමතී නිමල්",
    "Thai": "สมหญิง ใจดี",
    "Amharic": "ተስፋዬ ገብረ",
    "Tigrinya": "ኣብርሃም",
    "Georgian": "გიორგი",
    "Armenian": "Արամ Խաչատրյան",
    "signs": "☐ ☑ ✓ → − ½ € № ™",
}
SYSTEM = {
    "Chinese": "李小龍",
    "Japanese": "さくら",
    "Korean": "김철수",
    "Burmese": "အောင်",
    "Khmer": "សុខា",
    "Malayalam": "ശ്രീജ",
    "Telugu": "శ్రీనివాస్",
    "Tibetan": "བསྟན",
    "Lao": "ສົມສັກ",
    "N'Ko": "ߒߞߏ",
    "Cherokee": "ᏣᎳᎩ",
    "emoji": "😀👪🏽",
    "a sign of Kaithi": "\U000110bd",
}
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
"""Any string at all: surrogates, controls, unassigned code points too."""


def extracted(made: bytes) -> str:
    """What PDFium, which browsers use, copies from the first page of a PDF."""
    text: str = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()
    return unicodedata.normalize("NFC", text)


class TestNames:
    @pytest.mark.parametrize("name", SHIPPED.values(), ids=SHIPPED)
    def test_is_printed_with_shipped_typefaces_and_read_as_written(self, name: str) -> None:
        name = clean(name)
        assert not unprintable(name)
        made = pdf.to_pdf(sample_letter.page(f"<p><b>{name}</b></p><p>{name}</p>"))
        assert extracted(made).count(name) == 2
        assert said(made).count(name) == 2

    @pytest.mark.parametrize("name", SYSTEM.values(), ids=SYSTEM)
    def test_of_another_script_is_printed_or_refused_by_name(self, name: str) -> None:
        found = unprintable(name)
        if found:
            character, called = found[0]
            with pytest.raises(CannotPrint, match=called):
                pdf.to_pdf(sample_letter.page(f"<p>{name}</p>"))
            assert character in name
        else:
            assert pdf.to_pdf(sample_letter.page(f"<p>{name}</p>"))

    def test_every_latin_letter_of_the_european_standard_is_printed(self) -> None:
        letters = din_91379.letters()
        assert len(letters) == 500 + 149
        assert not unprintable("".join(letters))
        rows = [" ".join(letters[i : i + 25]) for i in range(0, len(letters), 25)]
        made = pdf.to_pdf(sample_letter.page("".join(f"<p>{row}</p>" for row in rows)))
        assert " ".join(rows).split() == " ".join(said(made)[1:]).split()

    @pytest.mark.parametrize("name", ["محمد علي", "שָׂרָה כהן"])
    def test_a_name_from_right_to_left_does_not_disturb_the_line(self, name: str) -> None:
        made = pdf.to_pdf(sample_letter.html(signatory=name, sign_for=f"for {name}, 12 (b)"))
        assert f"{name} for {name}, 12 (b)" in said(made)
        one_line = pdf.to_pdf(sample_letter.page(f"<p>for <bdi>{name}</bdi>, 12 (b)</p>"))
        letters = [c for c in chars(one_line) if c["text"].strip() and c["mcid"]]
        across = "".join(c["text"] for c in sorted(letters, key=lambda c: c["x0"]))
        assert re.fullmatch(r"for[\u0590-\u06ff]+,12\(b\)", across)


class TestClean:
    @given(ANY_TEXT)
    def test_leaves_nothing_that_harms_and_is_done_in_one_go(self, text: str) -> None:
        cleaned = clean(text)
        assert clean(cleaned) == cleaned
        assert unicodedata.is_normalized("NFC", cleaned)
        cleaned.encode()
        kinds = {unicodedata.category(c) for c in cleaned if c not in "\n\t"}
        assert not kinds & {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
        # Source: Unicode Standard Annex 9, table 4: the explicit formatting characters.
        assert not set(cleaned) & set(
            "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        )

    @pytest.mark.parametrize("ending", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
    def test_every_end_of_a_line_is_one(self, ending: str) -> None:
        assert clean(f"one{ending}two") == "one\ntwo"

    @pytest.mark.parametrize(
        "text", [*SHIPPED.values(), *SYSTEM.values(), "a\tb\n\nc", "½ £5 – “so”"]
    )
    def test_leaves_what_people_write_as_it_is(self, text: str) -> None:
        assert unicodedata.normalize("NFD", clean(text)) == unicodedata.normalize("NFD", text)

    def test_half_of_a_character_from_a_terminal_is_dropped(self) -> None:
        typed = b"caf\xe9 \xf0\x9f".decode("utf-8", "surrogateescape")
        assert clean(typed) == "caf "

    def test_a_file_name_cannot_be_turned_round(self) -> None:
        assert clean("see \u202etxt.exe") == "see txt.exe"


class TestParagraphs:
    def test_blank_lines_part_them_and_single_ones_do_not(self) -> None:
        assert paragraphs("\n one\ntwo \n \t\n\n three\n") == ["one\ntwo", "three"]
        assert paragraphs(" \n \n") == []

    @given(ANY_TEXT)
    def test_no_word_is_lost(self, text: str) -> None:
        assert "\n\n".join(paragraphs(clean(text))).split() == clean(text).split()

    @pytest.mark.parametrize(
        ("text", "expected"),
        [("محمد", True), ("(12) שרה", True), ("Alex محمد", False), ("12", False), ("", False)],
    )
    def test_the_first_letter_tells_the_direction(self, text: str, *, expected: bool) -> None:
        assert is_rtl(text) is expected


class TestSaying:
    def test_names_the_character(self) -> None:
        says, advice = characters.cannot_print(unprintable("ꦗ"))
        assert (
            says
            == "This cannot be printed: ꦗ (JAVANESE LETTER JA). It is in no typeface of this computer."
        )
        assert advice

    def test_names_a_few_and_counts_the_rest(self) -> None:
        says, _ = characters.cannot_print([(c, f"LETTER {c}") for c in "abcdefgh"])
        assert "a (LETTER a)" in says
        assert "and 3 more" in says
        assert "LETTER f" not in says

    def test_tells_how_to_print_chinese(self) -> None:
        _, advice = characters.cannot_print([("李", "CJK UNIFIED IDEOGRAPH-674E")])
        assert "noto-cjk" in advice


class TestCoverage:
    def test_the_list_of_what_can_be_printed_is_fresh(self) -> None:
        shipped = (font_coverage.FONTS / "coverage.txt").read_text("ascii")
        assert shipped == font_coverage.coverage_file(), "run python tests/font_coverage.py"

    def test_the_style_sheet_names_every_family(self) -> None:
        styles = (font_coverage.FONTS.parent / "letter.css").read_text("utf-8")
        for family in [*faces.coverage(), faces.EAST_ASIAN]:
            assert f'"Letter {family}"' in styles


@pytest.mark.usefixtures("untraced")
class TestLongRuns:
    @pytest.mark.parametrize("unit", ["x", "محمد", "ก็", "é́", "word\u00a0", "&amp;", "क्ष"])
    def test_forty_thousand_characters_without_a_space_fit_the_page(self, unit: str) -> None:
        made = pdf.to_pdf(sample_letter.page(f"<p>{unit * (40_000 // len(unit))}</p>"))
        right = max(c["x1"] for c in chars(made))
        assert right * 25.4 / 72 <= 195

    def test_breaks_are_put_only_where_they_are_needed(self) -> None:
        short = f'<p title="{"x" * 900}">{"word " * 900}{"x" * 399}</p><style>{"x" * 900}</style>'
        assert breakable(short) == short
        assert BREAK in breakable("x" * 400)

    @given(st.text(st.sampled_from("a\u0301\u094d\u200d\u0915&;\u00a0 <>"), max_size=900))
    def test_breaks_are_all_that_is_added(self, text: str) -> None:
        assert breakable(text).replace(BREAK, "") == text

    def test_no_break_comes_between_a_letter_and_what_joins_it(self) -> None:
        broken = breakable("क्षि" * 200)
        assert BREAK in broken
        after = {broken[i + 1] for i, letter in enumerate(broken) if letter == BREAK}
        assert after == {"क"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_TEXT)
def test_any_text_is_printed_or_refused_by_name(text: str) -> None:
    cleaned = clean(text)
    letter = sample_letter.html(why=cleaned, sender=[cleaned], subject=cleaned or "x")
    if unprintable(cleaned):
        with pytest.raises(CannotPrint):
            pdf.to_pdf(letter)
    else:
        assert pdf.to_pdf(letter).startswith(b"%PDF")


def said(made: bytes) -> list[str]:
    """The text of each element, as a screen reader says it."""
    return [unicodedata.normalize("NFC", e.text) for e in read_aloud.read(made)]


def chars(made: bytes) -> list[dict[str, Any]]:
    """The letters on the pages of a PDF, with their places."""
    with pdfplumber.open(io.BytesIO(made)) as document:
        return [char for page in document.pages for char in page.chars]


def test_a_soft_hyphen_of_a_word_processor_does_not_cut_words_apart():
    assert clean("assess\u00adment") == "assessment"
