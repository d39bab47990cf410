"""What is due in a case: what its events, and the days that are missing, lead to."""

from datetime import date

import pytest

from assistant import law
from assistant.case import Case
from assistant.due import for_case

TODAY = date(2026, 11, 22)


def case(*events, nation="england"):
    """Make a case of events written as (kind, date) or (kind, date, letter)."""
    told = [
        {"id": f"v{number}", "kind": kind, "date": day, "letter": letter}
        for number, (kind, day, letter) in enumerate((*e, None)[:3] for e in events)
    ]
    return Case.model_validate({"body": {"nation": nation}, "events": told})


def only(found):
    (one,) = found
    return one


def test_nothing_is_due_where_nothing_was_asked():
    assert for_case(case(), TODAY) == ()
    assert for_case(case(("other", date(2026, 9, 3))), TODAY) == ()


def test_a_request_that_arrived_on_a_known_day_is_due_a_month_later():
    due = only(for_case(case(("received", date(2026, 11, 2), "correction")), TODAY))
    assert (due.kind, due.letter, due.state) == ("request", "correction", "due")
    assert due.deadline.last_day == date(2026, 12, 2)
    assert "Their answer is due by Wednesday 2 December 2026." in due.says
    assert due.rules[0] == "reply-time"


def test_it_is_late_on_the_day_after_the_last_day_and_not_before():
    events = case(("sent", date(2026, 9, 1)), ("received", date(2026, 9, 3)))
    assert only(for_case(events, date(2026, 10, 5))).state == "due"
    late = only(for_case(events, date(2026, 10, 6)))
    assert late.state == "late"
    assert "was due by Monday 5 October 2026" in late.says


def test_the_day_of_sending_alone_gives_an_estimate_and_never_a_lateness():
    due = only(for_case(case(("sent", date(2026, 9, 3), "erasure")), TODAY))
    assert due.state == "estimate"
    assert due.says.startswith("If it arrived on the day you sent it")
    assert "Ask them on which day it arrived" in due.says
    assert "receipt-starts" in due.rules


def test_a_confirmation_shows_that_it_had_arrived_by_then():
    due = only(
        for_case(case(("sent", date(2026, 9, 1)), ("acknowledged", date(2026, 9, 3))), TODAY)
    )
    assert due.state == "late"
    assert "by Monday 5 October 2026 at the latest, as they had it by 3 September 2026" in due.says


@pytest.mark.parametrize("day", ["around September", "unknown", None])
def test_a_day_in_words_gives_no_date_but_says_which_day_to_find_out(day):
    due = only(for_case(case(("received", day, "correction")), TODAY))
    assert (due.state, due.deadline) == ("find-out", None)
    assert "the day on which it arrived" in due.says


def test_without_the_nation_there_is_no_date():
    due = only(for_case(case(("received", date(2026, 11, 2)), nation=None), TODAY))
    assert due.state == "find-out"
    assert "nation" in due.says


def test_the_month_waits_for_proof_of_identity_that_was_asked_for():
    events = [("received", date(2026, 9, 3)), ("identity-asked", date(2026, 9, 8))]
    waiting = only(for_case(case(*events), TODAY))
    assert (waiting.state, waiting.rules) == ("find-out", ("identity",))
    shown = only(for_case(case(*events, ("identity-shown", date(2026, 9, 10))), TODAY))
    assert shown.deadline.last_day == date(2026, 10, 12)
    unclear = only(for_case(case(*events, ("identity-shown", "last month")), TODAY))
    assert "Find out the day on which your proof" in unclear.says


def test_a_longer_time_moves_the_date_only_if_it_was_told_in_time():
    received = ("received", date(2026, 9, 3))
    in_time = only(for_case(case(received, ("extended", date(2026, 10, 5))), TODAY))
    assert in_time.deadline.last_day == date(2026, 12, 3)
    too_late = only(for_case(case(received, ("extended", date(2026, 10, 6))), TODAY))
    assert too_late.deadline.last_day == date(2026, 10, 5)
    assert too_late.state == "late"
    when = only(for_case(case(received, ("extended", "in October")), TODAY))
    assert "only if you were told of it, and why, by Monday 5 October 2026" in when.says


def test_a_request_for_a_copy_is_its_own_kind():
    assert only(for_case(case(("received", date(2026, 11, 2), "access")), TODAY)).kind == "access"


def test_two_letters_run_side_by_side():
    found = for_case(
        case(
            ("received", date(2026, 11, 2), "access"),
            ("received", date(2026, 11, 9), "correction"),
            ("answered", date(2026, 11, 20), "access"),
        ),
        TODAY,
    )
    assert [(one.letter, one.state) for one in found] == [
        ("access", "answered"),
        ("correction", "due"),
    ]


def test_events_may_be_told_in_any_order():
    events = [("received", date(2026, 9, 3)), ("answered", date(2026, 9, 30))]
    assert only(for_case(case(*reversed(events)), TODAY)).state == "answered"


def test_asking_again_after_an_answer_starts_again():
    found = for_case(
        case(
            ("received", date(2026, 3, 2)),
            ("answered", date(2026, 3, 30)),
            ("received", date(2026, 11, 2)),
        ),
        TODAY,
    )
    assert [one.state for one in found] == ["answered", "due"]


def test_a_late_answer_says_what_the_last_day_was():
    events = case(("received", date(2026, 9, 3)), ("answered", date(2026, 10, 9)))
    says = only(for_case(events, TODAY)).says
    assert says == "They answered on 9 October 2026. The last day was Monday 5 October 2026."


def test_a_reminder_starts_no_time_and_its_answer_answers_the_request():
    events = [("received", date(2026, 9, 3), "correction"), ("sent", date(2026, 10, 7), "reminder")]
    assert [one.state for one in for_case(case(*events), TODAY)] == ["late"]
    answered = case(*events, ("answered", date(2026, 10, 20), "reminder"))
    assert [one.state for one in for_case(answered, TODAY)] == ["answered"]


def test_a_complaint_is_to_be_acknowledged_but_its_outcome_has_no_date():
    found = for_case(case(("complaint-received", date(2026, 11, 5))), TODAY)
    acknowledge, outcome = found
    assert acknowledge.kind == "complaint-acknowledgement"
    assert acknowledge.deadline.last_day == date(2026, 12, 7)
    assert (outcome.kind, outcome.state, outcome.deadline) == ("complaint-outcome", "no-date", None)
    assert law.rule("complaint-outcome", TODAY, "england").says in outcome.says


def test_a_complaint_that_was_only_sent_gives_an_estimate():
    acknowledge, _ = for_case(case(("complained", date(2026, 11, 5))), TODAY)
    assert acknowledge.state == "estimate"


def test_a_complaint_before_19_june_2026_has_no_date_and_says_why():
    acknowledge, outcome = for_case(case(("complaint-received", date(2026, 6, 18))), TODAY)
    assert acknowledge.state == outcome.state == "no-date"
    assert "19 June 2026" in acknowledge.says
    assert "19 June 2026" in outcome.says


def test_a_complaint_that_was_confirmed_is_no_longer_due_and_its_outcome_still_has_no_date():
    acknowledge, outcome = for_case(
        case(
            ("complaint-received", date(2026, 9, 3)),
            ("complaint-acknowledged", date(2026, 9, 8)),
        ),
        TODAY,
    )
    assert (acknowledge.state, outcome.state) == ("answered", "no-date")
    assert acknowledge.says == "They confirmed that they have it on 8 September 2026."


def test_after_a_no_the_ico_s_own_time_is_told_as_its_policy():
    request, ico = for_case(
        case(("received", date(2026, 9, 3)), ("refused", date(2026, 9, 30))), TODAY
    )
    assert request.state == "answered"
    assert (ico.kind, ico.state) == ("ico-complaint", "due")
    assert ico.deadline.last_day == date(2026, 12, 30)
    assert "This is its policy, not a limit in law. That is by Wednesday 30 December" in ico.says
    _, ico = for_case(
        case(("received", date(2026, 9, 3)), ("refused", date(2026, 9, 30))), date(2026, 12, 31)
    )
    assert ico.state == "late"
    assert "That was by" in ico.says


def test_after_a_no_on_an_unknown_day_the_day_is_to_be_found_out():
    _, ico = for_case(case(("received", date(2026, 9, 3)), ("refused", "unknown")), TODAY)
    assert ico.state == "find-out"


def test_once_the_ico_was_written_to_its_time_is_no_longer_told():
    found = for_case(
        case(
            ("received", date(2026, 9, 3)),
            ("refused", date(2026, 9, 30)),
            ("sent", date(2026, 10, 9), "ico-complaint"),
        ),
        TODAY,
    )
    assert [one.kind for one in found] == ["request"]


def test_a_day_beyond_the_bank_holidays_says_how_to_go_on():
    due = only(for_case(case(("received", date(2028, 12, 15))), date(2028, 12, 20)))
    assert due.state == "no-date"
    assert "bank_holidays.toml" in due.says


def test_every_rule_that_a_result_names_is_in_the_law():
    found = for_case(
        case(
            ("sent", date(2026, 9, 3)),
            ("identity-asked", date(2026, 9, 8)),
            ("complained", date(2026, 10, 9)),
            ("refused", date(2026, 10, 12)),
        ),
        TODAY,
    )
    for due in found:
        for key in due.rules:
            assert law.rule(key, TODAY, "england").key == key


def test_an_answer_on_an_unknown_day_is_an_answer():
    due = only(for_case(case(("received", date(2026, 9, 3)), ("answered", "unknown")), TODAY))
    assert (due.state, due.says) == ("answered", "They answered.")


def test_an_answer_to_nothing_is_no_request():
    assert for_case(case(("answered", date(2026, 9, 3))), TODAY) == ()


def test_sending_the_same_letter_twice_does_not_start_the_time_again():
    due = only(
        for_case(
            case(("sent", date(2026, 9, 3), "erasure"), ("sent", date(2026, 9, 10), "erasure")),
            TODAY,
        )
    )
    assert due.deadline.start == date(2026, 9, 3)


def test_what_the_ico_asked_for_in_earlier_years_is_not_guessed():
    _, ico = for_case(case(("received", date(2025, 1, 6)), ("refused", date(2025, 1, 20))), TODAY)
    assert (ico.state, ico.deadline) == ("no-date", None)


def test_the_outcome_of_a_complaint_is_over_once_it_came():
    _, outcome, ico = for_case(
        case(("complaint-received", date(2026, 9, 3)), ("complaint-answered", date(2026, 10, 1))),
        TODAY,
    )
    assert (outcome.state, outcome.says) == ("answered", "They answered on 1 October 2026.")
    assert ico.deadline.start == date(2026, 10, 1)
