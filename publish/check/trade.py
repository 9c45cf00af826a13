"""What a shop needs to know and the edition does not say: told before anything is made."""

from __future__ import annotations

from collections.abc import Iterator

from publish.model.edition import Edition
from publish.model.finding import Finding, Place, error, notice, warning
from publish.model.purpose import Purpose

CODE = "WRI-080"


def check_trade(edition: Edition) -> list[Finding]:
    """Report what a record needs and what it would be the better for, by the edition's keys.

    Code: WRI-080; an error where no record can be made without it.
    """
    return [*_needed(edition), *_of_forms(edition), *_wanted(edition)]


def _needed(edition: Edition) -> Iterator[Finding]:
    book, onix = edition.book, edition.onix
    if not book.publisher.strip():
        yield error(CODE, "the shop is told no publisher", *_add(edition, 'publisher = "..."'))
    if not book.title.strip():
        yield error(CODE, "the shop is told no title", *_add(edition, 'title = "..."'))
    if book.language in {"", "und"}:
        yield error(CODE, "the shop is told no language", *_add(edition, 'language = "en"'))
    if not book.date:
        message = "the shop is told no publication date"
        yield error(CODE, message, *_add(edition, 'date = "2026-11-24"'))
    if (_is_sum(onix.price_epub) or _is_sum(onix.price_print)) and not onix.currency:
        message = "the shop is told a price without its currency"
        yield error(CODE, message, *_add(edition, 'currency = "EUR"', "onix"))


def _is_sum(price: str) -> bool:
    return bool(price.strip("0."))


def _add(edition: Edition, line: str, table: str = "book") -> tuple[Place | None, str]:
    """Return the place of what lacks a line, and the hint to add it."""
    key = line.partition(" ")[0]
    return edition.place(table, key), f"add {line} to [{table}] in edition.toml"


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
        yield error(CODE, message, *_add(edition, 'isbn_print = "978..."'))
    elif Purpose.PRESS in outputs and not sells_print:
        message = "the printed book is left out: it has no ISBN"
        yield warning(CODE, message, *_add(edition, 'isbn_print = "978..."'))
    if Purpose.EPUB in outputs and not book.isbn_epub:
        message = "the EPUB goes by its own identifier: it has no ISBN"
        yield notice(CODE, message, *_add(edition, 'isbn_epub = "978..."'))


def _wanted(edition: Edition) -> Iterator[Finding]:
    book = edition.book
    if not book.description.strip():
        message = "the shop has no description to show"
        yield warning(CODE, message, *_add(edition, 'description = "..."'))
    if not any(subject.scheme for subject in book.subjects):
        message = "the shop is not told on which shelf the book belongs"
        hint = "add [[book.subjects]] with scheme and code (BISAC, Thema) to edition.toml"
        yield warning(CODE, message, edition.place("book", "subjects"), hint)
