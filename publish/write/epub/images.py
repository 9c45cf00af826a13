"""The pictures of the text, made lighter where the edition asks for it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from lxml import etree
from msgspec import structs
from PIL import Image as Picture
from PIL import ImageFile, ImageOps

from publish.house.page.screen_colour import INKS, in_rgb
from publish.model.edition import Edition
from publish.model.publication import Image
from publish.write.epub.content import H

LONGEST_SIDE = 2000
"""Pixels that the largest e-readers and tablets show; what has more is only heavier."""

QUALITY = 82

WORTH_IT = 0.9
"""A picture is written anew where it gets a tenth lighter: each time it loses a little."""

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_KEPT_MODES = frozenset(["1", "I;16", "I;16B", "I", "F"])
"""Line art and deep greys, which would grow or lose by scaling."""


def fit_images(
    images: Iterable[Image], documents: Iterable[etree._Element], edition: Edition
) -> list[Image]:
    """Return the pictures that documents show, recompressed under `epub.recompress_images`.

    What is shown on paper only stays behind.
    """
    used = shown_images(images, documents)
    return [_lighter(image) for image in used] if edition.epub.recompress_images else used


def shown_images(images: Iterable[Image], documents: Iterable[etree._Element]) -> list[Image]:
    """List the pictures that documents show."""
    pointers = {image.get("src") for document in documents for image in document.iter(H + "img")}
    return [image for image in images if f"../images/{image.name}" in pointers]


def _lighter(image: Image) -> Image:
    """Write a picture anew; keep it where that gains little or would lose something."""
    if image.media_type not in _FORMATS:
        return image
    try:
        data = _written_anew(image)
    except (OSError, SyntaxError, Picture.DecompressionBombError):
        return image  # readers may make more of a damaged file than a strict decoder does
    if data and len(data) < WORTH_IT * len(image.data):
        return structs.replace(image, data=data)
    return image


def _written_anew(image: Image) -> bytes:
    """Scale and compress; no bytes for what moves or is kept as it is."""
    with _strictly(), Picture.open(io.BytesIO(image.data)) as picture:
        if getattr(picture, "n_frames", 1) > 1 or picture.mode in _KEPT_MODES:
            return b""
        picture.load()
        upright = _upright(picture)
    out = io.BytesIO()
    choices: dict[str, int] = {"quality": QUALITY, "optimize": True}
    if b"VP8L" in image.data[:64]:
        choices["lossless"] = True
    profile = upright.info.get("icc_profile")
    _small(upright).save(out, _FORMATS[image.media_type], icc_profile=profile, **choices)
    return out.getvalue()


@contextmanager
def _strictly() -> Iterator[None]:
    """Have a picture that is cut short refused; WeasyPrint, once imported, has it let through."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _upright(picture: Picture.Image) -> Picture.Image:
    upright = ImageOps.exif_transpose(picture)
    return in_rgb(upright) if upright.mode in INKS else upright


def _small(picture: Picture.Image) -> Picture.Image:
    if max(picture.size) <= LONGEST_SIDE:
        return picture
    is_drawing = picture.mode == "P"
    if picture.mode in {"L", "LA", "RGB", "RGBA"} and "transparency" not in picture.info:
        small = picture.copy()
    else:
        small = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Picture.Resampling.LANCZOS)
    return small.quantize(method=Picture.Quantize.FASTOCTREE) if is_drawing else small
