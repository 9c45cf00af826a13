"""Accounts in print: each sum stands with its entry, however full the entry's last line is."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from lxml import etree

from publish.model.document import Document
from publish.model.purpose import Purpose
from publish.typeset import typeset
from publish.write.pdf import write_pdf
from tests.write.pdf.books import EDITION, page_texts


def test_no_sum_stands_in_the_line_of_the_next_entry(tmp_path: Path) -> None:
    words = "To the miller of the lower bridge for as much "
    entries = "".join(
        f"<ab>{words}{'x' * n} <measure>{n} florins</measure></ab>" for n in range(1, 40)
    )
    root = etree.fromstring(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text xml:lang="en"><body>'
        f'<div type="accounts">{entries}</div></body></text></TEI>'
    )
    publication, _ = typeset(Document(root, Path("a.xml"), "a.xml"), EDITION)
    pages = page_texts(write_pdf(publication, EDITION, Purpose.SCREEN).data, tmp_path, "-layout")
    lines = [line for page in pages for line in page.split("\n") if line.strip()]
    sums = [line for line in lines if "florins" in line]
    assert len(sums) == 39
    assert not [line for line in sums if "To the" in line and "x" not in line]
    begun = [n for n, line in enumerate(lines) if "To the" in line]
    for this, following in pairwise(begun):
        assert sum("florins" in line for line in lines[this:following]) == 1
