"""The loop: answers kept one by one, back, skip, stop, change, review."""

from __future__ import annotations

from copy import deepcopy

import pytest

from assistant import screens
from assistant.questions import next_step, walk
from assistant.steering import EndOfInput, Stopped
from assistant.wizard import Wizard
from tests.journeys import ON, answered
from tests.scripted import Script


def sit(answers, *lines):
    """Run the wizard over *lines*; return what it showed and every state it saved."""
    script, saved = Script(*lines), []
    wizard = Wizard(answers, script, lambda now: saved.append(deepcopy(now)), ON)
    try:
        wizard.run()
    except (EndOfInput, Stopped) as end:
        return script, saved, type(end)
    return script, saved, None


def asked(script):
    return [line for line in script.shown if line.endswith("?")]


def test_every_answer_is_saved_before_the_next_question():
    _, saved, _ = sit({"version": 1}, "1", "1", "Nobody Knows", "1")
    assert [state.get("wishes") for state in saved][:2] == [
        {"first": "correction"},
        {"first": "correction", "fallback": ["dissent-note"]},
    ]
    assert saved[2]["body"]["name"] == "Nobody Knows"
    assert len(saved) == 4


def test_a_case_is_taken_up_at_the_first_unanswered_question_and_says_where():
    answers = answered({})
    del answers["records"][0]["date"]
    script, _, _ = sit(answers)
    assert "Welcome back. You are at: The record." in script.screen
    assert asked(script)[-1] == "When was it written?"


def test_nothing_is_asked_twice():
    script, _, end = sit({"version": 1}, "1", "", "Nobody Knows", "1", "", "", "Report", "1")
    assert end is EndOfInput
    assert len(asked(script)) == len(set(asked(script))) == 9


class TestBack:
    def test_returns_to_the_question_before_with_the_earlier_answer_offered(self):
        answers = {"version": 1}
        script, _, _ = sit(answers, "2", "back", "")
        assert asked(script)[0] == asked(script)[2] == "What do you want most?"
        assert (
            "Your answer so far: Add a note: the file says that I disagree, and why" in script.shown
        )
        assert answers["wishes"]["first"] == "dissent-note"

    def test_keeps_later_answers(self):
        answers = {"version": 1}
        sit(
            answers,
            "2",
            "Nobody Knows",
            "1",
            "Records team",
            "back",
            "back",
            "back",
            "back",
            "1",
            "1",
        )
        assert answers["body"] == {
            "name": "Nobody Knows",
            "nation": "england",
            "department": "Records team",
        }

    def test_at_the_first_question_says_so(self):
        script, _, _ = sit({"version": 1}, "back")
        assert "This is the first question. There is nothing before it." in script.shown
        assert asked(script) == ["What do you want most?"] * 2

    def test_out_of_an_item_begun_by_mistake_gives_it_up(self):
        answers = answered({"wishes.first": "dissent-note"})
        answers["progress"]["done"].remove("entries")
        _script, _, _ = sit(answers, "2", "back", "1")
        assert [entry["id"] for entry in answers["entries"]] == ["e1"]
        assert "entries" in answers["progress"]["done"]

    def test_from_a_list_menu_goes_to_the_last_question_of_the_last_item(self):
        answers = answered({"wishes.first": "dissent-note", "entries.wrong": "opinion"})
        answers["progress"]["done"].remove("entries")
        script, _, _ = sit(answers, "back")
        assert asked(script)[-1].startswith("Is there anything that shows it?") or (
            "Is there anything that shows it? One thing on each line." in script.shown
        )

    def test_at_the_review_asks_the_last_question_again(self):
        answers = answered({"wishes.first": "dissent-note"})
        _script, _, end = sit(answers, "back", "Please write.", "")
        assert end is None
        assert answers["writer"]["contact"] == "Please write."

    def test_at_the_choice_of_a_council_asks_for_its_name_again(self):
        answers = {"version": 1, "wishes": {"first": "dissent-note"}}
        _script, _, _ = sit(answers, "Leicestershir County Council", "back", "Leeds City Council")
        assert answers["body"]["name"] == "Leeds City Council"


class TestEmptying:
    def test_an_optional_answer_can_be_emptied(self):
        answers = answered({"wishes.first": "dissent-note"})
        number = place_of(answers, "writer.contact")
        sit(answers, str(number), "empty", "")
        assert answers["writer"]["contact"] == ""

    def test_an_answer_that_is_needed_cannot(self):
        answers = answered({"wishes.first": "dissent-note"})
        number = place_of(answers, "writer.name")
        script, _, _ = sit(answers, str(number), "empty", "Robin Example", "")
        assert "This one needs an answer." in script.shown
        assert answers["writer"]["name"] == "Robin Example"

    @pytest.mark.parametrize("typed", ["no", "None.", "nothing"])
    def test_no_to_a_question_that_needs_no_answer_is_no_answer(self, typed):
        answers = answered({"wishes.first": "dissent-note"})
        number = place_of(answers, "effect.words")
        sit(answers, str(number), typed, ".", "")
        assert answers["effect"]["words"] == ""

    def test_a_second_choice_left_empty_is_asked_again_when_the_first_wish_changes(self):
        answers = {"version": 1}
        script, _, _ = sit(answers, "1", "", "back", "back", "3", "1")
        assert asked(script)[-1] == (
            "If the answer to erasing is no, what should the letter ask for instead?"
        )

    def test_a_second_choice_that_was_made_is_kept(self):
        answers = {"version": 1}
        sit(answers, "1", "1", "back", "back", "3", "1")
        assert answers["wishes"]["fallback"] == ["dissent-note"]


def place_of(answers, path):
    return next(n for n, step in enumerate(walk(answers), 1) if step.path == path)


def test_what_was_put_off_is_named_before_the_end():
    answers = answered({"wishes.first": "dissent-note"})
    del answers["writer"]["name"]
    script, _, _ = sit(answers, "skip")
    assert f"Left for later: {place_of(answers, 'writer.name')}." in script.shown


class TestSteeringWords:
    def test_help_says_why_with_an_example_and_asks_again(self):
        script, _, _ = sit({"version": 1}, "?")
        assert "Your answer decides which letter you get." in script.screen
        assert "Example: If a report gives the wrong date" in script.screen

    def test_stop_leaves_at_any_question(self):
        *_, end = sit({"version": 1}, "STOP")
        assert end is Stopped

    @pytest.mark.parametrize("word", ["back", "stop", "skip", "?", "."])
    def test_a_steering_word_in_quotation_marks_is_an_answer(self, word):
        answers = answered({})
        del answers["records"][0]["title"]
        sit(answers, f'"{word}"')
        assert answers["records"][0]["title"] == word

    def test_words_in_quotation_marks_keep_them(self):
        answers = answered({})
        del answers["records"][0]["title"]
        sit(answers, '"Our family"')
        assert answers["records"][0]["title"] == '"Our family"'

    def test_skip_leaves_a_question_for_later_and_does_not_ask_it_again(self):
        answers = {"version": 1}
        script, saved, _ = sit(answers, "2", "skip")
        assert saved[-1]["progress"]["not_now"] == ["body.name"]
        assert asked(script)[-1] == "In which nation is it?"

    def test_a_skipped_question_answered_later_is_no_longer_put_off(self):
        answers = {"version": 1}
        sit(answers, "2", "skip", "back", "Nobody Knows")
        assert answers["progress"]["not_now"] == []
        assert answers["body"]["name"] == "Nobody Knows"


class TestBadInput:
    def test_an_empty_answer_to_a_needed_question_says_what_to_do(self):
        script, _, _ = sit({"version": 1}, "   ")
        assert "This one needs an answer." in script.shown

    def test_a_number_that_is_not_offered_is_refused(self):
        script, saved, _ = sit({"version": 1}, "9")
        assert "Type a number from 1 to 4." in script.shown
        assert saved == []

    def test_a_date_still_to_come_is_refused_for_what_has_happened(self):
        answers = answered({"history.asked": "yes"})
        del answers["events"][0]["date"]
        script, _, _ = sit(answers, "1 1 2027")
        assert "1 January 2027 is still to come. Today is 22 November 2026." in script.shown

    def test_a_sign_that_cannot_be_printed_is_named_when_it_is_typed(self):
        answers = answered({})
        del answers["writer"]["name"]
        script, _, _ = sit(answers, "Alex \U00013000 Example")
        assert "EGYPTIAN HIEROGLYPH A001" in script.screen


class TestTheBody:
    def test_a_misspelt_council_offers_the_closest(self):
        answers = {"version": 1, "wishes": {"first": "dissent-note"}}
        sit(answers, "Leicestershir County Council", "1")
        assert answers["body"] == {"name": "Leicestershire County Council", "nation": "england"}

    def test_a_district_is_answered_with_who_runs_social_care(self):
        answers = {"version": 1, "wishes": {"first": "dissent-note"}}
        script, _, _ = sit(answers, "Adur District Council", "1")
        assert "Adur District Council does not run social care." in script.screen
        assert answers["body"]["name"] == "West Sussex County Council"

    def test_an_unknown_body_is_accepted_and_the_nation_asked(self):
        answers = {"version": 1, "wishes": {"first": "dissent-note"}}
        script, _, _ = sit(answers, "Sampleshire Trust of Nowhere")
        assert answers["body"]["name"] == "Sampleshire Trust of Nowhere"
        assert asked(script)[-1] == "In which nation is it?"

    def test_a_childrens_trust_is_asked_about(self):
        answers = answered({"wishes.first": "dissent-note"})
        del answers["body"]
        script, _, _ = sit(answers, "Birmingham City Council", "", "", "1", "", "")
        assert answers["body"]["held_by"] == "trust"
        assert answers["body"]["controller"]["name"] == "Birmingham Children’s Trust"
        assert not any("address of Birmingham City Council" in line for line in asked(script))

    def test_another_council_does_not_keep_the_trust_of_the_first(self):
        answers = answered({"wishes.first": "dissent-note"})
        answers["body"] = {"controller": {"name": "Some Trust"}, "held_by": "trust", "name": None}
        del answers["body"]["name"]
        sit(answers, "Leeds City Council")
        assert answers["body"]["name"] == "Leeds City Council"
        assert "controller" not in answers["body"]


class TestLists:
    def entries(self, *says):
        answers = answered({"wishes.first": "dissent-note", "entries.wrong": "opinion"})
        first = answers["entries"][0]
        answers["entries"] = [{**first, "id": f"e{n}", "says": s} for n, s in enumerate(says, 1)]
        answers["progress"]["done"].remove("entries")
        return answers

    def test_another_item_is_asked_for_from_its_first_question(self):
        answers = self.entries("one")
        script, _, _ = sit(answers, "2")
        assert asked(script)[-1] == "Where in the record is it?"
        assert [entry["id"] for entry in answers["entries"]] == ["e1", "e2"]

    def test_an_item_is_removed_after_asking(self):
        answers = self.entries("one", "two")
        sit(answers, "4", "1", "2")
        assert [entry["says"] for entry in answers["entries"]] == ["two"]

    def test_an_item_is_kept_when_the_person_thinks_again(self):
        answers = self.entries("one", "two")
        sit(answers, "4", "1", "1")
        assert len(answers["entries"]) == 2

    def test_items_are_put_in_another_order(self):
        answers = self.entries("one", "two", "three")
        sit(answers, "5", "3", "1")
        assert [entry["says"] for entry in answers["entries"]] == ["three", "one", "two"]

    def test_one_answer_of_an_item_is_changed(self):
        answers = self.entries("one", "two")
        sit(answers, "3", "2", "2", "two and a half", ".")
        assert [entry["says"] for entry in answers["entries"]] == ["one", "two and a half"]

    def test_removing_a_record_asks_again_where_its_entries_belong(self):
        answers = self.entries("one")
        answers["records"] = [{**answers["records"][0], "id": f"r{n}"} for n in (1, 2, 3)]
        answers["entries"][0]["record"] = "r2"
        answers["progress"]["done"] = [d for d in answers["progress"]["done"] if d != "records"]
        script, _, _ = sit(answers, "4", "2", "2", "")
        assert [record["id"] for record in answers["records"]] == ["r1", "r3"]
        assert asked(script)[-1] == "In which record is it?"


class TestReview:
    def test_shows_every_answer_with_a_number_and_changes_one(self):
        answers = answered({"wishes.first": "dissent-note"})
        steps = list(walk(answers))
        number = next(n for n, step in enumerate(steps, 1) if step.path == "writer.name")
        script, _, end = sit(answers, str(number), "Robin Example", "")
        assert end is None
        assert answers["writer"]["name"] == "Robin Example"
        assert f"  {number}. Your name: Robin Example" in script.shown

    def test_a_change_that_opens_a_question_asks_it_before_the_end(self):
        answers = answered({"wishes.first": "dissent-note", "history.promised": "no"})
        steps = list(walk(answers))
        number = next(n for n, step in enumerate(steps, 1) if step.path == "history.promised")
        script, _, _ = sit(answers, str(number), "2")
        assert asked(script)[-1] == "What did they promise?"

    def test_back_leaves_the_answer_as_it_was(self):
        answers = answered({"wishes.first": "dissent-note"})
        before = deepcopy(answers)
        script, _, _ = sit(answers, "1", "back", "")
        assert "Nothing was changed." in script.shown
        assert answers["wishes"] == before["wishes"]

    def test_an_item_can_be_added_to_a_list_that_was_closed(self):
        answers = answered({"wishes.first": "dissent-note", "entries.wrong": "opinion"})
        steps = list(walk(answers))
        number = next(
            n
            for n, s in enumerate(steps, 1)
            if s.question.type == "list" and s.part.key == "entries"
        )
        script, _, _ = sit(answers, str(number), "2")
        assert asked(script)[-1] == "Where in the record is it?"

    def test_nothing_is_left_when_all_is_answered(self):
        assert next_step(answered({"wishes.first": "dissent-note"})) is None


def test_a_long_answer_with_blank_lines_is_kept_whole():
    answers = answered({})
    del answers["effect"]["words"]
    words = ["First paragraph.", "", "Second “paragraph” – with dashes…", "", "", "back", "Third."]
    sit(answers, *words, ".")
    assert answers["effect"]["words"] == "\n".join(words)


@pytest.mark.parametrize(
    ("writer", "said"),
    [
        ({}, "What has this record done to you or your family?"),
        (
            {"capacity": "representative", "acts_for": "Robin Example"},
            "What has this record done to Robin Example or their family?",
        ),
    ],
)
def test_somebody_who_acts_for_another_is_asked_about_the_other(writer, said):
    answers = {"version": 1, "writer": writer}
    step = next(one for one in walk(answers) if one.question.key == "effect.words")
    assert screens.named(step.question.ask, step, answers) == said
