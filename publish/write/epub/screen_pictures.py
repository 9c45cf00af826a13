"""Pictures as every screen shows them: in RGB, eight bits deep, and with a ground to be seen on.

Printing inks (CMYK) and Lab are shown wrongly or not at all by many reading systems, and a black
drawing on nothing is not seen at night. What needs neither stays the very bytes of the author's.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

from lxml import etree
from msgspec import structs
from PIL import Image as Picture
from PIL import ImageOps, ImageStat

from publish.house.page.screen_colour import INKS, QUALITY, in_rgb
from publish.model.finding import Finding, notice
from publish.model.publication import Image

SVG = "{http://www.w3.org/2000/svg}"
MOST_NAMED = 5

DARK = 150
"""Mean lightness of 255 under which a drawing is lost on a dark page."""

_LIGHT_PAINTS = frozenset("none white #fff #ffffff transparent".split())
_SHAPES = frozenset("path rect circle ellipse line polyline polygon text".split())
_BIT_DEPTH_AT = 24
"""Where a PNG says how deep it is (PNG 11.2.2)."""


def for_screens(images: Iterable[Image]) -> tuple[list[Image], list[Finding]]:
    """Convert what screens do not show. Code: WRI-130 pictures in printing inks."""
    converted, inked = [], []
    for image in images:
        made = _drawing(image) if image.media_type == "image/svg+xml" else _raster(image)
        if made is not None and made[1]:
            inked.append(image.source.name)
        converted.append(structs.replace(image, data=made[0]) if made is not None else image)
    return converted, _report_inks(inked)


def _report_inks(inked: list[str]) -> list[Finding]:
    if not inked:
        return []
    names = ", ".join(inked[:MOST_NAMED]) + (", ..." if len(inked) > MOST_NAMED else "")
    said = f"{len(inked)} pictures are" if len(inked) > 1 else "a picture is"
    message = f"{said} in printing inks, which screens do not show: {names}"
    hint = "the EPUB has them in RGB; print keeps the inks"
    return [notice("WRI-130", message, hint=hint)]


def _raster(image: Image) -> tuple[bytes, bool] | None:
    """Write a picture anew where it must be, and tell whether inks were the reason."""
    try:
        with Picture.open(io.BytesIO(image.data)) as picture:
            if getattr(picture, "n_frames", 1) > 1:
                return None
            kind = picture.format or "PNG"
            is_deep = kind == "PNG" and image.data[_BIT_DEPTH_AT] == 16
            picture.load()
            if picture.mode in INKS:
                return _saved(in_rgb(ImageOps.exif_transpose(picture)), kind), True
            if picture.has_transparency_data and _is_dark(picture):
                return _saved(_on_white(picture), kind), False
            return (_saved(picture, kind), False) if is_deep else None
    except (OSError, SyntaxError, ValueError, Picture.DecompressionBombError):
        return None  # readers may make more of a damaged file than a strict decoder does


def _saved(picture: Picture.Image, kind: str) -> bytes:
    out = io.BytesIO()
    choices = {"quality": QUALITY} if kind in {"JPEG", "WEBP"} else {}
    picture.save(out, kind, icc_profile=picture.info.get("icc_profile"), optimize=True, **choices)
    return out.getvalue()


def _is_dark(picture: Picture.Image) -> bool:
    """Return whether what can be seen of a picture is dark, and something can be seen through."""
    full = picture.convert("RGBA")
    alpha = full.getchannel("A")
    if alpha.getextrema()[0] == 255:
        return False
    seen = alpha.point(lambda value: 255 if value > 64 else 0)
    if not seen.getbbox():
        return False
    return ImageStat.Stat(full.convert("L"), seen).mean[0] < DARK


def _on_white(picture: Picture.Image) -> Picture.Image:
    full = picture.convert("RGBA")
    ground = Picture.new("RGBA", full.size, "white")
    flat = Picture.alpha_composite(ground, full).convert("L" if "L" in picture.mode else "RGB")
    flat.info["icc_profile"] = picture.info.get("icc_profile")
    if picture.mode == "P":
        return flat.quantize(256, dither=Picture.Dither.NONE)
    return flat


def _drawing(image: Image) -> tuple[bytes, bool] | None:
    """Put a ground behind an SVG drawing."""
    try:
        root = etree.fromstring(image.data, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return None
    if not add_ground(root):
        return None
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n", False


def add_ground(svg: etree._Element) -> bool:
    """Put a white rectangle behind all of a drawing, unless it has a ground or is light itself."""
    box = (svg.get("viewBox") or "").replace(",", " ").split()
    area = dict(zip(("x", "y", "width", "height"), box, strict=False))
    if len(box) != 4:
        area = {"x": "0", "y": "0", "width": "100%", "height": "100%"}
    first = next((e for e in svg if e.tag in {f"{SVG}rect", f"{SVG}path", f"{SVG}g"}), None)
    if first is not None and first.tag == f"{SVG}rect" and _covers(first, area):
        return False
    paints = _paints(svg)
    if paints and paints <= _LIGHT_PAINTS:
        return False
    ground = etree.Element(f"{SVG}rect", {**area, "fill": "#fff", "stroke": "none"})
    svg.insert(_behind_words(svg), ground)
    return True


def _covers(rect: etree._Element, area: dict[str, str]) -> bool:
    sizes = {area["width"], "100%"}, {area["height"], "100%"}
    return rect.get("width") in sizes[0] and rect.get("height") in sizes[1]


def _paints(svg: etree._Element) -> set[str]:
    """Gather the colours of a drawing; a shape that names none is black."""
    found = set()
    for element in svg.iter(f"{SVG}*"):
        own = _named(element)
        found |= own
        is_shape = str(element.tag).removeprefix(SVG) in _SHAPES
        if is_shape and not own and not any(map(_named, element.iterancestors())):
            found.add("black")
    return found


def _named(element: etree._Element) -> set[str]:
    declared = (pair.split(":", 1) for pair in (element.get("style") or "").split(";"))
    styled = {pair[0].strip(): pair[1].strip() for pair in declared if len(pair) == 2}
    values = (styled.get(name) or element.get(name) or "" for name in ("fill", "stroke"))
    return {value.strip().lower() for value in values if value.strip()}


def _behind_words(svg: etree._Element) -> int:
    """Find the place behind a drawing's title and description, which come first (SVG 2, 5.8)."""
    place = 0
    for child in svg:
        if child.tag not in {f"{SVG}title", f"{SVG}desc", f"{SVG}defs", f"{SVG}style"}:
            break
        place += 1
    return place
