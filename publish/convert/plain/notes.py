"""Notes of a plain text: `[Footnote 1: ...]` and `[1] ...`, each put where its mark calls it."""

from __future__ import annotations

import re

from msgspec import Struct, field

from publish.convert.plain.lines import Block
from publish.model.lazy_pattern import lazy_pattern

_BRACKETED = lazy_pattern(
    r"\s*\[(?:footnote|note)\s+(\w{1,4}|[*†‡§]{1,3})\s*[:.]\s*", re.IGNORECASE
)
_BEGUN = lazy_pattern(r"\s*\[(\d{1,4}|[A-Z]|[*†‡§]{1,3})\]\s+(?=\S)")
_HEADING = lazy_pattern(r"\s*(foot|end)?notes?\s*[:.]?\s*", re.IGNORECASE)

MOST_BLOCKS = 40
"""Paragraphs of one note in brackets."""


class Note(Struct):
    """A note as it stands in the text."""

    label: str
    place: int
    """The number of the block before which it stood."""
    blocks: list[Block]
    mark: str
    """Its own mark, and the bracket at its end."""
    is_used: bool = False


class Notes(Struct):
    """All notes of a text, in their order."""

    notes: list[Note] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    """Headings under which nothing but notes stood."""

    def called(self, label: str, place: int) -> Note | None:
        """Find the note that a mark calls: the next of that label, else the last one unused."""
        fitting = [note for note in self.notes if note.label == label and not note.is_used]
        behind = [note for note in fitting if note.place >= place]
        return next(iter(behind or fitting[::-1]), None)


def take_notes(blocks: list[Block]) -> tuple[list[Block], Notes]:
    """Take the notes out of the blocks."""
    text = "\n".join(block.text for block in blocks)
    kept: list[Block] = []
    notes = Notes()
    pending = list(blocks)
    while pending:
        block = pending.pop(0)
        bracketed = _BRACKETED.match(block.text)
        begun = _BEGUN.match(block.text)
        if bracketed:
            notes.notes.append(_bracketed(block, bracketed, pending, len(kept)))
        elif begun and text.count(f"[{begun[1]}]") > 1:
            rest = _without(block, begun.end())
            notes.notes.append(Note(begun[1], len(kept), [rest], begun[0]))
        else:
            kept.append(block)
            continue
        if kept and _HEADING.fullmatch(kept[-1].text):
            notes.headings.append(kept.pop().text)
    return kept, notes


def _without(block: Block, start: int) -> Block:
    lines = block.text[start:].split("\n")
    return Block([line for line in lines if line.strip()], block.blank, block.number)


def _bracketed(block: Block, found: re.Match[str], pending: list[Block], place: int) -> Note:
    """Read a note up to the bracket that closes it."""
    blocks = [_without(block, found.end())]
    depth = block.text.count("[") - block.text.count("]")
    while depth > 0 and pending and len(blocks) < MOST_BLOCKS:
        following = pending.pop(0)
        depth += following.text.count("[") - following.text.count("]")
        blocks.append(following)
    last = blocks[-1]
    if last.lines and last.lines[-1].rstrip().endswith("]"):
        last.lines[-1] = last.lines[-1].rstrip()[:-1]
        return Note(found[1], place, blocks, f"{found[0]}]")
    return Note(found[1], place, blocks, found[0])
