"""The pictures of the text, made lighter where the edition asks for it."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterable

from lxml import etree
from PIL import Image as Picture

from publish.edition import Edition
from publish.publication import Image
from publish.write.epub.content import H

LONGEST_SIDE = 2000
"""Pixels that the largest e-readers and tablets show; what has more is only heavier."""

QUALITY = 82
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def fit_images(
    images: Iterable[Image], documents: Iterable[etree._Element], edition: Edition
) -> list[Image]:
    """Give the pictures that documents show, recompressed under `epub.recompress_images`.

    What is shown on paper only stays behind.
    """
    pointers = {image.get("src") for document in documents for image in document.iter(H + "img")}
    shown = [image for image in images if f"../images/{image.name}" in pointers]
    return [_lighter(image) for image in shown] if edition.epub.recompress_images else shown


def _lighter(image: Image) -> Image:
    """Write a picture anew; keep it where that gains nothing or would lose something."""
    if image.media_type not in _FORMATS:
        return image
    with Picture.open(io.BytesIO(image.data)) as picture:
        if getattr(picture, "n_frames", 1) > 1 or picture.mode not in {"RGB", "RGBA", "L", "P"}:
            return image
        profile = picture.info.get("icc_profile")
        kind = _FORMATS[image.media_type]
        out = io.BytesIO()
        _small(picture).save(out, kind, quality=QUALITY, optimize=True, icc_profile=profile)
    data = out.getvalue()
    return dataclasses.replace(image, data=data) if len(data) < len(image.data) else image


def _small(picture: Picture.Image) -> Picture.Image:
    if max(picture.size) <= LONGEST_SIDE:
        return picture
    small = picture.convert("RGBA" if _has_alpha(picture) else "RGB")
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Picture.Resampling.LANCZOS)
    return small


def _has_alpha(picture: Picture.Image) -> bool:
    return picture.mode == "RGBA" or "transparency" in picture.info
