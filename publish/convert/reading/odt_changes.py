"""Tracked changes and comments of an OpenDocument text, which pandoc passes over.

A deletion is put back where it was taken out; then each stretch of changed words gets private
characters around it, which pandoc hands on, and becomes afterwards what pandoc writes of Word's
changes (OpenDocument 1.3 part 3, 5.5 and 14.1).
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from publish.convert.changes import Changes
from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern
from publish.model.tree import take_out

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_START, _END, _POINT = (f"{TEXT}{name}" for name in ("change-start", "change-end", "change"))
_HOLD_WORDS = frozenset("p h span a meta ruby-base".split())
MARKED = lazy_pattern("\ue012(\\d+)\ue013([^\ue014]*)\ue014")
"""The number of a row, and the words that were changed."""


class Carried(Struct):
    """What the numbers in the private characters stand for."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Class, author and date of pandoc's span, and a comment's words."""
    dropped: Counter[str] = field(default_factory=Counter)
    """What of the changes is not handed on, by kind."""

    def mark(self, row: tuple[str, str, str, str], words: str) -> str:
        """Put private characters around words."""
        self.rows.append(row)
        return f"\ue012{len(self.rows) - 1}\ue013{words}\ue014"


class _Region(Struct, frozen=True):
    kind: str
    by: str
    date: str
    removed: etree._Element


Regions = dict[str, _Region]


def carry_changes(content: etree._Element, changes: Changes) -> Carried:
    """Mark, apply or take back all changes of a text in place, and mark its comments."""
    carried = Carried()
    regions = _regions(content, carried)
    for point in list(content.iter(_POINT)):
        region = regions.get(point.get(f"{TEXT}change-id") or "")
        if region is not None and region.kind == "deletion" and changes is not Changes.ACCEPT:
            _put_back(point, region, carried)
        take_out(point)
    if changes is Changes.ERRATA:
        _mark_words(content, regions, carried)
    elif changes is Changes.REJECT:
        _take_back(content, regions)
    for mark in list(content.iter(_START, _END)):
        take_out(mark)
    _mark_comments(content, carried)
    return carried


def _regions(content: etree._Element, carried: Carried) -> Regions:
    """Read who changed what, and take the list of it out of the text."""
    regions: Regions = {}
    for listed in list(content.iter(f"{TEXT}tracked-changes")):
        for region in listed.iterchildren(f"{TEXT}changed-region"):
            kinds = {local_name(each): each for each in region}
            kind = "undone" if {"insertion", "deletion"} <= set(kinds) else next(iter(kinds), "")
            if kind not in {"insertion", "deletion"}:
                what = "an insertion that was deleted" if kind == "undone" else "a change of looks"
                carried.dropped[what] += 1
                continue
            key = region.get(f"{TEXT}id") or region.get(XML_ID) or ""
            by, date = (region.findtext(f".//{DC}{name}") or "" for name in ("creator", "date"))
            regions[key] = _Region(kind, by, date, kinds[kind])
        take_out(listed)
    return regions


def _put_back(point: etree._Element, region: _Region, carried: Carried) -> None:
    """Put deleted words back between marks of their own; paragraphs part where they did."""
    key = point.get(f"{TEXT}change-id") or ""
    first, last = (point.makeelement(name, {f"{TEXT}change-id": key}) for name in (_START, _END))
    point.addprevious(first)
    last.tail, point.tail = point.tail, None
    point.addprevious(last)
    blocks = [copy.deepcopy(each) for each in region.removed if local_name(each) != "change-info"]
    if not any(True for _ in last.iterancestors(*_PARAGRAPHS)):
        for block in blocks:
            last.addprevious(block)
        return
    if blocks and blocks[0].tag in _PARAGRAPHS:
        _add_before(last, blocks.pop(0))
    if blocks:
        carried.dropped["a deletion of a paragraph's end"] += 1
        rest = _part(last)
        end = blocks.pop() if blocks[-1].tag in _PARAGRAPHS else None
        for block in blocks:
            rest.addprevious(block)
        if end is not None:
            _add_before(last, end)


def _add_before(mark: etree._Element, block: etree._Element) -> None:
    """Put a block's content before a mark."""
    before, parent = mark.getprevious(), mark.getparent()
    if before is not None:
        before.tail = (before.tail or "") + (block.text or "")
    elif parent is not None:
        parent.text = (parent.text or "") + (block.text or "")
    for child in list(block):
        mark.addprevious(child)


def _part(mark: etree._Element) -> etree._Element:
    """Part a paragraph before a mark; return the new one, which begins with the mark."""
    node, moved = mark, [mark, *mark.itersiblings()]
    while True:
        parent = node.getparent()
        if parent is None:
            return mark
        made = parent.makeelement(parent.tag)
        made.attrib.update(parent.attrib)
        made.extend(moved)
        if parent.tag in _PARAGRAPHS:
            made.tail, parent.tail = parent.tail, None
            parent.addnext(made)
            return made
        made.tail, parent.tail = parent.tail, None
        node, moved = parent, [made, *parent.itersiblings()]


def _slots(
    content: etree._Element, regions: Regions
) -> Iterator[tuple[etree._Element, bool, list[str]]]:
    """Walk over all places of words: the element, whether it is the tail, the changes there."""
    open_: list[str] = []
    for event, element in etree.iterwalk(content, events=("start", "end")):
        key = element.get(f"{TEXT}change-id") or ""
        if event == "start" and element.tag == _START and key in regions:
            open_.append(key)
        elif event == "start" and element.tag == _END and key in open_:
            open_.remove(key)
        yield element, event == "end", list(open_)


def _mark_words(content: etree._Element, regions: Regions, carried: Carried) -> None:
    """Put private characters around every stretch of words that a change has."""
    for element, is_tail, keys in list(_slots(content, regions)):
        holder = element.getparent() if is_tail else element
        if not keys or holder is None or local_name(holder) not in _HOLD_WORDS:
            continue
        words = (element.tail if is_tail else element.text) or ""
        region = regions[keys[-1]]
        if {regions[key].kind for key in keys} == {"insertion", "deletion"}:
            carried.dropped["an insertion that was deleted"] += bool(words)
            words = ""
        elif words:
            words = carried.mark((region.kind, region.by, region.date, ""), words)
        if is_tail:
            element.tail = words
        else:
            element.text = words
    carried.dropped["an insertion of a paragraph's end"] += len(list(_parted(content, regions)))


def _parted(
    content: etree._Element, regions: Regions
) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Find the first and the last paragraph of each insertion that is of several."""
    ends = {each.get(f"{TEXT}change-id") or "": each for each in content.iter(_END)}
    for start in content.iter(_START):
        key = start.get(f"{TEXT}change-id") or ""
        if key in regions and regions[key].kind == "insertion" and key in ends:
            first = next(start.iterancestors(*_PARAGRAPHS), None)
            last = next(ends[key].iterancestors(*_PARAGRAPHS), None)
            if first is not None and last is not None and first is not last:
                yield first, last


def _take_back(content: etree._Element, regions: Regions) -> None:
    """Leave insertions out: their words, what stands wholly in them, and their paragraphs' ends."""
    inserted = {key: each for key, each in regions.items() if each.kind == "insertion"}
    parted, gone = list(_parted(content, inserted)), []
    begun: dict[etree._Element, set[str]] = {}
    for element, is_end, keys in list(_slots(content, inserted)):
        if not is_end:
            begun[element] = set(keys)
        elif begun[element] & set(keys) and element.tag not in {_START, _END}:
            gone.append(element)
        if keys and is_end:
            element.tail = None
        elif keys:
            element.text = None
    for element in gone:
        take_out(element)
    for first, last in parted:
        if last.getparent() is not None:
            mark = etree.SubElement(first, _START)
            mark.tail = last.text
            first.extend(list(last))
            take_out(last)


def _mark_comments(content: etree._Element, carried: Carried) -> None:
    """Put a mark of private characters in the place of each comment."""
    for comment in list(content.iter(f"{OFFICE}annotation")):
        by, date = (comment.findtext(f"{DC}{name}") or "" for name in ("creator", "date"))
        paragraphs = ["".join(map(str, each.itertext())) for each in comment.iter(*_PARAGRAPHS)]
        words = " ".join(MARKED.sub(r"\2", " ".join(paragraphs)).split())
        comment.tail = carried.mark(("comment-start", by, date, words), "") + (comment.tail or "")
        take_out(comment)
    for end in list(content.iter(f"{OFFICE}annotation-end")):
        take_out(end)


def unpack_changes(root: etree._Element, carried: Carried) -> None:
    """Make pandoc's spans of all that stands between private characters in a page."""
    for element in list(root.iter(etree.Element)):
        element.text = _set_spans(element, 0, element.text or "", carried)
        parent = element.getparent()
        if parent is not None:
            at = parent.index(element) + 1
            element.tail = _set_spans(parent, at, element.tail or "", carried)


def _set_spans(parent: etree._Element, at: int, text: str, carried: Carried) -> str:
    """Put the spans of a text into its parent; return the words before the first."""
    first = MARKED.search(text)
    if first is None:
        return text
    for number, found in enumerate(MARKED.finditer(text)):
        kind, by, date, comment = carried.rows[int(found[1])]
        span = parent.makeelement("span", {"class": kind, "data-author": by, "data-date": date})
        span.text = comment or found[2]
        following = MARKED.search(text, found.end())
        span.tail = text[found.end() : following.start() if following else None]
        parent.insert(at + number, span)
    return text[: first.start()]
