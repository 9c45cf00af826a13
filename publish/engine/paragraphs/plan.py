"""Where the lines of a paragraph end, chosen once and looked up where each line begins.

What is chosen depends on nothing but the paragraph, the measure and the place where the lines of a
page begin: on no page that was tried before. A page that begins where one of the paragraph's own
lines does goes on with these; one that begins elsewhere, since the word that the page before it
would have divided went over, has its lines chosen from there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from weasyprint.layout import inline
from weasyprint.layout.percent import percentage

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


FILLED = "is_filled_line_by_line"
"""The attribute of a paragraph's box whose lines are filled one by one."""

BEGINS = "begins_at"
"""The attribute of a paragraph's box that tells where its lines of this page begin."""


@dataclass(slots=True)
class Chain:
    """Lines that were chosen together, by where they begin; None where none was."""

    cuts: dict[Place, Cut | None] = field(default_factory=dict)
    whole: dict[Place, Cut | None] = field(default_factory=dict)
    """Those that end with a whole word, where a page ends behind them."""
    hyphens: tuple[bool, ...] = ()
    """Of each line, whether it ends with a hyphen."""


@dataclass(slots=True)
class Chosen:
    """A paragraph whose lines were chosen, to choose them otherwise."""

    linebox: LineBox
    holder: boxes.Box
    place: Place
    """Where its first line begins."""
    chain: Chain


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
    if FILLED in linebox.__dict__:
        return None
    try:
        chooser = _Chooser(context, linebox, holder)
        chain = chooser.chain_of(place)
        return chooser.whole_cut(chain, place) if is_whole else chain.cuts[place]
    except FilledLineByLineError:
        linebox.__dict__[FILLED] = True
        return None


class _Chooser:
    """Chooses the lines of one paragraph in one measure, and keeps them with its box."""

    def __init__(self, context: Context, linebox: LineBox, holder: boxes.Box) -> None:
        self.context, self.linebox, self.holder = context, linebox, holder
        chains: dict[float, dict[Place, Chain]] = linebox.__dict__.setdefault("chains", {})
        self.chains = chains.setdefault(round(float(holder.width), 4), {})
        self.gathered: dict[bool, Paragraph] = {}

    def chain_of(self, place: Place) -> Chain:
        """Return the lines among which one begins at a place."""
        head, skip = place_of(self.linebox, None), self.linebox.__dict__.get(BEGINS)
        begins = head if skip is None else place_of(self.linebox, skip)
        for first in (head, begins):
            chain = first and self.chain_from(first, is_head=first == head)
            if chain and begins in chain.cuts and place in chain.cuts:
                return chain
        return self.chain_from(place)

    def chain_from(self, place: Place, *, is_head: bool = False) -> Chain:
        """Return the lines from a place to the paragraph's end."""
        chain = self.chains.get(place)
        if chain is None:
            chain = self.chains[place] = Chain()
            indent = indent_of(self.linebox, self.holder) if is_head else 0.0
            made, lines = self.choose(place, indent, None)
            chain.cuts = cuts_of(lines, made, place) or {place: None}
            chain.hyphens = hyphens_of(lines, made)
            if is_head:
                self.record(place, chain)
        return chain

    def record(self, place: Place, chain: Chain) -> None:
        """Note a paragraph for the planning of pages, where pages are planned."""
        note: Callable[[Chosen], None] | None = self.context.__dict__.get("note_paragraph")
        if note is not None:
            note(Chosen(self.linebox, self.holder, place, chain))

    def whole_cut(self, chain: Chain, place: Place) -> Cut | None:
        """Return where a line ends with a whole word, before where it was to end."""
        if place not in chain.whole:
            is_head = place == place_of(self.linebox, None)
            indent = indent_of(self.linebox, self.holder) if is_head else 0.0
            made, lines = self.choose(place, indent, chain.cuts[place])
            chain.whole[place] = _cut(lines[0], made) if lines else None
        return chain.whole[place]

    def choose(
        self, place: Place, indent: float, before: Cut | None
    ) -> tuple[Paragraph, list[Line]]:
        """Choose the lines from a place, with the first limits that allow it; none where none do.

        The first of them is to end before a cut in a word, if one is given.
        """
        widths = widths_of(float(self.holder.width), indent)
        for limits in PASSES:
            made = self.gather(divides_words=limits.has_hyphens or before is not None)
            start = _start(made, place, before)
            if start is None:
                continue
            if indent:
                keep_indent(made, start.item)
            lines = choose_lines(made.items, widths, Demerits(), limits, start)
            if lines is not None:
                return made, lines
        return made, []

    def gather(self, *, divides_words: bool) -> Paragraph:
        """Return the paragraph's items."""
        if divides_words not in self.gathered:
            self.gathered[divides_words] = gather(
                self.context, self.linebox, self.holder, divides_words=divides_words
            )
        return self.gathered[divides_words]


def indent_of(linebox: LineBox, holder: boxes.Box) -> float:
    """Return the indent of a paragraph's first line, whichever line is made now."""
    indent = percentage(linebox.style["text_indent"], linebox.style, holder.width)
    return float(indent or 0.0)


def widths_of(width: float, indent: float) -> list[float]:
    """Return the widths of a paragraph's first line and of the others."""
    return [width - indent, width] if indent else [width]


def keep_indent(made: Paragraph, item: int) -> None:
    """Let nothing stand out where the first line is indented."""
    first = made.items[item]
    if isinstance(first, Box):
        made.items[0] = replace(first, hang_before=0.0)


def _start(made: Paragraph, place: Place, cut: Cut | None) -> Start | None:
    """Return where the lines begin, the first of them to end before a cut in a word.

    None of a place within a word, where none is divided.
    """
    item = made.item_at(place)
    if item is None or item <= made.last_float:
        return None
    behind = made.items[item - 1] if item else None
    is_behind_hyphen = isinstance(behind, Penalty) and behind.is_hyphen
    before = None
    if cut is not None:
        before = made.item_at((id(cut.leaf), cut.byte), or_penalty=True)
    return Start(item, int(is_behind_hyphen), before)


def cuts_of(lines: list[Line], made: Paragraph, place: Place) -> dict[Place, Cut | None]:
    """Return where lines end, by where they begin; the first at a place."""
    cuts: dict[Place, Cut | None] = {}
    for line in lines:
        leaf, byte = made.place(line.start)
        cuts[place if line is lines[0] else (id(leaf), byte)] = _cut(line, made)
    return cuts


def hyphens_of(lines: list[Line], made: Paragraph) -> tuple[bool, ...]:
    """Tell of each line whether it ends with a hyphen."""
    ends = [made.items[line.end] for line in lines]
    return tuple(isinstance(end, Penalty) and end.is_hyphen for end in ends)


def _cut(line: Line, made: Paragraph) -> Cut:
    leaf, byte = made.place(line.end)
    end = made.items[line.end]
    if leaf is None or not (isinstance(end, Penalty) and end.is_printed):
        return Cut(leaf, byte, "")
    return Cut(leaf, byte, leaf.style["hyphenate_character"])
