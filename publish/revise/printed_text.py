"""Find words on the pages of a printing, whatever house typography made of them there."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from publish.model.printing import PrintedLine, Printing

_NOTHING = re.compile(r"[\s\u00ad\u2010-\u2015\u2212\u200b-\u200f\ufeff-]+")
_QUOTES = re.compile("['\"‘’‚‛“”„‟«»‹›「」『』]")


def reduce(text: str) -> str:
    """Keep of a text what line ends and house typography leave alone.

    White space, hyphens and dashes go; quotation marks are all one; an ellipsis is three points.
    """
    plain = unicodedata.normalize("NFKC", text)
    return _QUOTES.sub("'", _NOTHING.sub("", plain))


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of a page."""

    page: int
    """Counts the pages of the file from 0."""
    folio: str
    line: PrintedLine
    number: int
    """Counts the lines of its sort, text or notes, from 1 at the top."""
    lines: int
    """How many of its sort the page has."""


class PrintedText:
    """The reduced text of a printing, its running text and its notes each in one string."""

    def __init__(self, printing: Printing) -> None:
        self._sorts = [_Sort(printing, is_note=False), _Sort(printing, is_note=True)]

    def find(self, words: str) -> list[Spot]:
        """List the lines on which words begin."""
        quoted = reduce(words)
        return [spot for sort in self._sorts for spot in sort.find(quoted)] if quoted else []

    def find_in(self, lead: str, words: str, trail: str) -> tuple[Spot, int] | None:
        """Find the one line on which words begin, and how much of their surroundings is there.

        The more of them, the surer: without any, the words may be those of a list of corrections.
        """
        for length in (40, 24, 12, 0):
            before, after = lead[len(lead) - length :] if length else "", trail[:length]
            for left, right in ((before, after), (before, ""), ("", after)):
                skip = len(reduce(left))
                found = [
                    spot
                    for sort in self._sorts
                    for spot in sort.find(reduce(left) + reduce(words) + reduce(right), skip)
                ]
                if len(found) == 1:
                    return found[0], len(left) + len(right)
        return None


class _Sort:
    """All lines of one sort, end to end."""

    def __init__(self, printing: Printing, *, is_note: bool) -> None:
        self.spots: list[Spot] = []
        self.starts: list[int] = []
        parts: list[str] = []
        length = 0
        for number, page in enumerate(printing.pages):
            lines = [line for line in page.lines if line.is_note is is_note]
            for count, line in enumerate(lines, start=1):
                at = count if is_note else line.number
                self.spots.append(Spot(number, page.folio, line, at, len(lines)))
                self.starts.append(length)
                parts.append(reduce(line.text))
                length += len(parts[-1])
        self.text = "".join(parts)

    def find(self, quoted: str, skip: int = 0) -> Iterator[Spot]:
        """Yield the line of every place; `skip` characters of the quotation are context."""
        at = self.text.find(quoted) if quoted else -1
        while at >= 0:
            yield self.spots[bisect_right(self.starts, at + skip) - 1]
            at = self.text.find(quoted, at + 1)
