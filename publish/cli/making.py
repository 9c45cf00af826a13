"""From an order to outputs in their places: made, or found made by an earlier run."""

from __future__ import annotations

import gc
from pathlib import Path

from publish.cache.hints import last_language
from publish.cache.unchanged import find_unchanged
from publish.cli.session import Session, spare_manuscript, write_outputs
from publish.order import Order, Result
from publish.processes import get_ready

ENDINGS = {
    "epub": ".epub",
    "kobo": ".kepub.epub",
    "screen": ".pdf",
    "press": "-press.pdf",
    "booklet": "-booklet.pdf",
    "cover": "-cover.pdf",
    "onix": "-onix.xml",
}

LAYOUT = "publish.write.pdf.engine.ready"
"""What lays out a division, and with it WeasyPrint: some tenths of a second to import."""


def make(session: Session, order: Order, keep_stages: Path | None = None) -> Result:
    """Make what is ordered; a book that has not changed since is neither read nor made again.

    Only a run that goes through the stages can keep them in `keep_stages`.
    """
    if order.may_have_pages:  # which takes longest, and is dropped where it turns out needless
        get_ready(LAYOUT, last_language(session.cache))
    made = None if keep_stages else find_unchanged(session.cache, order)
    if made is not None:
        return made
    from publish import pipeline  # and with it all that makes books: a second, on some machines

    gc.freeze()  # modules live as long as the command: no use to look through them for garbage
    session.progress.keep_in = keep_stages
    return pipeline.make(order, session.progress, session.cache)


def default_path(book: Path, slug: str, purpose: str) -> Path:
    """Name an output: dist/SLUG for a book's folder, STEM in this folder for a bare file."""
    ending = ENDINGS[purpose]
    if book.is_dir():
        return book / "dist" / f"{slug}{ending}"
    return Path(f"{book.stem}{ending}")


def deliver(session: Session, book: Path, result: Result, output: Path | None) -> None:
    """Put the outputs in their places, all of them or none."""
    session.findings += result.findings
    if session.failed():
        return
    files = {
        output or default_path(book, result.slug, made.purpose): made.data
        for made in result.outputs
    }
    for path in files:
        spare_manuscript(path, result.manuscript)
    write_outputs(files)
    session.outputs += files
