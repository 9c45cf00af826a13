"""Notes of a MARC record: contents, source, description, terms, accessibility (341, 5XX)."""

from __future__ import annotations

from collections.abc import Iterator

from pymarc import Field

from publish.model.edition import Edition
from publish.model.publication import Matter, Publication
from publish.write.access_metadata import access_metadata_of
from publish.write.folded import fold
from publish.write.records.marc_fields import Form, field, notes, stopped
from publish.write.records.people import role_in

VOCABULARY = "sapdv"
"""Schema.org Accessibility Properties for Discoverability, as MARC names it."""


def note_fields(
    form: Form, publication: Publication, edition: Edition, epub: bytes
) -> Iterator[Field]:
    """Write the notes that the form has."""
    book = edition.book
    for program in book.contributors:
        if program.ai == "made":
            term = role_in("term", program.role) or program.role
            yield from notes("500", "  ", stopped(f"Made by a program as {term}: {program.name}"))
    if book.source.strip():
        yield from notes("500", "  ", stopped(f"Source: {fold(book.source)}"))
    listed = _contents(publication)
    if len(listed) > 1:
        yield from notes("505", "0 ", stopped(" -- ".join(listed)))
    yield from notes("520", "  ", book.description)
    terms = list(notes("540", "  ", book.rights or book.licence))
    if terms and book.licence:
        terms[-1].add_subfield("u", book.licence)
    yield from terms
    if book.tdm:
        said = "Text and data mining is " + ("reserved" if book.tdm == "reserved" else "allowed")
        yield field("540", "  ", ("a", f"{said}."), ("u", book.tdm_policy))
    yield from notes("588", "  ", "Record made by the publisher, from the finished book.")
    if form.is_online and epub:
        yield from _access(epub)


def _contents(publication: Publication) -> list[str]:
    """List the heads of the body's parts; front and back matter is left out (RDA 25.1)."""
    body = {
        str(element.get("id"))
        for part in publication.parts
        if part.matter is Matter.BODY
        for element in part.body.iter()
        if element.get("id")
    }
    return [fold(entry.title) for entry in publication.contents if entry.target in body]


def _access(epub: bytes) -> Iterator[Field]:
    """Repeat what the EPUB says: its features as terms (341), its summary in words (532)."""
    said = access_metadata_of(epub)
    features = [value for name, value in said if name == "accessibilityFeature"]
    enough = {value for name, value in said if name == "accessModeSufficient"}
    mode = "textual" if "textual" in enough else "textual, visual"
    if features:
        parts = (("a", mode), *(("b", feature) for feature in features))
        yield field("341", "0 ", *parts, ("2", VOCABULARY))
    for name, value in said:
        if name == "accessibilitySummary":
            yield from notes("532", "1 ", value)
