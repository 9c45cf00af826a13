"""A chosen line of a single text, as most lines of prose are, is made without detours.

What its making depends on is the same for all lines of a paragraph on a page, and found out once:
whether they were chosen and nothing is beside them, how wide and high they are, what stands out.
Such a line comes out as `chosen_lines.py` would make it, for a fifth of its time; a line that holds
anything else than a piece of one text of the paragraph's own style is left to that.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from msgspec import Struct, field

from publish.engine.boxes import Box, Context, LineBox, SkipStack, TextBox, is_text
from publish.engine.paragraphs.cuts import Cut, Place
from publish.engine.paragraphs.first_line import is_behind_marker
from publish.engine.paragraphs.gathering import UNSPACED
from publish.engine.paragraphs.words import SPACES
from publish.engine.patches.line_grid import strut_of
from publish.engine.patches.made_lines import frame_of, piece_of, resolve_text
from publish.engine.patches.rtl_indents import align_indented
from publish.engine.patches.spaced_lines import fit_text
from publish.house.language.hyphenation import REPEAT_HYPHENS

Flat: TypeAlias = "tuple[LineBox, SkipStack | None, Cut]"
"""A line, where the next one begins, and where it was chosen to end."""


class _Text(NamedTuple):
    """A text that lines are cut from."""

    box: TextBox
    encoded: bytes
    is_last: bool
    """Whether the paragraph ends with it."""


class FlatLines(Struct):
    """Makes the flat lines of a paragraph."""

    context: Context
    linebox: LineBox
    holder: Box
    cuts: dict[Place, Cut | None]
    texts: dict[int, _Text | None] = field(default_factory=dict)
    """The paragraph's texts by their numbers among its children; None of other children."""

    def line(self, top: float, skip: SkipStack | None) -> Flat | None:
        """Return the line that begins at a place, and where the next begins; None of any other."""
        if self.context.excluded_shapes:
            return None
        number, inner = next(iter(skip.items())) if skip else (0, None)
        byte = next(iter(inner)) if inner else 0
        text = self.text(number)
        if text is None:
            return None
        encoded = text.encoded
        while encoded.startswith(b" ", byte):
            byte += 1
        cut = self.cuts.get((id(text.box), byte))
        if cut is None:
            return None
        if cut.leaf is text.box:
            taken = encoded[byte : cut.byte].rstrip(b" ").decode() + cut.hyphen
            following = cut.byte + encoded.startswith(b" ", cut.byte)
            behind: SkipStack | None = {number: {following: None}}
        elif text.is_last:
            taken, behind = encoded[byte:].rstrip(b" ").decode(), None
        else:
            return None
        if not taken.strip(SPACES):
            return None
        return self.make(text, taken, top, skip, behind), behind, cut

    def text(self, number: int) -> _Text | None:
        """Return one of the paragraph's texts, if a line may be cut from it here."""
        if number not in self.texts:
            box = self.linebox.children[number]
            self.texts[number] = self.read(box, number) if is_text(box) else None
        return self.texts[number]

    def read(self, box: TextBox, number: int) -> _Text | None:
        """Read a text, whose lines are to be cut."""
        if box.text == "\n" or UNSPACED.search(box.text) or not box.style["font_size"]:
            return None
        if not frame_of(box.style).is_plain:
            return None
        resolve_text(box, self.holder)
        is_last = number == len(self.linebox.children) - 1
        return _Text(box, box.text.encode(), is_last)

    def make(
        self, text: _Text, taken: str, top: float, skip: SkipStack | None, behind: SkipStack | None
    ) -> LineBox:
        """Make a line of so much of a text."""
        linebox, left = self.linebox, self.holder.content_box_x()
        piece = piece_of(text.box, taken)
        piece.position_x, piece.position_y = left + linebox.text_indent, top
        line = linebox.copy_with_children([piece])
        line.position_x, line.position_y = left, top
        line.width = piece.position_x + piece.width - left
        line.height, line.baseline = strut_of(linebox.style)
        line.margin_top = line.margin_bottom = 0.0
        self.place(line, piece, keeps_edge=skip is None, is_last=behind is None)
        return line

    def place(self, line: LineBox, piece: TextBox, *, keeps_edge: bool, is_last: bool) -> None:
        """Have a line fill the measure, or stand where the style wants it."""
        width, style = self.holder.width, line.style
        is_ragged = style["text_align_all"] != "justify"
        is_full = not is_ragged and (not is_last or style["text_align_last"] == "justify")
        is_stiff = self.context.is_stiff or is_ragged
        keeps_edge = keeps_edge and is_behind_marker(self.holder)
        keeps_edge = keeps_edge or is_stiff or bool(line.text_indent)
        fit_text(line, piece, width, is_full=is_full, is_stiff=is_stiff, keeps_edge=keeps_edge)
        if not is_full:
            offset = align_indented(self.context, line, width, is_last)
            if offset:
                line.translate(offset, 0)


def may_be_flat(linebox: LineBox) -> bool:
    """Tell whether a paragraph's lines may be made so: from left to right, and no hyphen twice."""
    style = linebox.style
    language = (style["lang"] or "").lower().partition("-")[0]
    return style["direction"] == "ltr" and language not in REPEAT_HYPHENS
