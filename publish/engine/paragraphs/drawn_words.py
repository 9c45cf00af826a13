"""What a word is drawn by: its glyphs and the steps between them, found once for a style.

Lines that were chosen are words and spaces, whose widths are known. Drawn from these, a line is not
shaped once more. What cannot be drawn so, as where a word takes glyphs from several fonts, or signs
that are raised over others, is left to WeasyPrint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple, Protocol
from weakref import WeakKeyDictionary

from msgspec import Raw, Struct, field
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key
from weasyprint.text.line_break import Layout

from publish.engine.glyphs import DrawingStream, DrawnFont, GlyphRun
from publish.engine.kept_words import (
    KeptDrawing,
    KeptStyle,
    KeptWords,
    WrittenStyle,
    WrittenWords,
    written,
)
from publish.engine.paragraphs.kept_lines import used_lines
from publish.engine.paragraphs.words import SPACES, Words, last_sign
from publish.model.lazy_pattern import lazy_pattern

PER_MILLE = 1000.0
"""Widths and steps are told in thousandths of the font's size (ISO 32000-1 clause 9.4.3)."""


class HasFonts(Protocol):
    """What all layouts of a run share (`resources.py`)."""

    @property
    def fonts(self) -> object:
        """Return the fonts, at which everything stands that is known of their words."""
        ...


Sign = tuple[int, str]
"""A glyph, and what it means."""


class Face(Struct, frozen=True, eq=False):
    """A font at one size, as Pango took it for a style."""

    font: object
    """The pointer to Pango's own."""
    holder: object
    """What keeps it from being freed."""
    key: int
    """What WeasyPrint tells fonts apart by."""
    size: float
    signs: dict[Sign, tuple[Sign, int]] = field(default_factory=dict)
    """Each glyph with what it means, as it was met first, and a bit for it."""

    def font_in(self, stream: DrawingStream) -> DrawnFont:
        """Return the font as a document notes it."""
        return stream._fonts.get(self.key) or stream.add_font(self.font)[0]

    def share(self, letters: Iterable[Sign]) -> tuple[tuple[Sign, ...], int]:
        """Return glyphs as all words share them, for they are many, and their bits."""
        signs, bits, shared = self.signs, 0, []
        for sign in letters:
            own, bit = signs.get(sign) or signs.setdefault(sign, (sign, 1 << len(signs)))
            shared.append(own)
            bits |= bit
        return tuple(shared), bits


class DrawnWord(NamedTuple):
    """A word as it is drawn, with the space behind it if there is one; or a space by itself."""

    face: Face
    glyphs: str
    """The inside of a string of hexadecimal glyphs; `>-20<` within it is a step."""
    behind: float
    """By how much it is measured wider than its glyphs and steps come to, in thousandths."""
    ends_with_space: bool
    letters: tuple[Sign, ...]
    """What each glyph means."""
    bits: int
    """The same in bits of the face."""


NO_FACE = Face(None, None, 0, 0.0)
"""Stands for none."""

UNDRAWN = (DrawnWord(NO_FACE, "", 0.0, False, (), 0),)
"""Stands for what WeasyPrint must draw."""

PIECES = lazy_pattern(f"[{SPACES}]*[^{SPACES}]+[{SPACES}]*|[{SPACES}]+")
"""A word with the spaces behind it, and before it where a text begins with some; spaces alone."""


class DrawnWords:
    """The words of one style as they are drawn."""

    def __init__(self, words: Words) -> None:
        """Begin with none."""
        self.words = words
        self.pieces: dict[str, tuple[DrawnWord, ...]] = {}
        """What each piece of a text is drawn by that was asked for."""
        self._words: dict[str, DrawnWord | None] = {}
        self._faces: dict[str, Face] = {}
        self._kept_faces: list[Face] = []
        self._written: dict[str, Raw] = {}
        self._numbers: dict[Face, str] = {}
        """A word that is set in each face, in the order of the numbers that are written."""

    def get(self, piece: str, stream: DrawingStream) -> tuple[DrawnWord, ...]:
        """Return what a piece is drawn by; `UNDRAWN` where WeasyPrint must draw it."""
        known = self.pieces.get(piece)
        if known is None:
            known = self.pieces[piece] = tuple(self._parts(piece, stream)) or UNDRAWN
        return known

    def _parts(self, piece: str, stream: DrawingStream) -> list[DrawnWord]:
        """List a piece's word and spaces, a space joined to the word before it; none if any lacks.

        A space is in the font of the sign that it is beside.
        """
        word = piece.strip(SPACES)
        start = piece.index(word) if word else len(piece)
        before, after = last_sign(word[:1]), last_sign(word)
        found = [self._word(f"{before}{space}{before}", stream, True) for space in piece[:start]]
        if word:
            found.append(self._word(word, stream, False))
        rest = piece[start + len(word) :]
        found += [self._word(f"{after}{space}{after}", stream, True) for space in rest]
        parts: list[DrawnWord] = []
        for part in found:
            if part is None:
                return []
            if parts and parts[-1].face is part.face and not parts[-1].ends_with_space:
                parts[-1] = _joined(parts[-1], part)
            else:
                parts.append(part)
        return parts

    def _word(self, text: str, stream: DrawingStream, is_space: bool) -> DrawnWord | None:
        """Return a word; or a space, of one between two signs."""
        if text not in self._words:
            kept = self.words.kept.drawings.get(text)
            self._words[text] = (
                self._recalled(kept, stream)
                if kept is not None
                else self._find(text, stream, is_space=is_space)
            )
        return self._words[text]

    def _recalled(self, kept: KeptDrawing, stream: DrawingStream) -> DrawnWord:
        """Return a word that an earlier layout has found; its face is found by another word's."""
        while len(self._kept_faces) <= kept.face:
            word = self.words.kept.faces[len(self._kept_faces)]
            font = self.words.shaped(word).runs[0].data.item.analysis.font
            self._kept_faces.append(self._face(font, word))
        face = self._kept_faces[kept.face]
        face.font_in(stream)
        letters, bits = face.share(kept.letters)
        return DrawnWord(face, kept.glyphs, kept.behind, kept.ends_with_space, letters, bits)

    def forget_faces(self) -> None:
        """Begin anew with the faces of what is kept, as other words are."""
        self._kept_faces = []

    def keep(self, words: Set[str], kept: WrittenStyle) -> None:
        """Add how some words are drawn to what is told of them, and by which words faces are."""
        made = self._written
        for word in (words & self._words.keys()) - made.keys():
            drawn = self._words[word]
            if drawn is not None:
                self._numbers.setdefault(drawn.face, word)
                number = list(self._numbers).index(drawn.face)
                made[word] = written(KeptDrawing(number, *drawn[1:5]))
        kept.drawings = {word: made[word] for word in words & made.keys()}
        kept.faces = list(self._numbers.values())

    def _find(self, text: str, stream: DrawingStream, *, is_space: bool) -> DrawnWord | None:
        """Find a word's glyphs; or that of a space, of one between two signs."""
        run = self.words.shaped(text).runs[0]
        if run == ffi.NULL or run.next != ffi.NULL or run.data.item.analysis.level % 2:
            return None
        glyphs = _glyphs(run.data)
        face = self._face(run.data.item.analysis.font, text)
        font = face.font_in(stream)
        if glyphs is None or not font.is_sharable:
            return None
        told, measured = tuple(_told(glyphs, text)), self.words.width(text)
        if is_space:
            if len(glyphs) != 3:
                return None
            glyphs, told = glyphs[1:2], told[1:2]
            measured = self.words.space_beside(text)
        drawn, width = _string(glyphs, font.widths, PER_MILLE * FROM_UNITS / face.size)
        behind = measured * PER_MILLE / face.size - width
        letters, bits = face.share(told)
        return DrawnWord(face, drawn, behind, is_space, letters, bits)

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


def _joined(word: DrawnWord, space: DrawnWord) -> DrawnWord:
    glyphs, letters = word.glyphs + space.glyphs, word.letters + space.letters
    behind, bits = word.behind + space.behind, word.bits | space.bits
    return DrawnWord(word.face, glyphs, behind, True, letters, bits)


_ALL: WeakKeyDictionary[Words, DrawnWords] = WeakKeyDictionary()


def drawn_words_of(words: Words) -> DrawnWords:
    """Return how the words of a style are drawn."""
    if words not in _ALL:
        _ALL[words] = DrawnWords(words)
    return _ALL[words]


def keep_words(resources: HasFonts, words: Set[str]) -> WrittenWords:
    """Tell what is known of some words, in all styles that any of them was set in."""
    made = WrittenWords()
    for of_style in _words_of_styles(resources):
        kept = of_style.keep(words)
        if of_style in _ALL:
            _ALL[of_style].keep(words, kept)
        if kept.sizes:
            made.styles[of_style.name] = kept
    made.lines = used_lines(resources.fonts.__dict__)
    return made


def recall_words(resources: HasFonts, kept: KeptWords) -> None:
    """Know what is kept, in the styles that there are and in those that are still to come."""
    resources.fonts.__dict__["kept_words"] = kept
    for of_style in _words_of_styles(resources):
        of_style.recall(kept.styles.get(of_style.name, KeptStyle()))
        if of_style in _ALL:
            _ALL[of_style].forget_faces()


def _words_of_styles(resources: HasFonts) -> Iterable[Words]:
    known: dict[tuple[object, ...], Words] = resources.fonts.__dict__.get("words_of_styles", {})
    return known.values()


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


def _told(glyphs: list[_Glyph], text: str) -> Iterator[Sign]:
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
