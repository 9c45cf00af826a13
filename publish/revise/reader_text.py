"""The manuscript's text as a reader's copy has it, in which a reader's words are found again.

A copy shows the corrected reading, with house typography, hyphens at line ends, capitals where the
style has them, and note marks between the words. What those change is folded away on both sides
(`fold_letters`); what is left over is met by aligning the words with what stands around them.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import Match, SequenceMatcher
from functools import cache, cached_property
from itertools import chain, islice

from msgspec import Struct

from publish.model.document import Document, tei
from publish.model.erratum import Status
from publish.revise.errata import elements_by_id
from publish.revise.index import TextIndex, owner_of
from publish.revise.indexing import index_likely
from publish.revise.matching import find_matches, is_in_word

NOTE = tei("note")
_SEED = 8
"""Letters in a row by which two texts are laid beside each other."""
_STRAY = 2
"""Letters in a row that agree anywhere."""
_ALIKE = 0.8
"""How much of some words' letters the manuscript must have where no neighbours tell the place."""
_BAND = 24
"""Letters by which one text may fall behind the other within a window."""
_MANY = 60
"""A seed that stands in more places says nothing of where."""


def _folded(character: str) -> str:
    """Return the letters and digits of a character, small and without marks."""
    plain = unicodedata.normalize("NFKD", character).casefold()
    return "".join(each for each in plain if unicodedata.category(each)[0] in "LNS")


class _Letters(dict[str, str]):
    def __missing__(self, character: str) -> str:
        self[character] = _folded(character)
        return self[character]


_LETTERS = _Letters()


def fold_letters(text: str) -> str:
    """Keep of a text its letters, digits and symbols, small and without marks."""
    return "".join(map(_LETTERS.__getitem__, text))


_QUOTES = frozenset("'\"`´‘’‚‛“”„‟«»‹›「」『』\u02bc\u02b9\u1fbd\u1fbf\u05f3\u05f4")


def fold_marks(text: str) -> str:
    """Keep of a text its letters as `fold_letters` does, and marks, of whatever form; no spaces.

    All quotation marks and apostrophes are one, and so are all dashes, however many in a row.
    """
    return re.sub("-+", "-", "".join(map(_marked, text)))


@cache
def _marked(character: str) -> str:
    if character in _QUOTES:
        return "'"
    kind = unicodedata.category(character)
    if kind == "Pd" or character == "\u2212":
        return "-"
    return unicodedata.normalize("NFKC", character) if kind[0] == "P" else _folded(character)


def past_marks(text: str, end: int) -> int:
    """Take in the marks that are written above or below the letter before a place."""
    while end < len(text) and unicodedata.category(text[end])[0] == "M":
        end += 1
    return end


class FoldedText(Struct, frozen=True):
    """A text folded, and where in the text each of its letters stands."""

    letters: str
    places: array[int]

    @classmethod
    def of(
        cls,
        text: str,
        places: array[int] | None = None,
        fold: Callable[[str], str] = _LETTERS.__getitem__,
    ) -> FoldedText:
        """Fold a text; `places` says where its characters stand, if not in the text itself."""
        letters: list[str] = []
        made = array("L")
        for at, character in enumerate(text):
            folded = fold(character)
            if folded and not (folded == "-" and letters[-1:] == ["-"]):
                letters.append(folded)
                made.extend([at if places is None else places[at]] * len(folded))
        return cls("".join(letters), made)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Turn a stretch of letters into one of the text."""
        if start >= len(self.places):
            last = self.places[-1] + 1 if self.places else 0
            return last, last
        return self.places[start], self.places[max(start, end - 1)] + (end > start)

    def only(self, stretches: Iterable[tuple[int, int]]) -> FoldedText:
        """Keep what stands in stretches of the text."""
        letters, places = [], array("L")
        for start, end in stretches:
            first, last = self.letter_at(start), self.letter_at(end)
            letters.append(self.letters[first:last])
            places.extend(self.places[first:last])
        return FoldedText("".join(letters), places)

    def without(self, stretches: Iterable[tuple[int, int]]) -> FoldedText:
        """Keep what does not stand in stretches of the text."""
        edges = [0, *chain.from_iterable(stretches), self.places[-1] + 1 if self.places else 0]
        return self.only(zip(edges[::2], edges[1::2], strict=True))

    def letter_at(self, place: int) -> int:
        """Return the number of the first letter at or behind a place of the text."""
        return bisect_left(self.places, place)

    def align(self, lead: str, words: str, trail: str) -> dict[tuple[int, int], int]:
        """Find where `words` may stand, told by all the letters around them.

        All three are folded. Gives each stretch of letters that stands where `words` do between
        the same neighbours, whether it reads as they do or not, and how many letters agree.
        """
        window = lead + words + trail
        found: dict[tuple[int, int], int] = {}
        for at in self._candidates(window):
            first = max(0, at - _BAND)
            region = self.letters[first : at + len(window) + 2 * _BAND]
            blocks = SequenceMatcher(None, window, region, autojunk=False).get_matching_blocks()
            start, end = _between(blocks, len(lead), len(lead) + len(words))
            score = sum(block.size for block in blocks if block.size > _STRAY)
            if score * 2 >= len(window) and (start < end or not words):
                found[first + start, first + end] = score
        return found

    def find(self, quoted: str, start: int = 0, end: int | None = None) -> Iterator[int]:
        """Yield every place of some letters."""
        at = self.letters.find(quoted, start, end) if quoted else -1
        while at >= 0:
            yield at
            at = self.letters.find(quoted, at + 1, end)

    def _candidates(self, window: str) -> list[int]:
        """List where the window may lie, the likeliest first: where its seeds say it begins."""
        votes: Counter[int] = Counter()
        for offset in range(0, max(1, len(window) - _SEED + 1), 3):
            for place in self._occurrences(window[offset : offset + _SEED]):
                votes[max(0, place - offset) // _BAND] += 1
        bands = Counter({band: count + votes.get(band + 1, 0) for band, count in votes.items()})
        ranked = bands.most_common(8)
        return [band * _BAND for band, count in ranked if count * 2 >= ranked[0][1]]

    def _occurrences(self, seed: str) -> list[int]:
        found = list(islice(self.find(seed), _MANY + 1))
        return found if len(found) <= _MANY else []


def _between(blocks: list[Match], start: int, end: int) -> tuple[int, int]:
    """Find what stands in the second text between the neighbours that a stretch has in the first.

    It begins behind the last letter that both have before it and ends at the first behind it.
    """
    before = [b.b + min(b.size, start - b.a) for b in blocks if b.size and b.a < start]
    after = [b.b + max(0, end - b.a) for b in blocks if b.size and b.a + b.size > end]
    inside = [b for b in blocks if b.size > _STRAY and b.a + b.size > start and b.a < end]
    first = max(before) if before else min((b.b for b in inside), default=0)
    last = min(after) if after else max((b.b + b.size for b in inside), default=first)
    return first, last


class ReaderText:
    """A document's text as its copies have it: with its verified errata, and without them."""

    def __init__(self, document: Document) -> None:
        """Index the source, with nothing applied, and put in what a copy has corrected."""
        self.document = document
        self.index: TextIndex = index_likely(document.root)
        corrected, places = self._corrected()
        self.texts = [FoldedText.of(corrected, places)]
        if corrected != self.index.text:
            self.texts.append(FoldedText.of(self.index.text))

    def align(
        self, lead: str, words: str, trail: str, *, is_note: bool | None = None
    ) -> tuple[int, int] | None:
        """Find the one stretch of the index that `words` stand for, told by its neighbours.

        `is_note` says that all these stand in notes, or that none does.
        """
        folded = [fold_letters(lead), fold_letters(words), fold_letters(trail)]
        found: dict[tuple[int, int], int] = {}
        for text in self.texts if is_note is None else self._sorts[is_note]:
            for letters, score in text.align(*folded).items():
                span = self._span(text, *letters)
                found[span] = max(score, found.get(span, 0))
        most = max(found.values(), default=0)
        best = [span for span, score in found.items() if score == most]
        return best[0] if len(best) == 1 else None

    def within(self, words: str, start: int, end: int) -> list[tuple[int, int]]:
        """List where words stand that begin or end in a stretch of the index."""
        quoted = fold_letters(words)
        found: dict[tuple[int, int], None] = {}
        for text in self.texts:
            first, last = text.letter_at(start), text.letter_at(end)
            least = max(0, first - len(quoted) + 1)
            for at in text.find(quoted, least, last + len(quoted) - 1):
                found[self._span(text, at, at + len(quoted))] = None
        return sorted(found)

    @cached_property
    def _sorts(self) -> tuple[list[FoldedText], list[FoldedText]]:
        """Return the texts without their notes, and the notes alone, which are printed apart."""
        text, starts = self.index.text, self.index.starts
        cuts = []
        for number, piece in enumerate(self.index.pieces):
            owner = owner_of(piece.segment)
            if owner.tag == NOTE or next(owner.iterancestors(NOTE), None) is not None:
                end = starts[number + 1] if number + 1 < len(starts) else len(text)
                cuts.append((starts[number], end))
        return [each.without(cuts) for each in self.texts], [each.only(cuts) for each in self.texts]

    def _whole(
        self, span: tuple[int, int], quoted: str, before: str, after: str
    ) -> tuple[int, int] | None:
        """Take whole words where no neighbour tells an edge; None where they are not much alike."""
        text, (start, end) = self.index.text, span
        while not before and start > 0 and is_in_word(text, start):
            start -= 1
        while not after and end < len(text) and is_in_word(text, end):
            end += 1
        alike = SequenceMatcher(None, quoted, fold_letters(text[start:end]), autojunk=False).ratio()
        return (start, end) if alike >= _ALIKE else None

    def _span(self, text: FoldedText, start: int, end: int) -> tuple[int, int]:
        """Turn letters into a stretch of the index, with the marks of its last letter."""
        first, last = text.span(start, end)
        return first, past_marks(self.index.text, last) if last > first else last

    def _corrected(self) -> tuple[str, array[int]]:
        """Return the text as corrected, and where in the index each character of it stands."""
        elements = elements_by_id(self.document.root)
        changes = []
        for erratum in self.document.errata:
            if erratum.status is Status.VERIFIED:
                found = find_matches(erratum, erratum.find, [self.index], elements)
                if len(found) == 1:
                    changes.append((found[0].start, found[0].end, erratum.replace))
        pieces, places, done = [], array("L"), 0
        for start, end, words in sorted(changes):
            if start < done:
                continue
            pieces += [self.index.text[done:start], words]
            places.extend(range(done, start))
            places.extend(_places_of(words, self.index.text, start, end))
            done = end
        pieces.append(self.index.text[done:])
        places.extend(range(done, len(self.index.text)))
        return "".join(pieces), places

    def find_all(self, words: str) -> list[tuple[int, int]]:
        """List every place of some words, parts of longer words too."""
        quoted = fold_letters(words)
        found = {
            self._span(text, at, at + len(quoted))
            for text in self.texts
            for at in text.find(quoted)
        }
        return sorted(found)

    def find(self, words: str, lead: str = "", trail: str = "") -> list[tuple[int, int]]:
        """List the places in the index that may be meant, only the best by what stands around.

        One is sure; of several none is; none means that neither the words nor what stands
        around them is in the text.
        """
        quoted, before, after = fold_letters(words), fold_letters(lead), fold_letters(trail)
        scores: dict[tuple[int, int], int] = {}
        for text in self.texts:
            for at in text.find(quoted):
                span = self._span(text, at, at + len(quoted))
                if not any(is_in_word(self.index.text, edge) for edge in span):
                    score = _agreement(text.letters, at, len(quoted), before, after)
                    scores[span] = max(score, scores.get(span, 0))
            for at in _in_place(text, quoted, before, after):  # parts of words, too
                score = _agreement(text.letters, at, len(quoted), before, after)
                scores[self._span(text, at, at + len(quoted))] = score
        if not scores:
            found = self.align(lead[-120:], words[:600], trail[:120])
            if found is not None and not (before and after):
                found = self._whole(found, quoted[:600], before, after)
            return [found] if found else []
        most = max(scores.values())
        return [span for span, score in scores.items() if score == most]


def _places_of(words: str, text: str, start: int, end: int) -> Iterator[int]:
    """Yield where each character of a correction stands in what it corrects.

    What both begin or end with stands in its own place, so that a line that ends within the
    correction is one line of the text, whichever reading it is looked up in.
    """
    was = text[start:end]
    first = _run(was, words)
    last = _run(was[first:][::-1], words[first:][::-1])
    behind = len(words) - last
    for at in range(behind):
        farthest = max(start + first, end - last - 1)
        yield farthest if first <= at == behind - 1 else min(start + at, farthest)
    yield from range(end - last, end)


def _in_place(text: FoldedText, quoted: str, before: str, after: str) -> Iterator[int]:
    """Yield where some letters stand between the very letters that the reader saw around them."""
    ahead, behind = before[-_SEED:], after[:_SEED]
    if quoted and len(ahead) + len(behind) >= _SEED:
        yield from (at + len(ahead) for at in text.find(ahead + quoted + behind))


def _agreement(letters: str, at: int, length: int, before: str, after: str) -> int:
    """Count the letters around a place that are those the reader saw there."""
    if not before and not after:
        return 0
    behind = letters[at + length : at + length + len(after)]
    ahead = letters[max(0, at - len(before)) : at]
    run = _run(ahead[::-1], before[::-1]) + _run(behind, after)
    return run if run >= _SEED else _shared(ahead, before) + _shared(behind, after)


def _run(one: str, other: str) -> int:
    """Count the letters with which both begin."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _shared(one: str, other: str) -> int:
    """Count the letters that both have in stretches of four or more, as around a note's number."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= 4)
