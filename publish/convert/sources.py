"""Which reader takes which file: by its ending, and where that says nothing by its content."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from publish.convert.changes import Changes
from publish.convert.manuscript import Manuscript
from publish.convert.reading.by_pandoc import read_docx, read_markdown, read_odt
from publish.convert.reading.epub import read_epub
from publish.convert.reading.html import read_html
from publish.convert.reading.plain import read_plain
from publish.convert.reading.scans import ENDINGS, is_ocr, read_scans
from publish.convert.reading.source import Source
from publish.model.finding import Place, PublishError, UsageError, error, say_path
from publish.run.inputs import read_input

Reader = Callable[[Source, Manuscript], None]

READERS: dict[str, tuple[str, Reader]] = {
    ".docx": ("Word", read_docx),
    ".docm": ("Word", read_docx),
    ".odt": ("OpenDocument", read_odt),
    ".md": ("Markdown", read_markdown),
    ".markdown": ("Markdown", read_markdown),
    ".epub": ("EPUB", read_epub),
    ".html": ("HTML", read_html),
    ".htm": ("HTML", read_html),
    ".xhtml": ("HTML", read_html),
    ".txt": ("plain text", read_plain),
    ".text": ("plain text", read_plain),
}
"""The name of each kind and who reads it, by the file's ending."""

SCANS = "scans"
"""ALTO, PAGE and hOCR, which their content tells, or a folder of them."""

_HINTS = {
    ".doc": "open it in Word or LibreOffice, and save it as DOCX",
    ".rtf": "open it in Word or LibreOffice, and save it as DOCX",
    ".pages": "export it from Pages as DOCX",
    ".pdf": "a PDF has lost what its text was; import what it was made from, or its OCR",
    ".xml": "a TEI file needs no import: publish build FILE",
    ".tex": "run pandoc on it first: pandoc FILE -o book.md",
}


def check_sources(paths: Sequence[Path]) -> None:
    """See that there is a reader for each file. Raises as open_source does."""
    for path in paths:
        open_source(path, Changes.ERRATA)


def open_source(path: Path, changes: Changes) -> tuple[Source, str, Reader]:
    """Read a file and choose its reader.

    Raises UsageError REA-001 where there is no such file, PublishError REA-004 where it cannot be
    read and IMP-001 where no reader is for it.
    """
    file_name = say_path(path)
    if not path.exists():
        raise UsageError(error("REA-001", f"there is no file {file_name}", hint="see its spelling"))
    if path.is_dir():
        _check_folder(path, file_name)
        return Source(path, b"", file_name, changes), SCANS, read_scans
    try:
        data = read_input(path)
    except OSError as problem:
        message = f"cannot read {file_name}: {problem.strerror or problem}"
        raise PublishError(
            error("REA-004", message, Place(file_name), "make it readable")
        ) from problem
    if is_ocr(data) and path.suffix.lower() in ENDINGS:
        return Source(path, data, file_name, changes), SCANS, read_scans
    found = READERS.get(_ending(path, data))
    if found is None:
        kinds = ", ".join(sorted({SCANS, *(name for name, _ in READERS.values())}))
        hint = _HINTS.get(path.suffix.lower(), f"what can be imported: {kinds}")
        message = f"{file_name} is no kind of file that can be imported"
        raise PublishError(error("IMP-001", message, Place(file_name), hint))
    return Source(path, data, file_name, changes), *found


def _check_folder(path: Path, file_name: str) -> None:
    """Say how files of a folder are imported, where none of them is OCR. Raises IMP-001."""
    files = sorted(each for each in path.iterdir() if each.is_file())
    texts = [str(each) for each in files if each.suffix.lower() in READERS]
    if not texts or any(map(_is_scan, files)):
        return
    shown = " ".join(f'"{text}"' if " " in text else text for text in texts[:3])
    hint = f"name its files, in their order: publish import {shown}"
    hint += " ..." if len(texts) > 3 else ""
    message = f"{file_name} is a folder, and holds no scans with their OCR"
    raise PublishError(error("IMP-001", message, Place(file_name), hint))


def _is_scan(path: Path) -> bool:
    try:
        return path.suffix.lower() in ENDINGS and is_ocr(read_input(path, path.parent))
    except OSError:
        return False


def _ending(path: Path, data: bytes) -> str:
    """Return the ending that fits the content: a file may be called as its owner likes."""
    if data.startswith(b"PK\x03\x04"):
        head = data[:4096]
        if b"application/epub+zip" in head:
            return ".epub"
        if b"opendocument.text" in head:
            return ".odt"
        return ".docx" if b"word/" in data else path.suffix.lower()
    if re.match(rb"\s*(\xef\xbb\xbf)?\s*(<!doctype\s+html|<html[\s>])", data[:500], re.IGNORECASE):
        return ".html"
    return path.suffix.lower()
