"""Decide the space between tokens: by `@join`, else by the file, else by the language's habits.

The file's own white space says where the spaces are if it stands in some places and lacks in
others. Where it stands everywhere it is the file's layout, one token to a line; where it stands
nowhere nobody has said anything: then points are set as the language sets them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct, field

from publish.house.language.typography import Typography, typography_of
from publish.model.lazy_pattern import lazy_pattern
from publish.read.tokens.gaps import Gap

_UNSPACED = (
    "\u0e00-\u0edf\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1980-\u19df\ua980-\ua9df\uaa60-\uaa7f"
    "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff"
)
"""Thai, Lao, Tibetan, Burmese, Khmer, Tai, Javanese, Chinese and Japanese: no space parts words."""

_UNSPACED_BEFORE = f"[{_UNSPACED}]\\W*$"
_UNSPACED_AFTER = f"\\W*[{_UNSPACED}]"
_CLITIC = lazy_pattern(r"['’][^\W\d_]{1,3}$|n['’]t$", re.IGNORECASE)
_HYPHENS = ("-", "\u2010", "/")
_STRAIGHT = ('"', "''", "``", "'")
_POINTS = ".,;:!?…%"
_DASHES = ("—", "--")


def spaces_between(gaps: list[Gap], language: str) -> Iterator[str | None]:
    """Yield the space of each gap of a block; None where the file's own stays as it is."""
    joined = [_by_join(gap) for gap in gaps]
    decider = _decider(gaps, joined, language)
    for gap, space in zip(gaps, joined, strict=True):
        found = decider.space(gap)
        # Words between are no space, whatever @join says.
        is_settled = gap.has_words or (gap.has_break and space is None)
        yield None if is_settled else found if space is None else space


def _by_join(gap: Gap) -> str | None:
    """Read `@join` of both sides; a side that says `no` asks for a space."""
    before, after = gap.before, gap.after
    if before.join in {"right", "both"} or after.join in {"left", "both"}:
        return ""
    if before.element.get("part") in {"I", "M"} and after.element.get("part") in {"M", "F"}:
        return ""
    if "overlap" in {before.join, after.join}:
        return " " if gap.space else ""
    return " " if "no" in {before.join, after.join} else None


def _decider(gaps: list[Gap], joined: list[str | None], language: str) -> _Habits:
    """Choose who decides in this block what `@join` has not."""
    undecided = [gap for gap, space in zip(gaps, joined, strict=True) if space is None]
    points = [space for gap, space in zip(gaps, joined, strict=True) if _is_at_point(gap)]
    if any(gap.has_space_sign for gap in gaps):
        return _Signs(language)
    if any(gap.has_words for gap in gaps):
        return _Prose(language)
    if any(space is not None for space in points):
        return _Joins(language)
    with_space = sum(1 for gap in undecided if gap.space)
    if 0 < with_space < len(undecided):
        return _File(language)
    return _Habits(language, is_bare=not with_space)


def _is_at_point(gap: Gap) -> bool:
    return not (_is_word(gap.before.words) and _is_word(gap.after.words))


def _is_word(words: str) -> bool:
    return any(letter.isalnum() for letter in words)


class _Habits(Struct):
    """The language decides: a comma follows its word, a bracket holds on to the next."""

    language: str
    is_bare: bool = False
    """The file has no white space in this block."""
    open_marks: set[str] = field(default_factory=set)

    def space(self, gap: Gap) -> str | None:
        """Return the space of a gap; None for the file's own."""
        if self._is_unspaced(gap):
            return ""
        return "" if self.touches(gap) else " "

    def _is_unspaced(self, gap: Gap) -> bool:
        before, after = gap.before.words, gap.after.words
        return bool(re.search(_UNSPACED_BEFORE, before) or re.match(_UNSPACED_AFTER, after))

    @property
    def habits(self) -> Typography:
        """Return the habits of the block's language."""
        return typography_of(self.language)

    def touches(self, gap: Gap) -> bool:
        """Return whether two tokens stand close."""
        opens = self._opens(gap.before.words)
        before, after = gap.before.words, gap.after.words
        self.note_quotes(gap)
        if opens or self._closes(after):
            return True
        if _is_clitic(after, self.habits) or _is_elided(before, self.habits):
            return True
        if self.is_bare and (before in _HYPHENS or after in _HYPHENS):
            return True
        is_english = self.language.lower().startswith("en")
        return is_english and self.is_bare and (before in _DASHES or after in _DASHES)

    def note_quotes(self, gap: Gap) -> None:
        """Remember which straight marks are open behind a gap's first token."""
        if gap.before.words in _STRAIGHT:
            self.open_marks ^= {gap.before.words}

    def _opens(self, words: str) -> bool:
        """Return whether a token holds on to the next: a bracket, an opening quotation mark."""
        if words in _STRAIGHT:
            return words not in self.open_marks
        quotes = self.habits.quotes
        if len(words) == 1 and words in quotes[:4:2]:
            return not self.habits.guillemets or words != "«"
        if len(words) == 1 and words in quotes[1:4:2]:
            return False
        return bool(words) and all(letter in "¿¡" or _kind(letter) in "Ps Pi" for letter in words)

    def _closes(self, words: str) -> bool:
        """Return whether a token holds on to the one before: a comma, a closing mark."""
        habits = self.habits
        if not words or _is_word(words):
            return False
        if words in _STRAIGHT:
            return words in self.open_marks
        if words[0] in habits.spaced_before or (habits.colon and words[0] == ":"):
            return False
        if words[0] in habits.quotes:
            is_closing = words[0] in habits.quotes[1:4:2]
            return is_closing and not (habits.guillemets and words[0] == "»")
        return words[0] in _POINTS or _kind(words[0]) in {"Pe", "Pf"}


class _File(_Habits):
    """The file decides, but that no comma stands apart and no word runs on over a page."""

    def space(self, gap: Gap) -> str | None:
        touches = self.touches(gap)
        if gap.has_page and not _is_at_point(gap):
            return " "
        return " " if gap.space and not (touches and _is_at_point(gap)) else ""


class _Prose(_File):
    """Words without markup stand between those with it: the file decides, but for points."""

    def space(self, gap: Gap) -> str | None:
        return "" if self._closes(gap.after.words) and not gap.has_words else None


class _Signs(_Habits):
    """Spaces stand in markup, `<c> </c>`; where there is none the words touch."""

    def space(self, gap: Gap) -> str | None:
        return " " if gap.has_space_sign else ""


class _Joins(_Habits):
    """`@join` is written beside points; where it is not, the words stand apart."""

    def touches(self, gap: Gap) -> bool:
        return False


def _is_clitic(words: str, habits: Typography) -> bool:
    """Tell a word that leans on the one before (`n't`, `'s`) from an elided one (`'twas`)."""
    return bool(_CLITIC.match(words)) and words[1:].lower() not in habits.elisions


def _is_elided(words: str, habits: Typography) -> bool:
    """Tell a word that leans on the next: French `l’`, Italian `dell’`."""
    return habits.elides and len(words) > 1 and words[-1] in "'’" and words[-2].isalpha()


def _kind(letter: str) -> str:
    return unicodedata.category(letter)
