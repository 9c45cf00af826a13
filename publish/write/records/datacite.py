"""A deposit at DataCite: a book by its DOI. Authority: DataCite Metadata Schema 4.6, as XML."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree
from lxml.builder import ElementMaker

from publish.model.edition import Edition, Subject
from publish.model.publication import Publication
from publish.model.purpose import Form
from publish.write.folded import fold
from publish.write.records.facts import files_of, isbns_of
from publish.write.records.people import CREATORS, Person, people_of, role_in

NAMESPACE = "http://datacite.org/schema/kernel-4"
SCHEMA = f"{NAMESPACE} https://schema.datacite.org/meta/kernel-4.6/metadata.xsd"
WHERE = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

E = ElementMaker(
    namespace=NAMESPACE,
    nsmap={
        None: NAMESPACE,
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    },
)

MEDIA = {Form.EPUB: "application/epub+zip", Form.PDF: "application/pdf"}

SCHEMES = {"lcsh": "LCSH", "bisac": "BISAC", "thema": "Thema"}

Elements = Iterator[etree._Element]


def write_datacite(publication: Publication, edition: Edition) -> bytes:
    """Write the record of an edition that lacks nothing of what `check_records` asks for."""
    book = edition.book
    root: etree._Element = E.resource(
        {WHERE: SCHEMA}, E.identifier({"identifierType": "DOI"}, edition.doi())
    )
    for name, write in PROPERTIES.items():
        inside = list(write(publication, edition))
        if inside:
            root.append(E(name, *inside))
    root.append(E.publisher(fold(book.publisher)))
    root.append(E.publicationYear(book.date[:4]))
    root.append(E.resourceType({"resourceTypeGeneral": "Book"}, "Book"))
    if edition.language():
        root.append(E.language(edition.language()))
    if book.edition_statement:
        root.append(E.version(fold(book.edition_statement)))
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _creators(_publication: Publication, edition: Edition) -> Elements:
    """Name the authors, or else all who made the book, or else its publisher.

    The schema does not go without a creator.
    """
    people = people_of(edition.book)
    named = [person for person in people if person.is_creator] or people
    for person in named:
        yield E.creator(*_name("creatorName", person))
    if not named:
        publisher = fold(edition.book.publisher)
        yield E.creator(E.creatorName({"nameType": "Organizational"}, publisher))


def _name(element: str, person: Person) -> Elements:
    kind = {"nameType": "Organizational" if person.is_body else "Personal"}
    yield E(element, kind, fold(person.filed))
    if person.family:
        yield E.givenName(person.given)
        yield E.familyName(person.family)
    for record in person.records:
        authority = record.authority
        scheme = {"nameIdentifierScheme": authority.name, "schemeURI": authority.site}
        yield E.nameIdentifier(scheme, record.address)


def _titles(publication: Publication, edition: Edition) -> Elements:
    language = {LANG: edition.language()} if edition.language() else {}
    yield E.title(language, fold(publication.title))
    if edition.book.subtitle:
        yield E.title({"titleType": "Subtitle", **language}, fold(edition.book.subtitle))


def _subjects(_publication: Publication, edition: Edition) -> Elements:
    for subject in edition.book.subjects:
        scheme = SCHEMES.get(subject.scheme.casefold(), subject.scheme)
        attributes = {"subjectScheme": scheme} if scheme else {}
        yield E.subject(attributes, fold(_words(subject)))


def _words(subject: Subject) -> str:
    """Say the code before the term, since DataCite's own place for codes takes addresses only."""
    return " ".join(filter(None, (subject.code, subject.term)))


def _contributors(_publication: Publication, edition: Edition) -> Elements:
    people = people_of(edition.book)
    if not any(person.is_creator for person in people):
        return
    for person in people:
        others = (code for code in person.roles if code not in CREATORS)
        for kind in dict.fromkeys(role_in("datacite", code) or "Other" for code in others):
            yield E.contributor({"contributorType": kind}, *_name("contributorName", person))


def _dates(_publication: Publication, edition: Edition) -> Elements:
    yield E.date({"dateType": "Issued"}, edition.book.date)
    if edition.book.modified and edition.book.modified != edition.book.date:
        yield E.date({"dateType": "Updated"}, edition.book.modified)


def _related(_publication: Publication, edition: Edition) -> Elements:
    """Relate the forms of the book that have numbers of their own."""
    for number in isbns_of(edition).values():
        kind = {"relatedIdentifierType": "ISBN", "relationType": "HasVersion"}
        yield E.relatedIdentifier(kind, number)


def _formats(_publication: Publication, edition: Edition) -> Elements:
    for form in sorted(files_of(edition)):
        yield E.format(MEDIA[form])


def _rights(_publication: Publication, edition: Edition) -> Elements:
    book = edition.book
    if book.rights or book.licence:
        where = {"rightsURI": book.licence} if book.licence else {}
        yield E.rights(where, fold(book.rights or book.licence))


def _descriptions(_publication: Publication, edition: Edition) -> Elements:
    if edition.book.description.strip():
        yield E.description({"descriptionType": "Abstract"}, fold(edition.book.description))


def _series(_publication: Publication, edition: Edition) -> Elements:
    series = edition.book.series
    if not series.name:
        return
    item = E.relatedItem({"relatedItemType": "Collection", "relationType": "IsPublishedIn"})
    if series.issn:
        item.append(E.relatedItemIdentifier({"relatedItemIdentifierType": "ISSN"}, series.issn))
    item.append(E.titles(E.title(fold(series.name))))
    if series.position:
        item.append(E.volume(fold(series.position)))
    yield item


PROPERTIES: dict[str, Callable[[Publication, Edition], Elements]] = {
    "creators": _creators,
    "titles": _titles,
    "subjects": _subjects,
    "contributors": _contributors,
    "dates": _dates,
    "relatedIdentifiers": _related,
    "formats": _formats,
    "rightsList": _rights,
    "descriptions": _descriptions,
    "relatedItems": _series,
}
"""The properties that may be repeated, and who writes them."""
