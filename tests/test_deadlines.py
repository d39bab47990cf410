"""Last days: the worked examples of a table that a lawyer can read, the traps, and the arithmetic."""

import calendar as months_of_year
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path

import holidays as other_calendars
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from assistant import law
from assistant.deadlines import KINDS, deadline
from assistant.errors import NoDeadline, NoRule
from assistant.working_days import add_months, add_working_days, calendar, is_working_day, roll

TABLE = Path(__file__).parent / "deadlines.txt"
NATIONS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}
FACTS = {
    "identity shown": "identity_shown",
    "fee paid": "fee_paid",
    "told": "extension_noticed",
    "detail asked": "clarification_asked",
    "detail given": "clarification_answered",
}
DAY = timedelta(days=1)


MONTHS = {name: number for number, name in enumerate(months_of_year.month_abbr)}


def read_day(text):
    """Read "3 Sep 2026"."""
    day, month, year = text.split()
    return date(int(year), MONTHS[month], int(day))


def read_facts(text):
    facts = {}
    for part in filter(None, map(str.strip, text.split(","))):
        words = re.fullmatch(r"([a-z ]+?)(?: (\d{1,2} [A-Z][a-z]{2} \d{4}))?", part)
        what, when = words.groups()
        facts["extended" if what == "extended" else FACTS[what]] = read_day(when) if when else True
    return facts


def examples():
    rows = [line for line in TABLE.read_text("utf-8").splitlines() if line[:1].isalpha()]
    for row in rows[1:]:
        kind, starts, facts, nation, last_day, why = map(str.strip, row.split("|"))
        for one in NATIONS if nation == "all" else [nation]:
            expected = None if last_day == "none" else read_day(last_day[4:])
            values = (kind, read_day(starts[4:]), read_facts(facts), one, expected)
            yield pytest.param(*values, id=f"{kind} {starts} {facts} {one}: {why}")


def written_days():
    text = TABLE.read_text("utf-8")
    return re.findall(r"\b([A-Z][a-z]{2}) (\d{1,2} [A-Z][a-z]{2} \d{4})\b", text)


def test_every_day_of_the_week_in_the_table_goes_with_its_date():
    assert len(written_days()) > 200
    wrong = [(name, day) for name, day in written_days() if f"{read_day(day):%a}" != name]
    assert wrong == []


@pytest.mark.parametrize(("kind", "start", "facts", "nation", "expected"), list(examples()))
def test_worked_example(kind, start, facts, nation, expected):
    if expected is None:
        with pytest.raises(NoDeadline):
            deadline(kind, start, nation, **facts)
    else:
        assert deadline(kind, start, nation, **facts).last_day == expected


def test_the_table_has_every_kind_and_every_nation():
    kinds, nations = zip(*((one.values[0], one.values[3]) for one in examples()), strict=True)
    own_time = {"ico-complaint", "ombudsman"}  # below: policy, and laws that count another way
    assert set(kinds) == set(KINDS) - own_time | {"complaint-outcome"}
    assert set(nations) == set(NATIONS)


# ---- a second way of counting


def closed_days(nation):
    """The weekdays without work 2025 to 2029, from another tool, with Scotland's one-off day."""
    days = other_calendars.country_holidays("GB", subdiv=NATIONS[nation], years=range(2025, 2030))
    one_off = {date(2026, 6, 15)} if nation == "scotland" else set()
    return {day for day in days if day.weekday() < 5} | one_off


@pytest.mark.parametrize("nation", NATIONS)
def test_bank_holidays_agree_with_another_tool_on_every_weekday_that_is_covered(nation):
    ours = calendar(nation)
    assert (ours.first_year, ours.last_year) == (2025, 2028)
    theirs = {day for day in closed_days(nation) if ours.covers(day)}
    assert set(ours.holidays) == theirs


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize("year", range(2025, 2029))
def test_good_friday_and_christmas_stand_in_the_calendar_in_their_own_right(nation, year):
    names = [name for day, name in calendar(nation).holidays.items() if day.year == year]
    assert names.count("Good Friday") == 1
    assert len([name for name in names if name.startswith("Christmas Day")]) == 1
    assert len(names) == len(set(names))


@pytest.mark.parametrize("nation", NATIONS)
def test_no_bank_holiday_is_listed_on_a_weekend_where_its_substitute_belongs(nation):
    assert [day for day in calendar(nation).holidays if day.weekday() >= 5] == []


def test_the_calendar_says_where_it_comes_from_and_when_it_was_checked():
    path = Path(law.__file__).parent / "data" / "bank_holidays.toml"
    data = tomllib.loads(path.read_text("utf-8"))
    assert isinstance(data["checked"], date)
    assert all(source["url"].startswith("https://") for source in data["sources"])
    assert any(source["url"] == "https://www.gov.uk/bank-holidays" for source in data["sources"])


def nth_working_day(start, number, nation):
    """Count working days the long way round: list them all, then pick."""
    closed = closed_days(nation)
    days = [start + step * DAY for step in range(1, 200)]
    return [day for day in days if f"{day:%a}" not in ("Sat", "Sun") and day not in closed][
        number - 1
    ]


@given(st.dates(date(2025, 1, 1), date(2028, 8, 1)))
def test_the_children_s_stages_agree_with_a_second_count(start):
    stages = {
        ("childrens-complaint-stage-1", False): 10,
        ("childrens-complaint-stage-1", True): 20,
        ("childrens-complaint-stage-2", False): 25,
        ("childrens-complaint-stage-2", True): 65,
        ("childrens-complaint-stage-3-request", False): 20,
    }
    for (kind, extended), number in stages.items():
        found = deadline(kind, start, "england", extended=extended)
        assert found.last_day == nth_working_day(start, number, "england")


@given(st.dates(date(2026, 6, 19), date(2028, 11, 15)), st.sampled_from(list(NATIONS)))
def test_months_and_days_agree_with_a_second_count(start, nation):
    closed = closed_days(nation)

    def next_open(day):
        return next(
            one
            for one in (day + step * DAY for step in range(12))
            if one.isoweekday() < 6 and one not in closed
        )

    assert deadline("request", start, nation).last_day == next_open(start + relativedelta(months=1))
    acknowledged = deadline("complaint-acknowledgement", start, nation)
    assert acknowledged.last_day == next_open(start + 30 * DAY)
    if start < date(2028, 9, 15):
        longest = deadline("request", start, nation, extended=True)
        assert longest.last_day == next_open(start + relativedelta(months=3))


# ---- the arithmetic

ANY_DAY = st.dates(date(1990, 1, 1), date(2100, 12, 31))
HOLIDAYS = st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=60)


@given(ANY_DAY, st.integers(0, 36))
def test_months_end_on_the_same_date_or_on_the_last_day_of_a_shorter_month(start, months):
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    last = months_of_year.monthrange(end.year, end.month)[1]
    assert end.day == start.day or (end.day == last < start.day)


@given(ANY_DAY, ANY_DAY, st.integers(0, 36))
def test_a_later_request_is_never_due_earlier(one, other, months):
    early, late = sorted([one, other])
    assert add_months(early, months) <= add_months(late, months)


@given(st.dates(date(2025, 12, 20), date(2026, 12, 31)), HOLIDAYS)
def test_rolling_stops_at_the_first_working_day_and_not_before(day, closed):
    end = roll(day, closed)
    assert is_working_day(end, closed)
    passed = [day + step * DAY for step in range((end - day).days)]
    assert not any(is_working_day(one, closed) for one in passed)


@given(st.dates(date(2025, 12, 20), date(2026, 10, 1)), st.integers(1, 65), HOLIDAYS)
def test_working_days_are_counted_from_the_day_after(start, count, closed):
    end = add_working_days(start, count, closed)
    days = [start + step * DAY for step in range(1, (end - start).days + 1)]
    assert len([day for day in days if is_working_day(day, closed)]) == count
    assert is_working_day(end, closed)


@given(st.dates(date(2025, 1, 1), date(2028, 11, 20)), st.sampled_from(list(NATIONS)))
def test_every_last_day_is_a_working_day_that_the_sentence_names(start, nation):
    found = deadline("request", start, nation)
    assert is_working_day(found.last_day, closed_days(nation))
    assert found.unrolled <= found.last_day
    assert f"{found.last_day:%A} {found.last_day.day} {found.last_day:%B %Y}" in found.because


# ---- what the result says about itself


def test_the_sentence_names_the_holiday_and_the_nation_that_keeps_it():
    found = deadline("request", date(2026, 11, 25), "scotland")
    assert "25 December is Christmas Day, a bank holiday in Scotland;" in found.because
    assert found.unrolled == date(2026, 12, 25)
    local = deadline("request", date(2026, 10, 31), "scotland").because
    assert "St Andrew’s Day, a bank holiday in Scotland but not in all of the UK" in local


def test_the_explanation_is_one_sentence():
    for start in (date(2026, 11, 25), date(2026, 11, 23), date(2026, 3, 31)):
        because = deadline("request", start, "england", extended=True).because
        assert because[0].isupper()
        assert because.endswith(".")
        assert because.count(".") == 1


def test_each_rule_that_was_used_is_named_with_its_citation():
    found = deadline("request", date(2026, 11, 25), "england", extended=True)
    assert found.rules[:2] == ("reply-time", "reply-extension")
    assert found.cites == tuple(law.rule(k, found.start, "england").cites for k in found.rules)
    assert "counting-rolls" in deadline("request", date(2026, 11, 25), "wales").rules
    assert "counting-rolls" not in deadline("request", date(2026, 11, 23), "wales").rules


def test_a_request_before_article_12a_rests_on_the_law_of_its_day():
    assert "before 5 February 2026" in deadline("request", date(2026, 2, 4), "england").cites[0]
    assert "12A" in deadline("request", date(2026, 2, 5), "england").cites[0]


def test_the_start_is_the_latest_of_receipt_identity_and_fee():
    found = deadline("request", date(2026, 9, 3), "england", identity_shown=date(2026, 9, 10))
    assert found.start == date(2026, 9, 10)
    assert "when proof of who you are arrived" in found.because


def test_a_longer_time_that_nobody_has_told_yet_says_what_it_depends_on():
    because = deadline("request", date(2026, 11, 25), "england", extended=True).because
    assert "only if you were told of it, and why, by Tuesday 29 December 2026" in because


def test_a_longer_time_told_too_late_says_so():
    told = date(2026, 12, 30)
    because = deadline("request", date(2026, 11, 25), "england", extension_noticed=told).because
    assert "30 December 2026, which was too late" in because


def test_a_longer_time_cannot_be_told_before_the_request_arrived():
    with pytest.raises(NoDeadline, match="Check the two dates"):
        deadline("request", date(2026, 11, 25), "england", extension_noticed=date(2026, 11, 24))


def test_stage_one_needs_no_reasons_for_its_longer_time_and_stage_two_does():
    start = date(2026, 11, 23)
    one = deadline("childrens-complaint-stage-1", start, "england", extended=True)
    two = deadline("childrens-complaint-stage-2", start, "england", extended=True)
    assert "why" not in one.because
    assert "and why" in two.because


# ---- no date


@pytest.mark.parametrize(
    ("kind", "start", "nation", "reason"),
    [
        ("complaint-outcome", date(2026, 11, 23), "england", "sets no last day"),
        ("complaint-outcome", date(2026, 6, 18), "england", "19 June 2026"),
        ("complaint-acknowledgement", date(2026, 6, 18), "wales", "19 June 2026"),
        ("childrens-complaint-stage-1", date(2026, 11, 23), "scotland", "In Scotland complaints"),
        ("childrens-complaint-stage-2", date(2026, 11, 23), "wales", "In Wales"),
        ("childrens-complaint-stage-3-request", date(2020, 1, 6), "northern-ireland", "Stage 1"),
        ("birthday", date(2026, 11, 23), "england", "No deadline is called “birthday”"),
        ("request", date(2026, 11, 23), "france", "no list of bank holidays"),
        ("request", date(9999, 12, 15), "england", "too far away"),
    ],
)
def test_where_there_is_no_date_the_refusal_says_why(kind, start, nation, reason):
    with pytest.raises(NoDeadline) as refused:
        deadline(kind, start, nation)
    assert reason in str(refused.value)


def test_before_the_law_that_is_known_there_is_no_rule():
    with pytest.raises(NoRule, match="reply-time"):
        deadline("request", date(2019, 6, 3), "england")


def test_beyond_the_bank_holidays_the_refusal_gives_the_bare_date_and_says_how_to_update():
    with pytest.raises(NoDeadline) as refused:
        deadline("request", date(2028, 12, 15), "scotland")
    assert "Monday 15 January 2029" in refused.value.hint
    assert "bank_holidays.toml" in refused.value.hint
    assert "2028" in refused.value.message


@pytest.mark.parametrize(
    "kind", ["complaint-acknowledgement", "childrens-complaint-stage-3-request"]
)
def test_there_is_no_longer_time_where_the_law_has_none(kind):
    with pytest.raises(NoDeadline, match="no longer time"):
        deadline(kind, date(2026, 11, 23), "england", extended=True)


# ---- the person's own time


def test_the_ico_s_three_months_are_worded_as_its_policy_and_end_on_the_day_itself():
    found = deadline("ico-complaint", date(2026, 11, 30), "england")
    assert found.last_day == date(2027, 2, 28)  # a Sunday: no reason to come on Monday
    assert "policy, not a limit in law" in found.because
    assert found.rules == ("ico-three-months",)


@pytest.mark.parametrize(
    ("nation", "last_day", "key"),
    [
        # "12 months beginning with the day": Local Government Act 1974, section 26B
        ("england", date(2027, 11, 22), "ombudsman-twelve-months"),
        # "one year starting on the day": Public Services Ombudsman (Wales) Act 2019, section 8
        ("wales", date(2027, 11, 22), "psow-limit"),
        ("scotland", date(2027, 11, 22), "spso-limit"),
        ("northern-ireland", date(2027, 5, 22), "nipso-limit"),
    ],
)
def test_the_ombudsman_s_time_counts_its_first_day(nation, last_day, key):
    found = deadline("ombudsman", date(2026, 11, 23), nation)
    assert found.last_day == last_day
    assert found.rules == (key,)
