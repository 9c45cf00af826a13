"""Divisions in their order, with the blanks between them that keep each page on its side.

What an earlier run laid out is opened and read while other divisions are still laid out. It is
copied in the order of the book, on which the numbers of the file's objects depend.
"""

from __future__ import annotations

from publish.write.pdf.assemble.binder import Binder, Opened, open_drawn_division
from publish.write.pdf.layout.book_layout import BookLayout
from publish.write.pdf.prepare.folios import Folio


class Collator:
    """Collects a book's divisions and puts them in order."""

    def __init__(self, book: BookLayout) -> None:
        """Begin with nothing."""
        self.binder = Binder(book.shelf, tagged=book.purpose.is_tagged)
        self._book = book
        self._opened: dict[int, Opened] = {}

    def take(self, number: int) -> None:
        """Open a division's pages."""
        self._opened[number] = open_drawn_division(self._book.drawn_divisions[number])

    def collate(self) -> list[Folio]:
        """Put all pages in order with blanks between divisions, and on paper at the end as well.

        A screen that shows two pages at a time needs the blanks as paper does: without one of
        them every recto after it would stand on the left.
        """
        book, binder = self._book, self.binder
        folios: list[Folio] = []
        for number, span in enumerate(book.spans):
            for folio in span.blanks:
                binder.add_blank(number)
                folios.append(folio)
            opened = self._opened.pop(number, None)
            if opened is None or opened.drawn_division is not book.drawn_divisions[number]:
                opened = open_drawn_division(book.drawn_divisions[number])
            binder.add(opened, number)
            folios += span.pages
        while book.purpose.is_paper and len(binder.pages) < book.page_count():
            binder.add_blank(len(book.divisions) - 1)
            folios.append(Folio(folios[-1].number + 1, folios[-1].is_roman))
        return folios
