"""A reader's words, as he has copied them from a printed line, in the manuscript's own spelling.

What he meant is what reads most like his words: letter for letter before letters alone, whole
words before parts of words. No mark of his that the manuscript lacks is left in a correction.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from msgspec import Struct

from publish.model.erratum import Erratum
from publish.revise.index import SOFT_HYPHEN, TextIndex
from publish.revise.matching import Match, is_in_word
from publish.revise.reader_text import (
    FoldedText,
    ReaderText,
    fold_letters,
    fold_marks,
    past_marks,
)

_MORE = 24
"""Characters by which the manuscript's words may be longer than a reader's."""


class Quoted(Struct, frozen=True):
    """Words of the manuscript that a reader may mean, and what they are to read."""

    match: Match
    replace: str

    @property
    def words(self) -> str:
        """Return the words as the manuscript has them."""
        text = self.match.text
        inner = " ".join(self.match.words.split())
        return f"{' ' * text[:1].isspace()}{inner}{' ' * text[-1:].isspace()}" if inner else ""


def quoted_words(reader: ReaderText, line: Match, erratum: Erratum) -> list[Quoted]:
    """List what a reader may mean who finds fault with words of a line, the likeliest only."""
    index, words = reader.index, erratum.find
    found = [Quoted(match, erratum.replace) for match in _with_all_marks(index, line, words)]
    if not found and fold_letters(words):
        spans = reader.within(words, line.start, line.end)
        found = list(_by_letters(index, spans, erratum))
    ranks = [_unlike(each.match, words) for each in found]
    least = min(ranks, default=None)
    return [each for each, rank in zip(found, ranks, strict=True) if rank == least]


def _with_all_marks(index: TextIndex, line: Match, words: str) -> Iterable[Match]:
    """Find the words with all their marks, of which the house may have changed the form."""
    wanted = fold_marks(words)
    reach = len(words) + _MORE
    first, last = max(0, line.start - reach), line.end + reach
    folded = FoldedText.of(index.text[first:last], fold=fold_marks)
    for at in folded.find(wanted):
        start, end = (first + place for place in folded.span(at, at + len(wanted)))
        if line.start <= start < line.end or line.start < end <= line.end:
            start -= words[:1].isspace() and index.text[start - 1 : start].isspace()
            end += words[-1:].isspace() and index.text[end : end + 1].isspace()
            yield Match(index, start, past_marks(index.text, end))


def _by_letters(
    index: TextIndex, spans: Iterable[tuple[int, int]], erratum: Erratum
) -> Iterable[Quoted]:
    """Take words that have the letters, where the marks around them can be told apart, too."""
    lead, trail = _edges(erratum.find)
    inner = _inner_marks(erratum.find)
    for start, end in spans:
        if _inner_marks(index.text[start:end]) != inner:
            continue
        replace = erratum.replace
        first = _taken_in(index.text, start, lead[::-1], -1)
        last = _taken_in(index.text, end, trail, 1)
        if first == start and lead:
            if not replace.startswith(lead):
                continue
            replace = replace.removeprefix(lead)
        if last == end and trail:
            if not replace.endswith(trail):
                continue
            replace = replace.removesuffix(trail)
        yield Quoted(Match(index, first, last), replace)


def _edges(words: str) -> tuple[str, str]:
    """Return the marks and spaces before the first letter and behind the last."""
    letters = [at for at, character in enumerate(words) if fold_letters(character)]
    if not letters:
        return words, ""
    last = letters[-1] + 1
    while last < len(words) and unicodedata.combining(words[last]):
        last += 1
    return words[: letters[0]], words[last:]


def _inner_marks(words: str) -> str:
    """Keep the marks between letters, but hyphens: those at line ends come and go."""
    lead, trail = _edges(words)
    marks = fold_marks(words[len(lead) : len(words) - len(trail)])
    return "".join(each for each in marks if each != "-" and not fold_letters(each))


def _taken_in(text: str, at: int, marks: str, step: int) -> int:
    """Go on over the marks, if all of them stand there in their order; else stay."""
    wanted, seen, place = fold_marks(marks), "", at
    while len(seen) < len(wanted):
        character = text[place : place + 1] if step > 0 else text[max(0, place - 1) : place]
        if not character or not wanted.startswith(seen + fold_marks(character)):
            return at
        seen += fold_marks(character)
        place += step
    return place


def _unlike(match: Match, words: str) -> tuple[bool, bool, bool]:
    """Rank how the manuscript's words differ: in letters, by being parts of words, in spaces."""
    text, edges = match.index.text, (match.start, match.end)
    is_part = any(is_in_word(text, edge) for edge in edges)
    one, other = _plain(match.text), _plain(words)
    is_spaced = (match.text[:1].isspace(), match.text[-1:].isspace())
    is_other = one != other or is_spaced != (words[:1].isspace(), words[-1:].isspace())
    return "".join(one.split()) != "".join(other.split()), is_part, is_other


def _plain(words: str) -> str:
    """Unify what house typography changes: the form of quotation marks and dashes, spaces."""
    unified = (_unified(each) for each in words.replace(SOFT_HYPHEN, ""))
    return " ".join(unicodedata.normalize("NFC", "".join(unified)).split())


def _unified(character: str) -> str:
    if character.isspace() or fold_letters(character) or unicodedata.combining(character):
        return character
    return fold_marks(character)
