"""A deposit at Crossref: one book, its DOI and where that leads.

Authority: Crossref metadata input schema 5.5.0 (July 2026), `book`, with `book_metadata`, or
`book_series_metadata` where the series has an ISSN, without which Crossref takes no series.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml.builder import ElementMaker

from publish.model.edition import Edition
from publish.model.publication import Publication
from publish.model.purpose import Purpose
from publish.write.folded import fold
from publish.write.records.facts import date_of, files_of, is_printed, isbns_of
from publish.write.records.people import Person, people_of, role_in

NAMESPACE = "http://www.crossref.org/schema/5.5.0"
LICENCES = "http://www.crossref.org/AccessIndicators.xsd"
JATS = "http://www.ncbi.nlm.nih.gov/JATS1"
SCHEMA = f"{NAMESPACE} https://data.crossref.org/schemas/crossref5.5.0.xsd"
WHERE = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"

E = ElementMaker(
    namespace=NAMESPACE,
    nsmap={
        None: NAMESPACE,
        "jats": JATS,
        "ai": LICENCES,
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    },
)
J = ElementMaker(namespace=JATS)
AI = ElementMaker(namespace=LICENCES)

LONGEST_BATCH = 100
"""Characters of a batch's name."""


def write_crossref(publication: Publication, edition: Edition) -> bytes:
    """Write the deposit of an edition that lacks nothing of what `check_records` asks for.

    Its time is the edition's, so that the bytes stay the same: Crossref takes an update only with
    a later one, which a later `book.modified` gives.
    """
    root = E.doi_batch(
        {WHERE: SCHEMA, "version": "5.5.0"},
        _head(edition),
        E.body(E.book({"book_type": _kind(edition)}, _metadata(publication, edition))),
    )
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _head(edition: Edition) -> etree._Element:
    stamp = f"{edition.modified_at():%Y%m%d%H%M%S}"
    batch = f"{edition.slug[: LONGEST_BATCH - len(stamp) - 1]}-{stamp}"
    head: etree._Element = E.head(
        E.doi_batch_id(batch),
        E.timestamp(stamp),
        E.depositor(
            E.depositor_name(fold(edition.book.publisher)),
            E.email_address(edition.onix.email.strip()),
        ),
        E.registrant(fold(edition.book.publisher)),
    )
    return head


def _kind(edition: Edition) -> str:
    """Call a book whose only makers are editors an edited one."""
    people = people_of(edition.book)
    edited = any("edt" in person.roles for person in people)
    return "edited_book" if edited and not any(p.is_creator for p in people) else "monograph"


def _metadata(publication: Publication, edition: Edition) -> etree._Element:
    book, language = edition.book, edition.book.language.split("-")[0]
    series = book.series
    element = E.book_series_metadata if series.name and series.issn else E.book_metadata
    made: etree._Element = element({"language": language} if language else {})
    if series.name and series.issn:
        title = E.titles(E.title(fold(series.name)))
        made.append(E.series_metadata(title, E.issn(series.issn)))
    made.extend(_of_the_book(publication, edition))
    return made


def _of_the_book(publication: Publication, edition: Edition) -> Iterator[etree._Element]:
    book = edition.book
    people = people_of(book)
    if people:
        yield E.contributors(*(each for n, person in enumerate(people) for each in _by(person, n)))
    yield E.titles(E.title(fold(publication.title)), *_maybe("subtitle", book.subtitle))
    if book.description.strip():
        yield J.abstract(J.p(fold(book.description)))
    if book.series.name and book.series.issn and book.series.position:
        yield E.volume(fold(book.series.position)[:32])
    if 0 < len(book.edition_statement) <= 15:
        yield E.edition_number(fold(book.edition_statement))
    yield from _dates(edition)
    yield from _isbns(edition)
    yield E.publisher(
        E.publisher_name(fold(book.publisher)), *_maybe("publisher_place", book.publisher_place)
    )
    terms: dict[str, dict[str, str]] = {}
    if book.licence.startswith("http"):
        terms[book.licence] = {}
    if book.tdm_policy:
        terms[book.tdm_policy] = {"applies_to": "tdm"}
    if terms:
        named = (AI.license_ref(use, address) for address, use in terms.items())
        yield AI.program({"name": "AccessIndicators"}, *named)
    yield E.doi_data(E.doi(edition.doi()), E.resource(book.url))


def _by(person: Person, place: int) -> Iterator[etree._Element]:
    """Name a person once for each role that Crossref knows, or else as another contributor."""
    known = dict.fromkeys(role_in("crossref", code) or "other" for code in person.roles)
    roles = [role for role in known if role != "other"] or ["other"]
    for role in roles:
        sequence = "first" if place == 0 and role == roles[0] else "additional"
        attributes = {"sequence": sequence, "contributor_role": role}
        if person.is_body:
            yield E.organization(attributes, fold(person.name))
        else:
            parts = (*_maybe("given_name", person.given), E.surname(person.family or person.name))
            orcid = [r.address for r in person.records if r.authority.name == "ORCID"]
            behind = (*_maybe("suffix", person.suffix[:10]), *(E.ORCID(r) for r in orcid[:1]))
            yield E.person_name(attributes, *parts, *behind)


def _maybe(name: str, words: str) -> list[etree._Element]:
    return [E(name, fold(words))] if words.strip() else []


def _dates(edition: Edition) -> Iterator[etree._Element]:
    year, month, day = (f"{part:02}" for part in [*date_of(edition), 0, 0][:3])
    media = {"print": is_printed(edition), "online": bool(files_of(edition))}
    for medium in [name for name, is_made in media.items() if is_made] or ["online"]:
        named = [(E.month, month), (E.day, day)]
        parts = [element(figures) for element, figures in named if figures != "00"]
        yield E.publication_date({"media_type": medium}, *parts, E.year(year))


def _isbns(edition: Edition) -> Iterator[etree._Element]:
    media = {Purpose.EPUB: "electronic", Purpose.PRESS: "print"}
    numbers = isbns_of(edition)
    for form, number in numbers.items():
        yield E.isbn({"media_type": media[form]}, number)
    if not numbers:
        yield E.noisbn({"reason": "monograph"})
