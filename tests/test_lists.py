"""Lists in a case keep what refers to them right, and so does the name of the body."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import authorities, lists
from assistant.body_search import settle
from assistant.case import Case
from assistant.check import problems
from assistant.questions import Step, next_step, parts, relevant, walk
from assistant.steering import EndOfInput
from assistant.wizard import Wizard
from tests.journeys import ON, answered
from tests.scripted import Script

PARTS = {part.list: part for part in parts() if part.list}


def step(name, item_id="", key=""):
    part = PARTS[name]
    question = next((one for one in part.questions if one.key == key), part.menu)
    return Step(part, question, item_id)


def menu(answers, name, *typed):
    """Go through the menu of one list; return what it showed."""
    script = Script(*typed)
    wizard = Wizard(answers, script, lambda _: None, ON)
    try:
        lists.menu(wizard, step(name))
    except EndOfInput:
        return script
    return script


def entries(*ids, **more):
    return {"entries": [{"id": one, "says": f"Says {one}", **more} for one in ids]}


class TestPlace:
    def test_makes_the_table_the_item_and_nothing_else(self):
        answers = {}
        lists.place(answers, step("entries", "e1", "says"), "words")
        lists.place(answers, step("entries", "e2", "says"), "more")
        lists.place(answers, step("entries", "e1", "says"), "other")
        assert answers == {"entries": [{"id": "e1", "says": "other"}, {"id": "e2", "says": "more"}]}

    def test_reaches_a_table_in_a_table(self):
        answers = {"body": {"controller": {"name": "The Trust"}}}
        part = next(part for part in parts() if part.key == "holder")
        question = next(one for one in part.questions if one.key == "body.controller.address")
        lists.place(answers, Step(part, question), ["1 Sample Square"])
        assert answers["body"]["controller"] == {
            "name": "The Trust",
            "address": ["1 Sample Square"],
        }


class TestRemove:
    def test_takes_every_mention_of_the_item_along(self):
        answers = {
            "records": [{"id": "r1"}, {"id": "r2"}],
            "people": [{"id": "p1"}, {"id": "r1"}],
            "entries": [{"id": "e1", "record": "r1", "whose": "r1"}, {"id": "e2", "record": "r2"}],
            "progress": {"not_now": ["records.r1.date", "records.r10.date", "body.name"]},
        }
        lists.remove(answers, "records", "r1")
        assert answers["records"] == [{"id": "r2"}]
        assert answers["entries"] == [{"id": "e1", "whose": "r1"}, {"id": "e2", "record": "r2"}]
        assert answers["progress"]["not_now"] == ["records.r10.date", "body.name"]
        lists.remove(answers, "people", "r1")
        assert answers["entries"][0] == {"id": "e1"}
        assert problems(answers, "", ON) == []

    @pytest.mark.parametrize("name", PARTS)
    def test_leaves_a_case_that_can_be_used_and_carried_on(self, name):
        wanted = {
            "writer.capacity": "parent",
            "history.asked": "yes",
            "history.promised": "yes",
            "wishes.first": "correction",
        }
        answers = answered(wanted)
        (only,) = answers[name]
        lists.remove(answers, name, only["id"])
        Case.model_validate(relevant(answers))
        assert problems(answers, "", ON) == []
        again = next_step(answers)
        assert again.item_id
        # Where an entry meant the item that is gone, what it means is asked first.
        assert again.part.list in (name, "entries")


class TestGiveUpEmpty:
    def test_an_item_without_an_answer_goes_and_one_with_an_answer_stays(self):
        answers = {**entries("e1", "e2"), "progress": {}}
        answers["entries"].append({"id": "e3"})
        assert not lists.give_up_empty(answers, step("entries", "e2", "says"))
        assert lists.give_up_empty(answers, step("entries", "e3", "says"))
        assert [one["id"] for one in answers["entries"]] == ["e1", "e2"]

    def test_the_only_item_stays(self):
        answers = {"entries": [{"id": "e1"}]}
        assert not lists.give_up_empty(answers, step("entries", "e1", "says"))

    def test_an_item_with_a_question_left_for_later_stays_for_that_question_to_go_back_to(self):
        answers = entries("e1")
        answers["entries"].append({"id": "e2"})
        answers["progress"] = {"not_now": ["entries.e2.where"]}
        assert not lists.give_up_empty(answers, step("entries", "e2", "says"))

    def test_a_question_outside_a_list_gives_up_nothing(self):
        answers = entries("e1", "e2")
        part = next(part for part in parts() if part.key == "wish")
        assert not lists.give_up_empty(answers, Step(part, part.questions[0]))


@settings(deadline=None)
@given(st.integers(1, 6), st.data())
def test_moving_keeps_every_item_and_puts_one_at_its_place(count, data):
    places = st.integers(0, count - 1)
    start, end = data.draw(places), data.draw(places)
    answers = entries(*(f"e{n}" for n in range(count)))
    ids = [one["id"] for one in answers["entries"]]
    lists.move(answers, "entries", start, end)
    moved = [one["id"] for one in answers["entries"]]
    assert moved[end] == ids[start]
    assert sorted(moved) == ids
    assert [one for one in moved if one != ids[start]] == [one for one in ids if one != ids[start]]


class TestMenu:
    def test_shows_each_item_by_what_tells_it_from_the_others(self):
        answers = {
            "events": [
                {"id": "v1", "kind": "sent", "date": date(2026, 9, 3)},
                {"id": "v2", "kind": "refused", "date": "around Easter"},
                {"id": "v3", "kind": "extended", "date": "unknown"},
                {"id": "v4"},
            ]
        }
        assert menu(answers, "events").shown[2:6] == [
            "  1. I asked them to change the record (3 September 2026)",
            "  2. They said no (around Easter)",
            "  3. They said they need more time (on a day you do not know)",
            "  4. event without an answer yet",
        ]

    def test_a_long_or_broken_text_is_one_short_line(self):
        answers = entries("e1")
        answers["entries"][0]["says"] = "word\nword " * 500
        line = menu(answers, "entries").shown[2]
        assert len(line) < 80
        assert "\n" not in line

    @pytest.mark.parametrize("typed", ["", "1", "That is all"])
    def test_closing_it_is_kept_once(self, typed):
        answers = {**entries("e1"), "progress": {"done": ["entries"]}}
        menu(answers, "entries", typed)
        assert answers["progress"]["done"] == ["entries"]

    def test_one_item_cannot_be_put_in_another_order(self):
        assert "another order" not in menu(entries("e1"), "entries").screen
        assert "another order" in menu(entries("e1", "e2"), "entries").screen

    @pytest.mark.parametrize(
        ("typed", "order"),
        [
            (["5", "1", "3"], "231"),
            (["5", "1", "place 3"], "231"),
            (["5", "3", "1"], "312"),
            (["5", "2", "2"], "123"),
            (["5", "1", "0", "2"], "213"),
        ],
    )
    def test_an_item_moves_to_the_place_that_was_typed(self, typed, order):
        answers = entries("e1", "e2", "e3")
        menu(answers, "entries", *typed)
        assert "".join(one["id"][1] for one in answers["entries"]) == order

    @pytest.mark.parametrize(
        "typed", [["3", "back"], ["4", "back"], ["4", "1", "back"], ["5", "1", "back"], ["4", "1"]]
    )
    def test_back_or_the_end_of_input_changes_nothing(self, typed):
        answers = entries("e1", "e2")
        before = deepcopy(answers)
        menu(answers, "entries", *typed)
        assert answers == before

    def test_two_items_with_the_same_words_are_told_apart_by_number(self):
        answers = entries("e1", "e2")
        for entry in answers["entries"]:
            entry["says"] = "2"
        menu(answers, "entries", "4", "2", "2")
        assert [one["id"] for one in answers["entries"]] == ["e1"]

    def test_removing_the_only_item_asks_for_it_anew(self):
        answers = answered({"wishes.first": "dissent-note", "entries.wrong": "opinion"})
        menu(answers, "entries", "4", "2")
        assert answers["entries"] == []
        assert next_step(answers).question.key == "where"


class TestHeadings:
    def test_name_the_item_by_its_place_now_not_by_its_id(self):
        answers = entries("e7", "e2")
        assert lists.numbered(step("entries", "e2"), answers) == "Part 2"
        assert lists.heading(step("entries", "e7"), answers).endswith(": Part 1")
        assert lists.numbered(step("entries", "e9"), answers) == "Part 3"
        assert ":" not in lists.heading(step("entries"), answers)


class TestBody:
    def settled(self, answers, typed, *lines):
        script = Script(*lines)
        wizard = Wizard(answers, script, lambda _: None, ON)
        answers.setdefault("body", {})["name"] = settle(wizard, typed)
        return script

    def test_the_same_name_again_keeps_what_was_answered_about_it(self):
        body = {
            "name": "Birmingham City Council",
            "nation": "england",
            "held_by": "trust",
            "controller": {"name": "Birmingham Children’s Trust", "address": ["1 Sample Square"]},
        }
        answers = {"body": deepcopy(body)}
        script = self.settled(answers, "birmingham")
        assert answers["body"] == body
        assert "stay as you gave them" not in script.screen

    def test_another_body_loses_what_followed_from_the_first_and_says_what_stays(self):
        answers = {
            "body": {
                "name": "Birmingham City Council",
                "nation": "wales",
                "held_by": "trust",
                "controller": {"name": "Birmingham Children’s Trust"},
                "address": ["1 Sample Square"],
            }
        }
        script = self.settled(answers, "Leeds City Council")
        assert answers["body"] == {
            "name": "Leeds City Council",
            "nation": "england",
            "address": ["1 Sample Square"],
        }
        assert "Check that they are right for this body." in script.screen

    def test_an_unknown_body_keeps_its_nation_until_it_gets_another_name(self):
        answers = {"body": {"name": "Nobody Knows", "nation": "wales"}}
        self.settled(answers, "Nobody Knows")
        assert answers["body"]["nation"] == "wales"
        self.settled(answers, "Somebody Knows")
        assert answers["body"] == {"name": "Somebody Knows"}

    def test_a_trust_that_a_file_names_for_a_body_without_one_stays(self):
        body = {"name": "Leeds City Council", "controller": {"name": "Some Trust"}}
        answers = {"body": deepcopy(body)}
        self.settled(answers, "leeds")
        assert answers["body"] == {**body, "nation": "england"}

    def test_none_of_these_uses_the_words_as_typed(self):
        answers = {}
        script = self.settled(answers, "Adur District Council", "2")
        assert "2. None of these: use “Adur District Council”" in script.screen
        assert answers["body"] == {"name": "Adur District Council"}

    def test_what_is_told_about_a_body_comes_with_its_source(self):
        script = self.settled({}, "Surrey")
        (told,) = [line for line in script.shown if "1 April 2027" in line]
        assert told.endswith("[The Surrey (Structural Changes) Order 2026 (SI 2026/264)]")

    def test_a_body_that_nobody_knows_is_told_and_one_that_may_be_meant_is_asked_about(self):
        unknown, close = self.settled({}, "Nobody Knows"), self.settled({}, "Bristl", "1")
        assert unknown.shown == ["We do not know this body. We will use the name as you typed it."]
        assert "Which of these do you mean?" in close.shown
        assert not close.shown[0]

    def test_every_body_is_settled_in_one_or_two_answers(self):
        for body in authorities.all_bodies()[::7]:
            answers = {}
            self.settled(answers, body.name, "1", "1")
            assert answers["body"]["name"]
            assert problems(answers, "", ON) == []


def test_walking_a_case_is_not_disturbed_by_ids_written_by_hand():
    answers = answered({"wishes.first": "dissent-note", "entries.wrong": "opinion"})
    answers["entries"] = [{**answers["entries"][0], "id": one} for one in ("page-4", "2", "e1")]
    ids = dict.fromkeys(one.item_id for one in walk(answers) if one.part.list == "entries")
    assert list(ids)[:3] == ["page-4", "2", "e1"]
    lists.add(answers, "entries")
    assert answers["entries"][-1] == {"id": "e2"}
