"""Where on its pages a press PDF has coarse pictures, or more ink than the paper takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO

import pikepdf
from msgspec import Struct

from publish.check.pdf.colour import PAINTED, ROUNDING, painted
from publish.check.pdf.pictures import (
    FEWEST,
    IDENTITY,
    SLACK,
    SOME,
    Matrix,
    box_under,
    name_of,
    placed_images,
    share_of_rich,
    times,
)
from publish.check.pdf.under_test import Box, PdfUnderTest, content_of
from publish.house.page.press import read_ink_limit
from publish.model.edition import Edition
from publish.model.publication import Image
from publish.model.purpose import Purpose

_OPERATORS = "q Q cm k K re m l c v y f F f* S s B B* b b* n Tj TJ"
_BLACK = (0.0, 0.0, 0.0, 1.0)


class PressMark(Struct, frozen=True):
    """One place that a printer would come back with."""

    page: int
    """Counted from 0."""
    fault: str
    what: str
    box: Box | None
    """In points from the page's lower left corner; None of text, which is all over the page."""


def press_marks(data: bytes, edition: Edition, pictures: Mapping[str, Image]) -> list[PressMark]:
    """List what preflight finds on the pages of a press PDF, at its place.

    Pictures under 300 dots an inch, and what lays more ink than the edition's paper takes.
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        tested = PdfUnderTest(pdf, Purpose.PRESS, edition, pictures)
        limit = read_ink_limit(edition) + ROUNDING
        return [
            mark
            for number, page in enumerate(pdf.pages)
            for mark in (*_pictures(tested, number, page, limit), *_inks(number, page, limit))
        ]


def _pictures(
    tested: PdfUnderTest, number: int, page: pikepdf.Page, limit: float
) -> Iterator[PressMark]:
    for placed in placed_images(page):
        name, _ = name_of(tested, placed)
        if placed.dots < FEWEST * SLACK:
            yield PressMark(number, f"{placed.dots:.0f} dots an inch", name, placed.box)
        image = placed.image
        if isinstance(image, pikepdf.Stream) and str(image.get("/ColorSpace")) == "/DeviceCMYK":
            share = share_of_rich(image, limit)
            if share > SOME:
                fault = f"over {limit - ROUNDING:.0%} of ink on {share:.0%} of it"
                yield PressMark(number, fault, name, placed.box)


def _inks(number: int, page: pikepdf.Page, limit: float) -> Iterator[PressMark]:
    """Yield the areas and lines that are too rich, and once the text that is."""
    if not any(sum(inks) > limit for _, inks in painted(content_of(page.obj))):
        return
    seen: set[tuple[str, Box | None]] = set()
    for what, ink, box in _painted_boxes(page):
        if ink > limit and (what, box) not in seen:
            seen.add((what, box))
            yield PressMark(number, f"{ink:.0%} of ink", what, box)


def _painted_boxes(page: pikepdf.Page) -> Iterator[tuple[str, float, Box | None]]:
    """Yield what is painted, its ink, and the rectangle around it."""
    state: tuple[Matrix, tuple[float, ...], tuple[float, ...]] = (IDENTITY, _BLACK, _BLACK)
    held, points = [], list[tuple[float, float]]()
    for instruction in pikepdf.parse_content_stream(page, _OPERATORS):
        operator = str(instruction.operator)
        numbers = [] if operator in {"Tj", "TJ"} else [float(str(o)) for o in instruction.operands]
        matrix, fill, stroke = state
        match operator:
            case "q":
                held.append(state)
            case "Q" if held:
                state = held.pop()
            case "cm":
                state = times(tuple(numbers), matrix), fill, stroke
            case "k":
                state = matrix, tuple(numbers), stroke
            case "K":
                state = matrix, fill, tuple(numbers)
            case "re":
                x, y, width, height = numbers
                points += [(x, y), (x + width, y + height)]
            case "m" | "l" | "c" | "v" | "y":
                points += zip(numbers[::2], numbers[1::2], strict=True)
            case "n":
                points = []
            case _:
                box = box_under(matrix, points) if points else None
                for what in PAINTED.get(operator.encode(), ()):
                    yield what, sum(stroke if what == "a line" else fill), box
                points = []
