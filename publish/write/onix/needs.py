"""What a shop needs to know and the edition does not say: told before anything is made."""

from __future__ import annotations

from collections.abc import Iterator

from publish.edition import Edition
from publish.finding import Finding, error, notice, warning

CODE = "WRI-080"


def check_trade(edition: Edition) -> list[Finding]:
    """Tell what a record needs and what it would be the better for, by the edition's keys.

    Code: WRI-080; an error where no record can be made without it.
    """
    return [*_needed(edition), *_of_forms(edition), *_wanted(edition)]


def _needed(edition: Edition) -> Iterator[Finding]:
    book, onix = edition.book, edition.onix
    if not book.publisher.strip():
        yield _lacks("no publisher", 'publisher = "..."', "book")
    if not book.title.strip():
        yield _lacks("no title", 'title = "..."', "book")
    if book.language in {"", "und"}:
        yield _lacks("no language", 'language = "en"', "book")
    if not book.date:
        yield _lacks("no publication date", 'date = "2026-11-24"', "book")
    if (_is_sum(onix.price_epub) or _is_sum(onix.price_print)) and not onix.currency:
        yield _lacks("a price without its currency", 'currency = "EUR"', "onix")


def _is_sum(price: str) -> bool:
    return bool(price.strip("0."))


def _lacks(what: str, key: str, table: str) -> Finding:
    return error(CODE, f"the shop is told {what}", hint=f"add {key} to [{table}] in edition.toml")


def _of_forms(edition: Edition) -> Iterator[Finding]:
    """Tell of forms without a number of their own; the printed book cannot be ordered then."""
    outputs, book = edition.outputs, edition.book
    sells_print = "press" in outputs and book.isbn_print
    if "epub" not in outputs and "press" not in outputs:
        message = "there is nothing to sell: outputs has neither epub nor press"
        yield error(CODE, message, hint='add "epub" or "press" to outputs in edition.toml')
    elif "epub" not in outputs and not sells_print:
        yield _lacks("no number to order the printed book by", 'isbn_print = "978..."', "book")
    elif "press" in outputs and not sells_print:
        message = "the printed book is left out: it has no ISBN"
        yield warning(CODE, message, hint='add isbn_print = "978..." to [book] in edition.toml')
    if "epub" in outputs and not book.isbn_epub:
        message = "the EPUB goes by its own identifier: it has no ISBN"
        yield notice(CODE, message, hint='add isbn_epub = "978..." to [book] in edition.toml')


def _wanted(edition: Edition) -> Iterator[Finding]:
    book = edition.book
    if not book.description.strip():
        hint = 'add description = "..." to [book] in edition.toml'
        yield warning(CODE, "the shop has no description to show", hint=hint)
    if not any(subject.scheme for subject in book.subjects):
        hint = "add [[book.subjects]] with scheme and code (BISAC, Thema) to edition.toml"
        yield warning(CODE, "the shop is not told on which shelf the book belongs", hint=hint)
