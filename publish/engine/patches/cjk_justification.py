"""Fill justified lines of Chinese and Japanese, which have no word spaces to widen.

WeasyPrint 70 widens spaces and nothing else, so that a line of square characters that may not
begin the next one with a full stop or a small kana ends short of the measure. `text-justify: auto`
spreads what is left between the characters (CSS Text 3 clause 6.4; JLREQ 3.8.4): word spaces give
first, then all places give alike. Marks stay with the characters that they belong to, a word of
letters stays whole, and so does a reading above its base. Korean has word spaces: of its text,
only these give.

The room is behind a glyph, in the width that Pango gave it, and is rounded as PDF rounds it,
sum for sum, so that the line ends where it is to end.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import cast

from msgspec import Struct, field
from weasyprint.layout import inline
from weasyprint.text.ffi import TO_UNITS, ffi
from weasyprint.text.line_break import Layout

from publish.engine.boxes import (
    Box,
    Context,
    LineBox,
    TextBox,
    is_inline,
    is_line,
    is_parent,
    is_text,
)
from publish.engine.glyphs import GlyphLine, GlyphRun
from publish.model.lazy_pattern import lazy_pattern

WORD_SPACE = 0.25
"""By so many em word spaces give before characters do (JLREQ 3.8.4: to half an em)."""

WIDE = 0.09
"""Readers take a gap of more em for one between words: poppler from a tenth on."""

_SQUARE = lazy_pattern(
    "[\u2e80-\u2fdf\u2ff0-\u2fff\u3001-\u312f\u3190-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff01-\uff9f\uffe0-\uffee\U0001b000-\U0001b16f\U0001f200-\U0001f2ff\U00020000-\U0003ffff]"
)
"""Ideographs, kana, bopomofo, and the signs that go with them; neither Hangul nor U+3000."""

_STAYS_BEHIND = frozenset("、。，．：；！？､｡:;,.!?‼⁇⁈⁉゛゜ﾞﾟ")
"""What is not torn off the character before it, besides brackets that close."""

_BETWEEN = frozenset("・·･")
"""What is set close to the characters on both sides."""

_INSEPARABLE = frozenset("—―─…‥⸺⸻〳〴〵")
"""What is set together where two of it meet (JLREQ 3.1.10, classes 5 and 8)."""

_WORD_SPACES = frozenset(" \u00a0")
_SPACES = _WORD_SPACES | frozenset("\u3000\t\n\u200b")
_OBJECT = "\ufffc"

_justify_line = inline.justify_line


class _Places(Struct):
    """Where a line may be opened."""

    inside: dict[Box, list[tuple[int, bool]]] = field(default_factory=dict)
    """By text box, the bytes of its text behind which there is a place, and whether a space."""
    before: set[Box] = field(default_factory=set)
    """Text boxes and objects that have a place before them."""

    def count(self) -> tuple[int, int]:
        """Count the word spaces, and all places."""
        spaces = [is_space for found in self.inside.values() for _, is_space in found]
        return sum(spaces), len(spaces) + len(self.before)


class _SpreadLayout(Layout):  # type: ignore[misc]
    """A line of text whose characters are spaced out."""

    room: dict[int, float]
    """What is given behind a byte of the text, in pixels."""
    is_wide: bool
    is_spread: bool

    def set_text(self, text: str, justify: bool = False) -> None:
        super().set_text(text, justify)
        self.is_spread = False

    def get_first_line(self) -> tuple[GlyphLine, int | None]:
        """Return the line, its glyphs widened once; they are made anew for each drawing."""
        line, index = super().get_first_line()
        if not self.is_spread and line != ffi.NULL:
            _widen(line, self.room, self.style["font_size"])
            self.is_spread = True
        return line, index


def is_wide(layout: Layout) -> bool:
    """Tell whether characters are as wide apart as words."""
    return isinstance(layout, _SpreadLayout) and layout.is_wide


def _widen(line: GlyphLine, room: dict[int, float], size: float) -> None:
    """Widen the glyphs behind which there is room, by whole thousandths of the font's size."""
    unit = size * TO_UNITS / 1000
    sum_of_room, given = 0.0, 0
    widths = {}
    for place, gap in room.items():
        sum_of_room += gap
        due = round(sum_of_room / size * 1000) - given
        widths[place] = int((due + 0.5) * unit)  # drawing cuts off what is not whole
        given += due
    run = line.runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        for number, end in _ends(run.data):
            width = widths.get(item.offset + end)
            if width:
                glyphs.glyphs[number].geometry.width += width
        run = run.next


def _ends(run: GlyphRun) -> Iterator[tuple[int, int]]:
    """Yield the glyphs of a run that end a cluster, and the bytes of the run where these end."""
    glyphs, length = run.glyphs, run.item.length
    starts = [glyphs.log_clusters[number] for number in range(glyphs.num_glyphs)]
    if run.item.analysis.level % 2:
        for number, start in enumerate(starts):
            if number == 0 or starts[number - 1] != start:
                yield number, starts[number - 1] if number else length
        return
    for number, start in enumerate(starts):
        following = starts[number + 1] if number + 1 < len(starts) else length
        if following != start:
            yield number, following


def fill_line(context: Context, line: LineBox, extra: float) -> None:
    """Share what a line lacks among its spaces and its characters."""
    if not _is_square(line):
        _justify_line(context, line, extra)
        return
    places = _places_of(line)
    spaces, count = places.count()
    if count:
        first = min(extra, WORD_SPACE * line.style["font_size"] * spaces)
        gap = (extra - first) / count if count > spaces else 0.0
        space = (extra - gap * (count - spaces)) / spaces if spaces else 0.0
        _Spreading(places, gap, space).move(line, 0.0)


def _is_square(line: LineBox) -> bool:
    """Tell whether a line has square characters; those that have none are done with soon."""
    return line.style["direction"] == "ltr" and any(
        is_text(box) and _SQUARE.search(box.text) for box in line.descendants()
    )


def _places_of(line: LineBox) -> _Places:
    places = _Places()
    last, last_is_square = " ", False
    for leaf, is_raised in _leaves(line, False):
        text = _text_of(leaf)
        is_square = not str(leaf.style["lang"] or "").startswith("ko")
        if not is_raised and _is_place(last, text[0], last_is_square or is_square):
            places.before.add(leaf)
        if is_text(leaf):
            places.inside[leaf] = _inside(text, is_square)
        last, last_is_square = text[-1], is_square
    return places


def _leaves(box: Box, is_raised: bool) -> Iterator[tuple[Box, bool]]:
    """Yield the texts and objects in the flow of a line, and whether a raised box begins there.

    What is raised, as the number of a note, belongs to what is before it.
    """
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        raised = is_raised or _is_raised(child)
        if is_inline(child):
            yield from _leaves(child, raised)
        elif not is_text(child) or child.text:
            yield child, raised
        is_raised = False


def _is_raised(box: Box) -> bool:
    return is_inline(box) and box.style["vertical_align"] not in ("baseline", 0)


def _text_of(leaf: Box) -> str:
    """Return a leaf's text: of an object, as a base with its reading, that which is in its flow."""
    if is_text(leaf):
        return str(leaf.text)
    text = "".join(_words(leaf)).strip()
    return text or _OBJECT


def _words(box: Box) -> Iterator[str]:
    if is_text(box):
        yield box.text
    elif is_parent(box):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _words(child)


def _inside(text: str, is_square: bool) -> list[tuple[int, bool]]:
    """List the bytes of a text at which it may be opened, and whether behind a space."""
    found, at = [], 0
    for before, after in zip(text, [*text[1:], " "], strict=True):
        at += len(before.encode())
        if before in _WORD_SPACES or _is_place(before, after, is_square):
            found.append((at, before in _WORD_SPACES))
    return found


def _is_place(before: str, after: str, is_square: bool) -> bool:
    """Tell whether there may be room between two characters (JLREQ appendix F)."""
    if not is_square or not (_SQUARE.match(before) or _SQUARE.match(after)):
        return False
    if before in _SPACES or after in _SPACES or after in _STAYS_BEHIND:
        return False
    if before in _BETWEEN or after in _BETWEEN:
        return False
    if before in _INSEPARABLE and after in _INSEPARABLE:
        return False
    opens, closes = unicodedata.category(before), unicodedata.category(after)
    return opens not in {"Ps", "Pi"} and closes not in {"Pe", "Pf", "Mn", "Mc", "Me", "Cf"}


class _Spreading(Struct):
    """The opening of one line: each place gives `gap`, each word space `space`, in pixels."""

    places: _Places
    gap: float
    space: float

    def move(self, box: Box, advance: float) -> float:
        """Move a box by what is before it, spread it, and return what moves the next."""
        if self._takes_place_before(box):
            advance += self.gap
        if is_text(box):
            box.position_x += advance
            return advance + self._spread(box)
        if is_line(box) or is_inline(box):
            box.position_x += advance
            before = advance
            for child in box.children:
                if child.is_in_normal_flow():
                    advance = self.move(child, advance)
            box.width += advance - before
        else:
            box.translate(advance, 0)
        return advance

    def _takes_place_before(self, box: Box) -> bool:
        """Tell whether there is a place before a box, and take it: outside of a link, say."""
        if is_line(box):
            return False
        leaf: Box | None = box
        if is_inline(box):
            leaf = next((leaf for leaf, _ in _leaves(box, False)), None)
        if leaf not in self.places.before:
            return False
        self.places.before.remove(leaf)
        return True

    def _spread(self, box: TextBox) -> float:
        """Spread a text, and return by how much."""
        box.justification_spacing = self.gap or self.space
        inside = self.places.inside.get(box, [])  # none in a space that the line's end took
        room = {at: self.space if is_space else self.gap for at, is_space in inside}
        if any(room.values()):
            box.pango_layout.__class__ = _SpreadLayout
            layout = cast("_SpreadLayout", box.pango_layout)
            layout.room, layout.is_spread = room, False
            layout.is_wide = self.gap > WIDE * box.style["font_size"]
            box.width += sum(room.values())
        return sum(room.values())
