"""The lines of a page as editors count them: those of the text, from 1, and where each stands.

Headings, captions, tables, and what stands at the foot or in the margins are no lines of the text;
a verse that turns over is one line (Chicago 13.26), and lines side by side share a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from publish.engine.boxes import (
    Box,
    LineBox,
    Page,
    PageBox,
    is_footnote_area,
    is_inline,
    is_line,
    is_margin_box,
    is_parent,
    is_placeholder,
    is_text,
)
from publish.engine.drawn import LineMark
from publish.engine.lines import text_boxes
from publish.engine.tree import classes
from publish.engine.tree_names import LINE_MARK, SECTION_MARK
from publish.engine.turned_pages import is_turned
from publish.house.page.measure import POINTS_PER_PX

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_UNCOUNTED_TAGS = _HEADINGS | frozenset("figure figcaption table caption aside nav hr".split())
_UNCOUNTED = frozenset("head subtitle part-number-line app-entry entry".split())
_VERSE = "l"
_LEVEL_PX = 2.0
"""Lines that stand no further apart are one line, of two columns, or of a speaker and a speech."""


class CountedLine(Struct):
    """One line of the text."""

    number: int
    """Counts from 1 on its page."""
    baseline_px: float
    """From the upper edge of the page."""
    opens: bool
    """Whether a heading stands before it."""
    boxes: list[LineBox] = field(default_factory=list)

    def elements(self) -> Iterator[Element]:
        """Yield the elements that have words in the line, or mark a place in it, in order."""
        for line in self.boxes:
            for box in line.descendants():
                if box.element is not None and (is_text(box) or is_inline(box)):
                    yield box.element

    @property
    def mark(self) -> str:
        """Return the number that the source has for the line, where the margin is to show it."""
        return next(iter(self._marks(LINE_MARK)), "")

    @property
    def sections(self) -> tuple[str, ...]:
        """Return the numbers of the sections that begin in the line."""
        return tuple(self._marks(SECTION_MARK))

    def _marks(self, name: str) -> list[str]:
        return [e.get(name, "") for e in dict.fromkeys(self.elements()) if name in e.attrib]


def counted_lines(page: Page) -> list[CountedLine]:
    """List the lines of the text on a page, from its head to its foot."""
    found: list[CountedLine] = []
    opens = False
    for line, is_counted in _lines_of(page._page_box):
        if not is_counted:
            opens = opens or _is_of_heading(line)
            continue
        baseline = float(line.position_y + line.baseline)
        beside = _level_with(baseline, found)
        if beside is not None:
            beside.boxes.append(line)
            continue
        found.append(CountedLine(0, baseline, opens, [line]))
        opens = False
    found.sort(key=lambda counted: counted.baseline_px)
    for number, counted in enumerate(found, start=1):
        counted.number = number
    return found


def _level_with(baseline: float, found: list[CountedLine]) -> CountedLine | None:
    """Find the line beside which one stands: one of the last, or of the column before."""
    return next(
        (one for one in reversed(found) if abs(one.baseline_px - baseline) <= _LEVEL_PX), None
    )


def counts_of(lines: Iterable[CountedLine], boxes: Iterable[LineBox]) -> tuple[int, ...]:
    """Number these boxes as the lines of their page; what turns over has its verse's number."""
    number_of = {box: line.number for line in lines for box in line.boxes}
    counts: list[int] = []
    for box in boxes:
        is_verse = box.element is not None and _VERSE in classes(box.element)
        counts.append(number_of.get(box, counts[-1] if is_verse and counts else 0))
    return tuple(counts)


def line_marks(page: Page, lines: Iterable[CountedLine]) -> tuple[LineMark, ...]:
    """Record where a page's counted lines are, for the numbers beside them."""
    if is_turned(page):
        return ()
    return tuple(
        LineMark(
            (page.height - line.baseline_px) * POINTS_PER_PX, line.mark, line.opens, line.sections
        )
        for line in lines
    )


def _lines_of(page_box: PageBox) -> Iterator[tuple[LineBox, bool]]:
    """Yield the lines of a page's text, and whether each counts."""
    pending: list[tuple[Box, bool]] = [(child, True) for child in reversed(page_box.children)]
    while pending:
        box, counts = pending.pop()
        if is_margin_box(box) or is_footnote_area(box) or is_placeholder(box) or box.is_floated():
            continue
        counts = counts and not _is_apart(box)
        if is_line(box):
            yield box, counts and _says_something(box)
        elif is_parent(box):
            verse = box.element is not None and _VERSE in classes(box.element)
            inner = _first_line(box.children) if verse else box.children
            pending.extend((child, counts) for child in reversed(list(inner)))


def _first_line(children: Iterable[Box]) -> Iterator[Box]:
    """Yield what a verse holds, but of its lines the first."""
    has_line = False
    for child in children:
        if not (is_line(child) and has_line):
            yield child
        has_line = has_line or is_line(child)


def _is_apart(box: Box) -> bool:
    element = box.element
    return element is not None and (
        element.tag in _UNCOUNTED_TAGS or not _UNCOUNTED.isdisjoint(classes(element))
    )


def _is_of_heading(line: LineBox) -> bool:
    return line.element is not None and line.element.tag in _HEADINGS


def _says_something(line: LineBox) -> bool:
    return any(text.text.strip() for text in text_boxes(line))
