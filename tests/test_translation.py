"""Letters in another language: found, told where they are not, and written as the language does."""

import io
import re
import subprocess
import sys
from datetime import date

import docx
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from assistant import cli, house, languages, making, sandbox
from assistant.errors import TemplateError
from tests.harmful import house as put
from tests.letter_text import words_of
from tests.samples import LETTERS, ON, sample

PIRATE = {
    "en-x-pirate/correction.html": '{% extends "shipped/correction.html" %}\n'
    "{% block body %}<p>Arrr! Ye wrote lies, {{ letter.date | day }}, "
    "{{ 12345 | number }} of 'em.</p>{% endblock %}\n",
    "en-x-pirate/base.html": '{% extends "house/base.html" %}\n'
    "{% block salutation %}<p>Ahoy!</p>{% endblock %}\n{% block enclosures %}{% endblock %}\n"
    "{% block references %}{% endblock %}\n",
    "en-x-pirate/house.toml": 'closing = "Fair winds"\n[letters.correction]\n'
    'title = "Put it right, matey"\nsubject = "Put it right"\n[words]\nmy_reference = "Me mark: {reference}"\n'
    'department = "The Cap\'n of Parchments"\n',
    "base.html": '{% extends "shipped/base.html" %}\n{% block head_style %}<!-- of the house -->{% endblock %}\n',
}  # fmt: skip


def in_language(tag, case="assessment"):
    found = sample(case)
    return found.model_copy(update={"style": found.style.model_copy(update={"language": tag})})


def made(folder, tag, *forms, case="assessment", name="correction"):
    own = house.read(folder)
    letter = making.letter(name, in_language(tag, case) if tag else sample(case), ON, own)
    return making.make(making.Job(letter, forms), own)


# -------------------------------------------------------------------------------- an invented one


def test_a_folder_named_for_a_language_holds_the_letters_in_it(tmp_path):
    put(tmp_path, PIRATE)
    letter = made(tmp_path, "en-x-pirate", "pdf", "html", "docx", "txt")
    files = dict(letter.files)
    said = words_of(letter.html)
    for words in ("Arrr! Ye wrote lies", "Ahoy!", "Fair winds", "# Put it right"):
        assert words in said
    for words in ("Dear Sir", "Yours faithfully", "Enclosures", "I ask you", "My reference"):
        assert words not in said
    assert letter.language == "en-x-pirate"
    assert not letter.notices
    assert 'lang="en-x-pirate"' in letter.html
    reader = PdfReader(io.BytesIO(files["pdf"]))
    assert reader.trailer["/Root"]["/Lang"] == "en-x-pirate"
    assert reader.metadata.title == "Put it right, matey"
    assert "Me mark: ALEX-1" in reader.pages[0].extract_text()
    assert '<html lang="en-x-pirate"' in files["html"].decode()
    assert docx.Document(io.BytesIO(files["docx"])).core_properties.language == "en-x-pirate"


def test_what_the_house_says_for_all_languages_stays(tmp_path):
    put(tmp_path, PIRATE | {
        "house.toml": 'footer = "The Centre"\ncolour = "navy"\n[organisation]\nname = "The Centre"\n',
        "en-x-pirate/house.toml": '[organisation]\nname = "The Crow\'s Nest"\n',
    })  # fmt: skip
    pirate, plain = made(tmp_path, "en-x-pirate"), made(tmp_path, "")
    assert "The Crow&#39;s Nest" in pirate.html
    assert 'data-footer="My reference: ALEX-1 · The Centre"' in pirate.html
    assert '<p class="name"><bdi>The Centre</bdi></p>' in plain.html
    assert all("<!-- of the house -->" in one.html for one in (pirate, plain))


def test_files_and_styles_of_the_language_come_after_those_of_the_house(tmp_path):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    put(tmp_path, PIRATE | {
        "house.css": "h2 { color: #111 }", "en-x-pirate/house.css": "h2 { color: #222 }",
        "logo.svg": svg, "en-x-pirate/skull.svg": svg,
        "house.toml": '[logo]\nfile = "logo.svg"\nwords = "x"',
        "en-x-pirate/house.toml": '[logo]\nfile = "skull.svg"\nwords = "A skull"',
    })  # fmt: skip
    letter = made(tmp_path, "en-x-pirate", "pdf", "html")
    links = re.findall(r'stylesheet" href="([^"]+)"', letter.html)
    assert links == [
        "letter.css",
        "letterhead.css",
        "house-values.css",
        "house.css",
        "en-x-pirate/house.css",
    ]
    assert 'src="en-x-pirate/skull.svg" alt="A skull"' in letter.html
    assert 'alt="A skull"' in dict(letter.files)["html"].decode()


def test_a_letter_that_is_not_translated_is_in_english_whole_and_that_is_told(tmp_path):
    put(tmp_path, PIRATE)
    letter = made(tmp_path, "en-x-pirate", "pdf", name="erasure")
    assert letter.language == "en-GB"
    assert PdfReader(io.BytesIO(letter.files[0][1])).trailer["/Root"]["/Lang"] == "en-GB"
    said = words_of(letter.html)
    assert "Ahoy" not in said
    assert "Fair winds" not in said
    assert "Dear Sir or Madam" in said
    (notice,) = letter.notices
    assert notice == (
        "The letter “erasure” is in English: there is no template for it in the language "
        f"“en-x-pirate”. Put it into a folder “en-x-pirate” in {tmp_path}."
    )


def test_what_is_still_english_in_a_translated_letter_is_told_piece_by_piece(tmp_path):
    put(tmp_path, {
        "cy/correction.html": '{% extends "shipped/correction.html" %}\n'
        "{% block salutation %}<p>Annwyl Syr</p>{% endblock %}\n"
        "{% block request %}<p>Gofynnaf</p>{% endblock %}\n"
        "{% block meaning %}{{ super() }}{% endblock %}\n",
        "cy/parts/refusal.html": "<p>Os gwrthodwch</p>\n",
        "cy/parts/history.html": '{% include "shipped/parts/history.html" %}',
    })  # fmt: skip
    (notice,) = made(tmp_path, "cy").notices
    told, _, listed = notice.partition(": ")
    assert told == "These parts of the letter “correction” are still in English"
    pieces = listed.rstrip(".").split(", ")
    assert "shipped/correction.html (block meaning)" in pieces  # asked for with super()
    assert "shipped/correction.html (block proof)" in pieces
    assert "shipped/parts/history.html" in pieces
    assert "parts/who-asks.html" in pieces
    assert "parts/phrases.html" in pieces  # a macro of it was called
    assert "base.html (block enclosures)" in pieces
    assert not [one for one in pieces if "request" in one or "salutation" in one]
    assert not [one for one in pieces if "refusal" in one or "values" in one]


def test_nothing_is_told_of_a_letter_that_is_translated_whole(tmp_path):
    put(tmp_path, PIRATE)
    assert made(tmp_path, "en-x-pirate", case="one-fact").notices == ()


# ----------------------------------------------------------------------- which language is meant


@pytest.mark.parametrize(
    ("wanted", "folders", "found"),
    [
        ("cy", ["cy"], "cy"),
        ("cy-GB", ["cy"], "cy"),
        ("CY", ["cy"], "cy"),
        ("cy", ["CY"], "CY"),
        ("cy", ["cy-GB"], "en-GB"),
        ("pl", ["cy"], "en-GB"),
        ("zh-Hant-TW", ["zh", "zh-Hant"], "zh-Hant"),
        ("en-x-pirate", ["en-x-pirate"], "en-x-pirate"),
        ("en-US", ["cy"], "en-GB"),
        ("", ["cy"], "en-GB"),
    ],
)
def test_the_folder_that_serves_the_language_is_taken(tmp_path, wanted, folders, found):
    put(tmp_path, {f"{name}/correction.html": "<p>x</p>" for name in folders})
    assert made(tmp_path, wanted).language == found


def test_english_of_another_country_is_no_missing_translation(tmp_path):
    (tmp_path / "x.html").write_text("")
    assert made(tmp_path, "en-US").notices == ()


def test_a_house_may_be_in_another_language_itself(tmp_path):
    put(
        tmp_path,
        {"house.toml": 'language = "cy"\n', "correction.html": "<p>{{ letter.date | day }}"},
    )
    letter = made(tmp_path, "")
    assert letter.language == "cy"
    assert "22 Tachwedd 2026" in letter.html
    other = made(tmp_path, "", name="erasure")
    assert other.language == "en-GB"
    assert "Yours faithfully" in other.html
    assert "in the language “cy”" in other.notices[0]
    assert "in English" in made(tmp_path, "pl").notices[0]


def test_a_language_of_the_case_without_any_templates_is_told():
    letter = making.letter("correction", in_language("cy"), ON)
    found = making.make(making.Job(letter, ("txt",)))
    assert found.language == "en-GB"
    assert 'lang="en-GB"' in found.html
    assert found.notices == (
        "The letter “correction” is in English: there is no template for it in the language “cy”.",
    )


@pytest.mark.parametrize("tag", ["../secret", "/etc", "cy/../..", "", "c", "a" * 80])
def test_no_language_leads_out_of_the_folder(tmp_path, tag):
    put(tmp_path / "secret", {"correction.html": "SECRET"})
    put(tmp_path / "own", {"x.html": ""})
    assert "SECRET" not in made(tmp_path / "own", tag).html


def test_mistakes_in_the_sheet_of_a_language_are_told_with_its_file(tmp_path):
    put(tmp_path, PIRATE | {"en-x-pirate/house.toml": "colour = 3\n"})
    with pytest.raises(TemplateError, match=r"en-x-pirate/house\.toml"):
        house.read(tmp_path)


def test_a_link_to_another_folder_is_no_translation(tmp_path):
    put(tmp_path / "elsewhere", {"correction.html": "SECRET"})
    put(tmp_path / "own", {"x.html": ""})
    (tmp_path / "own" / "cy").symlink_to(tmp_path / "elsewhere")
    assert "SECRET" not in made(tmp_path / "own", "cy").html


# --------------------------------------------------------------------------- dates and numbers


@pytest.mark.parametrize(
    ("tag", "day", "number", "plural"),
    # Source: CLDR 46, by hand: date formats "long", number symbols, plural rules for 3.
    [
        ("en-GB", "22 November 2026", "12,345", "other"),
        ("en-x-pirate", "22 November 2026", "12,345", "other"),
        ("cy", "22 Tachwedd 2026", "12,345", "few"),
        ("pl", "22 listopada 2026", "12\u00a0345", "few"),
        ("de", "22. November 2026", "12.345", "other"),
        ("art-x-test", "22 November 2026", "12,345", "other"),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_does(tag, day, number, plural):
    assert languages.day(date(2026, 11, 22), tag) == day
    assert languages.day("around March", tag) == "around March"
    assert languages.count(12345, tag) == number
    assert languages.plural(3, tag) == plural


def test_the_dates_of_a_letter_and_of_its_enclosures_are_in_its_language(tmp_path):
    put(tmp_path, {
        "cy/ico-complaint.html": '{% extends "shipped/ico-complaint.html" %}',
        "cy/house.toml": '[words]\ncopy_of_dated = "Copi o {what}, {day}"\n'
        '[words.copies]\nsent = "fy {letter}"\n[letters.correction]\ncalled = "nghais i gywiro"\n'
        '[law]\ncomplaint-to-regulator = "adran 165"\n',
    })  # fmt: skip
    said = words_of(made(tmp_path, "cy", case="refused", name="ico-complaint").html)
    months = (
        "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr"
    )
    assert re.search(rf"Copi o fy nghais i gywiro, \d+ ({months.replace(' ', '|')}) 2026", said)
    assert "adran 165" in said
    assert not re.search(r"\d (January|February|March|April|June|July|August|October|May) 20", said)


def test_a_letter_that_falls_back_to_english_has_english_dates_throughout(tmp_path):
    put(tmp_path, {"cy/correction.html": "<p>x</p>"})
    own = house.read(tmp_path)
    for place in (own, None):
        letter = making.letter("ico-complaint", in_language("cy", "refused"), ON, place)
        said = words_of(making.make(making.Job(letter), place).html)
        assert re.search(r"Copy of my request to correct personal data, \d+ [A-Z][a-z]+ 2026", said)
        assert not re.search(
            r"Ionawr|Chwefror|Mawrth|Mehefin|Gorffennaf|Medi|Hydref|Tachwedd", said
        )


def test_a_language_whose_dates_are_not_known_can_borrow_those_of_another(tmp_path):
    put(tmp_path, {"art-x-test/correction.html": "<p>{{ letter.date | day }}</p>"})
    letter = made(tmp_path, "art-x-test")
    assert letter.language == "art-x-test"
    assert "22 November 2026" in letter.html
    assert 'formats = "cy"' in letter.notices[0]
    put(tmp_path, {"art-x-test/house.toml": 'formats = "cy"'})
    letter = made(tmp_path, "art-x-test")
    assert letter.language == "art-x-test"
    assert "22 Tachwedd 2026" in letter.html
    assert not letter.notices


def test_plural_forms_can_be_chosen_in_a_template(tmp_path):
    put(tmp_path, {
        "pl/correction.html": "{% for n in (1, 3, 5) %}"
        '{{ n }} {{ {"one": "wpis", "few": "wpisy"}.get(n | plural, "wpisów") }} {% endfor %}'
    })  # fmt: skip
    assert made(tmp_path, "pl").html == "1 wpis 3 wpisy 5 wpisów "


def test_english_letters_do_not_wait_for_the_library_of_other_languages():
    code = (
        "import sys; from tests.samples import *; from assistant import making;"
        "making.make(making.Job(making.letter('correction', sample('one-fact'), ON), ('txt',)));"
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ---------------------------------------------------------------------------- letter and screen


def test_the_screen_stays_in_its_language_whatever_the_letter_is_in(tmp_path, monkeypatch):
    put(tmp_path / "own", PIRATE)
    monkeypatch.setenv("RECORD_RIGHTS_CONFIG", str(tmp_path / "settings.toml"))
    example = CliRunner().invoke(cli.main, ["example"]).output
    line = 'language = "en-x-pirate"\n'
    text = (
        example.replace("[style]\n", f"[style]\n{line}")
        if "\n[style]" in example
        else f"{example}\n[style]\n{line}"
    )
    (tmp_path / "case.toml").write_text(re.sub(r"(?m)^language = .*\n(?=language)", "", text))
    args = ["write", tmp_path / "case.toml", "correction", "dissent-note", "--as", "txt", "--templates",
            tmp_path / "own", "--on", "2026-11-22", "--anyway"]  # fmt: skip
    done = CliRunner().invoke(cli.main, [str(one) for one in args])
    assert done.exit_code == 0, done.output
    assert "The letter “dissent-note” is in English" in " ".join(done.output.split())
    assert "Arrr" not in done.output
    assert "Arrr!" in (tmp_path / "2026-11-22-correction.txt").read_text(encoding="utf-8")


def test_a_translated_letter_is_made_apart_like_any_other(tmp_path):
    put(tmp_path, PIRATE)
    own = house.read(tmp_path)
    job = making.Job(making.letter("correction", in_language("en-x-pirate"), ON, own), ("txt",))
    (outcome,) = sandbox.make([job], own)
    assert outcome == making.make(job, own)


@pytest.mark.parametrize(("case", "name"), LETTERS)
def test_every_letter_can_be_translated_by_three_lines(tmp_path, case, name):
    put(tmp_path, {f"cy/{name}.html": f'{{% extends "shipped/{name}.html" %}}'})
    letter = made(tmp_path, "cy", case=case, name=name)
    assert letter.language == "cy"
    assert "Tachwedd 2026" in letter.html
