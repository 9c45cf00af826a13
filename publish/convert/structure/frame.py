"""Project Gutenberg's frame round pages and EPUBs: it goes to the header, as with its texts."""

from __future__ import annotations

import re

from lxml import etree

from publish.convert.manuscript import Manuscript
from publish.convert.plain.gutenberg import TRANSCRIBED, meta_of_header
from publish.convert.tei import whole_text
from publish.model.document import local_name
from publish.model.lazy_pattern import lazy_pattern

AT_START, AT_END = 60, 400
"""How many blocks at each end of a book are looked at."""

_START = lazy_pattern(r"\*{3} ?START OF (THE|THIS) PROJECT GUTENBERG", re.IGNORECASE)
_END = lazy_pattern(
    r"\*{3} ?END OF (THE|THIS) PROJECT GUTENBERG|^\s*End of (the |this )?Project Gutenberg",
    re.IGNORECASE,
)


def take_frame(manuscript: Manuscript) -> None:
    """Take what stands before the start that Gutenberg marks, and from its end on."""
    blocks = list(manuscript.body)
    start = next((n for n, b in enumerate(blocks[:AT_START]) if _START.search(whole_text(b))), None)
    if start is None:
        return
    last = range(len(blocks) - 1, max(start, len(blocks) - AT_END) - 1, -1)
    ends = [number for number in last if _END.search(whole_text(blocks[number]))]
    end = min(ends, default=len(blocks))
    before, after = blocks[: start + 1], blocks[end:]
    said = meta_of_header("\n\n".join(_lines(block) for block in before))
    manuscript.beside.append(manuscript.meta.title)  # what the page calls itself
    manuscript.meta.title = said.title or manuscript.meta.title
    manuscript.meta.people = said.people or manuscript.meta.people
    manuscript.meta.over(said)
    before += _of_transcribers(blocks[start + 1 : end])
    for part in (before, after):
        notice = [words for block in part if (words := " ".join(whole_text(block).split()))]
        if notice:
            manuscript.meta.notices.append(notice)
        for block in part:
            manuscript.body.remove(block)


def _of_transcribers(blocks: list[etree._Element]) -> list[etree._Element]:
    """List the paragraphs at the beginning in which those who made the file speak of it."""
    found: list[etree._Element] = []
    for block in blocks:
        words = " ".join(whole_text(block).split())
        if words and not TRANSCRIBED.match(words):
            break
        found += [block] if words else []
    return found


def _lines(block: etree._Element) -> str:
    """Read a block with its line breaks, by which the header's fields are told."""
    if local_name(block) == "eg":
        return whole_text(block)
    return "\n".join(" ".join(line.split()) for line in whole_text(block).split("\n"))
