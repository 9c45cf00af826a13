"""Boxes do not outlive the pages they were laid out for: a long book would pile them up."""

from __future__ import annotations

import gc
import weakref

from publish.engine import draw, lay_out
from publish.engine.drawn import FontShelf
from publish.model.purpose import Purpose
from publish.write.pdf.book import begin
from tests.write.pdf.books import EDITION, PARAGRAPH, one_part

NOTED = (
    "<p>A word<a epub:type='noteref' href='#n1'>1</a> "
    "to be explained.</p><aside id='n1' epub:type='footnote'><p>Explained.</p></aside>"
)


def test_pages_that_are_drawn_are_let_go_without_a_search_for_garbage() -> None:
    book = begin(one_part(NOTED + PARAGRAPH * 9), EDITION, Purpose.SCREEN)
    root, resources = book.divisions[-1].root, book.resources
    gc.disable()
    try:
        laid = lay_out(root, resources, made_up=True)
        assert len(laid.pages) > 2
        boxes = [weakref.ref(box) for page in laid.pages for box in page._page_box.descendants()]
        draw(laid, FontShelf(), tagged=True)
        laid.forget_boxes()
        assert len(boxes) > 50
        assert not [box for box in boxes if box() is not None]
    finally:
        gc.enable()
