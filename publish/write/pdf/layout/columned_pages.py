"""Pages on which originals and translations stand side by side, in two columns.

A table is parted by pages without regard to the notes of its cells, which layout can't set at the
foot besides. So pages are filled with rows as openings are with passages; a row that is too long
goes on on the next page, each column after its own last line, and the notes of a page's marks
stand at its foot: those of the original, then those of the translation.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import ClassVar
from xml.etree.ElementTree import Element

from publish.engine.tree import classes, parents_of, take_out
from publish.write.pdf.layout.openings import NOTES_GAP, Opening, Passage, Side

CELLS = ("original", "translation")


class ColumnedPage(Opening):
    """One page with rows of two columns."""

    count: ClassVar[int] = 1

    def lines_within(self, side: Side, height: float, whole: float) -> int:
        """Count the lines of a side for so much of a passage: each column is filled."""
        return int(height / side.step + 0.001) if side.lines else 0

    def room(self, depth: float) -> float:
        """Return the height that is left."""
        notes = sum(side.notes for passage in self.passages for side in passage.sides)
        text = sum(passage.height for passage in self.passages)
        return depth - text - notes - (NOTES_GAP if notes else 0.0)

    def pages(self) -> Iterator[Element]:
        """Make the page, with the ids of divisions."""
        page = Element("div", {"class": "columned-page", "id": self.name})
        for passage in self.passages:
            page.extend(_made(passage))
        yield page


def _made(passage: Passage) -> list[Element]:
    blocks = [copy.deepcopy(side.blocks) for side in passage.sides]
    made = row_of(*blocks) if passage.has_answer else [Element("div", {"class": "faced-passage"})]
    if not passage.has_answer:
        made[0].extend(blocks[0])
    for name in reversed(passage.names):
        named = Element("div", {"id": name})
        named.append(made[0])
        made[0] = named
    return made


def row_of(original: Iterable[Element], translation: Iterable[Element]) -> list[Element]:
    """Make a row of two cells, and behind it the notes of both."""
    row = Element("div", {"class": "in-step-row"})
    notes: list[Element] = []
    for kind, blocks in zip(CELLS, (original, translation), strict=True):
        cell = Element("div", {"class": kind})
        cell.extend(blocks)
        row.append(cell)
        notes += _lifted(cell)
    return [row, *notes]


def _lifted(cell: Element) -> list[Element]:
    """Take the notes at the foot out of a cell; the words behind them stay."""
    parents = parents_of(cell)
    notes = [e for e in cell.iter("aside") if "foot" in classes(e)]
    for note in notes:
        take_out(parents[note], note)
    return notes
