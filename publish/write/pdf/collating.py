"""Divisions in their order, with blanks between them on paper.

What an earlier run laid out is copied into the book while other divisions are still laid out, in
whatever order; what stands in the file does not depend on it.
"""

from __future__ import annotations

from publish.write.pdf.binding import Binder, Taken
from publish.write.pdf.folios import Folio
from publish.write.pdf.purpose import Purpose
from publish.write.pdf.work import Work


class Collator:
    """Collects a book's divisions and puts them in order."""

    def __init__(self, work: Work) -> None:
        """Begin with nothing."""
        self.binder = Binder(work.shelf, tagged=work.purpose is Purpose.SCREEN)
        self._work = work
        self._taken: dict[int, Taken] = {}

    def take(self, number: int) -> None:
        """Copy a division's pages into the book, unless they are there."""
        gathering = self._work.gatherings[number]
        if number not in self._taken or self._taken[number].gathering is not gathering:
            self._taken[number] = self.binder.take(gathering)

    def collate(self) -> list[Folio]:
        """Put all pages in order; on paper with blanks between divisions and at the end."""
        work, binder = self._work, self.binder
        folios: list[Folio] = []
        for number, span in enumerate(work.spans):
            if work.purpose.is_paper and binder.pages:
                for folio in span.blanks:
                    binder.add_blank(number)
                    folios.append(folio)
            self.take(number)
            binder.add(self._taken[number], number)
            folios += span.pages
        while work.purpose.is_paper and len(binder.pages) % work.multiple:
            binder.add_blank(len(work.jobs) - 1)
            folios.append(Folio(folios[-1].number + 1, folios[-1].is_roman))
        binder.arrange()
        return folios
