"""No more than two hyphens in a row, and no word divided over a page's end.

WeasyPrint 70 knows neither `hyphenate-limit-lines` nor `hyphenate-limit-last` (CSS Text 4 clause
6.3.2). Lines are made one after another, each from where the last one ended; so it is known, for
every place where a line may begin, how many hyphens are above it. A line that would be one too
many is made without a dictionary. So is, once more, the line behind which a page breaks.
"""

from __future__ import annotations

from typing import TypeAlias, cast

from msgspec import Struct
from weasyprint.layout import block

from publish.engine.boxes import (
    HYPHENS,
    Box,
    Context,
    LineBox,
    SkipStack,
    is_line,
    last_text,
    notes_of,
)
from publish.engine.paragraphs.adjustment import MADE_WHOLE
from publish.engine.paragraphs.beside import NARROW
from publish.engine.patches.footnotes_kept import Lines, lay_out_lines_with_notes
from publish.engine.patches.made_lines import Given, MadeLine
from publish.engine.patches.repeated_hyphens import next_line_with_hyphen

IN_A_ROW = 2
"""Hyphens that may end lines in a row (Chicago 2.112 allows three, good houses two)."""

EarlierBreak: TypeAlias = "tuple[list[Box], SkipStack | None]"
"""The children that stay before it, and where the next page begins."""

_next_line = next_line_with_hyphen
_break_earlier = block.find_earlier_page_break


class _NoDictionaries(dict[object, object]):
    """Stands for WeasyPrint's hyphenation dictionaries, and knows no place to divide a word."""

    def get(self, key: object, default: object = None) -> _NoDictionaries:
        return self

    def iterate(self, word: str) -> tuple[()]:
        return ()


class _Making(Struct):
    """What a line was made from, to make it once more."""

    context: Context
    linebox: LineBox
    indent: float
    given: Given

    def as_usual(self) -> MadeLine:
        """Make the line as WeasyPrint does."""
        indent, self.linebox.text_indent = self.linebox.text_indent, self.indent
        try:
            line, resume_at = _next_line(self.context, self.linebox, *self.given)
        finally:
            self.linebox.text_indent = indent
        return line, resume_at

    def whole(self) -> MadeLine:
        """Make the line end with a whole word, or at a compound's own hyphen."""
        dictionaries, self.context.dictionaries = self.context.dictionaries, _NoDictionaries()
        try:
            return self.as_usual()
        finally:
            self.context.dictionaries = dictionaries

    def following(self, resume_at: SkipStack | None) -> _Making:
        """Look ahead to the line that would come next; nothing is left of it."""
        position_y, bottom, _, holder, *_ = self.given
        given: Given = (position_y, bottom, resume_at, holder, [], [], None, None)
        return _Making(self.context, self.linebox, 0, given)


def next_line_in_limits(
    context: Context,
    linebox: LineBox,
    *given: *Given,
) -> MadeLine:
    """Do as WeasyPrint does, and count the hyphens on the way; one too many is not set."""
    skip, holder = given[2], given[3]
    making = _Making(context, linebox, linebox.text_indent, given)
    line, resume_at = making.as_usual()
    if line is None or resume_at is None or not is_hyphenated(line):
        return line, resume_at
    if context.excluded_shapes or holder.width < NARROW * linebox.style["font_size"]:
        return line, resume_at
    rows: dict[str, int] = linebox.__dict__.setdefault("hyphens_above", {})
    row = rows.get(str(skip), 0) + 1
    if row > IN_A_ROW or (row == IN_A_ROW and _is_bound_to_follow(making.following(resume_at))):
        line, resume_at = making.whole()
        row = row if line is not None and is_hyphenated(line) else 0
    if row and line is not None:
        rows[str(resume_at)] = row
        line.__dict__["making"] = making
    return line, resume_at


def _is_bound_to_follow(next_line: _Making) -> bool:
    """Tell whether the next line ends at a compound's own hyphen, which cannot be helped there."""
    for line, resume_at in (next_line.as_usual(), next_line.whole()):
        if line is None or resume_at is None or not is_hyphenated(line):
            return False
    return True


def is_hyphenated(line: LineBox) -> bool:
    """Tell whether a line ends with a hyphen."""
    return last_text(line).endswith(HYPHENS)


def lay_out_lines_in_limits(
    context: Context,
    box: Box,
    index: int,
    child: LineBox,
    lines: list[LineBox],
    is_head: bool,
    *rest: object,
) -> Lines:
    """Break the page as WeasyPrint does, then end its last line with a whole word."""
    abort, stop, resume_at, depth, notes, most = lay_out_lines_with_notes(
        context, box, index, child, lines, is_head, *rest
    )
    if stop and not abort and lines:
        _make_whole(lines)
        resume_at = {index: lines[-1].resume_at}
    return abort, stop, resume_at, depth, notes, most


def break_earlier_behind_word(
    context: Context, children: list[Box], *rest: object
) -> EarlierBreak | None:
    """Do the same where an earlier break is looked for."""
    found: EarlierBreak | None = _break_earlier(context, children, *rest)
    if found is None or not found[0] or not is_line(found[0][-1]):
        return found
    lines = cast("list[LineBox]", list(found[0]))  # all are, where the last is
    _make_whole(lines)
    return list(lines), {0: lines[-1].resume_at}


def _make_whole(lines: list[LineBox]) -> None:
    """Make the last line once more, if it is hyphenated and nothing else depends on its words."""
    line = lines[-1]
    making = line.__dict__.get("making")
    if making is None or making.context.excluded_shapes:
        return
    whole, resume_at = making.whole()
    if whole is None or resume_at is None or whole.height != line.height:
        return
    if list(notes_of(whole)) == list(notes_of(line)):
        whole.resume_at = resume_at
        whole.__dict__[MADE_WHOLE] = True
        lines[-1] = whole
