"""Pictures on screens: printing inks become RGB, dark drawings get a ground for the night."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image as Picture
from PIL import ImageCms, ImageDraw

from publish.house.page.press import HOUSE, SHIPPED
from publish.house.stylesheets import styles_folder
from publish.model.publication import Image
from publish.write.epub.screen_pictures import for_screens

FOGRA = (styles_folder() / SHIPPED / f"{HOUSE}.icc").read_bytes()
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6">{}</svg>'


def shown(data: bytes, media_type: str = "image/png") -> tuple[bytes, list[str]]:
    images, findings = for_screens([Image("x", media_type, data, Path("x"))])
    return images[0].data, [finding.code for finding in findings]


def saved(picture: Picture.Image, kind: str, **choices: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **choices)
    return out.getvalue()


def ring(colour: str) -> Picture.Image:
    picture = Picture.new("RGBA", (60, 40))
    ImageDraw.Draw(picture).ellipse((5, 5, 55, 35), outline=colour, width=4)
    return picture


@pytest.mark.parametrize("profile", [None, FOGRA])
def test_inks_become_the_colours_they_print(profile: bytes | None) -> None:
    cyan = Picture.merge("CMYK", [Picture.new("L", (40, 40), ink) for ink in (255, 0, 0, 0)])
    data, codes = shown(saved(cyan, "JPEG", quality=100, icc_profile=profile), "image/jpeg")
    picture = Picture.open(io.BytesIO(data))
    assert (picture.mode, picture.info.get("icc_profile"), codes) == ("RGB", None, ["WRI-130"])
    red, green, blue = picture.getpixel((9, 9))  # type: ignore[misc]
    assert red < 40 < 130 < green < 175 < blue < 245


def test_lab_becomes_rgb() -> None:
    screen, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    red = Picture.new("RGB", (9, 9), (200, 30, 30))
    inked = ImageCms.profileToProfile(red, screen, lab, outputMode="LAB")
    assert inked is not None
    data = saved(inked, "TIFF")
    made, codes = shown(data, "image/tiff")
    assert codes == ["WRI-130"]
    assert Picture.open(io.BytesIO(made)).convert("RGB").getchannel("R").getextrema()[0] > 190  # type: ignore[operator]


@pytest.mark.parametrize("kind", ["PNG", "GIF", "palette"])
def test_a_dark_drawing_has_a_light_ground(kind: str) -> None:
    drawing = ring("black").quantize(8) if kind == "palette" else ring("black")
    data, _ = shown(saved(drawing, "GIF" if kind == "GIF" else "PNG"))
    made = Picture.open(io.BytesIO(data))
    assert not made.has_transparency_data
    assert made.convert("L").getpixel((30, 20)) == 255


@pytest.mark.parametrize("picture", [ring("white"), Picture.new("RGB", (9, 9), "black")])
def test_what_is_seen_anyway_stays_the_same_bytes(picture: Picture.Image) -> None:
    data = saved(picture, "PNG")
    assert shown(data) == (data, [])


@pytest.mark.parametrize(
    ("inside", "has_ground"),
    [
        ("<path d='M1 1L8 5' stroke='black'/>", True),
        ("<path d='M1 1L8 5'/><path d='M1 1L8 5' fill='white'/>", True),
        ("<g stroke='#fff' fill='none'><path d='M1 1L8 5'/></g>", False),
        ("<rect width='9' height='6' fill='#ffe'/><path d='M1 1L8 5'/>", False),
    ],
)
def test_an_svg_drawing_has_a_light_ground(inside: str, has_ground: bool) -> None:
    data, _ = shown(SVG.format(inside).encode(), "image/svg+xml")
    assert (b'height="6" fill="#fff"' in data) == has_ground
