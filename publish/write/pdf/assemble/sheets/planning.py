"""How an edition has its booklet made: the sheets, the gatherings, and what creep asks of them."""

from __future__ import annotations

from publish.house.page.folding import BIFOLIUM, SCHEMES, gatherings, is_for_a_press
from publish.house.page.geometry import read_bleed
from publish.house.page.measure import POINTS
from publish.model.finding import Finding, warning
from publish.write.pdf.assemble.boxes import Sides
from publish.write.pdf.assemble.sheets.imposition import Plan, Sheet
from publish.write.pdf.layout.book_layout import BookLayout

MOST = 1 / 3
"""The share of the inner margin that creep may take."""


def around_sheets(book: BookLayout) -> Sides:
    """Choose what lies around the sheets; plain ones that are folded once are cut nowhere."""
    choices = book.edition.print
    if is_for_a_press(choices):
        return Sides(read_bleed(choices.bleed), choices.marks)
    return Sides()


def plan_sheets(book: BookLayout) -> Plan:
    """Plan the sheets as the edition asks for them."""
    choices = book.edition.print
    sheet = Sheet(SCHEMES[choices.imposition], book.geometry.trim, around_sheets(book))
    return Plan(sheet, choices.signature, _caliper(book), book.is_rtl)


def check_creep(book: BookLayout, pages: int) -> list[Finding]:
    """Compare the way that the innermost pages go with the margin that they go into (WRI-090)."""
    largest = max(len(gathering) for gathering in gatherings(pages, book.edition.print.signature))
    moved = (largest // BIFOLIUM - 1) * _caliper(book)
    inner = book.geometry.inner
    if moved <= MOST * inner:
        return []
    message = (
        f"creep moves the innermost pages by {moved / POINTS['mm']:.1f} mm, more than a third of"
        f" their inner margin of {inner / POINTS['mm']:.1f} mm"
    )
    hint = "sew smaller gatherings: print.signature = 32, 16 or 8"
    return [warning("WRI-090", message, hint=hint)]


def _caliper(book: BookLayout) -> float:
    """Return the thickness of a leaf, in points; 0 where the edition leaves creep alone."""
    choices = book.edition.print
    return choices.paper_caliper_mm * POINTS["mm"] if choices.creep else 0.0
