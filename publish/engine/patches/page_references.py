"""The tags of a document name its pages, whose references are written once.

WeasyPrint 70 has pydyf write the references of all pages for each tag, of which it makes one for
every text: a long division's tags took longer than its drawing.
"""

from __future__ import annotations

from functools import cached_property

import pydyf
from weasyprint import pdf as weasyprint_pdf

from publish.engine.boxes import Document

_add_tags = weasyprint_pdf.add_tags


class _DrawnPdf(pydyf.PDF):  # type: ignore[misc]
    """A PDF that gets no more pages."""

    @cached_property
    def page_references(self) -> tuple[bytes, ...]:
        written: tuple[bytes, ...] = pydyf.PDF.page_references.fget(self)
        return written


def add_tags_to_drawn(
    pdf: pydyf.PDF, document: Document, pdf_version: str, page_streams: list[object]
) -> None:
    """Add the tags as WeasyPrint does, when all pages are drawn."""
    pdf.__class__ = _DrawnPdf
    _add_tags(pdf, document, pdf_version, page_streams)
