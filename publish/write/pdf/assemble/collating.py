"""Divisions in their order, with the blanks between them that keep each page on its side.

What an earlier run laid out is opened and read while other divisions are still laid out, and copied
as far as nothing before it is missing. On the order of copying depends that of the file's objects:
it is the order of the book, but for what lists the book, which is laid out last.
"""

from __future__ import annotations

from publish.write.pdf.assemble.binder import Binder, Opened, Taken, open_drawn_division
from publish.write.pdf.layout.book_layout import BookLayout
from publish.write.pdf.prepare.folios import Folio


class Collator:
    """Collects a book's divisions and puts them in order."""

    def __init__(self, book: BookLayout) -> None:
        """Begin with nothing."""
        self._book = book
        self._opened: dict[int, Opened] = {}
        others = [number for number in range(len(book.divisions)) if number not in book.lists]
        self._order = [*others, *book.lists]
        self._begin()

    def _begin(self) -> None:
        self.binder = Binder(self._book.shelf, tagged=self._book.purpose.is_tagged)
        self._taken: dict[int, Taken] = {}

    def take(self, number: int) -> None:
        """Open a division's pages, and copy those whose turn it is."""
        self._opened[number] = open_drawn_division(self._book.drawn_divisions[number])
        for following in self._order[len(self._taken) :]:
            if following not in self._opened:
                break
            self._copy(following, self._opened.pop(following))

    def _copy(self, number: int, opened: Opened) -> None:
        before = (taken for n, taken in self._taken.items() if n < number)
        at = sum(taken.page_count() for taken in before)
        self._taken[number] = self.binder.take(opened, at)

    def collate(self) -> list[Folio]:
        """Put all pages in order with blanks between divisions, and on paper at the end as well.

        A screen that shows two pages at a time needs the blanks as paper does: without one of
        them every recto after it would stand on the left.
        """
        book = self._book
        self._take_all()
        folios: list[Folio] = []
        for number, span in enumerate(book.spans):
            for folio in span.blanks:
                self.binder.add_blank(number)
                folios.append(folio)
            self.binder.add(self._taken[number], number)
            folios += span.pages
        while book.purpose.is_paper and len(self.binder.pages) < book.page_count():
            self.binder.add_blank(len(book.divisions) - 1)
            folios.append(Folio(folios[-1].number + 1, folios[-1].is_roman))
        return folios

    def _take_all(self) -> None:
        """Copy what was not yet; begin anew where a division was laid out again since."""
        drawn_divisions = self._book.drawn_divisions
        if any(t.drawn_division is not drawn_divisions[n] for n, t in self._taken.items()):
            self._begin()
        for number in self._order[len(self._taken) :]:
            opened = self._opened.pop(number, None)
            if opened is None or opened.drawn_division is not drawn_divisions[number]:
                opened = open_drawn_division(drawn_divisions[number])
            self._copy(number, opened)
