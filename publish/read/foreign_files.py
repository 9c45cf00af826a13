"""What a file is that is no XML: named, so that the author sees at once what went wrong."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from publish.model.finding import Finding, Place, PublishError, error, say_path
from publish.model.lazy_pattern import lazy_pattern
from publish.run.inputs import is_input, list_inputs, read_input

IMPORT = "make a manuscript of it first: publish import {}"
BY_PANDOC = "make Markdown of it first (pandoc {} -o book.md), then: publish import book.md"
OF_WORD = "save it as DOCX, and make a manuscript of that: publish import FILE.docx"
UNPACK = "unpack it and name the TEI file inside"
EXPORT = "name the TEI file it was made from"

MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", EXPORT),
    (b"\x1f\x8b", "a gzip archive", UNPACK),
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"\xfd7zXZ", "an xz archive", UNPACK),
    (b"7z\xbc\xaf", "a 7-Zip archive", UNPACK),
    (b"\xd0\xcf\x11\xe0", "an old Word file", OF_WORD),
    (b"{\\rtf", "an RTF file", OF_WORD),
    (b"\x89PNG", "a PNG image", EXPORT),
    (b"\xff\xd8\xff", "a JPEG image", EXPORT),
    (b"GIF8", "a GIF image", EXPORT),
    (b"II*\x00", "a TIFF image", EXPORT),
    (b"MM\x00*", "a TIFF image", EXPORT),
    (b"SQLite format 3", "a database", EXPORT),
)
INSIDE_ZIP: tuple[tuple[bytes, str, str], ...] = (
    (b"application/epub+zip", "an EPUB", IMPORT),
    (b"word/", "a Word file (DOCX)", IMPORT),
    (b"application/vnd.oasis.opendocument.text", "an OpenDocument text", IMPORT),
)
WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<", b"\x00\x00\xfe\xff", b"\x00\x00\x00<")
"""Beginnings of UTF-16 and UTF-32, in which NUL bytes are lawful."""

WORDING: tuple[tuple[str, str, str], ...] = (
    (r"\{\s*[\"}]|\[\s*[\"{\[\]]", "JSON", EXPORT),
    (r"\\document(class|style)|\\input|%.*\n\s*\\", "LaTeX", BY_PANDOC),
    (r"\[+[\w.]+\]+\s*(#.*)?\n|\w+\s*=\s*[\"\[{\d]", "TOML", "name the book's folder"),
    (r"#{1,6} \S", "Markdown", IMPORT),
)
HTML = lazy_pattern(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?(<!doctype\s+html|<html[\s>])", re.I | re.S
)


OF_TEXTS = (".docx", ".odt", ".epub", ".md", ".html", ".htm", ".txt")
"""Endings of texts that can be imported, those first that are least often about something else."""
ABOUT = frozenset("readme license licence copying changelog contributing notes".split())
"""Stems of files that tell of a folder and are no book."""
SCANNED = lazy_pattern(rb"<(?:\w+:)?(?:alto|PcGts)[\s>]|class=['\"]ocr_page")


def file_to_import(folder: Path) -> str:
    """Say what to import of a folder that holds no TEI but scans or another kind of text."""
    files = [folder / name for name in list_inputs(folder, "*") if is_input(folder / name)]
    pages = [path for path in files if path.suffix.lower() in {".xml", ".html", ".hocr"}]
    if pages and all(SCANNED.search(_head(page)) for page in pages):
        return _quoting(IMPORT, say_path(folder))
    if any(path.suffix.lower() == ".xml" for path in files):
        return ""
    for ending in OF_TEXTS:
        for path in files:
            if path.suffix.lower() == ending and path.stem.lower() not in ABOUT:
                return _quoting(IMPORT, say_path(path))
    return ""


def _head(path: Path) -> bytes:
    return read_input(path)[:4096]


def refuse_other_bytes(data: bytes, file_name: str) -> None:
    """Raise PublishError REA-005 for a file without content, REA-006 for one that is no text."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise PublishError(
            error("REA-005", "the file is empty", Place(file_name), "name the TEI file you meant")
        )
    kind = _kind_of_bytes(data)
    if kind:
        raise PublishError(_not_xml(file_name, *kind))


def refuse_other_text(text: str, file_name: str) -> None:
    """Raise PublishError REA-006 for text that does not begin with markup, REA-020 for HTML."""
    if HTML.match(text[:4000]):
        raise PublishError(not_tei(Place(file_name), "the file is an HTML page", IMPORT))
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return
    for pattern, name, hint in WORDING:
        if re.match(pattern, start):
            raise PublishError(_not_xml(file_name, name, hint))
    words = " ".join(start[:200].split())[:40]
    line = text[: len(text) - len(start)].count("\n") + 1
    message = f"not XML: the file begins with {words!r}"
    raise PublishError(
        error("REA-006", message, Place(file_name, line, 1), _quoting(IMPORT, file_name))
    )


def not_tei(place: Place | None, why: str, hint: str) -> Finding:
    """Report that a file is no TEI document; `{}` in the hint stands for its name."""
    return error("REA-020", f"not TEI: {why}", place, _quoting(hint, place.file if place else ""))


def _kind_of_bytes(data: bytes) -> tuple[str, str] | None:
    head = data[:4096]
    if head.startswith(b"PK\x03\x04"):
        found = (row for row in INSIDE_ZIP if row[0] in head)
        return next(found, (b"", "a ZIP archive", UNPACK))[1:]
    for magic, name, hint in MAGIC:
        if head.startswith(magic):
            return name, hint
    if b"\x00" in head and not head.startswith(WIDE):
        return "binary data", "name the TEI file you meant"
    return None


def _not_xml(file_name: str, kind: str, hint: str) -> Finding:
    return error(
        "REA-006", f"not XML: the file is {kind}", Place(file_name), _quoting(hint, file_name)
    )


def _quoting(hint: str, file_name: str) -> str:
    """Name the file in a hint as the shell wants it."""
    return hint.format(shlex.quote(file_name))
