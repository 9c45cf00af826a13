"""What stands over the text of a page: the book's short title, the division's title."""

from __future__ import annotations

from publish.write.pdf.layout.book_layout import Work
from publish.write.pdf.prepare.division import Job
from publish.write.pdf.prepare.short_titles import shorten

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
    """List the texts of all running heads with their languages, in a fixed order."""
    heads = {verso_head(work): work.publication.lang}
    for job in work.jobs:
        heads.setdefault(recto_head(job, work), job.root.get("lang", ""))
    return sorted((text, lang) for text, lang in heads.items() if text)


def fit_head(title: str, work: Work) -> str:
    """Shorten a title to what fits between the folios."""
    room = (work.geometry.measure / work.geometry.font_size - FOLIO_ROOM) / HEAD_LETTER
    return shorten(title, room)
