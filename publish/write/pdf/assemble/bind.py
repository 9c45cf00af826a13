"""Divisions laid out and numbered -> the finished file."""

from __future__ import annotations

from publish.model.printing import PrintedPage, Printing
from publish.model.purpose import Purpose
from publish.write.pdf.assemble.binder import Binder, BoundPage
from publish.write.pdf.assemble.collating import Collator
from publish.write.pdf.assemble.finishing import FINISH, save, sides_of
from publish.write.pdf.assemble.furniture import furnish
from publish.write.pdf.assemble.metadata import describe, label_pages
from publish.write.pdf.assemble.stamps import Stamps
from publish.write.pdf.layout.book_layout import BookLayout, StampSet
from publish.write.pdf.prepare.folios import Folio
from publish.write.pdf.printed import Printed

__all__ = ["Collator", "bind"]


def bind(book: BookLayout, collator: Collator, stamp_set: StampSet) -> Printed:
    """Join the divisions, stamp running heads and folios, write names, bookmarks, metadata."""
    stamps = Stamps(stamp_set, book)
    folios = collator.collate()
    binder = collator.binder
    stamps.load(binder)
    furnish(binder, folios, stamps, book, sides_of(book))
    binder.finish_fonts(book.cache)
    printing = _printing(binder, folios, book)
    FINISH[book.purpose](binder, book)
    describe(binder, book.publication, book.edition, book.purpose)
    if book.purpose is not Purpose.BOOKLET:
        label_pages(binder.pdf, folios)
    findings = book.findings + [f for each in book.drawn_divisions for f in each.findings]
    return Printed(save(binder.pdf, book), findings, printing)


def _printing(binder: Binder, folios: list[Folio], book: BookLayout) -> Printing:
    pages = tuple(
        _printed_page(bound, folio, book) for bound, folio in zip(binder.pages, folios, strict=True)
    )
    ids = {name: str(folio) for name, folio in book.folio_of_ids().items()}
    return Printing(book.edition.book.modified or book.edition.book.date, pages, ids)


def _printed_page(bound: BoundPage, folio: Folio, book: BookLayout) -> PrintedPage:
    if bound.number < 0:
        return PrintedPage(str(folio))
    record = book.drawn_divisions[bound.division].page_records[bound.number]
    return PrintedPage(str(folio), record.lines, record.others)
