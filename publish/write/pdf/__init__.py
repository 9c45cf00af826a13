"""Publication -> PDF for a screen or a press, with the record of its pages; and its preflight.

`book.py` tells how a book is made: each division is a job (`job.py`), and all are laid out and
drawn side by side (`composing.py`, `gathering.py`), bound (`binding.py`) and finished
(`finishing.py`). `setting/` prepares the tree for layout, `engine/` WeasyPrint; `tags/`, `press/`
and `sheets/` finish what is bound; `preflight/` examines it, knowing nothing of the others;
`report/` and `repairing/` see to the ends of pages.
"""

from __future__ import annotations

from collections.abc import Callable

from publish.cache import Cache
from publish.edition import Edition
from publish.publication import Publication
from publish.write.pdf.book import write_book
from publish.write.pdf.preflight import check_pdf
from publish.write.pdf.printed import Printed
from publish.write.pdf.purpose import Purpose

__all__ = ["Printed", "Purpose", "check_pdf", "write_pdf"]


def write_pdf(
    publication: Publication,
    edition: Edition,
    purpose: Purpose,
    progress: Callable[[str, int, int], None] | None = None,
    *,
    cache: Cache | None = None,
) -> Printed:
    """Write a publication as a PDF; the same input gives the same bytes anywhere.

    `progress` hears the words for what is being done, how much of it is done, and of how much.
    `cache` holds what earlier runs laid out.
    """
    return write_book(publication, edition, purpose, progress or _deaf, cache or Cache())


def _deaf(words: str, done: int, total: int) -> None:
    """Hear nothing."""
