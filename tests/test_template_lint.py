"""What is wrong in a template is found by reading it: told in words, with the line and what to write."""

import shutil
import time
import tomllib
from pathlib import Path

import jinja2
import pytest

from assistant import (
    foreign_placeholders,
    house,
    template_copies,
    template_hints,
    template_lint,
    template_pieces,
    template_tags,
    template_words,
    templates,
)
from assistant.kinds import kinds
from assistant.shipped import shipped_templates
from assistant.template_language import KEPT_FILTERS, own_filters

FOREIGN = Path(__file__).parent / "foreign_templates"
DATA = Path(template_words.__file__).parent / "data"
BLOCKS = ["closing", "salutation", "recipient", "signature", "enclosures"]


def look(folder):
    return template_lint.look(house.read(folder))


def found(tmp_path, text, name="correction.html"):
    """What is found in a house with one template of that text."""
    path = tmp_path / "house" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return look(tmp_path / "house")


def only(tmp_path, text, name="correction.html"):
    (one,) = found(tmp_path, text, name)
    return one


# ------------------------------------------------------------------------------- what is not wrong


def test_nothing_is_wrong_with_the_shipped_templates(tmp_path):
    """Every template copied as it is: what Jinja and the letters allow is not called a mistake."""
    shutil.copytree(shipped_templates(), tmp_path / "all")
    assert [str(one) for one in look(tmp_path / "all")] == []


def test_nothing_is_wrong_with_an_empty_folder(tmp_path):
    assert look(tmp_path) == ()


@pytest.mark.parametrize("what", ["house", "base", *kinds()])
def test_nothing_is_wrong_with_a_fresh_copy(tmp_path, what):
    template_copies.copy(what, tmp_path, "1")
    assert look(tmp_path) == ()


@pytest.mark.parametrize(
    "text",
    [
        '{{ "a === b “x” && {name}" }}',
        "{% raw %}{{ === }}{% endraw %}",
        "{# {{ === }} ((name)) #}",
        "<style>p { color: red }</style>",
        "<!-- [Your name] -->",
        "{%- if letter.effect -%}x{%- else -%}y{%- endif -%}",
        "{% set x %}a{% endset %}{{ x }}{% set y = 1 %}",
        '{{ {"a": {"b": 1}}["a"]["b"] }}',
        '{% if "a" != letter.body and not letter.whole or 1 <= 2 %}{% endif %}',
        "{% for a in letter.entries if a.wish == 'erasure' %}{{ loop.index }}{% else %}none{% endfor %}",
        "{% macro m(x, y=1) %}{{ x }}{{ y }}{{ m(1) }}{% endmacro %}{{ m(2) }}",
        "{% for ask in letter.asks %}{% for e in ask.entries %}{{ e.record.title }}{% endfor %}{% endfor %}",
        "{{ (letter.entries | first).where }} {{ letter.entries[0].where }} {{ letter.sender | join(', ') }}",
        "{{ letter.date.year }} {{ letter.body.upper() }} {{ letter.entries | length }}",
        '{{ law.get("x", "y") }}{% if "objection" in law %}{{ law["rectification"] }}{% endif %}',
        "{% with a = letter.writer %}{{ a.name }}{% endwith %}",
        "{% set n = namespace(x=0) %}{% set n.x = n.x + 1 %}{{ n.x }}",
        "{{ house.organisation }}{{ letter.reply.last_day | day }}",
        "costs $5, 50% of 100%, a@Model.example, ((see above)), [sic], [2015], [page 3], (a), «oui»",
    ],
)
def test_what_is_right_is_left_alone(tmp_path, text):
    wrong = [one for one in found(tmp_path, text) if one.kind != "file"]
    if "((see above))" in text:  # two brackets are GOV.UK Notify's, whoever writes them
        wrong = [one for one in wrong if "((see above))" not in one.says]
    assert [str(one) for one in wrong] == []


# -------------------------------------------------------------------------------- syntax, with a cause

SYNTAX = [
    ("{% if letter.body === 'x' %}{% endif %}", 1, "=== is not used", "write =="),
    ("{% if letter.body !== 'x' %}{% endif %}", 1, "!== is not used", "!="),
    ("{% if letter.whole && letter.effect %}{% endif %}", 1, "&& is not used", "the word and"),
    ("{% if letter.whole || letter.effect %}{% endif %}", 1, "|| is not used", "the word or"),
    ("{% if !letter.whole %}{% endif %}", 1, "exclamation mark", "the word not"),
    ("{% if letter.body = 'x' %}{% endif %}", 1, "One =", "=="),
    ("{% if letter.body <> 'x' %}{% endif %}", 1, "<> is not used", "!="),
    ("{{ letter.whole ? 'a' : 'b' }}", 1, "question mark", 'if letter.whole else "other"'),
    ("{{ letter->body }}", 1, "-> is not used", "full stop"),
    ("{% if letter.effect then %}{% endif %}", 1, "no word then", "Leave it out"),
    ("{% for entry of letter.entries %}{% endfor %}", 1, "in, not of", "{% for entry in letter.entries %}"),
    ("<p>\n{{ “letter.body” }}", 2, "curly quotation marks", "straight ones"),
    ("{{ letter.body | replace(&quot;a&quot;, 1) }}", 1, "&quot;", "the sign itself"),
    ("{{ letter.\u200bbody }}", 1, "cannot be seen", "type it again"),
    ("{{ letter.body; }}", 1, "semicolon", "Leave it out"),
    ("{{ @letter.body }}", 1, "an @", "{{ letter.body }}"),
    ("{{ letter.sender[0 }}", 1, "bracket [ or ]", "one ] for each ["),
    ("{{ value(letter.body }}", 1, "bracket ( or )", "one ) for each ("),
    ('{{ "letter }}', 1, "quotation mark is missing", "between two"),
    ("{{ letter.body | }}", 1, "nothing after the bar", "filter"),
    ("{{ }}", 1, "empty", "{{ letter.body }}"),
    ("{% if %}{% endif %}", 1, "empty", "{% if letter.effect %}"),
    ("{{ letter.body letter.date }}", 1, "cannot be understood", "one word"),
    ("a\n\n{{ letter.body\n<p>b</p>", 3, "is not closed", "End it with }}"),
    ("{{ letter.body %}", 1, "ends with %}", "End it with }}"),
    ("{% if letter.body }}x{% endif %}", 1, "ends with }}", "End it with %}"),
    ("{{ letter.body }", 1, "is not closed", "End it with }}"),
    ("x {# a note", 1, "is not closed", "End it with #}"),
    ("{% if letter.body %}\n\n<p>x</p>", 1, "never closed", "{% endif %}"),
    ("<p>\n{% for entry in letter.entries %}\nx", 2, "never closed", "{% endfor %}"),
    ("{% block body %}", 1, "never closed", "{% endblock %}"),
    ("{% endif %}", 1, "closes nothing", "Delete it"),
    ("{% else %}", 1, "without an {% if %}", "Write the {% if"),
    ("{% if letter.body %}{% end if %}", 1, "two words", "{% endif %}"),
    ("{% for a in letter.people %}{% end for %}", 1, "two words", "{% endfor %}"),
    ("{% if letter.body %}{% else if letter.effect %}{% endif %}", 1, "two words", "{% elif letter.effect %}"),
    ("{% if letter.body %}{% elseif letter.effect %}{% endif %}", 1, "no tag “elseif”", "elif"),
    ("{% foreach a in letter.people %}{% endfor %}", 1, "no tag “foreach”", "{% for"),
    ("{% fro a in letter.people %}{% endfor %}", 1, "no tag “fro”", "{% for"),
    ("{% blok body %}{% endblock %}", 1, "no tag “blok”", "{% block"),
    ("{% letter.body %}", 1, "no tag “letter”", "{{ letter.body }}"),
    ("{% autoescape false %}{{ letter.body }}{% endautoescape %}", 1, "autoescape", "shipped template"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "says", "hint"), SYNTAX)
def test_a_tag_that_cannot_be_understood_is_told_with_its_likely_cause(
    tmp_path, text, line, says, hint
):
    one = only(tmp_path, text)
    assert one.kind == "syntax"
    assert one.line == line
    assert one.file.endswith("correction.html")
    assert says in one.says
    assert hint in one.hint


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path):
    text = "\n".join(part for part, *_ in SYNTAX[:6])
    assert [one.line for one in found(tmp_path, text)] == [1, 2, 3, 4, 5, 6]


def test_a_tag_closed_by_the_end_of_another_is_told_at_the_one_left_open(tmp_path):
    text = "{% if letter.body %}\n{% for entry in letter.entries %}\n{% endif %}"
    one = only(tmp_path, text)
    assert (one.line, "line 3" in one.says, "{% endfor %}" in one.hint) == (2, True, True)


def test_whatever_jinja_refuses_is_told(tmp_path):
    """No template that Jinja refuses is passed, even where the cause is not guessed."""
    for text in ("{{ 1 if }}", "{% set %}", "{% macro %}{% endmacro %}", "{% from 'x' %}", "{{ a.b.() }}",
                 "{% for a, in b %}{% endfor %}", "{% call x %}{% endcall %}", "{% include %}"):  # fmt: skip
        with pytest.raises(jinja2.TemplateSyntaxError):
            jinja2.Environment().parse(text)  # noqa: S701 -- nothing is printed
        assert [one.kind for one in found(tmp_path, text)] == ["syntax"], text


def slips():
    for slip in tomllib.loads((DATA / "template_words.toml").read_text(encoding="utf-8"))["slip"]:
        for sign in slip["finds"]:
            yield sign, slip


@pytest.mark.parametrize(("sign", "slip"), list(slips()))
def test_every_slip_in_the_data_is_recognised_by_each_of_its_signs(sign, slip):
    word = slip.get("in", [""])[0]
    says, hint = template_tags.cause(f"{word} letter.body {sign} x", word)
    assert (says, hint) == (slip["says"], slip["hint"])


# ------------------------------------------------------------------------------- words and other names

WORDS = [
    ("{{ letter.signatry }}", "“letter.signatry”", "“letter.signatory”"),
    ("{{ letter.email }}", "“letter.email”", "{{ letter.writer.email }}"),
    ("{{ letter.writer.adress }}", "“letter.writer.adress”", "letter.sender"),
    ("{{ letter.reference }}", "“letter.reference”", "{{ letter.your_reference }}"),
    ("{{ letter.reply.lastday }}", "“letter.reply.lastday”", "“letter.reply.last_day”"),
    ("{{ name }}", "“name”", "{{ letter.writer.name }}"),
    ("{{ council_name }}", "“council_name”", "{{ letter.body }}"),
    ("{{ effect }}", "“effect”", "letter.effect"),
    ("{{ entry.where }}", "“entry”", "{% for entry in letter.entries %}"),
    ("{{ writer.name }}", "“writer”", "letter.writer"),
    ("{% for e in letter.entries %}{{ e.whre }}{% endfor %}", "“e.whre”", "“e.where”"),
    ("{% for e in letter.entries %}{{ e.record.titel }}{% endfor %}", "“e.record.titel”", "“e.record.title”"),
    ("{% for a in letter.people %}{{ forloop.index }}{% endfor %}", "“forloop”", "“loop”"),
    ("{% for a in letter.people %}{{ loop.indx }}{% endfor %}", "“loop.indx”", "“loop.index”"),
    ("{{ letter.entries.where }}", "is a list", "{% for entry in letter.entries %}{{ entry.where }}"),
    ("{{ letter.entries.length }}", "is a list", "{{ letter.entries | length }}"),
    ("{{ letter.body.name }}", "is a text", "{{ letter.body }}"),
    ("{{ letter.sender }}", "is a list", "{% for line in letter.sender %}"),
    ("{{ letter.entries }}", "is a list", "{{ entry.says }}"),
    ("{{ letter.writer }}", "several values", "{{ letter.writer.name }}"),
    ("{{ letter.whole }}", "yes or no", "{% if letter.whole %}"),
    ("{% for x in letter.effect %}{{ x }}{% endfor %}", "is a text and no list", "| paragraphs"),
    ("{{ letter.date | strftime('%d') | upper }}", "“strftime”", "“day”"),
    ("{{ letter.body | upcase }}", "“upcase”", "“upper”"),
    ("{{ letter.body | safe }}", "“safe”", "Leave it out"),
    ("{{ letter.body | uper }}", "“uper”", "“upper”"),
    ("{% if letter.effect is empty %}{% endif %}", "“is empty”", "{% if letter.effect %}"),
    ('{{ law["refusal"] }}', "“refusal”", 'law["refusal-notice"]'),
    ('{{ law["erasure-malicious"] }}', "“erasure-malicious”", "templates words"),
    ("{{ law.reply-time }}", "law.reply-time", 'law["reply-time"]'),
    ('{% include "parts/replay.html" %}', "“parts/replay.html”", "“parts/reply.html”"),
    ("{% include parts/reply.html %}", "needs quotation marks", '{% include "parts/reply.html" %}'),
    ('{% from "values.html" import vale %}', "“vale”", "“value”"),
    ('{% include "correction.html" %}', "uses itself", "“shipped/correction.html”"),
    ("{{ house.organization }}", "“house.organization”", "“house.organisation”"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says", "hint"), WORDS)
def test_a_name_that_there_is_not_is_told_with_what_to_write(tmp_path, text, says, hint):
    one = only(tmp_path, f"<p>\n{text}</p>")
    assert (one.kind, one.line, one.grave) == ("word", 2, True)
    assert says in one.says
    assert hint in f"{one.says} {one.hint}"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('{% extends "correction.html" %}', "“shipped/correction.html”"),
        ('{% extends "shiped/base.html" %}', "“shipped/base.html”"),
    ],
)
def test_a_template_that_builds_on_itself_or_on_nothing_is_told_on_what(tmp_path, text, hint):
    assert hint in only(tmp_path, text).hint


def test_words_before_what_a_template_builds_on_are_told(tmp_path):
    one = only(tmp_path, '<p>Hello</p>\n{% extends "shipped/correction.html" %}')
    assert (one.line, "above the letter" in one.says) == (1, True)


def test_a_date_without_its_filter_is_only_worth_knowing(tmp_path):
    one = only(tmp_path, "{{ letter.date }}")
    assert (one.grave, "{{ letter.date | day }}" in one.hint) == (False, True)


def test_a_mistake_in_a_branch_that_no_case_comes_to_is_found(tmp_path):
    one = only(tmp_path, "{% if letter.nation == 'nowhere' %}{{ letter.bdy }}{% endif %}")
    assert "“letter.body”" in one.hint


def test_a_part_knows_the_names_of_the_templates_that_include_it(tmp_path):
    assert found(tmp_path, "{{ about(letter.people) }}", "parts/who-asks.html") == ()
    (one,) = found(tmp_path, "{{ nothing_such }}", "parts/who-asks.html")
    assert "“nothing_such”" in one.says


def test_a_block_that_the_letter_does_not_have_is_told(tmp_path):
    one = only(
        tmp_path, '{% extends "shipped/correction.html" %}\n{% block clsing %}x{% endblock %}'
    )
    assert (one.line, "printed nowhere" in one.says, "“closing”" in one.hint) == (2, True, True)
    for block in BLOCKS:
        assert block in one.hint


def test_a_new_block_within_a_known_one_is_fine(tmp_path):
    text = '{% extends "shipped/base.html" %}{% block body %}{% block mine %}x{% endblock %}{% endblock %}'
    assert found(tmp_path, text) == ()


def test_words_outside_every_block_are_told(tmp_path):
    one = only(tmp_path, '{% extends "shipped/correction.html" %}\n\n\nWith kind regards\n')
    assert (one.line, "With kind regards" in one.says) == (4, True)
    assert "{% block closing %}" in one.hint


def test_two_blocks_of_one_name_are_told(tmp_path):
    (one,) = found(tmp_path, "{% block a %}{% endblock %}\n{% block a %}{% endblock %}")
    assert (one.line, "two blocks “a”" in one.says) == (2, True)


def test_a_template_that_is_no_text_is_told(tmp_path):
    (tmp_path / "correction.html").write_bytes(b"\xff\xfe\x00")
    (one,) = look(tmp_path)
    assert "UTF-8" in one.says


# ------------------------------------------------------------------------------ files that nobody uses


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("corection.html", "“correction.html”"),
        ("letter.html", "correction.html, dissent-note.html"),
        ("parts/refusals.html", "“parts/refusal.html”"),
        ("erasure.txt", "Call it erasure.html"),
        ("erasure.htm", "Call it erasure.html"),
        ("erasure.html.j2", "Call it erasure.html"),
        ("correction.md", "Call it correction.html"),
        ("erasure.docx", "templates copy erasure"),
    ],
)
def test_a_file_that_no_letter_uses_is_told_with_its_right_name(tmp_path, name, hint):
    one = only(tmp_path, "x", name)
    assert (one.kind, one.says) == ("file", "No letter uses this file.")
    assert hint in one.hint


@pytest.mark.parametrize("name", ["README.md", "notes.txt", ".DS_Store", "logo.png", "parts/x.css"])
def test_a_file_that_may_well_lie_there_is_left_alone(tmp_path, name):
    assert found(tmp_path, "x", name) == ()


def test_a_part_of_ones_own_is_used_where_a_template_names_it(tmp_path):
    found(tmp_path, "<p>x</p>", "parts/mine.html")
    assert found(tmp_path, '{% include "parts/mine.html" %}', "correction.html") == ()


def test_plain_text_as_a_letter_is_told(tmp_path):
    one = only(tmp_path, "Dear all,\n\n" + "these are words in a line. " * 5, "erasure.html")
    assert "plain text without HTML" in one.says


# --------------------------------------------------------------------------------- foreign placeholders

MARKS = {
    "datarequests/erasure.txt": (
        ["{company_name}", "[erase_all>", "[erase_some>", "{erasure_data}", "[has_fields>", "{id_data}",
         "{deadline}", "{name}"],
        "datarequests.org",
    ),
    "notify/correction.md": (
        ["((reference))", "((council name))", "((first_name))", "((last_name))", "((child's name))",
         "((urgent??", "((deadline))", "((page number))", "((full name))"],
        "GOV.UK Notify",
    ),
    "docassemble/combined.html": (
        ["${ user }", "${ today() }", "% if user.has_child:", "${ child.name.full() }",
         "${ format_date(child.birthdate) }", "% endif", "% for entry in entries:", "${ entry.text }",
         "% endfor", "{%p if urgent %}", "{%p endif %}"],
        "docassemble",
    ),
    "mail-merge/erasure.html": (
        ["«Your_Name»", "«Address_Line_1»", "&lt;&lt;Council name&gt;&gt;", "<<Salutation>>",
         "{ MERGEFIELD Case_Number }"],
        "erge",
    ),
    "by-hand/ico-complaint.html": (
        ["[Your full name]", "[Your address]", "[Insert date]", "[Name of organisation]", "[DATE]",
         "[SIGNATURE]"],
        "by hand",
    ),
    "mustache/correction.html": (
        ["{{{fullName}}}", "{{#each entries}}", "{{/each}}", "{{^paid}}", "{{/paid}}", "<%= sender.name %>",
         "@Model.Address", "$email", "%(name)s"],
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("file", MARKS)
def test_every_mark_of_another_program_is_found_and_the_program_named(tmp_path, file):
    """The template of the other program under the name of a letter, else unchanged."""
    marks, tool = MARKS[file]
    name = Path(file).stem + ".html"
    text = (FOREIGN / file).read_text(encoding="utf-8")
    told = [one for one in found(tmp_path, text, name) if one.kind == "placeholder"]
    assert [one.says.partition("”")[0].removeprefix("“") for one in told] == marks
    for one, mark in zip(told, marks, strict=True):
        assert mark in text.splitlines()[one.line - 1]
        assert tool in one.says
        assert "{{" in one.hint or "{%" in one.hint


@pytest.mark.parametrize("file", MARKS)
def test_a_template_of_another_program_thrown_in_under_its_own_name_is_told(tmp_path, file):
    shutil.copy(FOREIGN / file, tmp_path)
    assert look(tmp_path)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("name", "{{ letter.writer.name }}"),
        ("Your full name", "{{ letter.writer.name }}"),
        ("FirstName", "{{ letter.writer.name }}"),
        ("insert date", "{{ letter.date | day }}"),
        ("council_name", "{{ letter.body }}"),
        ("Address_Line_1", "{% for line in letter.recipient %}{{ line }}<br>{% endfor %}"),
        ("recipient.name", "{{ letter.body }}"),
        ("sender.name()", "{{ letter.writer.name }}"),
        ("page number", ""),
        ("x", ""),
    ],
)
def test_what_to_write_follows_from_the_name_that_another_program_gives_a_value(name, write):
    assert foreign_placeholders.instead(name) == write


def signs():
    return tomllib.loads((DATA / "placeholders.toml").read_text(encoding="utf-8"))["sign"]


@pytest.mark.parametrize("sign", signs(), ids=lambda sign: sign["key"])
def test_every_sign_in_the_data_is_found(sign):
    inside = {"words": "full name", "blank": "your name", "code": "x"}.get(
        sign["holds"], "some_name"
    )
    if "guillemets" in sign["key"]:
        inside = "Full_Name"
    mark = f"{sign['opens']}{inside}{sign.get('closes', '')}"
    (one,) = foreign_placeholders.placeholders(f"<p>\n{mark}\n</p>")
    assert one.sign.key == sign["key"]
    assert (one.text, one.line) == (mark, 2)
    assert sign.get("tool", "") in foreign_placeholders.finding(one, "").says


def values():
    for table in tomllib.loads((DATA / "placeholders.toml").read_text(encoding="utf-8"))["value"]:
        yield from [(name, table["write"]) for name in table["called"]]


def test_marks_beside_each_other_are_all_found():
    found = foreign_placeholders.placeholders(
        "{first_name}{last_name} ((a b))((c)) [Your name][DATE]"
    )
    assert [one.name for one in found] == [
        "first_name",
        "last_name",
        "a b",
        "c",
        "Your name",
        "DATE",
    ]


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize(
    "text",
    [
        "<!--",
        "<style>",
        "<style></style>",
        "((",
        "<%",
        "${",
        "{",
        "{{",
        "{%",
        "{#",
        "{% raw %}",
        "{name}",
        "((a))",
    ],
)
def test_no_text_however_strange_takes_long_to_be_taken_to_pieces(text):
    """A file of the largest size allowed; what grows with the square would take hours."""
    start = time.process_time()
    foreign_placeholders.placeholders(text * (900_000 // len(text)))
    assert time.process_time() - start < 30


def test_what_the_data_says_to_write_is_known_to_templates(tmp_path):
    for _, write in dict.fromkeys((None, write) for _, write in values()):
        told = [one for one in found(tmp_path, write) if one.grave]
        assert told == [], write


@pytest.mark.parametrize(("name", "write"), list(values()))
def test_every_name_of_a_value_in_the_data_leads_to_what_it_says(name, write):
    assert foreign_placeholders.instead(name) == write


def test_a_mark_in_the_words_of_a_house_is_found(tmp_path):
    (tmp_path / "house.toml").write_text('closing = "((name))"\nfooter = "{{ letter.body }}"\n')
    told = look(tmp_path)
    assert sorted(one.says.partition("”")[0] for one in told) == ["“((name))", "“{{ letter.body }}"]
    assert all(one.file.endswith("house.toml") for one in told)


# ---------------------------------------------------------------------------------- the data behind it


def test_filters_that_are_told_are_those_there_are():
    assert set(template_words.filters()) == set(own_filters("en-GB"))


def test_filters_of_other_programs_lead_to_those_there_are():
    known = {*own_filters("en-GB"), *KEPT_FILTERS}
    for table in tomllib.loads((DATA / "template_words.toml").read_text(encoding="utf-8"))[
        "instead"
    ]:
        assert table["write"].partition("(")[0] in known
        assert not known & set(table["called"])


def test_pieces_that_are_told_are_there():
    for piece in template_words.pieces():
        found = templates.find(piece["file"])
        assert found
        assert f"macro {piece['name']}(" in found.text


def test_examples_of_filters_and_pieces_work(tmp_path):
    lines = [one["example"] for one in template_words.filters().values()]
    lines += [one["example"] for one in template_words.pieces()]
    text = '{% from "values.html" import value, long %}\n' + "\n".join(lines)
    assert [one for one in found(tmp_path, text) if one.grave] == []


def test_pieces_of_a_template_put_together_are_the_template():
    for path in shipped_templates().rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        whole = "".join(text[one.start : one.end] for one in template_pieces.pieces(text))
        assert whole == text
        assert len(template_pieces.printed(text)) == len(text)


def test_suggestions_are_made_in_one_order():
    assert template_hints.instead_of_name("date", {}) == "Write {{ letter.date | day }}."
    assert template_hints.instead_of_name("qqqq", {}) == template_hints.SEE
