"""Transcriptions: the picture of a page beside its lines, and texts that keep their line ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image as Pillow

from publish.model.document import Document
from publish.model.edition import Book, Edition, Text, View
from publish.model.publication import Matter
from publish.read.manuscript import read_manuscript
from publish.typeset import typeset

MakeDocument = Callable[..., Document]


def body(made: Document, edition: Edition) -> etree._Element:
    publication, _ = typeset(made, edition)
    return next(part.body for part in publication.parts if part.matter is Matter.BODY)


@pytest.mark.parametrize(
    ("url", "holders"), [("a.png", 1), ("http://x.org/a.jp2", 0), ("lost.png", 0)]
)
def test_a_page_has_its_picture_or_no_frame(
    tei_document: MakeDocument, tmp_path: Path, url: str, holders: int
) -> None:
    Pillow.new("RGB", (60, 80)).save(tmp_path / "a.png")
    page = f'<surface n="1"><graphic url="{url}"/><zone><line>one</line></zone></surface>'
    made = body(tei_document(page), Edition(folder=tmp_path))
    found = made.xpath("//*[@class='surface-picture']")
    assert isinstance(found, list)
    assert len(found) == holders
    assert "one" in "".join(map(str, made.itertext()))
    assert "[" not in "".join(map(str, made.itertext()))


def test_what_stands_between_lines_is_a_line(tei_document: MakeDocument) -> None:
    zone = "<zone type='left_margin'><line>one</line><del>x</del><add place='above'>y</add></zone>"
    made = body(tei_document(f"<surface>{zone}</surface>"), Edition())
    lines = [e for e in made.iter("{*}div") if e.get("class") == "source-line"]
    assert ["".join(map(str, e.itertext())).strip() for e in lines] == ["one", "x y"]
    assert [e.get("class") for e in made.iter("{*}ins")] == ["add above"]


@pytest.mark.parametrize(
    ("line_ends", "lines"),
    [("flow", ["the fundamental elements"]), ("keep", ["the funda-", "mental", "elements"])],
)
def test_an_edition_may_keep_the_lines_of_the_source(
    tei_document: MakeDocument, line_ends: str, lines: list[str]
) -> None:
    text = "<p>the funda-<lb/>mental<lb/>elements</p>"
    edition = Edition(book=Book(language="en"), text=Text(line_ends=line_ends))
    (paragraph,) = body(tei_document(text, "en"), edition).iter("{*}p")
    said = [paragraph.text or "", *(br.tail or "" for br in paragraph.iter("{*}br"))]
    assert [line.strip() for line in said] == lines


def test_letters_written_over_others_stand_in_their_word(tmp_path: Path) -> None:
    source = tmp_path / "in.xml"
    source.write_text(
        """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:f="http://www.faustedition.net/ns">
        <teiHeader/><sourceDoc xml:lang="de"><surface><zone><line>W<f:overw>
          <f:under>u</f:under>
          <f:over>ü</f:over>
        </f:overw>ßten wir doch</line></zone></surface></sourceDoc></TEI>""",
        "utf-8",
    )
    document, findings = read_manuscript(source)
    made = body(document, Edition(book=Book(title="T", language="de")))
    (line,) = (e for e in made.iter("{*}div") if e.get("class") == "source-line")
    assert [e.text for e in line.iter("{*}del", "{*}ins")] == ["u", "ü"]
    assert "".join(map(str, line.itertext())) == "Wuüßten wir doch"
    assert "REA-113" in {finding.code for finding in findings}


def test_lines_stand_where_the_page_has_them(tei_document: MakeDocument) -> None:
    """As in Faustedition: centred speakers, indents in hundredths of the line."""
    lines = (
        "<line rend='centered'>H.</line><line rend='indent-center-60'>Ph.</line>"
        "<line rend='indent-20'>two</line><line rend='indent-70'>seven</line>"
        "<line rend='indent3'>three</line>"
    )
    made = body(tei_document(f"<surface><zone>{lines}</zone></surface>"), Edition())
    looks = [
        (e.get("class") or "").removeprefix("source-line ")
        for e in made.iter("{*}div")
        if (e.get("class") or "").startswith("source-line")
    ]
    centred, indented = ["rend-center"] * 2, ["rend-indent-2", "rend-indent-7", "rend-indent-3"]
    assert looks == centred + indented


def test_a_note_between_lines_is_on_the_line_before_it(tei_document: MakeDocument) -> None:
    lines = "<line>one</line><note>read <q>won</q></note><line>two</line>"
    made = body(tei_document(f"<surface><zone>{lines}</zone></surface>"), Edition())
    said = ["".join(map(str, e.itertext())) for e in made.iter("{*}div") if e.get("class")]
    assert [words for words in said if "zone" not in words and len(words) < 6] == ["one1", "two"]


def test_a_stroke_over_several_lines_strikes_each_of_them(tei_document: MakeDocument) -> None:
    lines = (
        "<line>I consented <delSpan spanTo='#a2'/>and</line>"
        "<line>one <hi>fine</hi> evening<anchor xml:id='a2'/> that I spent</line>"
    )
    made = body(tei_document(f"<surface><zone>{lines}</zone></surface>"), Edition())
    assert [" ".join((e.text or "").split()) for e in made.iter("{*}del")] == [
        "and",
        "one",
        "fine",
        "evening",
    ]
    said = " ".join(" ".join(map(str, made.itertext())).split())
    assert said == "I consented and one fine evening that I spent"


@pytest.mark.parametrize(("view", "struck"), [("marked", ["two", "three"]), ("corrected", [])])
def test_a_struck_stretch_of_a_text_is_shown_where_its_deletions_are(
    tei_document: MakeDocument, view: str, struck: list[str]
) -> None:
    text = "<p>one <delSpan spanTo='#a2'/>two</p><p>three<anchor xml:id='a2'/> four</p>"
    edition = Edition(book=Book(language="en"), text=Text(view=View(view)))
    made = body(tei_document(text, "en"), edition)
    assert [e.text for e in made.iter("{*}del")] == struck
    assert [" ".join("".join(map(str, p.itertext())).split()) for p in made.iter("{*}p")] == [
        "one two",
        "three four",
    ]
