"""How much room something takes on a cover, asked of the layout itself."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from msgspec import Struct

from publish.engine import LayoutResources, extent_of, lay_out
from publish.house.page.measure import POINTS_PER_PX
from publish.write.pdf.layout.book_layout import BookLayout


class CoverSheet(Struct, frozen=True):
    """A cover's sheet while it is filled, and what it is laid out with."""

    root: Element
    resources: LayoutResources
    book: BookLayout

    def has(self, picture: str) -> bool:
        """Return whether the edition has this picture for its cover."""
        return picture in self.resources.inputs.images

    def room_of(self, element: Element) -> tuple[float, float]:
        """Lay the sheet out and give the width and height of one of its elements, in points.

        It is as wide as its widest line, where a word stands over its edge.
        """
        width_px, height_px = extent_of(element, lay_out(self.root, self.resources))
        return width_px * POINTS_PER_PX, height_px * POINTS_PER_PX
