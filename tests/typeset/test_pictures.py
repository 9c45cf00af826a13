"""Pictures: where they are looked for, what they become, what a drawing may not bring along."""

from __future__ import annotations

import base64
import io
import struct
import sys
import zlib
from pathlib import Path

import pillow_jxl  # noqa: F401  writes the pictures in JPEG XL
import pytest
from PIL import ExifTags, ImageChops, ImageStat
from PIL import Image as Pillow

from publish.model.publication import Image
from publish.typeset.pictures import Trouble, find_picture

DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:ink="http://www.inkscape.org/" ink:version="1" onload="alert(1)"><script>alert(1)</script>
 <style>@import url(http://example.org/a.css); rect { fill: url(#own) }</style>
 <image xlink:href="http://example.org/a.png"/><image xlink:href="data:image/png;base64,AA=="/>
 <foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>
 <rect width="3" height="3" style="fill: url(http://example.org/b)"/></svg>"""


def picture(form: str, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Pillow.new(mode, (8, 8), "red" if mode == "RGB" else None).save(out, form)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "book"
    (inside / "images").mkdir(parents=True)
    return inside


def find(url: str, folder: Path, known: dict[str, Image] | None = None) -> Image:
    found = find_picture(url, [folder], {} if known is None else known)
    assert isinstance(found, Image), found
    return found


def trouble(url: str, folder: Path) -> str:
    found = find_picture(url, [folder], {})
    assert isinstance(found, Trouble)
    return found.code


@pytest.mark.parametrize(
    ("form", "media", "name"),
    [
        ("PNG", "image/png", "a-b.png"),
        ("JPEG", "image/jpeg", "a-b.jpg"),
        ("GIF", "image/gif", "a-b.gif"),
        ("WEBP", "image/png", "a-b.png"),
        ("TIFF", "image/png", "a-b.png"),
        ("BMP", "image/png", "a-b.png"),
        ("AVIF", "image/png", "a-b.png"),
        ("JXL", "image/png", "a-b.png"),
    ],
)
def test_pictures_come_in_forms_that_books_take(
    folder: Path, form: str, media: str, name: str
) -> None:
    (folder / "ä b.dat").write_bytes(picture(form))
    found = find("%C3%A4%20b.dat", folder)
    assert (found.media_type, found.name) == (media, name)
    with Pillow.open(io.BytesIO(found.data)) as shown:
        assert shown.size == (8, 8)


@pytest.mark.parametrize("form", ["WEBP", "TIFF", "AVIF"])
def test_pictures_that_lie_stand_upright_in_their_new_form(folder: Path, form: str) -> None:
    turned, out = Pillow.Exif(), io.BytesIO()
    turned[ExifTags.Base.Orientation] = 6
    Pillow.new("RGB", (30, 20), "red").save(out, form, exif=turned)
    (folder / "lying").write_bytes(out.getvalue())
    found = find("lying", folder)
    with Pillow.open(io.BytesIO(found.data)) as shown:
        assert shown.size == (20, 30)


@pytest.mark.parametrize("form", ["AVIF", "JXL"])
def test_a_photograph_in_a_new_form_becomes_a_jpeg_that_looks_alike(
    folder: Path, form: str
) -> None:
    photograph = Pillow.radial_gradient("L").resize((300, 200))
    photograph = Pillow.merge("RGB", (photograph, photograph.rotate(90), photograph.rotate(180)))
    photograph.save(folder / f"lake.{form.lower()}", form, quality=90)
    found = find("lake", folder)
    assert (found.media_type, found.name) == ("image/jpeg", "lake.jpg")
    with Pillow.open(io.BytesIO(found.data)) as shown:
        assert shown.size == (300, 200)
        apart = ImageChops.difference(shown.convert("RGB"), photograph)
        assert max(ImageStat.Stat(apart).mean) < 3


def test_a_drawing_in_a_new_form_keeps_its_transparency(folder: Path) -> None:
    Pillow.new("RGBA", (8, 8), (255, 0, 0, 0)).save(folder / "a.avif")
    with Pillow.open(io.BytesIO(find("a.avif", folder).data)) as shown:
        assert shown.format == "PNG"
        assert shown.convert("RGBA").getpixel((1, 1))[3] == 0


def test_without_a_decoder_jpeg_xl_is_told_with_what_installs_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.jxl").write_bytes(picture("JXL"))
    monkeypatch.setitem(sys.modules, "pillow_jxl", None)
    found = find_picture("a.jxl", [folder], {})
    assert isinstance(found, Trouble)
    assert found.code == "TYP-009"
    assert 'pip install "publish-tei[jpeg-xl]"' in found.message


def test_a_picture_is_found_without_ending_and_in_the_folder_of_images(folder: Path) -> None:
    (folder / "images" / "fig1.png").write_bytes(picture("PNG"))
    for url in ("fig1", "fig1.png", "images/fig1.png", "elsewhere/fig1.png", "images\\fig1.png"):
        assert find(url, folder).name == "fig1.png"


def test_the_same_picture_is_taken_once_and_another_of_its_name_apart(folder: Path) -> None:
    (folder / "a.png").write_bytes(picture("PNG"))
    (folder / "images" / "A.png").write_bytes(picture("PNG", "L"))
    known: dict[str, Image] = {}
    first, again = find("a.png", folder, known), find("./a.png", folder, known)
    other = find("images/A.png", folder, known)
    assert first is again
    assert [first.name, other.name] == ["a.png", "A-2.png"]


def test_nothing_outside_the_folder_is_read(folder: Path) -> None:
    (folder.parent / "secret.png").write_bytes(picture("PNG"))
    (folder / "link.png").symlink_to(folder.parent / "secret.png")
    assert trouble("../secret.png", folder) == "TYP-008"
    assert trouble(str(folder.parent / "secret.png"), folder) == "TYP-008"
    assert trouble("link.png", folder) == "TYP-008"


def test_what_cannot_be_shown_is_told(folder: Path) -> None:
    (folder / "broken.png").write_bytes(picture("PNG")[:40])
    (folder / "words.jpg").write_bytes(b"no picture")
    assert trouble("https://example.org/a.png", folder) == "TYP-006"
    assert trouble("nowhere.png", folder) == "TYP-007"
    assert trouble("broken.png", folder) == "TYP-009"
    assert trouble("words.jpg", folder) == "TYP-009"
    assert trouble("data:image/png;base64,!!!", folder) == "TYP-009"


def test_a_picture_may_stand_in_the_manuscript_itself(folder: Path) -> None:
    data = base64.b64encode(picture("PNG")).decode()
    assert find(f"data:image/png;base64,{data}", folder).media_type == "image/png"


def test_a_drawing_brings_nothing_that_runs_or_is_fetched(folder: Path) -> None:
    (folder / "cover.svg").write_text(DRAWING)
    found = find("cover.svg", folder)
    assert (found.name, found.media_type) == ("cover-picture.svg", "image/svg+xml")
    text = found.data.decode()
    for gone in ("script", "onload", "foreignObject", "example.org", "inkscape"):
        assert gone not in text
    for kept in ("<rect", "url(#own)", "data:image/png"):
        assert kept in text


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_65536_greys_become_256_and_stay_the_greys_they_were(folder: Path, form: str) -> None:
    Pillow.new("I;16", (4, 4), 128 * 257).save(folder / f"scan.{form.lower()}", form)
    found = find(f"scan.{form.lower()}", folder)
    with Pillow.open(io.BytesIO(found.data)) as made:
        assert (made.mode, made.getpixel((0, 0))) == ("L", 128)


@pytest.mark.parametrize("inks", [(255, 0, 0, 0), (20, 200, 150, 60)])
def test_a_picture_in_printing_inks_keeps_them(folder: Path, inks: tuple[int, ...]) -> None:
    profile = b"the press's own"
    Pillow.new("CMYK", (16, 16), inks).save(folder / "a.tif", "TIFF", icc_profile=profile)
    found = find("a.tif", folder)
    assert (found.media_type, found.name) == ("image/jpeg", "a.jpg")
    with Pillow.open(io.BytesIO(found.data)) as made:
        kept = made.getpixel((8, 8))
        assert isinstance(kept, tuple)
        assert (made.mode, made.info.get("icc_profile")) == ("CMYK", profile)
        assert all(abs(is_now - was) <= 2 for is_now, was in zip(kept, inks, strict=True))


@pytest.mark.parametrize(("mode", "side"), [("RGB", 7_100), ("L", 12_300)])
def test_a_picture_of_more_dots_than_a_page_has_is_told(folder: Path, mode: str, side: int) -> None:
    small = picture("PNG", mode)
    size = b"IHDR" + struct.pack(">II", side, side) + small[24:29]
    large = small[:12] + size + struct.pack(">I", zlib.crc32(size)) + small[33:]
    (folder / "large.png").write_bytes(large)
    found = find_picture("large.png", [folder], {})
    assert isinstance(found, Trouble)
    assert f"{side:,} by {side:,} dots" in found.message


def test_a_drawing_that_repeats_itself_without_end_is_bounded(folder: Path) -> None:
    groups = "".join(
        f'<g id="g{n + 1}">' + f'<use href="#g{n}"/>' * 10 + "</g>" for n in range(1, 9)
    )
    bomb = f'<svg xmlns="http://www.w3.org/2000/svg"><g id="g1"><path/></g>{groups}</svg>'
    (folder / "bomb.svg").write_text(bomb)
    found = find("bomb.svg", folder)
    assert found.data.count(b"<use") == 20
    assert len(found.lost) == 60
