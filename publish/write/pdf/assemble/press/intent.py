"""What a file for the press declares: its output intent and the claim of a PDF/X version."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Pdf, String

from publish.house.page.press import condition_of, open_profile, read_profile, read_variant
from publish.model.edition import Edition
from publish.run.inputs import read_input


def declare(pdf: Pdf, edition: Edition) -> None:
    """Write the output intent (ISO 32000-1 clause 14.11.5) and the document's keys of PDF/X."""
    path = read_profile(edition)
    variant = read_variant(edition)
    name = (open_profile(path).profile_description or path.stem).strip("\0 ")
    condition = condition_of(path)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(condition or name),
        Info=String(name),
        DestOutputProfile=pdf.make_indirect(pdf.make_stream(read_input(path), N=4)),
    )
    if condition:
        intent.RegistryName = String("http://www.color.org")
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.docinfo.Trapped = Name("/False")
    if not variant.has_transparency:
        pdf.docinfo.GTS_PDFXVersion = String(variant.claim)
        if variant.claim.startswith("PDF/X-1"):
            pdf.docinfo.GTS_PDFXConformance = String(variant.claim)
