"""What an EPUB may say of its accessibility: found by looking at the finished documents.

Nothing is claimed by default: where a picture has no words, `alternativeText` is not said.
Authority: EPUB Accessibility 1.1 section 2; the vocabulary of schema.org's accessibility terms.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from publish.write.epub.content import EPUB_TYPE, H

MATH = "{http://www.w3.org/1998/Math/MathML}math"
_HEADINGS = tuple(f"{H}h{rank}" for rank in range(1, 7))


def accessibility_of(
    documents: Sequence[etree._Element], *, has_pages: bool, has_contents: bool
) -> list[tuple[str, str]]:
    """List the pairs of schema.org property and value that hold for these documents."""
    pictures = [image for root in documents for image in root.iter(H + "img")]
    speaking = [image for image in pictures if image.get("role") != "presentation"]
    described = all((image.get("alt") or "").strip() for image in speaking if _means(image))
    said = [("accessMode", "textual")]
    if pictures:
        said.append(("accessMode", "visual"))
    if described:
        said.append(("accessModeSufficient", "textual"))
    if pictures:
        said.append(("accessModeSufficient", "textual,visual"))
    features = _features(documents, has_pages=has_pages, has_contents=has_contents)
    if described and any(_means(image) for image in speaking):
        features.append("alternativeText")
    said += [("accessibilityFeature", feature) for feature in features]
    said.append(("accessibilityHazard", "none"))
    said.append(("accessibilitySummary", _summary(features, bool(pictures), described)))
    return said


def _means(image: etree._Element) -> bool:
    """Tell a picture that says something from one marked as decoration by an empty `alt`."""
    return image.get("alt") is None or bool((image.get("alt") or "").strip())


def _features(
    documents: Sequence[etree._Element], *, has_pages: bool, has_contents: bool
) -> list[str]:
    features = ["displayTransformability", "readingOrder"]
    if has_contents:
        features.append("tableOfContents")
    if any(next(root.iter(*_HEADINGS), None) is not None for root in documents):
        features.append("structuralNavigation")
    if has_pages:
        features += ["pageNavigation", "pageBreakMarkers"]
    if any(next(root.iter(MATH), None) is not None for root in documents):
        features.append("MathML")
    if any(e.get("role") == "doc-index" for root in documents for e in root.iter(H + "section")):
        features.append("index")
    if any(e.get(EPUB_TYPE) == "noteref" for root in documents for e in root.iter(H + "a")):
        features.append("ARIA")
    return features


def _summary(features: list[str], has_pictures: bool, described: bool) -> str:
    parts = ["The text can be read with speech, braille and any type size."]
    if "tableOfContents" in features:
        parts.append("It has a table of contents.")
    if "pageNavigation" in features:
        parts.append("Its pages are those of a printed edition.")
    if has_pictures:
        parts.append(
            "Pictures are described." if described else "Some pictures have no description."
        )
    return " ".join(parts)
