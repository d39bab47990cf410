"""What is looked at in a letter that is made with templates of one's own, and in a whole folder."""

import io
import json
import os
import random
import re
import shutil
from datetime import date
from pathlib import Path

import pdfplumber
import pytest
from click.testing import CliRunner

from assistant import (
    house,
    letter_check,
    page_check,
    pdf,
    reading_order,
    sandbox,
    template_check,
    template_copies,
    template_lint,
    templates,
)
from assistant.case import Case
from assistant.cli import main
from assistant.errors import AssistantError, TemplateError
from assistant.kinds import kinds
from assistant.letters import build
from assistant.making import Job
from assistant.shipped import shipped_templates
from tests import verapdf
from tests.samples import LETTERS, ON, sample

MM = 25.4 / 72
FOREIGN = Path(__file__).parent / "foreign_templates"


def own(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def letter_of(case="one-fact", name="correction"):
    return build(name, sample(case), ON)


def lost(html, letter, **more):
    return letter_check.findings(html, letter, "en-GB", **more)


def names(findings):
    """The parts that findings are about, by what is said of them."""
    every = {
        one.says: name for name, one in {**letter_check.parts(), **letter_check.answers()}.items()
    }
    said = [
        re.match(r"This is missing from the letter: (.*?)\. [A-Z]", one.says)[1] for one in findings
    ]
    return {
        next(name for says, name in every.items() if re.fullmatch(re.sub(r"\\?\{what\\?\}", ".*", re.escape(says)), one))
        for one in said
    }  # fmt: skip


# -------------------------------------------------------------------------- what a letter must not lose


@pytest.mark.parametrize(("case", "name"), LETTERS)
def test_the_shipped_letters_have_lost_nothing(case, name):
    letter = letter_of(case, name)
    assert lost(templates.fill(letter), letter) == []


def marked():
    for case, name in [("assessment", "correction"), ("assessment", "erasure"), ("assessment", "combined"),
                       ("assessment", "dissent-note"), ("assessment", "ico-complaint")]:  # fmt: skip
        for part in kinds()[name].parts:
            yield case, name, part


@pytest.mark.parametrize(("case", "name", "part"), list(marked()))
def test_each_part_that_the_data_asks_for_is_missed_when_its_mark_is_gone(case, name, part):
    letter = letter_of(case, name)
    html = templates.fill(letter)
    assert f'data-part="{part}"' in html
    found = lost(html.replace(f'data-part="{part}"', ""), letter, file="mine.html")
    assert names(found) == {part}
    (one,) = found
    assert one.grave
    assert one.file == "mine.html"


@pytest.mark.parametrize("part", ["request", "refusal-notice"])
def test_a_part_that_is_there_and_empty_is_missed(part):
    letter = letter_of()
    html = re.sub(rf'(data-part="{part}">).*?(</p>)', r"\1 \2", templates.fill(letter))
    assert part in names(lost(html, letter))


def test_a_part_that_is_hidden_is_missed():
    letter = letter_of()
    html = templates.fill(letter).replace('data-part="request"', 'data-part="request" hidden')
    assert names(lost(html, letter)) == {"request"}


def test_a_part_that_a_style_sheet_hides_is_missed_on_paper(tmp_path):
    own(tmp_path, "house.css", "p[data-part=refusal-notice] { display: none }")
    (made,) = sandbox.make([Job(letter_of(), ("pdf",), check=True)], house.read(tmp_path))
    assert names(one for one in made.findings if one.kind == "part") == {"refusal-notice"}


def test_the_words_of_a_part_are_free():
    letter = letter_of()
    html = re.sub(r'(<p data-part="\w[^"]*">)[^<]*', r"\1Balu nemi ", templates.fill(letter))
    kept = {"reply-date"}  # the day stands in those words
    assert {one for one in names(lost(html, letter)) if one in letter_check.parts()} <= kept


def test_a_part_that_the_case_does_not_call_for_is_not_missed():
    """Necessity is asked only where erasure is; the shipped letter for the same case shows it."""
    with_erasure = letter_of("assessment", "combined")
    without = build("combined", _combined_without_erasure(), ON)
    assert 'data-part="necessity"' in templates.fill(with_erasure)
    html = templates.fill(without)
    assert 'data-part="necessity"' not in html
    assert lost(html, without) == []


def _combined_without_erasure():
    case = sample("assessment").model_dump()
    for entry in case["entries"]:
        if entry.get("wish") == "erasure":
            entry["wish"] = "correction"
    return Case(**case)


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("date", "22 November 2026"),
        ("writer", "Alex Example"),
        ("recipient", "Sample Square"),
        ("entry", "Mother did not attend"),
        ("last-day", "22 December 2026"),
    ],
)
def test_each_value_that_every_letter_prints_is_missed_when_it_is_gone(what, pattern):
    letter = letter_of("assessment", "correction")
    html = templates.fill(letter)
    assert pattern in html
    assert names(lost(html.replace(pattern, "x"), letter)) == {what}


def test_a_letter_to_which_nobody_can_answer_is_told():
    letter = letter_of("assessment", "correction")
    name = f"<p>{letter.signatory}</p>"
    assert "reply-to" in names(lost(name, letter))
    for way in (*letter.sender[1:], *letter.sender_contact):
        assert "reply-to" not in names(lost(f"{name}<p>{way}</p>", letter))


def test_what_the_person_asked_for_and_the_letter_leaves_out_is_worth_knowing():
    letter = letter_of("assessment", "correction")
    html = templates.fill(letter).replace('data-part="restriction"', "")
    (one,) = lost(html, letter)
    assert (one.grave, "The person asked for it" in one.says) == (False, True)


def test_every_mark_in_the_shipped_templates_is_explained():
    marks = set()
    for path in shipped_templates().rglob("*.html"):
        marks |= set(re.findall(r'data-part="([\w-]+)"', path.read_text(encoding="utf-8")))
    assert marks == set(letter_check.parts())


def test_every_part_that_a_letter_must_hold_is_grave():
    for kind in kinds().values():
        assert all(letter_check.parts()[part].grave for part in kind.parts)


def test_what_the_data_says_to_write_can_be_written(tmp_path):
    for part in (*letter_check.parts().values(), *letter_check.answers().values()):
        own(tmp_path, "correction.html", part.write.partition(" and the same")[0])
        told = [one for one in template_lint.look(house.read(tmp_path)) if one.grave]
        assert told == [], part.name


# -------------------------------------------------------------------------------------- the pages

HEAD = '<!doctype html><html lang="en-GB"><head><title>T</title><style>%s</style></head><body>%s</body></html>'


def of_pages(html, recipient=(), folders=()):
    found = []
    made = pdf.to_pdf(
        html, folders, examine=lambda d, p: found.extend(page_check.findings(d, recipient))
    )
    return made, [one.says for one in found]


def styled(styles, **changes):
    html = templates.fill(letter_of("assessment", "correction"))
    for old, new in changes.items():
        html = html.replace(old, new)
    return html.replace("</head>", f"<style>{styles}</style></head>")


def seen_through_the_window(made, recipient):
    """Whether a DL window always shows the whole address and never anything else, measured anew."""
    page = pdfplumber.open(io.BytesIO(made)).pages[0]

    def touches(word, zone):
        left, top, right, bottom = (word[side] * MM for side in ("x0", "top", "x1", "bottom"))
        return left < zone[2] and zone[0] < right and top < zone[3] and zone[1] < bottom

    def inside(char):
        size = char["size"] * MM
        top, bottom = char["bottom"] * MM - size, char["bottom"] * MM - 0.05 * size
        return char["x0"] * MM >= 20 and char["x1"] * MM <= 100 and top >= 57 and bottom <= 81

    words = [word for word in page.extract_words() if touches(word, (10, 46, 110, 92))]
    chars = [one for one in page.chars if one["text"].strip() and touches(one, (10, 46, 110, 92))]
    wanted = " ".join(recipient).split()
    return [word["text"] for word in words] == wanted and all(map(inside, chars))


@pytest.mark.parametrize("down", [20, 30, 38, 40, 41, 42, 43, 44, 46, 50, 60])
def test_where_the_window_is_agrees_with_the_finished_pdf_measured_by_another_tool(down):
    recipient = letter_of("assessment", "correction").recipient
    made, told = of_pages(styled(f".recipient {{ padding-top: {down}mm }}"), recipient)
    assert bool(told) != seen_through_the_window(made, recipient)


@pytest.mark.parametrize(
    ("left", "top", "is_seen"),
    [
        (60, 47, True),
        (60, 42, False),
        (60, 90, True),
        (60, 93, False),
        (108, 60, True),
        (111, 60, False),
        (8, 60, True),
        (3, 60, False),
    ],
)
def test_nothing_but_the_address_may_come_where_the_window_can_slide(left, top, is_seen):
    """A window of 35 by 90 mm that lies 20 and 57 mm in, on a sheet that slides 10 and 11 mm."""
    stray = f'<p style="position: absolute; left: {left - 25}mm; top: {top - 15}mm; font-size: 8pt">MM</p>'
    letter = letter_of("assessment", "correction")
    html = re.sub("(<body[^>]*>)", rf"\1{stray}", templates.fill(letter))
    _, told = of_pages(html, letter.recipient)
    assert any("“MM” could be read through" in one for one in told) == is_seen


@pytest.mark.parametrize("size", ["standard", "clear-print", "large-print"])
@pytest.mark.parametrize(("case", "name"), LETTERS)
def test_nothing_is_wrong_with_the_pages_of_the_shipped_letters(case, name, size):
    letter = letter_of(case, name)
    html = templates.fill(letter).replace('class="standard"', f'class="{size}"')
    found = []

    def examine(document, made):
        found.extend(
            [*page_check.findings(document, letter.recipient), *reading_order.findings(made)]
        )

    pdf.to_pdf(html, examine=examine)
    assert found == []


@pytest.mark.parametrize(
    ("styles", "says"),
    [
        (".recipient { padding-top: 10mm }", "not where the window"),
        (".recipient { margin-left: 60mm }", "partly outside|not where"),
        (".sender { float: left; margin-top: 32mm }", "could be read through the window"),
        (".date { margin-top: -20mm }", "could be read through the window|not where"),
        (".date { margin-left: -24mm }", "too near the edge"),
        ("h1 { white-space: nowrap; width: 400mm; font-size: 40pt }", "too near the edge"),
        ("p { height: 3mm; margin: 0 }", "printed over each other"),
        (".signature { color: #777777 }", "too pale.*4.5 to 1|too pale.*4.4"),
        ("h2 { background: #202020 }", "too pale"),
    ],
)
def test_what_is_wrong_on_a_page_is_told(styles, says):
    recipient = letter_of("assessment", "correction").recipient
    _, told = of_pages(styled(styles), recipient)
    assert any(re.search(says, one) for one in told), told


@pytest.mark.parametrize(
    ("colour", "is_pale"),
    [
        ("#767676", False),
        ("#777777", True),
        ("#0000ff", False),
        ("#00ff00", True),
        ("black", False),
    ],
)
def test_the_least_contrast_is_that_of_wcag(colour, is_pale):
    """Known pairs: #767676 on white is 4.54 to 1, #777777 is 4.48."""
    _, told = of_pages(HEAD % (f"p {{ color: {colour} }}", "<h1>a</h1><p>words</p>"))
    assert any("too pale" in one for one in told) == is_pale


@pytest.mark.parametrize(("size", "is_pale"), [("17.9pt", True), ("18pt", False)])
def test_large_words_may_be_paler(size, is_pale):
    """#888888 on white is 3.54 to 1: enough from 18 points on (WCAG 2.2, 1.4.3)."""
    _, told = of_pages(
        HEAD % (f"p {{ color: #888888; font-size: {size} }}", "<h1>a</h1><p>words</p>")
    )
    assert any("too pale" in one for one in told) == is_pale


def test_words_on_a_picture_are_not_judged_by_a_guess():
    styles = "p { color: white; background: linear-gradient(black, black) }"
    _, told = of_pages(HEAD % (styles, "<h1>a</h1><p>words</p>"))
    assert told == []


def test_a_picture_in_the_window_is_told(tmp_path):
    (tmp_path / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><rect width="99" height="99"/></svg>'
    )
    body = (
        '<img src="a.svg" alt="x" style="position: absolute; top: 40mm; left: 20mm">'
        '<p style="margin-top: 40mm; font-size: 10pt">A<br>B</p>'
    )
    html = HEAD % ("@page { size: A4; margin: 20mm } body, p { margin: 0 }", body)
    _, told = of_pages(html, ["A", "B"], [tmp_path])
    assert any("picture could be seen" in one for one in told)


# ------------------------------------------------------------------ for those who hear a letter read out

SVG = '<svg width="9" height="9"><rect width="5" height="5"/></svg>'
BODIES = {
    "fine": "<h1>a</h1><h2>b</h2><p>c</p><ul><li>d</li></ul><h2>e</h2>",
    "heading skipped": "<h1>a</h1><h3>b</h3>",
    "no first heading": "<h2>a</h2>",
    "drawing without words": f"<h1>a</h1>{SVG}",
    "list without items": "<ul><p>x</p></ul>",
    "item without list": "<li>x</li>",
    "heading in an item": "<ul><li><h1>a</h1></li></ul>",
    "table": "<table><tr><td>a</td><td>b</td></tr></table>",
    "table with headings": "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>",
    "table with uneven rows": "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
    "table with wide heading": "<table><tr><th colspan=2>a</th></tr><tr><td>c</td><td>d</td></tr></table>",
    "table with high heading": "<table><tr><th rowspan=2>a</th><td>b</td></tr><tr><td>c</td></tr></table>",
    "terms": "<dl><dt>a<dd>b</dl>",
    "quotation": "<blockquote><p>x</p></blockquote><hr><pre>y</pre>",
    "link": '<p><a href="https://x.example">x</a></p>',
}


def heard(html):
    found = []
    made = pdf.to_pdf(html, examine=lambda _, made: found.extend(reading_order.findings(made)))
    return made, found


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_leads_a_listener_astray_agrees_with_the_reference_validator(tmp_path, body):
    made, found = heard(HEAD % ("", body))
    (tmp_path / "a.pdf").write_bytes(made)
    assert bool(found) == bool(verapdf.broken_rules(tmp_path / "a.pdf"))


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ('<html lang="en-GB"><body><h1>a</h1></body></html>', "no title"),
        (
            '<html lang="english!"><head><title>T</title></head><body><h1>a</h1></body></html>',
            "language",
        ),
    ],
)
def test_a_letter_without_title_or_language_is_told(tmp_path, html, says):
    made, (one,) = heard(html)
    (tmp_path / "a.pdf").write_bytes(made)
    assert says in one.says
    assert verapdf.broken_rules(tmp_path / "a.pdf")


def test_no_letter_made_at_random_passes_here_and_fails_with_the_reference_validator(tmp_path):
    """Lists, tables and headings mixed at random, from a fixed seed."""
    dice = random.Random(20261122)  # noqa: S311 -- not for secrets
    passed = failed = 0
    for _ in range(60):
        made, found = heard(HEAD % ("", "<h1>t</h1>" + "".join(piece(dice) for _ in range(3))))
        (tmp_path / "a.pdf").write_bytes(made)
        broken = verapdf.broken_rules(tmp_path / "a.pdf")
        assert not (broken and not found)
        passed += not found
        failed += bool(broken)
    assert passed > 5
    assert failed > 5


def piece(dice, depth=0):
    kind = dice.choice(["p", "p", "h2", "h3", "ul", "ol", "li", "table", "div", "dl", "text"])
    inner = "".join(piece(dice, depth + 1) for _ in range(dice.randint(0, 2))) if depth < 3 else "x"
    if kind == "text":
        return "words "
    if kind == "table":
        cells = ["<td>x</td>", "<td>x</td>", "<th>x</th>", "<td colspan=2>x</td>"]
        rows = ["".join(dice.choice(cells) for _ in range(2)) for _ in range(2)]
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    if kind in ("ul", "ol") and dice.random() < 0.8:
        return f"<{kind}><li>{inner}</li><li>y</li></{kind}>"
    return f"<{kind}>{inner}</{kind}>"


@pytest.mark.parametrize(
    ("name", "text", "says", "hint"),
    [
        (
            "correction.html",
            '{% extends "shipped/correction.html" %}{% block closing %}<img src="a.png">{% endblock %}',
            "The picture a.png has no words",
            '<img src="a.png" alt=',
        ),
        (
            "house.css",
            "\n\n.sender { colour: red }",
            "Line 3 of a style sheet.*colour: red",
            "Correct it",
        ),
    ],
)
def test_what_cannot_be_set_is_told_in_plain_words(tmp_path, name, text, says, hint):
    shutil.copy(Path(__file__).parent / "letter.png", tmp_path / "a.png")
    own(tmp_path, name, text)
    (outcome,) = sandbox.make([Job(letter_of(), ("pdf",), check=True)], house.read(tmp_path))
    assert isinstance(outcome, TemplateError)
    assert re.search(says, outcome.message)
    assert hint in outcome.hint


# ----------------------------------------------------------------------------- a person's own answers


def test_what_a_person_typed_is_never_taken_for_a_mark_of_another_program(tmp_path):
    own(tmp_path, "correction.html", '{% extends "shipped/correction.html" %}')
    case = sample("one-fact").model_dump()
    marks = "{name} ((name)) [Your address] <<Field>> «Field_A» $name ${x} [flag>text] {{{x}}} <%= x %> @Model.X"
    case["entries"][0] |= {"says": marks, "why": marks}
    case["writer"]["name"] = "((name))"
    letter = build("correction", Case(**case), ON)
    (made,) = sandbox.make([Job(letter, ("txt",), check=True)], house.read(tmp_path))
    assert made.findings == ()
    assert " ".join(marks.split()) in " ".join(made.files[0][1].decode().split())


# ------------------------------------------------------------------------------------- a whole folder


def check(folder):
    return template_check.check(folder, ON)


def said(report):
    return "\n".join(template_check.lines(report))


def test_all_that_is_wrong_in_a_folder_is_told_at_once(tmp_path):
    """A broken setting, a broken tag, a lost part, a foreign mark: one check tells all four."""
    own(tmp_path, "house.toml", 'closng = "With kind regards"\n')
    own(tmp_path, "combined.html", "{% if letter.body === 'x' %}{% endif %}")
    own(tmp_path, "parts/refusal.html", "<p>Please be quick.</p>")
    own(
        tmp_path,
        "erasure.html",
        '{% extends "shipped/erasure.html" %}\n{% block proof %}<p data-part="proof">((name))</p>{% endblock %}',
    )
    report = check(tmp_path)
    told = {(Path(one.finding.file).name, one.finding.kind) for one in report.problems}
    assert told == {
        ("house.toml", "house"),
        ("combined.html", "syntax"),
        ("refusal.html", "part"),
        ("erasure.html", "placeholder"),
        # Where several templates are one's own, the letter's own is named for what it lacks.
        ("erasure.html", "part"),
    }
    text = said(report)
    assert "closing" in text
    assert "combined.html, line 1" in text
    assert '{% include "parts/refusal.html" %}' in text
    assert re.search(r"Found in \d+ of \d+ letters tried: correction", text)
    assert text.endswith("things are wrong.")


def test_nothing_wrong_is_said_with_how_much_was_tried(tmp_path):
    report = check(tmp_path)
    assert report.told == ()
    letters = {letter for _, letter in LETTERS}
    assert report.tried == report.set_as_pdf == len(LETTERS) + len(letters)
    assert said(report).startswith(f"Nothing is wrong with the templates in {tmp_path}.")


def test_one_letter_that_cannot_be_made_leaves_the_others_to_be_checked(tmp_path):
    own(tmp_path, "correction.html", "{{ 1 / 0 }}")
    own(tmp_path, "parts/refusal.html", "<p>x</p>")
    report = check(tmp_path)
    kinds_told = {(Path(one.finding.file).name, one.finding.kind) for one in report.problems}
    assert kinds_told == {("correction.html", "letter"), ("refusal.html", "part")}


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(TemplateError, match="no folder"):
        check(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["notify/correction.md", "docassemble/combined.html"])
def test_a_template_of_another_program_is_checked_to_the_end(tmp_path, name):
    """Marks, plain text or not, and what the letter lacks are told together; nothing breaks."""
    path = FOREIGN / name
    shutil.copy(path, tmp_path / f"{path.stem}.html")
    report = check(tmp_path)
    kinds_told = {one.finding.kind for one in report.problems}
    assert "placeholder" in kinds_told
    assert "Traceback" not in said(report)


# ------------------------------------------------------------------------- what was copied whole


def as_if_older(folder, name, change):
    """Copy a shipped template whole as an earlier version of the program would have."""
    template_copies.copy(name, folder, "0.0", whole=True)
    file = name if name.endswith(".css") else f"{name.removesuffix('.html')}.html"
    before = change((shipped_templates() / file).read_text(encoding="utf-8"))
    header = (folder / file).read_text(encoding="utf-8").partition("\n")[0]
    header = re.sub(r"[0-9a-f]{12}", template_copies.mark(before), header)
    (folder / file).write_text(f"{header}\n{before}", encoding="utf-8")
    (folder / "copied-from" / file).write_text(before, encoding="utf-8")
    return folder / file


def older(text):
    return text.replace("your reasons", "why you refuse")


def outdated(folder):
    return [one for one in template_lint.look(house.read(folder)) if one.kind == "copy"]


def test_a_copy_of_what_has_not_changed_since_is_not_told_of(tmp_path):
    template_copies.copy("parts/refusal", tmp_path, "0.0")
    assert outdated(tmp_path) == []


def test_a_copy_of_what_has_changed_since_is_told_of_with_the_change(tmp_path):
    path = as_if_older(tmp_path, "parts/refusal", older)
    path.write_text(
        path.read_text(encoding="utf-8").replace("in writing", "by post"), encoding="utf-8"
    )
    (one,) = outdated(tmp_path)
    assert "has changed since it was copied" in one.says
    assert "0.0" in one.says
    changed = [line for line in one.detail.splitlines() if re.match(r"[-+][^-+]", line)]
    assert len(changed) == 2, "only what changed in the shipped one, not what one changed oneself"
    assert changed[0].startswith("-<li>why you refuse")
    assert changed[1].startswith("+<li>your reasons")


def test_without_the_kept_original_the_copy_itself_is_compared(tmp_path):
    as_if_older(tmp_path, "parts/refusal", older)
    shutil.rmtree(tmp_path / "copied-from")
    (one,) = outdated(tmp_path)
    assert "How it differs from this file:" in one.detail
    assert "+<li>your reasons" in one.detail


def test_a_kept_original_that_somebody_changed_is_not_trusted(tmp_path):
    as_if_older(tmp_path, "parts/refusal", older)
    own(tmp_path, "copied-from/parts/refusal.html", "<p>something else</p>")
    (one,) = outdated(tmp_path)
    assert "something else" not in one.detail


def test_a_style_sheet_that_was_copied_is_compared_too(tmp_path):
    as_if_older(
        tmp_path, "letter.css", lambda text: text.replace("color: #000;", "color: #111;", 1)
    )
    (one,) = outdated(tmp_path)
    assert one.file.endswith("letter.css")


def test_what_was_seen_is_not_told_again(tmp_path):
    as_if_older(tmp_path, "parts/refusal", older)
    template_copies.seen("parts/refusal", tmp_path, "0.1")
    assert outdated(tmp_path) == []
    assert "why you refuse" in (tmp_path / "parts/refusal.html").read_text(encoding="utf-8")


def test_a_copy_of_what_there_is_no_more_is_told_of(tmp_path):
    path = as_if_older(tmp_path, "parts/refusal", older)
    text = path.read_text(encoding="utf-8").replace("parts/refusal.html of", "parts/gone.html of")
    path.write_text(text, encoding="utf-8")
    (one,) = outdated(tmp_path)
    assert "which there is no more" in one.says


def test_only_a_whole_copy_can_be_seen(tmp_path):
    template_copies.copy("closing", tmp_path, "0.0")
    with pytest.raises(AssistantError, match="does not say what it was copied from"):
        template_copies.seen("base", tmp_path, "0.1")


# ---------------------------------------------------------------------------- the commands that use it


def run(*args):
    return CliRunner().invoke(main, [str(one) for one in args], catch_exceptions=False)


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.toml"
    path.write_text(run("example").output, encoding="utf-8")
    return path


def test_check_ends_with_1_and_tells_programs_in_json(tmp_path):
    own(tmp_path, "correction.html", "{{ letter.signatry }}")
    done = run("templates", "check", tmp_path, "--json", "--on", "2026-11-22")
    told = json.loads(done.output)
    assert done.exit_code == 1
    assert told["problems"] == len([one for one in told["findings"] if one["grave"]]) > 0
    one = next(one for one in told["findings"] if one["kind"] == "word")
    assert (one["line"], one["file"]) == (1, str(tmp_path / "correction.html"))
    assert set(one) >= {"says", "hint", "letters", "grave"}


def test_check_of_a_sound_folder_ends_with_0(tmp_path):
    own(tmp_path, "house.toml", 'closing = "With kind regards"\n')
    done = run("templates", "check", tmp_path, "--on", "2026-11-22")
    assert done.exit_code == 0, done.output


def test_write_refuses_a_letter_that_has_lost_a_part_and_writes_nothing(tmp_path, case):
    own(tmp_path / "mine", "parts/refusal.html", "<p>Please be quick.</p>")
    order = [
        "write",
        case,
        "combined",
        "-o",
        tmp_path / "out",
        "--templates",
        tmp_path / "mine",
        "--as",
        "txt",
    ]
    done = run(*order, "--on", "2026-11-22")
    assert done.exit_code == 1
    assert "what they must tell if they refuse" in done.output
    assert '{% include "parts/refusal.html" %}' in done.output
    assert "--anyway" in done.output
    assert not (tmp_path / "out").exists()
    done = run(*order, "--on", "2026-11-22", "--anyway")
    assert done.exit_code == 0
    assert "what they must tell if they refuse" in done.output
    (written,) = (tmp_path / "out").iterdir()
    assert "Please be quick." in written.read_text(encoding="utf-8")


def test_write_refuses_a_letter_with_a_mark_of_another_program(tmp_path, case):
    own(
        tmp_path / "mine",
        "combined.html",
        '{% extends "shipped/combined.html" %}{% block proof %}<p data-part="proof">((name))</p>{% endblock %}',
    )
    done = run(
        "write", case, "combined", "-o", tmp_path, "--templates", tmp_path / "mine", "--as", "txt"
    )
    assert done.exit_code == 1
    assert "“((name))”" in done.output
    assert "GOV.UK Notify" in done.output


def test_write_refuses_an_address_outside_the_window(tmp_path, case):
    own(tmp_path / "mine", "house.css", ".recipient { padding-top: 5mm }")
    done = run("write", case, "combined", "-o", tmp_path, "--templates", tmp_path / "mine")
    assert done.exit_code == 1
    assert "window of an envelope" in done.output


def test_write_tells_all_that_is_wrong_with_a_template_that_cannot_be_used(tmp_path, case):
    own(tmp_path / "mine", "combined.html", "{% if letter.body === 'x' %}{% end if %}\n{{ “x” }}")
    done = run(
        "write", case, "combined", "-o", tmp_path, "--templates", tmp_path / "mine", "--as", "txt"
    )
    assert done.exit_code == 1
    for words in ("=== is not used", "{% endif %}", "curly quotation marks", "line 2"):
        assert words in done.output


def test_shipped_letters_are_not_looked_over(tmp_path, case, monkeypatch):
    """They were when they were made; looking again would only take time."""
    for module, name in (
        (letter_check, "findings"),
        (page_check, "findings"),
        (template_lint, "look"),
    ):
        monkeypatch.setattr(module, name, lambda *_, **__: pytest.fail("looked over"))
    assert run("write", case, "combined", "-o", tmp_path, "--as", "txt").exit_code == 0


def test_the_day_of_the_check_can_be_any():
    """Sample cases do not grow old: also in some years every letter is tried."""
    from assistant import samples

    later = {letter.name for _, letter in samples.letters(date(2028, 3, 1))}
    assert later == set(kinds())


# ---------------------------------------------------------------- what a stranger's folder could do


HIDING = ["display: none", "visibility: hidden", "font-size: 0.1pt"]


@pytest.mark.parametrize("style", HIDING)
def test_words_that_only_the_other_forms_would_show_are_told(tmp_path, style):
    extra = f'<p style="{style}">I WITHDRAW EVERYTHING</p>'
    own(
        tmp_path,
        "correction.html",
        '{% extends "shipped/correction.html" %}{% block proof %}{{ super() }}'
        + extra
        + "{% endblock %}",
    )
    told = [one.finding for one in template_check.check(tmp_path, ON).problems]
    assert any("cannot be read on paper: “WITHDRAW EVERYTHING" in one.says for one in told)


def test_an_answer_in_the_address_of_a_link_is_told(tmp_path):
    link = '<a href="https://evil.example/?{{ letter.writer.name }}">here</a>'
    block = '{% extends "shipped/correction.html" %}{% block proof %}{{ super() }}<p>LINK</p>{% endblock %}'
    own(tmp_path, "correction.html", block.replace("LINK", link))
    told = [one.finding.says for one in template_check.check(tmp_path, ON).problems]
    assert any("https://evil.example/" in says and "holds an answer" in says for says in told)
    own(tmp_path, "correction.html", block.replace("LINK", '<a href="https://x.example/">x</a>'))
    assert template_check.check(tmp_path, ON).problems == ()


def test_a_pipe_in_place_of_a_template_is_told_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "correction.html")
    report = template_check.check(tmp_path, ON)
    assert [one.finding.says for one in report.told] == [template_lint.NO_FILE[0]]


@pytest.mark.parametrize(
    "text",
    ["x." * 100_000 + "y = 1", 'a = {"b c" . ' + "'d'." * 5_000 + "e = 1}", "n = " + "9" * 5_000],
)
def test_a_sheet_that_would_fill_the_memory_is_a_sentence(tmp_path, text):
    (tmp_path / "house.toml").write_text(text)
    (problem,) = template_check.check(tmp_path, ON).problems
    assert problem.finding.file.endswith("house.toml")


def test_what_is_told_gives_the_terminal_no_orders(tmp_path):
    (tmp_path / "house.toml").write_text('"\\u001b[2Jevil\\u0007\\nNothing is wrong." = 1\n')
    (tmp_path / "x\n22 letters were tried.\nNothing is wrong.html").write_text("{{")
    said = list(template_check.lines(template_check.check(tmp_path, ON)))
    assert not any(set("\x1b\x07\n") & set(line) for line in said)
    assert not any(line.startswith(("Nothing is wrong", "22 letters were")) for line in said[:-1])


def test_each_letter_is_told_its_own_law(tmp_path):
    for name in ("erasure", "dissent-note", "combined", "ico-complaint"):
        (tmp_path / f"{name}.html").write_text('{% extends "shipped/base.html" %}')
    for one in template_check.check(tmp_path, ON).problems:
        if "the law on which it is asked" in one.finding.says:
            assert "rectification" not in one.finding.hint
