"""Running heads and folios, set once each and stamped on the pages that bear them.

Pages are laid out without them, so that a chapter kept from an earlier run still serves when
the chapters before it have grown. A running head is set as its own small page; folios are put
together from the figures of the folio's face.
"""

from __future__ import annotations

from io import BytesIO

import pikepdf
from msgspec import Struct
from pikepdf import Array, Dictionary, Name, Pdf

from publish.house.page.measure import POINTS_PER_PX
from publish.write.pdf.assemble.binder import Binder
from publish.write.pdf.layout.book_layout import BookLayout, StampSet
from publish.write.pdf.layout.stamp_set import stamps_of


class Stamp(Struct):
    """A piece to be stamped: its form, and the place and width of its text in points."""

    name: str
    """By which pages call it."""
    form: pikepdf.Object
    left: float
    width: float
    baseline: float


class Placed(Struct):
    """A stamp and where its origin comes to stand on the page."""

    stamp: Stamp
    x: float
    y: float


class Stamps:
    """The stamps of a book, by their text."""

    def __init__(self, stamp_set: StampSet, book: BookLayout) -> None:
        """Name the running heads and figures of a set."""
        self._keys = stamps_of(book)
        self._geometry = book.geometry
        self._set = stamp_set
        self._stamps: dict[tuple[str, str], Stamp] = {}
        self._pdf: Pdf
        self._opening: pikepdf.Object

    def load(self, binder: Binder) -> None:
        """Turn the small pages into forms of the bound book (ISO 32000-1 clause 8.10)."""
        self._pdf = binder.pdf
        self._opening = binder.pdf.make_stream(b"q")
        drawn_division = self._set.drawn_division
        with Pdf.open(BytesIO(drawn_division.data)) as source:
            fonts = source.pages[0].obj.Resources.Font
            keys = {use.key for use in drawn_division.fonts}
            for name in fonts.keys() & {f"/{key}" for key in keys}:
                fonts[name] = Name.Placeholder
            for key, page, line in zip(self._keys, source.pages, self._set.lines, strict=True):
                form = binder.pdf.copy_foreign(page.as_form_xobject())
                rise_px = self._set.page_height_px - line.baseline_px
                measures_px = (line.left_px, line.width_px, rise_px)
                name = f"/S{len(self._stamps)}"
                self._stamps[key] = Stamp(name, form, *(px * POINTS_PER_PX for px in measures_px))
            first = next(iter(self._stamps.values())).form
            binder.take_fonts(drawn_division.fonts, first.Resources.Font)

    def head(self, text: str, x: float) -> list[Placed]:
        """Place a running head so that its centre stands at `x`."""
        stamp = self._stamps["head", text]
        return [Placed(stamp, x - stamp.left - stamp.width / 2, self._head_rise(stamp))]

    def folio(self, text: str, x: float, align: float, *, drop: bool) -> list[Placed]:
        """Place a folio at `x`: `align` 0 begins there, 1 ends there, 0.5 is centred on it.

        A drop folio stands in the foot margin, the others in the running head's line.
        """
        figures = [self._stamps["figure", letter] for letter in text]
        rise = self._foot_rise(figures[0]) if drop else self._head_rise(figures[0])
        return _in_a_row(figures, x, align, rise)

    def line_number(self, text: str, x: float, align: float, y: float) -> list[Placed]:
        """Place the number of a line at `x`, as a folio, on the line at `y`."""
        figures = [self._stamps["line-figure", letter] for letter in text if letter != " "]
        return _in_a_row(figures, x, align, y - figures[0].baseline)

    def put(
        self,
        page: pikepdf.Page,
        placed: list[Placed],
        drawn: bytes = b"",
        inks: pikepdf.Object | None = None,
    ) -> None:
        """Paint forms and a drawing over a page as artifacts (ISO 32000-1 clause 14.8.2.2)."""
        if not placed and not drawn:
            return
        resources = Dictionary(dict(page.obj.Resources.items()))
        forms = Dictionary(dict(resources.get("/XObject", Dictionary()).items()))
        drawing = [b"Q", b"/Artifact <</Type /Pagination>> BDC"]
        for piece in placed:
            name = piece.stamp.name
            forms[name] = piece.stamp.form
            drawing.append(f"q 1 0 0 1 {piece.x:.3f} {piece.y:.3f} cm {name} Do Q".encode())
        drawing += [drawn, b"EMC"]
        resources.XObject = forms
        if inks is not None:
            spaces = dict(resources.get("/ColorSpace", Dictionary()).items())
            resources.ColorSpace = Dictionary(spaces | {"/Registration": inks})
        page.obj.Resources = resources
        self._surround(page, b"\n".join(drawing))

    def _surround(self, page: pikepdf.Page, drawing: bytes) -> None:
        """Put a drawing behind what a page shows, and before it what all pages share."""
        shown = page.obj.get("/Contents", Array())
        parts = list(shown) if isinstance(shown, Array) else [shown]
        page.obj.Contents = Array([self._opening, *parts, self._pdf.make_stream(drawing)])

    def _head_rise(self, stamp: Stamp) -> float:
        return self._geometry.trim.height - self._geometry.head_line - stamp.baseline

    def _foot_rise(self, stamp: Stamp) -> float:
        return self._geometry.foot_line - stamp.baseline


def _in_a_row(figures: list[Stamp], x: float, align: float, rise: float) -> list[Placed]:
    x -= align * sum(figure.width for figure in figures)
    placed = []
    for figure in figures:
        placed.append(Placed(figure, x - figure.left, rise))
        x += figure.width
    return placed


def note_rule(x: float, y: float, length: float) -> bytes:
    """Draw the short rule that parts the notes at the foot from the text, in black alone."""
    return f"q 0 G 0.4 w {x:.3f} {y:.3f} m {x + length:.3f} {y:.3f} l S Q".encode()
