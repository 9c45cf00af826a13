"""What the name of a paragraph's style says: lists, code, quotations of Word without their form.

The names are those of style_roles.toml.
"""

from __future__ import annotations

from itertools import groupby

from lxml import etree

from publish.convert.look import copy_look, look_of
from publish.convert.manuscript import Manuscript
from publish.convert.style_roles import role_of
from publish.convert.tei import make, move_into, put, rename, wrap
from publish.model.document import local_name
from publish.model.tree import take_out, unwrap

_LISTS = {"bulleted": "bulleted", "numbered": "numbered", "plain-list": "simple"}


def set_styled(manuscript: Manuscript) -> None:
    """Make lists, code and quotations of neighbours whose style says that they are."""
    for role, group in groupby(list(manuscript.body), _role_of_block):
        rows = list(group)
        if role in _LISTS:
            _set_list(rows, _LISTS[role])
        elif role == "code":
            _set_code(rows)
        elif role == "quotation":
            copy_look(rows[0], wrap(rows, "quote"))
    for block in list(manuscript.body):
        role = role_of(look_of(block).style) if local_name(block) == "p" else ""
        if role == "source":
            _set_source(block)
        elif role == "margin":
            _set_in_margin(block)


def _role_of_block(block: etree._Element) -> str:
    role = role_of(look_of(block).style)
    name = local_name(block)
    if name == "p" or (name == "eg" and role == "code"):
        return role
    return ""


def _set_list(rows: list[etree._Element], kind: str) -> None:
    made = wrap(rows, "list", rend="" if kind == "simple" else kind)
    copy_look(rows[0], made)
    for row in rows:
        rename(row, "item")


def _set_code(rows: list[etree._Element]) -> None:
    """Put lines of code together, a line each: TEI's `eg` holds words alone."""
    made = make("eg")
    copy_look(rows[0], made)
    for number, row in enumerate(rows):
        for mark in _bare(row):
            rows[0].addprevious(mark)
        put(made, "\n" if number else "")
        move_into(made, row)
    rows[0].addprevious(made)
    for row in rows:
        parent = row.getparent()
        if parent is not None:
            parent.remove(row)


def _bare(row: etree._Element) -> list[etree._Element]:
    """Leave a line's words alone in it; notes, index entries and places are put before the code."""
    marks = []
    for each in list(row.iterdescendants(etree.Element)):
        name = local_name(each)
        if name in {"index", "anchor", "note", "pb", "figure"} and each.getparent() is not None:
            take_out(each)
            marks.append(each)
        elif name == "lb":
            each.tail = "\n" + (each.tail or "")
            unwrap(each)
        elif name not in {"choice", "sic", "corr", "term", "index"}:
            unwrap(each)
    return [mark for mark in marks if mark.getparent() is None]


def _set_in_margin(block: etree._Element) -> None:
    """Put a note of the margin into the paragraph that it stands beside: the next, or the last."""
    after, before = block.getnext(), block.getprevious()
    holder = next((each for each in (after, before) if _may_hold(each)), None)
    note = make("note", place="margin")
    move_into(note, block)
    if holder is None:
        block.addprevious(make("p", note))
    elif holder is after:
        note.tail, holder.text = holder.text, None
        holder.insert(0, note)
    else:
        put(holder, note)
    take_out(block)


def _may_hold(block: etree._Element | None) -> bool:
    role = "" if block is None else role_of(look_of(block).style)
    return block is not None and local_name(block) == "p" and role != "margin"


def _set_source(block: etree._Element) -> None:
    """Put a quotation and the paragraph that names its source together."""
    quote = block.getprevious()
    if quote is None or local_name(quote) not in {"quote", "lg", "p"}:
        return
    if local_name(quote) == "p":
        quote = wrap([quote], "quote")
    bibl = make("bibl")
    move_into(bibl, block)
    holder = wrap([quote], "cit")
    copy_look(quote, holder)
    put(holder, bibl)
    parent = block.getparent()
    if parent is not None:
        parent.remove(block)
