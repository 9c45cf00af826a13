"""Figures that would leave a hole at the foot of a page: the text behind them fills it first.

So it is with small tables that have a caption, and with plates and turned tables, which have pages
of their own.

CSS has no figures that wait for the head of the next page (CSS Page Floats 3 is a draft, and
WeasyPrint 70 knows none of it). So a division is laid out, and where a page begins with a figure
behind a page that is not full, laid out again without it: that shows which line the page before
ends with. There the text is parted and the figure put in between. It passes paragraphs and other
blocks of its own division, but neither a heading nor another figure.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from publish.engine import Laid, begins_with, empty_share, shows
from publish.engine.tree import add_class, classes, insert_after, parents_of
from publish.engine.tree_names import LAST_TURNED, MOVED, WAITS
from publish.write.pdf.layout.parting import part

FLOATING = "floating"
"""The class of a document whose figures may wait for the head of a page."""

HOLE = 0.1
"""Of the text block's height, left empty before a figure: some four lines."""

PLATE_HOLE = 0.05
"""The same before a plate, which would never fit."""

MOST = 60
"""Figures of a division that are moved; each has it laid out twice."""

PASSABLE = frozenset("p blockquote ul ol dl div pre".split())
HEADS = frozenset("head subtitle".split())
"""Classes of paragraphs that are headings."""

NAMED = "float-"

Lay = Callable[[Element], Laid]


def float_figures(root: Element, lay: Lay) -> Element:
    """Return a division with its figures moved, as long as that closes holes."""
    page, laid = 1, lay(root)
    for _ in range(MOST):
        found = _next_hole(laid, page)
        if found is None:
            break
        page, figure = found
        better = _moved(root, figure, page, laid, lay)
        if better is None:
            page += 1
        else:
            root, laid = better
    return root


def _next_hole(laid: Laid, start: int) -> tuple[int, Element] | None:
    """Find the next page that begins with a figure behind a page that is not full."""
    for number in range(start, laid.page_count):
        figure = next(filter(_may_wait, begins_with(laid, number)), None)
        if figure is None or shows(laid, number - 1, figure):
            continue
        fills_pages = not classes(figure).isdisjoint({"plate", LAST_TURNED})
        if empty_share(laid, number - 1) > (PLATE_HOLE if fills_pages else HOLE):
            return number, figure
    return None


def _may_wait(element: Element) -> bool:
    """Tell a figure, a table that may wait, or what a turned table is in, from text."""
    return element.tag == "figure" or not classes(element).isdisjoint({LAST_TURNED, WAITS})


def _moved(
    root: Element, figure: Element, page: int, laid: Laid, lay: Lay
) -> tuple[Element, Laid] | None:
    """Move a figure behind the text that fills the page before it; None where that is no gain."""
    number = list(root.iter()).index(figure)
    made = copy.deepcopy(root)
    moved = list(made.iter())[number]
    if not _put_behind(made, moved, page, lay):
        return None
    again = lay(made)
    before, after = (empty_share(each, page - 1) for each in (laid, again))
    is_longer = len(again.page_records) > len(laid.page_records)
    is_fuller = len(again.crowded) > len(laid.crowded)
    if after > before / 2 or is_longer or is_fuller or _lost(again) > _lost(laid):
        return None
    return made, again


def _lost(laid: Laid) -> int:
    words = [*laid.hidden, *laid.unread.values(), *laid.overprinted]
    return sum(map(len, words))


def _put_behind(root: Element, figure: Element, page: int, lay: Lay) -> bool:
    """Put a figure where a page ends without it; tell whether it has come to another place."""
    parent = parents_of(root)[figure]
    place = list(parent).index(figure)
    following = _passable(list(parent)[place + 1 :])
    if not following or (figure.tail or "").strip():
        return False
    parent.remove(figure)
    names = [block for block in following if not block.get("id")]
    for count, block in enumerate(names):
        block.set("id", f"{NAMED}{count}")
    trial = lay(root)
    behind = _parted(parent, following, page, trial)
    for block in names:
        del block.attrib["id"]
    if behind is None:
        return False
    add_class(figure, MOVED)
    insert_after(parent, behind, figure)
    return True


def _passable(behind: list[Element]) -> list[Element]:
    found = []
    for block in behind:
        is_heading = HEADS & classes(block)
        is_closed = block.tag in PASSABLE and not any(_holds(block))
        if not is_closed or is_heading or (block.tail or "").strip():
            break
        found.append(block)
    return found


def _holds(block: Element) -> Iterator[Element]:
    """Yield what a figure would not pass in order: other figures, tables."""
    yield from (inner for inner in block.iter() if inner.tag in {"figure", "table"})


def _parted(parent: Element, following: list[Element], page: int, trial: Laid) -> Element | None:
    """Find the block that a page ends with, parted where the page ends in it."""
    if page >= trial.page_count:
        return following[-1]
    begun = list(begins_with(trial, page))
    straddling = next((block for block in following if block in begun), None)
    if straddling is None:
        return following[-1] if shows(trial, page - 1, following[-1]) else None
    place = following.index(straddling)
    before = following[place - 1] if place else None
    if straddling.tag != "p" or not shows(trial, page - 1, straddling):
        return before
    lines = [
        [line for line in record.lines if line.block == straddling.get("id") and not line.is_note]
        for record in trial.page_records[page - 1 : page + 1]
    ]
    return straddling if part(parent, straddling, *lines) else before
