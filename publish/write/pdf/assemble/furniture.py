"""Which page bears what: running heads, folios, drop folios, nothing."""

from __future__ import annotations

import pikepdf

from publish.engine.drawn import LineMark
from publish.engine.tree_names import TURNED
from publish.write.pdf.assemble.binder import Binder, BoundPage
from publish.write.pdf.assemble.boxes import Boxes, Sides, crop_marks, registration
from publish.write.pdf.assemble.stamps import Placed, Stamps, note_rule
from publish.write.pdf.layout.book_layout import BookLayout
from publish.write.pdf.layout.running_heads import recto_head, verso_head
from publish.write.pdf.prepare.folios import Folio
from publish.write.pdf.prepare.line_numbers import has_line_numbers, shown_numbers
from publish.write.pdf.prepare.margin_notes import beside_in
from publish.write.pdf.prepare.setting.plates import BLED, PLATE

LINE_NUMBER_GAP = 0.8
"""Em of the text between it and the numbers of its lines."""


def furnish(
    binder: Binder, folios: list[Folio], stamps: Stamps, book: BookLayout, sides: Sides
) -> None:
    """Stamp each page with what it bears, and put it on its side."""
    mirrors = book.purpose.is_paper or bool(beside_in(book.divisions))
    inks = registration(binder.pdf) if sides.marks else None
    numbers, boxes = _numbers_of_lines(book), Boxes(book.geometry, sides)
    for bound, folio in zip(binder.pages, folios, strict=True):
        shift = _shift(folio, book, mirrors=mirrors)
        if _page_name(bound, book) == BLED:
            bleed(bound.page, folio, shift, book, sides)
        if inks is not None:
            stamps.put(bound.page, [], crop_marks(book.geometry, shift, sides), inks)
        if bound.number >= 0:
            placed = _head_and_folio(bound, folio, stamps, book)
            shown = numbers[bound.division][bound.number]
            placed += _line_numbers(bound, folio, stamps, book, shown)
            stamps.put(bound.page, placed, _rule(bound, book))
        boxes.set_for(bound.page, shift, is_spine_left=folio.is_recto != book.is_rtl)


def _shift(folio: Folio, book: BookLayout, *, mirrors: bool) -> float:
    """Tell how far a page's text moves to the right of where a recto has it.

    On paper a verso mirrors the recto's margins; on a screen the text stands in the middle,
    unless the outer margins hold notes.
    """
    difference = book.geometry.outer - book.geometry.inner
    if book.is_rtl:
        difference = -difference
    if not mirrors:
        return difference / 2
    return 0.0 if folio.is_recto else difference


def _rule(bound: BoundPage, book: BookLayout) -> bytes:
    """Part the notes at the foot from the text (Chicago 14.26 note: a short rule)."""
    foot = book.drawn_divisions[bound.division].page_records[bound.number].foot
    if foot is None:
        return b""
    geometry = book.geometry
    length = 4 * geometry.font_size
    if _page_name(bound, book) == TURNED:
        start = geometry.foot + (geometry.depth - length if book.is_rtl else 0.0)
        return b"q 0 1 -1 0 %.3f 0 cm %b Q" % (geometry.trim.width, note_rule(start, foot, length))
    left, right = _sides(book)
    return note_rule(right - length if book.is_rtl else left, foot, length)


def _head_and_folio(
    bound: BoundPage, folio: Folio, stamps: Stamps, book: BookLayout
) -> list[Placed]:
    """Choose what stands above and below a page's text.

    A division's first page and one of a turned table have a drop folio and no running head;
    display pages and plates have neither (Chicago 1.6, 1.16). The folio stands at the outer edge.
    """
    division, name = book.divisions[bound.division], _page_name(bound, book)
    if division.is_display or name in {PLATE, BLED}:
        return []
    left, right = _sides(book)
    middle = (left + right) / 2
    if bound.number == 0 or name == TURNED:
        return stamps.folio(str(folio), middle, 0.5, drop=True)
    placed: list[Placed] = []
    guide = book.guides.get((bound.division, bound.number), "")
    usual = recto_head(division, book) if folio.is_recto else verso_head(book)
    if head := guide or usual:
        placed = stamps.head(head, middle)
    edge, align = (right, 1.0) if folio.is_recto != book.is_rtl else (left, 0.0)
    return placed + stamps.folio(str(folio), edge, align, drop=False)


def _numbers_of_lines(book: BookLayout) -> list[list[list[tuple[LineMark, str]]]]:
    """Choose the lines that bear numbers: of each page of each division."""
    return [
        list(shown_numbers([record.line_marks for record in drawn.page_records], book.edition))
        for drawn in book.drawn_divisions
    ]


def _line_numbers(
    bound: BoundPage,
    folio: Folio,
    stamps: Stamps,
    book: BookLayout,
    numbers: list[tuple[LineMark, str]],
) -> list[Placed]:
    """Place numbers of lines in the outer margin; in the inner one where notes have the outer.

    Those of sections have the other margin, where there are numbers of lines.
    """
    marks = book.drawn_divisions[bound.division].page_records[bound.number].line_marks
    if not marks:
        return []
    left, right = _sides(book)
    is_right = folio.is_recto != book.is_rtl
    if beside_in([book.divisions[bound.division]]):
        is_right = not is_right
    gap = LINE_NUMBER_GAP * book.geometry.font_size
    sides = {True: (right + gap, 0.0), False: (left - gap, 1.0)}
    x, align = sides[is_right]
    placed = [
        piece for mark, text in numbers for piece in stamps.line_number(text, x, align, mark.rise)
    ]
    x, align = sides[is_right != has_line_numbers(book.edition)]
    for mark in marks:
        if mark.sections:
            placed += stamps.line_number(_range_of(mark.sections), x, align, mark.rise)
    return placed


def _range_of(sections: tuple[str, ...]) -> str:
    """Name the sections that begin in one line."""
    return sections[0] if len(sections) == 1 else f"{sections[0]}–{sections[-1]}"


def _page_name(bound: BoundPage, book: BookLayout) -> str:
    """Tell what kind of page it is, if not one of text: a plate, a turned table."""
    if bound.number < 0:
        return ""
    return book.drawn_divisions[bound.division].page_records[bound.number].page_name


def bleed(page: pikepdf.Page, folio: Folio, shift: float, book: BookLayout, sides: Sides) -> None:
    """Have a picture run over all edges of its page but the one at the spine.

    It was laid out as on a recto, over all four.
    """
    width, height, over = book.geometry.trim.width, book.geometry.trim.height, sides.bleed
    is_spine_left = folio.is_recto != book.is_rtl
    left = -shift - (0.0 if is_spine_left else over)
    clip = f"{left:.3f} {-over:.3f} {width + over:.3f} {height + 2 * over:.3f} re W n"
    page.contents_add(f"q {clip} 1 0 0 1 {-shift:.3f} 0 cm".encode(), prepend=True)
    page.contents_add(b"Q", prepend=False)


def _sides(book: BookLayout) -> tuple[float, float]:
    """Return the left and right edges of the text as it was laid out."""
    left = book.geometry.outer if book.is_rtl else book.geometry.inner
    return left, left + book.geometry.measure
