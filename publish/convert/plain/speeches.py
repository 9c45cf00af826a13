"""The lines of a play: names that stand alone, speeches and stage directions, each its own block.

In verse several speeches stand without an empty line between them, and `Exit` at a line's end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import structs

from publish.convert.cues import Cast, find_cast
from publish.convert.plain.lines import Block, Measure, indent_of, is_broken
from publish.model.lazy_pattern import lazy_pattern

DEEP = 12
"""Spaces more than those of speeches from which on a line is a stage direction."""
MOST_CUE_LINES = 5

_STAGE_AT_END = lazy_pattern(
    r"(?<=\S) {3,}(?P<stage>(?:[\[(_]{1,2}|(?:Exit|Exeunt|Enter|Re-enter|Dies|Ab|Sort|Esce)\b)"
    r".{1,70})$",
    re.MULTILINE,
)
_OPENS = lazy_pattern(r"\s*[\[(]")
_OPEN = lazy_pattern(r"[\[(][^\])]*$")


def part_speeches(blocks: list[Block], measure: Measure) -> list[Block]:
    """Part the blocks of a play at its speeches; of other texts there is nothing to part."""
    firsts = [_opening(block.lines)[0] for block in blocks]
    lines = [line for block in blocks for line in block.lines]
    cast = find_cast(firsts, [line.strip() for line in lines])
    if cast is None:
        return []
    indent = _indent_of_cues(lines, cast)
    return [
        piece
        for block in blocks
        for speech in _at_cues(block, cast, indent)
        for piece in _at_stages(speech, measure, indent)
    ]


def _opening(lines: list[str]) -> tuple[str, int]:
    """Read the first line, with those up to the end of a bracket that opens in it; count them."""
    text, count = lines[0].strip(), 1
    for line in lines[1:MOST_CUE_LINES]:
        if not _OPEN.search(text):
            break
        text, count = f"{text} {line.strip()}", count + 1
    return text, count


def _indent_of_cues(lines: list[str], cast: Cast) -> int:
    counted = Counter(indent_of(line) for line in lines if cast.cue(line.strip()) is not None)
    return counted.most_common(1)[0][0] if counted else 0


def _at_cues(block: Block, cast: Cast, indent: int) -> Iterator[Block]:
    """Part a block before each name, and behind one that stands alone."""
    pieces: list[Block] = []
    place = 0
    while place < len(block.lines):
        text, lines_of_cue = _opening(block.lines[place:])
        at_cue = not place or (cast.has_many and indent_of(block.lines[place]) == indent)
        cue = cast.cue(text) if at_cue else None
        kind = "" if cue is None else "cue"
        behind_name = bool(pieces) and pieces[-1].kind == "name"
        if not pieces or behind_name or cue is not None:
            blank = block.blank if not pieces else 0
            pieces.append(Block([], blank, block.number + place, kind))
        count = 1
        if cue is not None and cue.is_alone:
            pieces[-1].kind = "name"
            count = lines_of_cue
        pieces[-1].lines += block.lines[place : place + count]
        place += count
    for piece in pieces:
        lines = _hung(piece.lines) if piece.kind == "cue" else piece.lines
        may_be_verse = cast.has_many and piece.kind == "cue" and len(lines) > 1
        kind = "lines" if may_be_verse else "cue" if piece.kind else ""
        yield structs.replace(piece, lines=lines, kind=kind)


def _hung(lines: list[str]) -> list[str]:
    """Let the lines behind a name begin where it begins: that they stand in says nothing."""
    if len(lines) < 2:
        return lines
    least = min(indent_of(line) for line in lines[1:])
    shift = max(0, least - indent_of(lines[0]))
    return [lines[0], *(line.expandtabs(8)[shift:] for line in lines[1:])]


def _at_stages(block: Block, measure: Measure, indent: int) -> Iterator[Block]:
    """Take stage directions out of verse: lines in brackets, far right, or behind a gap."""
    is_verse = block.kind == "lines" or is_broken(block, measure)
    if not is_verse and not _STAGE_AT_END.search(block.text):
        yield block
        return
    pieces: list[Block] = []
    place = 0
    while place < len(block.lines):
        count, kind = _stage_lines(block.lines[place:], indent)
        lines = block.lines[place : place + count]
        cut = None if kind else _STAGE_AT_END.search(lines[0])
        own = [lines[0][: cut.start()].rstrip()] if cut else lines
        if not pieces or kind or pieces[-1].kind == "stage":
            blank = block.blank if not pieces else 0
            first = kind or (block.kind if not pieces else "")
            pieces.append(Block([], blank, block.number + place, first))
        pieces[-1].lines += own
        if cut:
            stage = " " * cut.start("stage") + cut["stage"]
            pieces.append(Block([stage], 0, block.number + place, "stage"))
        place += count
    yield from pieces


def _stage_lines(lines: list[str], indent: int) -> tuple[int, str]:
    """Count the lines of a stage direction that begins here; else one line of no kind."""
    if indent_of(lines[0]) >= indent + DEEP:
        return 1, "stage"
    if _OPENS.match(lines[0]):
        text, count = _opening(lines)
        if re.fullmatch(r"[\[(].*[\])][.:]?", text):
            return count, "stage"
    return 1, ""
