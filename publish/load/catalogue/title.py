"""A title of the catalogue: what its files say of the book, and the files themselves."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree

from publish.load.identity import (
    DC,
    UNREADABLE,
    format_of,
    identifier_of,
    identify,
    read_package,
)
from publish.run.zipped import open_zip

OPF = "{http://www.idpf.org/2007/opf}"
NO_DATE = "2000-01-01T00:00:00Z"
"""What an edition that states no date is stamped with, as everywhere in publish."""

MEDIA_TYPES = {
    "epub": "application/epub+zip",
    "kepub": "application/epub+zip",
    "azw3": "application/vnd.amazon.ebook",
    "pdf": "application/pdf",
}
RASTER = frozenset({"image/jpeg", "image/png", "image/gif"})
"""The pictures that every client shows (OPDS 1.2 section 5.6, OPDS 2.0 on images)."""

_MOST = {
    "identifier": 500, "title": 500, "language": 50, "publisher": 300, "issued": 50,
    "summary": 5_000, "rights": 1_000, "series": 300, "position": 20,
}  # fmt: skip
"""Characters of what a list shows."""

_UNFIT = re.compile("[^\x20-\x7e\xa0-\u202c\u202f-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, and what would turn the words of a whole list around."""

_WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
"""RFC 3339: what Atom has for dates."""

LABELS = {"epub": "EPUB", "kepub": "EPUB for Kobo", "azw3": "AZW3 for Kindle", "pdf": "PDF"}


@dataclass(frozen=True, slots=True)
class Offer:
    """One file of a title; `etag` follows from its bytes."""

    path: Path
    form: str
    size: int
    etag: str

    @property
    def media_type(self) -> str:
        """Its media type."""
        return MEDIA_TYPES[self.form]

    @property
    def label(self) -> str:
        """What a reader calls its format."""
        return LABELS[self.form]


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """One book, as its EPUB describes it; times are those of the edition, in UTC."""

    key: str
    """Names it in addresses: stable as long as its identifier is."""
    identifier: str
    title: str
    authors: tuple[str, ...] = ()
    language: str = ""
    publisher: str = ""
    issued: str = ""
    modified: str = NO_DATE
    summary: str = ""
    subjects: tuple[str, ...] = ()
    rights: str = ""
    series: str = ""
    position: str = ""
    cover: str = ""
    """The cover's name in the EPUB; empty where it has none."""
    cover_type: str = ""
    offers: tuple[Offer, ...] = ()

    @property
    def epub(self) -> Offer | None:
        """The file that describes the book and holds its cover."""
        return next((offer for offer in self.offers if offer.form in {"epub", "kepub"}), None)

    @property
    def picture_type(self) -> str:
        """The media type of the cover that is shown; a plain PNG stands for a missing one."""
        return self.cover_type if self.cover and self.cover_type in RASTER else "image/png"

    @property
    def iri(self) -> str:
        """The identifier as an IRI (RFC 4287 section 4.2.6 wants one)."""
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S+$", self.identifier):
            return self.identifier
        return uuid.uuid5(uuid.NAMESPACE_URL, self.identifier).urn


def read_title(paths: Sequence[Path]) -> Title | None:
    """Describe the book that these files are; None where none of them can be read."""
    offers = tuple(offer for path in paths if (offer := _offer(path)) is not None)
    if not offers:
        return None
    described = next((offer for offer in offers if offer.form in {"epub", "kepub"}), offers[0])
    return replace(_tidy(_describe(described.path)), offers=offers)


def _tidy(title: Title) -> Title:
    """Keep of a stranger's words what XML and JSON can hold, at a length that a list can show."""
    fields: dict[str, Any] = {
        name: tidy(getattr(title, name), most) for name, most in _MOST.items()
    }
    fields["title"] = fields["title"] or "?"
    fields["modified"] = title.modified if _WHEN.fullmatch(title.modified) else NO_DATE
    return replace(
        title,
        **fields,
        authors=tuple(tidy(author, 200) for author in title.authors[:50]),
        subjects=tuple(tidy(subject, 200) for subject in title.subjects[:100]),
    )


def tidy(words: str, most: int) -> str:
    """Fold white space, drop what no XML can hold, and end a text that goes on and on."""
    text = " ".join(_UNFIT.sub(" ", words[: 4 * most]).split())
    return text if len(text) <= most else text[: most - 1] + "…"


def _offer(path: Path) -> Offer | None:
    try:
        if not path.is_file():  # a device or a pipe would be read for ever
            return None
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return Offer(path, format_of(path), file.tell(), f'"{digest[:32]}"')
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
    return Title(key=_key(identifier), identifier=identifier, title=known.title or path.stem)


def _key(identifier: str) -> str:
    return hashlib.sha256(identifier.encode()).hexdigest()[:16]


def _from_epub(path: Path) -> Title:
    """Read the package document (EPUB 3.3 section 5.5)."""
    with open_zip(path) as book:
        name, package = read_package(book)
    identifier = identifier_of(package) or path.name
    cover, cover_type = _cover(package)
    series, position = _series(package)
    return Title(
        key=_key(identifier),
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
        cover=_inside(name, cover),
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


def _cover(package: etree._Element) -> tuple[str, str]:
    """Find the cover image: by its property, else by EPUB 2's meta."""
    items = list(package.iter(f"{OPF}item"))
    named = [
        meta.get("content") for meta in package.iter(f"{OPF}meta") if meta.get("name") == "cover"
    ]
    for item in items:
        if "cover-image" in item.get("properties", "").split() or item.get("id") in named:
            return item.get("href", ""), item.get("media-type", "")
    return "", ""


def _inside(package_name: str, href: str) -> str:
    """Resolve a name beside the package document to one of the archive."""
    if not href:
        return ""
    folder = package_name.rpartition("/")[0]
    return f"{folder}/{href}" if folder else href
