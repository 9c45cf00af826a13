"""Which page bears what: running heads, folios, drop folios, nothing."""

from __future__ import annotations

import pikepdf

from publish.engine.tree_names import TURNED
from publish.write.pdf.assemble.binder import Binder, BoundPage
from publish.write.pdf.assemble.boxes import Sides, crop_marks, registration, set_boxes
from publish.write.pdf.assemble.stamps import Placed, Stamps, note_rule, stamp
from publish.write.pdf.layout.book_layout import Work
from publish.write.pdf.layout.running_heads import recto_head, verso_head
from publish.write.pdf.prepare.folios import Folio
from publish.write.pdf.prepare.margin_notes import beside_in
from publish.write.pdf.prepare.setting.plates import BLED, PLATE


def furnish(binder: Binder, folios: list[Folio], stamps: Stamps, work: Work, sides: Sides) -> None:
    """Stamp each page with what it bears, and put it on its side."""
    mirrors = work.purpose.is_paper or bool(beside_in(work.jobs))
    inks = registration(binder.pdf) if sides.marks else None
    for bound, folio in zip(binder.pages, folios, strict=True):
        shift = _shift(folio, work, mirrors=mirrors)
        if _page_name(bound, work) == BLED:
            bleed(bound.page, folio, shift, work, sides)
        if inks is not None:
            stamp(bound.page, [], crop_marks(work.geometry, shift, sides), inks)
        if bound.sheet >= 0:
            stamp(bound.page, _head_and_folio(bound, folio, stamps, work), _rule(bound, work))
        set_boxes(bound.page, work.geometry, shift, sides)


def _shift(folio: Folio, work: Work, *, mirrors: bool) -> float:
    """Tell how far a page's text moves to the right of where a recto has it.

    On paper a verso mirrors the recto's margins; on a screen the text stands in the middle,
    unless the outer margins hold notes.
    """
    difference = work.geometry.outer - work.geometry.inner
    if work.is_rtl:
        difference = -difference
    if not mirrors:
        return difference / 2
    return 0.0 if folio.is_recto else difference


def _rule(bound: BoundPage, work: Work) -> bytes:
    """Part the notes at the foot from the text (Chicago 14.26 note: a short rule)."""
    foot = work.gatherings[bound.gathering].sheets[bound.sheet].foot
    if foot is None:
        return b""
    geometry = work.geometry
    length = 4 * geometry.font_size
    if _page_name(bound, work) == TURNED:
        start = geometry.foot + (geometry.depth - length if work.is_rtl else 0.0)
        return b"q 0 1 -1 0 %.3f 0 cm %b Q" % (geometry.trim.width, note_rule(start, foot, length))
    left, right = _sides(work)
    return note_rule(right - length if work.is_rtl else left, foot, length)


def _head_and_folio(bound: BoundPage, folio: Folio, stamps: Stamps, work: Work) -> list[Placed]:
    """Choose what stands above and below a page's text.

    A division's first page and one of a turned table have a drop folio and no running head;
    display pages and plates have neither (Chicago 1.6, 1.16). The folio stands at the outer edge.
    """
    job, name = work.jobs[bound.gathering], _page_name(bound, work)
    if job.is_display or name in {PLATE, BLED}:
        return []
    left, right = _sides(work)
    middle = (left + right) / 2
    if bound.sheet == 0 or name == TURNED:
        return stamps.folio(str(folio), middle, 0.5, drop=True)
    placed: list[Placed] = []
    if head := recto_head(job, work) if folio.is_recto else verso_head(work):
        placed = stamps.head(head, middle)
    edge, align = (right, 1.0) if folio.is_recto != work.is_rtl else (left, 0.0)
    return placed + stamps.folio(str(folio), edge, align, drop=False)


def _page_name(bound: BoundPage, work: Work) -> str:
    """Tell what kind of page it is, if not one of text: a plate, a turned table."""
    if bound.sheet < 0:
        return ""
    return work.gatherings[bound.gathering].sheets[bound.sheet].page_name


def bleed(page: pikepdf.Page, folio: Folio, shift: float, work: Work, sides: Sides) -> None:
    """Have a picture run over all edges of its page but the one at the spine.

    It was laid out as on a recto, over all four.
    """
    width, height, over = work.geometry.trim.width, work.geometry.trim.height, sides.bleed
    is_spine_left = folio.is_recto != work.is_rtl
    left = -shift - (0.0 if is_spine_left else over)
    clip = f"{left:.3f} {-over:.3f} {width + over:.3f} {height + 2 * over:.3f} re W n"
    page.contents_add(f"q {clip} 1 0 0 1 {-shift:.3f} 0 cm".encode(), prepend=True)
    page.contents_add(b"Q", prepend=False)


def _sides(work: Work) -> tuple[float, float]:
    """Give the left and right edges of the text as it was laid out."""
    left = work.geometry.outer if work.is_rtl else work.geometry.inner
    return left, left + work.geometry.measure
