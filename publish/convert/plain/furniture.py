"""What a page of the web has round its text: lines to go elsewhere by, the same above and below."""

from __future__ import annotations

import re

from publish.convert.manuscript import Manuscript
from publish.convert.plain.lines import Block
from publish.model.lazy_pattern import lazy_pattern

ABOVE, BELOW = 8, 10
"""How many blocks at each end are looked at."""

_GOING = lazy_pattern(
    r"\s*(top of (the )?page|back to top|nach oben|last updated.*|zuletzt aktualisiert.*|home|"
    r"print this page|table of contents|next|previous)\s*",
    re.IGNORECASE,
)
_PLACES = lazy_pattern(r"\s[|·»>]\s|https?://|\bwww\.")
"""What parts the places to go to in one line."""


def take_furniture(blocks: list[Block], manuscript: Manuscript) -> list[Block]:
    """Take those lines out; they go to the header's notes."""
    above = [block.text.strip() for block in blocks[:ABOVE]]
    below = [block.text.strip() for block in blocks[-BELOW:]]
    if len(blocks) < ABOVE + BELOW:
        return blocks
    twice = {text for text in above if text in below and len(text) < 120}
    is_going = any(_PLACES.search(text) for text in twice) or any(map(_GOING.fullmatch, below))
    if not twice or not is_going:
        return blocks  # a refrain, or a name above its speech
    begin = max(number for number, text in enumerate(above) if text in twice) + 1
    kept = blocks[begin:]
    end = len(kept)
    for number in range(len(kept) - 1, max(0, len(kept) - BELOW) - 1, -1):
        text = kept[number].text.strip()
        if text in twice or _GOING.fullmatch(text):
            end = number
    gone = blocks[:begin] + kept[end:]
    manuscript.meta.notices.append([" ".join(block.text.split()) for block in gone])
    return kept[:end]
