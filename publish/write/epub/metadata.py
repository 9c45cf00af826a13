"""What the package says of the book (EPUB 3.3 section 5.5): Dublin Core and its refinements."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable

from ebooklib import epub

from publish.edition import Contributor, Edition
from publish.finding import Finding, error
from publish.publication import Publication

ARTICLES = {
    "en": ("The ", "A ", "An "),
    "de": ("Der ", "Die ", "Das ", "Ein ", "Eine "),
    "fr": ("Le ", "La ", "Les ", "L’", "L'", "Un ", "Une "),
    "es": ("El ", "La ", "Los ", "Las ", "Un ", "Una "),
    "it": ("Il ", "Lo ", "La ", "I ", "Gli ", "Le ", "Un ", "Una "),
    "nl": ("De ", "Het ", "Een "),
    "pt": ("O ", "A ", "Os ", "As ", "Um ", "Uma "),
}
"""Articles that a title is not filed under (AACR2 and its kin)."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MAIN_ROLES = frozenset(["aut", "cre", "com"])


def identifier_of(publication: Publication, edition: Edition) -> str:
    """Give the book's identifier: the edition's own, its ISBN, or a UUID made from what it is.

    The UUID depends on language, authors and title alone, so that it is the same from build to
    build and an update replaces the older file on a reader.
    """
    book = edition.book
    if book.identifier:
        return book.identifier
    if book.isbn_epub:
        return f"urn:isbn:{re.sub(r'[^0-9X]', '', book.isbn_epub.upper())}"
    seed = "|".join([book.language, *edition.authors(), publication.title])
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'publish:{seed}')}"


def is_isbn(text: str) -> bool:
    """Tell whether this is an ISBN-13 or ISBN-10 with a right check digit (ISO 2108)."""
    digits = re.sub(r"[\s-]", "", text.upper())
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(d) * (1 + 2 * (i % 2)) for i, d in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if d == "X" else int(d) for d in digits]
        return sum(value * (10 - i) for i, value in enumerate(values)) % 11 == 0
    return False


def check_isbns(edition: Edition) -> list[Finding]:
    """Refuse an ISBN whose check digit is wrong (WRI-004)."""
    named = (("isbn_epub", edition.book.isbn_epub), ("isbn_print", edition.book.isbn_print))
    return [
        error("WRI-004", f"book.{key} {text!r} is no ISBN", hint="mend the digits; the last checks")
        for key, text in named
        if text and not is_isbn(text)
    ]


def describe(package: epub.EpubBook, publication: Publication, edition: Edition) -> None:
    """Write titles, people, language, dates, subjects, series, rights and source."""
    book = edition.book
    package.reset()
    package.metadata.clear()
    package.set_identifier(identifier_of(publication, edition))
    _titles(package, publication, edition)
    package.add_metadata("DC", "language", publication.lang or "und")
    _people(package, book.contributors)
    for name, text in (
        ("publisher", book.publisher),
        ("date", book.date),
        ("description", book.description),
        ("rights", " ".join(filter(None, (book.rights, book.licence)))),
        ("source", book.source),
    ):
        if text:
            package.add_metadata("DC", name, text)
    _subjects(package, edition)
    if book.series.name:
        meta(package, "belongs-to-collection", book.series.name, identifier="series")
        meta(package, "collection-type", "series", refines="series")
        if book.series.position:
            meta(package, "group-position", book.series.position, refines="series")


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
    package.add_metadata("OPF", name, text, attributes)


def _titles(package: epub.EpubBook, publication: Publication, edition: Edition) -> None:
    package.add_metadata("DC", "title", publication.title or "Untitled", {"id": "title"})
    meta(package, "title-type", "main", refines="title")
    filed = file_title(publication.title, edition.book.language)
    if filed != publication.title:
        meta(package, "file-as", filed, refines="title")
    if edition.book.subtitle:
        package.add_metadata("DC", "title", edition.book.subtitle, {"id": "subtitle"})
        meta(package, "title-type", "subtitle", refines="subtitle")
        meta(package, "display-seq", "2", refines="subtitle")
        meta(package, "display-seq", "1", refines="title")


def file_title(title: str, language: str) -> str:
    """File a title under its first word that is no article: `Tempest, The`."""
    for article in ARTICLES.get(language.split("-")[0].lower(), ()):
        if title.startswith(article) and len(title) > len(article):
            return f"{title[len(article) :]}, {article.strip()}"
    return title


def _people(package: epub.EpubBook, people: Iterable[Contributor]) -> None:
    order = 0
    for number, person in enumerate(people, start=1):
        name = "creator" if person.role in MAIN_ROLES else "contributor"
        identifier = f"{name}-{number}"
        package.add_metadata("DC", name, person.name, {"id": identifier})
        meta(package, "role", person.role, refines=identifier, scheme="marc:relators")
        if person.file_as:
            meta(package, "file-as", person.file_as, refines=identifier)
        if name == "creator":
            order += 1
            meta(package, "display-seq", str(order), refines=identifier)


def _subjects(package: epub.EpubBook, edition: Edition) -> None:
    for number, subject in enumerate(edition.book.subjects, start=1):
        identifier = f"subject-{number}"
        package.add_metadata("DC", "subject", subject.term or subject.code, {"id": identifier})
        if subject.scheme and subject.code:
            meta(package, "authority", subject.scheme, refines=identifier)
            meta(package, "term", subject.code, refines=identifier)
