"""Mend lists, tables, ruby and figures: their children are of certain kinds and no other.

What shows nothing (a page break between two rows) moves into the item or cell that follows;
what shows something gets an item or cell of its own. No word is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from publish.model.lazy_pattern import lazy_pattern
from publish.model.tree import take_out, unwrap
from publish.typeset.xhtml import H, has_content, make, name_of, rename, says_something

DROPPED_EMPTY = ("ul", "ol", "dl", "table")
"""Elements that a page does without where they show nothing."""

_RUBY = lazy_pattern(r"(?:B?(?:t+|p(?:tp)+))+")


def _gather_strays(
    parent: etree._Element, lawful: frozenset[str], wrapper: Callable[[], etree._Element]
) -> None:
    """Put everything in `parent` that is not a lawful child into wrappers between them.

    A run of strays that shows nothing becomes the start of the next lawful child, or the end of
    the last one.
    """
    children = list(parent)
    idle: list[etree._Element] = []
    run: etree._Element | None = None
    text, parent.text = parent.text, None
    if says_something(text):
        run = wrapper()
        _innermost(run).text = text
        parent.insert(0, run)
    for child in children:
        if child.tag in lawful:
            run = None
            tail, child.tail = child.tail, None
            _put_first(idle, child)
            idle = []
            if says_something(tail):
                run = wrapper()
                _innermost(run).text = tail
                child.addnext(run)
        elif run is None and not has_content(child) and not says_something(child.tail):
            child.tail = None
            idle.append(child)
        else:
            if run is None:
                run = wrapper()
                child.addprevious(run)
                _innermost(run).extend(idle)
                idle = []
            _innermost(run).append(child)
    if idle:
        _put_last(idle, parent, lawful, wrapper)


def _innermost(element: etree._Element) -> etree._Element:
    """Find where a wrapper takes content: the cell of a new row."""
    node = element
    while len(node) and name_of(node) in {"tbody", "tr"}:
        node = node[0]
    return node


_HOLDERS = frozenset(H + name for name in ("li", "dt", "dd", "td", "th", "caption"))


def _put_first(idle: list[etree._Element], child: etree._Element) -> None:
    """Put what shows nothing at the beginning of the item or cell that comes first."""
    if not idle:
        return
    holder = next(child.iter(*_HOLDERS), None)
    if holder is None:
        return
    text, holder.text = holder.text, None
    for place, stray in enumerate(idle):
        holder.insert(place, stray)
    idle[-1].tail = text


def _put_last(
    idle: list[etree._Element],
    parent: etree._Element,
    lawful: frozenset[str],
    wrapper: Callable[[], etree._Element],
) -> None:
    """Put what shows nothing at the end of the last item or cell, or into a new one."""
    last = next((c for c in reversed(parent) if c.tag in lawful), None)
    while last is not None and last.tag not in _HOLDERS:
        last = next(last.iterchildren(reversed=True), None)
    if last is None:
        run = wrapper()
        parent.append(run)
        last = _innermost(run)
    last.extend(idle)


def mend_list(element: etree._Element) -> None:
    """Make sure that a list holds items only; a list in a list belongs to the item before."""
    for child in list(element):
        before = child.getprevious()
        if name_of(child) in {"ul", "ol"} and before is not None and before.tag == H + "li":
            tail, child.tail = child.tail, None
            before.append(child)
            before.tail = (before.tail or "") + (tail or "")
    _gather_strays(element, frozenset({H + "li"}), lambda: make("li", "loose"))
    for item in list(element):
        if not len(item) and not says_something(item.text) and "id" not in item.attrib:
            take_out(item)


def mend_definitions(element: etree._Element) -> None:
    """Make sure that a `dl` holds groups of terms and definitions, one of each at least."""
    for child in list(element):
        if name_of(child) == "div":
            inside = {name_of(c) for c in child}
            if inside <= {"dt", "dd"} and inside and not says_something(child.text):
                unwrap(child)
    _gather_strays(element, frozenset({H + "dt", H + "dd"}), lambda: make("dd", "loose"))
    if not len(element):
        return
    if all(name_of(child) == "dd" for child in element):
        for child in element:
            rename(child, "li")
        rename(element, "ul", "dl")
        return
    if name_of(element[0]) == "dd":
        element.insert(0, make("dt"))
    if name_of(element[-1]) == "dt":
        element.append(make("dd"))


def _new_row() -> etree._Element:
    row = make("tr")
    row.append(make("td", "loose"))
    return row


def mend_row(element: etree._Element) -> None:
    """Make sure that a row holds cells only."""
    _gather_strays(element, frozenset({H + "td", H + "th"}), lambda: make("td", "loose"))


def mend_rows(element: etree._Element) -> None:
    """Make sure that a table's section holds rows only, each with a cell."""
    _gather_cells(element)
    _gather_strays(element, frozenset({H + "tr"}), _new_row)
    for row in list(element):
        if not len(row):
            take_out(row)


def _gather_cells(element: etree._Element) -> None:
    """Put cells that stand outside a row into one."""
    row: etree._Element | None = None
    for child in list(element):
        if name_of(child) in {"td", "th"}:
            if row is None:
                row = make("tr")
                child.addprevious(row)
            row.append(child)
        else:
            row = None


def mend_table(element: etree._Element) -> None:
    """Bring a table's parts in their order: caption, columns, head, bodies, foot."""
    parts = {H + n for n in ("caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr")}
    _gather_cells(element)
    _gather_strays(element, frozenset(parts), _new_row)
    _mend_captions(element)
    _mend_columns(element)
    for row in [c for c in element if name_of(c) == "tr" and not len(c)]:
        take_out(row)
    _mend_sections(element)


def _mend_captions(element: etree._Element) -> None:
    """Keep one caption, first of all; one that holds a table stands before the table instead."""
    captions = [c for c in element if name_of(c) == "caption"]
    if not captions:
        return
    caption = captions[0]
    for extra in captions[1:]:
        rename(extra, "div", "caption")
        caption.append(extra)
    if next(caption.iter(H + "table"), None) is None:
        element.insert(0, caption)
    elif element.getparent() is not None:
        rename(caption, "div", "caption")
        element.addprevious(caption)


def _mend_columns(element: etree._Element) -> None:
    """Put `col` elements into a group, and drop groups that come too late."""
    place = 1 if len(element) and name_of(element[0]) == "caption" else 0
    group: etree._Element | None = None
    seen_rows = False
    for child in list(element)[place:]:
        name = name_of(child)
        if name in {"col", "colgroup"} and seen_rows:
            take_out(child)
        elif name == "col":
            if group is None:
                group = make("colgroup")
                child.addprevious(group)
            group.append(child)
        elif name != "colgroup":
            seen_rows = True


def _mend_sections(element: etree._Element) -> None:
    sections = [c for c in element if name_of(c) in {"thead", "tbody", "tfoot", "tr"}]
    for number, section in enumerate(sections):
        name = name_of(section)
        too_late = name == "thead" and number > 0
        too_early = name == "tfoot" and number < len(sections) - 1
        if too_late or too_early:
            rename(section, "tbody")
    if any(name_of(section) != "tr" for section in sections):
        _wrap_rows(sections)


def _wrap_rows(sections: list[etree._Element]) -> None:
    """Put rows that stand beside a table's sections into sections of their own."""
    body: etree._Element | None = None
    for section in sections:
        if name_of(section) != "tr":
            body = None
            continue
        if body is None:
            body = make("tbody")
            section.addprevious(body)
        body.append(section)


def mend_columns(element: etree._Element) -> None:
    """Leave nothing but columns in a group of columns."""
    element.text = None
    for child in list(element):
        child.tail = None
        if name_of(child) != "col":
            take_out(child)


def mend_ruby(element: etree._Element) -> None:
    """Make sure that every base of a ruby has its reading."""
    if not any(name_of(child) in {"rt", "rtc"} for child in element):
        rename(element, "span", "ruby")
        for child in list(element):
            if name_of(child) in {"rp", "rb"}:
                rename(child, "span")
        return
    if not _RUBY.fullmatch(_ruby_pattern(element)):
        for parenthesis in [c for c in element if name_of(c) == "rp"]:
            take_out(parenthesis)
    if not _RUBY.fullmatch(_ruby_pattern(element)):
        element.append(make("rt"))


def _ruby_pattern(element: etree._Element) -> str:
    """Spell a ruby's children: B a run of base text, t a reading, p a parenthesis."""
    return re.sub(r"B+", "B", "".join(_ruby_letters(element)))


def _ruby_letters(element: etree._Element) -> Iterator[str]:
    if says_something(element.text):
        yield "B"
    for child in element:
        yield {"rt": "t", "rtc": "t", "rp": "p"}.get(name_of(child), "B")
        if says_something(child.tail):
            yield "B"


def mend_figure(element: etree._Element) -> None:
    """Leave a figure one caption, first or last."""
    captions = [c for c in element if name_of(c) == "figcaption"]
    if not captions:
        return
    is_first = element[0] is captions[0] and not says_something(element.text)
    is_last = element[-1] is captions[-1] and not says_something(captions[-1].tail)
    kept = captions[0] if is_first else captions[-1] if is_last else None
    for caption in captions:
        if caption is not kept:
            rename(caption, "div", "figcaption")


def mend_heading_group(element: etree._Element) -> None:
    """Leave `hgroup` its name only where it holds one heading and paragraphs."""
    names = [name_of(child) for child in element]
    headings = [name for name in names if re.fullmatch(r"h[1-6]", name)]
    words = says_something(element.text) or any(says_something(c.tail) for c in element)
    if words or len(headings) != 1 or any(n != "p" for n in names if n not in headings):
        rename(element, "div", "hgroup")


MENDERS: dict[str, Callable[[etree._Element], None]] = {
    "ul": mend_list,
    "ol": mend_list,
    "dl": mend_definitions,
    "table": mend_table,
    "thead": mend_rows,
    "tbody": mend_rows,
    "tfoot": mend_rows,
    "tr": mend_row,
    "colgroup": mend_columns,
    "ruby": mend_ruby,
    "figure": mend_figure,
    "hgroup": mend_heading_group,
}
