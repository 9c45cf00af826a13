"""Originals and translations on facing pages, or in two columns, both beginning level.

CSS knows no two flows that go in step. So each passage is measured on both sides, on a page that
is long enough for all; then openings are filled with passages, as many as both of their pages hold,
each as high as its higher side. A passage that is too long goes on in the next opening, on
both sides after the same share of its lines.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, SubElement

from publish.engine import Laid
from publish.engine.tree import classes
from publish.engine.tree_names import FACING
from publish.write.pdf.layout.columned_pages import ColumnedPage
from publish.write.pdf.layout.openings import Opening, Passage, fill_openings
from publish.write.pdf.layout.passages import is_in_columns, measured, passages_of
from publish.write.pdf.prepare.apparatus import write_labels

Lay = Callable[[Element], Laid]

CHUNK = 60_000
"""Letters of passages that are measured at once: their boxes take memory."""

ROUNDS = 12
"""Pages that hold less than was measured are filled again, with less."""

LESS = 14.0
"""Points by which a page that was too full is filled less: a line."""


def is_facing(root: Element) -> bool:
    """Return whether a document has originals and translations whose pages are filled here."""
    return root.get(FACING) is not None


def face_pages(root: Element, measure: Lay, lay: Lay) -> Element:
    """Return a document whose pages take turns with the two sides of its passages, or hold both.

    What stands before the first row of facing pages and behind the last, as the description of a
    stone, commentary and bibliography, runs on as it is. Where some page holds less than was
    reckoned, as `lay` finds that numbers the entries at the foot, it is reckoned again.
    """
    depth = float(root.get(FACING, "0"))
    make = ColumnedPage if is_in_columns(root) else Opening
    found = passages_of(root)
    behind: list[Element] = []
    while _ends_alone(found):
        behind = found.pop().sides[0].blocks + behind
    before = [] if make is ColumnedPage else _taken_from_front(found)
    passages = [p for chunk in _chunks(found) for p in measured(chunk, root, measure)]
    less: dict[int, float] = {}
    labels: dict[str, tuple[str, ...]] = {}
    made = root
    for _ in range(ROUNDS):
        openings = fill_openings(passages, depth, less, make)
        made = _document_of(openings, root, before, behind)
        write_labels(made, labels)
        laid = lay(made)
        labels = laid.entry_labels
        full = [n for n in _too_full(laid, openings) if not openings[n].is_of_one_block(depth)]
        if not full:
            break
        for number in full:
            less[number] = less.get(number, 0.0) + LESS
    return made


def _chunks(passages: list[Passage]) -> Iterator[list[Passage]]:
    chunk: list[Passage] = []
    weight = 0
    for passage in passages:
        chunk.append(passage)
        weight += passage.letters
        if weight > CHUNK:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk


def _too_full(laid: Laid, openings: list[Opening]) -> list[int]:
    """List the openings that have run over to a page more, or notes of which have.

    What runs over fills the next one, too; that is told the next time, if it still is. Of what
    goes on over a page, both pages have the name.
    """
    page_of: dict[str, int] = {}
    for number, record in enumerate(laid.page_records):
        for name in record.anchors:
            page_of.setdefault(name, number)
    begins = [page_of.get(opening.name, 0) for opening in openings]
    ends = [*begins[1:], len(laid.page_records)]
    full: list[int] = []
    for number, opening in enumerate(openings):
        first, end = begins[number], ends[number]
        has_run_over = end > first + opening.count or any(
            page_of.get(note, first) > first + min(side, opening.count - 1)
            for side in (0, 1)
            for note in opening.notes_of(side)
        )
        if has_run_over and full[-1:] != [number - 1]:
            full.append(number)
    return full


def _ends_alone(passages: list[Passage]) -> bool:
    return len(passages) > 1 and not passages[-1].has_answer and not passages[-1].names


def _taken_from_front(passages: list[Passage]) -> list[Element]:
    """Take what stands alone before the first row, where it is more than headings."""
    count = next((n for n, p in enumerate(passages) if p.has_answer or p.names), 0)
    if all(passage.is_heading for passage in passages[:count]):
        return []
    taken = [block for passage in passages[:count] for block in passage.sides[0].blocks]
    del passages[:count]
    return taken


def _document_of(
    openings: list[Opening], root: Element, before: list[Element], behind: list[Element]
) -> Element:
    html = Element("html", dict(root.attrib))
    body = Element("body", dict(root[0].attrib))
    section = Element(root[0][0].tag, dict(root[0][0].attrib))
    html.append(body)
    body.append(section)
    section.extend(copy.deepcopy(before))
    for opening in openings:
        section.extend(opening.pages())
    holder = section
    if behind and Opening.count == openings[-1].count:
        holder = SubElement(section, "div", {"class": "behind-pages"})
    holder.extend(copy.deepcopy(behind))
    for beside in root[0][0]:
        if "endnotes" in classes(beside):
            section.append(beside)
    return html
