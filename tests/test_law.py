"""The law as data: every record, its periods, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from assistant import law
from assistant.citations import citable, citations_in, gone_in, not_citable
from assistant.errors import AssistantError, NoRule

TODAY = date(2026, 11, 22)
RECORDS = [*law.rules(), *law.bodies(), *law.decisions()]
OFFICIAL = (
    "www.legislation.gov.uk",
    "ico.org.uk",
    "www.gov.uk",
    "www.lgo.org.uk",
    "www.nipso.org.uk",
    "www.spso.org.uk",
    "www.ombudsman.wales",
    "www.bailii.org",
    "www.nhsx.nhs.uk",
    "www.socialworkengland.org.uk",
    "socialcare.wales",
    "www.sssc.uk.com",
    "niscc.info",
    "www.birminghamchildrenstrust.co.uk",
    "github.com",
)


def name(record: law.Record) -> str:
    return f"{type(record).__name__}-{record.key}"


@pytest.mark.parametrize("record", RECORDS, ids=name)
def test_each_record_says_where_it_stands_and_when_it_was_checked(record):
    assert record.cites.strip()
    assert record.checked <= TODAY
    address = urlsplit(record.url)
    assert address.scheme == "https"
    assert address.hostname in OFFICIAL


@pytest.mark.parametrize("record", RECORDS, ids=name)
def test_each_record_is_written_in_typographers_quotes_on_one_line(record):
    for field in ("says", "cites", "letter", "name"):
        text = getattr(record, field, "")
        assert "'" not in text
        assert '"' not in text
        assert text == " ".join(text.split())


@pytest.mark.parametrize("rule", law.rules(), ids=name)
def test_each_rule_says_one_thing_in_a_few_short_sentences(rule):
    assert rule.says.endswith(".")
    sentences = [one for one in rule.says.replace("?", ".").split(". ") if one]
    assert len(sentences) <= 5
    assert max(len(one.split()) for one in sentences) <= 28


def test_no_key_means_both_a_rule_and_a_decision_so_a_source_is_never_in_doubt():
    keys = {rule.key for rule in law.rules()}
    decisions = [found.key for found in law.decisions()]
    assert not keys & set(decisions)
    assert len(decisions) == len(set(decisions))
    assert not keys & {body.key for body in law.bodies()}


@pytest.mark.parametrize("row", [*law.rules(), *law.bodies()], ids=name)
def test_the_first_and_last_day_are_in_and_the_days_outside_are_not(row):
    nation = row.nations[0]
    assert row.holds(row.since, nation)
    assert not row.holds(row.since - timedelta(days=1), nation)
    if row.until:
        assert row.holds(row.until, nation)
        assert not row.holds(row.until + timedelta(days=1), nation)


def test_periods_of_one_key_follow_on_without_a_day_between():
    for rows in (law.rules(), law.bodies()):
        law.check_periods(rows)
    changed = {(row.key, row.until) for row in (*law.rules(), *law.bodies()) if row.until}
    assert changed == {
        ("refusal-notice", date(2026, 6, 18)),
        ("reply-time", date(2026, 2, 4)),
        ("reply-extension", date(2026, 2, 4)),
        ("complaint-to-regulator", date(2026, 6, 18)),
        ("ico", date(2026, 9, 29)),
    }


def record(**changes):
    values = {
        "key": "made-up",
        "says": "Words.",
        "cites": "An Act",
        "url": "https://www.legislation.gov.uk/",
        "nations": ["uk"],
        "since": date(2021, 1, 1),
        "seen": "text",
        "checked": TODAY,
    }
    values.update(changes)
    return {key: value for key, value in values.items() if value is not None}


def loaded(*records):
    found = law.read(law.Rule, "rule", {"rule": list(records)})
    law.check_periods(found)
    return found


def test_a_record_with_all_it_needs_loads_for_all_four_nations():
    assert loaded(record())[0].nations == law.NATIONS


@pytest.mark.parametrize(
    "changes",
    [
        {"cites": None},
        {"cites": ""},
        {"checked": None},
        {"checked": "2026-11-22"},
        {"url": None},
        {"url": ""},
        {"says": ""},
        {"since": None},
        {"since": "2021-01-01"},
        {"until": date(2020, 12, 31)},
        {"nations": []},
        {"nations": ["cornwall"]},
        {"seen": "somewhere"},
        {"letters": ["correction"]},
        {"letters": ["birthday"], "letter": "an Act"},
        {"seen": "unverified"},
        {
            "seen": "unverified",
            "says": "Check before relying on this.",
            "letters": ["erasure"],
            "letter": "an Act",
        },
        {"colour": "blue"},
    ],
    ids=str,
)
def test_a_record_that_lacks_something_does_not_load_and_is_named(changes):
    with pytest.raises(AssistantError, match="made-up"):
        loaded(record(**changes))


@pytest.mark.parametrize(
    ("until", "since"),
    [
        (None, date(2022, 1, 1)),
        (date(2022, 1, 1), date(2022, 1, 1)),
        (date(2021, 12, 30), date(2022, 1, 1)),
    ],
    ids=["open end", "overlap", "hole"],
)
def test_overlaps_and_holes_do_not_load(until, since):
    with pytest.raises(AssistantError, match="made-up"):
        loaded(record(until=until), record(since=since))


def test_two_nations_may_have_rows_of_their_own_for_the_same_days():
    assert len(loaded(record(nations=["wales"]), record(nations=["scotland"]))) == 2


# ------------------------------------------------------------------------------------- looking up


def test_the_time_to_answer_is_one_month_before_and_after_february_2026():
    before = law.rule("reply-time", date(2026, 2, 4), "england")
    after = law.rule("reply-time", date(2026, 2, 5), "england")
    assert (before.months, after.months) == (1, 1)
    assert "12A" not in before.cites
    assert "12A" in after.cites


@pytest.mark.parametrize(
    ("key", "first"),
    [
        # SI 2026/317; SI 2026/82, regulations 2 and 3
        ("erasure-malicious", date(2026, 3, 31)),
        ("complaint-to-body", date(2026, 6, 19)),
        ("complaint-acknowledgement", date(2026, 6, 19)),
        ("clarification-access-only", date(2026, 2, 5)),
    ],
)
def test_a_right_is_not_offered_the_day_before_it_begins(key, first):
    assert law.rule(key, first, "scotland").key == key
    with pytest.raises(NoRule, match=key):
        law.rule(key, first - timedelta(days=1), "scotland")


def test_the_complaint_to_the_regulator_left_article_77_on_19_june_2026():
    old = law.rule("complaint-to-regulator", date(2026, 6, 18), "wales")
    new = law.rule("complaint-to-regulator", date(2026, 6, 19), "wales")
    assert "Article 77" in old.letter
    assert new.letter == "section 165 of the Data Protection Act 2018"


def test_the_ico_changed_its_name_on_30_september_2026():
    assert law.body("ico", date(2026, 9, 29)).name == "Information Commissioner’s Office"
    assert law.body("ico", date(2026, 9, 30)).name == "Information Commission’s Office"


def test_no_postal_address_of_the_ico_stands_in_the_data():
    assert not any("SK9" in str(body) or "M1 7BL" in str(body) for body in law.bodies())


@pytest.mark.parametrize("nation", ["wales", "scotland", "northern-ireland"])
def test_the_english_childrens_procedure_is_refused_elsewhere(nation):
    with pytest.raises(NoRule, match="England"):
        law.rule("childrens-complaint-stage-1", TODAY, nation)


@pytest.mark.parametrize(
    ("key", "days"),
    [
        # SI 2006/1738, regulations 14, 17, 18, 19 and 20
        ("childrens-complaint-stage-1", 10),
        ("childrens-complaint-stage-1-extension", 10),
        ("childrens-complaint-stage-2", 25),
        ("childrens-complaint-stage-2-longest", 65),
        ("childrens-complaint-stage-3-request", 20),
        ("childrens-complaint-stage-3-panel", 30),
        ("childrens-complaint-stage-3-report", 5),
        ("childrens-complaint-stage-3-response", 15),
    ],
)
def test_the_stages_have_the_working_days_of_the_regulations(key, days):
    assert law.rule(key, TODAY, "england").working_days == days


def test_a_day_no_record_covers_is_refused_with_the_days_that_are():
    with pytest.raises(NoRule) as refused:
        law.rule("reply-time", date(2020, 12, 31), "england")
    assert "31 December 2020" in refused.value.message
    assert "1 January 2021" in refused.value.hint


def test_unknown_keys_are_refused():
    with pytest.raises(NoRule):
        law.rule("no-such-rule", TODAY, "england")
    with pytest.raises(NoRule):
        law.decision("no-such-decision")
    with pytest.raises(NoRule):
        law.body("reply-time", TODAY)


def test_twelve_is_a_rule_of_law_in_scotland_alone():
    assert law.rule("child-capacity", TODAY, "scotland").years == 12
    for nation in ("england", "wales", "northern-ireland"):
        assert law.rule("child-capacity", TODAY, nation).years is None


@pytest.mark.parametrize("nation", law.NATIONS)
def test_each_nation_has_an_ombudsman_and_a_list_of_social_workers(nation):
    for key in (f"ombudsman-{nation}", f"social-workers-{nation}"):
        assert law.body(key, TODAY).nations == (nation,)


def test_only_what_is_in_force_is_in_the_table():
    keys = [rule.key for rule in law.table(date(2026, 3, 30))]
    assert "erasure-malicious" not in keys
    assert "erasure-malicious" in [rule.key for rule in law.table(date(2026, 3, 31))]


def test_stale_means_checked_more_than_a_year_ago():
    checked = max(one.checked for one in RECORDS)
    assert law.stale(checked.replace(year=checked.year + 1)) == ()
    late = law.stale(checked.replace(year=checked.year + 1) + timedelta(days=1))
    assert len(late) == len(RECORDS) + len(law.gone())


# -------------------------------------------------------------------------------------- citations

DPA = "data protection act 2018"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Article 16 of the UK GDPR", {"article 16"}),
        ("Art. 17 (1)(a), (c) and (d)", {"article 17(1)(a)", "article 17(1)(c)", "article 17(1)(d)"}),
        ("UK GDPR, Arts 5(1)(d), 16 and 21", {"article 5(1)(d)", "article 16", "article 21"}),
        ("Article 12A(3) and (4)", {"article 12a(3)", "article 12a(4)"}),
        ("section 164A of the Data Protection Act 2018", {f"section 164a {DPA}", DPA}),
        ("s.165(2) DPA 2018", {f"section 165(2) {DPA}"}),
        ("Data Protection Act 2018, sections 165 and 166", {f"section 165 {DPA}", f"section 166 {DPA}", DPA}),
        (
            "section 165 of the Data Protection Act 2018 (section 165 from here)",
            {f"section 165 {DPA}", DPA},
        ),
        ("section 7", {"section 7"}),
        ("under the UK GDPR and Data Protection Act 2018", {DPA}),
        (
            "paragraph 11 of Schedule 3 to the Data Protection Act 2018",
            {f"schedule 3 paragraph 11 {DPA}", DPA},
        ),
        ("regulation 8(1)(a) of SI 2006/1738", {"regulation 8(1)(a)", "si 2006/1738"}),
        ("decision 25 004 511", {"decision 25 004 511"}),
        ("Re JR188 [2022] NIQB 55", {"[2022] niqb 55"}),
        ("the Information Commission’s Office", {"information commission's office"}),
        ("the Information Commissioner's\nOffice", {"information commissioner's office"}),
        ("write to the Information Commissioner", {"information commissioner"}),
        ("page 4, paragraph 2, 3 March 2026, the child’s 12 toys, 0300 790 0203", set()),
        ("Article 16, 3 March 2026", {"article 16"}),
    ],
)  # fmt: skip
def test_every_form_of_a_citation_comes_out_the_same(text, expected):
    found = citations_in(text)
    assert expected <= found
    assert found - expected <= {DPA}


def test_each_rule_that_a_letter_may_cite_is_recognised_by_its_own_words():
    for rule in law.rules():
        policy = rule.seen in {"policy", "reported"} and "guidance" in rule.letter + rule.cites
        if rule.letters and not policy and "Framework" not in rule.letter:
            assert citations_in(rule.letter), rule.key
        for letter in rule.letters:
            if rule.holds(TODAY):
                assert not not_citable(rule.letter, letter, TODAY)


def test_a_letter_may_not_cite_what_is_not_listed_for_it():
    assert not_citable("Article 17(1)(a) of the UK GDPR", "correction", TODAY) == {
        "article 17(1)(a)"
    }
    assert not not_citable("Article 17(1)(a) of the UK GDPR", "erasure", TODAY)
    assert not_citable("Article 78 and section 17 of the Equality Act 2010", "erasure", TODAY) == {
        "article 78",
        "section 17 equality act 2010",
    }


def test_the_whole_of_a_provision_may_be_named_where_a_part_may():
    assert not not_citable("Article 17 of the UK GDPR", "erasure", TODAY)
    assert not_citable("Article 1 of the UK GDPR", "erasure", TODAY)


def test_the_complaint_to_the_ico_cites_section_165_and_not_article_77():
    allowed = citable("ico-complaint", TODAY)
    assert f"section 165 {DPA}" in allowed
    assert "article 77" not in allowed
    assert "article 77" in citable("ico-complaint", date(2026, 6, 18))


@pytest.mark.parametrize(
    "text",
    [
        "under Article 77 of the UK GDPR",
        "Articles 16 and 77",
        "the Information Commissioner’s Office",
        "the Information Commissioner",
        "Wycliffe House, Water Lane",
        "the Data Protection Act 1998",
        "DPA 1998",
        "within 40 days",
        "I enclose the £10 fee",
        "Working Together 2023",
    ],
)
def test_what_old_letters_say_is_found(text):
    assert gone_in(text, TODAY)


@pytest.mark.parametrize(
    "text",
    ["Article 7", "Information Commission’s Office", "140 days", "£100", "£10.50", "Article 17"],
)
def test_what_only_looks_like_it_is_let_through(text):
    assert not gone_in(text, TODAY)


def test_a_name_is_gone_only_from_its_day():
    assert not gone_in("the Information Commissioner’s Office", date(2026, 9, 29))
    assert gone_in("the Information Commissioner’s Office", date(2026, 9, 30))
