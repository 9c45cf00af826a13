"""Laid-out pages -> what page make-up is about: pieces of one height, in order, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from publish.engine.boxes import (
    Box,
    LineBox,
    PageBox,
    is_line,
    is_margin_box,
    is_parent,
    is_replaced,
    is_table_row,
    is_text,
)
from publish.engine.computed_style import Style
from publish.engine.faults import foot_area, text_of
from publish.engine.layout import Laid
from publish.engine.patches.footnotes_kept import notes_of

AT = "data-at"
"""Numbers the elements of a division, so that pieces of two layouts can be compared."""

AVOID = ("avoid", "avoid-page")


@dataclass(slots=True)
class Piece:
    """A line, or what takes its place: it is on one page as a whole. Measures are in CSS pixels."""

    owner: str
    """The number of the element that it is a line of."""
    top: float
    bottom: float
    text: str = ""
    is_justified: bool = False
    notes: tuple[str, ...] = ()
    """The numbers of the notes that must be on the same page."""
    orphans: int = 1
    widows: int = 1
    tied_before: bool = False
    """No page breaks before the element's first line."""
    tied_after: bool = False
    """Nor behind its last."""
    whole: str = ""
    """The number of an element that no page breaks into."""
    stretch: float = 0.0
    """What justifying adds to each word space, in em."""
    above: float = 0.0
    """The space that styles ask for above an element's first piece."""
    below: float = 0.0
    """And below its last."""
    padding: float = 0.0
    """The padding above its first piece, which stays at the head of a page."""


@dataclass(slots=True)
class SketchedPage:
    """A page's pieces, and the room that its notes leave them."""

    height: float
    pieces: list[Piece] = field(default_factory=list)
    note_heights: dict[str, float] = field(default_factory=dict)
    """The height of each note at the foot, by its number."""
    note_area: float = 0.0
    """What notes at the foot take besides their own heights."""

    @property
    def has_notes(self) -> bool:
        """Tell whether there are notes at the foot."""
        return bool(self.note_heights)

    @property
    def short(self) -> float:
        """Return how far above the foot the text ends; pages with notes end with these."""
        if self.has_notes or not self.pieces:
            return 0.0
        return self.height - self.pieces[-1].bottom


@dataclass(slots=True)
class Sketch:
    """A division's pages; `is_plain` where its pieces follow one below the other."""

    pages: list[SketchedPage]
    is_plain: bool = True

    def lines_of(self) -> dict[str, list[Piece]]:
        """Return the pieces of each element."""
        lines: dict[str, list[Piece]] = {}
        for page in self.pages:
            for piece in page.pieces:
                lines.setdefault(piece.owner, []).append(piece)
        return lines


def sketch(layouts: Iterable[Laid]) -> Sketch:
    """Sketch the pages of layouts that follow one another, their elements numbered."""
    made = Sketch([])
    for laid in layouts:
        for page in laid.pages:
            made.pages.append(_page(page._page_box))
    for sketched in made.pages:
        tops = [piece.top for piece in sketched.pieces]
        made.is_plain &= tops == sorted(tops)
    return made


def _page(page_box: PageBox) -> SketchedPage:
    page = SketchedPage(page_box.height)
    area = foot_area(page_box)
    if area is not None:
        page.note_heights = {_number(note): note.margin_height() for note in area.children}
        page.note_area = area.margin_height() - sum(page.note_heights.values())
    start = page_box.content_box_y()
    for child in page_box.children:
        if child is not area and not is_margin_box(child):
            for piece in _pieces(child, child, _Around()):
                piece.top -= start
                piece.bottom -= start
                _append(page.pieces, piece)
    return page


@dataclass(frozen=True, slots=True)
class _Around:
    """What the boxes around a box say of its pages."""

    before: bool = False
    """No page breaks before it."""
    after: bool = False
    whole: str = ""
    """The number of the box that no page breaks into."""
    above: float = 0.0
    """The space that styles ask for above it; margins fall together (CSS 2 clause 8.3.1)."""
    below: float = 0.0
    padding: float = 0.0
    """The padding above it."""


def _pieces(box: Box, block: Box, around: _Around) -> Iterator[Piece]:
    """Yield the pieces of a box in normal flow, from the top down."""
    if not box.is_in_normal_flow():
        return
    if is_line(box):
        yield _line(box, block, around)
        return
    style = box.style
    above, below = _margin(style, "margin_top"), _margin(style, "margin_bottom")
    above, below = max(around.above, above), max(around.below, below)
    padding = around.padding + box.padding_top + box.border_top_width
    if not is_parent(box) or not box.children:
        if box.border_height() > 0 or is_replaced(box):
            top = box.border_box_y()
            yield Piece(
                _number(box),
                top,
                top + box.border_height(),
                tied_after=around.after,
                whole=around.whole,
                above=above,
                below=below,
                padding=around.padding,
            )
        return
    whole = around.whole
    if style["break_inside"] in AVOID or is_table_row(box):
        whole = whole or _number(box)
    before = around.before or style["break_before"] in AVOID
    after = around.after or style["break_after"] in AVOID
    for place, child in enumerate(box.children):
        begins = place == 0 and _is_child(box, 0, child)
        ends = place == len(box.children) - 1 and _is_child(box, -1, child)
        yield from _pieces(
            child,
            box,
            _Around(
                before,
                after,
                whole,
                above if begins else 0.0,
                below if ends else 0.0,
                padding if begins else 0.0,
            ),
        )


def _is_child(box: Box, place: int, child: Box) -> bool:
    """Tell whether a box is the first or last child, not only what a page has of the element."""
    whole = box.element
    if child.element is None or whole is None or child.element is whole or not len(whole):
        return True
    return whole[place] is child.element


def _margin(style: Style, name: Literal["margin_top", "margin_bottom"]) -> float:
    value = style[name]
    return float(value.value) if value != "auto" and value.unit == "px" else 0.0


def _line(line: LineBox, block: Box, around: _Around) -> Piece:
    style = block.style
    return Piece(
        _number(block),
        line.position_y,
        line.position_y + line.height,
        text_of(line),
        style["text_align_all"] == "justify",
        tuple(map(_number, notes_of(line))),
        style["orphans"],
        style["widows"],
        around.before,
        around.after,
        around.whole,
        max((_stretch(box) for box in line.descendants()), default=0.0),
        around.above,
        around.below,
        around.padding,
    )


def _stretch(box: Box) -> float:
    if not is_text(box) or not box.style["font_size"]:
        return 0.0
    return float(box.justification_spacing / box.style["font_size"])


def _number(box: Box) -> str:
    return box.element.get(AT, "") if box.element is not None else ""


def _append(pieces: list[Piece], piece: Piece) -> None:
    """Add a piece; what is side by side, as cells are, is one."""
    last = pieces[-1] if pieces else None
    if last is not None and last.whole and last.whole == piece.whole and piece.top < last.bottom:
        last.top, last.bottom = min(last.top, piece.top), max(last.bottom, piece.bottom)
        last.notes += piece.notes
        last.is_justified = False
    else:
        pieces.append(piece)
