"""Rules about what stands alone at the foot or the head of a page: headings, speakers, verses.

A foreign PDF does not say what a line is. A heading is larger, or centred and set apart; a speaker
is a short line that comes again and again; a stanza is what no gap parts. Where stanzas of one
verse are common, as are speeches of one verse in plays, none is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from publish.check.typography.beginnings import EM, is_apart, is_short
from publish.check.typography.blemish import Blemish, Kind
from publish.check.typography.paragraphs import Paragraph
from publish.check.typography.reading import Line
from publish.check.typography.zones import SAME, Book, Zones
from publish.model.lazy_pattern import lazy_pattern

SPEECHES = 5
"""Times that a line comes again that is a speaker's name."""

WORDS = 3
"""Words of such a line at the most."""

COMMON = 0.1
"""The share of stanzas from which on those of one verse are common."""

_MARK = lazy_pattern(r"[^\W\d_][.,;:!?…\"'”’»)\]]*(\d{1,3})\b")
"""The mark of a note: figures behind a word, with no space."""

_NOTE = lazy_pattern(r"(\d{1,3})\D")
"""How a note begins."""


def find_heads(book: Book, paragraphs: list[Paragraph]) -> Iterator[Blemish]:
    """Find headings, captions and speakers that are the last line of a page."""
    lines = Counter(line.text for page in book.pages for line in page.body)
    starts = _starts(paragraphs)
    for place, page in enumerate(book.pages):
        text = sorted(page.body + page.other, key=lambda line: line.base)
        if len(text) < 2 or book.ends(place) or min(page.pictures, default=1e9) < text[0].base:
            continue
        last, before = text[0], text[1]
        is_head = _is_head(book, page, last, before)
        is_again = lines[last.text] >= SPEECHES and id(last) in starts
        if is_head or (is_again and _is_name(page, last)):
            yield Blemish(Kind.HEAD, page.label, last.text)


def _is_head(book: Book, page: Zones, line: Line, before: Line) -> bool:
    """Tell a line that is larger than text, or centred and set apart from what is above."""
    if line.height > (1 + SAME) * book.size:
        return True
    left, right = line.left - page.left, page.right - line.right
    em = EM * book.size
    is_centred = left > 2 * em and abs(left - right) < em
    return is_centred and is_apart(book, page, before, line)


def _is_name(page: Zones, line: Line) -> bool:
    """Tell what may be a speaker's name: a word or three at the edge, the first with a capital."""
    return (
        line.left - page.left < 1 and len(line.text.split()) <= WORDS and line.letters[:1].isupper()
    )


def _starts(paragraphs: list[Paragraph]) -> set[int]:
    """Return the ids of the lines that paragraphs begin with."""
    return {id(paragraph.lines[0][1]) for paragraph in paragraphs}


def find_verse_singles(book: Book, paragraphs: list[Paragraph]) -> Iterator[Blemish]:
    """Find a verse that a page's end has parted from all others of its stanza."""
    starts = _starts(paragraphs)
    if _share_of_singles(book, starts) > COMMON:
        return
    for place, (page, following) in enumerate(pairwise(book.pages)):
        if book.ends(place) or not (_is_verse(book, place) and _is_verse(book, place + 1)):
            continue
        foot = _run(book, page, page.body[::-1])
        head = _run(book, following, following.body)
        for number, lines in ((place, foot), (place + 1, head)):
            whole = book.pages[number].body
            if len(lines) < len(whole) and sum(id(line) in starts for line in lines) == 1:
                yield Blemish(Kind.VERSE, book.pages[number].label, lines[0].text)


def _share_of_singles(book: Book, starts: set[int]) -> float:
    """Return the share of one-verse stanzas among those with others above and below on a page."""
    counts: list[int] = []
    for place, page in enumerate(book.pages):
        rest = page.body if _is_verse(book, place) else []
        runs = []
        while rest:
            runs.append(_run(book, page, rest))
            rest = rest[len(runs[-1]) :]
        counts += [sum(id(line) in starts for line in run) for run in runs[1:-1]]
    return counts.count(1) / len(counts) if counts else 0.0


def _is_verse(book: Book, place: int) -> bool:
    """Tell whether hardly a line of a page reaches the edge."""
    body = book.pages[place].body
    full = sum(not is_short(book, (place, line)) for line in body)
    return len(body) > 2 and full <= len(body) / 4


def _run(book: Book, page: Zones, lines: list[Line]) -> list[Line]:
    """Return the lines from a page's end to the first gap."""
    run = lines[:1]
    for before, line in pairwise(lines):
        upper, lower = (before, line) if before.base > line.base else (line, before)
        if is_apart(book, page, upper, lower):
            break
        run.append(line)
    return run


def find_late_notes(book: Book, paragraphs: list[Paragraph]) -> Iterator[Blemish]:
    """Find notes that begin on the page behind that of their mark."""
    marks = [
        {int(number) for line in page.body for number in _MARK.findall(line.text)}
        for page in book.pages
    ]
    for place in range(1, len(book.pages)):
        for line in book.pages[place].notes:
            begins = _NOTE.match(line.text)
            number = int(begins[1]) if begins else 0
            if number in marks[place - 1] and number not in marks[place]:
                yield Blemish(Kind.NOTE, book.pages[place].label, line.text)
