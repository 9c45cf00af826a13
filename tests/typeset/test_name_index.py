"""Indexes of names: one headword for one person, whatever the text calls them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from publish.model.document import TEI, Document
from publish.model.edition import Book, Contents, Edition
from publish.model.text_kind import IndexOf
from publish.typeset import typeset

MakeDocument = Callable[..., Document]
LONG = "A long paragraph that fills a page. " * 150
RECORDS = (
    f"<standOff xmlns='{TEI}'><listPerson>"
    "<person xml:id='g'><persName>Göthe</persName>"
    "<persName type='main'><forename>Johann</forename><nameLink>von</nameLink>"
    "<surname>Goethe</surname></persName>"
    "<birth when='1749-08-28'/><death><date>22 March 1832</date><placeName>W</placeName></death>"
    "</person><person xml:id='a'><persName>Field, Ann</persName><idno>http://x.org/1</idno>"
    "<idno>GND 11</idno></person>"
    "</listPerson><listBibl><bibl xml:id='f'><title>Faust</title><author>Goethe, Johann</author>"
    "</bibl></listBibl></standOff>"
)


def entries(
    make: MakeDocument, words: str, *wanted: IndexOf, language: str = "en"
) -> dict[str, list[str]]:
    document = make(f"<div><head>One</head><p>{words}</p><p>{LONG}</p></div>", language)
    document.root.append(etree.fromstring(RECORDS))
    edition = Edition(book=Book(title="T", language=language), contents=Contents(indexes=wanted))
    publication, findings = typeset(document, edition)
    assert not [finding for finding in findings if finding.code in {"TYP-040", "TYP-041"}]
    return {
        part.title: ["".join(map(str, item.itertext())) for item in part.body.iter("{*}li")]
        for part in publication.parts
        if part.epub_type == "index"
    }


def test_all_that_one_person_is_called_is_one_entry(tei_document: MakeDocument) -> None:
    words = (
        "<persName ref='#g'>Goethe</persName>, <rs ref='#g'>the poet</rs>,"
        " <persName>Goethe</persName>, <persName ref='http://x.org/1'>Ann</persName>,"
        " <persName key='Mill, John'>him</persName>, <rs type='person'>the King</rs>"
    )
    assert entries(tei_document, words, IndexOf.PERSONS) == {
        "Index of Persons": [
            "Field, Ann, One",
            "Goethe, Johann von (1749–1832), One, 2, 3",
            "Mill, John, One",
        ]
    }


def test_a_key_of_two_words_finds_the_record_that_has_it(tei_document: MakeDocument) -> None:
    words = "<persName key='GND 11'>Ann</persName>, <persName ref='#a'>Miss Field</persName>"
    found = entries(tei_document, words, IndexOf.PERSONS)
    assert found == {"Index of Persons": ["Field, Ann, One, 2"]}


def test_a_name_without_a_record_goes_under_what_it_is_called_most(
    tei_document: MakeDocument,
) -> None:
    words = (
        "<placeName ref='#w'>Weimar</placeName> <placeName ref='#w'>Weimar</placeName>"
        " <placeName ref='#w'>Vimaria</placeName> <placeName>Jena</placeName>"
    )
    assert entries(tei_document, words, IndexOf.PLACES) == {
        "Index of Places": ["Jena, One", "Weimar, One, 2, 3"]
    }


def test_works_have_their_authors_and_are_listed_with_a_key_only(
    tei_document: MakeDocument,
) -> None:
    words = "<title ref='#f'>the tragedy</title> <title>Egmont</title>"
    found = entries(tei_document, words, IndexOf.WORKS)
    assert found == {"Index of Works": ["Faust (Goethe), One"]}


@pytest.mark.parametrize("wanted", [IndexOf.AUTO, IndexOf.NONE])
def test_a_novel_has_no_index_of_names_unasked(tei_document: MakeDocument, wanted: IndexOf) -> None:
    assert entries(tei_document, "<persName>Ann</persName>", wanted) == {}


def test_indexes_speak_the_language_of_the_book(tei_document: MakeDocument) -> None:
    found = entries(tei_document, "<persName>Ann</persName>", IndexOf.PERSONS, language="de")
    assert list(found) == ["Personenregister"]


def test_a_catalogue_lists_its_shelfmarks_by_number(tei_document: MakeDocument) -> None:
    described = "".join(
        "<msDesc><msIdentifier><settlement>Aford</settlement>"
        f"<idno>MS {number}</idno></msIdentifier>"
        f"<msContents><msItem xml:id='i{number}'><author key='p1'>Ann</author>"
        f"<title key='w{number}'>Work {number}</title></msItem></msContents><p>{LONG}</p></msDesc>"
        for number in (100, 9)
    )
    document = tei_document(f"<div><head>x</head>{described}</div>", "en")
    publication, _ = typeset(document, Edition(book=Book(title="T", language="en")))
    indexes = {
        part.title: [(item.text or "").rstrip(", ") for item in part.body.iter("{*}li")]
        for part in publication.parts
        if part.epub_type == "index"
    }
    assert indexes["Index of Shelfmarks"] == ["Aford", "MS 9", "MS 100"]
    assert indexes["Index of Persons"] == ["Ann"]
    assert indexes["Index of Works"] == ["Work 100", "Work 9"]
