"""Words divided where their language divides them; ragged lines where nothing is known."""

from __future__ import annotations

import random
import re
import subprocess
from pathlib import Path

import pyphen
import pytest

from publish import pipeline
from publish.house.language import hyphenation
from publish.house.language.hyphenation import dictionary_of

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{lang}"><teiHeader/><text><body><div>
<head>I</head><p>{words}</p></div></body></text></TEI>"""

LINES = {
    "fi": "kirjallisuudentutkimuksen epäjärjestelmällisyyttä ",
    "tr": "muvaffakiyetsizleştiriciler çalışmalarındaki ",
    "la": "excellentissimorum consuetudinibus ",
    "grc": "ἀνθρώποισιν προσαγορεύομεν ",
    "cy": "cydweithrediadau annibyniaethau ",
    "ga": "príomhchathracha uachtaránachta ",
    "sa-Latn": "caturdvārākṣavāṭaparivṛtaparyantāṃ dharmakṣetrasamavetānām ",
    "mk": "железничарите соработувањето ",
}


def made(tmp_path: Path, lang: str, words: str) -> tuple[list[str], set[str]]:
    source = tmp_path / "book.xml"
    source.write_text(TEI.format(lang=lang, words=words), "utf-8")
    build = pipeline.prepare(source)
    pipeline.build_output(build, pipeline.Progress(), "screen")
    output = tmp_path / "book.pdf"
    output.write_bytes(build.outputs[0].data)
    command = ["pdftotext", "-raw", "-nopgbrk", output, "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return text.split("\n"), {finding.code for finding in build.findings}


@pytest.mark.parametrize("lang", LINES)
def test_words_are_divided_where_the_language_divides_them(tmp_path: Path, lang: str) -> None:
    dice = random.Random(2)
    mixed = "".join(f"{LINES[lang]}{'1' * dice.randint(1, 14)} " for _ in range(240))
    lines, codes = made(tmp_path, lang, LINES[lang] * 30 + mixed)
    ends = [line.split()[-1] for line in lines if re.search(r"\w[-\u2010]$", line)]
    assert ends
    dictionary = pyphen.Pyphen(lang=dictionary_of(lang) or "")
    parts = {word[:at] for word in LINES[lang].split() for at in dictionary.positions(word)}
    assert {end[:-1] for end in ends} <= parts
    assert "WRI-161" not in codes


def test_a_language_that_nobody_can_divide_is_set_ragged(tmp_path: Path) -> None:
    lines, codes = made(tmp_path, "mt", "kompjuterizzazzjoni responsabbiltajiet " * 30)
    assert "WRI-161" in codes
    assert not [line for line in lines if re.search(r"\w[-\u2010]$", line)]


@pytest.mark.parametrize("lang", ["he", "ar", "ja", "en", "la-x-medieval"])
def test_others_are_told_nothing(tmp_path: Path, lang: str) -> None:
    assert "WRI-161" not in made(tmp_path, lang, "words of a book " * 9)[1]


COMPOUNDS = {
    "pt": "disse-lhe", "pl": "polsko-niemiecki", "cs": "česko-německý", "sk": "slovensko-maďarský",
    "hr": "hrvatsko-talijanski", "sr": "српско-хрватски", "sr-Latn": "srpsko-bugarski",
    "sl": "slovensko-nemški", "hsb": "hornjo-serbski", "en": "Anglo-Saxon", "de": "Goethe-Haus",
}  # fmt: skip


def test_a_compound_s_hyphen_is_repeated_on_the_page_and_not_in_the_text(tmp_path: Path) -> None:
    dice = random.Random(1)
    paragraphs = "".join(
        f'</p><p xml:lang="{lang}">'
        + " ".join("á" * dice.randint(1, 12) + " " + word for _ in range(150))
        for lang, word in COMPOUNDS.items()
    )
    lines, _ = made(tmp_path, "en", f"I{paragraphs}")
    command = ["pdftotext", "-bbox", tmp_path / "book.pdf", "-"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    edges = [float(x) for x in re.findall(r'xMin="([\d.]+)"', found) if float(x) > 0]
    for lang, word in COMPOUNDS.items():
        second = word.partition("-")[2]
        assert [line for line in lines if line.startswith(second)], f"{lang}: no hyphen is read"
        starts = [float(x) for x in re.findall(rf'xMin="([\d.]+)"[^>]*>{second}<', found)]
        is_flush = any(start - min(edges) < 0.1 for start in starts)
        assert is_flush == (lang in {"en", "de"}), f"{lang}: room for the hyphen that is drawn"


@pytest.mark.parametrize("word", ["m’a-t-on", "m’A-T-ON", "m’a-t-<hi rend='italic'>on</hi>"])
def test_no_line_ends_behind_the_t_of_a_french_question(tmp_path: Path, word: str) -> None:
    dice = random.Random(3)
    lines, _ = made(
        tmp_path, "fr", " ".join("é" * dice.randint(1, 9) + f" {word}" for _ in range(400))
    )
    ends = {line.split()[-1].lower() for line in lines if line.endswith(("-", "\u2010", "\u2011"))}
    assert {end[:-1] for end in ends} == {"m’a"}


@pytest.mark.parametrize(
    "word", ["l-am", "s-a", "dă-mi", "văzut-o", "dintr-un", "printr-<hi>o</hi>"]
)
def test_no_line_parts_what_is_no_syllable_in_romanian(tmp_path: Path, word: str) -> None:
    dice = random.Random(3)
    text = " ".join("a" * dice.randint(1, 9) + f" {word} ducându-se" for _ in range(300))
    lines, _ = made(tmp_path, "ro", text)
    ends = {line.split()[-1] for line in lines if line.endswith(("-", "\u2010", "\u2011"))}
    whole = {end[:-1] for end in ends if end[-1] != "\u2010"}
    assert whole == {"ducându"}


def test_languages_of_most_books_have_patterns() -> None:
    """They are taken to have some without a look at the list of all."""
    for lang in hyphenation._OF_MOST_BOOKS:
        assert dictionary_of(lang), lang
