"""The right body: every council and trust is there, found by whatever name, on its own days."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import FrozenInstanceError, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import authorities
from assistant.authorities import Authority, Match, all_bodies, all_current, find
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 22)
LAST_OF_SURREY = date(2027, 3, 31)
FIRST_OF_EAST_SURREY = date(2027, 4, 1)

BODIES = all_bodies()
BY_NAME = {body.name: body for body in BODIES}
LONG_NAMES = [body for body in all_current(TODAY) if len(body.name) >= 12]
# Names and official lists as published: GOV.UK's list of council types, mySociety's register of
# July 2025 (v1.7.3), and the five trusts that the Department of Health in Belfast lists.
PUBLISHED_COUNTS = {
    "county": 21,
    "unitary": 63,
    "metropolitan": 36,
    "london-borough": 32,
    "city-corporation": 1,
    "district": 164,
    "welsh-council": 22,
    "scottish-council": 32,
    "ni-district": 11,
    "hsc-trust": 5,
}
FACTS_SHOWN = ("district", "ni-district", "ni-districts", "trust-yes", "trust-not-known")


def there(on: date) -> Counter[str]:
    """Count the bodies of each kind that exist on a day."""
    return Counter(
        body.kind
        for body in BODIES
        if (body.since is None or body.since <= on) and (body.until is None or on <= body.until)
    )


def offered(match: Match) -> list[str]:
    return [body.name for body in match.candidates]


def meant(match: Match) -> list[str]:
    """Name whoever the match takes to be meant, or offers."""
    return [match.authority.name] if match.authority else offered(match)


# ---- is everybody there? -------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "count"), PUBLISHED_COUNTS.items())
def test_there_are_as_many_of_each_kind_as_the_published_register_has(
    kind: str, count: int
) -> None:
    assert there(TODAY)[kind] == count


def test_england_has_the_153_areas_that_run_childrens_and_adult_social_care() -> None:
    councils = [
        body
        for body in all_current(TODAY)
        if body.nation == "england" and body.runs == ("children", "adults")
    ]
    assert len(councils) == 153


def test_surrey_becomes_two_councils_when_its_twelve_end() -> None:
    before, after = there(LAST_OF_SURREY), there(FIRST_OF_EAST_SURREY)
    changed = {kind: after[kind] - before[kind] for kind in before if after[kind] != before[kind]}
    assert changed == {"county": -1, "district": -11, "unitary": 2}
    assert "East Surrey Council" not in {body.name for body in all_current(LAST_OF_SURREY)}
    assert "East Surrey Council" in {body.name for body in all_current(FIRST_OF_EAST_SURREY)}


def test_no_two_entries_bear_one_name_because_the_later_would_hide_the_earlier() -> None:
    raw = tomllib.loads(authorities.DATA.read_text("utf-8"))
    names = [
        own if isinstance(own, str) else own["name"] for g in raw["group"] for own in g["names"]
    ]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert len(names) == len(BODIES)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.name)
def test_each_entry_is_dated_and_names_only_bodies_that_are_there(body: Authority) -> None:
    assert isinstance(body.checked, date)
    assert body.checked <= TODAY
    assert body.nation in {"england", "wales", "scotland", "northern-ireland"}
    assert set(body.runs) <= {"children", "adults"}
    assert body.since is None or body.until is None or body.since < body.until
    named = {*body.successors, *body.care_by, *filter(None, [body.trust])}
    assert named <= BY_NAME.keys()
    assert all(BY_NAME[one].nation == body.nation for one in named)
    assert bool(body.until) == bool(body.successors), "who has gone has successors, nobody else"


def test_successors_start_the_day_after_or_were_there_already() -> None:
    for body in BODIES:
        for heir in (BY_NAME[name] for name in body.successors):
            assert body.until is not None
            day_after = body.until + timedelta(days=1)
            assert heir.since is None or heir.since <= day_after, (body.name, heir.name)
            assert heir.until is None or heir.until > body.until, (body.name, heir.name)


def test_each_district_lies_in_a_county_that_runs_social_care() -> None:
    districts = [body for body in BODIES if body.kind == "district"]
    assert len({body.care_by for body in districts}) == 21, "every county has its districts"
    for district in districts:
        (county,) = district.care_by
        assert BY_NAME[county].kind == "county"
        assert not district.runs


def test_each_district_of_northern_ireland_names_trusts_and_all_five_are_named() -> None:
    districts = [body for body in BODIES if body.kind == "ni-district"]
    trusts = {trust for body in districts for trust in body.care_by}
    assert trusts == {body.name for body in BODIES if body.kind == "hsc-trust"}
    assert all(body.care_by and not body.runs for body in districts)


def test_the_data_holds_no_addresses_because_they_go_out_of_date() -> None:
    text = authorities.DATA.read_text("utf-8")
    assert not re.search(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", text), "a postcode"
    assert not re.search(r"\w@\w", text), "an e-mail address"
    assert not {field.name for field in fields(Authority)} & {"address", "email", "phone"}


def test_a_misspelt_field_is_said_with_the_entry_it_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "authorities.toml"
    text = authorities.DATA.read_text("utf-8")
    broken.write_text(text.replace('also = ["Brum"', 'allso = ["Brum"'), "utf-8")
    monkeypatch.setattr(authorities, "DATA", broken)
    authorities._register.cache_clear()
    try:
        with pytest.raises(AssistantError, match=r"Birmingham City Council.*allso"):
            find("Leeds", TODAY)
    finally:
        authorities._register.cache_clear()


def test_what_is_found_cannot_be_changed_by_whoever_gets_it() -> None:
    with pytest.raises(FrozenInstanceError):
        BODIES[0].name = "Sampletown Council"  # type: ignore[misc]


# ---- is everybody found? -------------------------------------------------------------------------


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.name)
def test_everybody_is_found_by_the_official_name_however_it_is_written(body: Authority) -> None:
    name = body.name
    for typed in (name, name.upper(), name.lower(), f"  {name}. ", name.replace("’", "'")):
        assert find(typed, TODAY).authority == body, typed
    for typed in (name.replace(" and ", " & "), name.replace("-", " "), name.replace(",", "")):
        assert find(typed, TODAY).authority == body, typed


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.name)
def test_everybody_is_found_by_each_other_name_or_offered_where_two_bear_it(
    body: Authority,
) -> None:
    for typed in body.also:
        assert body.name in meant(find(typed, TODAY)), typed


@pytest.mark.parametrize("body", all_current(TODAY), ids=lambda body: body.name)
def test_everybody_is_found_by_the_name_of_the_place_alone(body: Authority) -> None:
    sort = r"\b(County|City|Borough|Metropolitan|District|Council|of|the|Royal|London|Cyngor)\b"
    place = " ".join(re.sub(sort, "", body.name, flags=re.IGNORECASE).split())
    if place != "Corporation":  # the City of London is what it is
        assert body.name in meant(find(place, TODAY)), place
        assert body.name in meant(find(f"{place} council", TODAY)), place


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("birmingham", "Birmingham City Council"),
        ("brum", "Birmingham City Council"),
        ("Birmingham City Council", "Birmingham City Council"),
        ("Birmingham social services", "Birmingham City Council"),
        ("LB Camden", "London Borough of Camden"),
        ("Camden", "London Borough of Camden"),
        ("Camden Council", "London Borough of Camden"),
        ("Royal Borough of Kensington & Chelsea", "Royal Borough of Kensington and Chelsea"),
        ("RBKC", "Royal Borough of Kensington and Chelsea"),
        ("Bucks", "Buckinghamshire Council"),
        ("Herts", "Hertfordshire County Council"),
        ("Herts CC", "Hertfordshire County Council"),
        ("Notts", "Nottinghamshire County Council"),
        ("N Yorks", "North Yorkshire Council"),
        ("W. Sussex", "West Sussex County Council"),
        ("NE Lincs", "North East Lincolnshire Council"),
        ("BANES", "Bath and North East Somerset Council"),
        ("hull", "Hull City Council"),
        ("Kingston-upon-Hull", "Hull City Council"),
        ("Kingston-on-Thames", "Royal Borough of Kingston upon Thames"),
        ("newcastle on tyne", "Newcastle City Council"),
        ("St Helens", "St Helens Borough Council"),
        ("St. Helen's", "St Helens Borough Council"),
        ("Saint Helens Council", "St Helens Borough Council"),
        ("Scilly", "Council of the Isles of Scilly"),
        ("City of London", "City of London Corporation"),
        ("County Durham", "Durham County Council"),
        ("belfast trust", "Belfast Health and Social Care Trust"),
        ("Southern HSC Trust", "Southern Health and Social Care Trust"),
        ("Cyngor Gwynedd", "Cyngor Gwynedd"),
        ("Gwynedd Council", "Cyngor Gwynedd"),
        ("Ynys Môn", "Isle of Anglesey County Council"),
        ("ynys mon", "Isle of Anglesey County Council"),
        ("Caerdydd", "Cardiff Council"),
        ("Abertawe", "Swansea Council"),
        ("Sir Gâr", "Carmarthenshire County Council"),
        ("Sir y Fflint", "Flintshire County Council"),
        ("Cyngor Bwrdeistref Sirol Wrecsam", "Wrexham County Borough Council"),
        ("RCT", "Rhondda Cynon Taf County Borough Council"),
        ("Western Isles", "Comhairle nan Eilean Siar"),
        ("Edinburgh", "City of Edinburgh Council"),
        ("Highland", "The Highland Council"),
        ("Achieving for Children", "Achieving for Children"),
        ("birmingham childrens trust", "Birmingham Children’s Trust"),
    ],
)
def test_names_as_people_say_them_are_understood(typed: str, name: str) -> None:
    match = find(typed, TODAY)
    assert (match.kind, match.authority) == ("exact", BY_NAME[name])
    assert match.candidates == (BY_NAME[name],)
    assert match.sentence == ""


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Brimingham", "Birmingham City Council"),
        ("Birmingam City Concil", "Birmingham City Council"),
        ("Middlesborough", "Middlesbrough Council"),
        ("Glasow", "Glasgow City Council"),
        ("edinburg", "City of Edinburgh Council"),
        ("Sandwel", "Sandwell Metropolitan Borough Council"),
        ("Bexl", "London Borough of Bexley"),
        ("Carmarthonshire", "Carmarthenshire County Council"),
        ("Birmingham assessment team", "Birmingham City Council"),
    ],
)
def test_the_nearest_name_is_offered_first_and_never_taken_for_granted(
    typed: str, first: str
) -> None:
    match = find(typed, TODAY)
    assert match.kind == "close"
    assert match.authority is None
    assert offered(match)[0] == first
    assert match.sentence


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("Tyneside", {"North Tyneside Council", "South Tyneside Council"}),
        ("Ayrshire", {"East Ayrshire Council", "North Ayrshire Council", "South Ayrshire Council"}),
        ("Sussex", {"East Sussex County Council", "West Sussex County Council"}),
        ("lanark", {"North Lanarkshire Council", "South Lanarkshire Council"}),
    ],
)
def test_a_part_of_a_name_offers_all_whose_name_it_is_part_of(part: str, names: set[str]) -> None:
    match = find(part, TODAY)
    assert match.kind == "close"
    assert names <= set(offered(match)[: len(names)])


@given(body=st.sampled_from(LONG_NAMES), data=st.data())
@settings(deadline=None, max_examples=300, derandomize=True)
def test_one_slip_in_a_long_name_still_puts_the_right_one_among_five(
    body: Authority, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(body.name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz "))
    before, here, after = body.name[:at], body.name[at], body.name[at + 1 :]
    typed = data.draw(
        st.sampled_from(
            [before + after, before + letter + after, before + letter + here + after]
            + ([before + after[0] + here + after[1:]] if after else [])
        )
    )
    match = find(typed, TODAY)
    assert body.name in meant(match)
    assert match.kind != "close" or len(match.candidates) <= 5


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Richmond", {"London Borough of Richmond upon Thames", "Richmondshire District Council"}),
        ("Newcastle", {"Newcastle City Council", "Newcastle-under-Lyme Borough Council"}),
        ("newcastle council", {"Newcastle City Council", "Newcastle-under-Lyme Borough Council"}),
        ("Kingston", {"Royal Borough of Kingston upon Thames", "Hull City Council"}),
    ],
)
def test_a_name_of_two_places_offers_both(typed: str, names: set[str]) -> None:
    match = find(typed, TODAY)
    assert match.kind == "close"
    assert set(offered(match)) == names


def test_the_sort_of_council_tells_two_places_of_one_name_apart() -> None:
    assert find("Newcastle City Council", TODAY).authority == BY_NAME["Newcastle City Council"]
    lyme = BY_NAME["Newcastle-under-Lyme Borough Council"]
    assert find("Newcastle Borough Council", TODAY).authority == lyme
    assert find("Dorset", TODAY).authority == BY_NAME["Dorset Council"], "not the one before it"
    assert find("Dorset County Council", TODAY).authority == BY_NAME["Dorset County Council"]


@pytest.mark.parametrize(
    "typed",
    ["Sampletown Council", "NSPCC", "Example Trust", "St Mary's Primary School", "", "?", "council",
     "the", "Metropolitan Police", "دائرة", "东京", "x" * 100_000],
)  # fmt: skip
def test_a_body_we_do_not_know_is_always_accepted(typed: str) -> None:
    match = find(typed, TODAY)
    assert match.kind == "unknown"
    assert match.typed == typed
    assert match.candidates == ()
    assert match.sentence == ("We do not know this body. We will use the name as you typed it.")


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=100, derandomize=True)
def test_whatever_is_typed_gets_an_answer(typed: str) -> None:
    match = find(typed, TODAY)
    assert match.typed == typed
    assert match.kind == "exact" or match.sentence


@given(st.sampled_from(BODIES), st.dates(date(2005, 1, 1), date(2040, 1, 1)))
@settings(deadline=None, max_examples=300, derandomize=True)
def test_whoever_is_named_on_whatever_day_leads_to_a_body_that_runs_social_care_then(
    body: Authority, on: date
) -> None:
    match = find(body.name, on)
    assert match.authority == body
    assert set(match.candidates) <= set(all_current(on))
    assert "{" not in match.sentence + "".join(match.notes), "a gap that was not filled"


# ---- is the right thing said? --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "care", "sentence"),
    [
        (
            "Adur",
            ["West Sussex County Council"],
            (
                "Adur District Council does not run social care. "
                "In your area West Sussex County Council does."
            ),
        ),
        (
            "Cambridge City Council",
            ["Cambridgeshire County Council"],
            (
                "Cambridge City Council does not run social care. "
                "In your area Cambridgeshire County Council does."
            ),
        ),
        (
            "Derry",
            ["Western Health and Social Care Trust"],
            (
                "Derry City and Strabane District Council does not run social care. In Northern "
                "Ireland, health and social care trusts do. In your area it is usually Western "
                "Health and Social Care Trust."
            ),
        ),
    ],
)
def test_a_district_is_told_who_runs_social_care_there(
    typed: str, care: list[str], sentence: str
) -> None:
    match = find(typed, TODAY)
    assert (match.kind, offered(match), match.sentence) == ("district", care, sentence)
    assert match.rule == "councils-social-care"


def test_where_a_northern_irish_district_has_two_trusts_neither_is_picked() -> None:
    match = find("Mid Ulster", TODAY)
    northern, southern = offered(match)
    assert "Northern" in northern
    assert "Southern" in southern
    assert "depends on where you live" in match.sentence
    assert f"{northern} or {southern}" in match.sentence


@pytest.mark.parametrize(
    ("typed", "heirs"),
    [
        ("Cumbria", ["Cumberland Council", "Westmorland and Furness Council"]),
        (
            "Northamptonshire County Council",
            ["North Northamptonshire Council", "West Northamptonshire Council"],
        ),
        ("Aylesbury Vale", ["Buckinghamshire Council"]),
        ("Harrogate", ["North Yorkshire Council"]),
        ("Purbeck", ["Dorset Council"]),
        ("Taunton Deane", ["Somerset Council"]),  # by way of Somerset West and Taunton
        ("Carlisle", ["Cumberland Council"]),
        ("Cheshire", ["Cheshire East Council", "Cheshire West and Chester Council"]),
    ],
)
def test_an_abolished_council_leads_to_whoever_has_its_work_now(
    typed: str, heirs: list[str]
) -> None:
    match = find(typed, TODAY)
    assert (match.kind, offered(match)) == ("former", heirs)
    assert match.authority is not None
    assert match.sentence == (
        f"{match.authority.name} no longer exists. {' and '.join(heirs)} took over its work."
    )


def test_an_abolished_district_whose_heir_is_a_district_leads_on_to_the_county() -> None:
    match = find("Suffolk Coastal", TODAY)
    assert offered(match) == ["Suffolk County Council"]
    assert match.sentence == (
        "Suffolk Coastal District Council no longer exists. East Suffolk Council took over its "
        "work. In your area Suffolk County Council runs social care."
    )


def test_a_council_with_a_new_name_is_not_called_abolished() -> None:
    match = find("Somerset County Council", TODAY)
    assert match.sentence == "Somerset County Council is now called Somerset Council."
    assert offered(match) == ["Somerset Council"]


def test_an_abolished_council_was_there_while_it_was() -> None:
    assert find("Cumbria County Council", date(2023, 3, 31)).kind == "exact"
    assert offered(find("Kendal", date(2023, 3, 31))) == ["Cumbria County Council"]
    assert find("Cumbria County Council", date(2023, 4, 1)).kind == "former"


def test_surrey_is_warned_of_the_change_until_the_day_it_comes() -> None:
    warning = (
        "From 1 April 2027 Surrey County Council will no longer exist. "
        "East Surrey Council and West Surrey Council will take over its work."
    )
    for on in (TODAY, LAST_OF_SURREY):
        match = find("Surrey", on)
        assert (match.kind, match.notes) == ("exact", (warning,))
        assert "SI 2026/264" in match.source
    after = find("Surrey", FIRST_OF_EAST_SURREY)
    assert (after.kind, after.notes) == ("former", ())
    assert offered(after) == ["East Surrey Council", "West Surrey Council"]


@pytest.mark.parametrize(
    ("district", "half"),
    [
        ("Elmbridge", "East"),
        ("Epsom and Ewell", "East"),
        ("Mole Valley", "East"),
        ("Reigate and Banstead", "East"),
        ("Tandridge", "East"),
        ("Guildford", "West"),
        ("Runnymede", "West"),
        ("Spelthorne", "West"),
        ("Surrey Heath", "West"),
        ("Waverley", "West"),
        ("Woking", "West"),
    ],
)  # the two halves as surreylgrhub.org gives them
def test_each_district_of_surrey_is_told_its_own_half(district: str, half: str) -> None:
    now = find(district, LAST_OF_SURREY)
    assert offered(now) == ["Surrey County Council"]
    (warning,) = now.notes
    assert warning == (
        f"From 1 April 2027 {half} Surrey Council will run social care in your area, "
        "and not Surrey County Council."
    )
    then = find(district, FIRST_OF_EAST_SURREY)
    assert (then.kind, offered(then)) == ("former", [f"{half} Surrey Council"])


def test_a_council_that_has_not_started_leads_to_the_one_there_is() -> None:
    match = find("East Surrey", TODAY)
    assert (match.kind, offered(match)) == ("future", ["Surrey County Council"])
    assert match.sentence == (
        "East Surrey Council starts work on 1 April 2027. "
        "Until then Surrey County Council runs social care there."
    )
    assert find("East Surrey", FIRST_OF_EAST_SURREY).kind == "exact"


def test_an_area_with_no_council_of_its_own_names_those_in_it() -> None:
    match = find("Merseyside", TODAY)
    assert match.kind == "area"
    assert len(match.candidates) == 5
    assert all(name in match.sentence for name in offered(match))
    london = find("London", TODAY)
    assert (london.kind, london.candidates) == ("area", ())
    assert "borough" in london.sentence


@pytest.mark.parametrize(
    ("council", "trust", "controller"),
    [
        ("Birmingham City Council", "Birmingham Children’s Trust", "yes"),
        ("Royal Borough of Kingston upon Thames", "Achieving for Children", "yes"),
        ("London Borough of Richmond upon Thames", "Achieving for Children", "yes"),
        ("Royal Borough of Windsor and Maidenhead", "Achieving for Children", "yes"),
        (
            "City of Bradford Metropolitan District Council",
            "Bradford Children and Families Trust",
            "yes",
        ),
        ("Sandwell Metropolitan Borough Council", "Sandwell Children’s Trust", "yes"),
        ("North Northamptonshire Council", "Northamptonshire Children’s Trust", "yes"),
        ("West Northamptonshire Council", "Northamptonshire Children’s Trust", "yes"),
        ("Sunderland City Council", "Together for Children", "not-known"),
        ("Slough Borough Council", "Slough Children First", "not-known"),
    ],
)  # from the trusts' own privacy notices; ICO register ZA317906, ZA045069, ZA781861
def test_a_trust_is_named_where_one_runs_childrens_services(
    council: str, trust: str, controller: str
) -> None:
    found = authorities.trust_for(BY_NAME[council], TODAY)
    assert found is not None
    assert (found.name, found.controller, found.runs) == (trust, controller, ("children",))
    assert found.source
    assert BY_NAME[council] in authorities.councils_of(found, TODAY)
    sentence = authorities.trust_sentence(BY_NAME[council], TODAY)
    assert sentence.startswith(f"{trust} runs children’s services for {council}. ")
    assert ("We do not know" in sentence) == (controller == "not-known")


def test_no_other_council_has_a_trust_today() -> None:
    with_trust = [body for body in BODIES if authorities.trust_for(body, TODAY)]
    assert len(with_trust) == 10
    assert authorities.trust_sentence(BY_NAME["Leeds City Council"], TODAY) == ""


@pytest.mark.parametrize(
    ("trust", "council", "back"),
    [
        ("Brighter Futures for Children", "Reading Borough Council", date(2025, 10, 1)),
        ("Worcestershire Children First", "Worcestershire County Council", date(2024, 10, 1)),
    ],
)
def test_where_the_work_went_back_to_the_council_the_trust_leads_to_the_council(
    trust: str, council: str, back: date
) -> None:
    assert authorities.trust_for(BY_NAME[council], back) is None
    assert authorities.trust_for(BY_NAME[council], back - timedelta(days=1)) == BY_NAME[trust]
    match = find(trust, TODAY)
    assert (match.kind, offered(match)) == ("former", [council])
    assert match.sentence == (
        f"{trust} no longer runs these services. They went back to {council}."
    )


def test_what_is_peculiar_to_one_body_is_said_with_it() -> None:
    (note,) = find("Highland Council", TODAY).notes
    assert "NHS Highland" in note


def test_each_sentence_of_law_rests_on_an_entry_of_the_law_data() -> None:
    law = tomllib.loads(authorities.DATA.with_name("law.toml").read_text("utf-8"))
    keys = {rule["key"] for rule in law["rule"]}
    raw = tomllib.loads(authorities.DATA.read_text("utf-8"))
    assert raw["rule"].keys() == set(FACTS_SHOWN)
    assert set(raw["rule"].values()) <= keys
