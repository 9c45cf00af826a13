"""The lines of a justified paragraph end where they end best for the paragraph as a whole.

WeasyPrint 70 fills lines one by one (issue 2264). Here it looks up, where a line begins, where it
is to end (`engine/paragraphs/`); the boxes of the line are split there, whatever their widths, and
its spaces and letters fill the measure. Where nothing was chosen, as beside a float, in cells and
in ragged text, it goes on as ever; so it does in every document that does not ask for it.

The pieces of a line are as wide as their words and spaces, which are known: none is shaped before
it is drawn.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from weasyprint.layout import inline
from weasyprint.text.ffi import FROM_UNITS, pango
from weasyprint.text.line_break import Layout, line_size, strut

from publish.engine.boxes import Box, Context, LineBox, SkipStack, TextBox
from publish.engine.paragraphs.plan import Cut, find_cut, place_of
from publish.engine.paragraphs.words import SPACES, words_of
from publish.engine.patches.drawn_lines import UnshapedText
from publish.engine.patches.hyphen_limits import NARROW, is_hyphenated, next_line_in_limits
from publish.engine.patches.line_grid import split_on_grid
from publish.engine.patches.repeated_hyphens import MadeLine, next_line_with_hyphen
from publish.engine.patches.rtl_indents import align_indented
from publish.engine.patches.spaced_lines import fit_measure

ENDLESS = 1e6
"""A width in CSS pixels that no line has."""

_split_inline_box = inline.split_inline_box


@dataclass(slots=True)
class _Making:
    """What a line is made from, to make it once more."""

    context: Context
    linebox: LineBox
    indent: float
    top: tuple[float, float]
    """Where it stands, and how much of the page is kept free below."""
    skip: SkipStack | None
    holder: Box
    rest: tuple[object, ...]
    cut: Cut

    def make(self) -> MadeLine:
        """Make the line."""
        previous = _making_of(self.context)
        indent, self.linebox.text_indent = self.linebox.text_indent, self.indent
        self.context.__dict__["making"] = self
        try:
            given = (*self.top, self.skip, self.holder, *self.rest)
            return next_line_with_hyphen(self.context, self.linebox, *given)
        finally:
            self.context.__dict__["making"] = previous
            self.linebox.text_indent = indent

    def whole(self) -> MadeLine:
        """Make a line that ends with a whole word; none where there is none."""
        place = place_of(self.linebox, self.skip)
        cut = place and find_cut(self.context, self.linebox, self.holder, place, is_whole=True)
        return dataclasses.replace(self, cut=cut).make() if cut else (None, None)


def _making_of(context: Context) -> _Making | None:
    """Give what a chosen line is made from while it is made."""
    making: _Making | None = context.__dict__.get("making")
    return making


def next_chosen_line(
    context: Context,
    linebox: LineBox,
    position_y: float,
    bottom: float,
    skip: SkipStack | None,
    holder: Box,
    *rest: object,
) -> MadeLine:
    """Make the line that was chosen, or one as full as may be."""
    if not context.chooses_lines:
        return next_line_in_limits(context, linebox, position_y, bottom, skip, holder, *rest)
    cut = None
    if _may_choose(context, linebox, position_y, holder, *rest[2:]):
        place = place_of(linebox, skip)
        cut = place and find_cut(context, linebox, holder, place, is_whole=False)
    if not cut:
        return _next_full_line(context, linebox, position_y, bottom, skip, holder, *rest)
    indent, top = linebox.text_indent, (position_y, bottom)
    making = _Making(context, linebox, indent, top, skip, holder, rest, cut)
    line, resume_at = making.make()
    if line is not None and resume_at is not None and is_hyphenated(line):
        line.__dict__["making"] = making
    return line, resume_at


def _next_full_line(
    context: Context,
    linebox: LineBox,
    position_y: float,
    bottom: float,
    skip: SkipStack | None,
    holder: Box,
    *rest: object,
) -> MadeLine:
    """Fill a line as WeasyPrint does; it may stand in an object of a line that was chosen."""
    previous = _making_of(context)
    context.__dict__["making"] = None
    try:
        return next_line_in_limits(context, linebox, position_y, bottom, skip, holder, *rest)
    finally:
        context.__dict__["making"] = previous


def _may_choose(
    context: Context,
    linebox: LineBox,
    position_y: float,
    holder: Box,
    letter_style: object,
    line_style: object,
) -> bool:
    """Tell whether a line is of a justified paragraph, in one style, with nothing beside it."""
    style = linebox.style
    if style["text_align_all"] != "justify" or style["white_space"] != "normal":
        return False
    if letter_style is not None or line_style is not None:
        return False
    if holder.width < NARROW * style["font_size"] or "is_filled_line_by_line" in linebox.__dict__:
        return False
    return all(
        float(shape.position_y + shape.margin_height()) <= position_y
        for shape in context.excluded_shapes
    )


def split_endless(
    context: Context, box: Box, position_x: float, max_x: float, *rest: object
) -> tuple[object, ...]:
    """Do as WeasyPrint does; a chosen line ends where it is to, and not where it is full."""
    making = _making_of(context)
    if making is not None and making.linebox is box:
        max_x = position_x + ENDLESS
    made: tuple[object, ...] = _split_inline_box(context, box, position_x, max_x, *rest)
    return made


def split_at_cut(
    context: Context, box: TextBox, available_width: float, skip: int, is_line_start: bool = True
) -> tuple[TextBox | None, int | None, bool]:
    """Take so much of a text as a chosen line has of it."""
    making = _making_of(context)
    if making is None or not box.style["font_size"] or box.text == "\n":
        return split_on_grid(context, box, available_width, skip, is_line_start=is_line_start)
    text, cut, hyphen, resume_at = box.text.encode(), making.cut, "", None
    taken = text[skip:]
    if cut.leaf is box:
        taken, hyphen = text[skip : cut.byte].rstrip(b" "), cut.hyphen
        resume_at = cut.byte + text.startswith(b" ", cut.byte)
    if not taken:
        return None, resume_at, False
    return _piece(box, taken.decode() + hyphen), resume_at, False


def _piece(box: TextBox, text: str) -> TextBox:
    """Make the box of a piece of text."""
    style, made = box.style, box.copy_with_text(text)
    words = words_of(style)
    made.width, made.glyphs = words.line_size(text)
    line_height, made.baseline = strut(style)
    is_plain = style["line_height"] != "normal" and style["text_decoration_line"] == "none"
    if is_plain and text.strip(SPACES):
        made.pango_layout, made.height = UnshapedText(text, style["direction"]), words.height
    else:
        _shape(made, line_height)
    made.margin_top = made.margin_bottom = (line_height - made.height) / 2
    return made


def _shape(made: TextBox, line_height: float) -> None:
    """Have Pango say how high a text is, and where lines go under and through it."""
    layout = Layout(made.style)
    layout.set_text(made.text)
    made.width, made.height = line_size(layout.get_first_line()[0], made.style)
    if made.style["line_height"] == "normal":
        baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
        made.baseline = baseline + (line_height - made.height) / 2
    layout.deactivate()
    made.pango_layout, made.text = layout, layout.text


def align_chosen(context: Context, line: LineBox, available_width: float, last: bool) -> float:
    """Place a line as WeasyPrint does; a chosen one fills the measure, be it wider or narrower."""
    if _making_of(context) is not None:
        is_full = not last or line.style["text_align_last"] == "justify"
        fit_measure(line, available_width, is_full=is_full, is_stiff=context.is_stiff)
        if is_full:
            available_width = line.width
    return align_indented(context, line, available_width, last)
