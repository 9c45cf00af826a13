"""What the package says of the book (EPUB 3.3 section 5.5): Dublin Core and its refinements."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ebooklib import epub

from publish.model.edition import Contributor, Edition
from publish.model.publication import Medium, Publication
from publish.write.articles import file_title
from publish.write.digital_source import schema_term, source_of_text
from publish.write.folded import fold
from publish.write.identifier import identifier_of, isbn_urn
from publish.write.people import by_person

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
AUTHORITIES = {name.casefold(): name for name in ("BISAC", "Thema", "LCSH", "BIC", "DDC", "UDC")}
"""Schemes as the package vocabulary spells them (EPUB 3.3 appendix D.3.2)."""

MAIN_ROLES = frozenset(["aut", "cre", "com"])


def describe(package: epub.EpubBook, publication: Publication, edition: Edition) -> None:
    """Write titles, people, language, dates, subjects, series, rights and source."""
    book = edition.book
    package.reset()
    package.metadata.clear()
    package.set_identifier(fold(identifier_of(publication, edition)))
    if book.isbn_epub and book.identifier:
        _say(package, "identifier", isbn_urn(book.isbn_epub), {"id": "isbn"})
    _titles(package, publication, edition)
    for language in _languages(publication):
        _say(package, "language", language)
    _people(package, book.contributors)
    for name, text in (
        ("publisher", book.publisher),
        ("date", book.date),
        ("description", book.description),
        ("rights", " ".join(filter(None, (book.rights, book.licence)))),
        ("source", book.source),
    ):
        if text:
            _say(package, name, text)
    _subjects(package, edition)
    source = source_of_text(book)
    if source:
        meta(package, "schema:digitalSourceType", schema_term(source))
    if book.tdm:
        meta(package, "tdm:reservation", "1" if book.tdm == "reserved" else "0")
        meta(package, "tdm:policy", book.tdm_policy)
    if book.series.name:
        meta(package, "belongs-to-collection", book.series.name, identifier="series")
        meta(package, "collection-type", "series", refines="series")
        if book.series.position:
            meta(package, "group-position", book.series.position, refines="series")
        _name_series_for_old_readers(package, edition)


def _say(
    package: epub.EpubBook, name: str, text: str, attributes: dict[str, str] | None = None
) -> None:
    """Add an element of Dublin Core; one without words would be invalid and is left out."""
    words = fold(text)
    if words:
        package.add_metadata("DC", name, words, attributes or {})


def meta(
    package: epub.EpubBook,
    name: str,
    text: str,
    *,
    refines: str = "",
    identifier: str = "",
    lang: str = "",
    **more: str,
) -> None:
    """Add a `meta` of EPUB 3: a property of the book, or of another element that it refines."""
    attributes = {"property": name, **more}
    if refines:
        attributes["refines"] = f"#{refines}"
    if identifier:
        attributes["id"] = identifier
    if lang:
        attributes[XML_LANG] = lang
    if fold(text):
        package.add_metadata("OPF", name, fold(text), attributes)


def _name_series_for_old_readers(package: epub.EpubBook, edition: Edition) -> None:
    """Say the series once more as calibre and, after it, Kobo and PocketBook read it."""
    series = edition.book.series
    said = {"calibre:series": series.name}
    if re.fullmatch(r"\d+(\.\d+)?", series.position):
        said["calibre:series_index"] = series.position
    for name, content in said.items():
        package.add_metadata("OPF", name, "", {"name": name, "content": fold(content)})


def _languages(publication: Publication) -> list[str]:
    """List the book's language, then those in which whole parts are written."""
    own = [part.lang for part in publication.parts_for(Medium.EPUB)]
    return list(dict.fromkeys(filter(None, [publication.lang or "und", *own])))


def _titles(package: epub.EpubBook, publication: Publication, edition: Edition) -> None:
    _say(package, "title", publication.title or "Untitled", {"id": "title"})
    meta(package, "title-type", "main", refines="title")
    filed = file_title(publication.title, edition.book.language)
    if filed != publication.title:
        meta(package, "file-as", filed, refines="title")
    if edition.book.subtitle:
        _say(package, "title", edition.book.subtitle, {"id": "subtitle"})
        meta(package, "title-type", "subtitle", refines="subtitle")
        meta(package, "display-seq", "2", refines="subtitle")
        meta(package, "display-seq", "1", refines="title")


def _people(package: epub.EpubBook, people: Iterable[Contributor]) -> None:
    """Name each person once, with all roles (EPUB 3.3 appendix D.3.12); any main one tells."""
    order = 0
    for number, roles in enumerate(by_person(people), start=1):
        name = "creator" if any(person.role in MAIN_ROLES for person in roles) else "contributor"
        identifier = f"{name}-{number}"
        _say(package, name, roles[0].name, {"id": identifier})
        for role in dict.fromkeys(person.role for person in roles):
            meta(package, "role", role, refines=identifier, scheme="marc:relators")
        if roles[0].file_as:
            meta(package, "file-as", roles[0].file_as, refines=identifier)
        if name == "creator":
            order += 1
            meta(package, "display-seq", str(order), refines=identifier)


def _subjects(package: epub.EpubBook, edition: Edition) -> None:
    for number, subject in enumerate(edition.book.subjects, start=1):
        identifier = f"subject-{number}"
        _say(package, "subject", subject.term or subject.code, {"id": identifier})
        if subject.scheme and (subject.code or subject.term):
            scheme = AUTHORITIES.get(subject.scheme.casefold(), subject.scheme)
            meta(package, "authority", scheme, refines=identifier)
            meta(package, "term", subject.code or subject.term, refines=identifier)
