"""WeasyPrint's boxes of a paragraph -> items, each with its place in the boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from weasyprint.layout import inline
from weasyprint.layout.percent import resolve_percentages
from weasyprint.text.line_break import can_break_text

from publish.engine import boxes
from publish.engine.paragraphs.demerits import ANYWHERE, COMPOUND, DASH, HYPHEN, OWN_HYPHEN, STUB
from publish.engine.paragraphs.hanging import hang_of
from publish.engine.paragraphs.items import FORBIDDEN, FORCED, Box, Glue, Item, Penalty
from publish.engine.paragraphs.words import (
    PIECES,
    SPACES,
    Division,
    Words,
    may_begin_line,
    may_part,
    words_of,
)
from publish.engine.tree_names import BOUND
from publish.house.language.hyphenation import REPEAT_HYPHENS
from publish.model.repair import LETTER

SPACE_STRETCH = 0.5
"""By so much of its width a word space may be wider: at the adjustment ratio 1."""

SPACE_SHRINK = 0.2
"""And narrower, at the ratio -1."""

LETTER_STRETCH = 0.02
"""By so much of a letter's width letters may stand wider apart."""

LETTER_SHRINK = 0.01

FILL = 1e5
"""The stretch of the space behind the last word."""

SHORTEST = 5
"""Letters that a last line has at the least."""

OBJECT = "\u2e80"
"""What an object is to the text around it: an ideograph (CSS Text 3 clause 5.1)."""

_OTHER_WAYS = re.compile(
    "[\t\f\r\x85\u2028-\u202e\u2066-\u2069\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff"
    "\u1900-\u1aaf\u2e80-\ufaff\ufe30-\ufe4f\uff00-\uffef\U0001b000-\U0001ffff"
    "\U00020000-\U0003ffff]"
)
"""Characters of scripts that part lines without spaces, and those that steer lines themselves."""

UNSPACED = re.compile("[\u0300-\u036f\u0590-\u1dff\u20d0-\u20ff\ufb1d-\uffff]")
"""Characters of scripts without capitals, and marks: their letters are not spaced."""


@dataclass(slots=True)
class Paragraph:
    """The items of a paragraph, and where each stands in its boxes."""

    items: list[Item] = field(default_factory=list)
    places: list[tuple[boxes.Box | None, int]] = field(default_factory=list)
    """The text box, and the byte of its text, at which each item begins; no box at the end."""
    divided: list[Division | None] = field(default_factory=list)
    """How the word is divided, of each penalty."""
    letters: list[int] = field(default_factory=list)
    """The letters of each box."""
    starts: dict[tuple[int, int], int] = field(default_factory=dict)
    """The item that stands at a byte of a box, named by its id."""
    last_float: int = -1
    """The number of items before the last float."""

    def add(
        self,
        item: Item,
        leaf: boxes.Box | None,
        byte: int,
        letters: int = 0,
        division: Division | None = None,
    ) -> None:
        """Add an item that begins at a byte of a text or object."""
        if not isinstance(item, Penalty):
            self.starts.setdefault((id(leaf), byte), len(self.items))
        self.items.append(item)
        self.places.append((leaf, byte))
        self.letters.append(letters)
        self.divided.append(division)


class FilledLineByLineError(Exception):
    """A paragraph holds what is set in other ways: its lines are to be filled one by one."""


def gather(
    context: boxes.Context, linebox: boxes.LineBox, holder: boxes.Box, *, divides_words: bool
) -> Paragraph:
    """Return a paragraph's items. Raises FilledLineByLineError."""
    gatherer = _Gatherer(context, holder, divides_words=divides_words)
    for child in linebox.children:
        gatherer.add(child, linebox)
    gatherer.end(fill=0.0 if linebox.style["text_align_last"] == "justify" else FILL)
    return gatherer.made


class _Gatherer:
    """Reads the boxes of one paragraph in their order."""

    def __init__(self, context: boxes.Context, holder: boxes.Box, *, divides_words: bool) -> None:
        self.context, self.holder, self.divides_words = context, holder, divides_words
        self.made = Paragraph()
        self.last_letter = ""
        self.last_leaf: boxes.Box | None = None
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
        made.starts.setdefault((id(box), 0), len(made.items))

    def add_inline(self, box: boxes.Box) -> None:
        resolve_percentages(box, self.holder)
        style = box.style
        if style["position"] not in ("static", "relative"):
            raise FilledLineByLineError
        before, after = _edges(box)
        if box.element is not None and box.element.get(BOUND) is not None:
            self.is_bound = True
        at = len(self.made.items)
        if before:
            self.made.add(Box(before), box, 0)
        for child in box.children:
            self.add(child, box)
        if after:
            self.made.add(Box(after), box, 1)
        self.made.starts.setdefault((id(box), 0), at)

    def add_object(self, box: boxes.Box) -> None:
        resolve_percentages(box, self.holder)
        laid_out = inline.atomic_box(self.context, box, 0, None, self.holder, [], [])
        self.join(OBJECT, box, None)
        self.made.add(Box(float(laid_out.margin_width())), box, 0, 1)
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
            self.made.starts.setdefault((id(box), 0), len(self.made.items))
            return
        words = words_of(style)
        is_wrapped = style["white_space"] != "nowrap"
        letter = LETTER * style["font_size"] if self.may_space(text) else 0.0
        byte = 0
        for piece in PIECES.findall(text):
            if piece in SPACES:
                self.add_space(words, box, byte, is_wrapped and piece == " ")
            else:
                self.join(piece, box, parent)
                self.add_token(piece, words, box, byte, letter, is_wrapped)
            self.last_letter, self.last_leaf = piece[-1], box
            byte += len(piece) if piece.isascii() else len(piece.encode())

    def may_space(self, text: str) -> bool:
        """Tell whether a text's letters may be spaced."""
        return not (self.context.is_stiff or UNSPACED.search(text))

    def add_space(self, words: Words, box: boxes.TextBox, byte: int, is_break: bool) -> None:
        space = words.space
        glue = Glue(space, SPACE_STRETCH * space, SPACE_SHRINK * space)
        glue.cost = 0.0 if is_break else FORBIDDEN
        self.made.add(glue, box, byte)

    def add_token(
        self,
        token: str,
        words: Words,
        box: boxes.TextBox,
        byte: int,
        letter: float,
        is_wrapped: bool,
    ) -> None:
        width, made, before, at = words.width(token), self.made, 0.0, 0
        encoded = token.encode()
        for division in self.divisions(token, words, width) if is_wrapped else ():
            part = encoded[at : division.at].decode()
            self.add_part(part, division.before - before, words, letter, box, byte + at)
            at, before = division.at, division.before
            penalty = self.penalty(division, words, is_compound="-" in token)
            made.add(penalty, box, byte + at, 0, division)
        part = encoded[at:].decode() if at else token
        self.add_part(part, width - before, words, letter, box, byte + at)

    def add_part(
        self, part: str, width: float, words: Words, letter: float, leaf: boxes.TextBox, byte: int
    ) -> None:
        """Add a word or a part of one."""
        room = len(part) * letter
        box = Box(width, LETTER_STRETCH * room, LETTER_SHRINK * room)
        if not self.context.is_stiff:
            if not part[0].isalpha():
                box.hang_before = hang_of(part[0], words)
            if not part[-1].isalpha():
                box.hang_after = hang_of(part[-1], words)
        letters = len(part) if part.isalnum() else sum(map(str.isalnum, part))
        self.made.add(box, leaf, byte, letters)

    def divisions(self, token: str, words: Words, width: float) -> tuple[Division, ...]:
        """List where a token may be divided; anywhere, if it is wider than a line."""
        if width > self.holder.width:
            return words.anywhere(token)
        if self.divides_words:
            return words.divisions(token, self.context.dictionaries)
        return words.fixed(token)

    def penalty(self, division: Division, words: Words, *, is_compound: bool) -> Penalty:
        if division.is_hyphen:
            cost, after = COMPOUND if is_compound else HYPHEN, division.after
            cost = cost if division.is_printed else OWN_HYPHEN
            language = (words.style["lang"] or "").lower().partition("-")[0]
            if not division.is_printed and language in REPEAT_HYPHENS:
                after += words.width("-")
            hung = words.style["hyphenate_character"] if division.is_printed else ""
            hang = hang_of(hung, words) if hung and not self.context.is_stiff else 0.0
            return Penalty(cost, division.end, True, after, hang)
        cost = ANYWHERE if division.is_anywhere else DASH
        return Penalty(cost, 0.0, False, division.after)

    def join(self, piece: str, box: boxes.Box, parent: boxes.Box | None) -> None:
        """Say whether a line may end before a word or an object."""
        made, last = self.made, self.last_letter
        is_bound, self.is_bound = self.is_bound, False
        if not made.items:
            return
        before = made.items[-1]
        if isinstance(before, Glue):
            is_free = not is_bound and may_begin_line(piece)
            if not is_free or not _may_part_at_space(_language(box), last_before(made), piece[0]):
                before.cost = max(before.cost, FORBIDDEN)
            return
        if is_bound or not last or box is self.last_leaf or isinstance(before, Penalty):
            return
        if parent is not None and parent.style["white_space"] == "nowrap":
            return
        leaf = self.last_leaf
        if leaf is None or not boxes.is_text(leaf):
            return
        if may_part(last, piece) and _may_part(_language(box), last + piece[0]):
            end = len(leaf.text.encode())
            made.add(Penalty(DASH, 0.0, last in "-\u2010"), leaf, end)

    def break_line(self, box: boxes.TextBox) -> None:
        """Add the end of a line that the text asks for."""
        made = self.made
        if made.items and isinstance(made.items[-1], Glue):
            made.items[-1].cost = FORBIDDEN
        made.add(Glue(0.0, FILL, 0.0, FORBIDDEN), box, 0)
        made.add(Penalty(FORCED), box, 0)
        self.last_letter, self.last_leaf = "", box

    def end(self, fill: float) -> None:
        made = self.made
        self.forbid_stubs()
        made.add(Glue(0.0, fill, 0.0, FORBIDDEN), None, 0)
        made.add(Penalty(FORCED), None, 0)

    def forbid_stubs(self) -> None:
        """Let no last line be a few letters, or the rest of a word."""
        made, letters = self.made, 0
        for number in range(len(made.items) - 1, -1, -1):
            item = made.items[number]
            if isinstance(item, Box):
                letters += made.letters[number]
                continue
            is_word = not (isinstance(item, Penalty) and item.is_hyphen)
            if item.cost <= FORCED or (letters >= SHORTEST and is_word):
                return
            if letters:
                item.cost = max(item.cost, STUB)


def last_before(made: Paragraph) -> str:
    """Give the character before the space that a paragraph ends with so far."""
    leaf, byte = made.places[-1]
    if leaf is None or not byte or not boxes.is_text(leaf):
        return "x"
    return leaf.text.encode()[:byte].decode()[-1:]


def _edges(box: boxes.Box) -> tuple[float, float]:
    """Give what an inline box takes before its first and behind its last word."""
    left = _known(box.margin_left) + box.border_left_width + box.padding_left
    right = _known(box.margin_right) + box.border_right_width + box.padding_right
    return (left, right) if box.style["direction"] == "ltr" else (right, left)


def _known(margin: float | Literal["auto"]) -> float:
    """Return a margin; 0 of one that is still to be found."""
    return 0.0 if margin == "auto" else margin


def _language(box: boxes.Box) -> str:
    return box.style["lang"] or ""


@lru_cache(maxsize=4096)
def _may_part(language: str, text: str) -> bool:
    return bool(can_break_text(text, language or None))


def _may_part_at_space(language: str, last: str, first: str) -> bool:
    """Tell whether a line may end at the space between two characters."""
    if last.isalnum() and first.isalnum():
        return True
    return _may_part(language, f"{last} {first}")
