"""What an edition chooses for its cover: a picture or a design, its colours, a logo."""

from __future__ import annotations

import io
from pathlib import Path

from lxml import etree

from publish.house.page.natural_size import check_dots
from publish.house.stylesheets import read_named
from publish.model.edition import Edition
from publish.model.finding import PublishError, error, say_path
from publish.run.inputs import is_input, read_input

PICTURE, LOGO = "front-cover", "publisher-logo"
"""What a cover's sheet calls its pictures, which are none of the book's text."""

LARGEST = 200 * 1024 * 1024
"""Bytes of a picture."""

SPINE_EDGE = 0.03
"""The share of a picture's width, at the spine, from which the back takes its colour."""

DARK_INK, LIGHT_INK = "#1c1a17", "#f8f2e4"
SVG_ROOT = "{http://www.w3.org/2000/svg}svg"


def picture_path(edition: Edition) -> Path:
    """Find the picture in the book's folder, or beside the manuscript."""
    return _path_of(edition, edition.cover.image)


def logo_path(edition: Edition) -> Path:
    """Find the publisher's logo, in the same places."""
    return _path_of(edition, edition.cover.logo)


def _path_of(edition: Edition, name: str) -> Path:
    folders = (edition.folder, edition.folder / "manuscript")
    paths = [folder / name for folder in folders]
    return next((path for path in paths if is_input(path)), paths[0])


def read_picture(edition: Edition) -> tuple[bytes, str]:
    """Read the picture: its bytes and its media type.

    Raises PublishError WRI-005 where there is none, or it is not a picture.
    """
    path = picture_path(edition)
    hint = "name a JPEG or PNG file as cover.image, its path from the book's folder"
    return _read_raster(path, edition, f"the cover {say_path(path)}", "WRI-005", hint)


def read_logo(edition: Edition) -> tuple[bytes, str]:
    """Read the publisher's logo, a JPEG, PNG or SVG: its bytes and its media type.

    Raises PublishError WRI-148 where there is none in the book's folder.
    """
    path = logo_path(edition)
    what = f"the logo {say_path(path)}"
    hint = "name a JPEG, PNG or SVG file as cover.logo, its path from the book's folder"
    if path.suffix.lower() != ".svg":
        return _read_raster(path, edition, what, "WRI-148", hint)
    try:
        data = read_input(path, edition.folder, LARGEST)
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        is_drawing = etree.fromstring(data, parser).tag == SVG_ROOT
    except (OSError, etree.XMLSyntaxError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        message = f"{what} cannot be used: {reason}"
        raise PublishError(error("WRI-148", message, hint=hint)) from problem
    if not is_drawing:
        raise PublishError(error("WRI-148", f"{what} is no SVG drawing", hint=hint))
    return data, "image/svg+xml"


def _read_raster(
    path: Path, edition: Edition, what: str, code: str, hint: str
) -> tuple[bytes, str]:
    from PIL import Image

    from publish.house.new_pictures import FORMS, converted, know_form

    try:
        data = read_input(path, edition.folder, LARGEST)
        know_form(data)
        with Image.open(io.BytesIO(data)) as picture:
            check_dots(picture)
            picture.load()
            if picture.format in FORMS:
                form, data = converted(picture)
                return data, Image.MIME[form]
            return data, Image.MIME.get(picture.format or "", "")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else None
        message = f"{what} cannot be used: {reason or _plain(problem)}"
        raise PublishError(error(code, message, hint=hint)) from problem


def _plain(problem: Exception) -> str:
    """Say what is wrong with a picture; Pillow names a buffer's address, which differs by run."""
    said = str(problem)
    return "it is no picture that can be read" if "BytesIO" in said or not said else said


def read_design(edition: Edition) -> str:
    """Read the sheet of the design (styles/covers/). Raises PublishError WRI-006 without it."""
    return read_named(edition, "covers", edition.cover.design, "WRI-006", "cover design")


def read_ground(edition: Edition) -> str:
    """Read the colour of the ground; empty for the design's own.

    Raises PublishError WRI-007 where CSS does not know it by itself (CSS Color Module Level 4).
    """
    import tinycss2.color4

    colour = edition.cover.colour
    if colour and isinstance(tinycss2.color4.parse_color(colour), str | None):
        message = f"cover.colour {colour!r} is no colour of CSS"
        hint = "write a name or #rrggbb, such as '#1f3b4d'"
        raise PublishError(error("WRI-007", message, hint=hint))
    return colour


def ink_on(colour: str) -> str | None:
    """Choose dark or light ink for a ground by its luminance; None if this is no CSS colour."""
    found = luminance(colour)
    return None if found is None else DARK_INK if found > 0.3 else LIGHT_INK


def luminance(colour: str) -> float | None:
    """Tell how light a CSS colour is, from 0 to 1 (WCAG 2.2, relative luminance)."""
    import tinycss2.color4

    parsed = tinycss2.color4.parse_color(colour)
    if parsed is None or isinstance(parsed, str):
        return None
    red, green, blue = (min(1.0, max(0.0, p or 0.0)) for p in parsed.to("srgb").coordinates)
    return relative_luminance((red, green, blue))


def relative_luminance(colour: tuple[float, float, float]) -> float:
    """Weigh the red, green and blue of sRGB, from 0 to 1, once its gamma is undone."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def colour_at_spine(picture: bytes, *, on_right: bool) -> str:
    """Return the mean colour of a front's edge at the spine, for spine and back to take.

    `on_right` is for a book bound on the right, whose front has the spine there.
    """
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        flat = opened.convert("RGBA")
    ground = Image.new("RGBA", flat.size, "white")
    whole = Image.alpha_composite(ground, flat).convert("RGB")
    wide = max(1, round(SPINE_EDGE * whole.width))
    left = whole.width - wide if on_right else 0
    edge = whole.crop((left, 0, left + wide, whole.height))
    red, green, blue = edge.resize((1, 1), Image.Resampling.BOX).tobytes()
    return f"#{red:02x}{green:02x}{blue:02x}"
