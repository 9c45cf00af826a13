"""What a source says of itself, for teiHeader and edition.toml."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Person:
    """Who took part, with a MARC relator code."""

    name: str
    role: str = "aut"
    file_as: str = ""


@dataclass(slots=True)
class Meta:
    """Every field is empty where the source is silent."""

    title: str = ""
    subtitle: str = ""
    people: list[Person] = field(default_factory=list)
    language: str = ""
    publisher: str = ""
    date: str = ""
    """YYYY, YYYY-MM or YYYY-MM-DD."""
    date_words: str = ""
    """The date as the source writes it."""
    isbn: str = ""
    identifier: str = ""
    rights: str = ""
    licence: str = ""
    description: str = ""
    source: str = ""
    subjects: list[str] = field(default_factory=list)
    series: str = ""
    position: str = ""
    cover: str = ""
    """A picture's name in the book's folder."""
    notices: list[list[str]] = field(default_factory=list)
    """Paragraphs on the source that are no part of the book, such as a distributor's licence."""

    def over(self, other: Meta) -> None:
        """Fill what is empty here with what another says."""
        for name in self.__slots__:
            if not getattr(self, name):
                setattr(self, name, getattr(other, name))
