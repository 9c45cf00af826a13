"""The book as a citation program takes it: CSL-JSON (csl-data.json 1.0.2)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from publish.model.edition import Edition
from publish.model.publication import Publication
from publish.write.folded import fold
from publish.write.records.facts import date_of, isbns_of
from publish.write.records.people import Person, people_of, role_in


def write_csl(publication: Publication, edition: Edition) -> bytes:
    """Write a list of one item, as reference managers import it."""
    item = {name: value for name, value in _fields(publication, edition) if value}
    return (json.dumps([item], ensure_ascii=False, indent=2) + "\n").encode()


def _fields(publication: Publication, edition: Edition) -> Iterator[tuple[str, object]]:
    book = edition.book
    yield "id", edition.slug
    yield "type", "book"
    yield "title", fold(": ".join(filter(None, (publication.title, book.subtitle))))
    yield "title-short", fold(book.short_title or (publication.title if book.subtitle else ""))
    yield from _names(people_of(book)).items()
    yield "issued", {"date-parts": [date_of(edition)]} if book.date else None
    yield "publisher", fold(book.publisher)
    yield "publisher-place", fold(book.publisher_place)
    yield "edition", fold(book.edition_statement)
    yield "collection-title", fold(book.series.name)
    yield "collection-number", fold(book.series.position)
    yield "ISSN", book.series.issn
    yield "ISBN", " ".join(isbns_of(edition).values())
    yield "DOI", edition.doi()
    yield "URL", book.url
    yield "language", edition.language()
    yield "abstract", fold(book.description)


def _names(people: list[Person]) -> dict[str, list[dict[str, str]]]:
    """Gather the names by CSL's roles; a part that it has no name for is a contributor's."""
    names: dict[str, list[dict[str, str]]] = {}
    for person in people:
        for role in dict.fromkeys(role_in("csl", code) or "contributor" for code in person.roles):
            names.setdefault(role, []).append(_name(person))
    return dict(sorted(names.items()))


def _name(person: Person) -> dict[str, str]:
    if not person.family:
        return {"literal": person.name}
    parts = {"family": person.family, "given": person.given, "suffix": person.suffix}
    return {part: words for part, words in parts.items() if words}
