"""Tables of a page: rows, heads, cells over several rows and columns, captions."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from publish.convert.markup import links
from publish.convert.markup.figures import put_caption
from publish.convert.markup.page import Page
from publish.convert.tei import make, put, words_of
from publish.model.document import local_name

SetFlow = Callable[[Page, etree._Element, etree._Element], None]

MOST_SPANNED = 1000


def set_table(page: Page, element: etree._Element, set_flow: SetFlow) -> list[etree._Element]:
    """Set a table; one of a single cell is a frame, and what it holds stands without it."""
    rows = [row for row in element.iter("tr") if _owner(row) is element]
    captions = [each for each in element.iterchildren("caption")]
    cells = [cell for row in rows for cell in row]
    if len(cells) == 1 and (framed := _framed(page, cells[0], captions, set_flow)):
        return framed
    made = make("table")
    for caption in captions:
        _set_caption(page, caption, made, set_flow)
    for row in rows:
        put(made, _row(page, row, set_flow))
    return [made] if any(local_name(each) == "row" for each in made) else []


def _owner(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors("table"), None)


def _framed(
    page: Page, cell: etree._Element, captions: list[etree._Element], set_flow: SetFlow
) -> list[etree._Element]:
    """Take a picture or a text out of the one cell that was put around it."""
    holder = make("div")
    set_flow(page, cell, holder)
    figures = [each for each in holder if local_name(each) == "figure"]
    if len(figures) == 1:
        for caption in captions:
            _set_caption(page, caption, figures[0], set_flow)
        head = next(figures[0].iterchildren("{*}head"), None)
        said = next(figures[0].iterchildren("{*}figDesc"), None)
        if head is not None and said is not None and words_of(head) == words_of(said):
            figures[0].remove(said)
    else:
        for caption in reversed(captions):
            paragraph = make("p")
            put_caption(page, caption, paragraph, set_flow)
            holder.insert(0, paragraph)
    page.log.drop("a frame around one cell")
    return list(holder)


def _set_caption(
    page: Page, caption: etree._Element, into: etree._Element, set_flow: SetFlow
) -> None:
    head = make("head")
    put_caption(page, caption, head, set_flow)
    if words_of(head):
        into.insert(1 if local_name(into) == "figure" and len(into) else 0, head)


def _row(page: Page, row: etree._Element, set_flow: SetFlow) -> etree._Element:
    parent = row.getparent()
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    is_head = (parent is not None and parent.tag == "thead") or (
        bool(cells) and all(cell.tag == "th" for cell in cells)
    )
    made = make("row", role="label" if is_head else "")
    links.set_id(page, row, made)
    for cell in cells:
        put(made, _cell(page, cell, set_flow, is_label=cell.tag == "th" and not is_head))
    if not len(made):
        put(made, make("cell"))
    return made


def _cell(
    page: Page, source: etree._Element, set_flow: SetFlow, *, is_label: bool
) -> etree._Element:
    align = page.look(source).align
    cell = make(
        "cell", role="label" if is_label else "", cols=_span(source, "colspan"),
        rows=_span(source, "rowspan"), rend=align if not is_label else "",
    )  # fmt: skip
    lines, page.lines = page.lines, 0
    set_flow(page, source, cell)
    page.lines = lines
    links.set_id(page, source, cell)
    if len(cell) == 1 and local_name(cell[0]) == "p":
        only = cell[0]
        cell.remove(only)
        cell.text = only.text
        cell.extend(list(only))
    return cell


def _span(cell: etree._Element, name: str) -> str:
    said = cell.get(name) or ""
    if not re.fullmatch(r"\d{1,5}", said) or int(said) < 2:
        return ""
    return str(min(int(said), MOST_SPANNED))
