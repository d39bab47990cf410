"""Typed text becomes the stored answer that was meant, or a sentence that says how to type it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answers import day, parse, read_date, show
from assistant.characters import clean
from assistant.errors import InvalidAnswer
from assistant.questions import Choice, Question, parts

ON = date(2026, 11, 22)
YES_NO = [Choice("no", "No"), Choice("yes", "Yes"), Choice("unknown", "I don't know")]
EXTRAS = [
    Choice("restrict", "Not to use the disputed parts while they check"),
    Choice("tell-recipients", "To tell everybody they gave it to about the change"),
    Choice("large-print", "To answer in large print"),
    Choice("reply-by-email", "To answer by e-mail"),
]
WHOSE = [
    Choice("writer", "Mine"),
    Choice("p1", "Sam Example"),
    Choice("p2", "Robin Example"),
    Choice("other", "Somebody else's"),
    Choice("unknown", "I don't know"),
]
WISH = next(part for part in parts() if part.key == "wish").questions[0]
TYPES = (
    "text",
    "long-text",
    "lines",
    "date",
    "choice",
    "choices",
    "pick",
    "address",
    "email",
    "phone",
    "body",
)


LISTS = ("lines", "choices", "address")


def question(kind, **more):
    return Question(key="key", ask="?", type=kind, label="label", **more)


def read(kind, typed, options=(), **more):
    return parse(question(kind, **more), typed, list(options), ON)


def refused(kind, typed, options=(), **more):
    with pytest.raises(InvalidAnswer) as caught:
        read(kind, typed, options, **more)
    return caught.value


class TestDates:
    @pytest.mark.parametrize(
        "typed",
        [
            "3 3 2025",
            "3/3/2025",
            "03/03/2025",
            "3.3.2025",
            "03-03-2025",
            "3 / 3 / 2025",
            "3. 3. 2025",
            "2025-03-03",
            "2025/3/3",
            "3 March 2025",
            "3 march, 2025",
            "3 March 2025.",
            "3 Mar 2025",
            "3 Mar. 2025",
            "3-Mar-2025",
            "3rd March 2025",
            "3rd of March 2025",
            "the 3rd of March 2025",
            "on the 3rd of March, 2025",
            "On 3 March 2025",
            "3March2025",
            "Mar 3, 2025",
            "March 3rd, 2025",
            "March the 3rd 2025",
            "Monday 3 March 2025",
            "Mon 3 March 2025",
            "Monday, 3rd March, 2025",
            "on Monday the 3rd of March 2025",
            "3 March 2025 (Monday)",
            "  3   March   2025  ",
        ],
    )
    def test_are_read_the_ways_people_write_them(self, typed):
        assert read("date", typed) == date(2025, 3, 3)

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("1st of March 2024", date(2024, 3, 1)),
            ("3rd September, 2026", date(2026, 9, 3)),
            ("3 Sept 2026", date(2026, 9, 3)),
            ("2 August 2026", date(2026, 8, 2)),
            ("22nd Aug 2026", date(2026, 8, 22)),
            ("1 May 2026", date(2026, 5, 1)),
            ("Thurs 5 Nov 2026", date(2026, 11, 5)),
            ("Wed. 4 Nov. 2026", date(2026, 11, 4)),
            ("29 February 2024", date(2024, 2, 29)),
            ("1 January 1900", date(1900, 1, 1)),
        ],
    )
    def test_names_and_endings_of_every_kind_are_known(self, typed, meant):
        assert read("date", typed) == meant

    def test_the_day_stands_before_the_month(self):
        assert read("date", "5/4/2026") == date(2026, 4, 5)

    @pytest.mark.parametrize(
        ("typed", "back"), [("today", 0), ("Today.", 0), ("yesterday", 1), ("YESTERDAY", 1)]
    )
    @pytest.mark.parametrize("words", [True, False])
    def test_today_and_yesterday_are_the_days_they_were_typed_for(self, typed, back, words):
        assert read("date", typed, words=words) == ON - timedelta(days=back)

    @pytest.mark.parametrize("typed", ["31 2 2026", "29 Feb 2023", "12/25/2026", "0/0/2026"])
    @pytest.mark.parametrize("words", [True, False])
    def test_a_day_that_is_not_in_the_calendar_is_refused_even_where_words_are_taken(
        self, typed, words
    ):
        assert "no such day" in refused("date", typed, words=words).message

    @pytest.mark.parametrize("typed", ["27.3.26", "27/03/26", "3 March 25", "March 3 25", "1 1 1"])
    @pytest.mark.parametrize("words", [True, False])
    def test_a_year_without_four_digits_is_refused_because_the_century_would_be_a_guess(
        self, typed, words
    ):
        assert "four digits" in refused("date", typed, words=words).message

    @pytest.mark.parametrize("typed", ["3 3 0205", "3 March 1025", "1/1/1899", "1 1 0000"])
    def test_a_year_nobody_alive_remembers_is_a_slip_of_the_finger(self, typed):
        refused("date", typed, words=True)

    @pytest.mark.parametrize(
        "typed",
        [
            "March 2025",
            "around March 2023",
            "spring 2024",
            "3 or 4 March 2025",
            "2-3 March 2025",
            "between 1 and 3 May 2025",
            "3 Marchember 2025",
            "page 3 2025",
            "2025",
        ],
    )
    def test_other_words_are_kept_as_typed_where_words_are_taken(self, typed):
        assert read("date", typed, words=True) == typed
        assert "not a date" in refused("date", typed).message

    @pytest.mark.parametrize("typed", ["last week", "two years ago", "this summer", "Next May"])
    def test_words_that_mean_another_day_tomorrow_are_refused(self, typed):
        assert "another day" in refused("date", typed, words=True).message

    @pytest.mark.parametrize("typed", ["Care manager", "no idea", "summer"])
    def test_words_that_name_no_year_are_no_date(self, typed):
        assert "a year" in refused("date", typed, words=True).message

    @pytest.mark.parametrize("typed", ["1 September", "September", "3rd March", "May 4"])
    def test_a_day_without_its_year_is_asked_for_the_year(self, typed):
        assert "add the year" in refused("date", typed, words=True).message

    @pytest.mark.parametrize("typed", ["?!", "-", "//"])
    def test_marks_alone_are_no_words(self, typed):
        refused("date", typed, words=True)

    def test_a_day_to_come_is_refused_where_it_must_be_past(self):
        assert read("date", "22/11/2026", past=True) == ON
        error = refused("date", "23/11/2026", past=True, words=True)
        assert "still to come" in error.message
        assert "22 November 2026" in error.message
        assert read("date", "23/11/2026") == date(2026, 11, 23)

    def test_a_number_as_long_as_a_novel_is_no_date(self):
        refused("date", "1/1/" + "9" * 20_000)

    @settings(deadline=None)
    @given(st.dates(min_value=date(1900, 1, 1)))
    def test_every_day_is_read_from_the_words_it_is_shown_in(self, when):
        for written in (day(when), when.isoformat(), f"{when.day}/{when.month}/{when:%Y}"):
            assert read_date(written) == when


class TestChoices:
    @pytest.mark.parametrize(
        "typed",
        [
            "2",
            "2.",
            "2)",
            "(2)",
            "#2",
            " 2 ",
            "02",
            "two",
            "Two",
            "yes",
            "YES",
            "Yes.",
            "y",
            "Yes!",
        ],
    )
    def test_one_is_chosen_by_number_or_by_words(self, typed):
        assert read("choice", typed, YES_NO) == "yes"

    @pytest.mark.parametrize(
        "typed",
        [
            "3",
            "I don't know",
            "i don’t know",
            "don‘t know",
            "donʼt know",
            "don´t know",
            "don`t know",
            "Dont know",
            "I do not know.",
            "dunno",
            "I'm not sure",
            "not sure",
            "unsure",
            "no idea",
            "idk",
            "don't know yet",
            "unknown",
        ],
    )
    def test_not_knowing_has_many_names(self, typed):
        assert read("choice", typed, YES_NO) == "unknown"

    @pytest.mark.parametrize("typed", ["not sure", "unsure", "I don’t know", "I am not sure", "4"])
    def test_not_being_sure_is_an_answer_to_the_first_question(self, typed):
        assert parse(WISH, typed, list(WISH.choices), ON) == "unsure"

    @pytest.mark.parametrize(
        "typed", ["0", "4", "-1", "2.5", "1 2", "maybe", "²", '"', "9" * 20_000]
    )
    def test_what_is_not_offered_is_refused_with_the_numbers_that_are(self, typed):
        error = refused("choice", typed, YES_NO)
        assert error.hint == "Type a number from 1 to 3."
        assert len(error.message) < 120

    def test_the_beginning_of_two_answers_chooses_neither(self):
        refused("choice", "to tell", [*EXTRAS, Choice("list", "To tell me who those are")])

    def test_a_name_with_a_typographers_apostrophe_is_the_same_name(self):
        assert read("pick", "somebody else’s", WHOSE) == "other"

    def test_the_number_shown_wins_over_a_name_that_is_a_number(self):
        options = [Choice("a", "2"), Choice("b", "1")]
        assert read("pick", "2", options) == "b"

    def test_not_knowing_is_understood_where_somebody_is_picked(self):
        assert read("pick", "dunno", WHOSE, unknown=True) == "unknown"

    @pytest.mark.parametrize(
        ("typed", "chosen"),
        [
            ("1,2", [0, 1]),
            ("1 2", [0, 1]),
            ("1, 2 and 3", [0, 1, 2]),
            ("1 & 2", [0, 1]),
            ("1+2", [0, 1]),
            ("1/2", [0, 1]),
            ("1;2;", [0, 1]),
            ("1. 2.", [0, 1]),
            ("2,2,2", [1]),
            ("one, two", [0, 1]),
            ("all", [0, 1, 2, 3]),
            ("ALL.", [0, 1, 2, 3]),
            ("To answer in large print, to answer by e-mail", [2, 3]),
            ("To answer in large print, , to answer by e-mail,", [2, 3]),
            ("none", []),
            ("None.", []),
            ("no", []),
            ("n", []),
            ("nothing", []),
            ("none of these", []),
        ],
    )
    def test_several_are_chosen_the_ways_people_list_things(self, typed, chosen):
        assert read("choices", typed, EXTRAS, optional=True) == [EXTRAS[i].value for i in chosen]

    def test_an_answer_with_a_comma_in_it_can_be_typed_in_full(self):
        options = [Choice("dissent-note", "Yes, ask for a note that I disagree")]
        assert read("choices", options[0].says, options) == ["dissent-note"]

    def test_several_keep_the_order_in_which_they_were_typed(self):
        assert read("choices", "3, 1", EXTRAS) == ["large-print", "restrict"]

    @pytest.mark.parametrize("typed", ["5", "1,5", "1-3", "12", "yes", ",", ", ;"])
    def test_a_list_with_one_wrong_thing_in_it_is_refused_whole(self, typed):
        refused("choices", typed, EXTRAS, optional=True)

    @pytest.mark.parametrize("typed", ["yes", "y", "1", "Yes.", "all"])
    def test_yes_is_enough_where_one_thing_is_offered(self, typed):
        assert read("choices", typed, EXTRAS[:1], optional=True) == ["restrict"]

    @pytest.mark.parametrize("typed", ["No.", "n", "none", ""])
    def test_no_is_enough_where_one_thing_is_offered(self, typed):
        assert read("choices", typed, EXTRAS[:1], optional=True) == []


class TestNoAnswer:
    @pytest.mark.parametrize("kind", TYPES)
    @pytest.mark.parametrize("typed", ["", "   ", "\t", "\n\n", "\u00a0", "\u200b", " \u200b\n"])
    def test_nothing_to_be_seen_is_no_answer(self, kind, typed):
        empty = [] if kind in LISTS else ""
        assert read(kind, typed, YES_NO, optional=True) == empty
        error = refused(kind, typed, YES_NO)
        assert error.message == "This one needs an answer."
        assert "skip" in error.hint

    @pytest.mark.parametrize("typed", ["don't know", "I don’t know", "Not sure.", "unknown", "dk"])
    @pytest.mark.parametrize("kind", ["text", "long-text", "date", "phone", "email"])
    def test_not_knowing_is_an_answer_where_it_can_be_true(self, kind, typed):
        assert read(kind, typed, unknown=True) == "unknown"
        assert read("text", typed) == typed

    def test_no_question_that_keeps_a_list_takes_not_knowing_for_an_answer(self):
        asked = [question for part in parts() for question in part.questions]
        assert not [one.key for one in asked if one.unknown and one.type in LISTS]

    @pytest.mark.parametrize("typed", ["not", "I do not know her name", "unknown worker", "know"])
    def test_words_that_say_something_are_kept(self, typed):
        assert read("text", typed, unknown=True) == typed


class TestAddresses:
    @pytest.mark.parametrize(
        "code",
        [
            # One of each shape in the Royal Mail's list, and the one outside it.
            ("m11ae", "M1 1AE"),
            ("B338th", "B33 8TH"),
            ("cr2 6xh", "CR2 6XH"),
            ("DN55   1PT", "DN55 1PT"),
            ("w1a0ax", "W1A 0AX"),
            ("ec1a1bb", "EC1A 1BB"),
            ("gir0aa", "GIR 0AA"),
            ("GIR 0AA.", "GIR 0AA"),
            ("zz1 1zz,", "ZZ1 1ZZ"),
        ],
    )
    def test_a_postcode_is_put_in_its_usual_form_on_a_line_of_its_own(self, code):
        typed, written = code
        assert read("address", f"1 Sample Street, {typed}") == ["1 Sample Street", written]
        assert read("address", f"1 Sample Street\nSampletown {typed}")[1:] == [
            "Sampletown",
            written,
        ]
        assert read("address", typed) == [written]

    def test_a_postcode_before_the_last_line_is_put_right_too(self):
        typed = "1 Sample Street\nzz11zz\nUnited Kingdom"
        assert read("address", typed) == ["1 Sample Street", "ZZ1 1ZZ", "United Kingdom"]

    @pytest.mark.parametrize("line", ["BFPO 57", "Flat 2B", "Unit A1", "No fixed place", "W1A1A"])
    def test_what_is_no_postcode_stays_as_typed(self, line):
        assert read("address", f"1 Sample Street, {line}") == ["1 Sample Street", line]

    def test_lines_are_parted_by_commas_or_by_line_breaks_but_not_by_both(self):
        assert read("address", "1 A Street , Town,") == ["1 A Street", "Town"]
        assert read("address", "Flat 2, Sample House,\n\n 1 A Street\n") == [
            "Flat 2, Sample House",
            "1 A Street",
        ]

    @pytest.mark.parametrize("typed", [",", ", ,\n ,"])
    def test_commas_alone_are_no_address(self, typed):
        assert "not an address" in refused("address", typed).message


class TestEmail:
    @pytest.mark.parametrize(
        "typed",
        [
            "alex@mail.example",
            " alex@mail.example ",
            "<alex@mail.example>",
            "Alex Example <alex@mail.example>",
            "mailto:alex@mail.example",
            "Mailto:alex@mail.example",
            "alex@mail.example.",
            "alex@mail.example,",
            "(alex@mail.example)",
            '"alex@mail.example"',
            "‘alex@mail.example’",
            "alex@mail.example\u200b",
        ],
    )
    def test_an_address_is_taken_out_of_what_it_was_copied_with(self, typed):
        assert read("email", typed) == "alex@mail.example"

    @pytest.mark.parametrize(
        "typed",
        [
            "o'neil@mail.example",
            "alex+council@mail.example",
            "A.Example@MAIL.EXAMPLE",
            "älex@mäil.example",
            "alex_example@sub.mail-two.example",
        ],
    )
    def test_unusual_addresses_are_taken(self, typed):
        assert read("email", typed) == typed

    @pytest.mark.parametrize(
        "typed",
        [
            "alex",
            "none",
            "alex@mail",
            "alex@@mail.example",
            "alex@mail..example",
            "alex@-mail.example",
            "alex@.example",
            "@mail.example",
            "alex mail@mail.example",
            "alex@mail.example, robin@mail.example",
            "alex(at)mail.example",
            "alex@mail.example?subject=x",
            "<>",
            "a" * 20_000,
            "a@" + "a." * 10_000 + "-",
            "a@" + "a" * 20_000,
        ],
    )
    def test_what_no_post_could_reach_is_refused(self, typed):
        error = refused("email", typed)
        assert error.message == "That is not an e-mail address."
        assert "name@mail.example" in error.hint


class TestPhone:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("01632 960000", "01632 960000"),
            ("+44 (0)1632 960000", "+44 (0)1632 960000"),
            ("01632-960-000", "01632-960-000"),
            ("01632–960000", "01632–960000"),
            ("01632  960000", "01632 960000"),
            ("01632 960000 ext. 12", "01632 960000 ext. 12"),
            ("01632 960000 x12", "01632 960000 x12"),
            ("Tel: 01632 960000", "01632 960000"),
        ],
    )
    def test_a_number_is_kept_as_typed(self, typed, kept):
        assert read("phone", typed) == kept

    @pytest.mark.parametrize("typed", ["none", "12", "ext 123", "text 12345", "alex@mail.example"])
    def test_what_is_no_number_is_refused(self, typed):
        assert "01632 960000" in refused("phone", typed).hint


class TestText:
    def test_one_line_is_one_line(self):
        assert read("text", "  A\tB \n C ") == "A B C"

    def test_long_words_arrive_whole(self):
        words = "“Quoted” – with\ttabs…\n\n\nand 'marks' \\ # [x] {{ y }}\n" * 400
        assert len(words) > 20_000
        assert read("long-text", words) == words.strip()

    @pytest.mark.parametrize("kind", ["text", "long-text"])
    @pytest.mark.parametrize("typed", ['"My own title"', "“back”", "''", "\\"])
    def test_quotation_marks_are_part_of_an_answer(self, kind, typed):
        assert read(kind, typed) == typed

    def test_lines_lose_the_marks_of_a_list_and_nothing_else(self):
        typed = "- one - two\n\n• three\n*four*\n\u00a0\n– five\n2 March letter"
        assert read("lines", typed) == ["one - two", "three", "four*", "five", "2 March letter"]

    @pytest.mark.parametrize("typed", ["-", "- \n *", "•\u00a0"])
    def test_the_marks_of_a_list_alone_are_no_answer(self, typed):
        assert read("lines", typed, optional=True) == []
        refused("lines", typed)


class TestShown:
    def test_words_a_person_would_read(self):
        assert show(question("date"), date(2026, 9, 3), []) == "3 September 2026"
        assert show(question("date", unknown=True), "unknown", []) == "I don't know"
        assert show(question("choice"), "yes", YES_NO) == "Yes"
        assert show(question("choice"), "unknown", YES_NO[:2]) == "I don't know"
        assert show(question("choices"), ["restrict", "reply-by-email"], EXTRAS) == (
            "Not to use the disputed parts while they check; To answer by e-mail"
        )
        assert show(question("address"), ["1 A Street", "ZZ1 1ZZ"], []) == "1 A Street, ZZ1 1ZZ"
        assert show(question("lines"), ["one, two", "three"], []) == "one, two; three"

    def test_left_empty_is_told_from_not_answered(self):
        for empty in ("", []):
            assert show(question("text"), empty, []) == "(left empty)"
        assert show(question("text"), None, []) == "(not answered yet)"

    def test_the_word_unknown_is_a_word_where_not_knowing_is_no_answer(self):
        assert show(question("text"), read("text", "unknown"), []) == "unknown"


PIECES = st.sampled_from(
    [
        *("1", "2", "31", "2025", "²", "٣", "March", "may", "st", "yesterday", "and", "no", "all"),
        *("/", "-", "–", ".", ",", "(", "<", "\\", "“", "’", "@", " ", "\n", "\u00a0", "\u200b"),
        *("\u2028", "a.b", "don't", "know", "ZZ1", "1zz", "gir0aa", "mailto:", "tel"),
    ]
)
TYPED = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=8).map("".join))
ASKED = st.builds(
    question,
    st.sampled_from(TYPES),
    optional=st.booleans(),
    unknown=st.booleans(),
    words=st.booleans(),
    past=st.booleans(),
).filter(lambda asked: not (asked.unknown and asked.type in LISTS))
OPTIONS = st.sampled_from([[], YES_NO, EXTRAS, EXTRAS[:1], WHOSE, list(WISH.choices)])


def answer(asked, typed, options):
    """The stored answer, or the error that says why there is none."""
    try:
        return parse(asked, clean(typed), options, ON)
    except InvalidAnswer as error:
        return error


def written(asked, value, options):
    """An answer as the person would type it again."""
    if asked.type in ("lines", "address"):
        return "\n".join(value)
    if asked.type == "choices":
        return ", ".join(str([one.value for one in options].index(v) + 1) for v in value)
    return show(asked, value, options)


@settings(deadline=None)
@given(ASKED, TYPED, OPTIONS)
def test_any_text_is_an_answer_or_a_sentence_and_the_answer_written_out_is_itself(
    asked, typed, options
):
    options = options if asked.type in ("choice", "choices", "pick") else []
    value = answer(asked, typed, options)
    if isinstance(value, InvalidAnswer):
        assert re.fullmatch(r"[A-Z“0-9].*[.]", value.message, re.DOTALL)
        assert re.fullmatch(r"[A-Z].*[.]", value.hint, re.DOTALL)
        return
    if value in ("", []):
        return
    if asked.type == "address" and len(value) == 1 and "," in value[0]:
        return  # one line with a comma in it, out of several that were typed
    assert answer(asked, written(asked, value, options), options) == value


@settings(deadline=None)
@given(ASKED, st.text(max_size=200), OPTIONS)
def test_text_that_was_not_cleaned_raises_nothing_else_either(asked, typed, options):
    try:
        value = parse(asked, typed, options, ON)
    except InvalidAnswer:
        return
    assert isinstance(value, (str, date, list))
    assert isinstance(show(asked, value, options), str)
