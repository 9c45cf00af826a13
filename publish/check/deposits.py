"""What libraries and deposit agencies need to know and the edition does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.model.edition import Edition
from publish.model.finding import Finding, error, warning
from publish.model.purpose import Form, Purpose

CODE = "WRI-085"

AGENCIES = {Purpose.CROSSREF: "Crossref", Purpose.DATACITE: "DataCite"}
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def check_records(edition: Edition, purposes: set[str]) -> list[Finding]:
    """Report what the records asked for need, by the edition's keys.

    Code: WRI-085; an error where no record can be made without it.
    """
    findings = [f for each in AGENCIES if each in purposes for f in _deposit(edition, each)]
    if any(Purpose(each).form is Form.MARC for each in purposes):
        findings += _catalogued(edition)
    return list(dict.fromkeys(findings))


def _deposit(edition: Edition, agency: Purpose) -> Iterator[Finding]:
    """Ask for what the schemas of the agencies do not go without."""
    book, name = edition.book, AGENCIES[agency]
    has_doi = book.doi or book.identifier.startswith("https://doi.org/10.")
    wanted = [
        (bool(has_doi), "DOI to register", "book", 'doi = "10.5555/storm"'),
        (bool(book.publisher.strip()), "publisher", "book", 'publisher = "..."'),
        (bool(book.date), "publication date", "book", 'date = "2026-11-24"'),
    ]
    if agency is Purpose.CROSSREF:
        page = 'url = "https://press.example/storm"'
        mail = 'email = "trade@press.example"'
        wanted += [
            (bool(book.url), "page that the DOI leads to", "book", page),
            (
                bool(ADDRESS.fullmatch(edition.onix.email.strip())),
                "e-mail address",
                "onix",
                mail,
            ),
        ]
    for is_there, what, table, line in wanted:
        if not is_there:
            place = edition.place(table, line.partition(" ")[0])
            hint = f"add {line} to [{table}] in edition.toml"
            yield error(CODE, f"{name} is told no {what}", place, hint)
    series = book.series
    if agency is Purpose.CROSSREF and series.name and not series.issn:
        message = "the series is left out: Crossref takes none without its ISSN"
        hint = 'add issn = "..." to [book.series] in edition.toml'
        yield warning(CODE, message, edition.place("book", "series"), hint)


def _catalogued(edition: Edition) -> Iterator[Finding]:
    """Say what a library's record is the poorer without (RDA 2.8, 6.11)."""
    book = edition.book
    if not {"epub", "kobo", "screen", "archive", "press"} & set(edition.outputs):
        message = "there is nothing to catalogue: outputs has no book"
        hint = 'add "epub", "screen" or "press" to outputs in edition.toml'
        yield error(CODE, message, edition.place("outputs"), hint)
    wanted = [
        (book.publisher.strip(), "publisher", 'publisher = "..."'),
        (book.date, "publication date", 'date = "2026-11-24"'),
        (book.language not in ("", "und"), "language", 'language = "en"'),
        (book.subjects, "subjects", "[[book.subjects]] with scheme and code"),
    ]
    for is_there, what, line in wanted:
        if not is_there:
            key = line.strip("[]").partition(" ")[0].removeprefix("book.").rstrip("]")
            hint = f"add {line} to {'' if line.startswith('[') else '[book] in '}edition.toml"
            yield warning(CODE, f"libraries are told no {what}", edition.place("book", key), hint)
