"""What Send-to-Kindle refuses is told of any EPUB, ours or not."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest

from publish.check.kindle import check_kindle, profile
from publish.model.edition import Book, Edition
from publish.write.epub import write_epub
from publish.write.epub.archive import zip_files
from tests.write.epub.books import LIGHT, one_chapter, opened, small_book, small_files, spoilt


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
    files = small_files()
    name = "EPUB/text/chapter-01.xhtml"
    text = files[name].decode()
    assert old in text
    assert codes(zip_files({**files, name: text.replace(old, new).encode()})) == ["WRI-024"]


def test_encryption_and_unknown_pictures_are_told() -> None:
    files = small_files()
    package = files["EPUB/content.opf"].replace(b"image/png", b"image/webp")
    data = zip_files({**files, "EPUB/content.opf": package, "META-INF/encryption.xml": b"<x/>"})
    assert codes(data) == ["WRI-022", "WRI-023"]


def repacked(*, extra: bytes = b"", name: str = "mimetype") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for each, data in opened(small_book()).files.items():
            entry = zipfile.ZipInfo(name if each == "mimetype" else each)
            entry.extra = extra if each == "mimetype" else b""
            box.writestr(entry, data)
    return out.getvalue()


CHAPTER, END = "text/chapter-01.xhtml", "</section>"
ITEM = '<item id="x" href="css/book.css" media-type="text/css"/>'
POINT = (
    '<navPoint id="p"><navLabel><text>x</text></navLabel>'
    '<content src="text/chapter-01.xhtml"/></navPoint>'
)
EXTENDED_TIME = b"UT\x05\x00\x01\x00\x00\x00\x00"


def without_contents() -> bytes:
    files = small_files()
    package = files["EPUB/content.opf"].decode()
    package = package.replace("application/x-dtbncx+xml", "application/x").replace('"nav"', '""')
    return zip_files({**files, "EPUB/content.opf": package.encode()})


def exchanged() -> bytes:
    """The small book with the two lines of its NCX in each other's place."""
    first, last = 'chapter-01.xhtml"', 'chapter-02.xhtml"'
    ncx = opened(small_book()).text("toc.ncx")
    turned = ncx.replace(first, "X").replace(last, first).replace("X", last)
    return spoilt("toc.ncx", ncx, turned)


def hidden() -> bytes:
    """The small book with a block of 12,000 characters that its style sheet hides."""
    files = small_files()
    chapter = files[f"EPUB/{CHAPTER}"].decode()
    block = f'<div class="secret">{"hidden " * 1800}</div>'
    sheet = files["EPUB/css/book.css"] + b" div.secret {display: none}"
    changed = {f"EPUB/{CHAPTER}": chapter.replace(END, block + END).encode()}
    return zip_files({**files, **changed, "EPUB/css/book.css": sheet})


def with_file(name: str) -> bytes:
    files = small_files()
    return zip_files({**files, name: b"<x/>"})


WRONG: dict[str, Callable[[], bytes]] = {
    "language": lambda: spoilt("content.opf", "<dc:language>en", "<dc:language>tlh"),
    "size": lambda: bytes(200 * 2**20 + 1),
    "mail size": lambda: bytes(50 * 2**20 + 1),
    "picture": lambda: spoilt("content.opf", "image/png", "image/webp"),
    "encryption": lambda: with_file("META-INF/encryption.xml"),
    "no epub": lambda: b"no zip",
    "encoding": lambda: spoilt(CHAPTER, "<?xml version='1.0' encoding='UTF-8'?>", ""),
    "not well-formed": lambda: spoilt(CHAPTER, "</section>", "<p>"),
    "id of body": lambda: spoilt(CHAPTER, "<body ", '<body id="b" '),
    "img without src": lambda: spoilt(CHAPTER, "</section>", '<img alt="x"/></section>'),
    "first member": lambda: repacked(name="first"),
    "title": lambda: spoilt("content.opf", "dc:title", "dc:source"),
    "identifier": lambda: spoilt("content.opf", 'unique-identifier="', 'unique-identifier="x'),
    "lost contents link": lambda: spoilt("toc.ncx", 'src="text/', 'src="texts/'),
    "contents order": exchanged,
    "contents": without_contents,
    "play order": lambda: spoilt("toc.ncx", 'playOrder="2"', 'playOrder="0"'),
    "lost link": lambda: spoilt(CHAPTER, "</section>", '<a href="www.x.org/y">x</a></section>'),
    "file name": lambda: with_file("EPUB/images/a#b.png"),
    "item twice": lambda: spoilt("content.opf", "<manifest>", f"<manifest>{ITEM}{ITEM}"),
    "long contents": lambda: spoilt("toc.ncx", "<navMap>", f"<navMap>{POINT * 1400}"),
    "hidden text": hidden,
    "attribute of Amazon's": lambda: spoilt(CHAPTER, END, f'<p data-AmznRemoved="1">x</p>{END}'),
    "paragraph in a paragraph": lambda: spoilt(CHAPTER, END, f"<p>x<p>y</p></p>{END}"),
    "switch": lambda: spoilt(CHAPTER, END, f"<p><epub:switch/></p>{END}"),
    "ncx": lambda: spoilt("content.opf", "application/x-dtbncx+xml", "application/xml"),
    "cover": lambda: spoilt("content.opf", "cover", "front"),
    "script": lambda: spoilt(CHAPTER, "</section>", "<script>1</script></section>"),
    "form": lambda: spoilt(CHAPTER, "</section>", "<form/></section>"),
    "sound": lambda: spoilt(CHAPTER, "</section>", '<audio src="x"/></section>'),
    "nested table": lambda: spoilt(
        CHAPTER, "</section>", "<table><tr><td><table/></td></tr></table></section>"
    ),
}


@pytest.mark.parametrize("rule", profile()["rule"], ids=lambda rule: rule["name"])
def test_each_rule_of_the_profile_finds_what_is_wrong_and_has_its_source(
    rule: dict[str, str],
) -> None:
    before, _, behind = re.sub(r"\{[^}]*\}", "{", rule["says"]).partition("{")
    found = check_kindle(WRONG[rule["name"]](), "storm.epub")
    told = [finding.message for finding in found if finding.code == rule["code"]]
    assert any(each.startswith(before) and each.endswith(behind) for each in told), found
    assert len(rule["source"]) > 5


@pytest.mark.parametrize(
    "name", ["EPUB/text/a b.xhtml", "EPUB/text/第一章.xhtml", "EPUB/text/a$.xhtml"]
)
def test_names_of_texts_are_plain(name: str) -> None:
    files = small_files()
    data = zip_files({**files, name: files[f"EPUB/{CHAPTER}"]})
    assert codes(data) == ["WRI-025"]


def test_long_contents_are_told_once() -> None:
    points = "".join(POINT.replace('"p"', f'"p{n}" playOrder="{n}"') for n in range(1, 9000))
    assert codes(spoilt("toc.ncx", "<navMap>", f"<navMap>{points}")) == ["WRI-025"]


def test_extra_fields_of_the_first_member_are_told() -> None:
    assert codes(repacked()) == []
    assert codes(repacked(extra=EXTENDED_TIME)) == ["WRI-025"]


def test_a_finding_names_the_line() -> None:
    data = spoilt(CHAPTER, "</section>", "<form/></section>")
    (finding,) = check_kindle(data, "storm.epub")
    line = 1 + opened(small_book()).text(CHAPTER).partition("</section>")[0].count("\n")
    assert str(finding).startswith(f"storm.epub/EPUB/{CHAPTER}:{line}: warning WRI-026 forms")


@pytest.mark.parametrize(
    "data", [b"", b"no zip", zip_files({}), zip_files({"META-INF/container.xml": b"<x/>"})]
)
def test_what_is_no_epub_is_told_without_a_traceback(data: bytes) -> None:
    assert codes(data) == ["WRI-024"]


def test_an_old_book_with_named_entities_is_no_fault() -> None:
    files = small_files()
    name = "EPUB/text/chapter-01.xhtml"
    doctype = b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/x.dtd">'
    old = files[name].replace(b"<!DOCTYPE html>", doctype).replace(b"Nobody", b"&nbsp;Nobody")
    assert codes(zip_files({**files, name: old})) == []
