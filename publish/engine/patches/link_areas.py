"""A link is one, and as high as its letters, where its line takes no room.

WeasyPrint 70 gives a link in a line the height of that line. The marks of notes have lines of no
height, so that no line of text moves for them: a pointer could not hit them (ISO 32000-1 clause
12.5.6.5: the rectangle is where the link is).
"""

from __future__ import annotations

from weasyprint.formatting_structure import boxes

from publish.engine.boxes import Box, Page, is_inline

LETTERS = 1.2
"""The height of letters from the highest to the lowest, in em."""

_hit_area = boxes.InlineBox.hit_area


def area_of_letters(self: Box) -> tuple[float, float, float, float]:
    """Return a box's place and size as WeasyPrint does, and at least the height of its letters."""
    left, top, width, height = _hit_area(self)
    lacking = max(0.0, LETTERS * self.style["font_size"] - height)
    return left, top - lacking / 2, width, height + lacking


def drop_inner_links(page: Page) -> None:
    """Take words set apart in a link, `<a><i>The Storm</i></a>`, for no links beside it.

    WeasyPrint makes each box in a link a link, and tags the outer one alone as such, where all are
    to be (ISO 14289-1 clause 7.18.5).
    """
    page.links = [link for link in page.links if not _is_inner(link[3])]


def _is_inner(box: Box) -> bool:
    return is_inline(box) and box.element_tag != "a"
