"""No last page of a line or two: what ends a division takes four lines along (Chicago 2.116)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.engine.tree import add_class
from publish.write.pdf.prepare.setting.estimates import leaves_of, lines_of
from publish.write.pdf.prepare.setting.kept_together import tie

FEWEST = 4
"""Lines that a division's last page has at the least."""


def fill_last_page(section: Element, measure: float) -> None:
    """Tie the last blocks of a division, or lines of the last; `measure` is in em."""
    count = 0
    for leaf in leaves_of(section):
        if count:
            tie(leaf)
        needed = FEWEST - count
        own = lines_of(leaf, measure)
        if leaf.tag == "p" and own >= needed:
            if needed > 2:
                add_class(leaf, f"last-{needed}")
            return
        count += own
        if count >= FEWEST:
            return
