"""The advice: the right points, with their law, for each wrong, nation, age and stage."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from itertools import product
from typing import get_args

import pytest

from assistant import law
from assistant.advice import (
    advise,
    headings,
    lines,
    recommended,
    short_lines,
    templates,
    to_plain,
)
from assistant.case import Case, Wish, Wrong
from assistant.citations import gone_in
from assistant.conditions import PREDICATES
from assistant.errors import NoRule
from assistant.points import Template
from assistant.remedies import fitting, grounds, remedies, suggest
from assistant.situation import situation

TODAY = date(2026, 11, 22)
WRONGS = get_args(Wrong)
WISHES = get_args(Wish)
NATIONS = law.NATIONS


def case(**tables) -> Case:
    """Return a case of one wrong fact in an assessment by an English council, changed by *tables*."""
    plain = {
        "wishes": {"first": "correction"},
        "body": {"name": "Sampleshire County Council", "nation": "england"},
        "records": [{"id": "r1", "title": "Assessment", "kind": "assessment", "seen": "all"}],
        "entries": [{"id": "e1", "wrong": "wrong-fact", "whose": "writer"}],
        "history": {"asked": "no", "complaint": "none"},
        "writer": {"capacity": "self"},
    }
    return Case.model_validate({**plain, **tables})


def in_nation(nation: str, **tables) -> Case:
    return case(body={"name": "Sample Body", "nation": nation}, **tables)


def entry(wrong: str, **more) -> dict:
    return {"id": "e1", "wrong": wrong, "whose": "writer", **more}


def keys(found: Case, on: date = TODAY) -> set[str]:
    return {point.key for point in advise(found, on).points}


def point(found: Case, key: str):
    return next(one for one in advise(found, TODAY).points if one.key == key)


def child(**more) -> dict:
    return {"id": "p1", "name": "Sam Example", "relation": "child", **more}


def parent_of(nation: str = "england", **more) -> Case:
    return in_nation(nation, people=[child(**more)], writer={"capacity": "parent"})


# --------------------------------------------------------------------------------- the data as data


@pytest.mark.parametrize("template", templates(), ids=lambda one: one.key)
def test_the_sources_of_each_point_hold_in_every_nation_it_can_be_shown_in(template):
    nations = template.when.get("now.nation", [*NATIONS, "unknown"])
    for nation in nations:
        for place in NATIONS if nation == "unknown" else [nation]:
            for key in template.sources:
                assert law.source(key, TODAY, place)
        if nation == "unknown":
            for key in template.sources:
                assert len({law.source(key, TODAY, place) for place in NATIONS}) == 1


@pytest.mark.parametrize("remedy", remedies(), ids=lambda one: f"{one.wrong[0]}-{one.wish}")
def test_the_grounds_of_each_remedy_hold_in_all_four_nations(remedy):
    for key, nation in product((*remedy.grounds, *remedy.sources), NATIONS):
        assert law.source(key, TODAY, nation)


def test_every_predicate_that_a_condition_names_exists():
    conditions = [one.when for one in (*templates(), *remedies())]
    named = {name for when in conditions for word in ("is", "not") for name in when.get(word, [])}
    assert named
    assert named <= set(PREDICATES)


def test_every_word_that_a_condition_asks_of_now_is_one_the_situation_can_say():
    known = set(situation(case(), TODAY))
    for template in templates():
        for name in template.when:
            table, _, word = name.partition(".")
            if table == "now":
                assert word in known, template.key


@pytest.mark.parametrize(
    "changes",
    [{"says": ""}, {"sources": ()}, {"kind": "gossip"}, {"each": "neighbours"}],
    ids=str,
)
def test_a_point_without_words_source_or_heading_does_not_load(changes):
    sound = {"key": "k", "kind": "next", "says": "Words.", "sources": ("rectification",)}
    Template(**sound)
    with pytest.raises(ValueError, match="“k”"):
        Template(**{**sound, **changes})


@pytest.mark.parametrize("missing", ["grounds", "likely", "sources"])
def test_a_remedy_without_ground_outlook_or_source_does_not_load(missing):
    with pytest.raises(ValueError, match="lacks"):
        replace(remedies()[0], **{missing: ()})


def test_a_remedy_whose_ground_is_not_known_for_the_day_is_not_suggested():
    # The ICO’s pages are known only from some day on; the UK GDPR from before.
    early = case(entries=[entry("opinion", wish="dissent-note")])
    assert advise(early, date(2021, 6, 1)).suggestions == ()
    assert advise(early, TODAY).suggestions


def test_point_keys_are_unique():
    found = [one.key for one in templates()]
    assert len(found) == len(set(found))


def sentences() -> list[str]:
    return [one.says for one in templates()] + [one.likely for one in remedies()]


@pytest.mark.parametrize("text", sentences())
def test_no_outcome_is_promised_and_nobody_is_blamed(text):
    promise = (
        r"\b(guarantee\w*|certain(?:ly)?|surely|definitely|always|will win|will succeed|"
        r"will be (?:deleted|erased|corrected|removed|put right)|"
        r"must (?:delete|erase|correct|remove)|will (?:delete|erase|correct|remove)|"
        r"lie[sd]?|liar|lying|fault of|corrupt)\b"
    )
    assert not re.search(promise, text, re.IGNORECASE)


@pytest.mark.parametrize("text", sentences())
def test_no_law_that_is_gone_and_no_straight_quotes(text):
    assert not gone_in(text, TODAY)
    assert not re.search("['\"]", text)


@pytest.mark.parametrize("text", sentences())
def test_sentences_are_short(text):
    spoken = text.replace("{", "").replace("}", "")
    for sentence in re.split(r"(?<=[.?!])”? ", spoken):
        assert len(sentence.split()) <= 26, sentence


def test_braces_hold_only_words_that_are_filled_in_for_every_nation():
    for nation in NATIONS:
        for found in advise(in_nation(nation), TODAY).points:
            assert "{" not in found.says
            assert "()" not in found.says
    allowed = {"ICO", "Ombudsman", "public_task"}
    allowed |= {"body", "body_start", "ombudsman", "ombudsman_site", "regulator"}
    allowed |= {"regulator_site", "social_workers"}
    for template in templates():
        assert set(re.findall(r"{(\w+)}", template.says)) <= allowed


def test_a_term_is_explained_where_it_is_first_used_and_not_again():
    told = " ".join(one.says for one in advise(whole(), TODAY).points)
    for explained in (
        "Ombudsman (an office that looks into how a public body did its work)",
        "ICO (the office that looks after the law on facts about people)",
        "public task (work that the law gives to a public body)",
    ):
        assert told.count(explained) == 1
        word = explained.split(" (")[0]
        assert told.index(explained) == told.index(word)
        assert told.count(word) > 1


EXPLAINED = {
    "ICO": "(the office that looks after the law on facts about people)",
    "Ombudsman": "(an office that looks into how a public body did its work)",
    "public task": "(work that the law gives to a public body)",
}


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("told", [lines, short_lines], ids=["all of it", "in short"])
def test_whatever_part_of_the_advice_is_read_explains_its_terms_where_it_first_uses_them(told):
    used = set()
    for found in many_cases():
        own = [re.sub(r" \[[^\[]*\]$", "", line) for line in told(advise(found, TODAY))]
        text = re.sub(r"https?://\S+", "", "\n".join(own))
        for name in law.bodies():
            text = text.replace(name.name, "")
        for term, means in EXPLAINED.items():
            at = re.search(rf"\b{term}\b", text)
            if at:
                used.add(term)
                assert text[at.end() :].startswith(f" {means}"), text[at.start() : at.end() + 60]
    assert used == set(EXPLAINED)


@pytest.mark.parametrize("template", templates(), ids=lambda one: one.key)
def test_a_decision_made_in_england_is_told_as_english_wherever_else_it_is_told(template):
    decided = {found.key for found in law.decisions()}
    only_england = template.when.get("now.nation") == ["england"]
    if decided & set(template.sources) and not only_england:
        assert re.search(r"\b[Ii]n England\b", template.says)


@pytest.mark.parametrize("nation", [*NATIONS, None])
def test_nobody_is_told_what_another_nations_ombudsman_does_as_if_it_were_theirs(nation):
    own = f"In {nation.replace('-', ' ').title()}" if nation else ""
    for found in many_cases():
        if found.body.nation != nation:
            continue
        for one in advise(found, TODAY).points:
            for sentence in re.split(r"(?<=[.?!]) ", one.says) if nation != "england" else []:
                named = re.search(r"\bOmbudsman\b", sentence)
                of_whom = re.search(r"[Ii]n England\b|go by nation", sentence)
                assert not named or of_whom or (own and own in sentence), sentence


@pytest.mark.usefixtures("untraced")
def test_what_rests_on_law_that_nobody_confirmed_says_so():
    unsure = "Check before relying on this."
    for found in many_cases():
        for one in advise(found, TODAY).points:
            known = all(source.seen != "unverified" for source in one.sources)
            assert (unsure in one.says) is not known, one.key
    court = {"court": "yes"}
    assert unsure in point(in_nation("scotland", history=court), "court-papers").says
    assert unsure not in point(in_nation("england", history=court), "court-papers").says


# ----------------------------------------------------------------------------- what fits each wrong


@pytest.mark.parametrize(
    ("wrong", "wish", "ground"),
    [
        ("wrong-fact", "correction", "Article 16"),
        ("incomplete", "correction", "Article 16, second sentence"),
        ("opinion", "dissent-note", "Accountability Framework"),
        ("out-of-date", "correction", "Article 5(1)(d)"),
        ("irrelevant", "erasure", "Article 5(1)(c)"),
        ("about-someone-else", "erasure", "Article 17(1)(d)"),
        ("malicious", "erasure", "Article 17(1)(a)"),
    ],
)
def test_each_wrong_has_the_remedy_and_ground_that_the_law_gives(wrong, wish, ground):
    assert suggest({"wrong": wrong}) == wish
    unsure = case(wishes={"first": "unsure"}, entries=[entry(wrong)])
    [suggestion] = advise(unsure, TODAY).suggestions
    assert (suggestion.remedy, suggestion.chosen) == (wish, wish)
    assert any(ground in source.cites for source in suggestion.grounds)
    assert suggestion.likely
    assert suggestion.sources


@pytest.mark.parametrize(("wrong", "wish"), list(product(WRONGS, WISHES)))
def test_whatever_is_chosen_for_whatever_is_wrong_the_outlook_is_told(wrong, wish):
    assert next(fitting({"wrong": wrong}, wish)).wish == wish
    chosen = case(entries=[entry(wrong, wish=wish)])
    [suggestion] = advise(chosen, TODAY).suggestions
    assert suggestion.chosen == wish
    assert wish not in suggestion.alternatives
    assert recommended(chosen, TODAY) == (wish,)


def test_nothing_is_suggested_before_it_is_said_what_is_wrong():
    assert suggest({}) is None
    assert "find-wrong" in keys(case(entries=[{"id": "e1", "says": "Words"}]))


def test_the_malicious_ground_is_offered_only_after_a_conviction_or_order_and_no_action():
    # UK GDPR, Article 17(1)(g), (4) and (5)
    told = entry("malicious", conviction="stalking-order", no_action="yes")
    assert grounds(told, "erasure")[0] == "erasure-malicious"
    for conviction, no_action in [
        ("neither", None),
        ("unknown", None),
        ("conviction", "no"),
        ("conviction", "unknown"),
        (None, "yes"),
    ]:
        untold = entry("malicious", conviction=conviction, no_action=no_action)
        assert "erasure-malicious" not in grounds(untold, "erasure")
        assert "ask-malicious" not in keys(case(entries=[untold]))


def test_the_malicious_ground_is_not_offered_the_day_before_it_came_into_force():
    strong = case(
        entries=[entry("malicious", wish="erasure", conviction="conviction", no_action="yes")]
    )
    before, after = (
        [source.key for source in advise(strong, day).suggestions[0].grounds]
        for day in (date(2026, 3, 30), date(2026, 3, 31))
    )
    assert "erasure-malicious" not in before
    assert "erasure-malicious" in after
    assert "ask-malicious" not in keys(strong, date(2026, 3, 30))
    assert "ask-malicious" in keys(strong, date(2026, 3, 31))


@pytest.mark.parametrize("whose", ["p1", "other", "unknown"])
def test_the_malicious_ground_is_only_for_whom_the_court_protected(whose):
    # UK GDPR, Article 17(4): convicted of an offence against, or an order to protect, the data subject
    told = entry("malicious", whose=whose, conviction="conviction", no_action="yes")
    found = case(
        people=[child()], writer={"capacity": "parent"}, wishes={"first": "erasure"}, entries=[told]
    )
    assert "ask-malicious" not in keys(found)
    assert "malicious-not-theirs" in keys(found)
    [suggestion] = advise(found, TODAY).suggestions
    assert "erasure-malicious" not in {source.key for source in suggestion.grounds}


def test_what_is_missing_for_the_malicious_ground_is_asked_for():
    assert "find-conviction" in keys(case(entries=[entry("malicious", conviction="unknown")]))
    assert "find-no-action" in keys(
        case(entries=[entry("malicious", conviction="conviction", no_action="unknown")])
    )
    assert "not-malicious" in keys(case(entries=[entry("malicious", conviction="neither")]))


def test_an_opinion_on_a_wrong_fact_is_more_than_an_opinion():
    rests = entry("opinion", underlying="It says three visits; it was one.")
    assert "opinion-on-wrong-fact" in keys(case(entries=[rests]))
    assert "opinion-on-wrong-fact" not in keys(case(entries=[entry("opinion")]))
    assert "meet-opinion" in keys(case(entries=[entry("opinion")]))


# ---------------------------------------------------------------------------------- the whole record


def whole(nation: str = "england", fallback=()) -> Case:
    return in_nation(
        nation,
        wishes={"first": "erasure", "scope": "whole", "fallback": list(fallback)},
        entries=[],
    )


def test_who_wants_the_whole_record_erased_hears_the_truth_first_and_still_gets_her_letter():
    advice = advise(whole(), TODAY)
    first = advice.points[0]
    assert first.kind == "first"
    cited = " ".join(source.cites for source in first.sources)
    assert "25 004 511" in cited
    assert "My assessment, paragraph 6" in cited
    assert "My assessment, paragraph 7" in cited
    assert "Article 17(3)(b)" in cited
    assert advice.recommended == ("erasure",)
    rights = next(one for one in advice.points if one.key == "whole-record-still-yours")
    assert "My assessment, paragraph 8" in rights.sources[0].cites


def test_a_second_choice_is_offered_where_none_is_named():
    assert "whole-record-second-choice" in keys(whole())
    assert "whole-record-has-second-choice" in keys(whole(fallback=["dissent-note"]))


def test_an_english_decision_is_called_english_elsewhere():
    for nation in ("wales", "scotland", "northern-ireland"):
        found = advise(whole(nation), TODAY).points[0]
        assert "In England" in found.says
        assert "whole-record" not in keys(whole(nation))


def test_get_a_copy_before_asking_for_erasure_and_in_a_letter_of_its_own():
    for found in (whole(), case(entries=[entry("irrelevant", wish="erasure")])):
        assert "copy-first" in [s.key for s in point(found, "copy-before-erasure").sources]
    unseen = case(records=[{"id": "r1", "title": "Notes", "kind": "case-notes", "seen": "no"}])
    told = point(unseen, "find-copy")
    assert told.label == "Notes"
    assert "letter or e-mail of its own" in told.says
    assert "find-copy" not in keys(case())


# ---------------------------------------------------------------------------- nations and the routes


@pytest.mark.parametrize(
    ("nation", "ombudsman", "law_cited"),
    [
        ("england", "Local Government and Social Care Ombudsman", "section 26B"),
        ("wales", "Public Services Ombudsman for Wales", "section 8(1)(c)"),
        ("scotland", "Scottish Public Services Ombudsman", "section 10(1)"),
        ("northern-ireland", "Northern Ireland Public Services Ombudsman", "Northern Ireland"),
    ],
)
def test_each_nation_has_its_own_ombudsman_and_time_and_no_other(nation, ombudsman, law_cited):
    found = in_nation(nation)
    told = [one for one in advise(found, TODAY).points if one.key.startswith("route-ombudsman-")]
    told = [one for one in told if one.key != "route-ombudsman-fault"]
    asked = in_nation(nation, history={"ombudsman": "waiting"})
    assert f"route-ombudsman-{nation}" not in keys(asked)
    assert [one.key for one in told] == [f"route-ombudsman-{nation}"]
    assert ombudsman in told[0].says
    assert any(law_cited in source.cites for source in told[0].sources)


def test_only_england_has_the_three_stages_and_only_for_children():
    assert "route-childrens-complaint" in keys(case())
    for nation in ("wales", "scotland", "northern-ireland"):
        assert "route-childrens-complaint" not in keys(in_nation(nation))
    adult = case(records=[{"id": "r1", "kind": "adult-care", "seen": "all"}])
    assert "route-childrens-complaint" not in keys(adult)
    assert "route-adult-complaint" in keys(adult)


@pytest.mark.parametrize("nation", NATIONS)
def test_who_has_complained_is_not_told_how_to_begin(nation):
    begin = {
        "england": "route-childrens-complaint",
        "wales": "route-wales",
        "scotland": "route-scotland",
        "northern-ireland": "route-northern-ireland-complaint",
    }[nation]
    assert begin in keys(in_nation(nation, history={}))
    for complaint in ("open", "finished"):
        assert begin not in keys(in_nation(nation, history={"complaint": complaint}))


@pytest.mark.parametrize(("stage", "key"), [("1", "next-stage-2"), ("2", "next-stage-3")])
def test_the_next_stage_of_an_open_complaint_is_told_in_england_only(stage, key):
    # SI 2006/1738, regulations 15(2) and 18(2)
    open_at = {"complaint": "open", "complaint_stage": stage}
    assert key in keys(case(history=open_at))
    assert key not in keys(in_nation("wales", history=open_at))


def test_an_enquiry_into_risk_is_outside_the_three_stages():
    protection = case(records=[{"id": "r1", "title": "Enquiry", "kind": "child-protection"}])
    assert point(protection, "route-child-protection-complaint").label == "Enquiry"
    assert "route-child-protection-complaint" not in keys(case())


def test_in_northern_ireland_a_trust_answers():
    assert "not a council" in point(in_nation("northern-ireland"), "route-northern-ireland").says


def test_nobody_in_northern_ireland_is_told_of_what_a_council_will_do():
    for found in (
        in_nation("northern-ireland"),
        parent_of("northern-ireland", understands="yes", agrees="no", responsibility="no"),
        in_nation("northern-ireland", writer={"capacity": "representative", "authority": "no"}),
    ):
        for one in advise(found, TODAY).points:
            assert "the council" not in one.says.lower() or "In one case" in one.says


def test_while_the_nation_is_not_known_only_what_holds_in_all_of_them_is_told():
    unknown = case(body={"name": "Sample Body"})
    told = keys(unknown)
    assert "find-nation" in told
    assert "ask-correction" in told
    assert not any(key.startswith("route-ombudsman") for key in told)


# ------------------------------------------------------------------------------ whose data, what age


@pytest.mark.parametrize("nation", NATIONS)
def test_a_child_who_understands_and_agrees_is_told_by_the_law_of_the_nation(nation):
    told = keys(parent_of(nation, understands="yes", agrees="yes", responsibility="yes"))
    assert ("child-decides-scotland" in told) == (nation == "scotland")
    assert ("child-decides" in told) == (nation != "scotland")


def test_twelve_is_named_as_the_age_only_in_scotland():
    for nation in ("england", "wales", "northern-ireland"):
        advice = advise(parent_of(nation, understands="yes", agrees="yes"), TODAY)
        assert not any("12" in one.says for one in advice.points if one.about == ("p1",))


def test_a_child_who_does_not_agree_is_not_spoken_over():
    told = keys(parent_of(understands="yes", agrees="no"))
    assert "child-says-no" in told
    assert "child-decides" not in told


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ({"understands": "no"}, "young-child"),
        ({"understands": "unknown"}, "find-understands"),
        ({"understands": "yes"}, "find-agrees"),
        ({"responsibility": "no"}, "no-responsibility"),
        ({"responsibility": "unknown"}, "find-responsibility"),
        ({"orders": "yes"}, "court-order-child"),
        ({"orders": "unknown"}, "find-orders"),
    ],
)
def test_what_is_said_of_a_child_brings_its_point(answers, key):
    assert point(parent_of(**answers), key).label == "Sam Example"


def test_another_adult_must_agree():
    def with_adult(agrees: str) -> set[str]:
        adult = {"id": "p1", "name": "Robin Example", "relation": "other", "agrees": agrees}
        return keys(case(people=[adult], writer={"capacity": "parent"}))

    assert "other-adult" in with_adult("no")
    assert "other-adult" not in with_adult("yes")


def test_a_representative_needs_a_signed_paper():
    assert "no-authority" in keys(case(writer={"capacity": "representative", "authority": "no"}))
    assert "no-authority" not in keys(
        case(writer={"capacity": "representative", "authority": "yes"})
    )


def test_whose_information_it_is_is_asked_where_it_is_not_known():
    assert "find-whose" in keys(
        case(entries=[{"id": "e1", "wrong": "opinion", "whose": "unknown"}])
    )
    assert "someone-elses-words" in keys(
        case(entries=[{"id": "e1", "wrong": "opinion", "whose": "other"}])
    )


# ---------------------------------------------------------------------- court, youth justice, others


@pytest.mark.parametrize(
    "tables",
    [
        {"history": {"court": "yes"}},
        {"records": [{"id": "r1", "kind": "assessment", "heard_in_court": "yes"}]},
        {"records": [{"id": "r1", "kind": "court-report"}]},
    ],
    ids=["a case", "retelling", "a report"],
)
def test_court_papers_and_retelling_bring_the_warning(tables):
    told = point(case(**tables), "court-papers")
    assert "12.73" in told.sources[0].cites
    assert "telling" in told.says


def test_the_english_court_rules_are_not_cited_in_scotland():
    told = point(in_nation("scotland", history={"court": "yes"}), "court-papers")
    assert "12.73" not in told.sources[0].cites


def test_nobody_is_told_of_court_papers_who_has_none():
    assert not {"court-papers", "court-report", "find-court"} & keys(case(history={"court": "no"}))


def test_youth_justice_is_routed_apart():
    record = {"id": "r1", "title": "Report", "kind": "youth-justice", "seen": "all"}
    only = case(records=[record], entries=[entry("wrong-fact", record="r1")])
    assert {"youth-justice", "next-youth-justice"} <= keys(only)
    assert recommended(only, TODAY) == ()
    assert advise(only, TODAY).suggestions == ()
    whole_one = case(records=[record], wishes={"first": "erasure", "scope": "whole"}, entries=[])
    assert recommended(whole_one, TODAY) == ()
    refused = case(
        records=[record], entries=[entry("wrong-fact", record="r1")], events=[event("refused")]
    )
    assert recommended(refused, TODAY) == ()


@pytest.mark.parametrize("stage", [None, "sent", "refused"])
def test_nothing_under_the_uk_gdpr_is_advised_for_a_youth_justice_record(stage):
    # Data Protection Act 2018, Schedule 7, paragraph 46: Part 3 has rights and times of its own
    record = {"id": "r1", "title": "Report", "kind": "youth-justice", "seen": "no"}
    events = [event(stage)] if stage else []
    found = case(
        records=[record], entries=[entry("wrong-fact", record="r1")], events=events, history={}
    )
    for one in advise(found, TODAY).points:
        if one.kind in ("find-out", "next", "usually"):
            assert not any("Article 1" in source.cites for source in one.sources), one.key


def test_others_with_a_copy_need_a_letter_each():
    assert "police" in point(case(), "route-others").says


def test_no_letter_threatens_court_and_the_reason_is_told():
    assert "court-threat" in [source.key for source in point(case(), "no-threat").sources]
    assert "no-threat" not in keys(in_nation("wales"))


# ---------------------------------------------------------------------------- which letters, which step


def event(kind: str, day: date = date(2026, 9, 1), **more) -> dict:
    return {"id": f"v-{kind}", "kind": kind, "date": day, **more}


def test_one_wish_is_its_own_letter_and_several_are_the_combined_one():
    two = [entry("wrong-fact"), {**entry("opinion"), "id": "e2"}]
    unsure = case(wishes={"first": "unsure"}, entries=two)
    assert recommended(unsure, TODAY) == ("combined",)
    assert recommended(case(entries=two), TODAY) == ("correction",)


@pytest.mark.parametrize("kind", ["refused", "partly-refused", "complaint-answered"])
def test_the_ico_comes_after_the_body_has_had_its_chance(kind):
    found = case(history={"asked": "yes"}, events=[event("sent"), event(kind)])
    assert recommended(found, TODAY) == ("ico-complaint",)
    complained = kind == "complaint-answered"
    assert {"next-ico", "next-ico-refused"} & keys(found) == {
        "next-ico" if complained else "next-ico-refused"
    }
    # The ICO expects a complaint to the body first; before that, this is said.
    key = "next-ico" if complained else "next-ico-refused"
    assert (
        "complain to Sampleshire County Council first" in point(found, key).says
    ) is not complained


def test_the_ico_comes_when_a_complaint_was_not_acknowledged_in_time():
    silent = case(history={"asked": "yes"}, events=[event("complained", date(2026, 9, 1))])
    assert recommended(silent, date(2026, 10, 1)) == ("correction",)
    assert recommended(silent, date(2026, 10, 2)) == ("ico-complaint",)
    assert "next-complaint-silent" in keys(silent)


def test_who_wants_the_ico_early_is_told_what_the_ico_expects():
    early = case(regulator={"early": "yes"})
    assert recommended(early, TODAY) == ("correction", "ico-complaint")
    assert "ico-body-first" in [source.key for source in point(early, "next-ico-early").sources]


def test_a_letter_already_sent_is_not_recommended_again():
    waiting = case(history={"asked": "yes"}, events=[event("sent", letter="correction")])
    assert recommended(waiting, TODAY) == ()
    assert "next-waiting" in keys(waiting)


def test_after_a_refusal_the_next_choice_is_asked_and_not_the_same_again():
    refused = case(
        wishes={"first": "erasure", "fallback": ["dissent-note"]},
        entries=[entry("opinion", outcome="refused")],
        events=[event("refused")],
    )
    assert recommended(refused, TODAY) == ("dissent-note", "ico-complaint")
    [suggestion] = advise(refused, TODAY).suggestions
    assert suggestion.chosen == "dissent-note"


def test_what_is_settled_is_left_alone():
    settled = case(entries=[entry("wrong-fact", outcome="corrected")], events=[event("refused")])
    assert recommended(settled, TODAY) == ()
    assert advise(settled, TODAY).suggestions == ()


def test_a_complaint_from_before_the_new_duties_is_told_apart():
    # SI 2026/82, regulation 7: complaints received from 19 June 2026 on
    def complained(day: date) -> set[str]:
        return keys(case(events=[event("complained", day)]))

    assert "old-complaint" in complained(date(2026, 6, 18))
    assert "old-complaint" not in complained(date(2026, 6, 19))


def test_thirty_days_are_told_only_of_a_complaint_that_has_the_new_duties():
    # SI 2026/82, regulation 7
    def complained(**more) -> set[str]:
        return keys(case(events=[event("complained", **more)]))

    assert "next-complained" in complained(day=date(2026, 11, 2))
    for unsure in ({"day": date(2026, 6, 18)}, {"day": "in the summer"}):
        assert "next-complained" not in complained(**unsure)
        assert "next-complained-otherwise" in complained(**unsure)


def test_a_promise_not_kept_comes_back():
    def promised(kept: str | None) -> set[str]:
        return keys(case(promises=[{"id": "m1", "what": "Notes", "kept": kept}]))

    assert "next-promise" in promised("no")
    assert "find-promise" in promised("unknown")
    assert not {"next-promise", "find-promise"} & promised("yes")


def test_the_story_of_the_decision():
    """LGSCO 25 004 511: three stages, notes and a meeting promised, the Ombudsman has decided."""
    story = case(
        wishes={
            "first": "erasure",
            "scope": "whole",
            "passages": "yes",
            "fallback": ["correction"],
        },
        records=[{"id": "r1", "title": "Assessment", "kind": "assessment", "seen": "part"}],
        people=[child(understands="no", responsibility="yes")],
        entries=[
            entry("irrelevant", wish="erasure"),
            {**entry("opinion"), "id": "e2", "wish": "dissent-note"},
            {**entry("wrong-fact"), "id": "e3", "wish": "correction", "whose": "p1"},
        ],
        history={"complaint": "finished", "complaint_stage": "3", "ombudsman": "decided"},
        promises=[{"id": "m1", "what": "Notes on the assessment", "kept": "no"}],
        writer={"capacity": "parent"},
    )
    advice = advise(story, TODAY)
    told = {one.key for one in advice.points}
    assert advice.recommended == ("combined",)
    assert {
        "whole-record",
        "whole-record-still-yours",
        "parent-and-child",
        "usually-note",
        "meet-complaint-over",
        "meet-must-keep",
        "route-ombudsman-asked",
        "find-copy",
        "next-promise",
    } <= told
    assert [one.chosen for one in advice.suggestions] == ["erasure", "dissent-note", "correction"]
    # The complaint has ended, so nothing can stop it and nobody need be told how to make it; and
    # the Ombudsman has decided, so there is no time for going there.
    assert not {"no-threat", "route-childrens-complaint", "route-ombudsman-england"} & told


# -------------------------------------------------------------------------------------- all together


def many_cases():
    """Yield cases of every kind, each answer of importance at least once with each nation."""
    people = [
        child(understands=understands, agrees=agrees, responsibility=yes, orders=yes)
        for understands, agrees, yes in [
            ("yes", "yes", "yes"),
            ("yes", "no", "no"),
            ("yes", None, "unknown"),
            ("no", None, "yes"),
            ("unknown", None, None),
        ]
    ]
    others = [{"id": "p2", "relation": "other", "agrees": agrees} for agrees in ("yes", "no")]
    malicious = [
        entry("malicious", conviction=conviction, no_action=no_action)
        for conviction, no_action in [
            ("conviction", "yes"),
            ("conviction", "no"),
            ("conviction", "unknown"),
            ("neither", None),
            ("unknown", None),
        ]
    ]
    opinion = entry("opinion", underlying="A wrong fact", whose="other")
    not_mine = {**malicious[0], "whose": "other"}
    entries = [*map(entry, WRONGS), *malicious, not_mine, opinion, {"id": "e1", "whose": "unknown"}]
    kinds = ["assessment", "child-protection", "adult-care", "court-report", "youth-justice"]
    adult = {"id": "r1", "kind": "adult-care", "seen": "part"}
    records = [
        {"id": "r1", "kind": kind, "seen": seen, "heard_in_court": "unknown"}
        for kind in (*kinds, "unknown")
        for seen in ("all", "part", "no")
    ]
    told = [
        {"history": {"complaint": "none"}},
        {"history": {"complaint": "open", "complaint_stage": "1"}},
        {"history": {"complaint": "finished", "asked": "yes"}},
        {"history": {"ombudsman": "decided"}},
        {"events": [event("complained", date(2026, 9, 1))]},
        {"events": [event("complained", date(2026, 11, 2))]},
    ]
    stages = [None, "sent", "refused", "complained", "complaint-answered", "answered"]
    for nation in (*NATIONS, None):
        body = {"name": "Sample Body", "nation": nation, "held_by": "unknown"}
        base = {"body": body}
        for one in (*people, *others):
            yield case(**base, people=[one], writer={"capacity": "parent"})
        yield case(**base, records=[adult], people=[people[0]], wishes={"first": "dissent-note"})
        yield case(**base, records=[adult], wishes={"first": "erasure"})
        for one, first in product(entries, (*WISHES, "unsure")):
            yield case(**base, entries=[one], wishes={"first": first})
        for one, court in product(records, ("yes", "unknown", "no")):
            yield case(**base, records=[one], history={"court": court, "complaint": "finished"})
        yield from (case(**base, **tables) for tables in told)
        for stage, early in product(stages, ("yes", "no")):
            events = [event(stage, date(2026, 6, 1))] if stage else []
            yield case(
                **base,
                events=events,
                people=[people[0]],
                regulator={"early": early},
                entries=[entry("wrong-fact", outcome="refused")],
                wishes={"first": "correction", "fallback": ["dissent-note"]},
                history={"asked": "yes", "complaint": "open", "complaint_stage": "2"},
                promises=[{"id": "m1", "what": "It", "kept": "no"}, {"id": "m2", "what": "It"}],
                extras={"wanted": ["large-print"]},
            )
        for fallback, some in product(
            [[], ["correction"]], [[], [entry("opinion", wish="erasure")]]
        ):
            wishes = {"first": "erasure", "scope": "whole", "fallback": fallback}
            yield case(**base, wishes=wishes, entries=some, people=[people[0]])
        yield case(**base, writer={"capacity": "representative", "authority": "no"})
        two = [entry("wrong-fact"), {**entry("opinion"), "id": "e2"}]
        yield case(**base, wishes={"first": "unsure"}, entries=two)
        sent = [event("sent", letter="correction")]
        yield case(**base, events=sent, history={"asked": "yes"})


@pytest.mark.usefixtures("untraced")
def test_every_point_is_told_in_some_case_and_every_case_gets_sound_advice():
    told, read = set(), set()
    for found in many_cases():
        advice = advise(found, TODAY)
        told |= {one.key for one in advice.points}
        assert set(advice.recommended) <= set(law.LETTERS)
        assert all(one.sources for one in advice.points)
        assert all(one.sources and one.grounds for one in advice.suggestions)
        order = [list(headings()).index(one.kind) for one in advice.points]
        assert order == sorted(order)
        read |= set(lines(advice))
    text = "\n".join(read)
    assert not gone_in(text, TODAY)
    assert "{" not in text
    assert not re.search(r"\bNone\b(?! of)", text)
    assert {one.key for one in templates()} - told == set()


def test_an_empty_case_gets_advice_and_no_letter():
    advice = advise(Case(), TODAY)
    assert advice.recommended == ()
    assert "find-nation" in {one.key for one in advice.points}


def test_what_is_told_on_a_screen_ends_with_its_citations():
    told = [line for line in lines(advise(case(), TODAY)) if line.startswith("*")]
    assert len(told) > len(headings())
    assert all(re.search(r"\[[^\[]+.*\]$", line) for line in told)


def test_where_another_wish_fits_better_that_is_said():
    text = "\n".join(lines(advise(case(entries=[entry("opinion", wish="correction")]), TODAY)))
    assert "You ask for it to be corrected." in text
    assert "What fits best is to ask for a note" in text
    best = "\n".join(lines(advise(case(entries=[entry("opinion", wish="dissent-note")]), TODAY)))
    assert "What fits best" not in best


def test_what_was_refused_is_not_called_what_fits_best():
    refused = case(
        wishes={"first": "correction", "fallback": ["dissent-note"]},
        entries=[entry("wrong-fact", outcome="refused")],
    )
    text = "\n".join(lines(advise(refused, TODAY)))
    assert "They said no to what you asked. Now you ask for a note" in text
    assert "What fits best" not in text


def test_after_a_refusal_with_no_second_choice_what_is_left_is_said():
    refused = case(entries=[entry("wrong-fact", outcome="refused")], events=[event("refused")])
    text = "\n".join(lines(advise(refused, TODAY)))
    assert "You can still ask for a note that you disagree or ask for it to be deleted." in text


def test_one_decision_twice_running_is_named_once():
    told = next(one for one in lines(advise(whole(), TODAY)) if one.startswith("*"))
    assert told.count("25 004 511") == 1
    assert "the same, My assessment, paragraph 7" in told


def test_law_that_differs_between_nations_is_not_told_while_the_nation_is_not_known():
    from assistant.advice import _sources

    assert _sources(["child-rights"], TODAY, None)
    assert _sources(["child-capacity"], TODAY, None) is None
    assert _sources(["child-capacity"], TODAY, "wales")


def test_the_same_thing_about_many_entries_is_told_once():
    many = [{**entry("wrong-fact"), "id": f"e{number}"} for number in range(1, 301)]
    text = list(lines(advise(case(entries=many), TODAY)))
    assert sum("300" in line for line in text) == 1
    assert len(text) < 100


def test_the_plain_form_is_json_and_holds_every_point():
    advice = advise(case(), TODAY)
    plain = json.loads(json.dumps(to_plain(advice)))
    assert [one["key"] for one in plain["points"]] == [one.key for one in advice.points]
    assert plain["recommended"] == ["correction"]
    assert plain["entries"][0]["fits_best"] == "correction"
    assert plain["points"][0]["sources"][0]["url"].startswith("https://")


def test_a_day_before_the_law_data_begins_is_refused():
    with pytest.raises(NoRule):
        advise(case(), date(2019, 1, 1))
