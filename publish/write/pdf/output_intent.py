"""For which press a PDF is meant: its output intent and the claim of a PDF/X version."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import ImageCms

from publish.edition import Edition
from publish.finding import UsageError, error, say_path
from publish.inputs import read_input
from publish.stylesheets import styles_folder

HOUSE_PROFILE = "colour/FOGRA39L_coated.icc"


@dataclass(frozen=True, slots=True)
class Variant:
    """A version of PDF/X: what it claims, its PDF version, what it forbids."""

    claim: str
    pdf_version: str
    has_transparency: bool


VARIANTS = {
    "pdf/x-4": Variant("PDF/X-4", "1.6", True),
    "pdf/x-3": Variant("PDF/X-3:2003", "1.4", False),
    "pdf/x-1a": Variant("PDF/X-1a:2003", "1.4", False),
}
"""ISO 15930-7, -6 and -4."""


def read_variant(edition: Edition) -> Variant:
    """Find the PDF/X version that the edition asks for."""
    variant = VARIANTS.get(edition.print.variant.strip().lower())
    if variant is None:
        message = f"variant {edition.print.variant!r} is unknown"
        raise UsageError(error("WRI-059", message, hint=f"name one of {', '.join(VARIANTS)}"))
    return variant


def read_profile(edition: Edition) -> Path:
    """Find the press's profile: the edition's own, or the house profile; it must be CMYK."""
    named = edition.print.icc_profile
    path = edition.folder / named if named else styles_folder() / HOUSE_PROFILE
    try:
        space = _open(path).xcolor_space.strip()
    except (OSError, ImageCms.PyCMSError):
        space = ""
    if space != "CMYK":
        message = f"{say_path(path)} is not a CMYK profile that can be read"
        hint = "give print.icc_profile an ICC profile of the press, or leave it empty"
        raise UsageError(error("WRI-059", message, hint=hint))
    return path


def declare(pdf: Pdf, edition: Edition) -> None:
    """Write the output intent (ISO 32000-1 clause 14.11.5) and the document's keys of PDF/X."""
    path = read_profile(edition)
    variant = read_variant(edition)
    profile = _open(path)
    name = (profile.profile_description or path.stem).strip("\0 ")
    is_house = not edition.print.icc_profile
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String("FOGRA39" if is_house else name),
        Info=String(name),
        DestOutputProfile=pdf.make_indirect(pdf.make_stream(read_input(path), N=4)),
    )
    if is_house:
        intent.RegistryName = String("http://www.color.org")
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.docinfo.Trapped = Name("/False")
    if not variant.has_transparency:
        pdf.docinfo.GTS_PDFXVersion = String(variant.claim)
        if variant.claim.startswith("PDF/X-1"):
            pdf.docinfo.GTS_PDFXConformance = String(variant.claim)


def _open(path: Path) -> Any:
    return ImageCms.getOpenProfile(io.BytesIO(read_input(path))).profile
