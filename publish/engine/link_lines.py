"""The lines in which elements begin that links lead to: places in the text -> page records."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from publish.engine.drawn import PageRecord
from publish.engine.places import Places, TextPlace
from publish.engine.tree_names import LINKED
from publish.model.printing import PrintedLine


def place_links(records: Iterable[PageRecord], root: Element, places: Places) -> None:
    """Record for each page the line of every linked element that begins on it."""
    linked = {e.get("id", ""): e for e in root.iter() if e.get(LINKED)}
    for record in records:
        here = [name for name in record.anchors if name in linked]
        lines = _by_block(record.lines) if here else {}
        for name in here:
            place = places.place_of(linked[name])
            line = _line_at(lines, place) if place is not None else 0
            if line:
                record.line_of[name] = line


def _by_block(lines: Iterable[PrintedLine]) -> dict[str, list[PrintedLine]]:
    found: dict[str, list[PrintedLine]] = {}
    for line in lines:
        found.setdefault(line.block, []).append(line)
    return found


def _line_at(lines: dict[str, list[PrintedLine]], place: TextPlace) -> int:
    """Return the number of the line that holds a place of its block; 0 where none does."""
    of_block = lines.get(place.block, [])
    at = bisect_right(of_block, place.offset, key=lambda line: line.start)
    return of_block[max(0, at - 1)].number if of_block else 0
