"""What somebody does on the first day, and what they are told."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdfium2 import PdfDocument

from publish.cli import main

HEADER = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt>'
    "<title>T</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/>"
    "</sourceDesc></fileDesc></teiHeader><text><body>"
)
CHAPTER = f"<div><head>One</head><p>{'It was very cold, and nobody walked. ' * 9}</p></div>"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def told(*words: str) -> list[dict[str, object]]:
    return list(json.loads(run(*words, "--json").stdout)["findings"])


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(CHAPTER)
    return tmp_path


def write(body: str, edition: str = 'outputs = ["screen"]', css: str = "") -> None:
    Path("manuscript").mkdir(exist_ok=True)
    Path("styles").mkdir(exist_ok=True)
    Path("manuscript/m.xml").write_text(f"{HEADER}{body}</body></text></TEI>", "utf-8")
    Path("manuscript/edition.toml").write_text(edition, "utf-8")
    Path("styles/own.css").write_text(css, "utf-8")


@pytest.mark.parametrize(
    ("words", "offer"),
    [
        (("pfd", "x"), "'pfd'; did you mean pdf? Otherwise see `publish --help`"),
        (("validate",), "did you mean check?"),
        (("init",), "did you mean new?"),
        (("hlep",), "help"),
        (("help", "epbu"), "did you mean epub"),
        (("manuscript/m.xml",), "did you mean `publish build manuscript/m.xml`?"),
        (("--json", "epub"), "write it behind the command"),
        (("errata", "ad"), "'ad'; did you mean add? Otherwise see `publish errata --help`"),
        (("epub", "--verbos"), "'--verbos'; did you mean --verbose? Otherwise see `publish epub"),
    ],
)
def test_a_command_that_is_not_there_offers_what_is_meant(
    book: Path, words: tuple[str, ...], offer: str
) -> None:
    result = run(*words)
    said = result.stderr or result.stdout
    assert (result.exit_code, "CLI-005" in said) == (2, True)
    assert offer in said


def test_help_and_version_are_found_where_they_are_looked_for() -> None:
    assert run("help", "errata", "add").stdout == run("errata", "add", "--help").stdout
    assert run("help").stdout == run("--help").stdout
    assert run("-V").stdout == run("--version").stdout


def test_check_says_in_a_line_that_nothing_is_to_be_mended(book: Path) -> None:
    result = run("check", "--fast")
    assert result.stderr == "manuscript/m.xml: no errors, no warnings\n"
    assert result.stdout == "taken for prose\n"
    assert run("check", "--fast", "--quiet").stderr == ""
    assert json.loads(run("check", "--fast", "--json").stdout)["kind"] == "prose"


@pytest.mark.parametrize(
    ("css", "place", "code", "words"),
    [
        ("h1 { colr: red }", "1:6", "WRI-211", "did you mean color?"),
        ("\np { margin-top 3pt; }", "2:5", "WRI-210", "'margin-top 3pt' is no CSS"),
        ("a:hoover { color: red }", "1:3", "WRI-211", "did you mean :hover?"),
        ("p, .hi, lg > p { color: red }", "1:9", "WRI-211", "the book is XHTML and has no <lg>"),
        ("@fontface { color: red }", "1:1", "WRI-211", "did you mean @font-face?"),
        ("p { color: red;\nem { color: red }", "1:1", "WRI-210", "never closed"),
        ("@media print { p { fontsize: 3pt } }", "1:20", "WRI-211", "did you mean font-size?"),
        ("/* ü */ p { color: bluee }", "1:13", "WRI-211", "'color: bluee' has no effect (invalid"),
        ("@page :first { size: foo }", "1:16", "WRI-211", "'size: foo' has no effect"),
    ],
)
def test_a_slip_in_own_css_is_told_at_its_place_by_pdf_and_epub(
    book: Path, css: str, place: str, code: str, words: str
) -> None:
    write(CHAPTER, css=css)
    (found,) = told("pdf")
    assert (found["file"], found["code"]) == ("styles/own.css", code)
    assert f"{found['line']}:{found['column']}" == place
    assert words in f"{found['message']}; {found['hint']}"
    if "(invalid" not in words and "size:" not in words:
        assert told("check", "--fast") == [found]


def test_values_that_nobody_takes_are_told_by_an_epub_alone_and_once(book: Path) -> None:
    css = "p { text-align: middle; colr: red; margin: 3 em }\nh1 { font-size: huge; display: x }\n"
    write(CHAPTER, 'outputs = ["screen", "epub"]', css)
    found = {(each["line"], each["column"], each["message"]) for each in told("epub", "--no-check")}
    assert found == {
        (1, 5, "'text-align: middle' has no effect (invalid value)"),
        (1, 25, "CSS has no property 'colr'; it has no effect"),
        (1, 36, "'margin: 3 em' has no effect (invalid value)"),
        (2, 6, "'font-size: huge' has no effect (invalid value)"),
    }
    built = [each["message"] for each in told("build") if "invalid value)" in each["message"]]
    assert len([message for message in built if "text-align" in message]) == 1


def test_what_is_right_in_own_css_is_left_in_peace(book: Path) -> None:
    css = (
        "@page :first { @top-left { content: 'x' } margin: 3cm }\n"
        "h1:not(.a)::first-letter { color: #333; -epub-hyphens: auto; --own: 3 }\n"
        "@media screen { a:hover { text-shadow: 1px 1px black } }\n"
        "@supports (display: grid) { p { widows: 3 !important } }\n"
    )
    write(CHAPTER, 'outputs = ["screen", "press", "epub"]', css)
    assert told("build") == []
    for nothing in ("", "\n", "/* h1 { colr: red } */", "@page { margin: 1cm }"):
        write(CHAPTER, css=nothing)
        assert told("epub", "--no-check") == []


def test_epubcheck_names_the_authors_own_sheet(book: Path) -> None:
    write(CHAPTER, css="p { color: red }\n\nh1 { font: ; }\n")
    (found,) = told("epub")
    assert (found["file"], found["line"], found["code"]) == ("styles/own.css", 3, "WRI-001")


def test_elements_of_html_are_read_as_tei_and_named(book: Path) -> None:
    write(
        '<div><head>One</head><p>A <i>word</i>, <b>bold</b>, <a href="http://x.org/">there</a>, '
        '<i>again</i>.</p><h2>More</h2><ul><li>one</li></ul><p><img src="a.png" alt="a lake"/></p>'
        "</div>"
    )
    found = {str(each["message"]).split(">")[0] + ">": each for each in told("check", "--fast")}
    hints = {name: str(each["hint"]) for name, each in found.items() if each["code"] == "REA-130"}
    assert hints == {
        "<i>": 'write <hi rend="italic">',
        "<b>": 'write <hi rend="bold">',
        "<a>": 'write <ref target="http://x.org/">',
        "<h2>": "put each section into a <div> of its own, which begins with its <head>",
        "<ul>": 'write <list rend="bulleted">',
        "<li>": "write <item>",
        "<img>": 'write <figure><graphic url="a.png"/><figDesc>a lake</figDesc></figure>',
    }
    assert "(2 times)" in str(found["<i>"]["message"])
    run("check", "--fast", "--keep-stages", "kept")
    tree = next(Path("kept").iterdir()).read_text("utf-8")
    assert '<hi rend="italic">word</hi>' in tree
    assert "<desc>a lake</desc>" in tree


def test_a_look_that_nothing_explains_is_a_warning_with_the_nearest(book: Path) -> None:
    write('<div><head>One</head><p>A <hi rend="itallic">word</hi>.</p></div>')
    (found,) = told("check", "--fast")
    assert (found["code"], found["severity"]) == ("TYP-005", "warning")
    assert str(found["hint"]).startswith("did you mean 'italic'?")


def test_a_mark_without_its_note_is_told_how_notes_are_written(book: Path) -> None:
    write(
        '<div><head>One</head><p>Word<ref target="#n1">1</ref>, <ref target="n2">2</ref></p></div>'
    )
    found = told("check", "--fast")
    assert [each["code"] for each in found] == ["TYP-004", "TYP-004"]
    assert all("<note>...</note>" in str(each["hint"]) for each in found)


@pytest.mark.parametrize("opens", ["auto", "page"])
def test_short_chapters_run_on_and_it_is_told(book: Path, opens: str) -> None:
    chapter = CHAPTER.replace("<div>", '<div type="chapter">')
    edition = f'outputs = ["screen"]\n[print]\nchapter_opens = "{opens}"\nhalf_title = false'
    write(chapter * 3, edition)
    found = told("pdf")
    pages = [page.get_textpage().get_text_range() for page in PdfDocument("dist/t.pdf")]
    with_text = [page for page in pages if "nobody walked" in page]
    if opens == "page":
        assert (found, len(with_text)) == ([], 3)
    else:
        assert len(with_text) < 3
        assert [each["code"] for each in found] == ["TYP-080"]
        assert 'chapter_opens = "page"' in str(found[0]["hint"])


def test_a_dark_colour_is_no_black_of_several_inks(book: Path) -> None:
    write(CHAPTER, 'outputs = ["press"]', "h1, h2 { color: #1f3a4a }")
    assert told("build") == []
    write(CHAPTER, 'outputs = ["press"]', "h1, h2 { color: #1c1a17 }")
    assert [each["code"] for each in told("build")] == ["WRI-091"]


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ('contributors = ["Anna N"]', 'below it name = "Anna N"'),
        ('contributors = "Anna N"', 'below it name = "Anna N"'),
        ('translator = "Tom"', 'below it name = "Tom", role = "trl"'),
        ('subjects = ["Fiction"]', 'below it term = "Fiction"'),
    ],
)
def test_people_and_subjects_are_told_how_they_are_listed(book: Path, said: str, hint: str) -> None:
    write(CHAPTER, f"[book]\n{said}\n")
    (found,) = told("check", "--fast")
    key = "subjects" if "subjects" in said else "contributors"
    assert f"write [[book.{key}]] on a line of its own" in str(found["hint"])
    assert str(found["hint"]).endswith(hint)


def test_an_edition_beside_its_manuscript_works_without_a_folder_of_that_name(
    book: Path,
) -> None:
    write(CHAPTER, '[book]\ntitle = "The Lake"\n')
    Path("manuscript").rename("lake")
    assert told("epub", "lake", "--no-check") == []
    assert Path("lake/dist/the-lake.epub").is_file()
    (found,) = told("epub", "lake/m.xml", "--no-check")
    assert (found["code"], found["hint"]) == ("REA-131", "name the book's folder: lake")


def test_two_forms_with_one_isbn_are_told_at_their_line_before_anything_is_made(
    book: Path,
) -> None:
    isbns = '[book]\nisbn_epub = "978-3-16-148410-0"\nisbn_print = "9783161484100"\n'
    write(CHAPTER, isbns)
    (found,) = told("build")
    assert (found["code"], found["line"]) == ("REA-132", 3)
    assert not Path("dist").exists()


def test_the_series_stands_on_half_title_and_copyright_page(book: Path) -> None:
    write(CHAPTER, '[book]\nseries = { name = "Lake Studies", position = "4" }')
    assert told("pdf") == []
    pages = [page.get_textpage().get_text_range() for page in PdfDocument("dist/t.pdf")]
    assert [number for number, page in enumerate(pages) if "Lake Studies, 4" in page] == [0, 3]


def test_a_catalogue_says_what_is_older_than_the_book(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.cli.serve._run", lambda *_, **__: None)
    run("epub", "--no-check")
    assert "LOA-043" not in run("serve").stderr
    os.utime("dist/t.epub", (1, 1))
    Path("manuscript/m.xml").write_text(Path("manuscript/m.xml").read_text("utf-8"), "utf-8")
    before = Path("dist/t.epub").read_bytes()
    stale = run("serve")
    assert "LOA-043 dist/t.epub is older than" in stale.stderr
    assert stale.stderr.count("LOA-043") == 1
    assert Path("dist/t.epub").stat().st_mtime == 1
    assert "LOA-043" not in run("serve", "--build").stderr
    assert Path("dist/t.epub").stat().st_mtime > 1
    assert Path("dist/t.epub").read_bytes() == before
