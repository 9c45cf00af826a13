"""The index at the back: its order, its levels, its links, and where it refers elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from publish.model.document import Document
from publish.model.edition import Book, Edition
from publish.model.publication import Part, Publication
from publish.typeset import typeset

MakeDocument = Callable[..., Document]
EDITION = Edition(book=Book(title="T", language="en"))
LONG = "A long paragraph that fills a page. " * 150


def published(document: Document) -> Publication:
    return typeset(document, EDITION)[0]


def indexes(document: Document) -> list[Part]:
    return [part for part in published(document).parts if part.epub_type == "index"]


def lines(part: Part) -> list[str]:
    """Give each entry with its indent."""
    found = []
    for item in part.body.iter("{*}li"):
        words = "".join(map(str, [item.text or "", *_own(item)]))
        found.append("  " * (len(list(item.iterancestors("{*}ul"))) - 1) + words)
    return found


def _own(item: etree._Element) -> list[str]:
    inner = [child for child in item if etree.QName(child).localname != "ul"]
    return [f"{child.text or ''}{child.tail or ''}" for child in inner]


def test_entries_are_in_order_with_their_levels_and_places(tei_document: MakeDocument) -> None:
    body = (
        f"<div><head>One</head><p>{LONG}<index><term>zebra</term></index>"
        "<index><term>Éclair</term><index><term>small</term></index></index></p></div>"
        f"<div><head>Two</head><p>{LONG}<index><term>zebra</term></index> and"
        "<index><term>zebra</term></index><index><term>The ape</term></index>"
        "<index><term sortKey='elephant'>das Tier</term></index></p></div>"
    )
    (index,) = indexes(tei_document(body))
    assert lines(index) == [
        "Éclair",
        "  small, One",
        "das Tier, Two",
        "The ape, Two",
        "zebra, One, Two, 2",
    ]
    assert index.title == "Index"


def test_places_are_links_to_the_text(tei_document: MakeDocument) -> None:
    publication = published(tei_document("<p>Here<index><term>a</term></index> it is.</p>"))
    index = next(part for part in publication.parts if part.epub_type == "index")
    (link,) = index.body.iter("{*}a")
    text = next(part for part in publication.parts if part.name == "text")
    assert link.get("class") == "page-ref"
    assert (link.get("href") or "")[1:] in {e.get("id") for e in text.body.iter("{*}span")}


def test_see_and_see_also(tei_document: MakeDocument) -> None:
    body = (
        "<p>x<index><term>cat</term><ref type='see'>feline</ref></index>"
        "<index><term>dog</term><ref type='seeAlso'>wolf</ref></index></p>"
    )
    (index,) = indexes(tei_document(body))
    assert lines(index) == ["cat, see feline", "dog, 1. see also wolf"]


def test_a_passage_reaches_to_the_end_of_its_last_element(tei_document: MakeDocument) -> None:
    publication = published(
        tei_document(
            f"<div><head>One</head><p><index spanTo='#e'><term>a</term></index>{LONG}</p></div>"
            f"<div><head>Two</head><p xml:id='e'>{LONG}<hi>end</hi></p><p>After.</p></div>"
        )
    )
    (index,) = (part for part in publication.parts if part.epub_type == "index")
    assert lines(index) == ["a, One–Two"]
    (link,) = index.body.iter("{*}a")
    two = next(part for part in publication.parts if part.title == "Two")
    last = next(e for e in two.body.iter("{*}p") if e.get("id") == "e")[-1]
    assert last.get("id") == link.get("data-until")


def test_what_a_reference_in_the_index_names_is_an_entry(tei_document: MakeDocument) -> None:
    known = "".join(f"<index><term>{t}</term></index>" for t in ("wolf", "Éclair", "ship, old"))
    body = (
        f"<p>x{known}<index><term>dog</term><ref type='seeAlso'>see also wolf; Eclair</ref></index>"
        "<index><term>cat</term><ref type='see'>felines</ref></index>"
        "<index><term>boat</term><ref type='see'>ship, old</ref></index></p>"
    )
    findings = typeset(tei_document(body), EDITION)[1]
    assert [(f.code, "'felines'" in f.message) for f in findings] == [("TYP-069", True)]


def test_each_index_that_the_manuscript_names_is_a_part(tei_document: MakeDocument) -> None:
    body = (
        "<p>x<index indexName='plants'><term>Ash</term></index>"
        "<index indexName='beasts'><term>Bear</term></index>"
        "<index indexName='persons'><term>Ann</term></index></p>"
    )
    assert [part.title for part in indexes(tei_document(body))] == [
        "Index of Persons",
        "Index: plants",
        "Index: beasts",
    ]


def test_a_long_index_has_letters(tei_document: MakeDocument) -> None:
    terms = "".join(
        f"<index><term>{letter}{number}</term></index>" for letter in "abcde" for number in range(9)
    )
    (index,) = indexes(tei_document(f"<p>x{terms}<index><term>1917</term></index></p>"))
    assert [e.text for e in index.body.iter("{*}h2")] == ["0–9", "A", "B", "C", "D", "E"]


@pytest.mark.parametrize(
    ("language", "words", "letters"),
    [
        ("cs", "chata cihla czarina čaj hora idol řeka ruka", "C Č H Ch I R Ř"),
        ("sv", "zebra åsa anna ärlig öl", "A Z Å Ä Ö"),
        ("es", "ñandú nuez nada oso", "N Ñ O"),
        ("hu", "csak cukor gyár gém szó só", "C Cs G Gy S Sz"),
        ("de", "zebra öl anna œuvre ost", "A O Z"),
    ],
)
def test_an_index_has_the_letters_of_its_language_in_their_order(
    language: str, words: str, letters: str, tei_document: MakeDocument
) -> None:
    many = (f"{each}{n}" for each in words.split() for n in range(10))
    terms = "".join(f"<index><term>{each}</term></index>" for each in many)
    edition = Edition(book=Book(title="T", language=language))
    parts = typeset(tei_document(f"<p>x{terms}</p>"), edition)[0].parts
    (index,) = (part for part in parts if part.epub_type == "index")
    assert [e.text for e in index.body.iter("{*}h2")] == letters.split()


def test_terms_in_notes_and_terms_of_p4_are_listed(tei_document: MakeDocument) -> None:
    body = (
        "<p>x<note>y<index><term>in a note</term></index></note><index level1='p4' level2='b'/></p>"
    )
    (index,) = indexes(tei_document(body))
    assert lines(index) == ["in a note, 1", "p4", "  b, 1"]


def test_no_terms_no_index(tei_document: MakeDocument) -> None:
    assert indexes(tei_document("<p>A <term>term</term> in the text.</p>")) == []
