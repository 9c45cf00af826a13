"""How much room something takes on a cover, asked of the layout itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.layout.absolute import AbsolutePlaceholder

from publish.write.pdf.laying.layout import lay_out
from publish.write.pdf.laying.lines import line_boxes
from publish.write.pdf.laying.stock import Stock
from publish.write.pdf.work import Work

POINTS = 0.75
"""One CSS pixel in points."""


@dataclass(frozen=True, slots=True)
class CoverSheet:
    """A cover's sheet while it is filled, and what it is laid out with."""

    root: Element
    stock: Stock
    work: Work

    def has(self, picture: str) -> bool:
        """Tell whether the edition has this picture for its cover."""
        return picture in self.stock.recipe.images

    def room_of(self, element: Element) -> tuple[float, float]:
        """Lay the sheet out and give the width and height of one of its elements, in points.

        It is as wide as its widest line, where a word stands over its edge.
        """
        (page,) = lay_out(self.root, self.stock).document.pages
        boxes = [box for box in _all(page._page_box) if box.element is element]
        inside = [
            child.width for box in boxes for line in line_boxes(box) for child in line.children
        ]
        width = max([0.0, *(box.width for box in boxes), *inside])
        return width * POINTS, max((box.height for box in boxes), default=0.0) * POINTS


def _all(page_box: Any) -> Iterator[Any]:
    """Yield all boxes; those that are placed absolutely stand behind placeholders."""
    pending = [page_box]
    while pending:
        box = pending.pop()
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        yield box
        pending.extend(getattr(box, "children", ()))
