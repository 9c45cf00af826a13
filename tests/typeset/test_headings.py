"""Headings leave out no rank; inner divisions say what they are where a title tells them apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from publish.model.document import Document
from publish.model.edition import Book, Edition
from publish.typeset import typeset
from publish.typeset.headings import close_gaps

MakeDocument = Callable[..., Document]
XHTML = "{http://www.w3.org/1999/xhtml}"


def section(document: Document) -> etree._Element:
    publication, _ = typeset(document, Edition(book=Book(title="T", language="en")))
    (part,) = [part for part in publication.parts if part.name == "chapter-01"]
    return part.body


def ranks(tree: etree._Element) -> str:
    return " ".join(str(e.tag)[-1] for e in tree.iter(etree.Element) if str(e.tag)[-1].isdigit())


@pytest.mark.parametrize(
    ("written", "closed"),
    [
        ("1 2 3 2", "1 2 3 2"),
        ("1 3 3 3", "1 2 2 2"),
        ("1 3 5 3 2", "1 2 3 2 2"),
        ("2 4 1 4", "2 3 1 2"),
        ("3 4 6", "3 4 5"),
        ("", ""),
    ],
)
def test_no_rank_is_left_out(written: str, closed: str) -> None:
    headings = "".join(f"<h{rank}>x</h{rank}>" for rank in written.split())
    tree = etree.fromstring(f'<section xmlns="{XHTML[1:-1]}">{headings}</section>')
    close_gaps(tree)
    assert ranks(tree) == closed


def test_a_division_without_a_heading_lowers_none_below_it(tei_document: MakeDocument) -> None:
    inner = "<div><head>A table</head><p>x</p></div><div><head>Another</head><p>y</p></div>"
    body = (
        f"<div><head>One</head><floatingText><body><div>{inner}</div></body></floatingText></div>"
    )
    assert ranks(section(tei_document(body))) == "1 2 2"


def test_inner_divisions_are_landmarks_where_they_have_a_title(tei_document: MakeDocument) -> None:
    body = (
        "<div><head>One</head><div type='glossary'><head>Words</head><p>x</p></div>"
        "<div type='glossary'><p>y</p></div></div>"
    )
    inner = list(section(tei_document(body)).iterdescendants(XHTML + "section"))
    assert [(e.get("role"), e.get("aria-label")) for e in inner] == [
        ("doc-glossary", "Words"),
        (None, None),
    ]


@pytest.mark.parametrize(("length", "is_letter"), [(5, False), (60, True)])
def test_a_dedication_that_is_a_letter_is_told_from_lines(
    tei_document: MakeDocument, length: int, is_letter: bool
) -> None:
    body = f"<div type='dedication'><p>{'to Eve ' * length}</p></div><div><p>x</p></div>"
    publication, _ = typeset(tei_document(body), Edition(book=Book(title="T", language="en")))
    (part,) = [part for part in publication.parts if "dedication" in part.epub_type]
    assert ("long" in str(part.body.get("class")).split()) == is_letter


def test_a_list_with_a_heading_gives_its_division_the_title(tei_document: MakeDocument) -> None:
    listed = "<listBibl><head>Works Cited</head><bibl>A book.</bibl></listBibl>"
    document = tei_document(
        f"<div><head>One</head><p>x</p></div><div type='bibliogr'>{listed}</div>"
    )
    publication, _ = typeset(document, Edition(book=Book(title="T", language="en")))
    assert "Works Cited" in [entry.title for entry in publication.contents]


def test_an_abstract_without_a_head_is_headed_in_its_language(tei_document: MakeDocument) -> None:
    """Journals print the word, and Digital Humanities Quarterly's files leave it to the page."""
    abstracts = (
        "<div type='abstract'><p>Rain.</p></div>"
        "<div type='abstract' xml:lang='fr'><p>La pluie.</p></div>"
    )
    document = tei_document(f"{abstracts}<div><head>One</head><p>x</p></div>", "en")
    publication, _ = typeset(document, Edition(book=Book(title="T", language="en")))
    assert [entry.title for entry in publication.contents] == ["Abstract", "Résumé", "One"]
    headings = {h.text for part in publication.parts for h in part.body.iter(f"{XHTML}h1")}
    assert {"Abstract", "Résumé"} <= headings


def test_no_line_ends_between_day_and_month_in_headings_and_contents(
    tei_document: MakeDocument,
) -> None:
    body = (
        "<div><head>Ann an John, Bern, 07. <hi>Oktober 1864</hi></head><p>a 7. Mai</p></div>"
        "<div><head>Zum 1. Mai und zu 7 Märzen</head><p>b</p></div>"
    )
    publication, _ = typeset(tei_document(body, "de"), Edition(book=Book(title="T", language="de")))
    titles = [entry.title for entry in publication.contents]
    assert titles == ["Ann an John, Bern, 07.\xa0Oktober 1864", "Zum 1.\xa0Mai und zu 7 Märzen"]
    said = ["".join(map(str, part.body.itertext())) for part in publication.parts]
    assert any("1.\xa0Mai und zu 7 Märzen" in words for words in said)
    assert any("a 7. Mai" in words for words in said)
