"""Printing inks and Lab as the colours of a screen, by the profile that a picture brings."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

from PIL import Image as Picture
from PIL import ImageCms

from publish.house.page.press import HOUSE, SHIPPED
from publish.house.stylesheets import styles_folder

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
