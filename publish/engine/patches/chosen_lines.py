"""The lines of a paragraph end where they end best for the paragraph as a whole.

WeasyPrint 70 fills lines one by one (issue 2264). Here it looks up, where a line begins, where it
is to end (`engine/paragraphs/`); the boxes of the line are split there, whatever their widths, and
its spaces and letters fill the measure. Where nothing was chosen, as in cells and in verse,
it goes on as ever.

The pieces of a line are as wide as their words and spaces, which are known: none is shaped before
it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, structs
from weasyprint.layout import inline

from publish.engine.boxes import Box, Context, LineBox, SkipStack, TextBox
from publish.engine.paragraphs.beside import BEGINS, width_beside
from publish.engine.paragraphs.cuts import Cut
from publish.engine.paragraphs.first_line import is_behind_marker
from publish.engine.paragraphs.plan import ASIDE, chain_of_page, find_cut, may_choose, place_of
from publish.engine.patches.flat_lines import FlatLines, may_be_flat
from publish.engine.patches.hyphen_limits import is_hyphenated, next_line_in_limits
from publish.engine.patches.line_grid import split_on_grid
from publish.engine.patches.made_lines import Chosen, Given, MadeLine, chosen_line, cut_text
from publish.engine.patches.repeated_hyphens import next_line_with_hyphen
from publish.engine.patches.rtl_indents import align_indented
from publish.engine.patches.spaced_lines import fit_measure

ENDLESS = 1e6
"""A width in CSS pixels that no line has."""

_split_inline_box = inline.split_inline_box
_iter_lines = inline.iter_line_boxes


class _Making(Struct):
    """What a line is made from, to make it once more."""

    context: Context
    linebox: LineBox
    indent: float
    given: Given
    cut: Cut

    def make(self) -> MadeLine:
        """Make the line."""
        kept = self.context.__dict__
        previous = kept.get("chosen_line")
        indent, self.linebox.text_indent = self.linebox.text_indent, self.indent
        self.linebox.position_y, _, skip, holder, *_ = self.given
        measure = width_beside(self.context, self.linebox, holder)
        kept["chosen_line"] = Chosen(
            self.linebox, self.cut, measure, skip is None and is_behind_marker(holder)
        )
        try:
            return next_line_with_hyphen(self.context, self.linebox, *self.given)
        finally:
            kept["chosen_line"] = previous
            self.linebox.text_indent = indent

    def whole(self) -> MadeLine:
        """Make a line that ends with a whole word; none where there is none."""
        _, _, skip, holder, *_ = self.given
        place = place_of(self.linebox, skip)
        cut = place and find_cut(self.context, self.linebox, holder, place, is_whole=True)
        return structs.replace(self, cut=cut).make() if cut else (None, None)


def next_chosen_line(context: Context, linebox: LineBox, *given: *Given) -> MadeLine:
    """Make the line that was chosen, or one as full as may be."""
    position_y, _, skip, holder, *rest = given
    flat = _flat_line(context, linebox, given)
    if flat is not None:
        return flat
    cut, linebox.position_y = None, position_y
    if rest[2] is None and rest[3] is None and may_choose(linebox, holder):
        place = place_of(linebox, skip)
        cut = place and find_cut(context, linebox, holder, place, is_whole=False)
    if not cut:
        return _next_full_line(context, linebox, *given)
    making = _Making(context, linebox, linebox.text_indent, given, cut)
    line, resume_at = making.make()
    if line is not None and resume_at is not None and is_hyphenated(line):
        line.__dict__["making"] = making
    return line, resume_at


def _flat_line(context: Context, linebox: LineBox, given: Given) -> MadeLine | None:
    """Make a line that holds a piece of one text; None of others."""
    flat: FlatLines | None = context.__dict__.get("flat_lines")
    made = flat.line(given[0], given[2]) if flat and flat.linebox is linebox else None
    if made is None:
        return None
    line, resume_at, cut = made
    if resume_at is not None and is_hyphenated(line):
        line.__dict__["making"] = _Making(context, linebox, linebox.text_indent, given, cut)
    return line, resume_at


def _next_full_line(context: Context, linebox: LineBox, *given: *Given) -> MadeLine:
    """Fill a line as WeasyPrint does; it may stand in an object of a line that was chosen."""
    previous = chosen_line(context)
    context.__dict__["chosen_line"] = None
    try:
        return next_line_in_limits(context, linebox, *given)
    finally:
        context.__dict__["chosen_line"] = previous


def make_lines(
    context: Context,
    box: LineBox,
    position_y: float,
    bottom: float,
    skip: SkipStack | None,
    holder: Box,
    *rest: object,
) -> Iterator[MadeLine]:
    """Do as WeasyPrint does, and note where the lines of this page begin."""
    box.__dict__[BEGINS] = skip, position_y
    box.__dict__.pop(ASIDE, None)
    is_chosen = not context.excluded_shapes and rest[2] is None and rest[3] is None
    is_chosen = is_chosen and may_choose(box, holder) and may_be_flat(box)
    chain = chain_of_page(context, box, holder) if is_chosen else None
    context.__dict__["flat_lines"] = chain and FlatLines(context, box, holder, chain.cuts)
    yield from _iter_lines(context, box, position_y, bottom, skip, holder, *rest)


def split_endless(
    context: Context, box: Box, position_x: float, max_x: float, *rest: object
) -> tuple[object, ...]:
    """Do as WeasyPrint does; a chosen line ends where it is to, and not where it is full."""
    chosen = chosen_line(context)
    if chosen is not None and chosen.linebox is box:
        max_x = position_x + ENDLESS
    made: tuple[object, ...] = _split_inline_box(context, box, position_x, max_x, *rest)
    return made


def split_at_cut(
    context: Context, box: TextBox, available_width: float, skip: int, is_line_start: bool = True
) -> tuple[TextBox | None, int | None, bool]:
    """Take so much of a text as a chosen line has of it."""
    chosen = chosen_line(context)
    if chosen is None or not box.style["font_size"] or box.text == "\n":
        return split_on_grid(context, box, available_width, skip, is_line_start=is_line_start)
    made, resume_at = cut_text(box, skip, chosen.cut)
    return made, resume_at, False


def align_chosen(context: Context, line: LineBox, available_width: float, last: bool) -> float:
    """Place a line as WeasyPrint does; a chosen one fills the measure, be it wider or narrower."""
    chosen = chosen_line(context)
    if chosen is not None:
        if chosen.measure is not None:
            available_width = chosen.measure
        is_ragged = line.style["text_align_all"] != "justify"
        is_full = not is_ragged and (not last or line.style["text_align_last"] == "justify")
        is_stiff = context.is_stiff or is_ragged
        fit_measure(
            line,
            available_width,
            is_full=is_full,
            is_stiff=is_stiff,
            keeps_its_edge=chosen.keeps_its_edge,
        )
        if is_full:
            available_width = line.width
    return align_indented(context, line, available_width, last)
