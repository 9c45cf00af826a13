"""Corrections in a text that become errata: the words that they quote."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from publish.model.document import TEI, Document
from publish.revise.importing import extract_errata

ADDED = "<choice><sic/><corr>was</corr></choice>"
WRONG = "<choice><sic>,</sic><corr/></choice>"


@pytest.mark.parametrize(
    "before",
    [f"He {ADDED} there", f"{ADDED} There", f"He went{ADDED} there", f"He went {ADDED}</p><p>And"],
)
def test_an_added_word_between_spaces_moves_no_other_quotation(before: str) -> None:
    body = f"<p>{before} for days{WRONG} he said.</p>"
    root = etree.fromstring(f'<TEI xmlns="{TEI}"><text><body>{body}</body></text></TEI>')
    last = extract_errata(Document(root, Path("a.xml"), ""))[-1]
    assert (last.find, last.replace) == (",", "")
