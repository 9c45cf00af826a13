"""Divisions laid out and numbered -> the finished file."""

from __future__ import annotations

from publish.printing import PrintedPage, Printing
from publish.write.pdf.binding.binder import Binder
from publish.write.pdf.binding.collating import Collator
from publish.write.pdf.binding.finishing import FINISH, finish_press, save, sides_of
from publish.write.pdf.binding.furniture import furnish
from publish.write.pdf.binding.metadata import describe, label_pages
from publish.write.pdf.binding.stamp_set import StampSet
from publish.write.pdf.binding.stamps import Stamps
from publish.write.pdf.folios import Folio
from publish.write.pdf.printed import Printed
from publish.write.pdf.purpose import Purpose
from publish.write.pdf.work import Work

__all__ = ["Collator", "bind", "wrap"]


def bind(work: Work, collator: Collator, stamp_set: StampSet) -> Printed:
    """Join the divisions, stamp running heads and folios, write names, bookmarks, metadata."""
    stamps = Stamps(stamp_set, work)
    binder = collator.binder
    stamps.load(binder)
    folios = collator.collate()
    furnish(binder, folios, stamps, work, sides_of(work))
    binder.finish_fonts()
    printing = _printing(binder, folios, work)
    FINISH[work.purpose](binder, work)
    describe(binder, work.publication, work.edition, work.purpose)
    if work.purpose is not Purpose.BOOKLET:
        label_pages(binder.pdf, folios)
    findings = work.findings + [f for each in work.gatherings for f in each.findings]
    return Printed(save(binder.pdf, work), findings, printing)


def wrap(work: Work) -> Printed:
    """Make the cover that fits round the book's pages."""
    from publish.write.pdf.cover.sheet import bind_cover  # and with it WeasyPrint

    binder = bind_cover(work)
    finish_press(binder, work)
    describe(binder, work.publication, work.edition, work.purpose)
    return Printed(save(binder.pdf, work), work.findings)


def _printing(binder: Binder, folios: list[Folio], work: Work) -> Printing:
    pages = tuple(
        PrintedPage(
            str(folio),
            work.gatherings[bound.gathering].sheets[bound.sheet].lines if bound.sheet >= 0 else (),
        )
        for bound, folio in zip(binder.pages, folios, strict=True)
    )
    ids = {name: str(folio) for name, folio in work.folio_of_ids().items()}
    return Printing(work.edition.book.modified or work.edition.book.date, pages, ids)
