"""A letter's HTML is read as blocks: each thing as what it is, and never a word lost."""

import html as markup
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import blocks, characters
from assistant.errors import TemplateError
from assistant.tree import (
    Cell,
    Group,
    Heading,
    Line,
    Listing,
    PageBreak,
    Paragraph,
    Run,
    Table,
)


def read(body: str) -> tuple:
    return blocks.read(f"<!doctype html><html lang=en><title>T</title><body>{body}</body></html>")


def paragraph(text: str, **more) -> Paragraph:
    return Paragraph((Run(text),), **more)


def words(found) -> str:
    """Every word of *found*, in order, without spaces."""
    match found:
        case Paragraph():
            text = found.text
        case Listing():
            text = "".join(map(words, found.items))
        case Group() | Cell():
            text = words(found.blocks)
        case Table():
            text = "".join(words(cell) for row in found.rows for cell in row)
        case tuple():
            text = "".join(map(words, found))
        case _:
            text = ""
    return "".join(text.split())


def test_the_whole_letter_is_known_by_its_title_language_size_and_footer():
    found = blocks.document(
        '<!doctype html><html lang="cy" class="other large-print" dir="rtl"><head>'
        "<title> A \n title </title></head><body data-footer='My reference: 1'>x</body></html>"
    )
    assert (found.title, found.language, found.size) == ("A title", "cy", "large-print")
    assert (found.footer, found.rtl) == ("My reference: 1", True)
    assert found.blocks == (paragraph("x", rtl=True),)


def test_a_letter_without_any_of_that_is_read_all_the_same():
    found = blocks.document("x")
    assert (found.title, found.language, found.size, found.footer) == ("", "", "standard", "")


def test_a_short_text_is_never_taken_for_the_name_of_a_file(tmp_path, monkeypatch):
    (tmp_path / "secret").write_text("from the file")
    monkeypatch.chdir(tmp_path)
    assert blocks.read("secret") == (paragraph("secret"),)


def test_addresses_and_entries_are_groups_and_their_wrappers_are_not():
    assert read(
        '<main><div class="sender"><p>A</p></div><div class="x recipient"><p>B</p></div>'
        '<section><div class="entry" data-part="entries"><h3>E</h3><p>C</p></div></section></main>'
    ) == (
        Group("sender", (paragraph("A"),)),
        Group("recipient", (paragraph("B"),)),
        Group("entry", (Heading((Run("E"),), level=3), paragraph("C"))),
    )


def test_a_paragraph_says_what_it_is_for():
    assert read(
        '<p class="date">D</p><p class="references">R<br>S</p><div class="closing"><p>C</p></div>'
        '<p class="signature">N</p><p class="list-heading">L</p><p class="unheard-of">U</p>'
    ) == (
        paragraph("D", role="date"),
        Paragraph((Run("R"), Run("\n"), Run("S")), role="references"),
        paragraph("C", role="closing"),
        paragraph("N", role="signature"),
        paragraph("L", role="list-heading"),
        paragraph("U"),
    )


def test_a_heading_has_its_level_and_its_part():
    assert read('<h1>A</h1><h2 data-part="form-harm"><div>B</div></h2><p>c</p>') == (
        Heading((Run("A"),), level=1),
        Heading((Run("B"),), level=2, part="form-harm"),
        paragraph("c"),
    )


def test_what_begins_a_new_sheet_is_parted_from_what_was_before():
    found = read('<h1 class="new-page">First</h1><p>a</p><h2 class="new-page">Sheet</h2>')
    assert [type(one) for one in found] == [Heading, Paragraph, PageBreak, Heading]


def test_lists_keep_their_numbering_their_start_and_their_nesting():
    assert read(
        "<ol start=3 type=a><li>one<li>two<ul><li>deep</ul></ol><ol start=x><li>z</ol>"
    ) == (
        Listing(
            ((paragraph("one"),), (paragraph("two"), Listing(((paragraph("deep"),),)))),
            "lower-letter",
            3,
        ),
        Listing(((paragraph("z"),),), "decimal", 1),
    )


def test_what_stands_loose_in_a_list_or_outside_of_one_is_kept():
    assert read("<ol>loose<li>a</li>more<ol><li>b</ol></ol><li>stray") == (
        Listing(
            (
                (paragraph("loose"),),
                (paragraph("a"),),
                (paragraph("more"),),
                (Listing(((paragraph("b"),),), "decimal"),),
            ),
            "decimal",
        ),
        Listing(((paragraph("stray"),),)),
    )


def test_an_empty_item_still_counts():
    assert read("<ol><li></li><li>b</li></ol>") == (Listing(((), (paragraph("b"),)), "decimal"),)


def test_spaces_and_line_breaks_of_the_source_are_one_space_and_typed_ones_are_kept():
    (found,) = read("<p>\n  a\n <b> b </b> c&nbsp; d <br>\n e  <br></p>")
    assert found.text == "a b c\xa0 d\ne"
    (found,) = read("<pre>  a\n   b</pre>")
    assert (found.text, found.role) == ("  a\n   b", "pre")


def test_looks_are_marks_on_words():
    (found,) = read("<p><b>a<bdi>b</bdi></b><i>c</i><del>d</del><q>e</q>")
    assert [(run.text, set(run.marks)) for run in found.runs] == [
        ("a", {"b"}), ("b", {"b", "bdi"}), ("c", {"i"}), ("d", {"s"}), ("“", set()), ("e", set()),
        ("”", set()),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("https://ico.org.uk/", "https://ico.org.uk/"),
        ("MAILTO:a@b.example", "MAILTO:a@b.example"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("data:text/html,x", ""),
        ("#here", ""),
        ("https://a b", ""),
    ],
)
def test_a_link_leads_to_the_web_or_to_a_person_or_nowhere(address, leads_to):
    (found,) = read(f'<p><a href="{address}">words</a></p>')
    assert found.runs == (Run("words", link=leads_to),)


def test_a_picture_is_its_words_and_a_drawing_its_title():
    (found,) = read(
        '<p><img src="logo.png" alt=" The  Centre "> <svg><title>Tree</title></svg>'
        "<svg><text>Drawn</text></svg></p>"
    )
    assert found.runs[0] == Run("The Centre", picture="logo.png")
    assert found.text == "The Centre TreeDrawn"


def test_a_table_keeps_rows_and_cells_of_any_length():
    caption, table = read(
        "<table><caption>C</caption><thead><tr><th>A<th>B</thead><tr><td>1<p>2</p></table>"
    )
    assert caption == paragraph("C")
    assert [[(words(cell), cell.heading) for cell in row] for row in table.rows] == [
        [("A", True), ("B", True)],
        [("12", False)],
    ]


def test_what_paper_does_not_show_is_not_read():
    assert (
        read(
            "<style>p{}</style><script>x</script><!-- c --><p hidden>h</p><template>t</template>"
            "<noframes>f</noframes><table></table><ul></ul><div class=entry></div>"
        )
        == ()
    )


def test_a_line_and_a_quotation_are_known():
    assert read("<hr><blockquote>q</blockquote>") == (Line(), Group("quote", (paragraph("q"),)))


def test_direction_is_handed_down_and_can_be_turned_back():
    first, second = read('<div dir="rtl"><p>a</p><p dir="ltr">b</p></div>')
    assert (first.rtl, second.rtl) == (True, False)


def test_elements_that_have_no_block_of_their_own_keep_their_words():
    found = read(
        "<details><summary>a</summary>b</details><dl><dt>c<dd>d</dl><form><fieldset><legend>e"
        "</legend><label>f<textarea>g</textarea></label></fieldset></form><figure><figcaption>h"
        "</figcaption></figure><letterhead>i<address>j</address></letterhead><center>k</center>"
        "<math><mi>l</mi></math><ruby>m<rt>n</rt></ruby><p>o<div>p</div>q"
    )
    assert words(found) == "abcdefghijklmnopq"


def test_a_template_that_never_ends_its_elements_is_a_sentence_and_no_crash():
    with pytest.raises(TemplateError, match="inside each other"):
        read("<div>" * 5000 + "deep")


TAGS = ["p", "div", "b", "i", "ul", "ol", "li", "h1", "h2", "table", "tr", "td", "th", "blockquote",
        "section", "pre", "bdi", "span", "a", "dl", "dt", "dd", "q", "caption", "br", "hr"]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from([f"<{t}>" for t in TAGS] + [f"</{t}>" for t in TAGS]),
                          st.text("xyzé ", min_size=1, max_size=4)), max_size=30))  # fmt: skip
def test_whatever_the_tags_no_word_is_lost_or_doubled(pieces):
    """The letters may move (out of a table, as in a browser), but each is there once."""
    body = "".join(pieces)
    typed = "".join(piece for piece in pieces if not piece.startswith("<"))
    found = words(read(f"<p>{body}")).replace("“", "").replace("”", "")
    assert sorted(found) == sorted("".join(typed.split()))


@given(st.text())
def test_any_answer_is_read_as_it_was_typed(text):
    answer = characters.clean(text)
    found = read(f"<p><bdi>{markup.escape(answer)}</bdi></p>")
    typed = re.sub("[ \t\n]+", " ", answer).strip(" ")
    assert "".join(one.text for one in found) == typed
