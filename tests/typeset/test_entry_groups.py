"""The entries of a dictionary: under which letters they stand, and what they can be found by."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from lxml import etree

from publish.house.language.alphabet import letter_of
from publish.model.document import Document
from publish.model.edition import Book, Edition
from publish.model.publication import Publication
from publish.typeset import typeset

MakeDocument = Callable[..., Document]


def published(document: Document, language: str = "en") -> Publication:
    return typeset(document, Edition(book=Book(title="T", language=language)))[0]


def entries(words: Iterable[str]) -> str:
    return "".join(
        f"<entry><form><orth>{word}</orth></form><sense><def>a word</def></sense></entry>"
        for word in words
    )


def letters(publication: Publication) -> list[str]:
    return [h.text or "" for p in publication.parts for h in p.body.iter("{*}h1", "{*}h2")
            if h.get("class") == "of-letter"]  # fmt: skip


def words_of(first: str, count: int) -> list[str]:
    return [f"{first}{n:03d}x" for n in range(count)]


@pytest.mark.parametrize(
    ("word", "language", "letter"),
    [
        ("école", "fr", "E"),
        ("chata", "cs", "Ch"),
        ("cihla", "cs", "C"),
        ("Öl", "de", "O"),
        ("œuvre", "fr", "O"),
        ("ısı", "tr", "I"),
        ("izmir", "tr", "İ"),
        ("öl", "sv", "Ö"),
        ("-able", "en", "A"),
        ("ἄγω", "grc", "Α"),
        ("ёлка", "ru", "Е"),
        ("йод", "ru", "Й"),
        ("أكل", "ar", "ا"),
        ("漢字", "zh", ""),
        ("123", "en", ""),
    ],
)
def test_letter_of_its_alphabet(word: str, language: str, letter: str) -> None:
    assert letter_of(word, language) == letter


def test_letters_stand_over_the_entries_of_a_text_without_heads(
    tei_document: MakeDocument,
) -> None:
    publication = published(tei_document(entries(words_of("a", 40) + words_of("b", 40))))
    assert letters(publication) == ["A", "B"]
    assert [entry.title for entry in publication.contents] == ["A", "B"]
    assert all(entry.is_letter for entry in publication.contents)


def test_letters_of_the_text_itself_are_not_doubled(tei_document: MakeDocument) -> None:
    body = "".join(
        f"<div type='letter'><head>{letter.upper()}</head>{entries(words_of(letter, 70))}</div>"
        for letter in "ab"
    )
    assert letters(published(tei_document(body))) == []


def test_no_letters_where_the_order_is_another(tei_document: MakeDocument) -> None:
    words = [f"{letter}{n}" for n in range(20) for letter in "kacqz"]
    assert letters(published(tei_document(entries(words)))) == []


def test_every_entry_of_a_dictionary_can_be_linked_to(tei_document: MakeDocument) -> None:
    publication = published(tei_document(entries(words_of("a", 30))))
    made = [
        e for p in publication.parts for e in p.body.iter("{*}div") if e.get("class") == "entry"
    ]
    ids = [entry.get("id") for entry in made]
    assert len(made) == 30
    assert None not in ids
    assert len(set(ids)) == 30


def test_a_division_around_each_entry_keeps_no_runs_apart(tei_document: MakeDocument) -> None:
    body = "".join(f"<div xml:id='d{n}'>{entries([f'a{n:03d}'])}</div>" for n in range(30))
    publication = published(tei_document(f"{body}<p><ref target='#d3'>a word</ref></p>"))
    text = "".join(etree.tostring(p.body, encoding="unicode") for p in publication.parts)
    assert text.count('class="entry-columns"') == 1
    assert text.count('id="d3"') == 1


def test_a_division_called_entries_is_set_in_columns_as_any_other(
    tei_document: MakeDocument,
) -> None:
    publication = published(tei_document(f"<div type='entries'>{entries(words_of('a', 30))}</div>"))
    text = "".join(etree.tostring(p.body, encoding="unicode") for p in publication.parts)
    assert text.count('class="entry-columns"') == 1


def test_a_few_entries_in_a_text_stay_as_they_are(tei_document: MakeDocument) -> None:
    publication = published(tei_document(f"<p>Such as:</p>{entries(['cat', 'dog'])}<p>So.</p>"))
    kinds = [etree.QName(e).localname for e in publication.parts[-2].body]
    assert "entry-columns" not in etree.tostring(publication.parts[-2].body, encoding="unicode")
    assert kinds


def headwords(publication: Publication) -> list[str]:
    found = (b for part in publication.parts for b in part.body.iter("{*}b"))
    return ["".join(map(str, b.itertext())) for b in found if b.get("class") == "orth"]


def test_entries_in_the_order_of_a_machine_are_filed_by_the_alphabet(
    tei_document: MakeDocument,
) -> None:
    words = [*words_of("B", 3), *words_of("a", 30), *words_of("b", 30), "z a", "zab", "àb", "öd"]
    made = published(tei_document(entries(sorted(words))))
    said = headwords(made)
    assert said[:2] + said[29:33] == ["a000x", "a001x", "a029x", "àb", "B000x", "b000x"]
    assert said[-3:] == ["öd", "z a", "zab"]
    assert letters(made) == ["A", "B", "O", "Z"]


def test_entries_in_an_order_of_their_authors_stay_in_it(tei_document: MakeDocument) -> None:
    words = [*words_of("c", 30), *words_of("a", 30), *words_of("b", 30)]
    assert headwords(published(tei_document(entries(words)))) == words
