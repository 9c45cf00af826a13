"""What a word is drawn by: its glyphs and the steps between them, found once for a style.

Lines that were chosen are words and spaces, whose widths are known. Drawn from these, a line is not
shaped once more. What cannot be drawn so, as where a word takes glyphs from several fonts, or signs
that are raised over others, is left to WeasyPrint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key
from weasyprint.text.line_break import Layout

from publish.engine.glyphs import DrawingStream, GlyphRun
from publish.engine.paragraphs.words import Words, last_sign

PER_MILLE = 1000.0
"""Widths and steps are told in thousandths of the font's size (ISO 32000-1 clause 9.4.3)."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A font at one size, as Pango took it for a style."""

    font: object
    """The pointer to Pango's own."""
    holder: object
    """What keeps it from being freed."""
    key: int
    """What WeasyPrint tells fonts apart by."""
    size: float


@dataclass(frozen=True, slots=True, eq=False)
class DrawnWord:
    """A word as it is drawn."""

    face: Face
    glyphs: str
    """The inside of a string of hexadecimal glyphs; `>-20<` within it is a step."""
    letters: tuple[tuple[int, str], ...]
    """What each glyph means."""
    behind: float
    """By how much the word is measured wider than its glyphs and steps come to, in thousandths."""
    is_space: bool = False
    end: str = ""
    """The last sign of a word, in whose font a space behind it is."""


NO_FACE = Face(None, None, 0, 0.0)
"""Stands for none."""

_UNKNOWN = DrawnWord(NO_FACE, "", (), 0.0)
"""Stands for a word that was not looked up yet."""


class DrawnWords:
    """The words of one style as they are drawn."""

    def __init__(self, words: Words) -> None:
        """Begin with none."""
        self.words = words
        self._known: dict[str, DrawnWord | None] = {}
        self._faces: dict[str, Face] = {}

    def get(self, text: str, stream: DrawingStream) -> DrawnWord | None:
        """Return what a word is drawn by; None where WeasyPrint must draw it."""
        return self._look_up(text, stream, is_space=False)

    def space(self, space: str, sign: str, stream: DrawingStream) -> DrawnWord | None:
        """Return what a space is drawn by, in the font of the sign that it is beside."""
        return self._look_up(f"{sign}{space}{sign}", stream, is_space=True)

    def _look_up(self, text: str, stream: DrawingStream, *, is_space: bool) -> DrawnWord | None:
        word = self._known.get(text, _UNKNOWN)
        if word is _UNKNOWN:
            word = self._known[text] = self._find(text, stream, is_space=is_space)
        return word

    def _find(self, text: str, stream: DrawingStream, *, is_space: bool) -> DrawnWord | None:
        """Find a word's glyphs; or that of a space, of one between two signs."""
        run = self.words.shaped(text).runs[0]
        if run == ffi.NULL or run.next != ffi.NULL or run.data.item.analysis.level % 2:
            return None
        glyphs = _glyphs(run.data)
        face = self._face(run.data.item.analysis.font, text)
        font, _ = stream.add_font(face.font)
        if glyphs is None or not font.is_sharable:
            return None
        letters, measured = tuple(_told(glyphs, text)), self.words.width(text)
        if is_space:
            if len(glyphs) != 3:
                return None
            glyphs, letters = glyphs[1:2], letters[1:2]
            measured = self.words.space_beside(text)
        drawn, width = _string(glyphs, font.widths, PER_MILLE * FROM_UNITS / face.size)
        behind = measured * PER_MILLE / face.size - width
        return DrawnWord(face, drawn, letters, behind, is_space, last_sign(text))

    def _face(self, font: object, text: str) -> Face:
        """Return the face of a font, and keep the font."""
        name = str(font)
        if name not in self._faces:
            layout = Layout(self.words.style)
            layout.set_text(text)
            kept = layout.get_first_line()[0].runs[0].data.item.analysis.font
            key, _, size = get_pango_font_key(kept)
            self._faces[name] = Face(kept, layout, key, size)
        return self._faces[name]


_ALL: WeakKeyDictionary[Words, DrawnWords] = WeakKeyDictionary()


def drawn_words_of(words: Words) -> DrawnWords:
    """Return how the words of a style are drawn."""
    if words not in _ALL:
        _ALL[words] = DrawnWords(words)
    return _ALL[words]


_Glyph = tuple[int, int, int, int]
"""A glyph, its advance and its step aside in Pango's units, and the byte at which its text is."""


def _glyphs(run: GlyphRun) -> list[_Glyph] | None:
    """List a run's glyphs; None where some are missing, raised, share letters or show nothing."""
    string, found = run.glyphs, []
    for number in range(string.num_glyphs):
        info = string.glyphs[number]
        glyph, geometry = info.glyph, info.geometry
        if glyph == pango.PANGO_GLYPH_EMPTY or glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            return None
        if geometry.y_offset:
            return None
        found.append((glyph, geometry.width, geometry.x_offset, string.log_clusters[number]))
    starts = {start for *_, start in found}
    return found if len(starts) == len(found) else None


def _told(glyphs: list[_Glyph], text: str) -> Iterator[tuple[int, str]]:
    """Yield each glyph with the letters that it stands for."""
    encoded = text.encode()
    ends = [*(at for *_, at in glyphs[1:]), len(encoded)]
    for (glyph, _, _, start), end in zip(glyphs, ends, strict=True):
        yield glyph, encoded[start:end].decode()


def _string(glyphs: list[_Glyph], widths: Mapping[int, float], unit: float) -> tuple[str, float]:
    """Write glyphs with the steps that kerning asks for; return how wide they come out, too.

    What is less than half a step is kept for the next one.
    """
    string, drawn, shaped = "", 0.0, 0.0
    for glyph, width, aside, _ in glyphs:
        step = round(shaped + aside * unit - drawn)
        if step:
            string += f">{-step}<"
        string += f"{glyph:04x}"
        drawn += widths[glyph] + step
        shaped += width * unit
    return string, drawn
