"""Dropped initials, measured on laid-out boxes."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from publish.write.pdf import Purpose
from publish.write.pdf.book import begin
from publish.write.pdf.laying.layout import lay_out
from publish.write.pdf.laying.lines import line_boxes, text_boxes
from tests.write.pdf.books import EDITION, SENTENCE, one_part


def texts_of(markup: str, initials: int = 0) -> list[Any]:
    print_ = dataclasses.replace(EDITION.print, initials=initials)
    edition = dataclasses.replace(EDITION, print=print_)
    work = begin(one_part(markup), edition, Purpose.PRESS)
    laid = lay_out(work.jobs[-1].root, work.stock)
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
