"""Gradients that are given in shares of what they fill, drawn so that every reader shows them.

WeasyPrint 70 draws such a gradient (SVG 2 clause 14.2.2, `objectBoundingBox`) as a tile of one unit
by one, which Poppler rounds to nothing: the shape stays blank. Here the same gradient is given in
user space, its tile a thousand units wide.
"""

from __future__ import annotations

from typing import Protocol
from xml.etree.ElementTree import Element

from weasyprint import svg as drawing
from weasyprint.svg.bounding_box import is_valid_bounding_box

_draw_gradient = drawing.draw_gradient

TILE = 1000
"""Units along the whole of a shape."""

_DEFAULTS = {
    "linearGradient": {"x1": "0%", "y1": "0%", "x2": "100%", "y2": "0%"},
    "radialGradient": {"cx": "50%", "cy": "50%", "r": "50%", "fr": "0%"},
}


class Svg(Protocol):
    """A drawing of WeasyPrint's."""

    def calculate_bounding_box(  # noqa: D102
        self, node: Element, font_size: float, stroke: bool
    ) -> tuple[float, ...]: ...


def draw_in_user_space(
    svg: Svg, node: Element, gradient: Element, font_size: float, opacity: float, stroke: bool
) -> object:
    """Draw a gradient as WeasyPrint does, its units changed for the time."""
    defaults = _DEFAULTS.get(gradient.tag)
    if defaults is None or gradient.get("gradientUnits") == "userSpaceOnUse":
        return _draw_gradient(svg, node, gradient, font_size, opacity, stroke)
    box = svg.calculate_bounding_box(node, font_size, stroke)
    if not is_valid_bounding_box(box):
        return False
    own = dict(gradient.attrib)
    try:
        gradient.attrib.update(_in_user_space(gradient, defaults, box))
        return _draw_gradient(svg, node, gradient, font_size, opacity, stroke)
    finally:
        gradient.attrib.clear()
        gradient.attrib.update(own)


def _in_user_space(
    gradient: Element, defaults: dict[str, str], box: tuple[float, ...]
) -> dict[str, str]:
    x, y, width, height = box
    own = str(gradient.get("gradientTransform", ""))
    changed = {
        "gradientUnits": "userSpaceOnUse",
        "gradientTransform": f"matrix({width} 0 0 {height} {x} {y}) {own} scale({1 / TILE})",
    }
    names = {*defaults, *({"fx", "fy"} & set(gradient.attrib))}
    for name in names:
        changed[name] = f"{_share(str(gradient.get(name, defaults.get(name, '0')))) * TILE:g}"
    return changed


def _share(written: str) -> float:
    """Read a share of the shape: `25%` or `.25`; 0 where it is no number."""
    try:
        number = float(written.strip().rstrip("%"))
    except ValueError:
        return 0.0
    return number / 100 if written.strip().endswith("%") else number
