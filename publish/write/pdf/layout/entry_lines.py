"""The lines that entries of an apparatus are on: their numbers depend on pages, and pages on them.

An entry takes room at the foot of the page on which its line is, and begins with the number of
that line. So a division is laid out, its entries are numbered, and it is laid out again until the
numbers hold, a few times at the most.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct
from msgspec.structs import replace

from publish.engine import Laid
from publish.engine.drawn import PageRecord
from publish.engine.places import NAMEABLE, SOURCE_LENGTH, Places, TextPlace
from publish.engine.tree import classes
from publish.engine.tree_names import BAND, ENTRIES_BY
from publish.house.note_signs import OF_HEADING
from publish.write.pdf.layout.openings import is_heading
from publish.write.pdf.prepare.apparatus import (
    BEGIN,
    KEY,
    LINE,
    NTH,
    VERSE,
    WORDS,
    ends_of,
    pattern_of,
    write_number,
)
from publish.write.pdf.prepare.line_numbers import count_lines

ROUNDS = 8
"""Layouts in which numbers may come to hold."""

FREE_ROUNDS = 2
"""Then an entry keeps the room that its longest number took, and a number that it has, be it that
of the entry before: what stands at the foot can only grow, and pages settle."""

FEWEST_FIGURES = 2
"""The figures that a number has room for from then on: those of most lines of a page."""

DIGIT_EM, GAP_EM = 0.5, 0.3
"""Of the type of entries: the width of a figure, and of the space behind a number."""

FURTHER = "sqq."
"""What stands behind a number where an entry's words go on over the page (et sequentes)."""

MOST_BLOCKS, BEYOND, SLACK = 4, 3000, 12
"""Blocks and characters behind its mark in which a lemma may end; characters that one which leaves
no words out may have beside its own."""


class Spot(Struct, frozen=True):
    """A line of text on a page."""

    page: int
    count: int
    """Its number on the page; 0 of a heading."""
    start: int
    """The offset in its block at which it begins."""
    end: int
    """And the next line of the block; -1 of the last."""


class _Entry(Struct):
    """An entry at the foot: where its words begin and end, what it shows of that."""

    element: Element
    band: str
    label: Element
    nth: Element | None
    begin: TextPlace
    end: TextPlace
    is_on_heading: bool
    room: int = 0
    """The figures of the longest number that it has had."""


def settle_entries(root: Element, laid: Laid, lay_out: Callable[[], Laid]) -> Laid:
    """Number a tree's entries by the lines they are on, and lay it out until the numbers hold.

    Those that do not are named by `Laid.unsettled`.
    """
    if ENTRIES_BY not in root.attrib:
        return laid
    numberer = _Numberer(root)
    for count in range(ROUNDS):
        if not numberer.number(laid.page_records, keeps_room=count >= FREE_ROUNDS):
            break
        laid = lay_out()
    laid.unsettled = numberer.number(laid.page_records, keeps_room=True)
    laid.entry_labels = numberer.labels()
    return laid


class _Numberer:
    """Numbers the entries of one tree."""

    def __init__(self, root: Element) -> None:
        self.root, self.by = root, root.get(ENTRIES_BY, "")
        self.places = Places(root)
        self.by_id = {name: e for e in root.iter() if (name := e.get("id"))}
        self._texts: dict[str, _Text] = {}
        headings = (e for e in root.iter() if is_heading(e) or "head" in classes(e))
        self._in_headings = {a.get("id") for heading in headings for a in heading.iter("a")}
        self.entries = list(self._entries())

    def _entries(self) -> Iterator[_Entry]:
        for aside in self.root.iter("aside"):
            label = next((a for a in aside.iter("a") if a.get("class") == LINE), None)
            if BAND not in aside.attrib or "foot" not in classes(aside) or label is None:
                continue
            mark = self.by_id.get(label.get("href", "")[1:])
            end = None if mark is None else self.places.place_of(mark)
            if end is None:
                continue
            nth = next((e for e in aside.iter("span") if e.get("class") == NTH), None)
            begin, end = self._extent(aside, end)
            is_on_heading = mark is not None and mark.get("id") in self._in_headings
            yield _Entry(aside, aside.get(BAND, ""), label, nth, begin, end, is_on_heading)

    def _extent(self, aside: Element, mark: TextPlace) -> tuple[TextPlace, TextPlace]:
        """Find where an entry's words begin and end: before its mark; where it says they begin.

        The mark of one that names a passage stands behind that, and its words are looked for.
        """
        named = self.by_id.get(aside.get(BEGIN, ""))
        place = None if named is None else self.places.place_of(named)
        begin = place.offset if place is not None and place.block == mark.block else 0
        text = self._text_of(mark.block)
        found = text.find(aside.get(WORDS, ""), begin, mark.offset)
        is_last = bool(found) and not text.said[found[-1][1] : mark.offset].strip()
        if found and (place is None or is_last):
            start, end = found[-1]
            return replace(mark, offset=start), replace(mark, offset=end)
        if place is not None:
            return place, mark
        parted = self._parted(aside.get(WORDS, ""), mark)
        if parted is not None:
            return parted
        start = max(0, mark.offset - len(aside.get(WORDS, "")))
        return replace(mark, offset=start), mark

    def _parted(self, words: str, mark: TextPlace) -> tuple[TextPlace, TextPlace] | None:
        """Find a lemma by its first and last words, where it leaves some out or parts a block.

        That of `2.14–2.16` begins before its mark and ends in a block behind it.
        """
        split = re.findall(r"\w+", words)
        ends = ends_of(words) or ((split[0], split[-1]) if len(split) > 1 else None)
        if ends is None:
            return None
        is_whole = ends_of(words) is None
        text = self._text_of(mark.block)
        for start, end in reversed(text.find(ends[0], 0, mark.offset)):
            begin = replace(mark, offset=start)
            last = text.find(ends[1], end, mark.offset + (SLACK if is_whole else BEYOND))
            if last and not (is_whole and last[0][1] - start > len(words) + SLACK):
                return begin, replace(mark, offset=last[0][1])
            for block in self._blocks_behind(mark.block):
                last = self._text_of(block).find(ends[1], 0, len(self._text_of(block).said))
                length = len(text.said) - start + (last[0][1] if last else 0)
                if last and not (is_whole and length > len(words) + SLACK):
                    return begin, replace(mark, block=block, offset=last[0][1])
        return None

    def _blocks_behind(self, block: str) -> list[str]:
        """List the next blocks of the text, the nearest first."""
        names = [name for name, e in self.by_id.items() if e.tag in {"p", "div"}]
        at = names.index(block) if block in names else len(names)
        return names[at + 1 : at + 1 + MOST_BLOCKS]

    def labels(self) -> dict[str, tuple[str, ...]]:
        """Return each entry's number, that behind its lemma, and the room that it keeps."""
        return {
            entry.element.get("id", ""): (
                entry.label.text or "",
                "" if entry.nth is None else entry.nth.text or "",
                entry.label.get("style", ""),
            )
            for entry in self.entries
        }

    def number(self, records: Sequence[PageRecord], *, keeps_room: bool) -> list[str]:
        """Write the numbers of lines before entries; return the words of those that changed."""
        lines = _Lines(records)
        names = _names(records, self.by)
        before: dict[tuple[int, str], str] = {}
        changed = []
        for entry in self.entries:
            last = lines.at(entry.end.block, max(entry.begin.offset, entry.end.offset - 1))
            first = lines.at(entry.begin.block, entry.begin.offset) or last
            if first is not None and last is not None and last.count and not first.count:
                first = lines.counted_behind(entry.begin) or first
            label = self._label(entry, first, last, names)
            place = (first.page if first else -1, entry.band)
            is_repeated = before.get(place) == label
            shown = "" if is_repeated and not (keeps_room and entry.label.text) else label
            before[place] = label
            nth = self._nth(entry, first, last)
            entry.room = max(entry.room, len(shown), FEWEST_FIGURES if keeps_room and shown else 0)
            if keeps_room and len(shown) < entry.room:
                free = GAP_EM + DIGIT_EM * (entry.room - len(shown))
                entry.label.set("style", f"padding-right: {free}em")
            elif keeps_room:
                entry.label.attrib.pop("style", "")
            if write_number(entry.label, shown) | write_number(entry.nth, nth):
                changed.append(entry.element.get(WORDS, "") or label)
        return changed

    def _label(
        self,
        entry: _Entry,
        first: Spot | None,
        last: Spot | None,
        names: dict[tuple[int, int], str],
    ) -> str:
        """Say where an entry's words stand."""
        key = entry.element.get(KEY, "")
        if self.by == "key":
            return key
        if self.by == "verse":
            return entry.element.get(VERSE, "") or (OF_HEADING if entry.is_on_heading else key)
        if first is None or last is None or entry.end.is_note:
            return key
        numbers = [names.get((spot.page, spot.count), OF_HEADING) for spot in (first, last)]
        if self.by == "page" and first.page != last.page:
            return f"{numbers[0]} {FURTHER}"
        return "–".join(dict.fromkeys(numbers))

    def _nth(self, entry: _Entry, first: Spot | None, last: Spot | None) -> str:
        """Tell the number of a word, or of words, that a line has more than once."""
        words = entry.element.get(WORDS, "")
        if entry.nth is None or not words or first is None or first != last:
            return ""
        text = self._text_of(entry.begin.block)
        end = first.end if first.end > 0 else len(text.said)
        found = text.find(words, first.start, end)
        at = sum(start <= entry.begin.offset for start, _ in found)
        return str(max(1, at)) if len(found) > 1 else ""

    def _text_of(self, block: str) -> _Text:
        if block not in self._texts:
            self._texts[block] = _Text(self.by_id.get(block))
        return self._texts[block]


class _Lines:
    """The lines of pages, to be found by a place in the text."""

    def __init__(self, records: Sequence[PageRecord]) -> None:
        self._lines: dict[str, list[Spot]] = {}
        for page, record in enumerate(records):
            counts = record.counts or (0,) * len(record.lines)
            for line, count in zip(record.lines, counts, strict=True):
                of_block = self._lines.setdefault(line.block, [])
                if of_block:
                    before = of_block[-1]
                    of_block[-1] = Spot(before.page, before.count, before.start, line.start)
                of_block.append(Spot(page, count, line.start, -1))

    def at(self, block: str, offset: int) -> Spot | None:
        """Find the line of a block that holds a character."""
        return next(iter(self._from(block, offset)), None)

    def counted_behind(self, place: TextPlace) -> Spot | None:
        """Find the first line of a block, from that of a place on, that has a number."""
        return next((spot for spot in self._from(place.block, place.offset) if spot.count), None)

    def _from(self, block: str, offset: int) -> list[Spot]:
        of_block = self._lines.get(block, [])
        at = bisect_right(of_block, offset, key=lambda spot: spot.start)
        return of_block[max(0, at - 1) :]


def _names(records: Sequence[PageRecord], by: str) -> dict[tuple[int, int], str]:
    """Name each line by its page and its number there, as the margin numbers it."""
    counted = count_lines((record.line_marks for record in records), by)
    return {
        (page, count): str(number)
        for page, numbers in enumerate(counted)
        for count, number in enumerate(numbers, start=1)
    }


class _Text:
    """The text of a block as `Places` counts it; what print words anew has no letters."""

    def __init__(self, block: Element | None) -> None:
        self.said, self._bounds = "", set[int]()
        if block is not None:
            self.said = "".join(self._pieces(block, 0))

    def _pieces(self, element: Element, at: int) -> Iterator[str]:
        if SOURCE_LENGTH in element.attrib:
            yield "\0" * int(element.get(SOURCE_LENGTH, "0"))
            return
        yield element.text or ""
        at += len(element.text or "")
        for child in element:
            if not (child.tag == "aside" and "note" in classes(child)):
                said = "".join(self._pieces(child, at))
                if child.tag in NAMEABLE:
                    self._bounds |= {at, at + len(said)}
                yield said
                at += len(said)
            yield child.tail or ""
            at += len(child.tail or "")

    def find(self, words: str, begin: int, end: int) -> list[tuple[int, int]]:
        """List where these words stand, whole, in a stretch; no word goes on over blocks."""
        pattern = pattern_of(words)
        found = pattern.finditer(self.said, begin, end) if pattern is not None else ()
        return [match.span() for match in found if all(map(self._parts, match.span()))]

    def _parts(self, at: int) -> bool:
        around = self.said[max(0, at - 1) : at + 1]
        return at in self._bounds or re.search(r"\w\w", around) is None
