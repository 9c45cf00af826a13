"""Read a finished PDF and check what it promises, knowing nothing of how it was made.

Each clause is a function of its own, `Copy -> findings`; the tuples below say which of them a
purpose has to keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO

import pikepdf

from publish.check.pdf.access import (
    check_language,
    check_links,
    check_shown_title,
    check_tags,
    check_title,
)
from publish.check.pdf.archive import (
    check_archive_claim,
    check_kept_glyphs,
    check_meant_colours,
    check_whole,
)
from publish.check.pdf.boxes import (
    check_boxes,
    check_cover,
    check_page_count,
    check_sheets,
)
from publish.check.pdf.colour import (
    check_black,
    check_colours,
    check_inks,
    check_intent,
    check_transparency,
)
from publish.check.pdf.faultless_pages import FaultlessPages, keys_of
from publish.check.pdf.fonts import check_fonts, check_glyphs
from publish.check.pdf.lines import check_lines
from publish.check.pdf.margins import check_margins
from publish.check.pdf.new_tags import check_formulas, check_new_tags
from publish.check.pdf.pictures import check_picture_inks, check_resolution
from publish.check.pdf.press import check_annotations, check_claim
from publish.check.pdf.printer import (
    check_printer_cover,
    check_printer_file,
    check_printer_pages,
    check_printer_trim,
)
from publish.check.pdf.second_opinion import ask_page
from publish.check.pdf.structure import (
    check_headings,
    check_lists,
    check_marked,
    check_tables,
)
from publish.check.pdf.under_test import PdfUnderTest
from publish.check.pdf.words import check_words
from publish.model.access import Fault
from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.finding import Finding, error
from publish.model.printing import PrintedPage
from publish.model.publication import Image
from publish.model.purpose import Purpose
from publish.run.cache import Cache
from publish.run.leaving import leave

Clause = Callable[[PdfUnderTest], Iterator[Finding]]

ALWAYS: tuple[Clause, ...] = (check_fonts, check_glyphs, check_title)
INKS: tuple[Clause, ...] = (
    check_colours,
    check_intent,
    check_transparency,
    check_annotations,
    check_claim,
    check_lines,
    check_resolution,
    check_picture_inks,
)
PRINTER: tuple[Clause, ...] = (
    check_printer_trim,
    check_printer_file,
    check_printer_pages,
    check_margins,
)
ACCESS: tuple[Clause, ...] = (
    check_shown_title,
    check_language,
    check_tags,
    check_headings,
    check_tables,
    check_lists,
    check_marked,
    check_links,
    check_formulas,
    check_new_tags,
)
ARCHIVE: tuple[Clause, ...] = (
    check_archive_claim,
    check_whole,
    check_kept_glyphs,
    check_meant_colours,
)
OF_ACCESS = frozenset("WRI-061 WRI-065 WRI-066 WRI-067 WRI-071 WRI-231".split())
"""Codes of what PDF/UA does not allow: fonts, tags, title and language, glyphs, pictures."""

CLAUSES: dict[Purpose, tuple[Clause, ...]] = {
    Purpose.SCREEN: (*ALWAYS, check_words, check_boxes, *ACCESS),
    Purpose.ARCHIVE: (*ALWAYS, check_words, check_boxes, *ACCESS, *ARCHIVE),
    Purpose.PRESS: (
        *ALWAYS,
        check_words,
        check_boxes,
        check_page_count,
        *INKS,
        check_black,
        *PRINTER,
    ),
    Purpose.COVER: (
        *ALWAYS,
        check_cover,
        *INKS,
        check_black,
        check_printer_file,
        check_printer_cover,
    ),
    Purpose.BOOKLET: (
        *ALWAYS,
        check_words,
        check_sheets,
        check_inks,
        check_annotations,
        check_resolution,
    ),
}


PAGE_BY_PAGE: tuple[Clause, ...] = (check_glyphs, check_words, check_marked)
"""What looks at each page by itself, and at none in which an earlier run has found no fault."""

NAMED: dict[str, Clause] = {
    "title": check_title,
    "shown_title": check_shown_title,
    "language": check_language,
    "tags": check_tags,
    "headings": check_headings,
    "tables": check_tables,
    "lists": check_lists,
    "marked": check_marked,
    "links": check_links,
}
"""Clauses by the names that house/access/criteria.toml has under `pdf`."""


def check_pdf(
    data: bytes,
    purpose: Purpose,
    edition: Edition,
    pictures: Mapping[str, Image] | None = None,
    printed: Sequence[PrintedPage] = (),
    document: Document | None = None,
    cache: Cache | None = None,
) -> list[Finding]:
    """Check a finished PDF, clause by clause, against what its purpose promises.

    `pictures` are the publication's, so that a finding can name one and its place; `printed` are
    the pages as they were laid out, and `document` is where their words come from. With a cache
    pages in which an earlier run has found no fault are not looked through again.
    """
    try:
        pdf = pikepdf.open(BytesIO(data))
    except pikepdf.PdfError as problem:
        return [error("WRI-074", f"the PDF cannot be read: {problem}")]
    with pdf:
        known = FaultlessPages(cache or Cache(), edition, purpose)
        keys = keys_of(pdf, printed) if cache and purpose.is_paged else []
        faultless = known.among(keys)
        tested = PdfUnderTest(pdf, purpose, edition, pictures or {}, printed, document, faultless)
        found = {clause: list(clause(tested)) for clause in CLAUSES[purpose]}
        if not any(found.get(clause) for clause in PAGE_BY_PAGE):
            known.keep(keys)
        leave("checked", tested)
        findings = [finding for each in found.values() for finding in each]
        return findings + list(ask_page(tested, data))


def breaks_access(findings: Iterable[Finding]) -> bool:
    """Return whether what was found leaves a tagged file no PDF/UA (ISO 14289-1, clause 7)."""
    return any(finding.code in OF_ACCESS for finding in findings)


def faults_of_access(
    data: bytes, purpose: Purpose, edition: Edition, pictures: Mapping[str, Image] | None = None
) -> dict[str, list[Fault]]:
    """List what speaks against a tagged PDF's accessibility, by the names of the clauses."""
    with pikepdf.open(BytesIO(data)) as pdf:
        tested = PdfUnderTest(pdf, purpose, edition, pictures or {})
        return {
            name: [Fault("the PDF", finding.message) for finding in clause(tested)]
            for name, clause in NAMED.items()
        }
