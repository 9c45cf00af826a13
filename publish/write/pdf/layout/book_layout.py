"""The state of one book's making, from its divisions to its numbered pages."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from msgspec import Struct, field

from publish.engine.drawn import DrawnDivision, FontShelf, LineExtent
from publish.engine.layout_inputs import LayoutInputs
from publish.house.page.folding import SCHEMES
from publish.house.page.geometry import Geometry
from publish.house.page.printer import printer_of
from publish.model.edition import Edition
from publish.model.finding import Finding
from publish.model.publication import Part, Publication
from publish.model.purpose import Purpose
from publish.run.cache import Cache
from publish.write.pdf.prepare.division import Division
from publish.write.pdf.prepare.folios import Folio, Span, number_pages

if TYPE_CHECKING:
    from publish.engine import LayoutResources

OnStep = Callable[[str, int, int], None]


class StampSet(Struct):
    """Small pages, one for each stamp: drawn, and where the text of each stands."""

    drawn_division: DrawnDivision
    lines: list[LineExtent]
    page_height_px: float


class BookLayout(Struct):
    """One book in the making; `divisions`, `drawn_divisions` and `spans` run side by side."""

    publication: Publication
    edition: Edition
    purpose: Purpose
    geometry: Geometry
    inputs: LayoutInputs
    divisions: list[Division]
    shelf: FontShelf
    drawn_divisions: list[DrawnDivision] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    own: list[tuple[Part, Division]] = field(default_factory=list)
    """The parts of the publication, each with the division that was made of it."""
    lists: list[int] = field(default_factory=list)
    """Which divisions list the book, and are laid out when the others are."""
    findings: list[Finding] = field(default_factory=list)
    _stock: LayoutResources | None = None
    cache: Cache = field(default_factory=Cache)
    """What earlier runs laid out."""
    stamps: Future[StampSet] | None = None
    """Running heads and figures that another process sets."""
    guides: dict[tuple[int, int], str] = field(default_factory=dict)
    """The guide words of pages, by the numbers of their division and of the page in it."""
    written: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """The page numbers that stand in the text of each division which names some."""

    @property
    def resources(self) -> LayoutResources:
        """Return what this process itself lays out with: the fonts and styles of the last book.

        Fonts that Pango has opened stay, two megabytes for each time (`publish look`).
        """
        if self._stock is None:
            from publish.engine import (
                reopen_resources,  # and with it WeasyPrint: some tenths of a second
            )

            self._stock = reopen_resources(self.inputs)
        return self._stock

    @property
    def is_rtl(self) -> bool:
        """Return whether the book is bound on the right."""
        return self.publication.direction == "rtl"

    def number(self) -> None:
        """Give every page its folio."""
        self.spans = number_pages(
            [
                (division.matter, division.opens, len(drawn_division.page_records))
                for division, drawn_division in zip(
                    self.divisions, self.drawn_divisions, strict=True
                )
            ]
        )

    @property
    def multiple(self) -> int:
        """Return the number of pages that the whole must fill: a signature's, a folded sheet's."""
        wanted = max(1, self.edition.print.pages_multiple)
        record = SCHEMES[self.edition.print.imposition].pages
        return math.lcm(wanted, record) if self.purpose is Purpose.BOOKLET else wanted

    def page_count(self) -> int:
        """Count the pages on paper: the divisions', the blanks between them, those at the end."""
        count = sum(len(span.blanks) + len(span.pages) for span in self.spans)
        if self.purpose in {Purpose.PRESS, Purpose.COVER}:
            count += printer_of(self.edition.print).blank_last_page
        return -(-count // self.multiple) * self.multiple

    def folio_of_ids(self) -> dict[str, Folio]:
        """Find the page on which each element with an id begins."""
        found: dict[str, Folio] = {}
        for drawn_division, span in zip(self.drawn_divisions, self.spans, strict=True):
            for record, folio in zip(drawn_division.page_records, span.pages, strict=True):
                for name in record.anchors:
                    found.setdefault(name, folio)
        return found

    def line_of_ids(self) -> dict[str, int]:
        """Find the line of its page on which each element begins that a link leads to."""
        found: dict[str, int] = {}
        for drawn_division in self.drawn_divisions:
            for record in drawn_division.page_records:
                for name, line in record.line_of.items():
                    found.setdefault(name, line)
        return found
