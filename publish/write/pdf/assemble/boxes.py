"""The boxes of a page (ISO 32000-1 clause 14.11.2): trim, bleed, and the sheet around them.

Every page is laid out as a recto at the origin. A verso is the same page with its boxes moved
aside, so that the text stands further from what is now the outer edge.
"""

from __future__ import annotations

import pikepdf
from msgspec import Struct
from pikepdf import Array, Dictionary, Name, Pdf

from publish.house.page.geometry import Geometry
from publish.house.page.measure import POINTS

MARK_LENGTH = 5 * POINTS["mm"]
MARK_GAP = 3 * POINTS["mm"]
"""Crop marks stand clear of the trim, and of the bleed where that is wider."""


class Sides(Struct, frozen=True):
    """What lies around the trim: bleed on each side, and room for marks beyond it."""

    bleed: float = 0.0
    marks: bool = False
    bleed_at_spine: bool = True
    """Whether pages bleed where nothing is cut, too; some printers want none there."""

    @property
    def margin(self) -> float:
        """Return the distance from the trim to the edge of the sheet."""
        room = max(self.bleed, MARK_GAP) + MARK_LENGTH + 2 if self.marks else 0.0
        return max(self.bleed, room)


class Boxes:
    """Gives pages their boxes; those that lie alike share them."""

    def __init__(self, geometry: Geometry, sides: Sides) -> None:
        """Begin with none."""
        self._trim = geometry.trim
        self._sides = sides
        self._known: dict[tuple[float, bool], dict[str, Array]] = {}

    def set_for(self, page: pikepdf.Page, shift: float, *, is_spine_left: bool) -> None:
        """Give a page its boxes; its text comes to stand `shift` points further to the right."""
        place = shift, is_spine_left
        if place not in self._known:
            self._known[place] = self._make(*place)
        for name, box in self._known[place].items():
            page.obj[name] = box
        if "/ArtBox" in page.obj:
            del page.obj["/ArtBox"]

    def _make(self, shift: float, is_spine_left: bool) -> dict[str, Array]:
        sides = self._sides
        trim = (-shift, 0.0, self._trim.width - shift, self._trim.height)
        spine = None if sides.bleed_at_spine else 0 if is_spine_left else 2
        media = _box(trim, sides.margin, None if sides.marks else spine)
        bleed = _box(trim, sides.bleed, spine)
        trimmed = _box(trim, 0.0)
        return {"/MediaBox": media, "/CropBox": media, "/BleedBox": bleed, "/TrimBox": trimmed}


def _box(trim: tuple[float, float, float, float], by: float, kept: int | None = None) -> Array:
    """Make a box around the trim; the side with the number `kept` stays at the trim."""
    left, bottom, right, top = trim
    sides = [left - by, bottom - by, right + by, top + by]
    if kept is not None:
        sides[kept] = trim[kept]
    return Array([round(side, 3) for side in sides])


def registration(pdf: Pdf) -> pikepdf.Object:
    """Make the colour that prints on every plate (ISO 32000-1 clause 8.6.6.4)."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]))


def crop_marks(geometry: Geometry, shift: float, sides: Sides) -> bytes:
    """Draw two short lines at each corner of the trim, in the colour `Registration`."""
    if not sides.marks:
        return b""
    near = max(sides.bleed, MARK_GAP)
    far = near + MARK_LENGTH
    lines = ["q /Registration CS 1 SCN 0.25 w"]
    for x, to_x in ((-shift, -1), (geometry.trim.width - shift, 1)):
        for y, to_y in ((0.0, -1), (geometry.trim.height, 1)):
            lines.append(f"{x:.3f} {y + to_y * near:.3f} m {x:.3f} {y + to_y * far:.3f} l S")
            lines.append(f"{x + to_x * near:.3f} {y:.3f} m {x + to_x * far:.3f} {y:.3f} l S")
    lines.append("Q")
    return "\n".join(lines).encode()
