"""A piece of a chosen line is drawn from its words, which were shaped before.

WeasyPrint 70 shapes each text once more to draw it, and asks Pango for every glyph. Here each word
of a style is looked up (`paragraphs/drawn_words.py`), and the spaces between them are as wide as
the line has them. What is rounded at one space is made good at the next, so that a line ends where
it was measured to end.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from weasyprint import draw
from weasyprint.text.line_break import Layout

from publish.engine.boxes import TextBox
from publish.engine.glyphs import DrawingStream, DrawnFont
from publish.engine.paragraphs.drawn_words import (
    NO_FACE,
    PER_MILLE,
    DrawnWord,
    DrawnWords,
    Face,
    drawn_words_of,
)
from publish.engine.paragraphs.gathering import UNSPACED
from publish.engine.paragraphs.words import PIECES, SPACES, last_sign, words_of

_draw_text = draw.draw_text

_UNDRAWN = DrawnWord(NO_FACE, "", (), 0.0)
"""Stands for a word that WeasyPrint must draw."""


class UnshapedText(Layout):  # type: ignore[misc]
    """A piece of a line whose size is known: it is shaped only if its words do not suffice."""

    def __init__(self, text: str, direction: str) -> None:
        """Stand for a text."""
        self.text, self.justification_spacing, self.max_width = text, 0.0, None
        self.first_line_direction = int(direction == "rtl")


@dataclass(slots=True)
class Pen:
    """What the words of one style are drawn with in one document, whose fonts note their glyphs."""

    words: DrawnWords
    known: dict[str, DrawnWord] = field(default_factory=dict)
    """Words, and spaces with the sign that each is beside."""
    noted: dict[Face, set[tuple[int, str]]] = field(default_factory=dict)
    """What the fonts have noted that their glyphs say."""

    def write(self, text: str, spacing: float, stream: DrawingStream) -> tuple[Face, str] | None:
        """Write words and spaces, each space wider by `spacing` pixels, as one string of glyphs.

        None where the text cannot be drawn from words of one font.
        """
        known, string, behind, wider, face = self.known, "<", 0.0, 0.0, NO_FACE
        sign = last_sign(text.strip(SPACES)[:1]) if text[0] in SPACES else ""
        for piece in PIECES.findall(text):
            is_space = piece in SPACES
            word = known.get(piece + sign if is_space else piece)
            if word is None:
                word = self.take(piece, sign, stream)
            if word is _UNDRAWN:
                return None
            if word.face is not face:
                if face is not NO_FACE:
                    return None
                face = word.face
                wider = spacing * PER_MILLE / face.size
            string += word.glyphs
            behind += word.behind
            if is_space:
                behind += wider
                step = round(behind)
                if step:
                    string += f">{-step}<"
                    behind -= step
            else:
                sign = word.end
        return None if face is NO_FACE else (face, string + ">")

    def take(self, piece: str, sign: str, stream: DrawingStream) -> DrawnWord:
        """Look a word or space up for the first time, and have the font note what it says."""
        is_space = piece in SPACES
        found = self.words.space(piece, sign, stream) if is_space else self.words.get(piece, stream)
        if found is not None:
            noted = self.noted.get(found.face)
            if noted is None:
                font = _font(found.face, stream)
                noted = font.__dict__.setdefault("noted_letters", set())
                self.noted[found.face] = noted
            if not noted.issuperset(found.letters):
                noted.update(found.letters)
                _note(found, _font(found.face, stream))
        word = self.known[piece + sign if is_space else piece] = found or _UNDRAWN
        return word


def draw_from_words(stream: DrawingStream, textbox: TextBox, *rest: object) -> None:
    """Draw a text from its words, or as WeasyPrint does."""
    layout = textbox.pango_layout
    pen = _pen(stream, textbox)
    written = pen and pen.write(layout.text, layout.justification_spacing, stream)
    if not written:
        _draw_text(stream, textbox, *rest)
        return
    face, string = written
    stream.set_color(textbox.style["color"])
    stream.begin_text()
    stream.set_text_matrix(1, 0, 0, -1, textbox.position_x, textbox.position_y + textbox.baseline)
    stream.set_font_size(_font(face, stream).hash, face.size)
    stream.show_text(string)
    stream.end_text()


def _note(word: DrawnWord, font: DrawnFont) -> None:
    """Have a font note the glyphs of a word, and what they say."""
    for glyph, letters in word.letters:
        font.to_unicode.setdefault(glyph, letters)
        _ = font.widths[glyph]  # which notes it


def _font(face: Face, stream: DrawingStream) -> DrawnFont:
    return stream._fonts.get(face.key) or stream.add_font(face.font)[0]


def _pen(stream: DrawingStream, textbox: TextBox) -> Pen | None:
    """Return what a text is drawn with; None where it cannot be drawn from words."""
    layout, style = textbox.pango_layout, textbox.style
    if not isinstance(layout, UnshapedText) or style["visibility"] != "visible":
        return None
    if style["direction"] != "ltr" or UNSPACED.search(layout.text):
        return None
    words = words_of(style)
    pens: dict[object, Pen] = stream._fonts.__dict__.setdefault("pens", {})
    pen = pens.get(words)
    if pen is None:
        pen = pens[words] = Pen(drawn_words_of(words))
    return pen
