"""Pictures and drawings without words for who cannot see them are named, each with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from publish.check.undescribed import check_descriptions
from publish.model.document import Document
from publish.model.edition import Book, Edition
from publish.typeset import typeset

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}<path d="M0 0h9v9z"/></svg>'
)


@pytest.mark.parametrize(
    ("inside", "count"),
    [
        (f"<figure>{DRAWING.format('')}</figure>", 1),
        (f"<figure>{DRAWING.format('')}<figDesc>A flag.</figDesc></figure>", 0),
        (f"<figure>{DRAWING.format('<title>A flag</title>')}</figure>", 0),
        (f"<figure>{DRAWING.format('')}</figure>" * 2, 2),
    ],
)
def test_a_drawing_in_the_text_needs_words_too(
    tei_document: Callable[[str], Document], inside: str, count: int
) -> None:
    document = tei_document(f"<div><head>A</head><p>b</p>{inside}</div>")
    edition = Edition(book=Book(title="A", language="en"))
    publication, _ = typeset(document, edition)
    found = check_descriptions(publication.images.values(), publication.undescribed)
    assert [finding.code for finding in found] == ["WRI-071"] * (count > 0)
    if found:
        said = "2 pictures have" if count == 2 else "a picture has"
        assert found[0].message.startswith(f"{said} no alternative text: a drawing (in.xml")
