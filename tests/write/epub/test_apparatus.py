"""A critical apparatus on a screen: pop-ups, a chapter of entries, a list of sigla."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from publish import pipeline

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Liber</title>
</titleStmt><sourceDesc><listWit><head>Codices</head><witness xml:id="M"><abbr
type="siglum">M</abbr> Florence</witness></listWit></sourceDesc></fileDesc></teiHeader>
<text xml:lang="la"><body>
<div type="textpart" subtype="chapter" n="1"><head>De bello</head><p n="2">arma
<app><lem>uirumque cano</lem><rdg wit="#M">uirum</rdg></app><note>A note.</note> Troiae
<app type="source"><lem>qui</lem><note>Verg. <note>Inside.</note></note></app></p></div>
<div type="textpart" subtype="chapter" n="2"><head>De pace</head><p>ab <app><lem>oris</lem>
<rdg wit="#M">ora</rdg></app>.</p></div></body></text></TEI>"""
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, etree._Element]:
    """The documents of the book as an EPUB, by their names, when EPUBCheck had nothing to say."""
    return documents(TEI, tmp_path_factory.mktemp("book") / "book.xml")


def documents(text: str, source: Path) -> dict[str, etree._Element]:
    source.write_text(text, "utf-8")
    build = pipeline.prepare(source, {"text": {"apparatus": "foot"}})
    pipeline.build_output(build, pipeline.Progress(), "epub")
    assert not [finding for finding in build.findings if finding.code.startswith("WRI")]
    archive = zipfile.ZipFile(io.BytesIO(build.outputs[-1].data))
    names = [name for name in archive.namelist() if name.endswith(".xhtml")]
    return {Path(name).name: etree.fromstring(archive.read(name)) for name in names}


def said(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def test_a_ring_behind_its_words_pops_up_an_entry(texts: dict[str, etree._Element]) -> None:
    chapter = texts["chapter-01.xhtml"]
    marks = [a for a in chapter.iter("{*}a") if a.get(EPUB_TYPE) == "noteref"]
    assert [mark.text for mark in marks] == ["°", "1", "°"]
    assert "uirumque cano°" in said(chapter)
    path, _, identifier = str(marks[0].get("href")).partition("#")
    (entry,) = texts[path].iterfind(f".//*[@id='{identifier}']")
    assert entry.get(EPUB_TYPE) == "footnote"
    assert said(entry) == "1.2 uirumque cano] uirum M"


def test_a_chapter_has_all_entries_by_part_and_band(texts: dict[str, etree._Element]) -> None:
    chapter = texts["apparatus.xhtml"]
    assert [said(h) for h in chapter.iter("{*}h1", "{*}h2")] == [
        "Apparatus criticus",
        "De bello",
        "De pace",
    ]
    bands = [said(div) for div in chapter.iter("{*}div") if "band" in str(div.get("class"))]
    assert bands[0].startswith("1.2 qui] Verg.")
    assert bands[1:] == ["1.2 uirumque cano] uirum M", "2 oris] ora M"]
    contents = next(nav for nav in texts["nav.xhtml"].iter("{*}nav"))
    assert [said(a) for a in contents.iter("{*}a")] == [
        "Sigla",
        "De bello",
        "De pace",
        "Apparatus criticus",
    ]


def test_the_list_of_sigla_of_the_header_stands_before_the_text(
    texts: dict[str, etree._Element],
) -> None:
    section = next(texts["sigla.xhtml"].iter("{*}section"))
    assert [said(part) for part in section.iter("{*}h1", "{*}h2", "{*}div")] == [
        "Sigla",
        "CodicesM Florence",
        "Codices",
        "M Florence",
    ]


def test_entries_without_numbers_stand_below_the_headings_of_their_sections(
    tmp_path: Path,
) -> None:
    """An entry on a heading is keyed as at the foot of a page, behind the number it has."""
    app = '<app><lem>{0}</lem><rdg wit="#M">x</rdg></app>'.format
    body = (
        f"<div><head>De {app('bello')}</head><p>arma {app('uirum')}</p>"
        f"<div><head>De {app('pace')}</head><p>{app('ab')} {app('oris')}</p></div></div>"
        f"<div type='poem' n='3'><head>{app('Ad')} Galbam</head>"
        f"<l n='1'>Musa {app('uale')}.</l></div>"
    )
    chapter = documents(
        f"{TEI.partition('<body>')[0]}<body>{body}</body></text></TEI>", tmp_path / "book.xml"
    )["apparatus.xhtml"]
    entries = [
        e for e in chapter.iter("{*}h2", "{*}h3", "{*}div") if e.get("class") in {None, "entry"}
    ]
    assert [said(e).partition("]")[0] for e in entries] == [
        "De bello",
        "tit. bello",
        "° uirum",
        "De pace",
        "tit. pace",
        "° ab",
        "° oris",
        "Ad Galbam",
        "3 tit. Ad",
        "3.1 uale",
    ]
