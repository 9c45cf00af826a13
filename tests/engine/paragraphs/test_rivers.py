"""Rivers: lines nearly as good are chosen where spaces would run below one another."""

from __future__ import annotations

from random import Random

import pytest

from publish.check.typography import Kind, report_on
from publish.engine.paragraphs import plan
from publish.engine.paragraphs.items import Box, Glue, Item
from publish.engine.paragraphs.programme import Line
from publish.engine.paragraphs.rivers import find_river
from publish.model.purpose import Purpose
from publish.run.cache import Cache
from publish.write.pdf.book import write_book
from publish.write.pdf.layout import in_processes
from tests.write.pdf.books import EDITION, one_part


def test_spaces_below_one_another_through_five_lines_are_a_river() -> None:
    words: list[Item] = []
    for _ in range(6):
        words += [Box(20.0), Glue(5.0, 2.0, 1.0), Box(20.0), Glue(5.0, 2.0, 1.0)]
    lines = [Line(4 * number, 4 * number + 3, 0.0) for number in range(6)]
    assert find_river(words, lines, 0.0) == range(5)
    assert find_river(words, lines[:5], 0.0) is None, "the last line does not count"
    words[8] = Box(40.0)
    assert find_river(words, lines, 0.0) is None


def test_a_book_has_fewer_rivers_than_lines_that_nobody_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # In this process, where lines can be let alone: another test may have others at hand.
    monkeypatch.setattr(in_processes, "are_ready", lambda: False)
    chance = Random(4)
    words = "sun ran far off all day and her dog sat by our old red gate for an hour".split()
    texts = [" ".join(chance.choice(words) for _ in range(180)) for _ in range(60)]
    markup = "".join(f"<p>{text}.</p>" for text in texts)
    with_care = rivers(markup)
    monkeypatch.setattr(plan, "find_river", lambda *_: None)
    without = rivers(markup)
    assert without > 3
    assert with_care <= without / 2, (with_care, without)


def rivers(markup: str) -> int:
    made = write_book(one_part(markup), EDITION, Purpose.SCREEN, lambda *_: None, Cache())
    return report_on(made.data).count(Kind.RIVER)
