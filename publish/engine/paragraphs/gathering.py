"""WeasyPrint's boxes of a paragraph -> items, each with its place in the boxes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace
from weasyprint.layout import inline

from publish.engine import boxes
from publish.engine.paragraphs.demerits import DASH, STUB
from publish.engine.paragraphs.items import FORBIDDEN, FORCED, Box, Glue, Item, Penalty
from publish.engine.paragraphs.tokens import Kind, Token, Tokens, may_part_letters, tokens_of
from publish.engine.paragraphs.words import NO_BREAK, SPACES, WORDS, may_part, words_of
from publish.engine.tree_names import BOUND
from publish.house.language.bound_hyphens import binds
from publish.model.lazy_pattern import lazy_pattern

FILL = 1e5
"""The stretch of the space behind the last word."""

SHORTEST = 5
"""Letters that a last line has at the least."""

OBJECT = "\u2e80"
"""What an object is to the text around it: an ideograph (CSS Text 3 clause 5.1)."""

_OTHER_WAYS = lazy_pattern(
    "[\t\f\r\x85\u2028-\u202e\u2066-\u2069\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff"
    "\u1900-\u1aaf\u2e80-\ufaff\ufe30-\ufe4f\uff00-\uffef\U0001b000-\U0001ffff"
    "\U00020000-\U0003ffff]"
)
"""Characters of scripts that part lines without spaces, and those that steer lines themselves."""

UNSPACED = lazy_pattern("[\u0300-\u036f\u0590-\u1dff\u20d0-\u20ff\ufb1d-\uffff]")
"""Characters of scripts without capitals, and marks: their letters are not spaced."""


FEWEST_LEAVES = 2
"""A text and the paragraph's end: a word of one text is measured by itself."""

Place = tuple[int, int]
"""The id of a text, and a byte of it."""


class Paragraph(Struct):
    """The items of a paragraph, and where each stands in its boxes."""

    items: list[Item] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    """The byte of its text at which each item begins."""
    first: dict[int, int] = field(default_factory=dict)
    """The first item of each box, named by its id; boxes that show nothing have the next one."""
    leaves: list[boxes.Box | None] = field(default_factory=list)
    """The texts and objects; no box at the end."""
    starts: list[int] = field(default_factory=list)
    """The number of items before each of these."""
    last_float: int = -1
    """The number of items before the last float."""

    def begin(self, leaf: boxes.Box | None) -> None:
        """Say that the items that follow are of a text or an object."""
        self.first.setdefault(id(leaf), len(self.items))
        self.leaves.append(leaf)
        self.starts.append(len(self.items))

    def add(self, item: Item, byte: int) -> None:
        """Add an item that begins at a byte of what was begun last."""
        self.items.append(item)
        self.bytes.append(byte)

    def place(self, number: int) -> tuple[boxes.Box | None, int]:
        """Return the text or object that an item is of, and the byte at which it begins there."""
        at = bisect_right(self.starts, number) - 1
        return self.leaves[at], self.bytes[number]

    def is_opening(self, number: int) -> bool:
        """Tell whether an item is the edge with which an element begins."""
        leaf, byte = self.place(number)
        return leaf is not None and boxes.is_inline(leaf) and not byte

    def first_shown(self, number: int) -> tuple[boxes.Box | None, int]:
        """Return the place of an item that a line begins with, within the elements it opens."""
        leaf, byte = self.place(number)
        while leaf is not None and not byte and boxes.is_inline(leaf):
            if number + 1 == len(self.items):
                break
            number += 1
            leaf, byte = self.place(number)
        return leaf, byte

    def wider_than(self, measure: float) -> Iterator[Place]:
        """Yield the pieces of words in several elements that are together wider than a line."""
        begin, width = 0, 0.0
        for number, item in enumerate(self.items):
            if type(item) is Box:
                width += item.width
            elif item.cost < FORBIDDEN:
                if width > measure:
                    run = [at for at in range(begin, number) if type(self.items[at]) is Box]
                    if len(run) > 1:
                        yield from ((id(leaf), byte) for leaf, byte in map(self.place, run))
                begin, width = number, 0.0

    def item_at(self, place: tuple[int, int], *, or_penalty: bool = False) -> int | None:
        """Return the item that stands at a byte of a box, which is named by its id.

        A penalty stands where what follows it does; it is returned only if it may be.
        """
        number, byte = self.first.get(place[0]), place[1]
        if number is None:
            return None
        if not byte:
            while number and self.is_opening(number - 1):
                number -= 1
            return number
        leaf = bisect_right(self.starts, number) - 1
        while leaf < len(self.leaves) and id(self.leaves[leaf]) == place[0]:
            leaf += 1
        end = self.starts[leaf] if leaf < len(self.leaves) else len(self.items)
        for at in range(bisect_left(self.bytes, byte, number, end), end):
            if self.bytes[at] != byte:
                break
            if or_penalty or not isinstance(self.items[at], Penalty):
                return at
        return None


class FilledLineByLineError(Exception):
    """A paragraph holds what is set in other ways: its lines are to be filled one by one."""


def gather(
    context: boxes.Context, linebox: boxes.LineBox, holder: boxes.Box, *, divides_words: bool
) -> Paragraph:
    """Return a paragraph's items. Raises FilledLineByLineError."""
    ragged = linebox.style["text_align_all"] != "justify"
    wide: frozenset[Place] = frozenset()
    while True:
        gatherer = _Gatherer(context, holder, divides_words=divides_words, is_ragged=ragged)
        gatherer.wide = wide
        for child in linebox.children:
            gatherer.add(child, linebox)
        gatherer.end(fill=0.0 if linebox.style["text_align_last"] == "justify" else FILL)
        if wide or len(gatherer.made.leaves) <= FEWEST_LEAVES:
            return gatherer.made
        wide = frozenset(gatherer.made.wider_than(holder.width))
        if not wide:
            return gatherer.made


class _Gatherer:
    """Reads the boxes of one paragraph in their order."""

    def __init__(
        self, context: boxes.Context, holder: boxes.Box, *, divides_words: bool, is_ragged: bool
    ) -> None:
        self.context, self.holder, self.divides_words = context, holder, divides_words
        self.measure = holder.width
        self.is_ragged = is_ragged
        self.is_stiff = context.is_stiff or is_ragged
        self.made = Paragraph()
        self.last_letter = ""
        self.last_leaf: boxes.Box | None = None
        self.before_space = ""
        """The character before the last space; none where the text begins with it."""
        self.wide: frozenset[Place] = frozenset()
        """Pieces of words that are wider than a line: one may end behind each of their signs."""
        self.is_bound = False
        """Whether what comes next belongs to the text before it."""

    def add(self, box: boxes.Box, parent: boxes.Box) -> None:
        """Add what a box of the line holds."""
        if not box.is_in_normal_flow():
            self.add_apart(box)
        elif boxes.is_text(box):
            self.add_text(box, parent)
        elif boxes.is_inline(box) and not box.is_leader:
            self.add_inline(box)
        elif boxes.is_object(box):
            self.add_object(box)
        else:
            raise FilledLineByLineError

    def add_apart(self, box: boxes.Box) -> None:
        """Note the place of what is out of the flow."""
        made = self.made
        if box.is_floated():
            made.last_float = len(made.items)
        elif not box.is_absolutely_positioned():
            raise FilledLineByLineError
        made.first.setdefault(id(box), len(made.items))

    def add_inline(self, box: boxes.Box) -> None:
        inline.resolve_percentages(box, self.holder)
        style = box.style
        if style["position"] not in ("static", "relative"):
            raise FilledLineByLineError
        before, after = edges_of(box)
        was_bound = self.is_bound
        is_mark = is_bound(box)
        self.is_bound |= is_mark
        at = len(self.made.items)
        if before:
            self.made.begin(box)
            self.made.add(Box(before), 0)
        for child in box.children:
            self.add(child, box)
        if after:
            self.made.begin(box)
            self.made.add(Box(after), 1)
        if is_mark and at == len(self.made.items):  # one without a sign binds nothing
            self.is_bound = was_bound
        self.made.first.setdefault(id(box), at)

    def add_object(self, box: boxes.Box) -> None:
        inline.resolve_percentages(box, self.holder)
        laid_out = inline.atomic_box(self.context, box, 0, None, self.holder, [], [])
        self.join(OBJECT, box, None)
        self.made.begin(box)
        self.made.add(Box(float(laid_out.margin_width()), letters=1), 0)
        self.last_letter, self.last_leaf = OBJECT, box

    def add_text(self, box: boxes.TextBox, parent: boxes.Box) -> None:
        text, style = box.text, box.style
        if text == "\n":
            self.break_line(box)
            return
        if _OTHER_WAYS.search(text) or "\n" in text:
            raise FilledLineByLineError
        if style["white_space"] not in ("normal", "nowrap", "pre-line"):
            raise FilledLineByLineError
        if not text or not style["font_size"]:
            self.made.first.setdefault(id(box), len(self.made.items))
            return
        words = words_of(style)
        is_wrapped = style["white_space"] != "nowrap"
        letter = words.letter if self.may_space(text) else 0.0
        kind = Kind(self.divides_words, is_wrapped, self.is_stiff, self.is_ragged, letter)
        self.add_pieces(box, parent, tokens_of(words, kind))

    def may_space(self, text: str) -> bool:
        """Tell whether a text's letters may be spaced."""
        return not (self.is_stiff or UNSPACED.search(text))

    def add_pieces(self, box: boxes.TextBox, parent: boxes.Box, tokens: Tokens) -> None:
        """Add the words and spaces of a text.

        Only its first word has something other than a space of its own before it.
        """
        items, known, measure = self.made.items, tokens.known, self.measure
        steps: list[int] = []
        """Of each item from the first word on, how many bytes it takes."""
        start, byte, is_first = 0, 0, True
        beside, last, before_space = box.text.strip(SPACES)[:1] or "n", "", self.before_space
        for piece in WORDS.findall(box.text):
            token = known.get(piece)
            if token is None and piece in SPACES:
                size = len(piece.encode())
                byte += size
                if not is_first:
                    steps.append(size)
                else:
                    if not start:
                        self.made.begin(box)
                    self.made.bytes.append(start)
                    start = byte
                items.append(tokens.glue(beside, piece))
                before_space, last = last, piece
                continue
            if token is None or token.width > measure or self.wide:
                token = self.token_of(piece, box, byte, tokens)
                byte += len(piece.encode())  # which matters where some are wide
            if is_first:
                self.before_space, is_first = before_space, False
                self.join(piece, box, parent, may_begin=token.may_begin_line)
                if not start:
                    self.made.begin(box)
            elif not (token.is_plain and before_space.isalnum()) and not (
                token.may_begin_line and tokens.may_part(before_space, piece[0])
            ):
                items[-1] = tokens.glue(beside, NO_BREAK)
            items += token.items
            steps += token.steps
            beside = token.word
            last = beside[-1]
            if token.ends_with_space:
                before_space, last = last, " "
        self.made.bytes += accumulate(steps[:-1], initial=start) if steps else ()
        self.last_letter, self.last_leaf, self.before_space = last, box, before_space

    def token_of(self, piece: str, box: boxes.TextBox, byte: int, tokens: Tokens) -> Token:
        """Return a word, divided somewhere if it, or what it is a part of, is wider than a line."""
        token = tokens.get(piece, self.measure, self.context.dictionaries)
        begins = accumulate(token.steps[:-1], initial=byte)
        if self.wide and any((id(box), at) in self.wide for at in begins):
            return tokens.get(piece, 0.0, self.context.dictionaries)
        return token

    def join(
        self, piece: str, box: boxes.Box, parent: boxes.Box | None, *, may_begin: bool = True
    ) -> None:
        """Say whether a line may end before a word or an object."""
        made, last = self.made, self.last_letter
        is_bound, self.is_bound = self.is_bound, False
        if not made.items:
            return
        at = len(made.items) - 1
        while at and made.is_opening(at):
            at -= 1
        before = made.items[at]
        if isinstance(before, Glue):
            may_part_here = may_begin and not is_bound
            if may_part_here and not (self.before_space.isalnum() and piece[0].isalnum()):
                around = f"{self.before_space or 'x'} {piece[0]}"
                may_part_here = may_part_letters(_language(box), around)
            if not may_part_here:
                made.items[at] = replace(before, cost=FORBIDDEN)
            return
        if (
            at < len(made.items) - 1
            or is_bound
            or not last
            or box is self.last_leaf
            or isinstance(before, Penalty)
        ):
            return
        if parent is not None and parent.style["white_space"] == "nowrap":
            return
        leaf = self.last_leaf
        if leaf is None or not boxes.is_text(leaf) or binds(leaf.text, piece, _language(box)):
            return
        if may_part(last, piece) and may_part_letters(_language(box), last + piece[0]):
            end = len(leaf.text.encode())
            made.begin(leaf)
            made.add(Penalty(DASH, 0.0, last in "-\u2010"), end)

    def break_line(self, box: boxes.TextBox) -> None:
        """Add the end of a line that the text asks for."""
        made = self.made
        if made.items and isinstance(made.items[-1], Glue):
            made.items[-1] = replace(made.items[-1], cost=FORBIDDEN)
        made.begin(box)
        made.add(Glue(0.0, FILL, 0.0, FORBIDDEN), 0)
        made.add(Penalty(FORCED), 0)
        self.last_letter, self.last_leaf = "", box

    def end(self, fill: float) -> None:
        made = self.made
        self.forbid_stubs()
        made.begin(None)
        made.add(Glue(0.0, fill, 0.0, FORBIDDEN), 0)
        made.add(Penalty(FORCED), 0)

    def forbid_stubs(self) -> None:
        """Let no last line be a few letters, or the rest of a word."""
        made, letters = self.made, 0
        for number in range(len(made.items) - 1, -1, -1):
            item = made.items[number]
            if isinstance(item, Box):
                letters += item.letters
                continue
            is_word = not (isinstance(item, Penalty) and item.is_hyphen)
            if item.cost <= FORCED or (letters >= SHORTEST and is_word):
                return
            if letters:
                made.items[number] = replace(item, cost=max(item.cost, STUB))


def is_bound(box: boxes.Box) -> bool:
    """Tell whether what an element holds belongs to the text before it, as a note's mark does."""
    return box.element is not None and box.element.get(BOUND) is not None


def edges_of(box: boxes.Box) -> tuple[float, float]:
    """Give what an inline box takes before its first and behind its last word."""
    left = known(box.margin_left) + box.border_left_width + box.padding_left
    right = known(box.margin_right) + box.border_right_width + box.padding_right
    return (left, right) if box.style["direction"] == "ltr" else (right, left)


def known(margin: float | Literal["auto"]) -> float:
    """Return a margin; 0 of one that is still to be found."""
    return 0.0 if margin == "auto" else margin


def _language(box: boxes.Box) -> str:
    return box.style["lang"] or ""
