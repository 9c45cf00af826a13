"""What stands over the text of a page: the book's short title, the division's title."""

from __future__ import annotations

from typing import NamedTuple

from publish.write.pdf.layout.book_layout import BookLayout
from publish.write.pdf.prepare.division import Division
from publish.write.pdf.prepare.short_titles import letters, shorten

FOLIO_ROOM = 5.5
"""em that a running head leaves free, for the folio at one end and for balance at the other."""

HEAD_LETTER = 0.48
"""Mean width, in em of the text, of a letter of the running head (spaced small capitals)."""

TIGHTER = 1.25
"""How many times as many letters have room in the smaller type of a head that is too long."""

_STOPS = frozenset(["", *".:;,–—(["])
"""What a title is cut before, in a book that says no more of it."""


def verso_head(book: BookLayout) -> str:
    """Return the running head of left-hand pages: the book's short title (Chicago 1.11)."""
    return fit_head(book.edition.book.short_title or book.publication.title, book)


def recto_head(division: Division, book: BookLayout) -> str:
    """Return the running head of a division's right-hand pages: its title."""
    return fit_head(division.title, book) or verso_head(book)


class Head(NamedTuple):
    """A running head as it is set: its text, its language, whether it is guide words."""

    text: str
    lang: str
    is_guide: bool = False


def heads_of(book: BookLayout) -> list[Head]:
    """List all running heads in a fixed order, each text once."""
    heads = {verso_head(book): Head(verso_head(book), book.publication.lang)}
    for division in book.divisions:
        text = recto_head(division, book)
        heads.setdefault(text, Head(text, division.root.get("lang", "")))
    for (number, _), text in book.guides.items():
        heads.setdefault(text, Head(text, book.divisions[number].root.get("lang", ""), True))
    return sorted(head for text, head in heads.items() if text)


def fit_head(title: str, book: BookLayout) -> str:
    """Shorten a title to what fits between the folios.

    One that has no stop to end at is set whole, smaller, where that is enough: it would break off
    before the word that all others lead to.
    """
    whole, kept = " ".join(title.split()).rstrip("."), shorten(title, _room(book))
    is_at_stop = whole[len(kept) :].lstrip()[:1] in _STOPS
    return kept if is_at_stop or letters(whole) > TIGHTER * _room(book) else whole


def is_tight(head: str, book: BookLayout) -> bool:
    """Return whether a running head has room in smaller type only."""
    return letters(head) > _room(book)


def _room(book: BookLayout) -> float:
    """Return how many letters there is room for."""
    return (book.geometry.measure / book.geometry.font_size - FOLIO_ROOM) / HEAD_LETTER
