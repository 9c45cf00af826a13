"""Which page bears what: running heads, folios, drop folios, nothing."""

from __future__ import annotations

from publish.write.pdf.binding import Binder, BoundPage
from publish.write.pdf.boxes import Sides, crop_marks, registration, set_boxes
from publish.write.pdf.folios import Folio
from publish.write.pdf.job import Job
from publish.write.pdf.short_titles import shorten
from publish.write.pdf.stamps import Placed, Stamps, note_rule, stamp
from publish.write.pdf.work import Work

FOLIO_ROOM = 5.5
"""em that a running head leaves free, for the folio at one end and for balance at the other."""

HEAD_LETTER = 0.48
"""Mean width, in em of the text, of a letter of the running head (spaced small capitals)."""


def verso_head(work: Work) -> str:
    """Give the running head of left-hand pages: the book's short title (Chicago 1.11)."""
    return fit_head(work.edition.book.short_title or work.publication.title, work)


def recto_head(job: Job, work: Work) -> str:
    """Give the running head of a division's right-hand pages: its title."""
    return fit_head(job.title, work) or verso_head(work)


def heads_of(work: Work) -> list[tuple[str, str]]:
    """List the texts of all running heads with their languages."""
    heads = {verso_head(work): work.publication.lang}
    for job in work.jobs:
        heads.setdefault(recto_head(job, work), job.root.get("lang", ""))
    return [(text, lang) for text, lang in heads.items() if text]


def fit_head(title: str, work: Work) -> str:
    """Shorten a title to what fits between the folios."""
    room = (work.geometry.measure / work.geometry.font_size - FOLIO_ROOM) / HEAD_LETTER
    return shorten(title, room)


def furnish(binder: Binder, folios: list[Folio], stamps: Stamps, work: Work, sides: Sides) -> None:
    """Stamp each page with what it bears, and put it on its side."""
    inks = registration(binder.pdf) if sides.marks else None
    for bound, folio in zip(binder.pages, folios, strict=True):
        shift = _shift(folio, work)
        if inks is not None:
            stamp(bound.page, [], crop_marks(work.geometry, shift, sides), inks)
        if bound.sheet >= 0:
            stamp(bound.page, _head_and_folio(bound, folio, stamps, work), _rule(bound, work))
        set_boxes(bound.page, work.geometry, shift, sides)


def _shift(folio: Folio, work: Work) -> float:
    """Tell how far a page's text moves to the right of where a recto has it.

    On paper a verso mirrors the recto's margins; on a screen the text stands in the middle.
    """
    difference = work.geometry.outer - work.geometry.inner
    if work.is_rtl:
        difference = -difference
    if not work.purpose.is_paper:
        return difference / 2
    return 0.0 if folio.is_recto else difference


def _rule(bound: BoundPage, work: Work) -> bytes:
    """Part the notes at the foot from the text (Chicago 14.26 note: a short rule)."""
    foot = work.gatherings[bound.gathering].sheets[bound.sheet].foot
    if foot is None:
        return b""
    left, right = _sides(work)
    length = 4 * work.geometry.font_size
    return note_rule(right - length if work.is_rtl else left, foot, length)


def _head_and_folio(bound: BoundPage, folio: Folio, stamps: Stamps, work: Work) -> list[Placed]:
    """Choose what stands above and below a page's text.

    A division's first page has a drop folio and no running head; display pages have neither
    (Chicago 1.6, 1.16). The folio stands at the outer edge.
    """
    job = work.jobs[bound.gathering]
    if job.is_display:
        return []
    left, right = _sides(work)
    middle = (left + right) / 2
    if bound.sheet == 0:
        return stamps.folio(str(folio), middle, 0.5, drop=True)
    placed: list[Placed] = []
    if head := recto_head(job, work) if folio.is_recto else verso_head(work):
        placed = stamps.head(head, middle)
    edge, align = (right, 1.0) if folio.is_recto != work.is_rtl else (left, 0.0)
    return placed + stamps.folio(str(folio), edge, align, drop=False)


def _sides(work: Work) -> tuple[float, float]:
    """Give the left and right edges of the text as it was laid out."""
    left = work.geometry.outer if work.is_rtl else work.geometry.inner
    return left, left + work.geometry.measure
