"""A dictionary as an EPUB: EPUBCheck's profile for dictionaries, and keys that find its entries."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from lxml import etree
from msgspec import structs

from publish.check.epub import check_epub
from publish.model.document import Document
from publish.model.edition import Book, Edition, Epub
from publish.typeset import typeset
from publish.write.epub import write_epub

OPS = "{http://www.idpf.org/2007/ops}"
PROSE = f"<p>{'An essay on words, longer than they are. ' * 60}</p>"


def written(body: str, **choices: str) -> ZipFile:
    """Write a dictionary from Latin into English, and have EPUBCheck say nothing."""
    root = etree.fromstring(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>'
        f'<text xml:lang="en"><body>{body}</body></text></TEI>'
    )
    edition = Edition(book=Book(title="Words", language="en"))
    edition = structs.replace(edition, epub=Epub(embed_fonts=False, **choices))  # type: ignore[arg-type]
    publication, _ = typeset(Document(root, Path("d.xml"), "d.xml"), edition)
    data, findings = write_epub(publication, edition)
    assert [str(finding) for finding in findings + check_epub(data, "d.epub")] == []
    return ZipFile(BytesIO(data))


def entries(lang: str = "") -> str:
    marked = f' xml:lang="{lang}"' if lang else ""
    return "".join(
        f"<entry><form{marked}><orth>verbum{n}</orth><form type='inflected'><orth>verba{n}</orth>"
        "</form></form><sense><cit type='translation'><quote>word</quote></cit></sense></entry>"
        for n in range(15)
    )


def keys(archive: ZipFile) -> dict[str, list[str]]:
    root = etree.fromstring(archive.read("EPUB/search-keys.xml"))
    return {
        str(group.get("href")): [str(match.get("value")) for match in group]
        for group in root.iter(f"{OPS}search-key-group")
    }


def test_every_headword_in_every_form_finds_its_entry() -> None:
    archive = written(entries("la"))
    found = keys(archive)
    assert len(found) == 15
    href, words = next(iter(found.items()))
    assert words == ["verbum0", "verba0"]
    path, _, name = href.partition("#")
    document = etree.fromstring(archive.read(f"EPUB/{path}"))
    entry = next(e for e in document.iter("{*}article") if e.get("id") == name)
    assert "".join(next(entry.iter("{*}dfn")).itertext()) == "verbum0"


def test_languages_are_those_of_the_markup_or_of_the_edition() -> None:
    for archive in (written(entries("la")), written(entries(), search_keys="la en")):
        package = archive.read("EPUB/content.opf").decode()
        assert '<meta property="source-language">la</meta>' in package
        assert '<meta property="target-language">en</meta>' in package


def test_no_keys_where_the_edition_wants_none() -> None:
    archive = written(entries("la"), search_keys="none")
    assert "EPUB/search-keys.xml" not in archive.namelist()
    assert "<dc:type>dictionary" not in archive.read("EPUB/content.opf").decode()


def test_a_book_with_a_glossary_is_no_dictionary() -> None:
    assert "EPUB/search-keys.xml" not in written(PROSE + entries("la")).namelist()
