"""Page numbers: roman in the front matter, arabic from 1 with the body (Chicago 1.5-1.9)."""

from __future__ import annotations

from msgspec import Struct

from publish.model.publication import Matter
from publish.write.pdf.prepare.division import Opens

ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
         (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def roman(number: int) -> str:
    """Write a number in small roman figures."""
    text = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


class Folio(Struct, frozen=True):
    """A page's number; odd ones are rectos."""

    number: int
    is_roman: bool

    @property
    def is_recto(self) -> bool:
        """Return whether the page lies on the side where a book is opened."""
        return self.number % 2 == 1

    def __str__(self) -> str:
        return roman(self.number) if self.is_roman else str(self.number)


class Span(Struct, frozen=True):
    """The pages of one division: blanks before it, then its own."""

    blanks: tuple[Folio, ...]
    pages: tuple[Folio, ...]


def number_pages(divisions: list[tuple[Matter, Opens, int]]) -> list[Span]:
    """Number divisions in reading order: their matter, the side they open on, their length.

    Blank pages count. The front matter ends on a verso, so that the body begins on page 1.
    """
    spans: list[Span] = []
    next_number, is_roman = 1, True
    for matter, opens, length in divisions:
        wants = opens
        if is_roman and matter is not Matter.FRONT:
            blanks = _blanks(next_number, True, Opens.RECTO) if next_number > 1 else ()
            next_number, is_roman = 1, False
            if wants is Opens.VERSO:
                blanks, next_number = (*blanks, Folio(1, False)), 2
        else:
            blanks = _blanks(next_number, is_roman, wants)
            next_number += len(blanks)
        pages = tuple(Folio(next_number + i, is_roman) for i in range(length))
        next_number += length
        spans.append(Span(blanks, pages))
    return spans


def _blanks(number: int, is_roman: bool, opens: Opens) -> tuple[Folio, ...]:
    is_recto = number % 2 == 1
    if opens is Opens.ANY or is_recto == (opens is Opens.RECTO):
        return ()
    return (Folio(number, is_roman),)
