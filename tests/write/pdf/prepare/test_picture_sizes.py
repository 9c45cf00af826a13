"""Pictures on the page have the size they ask for, or the largest that fits, undistorted."""

from __future__ import annotations

import pytest

from publish.check.pdf.pictures import placed_images
from publish.house.page.geometry import read_geometry
from publish.write.pdf import Purpose, write_pdf
from tests.write.pdf.books import EDITION, one_part, open_pdf, picture

PAGE = read_geometry(EDITION.print)
DEEPEST = PAGE.depth - 5 * PAGE.leading
MM = 72 / 25.4


def painted(style: str, width: int, height: int) -> tuple[float, float, list[str]]:
    """Print a figure; give the width and height of its picture in points, and what is told."""
    book = one_part(
        f'<h1>A</h1><figure><img src="images/red.png" alt="A" style="{style}"/></figure>'
    )
    book.images["red.png"] = picture(width, height)
    printed = write_pdf(book, EDITION, Purpose.PRESS)
    with open_pdf(printed.data) as pdf:
        (placed,) = [image for page in pdf.pages for image in placed_images(page)]
    return placed.width, placed.height, [finding.code for finding in printed.findings]


@pytest.mark.parametrize(
    ("style", "pixels", "width", "codes"),
    [
        ("width: 5cm", (1500, 1000), 50 * MM, []),
        ("width: 40%", (1500, 1000), 0.4 * PAGE.measure, []),
        ("width: 30cm", (1500, 1000), PAGE.measure, ["WRI-184"]),
        ("width: 200%", (1500, 1000), PAGE.measure, ["WRI-184"]),
        ("width: 100%", (500, 2000), DEEPEST / 4, []),
        ("width: 8cm", (500, 2000), DEEPEST / 4, ["WRI-184"]),
        ("height: 50vh; width: auto", (1000, 1000), PAGE.depth / 2, []),
    ],
)
def test_a_picture_has_its_size_as_far_as_the_page_holds_it(
    style: str, pixels: tuple[int, int], width: float, codes: list[str]
) -> None:
    wide, high, told = painted(style, *pixels)
    assert told == codes
    assert wide == pytest.approx(width, abs=0.2)
    assert wide / high == pytest.approx(pixels[0] / pixels[1], rel=0.01)
