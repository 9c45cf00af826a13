"""Claims of accessibility stand only while the documents bear them out."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from msgspec import structs
from PIL import Image as Picture

from publish.model.access import Claim
from publish.model.edition import Access
from publish.model.publication import Image, Publication
from publish.write.epub import write_epub
from tests.write.epub.books import LIGHT, H, Opened, epub_with, one_chapter, opened, small_book


def features(book: Opened) -> set[str]:
    return set(book.meta("schema:accessibilityFeature"))


def test_a_described_book_with_contents_and_pages_says_so() -> None:
    book = opened(small_book())
    assert features(book) >= {
        "alternativeText",
        "tableOfContents",
        "pageNavigation",
        "pageBreakMarkers",
        "structuralNavigation",
        "displayTransformability",
        "readingOrder",
    }
    assert book.meta("schema:accessModeSufficient") == ["textual,visual", "textual"]
    assert book.meta("schema:accessMode") == ["textual", "visual"]
    assert book.meta("schema:accessibilityHazard") == ["none"]
    assert "Every picture is described." in book.meta("schema:accessibilitySummary")[0]


def without_words_for_pictures(publication: Publication) -> Publication:
    for part in publication.parts:
        for image in part.body.iter(H + "img"):
            image.set("alt", "")
    return publication


def test_one_picture_without_words_takes_the_claim_away() -> None:
    book = opened(without_words_for_pictures(small_book()))
    assert "alternativeText" not in features(book)
    assert "textual" not in book.meta("schema:accessModeSufficient")
    assert "Some pictures are not described." in book.meta("schema:accessibilitySummary")[0]


def test_a_picture_marked_as_decoration_needs_no_words() -> None:
    publication = without_words_for_pictures(small_book())
    for part in publication.parts:
        for image in part.body.iter(H + "img"):
            image.set("role", "presentation")
    book = opened(publication)
    assert book.meta("schema:accessMode") == ["textual"]
    assert "alternativeText" not in features(book)


def test_without_pages_or_headings_the_claims_go() -> None:
    assert not features(opened(small_book(), epub_with(LIGHT, page_list="none"))) & {
        "pageNavigation",
        "pageBreakMarkers",
    }
    assert "structuralNavigation" not in features(opened(one_chapter("<p>x</p>")))


@pytest.mark.parametrize("kept", [0, 1])
def test_contents_that_leave_a_chapter_out_are_not_claimed(kept: int) -> None:
    publication = small_book()
    del publication.contents[kept:]
    book = opened(publication)
    assert "tableOfContents" not in features(book)
    assert "contents" not in book.meta("schema:accessibilitySummary")[0]


def test_type_of_a_fixed_size_is_not_said_to_be_changeable() -> None:
    publication = small_book()
    publication.author_styles = ".author-1 { font-size: 9pt }"
    assert "displayTransformability" not in features(opened(publication))


def test_long_descriptions_are_claimed_where_every_picture_has_one() -> None:
    publication = small_book()
    assert "longDescriptions" not in features(opened(publication))
    for part in publication.parts:
        for image in part.body.iter(H + "img"):
            image.set("aria-details", "calm")
    assert "longDescriptions" in features(opened(publication))


def test_formulas_are_said_to_be_mathml() -> None:
    formula = "<p><math xmlns='http://www.w3.org/1998/Math/MathML'><mi>x</mi></math></p>"
    book = opened(one_chapter(formula))
    assert "MathML" in features(book)
    items = {e.get("href"): e.get("properties") for e in book.xml("content.opf").iter("{*}item")}
    assert items["text/chapter-01.xhtml"] == "mathml"


def test_of_a_moving_picture_nobody_knows_whether_it_flashes() -> None:
    frames = [Picture.new("L", (4, 4), shade) for shade in (0, 255)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    publication = small_book()
    moving = Image("sea.png", "image/gif", out.getvalue(), Path("sea.gif"))
    publication.images["sea.png"] = structs.replace(moving)
    assert opened(publication).meta("schema:accessibilityHazard") == ["unknown"]


def test_the_summary_is_in_the_book_s_language() -> None:
    publication = small_book()
    publication.lang = "fr"
    book = opened(publication)
    metas = book.xml("content.opf").iter("{*}meta")
    (summary,) = [meta for meta in metas if "Summary" in (meta.get("property") or "")]
    assert "Toutes les images sont décrites." in (summary.text or "")
    assert summary.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"


def test_readers_are_told_on_request_on_a_page_of_its_own() -> None:
    edition = epub_with(LIGHT, accessibility_page=True)
    edition = structs.replace(
        edition, book=structs.replace(edition.book, access=Access(email="access@example.org"))
    )
    claim = Claim("1.1", "AA", "Small Press", date="2026-11-28")
    data, findings = write_epub(small_book(), edition, claim=claim)
    assert findings == []
    book = Opened(data)
    page = book.text("text/accessibility.xhtml")
    (summary,) = book.meta("schema:accessibilitySummary")
    for words in (
        summary,
        "conforms to EPUB Accessibility 1.1 - WCAG 2.2 Level AA.",
        "evaluated by Small Press (2026-11-28).",
        '<a href="mailto:access@example.org">',
    ):
        assert words in page
    assert book.links("toc")[-1] == ("Accessibility", "text/accessibility.xhtml")
    silent = opened(small_book(), edition).text("text/accessibility.xhtml")
    assert "conforms" not in silent
    assert summary in silent
    assert "EPUB/text/accessibility.xhtml" not in opened(small_book()).names


def test_a_paragraph_that_has_the_page_s_name_keeps_its_words() -> None:
    own = one_chapter('<p id="accessibility-summary">All was lost.</p>')
    for is_asked in (False, True):
        data, findings = write_epub(own, epub_with(LIGHT, accessibility_page=is_asked))
        assert findings == []
        assert "All was lost." in Opened(data).text("text/chapter-01.xhtml")


def test_the_page_is_in_the_book_s_language() -> None:
    publication = small_book()
    publication.lang = "fr"
    page = opened(publication, epub_with(LIGHT, accessibility_page=True))
    assert "Toutes les images sont décrites." in page.text("text/accessibility.xhtml")
    assert "<h1>Accessibilité</h1>" in page.text("text/accessibility.xhtml")
