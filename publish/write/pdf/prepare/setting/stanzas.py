"""Verse over the end of a page: two lines at least on each side of it.

A stanza of four lines or fewer is not parted, where it has no turned lines; a poem's title has
four lines below it (Chicago 13.24, 2.116).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from xml.etree.ElementTree import Element

from publish.engine.tree import add_class, classes
from publish.write.pdf.prepare.setting.estimates import blocks_of, lines_of
from publish.write.pdf.prepare.setting.kept_together import is_head, tie

WHOLE = 4
"""Lines of a stanza that no page parts."""

BELOW_TITLE = 4
"""Lines of a poem that stand below its title at least."""


def keep_stanzas(root: Element, measure: float) -> None:
    """Tie the lines below `root` that no page may part; `measure` is in em."""
    for parent in root.iter():
        blocks = blocks_of(parent)
        for is_verse, run in groupby(blocks, _is_line):
            if is_verse:
                _keep_run(parent, list(run), measure)
        for above, below in pairwise(blocks):
            if is_head(above) and _is_verse(below):
                _keep_below_title(blocks[blocks.index(below) :], measure)


def _is_line(block: Element) -> bool:
    return "l" in classes(block)


def _is_verse(block: Element) -> bool:
    return not classes(block).isdisjoint({"l", "lg"})


def _keep_run(parent: Element, lines: list[Element], measure: float) -> None:
    if len(lines) < 2:
        return
    is_stanza = "lg" in classes(parent) and len(lines) <= WHOLE
    if is_stanza and sum(lines_of(line, measure) for line in lines) <= WHOLE:
        add_class(parent, "whole")
        return
    for line in (lines[0], lines[-2]):
        if lines_of(line, measure) == 1:
            tie(line)


def _keep_below_title(following: list[Element], measure: float) -> None:
    count = 0
    lines = list(_lines(following))
    for line in lines[:-1]:
        count += lines_of(line, measure)
        if count >= BELOW_TITLE:
            return
        tie(line)


def _lines(blocks: list[Element]) -> Iterator[Element]:
    """Yield the lines of verse up to what is none."""
    for block in blocks:
        if not _is_verse(block):
            return
        yield from [block] if _is_line(block) else _lines(blocks_of(block))
