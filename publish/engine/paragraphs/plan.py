"""Where the lines of a paragraph end, chosen once and looked up where each line begins.

What is chosen depends on nothing but the paragraph, the measure and the place where its lines go
on: on no page that was tried before, and on no line above that place.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from weasyprint.layout import inline

from publish.engine import boxes
from publish.engine.boxes import Context, LineBox, SkipStack
from publish.engine.paragraphs.demerits import PASSES, Demerits
from publish.engine.paragraphs.gathering import FilledLineByLineError, Paragraph, gather
from publish.engine.paragraphs.items import Box, Penalty
from publish.engine.paragraphs.programme import Line, Start, choose_lines

Place = tuple[int, int]
"""The id of a text box or an object, and a byte of its text."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a line is to end."""

    leaf: boxes.Box | None
    """The text box; None at the paragraph's end."""
    byte: int
    hyphen: str
    """What is put there."""


@dataclass(slots=True)
class Plan:
    """The lines chosen for a paragraph in one measure, by where they begin; None where none was."""

    cuts: dict[Place, Cut | None] = field(default_factory=dict)
    whole: dict[Place, Cut | None] = field(default_factory=dict)
    """Those that end with a whole word, where a page ends behind them."""


def place_of(linebox: LineBox, skip: SkipStack | None) -> Place | None:
    """Return the text or object that a line begins with, and its byte; `skip` is WeasyPrint's."""
    stack: SkipStack | str | None = inline.skip_first_whitespace(linebox, skip)
    if isinstance(stack, str):
        return None  # nothing is left
    box: boxes.Box = linebox
    while (boxes.is_line(box) or boxes.is_inline(box)) and box.is_in_normal_flow():
        number, stack = next(iter(stack.items())) if stack else (0, None)
        if number >= len(box.children):
            break
        box = box.children[number]
    return id(box), (next(iter(stack)) or 0) if stack else 0


def find_cut(
    context: Context, linebox: LineBox, holder: boxes.Box, place: Place, *, is_whole: bool
) -> Cut | None:
    """Return where the line ends that begins at a place; None where lines are filled one by one."""
    plans: dict[float, Plan] = linebox.__dict__.setdefault("plans", {})
    plan = plans.setdefault(round(float(holder.width), 4), Plan())
    known = plan.whole if is_whole else plan.cuts
    if place not in known:
        try:
            _choose(context, linebox, holder, place, plan, is_whole=is_whole)
        except FilledLineByLineError:
            linebox.__dict__["is_filled_line_by_line"] = True
        known.setdefault(place, None)
    return known[place]


def _choose(
    context: Context,
    linebox: LineBox,
    holder: boxes.Box,
    place: Place,
    plan: Plan,
    *,
    is_whole: bool,
) -> None:
    """Choose the lines from a place to the paragraph's end, with the first limits that allow it."""
    width, indent = float(holder.width), float(linebox.text_indent)
    widths = [width - indent, width] if indent else [width]
    gathered: dict[bool, Paragraph] = {}
    for limits in PASSES:
        divides = limits.has_hyphens or is_whole
        if divides not in gathered:
            gathered[divides] = gather(context, linebox, holder, divides_words=divides)
            if indent:
                _keep_indent(gathered[divides])
        made = gathered[divides]
        start = _start(made, place, plan.cuts.get(place) if is_whole else None)
        if start is None and divides:
            return
        if start is not None:
            lines = choose_lines(made.items, widths, Demerits(), limits, start)
            if lines is not None:
                _keep(lines, made, place, plan, is_whole=is_whole)
                return


def _keep_indent(made: Paragraph) -> None:
    """Let nothing stand out where the first line is indented."""
    first = made.items[0]
    if isinstance(first, Box):
        first.hang_before = 0.0


def _start(made: Paragraph, place: Place, cut: Cut | None) -> Start | None:
    """Return where the lines begin, the first of them to end before a cut in a word.

    None of a place within a word, where none is divided.
    """
    item = made.starts.get(place)
    if item is None or item <= made.last_float:
        return None
    behind = made.items[item - 1] if item else None
    is_behind_hyphen = isinstance(behind, Penalty) and behind.is_hyphen
    before = None
    if cut is not None:
        before = next(
            (n for n, place in enumerate(made.places) if place == (cut.leaf, cut.byte)), None
        )
    return Start(item, int(is_behind_hyphen), before)


def _keep(lines: list[Line], made: Paragraph, place: Place, plan: Plan, *, is_whole: bool) -> None:
    """Note the lines by where they begin; those that an earlier choice has stay."""
    if is_whole:
        plan.whole[place] = _cut(lines[0], made)
        return
    for line in lines:
        leaf, byte = made.places[line.start]
        begins = place if line is lines[0] else (id(leaf), byte)
        plan.cuts.setdefault(begins, _cut(line, made))


def _cut(line: Line, made: Paragraph) -> Cut:
    leaf, byte = made.places[line.end]
    division = made.divided[line.end]
    if leaf is None or division is None or not division.is_printed:
        return Cut(leaf, byte, "")
    return Cut(leaf, byte, leaf.style["hyphenate_character"])
