"""A line spaced to fill the measure: its word spaces, and a little of it its letters.

Letters are spaced by the PDF's own character spacing (ISO 32000-1 clause 9.3.2): the glyphs stay
as they were shaped, ligatures among them, and so does their text.
"""

from __future__ import annotations

from collections.abc import Iterator

from publish.engine.boxes import Box, LineBox, TextBox, is_inline, is_line, is_text
from publish.engine.glyphs import DrawingStream
from publish.engine.paragraphs.adjustment import (
    LETTER_SHRINK,
    LETTER_STRETCH,
    NARROWEST,
    letter_room,
    space_shrink,
)
from publish.engine.paragraphs.hanging import hang_of
from publish.engine.paragraphs.words import words_of
from publish.engine.patches.repeated_hyphens import draw_text_and_hyphen

A_LITTLE = 0.05
"""CSS pixels by which a line may come out short of the measure."""


def fit_measure(
    line: LineBox, width: float, *, is_full: bool, is_stiff: bool, keeps_its_edge: bool = False
) -> None:
    """Space a line to fill a width; one that need not be full only if it is too wide.

    Of a stiff document letters are not spaced, and nothing stands out over the edges.
    """
    leaves = [box for box in _leaves(line) if not is_text(box) or box.text]
    if not leaves:
        return
    before = 0.0 if is_stiff or keeps_its_edge or line.text_indent else _hang(leaves[0], 0)
    after = 0.0 if is_stiff else _hang(leaves[-1], -1)
    room = width + before + after - line.width
    is_filled = is_full or room < 0
    if is_filled:
        _fill(line, leaves, room, is_stiff=is_stiff)
        line.width -= before + after
    if line.style["direction"] == "rtl":
        before = after if is_filled else -before
    if before:
        for child in line.children:
            child.translate(-before, ignore_floats=True)


def fit_text(
    line: LineBox, text: TextBox, width: float, *, is_full: bool, is_stiff: bool, keeps_edge: bool
) -> None:
    """Do the same with a line from left to right that holds nothing but one text."""
    before = 0.0 if keeps_edge else _hang(text, 0)
    after = 0.0 if is_stiff else _hang(text, -1)
    room = width + before + after - line.width
    if is_full or room < 0:
        _fill_text(line, text, room, is_stiff=is_stiff)
        line.width -= before + after
    if before:
        text.position_x -= before


def _fill_text(line: LineBox, text: TextBox, room: float, *, is_stiff: bool) -> None:
    words, size, spaces = words_of(text.style), text.style["font_size"], text.spaces
    space = words.space
    gaps, letters, has_letters = 0, 0.0, text.may_space and not is_stiff
    if has_letters:
        gaps = max(0, text.glyphs - 2 * spaces)  # none at a space
        letters = gaps * words.letter
        gaps -= 1
    taken = _taken(room, space * spaces, letters, gaps, spaces, NARROWEST * size * spaces)
    spacing = extra = 0.0
    if taken:
        text.letter_space = taken / gaps
        spacing = -2 * text.letter_space
        extra = text.letter_space * (text.glyphs - 1)
    if spaces:
        text.word_space = _share_of_space(room - taken, spaces, space, size, has_letters)
        spacing = text.word_space + spacing
    extra = spacing * spaces + extra
    text.justification_spacing = text.pango_layout.justification_spacing = spacing
    text.width += extra
    line.width += extra


def _share_of_space(
    room: float, spaces: int, space: float, size: float, has_letters: bool
) -> float:
    """Return by how much each of some equal spaces is wider."""
    shrink = space_shrink(space, size, has_letters=has_letters) if room < 0 else 0.0
    return room * shrink / (shrink * spaces) if shrink else room / spaces


def _hang(leaf: Box, place: int) -> float:
    """Return by how much a line stands out where it begins or ends with a text."""
    if not is_text(leaf) or leaf.text[place].isalpha():
        return 0.0
    return hang_of(leaf.text[place], words_of(leaf.style))


def _fill(line: LineBox, leaves: list[Box], room: float, *, is_stiff: bool) -> None:
    """Give a line's spaces and letters the room that it has, or take it from them."""
    spaces = gaps = 0
    width = letters = least = 0.0
    fit = []
    for box in leaves:
        if not is_text(box):
            continue
        spaces += box.spaces
        width += words_of(box.style).space * box.spaces
        least += NARROWEST * box.style["font_size"] * box.spaces
        if box.may_space and not is_stiff:
            own = max(0, box.glyphs - 2 * box.spaces)  # none at a space
            gaps += own
            letters += own * words_of(box.style).letter
            fit.append(box)
    if fit and fit[-1] is leaves[-1]:
        gaps -= 1
    taken = _taken(room, width, letters, gaps, spaces, least)
    if taken:
        for box in fit:
            box.letter_space = taken / gaps
    _share(leaves, room - taken, spaces, is_stiff=is_stiff)
    _move(line, 0.0, leaves[-1])


def _taken(
    room: float, width: float, letters: float, gaps: int, spaces: int, least: float
) -> float:
    """Return how much of a line's room its letters take, as wide as they are with so many gaps.

    `width` is that of its spaces, which are never to be narrower than `least`.
    """
    most = letters * (LETTER_STRETCH if room >= 0 else LETTER_SHRINK)
    taken = letter_room(room, width, most) if gaps > 0 else 0.0
    if spaces and taken < 0:
        taken -= min(most, max(0.0, least - (width + room - taken)))
    if not spaces and abs(taken) < room - A_LITTLE:
        taken = 0.0  # the line does not come out full
    return taken


def _share(leaves: list[Box], room: float, spaces: int, *, is_stiff: bool) -> None:
    """Give each text's spaces their share of a room.

    What lacks is taken from each as far as it may shrink: small ones may not where wide ones may,
    as those of typewriter faces.
    """
    texts = [box for box in leaves if is_text(box) and box.spaces]
    shrinks = [0.0] * len(texts)
    if room < 0:
        for number, box in enumerate(texts):
            space, has_letters = words_of(box.style).space, box.may_space and not is_stiff
            shrinks[number] = space_shrink(space, box.style["font_size"], has_letters=has_letters)
    total = sum(shrink * box.spaces for shrink, box in zip(shrinks, texts, strict=True))
    for shrink, box in zip(shrinks, texts, strict=True):
        box.word_space = room * shrink / total if total else room / spaces


def _leaves(box: Box) -> Iterator[Box]:
    """Yield the texts and objects of a line in their order."""
    if is_line(box) or is_inline(box):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _leaves(child)
    else:
        yield box


def _move(box: Box, advance: float, last: Box) -> float:
    """Move a box by what the spaces before it have grown, and widen it; give its new advance.

    Of the character spacing, a space has as much before and behind it as any letter; what its
    words stand apart is measured without.
    """
    if is_text(box):
        box.position_x += advance
        letter_space: float = box.__dict__.get("letter_space", 0.0)
        word_space: float = box.__dict__.get("word_space", 0.0)
        spacing = word_space - 2 * letter_space
        extra = spacing * box.spaces
        if letter_space:
            extra += letter_space * (box.glyphs - (box is last))
        box.justification_spacing = box.pango_layout.justification_spacing = spacing
        box.width += extra
        return advance + extra
    if not (is_line(box) or is_inline(box)):
        box.translate(advance, 0)
        return advance
    box.position_x += advance
    before = advance
    children = box.children if box.style["direction"] == "ltr" else box.children[::-1]
    for child in children:
        if child.is_in_normal_flow():
            advance = _move(child, advance, last)
    box.width += advance - before
    return advance


def draw_spaced(stream: DrawingStream, textbox: TextBox, *rest: object) -> None:
    """Draw a text as WeasyPrint does, its letters spaced."""
    letter_space = textbox.__dict__.get("letter_space", 0.0)
    if letter_space:
        stream.stream.append(b"%.4f Tc" % letter_space)
    draw_text_and_hyphen(stream, textbox, *rest)
    if letter_space:
        stream.stream.append(b"0 Tc")
