"""What `page`, a validator of others, says of a PDF/UA-1 or PDF/A-2u.

It passes the corpus of veraPDF, the industry's own validator; it is optional, and is asked where
the edition wants it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from publish.check.pdf.under_test import PdfUnderTest
from publish.model.finding import Finding, MachineError, error, notice

if TYPE_CHECKING:
    from types import ModuleType

PROFILES = {"PDF/UA-1": ("ua1",), "PDF/A-2u": ("pdfa2u", "ua1")}
"""What page calls that which a file claims to be."""

MISTAKEN = {"PDFA2U-STREAM-LENGTH-001": b"\r\nendstream"}
"""Rules that page 0.11 finds broken where they are not, and what it stumbles over.

A stream may end in a carriage return of its own, before the line's end that ISO 19005-2 clause
6.1.7.1 asks for; page takes both for that, and counts one byte too few.
"""

INSTALL = 'pip install "publish-tei[validation]"'


def ask_page(tested: PdfUnderTest, data: bytes) -> Iterator[Finding]:
    """Have page read the bytes of a file, where the edition asks for it.

    Raises MachineError CLI-003 where page is not there. Code: WRI-232.
    """
    variant = tested.variant
    if not tested.edition.print.second_opinion or variant is None:
        return
    profiles = PROFILES.get(variant.claim, ())
    if not profiles:
        message = f"nobody was asked for a second opinion: page does not know {variant.claim}"
        yield notice("WRI-232", message)
        return
    page = _page()
    for profile in profiles:
        if profile == "ua1" and "<pdfuaid:part>" not in tested.metadata:
            continue  # it claims nothing, and WRI-071 says why
        for failure in page.validate_pdf_bytes(data, profile=profile).failures:
            if failure.rule_id in MISTAKEN and MISTAKEN[failure.rule_id] in data:
                continue
            yield error("WRI-232", f"page says by {failure.rule_id}: {failure.message}")


def _page() -> ModuleType:
    try:
        import page
    except ImportError:
        message = "there is no validator for a second opinion"
        raise MachineError(error("CLI-003", message, hint=INSTALL)) from None
    return page
