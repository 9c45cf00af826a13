"""The rules of the report, one function each; what each one means stands at its Kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from publish.check.typography.blemish import Blemish, Kind
from publish.check.typography.feet import find_heads, find_late_notes, find_verse_singles
from publish.check.typography.paragraphs import Paragraph, is_justified
from publish.check.typography.reading import Line
from publish.check.typography.spacing import has_word_spaces, natural_space, space_of
from publish.check.typography.zones import Book

SHORTEST = 5
"""Letters that a paragraph's last line has at the least."""

FEWEST_LINES = 5
"""Lines that a division's last page has at the least."""

LONGEST = 4
"""Lines through which spaces may run below one another."""

IN_A_ROW = 2
"""Line ends with a hyphen that may follow on each other."""

LOOSE = 2.0
"""Word spaces in a justified line, as a multiple of natural ones, that are too many."""

Rule = Callable[[Book, list[Paragraph]], Iterable[Blemish]]


def find_widows(book: Book, paragraphs: list[Paragraph]) -> Iterator[Blemish]:
    """Find last lines alone at the head of a page."""
    for paragraph in paragraphs:
        place, line = paragraph.lines[-1]
        if paragraph.lines[0][0] != place and len(paragraph.on_page(place)) == 1:
            yield _mark(Kind.WIDOW, book, place, line)


def find_orphans(book: Book, paragraphs: list[Paragraph]) -> Iterator[Blemish]:
    """Find first lines alone at the foot of a page."""
    for paragraph in paragraphs:
        place, line = paragraph.lines[0]
        if paragraph.lines[-1][0] != place and len(paragraph.on_page(place)) == 1:
            yield _mark(Kind.ORPHAN, book, place, line)


def find_stubs(book: Book, paragraphs: list[Paragraph]) -> Iterator[Blemish]:
    """Find last lines of few letters, in paragraphs that are justified."""
    for paragraph in paragraphs:
        place, line = paragraph.lines[-1]
        if sum(map(str.isalnum, line.letters)) < SHORTEST and is_justified(book, paragraph):
            yield _mark(Kind.STUB, book, place, line)


def find_halves(book: Book, paragraphs: list[Paragraph]) -> Iterator[Blemish]:
    """Find last lines that are the rest of a word."""
    for paragraph in paragraphs:
        place, line = paragraph.lines[-1]
        if len(paragraph.lines) > 1 and paragraph.lines[-2][1].is_hyphenated and not line.gaps:
            yield _mark(Kind.HALF, book, place, line)


def find_ladders(book: Book, paragraphs: list[Paragraph]) -> Iterator[Blemish]:
    """Find rows of hyphens; each row is one blemish, at the line that is too many."""
    for paragraph in paragraphs:
        row = 0
        for place, line in paragraph.lines:
            row = row + 1 if line.is_hyphenated else 0
            if row == IN_A_ROW + 1:
                yield _mark(Kind.LADDER, book, place, line)


def find_split_words(book: Book, paragraphs: list[Paragraph]) -> Iterator[Blemish]:
    """Find words that are divided over a page's end."""
    for place, page in enumerate(book.pages):
        if page.body and page.body[-1].is_hyphenated and not book.ends(place):
            yield _mark(Kind.TURN if page.is_recto else Kind.SPLIT, book, place, page.body[-1])


def find_uneven_pages(book: Book, paragraphs: list[Paragraph]) -> Iterator[Blemish]:
    """Find facing pages that end at different heights; ends of divisions are left out."""
    for place, (verso, recto) in enumerate(zip(book.pages, book.pages[1:], strict=False)):
        if verso.is_recto or recto.number != verso.number + 1 or not verso.body or not recto.body:
            continue
        if book.ends(place) or book.ends(place + 1) or verso.foot is None or recto.foot is None:
            continue
        if abs(verso.foot - recto.foot) > 1.25 * book.leading:
            short = place if verso.foot > recto.foot else place + 1
            yield _mark(Kind.UNEVEN, book, short, book.pages[short].body[-1])


def find_loose_lines(book: Book, paragraphs: list[Paragraph]) -> Iterator[Blemish]:
    """Find justified lines with wide word spaces."""
    limit = LOOSE * natural_space(paragraphs)
    for paragraph in paragraphs:
        for place, line in paragraph.lines[:-1]:
            space = space_of(book, place, line)
            if limit and space is not None and space > limit:
                yield _mark(Kind.LOOSE, book, place, line)


def find_short_ends(book: Book, paragraphs: list[Paragraph]) -> Iterator[Blemish]:
    """Find last pages of few lines; notes fill a page, too."""
    for place, page in enumerate(book.pages):
        lines = page.body + page.other + page.notes
        if page.body and len(lines) < FEWEST_LINES and book.ends(place) and not book.opens(place):
            yield _mark(Kind.END, book, place, page.body[-1])


def find_rivers(book: Book, paragraphs: list[Paragraph]) -> Iterator[Blemish]:
    """Find spaces below one another, each over more than half of the one above or below it."""
    for paragraph in paragraphs:
        above: list[tuple[float, float, int]] = []
        last_place = -1
        for place, line in paragraph.lines:
            if place != last_place or not has_word_spaces(line):
                above, last_place = [], place
            if not has_word_spaces(line):
                continue
            above = [(left, right, _run(left, right, above)) for left, right in line.spaces]
            if any(run == LONGEST + 1 for _, _, run in above):
                yield _mark(Kind.RIVER, book, place, line)


def _run(left: float, right: float, above: list[tuple[float, float, int]]) -> int:
    """Count the lines through which spaces run down to one."""
    runs = [
        run
        for start, end, run in above
        if min(right, end) - max(left, start) > 0.5 * min(right - left, end - start)
    ]
    return 1 + max(runs, default=0)


RULES: tuple[Rule, ...] = (
    find_widows,
    find_orphans,
    find_stubs,
    find_halves,
    find_ladders,
    find_split_words,
    find_uneven_pages,
    find_short_ends,
    find_heads,
    find_verse_singles,
    find_late_notes,
    find_rivers,
    find_loose_lines,
)


def _mark(kind: Kind, book: Book, place: int, line: Line) -> Blemish:
    return Blemish(kind, book.pages[place].label, line.text)
