"""Does each word that was set stand in the finished PDF, once?

A page is read back from its glyphs, by what the fonts say that they mean (`ToUnicode`, ISO 32000-1
clause 9.10.3), and compared with the lines that were laid out for it. On most pages the same
letters come in the same order, and no more need be asked. On others each line is looked for by
itself: what floats is drawn before the text, scripts from right to left are drawn backwards, and
some letters share a glyph.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from publish.check.pdf.drawn_text import DrawnText, letters_of
from publish.check.pdf.line_search import LineSearch
from publish.check.pdf.under_test import PdfUnderTest
from publish.house.words_kept import quoted
from publish.model.finding import Finding, Place, error
from publish.model.lazy_pattern import lazy_pattern
from publish.model.printing import PrintedPage
from publish.model.purpose import Purpose

HINT = "this is a fault of publish, not of the manuscript: please report it"

MOST_NAMED = 5
"""Places that are named one by one; the others are counted."""

_NUMBERS = lazy_pattern("[0-9\u2010]+")

Fault = tuple[PrintedPage, str, str]
"""A page, the words that are at fault, and how."""


def check_words(tested: PdfUnderTest) -> Iterator[Finding]:
    """Compare each page with the lines that were laid out for it. Code: WRI-142."""
    faults = list(_faults(tested))
    for printed, words, how in faults[:MOST_NAMED]:
        message = f"page {printed.folio} of the PDF {how}: {quoted(words)}"
        yield error("WRI-142", message, _place(tested, words), HINT)
    if len(faults) > MOST_NAMED:
        message = (
            f"{len(faults) - MOST_NAMED} more places of the PDF lack words, or have them twice"
        )
        yield error("WRI-142", message, hint=HINT)


def _faults(tested: PdfUnderTest) -> Iterator[Fault]:
    drawn_text, pages = DrawnText(), _pages(tested) if tested.printed else {}
    for number, printed in enumerate(tested.printed):
        if number in tested.faultless:
            continue
        drawn = drawn_text.read(*pages[number]) if number in pages else ""
        lines = [line.text for line in printed.lines]
        if drawn == letters_of("".join(lines)):
            continue
        search = LineSearch(drawn)
        for words in search.missing([*lines, *printed.others]):
            yield printed, words, "lacks words of the line"
        for words in search.repeated(lines):
            yield printed, words, "has words twice"


def _pages(tested: PdfUnderTest) -> dict[int, tuple[pikepdf.Object, bytes]]:
    """Return the book's pages with what is drawn on them, those of a booklet from its sheets."""
    found: dict[int, tuple[pikepdf.Object, bytes]] = {}
    if tested.purpose is not Purpose.BOOKLET:
        for _, page, content in tested.unread_pages:
            found[page.index] = page.obj, content
        return found
    for side in tested.pdf.pages:
        for name, form in side.obj.Resources.get("/XObject", {}).items():
            found[int(name[2:])] = form, form.read_bytes()
    return found


def _place(tested: PdfUnderTest, words: str) -> Place | None:
    """Find where words stand in the manuscript, by those between the numbers of notes."""
    pieces = _NUMBERS.split(words)
    return tested.document.place_of_words(max(pieces, key=len)) if tested.document else None
