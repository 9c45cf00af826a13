"""Whether a PDF may be mined, as TDM agents and validators of PDF/A read it."""

from __future__ import annotations

import dataclasses
from io import BytesIO

import page as page_validation
import pikepdf

from publish.write.pdf import Purpose, write_pdf
from tests.write.pdf.books import EDITION, one_part

POLICY = "https://press.example/tdm?book=1&language=en"
RESERVED = dataclasses.replace(
    EDITION, book=dataclasses.replace(EDITION.book, tdm="reserved", tdm_policy=POLICY)
)
TDM = "{http://www.w3.org/ns/tdmrep/}"


def test_mining_is_reserved_in_every_pdf_and_its_terms_are_named() -> None:
    for purpose in (Purpose.SCREEN, Purpose.PRESS):
        data = write_pdf(one_part("<h1>One</h1><p>Words.</p>"), RESERVED, purpose).data
        with pikepdf.open(BytesIO(data)) as pdf, pdf.open_metadata() as metadata:
            assert metadata[f"{TDM}reservation"] == "1"
            assert metadata[f"{TDM}policy"] == POLICY


def test_the_properties_break_no_rule_of_pdf_a_about_metadata() -> None:
    data = write_pdf(one_part("<h1>One</h1><p>Words.</p>"), RESERVED, Purpose.SCREEN).data
    failed = {f.rule_id for f in page_validation.validate_pdf_bytes(data, profile="2b").failures}
    assert not {rule for rule in failed if rule.startswith("6.6.2.3")}


def test_nothing_is_said_where_the_edition_says_nothing() -> None:
    data = write_pdf(one_part("<h1>One</h1><p>Words.</p>"), EDITION, Purpose.SCREEN).data
    assert b"tdmrep" not in data
