"""What a source says of itself, for teiHeader and edition.toml."""

from __future__ import annotations

import re

from msgspec import Struct, field

from publish.house.isbn import thirteen_figures
from publish.house.language.tag import language_tag
from publish.model.lazy_pattern import lazy_pattern


class Person(Struct):
    """Who took part, with a MARC relator code."""

    name: str
    role: str = "aut"
    file_as: str = ""


class Meta(Struct):
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
        for name in self.__struct_fields__:
            if not getattr(self, name):
                setattr(self, name, getattr(other, name))


def note(meta: Meta, key: str, value: str) -> None:
    """Put one thing that a source says of itself where it belongs."""
    if key == "author":
        meta.people += [Person(each) for each in people_of(value)]
    elif key == "subject":
        meta.subjects += [each.strip() for each in re.split(r"[;,]\s", value) if each.strip()]
    elif key == "language":
        meta.language = language_tag(value) or meta.language
    elif key == "identifier":
        figures = thirteen_figures(re.sub(r"^(urn:)?isbn:?\s*", "", value, flags=re.IGNORECASE))
        meta.isbn = figures or meta.isbn
    elif not getattr(meta, key):
        setattr(meta, key, date_of(value) if key == "date" else value)
        if key == "date":
            meta.date_words = value


def people_of(said: str) -> list[str]:
    """Part the names of several people; `Last, First` is put right by who sorts them."""
    parts = re.split(r"\s*;\s*|,?\s+(?:and|und|et|y|&)\s+", said.strip())
    return [name for part in parts if part for name in _at_commas(part)]


_FULL_NAME = lazy_pattern(r"[^\W\d_][\w.’'-]*(\s+[^\W\d_][\w.’'-]*)+")


def _at_commas(said: str) -> list[str]:
    """Part names at their commas where each has a first and a last name."""
    parts = re.split(r"\s*,\s*", said)
    is_certain = len(parts) > 1 and all(
        _FULL_NAME.fullmatch(part) and part[:1].isupper() for part in parts
    )
    return parts if is_certain else [said]


def are_names(said: str) -> bool:
    """Return whether words are full names of people, each of two to four words, and no more."""
    names = people_of(said)
    return bool(names) and all(
        _FULL_NAME.fullmatch(name)
        and len(name.split()) <= 4
        and all(part[:1].isupper() or part in _PARTICLES for part in name.split())
        and not _NO_NAMES & set(name.lower().split())
        for name in names
    )


_NO_NAMES = frozenset(
    """
    the a an of and or in on at to for from with my our your his her its new old what how why when
    chapter part section book das die ein eine und les des une un el los las introduction
    conclusion references notes appendix index works cited abstract method methods results summary
    case study social public data
    """.split()
)
"""Words of titles, which names of people have not."""
_PARTICLES = frozenset("de del della der den di du la le van von zu al bin y".split())


def may_be_several(name: str) -> bool:
    """Return whether a name has commas, and is not `Last, First`."""
    parts = [part for part in re.split(r"\s*,\s*", name) if not _TITLE.fullmatch(part)]
    return len(parts) > 2 or (len(parts) == 2 and " " in parts[0].strip())


_TITLE = lazy_pattern(r"(Jr|Sr|Ph\.?D|M\.?[AD]|Dr|Esq|[IVX]+)\.?", re.IGNORECASE)


def date_of(said: str) -> str:
    """Read a date as YYYY, YYYY-MM or YYYY-MM-DD; empty where it is written otherwise."""
    found = re.match(r"\s*(\d{4})(-\d\d)?(-\d\d)?(?![\d])", said)
    if found:
        return "".join(filter(None, found.groups()))
    year = re.search(r"\b(1[4-9]\d\d|20\d\d)\b", said)
    return year[1] if year else ""
