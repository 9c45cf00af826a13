"""EPUBs: those that we make come back as they were, and others are read by what they say."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from publish.cli import main
from publish.model.document import TEI

from .conftest import Imports, words_of
from .test_html import PROSE
from .test_markdown import picture

MANUSCRIPT = f"""<TEI xmlns="{TEI}" xml:lang="en"><teiHeader><fileDesc><titleStmt>
<title>The Storm</title><author>Ann Miller</author></titleStmt><publicationStmt><p/>
</publicationStmt><sourceDesc><p/>
</sourceDesc></fileDesc></teiHeader><text><front><div type="preface"><head>Preface</head>
<p>Words before all.</p></div></front><body>
<div type="chapter"><head>The Boats</head>
<p>{PROSE}<note>A <hi rend="italic">first</hi> note.</note>
And <ref target="#two">more</ref>.</p>
<lg><l>The boats go out,</l><l rend="indent1">the boats come in.</l></lg>
<milestone unit="section" rend="stars"/><p>{PROSE}</p></div>
<div type="chapter" xml:id="two"><head>The Nets</head><p>One<note>A second note.</note> and two.</p>
<quote><p>A quotation of some length, that stands by itself.</p></quote>
<list rend="numbered"><item>nets</item><item>boats</item></list>
<table><row role="label"><cell>Wind</cell></row><row><cell>gale</cell></row></table></div>
<div type="letter"><head>To Ann</head><opener><dateline>Hastings</dateline><salute>My own,</salute>
</opener><p>It is so.</p><closer><signed>John</signed></closer></div>
<div type="scene"><head>Scene 1</head><sp><speaker>Olaf</speaker><p>We go.
<stage>Aside.</stage></p></sp><stage>Exit.</stage></div>
</body></text></TEI>"""


@pytest.fixture(scope="module")
def epub(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("round")
    (folder / "storm.xml").write_text(MANUSCRIPT, "utf-8")
    output = folder / "storm.epub"
    command = ["epub", str(folder / "storm.xml"), "-o", str(output), "--no-check", "--no-cache"]
    assert CliRunner().invoke(main, command).exit_code == 0
    return output.read_bytes()


def test_a_book_of_ours_comes_back_as_it_was(epub: bytes, imports: Imports) -> None:
    made = imports("storm.epub", epub)
    body = made.body()
    assert [each.text for each in made.find("//text//head")] == [
        "Preface",
        "The Boats",
        "The Nets",
        "To Ann",
        "Scene 1",
    ]
    assert [each.get("type") for each in made.find("//text//div")] == [
        "preface",
        "chapter",
        "chapter",
        "letter",
        "scene",
    ]
    assert "<opener><dateline>Hastings</dateline><salute>My own,</salute></opener>" in body
    assert "<closer><signed>John</signed></closer>" in body
    assert "<sp><speaker>Olaf</speaker><p>We go. <stage>Aside.</stage></p></sp>" in body
    assert "<stage>Exit.</stage>" in body
    assert [" ".join("".join(n.itertext()).split()) for n in made.find("//note")] == [
        "A first note.",
        "A second note.",
    ]
    assert '<lg><l>The boats go out,</l><l rend="indent1">the boats come in.</l></lg>' in body
    assert '<milestone unit="section"' in body
    assert "<quote><p>A quotation of some length, that stands by itself.</p></quote>" in body
    assert '<list rend="numbered"><item>nets</item><item>boats</item></list>' in body
    assert '<row role="label"><cell>Wind</cell></row><row><cell>gale</cell></row>' in body
    (ref,) = made.find("//ref")
    assert ref.get("target") == "#two"
    assert made.find("//*[@xml:id='two']")
    assert "IMP-004" not in made.said


def test_a_round_trip_keeps_every_word(epub: bytes, imports: Imports) -> None:
    made = imports("storm.epub", epub)
    text = etree.fromstring(MANUSCRIPT).find(f"{{{TEI}}}text")
    assert text is not None
    (ours,) = made.find("//text")
    source, found = (words_of(" ".join(map(str, each.itertext()))) for each in (text, ours))
    assert found == source


OPF = """<package xmlns="http://www.idpf.org/2007/opf" version="2.0"
xmlns:opf="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Nets</dc:title>
<dc:creator opf:role="aut" opf:file-as="Miller, Ann">Ann Miller</dc:creator>
<dc:creator opf:role="trl">Bob Smith</dc:creator><dc:language>de</dc:language>
<dc:identifier>urn:isbn:9780306406157</dc:identifier><dc:subject>Sea</dc:subject>
<meta name="cover" content="pic"/><meta name="calibre:series" content="Shore"/></metadata>
<manifest><item id="pic" href="i/c.png" media-type="image/png"/>
<item id="cov" href="t/cover.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="t/a.xhtml" media-type="application/xhtml+xml"/>
<item id="b" href="t/b.xhtml" media-type="application/xhtml+xml"/>
<item id="n" href="t/n.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="cov"/><itemref idref="a"/><itemref idref="b"/><itemref idref="n"/></spine>
</package>"""
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="O/x.opf"/></rootfiles></container>'
)
PAGE = (
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><link rel="stylesheet" href="../s.css"/>'
    "</head><body>{}</body></html>"
)


def other_epub(**more: str) -> bytes:
    """An EPUB 2 as converters make them: classes without meaning, notes in a file of their own."""
    files = {
        "META-INF/container.xml": CONTAINER,
        "O/x.opf": OPF,
        "O/s.css": ".c1{font-style:italic} .c2{text-align:center;font-size:1.5em}",
        "O/t/cover.xhtml": PAGE.format('<div><img src="../i/c.png"/></div>'),
        "O/t/a.xhtml": PAGE.format(
            f'<p class="c2">Eins</p><p>{PROSE} <span class="c1">so</span>'
            '<a id="r1" href="n.xhtml#n1"><sup>1</sup></a></p>'
        ),
        "O/t/b.xhtml": PAGE.format(
            f'<p class="c2">Zwei</p><p>{PROSE}&nbsp;<a href="a.xhtml">x</a></p>'
        ),
        "O/t/n.xhtml": PAGE.format('<p id="n1"><a href="a.xhtml#r1">1</a> Ein Wort.</p>'),
        **more,
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, text in files.items():
            archive.writestr(name, text)
        archive.writestr("O/i/c.png", picture())
    return out.getvalue()


def test_an_epub_without_semantics_is_read_by_its_looks(imports: Imports) -> None:
    made = imports("a.epub", other_epub())
    assert [each.text for each in made.find("//body/div/head")] == ["Eins", "Zwei"]
    assert '<hi rend="italic">so</hi><note place="foot"' in made.body()
    (note,) = made.find("//note")
    assert note.text == "Ein Wort."


def test_what_a_package_says_goes_to_the_edition(imports: Imports) -> None:
    made = imports("a.epub", other_epub())
    book = made.edition["book"]
    assert book["contributors"] == [
        {"name": "Ann Miller", "role": "aut", "file_as": "Miller, Ann"},
        {"name": "Bob Smith", "role": "trl"},
    ]
    assert (book["language"], book["isbn_epub"]) == ("de", "9780306406157")
    assert book["series"]["name"] == "Shore"
    assert made.edition["cover"]["image"] == "manuscript/images/cover.png"
    assert (made.folder / "manuscript/images/cover.png").read_bytes() == picture()


def test_a_locked_or_damaged_epub_is_refused(tmp_path: Path) -> None:
    locked = other_epub(**{"META-INF/encryption.xml": '<e URI="O/t/a.xhtml"/>'})
    for name, data in {"locked.epub": locked, "half.epub": other_epub()[:900]}.items():
        (tmp_path / name).write_bytes(data)
        result = CliRunner().invoke(
            main, ["import", str(tmp_path / name), "-o", str(tmp_path / "o")]
        )
        assert result.exit_code == 1
        assert "IMP-003" in result.stderr
        assert not (tmp_path / "o").exists()


def test_our_list_of_corrections_does_not_come_back(tmp_path: Path, imports: Imports) -> None:
    (tmp_path / "storm.xml").write_text(MANUSCRIPT, "utf-8")
    (tmp_path / "storm.errata.toml").write_text(
        '[[erratum]]\nid = "E1"\nfind = "the boats come in"\nreplace = "the boats come home"\n'
        'status = "verified"\nkind = "printer"\n',
        "utf-8",
    )
    command = ["epub", str(tmp_path / "storm.xml"), "-o", str(tmp_path / "storm.epub")]
    assert CliRunner().invoke(main, [*command, "--no-check", "--no-cache"]).exit_code == 0
    made = imports("back.epub", (tmp_path / "storm.epub").read_bytes())
    assert "the boats come home" in made.body()
    assert "orrections" not in made.body()
    assert "a list of corrections, which the text here has (1)" in made.said


def test_numbers_alone_are_heads_beside_others_that_styles_tell(imports: Imports) -> None:
    numbers = [
        PAGE.format(f'<p class="c2">{number}</p><p>{PROSE}</p><p>{PROSE}</p>')
        for number in ("1", "2", "3", "4")
    ]
    pages = "".join(numbers[1:]).replace(PAGE.partition("{}")[0], "").replace("</body></html>", "")
    more = {
        "O/t/a.xhtml": PAGE.format(f"<h1>Vorwort</h1><p>{PROSE}</p>"),
        "O/t/b.xhtml": numbers[0].replace("</body>", f"{pages}</body>"),
    }
    made = imports("a.epub", other_epub(**more))
    assert [each.text for each in made.find("//div/head")] == ["Vorwort", "1", "2", "3", "4"]
