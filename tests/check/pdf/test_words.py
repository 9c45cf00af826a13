"""Each word that was set is read back from the finished PDF; one that is not there is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish import pipeline
from publish.engine.boxes import TextBox
from publish.engine.glyphs import DrawingStream
from publish.engine.patches import repeated_hyphens
from publish.model.finding import Finding
from publish.run import processes

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{lang}"><teiHeader/><text><body><div>
<head>One</head>
{blocks}
</div></body></text></TEI>"""
SENTENCE = "The pages of this small book are made to be looked at and not to be read in earnest. "
PROSE = (
    f"<p>{SENTENCE * 6}</p>\n<p>A wanderer came\u2060 along<note>With a note.</note> the road.</p>"
)

draw = repeated_hyphens.draw_from_words


@pytest.fixture(autouse=True)
def _drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process that an earlier test has got ready draws what is to be drawn wrong."""
    monkeypatch.setattr(processes, "_are_ready", False)


def findings_of(
    home: Path, blocks: str, own_css: str = "", lang: str = "en", purpose: str = "screen"
) -> list[Finding]:
    manuscript = home / "manuscript"
    manuscript.mkdir()
    (manuscript / "book.xml").write_text(TEI.format(blocks=blocks, lang=lang), "utf-8")
    (manuscript / "edition.toml").write_text("", "utf-8")
    if own_css:
        (home / "styles").mkdir()
        (home / "styles" / "own.css").write_text(own_css, "utf-8")
    build = pipeline.prepare(home)
    pipeline.build_output(build, pipeline.Progress(), purpose)
    return build.findings


def told(findings: list[Finding]) -> list[str]:
    return [str(found).partition(";")[0] for found in findings if found.code == "WRI-142"]


@pytest.mark.parametrize("purpose", ["screen", "press", "booklet"])
def test_a_word_that_is_not_drawn_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, purpose: str
) -> None:
    def lose(stream: DrawingStream, textbox: TextBox, *rest: object) -> None:
        if "wanderer" not in textbox.text:
            draw(stream, textbox, *rest)

    monkeypatch.setattr(repeated_hyphens, "draw_from_words", lose)
    (said,) = told(findings_of(tmp_path, PROSE, purpose=purpose))
    assert "manuscript/book.xml:4:1: error WRI-142" in said
    assert "page 1 of the PDF lacks words of the line: 'A wanderer came" in said


def test_a_word_that_is_drawn_twice_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def repeat(stream: DrawingStream, textbox: TextBox, *rest: object) -> None:
        for _ in range(1 + ("wanderer" in textbox.text)):
            draw(stream, textbox, *rest)

    monkeypatch.setattr(repeated_hyphens, "draw_from_words", repeat)
    (said,) = told(findings_of(tmp_path, PROSE))
    assert "page 1 of the PDF has words twice: 'awanderercame" in said


@pytest.mark.parametrize(
    ("blocks", "lang"),
    [
        (PROSE, "en"),
        ("<p>שָׁלוֹם עֲלֵיכֶם (Peace, 12%) אמר הזקן.</p>" * 4, "he"),
        ("<p>قالَ الشَّيخُ: السلام عليكم (Peace) ورحمة الله.</p>" * 4, "ar"),
        ("<p xml:lang='en'>He says (قال) and goes.</p><p>حب إليه (ما كان</p>", "ar"),
        ("<p>क्षत्रिय राजा ने कहा कि धर्म की रक्षा करो।</p>" * 4, "hi"),
        ("<p><ruby><rb>漢字</rb><rt>かんじ</rt></ruby>を読む。「はい」と言った。</p>" * 4, "ja"),
        ("<p>ﬁne Ἀχιλλεύς, Å and A\u030a, µ and μ; soft\u00adhyphens</p>", "en"),
        ("<list rend='numbered'><item>One</item><item>Two</item></list>", "en"),
        ("<p><hi rend='smallcaps'>Sir Walter</hi> SIR <hi rend='caps'>ß</hi></p>", "de"),
        ("<table><row><cell>One</cell><cell>One</cell></row></table>", "en"),
    ],
)
def test_what_is_drawn_is_found_in_all_scripts(tmp_path: Path, blocks: str, lang: str) -> None:
    assert told(findings_of(tmp_path, blocks, lang=lang)) == []


def test_words_that_a_style_of_the_book_hides_are_told(tmp_path: Path) -> None:
    found = findings_of(tmp_path, "<p>Seen.</p><p>Unseen.</p>", "p + p { visibility: hidden }")
    assert [each.code for each in found if "Unseen" in each.message] == ["WRI-056"]
