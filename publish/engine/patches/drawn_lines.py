"""A piece of a chosen line is drawn from its words, which were shaped before.

WeasyPrint 70 shapes each text once more to draw it, and asks Pango for every glyph. Here each word
of a style is looked up (`paragraphs/drawn_words.py`), and the spaces between them are as wide as
the line has them. What is rounded at one space is made good at the next, so that a line ends where
it was measured to end.
"""

from __future__ import annotations

from collections.abc import Iterable

from weasyprint import draw
from weasyprint.text.line_break import Layout

from publish.engine.boxes import TextBox
from publish.engine.glyphs import DrawingStream
from publish.engine.paragraphs.drawn_words import PER_MILLE, DrawnWord, drawn_words_of
from publish.engine.paragraphs.gathering import UNSPACED
from publish.engine.paragraphs.words import PIECES, SPACES, words_of

_draw_text = draw.draw_text


class UnshapedText(Layout):  # type: ignore[misc]
    """A piece of a line whose size is known: it is shaped only if its words do not suffice."""

    def __init__(self, text: str, direction: str) -> None:
        """Stand for a text."""
        self.text, self.justification_spacing, self.max_width = text, 0.0, None
        self.first_line_direction = int(direction == "rtl")


def draw_from_words(stream: DrawingStream, textbox: TextBox, *rest: object) -> None:
    """Draw a text from its words, or as WeasyPrint does."""
    drawn = _words(stream, textbox)
    if drawn is None:
        _draw_text(stream, textbox, *rest)
        return
    face = drawn[0].face
    font = stream._fonts.get(face.key) or stream.add_font(face.font)[0]
    told: set[DrawnWord] = font.__dict__.setdefault("told_words", set())
    for word in drawn:
        if word not in told:
            told.add(word)
            for glyph, letters in word.letters:
                font.to_unicode.setdefault(glyph, letters)
                _ = font.widths[glyph]  # which notes it
    stream.set_color(textbox.style["color"])
    stream.begin_text()
    stream.set_text_matrix(1, 0, 0, -1, textbox.position_x, textbox.position_y + textbox.baseline)
    stream.set_font_size(font.hash, face.size)
    stream.show_text(_string(drawn, textbox.pango_layout.justification_spacing))
    stream.end_text()


def _words(stream: DrawingStream, textbox: TextBox) -> list[DrawnWord] | None:
    """Return the words and spaces of a text; None where it cannot be drawn from them."""
    layout, style = textbox.pango_layout, textbox.style
    if not isinstance(layout, UnshapedText) or style["visibility"] != "visible":
        return None
    if style["direction"] != "ltr" or UNSPACED.search(layout.text):
        return None
    words = drawn_words_of(words_of(style))
    found: list[DrawnWord] = []
    beside = layout.text.strip(SPACES)[:1] or "n"
    for piece in PIECES.findall(layout.text):
        if piece in SPACES:
            word = words.space(piece, beside, stream)
        else:
            word, beside = words.get(piece, stream), piece
        if word is None or (found and word.face is not found[0].face):
            return None
        found.append(word)
    return found or None


def _string(drawn: Iterable[DrawnWord], spacing: float) -> str:
    """Write words and spaces, each space wider by `spacing` pixels, as one string of glyphs."""
    string, behind = "<", 0.0
    for word in drawn:
        string += word.glyphs
        behind += word.behind
        if word.is_space:
            behind += spacing * PER_MILLE / word.face.size
            step = round(behind)
            if step:
                string += f">{-step}<"
                behind -= step
    return string + ">"
