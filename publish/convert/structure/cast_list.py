"""The persons of a play below their heading: a `castList` (TEI 7.1.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from publish.convert.look import look_of
from publish.convert.structure.heading_words import in_capitals, matter_kind
from publish.convert.structure.verse import lines_of, part_lines
from publish.convert.tei import make, move_into, put, words_of
from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern

LONGEST_ITEM = 160

_DESCRIPTION = lazy_pattern(
    r"(?P<mark>,\s+|:\s+|\s+(?=[\[(])|\s*[—–]\s*|\s+\.{3,}\s*|\s{2,})(?=\S)"
)


def set_cast_lists(body: etree._Element) -> None:
    """Make a list of what stands below each heading of persons."""
    for head in list(body.iterchildren("{*}head")):
        if look_of(head).kind == "cast_list" or matter_kind(words_of(head)).name == "cast_list":
            _set(head)


def _set(head: etree._Element) -> None:
    rows: list[etree._Element] = []
    for block in head.itersiblings():
        if local_name(block) not in {"p", "lg", "list", "table", "quote"} or _is_other(block, rows):
            break
        rows.append(block)
    made = make("castList")
    for block in rows:
        for line in list(_lines(block)):
            put(made, _item(line))
    if len(made):
        head.addnext(made)
        for block in rows:
            parent = block.getparent()
            if parent is not None:
                parent.remove(block)


def _is_other(block: etree._Element, rows: list[etree._Element]) -> bool:
    """Return whether a block is no person: long, or in capitals below names that are not."""
    if local_name(block) != "p":
        return False
    if block.find("{*}lb") is not None:
        return False
    words = words_of(block)
    begins = bool(rows) and in_capitals(words) and not in_capitals(lines_of(rows[0])[0])
    return len(words) > LONGEST_ITEM or begins or words.startswith(("<<", "***"))


def _lines(block: etree._Element) -> Iterator[etree._Element]:
    """Give each line of a block as an element of its own."""
    if local_name(block) in {"list", "table", "quote"}:
        for each in block:
            if local_name(each) == "row":
                yield _of_cells(each)
            elif local_name(block) == "quote":
                yield from _lines(each)
            else:
                yield each
        return
    yield from part_lines(block)


def _of_cells(row: etree._Element) -> etree._Element:
    line = make("p")
    for cell in list(row):
        if words_of(cell) and (len(line) or line.text):
            put(line, "  ")
        move_into(line, cell)
    return line


def _item(line: etree._Element) -> etree._Element:
    """Part a line into the role and what is said of it, where a mark parts them."""
    item = make("castItem")
    text = (line.text or "").strip(" \u2003")
    found = _DESCRIPTION.search(text) if text else None
    if text and found is None and len(line):
        found = re.search(r"(?P<mark>\s*[\[(]?\s*)$", text)
    if found is None:
        role = make("role", text)
        line.text = None
        move_into(role, line)
        put(item, role)
        return item
    said = make("roleDesc", text[found.end() :])
    mark = found["mark"] if found["mark"].strip() else " "
    line.text = None
    move_into(said, line)
    if mark.rstrip().endswith(("[", "(")):  # a bracket that italics follow
        said.text, mark = mark.strip() + (said.text or ""), " "
    put(item, make("role", text[: found.start()]), mark, said)
    return item
