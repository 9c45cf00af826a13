"""Pages as a reader turns them: sides, folios, running heads, notes, contents, bookmarks."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from msgspec import structs

from publish.check.pdf import check_pdf
from publish.model.publication import Matter, Publication
from publish.write.pdf import Printed, Purpose, write_pdf
from publish.write.pdf.prepare.folios import roman
from tests.write.pdf.books import (
    EDITION,
    PARAGRAPH,
    open_pdf,
    page_texts,
    part,
    small_book,
    words,
)

ROOT = Path(__file__).parents[4]
BARE = structs.replace(EDITION, print=structs.replace(EDITION.print, half_title=False))


@pytest.fixture(scope="module")
def pages(press: Printed, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return page_texts(press.data, tmp_path_factory.mktemp("press"))


def page_with(pages: list[str], text: str) -> int:
    return next(i for i, page in enumerate(pages) if text in words(page))


def test_both_pdfs_pass_their_preflight(screen: Printed, press: Printed) -> None:
    assert screen.findings + check_pdf(screen.data, Purpose.SCREEN, EDITION) == []
    assert press.findings + check_pdf(press.data, Purpose.PRESS, EDITION) == []


def test_front_matter_has_its_sides(pages: list[str]) -> None:
    """Half title and title on rectos, the copyright page on the title's back, blanks blank."""
    assert words(pages[0]) == "A Small Book"
    assert pages[1].strip() == ""
    assert words(pages[2]) == "A Small Book Ann Author"
    assert words(pages[3]) == "No rights."
    assert "Contents" in pages[4]


def test_folios_are_roman_before_the_body_and_arabic_from_1(
    press: Printed, pages: list[str]
) -> None:
    start = press.printing.folios
    assert start["preface"] == "vii"
    assert start["chapter-01"] == "1"
    body = [page.folio for page in press.printing.pages].index("1")
    assert body % 2 == 0, "page 1 is a recto"
    assert pages[body].split()[-1] == "1", "the first page's folio stands at its foot"


def test_chapters_open_on_rectos(press: Printed, pages: list[str]) -> None:
    for number in (1, 2, 3):
        folio = int(press.printing.folios[f"chapter-0{number}"])
        assert folio % 2 == 1
        index = [page.folio for page in press.printing.pages].index(str(folio))
        assert f"Chapter {number}" in pages[index]


def test_running_heads_name_the_book_on_versos_and_the_chapter_on_rectos(
    press: Printed, pages: list[str]
) -> None:
    folios = [page.folio for page in press.printing.pages]
    verso, recto = pages[folios.index("2")], pages[folios.index("3")]
    assert verso.split("\n")[0].startswith("2")
    assert "a small book" in words(verso)[:40].casefold()
    assert "chapter 1" in words(recto)[:40].casefold()
    opening = pages[folios.index("1")]
    assert "a small book" not in opening.casefold(), "an opening page has no running head"


def test_contents_and_index_name_the_pages_that_are_printed(
    press: Printed, pages: list[str]
) -> None:
    contents = words(pages[4]).replace(" .", "")
    for name, title in (("preface", "Preface"), ("chapter-02", "Chapter 2"), ("index", "Index")):
        assert f"{title} {press.printing.folios[name]}" in contents
    index = words(pages[page_with(pages, "apples,")])
    assert f"apples, {press.printing.folios['apples']}" in index


def test_a_note_stands_at_the_foot_of_the_page_that_refers_to_it(pages: list[str]) -> None:
    page = pages[page_with(pages, "Here stands a note.")]
    lines = [line for line in page.split("\n") if line]
    assert "1 The note's own words stand at the foot." in lines[-2:]


def test_a_recto_s_margins_are_mirrored_on_the_verso(press: Printed) -> None:
    with open_pdf(press.data) as pdf:
        shifts = {round(float(page.trimbox[0]), 2) for page in pdf.pages}
        assert len(shifts) == 2
        for page in pdf.pages:
            left, bottom, right, top = (float(side) for side in page.trimbox)
            assert (round(right - left), round(top - bottom)) == (396, 612)
            assert float(page.obj.BleedBox[0]) == pytest.approx(left - 8.504, abs=0.01)


def test_the_press_file_declares_its_press_and_has_no_links(press: Printed) -> None:
    with open_pdf(press.data) as pdf:
        assert pdf.Root.OutputIntents[0].OutputConditionIdentifier == "FOGRA39"
        assert not [page for page in pdf.pages if "/Annots" in page.obj]
        assert b"PDF/X-4" in pdf.Root.Metadata.read_bytes()
        assert "/StructTreeRoot" not in pdf.Root


def structure(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Walk the tags (ISO 32000-1 clause 14.7.2)."""
    pending = [pdf.Root.StructTreeRoot.K[0]]
    while pending:
        tag = pending.pop()
        if isinstance(tag, pikepdf.Dictionary) and "/S" in tag:
            yield tag
            below = tag.get("/K")
            if isinstance(below, pikepdf.Array):
                pending += list(below)
            elif below is not None:
                pending.append(below)


def test_the_screen_file_is_tagged_titled_and_linked(screen: Printed) -> None:
    with open_pdf(screen.data) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert b"<pdfuaid:part>1" in pdf.Root.Metadata.read_bytes()
        tags = list(structure(pdf))
        kinds = Counter(str(tag.S) for tag in tags)
        assert kinds["/H1"] >= 5
        assert kinds["/P"] > 30
        assert [str(tag.Alt) for tag in tags if tag.S == "/Figure"] == ["A red field"]
        links = [link for page in pdf.pages for link in page.obj.get("/Annots", [])]
        assert len(links) >= 8
        assert all(str(link.get("/Contents", "")) for link in links if "/Dest" in link)


def frontispiece_first() -> Publication:
    """A Hebrew book that begins with a left-hand page and has chapters of one page."""
    verso = part("plate", PARAGRAPH, epub_type="frontispiece", matter=Matter.FRONT, lang="he")
    chapters = [part(f"chapter-0{n}", f"<h1>{n}</h1>", str(n), lang="he") for n in (1, 2)]
    return Publication("A Small Book", "he", "rtl", [verso, *chapters], [])


@pytest.mark.parametrize("made", [small_book, frontispiece_first])
def test_a_screen_shows_facing_pages_as_the_bound_book_has_them(
    made: Callable[[], Publication],
) -> None:
    book = made()
    printed = write_pdf(book, BARE, Purpose.SCREEN)
    for index, page in enumerate(printed.printing.pages):
        number = int(page.folio) if page.folio.isdigit() else roman_value(page.folio)
        assert number % 2 == (index + 1) % 2, "odd folios on odd pages of the file"
    with open_pdf(printed.data) as pdf:
        assert len(pdf.pages) == len(printed.printing.pages)
        assert pdf.Root.PageLayout == "/TwoPageRight"
        towards = str(pdf.Root.ViewerPreferences.get("/Direction", "/L2R"))
        assert towards == {"ltr": "/L2R", "rtl": "/R2L"}[book.direction]


def roman_value(folio: str) -> int:
    return next(number for number in range(1, 100) if roman(number) == folio)


def test_bookmarks_lead_to_the_chapters(screen: Printed) -> None:
    with open_pdf(screen.data) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == ["Preface", "Chapter 1", "Chapter 2", "Chapter 3", "Index"]


def test_viewers_call_pages_by_their_folios(press: Printed) -> None:
    with open_pdf(press.data) as pdf:
        nums = list(pdf.Root.PageLabels.Nums)
    assert str(nums[1].S) == "/r"
    assert str(nums[-1].S) == "/D"


MAKE = """
import hashlib, sys
from publish.write.pdf import Purpose, write_pdf
from tests.write.pdf.books import EDITION, small_book
for purpose in (Purpose.SCREEN, Purpose.PRESS):
    print(hashlib.sha256(write_pdf(small_book(), EDITION, purpose).data).hexdigest())
"""


def test_the_same_book_is_the_same_bytes_anywhere(
    screen: Printed, press: Printed, tmp_path: Path
) -> None:
    environment = {
        **os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT),
        "LC_ALL": "C",
    }  # fmt: skip
    command = [sys.executable, "-c", MAKE]
    said = subprocess.run(
        command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    ).stdout.split()
    assert said == [hashlib.sha256(made.data).hexdigest() for made in (screen, press)]
