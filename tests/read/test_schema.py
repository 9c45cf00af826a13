"""Our own RELAX NG: what `publish check` says of elements in the wrong place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from publish.model.document import Document
from publish.read.element_check import check_schema
from publish.read.elements import data_elements, elements

RNG = "{http://relaxng.org/ns/structure/1.0}"


def test_a_sound_document_hears_nothing(tei_document: Callable[[str], Document]) -> None:
    body = (
        "<div><head>H</head><p>a <hi>b</hi></p><lg><l>c</l></lg><list><item>d</item></list></div>"
    )
    assert check_schema(tei_document(body)) == []


def test_a_misplaced_element_is_named_with_its_parent_and_chapter(
    tei_document: Callable[[str], Document],
) -> None:
    (finding,) = check_schema(tei_document("<lg><l>a</l><table><row><cell/></row></table></lg>"))
    assert finding.code == "REA-080"
    assert "<table> may not stand in <lg> (TEI P5 chapter 3.13.1)" in finding.message


def test_loose_words_are_quoted(tei_document: Callable[[str], Document]) -> None:
    (finding,) = check_schema(tei_document("<div><p>a</p>some loose words</div>"))
    assert finding.code == "REA-081"
    assert "'some loose words'" in finding.message


def test_other_vocabularies_are_left_alone(tei_document: Callable[[str], Document]) -> None:
    maths = '<p><formula><m:math xmlns:m="http://www.w3.org/1998/Math/MathML"/></formula></p>'
    assert check_schema(tei_document(maths)) == []


def test_the_table_has_no_element_that_tei_does_not_have() -> None:
    full = Path(__file__).parents[3] / "shared" / "schema" / "tei_all.rng"
    if not full.is_file():
        pytest.skip("the full TEI schema is not there")
    names = {found.get("name") for found in etree.parse(full).iter(f"{RNG}element")}
    assert set(elements()) - names == set()
    assert data_elements() - names == set()
