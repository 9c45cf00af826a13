"""The first book: its manuscript is the source word for word, and its errata are right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from publish import pipeline
from publish.model.document import XML_ID, Document, local_name, tei
from publish.model.edition import Edition, View
from publish.model.erratum import Erratum, Outcome, Status
from publish.model.finding import has_errors
from publish.model.publication import Matter
from publish.read import check_schema, read_book
from publish.revise import apply_errata

NAVIGATION = {
    "Main FI Index | Main Newspaper Index",
    "Encyclopedia of Trotskyism | Marxists’ Internet Archive",
    "Fourth International, November 1944",
    "Top of page",
    "Last updated on 4.9.2008",
}
"""The lines of the source that belong to the site it was taken from."""

BLOCKS = frozenset("text front body div head p quote".split())
KNOWN_ERRORS = (
    "governmetn",
    "was, surrounded",
    "they. knew",
    "Skebelev",
    "evident .that",
    "Commitlee",
    "the Cadets were responsible only",
    "conclliationists",
    "nothwithstanding",
    "Irresponsibility, towards",
)


@pytest.fixture(scope="module")
def shared(corpora: Path) -> Path:
    """The folder with the source text and the TEI schema."""
    return corpora.parent


@pytest.fixture(scope="module")
def book(first_book: Path) -> tuple[Document, Edition]:
    document, edition, findings = read_book(first_book)
    assert findings == []
    return document, edition


def words(element: etree._Element | None) -> list[str]:
    assert element is not None
    return "".join(map(str, element.itertext())).split()


def text_of(document: Document) -> etree._Element:
    text = document.root.find(tei("text"))
    assert text is not None
    return text


@pytest.mark.slow
def test_the_manuscript_is_valid_tei(shared: Path, book: tuple[Document, Edition]) -> None:
    schema = shared / "schema" / "tei_all.rng"
    if not schema.is_file():
        pytest.skip(f"no TEI schema at {schema}")
    tei_all = etree.RelaxNG(etree.parse(schema))
    assert tei_all.validate(etree.parse(book[0].path)), tei_all.error_log


def test_our_own_schema_has_nothing_to_say(book: tuple[Document, Edition]) -> None:
    assert check_schema(book[0]) == []


def test_every_word_of_the_source_is_kept_in_order(
    shared: Path, book: tuple[Document, Edition]
) -> None:
    """Punctuation too: words are what stands between spaces."""
    sources = sorted((shared / "source").glob("*.txt"))
    if not sources:
        pytest.skip(f"no source text in {shared / 'source'}")
    lines = [line.strip() for line in sources[0].read_text("utf-8").splitlines()]
    source = " ".join(line for line in lines if line not in NAVIGATION).split()

    root = book[0].root
    statement = root.find(f".//{tei('titleStmt')}")
    assert statement is not None
    kept = words(statement.find(tei("author"))) + words(statement.find(tei("title")))
    kept += words(root.find(f".//{tei('sourceDesc')}/{tei('bibl')}"))
    for block in text_of(book[0]).iter(tei("p"), tei("head")):
        kept += words(block)
    assert kept == source


def test_every_block_has_an_id_of_its_own(book: tuple[Document, Edition]) -> None:
    elements = text_of(book[0]).iter(etree.Element)
    blocks = [element for element in elements if local_name(element) in BLOCKS]
    assert [element.tag for element in blocks if not element.get(XML_ID)] == []
    ids = [e.get(XML_ID) for e in book[0].root.iter(etree.Element) if e.get(XML_ID)]
    assert len(ids) == len(set(ids))


def test_every_pointer_of_the_manuscript_leads_somewhere(book: tuple[Document, Edition]) -> None:
    elements = list(book[0].root.iter(etree.Element))
    ids = {element.get(XML_ID) for element in elements}
    pointers = {
        pointer.removeprefix("#")
        for element in elements
        for name in ("who", "resp", "target", "next", "prev")
        for pointer in (element.get(name) or "").split()
        if pointer.startswith("#")
    }
    assert pointers <= ids
    people = {erratum.by.replace(" ", "-") for erratum in book[0].errata}
    assert people <= ids


def test_errata_are_explained_and_each_quotation_stands_once(
    book: tuple[Document, Edition],
) -> None:
    document, edition = book[0].copy(), book[1]
    findings = apply_errata(document, edition)
    assert not has_errors(findings, strict=True), findings
    for resolution in document.resolutions:
        erratum = resolution.erratum
        held = erratum.status is Status.HELD
        assert resolution.outcome is (Outcome.HELD if held else Outcome.APPLIED), erratum.id
        assert len(resolution.places) == 1, erratum.id
        assert erratum.at, erratum.id
        assert erratum.source, erratum.id
        assert erratum.date, erratum.id
        assert not held or erratum.note.startswith("Held: "), erratum.id


def test_the_known_errors_are_recorded(book: tuple[Document, Edition]) -> None:
    verified = [e for e in book[0].errata if e.status is Status.VERIFIED]
    for error, erratum in zip(KNOWN_ERRORS, verified, strict=True):
        assert error in quotation(erratum) or erratum.find in error


def quotation(erratum: Erratum) -> str:
    return erratum.before + erratum.find + erratum.after


def shown(first_book: Path, view: View) -> str:
    """Give what the reader meets of the text in one view; the list of corrections is not of it."""
    build = pipeline.prepare(first_book, {"text": {"view": view}})
    assert build.publication is not None
    parts = (part for part in build.publication.parts if part.name != "corrections")
    text = " ".join("".join(map(str, part.body.itertext())) for part in parts)
    return re.sub(r"\s+", " ", text)


def test_the_corrected_view_has_none_of_the_errors(first_book: Path) -> None:
    text = shown(first_book, View.CORRECTED)
    assert [error for error in KNOWN_ERRORS if error in text] == []
    assert "the coalition government had been broken up" in text
    assert "It was evident that the new Congress" in text


def test_the_diplomatic_view_has_all_of_them(first_book: Path) -> None:
    text = shown(first_book, View.DIPLOMATIC)
    assert [error for error in KNOWN_ERRORS if error not in text] == []


def test_what_is_held_stands_in_the_corrected_view(first_book: Path) -> None:
    text = shown(first_book, View.CORRECTED)
    errata = read_book(first_book)[0].errata
    held = [erratum for erratum in errata if erratum.status is Status.HELD]
    assert [erratum.id for erratum in held if erratum.find not in text] == []


def test_the_contents_name_the_sections(first_book: Path) -> None:
    build = pipeline.prepare(first_book)
    assert build.publication is not None
    titles = [part.title for part in build.publication.parts if part.matter is Matter.BODY]
    assert titles == [
        "Opening",
        "The July Days",
        "Events Following the July Days",
        "The Conflict with the Soviets",
    ]
