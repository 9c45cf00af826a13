"""Lines that hold on the plate, whether they are drawn or are narrow fillings."""

from __future__ import annotations

from collections.abc import Iterator

from publish.check.pdf.under_test import PdfUnderTest
from publish.model.finding import Finding, warning
from publish.model.lazy_pattern import lazy_pattern

THINNEST = 0.25
"""Points; a thinner line breaks up on the plate."""

SLACK = 0.7
LONG = 2.0
"""Points: a filling this long and thinner than a line is one; a shorter one is a dot."""

_HAS_LINES = lazy_pattern(rb"\s(?:w|re)\s")
_FILLS = frozenset([b"f", b"f*", b"F", b"B", b"B*", b"b", b"b*"])
_ENDS = frozenset([b"n", b"S", b"s"])

Rectangle = tuple[float, ...]


def check_lines(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find lines too thin to print; the thinnest is told."""
    thinnest, where = THINNEST * SLACK, ""
    for name, drawing in tested.drawings():
        if _HAS_LINES.search(drawing):
            least = min(_widths(drawing), default=thinnest)
            if least < thinnest:
                thinnest, where = least, name
    if where:
        message = f"{where} has a line of {thinnest:.2f} pt; {THINNEST} pt is due"
        yield warning("WRI-076", message, hint="draw it thicker, in the image or in own.css")


def _widths(drawing: bytes) -> Iterator[float]:
    """Yield the widths, in points, of all lines of a content stream."""
    scale, scales = 1.0, []
    operands: list[bytes] = []
    rectangles: list[Rectangle] = []
    for token in drawing.split():
        if token[:1] in b"0123456789.-+":
            operands.append(token)
            continue
        if token == b"q":
            scales.append(scale)
        elif token == b"Q" and scales:
            scale = scales.pop()
        elif token == b"cm" and len(operands) >= 6:
            a, b, c, d = (float(number) for number in operands[-6:-2])
            scale *= abs(a * d - b * c) ** 0.5
        elif token == b"w" and operands:
            yield float(operands[-1]) * scale
        elif token == b"re" and len(operands) >= 4:
            rectangles.append(tuple(float(number) for number in operands[-4:]))
        elif token in _FILLS:
            yield from (width * scale for width in _thin_sides(rectangles, scale))
        if token in _FILLS or token in _ENDS:
            rectangles = []
        operands = []


def _thin_sides(rectangles: list[Rectangle], scale: float) -> Iterator[float]:
    """Yield how wide a narrow filling is, and the sides of a frame of one rectangle in another."""
    if len(rectangles) == 1:
        _, _, width, height = map(abs, rectangles[0])
        if max(width, height) * scale >= LONG:
            yield from (side for side in (min(width, height),) if side > 0)
    elif len(rectangles) == 2:
        (x, y, width, height), (at_x, at_y, across, up) = rectangles
        sides = (x - at_x, y - at_y, x + width - at_x - across, y + height - at_y - up)
        yield from (abs(side) for side in sides if abs(side) > 0.001)
