"""Pictures of every kind come to the press in its colours, and are named where they are coarse."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from msgspec import structs
from PIL import Image as Picture

from publish.check.pdf import check_pdf
from publish.model.edition import Print
from publish.model.finding import Place
from publish.model.publication import Image, Publication
from publish.write.pdf import Purpose, write_pdf
from tests.write.pdf.books import EDITION, one_part, open_pdf

WIDE = (1500, 1000)


def encoded(picture: Picture.Image, form: str) -> bytes:
    out = BytesIO()
    picture.save(out, form)
    return out.getvalue()


def see_through(mode: str) -> Picture.Image:
    picture = Picture.new("RGBA", WIDE, (10, 120, 60, 128))
    return picture.convert(mode)


RED = Picture.new("RGB", WIDE, (200, 40, 40))
KINDS = {
    "rgb.png": encoded(RED, "PNG"),
    "rgb.jpg": encoded(RED, "JPEG"),
    "palette.png": encoded(RED.convert("P"), "PNG"),
    "palette.gif": encoded(RED.convert("P"), "GIF"),
    "cmyk.jpg": encoded(RED.convert("CMYK"), "JPEG"),
    "grey.png": encoded(RED.convert("L"), "PNG"),
    "grey.jpg": encoded(RED.convert("L"), "JPEG"),
    "bitmap.png": encoded(RED.convert("1"), "PNG"),
    "clear.png": encoded(see_through("RGBA"), "PNG"),
    "clear-grey.png": encoded(see_through("LA"), "PNG"),
    "clear-palette.png": encoded(see_through("P"), "PNG"),
}


def book_of(name: str, data: bytes, place: Place | None = None) -> Publication:
    media = "image/jpeg" if name.endswith("jpg") else f"image/{name[-3:]}"
    book = one_part(f'<h1>Chapter</h1><figure><img src="images/{name}" alt="A field"/></figure>')
    book.images[name] = Image(name, media, data, Path(f"images/{name}"), place)
    return book


def images_of(data: bytes) -> list[pikepdf.Object]:
    with open_pdf(data) as pdf:
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        return [
            str(item.get("/ColorSpace")) for item in streams if item.get("/Subtype") == "/Image"
        ]


@pytest.mark.parametrize("variant", ["pdf/x-1a", "pdf/x-4"])
@pytest.mark.parametrize("name", KINDS)
def test_a_picture_comes_to_the_press_in_its_colours(name: str, variant: str) -> None:
    edition = structs.replace(EDITION, print=Print(variant=variant))
    printed = write_pdf(book_of(name, KINDS[name]), edition, Purpose.PRESS)
    assert printed.findings + check_pdf(printed.data, Purpose.PRESS, edition) == []
    spaces = images_of(printed.data)
    assert spaces
    assert set(spaces) <= {"/DeviceCMYK", "/DeviceGray"}
    if variant == "pdf/x-1a":
        assert len(spaces) == 1, "no mask beside it"


@pytest.mark.parametrize(
    ("inks", "codes"), [((0, 0, 0, 0), set()), ((255, 240, 240, 240), {"WRI-062"})]
)
def test_a_picture_with_more_ink_than_paper_takes_is_told(
    inks: tuple[int, ...], codes: set[str]
) -> None:
    """A JPEG keeps its inks inverted, as Adobe's do: white must not be taken for all inks."""
    data = encoded(Picture.new("CMYK", WIDE, inks), "JPEG")
    printed = write_pdf(book_of("dark.jpg", data), EDITION, Purpose.PRESS)
    found = check_pdf(printed.data, Purpose.PRESS, EDITION)
    assert {finding.code for finding in found} == codes


def test_a_coarse_picture_is_named_with_its_size_and_its_place() -> None:
    place = Place("manuscript/in.xml", 40, 9)
    coarse = encoded(Picture.new("RGB", (300, 200), (200, 40, 40)), "PNG")
    book = book_of("map.png", coarse, place)
    printed = write_pdf(book, EDITION, Purpose.PRESS)
    (found,) = check_pdf(printed.data, Purpose.PRESS, EDITION, book.images)
    assert found.code == "WRI-070"
    assert found.place == place
    assert "map.png, 300 x 200 pixels, prints at " in found.message
    dots = int(found.message.split(" prints at ")[1].split()[0])
    assert 60 < dots < 100
    assert f"give one of {300 * 300 / dots:.0f}"[:15] == found.hint.split(": ")[1][:15]
