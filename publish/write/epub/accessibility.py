"""What an EPUB may say of its accessibility: found by looking at the finished documents.

Nothing is claimed by default: where one picture has no words, `alternativeText` is not said.
Authority: EPUB Accessibility 1.1 section 2; the vocabulary of schema.org's accessibility terms
(Schema.org Accessibility Properties for Discoverability Vocabulary, W3C).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree
from PIL import Image as Picture

from publish.house.language.words import word
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import Image
from publish.write.epub.content import EPUB_TYPE, H

MATH = "{http://www.w3.org/1998/Math/MathML}math"
SVG = "{http://www.w3.org/2000/svg}svg"
_HEADINGS = tuple(f"{H}h{rank}" for rank in range(1, 7))
_DECORATIVE = frozenset(["presentation", "none"])
_FIXED_TYPE = lazy_pattern(r"font-size\s*:\s*[\d.]+\s*(?:px|pt|pc|mm|cm|in)\b")


def accessibility_of(
    texts: Mapping[str, etree._Element],
    navigation: etree._Element,
    images: Iterable[Image],
    style: str,
    language: str,
) -> list[tuple[str, str]]:
    """List the pairs of schema.org property and value that hold for these documents.

    `texts` are the documents by path, `navigation` is nav.xhtml, `style` all the CSS. The cover is
    not among the documents: it repeats the title page.
    """
    documents = list(texts.values())
    pictures = [picture for root in documents for picture in _pictures(root)]
    described = all(map(_words_of, pictures))
    said = [("accessMode", "textual")]
    if pictures:
        said.append(("accessMode", "visual"))
        said.append(("accessModeSufficient", "textual,visual"))
    if described:
        said.append(("accessModeSufficient", "textual"))
    features = [
        *_ways_through(texts, navigation),
        *_content_features(documents, has_words_for_pictures=bool(pictures) and described),
    ]
    if pictures and all(picture.get("aria-details") for picture in pictures):
        features.append("longDescriptions")
    if not _fixes_type(documents, style):
        features.insert(0, "displayTransformability")
    said += [("accessibilityFeature", feature) for feature in features]
    moves = any(map(_moves, images))
    said.append(("accessibilityHazard", "unknown" if moves else "none"))
    said.append(("accessibilitySummary", _summary(features, bool(pictures), described, language)))
    return said


def _pictures(root: etree._Element) -> Iterator[etree._Element]:
    """Yield what is shown as a picture and not marked as decoration."""
    for picture in root.iter(H + "img", SVG):
        if picture.get("role") not in _DECORATIVE and picture.get("aria-hidden") != "true":
            yield picture


def _words_of(picture: etree._Element) -> str:
    """Return the words that stand for a picture; an empty `alt` says nothing of it."""
    title = picture.findtext("{http://www.w3.org/2000/svg}title") or ""
    return (picture.get("alt") or picture.get("aria-label") or title).strip()


def _ways_through(texts: Mapping[str, etree._Element], navigation: etree._Element) -> list[str]:
    """List the ways in which a reader may go through the book."""
    documents = list(texts.values())
    ways = ["readingOrder"]
    targets = {
        str(nav.get(EPUB_TYPE)): {str(link.get("href")).split("#")[0] for link in nav.iter(H + "a")}
        for nav in navigation.iter(H + "nav")
    }
    listed = targets.get("toc", set())
    if listed and listed >= _opening_chapters(texts):
        ways.append("tableOfContents")
    if _has(documents, *_HEADINGS):
        ways.append("structuralNavigation")
    if targets.get("page-list"):
        ways.append("pageNavigation")
    if any(e.get("role") == "doc-pagebreak" for root in documents for e in root.iter(H + "span")):
        ways.append("pageBreakMarkers")
    if any(e.get("role") == "doc-index" for root in documents for e in root.iter(H + "section")):
        ways.append("index")
    return ways


def _opening_chapters(texts: Mapping[str, etree._Element]) -> set[str]:
    """Return the paths of what contents must lead to: the documents of the body under an h1."""
    return {
        path
        for path, html in texts.items()
        for body in html.iter(H + "body")
        if body.get(EPUB_TYPE) == "bodymatter" and next(body.iter(H + "h1"), None) is not None
    }


def _content_features(
    documents: Sequence[etree._Element], *, has_words_for_pictures: bool
) -> list[str]:
    features = []
    if has_words_for_pictures:
        features.append("alternativeText")
    if _has(documents, MATH):
        features.append("MathML")
    if any(e.get("role") for root in documents for e in root.iter(H + "a", H + "section")):
        features.append("ARIA")
    return features


def _has(documents: Sequence[etree._Element], *tags: str) -> bool:
    return any(next(root.iter(*tags), None) is not None for root in documents)


def _fixes_type(documents: Sequence[etree._Element], style: str) -> bool:
    """Return whether some type has a size that the reader's own choice does not reach."""
    own = (e.get("style") or "" for root in documents for e in root.iter(etree.Element))
    return any(_FIXED_TYPE.search(text) for text in (style, *own))


def _moves(image: Image) -> bool:
    """Tell an animated picture, of which nobody knows whether it flashes."""
    if image.media_type not in {"image/gif", "image/png", "image/webp"}:
        return False
    with Picture.open(io.BytesIO(image.data)) as picture:
        return int(getattr(picture, "n_frames", 1)) > 1


def _summary(features: Sequence[str], has_pictures: bool, described: bool, language: str) -> str:
    """Say the same in a few sentences; in English where the book's language has no words for it."""
    said = {
        "access_text": True,
        "access_type": "displayTransformability" in features,
        "access_contents": "tableOfContents" in features,
        "access_pages": "pageNavigation" in features,
        "access_described": has_pictures and described,
        "access_undescribed": has_pictures and not described,
        "access_formulas": "MathML" in features,
    }
    sentences = [word(name, language) for name, holds in said.items() if holds]
    return " ".join(sentences)
