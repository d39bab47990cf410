"""The templates: found, the person's own first, filled in, and kept from doing harm."""

import re

import pytest

from assistant import form_texts, templates
from assistant.case import Case
from assistant.errors import TemplateError
from assistant.letters import build
from tests.letter_text import words_of
from tests.samples import LETTERS, ON, sample

HOSTILE = [
    "{{ 7*7 }}",
    '{% include "/etc/passwd" %}',
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[x>y] & <b>bold</b>",
    "' onmouseover='x",
    "{{ letter.__class__.__mro__ }}",
]


def letter_of(case="one-fact", name="correction"):
    return build(name, sample(case), ON)


def own(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def failing(folder, text, name="correction.html"):
    """Return the complaint about a template with *text*."""
    own(folder, name, text)
    with pytest.raises(TemplateError) as caught:
        templates.fill(letter_of(), [folder])
    return caught.value


# ------------------------------------------------------------------------------ whose template it is


def test_a_folder_of_ones_own_comes_before_the_shipped_templates(tmp_path):
    own(tmp_path, "correction.html", "<p>Mine, to {{ letter.body }}</p>")
    assert templates.fill(letter_of(), [tmp_path]) == "<p>Mine, to Sampletown Borough Council</p>"


def test_the_first_of_several_folders_wins(tmp_path):
    own(tmp_path / "a", "correction.html", "first")
    own(tmp_path / "b", "correction.html", "second")
    assert templates.fill(letter_of(), [tmp_path / "a", tmp_path / "b"]) == "first"


def test_a_letter_without_a_template_of_ones_own_is_the_shipped_one(tmp_path):
    assert templates.fill(letter_of(), [tmp_path]) == templates.fill(letter_of())


def test_three_lines_change_one_block_and_leave_the_law_as_shipped(tmp_path):
    own(
        tmp_path,
        "correction.html",
        '{% extends "shipped/correction.html" %}\n'
        "{% block closing %}<p>With kind regards,</p>{% endblock %}\n",
    )
    said = words_of(templates.fill(letter_of(), [tmp_path]))
    assert "With kind regards," in said
    assert "Yours faithfully" not in said
    assert "Article 12(4) of the UK GDPR" in said


def test_one_part_of_ones_own_reaches_every_shipped_letter(tmp_path):
    own(tmp_path, "parts/refusal.html", "<p>My own notice</p>")
    for case, name in [("one-fact", "correction"), ("malicious", "erasure")]:
        assert "My own notice" in templates.fill(letter_of(case, name), [tmp_path])


def test_a_base_of_ones_own_is_under_every_shipped_letter(tmp_path):
    own(
        tmp_path,
        "base.html",
        '{% extends "shipped/base.html" %}{% block salutation %}<p>Good day</p>{% endblock %}',
    )
    said = words_of(templates.fill(letter_of(), [tmp_path]))
    assert "Good day" in said
    assert "Dear Sir or Madam" not in said


@pytest.mark.parametrize("name", sorted({name for _, name in LETTERS}))
def test_every_paragraph_of_a_letter_stands_in_a_named_block(name, tmp_path):
    source = (templates.shipped_templates() / f"{name}.html").read_text(encoding="utf-8")
    inside = source[source.index("{% block body %}") + len("{% block body %}") :]
    outside = re.sub(r"{% block \w+ %}.*?{% endblock %}", "", inside, flags=re.DOTALL)
    assert "<" not in outside
    assert "include" not in outside


def test_a_folder_is_found_whatever_its_name(tmp_path):
    folder = tmp_path / "Mein Büro  ‘ŵ’ & co"
    own(folder, "correction.html", "found")
    assert templates.fill(letter_of(), [folder]) == "found"


# --------------------------------------------------------------------------------- answers are data


def everywhere(case, name, text):
    """Return a letter as HTML with *text* as many of its answers."""
    found = sample(case)
    entries = [one.model_copy(update={"says": text, "why": text}) for one in found.entries]
    writer = found.writer.model_copy(update={"name": text})
    body = found.body.model_copy(update={"name": text})
    found = found.model_copy(update={"entries": entries, "writer": writer, "body": body})
    return templates.fill(build(name, found, ON))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(("case", "name"), LETTERS)
def test_an_answer_is_printed_as_typed_and_never_run(case, name, text):
    html = everywhere(case, name, text)
    harmless = everywhere(case, name, "words")
    assert text in words_of(html)
    assert re.findall(r"<[a-z]+", html) == re.findall(r"<[a-z]+", harmless)
    assert "onmouseover='x" not in html


def test_a_very_long_answer_is_there_whole():
    case = sample("one-fact").model_dump()
    case["entries"][0]["says"] = "palaver " * 4000
    said = words_of(templates.fill(build("correction", Case(**case), ON)))
    assert said.count("palaver") == 4000


# ------------------------------------------------------------------------- what a template may not do


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path):
    secret = own(tmp_path, "secret.txt", "secret")
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "correction.html").symlink_to(secret)
    with pytest.raises(TemplateError, match="not in its folder"):
        templates.fill(letter_of(), [folder])


def test_a_folder_that_is_itself_a_link_is_fine(tmp_path):
    own(tmp_path / "real", "correction.html", "found")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert templates.fill(letter_of(), [tmp_path / "link"]) == "found"


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "parts/../../secret.txt"])
def test_no_file_outside_the_folder_can_be_included(tmp_path, name):
    own(tmp_path, "secret.txt", "secret")
    folder = tmp_path / "own"
    error = failing(folder, f'{{% include "{name}" %}}')
    assert "secret" not in error.message.replace(name, "")
    assert "correction.html" in error.message or "not in its folder" in error.message


@pytest.mark.parametrize(
    "text",
    [
        "{{ letter.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ law.update({'x': 1}) }}",
        "{{ letter.build.__globals__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ lipsum.__globals__ }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ '{0.__class__}'.format(letter) }}",
    ],
)
def test_a_template_cannot_reach_python(tmp_path, text):
    assert failing(tmp_path, text).message


# --------------------------------------------------------------------- what is wrong, in plain words


def test_a_misspelt_word_is_named_with_file_line_and_the_nearest_one(tmp_path):
    error = failing(tmp_path, "<p>one</p>\n<p>{{ letter.signatry }}</p>\n")
    assert re.search(r"correction\.html, line 2: “signatry” is not among the words", error.message)
    assert error.hint == "Did you mean “signatory”?"


def test_a_law_that_the_letter_may_not_cite_is_named(tmp_path):
    error = failing(tmp_path, '{{ law["erasure-malicious"] }}')
    assert "“erasure-malicious” is not among" in error.message


def test_a_bracket_left_open_is_told_with_its_line(tmp_path):
    error = failing(tmp_path, "<p>one</p>\n{% if letter.body %}\n<p>two</p>\n")
    assert re.search(r"correction\.html, line \d", error.message)
    assert "{% end… %}" in error.hint


def test_a_template_that_does_not_exist_is_named(tmp_path):
    error = failing(tmp_path, '{% include "parts/nothing.html" %}')
    assert "no template called" in error.message
    assert "parts/nothing.html" in error.message


def test_a_template_that_extends_itself_is_told_to_write_shipped(tmp_path):
    error = failing(tmp_path, '{% extends "correction.html" %}')
    assert '{% extends "shipped/correction.html" %}' in error.hint


def test_a_sum_that_cannot_be_done_is_no_traceback(tmp_path):
    error = failing(tmp_path, "\n\n{{ 1 / 0 }}")
    assert re.search(r"correction\.html, line 3: ", error.message)


def test_a_template_that_is_not_text_is_told_so(tmp_path):
    (tmp_path / "correction.html").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TemplateError, match="cannot be read"):
        templates.fill(letter_of(), [tmp_path])


# --------------------------------------------------------------------------- texts for a web form


def test_a_text_that_fits_is_left_alone():
    assert form_texts.within("One.  Two.\n\nThree.", 100, "Rest.") == "One. Two.\nThree."


def test_a_text_that_is_too_long_loses_whole_sentences_and_says_so():
    assert (
        form_texts.within("One one. Two two. Three three.", 24, "More.")
        == "One one. Two two.\nMore."
    )
    assert form_texts.within("One one. Two two. Three three.", 23, "More.") == "One one.\nMore."


def test_a_line_break_counts_as_the_two_characters_a_form_makes_of_it():
    assert form_texts.within("ab\ncd", 6) == "ab\ncd"
    assert form_texts.within("ab\ncd", 5) == "ab"


def test_a_title_before_a_name_ends_no_sentence():
    text = "I saw Dr. Example. Then I left."
    assert form_texts.within(text, 20) == "I saw Dr. Example."


@pytest.mark.parametrize("length", [10, 400, 1999, 2000, 2001, 20_000])
def test_no_text_for_the_form_is_longer_than_the_form_takes(length):
    case = sample("early").model_dump()
    words = ("A sentence of seven words stands here. " * (length // 38 + 1))[:length]
    case["entries"][0] |= {"says": words, "why": words}
    case["effect"] = {"words": words}
    html = templates.fill(build("ico-complaint", Case(**case), ON))
    form = html[html.index("texts for the ICO") :]
    texts = re.findall(r"<h3[^>]*>[^<]*\(([\d,]+) characters\)</h3>(.*?)(?=<h3|$)", form, re.DOTALL)
    assert len(texts) == 3
    for told, printed in texts:
        lines = words_of("<body>" + printed.replace("<br>", "<p>")).strip().splitlines()
        counted = sum(map(len, lines)) + 2 * (len(lines) - 1)
        assert counted == int(told.replace(",", "")) <= 2000


def test_the_story_for_the_form_keeps_its_beginning_when_it_is_cut():
    case = sample("early").model_dump()
    case["entries"][0]["says"] = "Much was said. " * 400
    html = templates.fill(build("ico-complaint", Case(**case), ON))
    assert "This is about Sampletown Borough Council." in html[html.index("texts for the ICO") :]
    assert "The rest is in my letter." in html
