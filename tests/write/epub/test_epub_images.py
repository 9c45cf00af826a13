"""Pictures recompressed on request: lighter, never heavier, upright, and the same each time."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image as Picture

from publish.house.page.press import read_profile
from publish.model.edition import Edition, Epub
from publish.model.publication import Image
from publish.write.epub.images import fit_images
from tests.write.epub.books import H

LIGHTER = Edition(epub=Epub(recompress_images=True))
LARGE, SMALL = (2400, 240), (420, 300)
TURNED = Picture.Exif()
TURNED[274] = 6
"""EXIF: the camera was held on its side."""


def photograph(mode: str, size: tuple[int, int]) -> Picture.Image:
    """Make what compresses as photographs do: a slope with grain, blue below and pale above."""
    slope = Picture.linear_gradient("L").resize(size)
    noise = Picture.frombytes("L", size, random.Random(1811).randbytes(size[0] * size[1]))
    grain = Picture.blend(slope, noise, 0.2)
    bands = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4, "CMYK": 4}[mode]
    return Picture.merge(mode, [grain, slope, slope, slope][:bands])


def written(picture: Picture.Image, kind: str, **choices: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **choices)
    return out.getvalue()


def fitted(data: bytes, media_type: str) -> bytes:
    document = etree.Element(H + "html")
    etree.SubElement(document, H + "img", src="../images/x")
    image = Image("x", media_type, data, Path("x"))
    first, second = (fit_images([image], [document], LIGHTER)[0].data for _ in range(2))
    assert first == second
    assert len(first) <= len(data)
    return first


def opened(data: bytes) -> Picture.Image:
    picture = Picture.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_large_photograph_is_scaled(mode: str) -> None:
    data = written(photograph(mode, LARGE), "JPEG", quality=96)
    light = opened(fitted(data, "image/jpeg"))
    assert light.size == (2000, 200)
    assert light.mode == ("L" if mode == "L" else "RGB")


def test_inks_become_the_colours_they_print() -> None:
    profile = read_profile(Edition()).read_bytes()
    cyan = Picture.merge("CMYK", [Picture.new("L", LARGE, ink) for ink in (255, 0, 0, 0)])
    data = written(cyan, "JPEG", quality=100, icc_profile=profile)
    red, green, blue = opened(fitted(data, "image/jpeg")).convert("RGB").getpixel((9, 9))  # type: ignore[misc]
    assert red < 40 < 130 < green < 175 < blue < 245, "no screen's own cyan (0, 255, 255)"


@pytest.mark.parametrize("size", [LARGE, SMALL])
def test_a_picture_from_a_camera_on_its_side_stands_upright(size: tuple[int, int]) -> None:
    data = written(photograph("RGB", size), "JPEG", quality=98, exif=TURNED)
    light = opened(fitted(data, "image/jpeg"))
    assert light.height > light.width
    assert light.getexif().get(274, 1) == 1
    assert light.getpixel((light.width - 5, 5))[2] < light.getpixel((5, 5))[2]  # type: ignore[index]


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_stays_so(mode: str) -> None:
    picture = photograph(mode, LARGE)
    light = opened(fitted(written(picture, "PNG", compress_level=1), "image/png"))
    assert light.size == (2000, 200)
    assert light.mode == mode
    low, high = light.getchannel("A").getextrema()
    assert low < 10 and high > 245  # type: ignore[operator]


def test_a_drawing_with_a_palette_keeps_it_and_its_transparent_colour() -> None:
    drawing = photograph("RGB", LARGE).quantize(32)
    data = written(drawing, "PNG", compress_level=0, transparency=0)
    light = opened(fitted(data, "image/png"))
    assert light.mode == "P"
    assert light.has_transparency_data


@pytest.mark.parametrize(
    ("picture", "kind", "choices"),
    [
        (Picture.frombytes("I;16", (600, 400), bytes(range(240)) * 2000), "PNG", {}),
        (photograph("L", LARGE).convert("1"), "PNG", {}),
        (photograph("RGB", SMALL), "JPEG", {"quality": 65}),
        (photograph("RGBA", SMALL), "WEBP", {"lossless": True}),
    ],
    ids=["sixteen bits", "line art", "compressed enough", "lossless"],
)
def test_what_would_lose_or_gain_nothing_is_left_alone(
    picture: Picture.Image, kind: str, choices: dict[str, object]
) -> None:
    data = written(picture, kind, **choices)
    assert fitted(data, f"image/{kind.lower()}") == data


def test_a_damaged_or_moving_picture_is_left_alone() -> None:
    whole = written(photograph("RGB", LARGE), "JPEG", quality=96)
    assert fitted(whole[:20000], "image/jpeg") == whole[:20000]
    frames = [Picture.new("P", SMALL, colour) for colour in (1, 2)]
    moving = written(frames[0], "PNG", save_all=True, append_images=frames[1:])
    assert fitted(moving, "image/png") == moving
