"""Faces of a book's own in PDFs and EPUBs: chosen, embedded, refused, never replaced unsaid."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from fontTools.ttLib import TTFont

from publish.cli import main

ROOT = Path(__file__).parents[2]
TEXT = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt>'
    "<title>T</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/>"
    "</sourceDesc></fileDesc></teiHeader><text><body><div><head>One</head>"
    "<p>It was <hi rend='italic'>very</hi> cold.</p>%s</div></body></text></TEI>"
)
FACES = {
    "Regular": ROOT / "fonts/source-sans-3/SourceSans3-Regular.ttf",
    "Italic": ROOT / "fonts/source-sans-3/SourceSans3-Italic.ttf",
}


def make(file: str, source: Path, family: str, permissions: int = 0) -> None:
    """Write a font that calls itself otherwise, with these bits of fsType."""
    font = TTFont(source)
    for record in list(font["name"].names):
        if record.nameID in (1, 4, 6, 16):
            name = family.replace(" ", "") if record.nameID == 6 else family
            place = (record.platformID, record.platEncID, record.langID)
            font["name"].setName(name, record.nameID, *place)
    font["OS/2"].fsType = permissions
    Path("fonts").mkdir(exist_ok=True)
    font.save(f"fonts/{file}")


def write(edition: str = "", css: str = "", more: str = "") -> None:
    for folder in ("manuscript", "styles"):
        Path(folder).mkdir(exist_ok=True)
    Path("manuscript/m.xml").write_text(TEXT % more, "utf-8")
    Path("manuscript/edition.toml").write_text(edition, "utf-8")
    Path("styles/own.css").write_text(css, "utf-8")


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for style, source in FACES.items():
        make(f"lake-{style}.ttf", source, "Lake Sans")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def told(*words: str) -> list[dict[str, object]]:
    return list(json.loads(run(*words, "--json").stdout)["findings"])


def fonts_of_pdf() -> set[str]:
    with pikepdf.open("dist/t.pdf") as pdf:
        found = {
            str(item.BaseFont).partition("+")[2]
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
    return {re.sub(",?(-All|-Small-Caps)*$", "", name) for name in found}


def fonts_of_epub() -> dict[str, bytes]:
    with zipfile.ZipFile("dist/t.epub") as archive:
        names = [name for name in archive.namelist() if "/fonts/" in name]
        return {name.rpartition("/")[2]: archive.read(name) for name in names}


def test_text_and_headings_are_set_in_faces_of_the_books_own(book: Path) -> None:
    Path("fonts/OFL.txt").write_text("Open Font License", "utf-8")
    write('[print]\nfont = "Lake sans"\nheading_font = "Noto Serif"\n[epub]\nfont = "Lake Sans"')
    assert told("pdf") == []
    assert fonts_of_pdf() == {"Lake-Sans", "Lake-Sans-Italic", "Noto-Serif"}
    assert told("epub") == []
    embedded = fonts_of_epub()
    assert {"own-Lake-Sans-lake-Regular.ttf", "own-Lake-Sans-lake-Italic.ttf"} < set(embedded)
    assert "fonts-OFL.txt" in embedded
    assert not any("Garamond" in name for name in embedded)
    cut = embedded["own-Lake-Sans-lake-Regular.ttf"]
    assert len(cut) < Path("fonts/lake-Regular.ttf").stat().st_size / 2
    with zipfile.ZipFile("dist/t.epub") as archive:
        assert 'body { font-family: "Lake Sans"' in archive.read("EPUB/css/fonts.css").decode()


def test_a_sheet_may_call_a_file_what_it_likes(book: Path) -> None:
    css = (
        '@font-face { font-family: "Hand"; src: url("../fonts/lake-Italic.ttf"); '
        "font-style: normal }\nh1 { font-family: Hand, serif }\n"
    )
    write(css=css)
    assert told("pdf") == []
    assert "Lake-Sans-Italic" in fonts_of_pdf()
    assert "Lake-Sans" not in fonts_of_pdf()
    assert told("epub") == []
    assert "own-Hand-lake-Italic.ttf" in fonts_of_epub()


def test_another_file_of_the_same_name_makes_other_pages(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLISH_CACHE", str(book / "cache"))
    write('[print]\nfont = "Lake Sans"')
    assert told("pdf") == []
    make("lake-Regular.ttf", ROOT / "fonts/noto/NotoSerif-Regular.ttf", "Lake Sans")
    before = Path("dist/t.pdf").read_bytes()
    assert told("pdf") == []
    after = Path("dist/t.pdf").read_bytes()
    assert after != before
    run("pdf", "--no-cache")
    assert Path("dist/t.pdf").read_bytes() == after


@pytest.mark.parametrize(
    ("edition", "css", "place", "severity"),
    [
        ('[print]\nfont = "Lake Serif"', "", "manuscript/edition.toml:2", "error"),
        ('[epub]\nfont = "Lake Serif"', "", "manuscript/edition.toml:2", "error"),
        ("", "\nh1 { font-family: 'Lake Serif', serif }", "styles/own.css:2", "warning"),
        ("", "h1 { font: bold 12pt/14pt Lake Serif }", "styles/own.css:1", "warning"),
    ],
)
def test_a_font_that_is_not_known_is_told_with_those_that_are(
    book: Path, edition: str, css: str, place: str, severity: str
) -> None:
    write(edition, css)
    (found,) = told("check", "--fast")
    assert (found["code"], found["severity"]) == ("WRI-212", severity)
    assert f"{found['file']}:{found['line']}" == place
    assert "'Lake Serif'" in str(found["message"])
    assert "Lake Sans, EB Garamond, Noto Serif, Source Sans 3" in str(found["hint"])


def test_generic_families_are_known(book: Path) -> None:
    write(css="h1 { font-family: sans-serif } code { font-family: monospace, 'No Such' }")
    assert told("pdf") == []
    assert "Source-Sans-3" in fonts_of_pdf()


def test_an_edition_may_name_generic_families(book: Path) -> None:
    write('[print]\nheading_font = "sans-serif"\n[epub]\nfont = "sans-serif"')
    assert told("pdf") == told("epub") == []
    assert "Source-Sans-3" in fonts_of_pdf()
    assert any("SourceSans3" in name for name in fonts_of_epub())


@pytest.mark.parametrize(("permissions", "words"), [(2, "embedded"), (0x100, "cut"), (0x200, "em")])
def test_what_a_maker_forbids_is_not_done(book: Path, permissions: int, words: str) -> None:
    make("lake-Regular.ttf", FACES["Regular"], "Lake Sans", permissions)
    write()
    assert told("check", "--fast") == [], "nobody has asked for it"
    write('[print]\nfont = "Lake Sans"')
    (found,) = told("pdf")
    assert (found["code"], found["file"]) == ("WRI-214", "manuscript/edition.toml")
    assert words in str(found["message"])
    assert not Path("dist/t.pdf").exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"no font", "it is no font"),
        (b"wOF2" + bytes(60), "no font"),
        (FACES["Regular"].read_bytes()[:20], "no font"),
        (FACES["Regular"].read_bytes()[:-900], "it is cut short"),
    ],
)
def test_a_file_that_is_no_font_is_told(book: Path, data: bytes, why: str) -> None:
    Path("fonts/odd.otf").write_bytes(data)
    write()
    (found,) = told("check", "--fast")
    assert (found["code"], found["file"]) == ("WRI-213", "fonts/odd.otf")
    assert why in str(found["message"])


@pytest.mark.parametrize("source", ['local("Arial")', "url(https://x.org/a.ttf)", "url(../a.ttf)"])
def test_a_face_names_a_file_of_the_book(book: Path, source: str) -> None:
    write(css=f"\n@font-face {{ font-family: X; src: {source} }}")
    (found,) = told("check", "--fast")
    assert (found["file"], found["line"], found["code"]) == ("styles/own.css", 2, "WRI-213")


def test_no_font_comes_from_outside_the_book(book: Path) -> None:
    outside = book.parent / f"{book.name}-outside.ttf"
    outside.write_bytes(FACES["Regular"].read_bytes())
    Path("fonts/link.ttf").symlink_to(outside)
    write()
    (found,) = told("check", "--fast")
    assert (found["code"], found["file"]) == ("WRI-213", "fonts/link.ttf")


def test_characters_and_italics_that_a_face_lacks_are_told(book: Path) -> None:
    Path("fonts/lake-Italic.ttf").unlink()
    write('[print]\nfont = "Lake Sans"', more="<p>\u10d0\u10d1</p>")
    found = {str(each["code"]): str(each["message"]) for each in told("pdf")}
    assert set(found) == {"WRI-215", "WRI-216"}
    assert "'ა', 'ბ'" in found["WRI-215"]


def test_lettering_in_drawings_takes_faces_of_the_books_own(book: Path) -> None:
    Path("manuscript").mkdir()
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><text y="20" '
        'font-family="%s">Lake</text></svg>'
    )
    Path("manuscript/a.svg").write_text(drawing % "Lake Sans", "utf-8")
    figure = '<figure><graphic url="a.svg"/><figDesc>A word</figDesc></figure>'
    write(more=figure)
    assert told("pdf") == []
    assert "Lake-Sans" in fonts_of_pdf()
    Path("manuscript/a.svg").write_text(drawing % "Lake Serif", "utf-8")
    (found,) = told("pdf")
    assert found["code"] == "WRI-162"
    assert "Lake Sans" in str(found["hint"])
    assert told("epub", "--no-check") == [found]
    Path("manuscript/a.svg").write_text(drawing % "Lake Sans", "utf-8")
    (found,) = told("epub", "--no-check")
    assert (found["code"], "outlines" in str(found["hint"])) == ("WRI-162", True)


def test_the_imprint_names_the_face(book: Path) -> None:
    write('[print]\nfont = "Lake Sans"')
    assert told("epub", "--no-check") == []
    with zipfile.ZipFile("dist/t.epub") as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if "xhtml" in name]
    assert any("Set in Lake Sans" in text for text in texts)


def test_postscript_outlines_go_into_epubs_as_such(book: Path) -> None:
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.t2CharStringPen import T2CharStringPen

    pen = T2CharStringPen(600, None)
    pen.moveTo((0, 0))
    pen.lineTo((500, 0))
    pen.lineTo((250, 700))
    pen.closePath()
    letters = [chr(code) for code in range(0x20, 0x7F)]
    glyphs = [".notdef", *(f"g{ord(letter)}" for letter in letters)]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({ord(letter): f"g{ord(letter)}" for letter in letters})
    builder.setupCFF("Wedge", {}, dict.fromkeys(glyphs, pen.getCharString()), {})
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Wedge", "styleName": "Regular", "psName": "Wedge"})
    builder.setupOS2(fsType=0, sTypoAscender=800, sTypoDescender=-200)
    builder.setupPost()
    data = io.BytesIO()
    builder.save(data)
    Path("fonts/wedge.otf").write_bytes(data.getvalue())
    write('outputs = ["screen", "epub"]', css="h1 { font-family: Wedge }")
    assert told("build") == []
    assert fonts_of_epub()["own-Wedge-wedge.otf"].startswith(b"OTTO")
    assert "Wedge" in fonts_of_pdf()
