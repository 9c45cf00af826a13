"""What a shop needs to know and the edition does not say: told before anything is made."""

from __future__ import annotations

from collections.abc import Iterator

from publish.check.untold import to_add, untold
from publish.model.edition import Edition
from publish.model.finding import Finding, error, notice, warning
from publish.model.purpose import Purpose

CODE = "WRI-080"


def check_trade(edition: Edition) -> list[Finding]:
    """Report what a record needs and what it would be the better for, by the edition's keys.

    Code: WRI-080; an error where no record can be made without it.
    """
    return [*_needed(edition), *_of_forms(edition), *_wanted(edition)]


def _needed(edition: Edition) -> Iterator[Finding]:
    book, onix = edition.book, edition.onix
    said = {
        "publisher": book.publisher.strip(),
        "title": book.title.strip(),
        "language": edition.language(),
        "date": book.date,
    }
    yield from untold(edition, "the shop is", said, CODE, error)
    if (_is_sum(onix.price_epub) or _is_sum(onix.price_print)) and not onix.currency:
        message = "the shop is told a price without its currency"
        yield error(CODE, message, *to_add(edition, 'currency = "EUR"', "onix"))


def _is_sum(price: str) -> bool:
    return bool(price.strip("0."))


def _of_forms(edition: Edition) -> Iterator[Finding]:
    """Report of forms without a number of their own; the printed book cannot be ordered then."""
    outputs, book = edition.outputs, edition.book
    sells_print = Purpose.PRESS in outputs and book.isbn_print
    if Purpose.EPUB not in outputs and Purpose.PRESS not in outputs:
        message = "there is nothing to sell: outputs has neither epub nor press"
        hint = 'add "epub" or "press" to outputs in edition.toml'
        yield error(CODE, message, edition.place("outputs"), hint)
    elif Purpose.EPUB not in outputs and not sells_print:
        message = "the shop is told no number to order the printed book by"
        yield error(CODE, message, *to_add(edition, 'isbn_print = "978..."'))
    elif Purpose.PRESS in outputs and not sells_print:
        message = "the printed book is left out: it has no ISBN"
        yield warning(CODE, message, *to_add(edition, 'isbn_print = "978..."'))
    if Purpose.EPUB in outputs and not book.isbn_epub:
        message = "the EPUB goes by its own identifier: it has no ISBN"
        yield notice(CODE, message, *to_add(edition, 'isbn_epub = "978..."'))


def _wanted(edition: Edition) -> Iterator[Finding]:
    book = edition.book
    if not book.description.strip():
        message = "the shop has no description to show"
        yield warning(CODE, message, *to_add(edition, 'description = "..."'))
    if not any(subject.scheme for subject in book.subjects):
        message = "the shop is not told on which shelf the book belongs"
        hint = "add [[book.subjects]] with scheme and code (BISAC, Thema) to edition.toml"
        yield warning(CODE, message, edition.place("book", "subjects"), hint)
