"""Which page bears what: running heads, folios, drop folios, nothing."""

from __future__ import annotations

from publish.edition import Edition
from publish.publication import Publication
from publish.write.pdf.binding import Binder, BoundPage
from publish.write.pdf.folios import Folio
from publish.write.pdf.job import Job
from publish.write.pdf.purpose import Purpose
from publish.write.pdf.stamps import Placed, Stamps, note_rule, relocate, stamp
from publish.write.pdf.work import Work


def verso_head(publication: Publication, edition: Edition) -> str:
    """Give the running head of left-hand pages: the book's short title (Chicago 1.11)."""
    return edition.book.short_title or publication.title


def heads_of(work: Work) -> list[tuple[str, str]]:
    """List the texts of all running heads with their languages."""
    heads = {verso_head(work.publication, work.edition): work.publication.lang}
    for job in work.jobs:
        heads.setdefault(job.title, job.root.get("lang", ""))
    return [(text, lang) for text, lang in heads.items() if text]


def furnish(binder: Binder, folios: list[Folio], stamps: Stamps, work: Work) -> None:
    """Stamp each page with what it bears, and put it on its side."""
    for bound, folio in zip(binder.pages, folios, strict=True):
        if bound.sheet >= 0:
            drawn = _rule(bound, work)
            stamp(bound.page, _head_and_folio(bound, folio, stamps, work), drawn)
        if work.purpose.is_paper and not folio.is_recto:
            shift = work.geometry.outer - work.geometry.inner
            relocate(bound.page, -shift if work.is_rtl else shift)


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
    if head := _head(job, folio, work):
        placed = stamps.head(head, middle)
    edge, align = (right, 1.0) if folio.is_recto != work.is_rtl else (left, 0.0)
    return placed + stamps.folio(str(folio), edge, align, drop=False)


def _head(job: Job, folio: Folio, work: Work) -> str:
    title = verso_head(work.publication, work.edition)
    return (job.title or title) if folio.is_recto else title


def _sides(work: Work) -> tuple[float, float]:
    """Give the left and right edges of the text as it was laid out."""
    geometry = work.geometry
    if work.purpose is Purpose.SCREEN:
        left = (geometry.inner + geometry.outer) / 2
    else:
        left = geometry.outer if work.is_rtl else geometry.inner
    return left, left + geometry.measure
