"""Stylesheets of XSLT 2.0 and 3.0 as stages: by Saxon, with their own lines, in bounds."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.read import own_stage
from publish.run.own_code import fence

pytest.importorskip("saxonche", reason="XSLT 2.0 and 3.0 need Saxon")

BOOK = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>Tiny</title><author>Ann Author</author></titleStmt><publicationStmt><p>Public domain</p>
</publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader>
<text xml:lang="en"><body><div><head>One</head><p>The <hi>old</hi>  government
fell.</p></div></body></text></TEI>
"""
SHEET = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" xpath-default-namespace="http://www.tei-c.org/ns/1.0">
<xsl:mode on-no-match="shallow-copy"/>
{}
</xsl:stylesheet>"""
IN_PARAGRAPH = (
    '<xsl:template match="p"><xsl:copy><xsl:value-of select="{}"/></xsl:copy></xsl:template>'
)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "book"
    (folder / "manuscript").mkdir(parents=True)
    (folder / "manuscript" / "tiny.xml").write_text(BOOK, "utf-8")
    stage = 'slug = "tiny"\n[[text.stages]]\nrun = "mine.xsl"\n'
    (folder / "manuscript" / "edition.toml").write_text(stage)
    (tmp_path / "secret.xml").write_text("<p>TOP SECRET</p>")
    monkeypatch.chdir(folder)
    for name in ("STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    return folder


def check(sheet: str, body: str) -> Result:
    Path("mine.xsl").write_text(sheet.format(body), "utf-8")
    result = CliRunner().invoke(main, ["check", "--trust", "--keep-stages", "kept"])
    assert "internal error" not in result.stderr
    return result


def left() -> str:
    return next(Path("kept").glob("*-mine.xml")).read_text("utf-8")


@pytest.mark.parametrize("version", ["2.0", "3.0"])
def test_a_newer_stylesheet_changes_the_text_and_nothing_else(book: Path, version: str) -> None:
    """Regular expressions are what XSLT 1.0 lacks; spaces and line ends stay the author's."""
    sheet = SHEET.replace('version="3.0"', f'version="{version}"')
    copies = '<xsl:template match="@*|node()"><xsl:copy><xsl:apply-templates select="@*|node()"/>'
    copies += "</xsl:copy></xsl:template>"
    if version == "2.0":
        sheet = sheet.replace('<xsl:mode on-no-match="shallow-copy"/>', copies)
    words = '<xsl:template match="text()[matches(., \'gov\')]" priority="2">'
    words += "<xsl:value-of select=\"replace(., 'gov(ern)', 'Gov$1')\"/></xsl:template>"
    result = check(sheet, words)
    assert result.exit_code == 0, result.stderr
    assert "<p>The <hi>old</hi>  Government\nfell.</p>" in left()


def test_what_a_stylesheet_says_is_a_warning(book: Path) -> None:
    result = check(SHEET, '<xsl:template match="hi"><xsl:message>seen</xsl:message></xsl:template>')
    assert (result.exit_code, "warning REA-091 seen" in result.stderr) == (0, True)


FAILS = {
    "unknown function": (IN_PARAGRAPH.format("foo()"), "mine.xsl:4: error REA-090", "foo()"),
    "broken": ("<xsl:template match='p'><xsl:if/></xsl:template>", "error REA-090", "test"),
    "while it runs": (IN_PARAGRAPH.format("xs:date(.)"), "mine.xsl:4: error REA-092", "date"),
    "stopped by itself": (
        "<xsl:template match='p'><xsl:message terminate='yes'>no</xsl:message></xsl:template>",
        "mine.xsl:4: error REA-092",
        "terminated",
    ),
    "no TEI left": ("<xsl:template match='/'><a/></xsl:template>", "error REA-092", "<a>"),
    "nothing left": ("<xsl:template match='/'/>", "error REA-092", "no tree"),
    "writes a file": (
        "<xsl:template match='p'><xsl:result-document href='out.xml'><a/></xsl:result-document>"
        "</xsl:template>",
        "error REA-090",
        "result-document",
    ),
}


@pytest.mark.parametrize(("body", "told", "why"), FAILS.values(), ids=FAILS)
def test_a_stylesheet_that_fails_is_an_error_at_its_own_line(
    book: Path, body: str, told: str, why: str
) -> None:
    result = check(SHEET, body)
    assert result.exit_code == 1
    assert told in result.stderr
    assert why in result.stderr
    assert not Path("out.xml").exists()


def test_the_line_of_a_module_is_told_in_a_folder_with_a_space(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(book.rename(book.with_name("my book")))
    Path("more.xsl").write_text(SHEET.format(IN_PARAGRAPH.format("xs:date(.)")), "utf-8")
    result = check(SHEET.replace("<xsl:mode", '<xsl:import href="more.xsl"/><xsl:mode'), "")
    assert result.exit_code == 1
    assert result.stderr.startswith("more.xsl:4: error REA-092")


BEYOND = {
    "above": "doc('../secret.xml')",
    "absolute": "unparsed-text('file:///etc/fonts/fonts.conf')",
    "network": "doc('http://127.0.0.1:9/a.xml')",
    "link": "doc('link.xml')",
    "collection": "collection('file:/etc/fonts/?select=*.conf')",
    "process": "unparsed-text('file:///proc/self/environ')",
}


@pytest.mark.parametrize("can_fence", [True, False])
@pytest.mark.parametrize("expression", BEYOND.values(), ids=BEYOND)
def test_a_stylesheet_reads_nothing_outside_the_book(
    book: Path, expression: str, can_fence: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_fence:
        without_fence(monkeypatch)
    Path("link.xml").symlink_to("../secret.xml")
    result = check(SHEET, IN_PARAGRAPH.format(expression))
    assert result.exit_code == 1
    assert re.search("REA-116|REA-092", result.stderr)
    kept = "".join(path.read_text("utf-8") for path in Path().glob("kept/*.xml"))
    assert "SECRET" not in kept + result.stderr


@pytest.mark.parametrize("module", ["../secret.xml", "link.xml", "http://127.0.0.1:9/a.xsl"])
def test_no_module_of_a_stylesheet_comes_from_outside(book: Path, module: str) -> None:
    Path("link.xml").symlink_to("../secret.xml")
    result = check(SHEET.replace("<xsl:mode", f'<xsl:include href="{module}"/><xsl:mode'), "")
    assert result.exit_code == 1
    assert "REA-116" in result.stderr


def test_environment_and_settings_are_not_to_be_had(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SECRET", "TOP SECRET")
    asked = "concat('[', environment-variable('A_SECRET'), ']')"
    assert check(SHEET, IN_PARAGRAPH.format(asked)).exit_code == 0
    assert "[]" in left()


def test_a_stylesheet_reads_files_of_the_book_where_it_can_be_fenced_in(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("words.xml").write_text("<a>rose</a>")
    Path("more.xsl").write_text(SHEET.format(""), "utf-8")
    sheet = SHEET.replace("<xsl:mode", '<xsl:import href="more.xsl"/><xsl:mode')
    body = IN_PARAGRAPH.format("doc('words.xml')")
    if can_be_fenced():
        assert check(sheet, body).exit_code == 0
        assert "<p>rose</p>" in left()
    without_fence(monkeypatch)
    result = check(sheet, body)
    assert result.exit_code == 1
    assert "mine.xsl:4: error REA-116" in result.stderr


def test_an_endless_stylesheet_ends(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_stage, "PATIENCE_SECONDS", 2)
    many = "count(for $x in 1 to 900000, $y in 1 to 900000 return ($x * $y)[. mod 7 = 3])"
    result = check(SHEET, IN_PARAGRAPH.format(many))
    assert (result.exit_code, "REA-116" in result.stderr) == (1, True)


def test_without_saxon_the_command_that_installs_it_is_named(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("trap").mkdir()
    Path("trap/saxonche.py").write_text("raise ImportError\n")
    monkeypatch.setenv("PYTHONPATH", str(Path("trap").resolve()))
    result = check(SHEET, "")
    assert result.exit_code == 1
    assert 'pip install "publish-tei[xslt]"' in result.stderr


def can_be_fenced() -> bool:
    """Whether Linux has Landlock here, asked of a child, as a fence cannot be taken down."""
    child = os.fork()
    if not child:
        os._exit(int(fence.fence_in(Path.cwd())))
    return bool(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def without_fence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the stage's process find a system that fences nobody in."""
    monkeypatch.setenv(fence.UNFENCED, "1")
