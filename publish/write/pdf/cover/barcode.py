"""The bar code on the back of a cover, with the ISBN above it (ISO/IEC 15420)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.engine.tree import add
from publish.house.page.measure import POINTS
from publish.write.pdf.cover.ean13 import MODULES, bars, read_isbn

MODULE = 0.33 * POINTS["mm"]
"""The width of a bar code's module at full size (ISO/IEC 15420)."""

BAR, GUARD = 60.0, 65.0
"""Points: the height of the bars, and of the guard bars among them."""

QUIET = 11
"""Modules left white beside the bars, as ISO/IEC 15420 has it at the left; the right needs 7."""

EDGE = 30.0
HEIGHT = 90.0
"""Points: from the trim to the white field, and how high that is (wrap.css)."""


def add_barcode(back: Element, written: str) -> None:
    """Draw the bar code of an ISBN. Raises UsageError WRI-077 where it is none."""
    figures = read_isbn(written)
    holder = add(back, "div", class_="barcode")
    add(holder, "p", f"ISBN {written}")
    holder.set("style", f"width: {(MODULES + 2 * QUIET) * MODULE:.3f}pt")
    width = MODULES * MODULE
    svg = add(
        holder,
        "{http://www.w3.org/2000/svg}svg",
        width=f"{width:.3f}pt",
        height=f"{GUARD}pt",
        viewBox=f"0 0 {width:.3f} {GUARD}",
    )
    for start, modules, is_guard in bars(figures):
        add(
            svg,
            "{http://www.w3.org/2000/svg}rect",
            x=f"{start * MODULE:.3f}",
            y="0",
            width=f"{modules * MODULE:.3f}",
            height=f"{GUARD if is_guard else BAR}",
            fill="black",
        )
    line = add(holder, "p", class_="figures")
    for start, modules, group in (
        (-QUIET, QUIET, figures[0]),
        (3, 42, figures[1:7]),
        (50, 42, figures[7:]),
    ):
        place = f"left: {(QUIET + start) * MODULE:.3f}pt; width: {modules * MODULE:.3f}pt"
        add(line, "span", group, style=place).tail = " "
