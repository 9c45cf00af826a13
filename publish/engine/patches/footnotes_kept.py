"""Keep WeasyPrint 70 from losing a footnote, breaking its lines, setting it over and over.

Where a line fits on a page only after notes already there were put off to the next page,
WeasyPrint takes the line and forgets the line's own notes (`layout/block.py`,
`_linebox_layout`). The lines it has taken are looked through once more here.

Where only one line of a paragraph fits on a page, WeasyPrint (see Kozea/WeasyPrint#2432) puts off
notes of lines above until a second fits, and ends the page there: the note is on another page than
its mark, and its place stays empty. `footnote-policy` leaves that to the engine (CSS GCPM 3 clause
2.8), but a note belongs on the page of its mark, and the paragraph can as well begin on the next
page. Where the room is taken by the paragraph's own note, the first of the page, that would leave a
gap: there the note goes on to the next page and the paragraph fills this one. Only at the head of a
page, with nothing above it, notes make room as in WeasyPrint: put off before, they may cover all of
it.

A foot of the page that has lost its last note goes on taking the room of its margins, a line that
stays empty. It takes none here.

Whenever a note joins or leaves a page, WeasyPrint lays out all the notes of that page again, a
second for each page that has a dozen. A note's height does not depend on its neighbours (our
styles give notes no margins that could fall together), so it is measured once. Entries of an
apparatus are measured as the paragraph that they run on in (`engine/run_on_notes.py`).

White space in footnotes is never folded (CSS Text 3 clause 4.1), nor their text transformed: a
line end in the manuscript would end the printed line. It is folded here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias, cast

from weasyprint.formatting_structure import build
from weasyprint.layout import block

from publish.engine.boxes import Box, Context, LineBox, SkipStack, has_note_marks, notes_of
from publish.engine.run_on_notes import height_of, run_on

_lay_out_lines = block._linebox_layout
_build_boxes = build.build_formatting_structure

Lines: TypeAlias = "tuple[bool, bool, SkipStack | None, float, list[Box], int | None]"
"""What it says: whether to give up or to stop, where to go on, how far down the lines reach, the
notes that it has laid out, and how many lines may follow."""


def build_boxes_of_notes_too(*given: object) -> Box:
    """Do as WeasyPrint does, then fold the white space of the notes, which it collects last."""
    root: Box = _build_boxes(*given)
    for note in cast("list[Box]", given[-1]):
        if note.children and _is_empty_marker(note.children[0]):
            note.children = note.children[1:]
        note.process_whitespace()
        note.process_text_transform()
    return root


def _is_empty_marker(box: Box) -> bool:
    """Tell whether this is the marker of a note with its number in the text: an empty line."""
    return (box.element_tag or "").endswith("::footnote-marker") and not box.children


def lay_out_lines_with_notes(
    context: Context,
    box: Box,
    index: int,
    child: LineBox,
    lines: list[LineBox],
    is_head: bool,
    *rest: object,
) -> Lines:
    """Do as WeasyPrint does, then set or put off the notes that it has passed over.

    `is_head` says that nothing is on the page yet.
    """
    notes, has_notes = list(context.current_page_footnotes), has_note_marks(child)

    def lay_out() -> tuple[Lines, list[Box]]:
        with _watched(context, lines) as put_off:
            return _lay_out_lines(context, box, index, child, lines, is_head, *rest), put_off

    result, put_off = lay_out()
    if put_off and not is_head:
        _take_back(context, notes)
        own = [note for note in put_off if note not in notes]
        if result[0]:
            return result
        _clear(lines, context, rest)
        if notes or any(note.style["footnote_policy"] != "auto" for note in own) or not own:
            return _begin_on_next_page(result)
        for note in own:  # go to the next page, so that the paragraph fills this one
            _put_off(context, note)
        result, put_off = lay_out()
        if put_off:
            _take_back(context, notes)
            if not result[0]:
                _clear(lines, context, rest)
                result = _begin_on_next_page(result)
        result[-2].extend(own)
    abort, *_, laid_out, _max_lines = result
    if has_notes and not abort:
        laid_out += _put_off_forgotten(context, lines)
    return result


def _put_off_forgotten(context: Context, lines: list[LineBox]) -> list[Box]:
    """Put off the notes of lines on the page that are not laid out yet; return them."""
    forgotten = []
    if context.footnotes:
        for line in lines:
            for note in notes_of(line):
                if note in context.footnotes:
                    _put_off(context, note)
                    forgotten.append(note)
    return forgotten


def _put_off(context: Context, note: Box) -> None:
    context.layout_footnote(note)
    context.report_footnote(note)


@contextmanager
def _watched(context: Context, lines: list[LineBox]) -> Iterator[list[Box]]:
    """Collect the notes put off to make room, whose lines are on the page already.

    A note that has no room itself is put off before its own line is among the lines.
    """
    put_off: list[Box] = []
    set_before = list(context.current_page_footnotes)
    report, watcher = context.report_footnote, context.__dict__.get("report_footnote")

    def watch(note: Box) -> None:
        if note in set_before or any(note is own for line in lines for own in notes_of(line)):
            put_off.append(note)
        report(note)

    context.report_footnote = watch
    try:
        yield put_off
    finally:
        del context.report_footnote
        if watcher is not None:
            context.report_footnote = watcher


def _take_back(context: Context, notes: list[Box]) -> None:
    """Set the notes again that were on the page, in their order."""
    put_off = [note for note in notes if note in context.reported_footnotes]
    for note in put_off:
        context.reported_footnotes.remove(note)
    own = [note for note in context.current_page_footnotes if note not in notes]
    context.current_page_footnotes[:] = [*notes, *own]
    context._update_footnote_area()


def _clear(lines: list[LineBox], context: Context, rest: tuple[object, ...]) -> None:
    """Drop a paragraph's lines, and the notes and placed boxes that they brought."""
    absolute, fixed = rest[0], rest[1]
    block.remove_placeholders(context, lines, absolute, fixed)
    lines.clear()


def _begin_on_next_page(result: Lines) -> Lines:
    """Return what WeasyPrint does where no note could make room for a paragraph's lines."""
    _, _, resume_at, depth, notes, most = result
    return True, False, resume_at, depth, notes, most


def update_area(context: Context) -> bool:
    """Fit the foot of the page to its notes; tell whether they are more than it may hold.

    Without notes it is as it was before the first one came.
    """
    area = context.current_footnote_area
    if area.height != "auto" and not context.in_column:
        context.page_bottom += area.margin_height()
    area.children = run_on(context, context.current_page_footnotes)
    if not area.children:
        area.height = "auto"
        return False
    height = sum(_height(context, note) for note in area.children)
    area.height = min(height, area.max_height)
    if not context.in_column:
        context.page_bottom -= area.margin_height()
    return bool(height > area.max_height)


def _height(context: Context, note: Box) -> float:
    heights: dict[Box, float] = context.__dict__.setdefault("note_heights", {})
    if note not in heights and (height := height_of(context, note)) is not None:
        heights[note] = height
    if note not in heights:
        area = context.current_footnote_area
        blocks, area.children = area.children, [note]
        alone = build.create_anonymous_boxes(area.deepcopy())
        area.children = blocks
        laid_out = block.block_level_layout(context, alone, -float("inf"), None, area.page)[0]
        last = laid_out.children[-1]
        heights[note] = last.position_y + last.margin_height() - laid_out.content_box_y()
    return heights[note]
