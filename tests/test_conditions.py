"""Conditions in the data: what fits, what is ruled out, and what is not known yet."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.conditions import PREDICATES, fits, predicate, rules_out, value_at

CASE = {
    "wishes": {"first": "erasure", "fallback": ["correction", "dissent-note"], "scope": ""},
    "body": {"controller": {"name": "The Trust"}, "address": []},
    "reference": "AE-1",
}
ITEM = {"id": "e1", "wrong": "opinion", "evidence": ["a letter"]}


@pytest.fixture(autouse=True)
def two_predicates():
    def always(answers, item):
        return True

    def never(answers, item):
        return False

    predicate(always)
    predicate(never)
    yield
    del PREDICATES["always"], PREDICATES["never"]


class TestValueAt:
    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("wishes.first", "erasure"),
            ("body.controller.name", "The Trust"),
            ("body.controller.email", None),
            ("body.name.first", None),
            ("nowhere.at.all", None),
            ("reference.name", None),
            ("wrong", "opinion"),
            ("why", None),
            ("reference", None),
        ],
    )
    def test_a_dot_names_an_answer_of_the_case_and_none_a_field_of_the_item(self, key, value):
        assert value_at(CASE, key, ITEM) == value


# condition, whether it fits, whether it is ruled out
TABLE = {
    "nothing asked for": ({}, True, False),
    "the answer is one of those": ({"wishes.first": ["correction", "erasure"]}, True, False),
    "the answer is another": ({"wishes.first": ["correction"]}, False, True),
    "there is no answer yet": ({"history.asked": ["yes"]}, False, False),
    "left empty is an answer": ({"wishes.scope": ["whole"]}, False, True),
    "one of several answers is enough": ({"wishes.fallback": ["dissent-note"]}, True, False),
    "none of several answers": ({"wishes.fallback": ["erasure"]}, False, True),
    "an empty list is no answer yet": ({"body.address": ["x"]}, False, False),
    "the field of an item": ({"wrong": ["opinion"]}, True, False),
    "the field of an item is another": ({"wrong": ["wrong-fact"]}, False, True),
    "a list in an item": ({"evidence": ["a letter"]}, True, False),
    "all must fit": ({"wrong": ["opinion"], "wishes.first": ["correction"]}, False, True),
    "one known and one not": ({"wrong": ["opinion"], "history.asked": ["yes"]}, False, False),
    "one wrong and one unknown": ({"wrong": ["other"], "history.asked": ["yes"]}, False, True),
    "a predicate that holds": ({"is": ["always"]}, True, False),
    "a predicate that does not": ({"is": ["never"]}, False, True),
    "all predicates must hold": ({"is": ["always", "never"]}, False, True),
    "not a predicate that does not": ({"not": ["never"]}, True, False),
    "not a predicate that holds": ({"not": ["always"]}, False, True),
    "none of several may hold": ({"not": ["never", "always"]}, False, True),
}


@pytest.mark.parametrize(("condition", "fitting", "ruled_out"), TABLE.values(), ids=TABLE)
def test_a_condition(condition, fitting, ruled_out):
    assert fits(condition, CASE, ITEM) is fitting
    assert rules_out(condition, CASE, ITEM) is ruled_out


def test_an_answer_whose_own_question_does_not_apply_counts_for_nothing():
    condition = {"wishes.first": ["erasure"]}
    assert not rules_out(condition, CASE, ITEM, ["body.name"])
    assert rules_out(condition, CASE, ITEM, ["wishes.first"])
    assert rules_out({"history.asked": ["yes"]}, CASE, ITEM, {"history.asked"})


def test_a_predicate_sees_the_case_and_the_item():
    seen = []

    def watching(answers, item):
        seen.append((answers, item))
        return True

    assert predicate(watching) is watching
    try:
        assert fits({"is": ["watching"]}, CASE, ITEM)
    finally:
        del PREDICATES["watching"]
    assert seen == [(CASE, ITEM)]


VALUES = st.sampled_from([None, "", [], "a", "b", ["a"], ["a", "b"], ["b"]])
KEYS = st.sampled_from(["t.x", "t.y", "x", "y"])
CONDITIONS = st.dictionaries(
    KEYS, st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=2), max_size=3
)


@settings(deadline=None)
@given(CONDITIONS, st.dictionaries(KEYS, VALUES))
def test_what_fits_is_never_ruled_out_and_what_is_answered_is_one_or_the_other(condition, given):
    answers = {"t": {key[2:]: value for key, value in given.items() if key[:2] == "t."}}
    item = {key: value for key, value in given.items() if "." not in key}
    fitting = fits(condition, answers, item)
    ruled_out = rules_out(condition, answers, item)
    assert not (fitting and ruled_out)
    if all(given.get(key) not in (None, []) for key in condition):
        assert fitting != ruled_out
