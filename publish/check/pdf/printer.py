"""Whether the printer that the edition names takes the file: its trims, boxes, pages, cover."""

from __future__ import annotations

from collections.abc import Iterator

from publish.check.pdf.under_test import PdfUnderTest, box_of
from publish.house.page.measure import POINTS, Trim, read_length
from publish.house.page.printer import Printer, printer_of
from publish.model.finding import Finding, notice, warning
from publish.model.purpose import Purpose

SLACK = 0.2 * POINTS["mm"]
"""Points by which a bleed may differ: printers write 0.125 in and mean 3 mm."""


def check_printer_trim(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find a trim that the printer does not print. Code: WRI-200."""
    printer = printer_of(tested.edition.print)
    trimmed = box_of(tested.pdf.pages[0], "/TrimBox")
    if trimmed is None:
        return
    trim = Trim(trimmed[2] - trimmed[0], trimmed[3] - trimmed[1])
    if not printer.has_trim(trim):
        size = f"{trim.width / POINTS['mm']:.4g} x {trim.height / POINTS['mm']:.4g} mm"
        message = f"{printer.name} does not print books of {size}"
        others = f"it prints {', '.join(printer.trims)}"
        if printer.least_trim:
            others += f", and all between {printer.least_trim} and {printer.most_trim}"
        hint = f'write print.trim = "{printer.nearest_trim(trim)}"; {others}'
        yield warning("WRI-200", message, tested.edition.place("print", "trim"), hint)


def check_printer_file(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find bleed, marks, inks and a version of PDF/X that the printer takes otherwise: WRI-201."""
    printer, choices = printer_of(tested.edition.print), tested.edition.print
    for key, message, value in _otherwise(tested, printer):
        place = tested.edition.place("print", key)
        yield warning("WRI-201", message, place, f"write print.{key} = {value}")
    if printer.variants and choices.variant.lower() not in printer.variants:
        message = f"{printer.name} takes {' or '.join(printer.variants)}, not {choices.variant}"
        hint = f'write print.variant = "{printer.variants[0]}"'
        yield warning("WRI-201", message, tested.edition.place("print", "variant"), hint)


def _otherwise(tested: PdfUnderTest, printer: Printer) -> Iterator[tuple[str, str, str]]:
    """Yield keys with what is wrong and the value that is right."""
    page, limit = tested.pdf.pages[0], printer.ink_limit
    media, bleed, trim = (box_of(page, key) for key in ("/MediaBox", "/BleedBox", "/TrimBox"))
    if media is not None and trim is not None:
        bled = bleed or trim
        found, due = bled[3] - trim[3], read_length(printer.bleed or "0", "bleed")
        may_be_none = tested.purpose is Purpose.PRESS and found < SLACK
        if due and not may_be_none and abs(found - due) > SLACK:
            message = f"{printer.name} wants a bleed of {printer.bleed}, and the file has "
            yield "bleed", f"{message}{found / POINTS['mm']:.3g} mm", f'"{printer.bleed}"'
        if not printer.marks and media[3] - bled[3] > SLACK:
            yield "marks", f"{printer.name} wants no crop marks in the file", "false"
    if limit and tested.edition.print.ink_limit > limit:
        message = f"{printer.name} lays {limit}% of ink at most"
        yield "ink_limit", f"{message}, and ink_limit allows more", str(limit)


def check_printer_pages(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find a number of pages that the printer does not bind, of this paper. Code: WRI-202."""
    edition, pages = tested.edition, len(tested.pdf.pages)
    printer = printer_of(edition.print)
    paper = printer.paper(edition.print.paper)
    least = max(printer.least_pages, paper.least_pages if paper else 0)
    most = paper.most_pages if paper else 0
    name = f" on {paper.name} paper" if paper else ""
    if pages < least:
        message = f"{printer.name} binds {least} pages or more{name}, and the book has {pages}"
        hint = f"choose larger type, or print.pages_multiple = {least + least % 2}"
        place = edition.place("print", "pages_multiple")
        yield warning("WRI-202", message, place, hint)
    if most and pages > most:
        message = f"{printer.name} binds up to {most} pages{name}, and the book has {pages}"
        thinner = [each.name for each in printer.papers if each.most_pages >= pages]
        hint = "choose smaller type, a larger trim, or two volumes"
        hint += f"; or print.paper = {' or '.join(map(repr, thinner))}" if thinner else ""
        yield warning("WRI-202", message, edition.place("print", "paper"), hint)
    multiple = printer.pages_multiple or 1
    if pages % multiple:
        message = f"{printer.name} fills {pages} pages up to a multiple of {multiple}"
        place = edition.place("print", "pages_multiple")
        yield warning("WRI-202", message, place, f"write print.pages_multiple = {multiple}")


def check_printer_cover(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find a cover without the bar code it needs (WRI-205), a spine that is a guess (WRI-204)."""
    edition = tested.edition
    printer = printer_of(edition.print)
    if printer.barcode_needed and not edition.book.isbn_print:
        message = f"{printer.name} prints no cover without a bar code"
        hint = "give book.isbn_print, which becomes one"
        yield warning("WRI-205", message, edition.place("book", "isbn_print"), hint)
    paper = printer.paper(edition.print.paper)
    is_stated = ("print", "paper_caliper_mm") in edition.places
    if paper is not None and not paper.leaf and not is_stated:
        leaf = edition.print.paper_caliper_mm
        message = f"{printer.name} does not say how thick the paper is; the spine is reckoned"
        message += f" with leaves of {leaf:g} mm"
        hint = "take the spine's width from the printer's cover template, divide it by half the"
        hint += " pages, and write it as print.paper_caliper_mm"
        yield notice("WRI-204", message, edition.place("print", "printer"), hint)
