"""The cover of the printed book on one sheet: back, spine, front, with bleed all round.

The spine is as thick as the leaves together: half the pages, each of the paper's caliper.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pikepdf
from pikepdf import Array

from publish.cover import picture_path, read_picture
from publish.finding import Finding, PublishError
from publish.print.measure import POINTS
from publish.publication import Image
from publish.stylesheets import read_stylesheets
from publish.write.pdf.binding.binder import Binder, open_gathering
from publish.write.pdf.cover.ean13 import MODULES, bars, read_isbn
from publish.write.pdf.division.short_titles import shorten
from publish.write.pdf.laying.drawing import draw
from publish.write.pdf.laying.layout import lay_out
from publish.write.pdf.laying.recipe import Recipe
from publish.write.pdf.laying.stock import Stock, open_stock
from publish.write.pdf.setting.openings import mark_headings
from publish.write.pdf.tree import add
from publish.write.pdf.typefaces import font_rules, languages_of
from publish.write.pdf.work import Work

MODULE = 0.33 * POINTS["mm"]
"""The width of a bar code's module at full size (ISO/IEC 15420)."""

BAR, GUARD = 60.0, 65.0
"""Points: the height of the bars, and of the guard bars among them."""

QUIET = 11
"""Modules left white beside the bars, as ISO/IEC 15420 has it at the left; the right needs 7."""

THINNEST_SPINE = 6 * POINTS["mm"]
"""A thinner spine bears no words: they would run over its edges where the fold shifts."""

SPINE_LETTER = 6.0
"""Points: the width of a letter on the spine (wrap.css)."""

PICTURE = "front-cover"


def spine_of(work: Work) -> float:
    """Work out how thick the book is, in points."""
    return work.page_count() / 2 * work.edition.print.paper_caliper_mm * POINTS["mm"]


def bind_cover(work: Work) -> Binder:
    """Lay out the cover of a book whose pages are known.

    Codes: WRI-005 the front's picture cannot be used, WRI-077 a wrong ISBN (raised).
    """
    spine = spine_of(work)
    stock = _open_stock(work, spine)
    laid = lay_out(_sheet(work, spine), stock)
    binder = Binder(work.shelf, tagged=False)
    binder.add(open_gathering(draw(laid, work.shelf, tagged=False)), 0)
    binder.finish_fonts()
    _set_boxes(binder.pdf.pages[0], work)
    return binder


def _open_stock(work: Work, spine: float) -> Stock:
    images, findings = _picture(work)
    work.findings += findings
    design = "".join(read_stylesheets(work.edition, f"covers/{work.edition.cover.design}"))
    colours = "".join(re.findall(r":root\s*\{[^}]*\}", design))
    own = work.edition.cover.colour
    families = work.recipe.families
    fonts = font_rules(families, languages_of(work.publication))
    sheets = [
        ":root { --ground: white; --ink: black; }",
        colours,
        f":root {{ --ground: {own}; }}" if own else "",
        _measures(work, spine),
        fonts,
        *read_stylesheets(work.edition, "wrap"),
    ]
    return open_stock(Recipe(families, sheets, images), work.stock.fonts)


def _measures(work: Work, spine: float) -> str:
    g = work.geometry
    width, height = 2 * g.trim.width + spine + 2 * g.bleed, g.trim.height + 2 * g.bleed
    return (
        f"@page {{ size: {width:.3f}pt {height:.3f}pt; margin: 0; }}\n"
        f":root {{ --trim-width: {g.trim.width:.3f}pt; --trim-height: {g.trim.height:.3f}pt;"
        f" --spine: {spine:.3f}pt; --bleed: {g.bleed:.3f}pt; }}"
    )


def _picture(work: Work) -> tuple[dict[str, Image], list[Finding]]:
    """Read the front's own picture, where the edition has one."""
    if not work.edition.cover.image:
        return {}, []
    try:
        data, media_type = read_picture(work.edition)
    except PublishError as problem:
        return {}, problem.findings
    return {PICTURE: Image(PICTURE, media_type, data, picture_path(work.edition))}, []


def _sheet(work: Work, spine: float) -> Element:
    """Make the sheet; a book bound on the right has its front on the left."""
    trim, bleed = work.geometry.trim, work.geometry.bleed
    html = Element("html", {"lang": work.publication.lang or "und", "dir": "ltr"})
    body = add(html, "body")
    near, far = bleed, bleed + trim.width + spine
    front_at, back_at = (near, far) if work.is_rtl else (far, near)
    _add_back(_panel(body, "back", back_at), work)
    _add_spine(body, bleed + trim.width, spine, work)
    _add_front(_panel(body, "front", front_at), work)
    return html


def _panel(body: Element, name: str, left: float) -> Element:
    return add(body, "section", class_=f"panel {name}", style=f"left: {left:.3f}pt")


def _add_front(front: Element, work: Work) -> None:
    if work.stock.fetcher and work.edition.cover.image:
        outer = work.geometry.bleed
        side, other = ("left", "right") if work.is_rtl else ("right", "left")
        place = f"top: -{outer:.3f}pt; {side}: -{outer:.3f}pt; {other}: 0;"
        size = (
            f"width: {work.geometry.trim.width + outer:.3f}pt;"
            f" height: {work.geometry.trim.height + 2 * outer:.3f}pt"
        )
        alt = work.edition.cover.alt or work.publication.title
        source = f"images/{PICTURE}"
        add(front, "img", class_="picture", src=source, alt=alt, style=f"{place} {size}")
        return
    front.set("dir", work.publication.direction)
    book = work.edition.book
    add(front, "div", class_="frame")
    for tag, name, text in (
        ("p", "author", ", ".join(work.edition.authors())),
        ("h1", "title", work.publication.title),
        ("p", "subtitle", book.subtitle),
        ("p", "publisher", book.publisher),
    ):
        if text:
            add(front, tag, text, class_=name)
    mark_headings(front)


def _add_spine(body: Element, left: float, width: float, work: Work) -> None:
    if width < THINNEST_SPINE:
        return
    place = f"left: {left:.3f}pt; width: {width:.3f}pt"
    line = add(add(body, "section", class_="panel spine", style=place), "p")
    room = work.geometry.trim.height / SPINE_LETTER
    authors = shorten(", ".join(work.edition.authors()), 0.4 * room)
    title = work.edition.book.short_title or work.publication.title
    add(line, "span", authors, class_="author")
    add(line, "span", shorten(title, 0.8 * room - len(authors)), class_="title")


def _add_back(back: Element, work: Work) -> None:
    book = work.edition.book
    if book.description:
        add(back, "p", book.description, class_="text", dir=work.publication.direction)
    if book.isbn_print:
        _add_barcode(back, read_isbn(book.isbn_print), book.isbn_print)


def _add_barcode(back: Element, figures: str, written: str) -> None:
    holder = add(back, "div", class_="barcode")
    add(holder, "p", f"ISBN {written}")
    holder.set("style", f"width: {(MODULES + 2 * QUIET) * MODULE:.3f}pt")
    width = MODULES * MODULE
    svg = add(
        holder,
        "{http://www.w3.org/2000/svg}svg",
        width=f"{width:.3f}pt",
        height=f"{GUARD}pt",
        viewBox=f"0 0 {width:.3f} {GUARD}",
    )
    for start, modules, is_guard in bars(figures):
        add(
            svg,
            "{http://www.w3.org/2000/svg}rect",
            x=f"{start * MODULE:.3f}",
            y="0",
            width=f"{modules * MODULE:.3f}",
            height=f"{GUARD if is_guard else BAR}",
            fill="black",
        )
    line = add(holder, "p", class_="figures")
    for start, modules, group in (
        (-QUIET, QUIET, figures[0]),
        (3, 42, figures[1:7]),
        (50, 42, figures[7:]),
    ):
        place = f"left: {(QUIET + start) * MODULE:.3f}pt; width: {modules * MODULE:.3f}pt"
        add(line, "span", group, style=place).tail = " "


def _set_boxes(page: pikepdf.Page, work: Work) -> None:
    """Give the sheet its boxes (ISO 32000-1 clause 14.11.2)."""
    left, bottom, right, top = (float(side) for side in page.mediabox)
    by = work.geometry.bleed
    page.obj.TrimBox = Array([left + by, bottom + by, round(right - by, 3), round(top - by, 3)])
    page.obj.BleedBox = page.obj.CropBox = page.obj.MediaBox
