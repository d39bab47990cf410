"""Every fault of a case file is told, all at once, in plain words, with the line it stands on."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import store
from assistant.answers import parse
from assistant.case import Case
from assistant.characters import clean
from assistant.check import as_case, lines_of, problems, relevant_case
from assistant.errors import AssistantError, BadCase
from assistant.questions import parts, relevant
from assistant.samples import FOLDER
from tests import journeys

ON = date(2026, 11, 22)
SAMPLES = sorted(FOLDER.glob("*.toml"))
assert SAMPLES
JARGON = re.compile(
    r"\b(pydantic|input|valid|validation|literal|string|str|int|float|bool|dict|datetime|None|True"
    r"|False|object|instance|type|null|schema|model|key|array|parse|character|TypeError|Error)\b"
    r"|[{<>}]|\[\]|errors\."
)


def told(text, on=ON):
    return [str(one) for one in problems(tomllib.loads(text), text, on)]


YES_NO = "Use one of: yes, no, unknown."
LIST = 'It should be a list in square brackets, such as  ["one", "two"].'
WORDS = "It should be words in quotation marks."
DATE = "It should be a date like  2026-03-27, or words in quotation marks."

FAULTS = {
    "a number for a list of tables": (
        "entries = 3",
        "line 1: entries: 3 does not fit here.",
        "It should be a list. Begin each item with a line  [[entries]].",
    ),
    "one pair of brackets too few": (
        '\n[records]\nid = "r1"',
        "line 2: records: a table does not fit here.",
        "It should be a list. Begin each item with a line  [[records]].",
    ),
    "one pair of brackets too many": (
        "[[writer]]\nname = 'x'",
        "line 1: writer: a list does not fit here.",
        "It should be a table of its own, under a line  [writer].",
    ),
    "an empty table for a list": (
        "records = {}",
        "line 1: records: a table does not fit here.",
        "It should be a list. Begin each item with a line  [[records]].",
    ),
    "words for a table": (
        "writer = 'Alex'",
        "line 1: writer: “Alex” does not fit here.",
        "It should be a table of its own, under a line  [writer].",
    ),
    "words for a table in a table": (
        "[body]\ncontroller = 'The Trust'",
        "line 2: body, controller: “The Trust” does not fit here.",
        "It should be a table of its own, under a line  [body.controller].",
    ),
    "words for an item": (
        "entries = ['wrong']",
        "line 1: entries, number 1: “wrong” does not fit here.",
        "It should be a table of its own, under a line  [[entries]].",
    ),
    "a later layout": ("version = 2", "line 1: version: 2 is not one of the answers. Use  1."),
    "a number in quotation marks": (
        'version = "1"',
        "line 1: version: “1” is not one of the answers. Leave the quotation marks out. Use  1.",
    ),
    "a number without quotation marks": (
        "[history]\ncomplaint_stage = 3",
        "line 2: history, complaint_stage: 3 is not one of the answers.",
        "Put it in quotation marks. Use one of: 1, 2, 3, unknown.",
    ),
    "true for yes": (
        "[history]\nasked = true",
        "line 2: history, asked: true is not one of the answers.",
        f'Write  "yes"  in quotation marks. {YES_NO}',
    ),
    "false for no": (
        "[history]\nasked = false",
        "line 2: history, asked: false is not one of the answers.",
        f'Write  "no"  in quotation marks. {YES_NO}',
    ),
    "a capital letter": (
        '[body]\nnation = "England"',
        "line 2: body, nation: “England” is not one of the answers. Did you mean “england”?",
        "Use one of: england, wales, scotland, northern-ireland.",
    ),
    "a list for a choice": (
        '[[entries]]\nid = "e1"\nwish = ["erasure"]',
        "line 3: entries, number 1, wish: a list is not one of the answers.",
        "Use one of: correction, dissent-note, erasure.",
    ),
    "a choice that is none, in a list": (
        '[wishes]\nfallback = ["erasure", "corection"]',
        "line 2: wishes, fallback, number 2: “corection” is not one of the answers.",
        "Did you mean “correction”? Use one of: correction, dissent-note, erasure.",
    ),
    "words for a list of words": (
        "[body]\naddress = 'Sample House, ZZ1 1ZZ'",
        f"line 2: body, address: “Sample House, ZZ1 1ZZ” does not fit here. {LIST}",
    ),
    "a table for a list of words": (
        "[body]\naddress = { line = 'Sample House' }",
        f"line 2: body, address: a table does not fit here. {LIST}",
    ),
    "a number in a list of words": (
        "[body]\naddress = [\n  'Sample House',\n  1,\n]",
        f"line 2: body, address, number 2: 1 does not fit here. {WORDS}",
    ),
    "a number for words": ("[body]\nname = 3", f"line 2: body, name: 3 does not fit here. {WORDS}"),
    "a day for words": (
        "[body]\nreference = 2026-01-31",
        f"line 2: body, reference: 2026-01-31 does not fit here. {WORDS}",
    ),
    "no number at all": (
        "[body]\nname = nan",
        f"line 2: body, name: nan does not fit here. {WORDS}",
    ),
    "a number without end": (
        f"[style]\nsize = 0x{'f' * 5000}",
        "line 2: style, size: a long number is not one of the answers.",
        "Use one of: standard, clear-print, large-print.",
    ),
    "a year for a date": (
        "[[records]]\nid = 'r1'\ndate = 2025",
        f"line 3: records, number 1, date: 2025 does not fit here. {DATE}",
    ),
    "nought for a date, which a computer takes for 1970": (
        "[[records]]\nid = 'r1'\ndate = 0",
        f"line 3: records, number 1, date: 0 does not fit here. {DATE}",
    ),
    "a clock for a date": (
        "[[records]]\nid = 'r1'\ndate = 10:30:00",
        f"line 3: records, number 1, date: 10:30:00 does not fit here. {DATE}",
    ),
    "a day with a clock": (
        "[[records]]\nid = 'r1'\ndate = 2026-03-04T10:30:00",
        f"line 3: records, number 1, date: 2026-03-04 10:30:00 does not fit here. {DATE}",
    ),
    "a table for a date": (
        "[[records]]\nid = 'r1'\ndate = { date = 2026-03-04 }",
        f"line 3: records, number 1, date: a table does not fit here. {DATE}",
    ),
    "a date in quotation marks, which nothing would be reckoned from": (
        "[[events]]\nid = 'v1'\ndate = '3 September 2026'",
        "line 3: events, number 1, date: “3 September 2026” stands in quotation marks,",
        "so it counts as words, not as a day. Write  2026-09-03  without them.",
    ),
    "a day that is not in the calendar": (
        "[[events]]\nid = 'v1'\ndate = '31/2/2026'",
        "line 3: events, number 1, date: “31/2/2026” is no date.",
        "There is no such day in the calendar. Write a date like  2026-03-27.",
    ),
    "an event to come": (
        "[[events]]\nid = 'v1'\ndate = 2026-11-23",
        "line 3: events, number 1, date: 2026-11-23 is still to come. Check the year.",
    ),
    "an event to come at midnight": (
        "[[events]]\nid = 'v1'\ndate = 2026-11-23T00:00:00",
        "line 3: events, number 1, date: 2026-11-23 is still to come. Check the year.",
    ),
    "a promise to come": (
        "[[promises]]\nid = 'm1'\ndate = 2027-01-01",
        "line 3: promises, number 1, date: 2027-01-01 is still to come. Check the year.",
    ),
    "a birth to come": (
        "[[people]]\nid = 'p1'\ndate_of_birth = 2027-01-01",
        "line 3: people, number 1, date_of_birth: 2027-01-01 is still to come. Check the year.",
    ),
    "a year with a digit lost": (
        "[[records]]\nid = 'r1'\ndate = 0205-03-04",
        "line 3: records, number 1, date: 0205-03-04 is too long ago. Check the year.",
    ),
    "a field misspelt": (
        "[writer]\nadress = ['x']",
        "line 2: writer, adress: there is no field of this name. Did you mean “address”?",
    ),
    "a table misspelt": (
        "[[entry]]\nid = 'e1'",
        "line 1: entry: there is no field of this name. Did you mean “entries”?",
    ),
    "a table with a capital letter": (
        "[Body]\nname = 'x'",
        "line 1: Body: there is no field of this name. Did you mean “body”?",
    ),
    "a field like nothing else": (
        "[effect]\ncolour = 'x'",
        "line 2: effect, colour: there is no field of this name. Known here: words.",
    ),
    "a field named as Python names a kind of value": (
        "[effect]\ndate = 'x'",
        "line 2: effect, date: there is no field of this name. Known here: words.",
    ),
    "a field with a hyphen": (
        "[effect]\n'list[words]-x' = 'x'",
        "line 2: effect, list[words]-x: there is no field of this name. Known here: words.",
    ),
    "a field that would move the cursor": (
        '[effect]\n"\\u001b[2J" = "x"',
        "line 2: effect, [2J: there is no field of this name. Known here: words.",
    ),
    "an item without an id": (
        "\n\n[[entries]]\nwhere = 'x'",
        "line 3: entries, number 1, id: this is missing.",
        'Every item of a list needs a short id, such as  id = "e1".',
    ),
    "an id with a space": (
        "[[entries]]\nid = 'e 1'",
        "line 2: entries, number 1, id:",
        "use a short name of letters, digits and hyphens, such as  e1.",
    ),
    "an id that is a sentence": (
        f"[[entries]]\nid = '{'e' * 41}'",
        "line 2: entries, number 1, id: this is too long for a short name. Use one such as  e1.",
    ),
    "an id used twice": (
        "[[entries]]\nid = 'e1'\n[[entries]]\nid = 'e1'",
        "line 4: entries, number 2, id: the id “e1” is used already. Give each item its own.",
    ),
    "a person named as the writer is": (
        "[[people]]\nid = 'writer'",
        "line 2: people, number 1, id: the id “writer” is used already. Give each item its own.",
    ),
    "an entry in no record": (
        "[[records]]\nid = 'r1'\n[[entries]]\nid = 'e1'\nrecord = 'r2'",
        "line 5: entries, number 1, record: “r2” is not in this file. What there is: r1.",
    ),
    "an entry in a record where there is none": (
        "[[entries]]\nid = 'e1'\nrecord = 'r1'",
        "line 3: entries, number 1, record: “r1” is not in this file. What there is: none yet.",
    ),
    "an entry about nobody known": (
        "[[entries]]\nid = 'e1'\nwhose = 'Sam'",
        "line 3: entries, number 1, whose: “Sam” is not in this file.",
        "What there is: writer, other, unknown.",
    ),
    "everything on one line": (
        "body = { name = 'x', nation = 'wale' }",
        "line 1: body, nation: “wale” is not one of the answers. Did you mean “wales”?",
        "Use one of: england, wales, scotland, northern-ireland.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_in_plain_words_with_its_line(fault):
    text, *sentences = fault
    expected = " ".join(sentences)
    assert told(text) == [expected]
    assert not JARGON.search(expected)


def test_all_faults_are_told_at_once_in_the_order_of_the_file():
    text = """
[wishes]
first = "delete"

[body]
naton = "england"

[[records]]
id = "r1"

[[entries]]
id = "e1"
record = "r9"
wrong = "opinoin"

[[entries]]
id = "e1"

[[events]]
id = "v1"
date = 2027-01-01
"""
    assert [int(re.match(r"line (\d+)", one)[1]) for one in told(text)] == [3, 6, 13, 14, 17, 21]


def test_a_fault_is_told_once():
    text = "[[people]]\nid = 'p1'\ndate_of_birth = 3\n[[events]]\nid = 'v1'\ndate = true"
    assert len(told(text)) == 2


def test_nothing_is_wrong_with_an_empty_file_or_a_date_in_words():
    assert told("") == []
    assert told("[[records]]\nid = 'r1'\ndate = 'around March 2025'") == []
    assert told("[[records]]\nid = 'r1'\ndate = 'unknown'") == []
    assert told("[[records]]\nid = 'r1'\ndate = 2025-01-01") == []
    assert "still to come" in told("[[records]]\nid = 'r1'\ndate = 2027-01-01")[0]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_nothing_is_wrong_with_a_sample_case(path):
    assert told(path.read_text(encoding="utf-8")) == []


def test_nothing_is_wrong_with_the_example():
    assert told(store.example_text()) == []


def test_nothing_is_wrong_with_what_the_questions_make():
    for route in journeys.every()[::30]:
        answers = journeys.answered(route)
        assert problems(answers, "", ON) == []
        as_case(relevant(answers), "", ON, "case")


class TestLines:
    def test_a_place_is_found_however_it_is_written(self):
        text = '''# A note with [[entries]] in it
version = 1
body.name = "x"
"body" . nation = "wales"

  [[ "entries" ]]   # first
  id = "e1"
  says = """
[[entries]]
wrong = "no"
"""
  evidence = [
    "one ]",  # a note ]
    "[two]",
  ]
  "wrong" = "opinion"

[[entries]]
id = 'e2'
says = \'\'\'
wrong = "no"\'\'\'
wrong = "opinion"

[body.controller]
name = "y"

[extras]
wanted = [ "restrict",
  "large-print" ]
'''
        tomllib.loads(text)
        lines = lines_of(text)
        assert {place: lines[place] for place in lines if place[:1] != ("extras",)} == {
            ("version",): 2,
            ("body",): 3,
            ("body", "name"): 3,
            ("body", "nation"): 4,
            ("entries",): 6,
            ("entries", 0): 6,
            ("entries", 0, "id"): 7,
            ("entries", 0, "says"): 8,
            ("entries", 0, "evidence"): 12,
            ("entries", 0, "evidence", 0): 12,
            ("entries", 0, "evidence", 1): 12,
            ("entries", 0, "wrong"): 16,
            ("entries", 1): 18,
            ("entries", 1, "id"): 19,
            ("entries", 1, "says"): 20,
            ("entries", 1, "wrong"): 22,
            ("body", "controller"): 24,
            ("body", "controller", "name"): 25,
        }
        assert lines["extras", "wanted", 1] == 28

    def test_lines_are_counted_as_an_editor_counts_them(self):
        text = '[body]\r\ndepartment = "a\u2028b\u0085c"\r\nname = 3\r\n'
        assert told(text)[0].startswith("line 3: ")

    @pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
    def test_every_field_of_a_sample_case_stands_on_the_line_found(self, path):
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        found = lines_of(text)
        for place, line in found.items():
            names = [one for one in place if isinstance(one, str)]
            assert names[-1] in lines[line - 1], place
        assert {place for place in places(tomllib.loads(text)) if len(place) < 3} <= set(found)

    def test_a_long_story_over_thousands_of_lines_is_passed_over_quickly(self):
        story = "A line [sic] of the story.\n" * 20_000
        text = f'[[entries]]\nid = "e1"\nsays = """\n{story}"""\nwrong = "x"\n'
        assert told(text)[0].startswith("line 20005: ")


def places(value, start=()):
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, one in inner:
        yield (*start, name)
        if isinstance(one, dict | list):
            yield from places(one, (*start, name))


class TestUse:
    def test_a_case_that_cannot_be_used_says_everything_and_how_to_go_on(self):
        text = "[body]\nname = 3\nnaton = 'wales'"
        with pytest.raises(BadCase) as caught:
            as_case(tomllib.loads(text), text, ON, "my/case.toml")
        assert str(caught.value).split("\n") == [
            "my/case.toml cannot be used as it stands:",
            f"- line 2: body, name: 3 does not fit here. {WORDS}",
            "- line 3: body, naton: there is no field of this name. Did you mean “nation”?",
            "Put these right and try again. A complete file to compare with:  record-rights example",
        ]

    def test_what_no_reader_could_see_is_left_out_as_it_is_where_it_is_typed(self):
        text = (
            '[writer]\nname = "Alex\\u001b[2J \\u202eExample\\u0000"\naddress = ["a\\u0007"]\n'
            '[[entries]]\nid = "e1"\nsays = "one\\r\\ntwo\\u2028three\\tfour"\n'
        )
        case = as_case(tomllib.loads(text), text, ON, "case")
        assert case.writer.name == "Alex[2J Example"
        assert case.writer.address == ["a"]
        assert case.entries[0].says == "one\ntwo\nthree\tfour"

    def test_what_does_not_apply_is_checked_but_does_not_reach_the_case(self):
        text = (
            "[wishes]\nfirst = 'correction'\n[writer]\ncapacity = 'self'\n"
            "[[people]]\nid = 'p1'\n[[entries]]\nid = 'e1'\nwhose = 'p1'\nwrong = 'opinion'\n"
        )
        case = relevant_case(tomllib.loads(text), text, ON, "case")
        assert case.people == []
        assert case.entries[0].whose is None
        with pytest.raises(BadCase):
            relevant_case(tomllib.loads(text + "[[people]]\nid = 'p1'"), text, ON, "case")


def fields():
    """Every name that can stand in a case file, and some that cannot."""
    models = [Case.model_json_schema(), *Case.model_json_schema()["$defs"].values()]
    known = {name for model in models for name in model["properties"]}
    return st.sampled_from([*sorted(known), "", "naton", "a.b", "str", "date", "\u001b", "x" * 99])


WORDS_IN_FILES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["r1", "e1", "p1", "writer", "yes", "erasure", "unknown", "2026-03-27"]),
)
VALUES = st.recursive(
    st.one_of(
        WORDS_IN_FILES,
        st.booleans(),
        st.integers(),
        st.floats(),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.datetimes(timezones=st.timezones()),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(fields(), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(fields(), VALUES, max_size=5))
def test_any_file_is_checked_without_a_crash_and_in_words(answers):
    found = problems(answers, "", ON)
    for one in found:
        assert one.says.endswith((".", "?"))
        assert all(char.isprintable() for char in str(one))
    if not found:
        Case.model_validate(answers)


@settings(deadline=None)
@given(st.data())
def test_a_case_changed_anywhere_is_refused_for_what_it_is_or_used(data):
    path = data.draw(st.sampled_from(SAMPLES))
    text = path.read_text(encoding="utf-8")
    answers = tomllib.loads(text)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(sorted(places(answers), key=str)))
        table = answers
        for name in place[:-1]:
            table = table[name]
        if data.draw(st.booleans()):
            del table[place[-1]]
        else:
            table[place[-1]] = data.draw(VALUES)
    if problems(answers, text, ON):
        with pytest.raises(BadCase):
            relevant_case(answers, text, ON, "case")
    else:
        assert isinstance(relevant_case(answers, text, ON, "case"), Case)


@settings(deadline=None)
@given(st.text(max_size=20), st.sampled_from([q for p in parts() for q in p.questions]))
def test_what_a_question_takes_a_file_may_hold(typed, question):
    if question.type not in ("date", "address", "email", "phone", "lines", "text", "long-text"):
        return
    part = next(part for part in parts() if question in part.questions)
    try:
        value = parse(question, clean(typed), [], ON)
    except AssistantError:
        return
    answers = {}
    if part.list:
        answers[part.list] = [{"id": "x1", question.key: value}]
    else:
        *tables, name = question.key.split(".")
        table = answers
        for one in tables:
            table = table.setdefault(one, {})
        table[name] = value
    assert problems(answers, tomli_w.dumps(answers), ON) == []
