"""Read from its files what a title of the catalogue is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree
from msgspec.structs import replace

from publish.load.identity import (
    DC,
    UNREADABLE,
    format_of,
    identifier_of,
    identify,
    read_package,
)
from publish.model.title import NO_DATE, Offer, Title, key_of, tidy_title
from publish.run.zipped import open_zip

OPF = "{http://www.idpf.org/2007/opf}"


def read_title(paths: Sequence[Path]) -> Title | None:
    """Describe the book that these files are; None where none of them can be read."""
    offers = tuple(offer for path in paths if (offer := _offer(path)) is not None)
    if not offers:
        return None
    described = next((offer for offer in offers if offer.form in {"epub", "kepub"}), offers[0])
    return replace(tidy_title(_describe(Path(described.place))), offers=offers)


def _offer(path: Path) -> Offer | None:
    try:
        if not path.is_file():  # a device or a pipe would be read for ever
            return None
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return Offer(path.name, format_of(path), file.tell(), f'"{digest[:32]}"', str(path))
    except OSError:  # not built yet, or gone
        return None


def _describe(path: Path) -> Title:
    try:
        if format_of(path) in {"epub", "kepub"}:
            return _from_epub(path)
    except UNREADABLE:  # no sound EPUB: it is offered by its name all the same
        pass
    known = identify(path)
    identifier = known.identifier or path.name
    return Title(key=key_of(identifier), identifier=identifier, title=known.title or path.stem)


def _from_epub(path: Path) -> Title:
    """Read the package document (EPUB 3.3 section 5.5)."""
    with open_zip(path) as book:
        name, package = read_package(book)
    identifier = identifier_of(package) or path.name
    cover, cover_type = cover_of(package)
    series, position = _series(package)
    return Title(
        key=key_of(identifier),
        identifier=identifier,
        title=_first(package, "title") or path.stem,
        authors=tuple(_all(package, "creator")),
        language=_first(package, "language"),
        publisher=_first(package, "publisher"),
        issued=_first(package, "date"),
        modified=_meta(package, "dcterms:modified") or NO_DATE,
        summary=_first(package, "description"),
        subjects=tuple(_all(package, "subject")),
        rights=_first(package, "rights"),
        series=series,
        position=position,
        cover=name_inside(name, cover),
        cover_type=cover_type,
    )


def _all(package: etree._Element, name: str) -> Iterator[str]:
    for element in package.iter(f"{DC}{name}"):
        words = " ".join((element.text or "").split())
        if words:
            yield words


def _first(package: etree._Element, name: str) -> str:
    return next(_all(package, name), "")


def _meta(package: etree._Element, name: str, refines: str | None = None) -> str:
    for meta in package.iter(f"{OPF}meta"):
        if meta.get("property") == name and (refines is None or meta.get("refines") == refines):
            return (meta.text or "").strip()
    return ""


def _series(package: etree._Element) -> tuple[str, str]:
    """Read the collection that it belongs to (EPUB 3.3 appendix D.3.2) and its place there."""
    for meta in package.iter(f"{OPF}meta"):
        if meta.get("property") == "belongs-to-collection":
            place = _meta(package, "group-position", f"#{meta.get('id')}")
            return (meta.text or "").strip(), place
    return "", ""


def cover_of(package: etree._Element) -> tuple[str, str]:
    """Find the cover image and its type: by its property, else by EPUB 2's meta."""
    items = list(package.iter(f"{OPF}item"))
    named = [
        meta.get("content") for meta in package.iter(f"{OPF}meta") if meta.get("name") == "cover"
    ]
    for item in items:
        if "cover-image" in item.get("properties", "").split() or item.get("id") in named:
            return item.get("href", ""), item.get("media-type", "")
    return "", ""


def name_inside(package_name: str, href: str) -> str:
    """Resolve a name beside the package document to one of the archive."""
    if not href:
        return ""
    folder = package_name.rpartition("/")[0]
    return f"{folder}/{href}" if folder else href
