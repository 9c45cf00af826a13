"""Books from right to left, and text against a book's direction: sides, leaders, numbers."""

from __future__ import annotations

import statistics
from itertools import pairwise

import pytest

from publish.check.typography.reading import read_pages
from publish.engine import lay_out
from publish.model.publication import Entry
from publish.run.cache import Cache
from publish.write.pdf import Purpose
from publish.write.pdf.book import begin, write_book
from publish.write.pdf.prepare.mirrored import mirrored
from tests.engine.measured import measure
from tests.write.pdf.books import EDITION, mark, note, one_part

WORDS = "שלום עולם"
PIECES = (
    f"<ul><li>{WORDS}</li></ul>"
    f'<div class="lg"><p class="l">{WORDS}<span class="line-number">5</span></p></div>'
    f'<table><tr><td>{WORDS}\n </td><td class="number">10</td></tr></table>'
)


def edges(direction: str, name: str = "chapter-01") -> list[tuple[str, float, float]]:
    """Give the texts of a division's page, how far they are from where lines begin and end."""
    lang, other = ("he", "ltr") if direction == "rtl" else ("en", "rtl")
    publication = one_part(
        f"<p>{WORDS}{mark(1)}</p>{PIECES}<section dir='{other}'>{PIECES}</section>", lang
    )
    publication.parts[0].notes = [note(1, WORDS)]
    publication.contents = [Entry(WORDS, "chapter-01", "he") for _ in range(3)]
    book = begin(publication, EDITION, Purpose.SCREEN)
    division = next(division for division in book.divisions if division.name == name)
    page = measure(lay_out(division.root, book.resources))[0]
    left, right = page.area.left, page.area.left + page.area.width
    found = []
    for text in page.all_texts():
        before, behind = text.left - left, right - text.right
        found.append((text.text.strip(), *((behind, before) if lang == "he" else (before, behind))))
    return [text for text in found if text[0]]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_contents_reach_from_where_lines_begin_to_the_folio_at_their_end(direction: str) -> None:
    texts = edges(direction, "contents")
    entries = [text for text in texts if WORDS.startswith(text[0])]
    dots = [text for text in texts if set(text[0]) == {" ", "."}]
    folios = [text for text in texts if text[0] == "00"]
    assert len(entries) == len(dots) == len(folios) == 3
    for entry, leader, folio in zip(entries, dots, folios, strict=True):
        assert entry[1] == pytest.approx(0, abs=1)
        assert folio[2] == pytest.approx(0, abs=1)
        assert leader[1] > 20, "behind the entry"
        assert 0 < leader[2] < 60, "up to the folio"
        assert leader[0].count(".") > 20


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_text_of_each_direction_has_its_own_sides(direction: str) -> None:
    texts = edges(direction)
    label = next(text for text in texts if text[0] == "1" and text[1] < 1)
    words = [text for text in texts if text[0] == WORDS]
    paragraph, item, line, cell, other_item, other_line, _, in_note = words
    assert in_note[1] - label[1] > 9, "a space between a note's number and its text"
    assert item[1] > 10 and other_item[2] > 10, "a list hangs where its lines begin"
    assert paragraph[1] == pytest.approx(0, abs=1)
    assert other_line[1] > other_line[2] and line[1] < line[2]
    own, other = (text for text in texts if text[0] == "5")
    assert own[2] == pytest.approx(0, abs=1) and other[1] == pytest.approx(0, abs=1)
    assert cell[1] > 20, "one line, however the cell's end is written"
    assert len(words) == 8


def test_sides_are_exchanged_but_where_they_are_meant() -> None:
    sheet = ".a, .b::after { margin: 0 1em 2em 3em; color: red } .rend-right { text-align: right }"
    rules = mirrored(sheet + ' [dir="rtl"] .a { margin-left: 0 } @page { margin-left: 1mm }')
    assert rules.splitlines() == [
        ".a, .b::after { color: red; }",
        ".a:where(:not([data-rtl])), .b:where(:not([data-rtl]))::after { margin: 0 1em 2em 3em; }",
        ".a:where([data-rtl]), .b:where([data-rtl])::after { margin: 0 3em 2em 1em; }",
        ".rend-right { text-align: right; }",
        "@page { margin-left: 1mm }",
    ]


@pytest.mark.parametrize("lang", ["he", "yi"])
def test_spaces_of_another_font_are_as_wide_between_elements_as_between_words(lang: str) -> None:
    """The Hebrew words take their spaces from the Hebrew face, wider than the text's own."""
    words = "בראשית ברא אלהים את השמים ואת הארץ <i>והארץ</i> היתה תהו ובהו וחשך על פני תהום "
    data = write_book(
        one_part(f"<p>{words * 8}</p>", lang), EDITION, Purpose.SCREEN, lambda *_: None, Cache()
    ).data
    lines = max(read_pages(data), key=lambda page: len(page.lines)).lines[2:-2]
    full = [line for line in lines if len(line.gaps) > 5 and line.left < lines[0].left + 20]
    assert len(full) > 5
    for line in full:
        assert min(line.gaps) > 0.75 * statistics.median(line.gaps)
    rights = [line.right for line in full]
    assert max(rights) - min(rights) < 1.5, "but for the room that a letter has beside it"


def test_what_is_quoted_from_right_to_left_reads_so_across_its_markup() -> None:
    body = f"<p>In <span lang='he' dir='rtl'>{WORDS} <b>f.9</b> אחד</span> end.</p>"
    book = begin(one_part(body, "en"), EDITION, Purpose.SCREEN)
    division = next(division for division in book.divisions if division.name == "chapter-01")
    texts = list(measure(lay_out(division.root, book.resources))[0].all_texts())
    order = [text.text.strip() for text in sorted(texts, key=lambda text: text.left)]
    assert order == ["In", "אחד", "f.9", WORDS, "end."]
    assert all(a.right <= b.left + 0.1 for a, b in pairwise(sorted(texts, key=lambda t: t.left)))


@pytest.mark.parametrize("around", ["<div>{}</div>", '<div class="entry-columns">{}</div>'])
def test_an_entry_from_right_to_left_hangs_at_its_own_side(around: str) -> None:
    entry = f"<div class='entry' lang='he' dir='rtl'>{' '.join([WORDS] * 20)}</div>"
    book = begin(one_part(around.format(entry), "en"), EDITION, Purpose.SCREEN)
    division = next(division for division in book.divisions if division.name == "chapter-01")
    page = measure(lay_out(division.root, book.resources))[0]
    first, second, *_ = page.all_texts()
    assert first.right > second.right + 5, "the first line begins before the others"
    assert first.right <= page.area.left + page.area.width + 1
