"""A paragraph parted where a page ends, so that a figure can stand at the head of the next."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.engine.places import CONTINUES, OFFSET
from publish.engine.tree import add_class, insert_after
from publish.model.printing import PrintedLine
from publish.write.pdf.layout.cutting import cut, place_in_text
from publish.write.pdf.layout.long_notes import strip_end

FEWEST = 2
"""Lines of a paragraph at the foot of a page (Chicago 2.116)."""


def part(
    parent: Element, block: Element, above: list[PrintedLine], below: list[PrintedLine]
) -> bool:
    """Part a block between the lines of one page and those of the next, but never in a word."""
    lines = [*above, *below[:1]]
    while len(lines) > FEWEST and lines[-2].text.endswith(("\u2010", "-")):
        lines.pop()
    if len(lines) <= FEWEST or not below:
        return False
    offset = lines[-1].start
    rest = cut(block, place_in_text(block, offset - int(block.get(OFFSET, "0"))))
    strip_end(block)
    add_class(block, "parted")
    add_class(rest, "parted-rest")
    name = block.get("id") or block.get(CONTINUES)
    if name:
        rest.set(CONTINUES, name)
        rest.set(OFFSET, str(offset))
    insert_after(parent, block, rest)
    return True
