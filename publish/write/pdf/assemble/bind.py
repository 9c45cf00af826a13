"""Divisions laid out and numbered -> the finished file."""

from __future__ import annotations

from publish.model.printing import PrintedPage, Printing
from publish.model.purpose import Purpose
from publish.write.pdf.assemble.binder import Binder
from publish.write.pdf.assemble.collating import Collator
from publish.write.pdf.assemble.finishing import FINISH, save, sides_of
from publish.write.pdf.assemble.furniture import furnish
from publish.write.pdf.assemble.metadata import describe, label_pages
from publish.write.pdf.assemble.stamps import Stamps
from publish.write.pdf.layout.book_layout import StampSet, Work
from publish.write.pdf.prepare.folios import Folio
from publish.write.pdf.printed import Printed

__all__ = ["Collator", "bind"]


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
