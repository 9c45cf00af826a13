"""The one door to a stranger's zip archive: what is read of it is bounded, whatever it claims.

A few kilobytes can unpack to many gigabytes, or to a million names. Each reading says how much it
will take; sizes are counted as the bytes come, for what an archive says of itself may be wrong.
"""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lxml import etree

MOST_MEMBERS = 65_535
"""A dictionary in twenty volumes has some thousands; more cannot be without ZIP64."""

LARGEST_DIRECTORY = 32 * 2**20
"""Bytes of the list of members; it is read whole, before anything else is."""

LARGEST_TEXT = 16 * 2**20
"""Bytes of a package document or another that is parsed; one of 10,000 files takes 1 MB."""

LARGEST_PICTURE = 24 * 2**20
"""Bytes of a cover; shops take 5 MB."""

LARGEST_WHOLE = 2 * 2**30
"""Bytes of all members together, unpacked; an audio book is bigger, and is not for a page."""

BROKEN = (
    OSError, KeyError, ValueError, NotImplementedError, EOFError, RuntimeError, OverflowError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What damaged, locked or lying archives raise."""

_PARSED = (".xhtml", ".html", ".htm", ".xml", ".opf", ".ncx", ".svg", ".smil")
_END, _PIECE = b"PK\x05\x06", 2**16


class BombError(ValueError):
    """An archive unpacks to more than the reading allows."""


@contextlib.contextmanager
def open_zip(source: Path | bytes | BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Open an archive with a list of members that can be read, and close it in the end.

    Raises BombError or BadZipFile.
    """
    with contextlib.ExitStack() as stack:
        if isinstance(source, bytes):
            source = io.BytesIO(source)
        file = stack.enter_context(source.open("rb") if isinstance(source, Path) else source)
        _check_directory(file)
        book = stack.enter_context(zipfile.ZipFile(file))
        if len(book.filelist) > MOST_MEMBERS:
            raise BombError(f"{len(book.filelist)} members are more than {MOST_MEMBERS}")
        yield book


def _check_directory(file: BinaryIO) -> None:
    """Look at the size of the list before it is read (APPNOTE.TXT 4.3.16)."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 2**16 - 22))
    tail = file.read()
    at = tail.rfind(_END)
    length = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    if LARGEST_DIRECTORY < length < 2**32 - 1 or (length == 2**32 - 1 and size > 2**32):
        raise BombError(f"its list of members has {length} bytes")
    file.seek(0)


def read_member(book: zipfile.ZipFile, name: str, most: int = LARGEST_TEXT) -> bytes:
    """Unpack one member. Raises KeyError where there is none, BombError beyond `most` bytes."""
    pieces, size = [], 0
    if book.getinfo(name).compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise NotImplementedError(f"{name[:100]} is packed as no EPUB is")  # OCF, 4.2.2
    with book.open(name) as member:
        while piece := member.read(min(_PIECE, most + 1 - size)):
            size += len(piece)
            if size > most:
                raise BombError(f"{name[:100]} unpacks to more than {most} bytes")
            pieces.append(piece)
    return b"".join(pieces)


def check_whole(data: bytes, most: int = LARGEST_WHOLE) -> None:
    """See whether all members unpack to no more than `most` bytes. Raises BombError, BadZipFile.

    What an archive says of itself is looked at first. Deflate makes of one byte 1,032 at most, so
    that only a member which could be far larger than it says need be unpacked to know.
    """
    with open_zip(data) as book:
        stated = sum(member.file_size for member in book.filelist)
        if stated > most:
            raise BombError(f"it unpacks to {stated} bytes, more than {most}")
        if len({member.header_offset for member in book.filelist}) < len(book.filelist):
            raise BombError("its members lie over one another")
        packed = sum(member.compress_size for member in book.filelist)
        if packed > len(data):
            raise BombError("its members lie over one another")
        for member in book.filelist:
            if member.compress_type == zipfile.ZIP_DEFLATED:
                _check_member(data, member)
            if member.filename.lower().endswith(_PARSED):
                _check_entities(book, member.filename)


def _check_entities(book: zipfile.ZipFile, name: str) -> None:
    """Refuse a document whose entities grow without end; libxml2 stops at a bound, Java does not.

    Only one that declares entities is parsed, and nothing outside it is read.
    """
    with book.open(name) as member:
        head = member.read(2**20).replace(b"\0", b"")  # UTF-16 has them between
    if b"<!ENTITY" not in head:
        return
    parser = etree.XMLParser(
        resolve_entities="internal",  # type: ignore[arg-type]  # the stubs know lxml 4
        no_network=True,
        load_dtd=False,
    )
    try:
        etree.fromstring(read_member(book, name), parser)
    except etree.XMLSyntaxError as problem:
        if re.search("amplification|entity (reference )?loop", str(problem), re.IGNORECASE):
            raise BombError(f"the entities of {name[:100]} grow without end") from problem


def _check_member(data: bytes, member: zipfile.ZipInfo) -> None:
    """Unpack a member piece by piece and keep nothing, to see that it is as long as it says."""
    at = member.header_offset
    begin = at + 30 + sum(int.from_bytes(data[at + n : at + n + 2], "little") for n in (26, 28))
    if member.compress_size * 1032 <= member.file_size + _PIECE:
        return
    unpacking, size = zlib.decompressobj(-15), 0
    pending = data[begin : begin + member.compress_size]
    while pending and not unpacking.eof:
        size += len(unpacking.decompress(pending, _PIECE))
        pending = unpacking.unconsumed_tail
        if size > member.file_size + _PIECE:
            raise BombError(f"{member.filename[:100]} is larger than it says")
