"""What several records say of a book alike: its numbers, date and forms."""

from __future__ import annotations

from publish.house.isbn import thirteen_figures
from publish.model.edition import Edition
from publish.model.purpose import Form, Purpose


def date_of(edition: Edition) -> list[int]:
    """Return year, month and day of publication, as far as they are known."""
    return [int(part) for part in edition.book.date.split("-") if part]


def isbns_of(edition: Edition) -> dict[Purpose, str]:
    """Return the ISBNs in thirteen figures, of the EPUB and of the printed book."""
    numbers = {Purpose.EPUB: edition.book.isbn_epub, Purpose.PRESS: edition.book.isbn_print}
    figures = {form: thirteen_figures(number) for form, number in numbers.items()}
    return {form: number for form, number in figures.items() if number}


def files_of(edition: Edition) -> frozenset[Form]:
    """Return as what the book is to be had as a file: EPUB, PDF."""
    return frozenset(each.form for each in Purpose if each.is_ebook and each in edition.outputs)


def is_printed(edition: Edition) -> bool:
    """Return whether the book is printed."""
    return Purpose.PRESS in edition.outputs
