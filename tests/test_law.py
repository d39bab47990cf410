"""The law as data: every record, its periods, and what is refused."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from assistant import law
from assistant.citations import citable, citations_in, gone_in, not_citable
from assistant.cli import main
from assistant.errors import AssistantError, NoRule
from tests.plain_words import reading_age

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
    "www.valuingcomplaints.org.uk",  # a site of the Scottish Ombudsman
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
        ("counting-months", date(2026, 2, 4)),
        ("counting-rolls", date(2026, 2, 4)),
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


def test_how_to_count_a_month_cites_article_4a_only_since_it_exists():
    # Data (Use and Access) Act 2025, Schedule 11, paragraph 3; SI 2026/82 (5 February 2026)
    for key in ("counting-months", "counting-rolls"):
        before = law.rule(key, date(2026, 2, 4), "england")
        after = law.rule(key, date(2026, 2, 5), "england")
        assert "4A" not in before.cites + before.letter
        assert not before.letters
        assert "1182/71" in before.cites
        assert "Article 4A" in after.cites
        assert "SI 2026/82" in after.more


def test_twelve_is_a_rule_of_law_in_scotland_alone():
    # Data Protection Act 2018, section 208(3): "A person aged 12 or over is to be presumed …"
    assert law.rule("child-capacity", TODAY, "scotland").years == 12
    assert "12 or over" in law.rule("child-capacity", TODAY, "scotland").says
    for nation in ("england", "wales", "northern-ireland"):
        assert law.rule("child-capacity", TODAY, nation).years is None


def test_a_legal_duty_and_a_public_task_are_one_limit_on_deletion_and_not_two():
    # UK GDPR, Article 17(3): five limits, of which (b) is a legal obligation or a public task
    says = law.rule("erasure-exceptions", TODAY, "england").says
    assert "five reasons" in says
    assert "A legal duty or public task is one." in says


@pytest.mark.parametrize("one", [*law.rules(), *law.decisions()], ids=name)
def test_nobody_in_northern_ireland_is_told_of_a_council_of_their_own(one):
    # There, social care is run by Health and Social Care trusts
    if "northern-ireland" in one.nations and one.key != "councils-social-care":
        said = one.says.lower().replace("council or trust", "").replace("“council”", "")
        assert "council" not in said


@pytest.mark.parametrize("rule", law.rules(), ids=name)
def test_a_rule_for_several_nations_rests_on_no_law_of_england_alone(rule):
    english = (
        "(England)",
        "SI 2006/1738",
        "SI 2010/959",
        "SI 2009/309",
        "EWHC",
        "Local Government Act 1974",
        "Children Act 1989",
    )
    told = [one for one in english if one in rule.cites]
    if set(rule.nations) - {"england", "wales"}:
        assert not told or "in England" in rule.cites, told


@pytest.mark.parametrize("rule", law.rules(), ids=name)
def test_a_rule_that_speaks_of_the_ombudsman_is_a_rule_of_one_nation(rule):
    assert "Ombudsman" not in rule.says or len(rule.nations) == 1


@pytest.mark.parametrize("found", law.decisions(), ids=lambda one: one.key)
def test_a_decision_says_where_it_was_made_so_that_it_is_nobody_elses_ombudsman(found):
    # The Local Government and Social Care Ombudsman is England's
    assert found.nations == ("england",)
    assert " in England" in " " + found.says.replace("In England", "in England")
    assert "Ombudsman (England), decision" in found.cites
    assert reading_age(found.says) <= 11


def test_a_decision_that_does_not_say_where_it_was_made_does_not_load():
    sound = {
        "key": "made-up",
        "reference": "00 000 000",
        "by": "Somebody",
        "about": "Sample Council",
        "nations": ["scotland"],
        "date": TODAY,
        "paragraph": "",
        "says": "In Scotland it was so.",
        "cites": "The Ombudsman (Scotland)",
        "url": "https://www.spso.org.uk/",
        "seen": "text",
        "checked": TODAY,
    }
    law.read(law.Decision, "decision", {"decision": [sound]})
    for changes in ({"nations": []}, {"says": "The Ombudsman said so."}, {"cites": "A decision"}):
        with pytest.raises(AssistantError, match="made-up"):
            law.read(law.Decision, "decision", {"decision": [{**sound, **changes}]})


@pytest.mark.parametrize("rule", law.rules(), ids=name)
def test_what_began_or_was_read_in_a_special_way_is_told_under_its_citation(rule):
    told = list(law.lines(max(rule.since, date(2021, 1, 1))))
    assert not rule.more or f"  {rule.more}" in told


def test_what_was_read_before_the_commission_took_over_says_so():
    # SI 2026/386, in force with section 119 on 30 September 2026; its wording was not seen
    for key in ("complaint-to-regulator", "regulator-duties", "tribunal"):
        assert "SI 2026/386" in law.rule(key, TODAY, "england").more


def test_the_malicious_ground_says_that_its_beginning_is_inferred():
    more = law.rule("erasure-malicious", TODAY, "northern-ireland").more
    assert "inferred from section 31(4)" in more
    assert "Schedule 11, paragraph 32(b)" in more
    assert "SI 2026/317, regulation 3" in more


def test_it_does_not_matter_when_the_court_acted_against_a_malicious_person():
    # UK GDPR, Article 17(1)(g)(i): "whether they became such a person before or after"
    assert "before or after" in law.rule("malicious-person", TODAY, "england").says


def test_the_scottish_ombudsmans_look_at_merits_has_a_source_of_its_own():
    # It is not in section 10(1) of the Act of 2002, which is on time alone
    assert "good one" not in law.rule("spso-limit", TODAY, "scotland").says
    assert "Order 2016" in law.rule("spso-merits", TODAY, "scotland").cites


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
        "Wilmslow SK9 5AF",
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
    [
        "Article 7",
        "Information Commission’s Office",
        "140 days",
        "£100",
        "£10.50",
        "Article 17",
        "4 Water Lane, Sampletown",  # an ordinary address
    ],
)
def test_what_only_looks_like_it_is_let_through(text):
    assert not gone_in(text, TODAY)


DATA = Path(law.__file__).parent / "data"
OURS = [
    *sorted((DATA / "questions").glob("*.toml")),
    *(DATA / name for name in ("advice.toml", "letters.toml", "terms.toml")),
    *sorted((DATA.parents[1] / "letter_templates").rglob("*.html")),
]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_words_of_ours_say_what_the_law_has_left_behind(path):
    assert not gone_in(path.read_text(encoding="utf-8"), TODAY)


@pytest.mark.parametrize("rule", law.rules(), ids=name)
def test_no_rule_in_force_says_what_the_law_has_left_behind(rule):
    if rule.holds(TODAY):
        assert not gone_in(f"{rule.says} {rule.letter} {rule.cites}", TODAY)


def test_what_a_person_types_is_never_refused_for_what_the_law_has_left_behind(tmp_path):
    own = (
        "I waited 40 days and paid £10. I wrote to the Information Commissioner at Wycliffe House"
        " under Article 77 and the Data Protection Act 1998. They quoted Working Together 2023."
    )
    assert len(gone_in(own, TODAY)) == len(law.gone())
    case = DATA.joinpath("example.toml").read_text(encoding="utf-8")
    case = re.sub(
        r'(?m)^(why|what|words) = (""".*?"""|".*?")$', f'\\1 = "{own}"', case, flags=re.DOTALL
    )
    assert case.count(own) > 2
    file = tmp_path / "case.toml"
    file.write_text(case, encoding="utf-8")
    assert CliRunner().invoke(main, ["check", str(file)]).exit_code == 0
    names = ["correction", "dissent-note", "erasure", "combined", "ico-complaint"]
    options = ["-o", str(tmp_path), "--as", "txt", "--on", "2026-11-22"]
    written = CliRunner().invoke(main, ["write", str(file), *names, *options])
    assert written.exit_code == 0, written.output
    letters = list(tmp_path.glob("*.txt"))
    assert len(letters) == len(names)
    assert all("40 days" in one.read_text(encoding="utf-8") for one in letters)


def test_a_name_is_gone_only_from_its_day():
    assert not gone_in("the Information Commissioner’s Office", date(2026, 9, 29))
    assert gone_in("the Information Commissioner’s Office", date(2026, 9, 30))
