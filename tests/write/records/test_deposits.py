"""What Crossref, DataCite and citation programs are told, held against their own schemas."""

from __future__ import annotations

import json
import warnings

import jsonschema
import pytest
from lxml import etree

from publish.check.deposits import check_records
from publish.model.edition import Contributor, Edition, Series
from publish.write.records import write_crossref, write_csl, write_datacite
from tests.write.epub.books import small_book
from tests.write.onix.records import OUT, edition
from tests.write.records.schemas import faults, json_schema

REGISTERED = edition(
    OUT,
    book={
        "doi": "10.5555/storm",
        "url": "https://press.example/storm",
        "edition_statement": "Second edition",
        "modified": "2026-11-28",
        "series": Series(name="Die Meere", position="2", issn="2049-3630"),
    },
)
EDITED = edition(
    REGISTERED,
    book={
        "contributors": (
            Contributor(name="Plato", role="edt"),
            Contributor(name="Society of Mariners", role="edt"),
            Contributor(name="Ada Vale", role="ill", file_as="Vale, Ada"),
            Contributor(name="King Lear, Jr.", role="trl", file_as="Lear, King, Jr."),
        ),
        "series": Series(),
        "isbn_epub": "",
        "isbn_print": "",
        "date": "2026",
        "edition_statement": "",
    },
)
BARE = edition(EDITED, book={"contributors": (), "subtitle": "", "subjects": (), "description": ""})
ALL = pytest.mark.parametrize("about", [REGISTERED, EDITED, BARE], ids=["full", "edited", "bare"])


@ALL
def test_crossrefs_own_schema_takes_the_deposit(about: Edition) -> None:
    assert faults(write_crossref(small_book(), about), "crossref5.5.0.xsd") == []


@ALL
def test_datacites_own_schema_takes_the_record(about: Edition) -> None:
    assert faults(write_datacite(small_book(), about), "metadata.xsd") == []


@ALL
def test_the_schema_of_csl_takes_the_item(about: Edition) -> None:
    jsonschema.validate(json.loads(write_csl(small_book(), about)), json_schema("csl-data.json"))


def _read(data: bytes) -> etree._Element:
    root = etree.fromstring(data)
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def _texts(root: etree._Element, path: str) -> list[str | None]:
    return [found.text for found in root.findall(path)]


def test_crossref_registers_the_doi_with_its_page() -> None:
    root = _read(write_crossref(small_book(), REGISTERED))
    assert root.findtext(".//doi_data/doi") == "10.5555/storm"
    assert root.findtext(".//doi_data/resource") == "https://press.example/storm"
    assert root.findtext("head/timestamp") == "20261128000000", "the day of the last change"
    assert root.findtext("head/depositor/email_address") == "trade@example.org"
    assert _texts(root, ".//isbn") == ["9783161484100", "9780306406157"]
    assert root.findtext(".//series_metadata/issn") == "2049-3630"
    roles = [(p.findtext("surname"), p.get("contributor_role")) for p in root.iter("person_name")]
    assert roles == [("Vale", "author"), ("Lang", "translator")]
    assert _texts(root, ".//ORCID") == ["https://orcid.org/0000-0002-1825-0097"]
    terms = {each.text: each.get("applies_to") for each in root.iter("license_ref")}
    assert terms == {
        "https://creativecommons.org/licenses/by-sa/4.0/": None,
        "https://press.example/tdm.json": "tdm",
    }


def test_a_body_and_a_single_name_are_told_from_persons() -> None:
    root = _read(write_crossref(small_book(), EDITED))
    assert _texts(root, ".//organization") == ["Society of Mariners"]
    assert _texts(root, ".//surname") == ["Plato", "Vale", "Lear"]
    assert root.findtext(".//suffix") == "Jr."
    book = root.find("body/book")
    assert book is not None
    assert book.get("book_type") == "edited_book"


def test_datacite_has_authors_as_creators_and_translators_as_such() -> None:
    root = _read(write_datacite(small_book(), REGISTERED))
    assert _texts(root, "creators/creator/creatorName") == ["Vale, Ada"]
    schemes = [each.get("nameIdentifierScheme") for each in root.iter("nameIdentifier")]
    assert schemes[:2] == ["ORCID", "GND"]
    kinds = [
        (each.get("contributorType"), each.findtext("familyName"))
        for each in root.iter("contributor")
    ]
    assert kinds == [("Other", "Vale"), ("Translator", "Lang")]
    assert _texts(root, "relatedIdentifiers/relatedIdentifier") == [
        "9783161484100",
        "9780306406157",
    ]
    assert root.findtext("relatedItems/relatedItem/titles/title") == "Die Meere"


def test_a_doi_may_be_the_identifier_of_the_header() -> None:
    about = edition(REGISTERED, book={"doi": "", "identifier": "https://doi.org/10.5555/header"})
    assert json.loads(write_csl(small_book(), about))[0]["DOI"] == "10.5555/header"
    assert check_records(about, {"crossref", "datacite"}) == []


def test_a_book_by_nobody_has_its_publisher_as_creator() -> None:
    root = _read(write_datacite(small_book(), BARE))
    assert _texts(root, "creators/creator/creatorName") == ["Small Press"]


def test_a_citation_program_reads_the_item_and_cites_the_book() -> None:
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the style that ships with citeproc is not this test's
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        source = CiteProcJSON(json.loads(write_csl(small_book(), REGISTERED)))
        made = CitationStylesBibliography(style, source, formatter.plain)
        made.register(Citation([CitationItem("storm")]))
        (entry,) = (str(line) for line in made.bibliography())
    assert "Vale, A." in entry
    assert "2026" in entry
    assert "Small Press" in entry


@pytest.mark.parametrize("write", [write_crossref, write_datacite, write_csl])
def test_the_same_edition_gives_the_same_bytes(write: object) -> None:
    assert callable(write)
    assert write(small_book(), REGISTERED) == write(small_book(), REGISTERED)
