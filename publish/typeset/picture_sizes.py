"""How large a picture is shown: its `@width`, `@height` and `@scale` (TEI `att.media`).

The style is a width wherever the picture's own proportions are known: reading systems and pages
that are narrower then make it smaller, and none makes it crooked.
"""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct

from publish.house.page.measure import POINTS
from publish.house.page.natural_size import natural_size
from publish.model.document import local_name
from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import Image
from publish.typeset.render import Typesetter

_MEASURE = lazy_pattern(
    r"\s*(\d+(?:[.,]\d*)?|[.,]\d+)\s*(cm|mm|in|pt|pc|px|em|rem|%)?\s*", re.IGNORECASE
)

LARGEST_FACTOR = 10.0
"""A larger `@scale` without a sign is taken as per cent."""

CROOKED = 1.02
"""Width and height that differ by more from the picture's own proportions would be seen."""


class Measure(Struct, frozen=True):
    """A number and a CSS unit."""

    number: float
    unit: str

    def __str__(self) -> str:
        """Write it as CSS does."""
        return f"{self.number:.6g}{self.unit}"

    def times(self, factor: float) -> Measure:
        """Make it so many times as long."""
        return Measure(self.number * factor, self.unit)

    def over(self, other: Measure) -> float | None:
        """Say how many times as long it is as another; None where that depends on the page."""
        if self.unit == other.unit != "%":
            return self.number / other.number
        if self.unit in POINTS and other.unit in POINTS:
            return self.number * POINTS[self.unit] / (other.number * POINTS[other.unit])
        return None


def style_of_size(graphic: etree._Element, image: Image, typesetter: Typesetter) -> str:
    """Write the size that a picture is asked to have as CSS; none where it asks for none.

    Codes: TYP-073 a size that cannot be read, TYP-074 sizes that contradict one another.
    """
    width, height, scale = (
        _read(graphic, name, typesetter) for name in ("width", "height", "scale")
    )
    own = natural_size(image.data, image.media_type)
    if scale and (width or height):
        message = f"@scale of {_name(graphic)} says what its @width or @height says otherwise"
        _contradict(message, "the measure is obeyed; leave @scale out", graphic, typesetter)
    if width and height:
        width = _within(width, height, own, graphic, typesetter)
    if width:
        return f"width: {width}"
    if height:
        return _by_height(height, own)
    return _scaled(scale, own, graphic) if scale else ""


def _read(graphic: etree._Element, name: str, typesetter: Typesetter) -> Measure | None:
    written = (graphic.get(name) or "").strip()
    if not written:
        return None
    match = _MEASURE.fullmatch(written)
    number = float(match[1].replace(",", ".")) if match else 0.0
    unit = (match[2] or "").lower() if match else ""
    is_good = number > 0 and (name != "scale" or unit in {"", "%"})
    if not is_good:
        message = f"@{name} of {_name(graphic)} is {written!r}, which is no size"
        hint = "write 8cm, 60mm, 3in, 200pt, 300px, 12em or 50%; in @scale 0.5 or 50%"
        typesetter.out.tell("TYP-073", message, graphic, hint)
        return None
    if name != "scale":
        return Measure(number, unit or "px")
    is_percent = unit == "%" or number > LARGEST_FACTOR
    return Measure(number / 100 if is_percent else number, "")


def _within(
    width: Measure,
    height: Measure,
    own: tuple[float, float] | None,
    graphic: etree._Element,
    typesetter: Typesetter,
) -> Measure:
    """Return the width at which a picture of its own proportions is within both measures."""
    ratio = width.over(height)
    if own is None or ratio is None:
        _contradict(
            f"@height of {_name(graphic)}, {height}, cannot stand beside its @width, {width}",
            "the width is obeyed, and the height follows from it; leave @height out",
            graphic,
            typesetter,
        )
        return width
    by = ratio / (own[0] / own[1])
    if max(by, 1 / by) > CROOKED:
        _contradict(
            f"@width and @height of {_name(graphic)}, {width} and {height}, would distort it",
            "it keeps its proportions, within both; give one of them alone",
            graphic,
            typesetter,
        )
    return width.times(1 / by) if by > 1 else width


def _by_height(height: Measure, own: tuple[float, float] | None) -> str:
    """Say a height as a width; a share of the page's height is left to those who have a page."""
    if height.unit == "%":
        return f"height: {min(height.number, 100):g}vh; width: auto"
    return f"width: {height.times(own[0] / own[1])}" if own else f"height: {height}; width: auto"


def _scaled(scale: Measure, own: tuple[float, float] | None, graphic: etree._Element) -> str:
    """Scale what would be shown without it: the picture's own size, or all of the measure."""
    factor = scale.number
    natural = f"{own[0] * factor:.6g}px" if own else ""
    parent = graphic.getparent()
    is_alone = parent is not None and local_name(parent) == "figure"
    if natural and (factor > 1 or not is_alone):
        return f"width: {natural}"
    most = f"; max-width: {natural}" if natural else ""
    return f"width: {min(100.0, 100 * factor):g}%{most}"


def _contradict(message: str, hint: str, graphic: etree._Element, typesetter: Typesetter) -> None:
    typesetter.out.tell("TYP-074", message, graphic, hint, Severity.NOTICE)


def _name(graphic: etree._Element) -> str:
    return f"the image {graphic.get('url') or '?'!r}"
