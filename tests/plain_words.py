"""How hard a text is to read, as a UK reading age: a small formula of our own that needs no network.

The Flesch-Kincaid grade (Kincaid and others, 1975) weighs the words in a sentence and the syllables
in a word; five more than an American grade is the age. A sentence ends with a full stop, a question
or exclamation mark, or the end of the item it stands in. Syllables are counted by how words are
spelt; letters read out one by one, such as ICO, count as one each. A date is taken in at a glance:
its numbers and the names of its month and day count as one each.
"""

import re

WORDS_PER_SENTENCE, SYLLABLES_PER_WORD, OFFSET = 0.39, 11.8, -15.59
GRADE_TO_AGE = 5

SENTENCE_END = re.compile(r"(?<=[.!?])[”’\")]*\s+|\n+")
WORD = re.compile(r"\d[\d.,:/]*\d|\d|[A-Za-zÀ-ÿ]+(?:[’'-][A-Za-zÀ-ÿ]+)*")
NOT_AN_END = re.compile(r"\b(?:e\.g|i\.e|Mr|Mrs|Ms|Dr|St|No|c/o|s|ss|art|reg)\.(?=\s)")
"""Full stops that end no sentence."""

VOWELS = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+")
PARTS = re.compile(r"^(some|every|else|who|safe|frame)(?=[b-df-hj-np-tv-xz]\w\w|ever)")
ENDINGS = re.compile(r"(?<=\w\w)(ments?|ful|less|ly|body|where|times?|works?|guards?)$")
SILENT = (
    re.compile(r"[^aeiouy]e$(?<![^aeiouy]le)"),  # name, file; not little
    re.compile(r"[^aeiouyscgxz]es$(?<!shes)(?<!ches)(?<![^aeiouy]les)"),  # names; not cases
    re.compile(r"[^aeiouytd]ed$(?<![^aeiouyl]led)"),  # called; not noted, settled
)
APART = (
    re.compile(
        r"(?<![tcsgxn])i[ao](?!u)|(?<=[^tscg])iou|(?<!t)ient|iet|ias"
    ),  # record-ial, not -tion
    re.compile(r"(?<![qg])ua(?=[lt])|(?<![cg])eo(?=[gpln])(?<!peo)|rea$|reas$|creat"),
    re.compile(r"[aeiouy]ing|[^aeiou]sm$|uary"),  # seeing, criticism, January
)
OF_A_DATE = re.compile(
    r"(january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(mon|tues|wednes|thurs|fri|satur|sun)day)"
)
KNOWN = {
    "ICO": "the name of the office that a reader must find",
    "Ombudsman": "the name of the office that a reader must find",
    "data protection officer": "a job that stands on the office's door",
    "parental responsibility": "the words of the law, which a council will ask for",
    "stalking protection order": "the name of a paper that a reader has or has not",
}
"""Terms without which a text cannot do, each explained where it is first used (terms.toml). They
count as one short word."""
IRREGULAR = {
    "anyone": 3, "being": 2, "centre": 2, "every": 2, "ideas": 3, "people": 2, "whoever": 3, "royal": 2, "serious": 3, "someone": 2,
    "tired": 2, "filled": 1, "hour": 1, "hours": 1, "science": 2,
}  # fmt: skip
"""Words that no rule here gets right."""


def syllables(word):
    """Return how many syllables *word* has when it is read out."""
    if word[0].isdigit() or OF_A_DATE.fullmatch(word.lower()):
        return 1
    if word.isupper() and 1 < len(word) <= 5:
        return len(word)
    return sum(
        _syllables(part) for part in re.split(r"[-’']", word.lower()) if part not in ("s", "")
    )


def _syllables(word):
    if word in IRREGULAR:
        return IRREGULAR[word]
    for split in (PARTS, ENDINGS):
        found = split.search(word)
        if found and found[0] != word:
            rest = word[: found.start()] + word[found.end() :]
            return _syllables(found[0]) + _syllables(rest)
    count = len(VOWELS.findall(word)) + sum(len(rule.findall(word)) for rule in APART)
    return max(1, count - any(rule.search(word) for rule in SILENT))


def words(text):
    """Return the words of *text*, numbers among them."""
    return WORD.findall(text)


def sentences(text):
    """Return the sentences of *text*, without what holds no word."""
    text = NOT_AN_END.sub(lambda found: found[0][:-1], text)
    return [part for part in SENTENCE_END.split(text) if words(part)]


def reading_age(*texts):
    """Return the UK reading age of *texts* taken together, in years.

    Each text is an item of its own: no sentence runs from one into the next.
    """
    known = re.compile("|".join(KNOWN), re.IGNORECASE)
    said = [sentence for text in texts for sentence in sentences(known.sub("it", text))]
    found = [word for sentence in said for word in words(sentence)]
    if not found:
        return 0.0
    per_sentence = len(found) / len(said)
    per_word = sum(map(syllables, found)) / len(found)
    grade = WORDS_PER_SENTENCE * per_sentence + SYLLABLES_PER_WORD * per_word + OFFSET
    return grade + GRADE_TO_AGE
