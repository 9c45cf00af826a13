"""What book a file is: so that an update replaces the older build, and no other file is touched."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from lxml import etree

DC = "{http://purl.org/dc/elements/1.1/}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
ENDINGS = {".kepub.epub": "kepub", ".epub": "epub", ".azw3": "azw3", ".pdf": "pdf"}


@dataclass(frozen=True, slots=True)
class Identity:
    """A book's own identifier and title, as its file states them; empty where it does not."""

    identifier: str
    title: str


UNKNOWN = Identity("", "")


def format_of(path: Path) -> str:
    """Tell a file's format by its name: kepub, epub, azw3, pdf, or empty."""
    name = path.name.lower()
    return next((form for ending, form in ENDINGS.items() if name.endswith(ending)), "")


def identify(path: Path) -> Identity:
    """Read what book a file is; a file that cannot be read is nobody we know."""
    try:
        if format_of(path) == "pdf":
            return _of_pdf(path)
        return _of_epub(path) if format_of(path) in {"epub", "kepub"} else UNKNOWN
    except (OSError, zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, pikepdf.PdfError):
        return UNKNOWN


def _of_epub(path: Path) -> Identity:
    """Follow container.xml to the package document (EPUB 3.3 section 4.2.6.3.1)."""
    with zipfile.ZipFile(path) as book:
        container = etree.fromstring(book.read("META-INF/container.xml"))
        rootfile = container.find(f".//{CONTAINER}rootfile")
        if rootfile is None:
            return UNKNOWN
        package = etree.fromstring(book.read(rootfile.get("full-path") or ""))
    unique = package.get("unique-identifier")
    identifiers = {e.get("id"): (e.text or "").strip() for e in package.iter(f"{DC}identifier")}
    title = next((e.text or "" for e in package.iter(f"{DC}title")), "")
    return Identity(identifiers.get(unique, ""), title.strip())


def _of_pdf(path: Path) -> Identity:
    with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
        return Identity(str(metadata.get("dc:identifier", "")), str(metadata.get("dc:title", "")))
