"""Dropped initials, measured on laid-out boxes."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from publish.engine import lay_out
from publish.engine.lines import line_boxes, text_boxes
from publish.write.pdf import Purpose
from publish.write.pdf.book import begin
from tests.write.pdf.books import EDITION, SENTENCE, one_part


def texts_of(markup: str, initials: int = 0) -> list[Any]:
    print_ = dataclasses.replace(EDITION.print, initials=initials)
    edition = dataclasses.replace(EDITION, print=print_)
    book = begin(one_part(markup), edition, Purpose.PRESS)
    laid = lay_out(book.divisions[-1].root, book.resources)
    assert not laid.hidden and not laid.overprinted
    page = laid.document.pages[0]._page_box
    return [box for line in line_boxes(page) for box in text_boxes(line) if box.text.strip()]


def foot_of(box: Any) -> float:
    return float(box.position_y + box.baseline)


def feet_of(texts: list[Any]) -> list[float]:
    """List the feet of the lines of running text."""
    size = texts[-1].style["font_size"]
    return sorted({round(foot_of(box), 1) for box in texts if box.style["font_size"] == size})


@pytest.mark.parametrize("lines", [2, 3])
def test_an_initial_stands_on_the_last_of_its_lines(lines: int) -> None:
    texts = texts_of(f"<h1>I</h1><p>Once upon a time there was. {SENTENCE * 4}</p>", lines)
    initial = next(box for box in texts if box.text == "O")
    assert foot_of(initial) == pytest.approx(feet_of(texts[1:])[lines - 1], abs=0.2)
    beside = [box for box in texts if box is not initial and box.position_x > initial.position_x]
    assert any(box.text.startswith("nce") for box in beside)


@pytest.mark.parametrize(
    "opening",
    [
        f"<p class='rend-initial-letter'>\u201cÉver so. {SENTENCE * 4}</p>",
        f"<p>\u201c<span class='rend-initial'>É</span>ver so. {SENTENCE * 4}</p>",
        f"<p><span class='rend-initial'>\u201cÉ</span>ver so. {SENTENCE * 4}</p>",
    ],
)
def test_its_quotation_mark_hangs_and_its_accent_is_clear_of_the_line_above(opening: str) -> None:
    texts = texts_of(f"<p>{SENTENCE * 2}</p>{opening}")
    mark, letter = (next(box for box in texts if box.text == text) for text in "\u201cÉ")
    left = min(box.position_x for box in texts if len(box.text) > 1)
    assert mark.position_x < left <= letter.position_x
    assert mark.style["font_size"] < letter.style["font_size"] / 2
    feet = [foot for foot in feet_of(texts) if foot < foot_of(letter) - 1]
    assert feet[-1] - feet[-2] > 1.5 * (feet[1] - feet[0]), "a line is free above"


def test_a_short_paragraph_has_a_larger_letter_alone() -> None:
    sizes = {box.text: box.style["font_size"] for box in texts_of(
        "<p><span class='rend-initial'>N</span>o.</p><p>Next.</p>"
    )}  # fmt: skip
    assert sizes["N"] < 2 * sizes["Next."]


@pytest.mark.parametrize(
    "stanza",
    [
        "<div class='lg stanza rend-initial-letter'><div class='l'>Tiger</div>{}</div>",
        "<div class='lg stanza'><div class='l rend-initial-letter'>Tiger</div>{}</div>",
        "<div class='lg'><div class='l'><span class='rend-initial'>T</span>iger</div>{}</div>",
    ],
)
def test_in_verse_it_stands_beside_the_first_lines(stanza: str) -> None:
    others = "<div class='l rend-indent-1'>In the forests</div><div class='l'>What</div>"
    texts = {box.text.strip(): box for box in texts_of(stanza.format(others))}
    initial, second, third = texts["T"], texts["In the forests"], texts["What"]
    assert foot_of(initial) == pytest.approx(foot_of(second), abs=0.2)
    right = initial.position_x + initial.width
    assert third.position_x == pytest.approx(initial.position_x, abs=0.5)
    assert right < texts["iger"].position_x < right + 5
    assert second.position_x > texts["iger"].position_x + 10, "its own indent is kept"


def test_a_stanza_of_one_line_has_a_larger_letter_alone() -> None:
    line = (
        "<div class='lg stanza'><div class='l rend-initial-letter'>Alone.</div></div><p>Next.</p>"
    )
    sizes = {box.text: box.style["font_size"] for box in texts_of(line)}
    assert sizes["A"] < 2 * sizes["Next."]


def test_the_space_behind_an_initial_that_is_a_word_is_not_set_twice() -> None:
    texts = texts_of(f"<p><span class='rend-initial'>O</span> wild. {SENTENCE * 4}</p>")
    assert any(box.text.startswith("wild") for box in texts)
