"""What libraries and deposit agencies need to know and the edition does not say."""

from __future__ import annotations

from collections.abc import Iterator

from publish.check.untold import untold
from publish.model.edition import Edition
from publish.model.finding import Finding, error, warning
from publish.model.lazy_pattern import lazy_pattern
from publish.model.purpose import Form, Purpose

CODE = "WRI-085"

AGENCIES = {Purpose.CROSSREF: "Crossref", Purpose.DATACITE: "DataCite"}

ADDRESS = lazy_pattern(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def check_records(edition: Edition, purposes: set[str]) -> list[Finding]:
    """Report what the records asked for need, by the edition's keys.

    Code: WRI-085; an error where no record can be made without it.
    """
    findings = [f for each in AGENCIES if each in purposes for f in _deposit(edition, each)]
    if any(Purpose(each).form is Form.MARC for each in purposes):
        findings += _catalogued(edition)
    return findings


def _deposit(edition: Edition, agency: Purpose) -> Iterator[Finding]:
    """Ask for what the schemas of the agencies do not go without."""
    book = edition.book
    said: dict[str, object] = {
        "doi": edition.doi(),
        "publisher": book.publisher.strip(),
        "date": book.date,
    }
    if agency is Purpose.CROSSREF:
        said |= {"url": book.url, "email": ADDRESS.fullmatch(edition.onix.email.strip())}
    yield from untold(edition, f"{AGENCIES[agency]} is", said, CODE, error)
    series = book.series
    if agency is Purpose.CROSSREF and series.name and not series.issn:
        message = "the series is left out: Crossref takes none without its ISSN"
        hint = 'add issn = "..." to [book.series] in edition.toml'
        yield warning(CODE, message, edition.place("book", "series"), hint)


def _catalogued(edition: Edition) -> Iterator[Finding]:
    """Say what a library's record is the poorer without (RDA 2.8, 6.11)."""
    book = edition.book
    described = {Purpose.PRESS, *(each for each in Purpose if each.is_ebook)}
    if described.isdisjoint(edition.outputs):
        message = "there is nothing to catalogue: outputs has no book"
        hint = 'add "epub", "screen" or "press" to outputs in edition.toml'
        yield error(CODE, message, edition.place("outputs"), hint)
    said = {
        "publisher": book.publisher.strip(),
        "date": book.date,
        "language": edition.language(),
    }
    yield from untold(edition, "libraries are", said, CODE, warning)
    if not book.subjects:
        hint = "add [[book.subjects]] with scheme and code to edition.toml"
        message = "libraries are told no subjects"
        yield warning(CODE, message, edition.place("book", "subjects"), hint)
