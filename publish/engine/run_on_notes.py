"""Entries of an apparatus at the foot of a page run on in one paragraph for each band.

To layout each entry is a note of its own, which comes onto the page with its line and is put off
with it. What stands at the foot is made of them here: the entries of a band as inline boxes of one
block, a wider space between two, a rule above each band but the first. Notes with numbers follow.
CSS knows this as `footnote-display: compact` (GCPM 3 clause 2.6), which WeasyPrint 70 has not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import cast
from xml.etree.ElementTree import Element

from weasyprint.css import AnonymousStyle
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout.percent import resolve_percentages
from weasyprint.text.line_break import strut

from publish.engine.boxes import Box, Context, is_line, is_text
from publish.engine.paragraphs.plan import count_lines, may_choose
from publish.engine.tree import classes
from publish.engine.tree_names import BAND

APART = "apart"
"""The class of an entry that no paragraph can take in."""

BETWEEN_ENTRIES = 2.5
"""Of the size of the text: the space between two entries is one of larger type. As other spaces it
falls where a line ends; one with `word-spacing` does not, WeasyPrint 70 puts U+200B behind it."""

_RULE = (
    "border_top_width",
    "border_top_style",
    "border_top_color",
    "padding_top",
    "margin_top",
)


def run_on(context: Context, notes: Sequence[Box]) -> list[Box]:
    """Return the blocks that stand at the foot for these notes, in the order of their bands."""
    if not any(map(band_of, notes)):
        return list(notes)
    made: dict[tuple[int, ...], Box] = context.__dict__.setdefault("run_on_blocks", {})
    blocks: list[Box] = []
    ordered = sorted(notes, key=lambda note: band_of(note) or float("inf"))
    for band, of_band in groupby(ordered, key=band_of):
        is_first = True
        for is_apart, group in groupby(of_band, key=_is_apart):
            run = list(group)
            key = (*map(id, run), bool(blocks) and is_first)
            if key not in made:
                made[key] = _block(run, has_rule=bool(blocks) and is_first) if band else run[0]
            if band and not is_apart:
                blocks.append(made[key])
            else:
                blocks += run
            is_first = False
    return blocks


def height_of(context: Context, block: Box) -> float | None:
    """Measure a block of entries by its lines alone, which are chosen and not made.

    None of other blocks, and where lines are filled one by one.
    """
    if block.element is not None:
        return None
    holder: Box = build.create_anonymous_boxes(
        boxes.BlockBox(block.element_tag, block.style, None, block.children)
    )
    linebox = holder.children[0]
    page = context.current_footnote_area.page
    resolve_percentages(holder, page)
    holder.width, holder.height = float(page.width), 0.0
    if not is_line(linebox) or len(holder.children) > 1 or not may_choose(linebox, holder):
        return None
    count = count_lines(context, linebox, holder)
    if count is None:
        return None
    edges = holder.margin_top + holder.border_top_width + holder.padding_top
    return float(edges + count * strut(block.style)[0])


def shares_of(block: Box) -> dict[Element, float]:
    """Return the height at the foot of a note, or the share that each entry has of its block's."""
    if block.element is not None:
        return {block.element: float(block.margin_height())}
    widths: dict[Element, float] = {}
    for line in block.children:
        for entry in line.children:
            if entry.element is not None and not is_text(entry):
                widths[entry.element] = widths.get(entry.element, 0.0) + float(entry.width)
    whole = sum(widths.values()) or 1.0
    return {entry: float(block.margin_height()) * width / whole for entry, width in widths.items()}


def band_of(note: Box) -> int:
    """Return the band that a note is an entry of; 0 for a note with a number."""
    return int(note.element.get(BAND, "0")) if note.element is not None else 0


def _is_apart(note: Box) -> bool:
    return note.element is not None and APART in classes(note.element)


def _block(entries: list[Box], *, has_rule: bool) -> Box:
    first = entries[0]
    style, given = _own_style(first), cast("dict[str, object]", first.style)
    style["display"] = ("block", "flow")
    if has_rule:
        style |= {name: given[name] for name in _RULE}
    spaces = _own_style(first)
    spaces["font_size"] = BETWEEN_ENTRIES * first.style["font_size"]
    spaces["line_height"] = 0.0
    children: list[Box] = []
    for entry in entries:
        if children:
            children.append(boxes.TextBox(first.element_tag, spaces, None, " "))
        inline = _own_style(entry)
        inline["anchor"] = cast("dict[str, object]", entry.style)["anchor"]
        words = [child for child in entry.children if not _is_marker(child)]
        children.append(boxes.InlineBox(entry.element_tag, inline, entry.element, words))
    block: Box = boxes.BlockBox(first.element_tag, style, None, children)
    return block


def _is_marker(box: Box) -> bool:
    return (box.element_tag or "").endswith("::footnote-marker")


def _own_style(entry: Box) -> dict[str, object]:
    """Return a style with what an entry's text has of it, and nothing of its block."""
    style: dict[str, object] = AnonymousStyle(entry.style)
    return style
