"""A PDF whose own checks find fault with its accessibility does not claim to be PDF/UA."""

from __future__ import annotations

from pathlib import Path

import pytest

import publish
from tests.write.pdf.books import open_pdf

BOOK = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A</title>
</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>
</teiHeader><text xml:lang="en"><body><div><head>One</head><p>A sign: {}</p></div></body></text>
</TEI>"""


@pytest.mark.parametrize(("sign", "claims"), [("x", True), ("\U0001fb93", False)])
def test_a_glyph_that_no_font_has_takes_the_claim_away(
    tmp_path: Path, sign: str, claims: bool
) -> None:
    (tmp_path / "in.xml").write_text(BOOK.format(sign), "utf-8")
    result = publish.build(tmp_path / "in.xml", "screen")
    assert ("WRI-067" in {finding.code for finding in result.findings}) is not claims
    (output,) = result.outputs
    with open_pdf(output.data) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
    assert (b"<pdfuaid:part>1</pdfuaid:part>" in packet) is claims


def test_a_library_is_given_no_file_with_such_a_glyph(tmp_path: Path) -> None:
    (tmp_path / "in.xml").write_text(BOOK.format("\U0001fb93"), "utf-8")
    result = publish.build(tmp_path / "in.xml", "archive")
    assert result.outputs == []
    assert any("that is no PDF/A" in finding.message for finding in result.findings)
