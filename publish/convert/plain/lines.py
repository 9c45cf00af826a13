"""A text's lines in blocks: what stands between empty lines, or one paragraph a line."""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from publish.model.lazy_pattern import lazy_pattern

LONG_LINES = 120
"""Characters from which on lines are whole paragraphs, and not broken at a measure."""

DEFAULT_WIDTH = 72

FEWEST_LINES, SHARE_OF_CAPITALS = 3, 0.85
"""Lines of a block that tell whether it is verse, and how many begin with a capital then."""
FEWEST_STANZAS, SHARE_OF_VERSE = 6, 0.35
"""Stanzas of a book of verse, and their share of all blocks with several lines."""


class Block(Struct):
    """Lines that stand together."""

    lines: list[str]
    """Without white space at their ends."""
    blank: int
    """Empty lines before it."""
    number: int
    """Of its first line in the file, from 1."""
    kind: str = ""
    """Of a play: `stage` for a direction, `cue` where it begins with a name, `lines` where that
    is a play whose lines may be verse."""

    @property
    def text(self) -> str:
        """Join the lines as they stand."""
        return "\n".join(self.lines)

    @property
    def indent(self) -> int:
        """Return how many spaces all lines begin with."""
        return min(indent_of(line) for line in self.lines)


def indent_of(line: str) -> int:
    """Count the spaces a line begins with; a tab goes to the next multiple of eight."""
    expanded = line.expandtabs(8)
    return len(expanded) - len(expanded.lstrip(" \u00a0"))


class Measure(Struct, frozen=True):
    """How the lines of a text were broken."""

    width: int
    is_wrapped: bool
    """False where each line is a paragraph."""
    is_of_verse: bool = False
    """Whether most lines begin with capitals, as those of verse do and those of prose do not."""


def read_blocks(text: str, first_line: int = 1) -> list[Block]:
    """Part a text at its empty lines."""
    blocks: list[Block] = []
    lines: list[str] = []
    blank = start = 0
    for number, line in enumerate([*text.split("\n"), ""], start=first_line):
        line = line.rstrip().replace("\f", "")
        if line:
            start = number if not lines else start
            lines.append(line)
            continue
        if lines:
            blocks.append(Block(lines, blank, start))
            lines, blank = [], 0
        blank += 1
    return blocks


def measure_of(blocks: list[Block]) -> Measure:
    """Find the width at which a text was wrapped, by the lines that are not the last of theirs."""
    inner = sorted(len(line) for block in blocks for line in block.lines[:-1])
    every = sorted(len(line) for block in blocks for line in block.lines)
    if not every or every[int(0.9 * (len(every) - 1))] > LONG_LINES:
        return Measure(max(every, default=0), is_wrapped=False)
    wide = inner[int(0.97 * (len(inner) - 1))] if len(inner) > 20 else DEFAULT_WIDTH
    several = [block for block in blocks if len(block.lines) >= FEWEST_LINES]
    verses = sum(map(_begin_with_capitals, several))
    is_of_verse = verses >= max(FEWEST_STANZAS, SHARE_OF_VERSE * len(several))
    return Measure(max(40, wide), is_wrapped=True, is_of_verse=is_of_verse)


def _begin_with_capitals(block: Block) -> bool:
    begins = sum(
        line.lstrip(" “\"‘’'_([—–-…«»„").lstrip("\u00a0")[:1].isupper() for line in block.lines
    )
    return begins >= SHARE_OF_CAPITALS * len(block.lines)


def part_paragraphs(blocks: list[Block], measure: Measure) -> list[Block]:
    """Part blocks further, where paragraphs are told by their indent or each line is one."""
    if not measure.is_wrapped:
        return [piece for block in blocks for piece in _lines_apart(block)]
    if not _by_indents(blocks):
        return blocks
    return [piece for block in blocks for piece in _at_indents(block)]


def _lines_apart(block: Block) -> list[Block]:
    """Make a block of each line; short lines that stand together stay so, as in verse."""
    if max(map(len, block.lines)) < LONG_LINES and len(block.lines) > 1:
        return [block]
    return [
        Block([line], block.blank if not place else 0, block.number + place)
        for place, line in enumerate(block.lines)
    ]


def _by_indents(blocks: list[Block]) -> bool:
    """Return whether a text has few empty lines, and many indented ones inside its blocks."""
    lines = [line for block in blocks for line in block.lines]
    inner = [line for block in blocks for line in block.lines[1:]]
    indented = [line for line in inner if 1 < indent_of(line) < 12]
    return len(lines) > 12 * len(blocks) and len(indented) > 0.03 * len(lines)


def _at_indents(block: Block) -> list[Block]:
    pieces: list[Block] = []
    least = block.indent
    for place, line in enumerate(block.lines):
        before = indent_of(block.lines[place - 1]) if place else 0
        is_start = not pieces or indent_of(line) > least + 1 >= before
        if is_start:
            pieces.append(Block([line], block.blank if not pieces else 0, block.number + place))
        else:
            pieces[-1].lines.append(line)
    return pieces


def is_broken(block: Block, measure: Measure) -> bool:
    """Return whether lines end before their measure does: verse, addresses, lists.

    A line is broken on purpose where the next one's first word would have stood in it.
    """
    lines = [line.expandtabs(8) for line in block.lines]
    if len(lines) < 2:
        return False
    if measure.is_of_verse and _begin_with_capitals(block):
        return True
    own = max(map(len, lines))
    wanted = [len(line) + 1 + len(other.split()[0]) for line, other in pairwise(lines)]
    if sum(each <= own for each in wanted) >= 0.5 * len(wanted):
        return True
    firsts = [line.lstrip(" “\"‘’'_([")[:1] for line in lines]
    begins = sum(first.isupper() or first.isdigit() for first in firsts)
    return max(wanted) <= measure.width - 2 and own < 0.8 * measure.width and begins == len(lines)


def align_of(block: Block, measure: Measure) -> str:
    """Tell whether a block stands in the middle or at the right of its measure."""
    if not measure.is_wrapped:
        return ""
    lefts = [indent_of(line) for line in block.lines]
    rights = [measure.width - len(line.expandtabs(8)) for line in block.lines]
    pairs = list(zip(lefts, rights, strict=True))
    if all(left >= 4 and abs(left - right) <= max(6, 0.2 * left) for left, right in pairs):
        return "center"
    is_right = all(left > measure.width / 3 and right < left / 2 for left, right in pairs)
    return "right" if is_right and len(block.lines) <= 5 else ""


_GAP = lazy_pattern(r"(?<=\S) {3,}(?=\S)|\t")


def cells_of(block: Block) -> list[list[str]] | None:
    """Part lines at their gaps into cells of a table; None where they are none."""
    rows = [_GAP.split(line.strip()) for line in block.lines]
    wide = [row for row in rows if len(row) > 1]
    if len(rows) < 2 or len(wide) < 0.7 * len(rows):
        return None
    columns = max(map(len, rows))
    if columns > 8 or sum(len(row) == columns for row in rows) < 0.5 * len(rows):
        return None
    return [[cell.strip() for cell in row] + [""] * (columns - len(row)) for row in rows]
