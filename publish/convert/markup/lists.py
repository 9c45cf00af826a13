"""Lists of a page: numbered, bulleted, and those of terms with what they mean."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from publish.convert.markup import links
from publish.convert.markup.page import Page, is_block
from publish.convert.tei import is_empty, make, put, whole_text
from publish.model.document import local_name

SetFlow = Callable[[Page, etree._Element, etree._Element], None]

_NUMBERS = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}


def set_list(page: Page, element: etree._Element, set_flow: SetFlow) -> etree._Element:
    """Set a numbered or bulleted list."""
    if element.tag == "ol":
        made = make("list", rend=_NUMBERS.get(element.get("type") or "", "numbered"))
    else:
        made = make("list", rend="bulleted")
    start = element.get("start") or ""
    for child in element:
        if child in page.bodies:
            continue
        item = set_item(page, child, "item", set_flow)
        if start.isdigit() and start != "1" and len(made) == 0:
            item.set("n", start)
        if len(item) or (item.text or "").strip():
            put(made, item)
        if (child.tail or "").strip():
            put(made, make("item", child.tail or ""))
    if (element.text or "").strip():
        made.insert(0, make("item", element.text or ""))
    return made


def set_item(page: Page, source: etree._Element, name: str, set_flow: SetFlow) -> etree._Element:
    """Set an item; one paragraph alone is its words."""
    item = make(name)
    if source.tag in {"ul", "ol", "dl"}:  # a list directly in a list, as old pages have it
        holder = etree.Element("div")
        holder.append(_copied(source))
        set_flow(page, holder, item)
    else:
        set_flow(page, source, item)
    links.set_id(page, source, item)
    first = item[0] if len(item) else None
    if first is not None and local_name(first) == "p":
        rest = [local_name(each) for each in item][1:]
        if all(each == "list" for each in rest) or name == "label":
            _open_up(item, first)
    return item


def _copied(source: etree._Element) -> etree._Element:
    holder = source.getparent()
    if holder is None:
        return source
    stand_in = etree.Element("wbr")
    stand_in.tail, source.tail = source.tail, None
    holder.replace(source, stand_in)
    return source


def _open_up(item: etree._Element, first: etree._Element) -> None:
    """Put the words of an item's first paragraph directly into it."""
    item.remove(first)
    item.text = first.text
    for place, child in enumerate(list(first)):
        item.insert(place, child)


def set_definitions(page: Page, element: etree._Element, set_flow: SetFlow) -> etree._Element:
    """Set a list of terms: each `label` has one `item`, as TEI wants it (3.8)."""
    made = make("list", type="gloss")
    for child in _rows(element):
        if child in page.bodies:
            continue
        if child.tag == "dt":
            if len(made) and local_name(made[-1]) == "label":
                put(made, make("item"))
            put(made, set_item(page, child, "label", set_flow))
        else:
            item = set_item(page, child, "item", set_flow)
            if len(made) and local_name(made[-1]) == "label":
                put(made, item)
            elif len(made):
                _add_to(made[-1], item)
            elif not is_empty(item):
                put(made, make("label"), item)
    if len(made) and local_name(made[-1]) == "label":
        put(made, make("item"))
    return made


def _rows(element: etree._Element) -> list[etree._Element]:
    """List terms and meanings, also those that are grouped (HTML 4.4.9)."""
    rows = []
    for child in element:
        is_group = child.tag == "div" and any(each.tag in {"dt", "dd"} for each in child)
        rows += list(child) if is_group else [child]
    return [row for row in rows if is_block(row) or whole_text(row).strip()]


def _add_to(item: etree._Element, more: etree._Element) -> None:
    """Add a second meaning to an item."""
    if not len(item) or local_name(item[0]) != "p":
        first = make("p", item.text or "")
        first.extend(list(item))
        item.text = None
        put(item, first)
    second = make("p", more.text or "")
    second.extend(list(more))
    put(item, second)
