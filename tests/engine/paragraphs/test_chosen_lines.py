"""Lines as they come onto the page: all words once and in order, spaces even, edges straight."""

from __future__ import annotations

import random
import re
import statistics
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from publish.check.typography.reading import Line, read_pages
from publish.engine import lay_out
from publish.engine.boxes import Box, Context, LineBox, SkipStack, line_boxes
from publish.engine.lines import text_boxes
from publish.engine.paragraphs.beside import BEGINS
from publish.engine.paragraphs.cuts import Cut, Place
from publish.engine.paragraphs.plan import find_cut, place_of
from publish.engine.patches import chosen_lines
from publish.model.edition import Edition
from publish.model.purpose import Purpose
from publish.run.cache import Cache
from publish.write.pdf.book import begin, write_book
from tests.searches import search
from tests.write.pdf.books import EDITION, one_part

ENGLISH = (
    "It was some time before they could agree upon any method of proceeding which did not appear "
    "unreasonable to one of them, and the afternoon had passed in such conversation before either "
    "of the gentlemen observed that the lamps were being lighted along the opposite embankment. "
)
GERMAN = (
    "Die Eisenbahngesellschaft veröffentlichte währenddessen ungewöhnlich lange Bestimmungen "
    "über Gepäckaufbewahrung, wodurch Reisende benachteiligt wurden; indessen unternahm niemand "
    "irgendwelche Anstrengungen, das Durcheinander gemeinschaftlich aufzulösen. "
)
FAULTS = Path(__file__).parents[3].parent / "shared" / "faults"
INLINE = ("i", "b", "em", "small", "span class='sc'", "sup", "a href='#x'")


def lines_of(markup: str, edition: Edition = EDITION, **fields: object) -> list[str]:
    book = begin(one_part(markup, **fields), edition, Purpose.SCREEN)
    laid = lay_out(book.divisions[-1].root, book.resources)
    return [
        "".join(box.text for box in text_boxes(line))
        for page in laid.document.pages
        for line in line_boxes(page._page_box)
    ]


def printed(markup: str, edition: Edition = EDITION, **fields: object) -> list[Line]:
    """The lines of the fullest page; one behind it has its edges elsewhere."""
    made = write_book(one_part(markup, **fields), edition, Purpose.SCREEN, lambda *_: None, Cache())
    return max(read_pages(made.data), key=lambda page: len(page.lines)).lines


@st.composite
def paragraphs(draw: st.DrawFn) -> tuple[str, str]:
    """The markup of a paragraph, elements within elements, and its words."""
    words = st.text("abcdefghijklmnopqrstuvwxyzàéüßœ’-—.,;!?“”", min_size=1, max_size=24)
    markup, text = "", ""
    opened: list[str] = []
    for _ in range(draw(st.integers(1, 60))):
        word = draw(words)
        before = draw(st.sampled_from([" ", " ", " ", "\u00a0", "", "\u00ad"]))
        action = draw(st.integers(0, 8))
        if action == 0 and len(opened) < 3:
            tag = draw(st.sampled_from(INLINE))
            opened.append(tag.split()[0])
            markup += f"{before}<{tag}>{escape(word)}"
        elif action == 1 and opened:
            markup += f"{before}{escape(word)}</{opened.pop()}>"
        elif action == 2:
            markup += f"{before}{escape(word)}<br/>"
        else:
            markup += before + escape(word)
        text += f"{before}{word}"
    markup += "".join(f"</{tag}>" for tag in reversed(opened))
    return f"<p>{markup}</p>", text


@search(10)
@given(paragraphs(), st.sampled_from(["en", "de", "pl", "he", "und"]))
def test_every_word_of_any_paragraph_is_printed_once_in_order(
    made: tuple[str, str], lang: str
) -> None:
    markup, text = made
    lines = lines_of(f"{markup}<p>The end.</p>", lang=lang)
    found = "".join(line.removesuffix("\u2010") for line in lines)
    assert squeezed(found) == squeezed(f"{text}The end.")


@search(10)
@given(paragraphs(), st.sampled_from(["en", "de", "pl", "und"]))
def test_nothing_of_any_paragraph_is_outside_the_measure_but_what_hangs(
    made: tuple[str, str], lang: str
) -> None:
    book = begin(one_part(f"{made[0]}<p>The end.</p>", lang=lang), EDITION, Purpose.SCREEN)
    laid = lay_out(book.divisions[-1].root, book.resources)
    for page in laid.document.pages:
        left = page._page_box.content_box_x()
        right = left + page._page_box.width
        for line in line_boxes(page._page_box):
            texts = [box for box in text_boxes(line) if box.text.strip()]
            words = " ".join("".join(box.text for box in texts).split())
            if not texts or words in laid.overfull:
                continue
            hangs = 0.5 * max(box.style["font_size"] for box in texts)
            for box in texts:
                assert box.position_x > left - hangs, words
                assert box.position_x + box.width < right + hangs, words


def squeezed(text: str) -> str:
    return "".join(text.translate({0xAD: None, 0x200B: None, 0x2060: None}).split())


@pytest.mark.parametrize("words", ["One", "Donaudampfschifffahrt" * 12, "word " * 5_000])
def test_paragraphs_of_one_word_one_long_word_and_thousands(words: str) -> None:
    lines = lines_of(f"<p>{words}</p>", lang="en")
    assert squeezed("".join(line.removesuffix("\u2010") for line in lines)) == squeezed(words)


def full_lines(lines: list[Line]) -> Iterator[Line]:
    right = max(line.right for line in lines)
    return (line for line in lines if len(line.gaps) > 4 and line.right > right - 12)


def test_spaces_are_even_and_hyphens_few() -> None:
    lines = list(full_lines(printed(f"<p>{ENGLISH * 12}</p>")))
    spaces = [statistics.median(line.gaps) for line in lines]
    natural = 0.2 * 11
    assert max(spaces) < 1.8 * natural
    assert min(spaces) > 0.64 * natural
    assert statistics.pstdev(spaces) < 0.045 * 11
    assert sum(line.is_hyphenated for line in lines) <= 0.1 * len(lines)


def test_lines_end_at_one_edge_and_small_signs_stand_out_over_it() -> None:
    lines = list(full_lines(printed(f"<p>{ENGLISH * 12}</p>")))
    plain = [line.right for line in lines if line.letters[-1] in "abcdegnorstuy"]
    hung = [line.right for line in lines if line.letters[-1] in ",.-"]
    assert max(plain) - min(plain) < 0.3
    assert hung
    assert min(hung) > max(plain) + 0.5


def test_lines_beside_an_initial_are_chosen_with_those_below_it() -> None:
    edition = replace(EDITION, print=replace(EDITION.print, initials=3))
    words, beside = (ENGLISH * 3).split(), list[Line]()
    for start in range(4):
        lines = printed(f"<p>{' '.join(words[start * 7 :]).capitalize()}</p>", edition)
        right = statistics.median(line.right for line in lines)
        full = [line for line in lines if len(line.gaps) > 4 and line.right > right - 12]
        assert max(line.right for line in full) < right + 3
        beside += [line for line in full if line.left > min(each.left for each in full) + 15]
    assert len(beside) >= 8
    assert statistics.mean(statistics.median(line.gaps) for line in beside) < 1.25 * 0.2 * 11


def test_stiff_lines_keep_their_letters_and_edges() -> None:
    stiff = replace(EDITION, print=replace(EDITION.print, microtypography=False))
    made = write_book(
        one_part(f"<p>{ENGLISH * 12}</p>"), stiff, Purpose.SCREEN, lambda *_: None, Cache()
    )
    with pikepdf.open(BytesIO(made.data)) as pdf:
        operators = {
            str(operator)
            for page in pdf.pages
            for _, operator in pikepdf.parse_content_stream(page)
        }
    assert "Tc" not in operators
    lines = list(full_lines(printed(f"<p>{ENGLISH * 12}</p>", stiff)))
    rights = [line.right for line in lines if line.letters[-1] != "f"]  # told wider than drawn
    assert max(rights) - min(rights) < 0.3


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.slow)])
def test_no_last_line_is_a_few_letters_or_the_rest_of_a_word(step: int) -> None:
    for cut in range(160, 270, step):
        words = ENGLISH[:cut].rsplit(" ", 1)[0]
        lines = lines_of(f"<p>{words} at it.</p>")
        assert sum(map(str.isalpha, lines[-1])) >= 5, lines
        assert not lines[-2].endswith("\u2010") or " " in lines[-1], lines


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("words", "never"),
    [
        ("the examples you choose \u2014\u201d said he ", "\u2014\u201d"),
        ("and the rest \u2013 as was said \u2013 of it ", "\u2013"),
        ("quoted \u201cas he had it \u2019 \u201d in the end ", "\u2019"),
    ],
)
def test_no_line_begins_with_a_dash_or_a_closing_mark(words: str, never: str, step: int) -> None:
    for count in range(0, 12, step):
        lines = lines_of(f"<p>{'So ' * count}{words * 14}</p>")
        assert not [line for line in lines if line.lstrip().startswith(never)]


def test_ragged_lines_are_even_and_whole() -> None:
    words = (ENGLISH + GERMAN) * 4
    lines = lines_of(f"<p style='text-align: left'>{words}</p>", lang="de")
    by_one = lines_of(f"<p style='text-align: left; white-space: pre-line'>{words}</p>", lang="de")
    assert not [line for line in lines if line.endswith("\u2010")]
    assert [line for line in by_one if line.endswith("\u2010")]
    lengths = [len(line) for line in lines[:-1]]
    assert min(lengths) > 0.7 * max(lengths)


def early_break() -> str:
    """A paragraph whose elements made lines end early."""
    source = (FAULTS / "print" / "early-break.xml").read_text("utf-8")
    found = re.search(r"<p xmlns[^>]*>(.*)</p>", source, re.DOTALL)
    assert found
    return " ".join(re.sub(r"<(/?)(?:hi|foreign)[^>]*>", r"<\1i>", found[1]).split())


@pytest.mark.parametrize(
    "style", ["text-align: justify", "text-align: left", "white-space: pre-line"]
)
def test_a_line_among_elements_ends_at_its_last_place_and_not_at_its_first(style: str) -> None:
    """The third way of setting is that of lines which are filled one by one."""
    dice = random.Random(5)
    words = "it as an innovation; eye-skip at (former) Tac. prudentia/imprudentia ludzi nie".split()
    kinds = ["{0}"] * 8 + ["<i>{0} at</i>", "<i>{0}</i>.", "as\u00a0<i>{0}</i>", "({0}<b>nie</b>"]
    made = [dice.choice(kinds).format(dice.choice(words)) for _ in range(2_000)]
    for markup in (" ".join(made), early_break() if FAULTS.exists() else ""):
        lines = lines_of(f'<p style="{style}">{markup}</p>')
        short = [line for line in lines[:-1] if len(line) < 0.6 * max(map(len, lines))]
        assert not short


def test_lines_do_not_depend_on_the_pages_that_were_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What follows each line that ends with a whole word is asked for in two orders."""
    found: list[dict[int, list[int]]] = []

    def try_others_first(
        context: Context, linebox: LineBox, holder: Box, place: Place, *, is_whole: bool
    ) -> Cut | None:
        def cut(byte: int, *, is_whole: bool = False) -> int:
            skip: SkipStack = {len(linebox.children) - 1: {byte: None}}
            at = place_of(linebox, skip) if byte else place
            assert at is not None
            made = find_cut(context, linebox, holder, at, is_whole=is_whole)
            return made.byte if made and made.leaf is linebox.children[-1] else 0

        def lines_from(byte: int) -> list[int]:
            skip: SkipStack = {len(linebox.children) - 1: {byte: None}}
            linebox.__dict__[BEGINS] = skip if byte else None, 0.0
            ends = [byte]
            while (end := cut(ends[-1])) > ends[-1]:
                ends.append(end)
            return ends

        if not found and len(linebox.children[-1].text) > 1_000:
            whole = [cut(byte, is_whole=True) for byte in lines_from(0)]
            for order in (1, -1):
                linebox.__dict__.pop("chains")
                found.append({byte: lines_from(byte) for byte in whole[::order] if byte})
            linebox.__dict__[BEGINS] = None, 0.0
        return find_cut(context, linebox, holder, place, is_whole=is_whole)

    monkeypatch.setattr(chosen_lines, "find_cut", try_others_first)
    lines_of(f"<p>{GERMAN * 12}</p>", lang="de")
    first, last = found
    assert len(first) > 20
    assert first == last


@pytest.mark.parametrize("inside", ["{}", "<p>{}</p>"])
def test_nothing_stands_out_into_the_number_of_a_list_s_item(inside: str) -> None:
    said = (
        "“Carroll, Lewis,” said it and went on with all that it had to say of it, and more of it."
    )
    book = begin(one_part(f"<ol><li>{inside.format(said)}</li></ol>"), EDITION, Purpose.SCREEN)
    laid = lay_out(book.divisions[-1].root, book.resources)
    lines = [line for page in laid.document.pages for line in line_boxes(page._page_box)]
    begins = [next(text_boxes(line), None) for line in lines]
    lefts = [text.position_x for text in begins if text is not None]
    assert len(lefts) == 2
    assert lefts[0] == pytest.approx(lefts[1])
