"""Which page bears what: running heads, folios, drop folios, nothing."""

from __future__ import annotations

from publish.edition import Edition
from publish.publication import Publication
from publish.write.pdf.binding import Binder
from publish.write.pdf.folios import Folio
from publish.write.pdf.geometry import Geometry
from publish.write.pdf.job import Job
from publish.write.pdf.purpose import Purpose
from publish.write.pdf.stamps import Stamps, relocate


def verso_head(publication: Publication, edition: Edition) -> str:
    """Give the running head of left-hand pages: the book's short title (Chicago 1.11)."""
    return edition.book.short_title or publication.title


def heads_of(
    jobs: list[Job], publication: Publication, edition: Edition
) -> list[tuple[str, str]]:
    """List the texts of all running heads with their languages."""
    heads = [(verso_head(publication, edition), publication.lang)]
    heads += [(job.title, job.root.get("lang", "")) for job in jobs if job.title]
    return [(text, lang) for text, lang in dict(heads).items() if text]


def furnish(
    binder: Binder,
    folios: list[Folio],
    jobs: list[Job],
    stamps: Stamps,
    publication: Publication,
    edition: Edition,
    geometry: Geometry,
    purpose: Purpose,
) -> None:
    """Stamp each page with its running head and folio, and put it on its side.

    A division's first page has a drop folio and no running head; display pages and blank ones
    have neither (Chicago 1.6, 1.16). The folio stands at the outer edge.
    """
    title = verso_head(publication, edition)
    is_rtl = publication.direction == "rtl"
    for bound, folio in zip(binder.pages, folios, strict=True):
        job = jobs[bound.gathering]
        left, right = _sides(geometry, purpose, is_rtl)
        on_right = folio.is_recto != is_rtl
        if bound.sheet >= 0 and not job.is_display:
            middle = (left + right) / 2
            if bound.sheet == 0:
                stamps.folio(bound.page, str(folio), middle, 0.5, drop=True)
            else:
                head = (job.title or title) if folio.is_recto else title
                if head:
                    stamps.head(bound.page, head, middle)
                edge, align = (right, 1.0) if on_right else (left, 0.0)
                stamps.folio(bound.page, str(folio), edge, align, drop=False)
        if purpose.is_paper and not folio.is_recto:
            shift = geometry.outer - geometry.inner
            relocate(bound.page, -shift if is_rtl else shift)


def _sides(geometry: Geometry, purpose: Purpose, is_rtl: bool) -> tuple[float, float]:
    """Give the left and right edges of the text as it was laid out."""
    if purpose is Purpose.SCREEN:
        left = (geometry.inner + geometry.outer) / 2
    else:
        left = geometry.outer if is_rtl else geometry.inner
    return left, left + geometry.measure
