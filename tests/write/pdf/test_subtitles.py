"""Subtitles: below the heading of any rank, behind text, below each other, never over a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from msgspec import structs

from publish.model.document import Document
from publish.model.edition import Print
from publish.model.purpose import Purpose
from publish.typeset import typeset
from publish.write.pdf import write_pdf
from tests.write.pdf.books import EDITION

INSIDE = "<head>One</head><head>Two</head><head>Three</head><p>A line of words.</p>"


@pytest.mark.parametrize("kind", ["prose", "newspaper"])
def test_no_subtitle_is_printed_over_a_line(kind: str) -> None:
    nested = "<p>All.</p><head type='sub'>More</head><p>So.</p>"
    for _ in range(5):
        nested = f"<div>{INSIDE}{nested}</div>"
    root = etree.fromstring(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text xml:lang="en"'
        f' type="{"issue" if kind == "newspaper" else "book"}"><body>{nested}</body></text></TEI>'
    )
    edition = structs.replace(EDITION, print=Print())
    publication, _ = typeset(Document(root, Path("s.xml"), "s.xml"), edition)
    printed = write_pdf(publication, edition, Purpose.SCREEN)
    assert [f.message for f in printed.findings if f.code == "WRI-160"] == []
