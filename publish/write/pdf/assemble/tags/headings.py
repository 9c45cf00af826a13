"""Headings go down by one level at a time (ISO 14289-1 clause 7.4.2).

A division without a head leaves a gap below it; what stood on one level stays on one.
"""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Name, Pdf

from publish.engine.tree_names import KIND_KEY, NEW_KIND
from publish.model.lazy_pattern import lazy_pattern
from publish.write.pdf.assemble.tags.tree import elements, kids
from publish.write.pdf.prepare.division import Division

_TAG = lazy_pattern(r"[hH]([1-6])")


class Levels:
    """Turns levels with gaps into levels without, heading by heading."""

    def __init__(self) -> None:
        """Begin with no heading open."""
        self._open: list[int] = []

    def close_gap(self, level: int) -> int:
        """Return the level on which a heading stands among those that are open."""
        while self._open and self._open[-1] >= level:
            self._open.pop()
        self._open.append(level)
        return len(self._open)


def level_headings(pdf: Pdf, divisions: list[Division]) -> None:
    """Close the gaps between a book's headings; most books have none, and are left alone."""
    levels = Levels()
    found_levels = [
        int(found[1])
        for division in divisions
        for found in map(_TAG.fullmatch, _tags(division))
        if found
    ]
    if all(levels.close_gap(level) == level for level in found_levels):
        return
    levels = Levels()
    for element in elements(kids(pdf.Root.StructTreeRoot)):
        found = _TAG.fullmatch(str(element.S).lstrip("/"))
        if found and KIND_KEY not in element:
            element.S = Name(f"/H{levels.close_gap(int(found[1]))}")


def _tags(division: Division) -> Iterator[str]:
    return (element.tag for element in division.root.iter() if NEW_KIND not in element.attrib)
