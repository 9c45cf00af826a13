"""Set notes of the margin beside their lines, one below the other, on the outer side of the page.

To CSS each is a box out of the flow at the place of its mark (`position: absolute`, CSS
Positioned Layout 3 clause 4), which is laid out whole (`patches/margin_notes.py`). WeasyPrint would
set boxes of neighbouring lines over each other. Here they are moved into the margin, and pushed
down where they meet, or up where the page ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from publish.engine.boxes import Box, Page, PageBox, is_line, is_placeholder
from publish.engine.patches.margin_notes import BESIDE, is_beside
from publish.engine.tree import classes

BETWEEN_NOTES_PX = 4.0
"""The least distance of two notes of the margin."""


def other_side(side: str) -> str:
    """Name the side across the page."""
    return "left" if side == "right" else "right"


def has_beside(root: Element) -> bool:
    """Tell whether a tree has notes of the margin."""
    return any(BESIDE in classes(element) for element in root.iter())


def set_beside(pages: Iterable[Page], first_side: str, gap_px: float) -> list[str]:
    """Move the notes of the margin to their places; list the ids of those that have no room.

    `gap_px` is between them and the text; pages take turns with their sides.
    """
    crowded = []
    side = first_side
    for page in pages:
        crowded += _stack(_notes_of(page._page_box), page._page_box, side, gap_px)
        side = other_side(side)
    return crowded


def _notes_of(page_box: PageBox) -> list[tuple[Box, float]]:
    """List a page's notes of the margin, and where each would have its first line by its mark's."""
    found: dict[Element | None, tuple[Box, float]] = {}
    for box in page_box.descendants():
        if is_line(box):
            baseline = float(box.position_y + box.baseline)
            for note in box.descendants():
                if is_placeholder(note) and is_beside(note):
                    found[note.element] = (note, baseline - _first_baseline(note))
    return list(found.values())


def _first_baseline(note: Box) -> float:
    """Measure from a note's top to its first baseline."""
    lines = filter(is_line, note.descendants())
    first = next(lines, None)
    return float(first.position_y + first.baseline - note.position_y) if first else 0.0


def _stack(
    wanted: list[tuple[Box, float]], page_box: PageBox, side: str, gap_px: float
) -> list[str]:
    """Set a page's notes one below the other, each as near to its line as may be."""
    top, depth = float(page_box.content_box_y()), float(page_box.height)
    notes = sorted(wanted, key=lambda pair: pair[1])
    crowded = []
    while notes and sum(_height(note) for note, _ in notes) - BETWEEN_NOTES_PX > depth:
        longest = max(notes, key=lambda pair: _height(pair[0]))
        notes.remove(longest)
        crowded.append(_id_of(longest[0]))
    for (note, _), y in zip(notes, _heights(notes, top, top + depth), strict=True):
        x = page_box.content_box_x() + page_box.width + gap_px
        if side == "left":
            x = page_box.content_box_x() - gap_px - note.margin_width()
        note.translate(x - note.position_x, y - note.position_y)
    return crowded


def _id_of(note: Box) -> str:
    return note.element.get("id", "") if note.element is not None else ""


def _heights(notes: list[tuple[Box, float]], top: float, end: float) -> list[float]:
    """Push notes down where they would meet, then up where the page ends."""
    places: list[float] = []
    for note, wanted in notes:
        places.append(max(wanted, top))
        top = places[-1] + _height(note)
    for number in reversed(range(len(notes))):
        places[number] = min(places[number], end - notes[number][0].margin_height())
        end = places[number] - BETWEEN_NOTES_PX
    return places


def _height(note: Box) -> float:
    return float(note.margin_height()) + BETWEEN_NOTES_PX
