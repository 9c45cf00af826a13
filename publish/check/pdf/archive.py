"""What a library asks of a file that it keeps: it says all of itself (ISO 19005-2, -4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from publish.check.pdf.fonts import check_glyphs
from publish.check.pdf.under_test import PdfUnderTest
from publish.model.finding import Finding, error
from publish.model.lazy_pattern import lazy_pattern

_INKS = lazy_pattern(rb"(?:^|[\s\]])(?:[\d.]+\s+){4}[kK](?=\s|$)")
_PRINTED, _HIDDEN = 4, 2 | 32 | 1
"""Flags of annotations (ISO 32000-1 table 165): printed; hidden, not viewed, invisible."""


def check_archive_claim(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand that the file says which PDF/A it is, in the version of PDF for that (6.6.4)."""
    variant = tested.variant
    assert variant is not None, "only tagged files come here"
    packet = tested.metadata
    said = re.search(r"<pdfaid:part>(\d)</pdfaid:part>", packet)
    if said is None or int(said[1]) != variant.archive:
        yield _fault(f"the file does not claim to be {variant.claim}")
    grade = "<pdfaid:conformance>U<" if variant.archive == 2 else "<pdfaid:rev>2020<"
    if grade not in packet:
        yield _fault("the claim lacks its level or year")
    if tested.pdf.pdf_version != variant.pdf_version:
        yield _fault(f"PDF {tested.pdf.pdf_version} is not what {variant.claim} is written in")
    is_described = "Schema:prefix>pdfuaid<" in packet or "<pdfuaid:" not in packet
    if variant.archive == 2 and not is_described:
        yield _fault("the metadata do not describe the properties of PDF/UA (6.6.2.3)")
    if variant.archive == 4 and "/Info" in tested.pdf.trailer:
        yield _fault("the file has a dictionary of information beside its metadata (6.1.3)")


def check_whole(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find what another program would have to have: keys, scripts, files (6.1.3, 6.5, 6.8)."""
    if tested.pdf.is_encrypted:
        yield _fault("the file is encrypted")
    if "/ID" not in tested.pdf.trailer:
        yield _fault("the file has no identifier")
    for key in ("/OpenAction", "/AA", "/AcroForm", "/OCProperties"):
        if key in tested.pdf.Root:
            yield _fault(f"the file has a {key.lstrip('/')}")
    names = tested.pdf.Root.get("/Names", pikepdf.Dictionary())
    for key in ("/EmbeddedFiles", "/JavaScript"):
        if key in names:
            yield _fault(f"the file has {key.lstrip('/')}")
    for name, page in tested.pages():
        for annotation in page.obj.get("/Annots", []):
            flags = int(annotation.get("/F", 0))
            if not flags & _PRINTED or flags & _HIDDEN:
                yield _fault(f"a link on {name} is not told to be printed (6.3.2)")


def check_kept_glyphs(tested: PdfUnderTest) -> Iterator[Finding]:
    """Find characters that are shown as empty boxes, which no PDF/A may hold (6.2.11.8)."""
    for finding in check_glyphs(tested):
        hint = "change the characters, or give a font that has them"
        yield error("WRI-230", f"{finding.message}: that is no PDF/A", hint=hint)


def check_meant_colours(tested: PdfUnderTest) -> Iterator[Finding]:
    """Demand that the file says which colours it means, and uses no others (6.2.3, 6.2.4)."""
    intents = list(tested.pdf.Root.get("/OutputIntents", []))
    profile = intents[0].get("/DestOutputProfile") if len(intents) == 1 else None
    is_screen = isinstance(profile, pikepdf.Stream) and profile.read_bytes()[16:20] == b"RGB "
    if not is_screen or str(intents[0].get("/S", "")) != "/GTS_PDFA1":
        yield _fault("the file does not say by one profile which colours it means")
    for name, drawing in tested.drawings():
        if _INKS.search(drawing):
            hint = "colour it in RGB in styles/own.css"
            yield error("WRI-230", f"{name} is painted in printing inks", hint=hint)
    for image in tested.images():
        what = f"the image of object {image.objgen[0]}"
        if str(image.get("/ColorSpace", "")) == "/DeviceCMYK":
            yield _fault(f"{what} is in printing inks")
        if image.get("/Interpolate", False):
            yield _fault(f"{what} is to be smoothed (6.2.8)")


def _fault(message: str) -> Finding:
    return error("WRI-230", message)
