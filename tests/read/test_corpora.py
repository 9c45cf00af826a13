"""Every corpus document is read whole, and says nothing that its editors would not understand."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from publish.model.document import TEI, local_name, tei
from publish.read.element_check import check_schema

from .reading import outcome

EXPECTED = {"REA-023", "REA-026", "REA-027"}
"""P4 is upgraded, `creole` is no language tag, some do not say their language."""


def test_all_are_read_with_few_findings(corpora: Path) -> None:
    for path in sorted(corpora.rglob("*.xml")):
        result = outcome(path)
        assert result.document is not None, path
        assert set(result.codes) <= EXPECTED, path
        assert len(result.findings) <= 1, path
        assert check_schema(result.document) == [], path
        assert result.edition is not None
        book = result.edition.book
        assert book.title and book.contributors and book.source, path
        assert book.language not in {"", "und"}, path


def test_no_word_is_lost_in_reading(corpora: Path) -> None:
    for path in sorted(corpora.rglob("*.xml")):
        source = etree.parse(path, etree.XMLParser(collect_ids=False, load_dtd=False)).getroot()
        text = source.find(".//{*}text")
        assert text is not None
        written = "".join(map(str, text.itertext(etree.Element))).split()
        result = outcome(path)
        if local_name(source) == "TEI.2":
            _drop_second_readings(result.root)
        assert result.words.split() == written, path


def _drop_second_readings(root: etree._Element) -> None:
    """Take out the readings that P4 has in attributes and P5 in elements."""
    for choice in root.iter(tei("choice")):
        choice.remove(choice[1])


def test_elements_without_a_namespace_are_teis_afterwards(corpora: Path) -> None:
    path = next(corpora.rglob("Kachari-Folk-Tales.xml"))
    tags = {str(element.tag) for element in outcome(path).root.iter(etree.Element)}
    assert {tag.rpartition("}")[0] for tag in tags} == {f"{{{TEI}"}
