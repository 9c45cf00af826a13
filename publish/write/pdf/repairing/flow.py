"""The pieces of a division without its pages: units between which a page may break."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from publish.write.pdf.repairing.sketch import Piece, Sketch


@dataclass(slots=True)
class Block:
    """The lines of one element that follow on each other."""

    owner: str
    pieces: list[Piece]
    gap: float = 0.0
    """What stands between it and the block before, on the same page."""


@dataclass(slots=True)
class Unit:
    """Blocks that are tied to each other, such as a heading and the paragraph below it."""

    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Flow:
    """A division's units, and what several layouts of it have told of the gaps between them."""

    units: list[Unit]
    height: float
    note_heights: dict[object, float]
    note_area: float
    start: float
    """Where the first piece stands: titles are sunk."""


def flow_of(sketches: Iterable[Sketch]) -> Flow:
    """Take the pieces of the first layout, and the gaps of all: each breaks pages elsewhere."""
    first, *others = sketches
    blocks = _blocks(first)
    gaps = [_gaps(each) for each in (first, *others)]
    for number, block in enumerate(blocks):
        key = (block.owner, blocks[number - 1].owner if number else "")
        block.gap = next((found[key] for found in gaps if key in found), 0.0)
    heights: dict[object, float] = {}
    area = 0.0
    for page in first.pages:
        heights.update(page.note_heights)
        area = max(area, page.note_area)
    start = first.pages[0].pieces[0].top if first.pages and first.pages[0].pieces else 0.0
    return Flow(_units(blocks), first.pages[0].height, heights, area, start)


def _blocks(sketch: Sketch) -> list[Block]:
    blocks: list[Block] = []
    for page in sketch.pages:
        for piece in page.pieces:
            if not blocks or blocks[-1].owner != piece.owner:
                blocks.append(Block(piece.owner, []))
            blocks[-1].pieces.append(piece)
    return blocks


def _gaps(sketch: Sketch) -> dict[tuple[str, str], float]:
    gaps: dict[tuple[str, str], float] = {}
    for page in sketch.pages:
        for before, piece in zip(page.pieces, page.pieces[1:], strict=False):
            if before.owner != piece.owner:
                gaps.setdefault((piece.owner, before.owner), piece.top - before.bottom)
    return gaps


def _units(blocks: list[Block]) -> list[Unit]:
    units: list[Unit] = []
    for block in blocks:
        before = units[-1].blocks[-1].pieces[-1] if units else None
        first = block.pieces[0]
        if before is None or not is_tied(before, first):
            units.append(Unit())
        units[-1].blocks.append(block)
    return units


def is_tied(before: Piece, after: Piece) -> bool:
    """Tell whether no page may break between the last line of one block and the next's first."""
    same = bool(before.whole) and before.whole == after.whole
    return before.tied_after or after.tied_before or same


@dataclass(slots=True)
class Slab:
    """One piece as page make-up sees it."""

    gap: float
    height: float
    notes: tuple[object, ...]
    can_break: bool
    """Whether a page may break behind it."""


def slabs_of(unit: Unit, varied: str = "", lines: int = 0) -> list[Slab]:
    """List a unit's slabs; the element `varied` has this number of lines instead of its own."""
    slabs: list[Slab] = []
    for number, block in enumerate(unit.blocks):
        pieces = _varied(block.pieces, lines) if varied and block.owner == varied else block.pieces
        count = len(pieces)
        for place, piece in enumerate(pieces, start=1):
            inside = place >= piece.orphans and count - place >= piece.widows
            can_break = inside and not piece.whole and place < count
            if place == count:
                can_break = number == len(unit.blocks) - 1
            gap = block.gap if place == 1 else 0.0
            slabs.append(Slab(gap, piece.bottom - piece.top, piece.notes, can_break))
    return slabs


def _varied(pieces: list[Piece], lines: int) -> list[Piece]:
    """Take lines out behind the first, or put more there."""
    more = lines - len(pieces)
    if more > 0:
        plain = Piece(**{name: getattr(pieces[-1], name) for name in Piece.__slots__})
        plain.notes = ()
        return [*pieces[:-1], *([plain] * more), pieces[-1]]
    if more == 0:
        return pieces
    kept = [*pieces[: lines - 1], pieces[-1]]
    dropped = tuple(note for piece in pieces[lines - 1 : -1] for note in piece.notes)
    if dropped:
        last = Piece(**{name: getattr(pieces[-1], name) for name in Piece.__slots__})
        last.notes = dropped + last.notes
        kept[-1] = last
    return kept
