"""The text of a printing, in which the manuscript's words are found again, line by line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct

from publish.model.printing import PrintedLine, Printing
from publish.revise.reader_text import FoldedText, fold_letters


class Spot(Struct, frozen=True):
    """A line of a page."""

    page: int
    """Counts the pages of the file from 0."""
    folio: str
    line: PrintedLine
    number: int
    """Counts the lines of its sort, text or notes, from 1 at the top."""
    lines: int
    """How many of its sort the page has."""
    note: str = ""
    """The label of its note, where no other note of the page has the same."""
    in_note: int = 0
    """Counts the lines of its note on this page from 1."""
    note_lines: int = 0
    """How many of its note the page has."""


class Printed(Struct, frozen=True):
    """What a printing has in the place of some words, with the marks around it."""

    words: str
    spot: Spot
    """The line on which they begin."""
    at: int
    """Sorts them among the words of their sort, text or notes."""


class PrintedText:
    """The text of a printing, its running text and its notes each in one string."""

    def __init__(self, printing: Printing) -> None:
        self._sorts = [_Sort(printing, is_note=False), _Sort(printing, is_note=True)]

    def find(
        self, lead: str, readings: Sequence[str], trail: str, sound: int = 0
    ) -> Printed | None:
        """Find what is printed between the neighbours that words have in the manuscript.

        `readings` are what may stand there. `sound` counts the letters that are passed before the
        line is told. None where nothing like it is printed, or where it is printed twice.
        """
        around = fold_letters(lead), fold_letters(trail)
        found: dict[tuple[int, tuple[int, int]], float] = {}
        for words in map(fold_letters, readings):
            for number, sort in enumerate(self._sorts):
                for span, score in sort.text.align(around[0], words, around[1]).items():
                    share = score / (len(words) + sum(map(len, around)))
                    found[number, span] = max(share, found.get((number, span), 0))
        most = max(found.values(), default=0)
        best = [place for place, share in found.items() if share == most]
        if len(best) != 1:
            return None
        sort, (start, end) = self._sorts[best[0][0]], best[0][1]
        spot = sort.spot(min(start + sound, max(start, end - 1)))
        return Printed(sort.between(start, end), spot, start)


def notes_of(lines: Sequence[PrintedLine]) -> dict[str, range]:
    """Find among a page's lines of notes those of each label: where they are from 0.

    Left out is a label that two notes have: of two chapters on one page, which count anew.
    """
    runs: dict[str, list[range]] = {}
    at = 0
    for label, group in groupby(lines, key=lambda line: line.note):
        end = at + sum(1 for _ in group)
        runs.setdefault(label, []).append(range(at, end))
        at = end
    return {label: found[0] for label, found in runs.items() if label and len(found) == 1}


class _Sort:
    """All lines of one sort, end to end."""

    def __init__(self, printing: Printing, *, is_note: bool) -> None:
        self.spots: list[Spot] = []
        self.starts: list[int] = []
        parts: list[str] = []
        length = 0
        for number, page in enumerate(printing.pages):
            lines = [line for line in page.lines if line.is_note is is_note]
            runs = notes_of(lines) if is_note else {}
            for count, line in enumerate(lines, start=1):
                at = count if is_note else line.number
                own = runs.get(line.note, range(0))
                in_note = (line.note, count - own.start, len(own)) if own else ("", 0, 0)
                self.spots.append(Spot(number, page.folio, line, at, len(lines), *in_note))
                self.starts.append(length)
                parts.append(line.text)
                length += len(line.text) + 1
        self.words = "\n".join(parts)
        self.text = FoldedText.of(self.words)

    def spot(self, letter: int) -> Spot:
        """Return the line on which a letter stands."""
        places = self.text.places
        at = places[min(letter, len(places) - 1)]
        return self.spots[bisect_right(self.starts, at) - 1]

    def between(self, start: int, end: int) -> str:
        """Return a stretch of letters with the marks on both sides of it, lines joined."""
        places = self.text.places
        first = places[start - 1] + 1 if start else 0
        last = places[end] if end < len(places) else len(self.words)
        text = self.words[first:last]
        return text.replace("\u2010\n", "").replace("-\n", "").replace("\n", " ").strip()
