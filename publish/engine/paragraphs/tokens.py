"""Words as items: of each word in a style its boxes and penalties, made once and shared."""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import NamedTuple
from weakref import WeakKeyDictionary

from msgspec import Struct
from msgspec.structs import replace
from weasyprint.text.line_break import can_break_text

from publish.engine.paragraphs.adjustment import (
    LETTER_SHRINK,
    LETTER_STRETCH,
    SPACE_STRETCH,
    space_shrink,
)
from publish.engine.paragraphs.demerits import ANYWHERE, COMPOUND, DASH, HYPHEN, OWN_HYPHEN
from publish.engine.paragraphs.hanging import hang_of
from publish.engine.paragraphs.items import FORBIDDEN, Box, Glue, Item, Penalty
from publish.engine.paragraphs.words import Division, Words, may_begin_line
from publish.house.language.hyphenation import REPEAT_HYPHENS


class Kind(NamedTuple):
    """How words of a style are set in a paragraph."""

    divides_words: bool
    """Whether the language's dictionary says where they may be divided."""
    is_wrapped: bool
    """Whether lines may end within them at all."""
    is_stiff: bool
    """Whether nothing stands out over the edges."""
    is_ragged: bool
    """Whether lines end where they may, and spaces stay as they are."""
    letter: float
    """The width of a letter, for spacing; 0 where letters are not spaced."""


class Token(Struct, frozen=True):
    """What is between two spaces, as items, with a space behind it if there is one."""

    items: list[Item]
    steps: list[int]
    """Of each item, how many bytes it takes."""
    width: float
    may_begin_line: bool
    """Whether a line may begin with it behind a space."""
    is_plain: bool
    """Whether it begins with a letter or figure, so that it may behind another of these."""
    word: str
    """Itself, without the space."""
    ends_with_space: bool = False


class Tokens:
    """The tokens of one style, set in one way."""

    def __init__(self, words: Words, kind: Kind) -> None:
        """Begin with none."""
        self.words, self.kind = words, kind
        self.known: dict[str, Token] = {}
        """Tokens as they are made first; those that are wider than a measure are asked for."""
        self._glues: dict[str, tuple[Glue, Glue]] = {}
        self._parts: dict[str, bool] = {}

    def get(self, text: str, measure: float, dictionaries: dict[object, object]) -> Token:
        """Return a token; one that is wider than the measure is divided somewhere."""
        token = self.known.get(text)
        if token is None:
            token = self.known[text] = self._find(text, dictionaries)
        if token.width > measure and self.kind.is_wrapped:
            word = text.removesuffix(" ")
            divisions = self.words.divisions(word, dictionaries)
            return self._ended(
                self._make(word, self.words.anywhere(word, divisions, measure)), text
            )
        return token

    def _find(self, text: str, dictionaries: dict[object, object]) -> Token:
        if text.endswith(" "):
            return self._ended(self.get(text[:-1], inf, dictionaries), text)
        return self._make(text, self._divisions(text, dictionaries))

    def _ended(self, word: Token, text: str) -> Token:
        """Return a word with the space behind it, if the text has one."""
        if not text.endswith(" "):
            return word
        items, steps = [*word.items, self.glue(word.word, " ")], [*word.steps, 1]
        return replace(word, items=items, steps=steps, ends_with_space=True)

    def glue(self, beside: str, space: str) -> Glue:
        """Return a space beside a word, at which a line may end or not."""
        free, fixed = self._glues.get(beside[-1]) or self._make_glue(beside)
        return free if space == " " and self.kind.is_wrapped else fixed

    def _make_glue(self, beside: str) -> tuple[Glue, Glue]:
        space = self.words.space_beside(beside)
        shrink = space_shrink(
            space, self.words.style["font_size"], has_letters=self.kind.letter > 0
        )
        free = Glue(space, SPACE_STRETCH * space, shrink)
        free = Glue(space, 0.0, 0.0) if self.kind.is_ragged else free
        made = self._glues[beside[-1]] = free, replace(free, cost=FORBIDDEN)
        return made

    def may_part(self, before: str, behind: str) -> bool:
        """Tell whether a line may end at a space between two letters."""
        known = self._parts.get(before + behind)
        if known is None:
            language = self.words.style["lang"] or ""
            known = may_part_letters(language, f"{before} {behind}")
            self._parts[before + behind] = known
        return known

    def _divisions(self, text: str, dictionaries: dict[object, object]) -> tuple[Division, ...]:
        if not self.kind.is_wrapped:
            return ()
        if self.kind.divides_words:
            return self.words.divisions(text, dictionaries)
        return self.words.fixed(text)

    def _make(self, text: str, divisions: tuple[Division, ...]) -> Token:
        encoded, width = text.encode(), self.words.width(text)
        made = Token([], [], width, may_begin_line(text), text[0].isalnum(), text)
        before, at = 0.0, 0
        for division in divisions:
            part = encoded[at : division.at].decode()
            self._add_part(made, part, division.before - before, gaps=len(part))
            made.steps.append(division.at - at)
            at, before = division.at, division.before
            made.items.append(self._penalty(division, is_compound="-" in text))
            made.steps.append(0)
        last = encoded[at:].decode() if at else text
        self._add_part(made, last, width - before, gaps=len(last) - 1)
        made.steps.append(len(encoded) - at)
        return made

    def _add_part(self, made: Token, part: str, width: float, *, gaps: int) -> None:
        """Add a word or a part of one; its letters may be spaced at so many places."""
        room = gaps * self.kind.letter
        box = Box(width, LETTER_STRETCH * room, LETTER_SHRINK * room)
        box.letters = len(part) if part.isalnum() else sum(map(str.isalnum, part))
        if not self.kind.is_stiff:
            if not part[0].isalpha():
                box.hang_before = hang_of(part[0], self.words)
            if not part[-1].isalpha():
                box.hang_after = hang_of(part[-1], self.words)
        made.items.append(box)

    def _penalty(self, division: Division, *, is_compound: bool) -> Penalty:
        if not division.is_hyphen:
            cost = ANYWHERE if division.is_anywhere else DASH
            return Penalty(cost, 0.0, False, division.after)
        cost, after = COMPOUND if is_compound else HYPHEN, division.after
        cost = cost if division.is_printed else OWN_HYPHEN
        language = (self.words.style["lang"] or "").lower().partition("-")[0]
        if not division.is_printed and language in REPEAT_HYPHENS:
            after += self.words.width("-")
        hung = self.words.style["hyphenate_character"] if division.is_printed else ""
        hang = hang_of(hung, self.words) if hung and not self.kind.is_stiff else 0.0
        return Penalty(cost, division.end, True, after, hang, division.is_printed)


@lru_cache(maxsize=4096)
def may_part_letters(language: str, text: str) -> bool:
    """Tell whether a line may end within two letters, and a space between them (UAX 14)."""
    return bool(can_break_text(text, language or None))


_ALL: WeakKeyDictionary[Words, dict[Kind, Tokens]] = WeakKeyDictionary()


def tokens_of(words: Words, kind: Kind) -> Tokens:
    """Return the tokens of a style."""
    own = _ALL.setdefault(words, {})
    if kind not in own:
        own[kind] = Tokens(words, kind)
    return own[kind]
