"""Hyphens of the text at a line's end, told apart from those that printing has put there.

Who copies, searches or reads a PDF aloud joins a word over a line's end and takes the hyphen out.
For `light-` / `house` of the text that makes another word. So such a hyphen is painted as U+2011,
which looks the same and means that it stays; a hyphen of printing is U+2010 already.
"""

from __future__ import annotations

from functools import cache

from publish.engine.boxes import PageBox, TextBox, line_boxes
from publish.engine.lines import text_boxes
from publish.house.fonts import families

HARD, STAYS = "-", "\u2011"


def tell_hard_hyphens(page_box: PageBox) -> None:
    """Have the text's own hyphens at the ends of a laid-out page's lines painted as such."""
    for line in line_boxes(page_box):
        texts = list(text_boxes(line))
        if texts and texts[-1].text.endswith(HARD) and _has_sign(texts[-1]):
            layout = texts[-1].pango_layout
            layout.text = layout.text.removesuffix(HARD) + STAYS


def _has_sign(box: TextBox) -> bool:
    """Tell whether the text's own font has the sign, so that it does not come from another."""
    return _family_has_sign(box.style["font_family"][0])


@cache
def _family_has_sign(name: str) -> bool:
    return any(family.name == name and ord(STAYS) in family.covers() for family in families())
