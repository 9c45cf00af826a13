"""Printing inks and Lab as the colours of a screen, by the profile that a picture brings."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping

from msgspec import structs
from PIL import Image as Picture
from PIL import ImageCms, ImageOps

from publish.house.page.press import HOUSE, SHIPPED
from publish.house.stylesheets import styles_folder
from publish.model.publication import Image

QUALITY = 92
"""Of JPEGs that are written anew."""

INKS = frozenset(["CMYK", "LAB"])
"""Pillow's names for colours that no screen has."""


def in_rgb(picture: Picture.Image) -> Picture.Image:
    """Turn a picture into sRGB; inks without a profile of their own are the house press's."""
    screen = ImageCms.createProfile("sRGB")
    for source in _profiles(picture):
        try:
            made = ImageCms.profileToProfile(picture, source, screen, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            continue
        if made is not None:
            made.info.pop("icc_profile", None)
            return made
    plain = picture.convert("RGB")
    plain.info.pop("icc_profile", None)
    return plain


def pictures_in_rgb(images: Mapping[str, Image]) -> dict[str, Image]:
    """Return pictures as a screen shows them; those that are in its colours stay as they are."""
    found = {name: (image, _data_in_rgb(image)) for name, image in images.items()}
    return {
        name: image if data is None else structs.replace(image, data=data)
        for name, (image, data) in found.items()
    }


def _data_in_rgb(image: Image) -> bytes | None:
    """Write a picture anew that is in printing inks; None for any other."""
    if image.media_type == "image/svg+xml":
        return None
    try:
        with Picture.open(io.BytesIO(image.data)) as picture:
            if picture.mode not in INKS:
                return None
            out = io.BytesIO()
            upright = in_rgb(ImageOps.exif_transpose(picture))
            upright.save(out, picture.format, quality=QUALITY)
            return out.getvalue()
    except (OSError, SyntaxError, ValueError, Picture.DecompressionBombError):
        return None


def _profiles(picture: Picture.Image) -> Iterator[ImageCms.ImageCmsProfile]:
    own = picture.info.get("icc_profile")
    if own:
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            yield ImageCms.ImageCmsProfile(io.BytesIO(own))
    if picture.mode == "LAB":
        yield ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    else:
        house = (styles_folder() / SHIPPED / f"{HOUSE}.icc").read_bytes()
        yield ImageCms.ImageCmsProfile(io.BytesIO(house))
