"""Pages that an earlier run has found right are not read again; what is changed is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from msgspec import structs
from pikepdf import Pdf

from publish.check.pdf import check_pdf
from publish.check.pdf.drawn_text import DrawnText
from publish.model.finding import Finding
from publish.model.printing import PrintedPage
from publish.run.cache import Cache
from publish.write.pdf import Printed, Purpose
from tests.check.pdf.test_preflight import Spoil, paint, spoilt
from tests.write.pdf.books import EDITION, small_book_printed

PAGE = 6
"""One with a paragraph on it."""


@pytest.fixture(scope="module")
def screen() -> Printed:
    return small_book_printed(Purpose.SCREEN)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """What is read of pages, letter by letter."""
    pages: list[bytes] = []
    before = DrawnText.read

    def count(self: DrawnText, page: pikepdf.Object, content: bytes) -> str:
        pages.append(content)
        return before(self, page, content)

    monkeypatch.setattr(DrawnText, "read", count)
    yield pages


def checked(
    data: bytes, pages: tuple[PrintedPage, ...], cache: Cache, purpose: Purpose = Purpose.SCREEN
) -> list[Finding]:
    return check_pdf(data, purpose, EDITION, {}, pages, None, cache)


def no_words(pdf: Pdf) -> None:
    page = pdf.pages[PAGE]
    page.contents_coalesce()
    page.obj.Contents.write(b"")


def other_meaning(pdf: Pdf) -> None:
    for font in pdf.pages[PAGE].obj.Resources.Font.values():
        font.ToUnicode.write(font.ToUnicode.read_bytes().replace(b"> <00", b"> <01"))


def test_a_page_is_read_once(screen: Printed, tmp_path: Path, read: list[bytes]) -> None:
    cache = Cache(tmp_path)
    assert checked(screen.data, screen.printing.pages, cache) == []
    assert len(read) > PAGE
    read.clear()
    assert checked(screen.data, screen.printing.pages, cache) == []
    assert read == []


def test_another_drawing_on_a_page_is_read(
    screen: Printed, tmp_path: Path, read: list[bytes]
) -> None:
    cache = Cache(tmp_path)
    checked(screen.data, screen.printing.pages, cache)
    read.clear()
    harmless = spoilt(screen.data, paint(b"q Q"))
    assert checked(harmless, screen.printing.pages, cache) == []
    assert len(read) == 1


def test_a_page_that_has_another_folio_is_not_read_again(
    screen: Printed, tmp_path: Path, read: list[bytes]
) -> None:
    cache = Cache(tmp_path)
    checked(screen.data, screen.printing.pages, cache)
    read.clear()

    def renumber(pdf: Pdf) -> None:
        bearing = pdf.pages[PAGE].obj.Contents[-1]
        drawn = bearing.read_bytes()
        *_, last = re.findall(rb"q 1 0 0 1 \S+ \S+ cm /\S+ Do Q\n", drawn)
        bearing.write(
            drawn.replace(last, b"q 1 0 0 1 9 9 cm /S3 Do Q\nq 1 0 0 1 12 9 cm /S4 Do Q\n")
        )

    assert checked(spoilt(screen.data, renumber), screen.printing.pages, cache) == []
    assert read == []


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (no_words, "WRI-142"),
        (other_meaning, "WRI-142"),
        (paint(b"BT 1 0 0 1 0 0 Tm <0012> Tj ET"), "WRI-065"),
        (paint(b"q 1 0 0 1 9 9 cm /S3 Do Q"), "WRI-065"),
    ],
)
def test_what_an_earlier_run_found_right_hides_no_fault(
    spoil: Spoil, code: str, screen: Printed, tmp_path: Path
) -> None:
    cache, pages = Cache(tmp_path), screen.printing.pages
    checked(screen.data, pages, cache)
    spoilt_data = spoilt(screen.data, spoil)
    found = checked(spoilt_data, pages, cache)
    assert code in {finding.code for finding in found}
    assert found == checked(spoilt_data, pages, Cache()), "as without what was kept"
    assert found == checked(spoilt_data, pages, cache), "a fault is told in each run"


def test_other_lines_are_looked_for_on_the_same_page(screen: Printed, tmp_path: Path) -> None:
    cache, pages = Cache(tmp_path), list(screen.printing.pages)
    checked(screen.data, tuple(pages), cache)
    first, *rest = pages[PAGE].lines
    lines = (structs.replace(first, text="Words that nobody drew."), *rest)
    pages[PAGE] = structs.replace(pages[PAGE], lines=lines)
    (found,) = checked(screen.data, tuple(pages), cache)
    assert found.code == "WRI-142"


def test_what_holds_for_one_purpose_is_not_taken_for_another(
    screen: Printed, tmp_path: Path, read: list[bytes]
) -> None:
    cache, pages = Cache(tmp_path), screen.printing.pages
    checked(screen.data, pages, cache)
    read.clear()
    checked(screen.data, pages, cache, Purpose.ARCHIVE)
    assert len(read) > PAGE
