"""Names of persons: as a title page has them, and as a catalogue files them.

Authority: MARC 21 X00 for inverted headings with dates and titles; Chicago 16.61 for particles.
"""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from publish.house.header_text import fold, words_of
from publish.house.offices import divide_office
from publish.model.document import XML_LANG, local_name, tei
from publish.model.lazy_pattern import lazy_pattern

PARTICLES = frozenset(
    "von van de der den des du da di del della dem do dos la le af av ten ter te zu zum zur vom y "
    "al el bin ibn".split()
)
DATES = lazy_pattern(
    r"\(?\s*(?:\b(?:fl\.?|floruit|active|approximately|approx\.?|ca?\.?|circa|b\.?|d\.?|born|died|geb\.?"
    r"|gest\.?|um|nach|vor|after|before|between))?\s*[-–—†*]?\s*"
    r"(\d{3,4}\??\s*((or|and|/)\s*\d{1,4})?\s*"
    r"(([-–—]|to|bis)\s*((approximately|ca?\.|circa|after|nach)\s*)?(\d{2,4}\??)?)?"
    r"|\d{1,2}(st|nd|rd|th)\s+cent(ury|\.))(\s*(B\.?C\.?|A\.?D\.?))?\.?\s*\)?",
    re.I,
)
"""Dates in a heading: `1620-1674.`, `(fl. 1594-1632)`, `approximately 1556-1630`."""
BRACKETS = lazy_pattern(r"\s*\[[^\]]*\]|\s*\((?!p[eè]re|fils|the )[^)]*\)|（[^）]*）", re.I)
HONORIFICS = frozenset(
    "sir lord lady dame mr mrs ms miss dr rev reverend saint st baron count".split()
)
SUFFIX = lazy_pattern(
    r"(jr|sr|jnr|snr|esq|i{2,3}|iv|père|fils|aîné|jeune|ph\.? ?d|m\.? ?d|s\.? ?j)\.?", re.I
)
"""What follows a whole name behind a comma: `Alexandre Dumas, père`."""
OWN_PARTICLES = frozenset(
    "Le La Les De Du Des Van Von Di Da Del Della Mac Mc Ó O Ní Nic Uí St. Saint Ter Ten Al El Ben "
    "Ibn Bin Abu Fitz".split()
)
"""With a capital they are part of the family name (Chicago 16.71): `Le Guin`, `Van Buren`."""
BODIES = lazy_pattern(
    r"\b(Inc|Ltd|LLC|GmbH|Co|Corp|e\.\s?V)\b\.?|\b(Universit\w*|Librar\w+|Biblioth\w+|Bibliote\w+|"
    r"Museum|Institut\w*|Societ\w+|Soci[eé]t\w+|Gesellschaft|Akademie|Acad[eé]m\w+|Press|Presses|"
    r"Verlag|Project|Projekt|Centre|Center|Services|Systems|Team|Group|Archive\w*|Archiv|Foundation|"
    r"Association|College|Consortium|Company|Committee|Department|Trustees|Editors|Staff)\b",
    re.I,
)
"""Words that only a body has in its name."""
FAMILY_FIRST = frozenset({"hu"})
"""Languages whose names have the family first and a space between (`Gárdonyi Géza`)."""


class PersonName(Struct, frozen=True):
    """A name as shown and as filed; `filed` is empty where both are the same."""

    displayed: str
    filed: str = ""
    office: str = ""
    """What the name says that its bearer did: `translated`, `ed`."""


def read_name(element: etree._Element, language: str = "") -> PersonName:
    """Read the name of a person or body from `author`, `editor`, `name` or `persName`."""
    person, office = _person_in(element, language), ""
    if person is not None:
        office = " ".join(words_of(e) for e in element.iter(tei("roleName")))
        parts = _from_parts(person)
        if parts:
            return replace(parts, office=office)
        element = person
    if local_name(element) == "orgName":
        return PersonName(words_of(element))
    name = parse_name(words_of(element), language)
    filed = next((value for value in map(element.get, ("reg", "sortKey", "sortkey")) if value), "")
    name = replace(name, office=name.office or office)
    return replace(name, filed=fold(filed)) if filed else name


def _person_in(element: etree._Element, language: str) -> etree._Element | None:
    """Choose the `persName` in the book's language, or in none, or the first."""
    names = [element, *element.iter(tei("persName"), tei("name"), tei("orgName"))]
    names = [name for name in names if local_name(name) in {"persName", "name", "orgName"}]

    def rank(name: etree._Element) -> tuple[bool, bool]:
        own = name.get(XML_LANG, language)
        return own != language, name.get("type", "") in {"pseudonym", "alt", "variant"}

    if not names:
        return element if find_parts(element, "surname") else None
    return min(names, key=rank)


def find_parts(person: etree._Element, *names: str) -> list[str]:
    """List the words of the name's parts of these kinds, in their order."""
    parts = person.iter(*(tei(name) for name in names))
    return [words for words in map(words_of, parts) if words]


def _from_parts(person: etree._Element) -> PersonName | None:
    surname = " ".join(find_parts(person, "surname"))
    given = " ".join(find_parts(person, "forename"))
    link = " ".join(find_parts(person, "nameLink"))
    later = " ".join(find_parts(person, "genName"))
    if not surname:
        return PersonName(fold(" ".join((given, link, later)))) if given else None
    if _is_written_together(surname + given):
        return PersonName(surname + given)
    displayed = fold(f"{given} {link} {surname} {later}")
    filed = f"{surname}, {given} {link}".rstrip(", ") if given or link else surname
    return PersonName(displayed, fold(filed))


def _is_written_together(name: str) -> bool:
    """Return whether the name is Chinese, Japanese or Korean: family name first, no space."""
    pattern = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々]+"
    return not name.isascii() and bool(re.fullmatch(pattern, name))


def parse_name(words: str, language: str = "") -> PersonName:
    """Read a name written as one string: `Carroll, Lewis [pseud.] (1832-1898).`.

    `language` is that of the book, whose own names may have the family first.
    """
    words, office = divide_office(DATES.sub("", words).strip())
    return replace(_parse(BRACKETS.sub("", words), language), office=office)


def _parse(words: str, language: str) -> PersonName:
    words = re.sub(r"\s+,", ",", words).strip(" ,;:")
    if not re.search(r"\b[^\W\d_]\.$|\b(Jr|Sr|Esq|etc|St|Inc|Ltd|Co)\.$", words):
        words = words.rstrip(".")
    words = re.sub(r"(,\s*)+,", ",", words).strip(" ,;:")
    family, comma, rest = words.partition(",")
    family_first = language.split("-")[0] in FAMILY_FIRST
    if BODIES.search(words) or len(family.split()) > 4:
        return PersonName(words)
    if not comma:
        return PersonName(words, "" if family_first else _filed(words))
    titles = [part.strip() for part in rest.split(",") if part.strip()]
    if titles and SUFFIX.fullmatch(titles[0]) and " " in family:
        filed = _filed(family)
        return PersonName(words, f"{filed}, {', '.join(titles)}" if filed else "")
    if family_first and titles:
        return PersonName(" ".join((family, *titles)))
    return _inverted(family.strip(), titles)


def _inverted(family: str, rest: list[str]) -> PersonName:
    """Turn `Petty, William, Sir` round."""
    if not rest:
        return PersonName(family)
    given, titles = rest[0], rest[1:]
    if family.isupper() and len(family) > 3 and not given.isupper():
        family = family.title()
    before = [title for title in titles if title.lower().rstrip(".") in HONORIFICS]
    after = [title for title in titles if title not in before]
    displayed = " ".join([*before, given, family])
    suffixes = [title for title in after if SUFFIX.fullmatch(title)]
    return PersonName(", ".join([displayed, *after]), ", ".join([family, given, *suffixes]))


def _filed(words: str) -> str:
    """File a name in its spoken order under its last word; particles follow the given names."""
    parts = words.split()
    if _is_written_together("".join(parts)):
        return ""
    if not 1 < len(parts) < 6 or any(part.islower() and part not in PARTICLES for part in parts):
        return ""
    if not all(re.match(r"[^\W\d_]", part) for part in parts):
        return ""
    *given, family = parts
    if SUFFIX.fullmatch(family) and len(given) > 1:
        return f"{given[-1]}, {' '.join(given[:-1])}, {family}"
    while len(given) > 1 and given[-1] in OWN_PARTICLES:
        family = f"{given.pop()} {family}"
    return f"{family}, {' '.join(given)}"
