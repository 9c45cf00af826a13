"""Find the places of a quotation: exactly, within its context and inside its element."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree
from msgspec import Struct

from publish.model.erratum import Erratum
from publish.model.finding import Place
from publish.model.word_places import WordPlaces
from publish.revise.index import APART, WORD, Piece, TextIndex, as_read, fold, owner_of
from publish.revise.neighbours import find_across, with_ends

Elements = Mapping[str, etree._Element]
"""Elements by their xml:id."""

MANY = 500
"""So many matches are too many, however often they are counted."""


class Match(Struct):
    """One place of a quotation in one index of the text."""

    index: TextIndex
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        """Return the place in characters of the document, the same for every index of it."""
        first = self.index.origin(self.start)
        return first, max(first, self.index.origin(self.end - 1) + 1)

    @property
    def text(self) -> str:
        """Return the words as the index has them."""
        return self.index.text[self.start : self.end]

    @property
    def words(self) -> str:
        """Return them as they are read."""
        return as_read(self.text)

    def around(self, length: int) -> tuple[str, str]:
        """Return so much of the index as stands before and behind the words."""
        text, start, end = self.index.text, self.start, self.end
        return text[max(0, start - length) : start], text[end : end + length]

    @property
    def owner(self) -> etree._Element:
        """Return the element in which the first character stands."""
        return self.index.owner(self.start)

    def pieces(self) -> list[Piece]:
        """Return the text nodes, or their parts, that the quotation takes up."""
        return self.index.pieces_of(self.start, self.end)

    def place(self, places: WordPlaces) -> Place:
        """Tell where the first of the words stands in its file."""
        pieces = self.index.pieces_of(self.start, max(self.end, self.start + 1))
        if not pieces:
            return places.document.place(self.owner)
        return places.place(pieces[0].segment, pieces[0].offset)

    def lies_in(self, around: etree._Element) -> bool:
        """Return whether all of it stands inside an element."""
        owners = [owner_of(piece.segment) for piece in self.pieces()] or [self.owner]
        return all(around in (owner, *owner.iterancestors()) for owner in owners)


def find_matches(
    erratum: Erratum, words: str, indexes: list[TextIndex], elements: Elements
) -> list[Match]:
    """Find every place of `words` between the erratum's context and inside its element."""
    around = elements.get(erratum.at) if erratum.at else None
    if erratum.at and around is None:
        return []
    for reading in _readings(erratum, words):
        found = [
            match
            for index in indexes
            for match in _matches(index, *reading)
            if around is None or match.lies_in(around)
        ]
        if found:
            return found if len(indexes) == 1 or len(found) > MANY else _distinct(found)
    return []


def _matches(index: TextIndex, before: str, quoted: str, after: str) -> list[Match]:
    length = len(quoted)
    if APART in before or APART in after:
        starts = find_across(index, before, quoted, after)
        return [Match(index, start, start + length) for start in starts]
    ahead = len(before)
    places = index.find(before + quoted + after)
    return [Match(index, at + ahead, at + ahead + length) for at in places]


def _distinct(matches: list[Match]) -> list[Match]:
    """Drop a match that another index has too."""
    found = {match.span: match for match in reversed(matches)}
    return [found[span] for span in sorted(found)]


def _readings(erratum: Erratum, words: str) -> Iterator[tuple[str, str, str]]:
    """Yield context and quotation as they may be meant, the literal one first.

    A space between context and quotation may have been left out; letters with marks may be coded
    as one character or as two, which are the same text (Unicode Standard Annex 15).
    """
    given = fold(erratum.before), fold(words), fold(erratum.after)
    forms = [given]
    ends = with_ends(erratum.before), with_ends(erratum.after)
    if ends != (erratum.before, erratum.after):  # else a paragraph whose source has empty lines
        forms.append((fold(ends[0]), given[1], fold(ends[1])))
    if not all(part.isascii() for part in given):
        for form in ("NFC", "NFD"):
            for parts in tuple(forms):
                before, quoted, after = (_normal(form, part) for part in parts)
                forms.append((before, quoted, after))
    for before, quoted, after in dict.fromkeys(forms):
        for left, right in (("", ""), (" ", ""), ("", " "), (" ", " ")):
            if (left and not before) or (right and not after):
                continue
            lead = fold(before + left) if before else ""
            trail = fold(right + after) if after else ""
            if quoted[:1] == " ":
                lead = lead.removesuffix(" ")
            if quoted[-1:] == " ":
                trail = trail.removeprefix(" ")
            yield lead, quoted, trail


def _normal(form: str, text: str) -> str:
    return unicodedata.normalize("NFC" if form == "NFC" else "NFD", text)


def stands_alone(match: Match) -> bool:
    """Return whether a match begins and ends where words do."""
    text, start, end = match.index.text, match.start, match.end
    return not (is_in_word(text, start) or is_in_word(text, end))


def is_in_word(text: str, at: int) -> bool:
    """Return whether a place lies between two letters of one word; each Han letter is a word.

    Marks above and below a letter, vowel points and signs, belong to it.
    """
    behind = text[at : at + 1]
    before = at - 1
    while before > 0 and _is_mark(text[before]):
        before -= 1
    if before < 0 or not behind:
        return False
    return _is_mark(behind) or WORD.fullmatch(text[before] + behind) is not None


def _is_mark(character: str) -> bool:
    return character > "\u02ff" and unicodedata.category(character)[0] == "M"


def reads_already(match: Match, find: str, replace: str) -> bool:
    """Return whether the words around a match make up the replacement, of which they are part."""
    find, replace = fold(find), fold(replace)
    return any(
        match.start >= ahead and match.index.text.startswith(replace, match.start - ahead)
        for ahead in _places_of(find, replace)
    )


def _places_of(part: str, whole: str) -> Iterable[int]:
    return [at for at in range(len(whole) - len(part) + 1) if whole.startswith(part, at)]
