"""One sitting from the first question to the letters in the folder."""

from __future__ import annotations

import tomllib
from datetime import date

import pypdf
import pytest

from assistant import session
from tests.scripted import Conversation

ON = date(2026, 11, 22)

STORY = {
    "What do you want most?": "3",
    "whole record erased": "2",
    "what should the letter ask for instead?": "2",
    "list the parts that trouble you": "1",
    "Which council or other body": "Birmingham City Council",
    "What is the record called?": "Child and Family Assessment",
    "What kind of record is it?": "1",
    "When was it written?": "around March 2025",
    "What was the job of": "Social worker",
    "Have you seen the record?": "1",
    "Was it written for a court": "1",
    "Who holds your record?": "2",
    "postal address of Birmingham City Council": "1 Sample Square, Sampletown, zz11zz",
    "For whom are you writing?": "2",
    "name of the child": "Sam Example",
    "Who is Sam Example?": "1",
    "When was Sam Example born?": "9/5/2016",
    "parental responsibility for Sam": "1",
    "court order that limits": "1",
    "old enough to understand": "2",
    "Where in the record is it?": ["Page 3", "Page 6"],
    "What does it say there?": ["Mother left school early.", "Mother finds it hard to cope."],
    "What is wrong with it?": ["5", "3"],
    "Whose information is it?": ["1", "1"],
    "about your own view?": "I do not agree.",
    "An opinion is rarely erased": "2",
    "What is wrong: 1 so far.": "2",
    "Have you already asked": "1",
    "Have you used their complaints procedure": "3",
    "Which stage did it reach?": "3",
    "What came of it?": "The panel said I should have seen the draft.",
    "Have you asked an Ombudsman": "3",
    "Ombudsman's reference?": "26 000 000",
    "What did the Ombudsman decide?": "They did not investigate.",
    "promised to do something": "2",
    "What did they promise?": "To add clear notes with my comments.",
    "When did they promise it?": "September 2026",
    "Have they done it?": "1",
    "Is there a court case": "1",
    "done to you or your family?": "I no longer dare to ask for help.",
    "What else should the letter ask for?": "1, 2, 3",
    "What is your full name?": "Alex Example",
    "Where can they write to you?": "1",
    "What is your address?": "12 Sample Street, Sampletown, ZZ1 1ZZ",
}


@pytest.fixture
def told(tmp_path):
    """What is shown, and the folder of the case, after a whole sitting."""

    def hold(**replies):
        talk = Conversation({**STORY, **replies})
        code = session.hold(talk, None, tmp_path, ON)
        return talk.screen, tmp_path / "case-1", code

    return hold


def test_the_story_of_the_decision_ends_with_her_letter_in_the_folder(told):
    screen, folder, code = told()
    assert code == 0
    [letter] = folder.glob("*.pdf")
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(letter).pages)
    for said in ("Mother left school early.", "I do not agree.", "Alex Example", "Sample Square"):
        assert said in words
    assert str(letter) in screen


def test_she_is_told_the_truth_before_her_second_choice_is_asked(told):
    screen, *_ = told()
    truth = screen.index("will not ask a council to delete an assessment")
    assert truth < screen.index("what should the letter ask for instead?")
    assert "25 004 511" in screen[truth : truth + 300]


def test_the_advice_in_short_comes_before_the_letters_are_chosen(told):
    screen, *_ = told()
    truth = screen.index("The answer is most often no.")
    assert (
        screen.index("Check your answers") < truth < screen.index("Which letters shall be written?")
    )


def test_after_writing_she_is_told_what_to_do_and_when_an_answer_is_due(told):
    screen, *_ = told()
    after = screen[screen.index("--- Your letters ---") :]
    assert "Sign it" in after
    assert "Keep a copy" in after
    # 22 November 2026 and one month: ICO, time limits, corresponding calendar date
    assert (
        "If it arrives on Sunday 22 November 2026, the answer is due by Tuesday 22 December 2026."
        in after
    )


def test_every_letter_that_is_ready_can_be_chosen_by_number(told):
    _, folder, _ = told(**{"Which letters shall be written?": "1, 2, 3"})
    assert len({path.name for path in folder.glob("*.pdf")}) == 3


def test_no_letter_is_written_when_none_is_wanted(told):
    screen, folder, code = told(**{"Which letters shall be written?": "none"})
    assert "No letter was written." in screen
    assert (list(folder.glob("*.pdf")), code) == ([], 0)


def test_what_a_letter_still_needs_is_asked_before_it_is_written(told):
    screen, folder, _ = told(**{"What is your full name?": ["skip", "Alex Example"]})
    assert "A letter still needs something." in screen
    saved = tomllib.loads((folder / "case.toml").read_text())
    assert saved["writer"]["name"] == "Alex Example"
    assert len(list(folder.glob("*.pdf"))) == 1


def test_the_case_can_be_opened_again_and_changed(told, tmp_path):
    told()
    talk = Conversation(
        {"Which case?": "1", "Type a number to change": "1", "What do you want most?": "2"}
    )
    assert session.hold(talk, None, tmp_path, ON) == 0
    saved = tomllib.loads((tmp_path / "case-1" / "case.toml").read_text())
    assert saved["wishes"]["first"] == "dissent-note"
    assert saved["wishes"]["scope"] == "whole", "an answer that no longer applies stays in the file"


def test_a_second_case_gets_a_folder_of_its_own(told, tmp_path):
    told()
    talk = Conversation({"Which case?": "2", "What do you want most?": "stop"})
    assert session.hold(talk, None, tmp_path, ON) == 0
    assert (tmp_path / "case-2" / "case.toml").exists()


def test_without_a_pdf_the_letter_is_kept_as_text_and_the_cure_is_told(told, monkeypatch):
    from assistant import pdf
    from assistant.errors import CannotPrint

    def no_pango(*_):
        raise CannotPrint("This computer cannot make a PDF yet.", "Install Pango.")

    monkeypatch.setattr(pdf, "to_pdf", no_pango)
    screen, folder, code = told()
    assert code == 0
    [letter] = folder.glob("*.txt")
    assert "Mother left school early." in letter.read_text()
    assert "Install Pango." in screen


def test_the_templates_in_use_make_the_letters(tmp_path):
    house = tmp_path / "house"
    house.mkdir()
    closing = (
        '{% extends "base.html" %}{% block closing %}<p class="closing">Warmly</p>{% endblock %}'
    )
    (house / "base.html").write_text(closing.replace("base.html", "shipped/base.html"))
    assert session.hold(Conversation(STORY), None, tmp_path / "cases", ON, house) == 0
    [letter] = (tmp_path / "cases" / "case-1").glob("*.pdf")
    assert "Warmly" in " ".join(page.extract_text() for page in pypdf.PdfReader(letter).pages)
