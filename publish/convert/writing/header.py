"""What the source told of itself as a teiHeader (TEI P5 chapter 2)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.convert.meta import Meta, Person
from publish.convert.tei import Content, make, put

RESPONSIBILITIES = {
    "trl": "Translator", "edt": "Editor", "ill": "Illustrator", "aui": "Author of introduction",
    "trc": "Transcriber", "win": "Author of introduction", "com": "Compiler", "pbl": "Publisher",
    "pfr": "Proofreader", "nrt": "Narrator", "ctb": "Contributor", "adp": "Adapter",
}  # fmt: skip
"""MARC relator codes in the words of a header; other codes stand for themselves."""

MARC = "http://id.loc.gov/vocabulary/relators/"


def make_header(meta: Meta, file_name: str, subtype: str) -> etree._Element:
    """Make the header; `file_name` names the source file, `subtype` its kind."""
    description = make(
        "fileDesc", _titles(meta), _publication(meta), *_series(meta), *_notes(meta),
        _source(meta, file_name, subtype),
    )  # fmt: skip
    profile = make("profileDesc")
    if meta.date_words:
        put(profile, make("creation", make("date", meta.date_words, when=meta.date)))
    if meta.description:
        put(profile, make("abstract", make("p", meta.description)))
    if meta.language:
        put(profile, make("langUsage", make("language", meta.language, ident=meta.language)))
    if meta.subjects:
        terms = (make("term", subject) for subject in meta.subjects)
        put(profile, make("textClass", make("keywords", *terms)))
    return make("teiHeader", description, *([profile] if len(profile) else []))


def _titles(meta: Meta) -> etree._Element:
    made = make("titleStmt", make("title", meta.title, type="main"))
    if meta.subtitle:
        put(made, make("title", meta.subtitle, type="sub"))
    for person in meta.people:
        if person.role == "aut":
            put(made, make("author", person.name))
    for person in meta.people:
        if person.role != "aut":
            put(made, _responsibility(person))
    return made


def _responsibility(person: Person) -> etree._Element:
    words = RESPONSIBILITIES.get(person.role, person.role)
    return make(
        "respStmt", make("resp", words, ref=f"{MARC}{person.role}"), make("name", person.name)
    )


def _publication(meta: Meta) -> etree._Element:
    made = make("publicationStmt")
    if not meta.publisher:
        return make("publicationStmt", make("p", "Not yet published."))
    put(made, make("publisher", meta.publisher))
    if meta.date:
        put(made, make("date", meta.date, when=meta.date))
    if meta.isbn:
        put(made, make("idno", meta.isbn, type="ISBN"))
    if meta.rights or meta.licence:
        licence = make("licence", meta.rights or meta.licence, target=meta.licence)
        put(made, make("availability", licence))
    return made


def _series(meta: Meta) -> Iterator[etree._Element]:
    if meta.series:
        position: list[Content] = (
            [make("biblScope", meta.position, unit="volume")] if meta.position else []
        )
        yield make("seriesStmt", make("title", meta.series), *position)


def _notes(meta: Meta) -> Iterator[etree._Element]:
    """Keep what a distributor says of the file: it is no part of the book, and not lost."""
    if meta.notices:
        yield make(
            "notesStmt",
            *(make("note", *(make("p", words) for words in notice)) for notice in meta.notices),
        )


def _source(meta: Meta, file_name: str, subtype: str) -> etree._Element:
    if meta.source:
        return make("sourceDesc", make("bibl", meta.source, type="digital"))
    return make("sourceDesc", make("p", f"Imported from {file_name} ({subtype})."))
