"""Entries of an apparatus at the foot of a page run on in one paragraph for each band.

To layout each entry is a note of its own, which comes onto the page with its line and is put off
with it. What stands at the foot is made of them here: the entries of a band as inline boxes of one
block, a wider space between two, a rule above each band but the first. Notes with numbers follow.
CSS knows this as `footnote-display: compact` (GCPM 3 clause 2.6), which WeasyPrint 70 has not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from publish.engine.tree_names import BAND, WITNESSES
from publish.model.lazy_pattern import lazy_pattern

APART = "apart"
"""The class of an entry that no paragraph can take in."""

BETWEEN_ENTRIES = 2.5
"""Of the size of the text: the space between two entries is one of larger type. As other spaces it
falls where a line ends; one with `word-spacing` does not, WeasyPrint 70 puts U+200B behind it."""

MOST_CLOSED_UP = 20
"""Witnesses of a page whose letters are closed up; no line ends between them."""

RAISED, RAISED_SIZE = {"sup": 0.45, "sub": -0.25}, 0.7
"""Of the size of raised and lowered letters of sigla: their rise, and of the entry's their size."""

_PIECES = lazy_pattern(r"<(?:sup|sub)>[^<]*</(?:sup|sub)>|[^<]+")
_TAG = lazy_pattern(r"<[^>]*>")

_RULE = (
    "border_top_width",
    "border_top_style",
    "border_top_color",
    "padding_top",
    "margin_top",
)


def run_on(context: Context, notes: Sequence[Box]) -> list[Box]:
    """Return the blocks that stand at the foot for these notes, in the order of their bands.

    Where entries say which witnesses are there, a line of those that the page has goes before them.
    """
    if not any(map(band_of, notes)):
        return list(notes)
    made: dict[tuple[int | str, ...], Box] = context.__dict__.setdefault("run_on_blocks", {})
    ordered = sorted(notes, key=lambda note: band_of(note) or float("inf"))
    blocks: list[Box] = []
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
    return [*_witnesses(made, ordered), *blocks]


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


def _witnesses(made: dict[tuple[int | str, ...], Box], entries: Sequence[Box]) -> list[Box]:
    """Return the line that names the witnesses of a page, where its entries say who they are."""
    signs = list(_present(entries))
    key: tuple[int | str, ...] = (id(entries[0]), *signs)
    if signs and key not in made:
        made[key] = _block_of_witnesses(entries[0], signs)
    return [made[key]] if signs else []


def _present(entries: Sequence[Box]) -> Iterator[str]:
    """Yield the sigla of the witnesses that a page has, by its entries, in the order of their list.

    One that begins or ends on the page is there at some of its entries.
    """
    there: dict[str, bool] = {}
    for entry in entries:
        signs = "" if entry.element is None else entry.element.get(WITNESSES, "")
        for sign in signs.split(" ") if signs else ():
            name = sign.removeprefix("-")
            there[name] = there.get(name, False) or name == sign
    yield from (name for name, is_there in there.items() if is_there)


def _block_of_witnesses(first: Box, signs: Sequence[str]) -> Box:
    """Make the line that names the witnesses of a page: `ABC Tib`, letters closed up.

    Of more than a line may hold as one word, each stands by itself.
    """
    style = _own_style(first)
    style["display"] = ("block", "flow")
    children: list[Box] = []
    was_letter = False
    for sign in signs:
        is_letter = len(sign.partition("<")[0]) == 1
        if children and not (is_letter and was_letter and len(signs) <= MOST_CLOSED_UP):
            children.append(boxes.TextBox(first.element_tag, _of_sigla(first), None, " "))
        children += [_piece(first, piece) for piece in _PIECES.findall(sign)]
        was_letter = is_letter
    block: Box = boxes.BlockBox(first.element_tag, style, None, children)
    return block


def _piece(first: Box, piece: str) -> Box:
    """Make a part of a siglum: in italics, raised or lowered where the list has it so."""
    style, tag = _of_sigla(first), first.element_tag
    raised = RAISED.get(piece[1:4]) if piece.startswith("<") else None
    if raised is not None:
        size = first.style["font_size"] * RAISED_SIZE
        style |= {"font_size": size, "vertical_align": raised * size, "line_height": 0.0}
    text = boxes.TextBox(tag, AnonymousStyle(style), None, _TAG.sub("", piece))
    made: Box = boxes.InlineBox(tag, style, None, [text])
    return made


def _of_sigla(first: Box) -> dict[str, object]:
    style = _own_style(first)
    style["font_style"] = "italic"
    return style


def _own_style(entry: Box) -> dict[str, object]:
    """Return a style with what an entry's text has of it, and nothing of its block."""
    style: dict[str, object] = AnonymousStyle(entry.style)
    return style
