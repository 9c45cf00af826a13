"""Boxes and the number of pages (ISO 15930-7 clause 6.4; ISO 32000-1 clause 14.11.2)."""

from __future__ import annotations

from collections.abc import Iterator

from publish.check.pdf.under_test import Box, PdfUnderTest, box_of
from publish.house.page.folding import SCHEMES, is_for_a_press
from publish.house.page.geometry import read_bleed
from publish.house.page.measure import read_trim
from publish.house.page.printer import printer_of
from publish.model.finding import Finding, error
from publish.model.purpose import Purpose

SLACK = 0.1


def check_boxes(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand that each page has the edition's trim, within its bleed, within its sheet."""
    trim = read_trim(tested.edition.print.trim)
    bleed = read_bleed(tested.edition.print.bleed)
    printer = printer_of(tested.edition.print)
    for name, page in tested.pages():
        media, bleed_box, trim_box = (
            box_of(page, key) for key in ("/MediaBox", "/BleedBox", "/TrimBox")
        )
        if trim_box is None:
            yield error("WRI-060", f"{name} has no trim box")
            continue
        size = (trim_box[2] - trim_box[0], trim_box[3] - trim_box[1])
        if abs(size[0] - trim.width) > SLACK or abs(size[1] - trim.height) > SLACK:
            found = f"{size[0]:.1f} x {size[1]:.1f} pt"
            asked = f"{trim.width:.1f} x {trim.height:.1f} pt"
            yield error("WRI-060", f"{name} is trimmed to {found} where {asked} is asked for")
        if media is None or not _holds(media, bleed_box or trim_box):
            yield error("WRI-060", f"{name} has a bleed box outside its sheet")
        if bleed_box is not None and not _holds(bleed_box, trim_box):
            yield error("WRI-060", f"{name} has a trim box outside its bleed box")
        if tested.purpose is Purpose.PRESS and bleed > SLACK:
            by = _least_bleed(bleed_box, trim_box, at_spine=printer.bleed_at_spine)
            if by + SLACK < bleed:
                yield error("WRI-060", f"{name} bleeds {by:.1f} pt where {bleed:.1f} pt is due")


def _least_bleed(bleed: Box | None, trim: Box, *, at_spine: bool) -> float:
    """Return how far a page bleeds where it does so least; the spine is at its left or right."""
    if bleed is None:
        return 0.0
    left, right = trim[0] - bleed[0], bleed[2] - trim[2]
    across = min(left, right) if at_spine else max(left, right)
    return min(across, trim[1] - bleed[1], bleed[3] - trim[3])


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0] + SLACK
        and outer[1] <= inner[1] + SLACK
        and outer[2] >= inner[2] - SLACK
        and outer[3] >= inner[3] - SLACK
    )


def check_sheets(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand sheets of the size that their pages fill, front and back of each, and all pages."""
    choices = tested.edition.print
    trim, scheme = read_trim(choices.trim), SCHEMES[choices.imposition]
    apart = 2 * read_bleed(choices.bleed) if is_for_a_press(choices) else 0.0
    width = scheme.columns * trim.width + (scheme.columns // 2 - 1) * apart
    height = scheme.rows * trim.height + (scheme.rows - 1) * apart
    for name, page in tested.pages():
        box = box_of(page, "/TrimBox") or (0.0, 0.0, 0.0, 0.0)
        if abs(box[2] - box[0] - width) > SLACK or abs(box[3] - box[1] - height) > SLACK:
            yield error("WRI-060", f"{name} is not a sheet of {choices.imposition}")
        if len(page.obj.Resources.get("/XObject", {})) != scheme.columns * scheme.rows:
            yield error("WRI-064", f"{name} does not bear {scheme.columns * scheme.rows} pages")
    if len(tested.pdf.pages) % 2:
        yield error("WRI-064", "the last sheet has no back")


def check_cover(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand one sheet as high as the leaf and at least two leaves wide, with bleed all round."""
    trim = read_trim(tested.edition.print.trim)
    bleed = read_bleed(tested.edition.print.bleed)
    if len(tested.pdf.pages) != 1:
        yield error(
            "WRI-064", f"the cover has {len(tested.pdf.pages)} pages where one sheet is due"
        )
    for name, page in tested.pages():
        media, trimmed = box_of(page, "/MediaBox"), box_of(page, "/TrimBox")
        if media is None or trimmed is None:
            yield error("WRI-060", f"{name} has no trim box")
        elif (
            trimmed[2] - trimmed[0] + SLACK < 2 * trim.width
            or abs(trimmed[3] - trimmed[1] - trim.height) > SLACK
        ):
            yield error("WRI-060", f"{name} is too small to go round the book")
        elif trimmed[0] - media[0] + SLACK < bleed:
            yield error("WRI-060", f"{name} bleeds less than {bleed:.1f} pt")


def check_page_count(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand a number of pages that fills the printer's signatures."""
    multiple = max(1, tested.edition.print.pages_multiple)
    pages = len(tested.pdf.pages)
    if tested.purpose is Purpose.PRESS and pages % multiple:
        yield error("WRI-064", f"{pages} pages are no multiple of {multiple}")
