"""The letters: what each says for the sample cases, when it can be sent, and what it may cite."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from assistant import citations, law, letters, pdf, templates
from assistant.case import Case, Effect
from assistant.errors import NotReady
from assistant.kinds import kinds, needs, words
from tests.letter_text import parts_of, words_of
from tests.samples import LETTERS, ON, names, sample

GOLDEN = Path(__file__).parent / "letters"
IDS = [f"{case}-{letter}" for case, letter in LETTERS]
each_letter = pytest.mark.parametrize(("case", "name"), LETTERS, ids=IDS)


def html_of(case: str | Case, name: str, on: date = ON) -> str:
    found = sample(case) if isinstance(case, str) else case
    return templates.fill(letters.build(name, found, on))


def text_of(case: str | Case, name: str, on: date = ON) -> str:
    return words_of(html_of(case, name, on))


def changed(name: str, **tables) -> Case:
    """Return a sample case with some fields of its tables changed."""
    case = sample(name)
    return case.model_copy(
        update={key: getattr(case, key).model_copy(update=new) for key, new in tables.items()}
    )


def with_entries(name: str, **new) -> Case:
    """Return a sample case in which every entry has some fields changed."""
    case = sample(name)
    return case.model_copy(update={"entries": [one.model_copy(update=new) for one in case.entries]})


@each_letter
def test_a_letter_says_what_its_golden_file_says(case, name, request):
    said = text_of(case, name)
    golden = GOLDEN / f"{case}-{name}.txt"
    if request.config.getoption("--rewrite-letters"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", ["assessment", "family"])
def test_the_pdf_has_every_paragraph_of_the_letter_in_order(case):
    html = html_of(case, "correction")
    pages = PdfReader(io.BytesIO(pdf.to_pdf(html))).pages
    printed = "".join("".join(page.extract_text().split()) for page in pages)
    printed = re.sub(r"(Myreference:ALEX-1|Requesttocorrectpersonaldata)Page\dof\d", "", printed)
    place = 0
    for line in words_of(html).splitlines():
        words = "".join(line.removeprefix("- ").lstrip("# ").split())
        assert words in printed[place:], line
        place += printed[place:].index(words) + len(words)


def test_every_golden_file_belongs_to_a_letter():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(IDS)


def test_the_sample_letters_are_all_that_the_sample_cases_can_send():
    ready = {
        (name, offer.name)
        for name in names()
        for offer in letters.offers(sample(name), ON)
        if offer.ready
    }
    assert ready == set(LETTERS)


# ------------------------------------------------------------------------------ what a letter cites


@each_letter
def test_a_letter_cites_only_what_is_listed_for_it(case, name):
    kind = kinds()[name]
    nation = sample(case).body.nation
    listed = citations.citations_in(law.body("ico", ON).name)
    for key in (*kind.essential, *kind.cites):
        if any(rule.key == key and nation in rule.nations for rule in law.table(ON)) or any(
            one.key == key for one in law.decisions()
        ):
            listed |= citations.citations_in(law.source(key, ON, nation).letter)
    cited = citations.citations_in(text_of(case, name))
    assert {one for one in cited if not any(known.startswith(one) for known in listed)} == set()
    assert citations.not_citable(text_of(case, name), name, ON) == set()


@each_letter
def test_a_letter_cites_what_it_cannot_do_without(case, name):
    said = text_of(case, name)
    for key in kinds()[name].essential:
        assert law.source(key, ON, sample(case).body.nation).letter in said, key


@each_letter
def test_a_letter_says_nothing_that_the_law_has_left_behind(case, name):
    assert citations.gone_in(text_of(case, name), ON) == ()


@pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
def test_what_a_letter_may_cite_is_what_the_law_data_allows_it(kind):
    sources = [*law.rules(), *law.decisions()]
    for key in (*kind.essential, *kind.cites):
        found = [one for one in sources if one.key == key and kind.name in one.letters]
        assert found, key


@each_letter
def test_a_letter_never_asks_for_a_copy_and_never_threatens_court(case, name):
    said = text_of(case, name).lower()
    assert "article 15" not in said
    assert "copy of my file" not in said.replace("i am not asking for a copy of my file", "")
    assert re.findall(r"[^.:;\n]*\b(?:court|sue|legal action|solicitor)\b[^.:;\n]*", said) in (
        [],
        ["- that the law gives me a right to a judicial remedy, which means a decision by a court"],
    )


# ------------------------------------------------------------------------ the parts it cannot lose


@each_letter
def test_a_letter_has_every_part_that_makes_it_work(case, name):
    assert set(kinds()[name].parts) <= parts_of(html_of(case, name))


def test_the_refusal_notice_asks_for_the_four_points_of_the_law():
    said = text_of("assessment", "correction")
    notice = said[said.index("If you refuse any part") :].splitlines()[1:5]
    points = ("your reasons", "complain to you", "complain to the ICO", "judicial remedy")
    assert all(point in line for point, line in zip(points, notice, strict=True))


# ---------------------------------------------------------------------------------- the right date


@pytest.mark.parametrize(
    ("written", "nation", "last"),
    [
        # The ICO's own example: a request of 3 September is due on 3 October, here a Saturday.
        (date(2026, 9, 3), "england", "5 October 2026"),
        (date(2026, 11, 25), "england", "29 December 2026"),  # Christmas, a weekend, Boxing Day
        (date(2026, 10, 31), "wales", "30 November 2026"),  # no 31 November
        (date(2026, 10, 31), "scotland", "1 December 2026"),  # St Andrew's Day
        (date(2027, 1, 31), "northern-ireland", "1 March 2027"),  # no 31 February; a Sunday
    ],
)
def test_the_letter_carries_the_last_day_for_an_answer(written, nation, last):
    said = text_of(changed("one-fact", body={"nation": nation}), "correction", written)
    assert f"the last day is {last}." in said


def test_the_last_day_counts_from_receipt_where_that_is_known():
    case = sample("one-fact")
    arrived = {"id": "v1", "kind": "received", "date": date(2026, 11, 25), "letter": "correction"}
    case = Case(**{**case.model_dump(), "events": [arrived]})
    said = text_of(case, "correction")
    assert "You received it on 25 November 2026, so the last day is 29 December 2026." in said


def test_beyond_the_known_bank_holidays_the_letter_gives_no_date_rather_than_a_guess():
    said = text_of("one-fact", "correction", date(2049, 5, 3))
    assert "You have one month to reply." in said
    assert "last day" not in said


# ------------------------------------------------------------------------ nothing that was not said


def test_what_is_not_known_is_not_stated():
    case = sample("one-fact").model_dump()
    case["entries"][0] |= {"where": "unknown", "whose": None, "why": "", "evidence": []}
    case["records"][0] |= {"date": "unknown", "author_role": "unknown", "reference": ""}
    case["history"] = {"asked": "unknown", "complaint": "unknown", "ombudsman": "unknown"}
    said = text_of(Case(**case), "correction")
    assert "unknown" not in said.lower()
    assert "None" not in said
    assert "What has happened so far" not in said
    assert "Enclosures" not in said


def whole_record(agrees: str) -> Case:
    """Return the case of a parent who wants a whole record erased that says nothing of herself."""
    case = sample("family").model_dump()
    case["wishes"] = {"first": "erasure", "scope": "whole"}
    case["entries"] = [{**case["entries"][0], "whose": "writer", "wish": "erasure"}]
    case["people"][0] |= {"understands": "yes", "agrees": agrees}
    return Case(**case)


def test_a_child_is_named_where_a_whole_record_about_it_is_to_be_erased():
    said = text_of(whole_record("yes"), "erasure")
    assert "I make this request for myself, and as a parent for my child." in said
    assert "Siân Sampl is my child" in said
    assert "I do not ask in the name of Robin Sampl." in said


def test_nobody_asks_for_a_child_that_did_not_agree_to_the_erasure_of_a_whole_record():
    said = text_of(whole_record("no"), "erasure")
    assert "as a parent" not in said
    assert "I do not ask in the name of Siân Sampl." in said


@pytest.mark.parametrize(("agrees", "told"), [("yes", True), ("no", False)])
def test_the_ico_wants_a_signature_of_those_only_whom_the_letter_asks_for(agrees, told):
    case = whole_record(agrees)
    born = {"date_of_birth": date(2010, 1, 1)}
    people = [one.model_copy(update=born) for one in case.people]
    notes = " ".join(ico_notes(case.model_copy(update={"people": people})))
    assert ("Siân Sampl is 12 or over" in notes) is told
    assert "Robin Sampl is 12 or over" not in notes


def test_the_summary_asks_nothing_for_somebody_who_does_not_agree():
    case = sample("family")
    robin = next(one for one in case.entries if one.whose == "p2")
    mine = next(one for one in case.entries if one.whose == "writer")
    note = {"id": "n1", "wish": "dissent-note", "wrong": "opinion", "should_say": "Not so."}
    entries = [mine, robin, mine.model_copy(update=note)]
    entries = [
        one.model_copy(update={"wish": "correction"}) if one.id != "n1" else one for one in entries
    ]
    said = text_of(case.model_copy(update={"entries": entries}), "combined")
    assert "- to correct or complete entry 1, under Article 16" in said
    assert "with entry 3." in said
    assert "I only point out entry 2 to you." in said


def test_if_you_do_not_agree_is_never_a_heading_with_nothing_below_it():
    for wish in ("correction", "dissent-note", "erasure"):
        for fallback in (["correction"], ["dissent-note"], ["erasure"], ["correction", "erasure"]):
            case = with_entries("one-fact", wish=wish, wrong="opinion", should_say="Not so.")
            wishes = case.wishes.model_copy(update={"first": "erasure", "fallback": fallback})
            said = text_of(case.model_copy(update={"wishes": wishes}), wish)
            heading = re.search("## If you do not agree\n(.*)", said)
            assert heading is None or heading[1].startswith("If you"), (wish, fallback)


def test_an_entry_has_one_number_in_the_letter_and_on_its_sheet():
    said = text_of("assessment", "combined")
    letter, sheet = said.split("## Statement to be kept with the record")
    assert "with entry 3;" in letter
    assert re.findall("### (.*)", sheet) == ["Entry 3"]


def test_the_sheet_names_only_the_records_its_entries_stand_in():
    case = sample("assessment").model_dump()
    case["records"].append({**case["records"][0], "id": "r9", "title": "Diary of visits"})
    for one in case["entries"]:
        one["record"] = case["records"][0]["id"]
    case["entries"][0]["record"] = "r9"
    letter, sheet = text_of(Case(**case), "combined").split("## Statement to be kept")
    assert "Diary of visits" in letter
    assert "Diary of visits" not in sheet
    assert sheet.count("Record: Child and Family Assessment") == 1


def test_the_one_record_of_a_letter_is_named_once_and_several_with_each_entry():
    assert text_of("assessment", "combined").split("## Statement")[0].count("\nRecord: ") == 1
    case = sample("assessment").model_dump()
    case["records"].append({**case["records"][0], "id": "r9"})
    for one in case["entries"]:
        one["record"] = case["records"][0]["id"]
    case["entries"][0]["record"] = None
    said = text_of(Case(**case), "combined").split("## Statement")[0]
    assert said.count("\nRecord: ") == len(case["entries"]) - 1


def test_whose_information_it_is_stands_there_only_where_it_is_not_all_the_writers():
    assert "Whose information" not in text_of("one-fact", "correction")
    assert "Whose information it is: Robin Sampl’s" in text_of("family", "correction")


def test_what_is_about_somebody_else_is_not_called_the_writers_own():
    said = text_of(with_entries("family", wrong="about-someone-else"), "correction")
    assert "Filed as if it were about: me" in said
    assert "Filed as if it were about: Siân Sampl" in said
    assert "Whose information it is" not in said


def test_the_body_is_told_what_was_asked_and_answered_in_order():
    case = sample("one-fact").model_dump()
    case["events"] = [
        {"id": "v1", "kind": "refused", "date": date(2026, 7, 1), "note": "Keep this to myself."},
        {"id": "v2", "kind": "sent", "date": date(2026, 6, 1)},
        {"id": "v3", "kind": "acknowledged", "date": "around June 2026"},
        {"id": "v4", "kind": "other", "note": "Nobody need know."},
    ]
    said = text_of(Case(**case), "correction")
    assert (
        "You confirmed (around June 2026) that you had my request. "
        "I asked you to change the record on 1 June 2026. You refused on 1 July 2026.\n"
    ) in said
    assert "Keep this" not in said
    assert "Nobody need" not in said


def test_words_for_a_day_are_put_in_order_by_their_year_and_month():
    case = sample("early").model_dump()
    told = ["last summer", date(2025, 6, 12), "June 2025", "around 2024", "2019 to 2021", "once"]
    case["events"] = [{"id": f"v{n}", "kind": "sent", "date": one} for n, one in enumerate(told)]
    dates = [one.date for one in letters.build("ico-complaint", Case(**case), ON).chronology]
    in_order = ["2019 to 2021", "around 2024", "June 2025", date(2025, 6, 12)]
    assert dates == [*in_order, "last summer", "once"]


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (None, "writer.address"),
        ("postal", "writer.address"),
        ("confidential", "writer.email"),
        ("none", "writer.email"),
    ],
)
def test_the_way_to_answer_that_is_missing_is_one_that_is_asked(kind, path):
    nothing = {"address_kind": kind, "address": None, "email": "", "phone": None, "contact": None}
    assert [at for at, _ in reasons(changed("one-fact", writer=nothing), "correction")] == [path]


def test_letters_that_nobody_asked_for_are_marked():
    offers = {one.name: one.unasked for one in letters.offers(sample("one-fact"), ON)}
    asked = [name for name, unasked in offers.items() if not unasked]
    assert asked == ["correction", "ico-complaint"]


def test_screens_name_each_letter_by_whom_it_goes_to():
    titles = {one.name: one.title for one in letters.offers(sample("childrens-trust"), ON)}
    assert titles["correction"] == "To Sampleford Children’s Trust: correct what is wrong"
    assert titles["ico-complaint"] == "To the ICO: complaint about Sampleford Children’s Trust"
    assert set(titles) == set(kinds())


def test_a_reply_by_e_mail_is_asked_only_where_there_is_an_address_for_it():
    wanted = {"extras": {"wanted": ["reply-by-email"]}}
    case = changed("one-fact", **wanted, writer={"email": None, "address": ["1 Sample Street"]})
    assert "reply by e-mail" not in text_of(case, "correction")
    case = changed("one-fact", **wanted, writer={"email": "jo@mail.example"})
    assert "Please reply by e-mail to jo@mail.example." in text_of(case, "correction")


@pytest.mark.parametrize(("wrong", "said"), [("wrong-fact", False), ("incomplete", True)])
def test_what_words_leave_out_is_spoken_of_only_where_something_is_left_out(wrong, said):
    text = text_of(with_entries("one-fact", wrong=wrong), "correction")
    assert ("inaccurate for what they leave out" in text) is said


@pytest.mark.parametrize(
    ("history", "told"),
    [
        ({"complaint": "open"}, "I have used your complaints procedure. It is still going on."),
        ({"asked": "yes", "complaint": "open"}, "I have also used your complaints procedure."),
        ({"complaint": "open", "complaint_result": "They met me."}, "going on. So far:"),
        (
            {"complaint": "finished", "complaint_result": "They met me."},
            "It has ended. This is what came of it:",
        ),
    ],
)
def test_a_complaint_is_told_as_it_stands(history, told):
    case = Case(**{**sample("one-fact").model_dump(), "history": history})
    assert told in text_of(case, "correction")


def test_no_second_choice_is_asked_that_the_person_did_not_make():
    assert "If you do not agree" not in text_of("one-fact", "correction")
    assert "If you do not agree" in text_of("assessment", "correction")


def test_an_address_that_is_confidential_is_nowhere_in_the_letter():
    # Even where a case still holds one from before it was said to be confidential.
    case = changed("malicious", writer={"address": ["never printed", "ZZ9 9ZZ"]})
    html = html_of(case, "erasure")
    assert "never printed" not in html
    assert "ZZ9 9ZZ" not in html
    assert "My address is confidential" in html


def test_everybodys_information_is_kept_apart_by_headings():
    said = text_of("family", "correction")
    headings = [line for line in said.splitlines() if line.startswith("## Entries")]
    assert headings == [
        "## Entries about me",
        "## Entries about Siân Sampl",
        "## Entries about Robin Sampl",
        "## Entries where I do not know whose information it is",
    ]


def test_nobody_asks_in_the_name_of_an_adult_who_did_not_agree():
    said = text_of("family", "correction")
    robin = said[said.index("## Entries about Robin") : said.index("## Entries where")]
    assert "I do not ask in the name of Robin Sampl." in robin
    assert "Article 16" not in robin


def test_a_child_who_understands_and_has_not_agreed_is_not_spoken_for():
    case = sample("family")
    people = [one.model_copy(update={"agrees": "unknown"}) for one in case.people]
    said = text_of(case.model_copy(update={"people": people}), "correction")
    assert "I do not ask in the name of Siân Sampl." in said
    assert "agrees to it" not in said


def test_only_a_court_that_protected_this_very_person_gives_the_narrow_ground():
    said = text_of("malicious", "erasure").split("### ")
    assert "Article 17(1)(g)" in said[1]
    assert "Article 17(1)(g)" not in said[2]
    assert "Article 17(1)(g)" not in text_of(
        with_entries("malicious", no_action="unknown"), "erasure"
    )
    other = {"id": "p1", "name": "Sam Example", "relation": "child"}
    case = {**with_entries("malicious", whose="p1").model_dump(), "people": [other]}
    assert "Article 17(1)(g)" not in text_of(Case(**case), "erasure")


def test_the_narrow_ground_is_not_named_before_it_was_law():
    assert "17(1)(g)" not in text_of("malicious", "erasure", date(2026, 3, 30))
    assert "17(1)(g)" in text_of("malicious", "erasure", date(2026, 3, 31))


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("no", "This has not been done."),
        ("partly", "This has been done only in part."),
        ("unknown", "I do not know whether this has been done."),
        ("yes", None),
    ],
)
def test_a_promise_is_told_as_far_as_it_was_kept(kept, told):
    case = sample("assessment")
    promises = [one.model_copy(update={"kept": kept}) for one in case.promises]
    said = text_of(case.model_copy(update={"promises": promises}), "correction")
    assert ("You have promised me this:" in said) == (told is not None)
    assert told is None or said.count(told) == len(promises)


def restricting(case, name):
    """What the letter says of restriction, without its last paragraph."""
    _, _, rest = text_of(case, name).partition("## While you check\n")
    return rest.partition("You may still store")[0]


def test_restriction_is_asked_where_accuracy_is_contested_or_the_use_objected_to():
    assert "I contest the accuracy of what is recorded in" in restricting(
        "assessment", "correction"
    )
    irrelevant = with_entries("assessment", wish="erasure", wrong="irrelevant", why="It hurts us.")
    said = restricting(irrelevant, "erasure")
    assert "Article 18(1)(d)" in said
    assert "accuracy" not in said


def test_restriction_is_not_asked_without_its_ground_and_that_is_told():
    case = with_entries("assessment", wish="erasure", wrong="irrelevant", why=None)
    case = case.model_copy(update={"effect": Effect()})
    assert restricting(case, "erasure") == ""
    (erasure,) = [one for one in letters.offers(case, ON) if one.name == "erasure"]
    assert any("does not ask them to stop using" in note for note in erasure.notes)


def test_of_what_was_only_called_spite_the_letter_does_not_say_that_it_errs():
    case = with_entries("assessment", wish="erasure", wrong="malicious")
    assert "I contest the accuracy" not in text_of(case, "erasure")


def test_who_told_nothing_of_a_situation_does_not_object_because_of_it():
    told = with_entries("assessment", wish="erasure", wrong="irrelevant", why="It hurts us.")
    untold = with_entries("assessment", wish="erasure", wrong="irrelevant", why=None)
    untold = untold.model_copy(update={"effect": Effect()})
    assert "Article 21(1)" in text_of(told, "erasure")
    assert "Article 21(1)" not in text_of(untold, "erasure")
    whole = sample("whole-record")
    assert "Article 21(1)" not in text_of(whole, "erasure")
    whole = whole.model_copy(update={"effect": Effect(words="I no longer sleep.")})
    assert "Article 21(1)" in text_of(whole, "erasure")


def test_what_is_about_somebody_else_is_pointed_out_and_not_called_unknown():
    case = sample("assessment")
    first, *others = case.entries
    case = case.model_copy(
        update={"entries": [first.model_copy(update={"whose": "other"}), *others]}
    )
    said = text_of(case, "combined")
    assert "about somebody else" in said
    assert "I do not ask in the name of that person." in said
    assert "I do not know whose" not in said


def test_a_note_on_words_about_somebody_who_does_not_agree_is_asked_as_the_writers_own():
    case = sample("assessment")
    child = case.people[0].model_copy(update={"understands": "yes", "agrees": "no"})
    entries = [one.model_copy(update={"whose": child.id}) for one in case.entries]
    case = case.model_copy(update={"people": [child], "entries": [*entries, case.entries[0]]})
    said = text_of(case, "combined")
    assert "The statement is my own." in said
    (noted,) = re.findall(r"at the end of this letter, with (entr[^;.]*)", said)
    numbers = re.findall(r"Entry (\d+)", said.partition("Statement to be kept with the record")[2])
    assert set(re.findall(r"\d+", noted)) == set(numbers) != set()


@pytest.mark.parametrize("name", ["dissent-note", "combined", "ico-complaint"])
def test_the_wrong_fact_under_an_opinion_is_to_be_corrected_too(name):
    case = with_entries("assessment", wish="dissent-note", wrong="opinion", underlying="I came.")
    if name == "combined":
        first, *others = case.entries
        case = case.model_copy(
            update={"entries": [first.model_copy(update={"wish": "erasure"}), *others]}
        )
    said = text_of(case, name)
    assert re.search(
        r"correct (those|the wrong) facts|the wrong facts it rests on are corrected", said
    )
    without = with_entries("assessment", wish="dissent-note", wrong="opinion", underlying=None)
    assert "wrong facts" not in text_of(without, "dissent-note")


def test_the_duty_to_deal_with_a_complaint_is_named_until_the_complaint_is_answered():
    case = sample("refused")
    waiting = [one for one in case.events if one.kind != "complaint-answered"]
    assert len(waiting) < len(case.events)
    assert "section 164A" not in text_of(case, "ico-complaint")
    open_case = case.model_copy(update={"events": waiting})
    assert "section 164A" in text_of(open_case, "ico-complaint")


def test_in_northern_ireland_the_equality_act_is_not_cited_for_large_print():
    assert "Equality Act" not in text_of("trust", "dissent-note")
    assert "section 20 of the Equality Act 2010" in text_of("family", "correction")


def test_a_decision_of_the_english_ombudsman_is_quoted_in_england_only():
    assert "decision 25 004 511" in text_of("assessment", "dissent-note")
    assert "decision 25 004 511" not in text_of("trust", "dissent-note")


# ----------------------------------------------------------------------------------- to whom it goes


def test_a_letter_about_a_trusts_record_goes_to_the_trust_with_a_copy_to_the_council():
    case = sample("childrens-trust")
    for held_by in ("trust", "unknown"):
        new = case.model_copy(update={"body": case.body.model_copy(update={"held_by": held_by})})
        letter = letters.build("correction", new, ON)
        assert letter.recipient[1] == "Sampleford Children’s Trust"
        assert letter.copies == ("Sampleford Council",)
    own = case.model_copy(update={"body": case.body.model_copy(update={"held_by": "body"})})
    letter = letters.build("correction", own, ON)
    assert letter.recipient[1] == "Sampleford Council"
    assert letter.copies == ()


def test_no_address_of_the_regulator_is_printed_unless_the_person_typed_it():
    assert letters.build("ico-complaint", sample("refused"), ON).recipient == (
        "Information Commission’s Office",
    )
    assert letters.build("ico-complaint", sample("early"), ON).recipient[1:] == (
        "1 Checked Street",
        "Sampletown",
        "ZZ7 1ZZ",
    )


def test_the_regulator_is_called_by_the_name_it_has_on_the_day():
    before = letters.build("ico-complaint", sample("early"), date(2026, 9, 29))
    assert before.recipient[0] == "Information Commissioner’s Office"


@pytest.mark.parametrize(
    ("events", "history", "stage"),
    [
        ([], {}, "before Sampletown Borough Council has dealt with this"),
        ([], {"asked": "no"}, "I have not yet asked"),
        ([], {"asked": "yes"}, "I have asked Sampletown Borough Council to put this right."),
        (["sent"], {"asked": "yes"}, "I have noted no answer yet."),
        (["sent", "refused"], {}, "has refused what I asked."),
        (["sent", "partly-refused"], {}, "has refused part of what I asked."),
        (["partly-refused", "refused"], {}, "has refused all or part of what I asked."),
        (["answered"], {}, "has answered my request"),
        (
            ["sent", "complained"],
            {},
            "on 2 November 2026. I have noted no answer to that complaint.",
        ),
        (["refused", "complained", "complaint-answered"], {}, "has not settled the matter"),
        ([], {"complaint": "open"}, "still in the complaints procedure"),
        ([], {"complaint": "finished", "complaint_stage": "2"}, "It has ended, after stage 2."),
    ],
)
def test_the_letter_to_the_ico_says_truthfully_how_far_things_have_come(events, history, stage):
    case = sample("early").model_dump()
    case["history"] = history
    case["events"] = [
        {"id": f"v{n}", "kind": kind, "date": date(2026, 11, n)} for n, kind in enumerate(events, 1)
    ]
    said = text_of(Case(**case), "ico-complaint")
    told = said[said.index("## How far this has come") : said.index("## What I ask of you")]
    assert stage in told


def complained(*events) -> Case:
    """Return a case of somebody who did not choose to go early, with the events that are given."""
    case = changed("early", regulator={"early": None}).model_dump()
    case["events"] = [
        {"id": f"v{n}", "kind": kind, "date": when} for n, (kind, when) in enumerate(events)
    ]
    return Case(**case)


@pytest.mark.parametrize("on", [date(2026, 11, 2), date(2026, 11, 3), date(2027, 3, 1)])
def test_silence_is_never_asserted_because_nothing_was_noted(on):
    case = complained(("complained", date(2026, 10, 1)))
    case = case.model_copy(update={"regulator": sample("early").regulator})
    said = text_of(case, "ico-complaint", on)
    assert "I complained to Sampletown Borough Council about this on 1 October 2026." in said
    assert "I have noted no answer to that complaint." in said
    assert "acknowledgement" not in said
    assert "not had" not in said


def test_a_day_told_in_words_is_not_made_into_a_date():
    case = complained(("complained", "last summer"))
    case = case.model_copy(update={"regulator": sample("early").regulator})
    assert "about this (last summer). I have noted no answer" in text_of(case, "ico-complaint")


@pytest.mark.parametrize(
    ("events", "on", "ready"),
    [
        # 30 days from the day after 1 October end on Saturday 31 October; the Monday is 2 November.
        ([("complained", date(2026, 10, 1))], date(2026, 11, 2), False),
        ([("complained", date(2026, 10, 1))], date(2026, 11, 3), True),
        ([("complained", date(2026, 9, 1)), ("complaint-acknowledged", "in September")], ON, False),
        ([("complained", "last summer")], ON, False),
        ([("complained", date(2026, 6, 1))], ON, False),  # the duty to acknowledge is younger
    ],
)
def test_the_body_had_its_chance_when_the_time_to_acknowledge_has_passed(events, on, ready):
    offers = {one.name: one for one in letters.offers(complained(*events), on)}
    assert offers["ico-complaint"].ready is ready


def ico_notes(case: Case) -> tuple[str, ...]:
    return {one.name: one.notes for one in letters.offers(case, ON)}["ico-complaint"]


def test_the_ico_letter_comes_with_the_address_of_its_form():
    assert any("https://ico.org.uk/make-a-complaint/" in note for note in ico_notes(Case()))


@pytest.mark.parametrize(
    ("born", "signs"), [(date(2014, 11, 22), True), (date(2014, 11, 23), False)]
)
def test_the_ico_wants_a_signed_letter_from_whoever_is_12(born, signs):
    case = sample("family")
    people = [one.model_copy(update={"date_of_birth": born}) for one in case.people[:1]]
    notes = ico_notes(case.model_copy(update={"people": people}))
    assert any("Siân Sampl is 12 or over" in note for note in notes) is signs


# ------------------------------------------------------------------------------------- when it is due


def reasons(case: Case, name: str) -> list[tuple[str, str]]:
    offer = next(one for one in letters.offers(case, ON) if one.name == name)
    return [(one.path, one.says) for one in offer.missing]


def test_an_empty_case_is_told_everything_that_is_missing():
    paths = [path for path, _ in reasons(Case(), "correction")]
    assert paths == [
        "wishes.first",
        "writer.name",
        "writer.capacity",
        "writer.address",
        "body.name",
        "body.nation",
        "records.title",
    ]


def test_each_entry_is_told_what_it_lacks_by_its_number():
    case = with_entries("assessment", says=None, where="unknown", should_say="", why=None)
    found = reasons(case, "correction")
    assert [path for path, _ in found] == [
        "entries.e1.says",
        "entries.e2.says",
        "entries.e1.should_say",
        "entries.e2.should_say",
    ]
    assert "Part 2" in found[1][1]


def test_a_letter_that_is_not_ready_says_why_in_whole_sentences():
    with pytest.raises(NotReady) as caught:
        letters.build("correction", Case(), ON)
    assert "cannot be written yet" in caught.value.message
    assert "Your name is missing." in caught.value.hint


def test_there_is_no_letter_of_an_unknown_name():
    with pytest.raises(NotReady, match="no letter called “promise”"):
        letters.build("promise", Case(), ON)


@pytest.mark.parametrize(
    ("case", "name", "says"),
    [
        ("one-fact", "erasure", "Nothing in this case asks for this letter"),
        ("one-fact", "combined", "All the parts ask for the same thing"),
        ("one-fact", "ico-complaint", "has not had its chance yet"),
    ],
)
def test_a_letter_that_the_case_does_not_call_for_says_so(case, name, says):
    assert says in reasons(sample(case), name)[0][1]


def test_a_youth_justice_record_is_left_out_and_said_so():
    offer = next(
        one for one in letters.offers(sample("youth-justice"), ON) if one.name == "correction"
    )
    assert "Two earlier cautions" not in text_of("youth-justice", "correction")
    assert any("youth justice" in note for note in offer.notes)
    only = sample("youth-justice").model_copy(
        update={"entries": sample("youth-justice").entries[:1]}
    )
    assert "youth justice" in reasons(only, "correction")[0][1]


def test_what_a_court_heard_is_warned_of_before_sending():
    offer = letters.offers(sample("youth-justice"), ON)[0]
    assert any("Report of 4 May" in note and "private" in note for note in offer.notes)


def test_an_order_of_a_court_about_a_child_is_warned_of():
    case = sample("family")
    people = [one.model_copy(update={"orders": "yes"}) for one in case.people[:1]]
    offer = letters.offers(case.model_copy(update={"people": people}), ON)[0]
    assert any("A court order limits" in note and "Siân Sampl" in note for note in offer.notes)


def test_nobody_to_ask_for_means_no_letter():
    case = with_entries("family", whose="p2")
    assert "people for whom you cannot ask" in reasons(case, "correction")[0][1]


def test_a_refused_wish_gives_way_to_the_second_choice():
    case = sample("refused")
    assert letters.build("dissent-note", case, ON).entries[0].says == (
        "Mother has moved house four times."
    )
    assert "Nothing in this case" in reasons(case, "correction")[0][1]


def test_what_was_put_right_is_in_no_letter():
    assert "Born 1 January" not in text_of("refused", "dissent-note")
    assert "Born 1 January" not in text_of("refused", "ico-complaint")


def test_the_first_choice_comes_first_in_the_combined_letter():
    asked = letters.build("combined", sample("assessment"), ON).asks
    assert [ask.wish for ask in asked] == ["correction", "dissent-note", "erasure"]
    turned = changed("assessment", wishes={"first": "erasure", "fallback": ["dissent-note"]})
    turned = turned.model_copy(
        update={
            "entries": [
                one.model_copy(update={"wish": one.wish or "correction"}) for one in turned.entries
            ]
        }
    )
    asked = letters.build("combined", turned, ON).asks
    assert [ask.wish for ask in asked] == ["erasure", "dissent-note", "correction"]


def test_the_title_of_the_document_names_nobody():
    for case, name in LETTERS:
        letter = letters.build(name, sample(case), ON)
        for person in ("Example", "Sampl", letter.body):
            assert person not in letter.title


# ----------------------------------------------------------------------------- the words of the data


@pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
def test_every_letter_of_the_data_has_its_template_and_its_needs(kind):
    assert (templates.shipped_templates() / f"{kind.name}.html").is_file()
    assert set(kind.needs) <= set(needs())
    assert kind.to in ("body", "regulator")


def test_every_answer_that_a_letter_needs_is_one_that_a_case_can_hold():
    answers = sample("assessment").model_dump()
    for need in needs().values():
        for path in (*need.answers, *(key for key in need.when if key not in ("is", "not"))):
            if need.each:
                assert path in answers[need.each][0], path
            else:
                table, name = path.split(".")
                assert name in answers[table], path


def test_every_sentence_of_the_data_is_whole():
    shown = [*words()["reasons"].values(), *words()["notes"].values()]
    shown += [need.says for need in needs().values()]
    assert [one for one in shown if not one.endswith(".")] == []


def test_a_reference_of_any_length_leaves_room_on_the_page():
    case = sample("one-fact").model_copy(update={"reference": "x" * 40_000})
    letter = letters.build("correction", case, ON)
    assert len(letter.footer) < 80
    assert letter.my_reference == "x" * 40_000
    short = sample("one-fact").model_copy(update={"reference": "ALEX-1"})
    assert "ALEX-1" in letters.build("correction", short, ON).footer
