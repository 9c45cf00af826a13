"""What else a press demands: no links, and a claim of PDF/X (ISO 15930-7 clause 6)."""

from __future__ import annotations

from collections.abc import Iterator

from publish.check.pdf.under_test import PdfUnderTest
from publish.house.page.press import VARIANTS
from publish.model.finding import Finding, error
from publish.model.purpose import Purpose


def check_annotations(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find links and other annotations, and scripts (6.5, 6.6)."""
    for name, page in tested.pages():
        if len(page.obj.get("/Annots", [])):
            yield error("WRI-072", f"{name} has links or other annotations")
    for key in ("/OpenAction", "/AA", "/AcroForm"):
        if key in tested.pdf.Root:
            yield error("WRI-072", f"the file has a {key.lstrip('/')}")


def check_claim(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand that the file says which PDF/X it is, in the version of PDF that this allows."""
    variant = VARIANTS.get(tested.edition.print.variant.lower())
    if variant is None or tested.purpose is Purpose.BOOKLET:
        return
    said = tested.metadata + str(tested.pdf.docinfo.get("/GTS_PDFXVersion", ""))
    if variant.claim not in said:
        yield error("WRI-073", f"the file does not claim to be {variant.claim}")
    if tested.pdf.pdf_version > variant.pdf_version:
        found = tested.pdf.pdf_version
        yield error("WRI-073", f"PDF {found} is newer than {variant.claim} allows")
    if str(tested.pdf.docinfo.get("/Trapped", "")) not in ("/False", "/True"):
        yield error("WRI-073", "the file does not say whether it is trapped")
    if "/ID" not in tested.pdf.trailer:
        yield error("WRI-073", "the file has no identifier")
    if tested.pdf.is_encrypted:
        yield error("WRI-073", "the file is encrypted")
