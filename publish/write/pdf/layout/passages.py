"""The passages of a document that are to face each other, and their measures."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

from publish.engine import Laid
from publish.engine.drawn import PageRecord
from publish.engine.tree import add_class, classes
from publish.write.pdf.layout.columned_pages import row_of
from publish.write.pdf.layout.openings import (
    Passage,
    Side,
    in_order,
    is_heading,
    is_lined,
    is_place,
    notes_in,
)

ROW, ORIGINAL, TRANSLATION = "in-step-row", "original", "translation"
MEASURED = "measured-passages"
"""The class of what is measured, on pages of its own kind (`page_styles.py`)."""

_LAST_NOTE = "measure-last-note"

Lay = Callable[[Element], Laid]


def passages_of(root: Element) -> list[Passage]:
    """List the passages of a document, what stands between them as originals alone."""
    found: list[Passage] = []
    waiting: list[str] = []

    def gather(around: Element) -> None:
        loose: list[Element] = []
        for child in around:
            is_row = ROW in classes(child)
            if not is_row and not any(ROW in classes(inner) for inner in child.iter()):
                if "endnotes" not in classes(child):
                    loose.append(child)
                continue
            close(loose)
            loose = []
            if not is_row:
                waiting.extend(filter(None, [child.get("id", "")]))
                gather(child)
            else:
                take(_side(child, 0), _side(child, 1), has_answer=True)
        close(loose)

    def close(loose: list[Element]) -> None:
        if loose:
            take(Side(loose), Side([]), has_answer=False)

    def take(original: Side, translation: Side, *, has_answer: bool) -> None:
        runs = [original.blocks] if translation.blocks else list(_runs(original.blocks))
        for blocks in runs:
            found.append(Passage((Side(blocks), translation), list(waiting), has_answer))
            waiting.clear()

    gather(root[0][0])
    return found


def _runs(blocks: list[Element]) -> Iterator[list[Element]]:
    """Part what nothing answers beside headings, paragraphs, sections: each may begin a page.

    Other blocks have spaces around them, which stay as they are.
    """
    run: list[Element] = []
    for block in blocks:
        before = next((b for b in reversed(run) if not is_place(b)), None)
        if before is not None and (_is_loose(before) or _is_loose(block)):
            yield run
            run = []
            if is_heading(before) and block.tag == "p":
                add_class(block, "flush")
        run.append(block)
    if run:
        yield run


def _is_loose(block: Element) -> bool:
    return block.tag in {"p", "section"} or is_heading(block)


def _side(row: Element, number: int) -> Side:
    """Take the blocks of a side; they say the language that the side has."""
    cell = row[number]
    said = {name: cell.get(name, "") for name in ("lang", "dir") if cell.get(name)}
    if not len(cell):
        return Side([])
    if not said:
        return Side(list(cell))
    for block in cell:
        for name, value in said.items():
            block.attrib.setdefault(name, value)
    return Side(list(cell))


def measured(passages: list[Passage], root: Element, lay: Lay) -> list[Passage]:
    """Measure passages on both sides."""
    for number in (0, 1):
        sides = [passage.sides[number] for passage in passages]
        record = lay(_measured_tree(passages, number, root)).page_records[0]
        notes = _note_heights(record, sides)
        for place, side in enumerate(sides):
            _take(side, place, record, notes)
    return passages


def _measured_tree(passages: list[Passage], number: int, root: Element) -> Element:
    html = Element("html", dict(root.attrib))
    body = Element("body", dict(root[0].attrib))
    section = Element("section", dict(root[0][0].attrib))
    section.attrib.pop("id", None)
    add_class(section, MEASURED)
    html.append(body)
    body.append(section)
    for place, passage in enumerate(passages):
        section.append(Element("div", {"id": _name(place)}))
        section.extend(_measured_side(passage, number, in_columns=is_in_columns(root)))
    section.append(Element("div", {"id": _name(len(passages))}))
    last = Element("aside", {"class": "note foot", "id": _LAST_NOTE})
    last.text = "."
    section.append(last)
    return html


def is_in_columns(root: Element) -> bool:
    """Return whether passages stand beside each other on one page."""
    return "in-step-columns" in classes(root[0][0])


def _measured_side(passage: Passage, number: int, *, in_columns: bool) -> list[Element]:
    blocks = copy.deepcopy(passage.sides[number].blocks)
    if in_columns and passage.has_answer:
        return row_of(blocks, []) if number == 0 else row_of([], blocks)
    faced = Element("div", {"class": "faced-passage"})
    faced.extend(blocks)
    return [faced]


def _name(place: int) -> str:
    return f"measure-{place}"


def _take(side: Side, place: int, record: PageRecord, notes: dict[str, float]) -> None:
    """Read a side's height, the room of its notes and its lines off the record of the long page."""
    begins, ends = (record.anchors[_name(place + n)][1] for n in (0, 1))
    side.height = begins - ends
    side.note_heights = {name: notes.get(name, 0.0) for name in notes_in(side.blocks)}
    names = {e.get("id") for block in side.blocks for e in block.iter()}
    if all(is_lined(block) for block in side.blocks):
        lines = [line for line in record.lines if line.block in names and not line.is_note]
        side.lines = lines if in_order(lines) else []


def _note_heights(record: PageRecord, sides: list[Side]) -> dict[str, float]:
    """Measure notes by where each and the next line of notes begin.

    Entries of an apparatus run on, and share the lines that they begin in.
    """
    rises: dict[float, list[str]] = {}
    for name in [*(name for side in sides for name in notes_in(side.blocks)), _LAST_NOTE]:
        if name in record.anchors:
            rises.setdefault(round(record.anchors[name][1], 1), []).append(name)
    return {
        name: (rise - below) / len(rises[rise])
        for rise, below in pairwise(sorted(rises, reverse=True))
        for name in rises[rise]
    }
