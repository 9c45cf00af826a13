"""The pieces of a division without its pages: units between which a page may break."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from publish.engine import HYPHENS, Piece, Sketch
from publish.write.pdf.copyfit.cost import HYPHEN

FULL = 0.75
"""A last line of more than this share of the longest has no room left, for all one knows."""


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
    note_heights: dict[str, float]
    note_area: float
    start: float
    """Where the first piece stands: titles are sunk."""


def flow_of(sketches: Iterable[Sketch]) -> Flow:
    """Take the pieces of the first layout, and the gaps of all: each breaks pages elsewhere.

    Of what stands together on no page the styles tell the gap.
    """
    first, *others = sketches
    blocks = _blocks(first)
    gaps = [_gaps(each) for each in (first, *others)]
    for number, block in enumerate(blocks):
        key = (block.owner, blocks[number - 1].owner if number else "")
        block.gap = next((found[key] for found in gaps if key in found), _styled(blocks, number))
    heights: dict[str, float] = {}
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


def _styled(blocks: list[Block], number: int) -> float:
    if number == 0:
        return 0.0
    piece = blocks[number].pieces[0]
    return max(blocks[number - 1].pieces[-1].below, piece.above) + piece.padding


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
    sunk: float
    """What stands above it at the head of a page, where margins are dropped."""
    height: float
    notes: tuple[str, ...]
    can_break: bool
    """Whether a page may break behind it."""
    is_split: bool
    """Whether a page that breaks here divides a compound."""
    is_doubtful: bool
    """Whether a page that breaks here may make a line more of the paragraph."""
    owner: str
    """The number of the element that it is a piece of."""
    left: int
    """Pieces of that element that follow."""


def slabs_of(unit: Unit, owner: str = "", pieces: Sequence[Piece] = ()) -> list[Slab]:
    """List a unit's slabs; the element `owner` has these pieces instead of its own."""
    slabs: list[Slab] = []
    for number, block in enumerate(unit.blocks):
        own = pieces if pieces and block.owner == owner else block.pieces
        for place, piece in enumerate(own, start=1):
            is_end = place == len(own)
            inside = place >= piece.orphans and len(own) - place >= piece.widows
            can_break = number == len(unit.blocks) - 1 if is_end else inside and not piece.whole
            slabs.append(
                Slab(
                    block.gap if place == 1 else 0.0,
                    piece.padding if place == 1 else 0.0,
                    piece.bottom - piece.top,
                    piece.notes,
                    can_break,
                    piece.text.endswith(HYPHEN),
                    piece.text.endswith(HYPHENS) and is_full(own),
                    block.owner,
                    len(own) - place,
                )
            )
    return slabs


def is_full(pieces: Sequence[Piece]) -> bool:
    """Tell whether a paragraph's last line has no room for a syllable that a page takes along."""
    return len(pieces[-1].text) > FULL * max(len(piece.text) for piece in pieces)
