"""A book is as small as it can be: it carries what is read, and no more."""

from __future__ import annotations

from publish.model.publication import Image
from publish.write.epub import write_epub
from tests.write.epub.books import EDITION, png, small_book
from tests.write.epub.unused import unused


def test_nothing_is_carried_for_nothing() -> None:
    assert unused(write_epub(small_book(), EDITION)[0]) == set()


def test_a_picture_that_no_page_shows_stays_behind() -> None:
    book = small_book()
    source = next(iter(book.images.values())).source
    book.images["lost.png"] = Image("lost.png", "image/png", png("red"), source)
    assert unused(write_epub(book, EDITION)[0]) == set()
