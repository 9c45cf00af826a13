"""Pages on the sheets that are printed, folded and sewn, at home or by a press.

A sheet of more than two pages a side is cut after folding, so that its pages bleed, and stand
apart where the knife goes: at the heads and the fore-edges, never at the spine.
"""

from __future__ import annotations

import pikepdf
from msgspec import Struct
from pikepdf import Array, Dictionary, Name, Page, Pdf

from publish.house.page.folding import Cell, Scheme, Side, sides
from publish.house.page.measure import Trim
from publish.write.pdf.assemble.boxes import Sides, registration
from publish.write.pdf.assemble.sheets.marks import collation_mark, sheet_marks


class Sheet(Struct, frozen=True):
    """The measures of one side, in points; all sides of a book have the same."""

    scheme: Scheme
    trim: Trim
    around: Sides

    @property
    def gap(self) -> float:
        """Return the room between two heads or two fore-edges: the bleed of both."""
        return 2 * self.around.bleed

    @property
    def width(self) -> float:
        """Return the width of the sheet with all that lies around its pages."""
        apart = (self.scheme.columns // 2 - 1) * self.gap
        return 2 * self.around.margin + self.scheme.columns * self.trim.width + apart

    @property
    def height(self) -> float:
        """Return the height of the sheet."""
        apart = (self.scheme.rows - 1) * self.gap
        return 2 * self.around.margin + self.scheme.rows * self.trim.height + apart

    def left(self, column: int) -> float:
        """Find the left edge of the pages of a column; columns share a spine two by two."""
        return self.around.margin + column * self.trim.width + column // 2 * self.gap

    def foot(self, row: int) -> float:
        """Find the lower edge of the pages of a row."""
        return self.around.margin + row * (self.trim.height + self.gap)


class Plan(Struct, frozen=True):
    """How a book is imposed."""

    sheet: Sheet
    signature: int = 0
    """Pages in a gathering; 0 puts all in one."""
    caliper: float = 0.0
    """Points by which a page moves toward the spine for each leaf around it; 0 for no creep."""
    is_rtl: bool = False


def impose(pdf: Pdf, plan: Plan) -> None:
    """Replace a file's pages, whole sheets of them, by the sides of the sheets."""
    pages = list(pdf.pages)
    forms = [_as_form(pdf, page) for page in pages]
    corners = [[float(side) for side in page.trimbox][:2] for page in pages]
    ink = registration(pdf)
    made = list(sides(len(pages), plan.sheet.scheme, plan.signature, is_rtl=plan.is_rtl))
    for side in made:
        drawing = [_placed(cell, corners[cell.page], plan) for cell in side.cells]
        drawing.append(_marks(side, plan.sheet, is_one_of_many=made[-1].gathering > 0))
        placed = {f"/P{cell.page}": forms[cell.page] for cell in side.cells}
        pdf.pages.append(_side(pdf, plan.sheet, "\n".join(drawing), placed, ink))
    del pdf.pages[: len(pages)]


def _as_form(pdf: Pdf, page: Page) -> pikepdf.Object:
    """Make a form of a page; qpdf would make one of a blank page that inflates to nothing."""
    if "/Contents" in page.obj:
        form = page.as_form_xobject()
    else:
        form = pdf.make_stream(b"\n", Type=Name.XObject, Subtype=Name.Form)
    form.BBox = page.obj.get("/BleedBox", page.trimbox)
    return pdf.make_indirect(form)


def _side(
    pdf: Pdf, sheet: Sheet, drawing: str, pages: dict[str, pikepdf.Object], ink: pikepdf.Object
) -> Page:
    whole = (0.0, 0.0, sheet.width, sheet.height)
    resources = Dictionary(XObject=Dictionary(pages))
    if sheet.around.marks:
        resources.ColorSpace = Dictionary(Registration=ink)
    made = Dictionary(
        Type=Name.Page,
        MediaBox=_inset(whole, 0.0),
        BleedBox=_inset(whole, sheet.around.margin - sheet.around.bleed),
        TrimBox=_inset(whole, sheet.around.margin),
        Contents=pdf.make_stream(drawing.encode()),
        Resources=resources,
    )
    return Page(pdf.make_indirect(made))


def _inset(box: tuple[float, float, float, float], by: float) -> Array:
    left, bottom, right, top = box
    return Array([round(side, 3) for side in (left + by, bottom + by, right - by, top - by)])


def _placed(cell: Cell, corner: list[float], plan: Plan) -> str:
    """Paint one page in its place, clipped at its spine and at its bleed elsewhere."""
    sheet = plan.sheet
    x, y = sheet.left(cell.column), sheet.foot(cell.row)
    width, height, bleed = sheet.trim.width, sheet.trim.height, sheet.around.bleed
    clip_x = x - (bleed if cell.has_spine_right else 0.0)
    clip = f"{clip_x:.3f} {y - bleed:.3f} {width + bleed:.3f} {height + 2 * bleed:.3f} re W n"
    x += cell.depth * plan.caliper * (1 if cell.has_spine_right else -1)
    if cell.is_turned:
        at = f"-1 0 0 -1 {x + width + corner[0]:.3f} {y + height + corner[1]:.3f} cm"
    else:
        at = f"1 0 0 1 {x - corner[0]:.3f} {y - corner[1]:.3f} cm"
    return f"q {clip} {at} /P{cell.page} Do Q"


def _marks(side: Side, sheet: Sheet, *, is_one_of_many: bool) -> str:
    if not sheet.around.marks:
        return ""
    columns, rows = range(sheet.scheme.columns), range(sheet.scheme.rows)
    cuts_x = [sheet.left(c) + (c % 2) * sheet.trim.width for c in columns]
    cuts_y = [sheet.foot(r) + up * sheet.trim.height for r in rows for up in (0, 1)]
    spines = [sheet.left(c) for c in columns if c % 2]
    folds_x = spines + [sheet.left(c) - sheet.gap / 2 for c in columns if c and c % 2 == 0]
    folds_y = [sheet.foot(r) - sheet.gap / 2 for r in rows if r]
    size = (sheet.width, sheet.height)
    drawing = sheet_marks(size, sheet.around, (cuts_x, cuts_y), (folds_x, folds_y))
    if side.is_outermost and is_one_of_many:
        first = min(side.cells, key=lambda cell: cell.page)
        spine = sheet.left(first.column | 1)
        top = sheet.foot(first.row) + sheet.trim.height
        drawing += collation_mark(side.gathering, spine, top, sheet.trim.height)
    return drawing
