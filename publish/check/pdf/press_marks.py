"""Where on its pages a press PDF has coarse pictures, or more ink than the paper takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from io import BytesIO
from itertools import groupby

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct

from publish.check.pdf.colour import LINE, PAINTED, ROUNDING, TEXT, painted
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
    """In points from the page's lower left corner; None where it is not known."""


def press_marks(data: bytes, edition: Edition, pictures: Mapping[str, Image]) -> list[PressMark]:
    """List what preflight finds on the pages of a press PDF, at its place.

    Pictures under 300 dots an inch, and what lays more ink than the edition's paper takes.
    """
    with pikepdf.open(BytesIO(data)) as pdf, closing(pypdfium2.PdfDocument(data)) as drawn:
        tested = PdfUnderTest(pdf, Purpose.PRESS, edition, pictures)
        limit = read_ink_limit(edition) + ROUNDING
        return [
            mark
            for number, page in enumerate(pdf.pages)
            for mark in (
                *_pictures(tested, number, page, limit),
                *_inks(number, page, limit, drawn),
            )
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


def _inks(
    number: int, page: pikepdf.Page, limit: float, drawn: pypdfium2.PdfDocument
) -> Iterator[PressMark]:
    """Yield the areas and lines that are too rich, and the text that is, as far as it runs on."""
    if not any(sum(inks) > limit for _, inks in painted(content_of(page.obj))):
        return
    seen: set[tuple[str, Box | None]] = set()
    for what, ink, box in _run_on(_painted_boxes(page, _text_boxes(drawn, number))):
        if ink > limit and (what, box) not in seen:
            seen.add((what, box))
            yield PressMark(number, f"{ink:.0%} of ink", what, box)


def _text_boxes(drawn: pypdfium2.PdfDocument, number: int) -> list[Box]:
    """List the rectangles of a page's texts, one for each operator that shows text, in order."""
    with closing(drawn[number]) as page:
        texts = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1)
        return [text.get_bounds() for text in texts]


_Painted = tuple[str, float, Box | None]
"""What is painted, its ink, and the rectangle around it."""


def _run_on(every: Iterable[_Painted]) -> Iterator[_Painted]:
    """Join texts of one ink that follow one another: the words of a heading, of a paragraph."""
    for (what, ink, _), group in groupby(every, key=lambda each: (*each[:2], each[0] == TEXT)):
        boxes = [box for _, _, box in group]
        if what == TEXT and None not in boxes:
            corners = [(x, y) for box in boxes if box for x, y in (box[:2], box[2:])]
            yield what, ink, box_under(IDENTITY, corners)
        else:
            yield from ((what, ink, box) for box in boxes)


def _painted_boxes(page: pikepdf.Page, texts: list[Box]) -> Iterator[_Painted]:
    """Yield what is painted; `texts` are the rectangles of its texts, if they are as many."""
    shown = iter(texts if len(texts) == _count_texts(page) else ())
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
                    around = next(shown, None) if what == TEXT else box
                    yield what, sum(stroke if what == LINE else fill), around
                points = []


def _count_texts(page: pikepdf.Page) -> int:
    return len(pikepdf.parse_content_stream(page, "Tj TJ"))
