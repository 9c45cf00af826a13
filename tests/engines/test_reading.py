"""EPUBs read through as readers of books do: in foliate-js and epub.js in a browser, and in MuPDF.

`node read_books.mjs --screens FOLDER ENGINE BOOK...` keeps every page as a picture to be looked at.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from click.testing import CliRunner
from lxml import etree

from publish.cli import main
from tests.engines.browser import find_browser, seen_by

XHTML = {"h": "http://www.w3.org/1999/xhtml", "epub": "http://www.idpf.org/2007/ops"}
OPF = {"opf": "http://www.idpf.org/2007/opf"}
LINES = "".join(f"<l>Line {number} of a long poem that goes on and on</l>" for number in range(90))
CELLS = "".join(f"<cell>column {number}</cell>" for number in range(9))
HOME_MADE = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>The Home-Made Book</title><author>Ann Author</author></titleStmt><publicationStmt>
<p>Public domain</p></publicationStmt><sourceDesc><p>Born digital</p></sourceDesc></fileDesc>
</teiHeader><text xml:lang="en"><body>
<div type="part"><head>Part One</head><div><head>Notes &amp; <hi rend="italic">Tables</hi></head>
<p>Words<note>A first note.</note> and more<note><p>A second note</p><p>of two paragraphs, with
<foreign xml:lang="el">λόγος</foreign>.</p></note>.</p>
<table><row role="label">{CELLS}</row><row>{CELLS}</row></table></div>
<div><head>A Poem</head><lg>{LINES}</lg></div></div>
<div type="part"><head>Part Two</head><div><head>Many Scripts</head>
<p xml:lang="he">שלום עולם<note xml:lang="en">A greeting.</note></p><p xml:lang="ru">Война и мир</p>
<p><hi rend="bold">Bold</hi> and <hi rend="italic">italic</hi>, <formula notation="TeX">a^2+b^2
</formula>.</p><pb n="12"/><p>The end<note>A last note.</note>.</p></div></div></body></text></TEI>
"""
CORPUS = [
    "soldatenbriefe/letter-044.xml",
    "yidracor/rose-engshaft.xml",
    "aozora/43563_tei.xml",
    "dh2018/*/*.xml",
    "eltec-eng/ENG18652_Carroll.xml",
]
BOOKS = ["home-made", "first", *(pytest.param(path, marks=pytest.mark.slow) for path in CORPUS)]


@pytest.fixture(scope="module", params=BOOKS)
def epub(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of the books, built."""
    folder = tmp_path_factory.mktemp("engines")
    if request.param == "home-made":
        book = folder / "home.xml"
        book.write_text(HOME_MADE, "utf-8")
    elif request.param == "first":
        book = request.getfixturevalue("first_book")
    else:
        (book,) = request.getfixturevalue("corpora").glob(request.param)
    path = folder / "book.epub"
    done = CliRunner().invoke(main, ["epub", str(book), "--no-check", "-o", str(path)])
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture(scope="module", params=["foliate", "epubjs"])
def reading(request: pytest.FixtureRequest, epub: Path) -> dict[str, Any]:
    """What an engine showed of the book."""
    options = ("--browser", find_browser())
    (told,) = seen_by("read_books.mjs", *options, request.param, epub, seconds=300)
    return {"engine": request.param, **told}


def documents(epub: Path) -> Iterator[etree._Element]:
    """The documents in reading order."""
    with zipfile.ZipFile(epub) as book:
        opf = etree.fromstring(book.read("EPUB/content.opf"))
        paths = {item.get("id"): item.get("href") for item in opf.iterfind(".//opf:item", OPF)}
        for item in opf.iterfind(".//opf:itemref", OPF):
            yield etree.fromstring(book.read(f"EPUB/{paths[item.get('idref')]}"))


def contents(epub: Path) -> list[str]:
    with zipfile.ZipFile(epub) as book:
        nav = etree.fromstring(book.read("EPUB/nav.xhtml"))
    return [squeeze(link) for link in nav.xpath("//h:nav[@epub:type='toc']//h:a", namespaces=XHTML)]


def shown_words(html: etree._Element) -> str:
    for hidden in html.xpath("//h:nav[@hidden]", namespaces=XHTML):
        hidden.getparent().remove(hidden)
    return squeeze(html.find("h:body", XHTML))


def squeeze(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def test_every_entry_of_the_contents_leads_to_its_place(
    epub: Path, reading: dict[str, Any]
) -> None:
    assert [entry["label"] for entry in reading["contents"]] == contents(epub)
    assert [e for e in reading["contents"] if not (e["visible"] and e["words"])] == []
    assert [page for page in reading["pages"] if not page["visible"]] == []


def test_the_pages_turn_to_the_end_and_show_every_word(epub: Path, reading: dict[str, Any]) -> None:
    bodies = [letters(shown_words(html)) for html in documents(epub)]
    assert letters(reading["shown"][-1]) and bodies[-1].endswith(letters(reading["shown"][-1]))
    if reading["engine"] == "epubjs":  # knows the words of a page only roughly
        return
    shown = letters("".join(reading["shown"]))
    assert shown == "".join(bodies)


def test_every_note_opens_with_its_words(epub: Path, reading: dict[str, Any]) -> None:
    notes = [
        letters(squeeze(note))
        for html in documents(epub)
        for note in html.xpath("//h:aside[@epub:type='footnote']", namespaces=XHTML)
    ]
    opened = [note for document in reading["documents"] for note in document["notes"]]
    assert {letters(note["words"])[:100] for note in opened} == {note[:100] for note in notes}
    if reading["engine"] == "foliate":  # pops them up, and leaves them out of the page
        assert all(note["type"] == "footnote" and note["hidden"] for note in opened)
    else:
        assert all(note["visible"] for note in opened)


def test_text_is_set_in_every_family_that_is_embedded(reading: dict[str, Any]) -> None:
    fonts = [font for document in reading["documents"] for font in document["fonts"]]
    used = {font["family"] for font in fonts if font["status"] == "loaded"}
    assert used and used == {font["family"] for font in fonts}
    assert [font for font in fonts if font["status"] == "error"] == []


def test_nothing_is_complained_of_in_the_console(reading: dict[str, Any]) -> None:
    assert reading["messages"] == []


def test_mupdf_finds_the_chapters(epub: Path) -> None:
    with pymupdf.open(epub, filetype="epub") as book:
        entries = book.get_toc()
        assert [label for _, label, _ in entries] == contents(epub)
        pages = [number for _, _, number in entries]
        assert pages == sorted(pages)
        assert 1 <= pages[0] <= pages[-1] <= book.page_count
        for _, label, number in entries:
            around = letters(book[number - 1].get_text() + book[number % len(book)].get_text())
            assert around, label
