"""The questions as data, and the ways through them."""

from __future__ import annotations

import pytest

from assistant import law, questions
from assistant.case import Case
from assistant.conditions import PREDICATES
from assistant.questions import Question, relevant, walk
from tests import journeys
from tests.journeys import ON, answered

ALL = [(part, question) for part in questions.parts() for question in part.questions]


def names(question: Question) -> str:
    return f"{question.key}: {question.ask[:30]}"


@pytest.mark.parametrize(("part", "question"), ALL, ids=[names(one) for _, one in ALL])
class TestEveryQuestion:
    def test_says_why_it_is_asked(self, part, question):
        assert len(question.why.split()) > 4

    def test_has_an_example_where_words_are_typed(self, part, question):
        typed = question.type in (
            "text",
            "long-text",
            "lines",
            "date",
            "address",
            "email",
            "phone",
            "body",
        )
        assert bool(question.example) or not typed

    def test_keeps_its_answer_where_the_case_has_room(self, part, question):
        model = Case.model_json_schema()
        table = model["$defs"][_item_model(model, part.list)] if part.list else model
        for name in question.key.split("."):
            field = table["properties"][name]
            refs = [one["$ref"] for one in (field, *field.get("anyOf", [])) if "$ref" in one]
            table = model["$defs"][refs[0].rsplit("/", 1)[1]] if refs else table

    def test_depends_only_on_answers_given_before(self, part, question):
        earlier = set()
        for other_part, other in ALL:
            if (other_part, other) == (part, question):
                break
            earlier.add(other.key)
        for condition in (part.when, question.when, *(choice.when for choice in question.choices)):
            for key in condition:
                assert key in ("is", "not") or key in earlier, key
            for name in [*condition.get("is", []), *condition.get("not", [])]:
                assert name in PREDICATES

    def test_conditions_name_answers_that_can_be_given(self, part, question):
        offered = {}
        for _, other in ALL:
            offered.setdefault(other.key, set()).update(choice.value for choice in other.choices)
        for key, wanted in {**part.when, **question.when}.items():
            assert key in ("is", "not") or set(wanted) <= offered[key]

    def test_tells_only_facts_that_hold_in_every_nation(self, part, question):
        for key in question.facts:
            for nation in law.NATIONS:
                assert law.source(key, ON, nation).says


def _item_model(model, name):
    return model["properties"][name]["items"]["$ref"].rsplit("/", 1)[1]


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("share", range(4))
def test_every_journey_ends_in_a_case_that_holds(share):
    for route in journeys.every()[share::4]:
        answers = answered(route)
        Case.model_validate(answers)
        Case.model_validate(relevant(answers))


def test_every_question_is_reached_by_some_journey():
    begun = {
        "two records": {"records": [{"id": "r1"}, {"id": "r2"}]},
        "a trust": {"body": {"name": "X", "controller": {"name": "Y"}}},
        "none": {},
    }
    reached = set()
    for route in journeys.every()[::11]:
        reached |= {names(step.question) for step in walk(answered(route))}
    for start in begun.values():
        for held_by in ("trust", "body"):
            answers = answered({"body.held_by": held_by}, {"version": 1, **start})
            reached |= {names(step.question) for step in walk(answers)}
    assert {names(question) for _, question in ALL} <= reached


def test_an_answer_whose_question_no_longer_applies_stays_and_reaches_nothing():
    answers = answered(
        {"wishes.first": "erasure", "entries.wrong": "opinion", "entries.underlying": "a fact"}
    )
    answers["entries"][0]["wrong"] = "wrong-fact"
    assert answers["entries"][0]["underlying"] == "a fact"
    assert "underlying" not in relevant(answers)["entries"][0]


def test_what_hangs_on_a_dropped_answer_is_dropped_too():
    answers = answered(
        {"writer.capacity": "parent", "people.relation": "child", "people.understands": "yes"}
    )
    assert relevant(answers)["people"][0]["agrees"]
    answers["people"][0]["relation"] = "other"
    del answers["people"][0]["agrees"]
    assert "understands" not in relevant(answers)["people"][0]
    answers["writer"]["capacity"] = "self"
    assert "people" not in relevant(answers)


def test_a_hand_written_file_keeps_what_no_answer_contradicts():
    answers = {
        "promises": [{"id": "m1", "what": "a note"}],
        "people": [{"id": "p1", "name": "Sam"}],
    }
    assert relevant(answers) == answers


def test_the_same_field_asked_in_two_ways_is_kept_when_one_applies():
    answers = answered(
        {"wishes.first": "erasure", "entries.wrong": "opinion", "entries.wish": "dissent-note"}
    )
    assert relevant(answers)["entries"][0]["wish"] == "dissent-note"


def test_the_wish_comes_first_and_the_writer_last():
    keys = [step.question.key for step in walk(answered({"wishes.first": "unsure"}))]
    assert keys[0] == "wishes.first"
    assert keys[-1].startswith("writer.")


def test_new_ids_do_not_clash_with_those_in_use():
    answers = {"entries": [{"id": "e1"}, {"id": "e7"}, {"id": "page-4"}]}
    assert questions.new_id(answers, "entries") == "e8"


@pytest.mark.parametrize("wrong", ["wrong-fact", "opinion", "irrelevant", "malicious"])
def test_not_sure_gets_a_suggestion_for_each_entry(wrong):
    answers = answered({"wishes.first": "unsure", "entries.wrong": wrong})
    step = next(step for step in walk(answers) if step.question.key == "wish")
    first = step.question.choices[0]
    expected = {"wrong-fact": "correction", "opinion": "dissent-note"}.get(wrong, "erasure")
    assert (first.value, "usually fits" in first.says) == (expected, True)
