"""Plates: a page of their own, as large as the text block, or over three edges of the page."""

from __future__ import annotations

import pypdfium2
import pytest
from msgspec import structs
from PIL import Image as Picture

from publish.check.pdf import check_pdf
from publish.check.pdf.pictures import placed_images
from publish.house.page.geometry import read_geometry
from publish.model.edition import Print
from publish.write.pdf import Purpose, write_pdf
from tests.write.pdf.books import EDITION, PARAGRAPH, one_part, open_pdf, picture

PAGE = read_geometry(EDITION.print)
RED = (200, 40, 40)
CAPTION = "<figcaption>The lighthouse from the sea</figcaption>"


def printed(kind: str, caption: str, before: int, pixels: tuple[int, int], **more: str) -> bytes:
    """Print a chapter with a plate behind so many paragraphs."""
    figure = f'<figure class="{kind}"><img src="images/red.png" alt="A"/>{caption}</figure>'
    book = one_part(
        f"<h1>A</h1>{PARAGRAPH * before}{figure}{PARAGRAPH * 3}", lang=more.pop("lang", "en")
    )
    book.images["red.png"] = picture(*pixels)
    edition = structs.replace(EDITION, print=Print(half_title=False, **more))
    made = write_pdf(book, edition, Purpose.PRESS)
    found = [f for f in check_pdf(made.data, Purpose.PRESS, edition) if f.code != "WRI-070"]
    assert [f for f in found if f.severity != "notice"] == []
    return made.data


def plate_of(data: bytes) -> tuple[int, Picture.Image, str]:
    """Give the number of the page with a picture, what it looks like at 72 dots, its words."""
    with open_pdf(data) as pdf:
        (number,) = [n for n, page in enumerate(pdf.pages) if list(placed_images(page))]
    with pypdfium2.PdfDocument(data) as pdf:
        return number, pdf[number].render().to_pil(), pdf[number].get_textpage().get_text_range()


def edges(page: Picture.Image) -> str:
    """Name the edges of a sheet that are inked in their middle."""
    wide, high = page.size
    at = {"left": (1, high // 8), "right": (wide - 3, high // 8), "head": (wide // 2, 1),
          "foot": (wide // 2, high - 3)}  # fmt: skip
    return " ".join(name for name, point in at.items() if not is_paper(page, point))


def is_paper(page: Picture.Image, point: tuple[int, int]) -> bool:
    seen = page.convert("L").getpixel(point)
    assert isinstance(seen, int)
    return seen > 250


@pytest.mark.parametrize(
    ("before", "lang", "pixels", "caption", "inked"),
    [
        (1, "en", (1650, 2550), "", "left head foot"),
        (1, "en", (1800, 2300), "", "left head foot"),
        (4, "en", (1650, 2550), "", "right head foot"),
        (1, "he", (1650, 2550), "", "right head foot"),
        (1, "en", (1800, 2300), CAPTION, "left head"),
        (1, "en", (3000, 1000), "", "left head"),
    ],
)
def test_a_plate_bleeds_at_every_edge_but_the_spine(
    before: int, lang: str, pixels: tuple[int, int], caption: str, inked: str
) -> None:
    _, page, words = plate_of(printed("plate bleed", caption, before, pixels, lang=lang))
    assert edges(page) == inked
    assert words.split() == CAPTION[12:-13].split() if caption else not words.strip()


@pytest.mark.parametrize("pixels", [(1000, 2000), (2000, 1000)])
def test_a_full_page_picture_fills_the_text_block_alone(pixels: tuple[int, int]) -> None:
    data = printed("plate", CAPTION, 1, pixels)
    number, _, words = plate_of(data)
    assert words.split() == CAPTION[12:-13].split(), "and neither running head nor folio"
    with open_pdf(data) as pdf:
        (placed,) = placed_images(pdf.pages[number])
    assert placed.width / placed.height == pytest.approx(pixels[0] / pixels[1], rel=0.01)
    is_full = placed.width > PAGE.measure - 1, placed.height > PAGE.depth - 4 * PAGE.leading
    assert is_full == (pixels[0] > pixels[1], pixels[0] < pixels[1])
