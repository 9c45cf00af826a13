"""How large the thing is: in the hand, in pages, in words, in kilobytes (ONIX groups P.3, P.11)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.house.page.measure import POINTS, read_trim
from publish.house.page.printer import spine_mm
from publish.model.edition import Edition
from publish.model.printing import Printing
from publish.model.publication import Medium, Publication
from publish.write.onix.elements import node
from publish.write.onix.forms import Form

HEIGHT, WIDTH, THICKNESS = "01", "02", "03"
"""List 48."""

LAST_PAGE, WORDS, ALL_PAGES, PRINTED_PAGES, FILE_SIZE = "00", "02", "06", "08", "22"
"""List 23: pages by their numbers and as they are bound; those of the EPUB's book in print."""

IN_WORDS, IN_PAGES, IN_KILOBYTES = "02", "03", "18"
"""List 24."""


def measures(edition: Edition, printing: Printing | None) -> Iterator[etree._Element]:
    """Return height, width and, where the pages are known, thickness, in whole millimetres."""
    trim = read_trim(edition.print.trim)
    yield _measure(HEIGHT, trim.height / POINTS["mm"])
    yield _measure(WIDTH, trim.width / POINTS["mm"])
    if printing is not None:
        yield _measure(THICKNESS, max(1, spine_mm(edition.print, len(printing.pages))))


def _measure(kind: str, millimetres: float) -> etree._Element:
    return node(
        "Measure",
        node("MeasureType", kind),
        node("Measurement", str(round(millimetres))),
        node("MeasureUnitCode", "mm"),
    )


def extents(
    form: Form, publication: Publication, epub: bytes, printing: Printing | None
) -> Iterator[etree._Element]:
    """Count the pages of the press PDF, and the words and kilobytes of the EPUB."""
    if printing is not None and form.is_epub:
        yield _extent(PRINTED_PAGES, len(printing.pages), IN_PAGES)
    elif printing is not None:
        yield _extent(LAST_PAGE, _last_number(printing), IN_PAGES)
        yield _extent(ALL_PAGES, len(printing.pages), IN_PAGES)
    yield _extent(WORDS, _count_words(publication), IN_WORDS)
    if form.is_epub:
        yield _extent(FILE_SIZE, max(1, round(len(epub) / 1000)), IN_KILOBYTES)


def _extent(kind: str, value: int, unit: str) -> etree._Element:
    return node(
        "Extent",
        node("ExtentType", kind),
        node("ExtentValue", str(value)),
        node("ExtentUnit", unit),
    )


def _last_number(printing: Printing) -> int:
    """Return the last arabic folio; that of a page that bears any where none does."""
    numbers = (int(page.folio) for page in printing.pages if page.folio.isdecimal())
    return max(numbers, default=len(printing.pages))


def _count_words(publication: Publication) -> int:
    return sum(
        len(text.split())
        for part in publication.parts_for(Medium.EPUB)
        for tree in part.trees()
        for text in tree.itertext()
    )
