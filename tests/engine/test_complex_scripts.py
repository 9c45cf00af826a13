"""Text that can be copied: scripts whose glyphs stand in another order than their letters."""

from __future__ import annotations

import subprocess
import unicodedata
from pathlib import Path

import pytest

from publish import pipeline

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text xml:lang="{lang}"><body>
<div><head>{words}</head><p>{words} {words}</p></div></body></text></TEI>"""


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("hi", "यह हिन्दी का पाठ है"),
        ("bn", "বাংলা ভাষায় লেখা"),
        ("ta", "தமிழ் உரை இது"),
        ("km", "ភាសាខ្មែរ"),
        ("ar", "السلام عليكم"),
    ],
)
def test_words_are_copied_as_they_were_written(tmp_path: Path, lang: str, words: str) -> None:
    text = copied(tmp_path, lang, words)
    assert spelt(words) in spelt(text)


@pytest.mark.parametrize("lone", ["\u064f-", "\u0640\u064f\u0640"])
def test_a_lone_vowel_point_is_told_and_parts_no_later_word(tmp_path: Path, lone: str) -> None:
    words = f"\u0627\u0631\u0643 <hi>{lone} </hi> <hi>\u0633\u064f\u0648\u062c</hi>"
    text = copied(tmp_path, "ar", words)
    parts = [sorted(c for c in part if unicodedata.category(c) != "Cf") for part in text.split()]
    assert parts.count(sorted("\u0633\u064f\u0648\u062c")) >= 3
    assert parts.count(sorted(lone)) >= 3


@pytest.mark.parametrize("word", ["ܡܛܠ", "ܡܶܛܽܠ", "ܡܪܓܢܝܬܐ", "ܕܡܨܛܚܐ"])
def test_a_word_is_one_where_kerning_tucks_letters_under_others(tmp_path: Path, word: str) -> None:
    text = copied(tmp_path, "syc", word)
    assert [spelt(part) for part in text.split()].count(spelt(word)) >= 3


def copied(tmp_path: Path, lang: str, words: str) -> str:
    source = tmp_path / "book.xml"
    source.write_text(TEI.format(lang=lang, words=words), "utf-8")
    build = pipeline.prepare(source)
    pipeline.build_output(build, pipeline.Progress(), "screen")
    output = tmp_path / "book.pdf"
    output.write_bytes(build.outputs[0].data)
    command = ["pdftotext", "-raw", "-nopgbrk", str(output), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def spelt(text: str) -> str:
    """Give letters and vowel signs; leave out spaces, points, marks that turn the direction."""
    return "".join(c for c in text if unicodedata.category(c) in {"Lo", "Mc"})
