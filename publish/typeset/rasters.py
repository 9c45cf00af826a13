"""Pictures of dots, in a form that books take.

EPUB 3.3 section 3.2 names the core media types; JPEG, PNG and GIF are kept as they are, AVIF and
JPEG XL become JPEG or PNG, what else Pillow reads becomes PNG. A picture in printing inks becomes
JPEG, the only one of these forms that has CMYK, so that print keeps the inks.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image as Pillow
from PIL import ImageOps

from publish.house.new_pictures import FORMS, converted, know_form
from publish.house.page.natural_size import TooManyDotsError, check_dots
from publish.house.page.screen_colour import INKS, in_rgb

_KEPT = {"PNG": ("image/png", ".png"), "JPEG": ("image/jpeg", ".jpg"), "GIF": ("image/gif", ".gif")}
_FINEST = 98
"""JPEG quality of pictures in printing inks; at 4:4:4 they are those of the file to a percent."""


def read_raster(data: bytes) -> tuple[str, str, bytes] | None:
    """Give a picture's media type, ending and data; None where it is none, by its bytes.

    Raises TooManyDotsError, NoDecoderError.
    """
    know_form(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Pillow.open(io.BytesIO(data)) as picture:
                check_dots(picture)
                form = picture.format or ""
                if picture.mode.startswith("I"):
                    return "image/png", ".png", _as_png(_eight_bits(picture))
                if form in _KEPT:
                    picture.draft("L", (64, 64))
                    picture.load()
                    return (*_KEPT[form], data)
                if form in FORMS:
                    written, converted_data = converted(picture)
                    return (*_KEPT[written], converted_data)
                upright = ImageOps.exif_transpose(picture)
                if upright.mode == "CMYK":
                    return "image/jpeg", ".jpg", _as_jpeg(upright)
                return "image/png", ".png", _as_png(_plain(upright))
    except TooManyDotsError:
        raise
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError):
        return None


def _plain(picture: Pillow.Image) -> Pillow.Image:
    """Make RGB of a picture, by its profile where it is in Lab, which no press prints with."""
    if picture.mode in INKS:
        return in_rgb(picture)
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _eight_bits(picture: Pillow.Image) -> Pillow.Image:
    """Make 256 greys of 65,536: no page shows more, and a PDF would have to be told of them."""
    return picture.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")


def _as_png(picture: Pillow.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _as_jpeg(picture: Pillow.Image) -> bytes:
    out = io.BytesIO()
    profile = picture.info.get("icc_profile")
    picture.save(out, "JPEG", quality=_FINEST, subsampling=0, icc_profile=profile)
    return out.getvalue()
