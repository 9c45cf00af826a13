"""No line of a page over another; where a style of the book's own brings that about, it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish import pipeline

WORDS = "Nobody in the town could say which of the two he trusted more, and nobody asked. " * 4
LOOKS = ("sup", "sub", "initial", "dropcap", "super", "smaller", "overline", "sc", "gesperrt")
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader/><text><body><div>
<head>Looks</head>{blocks}</div></body></text></TEI>"""


def codes_of(tmp_path: Path, blocks: str, own_css: str = "") -> set[str]:
    manuscript = tmp_path / "manuscript"
    manuscript.mkdir()
    (manuscript / "book.xml").write_text(TEI.format(blocks=blocks), "utf-8")
    (manuscript / "edition.toml").write_text("", "utf-8")
    if own_css:
        (tmp_path / "styles").mkdir()
        (tmp_path / "styles" / "own.css").write_text(own_css, "utf-8")
    build = pipeline.prepare(tmp_path)
    pipeline.build_output(build, pipeline.Progress(), "screen")
    return {finding.code for finding in build.findings}


@pytest.mark.parametrize(
    "block",
    [
        "<p rend='{look}'>{words}</p>",
        "<quote rend='{look}'><p>{words}</p></quote>",
        "<list rend='{look}'><item>{words}</item><item>{words}</item></list>",
        "<lg rend='{look}'><l>{words}</l><l>two</l></lg>",
        "<table rend='{look}'><row><cell rend='{look}'>{words}</cell></row></table>",
        "<p><hi rend='{look}'>{words}</hi></p>",
        "<p><said rend='{look}'>{words}</said> <note rend='{look}'>{words}</note></p>",
    ],
)
def test_looks_of_letters_leave_the_lines_of_blocks_apart(tmp_path: Path, block: str) -> None:
    blocks = "".join(block.format(look=look, words=WORDS) for look in LOOKS)
    assert "WRI-160" not in codes_of(tmp_path, blocks)


@pytest.mark.parametrize(
    "css", ["p { line-height: .2 }", "p + p { position: relative; top: -2.7em }"]
)
def test_lines_over_one_another_are_told(tmp_path: Path, css: str) -> None:
    assert "WRI-160" in codes_of(tmp_path, f"<p>{WORDS}</p>" * 3, css)
