"""Which device a file of marks is from, and the marks in it."""

from __future__ import annotations

import json
import sqlite3
import zipfile
import zlib
from codecs import BOM_UTF16_LE
from pathlib import Path

from msgspec import structs

from publish.model.finding import Place, PublishError, error, say_path
from publish.model.lazy_pattern import lazy_pattern
from publish.revise.marks.apple import is_shared, marks_of_shared
from publish.revise.marks.databases import marks_of_database
from publish.revise.marks.kindle import is_clippings, marks_of_clippings
from publish.revise.marks.koreader import marks_of_koreader
from publish.revise.marks.mark import Mark
from publish.revise.marks.w3c import marks_of_json
from publish.run.inputs import read_input

LARGEST = 64 * 1024 * 1024
"""Bytes of a file of marks; a database is not read whole."""
DATABASE = b"SQLite format 3\x00"
INSIDE = ("META-INF/annotations.json", "annotations.json")
"""Where an EPUB has the marks that were saved in it, and where a packed file of its own
(`.annotations`) has them (EPUB Annotations 1.0, draft of September 2026)."""
CONTROLS = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
KNOWN = (
    "known are W3C and Readium annotations (JSON), KoboReader.sqlite, KOReader's metadata.*.lua, "
    "My Clippings.txt, and what Apple Books shares"
)


def read_marks(path: Path) -> list[Mark] | None:
    """Read the marks of a file; None where it is no file of marks.

    Raises PublishError REV-033 for one that looks like such a file and cannot be read.
    """
    name = say_path(path)
    try:
        data = read_input(path, most=LARGEST) if not _is_database(path) else DATABASE
        marks = _read(path, data, name)
    except (ValueError, RuntimeError, sqlite3.Error, zipfile.BadZipFile, zlib.error) as problem:
        message = f"the marks in {name} cannot be read: {problem}"
        raise PublishError(error("REV-033", message, Place(name), KNOWN)) from problem
    except OSError as problem:
        message = f"{name} cannot be read: {problem.strerror or problem}"
        hint = "name a file that you may read"
        raise PublishError(error("REV-033", message, Place(name), hint)) from problem
    return None if marks is None else [_legible(mark) for mark in marks]


def _legible(mark: Mark) -> Mark:
    """Leave out control characters, which say nothing and which no errata file may have."""
    said = structs.asdict(mark)
    words = {key: CONTROLS.sub("", value) for key, value in said.items() if type(value) is str}
    return Mark(**{**said, **words})


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(DATABASE)) == DATABASE


def _read(path: Path, data: bytes, name: str) -> list[Mark] | None:
    if data == DATABASE:
        return list(marks_of_database(path))
    if data.startswith(b"PK"):
        with zipfile.ZipFile(path) as book:
            inside = next((name for name in INSIDE if name in book.namelist()), None)
            if inside is None:
                return []
            if book.getinfo(inside).file_size > LARGEST:
                raise ValueError(f"{inside} is larger than {LARGEST} bytes")
            return list(marks_of_json(json.loads(book.read(inside))))
    coding = "utf-16" if data.startswith(BOM_UTF16_LE) else "utf-8-sig"  # old Kindles
    text = data.decode(coding, "replace").replace("\r\n", "\n")
    first = text.lstrip()[:1]
    if first in ("{", "["):
        return list(marks_of_json(json.loads(text)))
    if path.suffix.lower() == ".lua":
        return list(marks_of_koreader(text))
    if is_clippings(text):
        return marks_of_clippings(text, name)
    return list(marks_of_shared(text)) if is_shared(text) else None
