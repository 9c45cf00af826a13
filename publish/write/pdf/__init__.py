"""Publication -> PDF for a screen or a press, with the record of its pages.

`book.py` tells how a book is made: each division is prepared (`prepare/`), laid out and drawn
(`layout/`, by the engine), and all are assembled (`assemble/`); `cover/` goes round them, and

"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from publish.model.finding import PublishError
from publish.model.purpose import Purpose
from publish.write.pdf.printed import Printed

if TYPE_CHECKING:
    from publish.model.edition import Edition
    from publish.model.publication import Publication
    from publish.run.cache import Cache

__all__ = ["Printed", "Purpose", "write_pdf"]


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
    `cache` holds what earlier runs laid out. Raises PublishError WRI-187 where the layout engine
    fails at the book's own styles.
    """
    from publish.run.cache import Cache
    from publish.write.pdf.book import write_book  # which a process that lays out does without
    from publish.write.pdf.guilty_styles import blame_styles

    def write(publication: Publication, edition: Edition) -> Printed:
        return write_book(publication, edition, purpose, progress or _deaf, cache or Cache())

    try:
        return write(publication, edition)
    except PublishError:
        raise
    except Exception as bug:
        guilty = blame_styles(publication, edition, bug, write)
        if guilty is None:
            raise
        raise guilty from bug


def _deaf(words: str, done: int, total: int) -> None:
    """Hear no progress."""
