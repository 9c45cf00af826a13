"""Whether a PDF may be mined, as TDM agents and validators of PDF/A read it."""

from __future__ import annotations

from io import BytesIO

import page as page_validation
import pikepdf
from msgspec import structs

from publish.write.pdf import Purpose, write_pdf
from tests.write.pdf.books import EDITION, one_part

POLICY = "https://press.example/tdm?book=1&language=en"
RESERVED = structs.replace(
    EDITION, book=structs.replace(EDITION.book, tdm="reserved", tdm_policy=POLICY)
)
TDM = "{http://www.w3.org/ns/tdmrep/}"


def test_mining_is_reserved_in_every_pdf_and_its_terms_are_named() -> None:
    for purpose in (Purpose.SCREEN, Purpose.PRESS):
        data = write_pdf(one_part("<h1>One</h1><p>Words.</p>"), RESERVED, purpose).data
        with pikepdf.open(BytesIO(data)) as pdf, pdf.open_metadata() as metadata:
            assert metadata[f"{TDM}reservation"] == "1"
            assert metadata[f"{TDM}policy"] == POLICY


def test_a_pdf_for_libraries_says_so_and_stays_pdf_a() -> None:
    data = write_pdf(one_part("<h1>One</h1><p>Words.</p>"), RESERVED, Purpose.ARCHIVE).data
    assert b"tdm:reservation" in data
    assert page_validation.validate_pdf_bytes(data, profile="2u").failures == []


def test_nothing_is_said_where_the_edition_says_nothing() -> None:
    data = write_pdf(one_part("<h1>One</h1><p>Words.</p>"), EDITION, Purpose.SCREEN).data
    assert b"tdmrep" not in data
