"""A book made for a printer is as the printer takes it; one made otherwise is told the key."""

from __future__ import annotations

import pypdfium2
import pytest
from msgspec import structs

from publish.check.pdf import check_pdf
from publish.house.page.measure import POINTS
from publish.house.page.printer import printer_ids, read_printer, spine_mm, with_defaults
from publish.model.edition import Edition, Print
from publish.model.finding import Finding
from publish.model.publication import Publication
from publish.write.pdf import Printed, Purpose, write_pdf
from publish.write.pdf.cover.barcode import MODULE, QUIET
from publish.write.pdf.cover.ean13 import MODULES
from tests.write.pdf.books import EDITION, PARAGRAPH, one_part, open_pdf, part

OF_PRINTERS = {"WRI-200", "WRI-201", "WRI-202", "WRI-203", "WRI-204", "WRI-205", "WRI-147"}


def edition_for(printer: str, stated: dict[str, object] | None = None) -> Edition:
    choices = Print(printer=printer, **(stated or {}))  # type: ignore[arg-type]
    return structs.replace(EDITION, print=with_defaults(choices, stated or ()))


def told(printed: Printed, purpose: Purpose, edition: Edition) -> list[Finding]:
    found = check_pdf(printed.data, purpose, edition)
    return [finding for finding in found if finding.code in OF_PRINTERS]


def tiny_book() -> Publication:
    return one_part(f"<h1>Chapter</h1>{PARAGRAPH * 8}")


ROOMY = {"margins": "26mm 26mm 20mm 26mm"}


@pytest.mark.parametrize("printer", printer_ids())
def test_a_book_made_for_a_printer_is_one_that_it_takes(printer: str) -> None:
    edition = edition_for(printer, ROOMY)
    printed = write_pdf(tiny_book(), edition, Purpose.PRESS)
    assert not [f for f in check_pdf(printed.data, Purpose.PRESS, edition) if f.severity == "error"]
    found = told(printed, Purpose.PRESS, edition)
    few = read_printer(printer).least_pages > printed.pages
    assert [finding.code for finding in found] == (["WRI-202"] if few else [])


def test_a_trim_that_is_not_printed_is_told_with_the_nearest(press: Printed) -> None:
    edition = structs.replace(EDITION, print=Print(printer="bod", bleed="5mm"))
    (trim,) = (f for f in told(press, Purpose.PRESS, edition) if f.code == "WRI-200")
    assert "139.7 x 215.9 mm" in trim.message
    assert 'write print.trim = "135x215mm"' in trim.hint


def test_a_trim_in_millimetres_is_one_in_inches() -> None:
    """A5 is Lulu's 5.83 x 8.27 in, and lies between Amazon's least and most."""
    printed = write_pdf(tiny_book(), edition_for("lulu", {"trim": "A5"}), Purpose.PRESS)
    for name in ("lulu", "kdp", "bod"):
        edition = edition_for(name, {"trim": "A5"})
        assert "WRI-200" not in {f.code for f in told(printed, Purpose.PRESS, edition)}, name


@pytest.mark.parametrize(
    ("printer", "stated", "key"),
    [
        ("bod", {"bleed": "3mm"}, 'bleed = "5mm"'),
        ("kdp", {"marks": True}, "marks = false"),
        ("ingramspark", {"variant": "pdf/x-4"}, 'variant = "pdf/x-1a"'),
        ("lulu", {"ink_limit": 300}, "ink_limit = 270"),
    ],
)
def test_what_a_printer_takes_otherwise_names_its_key(
    printer: str, stated: dict[str, object], key: str
) -> None:
    edition = edition_for(printer, {**ROOMY, **stated})
    printed = write_pdf(tiny_book(), edition, Purpose.PRESS)
    found = [f for f in told(printed, Purpose.PRESS, edition) if f.code == "WRI-201"]
    assert [finding.hint for finding in found] == [f"write print.{key}"]


def test_pages_do_not_bleed_at_the_spine_where_the_printer_wants_none() -> None:
    printed = write_pdf(tiny_book(), edition_for("kdp", ROOMY), Purpose.PRESS)
    with open_pdf(printed.data) as pdf:
        for number, page in enumerate(pdf.pages):
            media, trim = ([float(side) for side in box] for box in (page.mediabox, page.trimbox))
            over = [round(abs(a - b), 2) for a, b in zip(media, trim, strict=True)]
            spine = 0 if number % 2 == 0 else 2
            assert over == [0 if side == spine else 9.0 for side in range(4)]
        sizes = {tuple(float(side) for side in page.mediabox)[2:] for page in pdf.pages}
    assert sizes, "6.125 x 9.25 in, as Amazon reckons it"


@pytest.mark.parametrize("more", [0, 1])
def test_a_last_page_is_left_blank_for_the_printer(more: int) -> None:
    """Of a book with an even number of pages, and of one with an odd number."""
    made = tiny_book()
    made.parts += [part(f"coda-{n}", "<h1>Coda</h1><p>End.</p>", "Coda") for n in range(more)]
    edition = edition_for("ingramspark", {**ROOMY, "chapter_opens": "any"})
    printed = write_pdf(made, edition, Purpose.PRESS)
    texts = []
    with pypdfium2.PdfDocument(printed.data) as pdf:
        texts = [page.get_textpage().get_text_range().strip() for page in pdf]
    assert len(texts) % 2 == 0
    assert not texts[-1], "the printer's code stands there"


@pytest.mark.parametrize(
    ("printer", "paper", "millimetres"),
    [
        ("kdp", "white", 100 * 0.002252 * 25.4),
        ("kdp", "cream", 100 * 0.0025 * 25.4),
        ("lulu", "", (100 / 444 + 0.06) * 25.4),
        ("generic", "", 5.0),
    ],
)
def test_the_spine_is_as_the_printer_reckons_it(
    printer: str, paper: str, millimetres: float
) -> None:
    choices = with_defaults(Print(printer=printer, paper=paper), ())
    assert spine_mm(choices, 100) == pytest.approx(millimetres, abs=0.01)


def test_a_caliper_of_the_books_own_goes_before_the_papers() -> None:
    choices = with_defaults(Print(printer="kdp", paper_caliper_mm=0.2), {"paper_caliper_mm"})
    assert choices.paper_caliper_mm == 0.2


def test_a_spine_bears_words_from_the_pages_that_the_printer_says() -> None:
    edition = edition_for("kdp", {"paper_caliper_mm": 2.0, "pages_multiple": 16})
    printed = write_pdf(tiny_book(), edition, Purpose.COVER)
    (finding,) = (f for f in printed.findings if f.code == "WRI-146")
    assert "spines of 79 pages" in finding.message


def test_a_cover_without_the_bar_code_it_needs_is_told() -> None:
    edition = edition_for("bod")
    printed = write_pdf(tiny_book(), edition, Purpose.COVER)
    found = told(printed, Purpose.COVER, edition)
    assert [finding.code for finding in found] == ["WRI-205", "WRI-204"]
    assert "book.isbn_print" in found[0].hint
    assert "print.paper_caliper_mm" in found[1].hint


def test_our_bar_code_is_as_large_as_printers_ask() -> None:
    """BoD: 25 mm at the least; Amazon's own code takes 2 in."""
    width = (MODULES + 2 * QUIET) * MODULE
    assert 25 * POINTS["mm"] <= width <= 2 * POINTS["in"]


def test_the_words_of_the_back_leave_room_for_the_printers_code() -> None:
    lowest: dict[str, float] = {}
    book = structs.replace(EDITION.book, description="A sentence of the back. " * 300)
    for printer in ("generic", "kdp"):
        edition = edition_for(printer, {"trim": "6x9in", "bleed": "0.125in"})
        edition = structs.replace(edition, book=book)
        printed = write_pdf(tiny_book(), edition, Purpose.COVER)
        lowest[printer] = lowest_word(printed)
    assert lowest["kdp"] > 1.45 * 72 + 9 > lowest["generic"]


def lowest_word(printed: Printed) -> float:
    """Find the foot of the lowest letter of the back, in points from the sheet's lower edge."""
    with pypdfium2.PdfDocument(printed.data) as pdf:
        text = pdf[0].get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        return min(bottom for left, bottom, _, _ in boxes if 0 < left < 400)


@pytest.mark.parametrize("printer", printer_ids())
def test_every_printer_says_where_its_figures_come_from(printer: str) -> None:
    found = read_printer(printer)
    assert found.sources and all(address.startswith("http") for address in found.sources)
    assert len(found.as_of) == len("2026-11-29")
