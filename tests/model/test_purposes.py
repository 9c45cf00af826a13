"""The table of outputs is whole: each has a maker, a checker, a file of its own, a line of docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from publish.check.pdf import CLAUSES
from publish.makers import MAKERS
from publish.model.edition import Edition
from publish.model.purpose import Form, Purpose, in_order
from publish.write.pdf.assemble.finishing import FINISH

MANUAL = Path(__file__).parents[2] / "docs" / "edition.md"


@pytest.mark.parametrize("purpose", Purpose)
def test_each_output_is_made_checked_and_told_of(purpose: Purpose) -> None:
    assert purpose.form in MAKERS
    if purpose.form is Form.PDF:
        assert CLAUSES[purpose], "no clause checks it"
        assert purpose in FINISH or purpose is Purpose.COVER, "nothing finishes it"
    (row,) = re.findall(r"^\| `outputs` .*$", MANUAL.read_text("utf-8"), re.MULTILINE)
    assert f"`{purpose}`" in row


def test_each_output_has_a_file_of_its_own() -> None:
    assert len({purpose.ending for purpose in Purpose}) == len(Purpose)


def test_print_is_made_before_the_epub_that_lists_its_pages_and_the_record_last() -> None:
    assert in_order(Edition().outputs) == [Purpose.PRESS, Purpose.SCREEN, Purpose.EPUB]
    records = {Purpose.ONIX, Purpose.MARC, Purpose.MARCXML}
    records |= {Purpose.CROSSREF, Purpose.DATACITE, Purpose.CSL}
    assert set(in_order(Purpose)[-len(records) :]) == records
    assert in_order(["onix", "kobo", "cover"]) == [Purpose.COVER, Purpose.KOBO, Purpose.ONIX]
