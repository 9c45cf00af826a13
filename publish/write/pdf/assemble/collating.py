"""Divisions in their order, with the blanks between them that keep each page on its side.

What an earlier run laid out is opened and read while other divisions are still laid out. It is
copied in the order of the book, on which the numbers of the file's objects depend.
"""

from __future__ import annotations

from publish.model.purpose import Purpose
from publish.write.pdf.assemble.binder import Binder, Opened, open_gathering
from publish.write.pdf.layout.book_layout import Work
from publish.write.pdf.prepare.folios import Folio


class Collator:
    """Collects a book's divisions and puts them in order."""

    def __init__(self, work: Work) -> None:
        """Begin with nothing."""
        self.binder = Binder(work.shelf, tagged=work.purpose is Purpose.SCREEN)
        self._work = work
        self._opened: dict[int, Opened] = {}

    def take(self, number: int) -> None:
        """Open a division's pages."""
        self._opened[number] = open_gathering(self._work.gatherings[number])

    def collate(self) -> list[Folio]:
        """Put all pages in order with blanks between divisions, and on paper at the end as well.

        A screen that shows two pages at a time needs the blanks as paper does: without one of
        them every recto after it would stand on the left.
        """
        work, binder = self._work, self.binder
        folios: list[Folio] = []
        for number, span in enumerate(work.spans):
            for folio in span.blanks:
                binder.add_blank(number)
                folios.append(folio)
            opened = self._opened.pop(number, None)
            if opened is None or opened.gathering is not work.gatherings[number]:
                opened = open_gathering(work.gatherings[number])
            binder.add(opened, number)
            folios += span.pages
        while work.purpose.is_paper and len(binder.pages) % work.multiple:
            binder.add_blank(len(work.jobs) - 1)
            folios.append(Folio(folios[-1].number + 1, folios[-1].is_roman))
        return folios
