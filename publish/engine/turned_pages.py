"""Pages laid out across and drawn upright: what is on them is turned by a right angle.

WeasyPrint makes each a sheet as wide as the book's pages are high. All pages of a book have one
size, so that the press can take them: the sheet is turned to the left, its head to the left side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

import pydyf

from publish.engine.boxes import Page
from publish.engine.pydyf_types import Pdf, PdfLink, PdfObject, PdfPage, PdfStream
from publish.engine.tree_names import TURNED
from publish.house.page.measure import POINTS_PER_PX


def is_turned(page: Page) -> bool:
    """Tell whether a laid-out page is one of those."""
    return page._page_box.page_type.name == TURNED


def turn_point(x: float, y: float, width: float) -> tuple[float, float]:
    """Return where a place of the sheet is on the page, `width` wide; y is from the lower edge."""
    return width - y, x


def turn_pages(pages: list[Page], pdf: Pdf) -> None:
    """Turn what is drawn, and the places that links and tags name."""
    objects = {item.reference: item for item in pdf.objects}
    numbers = pdf.pages["Kids"][::3]
    for page, number in zip(pages, numbers, strict=True):
        if is_turned(page):
            _turn(cast("PdfPage", pdf.objects[number]), page.height * POINTS_PER_PX, objects)


def _turn(page: PdfPage, width: float, objects: dict[bytes, PdfObject]) -> None:
    contents = cast("PdfStream", objects[page["Contents"]]).stream
    contents.insert(0, f"q 0 1 -1 0 {width:.3f} 0 cm".encode())
    contents.append(b"Q")
    for name in ("MediaBox", "TrimBox", "BleedBox"):
        page[name] = _turned_box(page[name], width)
    for reference in _references(page.get("Annots", [])):
        link = cast("PdfLink", objects[reference])
        link["Rect"] = _turned_box(link["Rect"], width)


def _references(listed: Iterable[object]) -> Iterator[bytes]:
    return (reference for reference in listed if isinstance(reference, bytes))


def _turned_box(box: list[float], width: float) -> list[float]:
    corners = turn_point(box[0], box[1], width), turn_point(box[2], box[3], width)
    (left, right), (low, high) = (sorted(sides) for sides in zip(*corners, strict=True))
    turned: list[float] = pydyf.Array([left, low, right, high])
    return turned
