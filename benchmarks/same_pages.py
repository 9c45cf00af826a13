"""Compare a book's chapters, laid out each by itself, with all of them in one document.

    python -m benchmarks.same_pages BOOK.xml ...

The same is tested with a small novel (`tests/write/pdf/layout/test_same_as_one_document.py`).
"""

from __future__ import annotations

import copy
import sys
from pathlib import Path

from publish import pipeline
from publish.engine import lay_out
from publish.model.publication import Matter
from publish.write.pdf import Purpose
from publish.write.pdf.book import begin
from tests.write.pdf.layout.test_same_as_one_document import as_one, texts


def compare(book: Path) -> str:
    """Say how many pages, and pieces of text, have come to the same places."""
    build = pipeline.prepare(book)
    assert build.publication is not None
    layout = begin(build.publication, build.edition, Purpose.SCREEN)
    divisions = [division for division in layout.divisions if division.matter is Matter.BODY]
    apart = [
        page
        for division in divisions
        for page in texts(lay_out(copy.deepcopy(division.root), layout.resources))
    ]
    whole = texts(lay_out(as_one(divisions), layout.resources))
    pages = sum(one == other for one, other in zip(apart, whole, strict=False))
    pieces = sum(
        here == there
        for one, other in zip(apart, whole, strict=False)
        for here, there in zip(one, other, strict=False)
    )
    total = sum(map(len, whole))
    return f"{book.stem}: {pages} of {len(whole)} pages, {pieces:,} of {total:,} pieces of text"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(compare(Path(name)), flush=True)
