"""What the shop may say of an EPUB's accessibility: what the finished file itself claims.

Authority: Schema.org Accessibility Properties Crosswalk (W3C community group), EPUB 3.3 to ONIX
code list 196; hazards by list 143.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.write.claims import claims_of
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


def product_form_features(epub: bytes) -> Iterator[etree._Element]:
    """Write the version and what the package document of an EPUB claims, summary and all."""
    said = claims_of(epub)
    yield _feature(VERSION, EPUB_3_3)
    codes = {code for name, value in said for code in CODES.get(name, {}).get(value, ())}
    for code in sorted(codes | {UNRESTRICTED}):
        yield _feature(ACCESS, code)
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
