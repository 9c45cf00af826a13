"""Pages two by two on sheets that are folded once and stitched through the fold.

The sheets lie in one another: the outermost bears the first and the last pages, the innermost the
middle ones (saddle stitching).
"""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Page, Pdf

SIDES = 4
"""Pages on a sheet: two on its front, two on its back."""


def sides_of_sheets(pages: int) -> Iterator[tuple[int, int]]:
    """Yield the pages, counted from 0, left and right on each side, from the outermost sheet in.

    The order is that of a printer that prints on both sides and turns on the short edge.
    """
    for sheet in range(pages // SIDES):
        yield pages - 1 - 2 * sheet, 2 * sheet
        yield 2 * sheet + 1, pages - 2 - 2 * sheet


def impose(pdf: Pdf, width: float, height: float, *, is_rtl: bool) -> None:
    """Replace a file's pages, a multiple of four, by the sides of its sheets.

    `width` and `height` are those of the trim; a book bound on the right has its sides mirrored.
    """
    pages = list(pdf.pages)
    forms = [pdf.make_indirect(page.as_form_xobject()) for page in pages]
    corners = [[float(side) for side in page.trimbox][:2] for page in pages]
    for left, right in sides_of_sheets(len(pages)):
        first, second = (right, left) if is_rtl else (left, right)
        drawing = []
        for name, number, at in (("Left", first, 0.0), ("Right", second, width)):
            x, y = corners[number]
            drawing.append(f"q 1 0 0 1 {at - x:.3f} {-y:.3f} cm /{name} Do Q")
        sheet = Array([0, 0, round(2 * width, 3), round(height, 3)])
        made = Dictionary(
            Type=Name.Page,
            MediaBox=sheet,
            TrimBox=sheet,
            Contents=pdf.make_stream("\n".join(drawing).encode()),
            Resources=Dictionary(XObject=Dictionary(Left=forms[first], Right=forms[second])),
        )
        pdf.pages.append(Page(pdf.make_indirect(made)))
    del pdf.pages[: len(pages)]
