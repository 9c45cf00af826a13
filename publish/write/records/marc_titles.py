"""Names, title, imprint, extent and series of a MARC record (1XX to 490, 7XX, 8XX)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from pymarc import Field

from publish.house.language.words import named
from publish.house.page.measure import POINTS, read_trim
from publish.model.edition import Edition
from publish.model.lazy_pattern import lazy_pattern
from publish.model.printing import Printing
from publish.model.publication import Publication
from publish.write.articles import count_unfiled
from publish.write.folded import fold
from publish.write.records.marc_fields import Form, field, stopped
from publish.write.records.people import Person, people_of, role_in

CREDITS = {
    "edt": "edited_by",
    "trl": "translated_by",
    "ill": "illustrated_by",
    "aui": "introduced_by",
    "win": "introduced_by",
}
"""What a title page says of who is not the author."""

INITIALS = lazy_pattern(r"(\b[^\W\d_]\.) (?=[^\W\d_]\.)")
"""Initials stand without spaces between them in a catalogue (LC-PCC PS 1.7.1)."""

ROMAN = lazy_pattern("[ivxlcdm]+")


def name_fields(edition: Edition) -> Iterator[Field]:
    """Write the first author as main entry (1XX), and everybody else as an added one (7XX)."""
    people = people_of(edition.book)
    main = main_entry(people)
    for person in people:
        yield _name("1" if person is main else "7", person)


def main_entry(people: Iterable[Person]) -> Person | None:
    """Choose the one under whom the work is filed: its first author (RDA 19.2)."""
    return next((person for person in people if person.is_creator), None)


def _name(block: str, person: Person) -> Field:
    tag, form = ("10", "2") if person.is_body else ("00", "1" if person.family else "0")
    terms = list(filter(None, (role_in("term", code) for code in person.roles)))
    name = fold(person.filed)
    parts = [("a", f"{name}," if terms and not name.endswith("-") else name)]
    parts += [("e", f"{term},") for term in terms[:-1]] + [("e", stopped(t)) for t in terms[-1:]]
    parts += [("4", code) for code in person.roles]
    parts += [(record.authority.marc, record.address) for record in person.records]
    return field(f"{block}{tag}", f"{form} ", *parts)


def title_field(publication: Publication, edition: Edition) -> Field:
    """Write title, subtitle and who is responsible, with how many characters are not filed."""
    book = edition.book
    unfiled = count_unfiled(publication.title, book.language)
    said = _responsibility(edition)
    subtitle = fold(book.subtitle)
    parts = [("a", fold(publication.title) + (" :" if subtitle else " /" if said else ""))]
    parts += [("b", subtitle + (" /" if said else ""))] if subtitle else []
    parts += [("c", said)] if said else []
    code, words = parts[-1]
    parts[-1] = (code, words if words.endswith(".") else f"{words}.")
    entry = "1" if main_entry(people_of(book)) else "0"
    return field("245", f"{entry}{unfiled}", *parts)


def _responsibility(edition: Edition) -> str:
    """Name authors, then the others as the title page credits them (RDA 2.4)."""
    book = edition.book
    credited: dict[str, list[str]] = {}
    for person in book.contributors:
        if person.role in CREDITS:
            credited.setdefault(CREDITS[person.role], []).append(person.name)
    said = [named(label, book.language, ", ".join(people)) for label, people in credited.items()]
    if book.language.startswith("en"):
        said = [words[0].lower() + words[1:] for words in said]
    together = fold(" ; ".join(filter(None, (", ".join(edition.authors()), *said))))
    return INITIALS.sub(r"\1", together)


def imprint(edition: Edition) -> Field:
    """Write place, publisher and date, and say which of them nobody knows (RDA 2.8)."""
    book = edition.book
    place = fold(book.publisher_place) or "[Place of publication not identified]"
    publisher = fold(book.publisher) or "[publisher not identified]"
    date = book.date[:4] or "[date of publication not identified]"
    return field("264", " 1", ("a", f"{place} :"), ("b", f"{publisher},"), ("c", stopped(date)))


def extent(
    form: Form, publication: Publication, edition: Edition, printing: Printing | None
) -> Field:
    """Say how much there is of it, whether it has pictures, and how high it is (RDA 3.4, 3.5)."""
    pages = _pages(printing) if printing is not None else ""
    pictures = "illustrations" if publication.images else ""
    if form.is_online:
        amount = f"1 online resource ({pages})" if pages else "1 online resource"
        size = ""
    else:
        amount = pages or "1 volume"
        height = read_trim(edition.print.trim).height / POINTS["mm"]
        size = f"{math.ceil(height / 10)} cm"
    given = [("a", amount), ("b", pictures), ("c", size)]
    given = [(code, words) for code, words in given if words]
    behind = [{"b": " :", "c": " ;"}[code] for code, _ in given[1:]] + [""]
    parts = [(code, words + mark) for (code, words), mark in zip(given, behind, strict=True)]
    return field("300", "  ", *parts)


def _pages(printing: Printing) -> str:
    """Count pages as their numbers do: `xii, 243 pages` (RDA 3.4.5)."""
    folios = [page.folio for page in printing.pages]
    roman = [folio for folio in folios if ROMAN.fullmatch(folio)]
    arabic = [folio for folio in folios if folio.isdecimal()]
    last = [*roman[-1:], *(arabic[-1:] or ([] if roman else [str(len(folios))]))]
    return f"{', '.join(last)} pages"


def series_fields(edition: Edition) -> Iterator[Field]:
    """Write the series as the book has it (490), and as it is filed (830)."""
    series = edition.book.series
    name, place = fold(series.name), fold(series.position)
    if not name:
        return
    number = [("v", place)] if place else []
    issn = [("x", f"{series.issn} ;" if place else series.issn)] if series.issn else []
    head = f"{name}," if issn else f"{name} ;" if place else name
    yield field("490", "1 ", ("a", head), *issn, *number)
    filed = [("a", f"{name} ;" if place else stopped(name))]
    filed += [("v", stopped(place))] if place else []
    yield field("830", f" {count_unfiled(name, edition.book.language)}", *filed)
