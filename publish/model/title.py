"""A title of a catalogue: what is said of a book, and the files that it is offered as."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from publish.model.lazy_pattern import lazy_pattern

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

_UNFIT = lazy_pattern("[^\x20-\x7e\xa0-\u202c\u202f-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, and what would turn the words of a whole list around."""

_WHEN = lazy_pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
"""RFC 3339: what Atom has for dates."""

LABELS = {"epub": "EPUB", "kepub": "EPUB for Kobo", "azw3": "AZW3 for Kindle", "pdf": "PDF"}


class Offer(Struct, frozen=True):
    """One file of a title; `etag` follows from its bytes."""

    name: str
    form: str
    size: int
    etag: str
    place: str
    """Its path, or where it lies in a shelf's storage."""

    @property
    def media_type(self) -> str:
        """Its media type."""
        return MEDIA_TYPES[self.form]

    @property
    def label(self) -> str:
        """What a reader calls its format."""
        return LABELS[self.form]


class Title(Struct, frozen=True, kw_only=True):
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
    thumbnail: str = ""
    """The name of the small cover where one is kept; the large one is in the EPUB then."""
    offers: tuple[Offer, ...] = ()

    @property
    def epub(self) -> Offer | None:
        """The file that describes the book and holds its cover."""
        return next((offer for offer in self.offers if offer.form in {"epub", "kepub"}), None)

    @property
    def picture_type(self) -> str:
        """The media type of the cover that is shown; a plain PNG stands for a missing one."""
        if self.thumbnail:
            return "image/jpeg"
        return self.cover_type if self.cover and self.cover_type in RASTER else "image/png"

    @property
    def said(self) -> str:
        """What a search looks through, without accents and case."""
        words = (self.title, *self.authors, *self.subjects, self.series, self.summary)
        return plain(" ".join(words))

    @property
    def iri(self) -> str:
        """The identifier as an IRI (RFC 4287 section 4.2.6 wants one)."""
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S+$", self.identifier):
            return self.identifier
        return uuid.uuid5(uuid.NAMESPACE_URL, self.identifier).urn


def tidy_title(title: Title) -> Title:
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


def key_of(identifier: str) -> str:
    """Make of an identifier, or of a book's name on a shelf, what can stand in an address."""
    return hashlib.sha256(identifier.encode()).hexdigest()[:16]


def plain(text: str) -> str:
    """Leave accents and case out, so that a search finds what a reader can type."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
