"""Plain words: every screen at or under a reading age of 11, every letter of 13, terms explained."""

import re
import tomllib
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant import advice, law, letters, samples, templates
from assistant.case import Case
from assistant.deadlines import deadline
from assistant.errors import NotReady
from assistant.kinds import kinds
from tests.plain_words import KNOWN, reading_age, syllables, words

DATA = Path(law.__file__).parent / "data"
CASES = sorted(samples.FOLDER.glob("*.toml"))
TODAY = date(2026, 11, 22)

SCREEN, LETTER = 11, 13
ALONE = 12
"""Words from which a text is judged alone. The formula was made for whole passages: in a shorter
text one long word such as "information" moves it by years, so those are judged together with the
rest of their screen."""
FILLED = {"person": "Sam", "ombudsman": "Ombudsman", "regulator": "ICO"}
"""What stands for a name that is filled in; "the council" for all others."""


# ---- the measure itself

SAMPLES = {
    # text: its reading age by the formula with the syllables of the CMU Pronouncing Dictionary
    "The cat sat on the mat. It saw a dog. The dog ran at the cat, and the cat ran up a tree."
    " Then the dog went home.": 3.94,
    "You can ask the council to put the record right. Say which words are wrong and what they"
    " should say. The council has one month to answer. If it says no, it must tell you why, and"
    " what you can do next.": 6.43,
    "I ask you to correct two entries in the assessment that you hold about me. Each entry is set"
    " out below, with the page, the words and the reason why they are wrong. Please tell me in"
    " writing what you have changed, and on which day you changed it.": 9.75,
    "Notwithstanding the foregoing provisions, the controller shall implement appropriate technical"
    " and organisational measures to ensure that personal data undergoing processing are adequate,"
    " relevant and limited to what is necessary in relation to the purposes for which they are"
    " processed, and shall demonstrate compliance upon request of the supervisory"
    " authority.": 34.29,
}
SYLLABLES = {
    # by the CMU Pronouncing Dictionary
    1: "the month told asked named called right wrong months names house years what who",
    2: "council records answer deadline wanted noted deleted-not someone something people statement",
    3: "opinion somebody important decided assessment whoever serious area",
    4: "information correspondence recipients situation authority",
    5: "identity-not rectification opportunity immediately association-not",
}


@pytest.mark.parametrize(("text", "age"), list(SAMPLES.items()))
def test_the_measure_agrees_with_a_dictionary_of_sounds_on_easy_and_on_hard_texts(text, age):
    assert reading_age(text) == pytest.approx(age, abs=0.5)


@pytest.mark.parametrize("number", SYLLABLES)
def test_syllables_are_counted_as_a_dictionary_of_sounds_has_them(number):
    told = [word for word in SYLLABLES[number].split() if not word.endswith("-not")]
    assert {word: syllables(word) for word in told} == dict.fromkeys(told, number)


def test_letters_read_out_one_by_one_count_each_and_a_number_counts_once():
    assert [syllables(word) for word in ("ICO", "UK", "GDPR", "2026", "17", "December")] == [
        3, 2, 4, 1, 1, 1,
    ]  # fmt: skip


def test_only_terms_that_are_explained_count_as_short_words():
    listed = {form.lower() for term in terms() for form in term["forms"]}
    assert {term.lower() for term in KNOWN} <= listed


def test_items_do_not_run_into_one_another():
    assert reading_age("One two three four", "five six seven eight") == reading_age(
        "One two three four. Five six seven eight."
    )


# ---- screens


def filled(text):
    return re.sub(r"\{(\w+)\}", lambda found: FILLED.get(found[1], "the council"), text)


@cache
def questions():
    """Every screen of the questions: its place, and the texts on it."""
    found = {}
    for path in sorted((DATA / "questions").glob("*.toml")):
        for part in tomllib.loads(path.read_text("utf-8"))["part"]:
            place = f"{path.name} {part['key']}"
            found[place] = [part[key] for key in ("title", "intro") if key in part]
            for number, one in enumerate(part.get("question", [])):
                texts = [one[key] for key in ("ask", "why", "help") if key in one]
                # An example of a name, a date or an address is no text to be read.
                texts += [one["example"]] if one.get("example", "").endswith(".") else []
                texts += [choice["says"] for choice in one.get("choices", [])]
                found[f"{place}.{one['key']} ({number})"] = texts
    return {place: list(map(filled, texts)) for place, texts in found.items()}


@cache
def told():
    """Every point of advice, likely answer and rule: its place, and its words."""
    data = tomllib.loads((DATA / "advice.toml").read_text("utf-8"))
    found = {f"advice {one['key']}": one["says"] for one in data["point"]}
    for number, one in enumerate(data["remedy"]):
        found[f"remedy {one['wrong']} {one['wish']} ({number})"] = one["likely"]
    for rule in law.rules():
        found[f"law {rule.key} ({rule.since}, {rule.nations[0]})"] = rule.says
    return {place: filled(text) for place, text in found.items()}


def every_text():
    for place, texts in questions().items():
        yield from ((place, text) for text in texts)
    yield from told().items()


def too_hard(texts, limit):
    return {
        f"{place}: {text}": round(reading_age(text), 1)
        for place, text in texts
        if len(words(text)) >= ALONE and reading_age(text) > limit
    }


def test_there_are_as_many_texts_as_the_program_has_screens():
    assert len(questions()) > 60
    assert len(told()) > 200
    assert len(terms()) > 15


def test_every_text_on_a_screen_can_be_read_at_11():
    assert too_hard(every_text(), SCREEN) == {}


def test_every_screen_as_a_whole_can_be_read_at_11():
    hard = {
        place: round(reading_age(*texts), 1)
        for place, texts in questions().items()
        if len(words(" ".join(texts))) >= ALONE and reading_age(*texts) > SCREEN
    }
    assert hard == {}


@pytest.mark.parametrize("kind", ["advice", "remedy", "law"])
def test_the_short_points_and_rules_together_can_be_read_at_11(kind):
    short = [
        text
        for place, text in told().items()
        if place.startswith(kind) and len(words(text)) < ALONE
    ]
    assert not short or reading_age(*short) <= SCREEN


def test_the_words_about_a_deadline_can_be_read_at_11():
    # Its one sentence is a list of short clauses; Flesch counts each as a sentence of its own.
    for start in (date(2026, 11, 25), date(2026, 11, 23), date(2026, 3, 31), date(2026, 12, 16)):
        for facts in ({}, {"extended": True}, {"extension_noticed": date(2027, 3, 31)}):
            because = deadline("request", start, "scotland", **facts).because
            assert reading_age(because.replace(";", ".")) <= SCREEN, because


# ---- letters


class Blocks(HTMLParser):
    """The paragraphs, items and headings of a letter, with "Sam" for each short answer in them."""

    def __init__(self):
        super().__init__()
        self.found, self.text, self.in_answer = [], "", 0

    def handle_starttag(self, tag, attrs):
        if tag == "bdi":
            self.in_answer += 1
            self.text += "Sam"
        elif tag in ("p", "li", "h1", "h2", "h3", "h4", "td", "th", "ol", "ul", "div", "title"):
            self.end()
        elif tag == "br":
            self.text += "¶"

    def handle_endtag(self, tag):
        if tag == "bdi":
            self.in_answer -= 1
        elif tag not in ("b", "i", "em", "strong", "a", "span", "time"):
            self.end()

    def handle_data(self, data):
        self.text += "" if self.in_answer else data

    def end(self):
        text = re.sub(r" *¶ *", "\n", re.sub(r"\s+", " ", self.text)).strip()
        self.found += [text] if text else []
        self.text = ""


def answers(value):
    """Every paragraph that the person wrote."""
    if isinstance(value, dict):
        return {one for field in value.values() for one in answers(field)}
    if isinstance(value, list):
        return {one for field in value for one in answers(field)}
    return {re.sub(r"\s+", " ", part).strip() for part in str(value).split("\n\n")}


def our_words(text, citations, names):
    """Take out citations, which are for the office to look up, and names that were typed."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "Sam")
    for citation in sorted(citations, key=len, reverse=True):
        text = text.replace(re.sub(r"\s+", " ", citation), "§")
    return re.sub(r"\s*\([^()]*§[^()]*\)", "", text).replace("§", "that law")


@cache
def written():
    """Every letter that a sample case can send: its name, and the paragraphs that are ours."""
    found = {}
    for path in CASES:
        data = tomllib.loads(path.read_text("utf-8"))
        case = Case.model_validate(data)
        for name in kinds():
            try:
                letter = letters.build(name, case, TODAY)
            except NotReady:
                continue
            blocks = Blocks()
            blocks.feed(templates.fill(letter))
            typed = answers(data)
            names = [one for one in typed if 1 < len(one.split()) < 8]
            citations = [one.words for one in letter.law]
            found[f"{name} for {path.stem}"] = [
                our_words(text, citations, names) for text in blocks.found if text not in typed
            ]
    return found


def test_every_letter_is_among_those_that_are_read():
    assert {place.split()[0] for place in written()} == set(kinds())


def test_every_letter_can_be_read_at_13():
    assert {
        place: reading_age(*texts)
        for place, texts in written().items()
        if reading_age(*texts) > LETTER
    } == {}


def test_every_paragraph_of_a_letter_can_be_read_at_13():
    texts = ((place.split()[0], text) for place, texts in written().items() for text in texts)
    assert too_hard(texts, LETTER) == {}


# ---- terms


@cache
def terms():
    return tomllib.loads((DATA / "terms.toml").read_text("utf-8"))["term"]


def unexplained(texts):
    """The terms that a text uses while neither it nor one before it explains them."""
    seen, found = "", []
    for place, text in texts:
        seen += " " + text.lower()
        for term in terms():
            used = any(form in text for form in term["forms"])
            if used and not any(sign.lower() in seen for sign in term["signs"]):
                found.append((place, term["term"]))
    return found


@pytest.mark.parametrize("term", terms(), ids=lambda term: term["term"])
def test_a_term_is_explained_in_plain_words_and_not_by_itself(term):
    assert reading_age(term["says"]) <= SCREEN
    assert term["term"].lower() not in term["says"].lower()
    assert any(sign.lower() in term["says"].lower() for sign in term["signs"])


@pytest.mark.parametrize(
    "part", sorted({place.split(".toml ")[1].split(".")[0] for place in questions()})
)
def test_a_part_of_the_questions_explains_a_term_where_it_first_uses_it(part):
    screens = [
        (place, " ".join(texts))
        for place, texts in questions().items()
        if place.split(".toml ")[1].split(".")[0] == part
    ]
    assert unexplained(screens) == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_advice_explains_a_term_where_it_first_uses_it(path):
    case = Case.model_validate(tomllib.loads(path.read_text("utf-8")))
    points = advice.advise(case, TODAY).points
    assert points
    missing = unexplained((point.key, point.says) for point in points)
    assert {term: place for place, term in reversed(missing)} == {}
