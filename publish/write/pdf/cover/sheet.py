"""The cover of the printed book on one sheet: back, spine, front, with bleed all round.

The spine is as thick as the leaves together: half the pages, each of the paper's caliper.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pikepdf
from pikepdf import Array

from publish.engine import LayoutResources, draw, lay_out, open_resources
from publish.engine.layout_inputs import LayoutInputs
from publish.engine.tree import add
from publish.house.covers import LOGO, PICTURE, logo_path, picture_path, read_logo, read_picture
from publish.house.fonts import font_stack, text_family
from publish.house.page.measure import POINTS, read_length
from publish.house.page.printer import printer_of, spine_mm
from publish.house.stylesheets import read_stylesheets
from publish.model.finding import Finding, PublishError
from publish.model.publication import Image
from publish.write.pdf.assemble.binder import Binder, open_drawn_division
from publish.write.pdf.assemble.finishing import finish_press, save
from publish.write.pdf.assemble.metadata import describe
from publish.write.pdf.cover import barcode
from publish.write.pdf.cover.back import fit_words
from publish.write.pdf.cover.colours import colour_rules
from publish.write.pdf.cover.front import fill_front
from publish.write.pdf.cover.room import CoverSheet
from publish.write.pdf.cover.spine import fill_spine
from publish.write.pdf.layout.book_layout import BookLayout
from publish.write.pdf.prepare.typefaces import font_rules, languages_of
from publish.write.pdf.printed import Printed

LOGO_FOOT = 72.0
"""Points from the trim's lower edge to the head of a logo on the back (wrap.css)."""


def spine_of(book: BookLayout) -> float:
    """Work out how thick the book is, in points."""
    return spine_mm(book.edition.print, book.page_count()) * POINTS["mm"]


def wrap(book: BookLayout) -> Printed:
    """Make the cover that fits round the book's pages.

    Codes: WRI-005 the front's picture cannot be used, WRI-145 and WRI-146 words for which there
    is no room, WRI-148 the logo cannot be used; WRI-077 a wrong ISBN (raised).
    """
    binder = _bind_cover(book)
    finish_press(binder, book)
    describe(binder, book.publication, book.edition, book.purpose)
    return Printed(save(binder.pdf, book), book.findings)


def _bind_cover(book: BookLayout) -> Binder:
    """Lay out the cover of a book whose pages are known."""
    spine = spine_of(book)
    resources = _open_stock(book, spine)
    laid = lay_out(_sheet(book, spine, resources), resources)
    binder = Binder(book.shelf, tagged=False)
    drawn_division = draw(laid, book.shelf, tagged=False)
    binder.add(binder.take(open_drawn_division(drawn_division), 0), 0)
    binder.finish_fonts(book.cache)
    _set_boxes(binder.pdf.pages[0], book)
    return binder


def _open_stock(book: BookLayout, spine: float) -> LayoutResources:
    images, findings = _pictures(book)
    book.findings += findings
    families = book.inputs.families
    front = images.get(PICTURE)
    sheets = [
        *colour_rules(book, front.data if front else None),
        _measures(book, spine),
        font_rules(families, languages_of(book.publication)),
        f".barcode {{ font-family: {font_stack([text_family()])}; }}",
        *read_stylesheets(book.edition, "wrap"),
    ]
    return open_resources(LayoutInputs(families, sheets, images), book.resources.fonts)


def _measures(book: BookLayout, spine: float) -> str:
    g = book.geometry
    width, height = 2 * g.trim.width + spine + 2 * g.bleed, g.trim.height + 2 * g.bleed
    return (
        f"@page {{ size: {width:.3f}pt {height:.3f}pt; margin: 0; }}\n"
        f":root {{ --trim-width: {g.trim.width:.3f}pt; --trim-height: {g.trim.height:.3f}pt;"
        f" --spine: {spine:.3f}pt; --bleed: {g.bleed:.3f}pt; }}"
    )


def _pictures(book: BookLayout) -> tuple[dict[str, Image], list[Finding]]:
    """Read the front's own picture and the logo, where the edition has them."""
    edition, found, findings = book.edition, {}, []
    for name, written, read, path in (
        (PICTURE, edition.cover.image, read_picture, picture_path),
        (LOGO, edition.cover.logo, read_logo, logo_path),
    ):
        if not written:
            continue
        try:
            data, media_type = read(edition)
        except PublishError as problem:
            findings += problem.findings
        else:
            found[name] = Image(name, media_type, data, path(edition))
    return found, findings


def _sheet(book: BookLayout, spine: float, resources: LayoutResources) -> Element:
    """Make the sheet; a book bound on the right has its front on the left."""
    trim, bleed = book.geometry.trim, book.geometry.bleed
    html = Element("html", {"lang": book.publication.lang or "und", "dir": "ltr"})
    body = add(html, "body")
    near, far = bleed, bleed + trim.width + spine
    front_at, back_at = (near, far) if book.is_rtl else (far, near)
    back = _panel(body, "back", f"left: {back_at:.3f}pt")
    middle = _panel(body, "spine", f"left: {bleed + trim.width:.3f}pt; width: {spine:.3f}pt")
    front = _panel(body, "front", f"left: {front_at:.3f}pt")
    sheet = CoverSheet(html, resources, book)
    fill_front(front, sheet)
    foot = _add_foot(back, sheet)
    book.findings += fit_words(back, foot, sheet)
    book.findings += fill_spine(middle, spine, sheet)
    return html


def _panel(body: Element, name: str, place: str) -> Element:
    return add(body, "section", class_=f"panel {name}", style=place)


def _add_foot(back: Element, sheet: CoverSheet) -> float:
    """Put bar code and logo at the foot of the back; give their height above the trim's edge."""
    foot = 0.0
    if sheet.has(LOGO):
        add(back, "img", class_="logo", src=f"images/{LOGO}", alt="")
        foot = LOGO_FOOT
    printer, isbn = printer_of(sheet.book.edition.print), sheet.book.edition.book.isbn_print
    if isbn:
        barcode.add_barcode(back, isbn)
        foot = max(foot, barcode.EDGE + barcode.HEIGHT)
    elif printer.barcode_room:
        edge = read_length(printer.barcode_edge, "barcode_edge")
        foot = max(foot, edge + read_length(printer.barcode_room, "barcode_room"))
    return foot


def _set_boxes(page: pikepdf.Page, book: BookLayout) -> None:
    """Give the sheet its boxes (ISO 32000-1 clause 14.11.2)."""
    left, bottom, right, top = (float(side) for side in page.mediabox)
    by = book.geometry.bleed
    page.obj.TrimBox = Array([left + by, bottom + by, round(right - by, 3), round(top - by, 3)])
    page.obj.BleedBox = page.obj.CropBox = page.obj.MediaBox
