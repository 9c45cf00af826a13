"""What readers make of a line when they copy, search or say it, where its glyphs cannot tell.

WeasyPrint 70 tells a glyph's text when it meets the glyph first: of a letter with a mark, the
letter's glyph is then told as nothing, wherever it comes again, and the mark's as both. So before
such a line is drawn, its letters and marks are told apart. What readers then make of them from
right to left, where marks come first, is seen to when all is drawn (`combining_marks.py`).

A syllable of Devanagari or Khmer is drawn by glyphs in another order than its letters,
and that mean different letters in different syllables, so that no map from glyphs to letters can
tell them. A line that holds such letters is told as a whole (`ActualText`, ISO 32000-1 clause
14.9.4). So is a line whose characters justifying has set so wide that readers would think of words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from weasyprint.draw import text
from weasyprint.text.ffi import ffi

from publish.engine.boxes import TextBox
from publish.engine.glyphs import DrawingStream, GlyphRun, GlyphString
from publish.engine.patches.cjk_justification import is_wide
from publish.model.lazy_pattern import lazy_pattern

_draw_line = text.draw_first_line

_MARK = lazy_pattern(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a]"
)

_COMPLEX = lazy_pattern(
    "[\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\u1900-\u1aaf\u1b00-\u1c4f\ua800-\ua82f\ua840-\ua9df"
    "\uaa00-\uaa5f\uabc0-\uabff\U00011000-\U00011fff]"
)
"""From Devanagari to Sinhala, Tibetan, Myanmar, Khmer, and their kin in Asia."""


def draw_line_with_its_text(stream: DrawingStream, textbox: TextBox, *rest: object) -> object:
    """Draw a line, and say what its letters are where its glyphs do not."""
    if not _COMPLEX.search(textbox.text) and not is_wide(textbox.pango_layout):
        return _draw_with_marks_mapped(stream, textbox, *rest)
    letters = textbox.text.encode("utf-16-be").hex()
    stream.stream.append(b"/Span <</ActualText <feff%s>>> BDC" % letters.encode())
    emojis = _draw_with_marks_mapped(stream, textbox, *rest)
    stream.stream.append(b"EMC")
    return emojis


def _draw_with_marks_mapped(stream: DrawingStream, textbox: TextBox, *rest: object) -> object:
    """Draw a line as WeasyPrint does, its marks told apart from their letters."""
    if _MARK.search(textbox.text):
        line, _ = textbox.pango_layout.get_first_line()
        encoded = textbox.pango_layout.text.encode()
        run = line.runs[0]
        while run != ffi.NULL:
            _tell(run.data, stream, encoded)
            run = run.next
    return _draw_line(stream, textbox, *rest)


def _tell(run: GlyphRun, stream: DrawingStream, encoded: bytes) -> None:
    item = run.item
    is_reversed = bool(item.analysis.level % 2)
    font, _ = stream.add_font(item.analysis.font)
    for glyphs, start, end in _clusters(run.glyphs, item.length, is_reversed=is_reversed):
        letters = encoded[item.offset + start : item.offset + end].decode()
        for glyph, letter in zip(glyphs, _share(letters, len(glyphs)), strict=False):
            font.to_unicode.setdefault(glyph, letter)


def _clusters(
    string: GlyphString, length: int, *, is_reversed: bool
) -> Iterator[tuple[list[int], int, int]]:
    """Yield the glyphs of each cluster of several, the letter first, with the bytes that it shows.

    In right-to-left text glyphs are in the order in which they are painted. Where no letter says
    the script, as of a stroke with a vowel point, HarfBuzz has the mark behind its letter there.
    """
    order = range(string.num_glyphs)[:: -1 if is_reversed else 1]
    starts = [string.log_clusters[n] for n in order]
    at = 0
    while at < len(starts):
        behind = at
        while behind < len(starts) and starts[behind] == starts[at]:
            behind += 1
        if behind - at > 1:
            shown = [string.glyphs[n] for n in order[at:behind]]
            if is_reversed:
                shown.sort(key=lambda glyph: glyph.geometry.width == 0)
            glyphs = [glyph.glyph for glyph in shown]
            yield glyphs, starts[at], starts[behind] if behind < len(starts) else length
        at = behind


def _share(letters: str, glyphs: int) -> list[str]:
    """Share letters out: a mark each to the last glyphs, and the rest to the first.

    HarfBuzz takes letters with accents apart and sorts the marks (Unicode 3.11) before it looks for
    glyphs; an alef with its hamza stays one letter under a vowel point, which sorting would part.
    """
    composed = unicodedata.normalize("NFC", letters)
    if len(composed) == glyphs == 2:
        return list(composed)
    letters, marks = unicodedata.normalize("NFD", letters), 0
    while marks < glyphs - 1 and unicodedata.category(letters[-1 - marks]) in {"Mn", "Me"}:
        marks += 1
    parting = len(letters) - marks
    return [unicodedata.normalize("NFC", letters[:parting]), *letters[parting:]]
