"""Letters against bare WeasyPrint: time, memory, growth. See the README beside this file."""

from __future__ import annotations

import html as markup
import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from assistant import faces, pdf
from assistant.shipped import shipped_templates
from tests import sample_letter
from tests.benchmarks.side_by_side import in_turns, tell
from tests.sample_letter import SENTENCE


def letter(entries: int) -> str:
    """A letter with so many entries."""
    entry = {"where": "page 4", "says": SENTENCE * 3, "why": SENTENCE * 2}
    return sample_letter.html(entries=[entry] * entries)


def bare(html: str) -> bytes:
    """Set *html* with WeasyPrint alone, with the same typefaces and options."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    base = shipped_templates().as_uri() + "/"
    rules = faces.font_face_rules(faces.families_for(markup.unescape(html)))
    styles = weasyprint.CSS(string=rules, base_url=base, font_config=fonts)
    made: bytes = weasyprint.HTML(string=html, base_url=base).write_pdf(
        stylesheets=[styles], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    return made


def peak(way: str) -> float:
    """The most memory, in MB, of a process that sets one letter *way*: ``ours`` or ``bare``."""
    done = subprocess.run(
        [sys.executable, __file__, way], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def main() -> None:
    """Print the table."""
    print(f"{'':<52} {'ours':>9} {'bare':>9} {'ratio':>6}")
    small, large = letter(5), letter(30)
    pdf.to_pdf(small)
    names = sample_letter.html(signatory="محمد علي", sender=["গোলাম রহমান", "ਹਰਪ੍ਰੀਤ ਸਿੰਘ"])
    for what, html in [("5 entries", small), ("30 entries", large), ("three scripts", names)]:
        times = in_turns({"ours": partial(pdf.to_pdf, html), "bare": partial(bare, html)}, 9)
        tell(f"letter, {what}: s", times["ours"], times["bare"], 1.15)
    tell("peak memory of a letter: MB", peak("ours"), peak("bare"), 1.25)
    huge = letter(300)
    growth = in_turns({"300": partial(pdf.to_pdf, huge), "30": partial(pdf.to_pdf, large)}, 3)
    tell("an entry of 300, an entry of 30: ms", growth["300"] / 0.3, growth["30"] / 0.03, 1.5)
    words = sample_letter.html(why=("word " * 99 + "word\n\n") * 100, entries=[])
    unbroken = sample_letter.html(why="x" * 40_000, entries=[])
    long = in_turns(
        {"words": partial(pdf.to_pdf, words), "unbroken": partial(pdf.to_pdf, unbroken)}, 3
    )
    tell("10,000 words: s", long["words"], 1.0, 2.0)
    tell("40,000 characters without a space: s", long["unbroken"], 1.0, 1.0)


if __name__ == "__main__":
    if sys.argv[1:]:
        {"ours": pdf.to_pdf, "bare": bare}[sys.argv[1]](letter(5))
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(kilobytes / 1024)
    else:
        main()
