"""Newspapers in print: the columns of each page begin where those of others do."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

from lxml import etree
from msgspec import structs

from publish.model.document import Document
from publish.model.edition import Print
from publish.model.purpose import Purpose
from publish.typeset import typeset
from publish.write.pdf import write_pdf
from tests.write.pdf.books import EDITION, page_texts


def test_columns_without_a_heading_begin_at_the_top_of_each_page(tmp_path: Path) -> None:
    words = f"<p>{'All is well at the mill. ' * 100}</p>" * 8
    root = etree.fromstring(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text xml:lang="en" type="issue">'
        f"<body>{words}</body></text></TEI>"
    )
    edition = structs.replace(EDITION, print=Print())
    publication, _ = typeset(Document(root, Path("n.xml"), "n.xml"), edition)
    pages = page_texts(write_pdf(publication, edition, Purpose.SCREEN).data, tmp_path, "-layout")
    (second, *_) = [page for page in pages if "mill" in page][1:]
    lines = second.strip().split("\n")[1:]  # below the running head
    assert len(list(takewhile(lambda line: not line.strip(), lines))) < 4
