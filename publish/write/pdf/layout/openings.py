"""Openings of a book filled with passages: the pages that face each other, and what is on them."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import ClassVar
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from publish.engine.places import CONTINUES
from publish.engine.tree import classes
from publish.model.printing import PrintedLine
from publish.write.pdf.layout.parting import FEWEST, part

HOLE = 0.12
"""Of a page's height, left empty before a passage: then the passage is parted."""

STONE_LINE = "stone-line"
"""The class of a line of an inscription or papyrus."""

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())

SLACK = 0.5
"""Points that measures may be out by."""

NOTES_GAP = 15.0
"""Points between the text and the first note at the foot (`print.css`: 1.05 lines)."""


class Side(Struct):
    """One side of a passage: its blocks, and what room they take, in points."""

    blocks: list[Element]
    height: float = 0.0
    note_heights: dict[str, float] = field(default_factory=dict)
    """Those of the notes at the foot, by their ids."""
    lines: list[PrintedLine] = field(default_factory=list)
    """Its lines, where it is nothing but paragraphs and verses; else none."""

    @property
    def notes(self) -> float:
        """Return the room that its notes at the foot take."""
        return sum(self.note_heights.get(name, 0.0) for name in notes_in(self.blocks))

    @property
    def step(self) -> float:
        """Return the distance of its lines."""
        return self.height / len(self.lines) if self.lines else 0.0


class Passage(Struct):
    """A passage of an original and what translates it."""

    sides: tuple[Side, Side]
    names: list[str]
    """The ids of divisions that begin with it."""
    has_answer: bool = True
    """Whether something translates it; else it stands between passages, or behind them."""

    @property
    def is_heading(self) -> bool:
        """Return whether it is nothing but headings, which no page may end with.

        The places of ids beside them are none of its words.
        """
        blocks = [b for side in self.sides for b in side.blocks if not is_place(b)]
        return bool(blocks) and all(map(is_heading, blocks))

    @property
    def letters(self) -> int:
        """Count the letters of both sides."""
        return sum(len(t) for side in self.sides for b in side.blocks for t in b.itertext())

    @property
    def height(self) -> float:
        """Return the height of the higher side."""
        return max(side.height for side in self.sides)


class Opening(Struct):
    """Two pages that face each other."""

    name: str
    passages: list[Passage] = field(default_factory=list)
    count: ClassVar[int] = 2
    """How many pages it is."""

    def is_of_one_block(self, depth: float) -> bool:
        """Return whether it is nothing but a list or table that is higher than a page."""
        (first, *others) = self.passages
        return not others and first.height > depth and not any(s.lines for s in first.sides)

    def lines_within(self, side: Side, height: float, whole: float) -> int:
        """Count the lines of a side for so much of a passage: the same share on both pages."""
        return int(height / whole * len(side.lines) + 0.001)

    def room(self, depth: float) -> float:
        """Return the height that is left on the fuller of its pages."""
        return depth - max(self._filled(side) for side in (0, 1))

    def _filled(self, side: int) -> float:
        notes = sum(passage.sides[side].notes for passage in self.passages)
        text = sum(passage.height for passage in self.passages)
        return text + notes + (NOTES_GAP if notes else 0.0)

    def notes_of(self, side: int) -> Iterator[str]:
        """Yield the ids of the notes to one side."""
        for passage in self.passages:
            yield from notes_in(passage.sides[side].blocks)

    def pages(self) -> Iterator[Element]:
        """Make its two pages, the original's with the ids of divisions."""
        for number, kind in enumerate(("verso", "recto")):
            page = Element("div", {"class": f"facing-page {kind}"})
            if number == 0:
                page.set("id", self.name)
            for passage in self.passages:
                page.append(_made(passage, number))
            yield page


def _made(passage: Passage, number: int) -> Element:
    outer = inner = Element("div", {"class": "faced-passage"})
    outer.set("style", f"min-height: {passage.height:.3f}pt")
    for name in passage.names if number == 0 else ():
        named = Element("div", {"id": name})
        inner.append(named)
        inner = named
    inner.extend(copy.deepcopy(passage.sides[number].blocks))
    return outer


def fill_openings(
    passages: list[Passage],
    depth: float,
    less: dict[int, float],
    make: Callable[[str], Opening] = Opening,
) -> list[Opening]:
    """Fill openings in order; `less` is what a page of some holds less than `depth`, in points."""
    pending = [copy.deepcopy(passage) for passage in reversed(passages)]
    openings: list[Opening] = []
    while pending:
        number = len(openings)
        opening = make(f"opening-{number + 1}")
        openings.append(opening)
        _fill(opening, pending, depth, depth - less.get(number, 0.0))
        while pending and len(opening.passages) > 1 and opening.passages[-1].is_heading:
            pending.append(opening.passages.pop())
    return openings


def _fill(opening: Opening, pending: list[Passage], depth: float, room: float) -> None:
    """Take so many passages as have room; the last may be parted."""
    while pending:
        passage = pending.pop()
        opening.passages.append(passage)
        if opening.room(room) >= -SLACK:
            continue
        opening.passages.pop()
        is_alone = not opening.passages
        may_part = is_alone or opening.room(room) > HOLE * depth
        parts = _parted(passage, opening, room) if may_part else None
        if parts is not None:
            opening.passages.append(parts[0])
            pending.append(parts[1])
        elif is_alone:
            opening.passages.append(passage)
        else:
            pending.append(passage)
        return


def _parted(passage: Passage, opening: Opening, room: float) -> tuple[Passage, Passage] | None:
    """Part a passage so that its beginning, with the notes to it, fills a page.

    None where a side holds more than lines, or would leave fewer than two somewhere.
    """
    longer = max(passage.sides, key=lambda side: side.height)
    if not all(side.lines or not side.blocks for side in passage.sides) or not longer.step:
        return None
    height = min(opening.room(room) + SLACK, longer.height)
    while height >= longer.step:
        first, second = (copy.deepcopy(side) for side in passage.sides)
        rests = [
            _rest_of(side, opening.lines_within(side, height, longer.height))
            for side in (first, second)
        ]
        begun = Passage((first, second), passage.names, passage.has_answer)
        opening.passages.append(begun)
        over = -opening.room(room)
        opening.passages.pop()
        if over <= SLACK:
            original, translation = (rest or Side([]) for rest in rests)
            rest = Passage((original, translation), [], passage.has_answer)
            return (begun, rest) if any(rests) else None
        height -= longer.step
    return None


def _rest_of(side: Side, count: int) -> Side | None:
    """Leave so many lines in a side, and return it what follows; None where it stays whole."""
    lines = side.lines
    while FEWEST <= count < len(lines) and _is_bound(side, count):
        count -= 1
    if count < FEWEST or len(lines) - count < FEWEST:
        return None
    step, first = side.step, lines[count]
    place = next(n for n, block in enumerate(side.blocks) if _holds(block, first.block))
    above = [line for line in lines[:count] if line.block == first.block]
    below = [line for line in lines[count:] if line.block == first.block]
    block = side.blocks[place]
    is_within = bool(above) or _name_of(next(_leaves(block))) != first.block
    rest = _rest_of_block(block, first.block, above, below) if is_within else None
    if is_within and rest is None:
        return None
    behind = side.blocks[place + 1 :]
    kept = side.blocks[: place + is_within]
    blocks = [rest, *behind] if rest is not None else [block, *behind]
    side.blocks, side.lines, side.height = kept, lines[:count], step * count
    remaining = lines[count:]
    return Side(blocks, step * len(remaining), side.note_heights, remaining)


def _rest_of_block(
    block: Element, name: str, above: list[PrintedLine], below: list[PrintedLine]
) -> Element | None:
    """Cut a block before a line of the paragraph or verse of this name in it; return the rest."""
    if _name_of(block) == name:
        holder = Element("div")
        holder.append(block)
        return holder[1] if part(holder, block, above, below) else None
    place = next(n for n, child in enumerate(block) if _holds(child, name))
    child = block[place]
    rest = Element(block.tag, {key: v for key, v in block.attrib.items() if key != "id"})
    if above or _name_of(next(_leaves(child))) != name:
        inner = _rest_of_block(child, name, above, below)
        if inner is None:
            return None
        rest.append(inner)
        place += 1
    for moved in list(block)[place:]:
        block.remove(moved)
        rest.append(moved)
    return rest


def _name_of(block: Element) -> str:
    """Return the id of a block, or of the one that it goes on with."""
    return block.get("id") or block.get(CONTINUES) or ""


def _leaves(block: Element) -> Iterator[Element]:
    """Yield the paragraphs, verses and lines of stones of a block."""
    return filter(_is_leaf, block.iter())


def _is_leaf(element: Element) -> bool:
    return element.tag == "p" or not classes(element).isdisjoint({"l", STONE_LINE})


def _is_bound(side: Side, count: int) -> bool:
    """Return whether no page may end behind so many lines: in a word, in a verse.

    A word that goes on in the next line of a stone is parted there as on the stone.
    """
    last, following = side.lines[count - 1], side.lines[count]
    leaf = next(e for b in side.blocks for e in b.iter() if _name_of(e) == last.block)
    if last.text.endswith(("\u2010", "-")) and STONE_LINE not in classes(leaf):
        return True
    return last.block == following.block and leaf.tag != "p"


def is_lined(block: Element) -> bool:
    """Return whether a block is paragraphs and verses, which may be parted between lines.

    A space or ornament between them counts as part of their lines' distance.
    """
    if block.tag == "hr" or _is_leaf(block) or is_place(block):
        return True
    is_group = block.tag == "div" and not classes(block).isdisjoint({"lg", "sp", "stone"})
    return is_group and len(block) > 0 and all(map(is_lined, block))


def is_heading(block: Element) -> bool:
    """Return whether a block is a heading."""
    return block.tag in _HEADINGS


def is_place(block: Element) -> bool:
    """Return whether a block is the place of an id, and nothing to read."""
    return block.tag == "span" and not "".join(block.itertext()).strip()


def _holds(block: Element, name: str) -> bool:
    return any(_name_of(element) == name for element in block.iter())


def notes_in(blocks: Iterable[Element]) -> Iterator[str]:
    """Yield the ids of the notes at the foot whose marks are in some blocks."""
    for block in blocks:
        for note in block.iter("aside"):
            if "foot" in classes(note):
                yield note.get("id", "")


def in_order(lines: list[PrintedLine]) -> bool:
    """Return whether the lines of each block stand together."""
    changes = sum(first.block != second.block for first, second in pairwise(lines))
    return changes == len({line.block for line in lines}) - 1
