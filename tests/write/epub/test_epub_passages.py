"""Texts cited by number: contents down to chapters, and a list of all places by a key."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

from lxml import etree

from publish import pipeline
from publish.check.epub import check_epubs
from publish.model.finding import Severity

HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text xml:lang="la"><body>'
H = "{http://www.w3.org/1999/xhtml}"


def part(unit: str, number: int, inside: str) -> str:
    return f'<div type="textpart" subtype="{unit}" n="{number}">{inside}</div>'


def text() -> str:
    sections = "".join(part("section", n, f"<p>Verba {n}.</p>") for n in range(1, 31))
    chapters = "".join(part("chapter", n, sections) for n in range(1, 4))
    poem = part("poem", 1, "".join(f'<l n="{n}">Versus.</l>' for n in range(1, 12)))
    return f'<div type="edition">{part("book", 1, chapters)}{part("book", 2, poem)}</div>'


def epub_of(folder: Path, body: str, **choices: object) -> bytes:
    source = folder / "book.xml"
    source.write_text(f"{HEAD}{body}</body></text></TEI>", "utf-8")
    build = pipeline.prepare(source, choices)
    pipeline.build_output(build, pipeline.Progress(), "epub")
    assert not [f for f in build.findings if f.severity is Severity.ERROR]
    return build.outputs[-1].data


def navigation(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(BytesIO(data)) as box:
        root = etree.fromstring(box.read("EPUB/nav.xhtml"))
    kind = "{http://www.idpf.org/2007/ops}type"
    return {str(nav.get(kind)): nav for nav in root.iter(H + "nav")}


def words(nav: etree._Element) -> list[str]:
    return [str(link.text) for link in nav.iter(H + "a")]


def test_contents_end_with_chapters(tmp_path: Path) -> None:
    navs = navigation(epub_of(tmp_path, text()))
    chapters = ["book", "Liber 1", "Caput 1", "Caput 2", "Caput 3", "Liber 2"]
    assert words(navs["toc"])[:6] == chapters
    assert not [said for said in words(navs["toc"]) if "Verba" in said]
    assert "index-locator-list" not in navs


def test_a_second_list_has_every_place_and_every_fifth_verse(tmp_path: Path) -> None:
    data = epub_of(tmp_path, text(), epub={"passage_list": True})
    passages = navigation(data)["index-locator-list"]
    assert len(words(passages)) == 2 + 3 * (1 + 30) + 1 + 2
    targets = [str(link.get("href")).partition("#") for link in passages.iter(H + "a")]
    assert [t for _, _, t in targets][:4] == ["c1", "c1.1", "c1.1.1", "c1.1.2"]
    assert [t for _, _, t in targets][-2:] == ["c2.1.5", "c2.1.10"]
    with zipfile.ZipFile(BytesIO(data)) as box:
        for path, _, name in targets:
            assert f'id="{name}"'.encode() in box.read(f"EPUB/{path}")
    assert check_epubs({"book.epub": data}) == {"book.epub": []}


def test_a_key_keeps_sections_apart_and_another_hides_their_numbers(tmp_path: Path) -> None:
    def body_of(**choices: object) -> str:
        data = epub_of(tmp_path, part("chapter", 1, short), text=choices)
        with zipfile.ZipFile(BytesIO(data)) as box:
            name = next(n for n in box.namelist() if "/text/chapter" in n)
            return box.read(name).decode()

    short = "".join(part("section", n, f"<p>Verba {n}.</p>") for n in range(1, 6))
    assert len(re.findall("<p[ >]", body_of())) == 1
    assert len(re.findall("<p[ >]", body_of(sections="apart"))) == 5
    long = short.replace("Verba", "Verba multa " * 60)
    short, kept = long, short
    assert len(re.findall("<p[ >]", body_of())) == 5
    assert len(re.findall("<p[ >]", body_of(sections="run-on"))) == 1
    short = kept
    assert "part-number" in body_of()
    assert "part-number" not in body_of(section_numbers="none")


def test_chapters_of_verses_run_on_in_their_book(tmp_path: Path) -> None:
    verses = "".join(f'<ab type="verse" n="{n}">{"Verba multa. " * 12}</ab>' for n in range(1, 31))
    chapters = "".join(f'<div type="chapter" n="{n}">{verses}</div>' for n in range(1, 5))
    books = "".join(f'<div type="book" n="{name}">{chapters}</div>' for name in ("Gen", "Ex"))
    with zipfile.ZipFile(BytesIO(epub_of(tmp_path, books))) as box:
        names = [name for name in box.namelist() if "/text/part" in name]
    assert len(names) == 2
