"""An EPUB of a text and its translation: passage by passage, or in chapters that are linked."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from lxml import etree

from publish import pipeline
from publish.check.epub import check_epubs

H = "{http://www.w3.org/1999/xhtml}"
TEXT = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text xml:lang="la"><body>'
    '<div type="edition" xml:lang="la"><head>Flumina</head><p n="1">Oriuntur.<note>Sic.</note></p>'
    '<p n="2">Exeunt.</p></div><div type="translation" xml:lang="en"><head>Rivers</head>'
    '<p n="1">They rise.<note>So.</note></p><p n="2">They end.</p></div></body></text></TEI>'
)


def documents(folder: Path, choice: str) -> dict[str, etree._Element]:
    source = folder / "book.xml"
    source.write_text(TEXT, "utf-8")
    choices = {"text": {"translation": "facing"}, "epub": {"translation": choice}}
    build = pipeline.prepare(source, choices)
    pipeline.build_output(build, pipeline.Progress(), "epub")
    data = build.outputs[-1].data
    assert check_epubs({"book.epub": data}) == {"book.epub": []}
    with zipfile.ZipFile(BytesIO(data)) as box:
        others = ("titlepage.xhtml", "colophon.xhtml")
        names = [n for n in box.namelist() if "/text/" in n and not n.endswith(others)]
        return {name.rpartition("/")[2]: etree.fromstring(box.read(name)) for name in names}


def words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def test_each_passage_stands_behind_the_one_that_it_translates(tmp_path: Path) -> None:
    (document,) = documents(tmp_path, "passages").values()
    said = words(document.find(H + "body"))
    places = [said.index(w) for w in ("Oriuntur", "They rise", "Exeunt", "They end")]
    assert places == sorted(places)


def test_chapters_are_linked_from_passage_to_passage(tmp_path: Path) -> None:
    found = documents(tmp_path, "chapters")
    (one, original), (other, translation) = sorted(found.items(), key=lambda each: len(each[0]))
    assert other == one.replace(".xhtml", "-translation.xhtml")
    assert "They" not in words(original.find(H + "body"))
    assert "Exeunt" not in words(translation.find(H + "body"))
    assert translation.find(f"{H}body/{H}section").get("lang") == "en"
    for here, there, name in ((original, translation, other), (translation, original, one)):
        links = [a for a in here.iter(H + "a") if a.get("class") == "other-side"]
        assert len(links) == 2
        for link in links:
            file, _, target = str(link.get("href")).partition("#")
            assert file == name
            assert there.xpath("//*[@id=$name]", name=target)
    assert "So." in words(translation)
    assert "Sic." in words(original)
