"""The first row of a table as its head, where all of it is bold and the others are not."""

from __future__ import annotations

from lxml import etree

from publish.convert.manuscript import Manuscript
from publish.convert.structure.headings import is_wholly
from publish.convert.tei import words_of
from publish.model.tree import unwrap

FEWEST_ROWS = 2


def find_label_rows(manuscript: Manuscript) -> None:
    """Call such rows labels; that they are bold goes without saying then."""
    for table in manuscript.body.iter("{*}table"):
        rows = list(table.iterchildren("{*}row"))
        if len(rows) < FEWEST_ROWS or any(row.get("role") for row in rows):
            continue
        if _is_bold(rows[0]) and not all(map(_is_bold, rows[1:])):
            rows[0].set("role", "label")
            for each in list(rows[0].iter("{*}hi")):
                if each.get("rend") == "bold":
                    unwrap(each)


def _is_bold(row: etree._Element) -> bool:
    cells = [cell for cell in row.iterchildren("{*}cell") if words_of(cell)]
    return bool(cells) and all(is_wholly(cell, "bold") for cell in cells)
