"""Images: enough pixels for their size in print, and no more ink than paper takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pikepdf
from msgspec import Struct

from publish.check.pdf.colour import ROUNDING
from publish.check.pdf.under_test import Box, PdfUnderTest
from publish.house.page.measure import POINTS
from publish.house.page.press import read_ink_limit
from publish.model.finding import Finding, Place, warning

FEWEST = 300
"""Dots an inch for tones in offset printing at 150 lines an inch (two pixels to a halftone dot)."""

SLACK = 0.97

SOME, SAMPLE = 0.02, 100
"""The share of a picture that may have more, and the side of the copy that tells, in pixels."""

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))


class Placed(Struct, frozen=True):
    """An image where it is painted: what the resources call it, its size and place in points."""

    name: str
    image: pikepdf.Object
    width: float
    height: float
    box: Box

    @property
    def dots(self) -> float:
        """Return its dots an inch, in the direction in which they are fewer."""
        across = int(self.image.get("/Width", 0)) / max(self.width / 72, 1e-6)
        down = int(self.image.get("/Height", 0)) / max(self.height / 72, 1e-6)
        return min(across, down)


def check_resolution(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find images that print coarser than 300 dots an inch; each is told where it is coarsest."""
    coarsest: dict[tuple[int, int], tuple[Placed, str]] = {}
    for page_name, page in tested.pages():
        for placed in placed_images(page):
            known = coarsest.get(placed.image.objgen)
            if placed.dots < FEWEST * SLACK and (known is None or placed.dots < known[0].dots):
                coarsest[placed.image.objgen] = (placed, page_name)
    for placed, page_name in coarsest.values():
        yield _coarse(tested, placed, page_name)


def check_picture_inks(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find pictures that lay more ink on a good part of their area than the paper takes."""
    limit = read_ink_limit(tested.edition)
    seen: set[tuple[int, int]] = set()
    for page_name, page in tested.pages():
        for placed in placed_images(page):
            image = placed.image
            if image.objgen in seen or str(image.get("/ColorSpace")) != "/DeviceCMYK":
                continue
            seen.add(image.objgen)
            assert isinstance(image, pikepdf.Stream)
            share = share_of_rich(image, limit + ROUNDING)
            if share > SOME:
                name, place = name_of(tested, placed)
                message = f"{name} on {page_name} lays over {limit:.0%} of ink on {share:.0%} of it"
                hint = (
                    "convert it for the press's paper, or give it in RGB; or raise print.ink_limit"
                )
                yield warning("WRI-062", message, place, hint)


def name_of(tested: PdfUnderTest, placed: Placed) -> tuple[str, Place | None]:
    """Say which picture it is, and where the manuscript or the edition names it."""
    picture = tested.picture(placed.name)
    of_cover = tested.cover_picture(placed.name)
    if of_cover:
        return f"the image {of_cover[0]}", of_cover[1]
    if picture:
        return f"the image {picture.source.name}", picture.place
    return "an image", None


def share_of_rich(image: pikepdf.Stream, limit: float) -> float:
    """Estimate how much of an image has too much ink, from a small copy of it."""
    from PIL.Image import Resampling

    try:
        picture = pikepdf.PdfImage(image).as_pil_image(apply_mask=False)
    except (pikepdf.PdfError, NotImplementedError, OSError, ValueError):
        return 0.0
    picture.draft("CMYK", (SAMPLE, SAMPLE))
    small = picture.convert("CMYK").resize((SAMPLE, SAMPLE), Resampling.BOX)
    data = small.tobytes()
    rich = sum(1 for at in range(0, len(data), 4) if sum(data[at : at + 4]) > 255 * limit)
    return rich / (SAMPLE * SAMPLE)


def _coarse(tested: PdfUnderTest, placed: Placed, page_name: str) -> Finding:
    name, place = name_of(tested, placed)
    wide, high = (int(placed.image.get(key, 0)) for key in ("/Width", "/Height"))
    message = (
        f"{name}, {wide} x {high} pixels, prints at {placed.dots:.0f} dots an inch on {page_name}"
    )
    share = placed.dots / FEWEST
    due, fit = wide / share, placed.width * share / POINTS["mm"]
    hint = f"{FEWEST} are due: give one of {due:.0f} pixels across, or set it {fit:.0f} mm wide"
    return warning("WRI-070", message, place, hint)


def placed_images(page: pikepdf.Page) -> Iterator[Placed]:
    """Yield the images on a page with the size at which they are painted."""
    if "/Resources" not in page.obj or "/XObject" not in page.obj.Resources:
        return
    if page.obj.get("/Contents") is None:
        return
    yield from _walk(page, page.obj.Resources, IDENTITY)


def _walk(
    content: pikepdf.Page | pikepdf.Object, resources: pikepdf.Object, start: Matrix
) -> Iterator[Placed]:
    matrix, stack = start, []
    forms = resources.get("/XObject", pikepdf.Dictionary())
    for instruction in pikepdf.parse_content_stream(content, "q Q cm Do"):
        operands = instruction.operands
        match str(instruction.operator):
            case "q":
                stack.append(matrix)
            case "Q" if stack:
                matrix = stack.pop()
            case "cm":
                matrix = times(tuple(float(str(o)) for o in operands), matrix)
            case "Do" if str(operands[0]) in forms:
                form = forms[str(operands[0])]
                if form.get("/Subtype") == "/Image":
                    a, b, c, d, _, _ = matrix
                    name = str(operands[0])
                    across, down = (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5
                    yield Placed(name, form, across, down, box_under(matrix, _CORNERS))
                elif "/Resources" in form and "/XObject" in form.Resources:
                    yield from _walk(form, form.Resources, matrix)


def box_under(matrix: Matrix, points: Iterable[tuple[float, float]]) -> Box:
    """Return the rectangle around some points as a matrix puts them on the page."""
    a, b, c, d, e, f = matrix
    put = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
    across, up = zip(*put, strict=True)
    return min(across), min(up), max(across), max(up)


def times(first: tuple[float, ...], second: Matrix) -> Matrix:
    """Multiply two matrices: what the first does, then what the second does."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip
