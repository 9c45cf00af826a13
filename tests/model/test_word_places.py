"""Findings and errata name the line and column of the word itself, in the author's own file."""

from __future__ import annotations

import random
from pathlib import Path

from publish.model.word_places import WordPlaces
from publish.read import read_manuscript
from publish.read.encoding import decode
from publish.revise.index import WORD
from publish.revise.indexing import index_likely
from publish.revise.matching import Match

BOOK = """<?xml version="1.0"?>
<!DOCTYPE TEI [<!ENTITY ship "schooner">]>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>
<text><body>
<p>Plain first words, <hi rend="it>alic">leaning second</hi>
  and third behind.</p>
<p>A comment<!-- not <p> counted --> fourth, then <?pi x?>fifth, <lb n="2"/>sixth.</p>
<p>Caf&#xE9; &amp; bar seventh, the &ship; eighth <![CDATA[and <raw> ninth]]> tenth</p>
<p>With a note<note>eleventh</note> twelfth<note><p>nested <hi>deep</hi></p></note> thirteenth</p>
</body></text></TEI>
"""
WORDS = """first leaning second third fourth fifth sixth seventh eighth raw ninth tenth eleventh
twelfth deep thirteenth"""


def _placed(path: Path) -> list[tuple[str, str]]:
    """Pair words of a document with what its file has where they are said to stand."""
    document, _ = read_manuscript(path)
    index, places = index_likely(document.root), WordPlaces(document)
    found = []
    words = list(WORD.finditer(index.text))
    for word in random.Random(7).sample(words, min(60, len(words))):
        match = Match(index, word.start(), word.end())
        place = match.place(places)
        length = match.pieces()[0].length
        if place.file == document.file_name and place.line and place.column:
            lines = decode(path.read_bytes(), "").text.split("\n")
            there = lines[place.line - 1][place.column - 1 :]
            found.append((word[0][:length], there[: min(length, len(word[0]))]))
    return found


def wrong(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """List what stands elsewhere, words written by references left out."""
    return [pair for pair in pairs if "&" not in pair[1] and pair[0] != pair[1]]


def test_every_word_has_a_place_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "book.xml"
    path.write_text(BOOK.replace("\n", "\r\n"))
    pairs = _placed(path)
    assert {word for word, _ in pairs} >= set(WORDS.split())
    assert [
        pair for pair in pairs if pair[0] not in ("Café", "schooner") and pair[0] != pair[1]
    ] == []


def test_a_word_of_an_included_file_stands_in_that_file(tmp_path: Path) -> None:
    (tmp_path / "one.xml").write_text(
        '<div xmlns="http://www.tei-c.org/ns/1.0">\n<p>Here is\n  the included word.</p></div>'
    )
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="one.xml"/>'
    path = tmp_path / "book.xml"
    path.write_text(BOOK.replace("<p>Plain", f"{include}<p>Plain"))
    document, _ = read_manuscript(path)
    index = index_likely(document.root)
    start = index.text.index("included")
    place = Match(index, start, start + 8).place(WordPlaces(document))
    assert (Path(place.file).name, place.line, place.column) == ("one.xml", 3, 7)


def test_words_of_real_books(corpora: Path) -> None:
    for book in sorted(corpora.rglob("*.xml")):
        if book.stat().st_size < 1_000_000:
            assert wrong(_placed(book)) == [], book.name
