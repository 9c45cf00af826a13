"""Publication -> PDF for a screen or a press, with the record of its pages; and its preflight.

`book.py` tells how a book is made: each division (`division/`, with its tree prepared by
`setting/`) is laid out and drawn (`laying/`, by WeasyPrint as `engine/` teaches it), and all are
bound (`binding/`), with what `tags/`, `press/` and `sheets/` do to what is bound; `cover/` goes
round them. `preflight/` examines the file, knowing nothing of the others; `report/` and
`repairing/` see to the ends of pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from publish.finding import PublishError
from publish.write.pdf.printed import Printed
from publish.write.pdf.purpose import Purpose

if TYPE_CHECKING:
    from publish.cache import Cache
    from publish.edition import Edition
    from publish.finding import Finding
    from publish.publication import Image, Publication

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
    `cache` holds what earlier runs laid out. Raises PublishError WRI-187 where the layout engine
    fails at the book's own styles.
    """
    from publish.cache import Cache
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


def check_pdf(
    data: bytes, purpose: Purpose, edition: Edition, pictures: Mapping[str, Image] | None = None
) -> list[Finding]:
    """Check a finished PDF against what its purpose promises.

    `pictures` are the publication's, so that a finding can name one and its place.
    """
    from publish.write.pdf.preflight import examine

    return examine(data, purpose, edition, pictures or {})


def _deaf(words: str, done: int, total: int) -> None:
    """Hear no progress."""
