"""What comes of every kind of source is valid by `tei_all`, the TEI's own schema of everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from publish.convert import convert

from . import test_epub, test_html, test_markdown, test_plain, test_scans, test_word
from .docx import call, docx, footnotes, p

SCHEMA = Path(__file__).parents[3] / "shared" / "schema" / "tei_all.rng"

FIGURE = '<figure><img src="a.png"><figcaption>A boat</figcaption></figure>'
LETTER = (
    '<h1>One</h1><p style="text-align:right">Hastings, 3 May 1871</p><p>Dear Ann,</p>'
    f"<p>{test_html.PROSE}</p><p>Yours ever,</p><p>John</p>"
)
PLAY = "<h1>Act 1</h1>" + "<p>OLAF. We go.</p><p>ANN (aside). No!</p><p>[Exit.]</p>" * 8
SOURCES = {
    "a.md": test_markdown.BOOK,
    "b.html": test_html.page(f"{LETTER}{FIGURE}<p>{test_html.PROSE}</p>"),
    "c.html": test_html.page(PLAY),
    "d.html": test_html.page(FIGURE),
    "e.html": test_html.page(f"<table><tr><td><h2>a</h2></table><p>{test_html.PROSE}</p>{LETTER}"),
    "g.txt": test_plain.GUTENBERG,
    "h.epub": test_epub.other_epub(),
    "i.xml": test_scans.alto(test_scans.PAGES[0]),
    "j.hocr": test_scans.hocr(test_scans.PAGES[0]),
    "f.docx": docx(
        p("Preface", style="Heading1") + p("One", call(1)) + p("Chapter 1", style="Heading1")
        + p("A line.", style="Verse") + p("Index", style="Heading1") + p(test_word.PROSE),
        footnotes=footnotes("noted"),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def tei_all() -> etree.RelaxNG:
    if not SCHEMA.is_file():
        pytest.skip(f"the full TEI schema is not at {SCHEMA}")
    return etree.RelaxNG(etree.parse(SCHEMA))


@pytest.mark.slow
def test_every_source_becomes_valid_tei(tei_all: etree.RelaxNG, tmp_path: Path) -> None:
    wrong = {}
    for name, data in SOURCES.items():
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        if not tei_all.validate(etree.fromstring(convert([path], lambda _: []).tei)):
            wrong[name] = [str(each) for each in tei_all.error_log][-2:]
    assert wrong == {}
