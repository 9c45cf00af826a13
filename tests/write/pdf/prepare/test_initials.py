"""Dropped initials, measured on laid-out boxes."""

from __future__ import annotations

import pytest
from msgspec import structs

from publish.engine import lay_out
from publish.write.pdf import Purpose
from publish.write.pdf.book import begin
from tests.engine.measured import Text, measure
from tests.write.pdf.books import EDITION, SENTENCE, one_part


def texts_of(markup: str, initials: int = 0) -> list[Text]:
    print_ = structs.replace(EDITION.print, initials=initials)
    edition = structs.replace(EDITION, print=print_)
    book = begin(one_part(markup), edition, Purpose.PRESS)
    laid = lay_out(book.divisions[-1].root, book.resources)
    assert not laid.hidden and not laid.overprinted
    return [text for text in measure(laid)[0].texts if text.text.strip()]


def feet_of(texts: list[Text]) -> list[float]:
    """List the feet of the lines of running text."""
    size = texts[-1].size
    return sorted({round(text.baseline, 1) for text in texts if text.size == size})


@pytest.mark.parametrize("lines", [2, 3])
def test_an_initial_stands_on_the_last_of_its_lines(lines: int) -> None:
    texts = texts_of(f"<h1>I</h1><p>Once upon a time there was. {SENTENCE * 4}</p>", lines)
    initial = next(box for box in texts if box.text == "O")
    assert initial.baseline == pytest.approx(feet_of(texts[1:])[lines - 1], abs=0.2)
    beside = [box for box in texts if box is not initial and box.left > initial.left]
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
    left = min(box.left for box in texts if len(box.text) > 1)
    assert mark.left < left <= letter.left
    assert mark.size < letter.size / 2
    feet = [foot for foot in feet_of(texts) if foot < letter.baseline - 1]
    assert feet[-1] - feet[-2] > 1.5 * (feet[1] - feet[0]), "a line is free above"


def test_a_short_paragraph_has_a_larger_letter_alone() -> None:
    sizes = {box.text: box.size for box in texts_of(
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
    assert initial.baseline == pytest.approx(second.baseline, abs=0.2)
    right = initial.left + initial.width
    assert third.left == pytest.approx(initial.left, abs=0.5)
    assert right < texts["iger"].left < right + 5
    assert second.left > texts["iger"].left + 10, "its own indent is kept"


def test_a_stanza_of_one_line_has_a_larger_letter_alone() -> None:
    line = (
        "<div class='lg stanza'><div class='l rend-initial-letter'>Alone.</div></div><p>Next.</p>"
    )
    sizes = {box.text: box.size for box in texts_of(line)}
    assert sizes["A"] < 2 * sizes["Next."]


def test_the_space_behind_an_initial_that_is_a_word_is_not_set_twice() -> None:
    texts = texts_of(f"<p><span class='rend-initial'>O</span> wild. {SENTENCE * 4}</p>")
    assert any(box.text.startswith("wild") for box in texts)
