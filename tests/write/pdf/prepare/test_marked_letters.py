"""Letters with marks, and ligatures, on the page and as text."""

from __future__ import annotations

import subprocess
import unicodedata
from pathlib import Path

import pikepdf
import pytest

from publish import pipeline
from publish.house.language.ligatures import seams

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text xml:lang="{lang}"><body>
<div><head>Head</head><p>{words}</p></div></body></text></TEI>"""


def pdf_of(tmp_path: Path, words: str, lang: str) -> Path:
    source = tmp_path / "book.xml"
    source.write_text(TEI.format(lang=lang, words=words), "utf-8")
    build = pipeline.prepare(source)
    pipeline.build_output(build, pipeline.Progress(), "screen")
    output = tmp_path / "book.pdf"
    output.write_bytes(build.outputs[0].data)
    return output


def text_of(output: Path) -> str:
    command = ["pdftotext", "-raw", "-nopgbrk", output, "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("de", "Fr\u00fc\u0364chte u\u0364ber gu\u0366t"),
        ("grc", "\u1fb1\u0345 \u1fb1\u0313 \u1fe1\u0314 \u03b3\u0305"),
        ("en", "x\u20d7 k\u035cx t\u0361s q\u0303"),
        ("cu", "\u0431\u0433\u0483\u044a \u0456\u0486\u0438"),
    ],
)
def test_letters_with_marks_are_copied_whole(tmp_path: Path, lang: str, words: str) -> None:
    words = unicodedata.normalize("NFC", words)
    assert words in text_of(pdf_of(tmp_path, words, lang))


def test_a_mark_that_the_face_lacks_takes_its_letter_along(tmp_path: Path) -> None:
    output = pdf_of(tmp_path, "plain words x\u20d7 and plain", "en")
    with pikepdf.open(output) as pdf:
        page = pdf.pages[-1]
        fonts = {str(font.BaseFont).partition("+")[2] for font in page.Resources.Font.values()}
    assert len(fonts) > 1
    text = text_of(output)
    assert "x\u20d7 and plain" in text


@pytest.mark.parametrize(
    "parted",
    "Auf|lage auf|finden auf|fallen Schiff|fahrt höf|lich treff|lich Kauf|interesse Dorf|fest "
    "Brief|freund Hoffnung Waffe zweifle finden Grafik Kaffee Zufluss Oberfläche Löffel pfiff "
    "befiehlt Kartoffel Pfleger hinauf|fliegen Rohstoff|industrie".split(),
)
def test_german_ligatures_part_at_the_seam(parted: str) -> None:
    word = parted.replace("|", "")
    places = list(seams(f"Die {word}", "de-AT"))
    assert [place - 4 for place in places] == ([parted.index("|")] if "|" in parted else [])
    assert not list(seams(word, "en"))


def test_a_parted_word_is_copied_as_it_was_written(tmp_path: Path) -> None:
    words = "Auflage auffinden höflich Schifffahrt finden"
    assert words in text_of(pdf_of(tmp_path, words, "de"))


def test_latin_keeps_its_u(tmp_path: Path) -> None:
    words = "quarum unam incolunt Unum"
    assert words in text_of(pdf_of(tmp_path, words, "la"))
