"""Comments and processing instructions may stand anywhere: the book is the same without them."""

from __future__ import annotations

import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from publish import pipeline
from publish.model.document import local_name

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "docs" / "kinds" / "samples").glob("*.xml"))


def chapters(path: Path) -> dict[str, str]:
    build = pipeline.prepare(path)
    pipeline.build_all(build, pipeline.Progress(), ["epub"], check=False)
    with zipfile.ZipFile(BytesIO(build.outputs[0].data)) as box:
        pages = {name: box.read(name) for name in box.namelist() if name.endswith(".xhtml")}
    return {
        name: " ".join("".join(map(str, etree.fromstring(page).itertext())).split())
        for name, page in pages.items()
    }


def with_comments(path: Path, copy: Path) -> Path:
    """Put a comment before and an instruction behind every element that holds others."""
    tree = etree.parse(path)
    for element in list(tree.getroot().iter(etree.Element)):
        if len(element) and local_name(element) not in {"TEI", "teiCorpus"}:
            element.append(etree.ProcessingInstruction("editor", "behind"))
            remark = etree.Comment(" a remark ")
            remark.tail, element.text = element.text, None
            element.insert(0, remark)
    tree.write(copy, encoding="utf-8", xml_declaration=True)
    return copy


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_of_each_kind_reads_the_same_with_comments(sample: Path, tmp_path: Path) -> None:
    plain, spoiled = tmp_path / "plain", tmp_path / "spoiled"
    for folder in (plain, spoiled):
        folder.mkdir()
        shutil.copy(sample, folder / "book.xml")
    wanted = chapters(plain / "book.xml")
    assert chapters(with_comments(sample, spoiled / "book.xml")) == wanted


INSCRIPTION = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>A stone</title></titleStmt><publicationStmt><p>x</p></publicationStmt><sourceDesc><msDesc>
<physDesc><objectDesc><supportDesc><support><!-- c --><objectType>stele</objectType></support>
</supportDesc></objectDesc></physDesc></msDesc></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div type="edition"><ab><lb n="1"/>ab<!-- c --></ab></div>
<div type="bibliography"><listBibl><bibl><!-- the first edition --><author>Reed</author>
<citedRange>7</citedRange><!-- not seen --></bibl></listBibl></div></body></text></TEI>"""


EXAMPLE = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>How to mark</title></titleStmt><publicationStmt><p>x</p></publicationStmt><sourceDesc>
<p>x</p></sourceDesc></fileDesc></teiHeader><text xml:lang="en"><body><egXML
xmlns="http://www.tei-c.org/ns/Examples"><p>Words <!-- and a remark --></p></egXML></body></text>
</TEI>"""


def test_an_example_shows_its_remarks(tmp_path: Path) -> None:
    path = tmp_path / "example.xml"
    path.write_text(EXAMPLE, "utf-8")
    assert "<p>Words <!-- and a remark --></p>" in " ".join(chapters(path).values())


def test_a_short_reference_may_hold_a_remark(tmp_path: Path) -> None:
    path = tmp_path / "stone.xml"
    path.write_text(INSCRIPTION, "utf-8")
    assert "Reed, 7" in " ".join(chapters(path).values())
