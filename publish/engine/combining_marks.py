"""Letters with points or accents of their own glyphs, told as one text to those who read or copy.

A vowel point of Hebrew or Arabic, or an accent no letter is made with, is a glyph apart, painted
before or behind its letter and moved over it. Readers of a PDF take the gap for a space and break
the word. So the letters are painted first, each told with its marks as one text, and the marks
behind them, told as nothing (`ActualText`, ISO 32000-1 clause 14.9.4).

An alef over its lam has no width of its own. Readers turn right-to-left text around
glyph by glyph, so that two letters told by one glyph would change places; each is told by an
unseen glyph of half the width instead. So are the letters of a ligature, and the joiner that parts
letters in Persian. A letter that its neighbour is tucked under, as teth and mim of Syriac are, or
stands off from, is told by a glyph that ends where the next begins: readers take the way back, and
the gap, for the end of the word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from publish.engine.glyphs import DrawnFont
from publish.model.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from pikepdf import Pdf

Fonts = Mapping[str, DrawnFont]
"""WeasyPrint's fonts by their names in the page's resources; `to_unicode` and `widths` of each."""

_TEXT = lazy_pattern(rb"^BT$(.*?)^ET$", re.MULTILINE | re.DOTALL)
_FONT = lazy_pattern(rb"/(\S+) [\d.]+ Tf")
_TOKEN = lazy_pattern(rb"<([0-9a-f]*)>|(-?[\d.]+(?:e-?\d+)?)")


HAIR = 0.1
"""Percent of a glyph's width that an unseen joiner takes: some thousandths of a point."""

NEAR = 80
"""Thousandths of the size that a letter may be off its neighbour's end; readers bear a hundred."""


class _Piece(Struct):
    """A glyph, a shift between glyphs, or an operator's line; `text` is a glyph's."""

    code: bytes
    kind: str
    text: str = ""
    width: float = 0.0
    """A glyph's advance, in thousandths of the size."""

    @property
    def is_mark(self) -> bool:
        """Return whether this is a mark, or a letter over another."""
        return self.is_over or (
            bool(self.text) and all(unicodedata.category(c) == "Mn" for c in self.text)
        )

    @property
    def is_over(self) -> bool:
        """Return whether this is a letter without a width, as is the alef over a lam in Arabic."""
        return (
            self.kind == "glyph" and self.width == 0 and self.text.isalpha() and _is_rtl(self.text)
        )

    @property
    def is_ligature(self) -> bool:
        """Return whether this is one glyph for several letters that run from right to left."""
        several = self.kind == "glyph" and len(self.text) > 1
        return several and self.text.isalpha() and _is_rtl(self.text)


def is_pointed(fonts: Fonts) -> bool:
    """Tell whether some glyph is a mark over or under another."""
    return any(
        _is_rtl(text) or _Piece(b"", "glyph", text).is_mark
        for font in fonts.values()
        for text in font.to_unicode.values()
        if text
    )


def tell_pointed_letters(pdf: Pdf, fonts: Fonts) -> None:
    """Write down, on all pages, the text of letters with marks (`ActualText`)."""
    for page in pdf.pages:
        page.contents_coalesce()
        before = page.Contents.read_bytes()
        after = _TEXT.sub(lambda match: _rewrite(match, fonts), before)
        if after != before:
            page.Contents.write(after)


def _rewrite(match: re.Match[bytes], fonts: Fonts) -> bytes:
    if b"/ActualText" in match[1]:
        return match[0]
    pieces = list(_pieces(match[1], fonts))
    off = _off_their_ends(pieces)
    if not off and not any(p.is_mark or p.is_ligature or p.kind == "joiner" for p in pieces):
        return match[0]
    under = _letters_under(pieces)
    letters = b"".join(_write(pieces, under, off, texts=_texts_of_letters(pieces)))
    marks = b"".join(_write(pieces, under, off))
    return b"BT\n%s/Span <</ActualText <feff>>> BDC\n%sEMC\nET" % (letters, marks)


def _pieces(body: bytes, fonts: Fonts) -> Iterator[_Piece]:
    """Take a text object apart (ISO 32000-1 clause 9.4)."""
    font: DrawnFont | None = None
    for line in body.strip(b"\n").split(b"\n"):
        if not line.endswith(b" TJ"):
            named = _FONT.fullmatch(line)
            if named:
                font = fonts.get(named[1].decode("latin-1"))
            yield _Piece(line, "line")
            continue
        for token in _TOKEN.finditer(line):
            if token[2]:
                yield _Piece(token[2], "shift")
            elif not token[1]:
                yield _Piece(b"", "joiner")
            for start in range(0, len(token[1] or b""), 4):
                code = token[1][start : start + 4]
                glyph = int(code, 16)
                text = font.to_unicode.get(glyph, "") if font else ""
                yield _Piece(code, "glyph", text, font.widths.get(glyph, 0) if font else 0)


def _write(
    pieces: list[_Piece],
    under: dict[int, int],
    off: dict[int, float],
    texts: dict[int, str] | None = None,
) -> Iterator[bytes]:
    """Write a text object's letters with what is told of them, or else its marks.

    What is not painted leaves its room. Both begin at the same place: `Tm` is the first piece.
    `under` has the letters below others, `off` those from whose end the next is off; they are
    painted with the marks.
    """
    array: list[bytes] = []
    for place, piece in enumerate(pieces):
        is_late = piece.is_mark or piece.is_ligature or place in under or place in off
        percent = 100 * (1 - off.get(place, 0) / (piece.width or 1))
        if piece.kind == "line":
            yield from _show(array)
            yield piece.code + b"\n"
        elif piece.kind == "joiner":
            if texts is not None and _parts_letters(pieces, place):
                yield from _show(array)
                yield _unseen("\u200c", pieces[_before(pieces, place)], HAIR)
        elif piece.kind == "shift":
            array.append(piece.code)
        elif texts is not None and place in under:
            yield from _show(array)
            over = pieces[under[place] : place + 1]
            for letter in over:
                yield _unseen(letter.text, piece, percent / len(over))
            array.extend(_to_its_end(place, off))
        elif texts is not None and piece.is_ligature:
            yield from _show(array)
            letters = piece.text
            marks = texts.get(place, letters).removeprefix(letters)
            for said in (letters[-1] + marks, *letters[-2::-1]):
                yield _unseen(said, piece, percent / len(letters))
            array.extend(_to_its_end(place, off))
        elif texts is not None and place in off:
            yield from _show(array)
            yield _unseen(texts.get(place, piece.text), piece, percent)
            array.extend(_to_its_end(place, off))
        elif is_late == (texts is not None):
            array.append(b"%g" % -piece.width)
        elif texts and place in texts:
            yield from _show(array)
            text = texts[place].encode("utf-16-be").hex().encode()
            yield b"/Span <</ActualText <feff%s>>> BDC\n[<%s>] TJ\nEMC\n" % (text, piece.code)
        else:
            array.append(b"<%s>" % piece.code)
    yield from _show(array)


def _unseen(text: str, piece: _Piece, percent: float) -> bytes:
    """Write a text down with a glyph that is not seen, as wide as a share of its own width."""
    code = text.encode("utf-16-be").hex().encode()
    span = b"/Span <</ActualText <feff%s>>> BDC\n[<%s>] TJ\nEMC" % (code, piece.code)
    return b"3 Tr %g Tz\n%s\n0 Tr 100 Tz\n" % (percent, span)


def _to_its_end(place: int, off: dict[int, float]) -> Iterator[bytes]:
    """Shift to where a letter would have ended, from where the next begins."""
    if place in off:
        yield b"%g" % -off[place]


def _off_their_ends(pieces: list[_Piece]) -> dict[int, float]:
    """Map letters from right to left to how far before their end the next in the font begins."""
    found: dict[int, float] = {}
    letter, back = -1, 0.0
    for place, piece in enumerate(pieces):
        if piece.kind == "shift":
            back += float(piece.code)
        elif piece.kind == "line" and not piece.code.endswith(b" Ts"):
            letter = -1
        elif piece.kind == "glyph" and piece.is_mark:
            back -= piece.width
        elif piece.kind == "glyph":
            is_letter = piece.text.isalpha() and _is_rtl(piece.text)
            if letter >= 0 and is_letter and abs(back) > NEAR and back < pieces[letter].width:
                found[letter] = back
            letter, back = place if is_letter else -1, 0.0
    return found


def _letters_under(pieces: list[_Piece]) -> dict[int, int]:
    """Map each letter with others over it to the first of these, which are painted before it."""
    found: dict[int, int] = {}
    first: int | None = None
    for place, piece in enumerate(pieces):
        if piece.is_over:
            first = place if first is None else first
        elif piece.kind == "glyph" and first is not None:
            found[place] = first
            first = None
        elif piece.kind == "line":
            first = None
    return found


def _parts_letters(pieces: list[_Piece], place: int) -> bool:
    """Tell whether an empty glyph is between Arabic letters, as only the joiner does."""
    before, behind = _before(pieces, place), place + 1
    while behind < len(pieces) and pieces[behind].kind == "shift":
        behind += 1
    if before < 0 or behind >= len(pieces):
        return False
    return all(
        pieces[at].text.isalpha() and unicodedata.name(pieces[at].text[0], "").startswith("ARABIC")
        for at in (before, behind)
    )


def _before(pieces: list[_Piece], place: int) -> int:
    before = place - 1
    while before >= 0 and pieces[before].kind == "shift":
        before -= 1
    return before


def _texts_of_letters(pieces: list[_Piece]) -> dict[int, str]:
    """Return the whole text of each letter with marks."""
    texts: dict[int, str] = {}
    for cluster in _clusters(pieces):
        letters = [place for place in cluster if not pieces[place].is_mark]
        if letters:
            ordered = sorted(cluster, key=lambda place: pieces[place].is_mark)
            texts[letters[0]] = "".join(pieces[place].text for place in ordered)
    return texts


def _show(array: list[bytes]) -> Iterator[bytes]:
    if array:
        yield b"[" + b" ".join(array).replace(b"> <", b"") + b"] TJ\n"
        array.clear()


def _clusters(pieces: list[_Piece]) -> Iterator[list[int]]:
    """Find the glyphs of each letter with marks; marks of right-to-left scripts go before it.

    They go behind it where no letter says its script, as of a stroke with a vowel point: there, and
    only there, such a stretch ends with a mark.
    """
    glyphs = [place for place, piece in enumerate(pieces) if piece.kind == "glyph"]
    at = 0
    while at < len(glyphs):
        end = at
        if pieces[glyphs[at]].is_mark and _is_rtl(pieces[glyphs[at]].text):
            while end + 1 < len(glyphs) and pieces[glyphs[end]].is_mark:
                end += 1
        else:
            is_behind = _has_marks_behind(pieces, glyphs, at)
            while end + 1 < len(glyphs) and _follows(pieces[glyphs[end + 1]], is_rtl=is_behind):
                end += 1
        if end > at:
            yield glyphs[at : end + 1]
        at = end + 1


def _has_marks_behind(pieces: list[_Piece], glyphs: list[int], at: int) -> bool:
    """Return whether the glyphs from here that may be of right-to-left scripts end in a mark."""
    last: _Piece | None = None
    for place in glyphs[at:]:
        if pieces[place].text and not _is_rtl(pieces[place].text):
            break
        last = pieces[place]
    return last is not None and last.is_mark and not last.is_over


def _follows(piece: _Piece, *, is_rtl: bool = False) -> bool:
    return piece.is_mark and _is_rtl(piece.text) == is_rtl


def _is_rtl(text: str) -> bool:
    name = unicodedata.name(text[:1] or " ", "")
    return name.startswith(("HEBREW", "ARABIC", "SYRIAC", "THAANA", "NKO", "SAMARITAN", "MANDAIC"))
