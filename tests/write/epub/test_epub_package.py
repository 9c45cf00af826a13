"""The package: what EPUBCheck says, what the metadata say, the same bytes twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec import structs

from publish.check.epub import check_epub
from publish.model.edition import Book, Contributor, Cover, Edition, Subject
from publish.model.publication import Entry
from publish.write.epub import write_epub
from tests.write.epub.books import (
    DC,
    EDITION,
    LIGHT,
    OPF,
    epub_with,
    one_chapter,
    opened,
    part,
    small_book,
)


@pytest.mark.parametrize(
    ("lang", "direction", "words"),
    [
        ("en", "ltr", "Plain words."),
        ("he", "rtl", "וַיְהִי אוֹר"),
        ("ar", "rtl", "بسم الله الرحمن"),
        ("ja", "ltr", "<ruby>吾輩<rt>わがはい</rt></ruby>は猫である"),
        ("hi", "ltr", "नमस्ते दुनिया"),
        ("grc", "ltr", "μῆνιν ἄειδε θεά"),
        ("und", "ltr", "42"),
    ],
)
def test_epubcheck_has_nothing_to_say_in_any_script(lang: str, direction: str, words: str) -> None:
    book = one_chapter(f"<h1>1</h1><p>{words}</p>", lang, direction)
    data, findings = write_epub(book, Edition(book=Book(title="One", language=lang)))
    assert [str(finding) for finding in findings] == []
    assert [str(finding) for finding in check_epub(data, f"{lang}.epub")] == []


def test_epubcheck_has_nothing_to_say_of_a_book_that_uses_everything() -> None:
    for for_kobo in (False, True):
        data, findings = write_epub(small_book(), EDITION, for_kobo=for_kobo)
        assert [str(finding) for finding in findings + check_epub(data, "storm.epub")] == []


def test_a_part_or_picture_may_be_called_as_our_own_files_are() -> None:
    book = small_book()
    book.parts += [part(name, name, "<p>x</p>") for name in ("cover", "nav", "toc", "ncx", "Cover")]
    sea = book.images["sea.png"]
    book.images["cover.jpg"] = structs.replace(sea, name="cover.jpg", media_type="image/png")
    data, _ = write_epub(book, LIGHT)
    heard = [str(finding) for finding in check_epub(data, "storm.epub")]
    assert not [words for words in heard if "Duplicate" in words or "OPF-060" in words], heard


def test_metadata_say_who_made_what() -> None:
    package = opened(small_book()).xml("content.opf")
    said = {
        e.get("id"): e.text for e in package.iter(DC + "title", DC + "creator", DC + "contributor")
    }
    assert said == {
        "title": "The Storm and the Calm",
        "subtitle": "A Tale of the Sea",
        "creator-1": "Ada Vale",
        "contributor-2": "Otto Lang",
    }
    refined = {
        (str(e.get("refines")), str(e.get("property"))): e.text for e in package.iter(OPF + "meta")
    }
    assert refined["#title", "file-as"] == "Storm and the Calm, The"
    assert refined["#creator-1", "file-as"] == "Vale, Ada"
    assert refined["#creator-1", "role"] == "aut"
    assert refined["#contributor-2", "role"] == "trl"
    assert refined["#series", "group-position"] == "2"
    assert refined["#subject-1", "authority"] == "BISAC"
    assert refined["#subject-1", "term"] == "FIC047000"
    assert package.findtext(f".//{DC}source") == "London, 1811"
    assert opened(small_book()).meta("dcterms:modified") == ["2026-11-24T00:00:00Z"]


def test_the_identifier_stays_while_the_text_changes_and_the_author_may_give_one() -> None:
    def identifier(edition: Edition, words: str = "x") -> str:
        package = opened(one_chapter(f"<p>{words}</p>"), edition).xml("content.opf")
        return package.findtext(f".//{DC}identifier") or ""

    first = identifier(LIGHT)
    assert first.startswith("urn:uuid:")
    assert identifier(LIGHT, "other words") == first
    other = structs.replace(EDITION.book, contributors=(Contributor(name="Somebody Else"),))
    assert identifier(structs.replace(LIGHT, book=other)) != first
    isbn = structs.replace(EDITION.book, isbn_epub="978-3-16-148410-0")
    assert identifier(structs.replace(LIGHT, book=isbn)) == "urn:isbn:9783161484100"


def test_a_wrong_isbn_stops_the_book() -> None:
    book = structs.replace(EDITION.book, isbn_epub="978-3-16-148410-1")
    data, findings = write_epub(small_book(), structs.replace(LIGHT, book=book))
    assert data == b""
    assert [finding.code for finding in findings] == ["WRI-004"]


def test_control_characters_in_metadata_do_no_harm() -> None:
    book = structs.replace(EDITION.book, description="a\x01b", publisher="c\x0bd & <e>")
    data, _ = write_epub(small_book(), structs.replace(LIGHT, book=book))
    assert [str(finding) for finding in check_epub(data, "storm.epub")] == []


def test_a_right_to_left_book_turns_its_pages_to_the_right() -> None:
    book = opened(one_chapter("<p>שלום</p>", "he", "rtl"))
    spine = book.xml("content.opf").find(OPF + "spine")
    assert spine is not None
    assert spine.get("page-progression-direction") == "rtl"
    assert book.xml("text/chapter-01.xhtml").get("dir") == "rtl"


def test_the_cover_stands_first_and_both_epub_versions_find_it() -> None:
    book = opened(small_book())
    package = book.xml("content.opf")
    assert next(e.get("idref") for e in package.iter(OPF + "itemref")) == "cover"
    named = [e.get("content") for e in package.iter(OPF + "meta") if e.get("name") == "cover"]
    images = [
        e.get("id") for e in package.iter(OPF + "item") if e.get("properties") == "cover-image"
    ]
    assert named == images == ["cover-image"]


def test_an_unknown_theme_is_named_with_those_there_are() -> None:
    data, findings = write_epub(small_book(), epub_with(theme="gothick"))
    assert data == b""
    assert [finding.code for finding in findings] == ["WRI-011"]
    assert "classic" in findings[0].hint


def test_a_books_own_styles_come_last_in_a_file_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "own.css").write_text("p { color: teal; }", "utf-8")
    publication = small_book()
    publication.author_styles = ".author-1 { letter-spacing: .1em; }"
    book = opened(publication, structs.replace(epub_with(embed_fonts=False), folder=tmp_path))
    assert "teal" in book.text("css/own.css")
    assert "author-1" in book.text("css/own.css")
    sheets = [e.get("href") for e in book.xml("text/chapter-01.xhtml").iter("{*}link")]
    assert sheets == ["../css/book.css", "../css/paged.css", "../css/own.css"]


BUILD_TWICE = """
import sys
from publish.write.epub import write_epub
from tests.write.epub.books import EDITION, small_book
sys.stdout.buffer.write(write_epub(small_book(), EDITION)[0])
"""


def test_two_builds_are_the_same_bytes_in_other_places_and_times(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    made = []
    for zone, locale, seed in (
        ("Pacific/Kiritimati", "C", "1"),
        ("America/Anchorage", "C.UTF-8", "2"),
    ):
        paths = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
        said = {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        made.append(
            subprocess.run(
                [sys.executable, "-c", BUILD_TWICE],
                cwd=tmp_path,
                env={**os.environ, **said},
                capture_output=True,
                check=True,
            ).stdout
        )
    assert made[0] == made[1]
    assert len(made[0]) > 50_000


def test_the_container_begins_as_epub_asks() -> None:
    book = opened(small_book())
    assert book.names[0] == "mimetype"
    assert book.data[30:58] == b"mimetypeapplication/epub+zip"
    assert book.names[1:] == sorted(book.names[1:])


def test_the_publication_is_left_as_it_was() -> None:
    publication = small_book()
    before = [(p.name, p.body.sourceline, _bytes(p.body)) for p in publication.parts]
    write_epub(publication, LIGHT, for_kobo=True)
    assert [(p.name, p.body.sourceline, _bytes(p.body)) for p in publication.parts] == before


def _bytes(element: object) -> bytes:
    from lxml import etree

    return etree.tostring(element)  # type: ignore[arg-type]


def test_contents_without_entries_still_make_a_valid_book() -> None:
    book = one_chapter("<p>x</p>")
    book.contents = [Entry("One", "chapter-01", children=[])]
    data, _ = write_epub(book, structs.replace(LIGHT, cover=Cover(design="plain")))
    assert [str(finding) for finding in check_epub(data, "one.epub")] == []


def test_a_person_of_two_roles_is_named_once_and_schemes_are_spelt_by_the_book() -> None:
    people = (
        Contributor(name="Ada Vale", role="edt"),
        Contributor(name="Otto Lang", role="trl"),
        Contributor(name="Ada Vale", role="aut"),
    )
    subjects = (Subject(term="Sea stories", scheme="bisac", code="FIC047000"),)
    book = structs.replace(EDITION.book, contributors=people, subjects=subjects)
    edition = structs.replace(LIGHT, book=book)
    package = opened(small_book(), edition).xml("content.opf")
    data, _ = write_epub(small_book(), edition)
    assert [str(finding) for finding in check_epub(data, "storm.epub")] == []
    names = [e.text for e in package.iter(DC + "creator", DC + "contributor")]
    assert sorted(filter(None, names)) == ["Ada Vale", "Otto Lang"]
    said = {(m.get("refines"), m.get("property"), m.text) for m in package.iter(OPF + "meta")}
    assert {("#creator-1", "role", "edt"), ("#creator-1", "role", "aut")} <= said
    assert ("#subject-1", "authority", "BISAC") in said


@pytest.mark.parametrize(("word", "code"), [("reserved", "1"), ("allowed", "0")])
def test_whether_the_book_may_be_mined_is_said_as_tdm_agents_read_it(word: str, code: str) -> None:
    policy = "https://press.example/tdm" if word == "reserved" else ""
    book = structs.replace(EDITION.book, tdm=word, tdm_policy=policy)
    made = opened(small_book(), structs.replace(EDITION, book=book))
    package = made.xml("content.opf")
    assert "tdm: http://www.w3.org/ns/tdmrep#" in package.get("prefix", "")
    said = {meta.get("property"): meta.text for meta in package.iter(f"{OPF}meta")}
    assert said["tdm:reservation"] == code
    assert said.get("tdm:policy", "") == policy
    assert [str(finding) for finding in check_epub(made.data, "mined.epub")] == []
