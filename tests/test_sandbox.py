"""Templates of strangers: what they cannot read, reach, run or fill, and how each attempt ends."""

import email
import io
import re
import socket
import subprocess
import sys
import tempfile
import threading
from email import policy
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from assistant import house, making, sandbox, templates
from assistant.errors import AssistantError, TemplateError
from assistant.sandbox import Limits
from tests import harmful
from tests.harmful import SECRET
from tests.samples import ON, sample

ALL = ("pdf", "txt", "html", "eml", "docx")
TIGHT = Limits(seconds=2, more=0, memory=600 << 20)
REFUSED = {
    "power": "{{ 10**10**10 }}",
    "long text": "{{ 'x' * 10000000000 }}",
    "long list": "{{ [0] * 10000000000 }}",
    "wide text": "{{ '{:1000000000}'.format(1) }}",
    "wide text, hidden": "{{ '{:{}}'.format(1, 1000000000) }}",
    "long join": "{{ ['x' * 1000] * 1000 | join('x' * 10000) }}",
    "long replacement": "{{ ('x' * 1000000) | replace('x', 'y' * 1000000) }}",
    "replacement by method": "{{ 'x'.replace('x', 'y') }}",
    "old formatting": "{{ '%1000000000d' % 1 }}",
    "padding": "{{ 'x'.ljust(1000000000) }}",
    "padding filter": "{{ 'x' | center(1000000000) }}",
    "wide range": "{{ range(1000000000) | list }}",
    "unescaped": "{{ letter.body | safe }}",
    "unescaped block": "{% autoescape false %}{{ letter.body }}{% endautoescape %}",
    "unescaped JSON": "{{ letter.body | tojson }}",
    "attribute filter": "{{ letter | attr('__class__') }}",
    "class": "{{ letter.__class__ }}",
    "class by map": "{{ [letter] | map(attribute='__class__') | join }}",
    "class by format": "{{ '{0.__class__}'.format(letter) }}",
    "class of a text": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "globals of a macro": "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "globals of a filter": "{{ self.__init__.__globals__ }}",
    "the clock": "{{ letter.date.today() }}",
    "another clock": "{{ letter.date.fromtimestamp(0) }}",
    "wide date": "{{ letter.date.strftime('%1000000000Y') }}",
    "change": "{{ law.update({'x': 1}) }}",
    "change of a list": "{% set x = [] %}{{ x.append(1) }}",
    "text without end": "{{ lipsum(100000) }}",
    "extension": "{% do letter.body %}",
    "debug": "{% debug %}",
    "environment": "{{ environ }}",
    "import of Python": "{% import 'os' as os %}",
    "file above": '{% include "../secrets/secret.html" %}',
    "file of the system": '{% include "/etc/passwd" %}',
    "file above, in disguise": '{% include "parts/../../secrets/secret.html" %}',
    "file above, in Windows": '{% include "..\\\\secrets\\\\secret.html" %}',
    "letter of an answer": "{% include letter.body %}",
    "many brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "many loops": "{% for a in 'x' %}" * 40 + "{% endfor %}" * 40,
    "long number": "{{ " + "9" * 5000 + " }}",
}


@pytest.fixture
def room(tmp_path, monkeypatch):
    """Return the folder in which processes apart have their folders during this test."""
    folder = tmp_path / "room"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def letter_of(name="correction", case="one-fact"):
    return making.letter(name, sample(case), ON)


def fails_to_fill(folder: Path) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        templates.fill(letter_of(), [folder])
    return caught.value


def made_apart(folder: Path, *forms: str, limits=TIGHT, names=("correction",)):
    """What becomes of letters that are made with the templates in *folder*, in a process apart."""
    jobs = [making.Job(letter_of(name), forms) for name in names]
    return list(sandbox.make(jobs, house.read(folder), limits))


def ends_in_a_sentence(outcome) -> str:
    """The message of *outcome*, which must tell a lay person what happened and what to do."""
    assert isinstance(outcome, AssistantError), outcome
    assert outcome.hint
    assert not re.search(r"Traceback|jinja2|<class|NoneType|0x[0-9a-f]{6}", str(outcome))
    assert outcome.message.rstrip()[-1] in ".!?”"
    return str(outcome)


# -------------------------------------------------------------------- what a template may not say


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_no_letter_needs_is_refused_with_file_and_line(tmp_path, text):
    harmful.secrets(tmp_path / "secrets")
    folder = harmful.house(tmp_path / "house", {"correction.html": f"<p>\n{text}"})
    error = fails_to_fill(folder)
    ends_in_a_sentence(error)
    assert SECRET not in str(error)
    assert error.file == str(folder / "correction.html")
    assert "correction.html" in error.message


def test_the_listed_filters_are_all_there_are():
    from assistant.template_language import KEPT_FILTERS, language, own_filters

    filters = set(language(None, "en-GB").filters)
    assert filters == {*KEPT_FILTERS, *own_filters("en-GB")}
    assert not filters & {"safe", "attr", "xmlattr", "tojson", "urlize", "format", "pprint"}


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"correction.html": '{% extends "correction.html" %}'}, ["correction.html"]),
        ({"correction.html": '{% include "correction.html" %}'}, ["correction.html"]),
        (
            {"correction.html": '{% include "a.html" %}', "a.html": '{% include "correction.html" %}'},
            ["correction.html", "a.html"],
        ),
        (
            {"correction.html": '{% extends "a.html" %}', "a.html": '{% extends "correction.html" %}'},
            ["correction.html", "a.html"],
        ),
        ({"correction.html": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"}, ["correction.html"]),
        ({"base.html": '{% extends "base.html" %}'}, ["base.html"]),
    ],
)  # fmt: skip
def test_templates_that_use_one_another_in_a_circle_are_named(tmp_path, files, named):
    error = fails_to_fill(harmful.house(tmp_path, files))
    assert "without end" in error.message
    assert all(name in error.message for name in named)


# ------------------------------------------------------------------- what it may not read or reach


@pytest.fixture(scope="module")
def caller():
    """An address on this machine, and the calls that reached it."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        over = threading.Event()

        def listen():
            while not over.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                calls.append(connection.getpeername())
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x", calls
        over.set()
        thread.join()


@pytest.mark.parametrize("kind", harmful.reaching_out("", ""))
def test_no_folder_shows_a_file_from_outside_or_reaches_the_network(tmp_path, caller, kind):
    address, calls = caller
    near = harmful.secrets(tmp_path / "secrets").as_uri()
    folder = harmful.house(tmp_path / "house", harmful.reaching_out(address, near)[kind])
    # In this process, where only the fetcher stands in the way and not the walls of the other.
    for form in ("pdf", "html", "txt", "docx"):
        job = making.Job(letter_of(), (form,))
        try:
            made = making.make(job, house.read(folder))
        except TemplateError as error:
            ends_in_a_sentence(error)
            shown = str(error)
        else:
            shown = made.html + "".join(map(readable, made.files))
        assert SECRET not in shown
        assert form != "pdf" or isinstance(shown, str)
    assert not calls


def test_a_call_would_have_been_counted(caller):
    address, calls = caller
    port = int(address.rsplit(":", 1)[1].removesuffix("/x"))
    before = len(calls)
    socket.create_connection(("127.0.0.1", port)).close()
    for _ in range(50):
        if len(calls) > before:
            break
        threading.Event().wait(0.05)
    assert calls.pop()


def readable(made: tuple[str, bytes]) -> str:
    """Everything that can be read in one form of a letter, attachments included."""
    form, content = made
    if form == "pdf":
        reader = PdfReader(io.BytesIO(content))
        pages = "".join(page.extract_text() for page in reader.pages)
        return pages + str(reader.attachments) + content.decode("latin-1")
    if form == "docx":
        return words_of_docx(content)
    if form == "eml":
        message = email.message_from_bytes(content, policy=policy.default)
        return message.get_body().get_content()
    return content.decode()


def words_of_docx(content: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)


@pytest.mark.parametrize(
    ("name", "target", "uses"),
    [
        ("correction.html", "secret.html", ""),
        ("parts/refusal.html", "secret.html", ""),
        ("house.css", "secret.css", ""),
        ("house.toml", "secret.txt", ""),
        ("logo.png", "secret.png", '[logo]\nfile = "logo.png"\nwords = "x"'),
        ("page.css", "secret.css", ""),
    ],
)
def test_a_link_out_of_the_folder_is_refused_and_its_file_never_read(tmp_path, name, target, uses):
    secrets = harmful.secrets(tmp_path / "secrets")
    folder = tmp_path / "house"
    (folder / name).parent.mkdir(parents=True)
    (folder / name).symlink_to(secrets / target)
    if uses:
        (folder / "house.toml").write_text(uses)
    with pytest.raises(TemplateError) as caught:
        making.make(making.Job(letter_of(), ("pdf", "html")), house.read(folder))
    assert "leads out of it" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_folder_of_links_out_of_the_folder_is_refused_too(tmp_path):
    harmful.house(tmp_path / "elsewhere", {"refusal.html": SECRET})
    folder = harmful.house(tmp_path / "house", {"x.html": ""})
    (folder / "parts").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(TemplateError, match="leads out of it"):
        templates.fill(letter_of(), [folder])


def test_a_pipe_in_the_folder_does_not_make_the_program_wait(tmp_path):
    import os

    for name in ("house.toml", "house.css", "correction.html"):
        os.mkfifo(tmp_path / name)
    assert making.make(making.Job(letter_of()), house.read(tmp_path)).html


def test_the_process_apart_has_walls_of_its_own(tmp_path):
    (tmp_path / "room").mkdir()
    attempts = {
        "network": "import socket; socket.create_connection(('127.0.0.1', 9))",
        "names": "import socket; socket.getaddrinfo('localhost', 80)",
        "program": "import subprocess; subprocess.run(['true'])",
        "shell": "import os; os.system('true')",
        "copy of itself": "import os; os.fork()",
        "file": f"open({str(tmp_path / 'x')!r}, 'w')",
        "file by number": f"import os; os.open({str(tmp_path / 'x')!r}, os.O_CREAT | os.O_WRONLY)",
        "deletion": f"import os; os.remove({str(tmp_path / 'kept')!r})",
        "another name": f"import os; os.rename({str(tmp_path / 'kept')!r}, 'x')",
    }
    (tmp_path / "kept").write_text("kept")
    code = f"from assistant.confined import _wall_in\n_wall_in({str(tmp_path / 'room')!r})\n"
    for what, attempt in attempts.items():
        done = subprocess.run(
            [sys.executable, "-c", code + attempt], check=False, capture_output=True, text=True
        )
        assert "PermissionError: a letter may not" in done.stderr, what
    assert sorted(one.name for one in tmp_path.iterdir()) == ["kept", "room"]
    inside = subprocess.run(
        [sys.executable, "-c", f"{code}open({str(tmp_path / 'room' / 'x')!r}, 'w').close()"],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert inside.returncode == 0, inside.stderr


# ------------------------------------------------------------------------- what it may not fill

LOOP = "<p>\n{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}\n{% endfor %}"
BOMBS = {
    "endless loop": ({"correction.html": LOOP}, "correction.html, line 2 worked for more than 2 seconds"),
    "growing text": (
        {"correction.html": "{% set n = namespace(x='xxxxxxxx') %}\n"
         "{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}"},
        "correction.html, line 2: this would be too long",
    ),
    "very many texts": (
        {"correction.html": "{% set n = namespace(x=['x' * 999999]) %}\n"
         "{% for i in range(9999) %}{% set n.x = n.x + [n.x[0] ~ i] %}{% endfor %}"},
        "correction.html, line 2: this needs more memory",
    ),
    "macros in macros": (
        {"correction.html": "".join(
            f"{{% macro m{n + 1}() %}}{{{{ m{n}() }}}}{{{{ m{n}() }}}}{{% endmacro %}}\n" for n in range(60)
        ) .join(["{% macro m0() %}x{% endmacro %}\n", "{{ m60() }}"])},
        "correction.html, line",
    ),
    "long letter": (
        {"correction.html": "{% for a in range(99999) %}" + "x" * 99 + "{% endfor %}"},
        "came to more than 3,000,000 letters",
    ),
    "nested tags": ({"correction.html": harmful.with_body("<div>" * 30_000)}, "“correction”"),
    "billion laughs": (
        {"correction.html": harmful.with_body('<p><img src="a.svg" alt="x"></p>'), "a.svg": harmful.laughs()},
        "picture",
    ),
    "billion shapes": (harmful.with_svg(harmful.shapes()), "SVG picture with very many shapes"),
    "picture of ten thousand million dots": (
        {"correction.html": harmful.with_body('<p><img src="a.png" alt="x"></p>'),
         "a.png": harmful.png(100_000, 100_000)},
        "100000 by 100000 dots",
    ),
    "picture of nothing": (
        {"correction.html": harmful.with_body('<p><img src="a.png" alt="x"></p>'),
         "a.png": b"\x89PNG\r\n\x1a\n" + b"x" * 100},
        "a.png is not what its name says",
    ),
    "nested rules": ({"house.css": "a{" * 100_000}, "“correction”"),
    "nested sums": ({"house.css": "p { width: " + "calc(" * 9000 + "1px" + ")" * 9000 + "}"}, "“correction”"),
    "a million columns": ({"house.css": "body { columns: 1000000 }"}, "was not set on paper within"),
    "packed typeface": (
        {"house.css": '@font-face { font-family: x; src: url("x.woff") } p { font-family: x }',
         "x.woff": b"wOFF" + b"x" * 100},
        "x.woff, and a letter cannot use such a file",
    ),
    "typeface of nothing": (
        {"house.toml": '[type]\nfile = "x.ttf"', "x.ttf": b"\0\1\0\0" + b"\xff" * 100},
        "x.ttf is broken",
    ),
    "huge style sheet": ({"house.css": "/*" + "x" * 2_000_000 + "*/"}, "house.css is too large"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "told"), BOMBS.values(), ids=BOMBS)
def test_a_folder_written_to_use_up_the_computer_is_stopped_and_named(tmp_path, room, files, told):
    (outcome,) = made_apart(harmful.house(tmp_path / "house", files), "pdf")
    assert told in ends_in_a_sentence(outcome)
    assert not list(room.iterdir())


WEAKER = {
    "nobody watches": "confined._Work.watch = lambda *_: None",
    "nobody watches and the system sets no limits": "confined._Work.watch = lambda *_: None;"
    "confined._limit = confined._limit_time = lambda *_: None",
    "the system sets no limits": "confined._limit = confined._limit_time = lambda *_: None",
}


@pytest.mark.parametrize("weakness", WEAKER.values(), ids=WEAKER)
@pytest.mark.parametrize("form", ["txt", "pdf"])
def test_each_limit_of_time_holds_where_the_others_do_not(
    tmp_path, room, monkeypatch, weakness, form
):
    began = sandbox.START.replace("from assistant.confined import serve; serve()", "")
    monkeypatch.setattr(
        sandbox, "START", f"{began}from assistant import confined; {weakness}; confined.serve()"
    )
    files = {"txt": {"correction.html": LOOP}, "pdf": harmful.with_svg(harmful.shapes())}[form]
    folder = harmful.house(tmp_path / "house", files)
    (outcome,) = made_apart(folder, form, limits=Limits(seconds=1, more=0))
    assert "stopped" in ends_in_a_sentence(outcome)
    assert "correction" in outcome.message
    assert not list(room.iterdir())


def test_many_typefaces_cannot_fill_the_disk(tmp_path):
    fonts = templates.shipped().folder / "fonts"
    rules = "".join(
        f'@font-face {{ font-family: f{n}; src: url("f.ttf") }} .x{n} {{ font-family: f{n} }}\n'
        for n in range(500)
    )
    files = {"house.css": rules, "f.ttf": (fonts / "NotoSans-Regular.ttf").read_bytes()}
    (outcome,) = made_apart(harmful.house(tmp_path, files), "pdf", limits=Limits())
    assert "more than 100 megabytes of files" in ends_in_a_sentence(outcome)


def test_what_is_too_large_to_be_a_letter_is_not_handed_on(tmp_path):
    (outcome,) = made_apart(
        harmful.house(tmp_path, {"x.html": ""}), "txt", limits=Limits(output=1000)
    )
    assert "megabytes" in ends_in_a_sentence(outcome)


def test_one_harmful_letter_does_not_keep_the_others_from_being_made(tmp_path):
    folder = harmful.house(tmp_path, {"dissent-note.html": LOOP, "erasure.html": "{{ nothing }}"})
    case = sample("assessment")
    names = ["correction", "dissent-note", "erasure", "combined"]
    jobs = [making.Job(making.letter(name, case, ON), ("txt",)) for name in names]
    outcomes = list(sandbox.make(jobs, house.read(folder), TIGHT))
    assert [isinstance(one, making.Made) for one in outcomes] == [True, False, False, True]
    assert "dissent-note.html, line 2" in ends_in_a_sentence(outcomes[1])
    assert "“nothing”" in ends_in_a_sentence(outcomes[2])


def test_the_process_ends_with_the_one_that_asked(tmp_path, room):
    folder = harmful.house(tmp_path, {"x.html": ""})
    made = sandbox.make([making.Job(letter_of(), ("txt",))] * 3, house.read(folder), TIGHT)
    next(made)
    assert list(room.iterdir())
    made.close()
    assert not list(room.iterdir())


def test_words_of_a_template_in_a_message_cannot_steer_the_terminal(tmp_path):
    folder = harmful.house(tmp_path, {"correction.html": "{% \x1b]0;x\x07 %}{{ '\x1b[2J' + 1 }}"})
    (outcome,) = made_apart(folder)
    assert "\x1b" not in str(outcome)


# ---------------------------------------------------------------------- what it may do all the same


def test_a_long_letter_is_within_the_limits(tmp_path):
    case = sample("one-fact").model_dump()
    entry = case["entries"][0] | {"why": "This is what happened, and nobody asked me. " * 20}
    case["entries"] = [entry | {"id": f"e{number}"} for number in range(100)]
    letter = making.letter("correction", type(sample("one-fact"))(**case), ON)
    folder = harmful.house(tmp_path, {"house.toml": 'colour = "navy"'})
    (outcome,) = sandbox.make([making.Job(letter, ("pdf",))], house.read(folder))
    assert isinstance(outcome, making.Made), outcome
    assert len(PdfReader(io.BytesIO(outcome.files[0][1])).pages) > 20


def test_a_letter_is_the_same_made_apart_as_made_here(tmp_path):
    folder = harmful.house(
        tmp_path, {"house.toml": 'closing = "Kind regards"', "house.css": "p {}"}
    )
    here = making.make(making.Job(letter_of(), ALL), house.read(folder))
    (apart,) = made_apart(folder, *ALL, limits=Limits())
    assert apart == here


HOSTILE = [
    "{{ 7*7 }}",
    '{% include "/etc/passwd" %}',
    "{# gone #}",
    "</style></title><script>alert(1)</script>",
    "[flag>text] ((name)) <<Field>> «Field» $name %s {name}",
    "&lt;b&gt; &amp; <b>bold</b> <!-- gone -->",
]


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize(
    ("case", "name"),
    [("assessment", name) for name in ("correction", "dissent-note", "erasure", "ico-complaint")],
)
def test_an_answer_is_printed_as_typed_in_every_letter_and_form(tmp_path, case, name, form):
    typed = " ; ".join(HOSTILE)
    found = sample(case)
    entries = [one.model_copy(update={"says": typed, "why": typed}) for one in found.entries]
    effect = found.effect.model_copy(update={"words": typed})
    found = found.model_copy(update={"entries": entries, "effect": effect})
    folder = harmful.house(
        tmp_path, {"house.toml": 'colour = "navy"', "house.css": "p { color: #111 }"}
    )
    job = making.Job(making.letter(name, found, ON), (form,))
    made = making.make(job, house.read(folder))
    said = without_spaces(printed(made.files[0]))
    times = 2 * len(job.letter.entries)
    for one in HOSTILE:
        assert said.count(without_spaces(one)) >= times, one


def printed(made: tuple[str, bytes]) -> str:
    form, content = made
    if form == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if form == "html":
        import html

        return html.unescape(re.sub("<[^>]*>", " ", content.decode()))
    return readable(made)


def without_spaces(text: str) -> str:
    """What is left where lines may be broken anywhere, and a page's foot may stand between them."""
    text = re.sub(r"(?m)^(My reference.*)?Page \d+ of \d+$", "", text)
    return re.sub(r"[\s\u200b]+", "", text)
