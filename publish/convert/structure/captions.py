"""Captions that stand as paragraphs beside a picture or a table, by the name of their style."""

from __future__ import annotations

from lxml import etree

from publish.convert.look import look_of
from publish.convert.manuscript import Manuscript
from publish.convert.style_roles import role_of
from publish.convert.tei import make, move_into
from publish.model.document import local_name


def find_captions(manuscript: Manuscript) -> None:
    """Put captions into the figure or table that they stand beside."""
    for block in list(manuscript.body):
        if local_name(block) != "p" or role_of(look_of(block).style) != "caption":
            continue
        holder = _beside(block)
        if holder is not None:
            head = make("head")
            move_into(head, block)
            place = 1 if local_name(holder) == "figure" else 0
            holder.insert(place, head)
            manuscript.body.remove(block)


def _beside(block: etree._Element) -> etree._Element | None:
    """Find the picture above a caption, else the table below it, that has none yet."""
    neighbours = (block.getprevious(), block.getnext())
    for wanted in ("figure", "table"):
        for each in neighbours:
            if each is not None and local_name(each) == wanted and each.find("{*}head") is None:
                return each
    return None
