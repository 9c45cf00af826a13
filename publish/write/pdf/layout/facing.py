"""Originals and translations on facing pages: the original on the left, both beginning level.

CSS knows no two flows that go in step. So each passage is measured on both sides, on a page that
is long enough for all; then openings are filled with passages, as many as both of their pages hold,
each as high as its higher side. A passage that is too long goes on in the next opening, on
both sides after the same share of its lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from publish.engine import Laid
from publish.engine.tree import classes
from publish.engine.tree_names import FACING
from publish.write.pdf.layout.openings import Opening, Passage, fill_openings
from publish.write.pdf.layout.passages import measured, passages_of

Lay = Callable[[Element], Laid]

CHUNK = 60_000
"""Letters of passages that are measured at once: their boxes take memory."""

ROUNDS = 6
"""Pages that hold less than was measured are filled again, with less."""

LESS = 14.0
"""Points by which a page that was too full is filled less: a line."""


def is_facing(root: Element) -> bool:
    """Return whether a document has originals and translations that are to face each other."""
    return root.get(FACING) is not None


def face_pages(root: Element, lay: Lay) -> Element:
    """Return a document whose pages take turns with the two sides of its passages.

    Where some page holds less than was reckoned, it is reckoned again.
    """
    depth = float(root.get(FACING, "0"))
    passages = [p for chunk in _chunks(passages_of(root)) for p in measured(chunk, root, lay)]
    less: dict[int, float] = {}
    made = root
    for _ in range(ROUNDS):
        openings = fill_openings(passages, depth, less)
        made = _document_of(openings, root)
        full = _too_full(lay(made), openings)
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
    """List the openings one of whose sides has run over to a page more."""
    page_of = {
        name: number for number, record in enumerate(laid.page_records) for name in record.anchors
    }
    begins = [page_of.get(opening.name, 0) for opening in openings]
    ends = [*begins[1:], len(laid.page_records)]
    return [n for n, (first, end) in enumerate(zip(begins, ends, strict=True)) if end > first + 2]


def _document_of(openings: list[Opening], root: Element) -> Element:
    html = Element("html", dict(root.attrib))
    body = Element("body", dict(root[0].attrib))
    section = Element(root[0][0].tag, dict(root[0][0].attrib))
    html.append(body)
    body.append(section)
    for opening in openings:
        section.extend(opening.pages())
    for beside in root[0][0]:
        if "endnotes" in classes(beside):
            section.append(beside)
    return html
