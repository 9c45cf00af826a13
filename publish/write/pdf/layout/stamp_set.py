"""Running heads and figures laid out, each as a small page, before there is a book to stamp.

They depend on no page number, so a process of their own sets them while others lay out divisions.
"""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from publish.engine.drawn import FontShelf
from publish.engine.layout_inputs import LayoutInputs
from publish.engine.tree import add
from publish.run.processes import are_ready, open_pool
from publish.write.pdf.layout.book_layout import BookLayout, StampSet
from publish.write.pdf.layout.guide_words import has_guides
from publish.write.pdf.layout.layout_cache import key_of_layout
from publish.write.pdf.layout.running_heads import heads_of, is_tight
from publish.write.pdf.prepare.line_numbers import (
    characters_beside,
    has_line_numbers,
    has_section_numbers,
)

if TYPE_CHECKING:
    from publish.engine import LayoutResources

FIGURES = "0123456789ivxlcdm"


def order_stamps(book: BookLayout) -> None:
    """Have the stamps set in the processes that were got ready, unless an earlier run did.

    Guide words are known when all pages are.
    """
    if has_guides(book):
        return
    root = _small_pages(book)
    if are_ready() and not book.cache.has(_key(root, book)):
        book.stamps = open_pool().submit(set_apart, root, book.inputs.for_root(root))


def set_stamps(book: BookLayout) -> StampSet:
    """Return the stamps: an earlier run's, those that were ordered, or else set here and now."""
    root = _small_pages(book)
    key = _key(root, book)
    made = book.cache.get_object(key, StampSet)
    if made is None:
        made = _fetch(book) or _lay_out(root, book.resources, book.shelf)
        book.cache.put_object(key, made)
    return made


def set_apart(root: Element, inputs: LayoutInputs) -> StampSet:
    """Set stamps in a process of its own."""
    from publish.engine import reopen_resources

    return _lay_out(root, reopen_resources(inputs), FontShelf())


def _key(root: Element, book: BookLayout) -> str:
    return key_of_layout(root, book.inputs, "stamps") if book.cache else ""


def _fetch(book: BookLayout) -> StampSet | None:
    """Wait for what was ordered; None where nothing was, or its process died."""
    try:
        return book.stamps.result() if book.stamps else None
    except BrokenProcessPool:
        return None


def _lay_out(root: Element, resources: LayoutResources, shelf: FontShelf) -> StampSet:
    from publish.engine import (
        draw,  # and WeasyPrint: tenths of a second
        first_lines,
        lay_out,
    )

    laid = lay_out(root, resources)
    lines = first_lines(laid)
    return StampSet(draw(laid, shelf, tagged=False), lines, laid.page_height_px)


def stamps_of(book: BookLayout) -> list[tuple[str, str]]:
    """List the stamps in their order: their kind, and their text."""
    figures = [("figure", figure) for figure in FIGURES]
    if has_line_numbers(book.edition) or has_section_numbers(book.edition):
        roots = (division.root for division in book.divisions)
        figures += [("line-figure", letter) for letter in "0123456789" + characters_beside(roots)]
    return figures + [("head", head.text) for head in heads_of(book)]


def _small_pages(book: BookLayout) -> Element:
    root = Element("html", {"lang": "und"})
    body = add(root, "body", class_="stamps")
    looks = {"figure": "folio", "line-figure": "line-figure"}
    for kind, text in stamps_of(book):
        if kind in looks:
            add(add(body, "div", class_="stamp"), "span", text, class_=looks[kind])
    for text, lang, is_guide in heads_of(book):
        look = "stamp running-head guide-words" if is_guide else "stamp running-head"
        look += " tight" if not is_guide and is_tight(text, book) else ""
        add(body, "div", text, class_=look, lang=lang or "und")
    return root
