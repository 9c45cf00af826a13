"""Notes at the foot: on the page of their marks, and no room left empty for their sake."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import pairwise

import pytest

from publish.engine import lay_out
from publish.model.publication import NotePlace
from publish.model.purpose import Purpose
from publish.write.pdf.book import begin
from publish.write.pdf.layout.division import lay_out_division
from tests.engine.measured import Line, lines_of, measure
from tests.write.pdf.books import EDITION, SENTENCE, mark, note, one_part

LINE = "A paragraph of one line."


SOME_AND_ALL = pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.slow)])
"""Of the ways in which a page may end every third, and all under `make test-long`."""


@dataclasses.dataclass
class Foot:
    """How a page ends."""

    called: list[str]
    """Labels of the notes whose marks stand on the page."""
    noted: list[str]
    """Labels of the notes at its foot."""
    short: float
    """Lines that would have room between the text and the notes, or the page's end."""


def feet(markup: str, notes: dict[int, str]) -> list[Foot]:
    made = [note(number, text, NotePlace.FOOT) for number, text in notes.items()]
    book = begin(one_part(markup, notes=made), EDITION, Purpose.PRESS)
    leading = book.geometry.leading / 0.75
    pages = measure(lay_out(book.divisions[-1].root, book.resources))
    return [
        Foot(
            [called.removeprefix("note-") for called in page.called],
            [noted.removeprefix("note-") for noted in page.noted],
            page.empty / leading,
        )
        for page in pages
    ]


def cases() -> Iterator[object]:
    """End pages in all ways: a note stands above, a paragraph begins at any line of the page."""
    for lines in range(20, 36):
        filling = f"<p>{LINE}</p>" * lines
        markup = f"<p>Noted.{mark(1)}</p>{filling}<p>{SENTENCE * 5}</p>{filling}"
        marks = [pytest.mark.slow] if lines % 3 else []
        yield pytest.param(markup, {1: "A note."}, id=f"{lines} lines", marks=marks)


@pytest.mark.parametrize(("markup", "notes"), list(cases()))
def test_a_note_stays_with_its_mark_when_a_paragraph_below_has_no_room(
    markup: str, notes: dict[int, str]
) -> None:
    pages = feet(markup, notes)
    assert all(page.noted == page.called for page in pages)
    assert all(page.short < 2.2 for page in pages[:-2]), "the last page may take some lines over"


@SOME_AND_ALL
def test_a_note_of_the_paragraph_that_moves_goes_along(step: int) -> None:
    for lines in range(20, 36, step):
        filling = f"<p>{LINE}</p>" * lines
        markup = f"{filling}<p>Noted.{mark(1)} {SENTENCE * 5}</p>{filling}"
        pages = feet(markup, {1: "A note. " * 30})
        assert sum(page.noted == ["1"] for page in pages) == 1
        assert all(page.short < 5.2 for page in pages[:-1])


@SOME_AND_ALL
def test_a_page_ends_early_only_for_a_line_that_goes_with_its_note(step: int) -> None:
    """A mark's line, the rule and a note of four lines, which is not parted, ask for six lines."""
    for lines in range(50, 80, step):
        markup = f"<p>{LINE}</p>" * lines + f"<p>{LINE}{mark(1)}</p>" + f"<p>{LINE}</p>" * 40
        pages = feet(markup, {1: SENTENCE * 4})[1:]
        for page, following in pairwise(pages):
            assert page.noted == page.called
            if not page.noted and not following.noted:
                assert page.short < 4.2
            assert page.short < 6.2


@SOME_AND_ALL
def test_no_chapter_ends_with_a_note_alone_on_its_last_page(step: int) -> None:
    for count in range(26, 36, step):
        text = f"<p>{LINE}</p>" * count + f"<p>{SENTENCE * 2}{mark(1)}</p>"
        made = [note(1, SENTENCE * 3, NotePlace.FOOT)]
        book = begin(one_part(text, notes=made), EDITION, Purpose.PRESS)
        last = lay_out_division(book.divisions[-1], book.resources, book.shelf).page_records[-1]
        assert any(not line.is_note for line in last.lines), count


ENDS = (
    *". , ! ? : — … ” ’ ) ] } » - / % 。 」 水 ־".split(),
    "<i>word.</i>",
    "<i>two words</i>!",
    "<span>。</span>",
    "<b>x</b> ",
)
"""What a mark may stand behind: between many of them and a figure Pango ends lines."""


def is_mark_first(line: Line) -> bool:
    first = line.texts[0].element if line.texts else None
    return first is not None and "noteref" in first.get("class", "")


@pytest.mark.parametrize("tag", ["p", "h2", "li"])
def test_no_mark_begins_a_line(tag: str) -> None:
    parts = [f"{'so it is ' * (n % 4)}said{ENDS[n % len(ENDS)]}{mark(n)} " for n in range(600)]
    parts[50:60] = [f"twice.{mark(50 + n)}{mark(800 + n)} " for n in range(10)]
    blocks = "".join(f"<{tag}>{''.join(parts[n : n + 20])}</{tag}>" for n in range(0, 600, 20))
    markup = f"<ul>{blocks}</ul>" if tag == "li" else blocks
    book = begin(one_part(markup), EDITION, Purpose.PRESS)
    lines = lines_of(lay_out(book.divisions[-1].root, book.resources))
    begun = [line.text for line in lines if is_mark_first(line)]
    assert len(lines) > 150
    assert begun == []
    assert "\u2060" not in "".join(book.divisions[-1].root.itertext())


def test_a_mark_with_nothing_before_it_begins_its_block() -> None:
    book = begin(one_part(f"<p>{mark(1)}{'so it is ' * 40}</p>"), EDITION, Purpose.PRESS)
    lines = lines_of(lay_out(book.divisions[-1].root, book.resources))
    begun = [is_mark_first(line) for line in lines if line.texts]
    assert len(begun) > 3 and begun == [True] + [False] * (len(begun) - 1)


@pytest.mark.parametrize("length", [3, 5, 8])
def test_a_note_of_several_lines_begins_on_the_page_of_its_mark(length: int) -> None:
    for lines in (18, 25, 31):
        text = f"<p>{LINE}</p>" * lines + f"<p>{SENTENCE}{mark(1)} {SENTENCE * 5}</p>"
        made = [note(1, SENTENCE * length, NotePlace.FOOT)]
        book = begin(one_part(text, notes=made), EDITION, Purpose.PRESS)
        sheets = lay_out_division(book.divisions[-1], book.resources, book.shelf).page_records
        (called,) = [n for n, sheet in enumerate(sheets) if "ref-1" in sheet.anchors]
        (noted,) = [n for n, sheet in enumerate(sheets) if "note-1" in sheet.anchors]
        assert noted == called, lines
        parts = [sum(line.is_note for line in sheet.lines) for sheet in sheets]
        assert 1 not in parts, (lines, parts)


@pytest.mark.parametrize("filled", [4, 20])
def test_more_notes_of_one_word_than_a_page_holds_leave_its_line_where_it_is(filled: int) -> None:
    marks = "".join(map(mark, range(1, 6)))
    markup = f"<p>{LINE}</p>" * filled + f"<p>{SENTENCE}</p><p>The last word.{marks}</p>"
    notes = [note(number, SENTENCE * 14) for number in range(1, 6)]
    book = begin(one_part(markup, notes=notes), EDITION, Purpose.PRESS)
    first, *others = lay_out_division(book.divisions[-1], book.resources, book.shelf).page_records
    assert "ref-5" in first.anchors
    assert "note-1" in first.anchors
    assert all(line.is_note for sheet in others for line in sheet.lines)
