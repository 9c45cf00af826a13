"""Inscriptions: what their headers say of them, and what stands below their text."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from publish.read import read_book
from publish.typeset import typeset

BOX = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>A Box of the Hill</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc>
<msDesc><msIdentifier><idno>hill0021</idno></msIdentifier><msContents><msItem>
<p>Upper Hill. A box of soft stone.</p></msItem></msContents><physDesc><objectDesc/></physDesc>
<history><origin><placeName><region>Hills</region><settlement>Upper Hill</settlement></placeName>
</origin></history></msDesc></sourceDesc></fileDesc></teiHeader><text xml:lang="en"><body>
<div type="edition" subtype="transcription"><p>pax</p></div>
<div type="edition" subtype="transcription_segmented"><p><w>pax</w></p></div></body>
<back><div type="commentary"><p>It has low feet.</p></div><div type="bibliography"><listBibl><bibl>
<ptr target="HILL-119.xml"/><biblScope unit="page">83</biblScope></bibl></listBibl></div></back>
</text></TEI>"""


def lines(tmp_path: Path) -> list[list[str]]:
    path = tmp_path / "box.xml"
    path.write_text(BOX, "utf-8")
    document, edition, _ = read_book(path)
    parts = typeset(document, edition)[0].parts
    return [
        [" ".join("".join(map(str, e.itertext())).split()) for e in _blocks(part.body)]
        for part in parts
    ]


def _blocks(body: etree._Element) -> list[etree._Element]:
    names = [f"{{http://www.w3.org/1999/xhtml}}{name}" for name in ("h1", "h2", "p", "li")]
    return list(body.iter(*names))


def test_a_stone_is_one_text_with_what_is_said_of_it(tmp_path: Path) -> None:
    stone = next(part for part in lines(tmp_path) if "pax" in part)
    assert stone == [
        "A Box of the Hill",
        "Upper Hill. A box of soft stone.",
        "Origin: Hills, Upper Hill",
        "Numbers: hill0021",
        "Text (transcription)",
        "pax",
        "Commentary",
        "It has low feet.",
        "Bibliography",
        "HILL-119, p. 83.",
    ]


FORM = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title xml:lang="ru">Клятва</title><title xml:lang="en"><rs>Oath</rs>s of a King</title>
</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><msDesc>
<msIdentifier><idno type="ddb-perseus-style">0001;1;2</idno></msIdentifier><physDesc><handDesc>
<handNote><p>Even letters.</p><locus>Line 1</locus><dimensions type="letterHeight"><height
unit="mm"/></dimensions><note><p>Small serifs.</p></note>
<locus>Line 2</locus><dimensions><height unit="mm">9</height></dimensions>
</handNote></handDesc></physDesc></msDesc></sourceDesc></fileDesc><profileDesc><textClass><keywords>
<term><geogName>Cyrenaica</geogName></term><term><placeName>Shahat</placeName></term></keywords>
</textClass></profileDesc></teiHeader><text xml:lang="en"><body><div type="edition"><ab>
<lb n="1"/>ὅρκιον</ab></div></body></text></TEI>"""


def test_blanks_of_a_form_and_names_of_regions_are_no_data_of_the_object(tmp_path: Path) -> None:
    path = tmp_path / "oath.xml"
    path.write_text(FORM, "utf-8")
    document, edition, _ = read_book(path)
    bodies = [part.body for part in typeset(document, edition)[0].parts]
    said = next(words for b in bodies if "ὅρκιον" in (words := "".join(map(str, b.itertext()))))
    assert "Even letters. Small serifs. Line 2 9 mm" in " ".join(said.split())
    assert said.startswith("Oaths of a King")
    assert not any(word in said for word in ("Line 1", "Cyrenaica", "0001;1;2"))
