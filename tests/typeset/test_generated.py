"""Lists that the manuscript gives a place (`divGen`): filled there, under its own head, once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from publish.model.document import Document
from publish.model.edition import Book, Edition
from publish.model.publication import Publication
from publish.typeset import typeset
from publish.typeset.xhtml import H

MakeDocument = Callable[..., Document]
EDITION = Edition(book=Book(title="T", language="en"))
LONG = "A long paragraph that fills a page. " * 150
BODY = (
    f"<div><head>One</head><p>{LONG}<index><term>zebra</term></index><note>A note.</note></p>"
    "<table><head>Depths</head><row><cell>1</cell></row></table></div>"
    f"<div><head>Two</head><p>{LONG}<note><p>Another.</p></note></p>"
    "<figure><head>A ferry</head><p>words</p></figure></div>"
)


def made(make: MakeDocument, asked: str, place: str = "back") -> Publication:
    given = {"front": ""} | {place: asked}
    root = etree.tostring(make(BODY).root, encoding="unicode")
    text = root.replace("</body>", f"</body><back>{given.get('back', '')}</back>").replace(
        "<body>", f"<front>{given['front']}</front><body>"
    )
    document = make(BODY)
    document.root = etree.fromstring(text)
    return typeset(document, EDITION)[0]


@pytest.mark.parametrize(
    ("asked", "lines"),
    [
        ("<div><head>Mine</head><divGen type='index'/></div>", ["zebra, One"]),
        ("<divGen type='index'><head>Mine</head></divGen>", ["zebra, One"]),
        ("<div type='index'><head>Mine</head><p>Read this.</p><divGen type='index'/></div>",
         ["Read this.", "zebra, One"]),
        ("<div><head>Mine</head><divGen type='figlist'/></div>", ["A ferry"]),
        ("<div><head>Mine</head><divGen type='tables'/></div>", ["Depths"]),
        ("<div type='notes'><head>Mine</head><divGen type='notes'/></div>",
         ["One", "1 A note.", "Two", "1 Another."]),
        ("<div><head>Mine</head><divGen type='toc'/></div>", ["One", "Two", "Index"]),
    ],
)  # fmt: skip
def test_a_list_fills_the_division_it_stands_in(
    tei_document: MakeDocument, asked: str, lines: list[str]
) -> None:
    book = made(tei_document, asked)
    (part,) = (part for part in book.parts if part.title == "Mine")
    assert [e.text for e in part.body.iter(H + "h1", H + "h2")] == ["Mine"]
    for shown_in_print in part.body.findall(f".//{H}p/{H}a[@class='page-ref']"):
        shown_in_print.clear()
    said = [
        " ".join("".join(map(str, e.itertext())).split()) for e in part.body.iter(H + "p", H + "li")
    ]
    assert [s for s in dict.fromkeys(said) if s and s != "Mine"] == lines
    titles = [entry.title for entry in book.contents]
    assert titles.count("Mine") == 1 and ("Index" in titles) == ("index" not in asked)


def test_notes_leave_the_foot_for_their_division(tei_document: MakeDocument) -> None:
    book = made(tei_document, "<div><head>Notes</head><divGen type='notes'/></div>")
    assert [note for part in book.parts for note in part.notes] == []
    links = {a.get("href") for part in book.parts for a in part.body.iter(H + "a")}
    ids = {e.get("id") for part in book.parts for e in part.body.iter() if e.get("id")}
    assert {href[1:] for href in links if href} <= ids


@pytest.mark.parametrize("asked", ["<divGen type='toc'/>", "<divGen type='Colophon'/>",
    "<div><head>Pictures</head><divGen type='bibliography'/></div>"])  # fmt: skip
def test_what_has_no_head_or_nothing_to_list_leaves_no_empty_page(
    tei_document: MakeDocument, asked: str
) -> None:
    book = made(tei_document, asked)
    assert [entry.title for entry in book.contents] == ["One", "Two", "Index"]


def test_contents_in_a_chapter_list_it_and_do_not_take_its_place(
    tei_document: MakeDocument,
) -> None:
    chapter = "<div><head>One</head><p>First.</p><divGen type='toc'/>{}</div>"
    for rest, listed in (
        ("</div><div><head>Two</head>" + f"<p>{LONG}</p>", ["One", "Two"]),
        ("<div><head>Inner</head><p>x</p></div>", ["Inner"]),
        ("<p>Last.</p>", []),
    ):
        book = typeset(tei_document(chapter.format(rest)), EDITION)[0]
        part = next(part for part in book.parts if "First." in "".join(part.body.itertext()))
        assert part.epub_type == "chapter"
        assert [a.text for a in part.body.iter(H + "a") if a.get("class") == "entry"] == listed
        assert [e for e in part.body.iter(H + "div") if not len(e)] == []


def test_a_list_that_is_not_made_is_told(tei_document: MakeDocument) -> None:
    asked = "".join(f"<divGen type='{kind}'/>" for kind in "toc index notes figures works".split())
    document = tei_document(f"{asked}<div><head>One</head><p>x</p><divGen type='bibl'/></div>")
    told = [str(finding) for finding in typeset(document, EDITION)[1]]
    assert [line.split("<divGen> ")[1][:20].split("'")[1] for line in told] == [
        "index", "notes", "figures", "works", "bibl"]  # fmt: skip
