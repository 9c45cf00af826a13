"""Input that is no XML or not well-formed: one finding with place, words and repair."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from .reading import TEI, Read, outcome, tei

CASES = [
    # body, code, line:column from the body's first line, words of the message, words of the hint
    ("\n<p>one\n<div>", "REA-011", "3:6", "</body> found, but <div>, opened at 3:1", "</div></p>"),
    ("\n<p>a</q>", "REA-011", "2:5", "</q> found where <p>, opened at 2:1", "delete it"),
    ("\n<p>a</P>", "REA-011", "2:5", "</P>", "capitals"),
    ("\n<p><pb></p>", "REA-011", "2:8", "<pb>, opened at 2:4", "<pb/>"),
    ("\n<hi><i>a</hi></i>", "REA-011", "2:9", "<i>, opened at 2:5, is still open", "</i>"),
    ("\n<p>Tom & Jerry</p>", "REA-010", "2:8", "bare &", "&amp;"),
    ("\n<p>a < b</p>", "REA-010", "2:6", "bare <", "&lt;"),
    ("\n<p n=1>a</p>", "REA-010", "2:4", "n has no quotes", 'n="1"'),
    ("\n<p n='1' n='2'/>", "REA-010", "2:10", "attribute n twice", "delete"),
    ("\n<p n='1'm='2'/>", "REA-010", "2:9", "no space", "space"),
    ("\n<p checked>a</p>", "REA-010", "2:4", "checked has no value", 'checked="..."'),
    ("\n<!-- a -- b -->", "REA-010", "2:8", "'--' stands in the comment", "hyphen"),
    ("\n<!-- a", "REA-010", "2:1", "comment opened here is never closed", "-->"),
    ("\n<![CDATA[ a", "REA-010", "2:1", "CDATA", "]]>"),
    ("\n<x:y/>", "REA-010", "2:2", "prefix x: is not declared", "xmlns:x="),
    ("\n<xlink:a/>", "REA-010", "2:2", "prefix xlink:", "http://www.w3.org/1999/xlink"),
    ("\n&#0;", "REA-010", "2:1", "&#0;", "delete"),
    ("\n<p>&foo;</p>", "REA-012", "2:4", "&foo; is not defined", "write the character"),
    ("\n<p>&eacut;</p>", "REA-012", "2:4", "&eacut;", "&eacute;"),
]


@pytest.mark.parametrize(("body", "code", "where", "words", "repair"), CASES)
def test_a_fault_is_named_with_its_place_and_repair(
    read: Read, body: str, code: str, where: str, words: str, repair: str
) -> None:
    finding = read(tei(body)).the(code)
    assert words in finding.message
    assert repair in finding.hint
    assert str(finding.place) == f"in.xml:{where}"


def test_a_file_that_was_cut_off_says_what_is_open(read: Read) -> None:
    finding = read(tei("\n<div>\n<p>one")[: -len("</body></text></TEI>")]).the("REA-011")
    assert "the file ends while <p>, opened at 3:1, is open" in finding.message
    assert "cut off" in finding.hint


def test_words_before_and_behind_the_root(read: Read) -> None:
    assert "stands behind the end" in read(tei("<p/>") + "more").the("REA-010").message
    assert read("more" + tei("<p/>")).the("REA-006").message.startswith("not XML")


def test_a_second_root_is_named(read: Read) -> None:
    assert "one root" in read(tei("<p/>") + "<p/>").the("REA-010").hint


def test_all_undefined_entities_are_told_at_once(read: Read) -> None:
    result = read(tei("<p>&one; &two; &one;</p>"))
    assert result.codes == ["REA-012", "REA-012"]
    assert "(2 times)" in result.findings[0].message


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE TEI.2 PUBLIC "-//TEI P3//DTD Main Document Type//EN" [\n'
        "<!ENTITY % TEI.prose 'INCLUDE'>]><tei.2><text><body><p>one<p>two</body></text></tei.2>",
        '<TEI.2><text id=t1><body><p n=1>one<lb><pb n="2"></body></text></TEI.2>',
    ],
)
def test_sgml_is_told_from_broken_xml(read: Read, text: str) -> None:
    finding = read(text).the("REA-007")
    assert "SGML" in finding.message
    assert "osx" in finding.hint


def docx() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "REA-005", "empty"),
        (b"\xef\xbb\xbf \n", "REA-005", "empty"),
        (docx(), "REA-006", "DOCX"),
        (b"%PDF-1.7 ...", "REA-006", "a PDF"),
        (b"\x89PNG\r\n", "REA-006", "a PNG image"),
        (b"\x00\x01\x02", "REA-006", "binary"),
        (b"Just words.", "REA-006", "begins with 'Just words.'"),
        (b"# A head\n\nwords", "REA-006", "Markdown"),
        (b'{"a": 1}', "REA-006", "JSON"),
        (b"\\documentclass{book}", "REA-006", "LaTeX"),
        (b'title = "x"', "REA-006", "TOML"),
        (b"<!doctype html><p>x", "REA-020", "HTML"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "REA-020", "HTML"),
        (b"<ead><eadheader/></ead>", "REA-020", "EAD"),
        (b"<grammar xmlns='http://relaxng.org/ns/structure/1.0'/>", "REA-020", "schema"),
        (b"<book/>", "REA-020", "DocBook"),
        (b"<unheard-of/>", "REA-020", "<unheard-of>"),
    ],
)
def test_what_is_no_tei_is_called_by_its_name(
    read: Read, data: bytes, code: str, words: str
) -> None:
    finding = read(data).the(code)
    assert words in finding.message
    assert finding.hint


def test_no_such_file_offers_those_with_nearly_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("alice.xml").write_text(tei("<p/>"), "utf-8")
    assert "alice.xml" in outcome(Path("alcie.xml")).the("REA-001").hint


def test_a_folder_without_an_edition_offers_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("book").mkdir()
    assert "manuscript/edition.toml" in outcome(Path("book")).the("REA-002").hint
    Path("book/alice.xml").write_text(tei("<p/>"), "utf-8")
    assert "book/alice.xml" in outcome(Path("book")).the("REA-002").hint
    Path("book/alice.xml").rename("alice.xml")
    Path("book/edition.toml").write_text("", "utf-8")
    assert "put the TEI file beside edition.toml" in outcome(Path("book")).the("REA-002").hint
    Path("book").rename("manuscript")
    assert "name the folder above it: ." in outcome(Path("manuscript")).the("REA-002").hint


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"b.docx": "PK", "a.txt": "Once"}, "book/b.docx"),
        ({"README.md": "# Ours", "draft.md": "# One"}, "book/draft.md"),
        ({"001.xml": '<?xml version="1.0"?><alto xmlns="x"></alto>', "001.txt": "Once"}, "book"),
        ({"p1.xml": "<pc:PcGts></pc:PcGts>", "p2.xml": "<PcGts></PcGts>"}, "book"),
    ],
)
def test_a_folder_of_other_files_names_what_to_import(
    files: dict[str, str], named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("book").mkdir()
    for name, content in files.items():
        Path("book", name).write_text(content, "utf-8")
    hint = outcome(Path("book")).the("REA-002").hint
    assert hint == f"make a manuscript of it first: publish import {named}"


def test_a_device_is_not_read_for_ever() -> None:
    assert "no ordinary file" in outcome(Path("/dev/zero")).the("REA-004").message


def test_a_link_to_a_file_is_followed_and_a_dangling_one_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("real.xml").write_text(tei("<p>one</p>"), "utf-8")
    Path("link.xml").symlink_to("real.xml")
    Path("dangling.xml").symlink_to("nowhere.xml")
    assert outcome(Path("link.xml")).words == "one"
    assert outcome(Path("dangling.xml")).codes == ["REA-001"]


def test_ten_thousand_open_elements_are_a_finding(read: Read) -> None:
    deep = "<hi>" * 10_000 + "x" + "</hi>" * 10_000
    assert "close elements" in read(tei(deep)).the("REA-014").hint
    assert read(TEI + "<hi>" * 10_000).codes == ["REA-014"]


def test_a_finding_stays_on_one_line_of_bounded_length(read: Read) -> None:
    name = "n" * 1_000_000
    for result in (read(f"<{name}>"), read(f"<{name}/>"), read(tei(f"<p xml:lang='{name}'/>"))):
        assert all(len(str(finding)) < 2100 for finding in result.findings)


@pytest.mark.parametrize("name", [b"a\xffb.xml", "naïve\n:7:.xml".encode(), b"-x.xml"])
def test_any_file_name_can_be_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path(os.fsdecode(name))
    assert "\n" not in str(outcome(path).the("REA-001"))
    path.write_text(tei("<p xml:id='a b'>one</p>"), "utf-8")
    (finding,) = outcome(path).findings
    assert finding.place is not None and finding.place.line == 1
    str(finding).encode("utf-8")


def test_a_circle_of_links_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.xml").symlink_to("b.xml")
    Path("b.xml").symlink_to("a.xml")
    assert outcome(Path("a.xml")).codes[0].startswith("REA-00")


def test_a_name_that_is_too_long_is_a_finding() -> None:
    assert outcome(Path("n" * 5000)).codes[0].startswith("REA-00")
    assert outcome(Path("a\0b")).codes[0].startswith("REA-00")
