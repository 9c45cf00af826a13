"""Booklets and covers: pages on sheets, the spine, the bar code, the older versions of PDF/X."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from publish.check.pdf import check_pdf
from publish.house.page.measure import POINTS, read_trim
from publish.model.edition import Book, Edition, Print
from publish.model.finding import UsageError
from publish.write.pdf import Printed, Purpose, write_pdf
from publish.write.pdf.cover.ean13 import bars, modules, read_isbn
from tests.write.pdf.books import (
    EDITION,
    open_pdf,
    page_texts,
    small_book,
    small_book_printed,
    words,
)


def test_a_booklet_has_two_pages_on_each_side(tmp_path: Path) -> None:
    printed = small_book_printed(Purpose.BOOKLET)
    assert printed.findings + check_pdf(printed.data, Purpose.BOOKLET, EDITION) == []
    sides = page_texts(printed.data, tmp_path, "-layout")
    assert len(sides) * 2 == len(printed.printing.pages)
    assert len(printed.printing.pages) % 4 == 0
    assert words(sides[0]) == "A Small Book", "the half title, beside a blank last page"
    with open_pdf(printed.data) as pdf:
        assert [float(side) for side in pdf.pages[0].mediabox] == [0, 0, 792, 612]


def of_print(**choices: object) -> Edition:
    return structs.replace(EDITION, print=Print(**choices))  # type: ignore[arg-type]


def test_a_booklet_on_press_sheets_is_as_large_as_its_pages_and_their_bleed() -> None:
    edition = of_print(imposition="8-up", signature=16, marks=True, creep=True)
    printed = small_book_printed(Purpose.BOOKLET, edition.print)
    assert printed.findings + check_pdf(printed.data, Purpose.BOOKLET, edition) == []
    assert len(printed.printing.pages) % 16 == 0
    with open_pdf(printed.data) as pdf:
        assert len(pdf.pages) == len(printed.printing.pages) / 8
        left, bottom, right, top = (float(side) for side in pdf.pages[0].trimbox)
        bleed = 3 * POINTS["mm"]
        assert right - left == pytest.approx(4 * 396 + 2 * bleed, abs=0.01)
        assert top - bottom == pytest.approx(2 * 612 + 2 * bleed, abs=0.01)


def test_creep_that_eats_the_inner_margin_is_told() -> None:
    edition = of_print(creep=True, paper_caliper_mm=2.0)
    printed = write_pdf(small_book(), edition, Purpose.BOOKLET)
    assert [finding.code for finding in printed.findings] == ["WRI-090"]
    smaller = of_print(creep=True, paper_caliper_mm=2.0, signature=8)
    assert write_pdf(small_book(), smaller, Purpose.BOOKLET).findings == []


def with_isbn(isbn: str, **choices: object) -> Edition:
    book = structs.replace(EDITION.book, isbn_print=isbn, description="A book about nothing much.")
    assert isinstance(book, Book)
    return structs.replace(EDITION, book=book, print=Print(**choices))  # type: ignore[arg-type]


def test_a_cover_is_as_wide_as_two_leaves_and_the_spine(press: Printed, tmp_path: Path) -> None:
    edition = with_isbn("978-3-16-148410-0", paper_caliper_mm=1.0)
    printed = write_pdf(small_book(), edition, Purpose.COVER)
    assert printed.findings + check_pdf(printed.data, Purpose.COVER, edition) == []
    with open_pdf(printed.data) as pdf:
        (page,) = pdf.pages
        left, bottom, right, top = (float(side) for side in page.trimbox)
        assert right - left == pytest.approx(2 * 396 + press.pages / 2 * POINTS["mm"], abs=0.05)
        assert top - bottom == pytest.approx(612, abs=0.05)
        assert float(page.trimbox[0]) - float(page.mediabox[0]) == pytest.approx(8.504, abs=0.01)
    text = words(page_texts(printed.data, tmp_path)[0])
    assert text.count("A Small Book") == 2, "on the front and on the spine"
    assert "A book about nothing much." in text
    assert "9 783161 484100" in text


def test_a_thin_spine_bears_no_words(tmp_path: Path) -> None:
    printed = small_book_printed(Purpose.COVER)
    assert words(page_texts(printed.data, tmp_path)[0]).count("A Small Book") == 1


def test_a_wrong_isbn_is_told() -> None:
    with pytest.raises(UsageError, match="WRI-077"):
        write_pdf(small_book(), with_isbn("978-3-16-148410-1"), Purpose.COVER)


def test_an_isbn_of_ten_figures_has_its_bar_code() -> None:
    assert read_isbn("0-306-40615-2") == "9780306406157"


def test_a_bar_code_is_that_of_the_standard() -> None:
    """The example of ISO/IEC 15420's usual illustration, 4003994155486."""
    code = modules("4003994155486")
    assert len(code) == 95
    assert code.startswith("1010001101")
    assert code[45:50] == "01010"
    assert sum(width for _, width, _ in bars("4003994155486")) == code.count("1")


@pytest.mark.parametrize("variant", ["pdf/x-1a", "pdf/x-3"])
def test_older_versions_of_pdf_x_are_written(variant: str) -> None:
    edition = of_print(variant=variant, marks=True)
    printed = small_book_printed(Purpose.PRESS, edition.print)
    assert check_pdf(printed.data, Purpose.PRESS, edition) == []
    with open_pdf(printed.data) as pdf:
        assert pdf.pdf_version == "1.4"


@pytest.mark.parametrize(
    ("text", "code"), [("A55", "WRI-050"), ("5.5x8.5furlong", "WRI-050"), ("1x1mm", "WRI-050")]
)
def test_an_unknown_trim_is_told(text: str, code: str) -> None:
    with pytest.raises(UsageError, match=code):
        read_trim(text)


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        (Print(margins="1mm 2mm"), "WRI-051"),
        (Print(canon="mine"), "WRI-051"),
        (Print(leading="14 parsecs"), "WRI-051"),
        (Print(font_size="90pt"), "WRI-052"),
        (Print(variant="pdf/x-9"), "WRI-059"),
        (Print(icc_profile="none.icc"), "WRI-059"),
    ],
)
def test_a_choice_that_cannot_be_is_told(choices: Print, code: str) -> None:
    with pytest.raises(UsageError, match=code):
        write_pdf(small_book(), structs.replace(EDITION, print=choices), Purpose.PRESS)
