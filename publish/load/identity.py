"""What book a file is: so that an update replaces the older build, and no other file is touched."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
from lxml import etree
from msgspec import Struct

from publish.run.zipped import BROKEN, open_zip, read_member

DC = "{http://purl.org/dc/elements/1.1/}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
ENDINGS = {".kepub.epub": "kepub", ".epub": "epub", ".azw3": "azw3", ".pdf": "pdf"}
OUR_PRODUCER = "publish"

UNREADABLE = (
    *BROKEN, etree.XMLSyntaxError, pikepdf.PdfError, TypeError, AttributeError, RecursionError,
)  # fmt: skip
"""What damaged or locked files raise; on a reader there may be any."""


class Identity(Struct, frozen=True):
    """A book's own identifier and title, as its file states them; empty where it does not."""

    identifier: str
    title: str


UNKNOWN = Identity("", "")


def format_of(path: Path) -> str:
    """Tell a file's format by its name: kepub, epub, azw3, pdf, or empty."""
    return ENDINGS.get(ending_of(path), "")


MOBI_HEAD = 1 << 16
"""Bytes of an AZW3 that hold what it says of itself."""

SOURCE = 112
"""The EXTH record that tells where a book is from."""


def ending_of(path: Path) -> str:
    """Return the ending that tells the format, in lower case; `.kepub.epub` is one."""
    name = path.name.lower()
    return next((ending for ending in ENDINGS if name.endswith(ending)), path.suffix.lower())


def identify(path: Path) -> Identity:
    """Read what book a file is; a file that cannot be read is nobody we know."""
    try:
        if format_of(path) == "pdf":
            return _of_pdf(path)
        if format_of(path) == "azw3":
            return _of_azw3(path)
        return _of_epub(path) if format_of(path) in {"epub", "kepub"} else UNKNOWN
    except UNREADABLE:
        return UNKNOWN


def read_package(book: zipfile.ZipFile) -> tuple[str, etree._Element]:
    """Follow container.xml to the package document (EPUB 3.3 section 4.2.6.3.1): name and root.

    Raises KeyError where there is none, XMLSyntaxError where one of the two is no XML.
    """
    container = _parse(read_member(book, "META-INF/container.xml"))
    rootfile = container.find(f".//{CONTAINER}rootfile")
    name = "" if rootfile is None else rootfile.get("full-path", "")
    return name, _parse(read_member(book, name))


def _parse(data: bytes) -> etree._Element:
    """A stranger's file must not make us read others or fetch anything."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def identifier_of(package: etree._Element) -> str:
    """Return the unique identifier of a package document (EPUB 3.3 section 5.5.3.1.1)."""
    wanted = package.get("unique-identifier")
    found = {e.get("id"): (e.text or "").strip() for e in package.iter(f"{DC}identifier")}
    return found.get(wanted, "")


def _of_epub(path: Path) -> Identity:
    with open_zip(path) as book:
        _, package = read_package(book)
    title = next((e.text or "" for e in package.iter(f"{DC}title")), "")
    return Identity(identifier_of(package), title.strip())


def _of_pdf(path: Path) -> Identity:
    """A PDF of our own that states no identifier is told by its title and authors."""
    with pikepdf.open(path) as pdf:
        title, author, producer = (
            str(pdf.docinfo.get(key, "")) for key in ("/Title", "/Author", "/Producer")
        )
        with pdf.open_metadata() as metadata:
            identifier = str(metadata.get("dc:identifier", ""))
    if not identifier and title and producer == OUR_PRODUCER:
        identifier = f"{title} / {author}"
    return Identity(identifier, title)


def _of_azw3(path: Path) -> Identity:
    """Read the identifier that calibre keeps of an EPUB: EXTH record 112 of the first PDB record.

    MobileRead wiki, "MOBI"; calibre writes `calibre:` and the UUID there. Others are nobody's.
    """
    with path.open("rb") as file:
        first = file.read(MOBI_HEAD)
    start, end = (int.from_bytes(first[at : at + 4]) for at in (78, 86))
    header = first[start:end]
    at = header.find(b"EXTH")
    for _ in range(int.from_bytes(header[at + 8 : at + 12]) if at >= 0 else 0):
        at += 12 if header.startswith(b"EXTH", at) else 0
        kind, length = (int.from_bytes(header[n : n + 4]) for n in (at, at + 4))
        said = header[at + 8 : at + length]
        if kind == SOURCE and said.startswith(b"calibre:"):
            return Identity(f"urn:uuid:{said[8:].decode('ascii', 'replace')}", "")
        if length < 8:
            break
        at += length
    return UNKNOWN
