"""Plates: pictures that have a page of their own, as large as the text block or the page is.

Their sizes follow from the page and from the picture's own proportions, which CSS cannot do both:
nothing there scales a picture up to what a caption leaves (CSS Images 3 clause 5.5).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from publish.engine.layout_inputs import IMAGES
from publish.engine.tree import length_of
from publish.house.page.folding import is_for_a_press
from publish.house.page.geometry import Geometry
from publish.house.page.natural_size import natural_size
from publish.model.edition import Print
from publish.model.finding import Finding, notice
from publish.model.publication import Image
from publish.model.purpose import Purpose

PLATE, BLED = "plate", "bled"
"""The names of the pages of plates, and of those that run over the edges, in print.css."""

LETTER = 0.42
"""The width of a caption's letter, in em of the text."""

MOST_CUT = 0.25
"""Of a picture, to be cut off so that it fills its page; where it is more, it is set whole."""

UNSEEN = 0.03
"""Of a picture, that is cut off without being told: the knife takes as much."""


def bleed_of(purpose: Purpose, choices: Print, bleed: float) -> float:
    """Tell how far pictures run over the trim: nowhere where no knife follows."""
    is_cut = purpose is Purpose.PRESS or (purpose is Purpose.BOOKLET and is_for_a_press(choices))
    return bleed if is_cut else 0.0


def set_plates(
    roots: Iterable[Element], images: dict[str, Image], geometry: Geometry, bleed: float
) -> list[Finding]:
    """Set the sizes of the pictures of plates. Code WRI-185: one that does not fill its page."""
    findings: list[Finding] = []
    for root in roots:
        for figure in root.iter("figure"):
            kinds = figure.get("class", "").split()
            if "plate" not in kinds:
                continue
            pictures = [
                (img, ratio) for img in figure.iter("img") if (ratio := _ratio(img, images))
            ]
            if "bleed" in kinds and len(pictures) == 1:
                ((img, ratio),) = pictures
                cut = _bleed(figure, img, ratio, geometry, bleed)
                findings += _report_cut(images[_name(img)], *cut)
            else:
                figure.set("class", " ".join(kind for kind in kinds if kind != "bleed"))
                _fill(figure, pictures, geometry)
    return findings


def _name(img: Element) -> str:
    return img.get("src", "").removeprefix(IMAGES)


def _ratio(img: Element, images: dict[str, Image]) -> float:
    image = images.get(_name(img))
    size = natural_size(image.data, image.media_type) if image else None
    return size[0] / size[1] if size else 0.0


def _fill(figure: Element, pictures: list[tuple[Element, float]], geometry: Geometry) -> None:
    """Scale pictures to the text block, with what else there is below them, in the middle of it."""
    depth = geometry.depth - 0.2
    below = _lines_below(figure, geometry) * geometry.leading
    each = (depth - below) / max(1, len(pictures))
    used = below
    for img, ratio in pictures:
        width = min(geometry.measure, each * ratio)
        img.set("style", f"display: block; width: {width:.3f}pt; height: {width / ratio:.3f}pt")
        used += width / ratio
    if pictures:
        figure.set("style", f"padding-top: {max(0.0, depth - used) / 2:.3f}pt")


def _lines_below(figure: Element, geometry: Geometry) -> int:
    """Estimate how many lines a plate's caption has, the space above it counted as one."""
    letters = length_of(figure)
    if not "".join(figure.itertext()).strip():
        return 0
    return 1 + math.ceil(1.15 * letters * LETTER * geometry.font_size / geometry.measure)


def _bleed(
    figure: Element, img: Element, ratio: float, geometry: Geometry, bleed: float
) -> tuple[float, bool]:
    """Let a picture run over its page; give the share that is lost, and whether it is set whole.

    A caption stands below it on the page, within the text's width.
    """
    lines = _lines_below(figure, geometry)
    strip = (lines + 1) * geometry.leading + min(geometry.foot, 2 * geometry.leading)
    width = geometry.trim.width + 2 * bleed
    height = geometry.trim.height + bleed + (-strip if lines else bleed)
    cut = 1 - min(ratio * height / width, width / (ratio * height))
    is_whole = cut > MOST_CUT
    if is_whole:
        width, height = min(width, height * ratio), min(height, width / ratio)
    left = (geometry.trim.width - width) / 2
    size = f"display: block; width: {width:.3f}pt; height: {height:.3f}pt"
    img.set("style", f"{size}; left: {left:.3f}pt; top: {-bleed:.3f}pt")
    figure.set("style", f"height: {geometry.trim.height:.3f}pt")
    for caption in figure.iter("figcaption"):
        side = max(geometry.inner, geometry.outer)
        above = geometry.leading / 2 - bleed
        caption.set("style", f"margin: {above:.3f}pt {side:.3f}pt 0")
    return (0.0, True) if is_whole else (cut, False)


def _report_cut(image: Image, cut: float, is_whole: bool) -> list[Finding]:
    name = image.source.name
    if is_whole:
        message = f"the image {name} has not the page's proportions; it bleeds where it reaches"
        hint = "crop it to the page and its bleed, and it fills it"
    elif cut > UNSEEN:
        message = f"the image {name} loses {cut:.0%} so that it fills its page"
        hint = "crop it to the page and its bleed yourself, or make it a plate without bleed"
    else:
        return []
    return [notice("WRI-185", message, image.place, hint)]
