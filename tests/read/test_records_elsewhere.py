"""Persons and places of other files: speakers and indexes have the names that the records say."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.model.edition import Book, Contents, Edition
from publish.model.publication import Publication
from publish.read.manuscript import read_manuscript
from publish.typeset import typeset

TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
PERSONS = f"""<TEI {TEI}><teiHeader/><standOff><listPerson>
<person xml:id="p1"><persName><forename>Ann</forename><surname>Field</surname></persName></person>
<person xml:id="p2"><persName>Tom Mill</persName></person></listPerson></standOff></TEI>"""


def published(folder: Path, body: str, header: str = "") -> Publication:
    (folder / "lists").mkdir()
    (folder / "lists" / "persons.xml").write_text(PERSONS, "utf-8")
    path = folder / "in.xml"
    path.write_text(
        f"<TEI {TEI}><teiHeader><encodingDesc>{header}</encodingDesc></teiHeader><text><body>{body}"
        "</body></text></TEI>",
        "utf-8",
    )
    document, _ = read_manuscript(path)
    edition = Edition(book=Book(title="T", language="en"), contents=Contents(indexes=("persons",)))
    return typeset(document, edition)[0]


def words(publication: Publication) -> str:
    return " ".join("".join(map(str, p.body.itertext())) for p in publication.parts)


PREFIX = (
    '<listPrefixDef><prefixDef ident="pers" matchPattern="([a-z0-9]+)"'
    ' replacementPattern="lists/persons.xml#$1"/></listPrefixDef>'
)


@pytest.mark.parametrize(("header", "pointer"), [("", "lists/persons.xml#{}"), (PREFIX, "pers:{}")])
def test_speakers_and_indexes_have_the_names_of_the_records(
    header: str, pointer: str, tmp_path: Path
) -> None:
    one, two = pointer.format("p1"), pointer.format("p2")
    body = (
        f'<div><p>As <persName ref="{one}">she</persName> says.</p>'
        f'<u who="{one}"><seg>Order.</seg></u><u who="{two}"><seg>Yes.</seg></u></div>'
    )
    said = words(published(tmp_path, body, header))
    assert "Ann Field" in said and "Tom Mill" in said
    assert "Field, Ann" in said


def test_an_id_of_the_book_itself_stays_its_own(tmp_path: Path) -> None:
    body = '<p xml:id="p2">See <persName ref="lists/persons.xml#p2">him</persName>.</p>'
    publication = published(tmp_path, body)
    (index,) = (part for part in publication.parts if part.epub_type == "index")
    assert "Tom Mill" in "".join(map(str, index.body.itertext()))


def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "persons.xml").write_text(PERSONS, "utf-8")
    (tmp_path / "book").mkdir()
    body = '<p>See <persName ref="../persons.xml#p2">him</persName>.</p>'
    assert "Tom Mill" not in words(published(tmp_path / "book", body))


def test_prefixes_of_addresses_are_written_out(tmp_path: Path) -> None:
    prefix = PREFIX.replace("lists/persons.xml#$1", "https://example.org/$1")
    publication = published(tmp_path, '<p><ref target="pers:a1">x</ref></p>', prefix)
    links = [a.get("href") for p in publication.parts for a in p.body.iter("{*}a")]
    assert "https://example.org/a1" in links


def test_a_work_is_called_by_its_key_and_not_by_an_address(tmp_path: Path) -> None:
    prefix = PREFIX.replace("lists/persons.xml#$1", "https://example.org/$1").replace(
        "[a-z0-9]", "."
    )
    body = (
        '<listBibl><bibl><ptr target="pers:Rao1929"/><citedRange>10</citedRange></bibl></listBibl>'
    )
    assert "example.org" not in words(published(tmp_path, body, prefix))
