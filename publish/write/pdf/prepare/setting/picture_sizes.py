"""Pictures at the size that the manuscript asks for, as far as the page holds it.

A page that is limited by its height would press a picture of a given width together (CSS 2.2
clause 10.4): so the width is found that goes with the height.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from publish.engine.layout_inputs import IMAGES
from publish.house.page.geometry import Geometry
from publish.house.page.measure import POINTS
from publish.house.page.natural_size import natural_size
from publish.model.finding import Finding, warning
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import Image

CAPTION_LINES = 5
"""Lines of a page that a figure leaves to its caption, as in print.css."""

SLACK = 1.02

SAID = {"width": "wide", "height": "high"}

_ASKED = lazy_pattern(r"(width|height): ([\d.e+-]+)(cm|mm|in|pt|pc|px|em|rem|%|vh)(; width: auto)?")


def fit_pictures(
    roots: Iterable[Element], images: dict[str, Image], geometry: Geometry
) -> list[Finding]:
    """Keep sizes within the text block. Code WRI-184: a picture that is asked to be larger."""
    findings: dict[str, Finding] = {}
    for root in roots:
        for img in root.iter("img"):
            asked = _ASKED.match(img.get("style", ""))
            image = images.get(img.get("src", "").removeprefix(IMAGES))
            if asked is None or image is None:
                continue
            size = natural_size(image.data, image.media_type)
            if size is not None and _fit(img, asked, size[0] / size[1], geometry):
                findings.setdefault(image.name, _too_large(image, asked, geometry))
    return list(findings.values())


def _fit(img: Element, asked: re.Match[str], ratio: float, geometry: Geometry) -> bool:
    """Write the width at which a picture stands in the text block; tell whether it is less."""
    deepest = geometry.depth - CAPTION_LINES * geometry.leading
    widest = min(geometry.measure, deepest * ratio)
    number, unit = float(asked[2]), asked[3]
    if unit == "vh":
        number, unit = number / 100 * geometry.depth * ratio, "pt"
    if unit == "%":
        if widest < geometry.measure * min(number, 100) / 100:
            _set_width(img, asked, widest)
        return number > 100 * SLACK
    wanted = number * POINTS.get(unit, geometry.font_size)
    _set_width(img, asked, min(wanted, widest))
    return wanted > widest * SLACK and asked[3] != "vh"


def _set_width(img: Element, asked: re.Match[str], width: float) -> None:
    img.set("style", f"width: {width:.3f}pt{asked.string[asked.end() :]}")


def _too_large(image: Image, asked: re.Match[str], geometry: Geometry) -> Finding:
    wide, high = (side / POINTS["mm"] for side in (geometry.measure, geometry.depth))
    size = f"{float(asked[2]):.3g}{asked[3]} {SAID[asked[1]]}"
    message = (
        f"the image {image.source.name} is asked to be {size}, "
        f"more than the text block of {wide:.0f} x {high:.0f} mm leaves it; it is as large as fits"
    )
    hint = 'ask for less, or make it a plate with rend="fullpage" or "bleed"'
    return warning("WRI-184", message, image.place, hint)
