"""What the shop may say of an EPUB's accessibility: what the finished file itself says.

Beside it stands what the evidence comes to: conformance; or that nobody knows, or that something
is known to be missing; who has evaluated the book, when, and whom to write to.

Authority: Schema.org Accessibility Properties Crosswalk (W3C community group), EPUB 3.3 to ONIX
code list 196; hazards by list 143.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.model.access import Exemption, Standing
from publish.model.edition import Edition
from publish.write.access_metadata import access_metadata_of
from publish.write.onix.elements import node

ACCESS, HAZARD, VERSION = "09", "12", "15"
"""List 79: what a feature tells of."""

EPUB_3_3 = "101F"
"""List 220."""

SUMMARY = "00"
CODES = {
    "accessibilityFeature": {
        "tableOfContents": ("11",),
        "index": ("12",),
        "readingOrder": ("13",),
        "alternativeText": ("14",),
        "longDescriptions": ("15",),
        "MathML": ("17",),
        "pageBreakMarkers": ("19",),
        "structuralNavigation": ("29",),
        "ARIA": ("30",),
        "displayTransformability": ("36",),
        "pageNavigation": ("41",),
    },
    "accessModeSufficient": {"textual": ("52",)},
}
"""List 196 by schema.org's property and value; what it has no code for is left out."""

UNRESTRICTED = "10"
"""List 196: nothing of a reading system's help is switched off, as protection might."""

NO_HAZARD = "00"
"""List 143."""


EPUB_ACCESSIBILITY = "04"
"""EPUB Accessibility 1.1; there is no code for 1.2, which asks for nothing less."""
WCAG_2_2 = "82"
LEVELS = {"A": "84", "AA": "85"}
UNKNOWN, INACCESSIBLE = "08", "09"
EXEMPTIONS = {
    Exemption.MICROENTERPRISE: "75",
    Exemption.DISPROPORTIONATE_BURDEN: "76",
    Exemption.FUNDAMENTAL_ALTERATION: "77",
}
CERTIFIER, ASSESSED, CONTACT = "90", "91", "99"
REPORT, OWN_REPORT = "94", "96"
"""Of a third party, and of the publisher."""


def product_form_features(
    epub: bytes, edition: Edition, standing: Standing | None = None
) -> Iterator[etree._Element]:
    """Write the version and what the package of an EPUB says of access, summary and all."""
    said = access_metadata_of(epub)
    yield _feature(VERSION, EPUB_3_3)
    codes = {code for name, value in said for code in CODES.get(name, {}).get(value, ())}
    codes |= set(standing.assessment.codes) if standing else set()
    for code in sorted(codes | {UNRESTRICTED}):
        yield _feature(ACCESS, code)
    for code, words in _conformance(edition, standing):
        yield _feature(ACCESS, code, words)
    for name, value in said:
        if name == "accessibilitySummary":
            yield _feature(ACCESS, SUMMARY, value)
    if ("accessibilityHazard", "none") in said:
        yield _feature(HAZARD, NO_HAZARD)


def _feature(kind: str, value: str, description: str = "") -> etree._Element:
    return node(
        "ProductFormFeature",
        node("ProductFormFeatureType", kind),
        node("ProductFormFeatureValue", value),
        node("ProductFormFeatureDescription", description) if description else None,
    )


def _conformance(edition: Edition, standing: Standing | None) -> Iterator[tuple[str, str]]:
    """Yield codes with their words: what the book conforms to, or why that is not said."""
    access = edition.book.access
    claim = standing.claim if standing else None
    if claim is not None:
        yield EPUB_ACCESSIBILITY, ""
        yield WCAG_2_2, ""
        yield LEVELS[claim.level], ""
        if not claim.is_own:
            yield CERTIFIER, claim.certifier
        if claim.report:
            yield (OWN_REPORT if claim.is_own else REPORT), claim.report
    elif standing is not None and standing.assessment.failed:
        criteria = [each.criterion for each in standing.assessment.failed]
        failed = [f"{each.id} {each.name}" for each in criteria]
        yield INACCESSIBLE, f"WCAG 2.2, EPUB Accessibility: {', '.join(failed)}"
    else:
        yield UNKNOWN, ""
    if standing is not None and standing.assessment.evaluated:
        yield ASSESSED, standing.assessment.evaluated.replace("-", "")
    if access.exemption in EXEMPTIONS:
        yield EXEMPTIONS[access.exemption], ""
    if access.email:
        yield CONTACT, access.email
