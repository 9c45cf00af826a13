"""What Send-to-Kindle refuses is told of any EPUB, ours or not."""

from __future__ import annotations

import pytest

from publish.check.kindle import check_kindle
from publish.model.edition import Book, Edition
from publish.write.epub import write_epub
from publish.write.epub.archive import zip_files
from tests.write.epub.books import LIGHT, one_chapter, opened, small_book


def codes(data: bytes) -> list[str]:
    return sorted({finding.code for finding in check_kindle(data, "storm.epub")})


def test_our_own_books_pass() -> None:
    assert codes(write_epub(small_book(), LIGHT)[0]) == []


def test_a_language_that_kindle_does_not_know_is_told() -> None:
    edition = Edition(book=Book(title="One", language="yi"))
    assert codes(write_epub(one_chapter("<p>x</p>", "yi", "rtl"), edition)[0]) == ["WRI-020"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<?xml version='1.0' encoding='UTF-8'?>", ""),
        ("<body ", '<body id="b" '),
        ("</section>", '<img alt="x"/></section>'),
        ("</section>", "<p>"),
    ],
)
def test_a_file_that_kindle_stumbles_on_is_told(old: str, new: str) -> None:
    files = dict(opened(small_book()).files)
    files.pop("mimetype")
    name = "EPUB/text/chapter-01.xhtml"
    text = files[name].decode()
    assert old in text
    assert codes(zip_files({**files, name: text.replace(old, new).encode()})) == ["WRI-024"]


def test_encryption_and_unknown_pictures_are_told() -> None:
    files = dict(opened(small_book()).files)
    files.pop("mimetype")
    package = files["EPUB/content.opf"].replace(b"image/png", b"image/webp")
    data = zip_files({**files, "EPUB/content.opf": package, "META-INF/encryption.xml": b"<x/>"})
    assert codes(data) == ["WRI-022", "WRI-023"]


@pytest.mark.parametrize(
    "data", [b"", b"no zip", zip_files({}), zip_files({"META-INF/container.xml": b"<x/>"})]
)
def test_what_is_no_epub_is_told_without_a_traceback(data: bytes) -> None:
    assert codes(data) == ["WRI-024"]


def test_an_old_book_with_named_entities_is_no_fault() -> None:
    files = dict(opened(small_book()).files)
    files.pop("mimetype")
    name = "EPUB/text/chapter-01.xhtml"
    doctype = b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/x.dtd">'
    old = files[name].replace(b"<!DOCTYPE html>", doctype).replace(b"Nobody", b"&nbsp;Nobody")
    assert codes(zip_files({**files, name: old})) == []
