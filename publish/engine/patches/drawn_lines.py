"""A piece of a chosen line is drawn from its words, which were shaped before.

WeasyPrint 70 shapes each text once more to draw it, and asks Pango for every glyph. Here each word
of a style is looked up (`paragraphs/drawn_words.py`), and the spaces between them are as wide as
the line has them. What is rounded at one space is made good at the next, so that a line ends where
it was measured to end.

Where words take glyphs from several fonts, WeasyPrint draws the text. It has Pango space it, which
then sets each space in the first of the fonts, whatever is beside it; so that it is told to space
them by as much less or more.
"""

from __future__ import annotations

from itertools import chain

from msgspec import Struct, field
from weasyprint import draw
from weasyprint.text.line_break import Layout, line_size

from publish.engine.boxes import TextBox
from publish.engine.glyphs import DrawingStream, DrawnFont
from publish.engine.paragraphs.drawn_words import (
    NO_FACE,
    PER_MILLE,
    PIECES,
    DrawnWord,
    DrawnWords,
    Face,
    drawn_words_of,
)
from publish.engine.paragraphs.gathering import UNSPACED
from publish.engine.paragraphs.words import words_of

_draw_text = draw.draw_text


class UnshapedText(Layout):  # type: ignore[misc]
    """A piece of a line whose size is known: it is shaped only if its words do not suffice."""

    def __init__(self, text: str, direction: str, natural_width: float) -> None:
        """Stand for a text of a width."""
        self.text, self.justification_spacing, self.max_width = text, 0.0, None
        self.natural_width = natural_width
        self.first_line_direction = int(direction == "rtl")


class Pen(Struct):
    """What the words of one style are drawn with in one document, whose fonts note their glyphs."""

    words: DrawnWords
    used: set[str] = field(default_factory=set)
    """Pieces of text whose glyphs are noted."""
    noted: dict[Face, int] = field(default_factory=dict)
    """The bits of what the fonts have noted that their glyphs say."""

    def write(self, text: str, spacing: float, stream: DrawingStream) -> tuple[Face, str] | None:
        """Write words and spaces, each space wider by `spacing` pixels, as one string of glyphs.

        None where the text cannot be drawn from words of one font.
        """
        pieces = PIECES.findall(text)
        if not self.used.issuperset(pieces):
            self.take(pieces, stream)
        known = self.words.pieces
        string, behind, wider = "<", 0.0, 0.0
        face: Face | None = None
        drawn = chain.from_iterable([known[piece] for piece in pieces])
        for of, glyphs, more, ends_with_space, _, _ in drawn:
            if of is not face:
                if face is not None or of is NO_FACE:
                    return None
                face = of
                wider = spacing * PER_MILLE / of.size
            string += glyphs
            behind += more
            if ends_with_space:
                behind += wider
                step = round(behind)
                if step:
                    string += f">{-step}<"
                    behind -= step
        return None if face is None else (face, string + ">")

    def take(self, pieces: list[str], stream: DrawingStream) -> None:
        """Have the fonts note what the pieces say that are new to the document."""
        known, used = self.words.pieces, self.used
        for piece in pieces:
            if piece in used:
                continue
            used.add(piece)
            for word in known.get(piece) or self.words.get(piece, stream):
                noted = self.noted.get(word.face, 0)
                if word.bits & ~noted:
                    self.noted[word.face] = noted | word.bits
                    _note(word, word.face.font_in(stream))


def draw_from_words(stream: DrawingStream, textbox: TextBox, *rest: object) -> None:
    """Draw a text from its words, or as WeasyPrint does."""
    layout = textbox.pango_layout
    pen = _pen(stream, textbox)
    written = pen and pen.write(layout.text, layout.justification_spacing, stream)
    if not written:
        _keep_width(textbox)
        _draw_text(stream, textbox, *rest)
        return
    face, string = written
    stream.set_color(textbox.style["color"])
    stream.begin_text()
    place = _number(textbox.position_x), _number(textbox.position_y + textbox.baseline)
    stream.stream.append(b"1 0 0 -1 %b %b Tm" % place)
    stream.set_font_size(face.font_in(stream).hash, face.size)
    stream.stream.append(b"[%b] TJ" % string.encode("ascii"))
    stream.end_text()


def _keep_width(textbox: TextBox) -> None:
    """Have Pango's spaces fill what the text was measured to fill."""
    layout = textbox.pango_layout
    natural: float | None = layout.__dict__.get("natural_width")
    if natural is None or not textbox.spaces or not layout.justification_spacing:
        return
    layout.reactivate(textbox.style)
    drawn = line_size(layout.get_first_line()[0], textbox.style)[0]
    wanted = natural + layout.justification_spacing * textbox.spaces
    layout.justification_spacing += (wanted - drawn) / textbox.spaces


def _number(value: float) -> bytes:
    """Write a number as pydyf does."""
    return (str(int(value)) if value == int(value) else f"{value:f}".rstrip("0")).encode()


def _note(word: DrawnWord, font: DrawnFont) -> None:
    """Have a font note the glyphs of a word, and what they say."""
    for glyph, letters in word.letters:
        font.to_unicode.setdefault(glyph, letters)
        _ = font.widths[glyph]  # which notes it


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
