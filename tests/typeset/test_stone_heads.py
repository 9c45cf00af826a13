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
        "Text (transcription segmented)",
        "pax",
        "Commentary",
        "It has low feet.",
        "Bibliography",
        "HILL-119, p. 83.",
    ]
