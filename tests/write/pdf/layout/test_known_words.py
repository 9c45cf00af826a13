"""Words that were measured and shaped once are not shaped again, and are set and drawn the same."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from pikepdf import Pdf

from publish import pipeline
from publish.check.pdf.under_test import content_of
from publish.engine import keep_words, open_resources, recall_words, resources
from publish.engine.drawn import DrawnDivision, FontShelf
from publish.engine.kept_words import KeptWords, words_of_text
from publish.engine.paragraphs import plan
from publish.engine.paragraphs.words import Words
from publish.run.cache import Cache
from publish.write.pdf import Purpose
from publish.write.pdf.book import begin
from publish.write.pdf.layout.book_layout import BookLayout
from publish.write.pdf.layout.division import lay_out_division
from publish.write.pdf.layout.known_words import lay_out_knowing, store_of
from tests.write.pdf.books import EDITION
from tests.write.pdf.layout.test_composing import long_book
from tests.write.pdf.layout.test_records_sent import TEI


def book_of(tei: str, folder: Path) -> BookLayout:
    (folder / "book.xml").write_text(tei, "utf-8")
    prepared = pipeline.prepare(folder / "book.xml")
    assert prepared.publication is not None
    return begin(prepared.publication, prepared.edition, Purpose.SCREEN)


@pytest.fixture
def shaped(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that are shaped."""
    words: list[str] = []
    before = Words.shaped

    def note(self: Words, text: str) -> object:
        words.append(text)
        return before(self, text)

    monkeypatch.setattr(Words, "shaped", note)
    return words


def test_words_of_many_scripts_are_set_and_drawn_as_if_nothing_was_known(
    tmp_path: Path, shaped: list[str]
) -> None:
    book = book_of(TEI, tmp_path)
    before = after = 0
    for division in book.divisions:
        shaped.clear()
        unknowing = open_resources(book.inputs)
        first = lay_out_division(division, unknowing, FontShelf())
        before += len(shaped)
        words = words_of_text(" ".join(division.root.itertext()))
        kept = msgspec.msgpack.encode(keep_words(unknowing, words))
        shaped.clear()
        knowing = open_resources(book.inputs)
        recall_words(knowing, msgspec.msgpack.decode(kept, type=KeptWords))
        assert as_drawn(lay_out_division(division, knowing, FontShelf())) == as_drawn(first)
        after += len(shaped)
    assert after < before / 2


def test_lines_are_chosen_anew_in_the_paragraph_alone_that_was_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[int] = []
    choose = plan.choose_lines

    def note(*given: object) -> object:
        chosen.append(1)
        return choose(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(plan, "choose_lines", note)
    cache = Cache(tmp_path)

    def laid_out(word: str, cache: Cache) -> tuple[int, tuple[object, ...]]:
        book = begin(long_book(word), EDITION, Purpose.SCREEN, cache)
        division = next(each for each in book.divisions if each.name == "chapter-2")
        chosen.clear()
        made = lay_out_knowing(book.inputs, division, store_of(division, book))
        return len(chosen), as_drawn(made)

    many, _ = laid_out("Betelgeuse", cache)
    few, made = laid_out("Aldebaran, and a star more,", cache)
    assert 0 < few < many / 2
    monkeypatch.setattr(resources, "_last", None)
    anew, same = laid_out("Aldebaran, and a star more,", Cache(tmp_path / "new"))
    assert anew == many
    assert same == made


def as_drawn(drawn_division: DrawnDivision) -> tuple[object, ...]:
    with Pdf.open(BytesIO(drawn_division.data)) as pdf:
        drawn = [content_of(page.obj) for page in pdf.pages]
    return drawn, drawn_division.page_records, drawn_division.fonts


def test_a_division_finds_its_words_by_its_name_until_many_are_new(tmp_path: Path) -> None:
    cache = Cache(tmp_path)

    def stored(word: str) -> KeptWords | None:
        book = begin(long_book(word), EDITION, Purpose.SCREEN, cache)
        division = next(each for each in book.divisions if each.name == "chapter-2")
        store = store_of(division, book)
        lay_out_knowing(book.inputs, division, store)
        return cache.get_object(store.key, KeptWords)

    many = " ".join(f"{number}th" for number in range(99))
    first = stored(f"{many} Betelgeuse")
    assert first is not None
    assert any("Betelgeuse." in kept.sizes for kept in first.styles.values())
    assert stored(f"{many} Aldebaran") == first, "one word is not worth it"
    new = stored(" ".join(f"{number}st" for number in range(99)))
    assert new is not None
    assert any("98st." in kept.sizes for kept in new.styles.values())
