"""What the ledger keeps of a book: what was made, from what, by whom, and what was found."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from publish.model.edition import Book, Contributor, Edition, Subject
from publish.model.finding import Finding


class State(StrEnum):
    """How the last attempt at a book has ended."""

    MADE = "made"
    FAILED = "failed"


class About(Struct, frozen=True, kw_only=True):
    """What a book says of itself, for lists and searches."""

    title: str = ""
    subtitle: str = ""
    contributors: tuple[Contributor, ...] = ()
    language: str = ""
    publisher: str = ""
    date: str = ""
    identifier: str = ""
    description: str = ""
    rights: str = ""
    subjects: tuple[Subject, ...] = ()
    series: str = ""
    position: str = ""
    """In its series."""
    kind: str = ""
    """What kind of text it was taken for."""
    words: int = 0

    @property
    def author(self) -> str:
        """Name the authors in one line."""
        return "; ".join(person.name for person in self.contributors if person.role == "aut")

    @classmethod
    def of(cls, edition: Edition, *, kind: str = "", words: int = 0) -> About:
        """Take it from an edition."""
        book: Book = edition.book
        return cls(
            title=book.title,
            subtitle=book.subtitle,
            contributors=book.contributors,
            language=book.language,
            publisher=book.publisher,
            date=book.date,
            identifier=book.identifier,
            description=book.description,
            rights=book.rights,
            subjects=book.subjects,
            series=book.series.name,
            position=book.series.position,
            kind=kind,
            words=words,
        )


ABOUT_COLUMNS = tuple(
    name for name in About.__struct_fields__ if name not in {"contributors", "subjects"}
)
"""Fields of About that are columns of `book`; the others have tables of their own."""


class Made(Struct, frozen=True, kw_only=True):
    """One file of a book on the shelf."""

    purpose: str
    name: str
    """From the shelf's root."""
    sha256: str
    size_bytes: int


class Cost(Struct, frozen=True, kw_only=True):
    """What a book has taken."""

    seconds: float = 0.0
    processor_seconds: float = 0.0
    memory_mb: float = 0.0
    worker: str = ""
    attempts: int = 1


class Origin(Struct, frozen=True):
    """What a book is made from: where any of it differs, the book is made anew."""

    signature: str
    """Sizes and times of its files: where it is the same nobody need read them."""
    content: str
    """The hash of its files."""
    recipe: str
    """The hash of the options that its bytes depend on."""
    toolchain: str


class Entry(Struct, frozen=True, kw_only=True):
    """All that is entered of a book, at once."""

    name: str
    """Stable, and the stem of its files: `eltec-eng/ENG18410`."""
    collection: str
    source: str
    state: State
    origin: Origin
    about: About = field(default_factory=About)
    outputs: tuple[Made, ...] = ()
    thumbnail: str = ""
    """The file of its small cover, from the shelf's root."""
    pages: int = 0
    findings: tuple[Finding, ...] = ()
    elements: tuple[tuple[str, int], ...] = ()
    """Elements without a rule, and how often they stand in it."""
    stages: tuple[tuple[str, str], ...] = ()
    """The hash of what each stage left."""
    cost: Cost = field(default_factory=Cost)
