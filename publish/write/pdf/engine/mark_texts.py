"""Letters with marks, each glyph told as its own character to who reads or copies a PDF.

WeasyPrint 70 tells a glyph's text when it meets the glyph first: of a letter with a mark, the
letter's glyph is then told as nothing, wherever it stands again, and the mark's as both. So before
such a line is drawn, its letters and marks are told apart. Right-to-left text, where marks come
first, is seen to when all is drawn (`laying/pointed.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from weasyprint.draw import text
from weasyprint.text.ffi import ffi

_draw_line = text.draw_first_line
_MARK = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)


def draw_line(stream: Any, textbox: Any, *rest: Any) -> Any:
    """Draw a line as WeasyPrint does, its marks told apart from their letters."""
    if _MARK.search(textbox.text):
        line, _ = textbox.pango_layout.get_first_line()
        encoded = textbox.pango_layout.text.encode()
        run = line.runs[0]
        while run != ffi.NULL:
            _tell(run.data, stream, encoded)
            run = run.next
    return _draw_line(stream, textbox, *rest)


def _tell(glyph_item: Any, stream: Any, encoded: bytes) -> None:
    item = glyph_item.item
    if item.analysis.level % 2:
        return
    font, _ = stream.add_font(item.analysis.font)
    for glyphs, start, end in _clusters(glyph_item.glyphs, item.length):
        letters = encoded[item.offset + start : item.offset + end].decode()
        for glyph, told in zip(glyphs, _share(letters, len(glyphs)), strict=False):
            font.to_unicode.setdefault(glyph, told)


def _clusters(string: Any, length: int) -> Iterator[tuple[list[int], int, int]]:
    """Yield the glyphs of each cluster of several, with the bytes that it stands for."""
    starts = [string.log_clusters[n] for n in range(string.num_glyphs)]
    at = 0
    while at < len(starts):
        behind = at
        while behind < len(starts) and starts[behind] == starts[at]:
            behind += 1
        if behind - at > 1:
            glyphs = [string.glyphs[n].glyph for n in range(at, behind)]
            yield glyphs, starts[at], starts[behind] if behind < len(starts) else length
        at = behind


def _share(letters: str, glyphs: int) -> list[str]:
    """Give the last marks to the last glyphs, a character each, and the rest to the first.

    HarfBuzz takes letters with accents apart and sorts the marks (Unicode 3.11) before it looks for
    glyphs.
    """
    letters, marks = unicodedata.normalize("NFD", letters), 0
    while marks < glyphs - 1 and unicodedata.category(letters[-1 - marks]) in {"Mn", "Me"}:
        marks += 1
    parting = len(letters) - marks
    return [unicodedata.normalize("NFC", letters[:parting]), *letters[parting:]]
