"""Where the lines of a paragraph end, chosen once and looked up where each line begins.

What is chosen depends on nothing but the paragraph, the measure and the place where the lines of a
page begin: on no page that was tried before. A page that begins where one of the paragraph's own
lines does goes on with these; one that begins elsewhere, since the word that the page before it
would have divided went over, has its lines chosen from there.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field
from weasyprint.layout import inline

from publish.engine import boxes
from publish.engine.boxes import Context, LineBox, SkipStack
from publish.engine.paragraphs.beside import BEGINS, NARROW, top_of_line, widths_beside
from publish.engine.paragraphs.cuts import Cut, Cuts, Place
from publish.engine.paragraphs.demerits import PASSES, RAGGED, RAGGED_PASSES, Demerits, Limits
from publish.engine.paragraphs.first_line import indent_of, keep_edge, keeps_its_edge
from publish.engine.paragraphs.gathering import FilledLineByLineError, Paragraph, gather
from publish.engine.paragraphs.items import Penalty
from publish.engine.paragraphs.kept_lines import keeper_of
from publish.engine.paragraphs.programme import Ends, Line, Start, choose_lines
from publish.engine.paragraphs.rivers import LONGEST, find_river, with_price

FILLED = "is_filled_line_by_line"
"""The attribute of a paragraph's box whose lines are filled one by one."""

ASIDE = "goes_on_at"
"""The attribute that tells where they go on below lines that were filled one by one."""

A_LITTLE = 0.5
"""CSS pixels by which a line may stand off its place."""


class Chain(Struct):
    """Lines that were chosen together, by where they begin; None where none was."""

    cuts: Cuts = field(default_factory=dict)
    whole: Cuts = field(default_factory=dict)
    """Those that end with a whole word, where a page ends behind them."""
    hyphens: tuple[bool, ...] = ()
    """Of each line, whether it ends with a hyphen."""


class Chosen(Struct):
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
        beside = widths_beside(context, linebox, holder)
        return _Chooser(context, linebox, holder, beside).cut(place, is_whole=is_whole)
    except FilledLineByLineError:
        linebox.__dict__[FILLED] = True
        return None


def may_choose(linebox: LineBox, holder: boxes.Box) -> bool:
    """Tell whether a line is of a justified paragraph."""
    style = linebox.style
    if style["white_space"] != "normal":
        return False
    if style["text_align_all"] != "justify" and not _is_ragged_prose(linebox, holder):
        return False
    return bool(holder.width >= NARROW * style["font_size"])


def _is_ragged_prose(linebox: LineBox, holder: boxes.Box) -> bool:
    """Tell whether a line is of a paragraph that ends where it may.

    A verse fills its line as far as it can, and a title is parted by its sense.
    """
    at_start = "right" if linebox.style["direction"] == "rtl" else "left"
    is_paragraph = holder.element_tag == "p"
    return is_paragraph and linebox.style["text_align_all"] in ("start", at_start)


def count_lines(context: Context, linebox: LineBox, holder: boxes.Box) -> int | None:
    """Return how many lines a paragraph will have; None where they are filled one by one."""
    place = place_of(linebox, None)
    linebox.__dict__[BEGINS] = None, 0.0
    if place is None:
        return None
    try:
        chain = _Chooser(context, linebox, holder).chain_from(place)
    except FilledLineByLineError:
        return None
    cuts = list(chain.cuts.values())
    return len(cuts) if all(cuts) else None


def chain_of_page(context: Context, linebox: LineBox, holder: boxes.Box) -> Chain | None:
    """Return the lines that those of a page go on with, where nothing is beside any of them."""
    skip = linebox.__dict__[BEGINS][0]
    place = None if FILLED in linebox.__dict__ else place_of(linebox, skip)
    try:
        return place and _Chooser(context, linebox, holder).chain_with(place)
    except FilledLineByLineError:
        linebox.__dict__[FILLED] = True
        return None


class _Chooser:
    """Chooses the lines of one paragraph in one measure, and keeps them with its box."""

    def __init__(
        self,
        context: Context,
        linebox: LineBox,
        holder: boxes.Box,
        beside: tuple[float, ...] = (),
    ) -> None:
        self.context, self.linebox, self.holder, self.beside = context, linebox, holder, beside
        measure = tuple(round(width, 4) for width in (*beside, float(holder.width)))
        chains: dict[tuple[float, ...], dict[Place, Chain]]
        chains = linebox.__dict__.setdefault("chains", {})
        self.chains = chains.setdefault(measure, {})
        self.gathered = _gathered_of(context, linebox, holder.width)

    def cut(self, place: Place, *, is_whole: bool) -> Cut | None:
        """Return where the line ends that begins at a place."""
        if self.beside:
            return self.cut_beside(place, is_whole=is_whole)
        chain = self.chain_with(place)
        if chain is not None:
            return self.cut_of(chain, place, is_whole=is_whole)
        return self.cut_aside(place, is_whole=is_whole)

    def chain_with(self, place: Place) -> Chain | None:
        """Return the lines that were chosen from the paragraph's begin, or from the page's.

        None where no line of these begins at a place.
        """
        head, begins = place_of(self.linebox, None), self.begins()
        for first in (head, begins):
            chain = first and self.chain_from(first, is_head=first == head)
            if chain and begins in chain.cuts and place in chain.cuts:
                return chain
        return None

    def begins(self) -> Place | None:
        """Return where the lines of the page begin."""
        return place_of(self.linebox, self.linebox.__dict__[BEGINS][0])

    def cut_beside(self, place: Place, *, is_whole: bool) -> Cut | None:
        """Do the same on a page where the paragraph begins beside what floats.

        A line that does not stand where it was to be is filled as the space beside it allows.
        """
        narrow = NARROW * self.linebox.style["font_size"]
        begins = self.begins()
        if begins is not None and min(self.beside) >= narrow:
            chain = self.chain_from(begins, is_head=self.linebox.__dict__[BEGINS][0] is None)
            if place in chain.cuts:
                top = top_of_line(self.linebox, list(chain.cuts).index(place))
                is_there = abs(top - self.linebox.position_y) < A_LITTLE
                return self.cut_of(chain, place, is_whole=is_whole) if is_there else None
        if self.linebox.position_y < top_of_line(self.linebox, len(self.beside)) - A_LITTLE:
            return None
        below = _Chooser(self.context, self.linebox, self.holder)
        return below.cut_aside(place, is_whole=is_whole)

    def cut_aside(self, place: Place, *, is_whole: bool) -> Cut | None:
        """Do the same below lines that were filled one by one."""
        kept = self.linebox.__dict__
        chain = self.chain_from(kept[ASIDE]) if ASIDE in kept else None
        if chain is None or place not in chain.cuts:
            kept[ASIDE] = place
            chain = self.chain_from(place)
        return self.cut_of(chain, place, is_whole=is_whole)

    def cut_of(self, chain: Chain, place: Place, *, is_whole: bool) -> Cut | None:
        """Return where a line of a chain ends: with a whole word, before where it was to end."""
        if not is_whole:
            return chain.cuts[place]
        if place not in chain.whole:
            number = list(chain.cuts).index(place)
            is_head = place == place_of(self.linebox, None)
            widths = self.widths(number, is_head=is_head)
            made, lines = self.choose(place, widths, chain.cuts[place], is_head=is_head)
            chain.whole[place] = _cut(lines[0], made) if lines else None
        return chain.whole[place]

    def chain_from(self, place: Place, *, is_head: bool = False) -> Chain:
        """Return the lines from a place to the paragraph's end."""
        chain = self.chains.get(place)
        if chain is None:
            chain = self.chains[place] = Chain()
            self.find_lines(chain, place, is_head=is_head)
            if is_head and not self.beside and self.linebox.style["text_align_all"] == "justify":
                self.record(place, chain)
        return chain

    def find_lines(self, chain: Chain, place: Place, *, is_head: bool) -> None:
        """Choose lines, or take those that an earlier layout has chosen for the same paragraph."""
        widths = self.widths(0, is_head=is_head)
        may_keep = is_head and not self.beside
        keeper = keeper_of(self.context, self.linebox, self.holder, widths) if may_keep else None
        known = keeper and keeper.recall()
        if known:
            chain.cuts, chain.hyphens = known
            return
        made, lines = self.choose(place, widths, is_head=is_head)
        chain.cuts = cuts_of(lines, made, place) or {place: None}
        chain.hyphens = hyphens_of(lines, made)
        if keeper is not None:
            keeper.keep(chain.cuts, chain.hyphens)

    def record(self, place: Place, chain: Chain) -> None:
        """Note a paragraph for the planning of pages, where pages are planned."""
        note: Callable[[Chosen], None] | None = self.context.__dict__.get("note_paragraph")
        if note is not None:
            note(Chosen(self.linebox, self.holder, place, chain))

    def widths(self, number: int, *, is_head: bool) -> list[float]:
        """Return the widths of a chain's lines from one on; the last is that of all that follow."""
        widths = [*self.beside[number:], float(self.holder.width)]
        indent = indent_of(self.linebox, self.holder) if is_head else 0.0
        return [widths[0] - indent, *(widths[1:] or widths)] if indent else widths

    def choose(
        self, place: Place, widths: list[float], before: Cut | None = None, *, is_head: bool
    ) -> tuple[Paragraph, list[Line]]:
        """Choose the lines from a place, with the first limits that allow it; none where none do.

        The first of them is to end before a cut in a word, if one is given.
        """
        known: dict[tuple[bool, float], Ends] = {}
        is_ragged = self.linebox.style["text_align_all"] != "justify"
        weights = RAGGED if is_ragged else Demerits()
        for limits in RAGGED_PASSES if is_ragged else PASSES:
            made = self.gather(divides_words=limits.has_hyphens or before is not None)
            start = _start(made, place, before)
            if start is None:
                continue
            if is_head and keeps_its_edge(self.linebox, self.holder):
                keep_edge(made, start.item)
            kind = limits.has_hyphens, limits.worst
            if kind not in known:
                known[kind] = Ends(made.items, start.item, limits.worst)
            lines = choose_lines(made.items, widths, weights, limits, start, known[kind])
            if lines is not None and not is_ragged:
                lines = _without_river(made, lines, widths, limits, start)
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


def _without_river(
    made: Paragraph, lines: list[Line], widths: list[float], limits: Limits, start: Start
) -> list[Line]:
    """Return lines that are nearly as good and have no river, if there are some."""
    indent = widths[-1] - widths[0]
    river = find_river(made.items, lines, indent) if len(lines) > LONGEST + 1 else None
    if river is None:
        return lines
    priced = with_price(made.items, lines, river)
    others = choose_lines(priced, widths, Demerits(), limits, start)
    return lines if others is None or find_river(priced, others, indent) else others


def _gathered_of(context: Context, linebox: LineBox, measure: float) -> dict[bool, Paragraph]:
    """Return what was gathered of a paragraph, if it was the last one; some are asked line by line.

    Those of all others are let go: a book's together need much memory.
    """
    last: tuple[LineBox, float, dict[bool, Paragraph]] | None
    last = context.__dict__.get("gathered")
    if last is None or last[0] is not linebox or last[1] != measure:
        last = context.__dict__["gathered"] = linebox, measure, {}
    return last[2]


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


def cuts_of(lines: list[Line], made: Paragraph, place: Place) -> Cuts:
    """Return where lines end, by where they begin; the first at a place."""
    cuts: Cuts = {}
    for line in lines:
        leaf, byte = made.first_shown(line.start)
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
