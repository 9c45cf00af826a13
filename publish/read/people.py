"""Who made the book, from the teiHeader: authors, editors, and who answers for what.

Authority: TEI P5 chapter 2.2.1; roles are MARC relator codes, as EPUB 3.3 section 5.5.3.2.3 asks.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import tomli
from lxml import etree
from msgspec.structs import replace

from publish.house.authorities import authorities, numbered_record, person_record
from publish.house.header_text import find, find_all, words_of
from publish.house.offices import office_before, part_people
from publish.house.person_names import BODIES, PersonName, parse_name, read_name
from publish.model.document import XML_LANG, local_name, tei
from publish.model.edition import Contributor
from publish.model.lazy_pattern import lazy_pattern
from publish.read.attributes import text_of

RELATOR = lazy_pattern(r"(?:relators/|^)([a-z]{3})$")
NOBODY = lazy_pattern(
    r"(anon(ym\w*|\.)?|unknown|n/?a|-+|various|et\.? al(ii|iae|ia)?|(and|&) others|"
    r"u(nd)?\.? ?a(ndere)?|e altri|y otros|et autres|e outros|en anderen|m\.? ?fl|"
    r"и др(угие)?|та ін(ші)?)\.?",
    re.I,
)
"""What stands where a name does and names nobody, or only that there are more."""
NAMES = ("persName", "name", "orgName")
AND = lazy_pattern(r"\s+(?:and|und|et|og|och|и|&)\s+")


@cache
def _words() -> dict[str, tuple[str, ...]]:
    table = tomli.loads(Path(__file__).with_name("roles.toml").read_text("utf-8"))
    return {code: tuple(words.split()) for code, words in table.items()}


_DHQ_AUTHOR = "{http://www.digitalhumanities.org/ns/dhq}author_name"


def role_code(words: str, otherwise: str) -> str:
    """Return the MARC relator code for what a header calls a responsibility."""
    found = RELATOR.search(words.strip())
    if found and found[1] in {*_words(), "aut", "oth", "ctb"}:
        return found[1]
    words = words.lower()
    for code, stems in _words().items():
        if any(stem in words for stem in stems):
            return code
    return otherwise


def read_contributors(
    header: etree._Element | None, root: etree._Element, language: str
) -> tuple[Contributor, ...]:
    """List authors, then editors, then the rest, each person once for each role."""
    statement = find(header, "fileDesc/titleStmt")
    people = _authors(statement, header, root, language)
    for editor in find_all(statement, "editor"):
        role = role_code(editor.get("role", ""), "edt")
        people += _listed(_names_in(editor, language), role, editor)
    for answer in find_all(statement, "respStmt"):
        people += _responsible(answer, language)
    return _once(people)


def _once(people: list[Contributor]) -> tuple[Contributor, ...]:
    """Keep each person once for each role, with all records that any mention names."""
    kept: dict[tuple[str, str, str], Contributor] = {}
    for person in people:
        key = (person.name, person.role, person.file_as)
        known = kept.get(key, person).identifiers
        both = tuple(dict.fromkeys((*known, *person.identifiers)))
        kept[key] = replace(person, identifiers=both)
    return tuple(kept.values())


def _records_of(element: etree._Element) -> tuple[str, ...]:
    """Return the records that `@ref` or `idno` names for the one person of an element."""
    found = []
    for part in element.iter(*(tei(name) for name in ("author", "editor", *NAMES, "idno"))):
        if any(local_name(outer) == "affiliation" for outer in part.iterancestors()):
            continue
        found += [person_record(word) for word in part.get("ref", "").split()]
        if local_name(part) == "idno":
            said = words_of(part)
            name = part.get("type", "").casefold()
            kinds = (each for each in authorities() if each.casefold() == name)
            found += [person_record(said), *(numbered_record(kind, said) for kind in kinds)]
    return tuple(dict.fromkeys(record.address for record in found if record is not None))


def _authors(
    statement: etree._Element | None,
    header: etree._Element | None,
    root: etree._Element,
    language: str,
) -> list[Contributor]:
    """Take the authors of the file, else of its source, else of its title page."""
    places = [
        find_all(statement, "author"),
        _journal_authors(statement),
        _source_authors(header),
        _title_page_authors(root),
    ]
    for elements in places:
        people: list[Contributor] = []
        for author in _in_one_language(elements, language):
            role = role_code(author.get("role") or _words_before(author), "aut")
            people += _listed(_names_in(author, language), role, author)
        if people:
            return people
    return []


def _in_one_language(authors: list[etree._Element], language: str) -> list[etree._Element]:
    """Take the authors once, where each is given once in every language."""
    counts = Counter(author.get(XML_LANG, "") for author in authors)
    if len(counts) < 2 or "" in counts or len(set(counts.values())) > 1:
        return authors
    chosen = language if language in counts else next(iter(counts))
    return [author for author in authors if author.get(XML_LANG) == chosen]


def _source_authors(header: etree._Element | None) -> list[etree._Element]:
    """Take the authors of the first source that names any."""
    source = find(header, "fileDesc/sourceDesc")
    for holder in (
        source.iter(tei("titleStmt"), tei("monogr"), tei("bibl")) if source is not None else ()
    ):
        authors = find_all(holder, "author")
        if any(map(words_of, authors)):
            return authors
    return []


def _journal_authors(statement: etree._Element | None) -> list[etree._Element]:
    """Take the authors whom Digital Humanities Quarterly names in elements of its own."""
    inside = () if statement is None else statement.iter(etree.Element)
    return [element for element in inside if str(element.tag) == _DHQ_AUTHOR]


def _title_page_authors(root: etree._Element) -> list[etree._Element]:
    page = next(root.iter(tei("titlePage")), None)
    return [] if page is None else list(page.iter(tei("docAuthor")))


def _words_before(author: etree._Element) -> str:
    """Read what leads to an author's name on a title page: `Translated by`."""
    before, around = author.getprevious(), author.getparent()
    words = before.tail if before is not None else None if around is None else around.text
    return office_before(" ".join((words or "").split()))


def _names_in(element: etree._Element, language: str) -> list[PersonName]:
    """Read one name, or several where a plain string holds them."""
    if any(local_name(part) in NAMES or local_name(part) == "surname" for part in element.iter()):
        return [read_name(element, language)]
    several = _several(words_of(element))
    if len(several) > 1:
        return [parse_name(part, language) for part in several]
    return [read_name(element, language)]


def _several(words: str) -> list[str]:
    """Divide `Marx, Karl; Engels, Friedrich` and `Karl Marx and Friedrich Engels`."""
    words = part_people(words)
    if ";" in words:
        return [part for part in words.split(";") if part.strip()]
    parts = AND.split(words)
    whole = all("," in part for part in parts) or (
        "," not in words and all(" " in part.strip() for part in parts)
    )
    return parts if whole and not BODIES.search(words) else [words]


def _listed(names: list[PersonName], role: str, element: etree._Element) -> list[Contributor]:
    """List who is somebody; what a name says of its bearer comes before what the element is."""
    records = _records_of(element) if len(names) == 1 else ()
    return [
        Contributor(
            name=name.displayed,
            role=role_code(name.office, role),
            file_as=name.filed,
            identifiers=records,
        )
        for name in names
        if name.displayed and not NOBODY.fullmatch(name.displayed)
    ]


def _responsible(answer: etree._Element, language: str) -> list[Contributor]:
    """Read a `respStmt`: everybody named in it, with the first role that is understood."""
    codes = [role_code(_said(resp), "") for resp in find_all(answer, "resp")]
    role = next(filter(None, codes), "")
    people: list[Contributor] = []
    for name in answer.iter(*(tei(name) for name in NAMES)):
        inside = {local_name(around) for around in name.iterancestors()} & {*NAMES, "note"}
        if not inside:
            own = role or role_code(name.get("role", ""), "ctb")
            people += _listed([read_name(name, language)], own, name)
    return people


def _said(resp: etree._Element) -> str:
    """Return a responsibility as a code, where its attributes have one, else in its words."""
    for key in ("key", "ref", "n"):
        if RELATOR.search(resp.get(key, "")):
            return resp.get(key, "")
    return " ".join(text_of(resp).split())
