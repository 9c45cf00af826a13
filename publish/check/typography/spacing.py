"""How evenly lines are filled: the width of their word spaces, and how many end with a hyphen."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from publish.check.typography.blemish import Spacing
from publish.check.typography.paragraphs import Paragraph, is_full
from publish.check.typography.reading import Line
from publish.check.typography.zones import Book

FEWEST_SPACES = 2
"""Fewer spaces in a line tell nothing: it holds a long word."""

ALIKE = 0.25
"""Spaces of a justified line differ by less than this share; a table's row has others too."""

LEADER = "..."
"""Points that lead to a page number, whose gaps are no word spaces."""

LETTERS = 2.5
"""Letters to a space, at the least: of fewer, it is the letters that stand apart."""


def natural_space(paragraphs: list[Paragraph]) -> float:
    """Return the width of a word space in lines that are not justified; 0 where there are none."""
    last_lines = [p.lines[-1][1] for p in paragraphs if len(p.lines) > 1]
    natural = [gap for line in last_lines for gap in line.gaps]
    return statistics.median(natural) if natural else 0.0


def has_word_spaces(line: Line) -> bool:
    """Tell whether a line's gaps are between words: not those of leaders, of letters set apart."""
    return LEADER not in line.letters and len(line.letters) >= LETTERS * len(line.gaps)


def space_of(book: Book, place: int, line: Line) -> float | None:
    """Return the word space of a justified line; None of any other line."""
    gaps = line.gaps
    if len(gaps) < FEWEST_SPACES or not is_full(book, place, line) or not has_word_spaces(line):
        return None
    middle = statistics.median(gaps)
    alike = [gap for gap in gaps if abs(gap - middle) <= ALIKE * middle]
    return statistics.mean(alike) if 2 * len(alike) > len(gaps) else None


def measure_spacing(book: Book, paragraphs: list[Paragraph]) -> Spacing:
    """Measure the justified lines of the running text."""
    natural = natural_space(paragraphs)
    spaces = [space for space, _ in _spaces(book, paragraphs)]
    if not spaces or not natural:
        return Spacing()
    hyphens = [is_hyphenated for _, is_hyphenated in _spaces(book, paragraphs)]
    return Spacing(
        len(spaces),
        round(statistics.mean(spaces) / book.em, 4),
        round(statistics.pstdev(spaces) / book.em, 4),
        _percent([space > 1.6 * natural for space in spaces]),
        _percent([space > 2 * natural for space in spaces]),
        _percent([space < 0.8 * natural for space in spaces]),
        _percent(hyphens),
        sum(_rows_of_two(paragraph) for paragraph in paragraphs),
    )


def _spaces(book: Book, paragraphs: list[Paragraph]) -> Iterator[tuple[float, bool]]:
    for paragraph in paragraphs:
        for place, line in paragraph.lines[:-1]:
            space = space_of(book, place, line)
            if space is not None:
                yield space, line.is_hyphenated


def _rows_of_two(paragraph: Paragraph) -> int:
    """Count the rows of two lines or more that end with hyphens."""
    found, row = 0, 0
    for _, line in paragraph.lines:
        row = row + 1 if line.is_hyphenated else 0
        found += row == 2
    return found


def _percent(said: list[bool]) -> float:
    return round(100 * sum(said) / len(said), 1)
