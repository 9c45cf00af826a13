"""A finished PDF -> what a typographer would mark in it, counted for every 1,000 pages.

The PDF is read back from its letters and their places alone (pdfium), so that a layout's own
record cannot hide what it did, and PDFs of other makers can be set against ours.
"""

from __future__ import annotations

from publish.check.typography.blemish import Blemish, Kind, Report, Spacing
from publish.check.typography.paragraphs import set_paragraphs
from publish.check.typography.reading import read_pages
from publish.check.typography.rules import RULES
from publish.check.typography.spacing import measure_spacing
from publish.check.typography.zones import zone

__all__ = ["Blemish", "Kind", "Report", "Spacing", "report_on"]


def report_on(data: bytes) -> Report:
    """Measure the pages of a PDF. Raises pypdfium2.PdfiumError for bytes that are no PDF."""
    book = zone(read_pages(data))
    paragraphs = set_paragraphs(book)
    blemishes = [found for rule in RULES for found in rule(book, paragraphs)]
    order = {page.label: place for place, page in enumerate(book.pages)}
    blemishes.sort(key=lambda blemish: order[blemish.page])
    return Report(len(book.pages), tuple(blemishes), measure_spacing(book, paragraphs))
