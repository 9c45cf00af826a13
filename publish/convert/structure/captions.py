"""Captions that stand as paragraphs beside a picture or a table.

The name of their style tells them, or that they begin as captions do: `Figure 4. The sea`.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.convert.look import copy_look, look_of
from publish.convert.manuscript import Manuscript
from publish.convert.style_roles import role_of
from publish.convert.tei import make, move_into, words_of
from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern
from publish.model.tree import take_out

LONGEST = 400
"""Characters of a caption that no style tells."""

_NUMBERED = lazy_pattern(
    r"(fig(?:ure)?|abb(?:ildung)?|illustration|illus|plate|tafel|map|karte|carte|photo|foto|chart|"
    r"diagram|graph|scheme|bild|table|tabelle|tableau|tabella|tabla|tab)\.?\s*"
    r"(?:\d+|[IVX]+)(?:[.–-]\d+)*[a-z]?\s*(?:[.:|—–-]\s*\S|$|\s[A-ZÀ-ÞĀ-Ž])",
    re.IGNORECASE,
)
_OF_TABLE = lazy_pattern(r"tab", re.IGNORECASE)


def find_captions(manuscript: Manuscript) -> None:
    """Put captions into the figure or table that they stand beside."""
    _open_captioned(manuscript)
    for block in list(manuscript.body):
        if local_name(block) != "p":
            continue
        is_styled = role_of(look_of(block).style) == "caption"
        words = words_of(block)
        numbered = _NUMBERED.match(words) if len(words) <= LONGEST else None
        if not is_styled and numbered is None:
            continue
        is_of_table = numbered is not None and _OF_TABLE.match(numbered[1]) is not None
        wanted = ("table", "figure") if is_of_table else ("figure", "table")
        holder = _beside(block, wanted if is_styled else wanted[:1])
        if holder is not None:
            head = make("head")
            move_into(head, block)
            place = 1 if local_name(holder) == "figure" else 0
            holder.insert(place, head)
            manuscript.body.remove(block)


def _open_captioned(manuscript: Manuscript) -> None:
    """Make a figure of a paragraph that is a picture with its numbered caption, in one."""
    for block in list(manuscript.body.iterchildren("{*}p")):
        figures = list(block.iterchildren("{*}figure"))
        if len(figures) != 1:
            continue
        (figure,), words = figures, words_of(block)
        if len(words) > LONGEST or _NUMBERED.match(words) is None:
            continue
        take_out(figure)
        if figure.find("{*}head") is None:
            head = make("head")
            move_into(head, block)
            figure.insert(1, head)
            copy_look(block, figure)
            block.addprevious(figure)
            take_out(block)
        else:
            block.addprevious(figure)


def _beside(block: etree._Element, names: tuple[str, ...]) -> etree._Element | None:
    """Find what a caption stands below or above, and has none yet."""
    neighbours = (block.getprevious(), block.getnext())
    for name in names:
        for each in neighbours:
            if each is not None and local_name(each) == name and each.find("{*}head") is None:
                return each
    return None
