"""Records for library catalogues: MARC 21 by RDA, one of the files and one of the printed book.

Authority: MARC 21 Format for Bibliographic Data; RDA for what is said and its terms for content,
media and carrier; ISBD for punctuation. pymarc writes what systems exchange (ISO 2709), and
MARCXML.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from pymarc import Field, Leader, Record, XMLWriter

from publish.model.edition import Edition
from publish.model.finding import PublishError, error
from publish.model.printing import Printing
from publish.model.publication import Publication
from publish.write.folded import fold
from publish.write.identifier import identifier_of
from publish.write.records.facts import files_of, is_printed, isbns_of
from publish.write.records.marc_coded import LEADER, coded_fields, language_fields
from publish.write.records.marc_fields import ONLINE, PRINTED, Form, field
from publish.write.records.marc_notes import note_fields
from publish.write.records.marc_subjects import subject_fields
from publish.write.records.marc_titles import (
    extent,
    imprint,
    name_fields,
    series_fields,
    title_field,
)

LONGEST = 99_999
"""Bytes of a record, whose length has five figures in ISO 2709."""


def write_marc(
    publication: Publication, edition: Edition, epub: bytes, printing: Printing | None
) -> bytes:
    """Write the records as library systems load them, in UTF-8.

    `epub` is the finished EPUB, whose claims of accessibility the record repeats; `printing` has
    the pages of the printed book. Raises PublishError WRI-085 where a record is too long.
    """
    made = [record.as_marc() for record in _records(publication, edition, epub, printing)]
    if max(map(len, made), default=0) > LONGEST:
        message = f"a record of MARC 21 holds {LONGEST:,} bytes, and this one has more"
        hint = "shorten description or rights in [book] of edition.toml, or take --marcxml"
        place = edition.place("book", "description")
        raise PublishError(error("WRI-085", message, place, hint))
    return b"".join(made)


def write_marcxml(
    publication: Publication, edition: Edition, epub: bytes, printing: Printing | None
) -> bytes:
    """Write the same records as a collection of MARCXML."""
    out = io.BytesIO()
    writer = XMLWriter(out)
    for record in _records(publication, edition, epub, printing):
        writer.write(record)
    writer.close(close_fh=False)
    return out.getvalue()


def _records(
    publication: Publication, edition: Edition, epub: bytes, printing: Printing | None
) -> Iterator[Record]:
    forms = [ONLINE] if files_of(edition) else []
    forms += [PRINTED] if is_printed(edition) else []
    for form in forms:
        fields = [
            *_numbers(form, publication, edition),
            *coded_fields(publication, edition, online=form.is_online),
            *language_fields(publication, edition),
            *name_fields(edition),
            title_field(publication, edition),
            *_edition_statement(edition),
            imprint(edition),
            extent(form, publication, edition, printing),
            *_carriers(form, publication, edition),
            *series_fields(edition),
            *note_fields(form, publication, edition, epub),
            *subject_fields(edition.book.subjects),
            *_other_forms(form, forms, publication, edition),
            *_links(form, edition),
        ]
        record = Record(force_utf8=True)
        record.leader = Leader(LEADER)
        record.fields = sorted(fields, key=lambda each: each.tag)
        yield record


def _numbers(form: Form, publication: Publication, edition: Edition) -> Iterator[Field]:
    """Write the record's own number, ISBN, DOI, and by what rules it is made."""
    kind = "online" if form.is_online else "print"
    yield Field("001", data=f"{fold(identifier_of(publication, edition))}.{kind}")
    isbn = isbns_of(edition).get(form.numbered_as)
    if isbn:
        yield field("020", "  ", ("a", isbn), ("q", form.qualifier))
    doi = edition.doi()
    if doi and form.is_online:
        yield field("024", "7 ", ("a", doi), ("2", "doi"))
    yield field("040", "  ", ("b", "eng"), ("e", "rda"))


def _edition_statement(edition: Edition) -> Iterator[Field]:
    if edition.book.edition_statement:
        yield field("250", "  ", ("a", f"{fold(edition.book.edition_statement).rstrip('.')}."))


def _carriers(form: Form, publication: Publication, edition: Edition) -> Iterator[Field]:
    """Say what it consists of, by RDA's terms (336 to 338), and in which files it comes (347)."""
    contents = [("text", "txt"), *([("still image", "sti")] if publication.images else [])]
    for words, code in contents:
        yield field("336", "  ", ("a", words), ("b", code), ("2", "rdacontent"))
    for tag, (words, code), source in (
        ("337", form.media, "rdamedia"),
        ("338", form.carrier, "rdacarrier"),
    ):
        yield field(tag, "  ", ("a", words), ("b", code), ("2", source))
    if form.is_online:
        yield field("347", "  ", ("a", "text file"), ("2", "rdaft"))
        yield field("347", "  ", *(("b", each.name) for each in sorted(files_of(edition))))


def _other_forms(
    form: Form, forms: Sequence[Form], publication: Publication, edition: Edition
) -> Iterator[Field]:
    """Point at the record of the other form (776)."""
    numbers = isbns_of(edition)
    for other in forms:
        if other is not form:
            number = numbers.get(other.numbered_as, "")
            parts = (("i", other.called), ("t", fold(publication.title)), ("z", number))
            yield field("776", "08", *parts)


def _links(form: Form, edition: Edition) -> Iterator[Field]:
    """Link the page about the book: to the files it leads, of the printed book it tells."""
    doi = edition.doi()
    addresses = [f"https://doi.org/{doi}" if doi else "", edition.book.url]
    for address in filter(None, addresses):
        yield field("856", "40" if form.is_online else "42", ("u", address))
