"""The inner margin that a glued back needs grows with the number of pages."""

from __future__ import annotations

import dataclasses

import pytest

from publish.house.page.geometry import read_geometry
from publish.house.page.inner_margins import check_inner_margin, inner_due
from publish.model.edition import Print
from publish.model.finding import Finding
from publish.write.pdf import Purpose, write_pdf
from tests.write.pdf.books import EDITION, small_book


def told(margins: str, pages: int) -> list[Finding]:
    edition = dataclasses.replace(EDITION, print=Print(margins=margins))
    return list(check_inner_margin(edition, read_geometry(edition.print), pages))


@pytest.mark.parametrize(
    ("pages", "inches"),
    [(24, 0.375), (150, 0.375), (151, 0.5), (300, 0.5), (301, 0.625), (501, 0.75), (900, 0.875)],
)
def test_more_pages_need_more_of_the_inner_margin(pages: int, inches: float) -> None:
    assert inner_due(pages) == inches
    assert told(f"{inches}in 12mm 12mm 15mm", pages) == []
    (finding,) = told(f"{inches - 0.01}in 12mm 13mm 15mm", pages)
    assert f"need {inches} in" in finding.message
    assert "mm 12mm 13mm 15mm" in finding.hint
    assert told(finding.hint.split('"')[1], pages) == [], "the margins that are offered do"


@pytest.mark.parametrize(("purpose", "codes"), [(Purpose.PRESS, ["WRI-147"]), (Purpose.SCREEN, [])])
def test_a_file_for_the_press_is_told_the_margin_that_is_due(
    purpose: Purpose, codes: list[str]
) -> None:
    edition = dataclasses.replace(EDITION, print=Print(margins="9mm 12mm 12mm 15mm"))
    findings = write_pdf(small_book(), edition, purpose).findings
    assert [finding.code for finding in findings] == codes
