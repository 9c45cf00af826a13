"""Hyphens: no more than two in a row, none over a page's end, wherever a page breaks."""

from __future__ import annotations

import pytest

from publish.engine import Laid, lay_out
from publish.model.publication import NotePlace
from publish.model.purpose import Purpose
from publish.write.pdf.book import begin
from tests.engine.measured import measure
from tests.write.pdf.books import EDITION, mark, note, one_part

LONG_WORDS = (
    "Unabhängigkeitsbestrebungen verschiedenster Bevölkerungsgruppen beeinflussten "
    "außergewöhnliche Entwicklungen wirtschaftlicher Zusammenarbeit und gesellschaftlicher "
    "Gleichberechtigung, nachdem Kriegsgefangenenlager aufgelöst worden waren. "
)


def pages_of(markup: str, **fields: object) -> list[list[str]]:
    publication = one_part(markup, lang="de", **fields)
    book = begin(publication, EDITION, Purpose.SCREEN)
    return lines_by_page(lay_out(book.divisions[-1].root, book.resources))


def lines_by_page(laid: Laid) -> list[list[str]]:
    return [[line.text for line in page.lines] for page in measure(laid)]


def rows_of(lines: list[str]) -> int:
    longest = row = 0
    for line in lines:
        row = row + 1 if line.endswith("\u2010") else 0
        longest = max(longest, row)
    return longest


@pytest.fixture(scope="module")
def pages() -> list[list[str]]:
    paragraphs = "".join(f"<p>{'So ' * (n % 7)}{LONG_WORDS * (n % 4 + 2)}</p>" for n in range(36))
    return pages_of(paragraphs)


def test_words_are_divided_and_no_more_than_two_in_a_row(pages: list[list[str]]) -> None:
    assert rows_of([line for page in pages for line in page]) == 2


def test_no_page_ends_within_a_word(pages: list[list[str]]) -> None:
    assert len(pages) > 6
    assert [page[-1] for page in pages if page[-1].endswith("\u2010")] == []


def test_no_character_is_lost_where_a_line_is_made_again(pages: list[list[str]]) -> None:
    text = "".join(line.removesuffix("\u2010") for page in pages for line in page)
    expected = "".join(f"{'So ' * (n % 7)}{LONG_WORDS * (n % 4 + 2)}" for n in range(36))
    assert "".join(text.split()) == "".join(expected.split())


def test_notes_change_nothing_of_it_and_none_is_lost() -> None:
    notes = [note(n, f"Anmerkung {n}.", NotePlace.FOOT) for n in range(1, 25)]
    markup = "".join(f"<p>{LONG_WORDS * 2}Wort{mark(n)} {LONG_WORDS}</p>" for n in range(1, 25))
    pages = pages_of(markup, notes=notes)
    texts = [[line for line in page if "Anmerkung" not in line] for page in pages]
    assert [lines[-1] for lines in texts if lines[-1].endswith("\u2010")] == []
    told = " ".join(line for page in pages for line in page)
    assert [n for n in range(1, 25) if f"Anmerkung {n}." not in told] == []


def test_in_a_narrow_cell_a_long_word_is_divided_where_it_must_be() -> None:
    cells = "<td>Unabhängigkeitsbestrebungen</td>" * 6
    pages = pages_of(f"<ul><li><table><tr>{cells}</tr></table></li></ul>")
    assert any(line.endswith("\u2010") for page in pages for line in page)


def test_no_line_ends_within_its_first_word_where_only_a_mark_moves_down() -> None:
    said = "“Experimental {} verification!” cried I. “You are going to verify <i>that?</i>”"
    markup = "".join(f"<p>{said.format('i' * n)}</p>" for n in range(1, 30))
    book = begin(one_part(markup), EDITION, Purpose.SCREEN)
    lines = [
        line
        for page in lines_by_page(lay_out(book.divisions[-1].root, book.resources))
        for line in page
    ]
    assert any(line.startswith("verify") for line in lines)
    assert not [line for line in lines if line.endswith("\u2010") and len(line) < 30]
