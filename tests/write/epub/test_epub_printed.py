"""Whole books: the words behind each page's anchor are those with which that page begins."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from publish import pipeline
from publish.write.epub import write_epub
from publish.write.pdf import Purpose, write_pdf
from tests.write.epub.books import Opened, epub_with

ROOT = Path(__file__).parents[3]
CORPORA = Path(os.environ.get("PUBLISH_CORPORA", ROOT.parent / "shared" / "corpora"))
BOOKS = [
    pytest.param(ROOT, id="first-book"),
    *(
        pytest.param(path, id=path.stem[:24], marks=pytest.mark.slow)
        for path in sorted(CORPORA.rglob("*.xml"))
    ),
]


@pytest.mark.parametrize("path", BOOKS)
def test_every_page_of_the_press_pdf_is_found_at_its_first_words(path: Path) -> None:
    build = pipeline.prepare(path)
    assert build.publication is not None
    printing = write_pdf(build.publication, build.edition, Purpose.PRESS).printing
    edition = epub_with(build.edition, embed_fonts=False)
    book = Opened(write_epub(build.publication, edition, printing=printing)[0])
    links = book.links("page-list")
    assert [label for label, _ in links] == [page.folio for page in printing.pages]
    shown = {
        identifier
        for name in book.names
        if name.endswith(".xhtml")
        for identifier in ids(book, name)
    }
    strayed = []
    for (label, href), page in zip(links, printing.pages, strict=True):
        if page.start is None or page.start.block not in shown:
            continue
        begins = squeezed(page.start.text)[:12]
        if not squeezed(text_behind(book, href)).startswith(begins):
            strayed.append((label, page.start.text))
    assert strayed == []


def ids(book: Opened, name: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', book.files[name].decode())


def squeezed(text: str) -> str:
    """Leave out what layout folds, adds and hides: space, hyphens, the brackets of ruby."""
    return re.sub(r"[\s\u00ad\u2060\u200b\ufeff()（）]|[-‐]$", "", text)


def text_behind(book: Opened, href: str) -> str:
    path, _, anchor = href.partition("#")
    texts = book.by_id(path, anchor).xpath("following::text()")
    return "".join(map(str, texts[:40]))
