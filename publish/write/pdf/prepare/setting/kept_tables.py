"""What of a table stands together on a page.

A small table stands on one page as a whole, with its notes; of a larger one some rows stand on each
of its pages, below its caption or its head. A table with a caption may wait for the head of a page,
as figures do (`layout/floating.py`); one without stands where the text says it, and so does one
that a colon leads to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from publish.engine.tree import add_class, classes
from publish.engine.tree_names import WAITS
from publish.write.pdf.prepare.setting.estimates import blocks_of, width_of
from publish.write.pdf.prepare.setting.kept_together import tie
from publish.write.pdf.prepare.setting.turned_tables import NOTES

SMALL = 10
"""Lines of a table up to which it is whole: some quarter of a page, which is no great hole."""

FLOATS = 20
"""And of one that may wait, which leaves no hole."""

ROWS = 3
"""Rows of a larger table that are on each page at the least, besides its head."""

SIZE = 0.82
"""The size of type in tables in em of the text face (print.css)."""


def keep_tables(root: Element, measure: float) -> None:
    """Class the tables below `root`, and rows that keep to the next; `measure` is in em."""
    if next(root.iter("table"), None) is None:
        return
    for parent in root.iter():
        blocks = blocks_of(parent)
        for place, table in enumerate(blocks):
            if table.tag == "table":
                _keep_whole(table, blocks[:place], blocks[place + 1 :], measure)
                _keep_rows(table)


def _keep_whole(
    table: Element, above: Sequence[Element], below: Sequence[Element], measure: float
) -> None:
    """Keep a table whole if it is small."""
    has_notes = bool(below) and NOTES in classes(below[0])
    leads_on = bool(above) and "".join(above[-1].itertext()).rstrip().endswith(":")
    may_wait = table.find("caption") is not None and not has_notes and not leads_on
    rows = [row for row in table.iter() if row.tag in {"tr", "caption"}]
    if sum(_lines_of(row, measure) for row in rows) > (FLOATS if may_wait else SMALL):
        return
    add_class(table, "whole")
    if may_wait:
        add_class(table, WAITS)
    if has_notes:
        tie(table)


def _lines_of(row: Element, measure: float) -> int:
    """Guess the lines of a row, whose columns share the width by what stands in them."""
    return max(1, math.ceil(width_of(row) * SIZE / measure))


def _keep_rows(table: Element) -> None:
    """Tie a table's first rows, and its last."""
    heads = {row for head in table.iter("thead") for row in head}
    body = [row for row in table.iter("tr") if row not in heads]
    kept = ROWS - 1 if len(body) > 2 * ROWS else 1
    if len(body) > 2:
        for row in {*body[:kept], *body[-kept - 1 : -1]}:
            tie(row)
