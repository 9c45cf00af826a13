"""Share a replacement out over the text nodes that it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher


def share_out(words: list[str], replacement: str) -> list[str]:
    """Say what each node is to read, by aligning the replacement with what the nodes read.

    Joined, the readings are the replacement; a node whose words it has, in their order, keeps them.
    """
    if len(words) == 1:
        return [replacement]
    whole = "".join(words)
    blocks = SequenceMatcher(None, whole, replacement, autojunk=False).get_matching_blocks()
    readings, last, at = [], 0, 0
    for word in words[:-1]:
        at += len(word)
        cut = max(last, _counterpart(at, blocks))
        readings.append(replacement[last:cut])
        last = cut
    return [*readings, replacement[last:]]


def _counterpart(at: int, blocks: Sequence[tuple[int, int, int]]) -> int:
    """Find the place in the replacement that answers to a place in the quotation."""
    end_here, end_there = 0, 0
    for here, there, size in blocks:
        if at <= here:
            return end_there if at - end_here < here - at else there
        if at <= here + size:
            return there + at - here
        end_here, end_there = here + size, there + size
    return end_there
