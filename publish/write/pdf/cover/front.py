"""The front of a cover: the edition's own picture, or its words as large as they fit."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.engine.tree import add
from publish.house.covers import PICTURE
from publish.house.page.geometry import SQUARE
from publish.write.pdf.cover.room import CoverSheet
from publish.write.pdf.layout.book_layout import BookLayout

SIDE = 42.0
"""Points between the words and the trim (wrap.css)."""

SIZES = {
    "author": (0.11, (17, 15, 13, 11, 9)),
    "title": (0.36, (42, 36, 30, 26, 23, 20, 17, 15, 13, 11, 9)),
    "subtitle": (0.22, (15, 13, 12, 11, 10, 9)),
    "publisher": (0.08, (11, 10, 9)),
}
"""The height that each has as a share of the trim's (wrap.css), and its type in points."""


HYPHENATE_BELOW = 0.5
"""A word that would make the type smaller than this share of the largest is parted."""


def joined(authors: list[str], language: str) -> str:
    """Name authors one after another, as their language does (CLREQ and JLREQ: `、`)."""
    is_square = language.split("-")[0].lower() in SQUARE
    return ("、" if is_square else ", ").join(authors)


def fill_front(front: Element, sheet: CoverSheet) -> None:
    """Show the edition's picture over the whole front, or set its words."""
    book = sheet.book
    if sheet.has(PICTURE):
        _add_picture(front, book)
        return
    front.set("dir", book.publication.direction)
    own = book.edition.book
    add(front, "div", class_="frame")
    for tag, name, text in (
        ("p", "author", joined(book.edition.authors(), book.publication.lang)),
        ("h1", "title", book.publication.title),
        ("p", "subtitle", own.subtitle),
        ("p", "publisher", own.publisher),
    ):
        if text:
            add(front, tag, text, class_=name)
    for block in front[1:]:
        _fit(block, sheet)


def _fit(block: Element, sheet: CoverSheet) -> None:
    """Choose the largest type in which a text stands in its room, no word over its edge."""
    share, sizes = SIZES[block.get("class", "").split()[0]]
    trim = sheet.book.geometry.trim
    large = [size for size in sizes if size >= HYPHENATE_BELOW * sizes[0]]
    trials = [(size, "manual") for size in large] + [(size, "auto") for size in sizes]
    for size, hyphens in trials:
        block.set("style", f"font-size: {size}pt; hyphens: {hyphens}")
        width, height = sheet.room_of(block)
        if width <= trim.width - 2 * SIDE + 0.5 and height <= share * trim.height:
            return


def _add_picture(front: Element, book: BookLayout) -> None:
    outer = book.geometry.bleed
    side, other = ("left", "right") if book.is_rtl else ("right", "left")
    place = f"top: -{outer:.3f}pt; {side}: -{outer:.3f}pt; {other}: 0;"
    size = (
        f"width: {book.geometry.trim.width + outer:.3f}pt;"
        f" height: {book.geometry.trim.height + 2 * outer:.3f}pt"
    )
    alt = book.edition.cover.alt or book.publication.title
    source = f"images/{PICTURE}"
    add(front, "img", class_="picture", src=source, alt=alt, style=f"{place} {size}")
