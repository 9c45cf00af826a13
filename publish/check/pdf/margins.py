"""Whether the margins hold what a glued back takes, and what the printer wants free at the trim."""

from __future__ import annotations

import math
from collections.abc import Iterator

from publish.check.pdf.under_test import PdfUnderTest
from publish.house.page.geometry import (
    FALL,
    RISE,
    Geometry,
    least_margins,
    read_bleed,
    read_geometry,
    read_measures,
)
from publish.house.page.measure import POINTS
from publish.house.page.printer import Printer, printer_of
from publish.model.finding import Finding, warning

SLACK = 0.1
"""Points: what rounding may take."""


def check_margins(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find margins that are too narrow for the printer and the number of pages.

    Codes: WRI-147 the inner margin, WRI-203 the others. Running heads and folios count as text.
    """
    edition = tested.edition
    printer, pages = printer_of(edition.print), len(tested.pdf.pages)
    geometry = read_geometry(edition.print, edition.book.language)
    due = printer.margin_due(bleeds=read_bleed(edition.print.bleed) > 0)
    inner = printer.inner_due(pages)
    stated = "margins" if edition.print.margins.strip() else "canon"
    place = edition.place("print", stated)
    offer = f'write print.margins = "{_wider(tested, geometry, inner)}", or take another canon'
    if geometry.inner + SLACK < inner:
        message = (
            f"the inner margin is {_inches(geometry.inner)}; {pages} pages glued at the back need"
            f" {_inches(inner)} ({printer.name})"
        )
        yield warning("WRI-147", message, place, offer)
    for what, found in _free(geometry):
        if found + SLACK < due:
            yield warning("WRI-203", _too_little(printer, what, found, due), place, offer)


def _free(geometry: Geometry) -> Iterator[tuple[str, float]]:
    """Yield what is free between the trim and what stands nearest to it, in points."""
    em = geometry.font_size
    yield "running heads", geometry.head_line - RISE * em
    yield "text at the fore-edge", geometry.outer
    yield "folios at the foot", geometry.foot_line - FALL * em


def _too_little(printer: Printer, what: str, found: float, due: float) -> str:
    stands = "stands" if what.startswith("text") else "stand"
    return (
        f"the {what} {stands} {_inches(found)} from the trim; {printer.name} wants {_inches(due)}"
        " free"
    )


def _wider(tested: PdfUnderTest, geometry: Geometry, inner: float) -> str:
    """Write margins that do, and are the page's own where those do."""
    outer, top, foot = geometry.outer, geometry.top, geometry.foot
    if tested.edition.print.margins.strip():
        _, top, outer, foot = read_measures(tested.edition.print.margins)
    _, least_top, least_outer, least_foot = least_margins(
        tested.edition.print, geometry.font_size, geometry.leading
    )
    least = (inner, least_top, least_outer, least_foot)
    own = (geometry.inner, top, outer, foot)
    sides = [max(pair) for pair in zip(own, least, strict=True)]
    tenths = (math.ceil(round(side / POINTS["mm"] * 10, 3)) for side in sides)
    return " ".join(f"{tenth / 10:.3g}mm" for tenth in tenths)


def _inches(points: float) -> str:
    return f"{points / POINTS['in']:.3g} in"
