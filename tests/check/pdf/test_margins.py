"""The inner margin that a glued back needs grows with the pages; printers want the others free."""

from __future__ import annotations

import pikepdf
import pytest
from msgspec import structs

from publish.check.pdf import check_pdf
from publish.check.pdf.margins import check_margins
from publish.check.pdf.under_test import PdfUnderTest
from publish.house.page.measure import POINTS
from publish.house.page.printer import read_printer
from publish.model.edition import Print
from publish.model.finding import Finding
from publish.write.pdf import Printed, Purpose, write_pdf
from tests.write.pdf.books import EDITION, small_book


def told(margins: str, pages: int, **choices: str) -> list[Finding]:
    edition = structs.replace(EDITION, print=Print(margins=margins, **choices))  # type: ignore[arg-type]
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(396, 612))
        return list(check_margins(PdfUnderTest(pdf, Purpose.PRESS, edition)))


@pytest.mark.parametrize(
    ("pages", "inches"),
    [(24, 0.375), (150, 0.375), (151, 0.5), (300, 0.5), (301, 0.625), (501, 0.75), (900, 0.875)],
)
def test_more_pages_need_more_of_the_inner_margin(pages: int, inches: float) -> None:
    assert read_printer("kdp").inner_due(pages) == inches * POINTS["in"]
    assert told(f"{inches}in 12mm 12mm 15mm", pages) == []
    (finding,) = told(f"{inches - 0.01}in 12mm 13mm 15mm", pages)
    assert finding.code == "WRI-147"
    assert f"need {inches} in" in finding.message
    assert "mm 12mm 13mm 15mm" in finding.hint
    assert told(finding.hint.split('"')[1], pages) == [], "the margins that are offered do"


@pytest.mark.parametrize("printer", ["kdp", "ingramspark", "lulu"])
def test_the_margins_that_are_offered_do_for_the_printer(printer: str) -> None:
    found = told("5mm 6mm 5mm 7mm", 200, printer=printer)
    assert [finding.code for finding in found] == ["WRI-147", "WRI-203", "WRI-203", "WRI-203"]
    assert len({finding.hint for finding in found}) == 1, "one repair for all"
    assert told(found[0].hint.split('"')[1], 200, printer=printer) == []


@pytest.mark.parametrize(
    ("printer", "canon", "codes"),
    [
        ("kdp", "house", set()),
        ("ingramspark", "house", set()),
        ("lulu", "house", set()),
        ("kdp", "compact", {"WRI-203"}),
        ("ingramspark", "compact", {"WRI-203"}),
        ("lulu", "compact", {"WRI-203"}),
    ],
)
def test_the_house_canon_leaves_free_what_the_printer_wants(
    printer: str, canon: str, codes: set[str]
) -> None:
    found = told("", 48, printer=printer, canon=canon, bleed="0.125in")
    assert {finding.code for finding in found} == codes


def test_folios_count_as_text() -> None:
    """The drop folio of a page stands half an inch from the trim, less what it hangs below."""
    (finding,) = told("20mm 30mm 15mm 0.9in", 60, printer="ingramspark")
    assert finding.message.startswith("the folios at the foot stand")


@pytest.mark.parametrize("printed", [Purpose.PRESS, Purpose.SCREEN])
def test_only_a_file_for_the_press_is_told(printed: Purpose, press: Printed) -> None:
    edition = structs.replace(EDITION, print=Print(margins="9mm 12mm 12mm 15mm"))
    made = press if printed is Purpose.PRESS else write_pdf(small_book(), EDITION, printed)
    codes = [finding.code for finding in check_pdf(made.data, printed, edition)]
    assert codes == (["WRI-147"] if printed is Purpose.PRESS else [])
