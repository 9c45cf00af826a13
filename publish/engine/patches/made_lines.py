"""A chosen line is made from its words, whose widths are known.

WeasyPrint 70 finds out where a line ends while it makes it: it tries each box, looks for floats
that the line runs into, and begins anew where one is in the way. Where a line ends is known here,
and nothing is beside it: what is to be on it is cut out of the paragraph and set side by side.
Lines that hold more than text and plain elements, as objects and marks of what floats, are made by
WeasyPrint, whose texts end where the line was chosen to end (`chosen_lines.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from msgspec import Struct, field
from weasyprint.layout import inline
from weasyprint.text.ffi import FROM_UNITS, pango
from weasyprint.text.line_break import Layout, line_size

from publish.engine.boxes import (
    Box,
    Context,
    LineBox,
    ParentBox,
    SkipStack,
    TextBox,
    is_inline,
    is_text,
)
from publish.engine.computed_style import Style
from publish.engine.paragraphs.cuts import Cut
from publish.engine.paragraphs.gathering import UNSPACED, known
from publish.engine.paragraphs.words import SPACES, Words, words_of
from publish.engine.patches.drawn_lines import UnshapedText
from publish.engine.patches.line_grid import strut_of

Parent = TypeVar("Parent", bound=ParentBox)

MadeLine: TypeAlias = "tuple[LineBox | None, SkipStack | None]"
"""A line, and where the next one begins."""

Given: TypeAlias = "tuple[float, float, SkipStack | None, Box, *tuple[object, ...]]"
"""What else a line is made from: where it stands, how much of the page is kept free below, where it
begins, and what holds it."""

_next_line = inline.get_next_linebox


class Chosen(Struct):
    """A line that was chosen, while it is made."""

    linebox: LineBox
    cut: Cut
    measure: float | None = None
    """Its width, where something is beside it."""
    keeps_its_edge: bool = False
    """Whether nothing may stand out where it begins."""


def chosen_line(context: Context) -> Chosen | None:
    """Return the line that is being made, if it was chosen."""
    chosen: Chosen | None = context.__dict__.get("chosen_line")
    return chosen


class _OtherContentError(Exception):
    """A line holds what WeasyPrint must place."""


def next_line(context: Context, linebox: LineBox, *given: *Given) -> MadeLine:
    """Make a chosen line from its words, or a line as WeasyPrint does."""
    chosen = chosen_line(context)
    position_y, _, skip, holder, *_ = given
    is_plain = chosen is not None and chosen.linebox is linebox and chosen.measure is None
    if chosen is not None and is_plain and linebox.style["direction"] == "ltr":
        try:
            return _Maker(context, linebox, position_y, holder, chosen.cut).make(skip)
        except _OtherContentError:
            pass
    made: MadeLine = _next_line(context, linebox, *given)
    return made


class _Maker(Struct):
    """Makes one line."""

    context: Context
    linebox: LineBox
    top: float
    holder: Box
    cut: Cut
    is_ended: bool = False
    texts: list[TextBox] = field(default_factory=list)
    is_flat: bool = True
    """Whether nothing but texts of the paragraph's own style is on the line."""

    def make(self, skip: SkipStack | None) -> MadeLine:
        """Make the line that begins at a place. Raises _OtherContentError."""
        linebox, left = self.linebox, self.holder.content_box_x()
        stack = inline.skip_first_whitespace(linebox, skip)
        if stack == "continue":
            raise _OtherContentError
        line, resume_at, right = self.inside(linebox, stack, left + linebox.text_indent)
        if not self.texts:
            raise _OtherContentError
        line.position_x, line.position_y, line.width = left, self.top, right - left
        last = resume_at is None
        offset = inline.text_align(self.context, line, self.holder.width, last)
        if offset:
            line.translate(offset, 0)
        self.place_down(line)
        return line, resume_at

    def inside(
        self, box: Parent, skip: SkipStack | None, left: float
    ) -> tuple[Parent, SkipStack | None, float]:
        """Cut out of an element what is on the line; return its right edge, too."""
        made: list[Box] = []
        resume_at: SkipStack | None = None
        stack: SkipStack | None = None
        piece: Box | None
        number = 0
        if skip:
            number, stack = next(iter(skip.items()))
        children = box.children
        while number < len(children) and not self.is_ended:
            child = children[number]
            if is_text(child):
                piece, inner = self.text(child, next(iter(stack)) if stack else 0, left)
            elif is_inline(child) and child.is_in_normal_flow() and not child.is_leader:
                piece, inner = self.element(child, stack, left)
            else:
                raise _OtherContentError
            if piece is not None:
                made.append(piece)
                left = piece.position_x + piece.margin_width()
            if inner is not None:
                resume_at = {number: inner}
            number, stack = number + 1, None
        return box.copy_with_children(made), resume_at, left

    def text(self, box: TextBox, skip: int, left: float) -> tuple[TextBox | None, SkipStack | None]:
        """Take so much of a text as the line has of it."""
        if not box.style["font_size"] or box.text == "\n":
            raise _OtherContentError
        resolve_text(box, self.holder)
        if self.cut.leaf is box:
            self.is_ended = True
        piece, resume_at = cut_text(box, skip, self.cut, is_last=box is last_leaf(self.linebox))
        if piece is not None:
            piece.position_x, piece.position_y = left, self.top
            self.texts.append(piece)
            if not isinstance(piece.pango_layout, UnshapedText):
                self.is_flat = False
        return piece, None if resume_at is None else {resume_at: None}

    def element(
        self, box: ParentBox, skip: SkipStack | None, left: float
    ) -> tuple[Box, SkipStack | None]:
        """Take so much of an element as the line has of it."""
        inline.resolve_percentages(box, self.holder)
        if box.style["position"] != "static" or box.style["box_decoration_break"] != "slice":
            raise _OtherContentError
        box.margin_left, box.margin_right = known(box.margin_left), known(box.margin_right)
        self.is_flat = False
        edge = box.margin_left + box.border_left_width + box.padding_left if skip is None else 0.0
        made, resume_at, right = self.inside(box, skip, left + edge)
        if box.style["direction"] == "rtl":
            turn_round(made.children)
        made.remove_decoration(start=skip is not None, end=resume_at is not None)
        made.position_x, made.position_y, made.width = left, self.top, right - left - edge
        inline._adjust_line_height(made)
        return made, resume_at

    def place_down(self, line: LineBox) -> None:
        """Place all of a line on its baseline, its top where the line before it ends."""
        height, line.baseline = strut_of(line.style)
        line.margin_top = line.margin_bottom = 0.0
        if self.is_flat:
            line.height = height
            return
        inline._adjust_line_height(line)
        bottom, top = inline.line_box_verticality(line)
        line.margin_top = line.margin_bottom = 0.0
        line.baseline, line.position_y, line.height = -top, top, bottom - top
        line.translate(0, self.top - top)
        line.position_y = self.top


def turn_round(children: Sequence[Box]) -> None:
    """Set side by side from right to left what stands from left to right (CSS Writing Modes 2)."""
    left = children[0].position_x if children else 0.0
    for child in reversed(children):
        child.translate(left - child.position_x, ignore_floats=True)
        left += child.margin_width()


def resolve_text(box: TextBox, holder: Box) -> None:
    """Have a text know its margins, which all its pieces share."""
    if "border_left_width" not in box.__dict__:
        inline.resolve_percentages(box, holder)


def last_leaf(linebox: LineBox) -> Box:
    """Return the text or object that a paragraph ends with."""
    kept: dict[str, Box] = linebox.__dict__
    if "last_leaf" not in kept:
        box: Box = linebox
        while box.children and box.is_in_normal_flow():
            box = box.children[-1]
        kept["last_leaf"] = box
    return kept["last_leaf"]


def cut_text(
    box: TextBox, skip: int, cut: Cut, *, is_last: bool = False
) -> tuple[TextBox | None, int | None]:
    """Return what a chosen line has of a text from a byte on, and the byte where the next begins.

    No byte where the line does not end in the text. Of the last text of a paragraph the space at
    its end is left out.
    """
    text, hyphen, resume_at = box.text.encode(), "", None
    taken = text[skip:] if skip else text
    if is_last:
        taken = taken.rstrip(b" ")
    if cut.leaf is box:
        taken, hyphen = text[skip : cut.byte].rstrip(b" "), cut.hyphen
        resume_at = cut.byte + text.startswith(b" ", cut.byte)
    if not taken:
        return None, resume_at
    return piece_of(box, taken.decode() + hyphen), resume_at


class Frame(NamedTuple):
    """What all texts of a style have in common."""

    words: Words
    line_height: float
    baseline: float
    is_plain: bool
    """Whether a text's height and its lines under and through it need not be asked for."""


def frame_of(style: Style) -> Frame:
    """Return what all texts of a style have in common."""
    frame: Frame | None = style.__dict__.get("frame")
    if frame is None:
        is_plain = style["line_height"] != "normal" and style["text_decoration_line"] == "none"
        frame = style.__dict__["frame"] = Frame(words_of(style), *strut_of(style), is_plain)
    return frame


def piece_of(box: TextBox, text: str) -> TextBox:
    """Make the box of a piece of text."""
    if "may_space" not in box.__dict__:
        box.may_space = not UNSPACED.search(box.text)
    style, made = box.style, box.copy_with_text(text)
    words, line_height, made.baseline, is_plain = frame_of(style)
    made.width, made.glyphs = words.line_size(text)
    made.spaces = text.count(" ") + text.count("\u00a0")
    if is_plain and box.may_space and text.strip(SPACES):
        made.pango_layout = UnshapedText(text, style["direction"], made.width)
        made.height = words.height
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
    layout.natural_width = made.width
    made.pango_layout, made.text = layout, layout.text
