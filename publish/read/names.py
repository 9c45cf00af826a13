"""Names of persons: as a title page has them, and as a catalogue files them.

Authority: MARC 21 X00 for inverted headings with dates and titles; Chicago 16.61 for particles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from publish.document import XML_LANG, local_name, tei
from publish.read.header_text import fold, words_of

PARTICLES = frozenset(
    "von van de der den des du da di del della dem do dos la le af av ten ter te zu zum zur vom y "
    "al el bin ibn".split()
)
DATES = re.compile(
    r"\(?\s*(?:\b(?:fl\.?|floruit|active|approximately|approx\.?|ca?\.?|circa|b\.?|d\.?|born|died|geb\.?"
    r"|gest\.?|um|nach|vor|after|before|between))?\s*[-–—†*]?\s*"
    r"(\d{3,4}\??\s*((or|and|/)\s*\d{1,4})?\s*"
    r"(([-–—]|to|bis)\s*((approximately|ca?\.|circa|after|nach)\s*)?(\d{2,4}\??)?)?"
    r"|\d{1,2}(st|nd|rd|th)\s+cent(ury|\.))(\s*(B\.?C\.?|A\.?D\.?))?\.?\s*\)?",
    re.I,
)
"""Dates in a heading: `1620-1674.`, `(fl. 1594-1632)`, `approximately 1556-1630`."""
BRACKETS = re.compile(r"\s*\[[^\]]*\]|\s*\((?!p[eè]re|fils|the )[^)]*\)|（[^）]*）", re.I)
OFFICE = re.compile(
    r",?\s+\(?(ред|упор|eds?|hrsg|hg|éd|editor|translator|trans|übers|ill)\.?\)?$", re.I
)
"""A role set behind a name: `Володимир Гнатюк, ред.`"""
HONORIFICS = frozenset(
    "sir lord lady dame mr mrs ms miss dr rev reverend saint st baron count".split()
)
PREFIX = re.compile(r"^(by|par|written by|verfasst von|edited by|translated by)\s+(?=[A-ZÀ-Þ])")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as shown and as filed; `filed` is empty where both are the same."""

    shown: str
    filed: str = ""


def read_name(element: etree._Element, language: str = "") -> PersonName:
    """Read the name of a person or body from `author`, `editor`, `name` or `persName`."""
    person = _person_in(element, language)
    if person is not None:
        parts = _from_parts(person)
        if parts:
            return parts
        element = person
    if local_name(element) == "orgName":
        return PersonName(words_of(element))
    name = parse_name(words_of(element))
    filed = next((value for value in map(element.get, ("reg", "sortKey", "sortkey")) if value), "")
    return PersonName(name.shown, fold(filed)) if filed else name


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
    shown = fold(f"{given} {link} {surname} {later}")
    filed = f"{surname}, {given} {link}".rstrip(", ") if given or link else surname
    return PersonName(shown, fold(filed))


def _is_written_together(name: str) -> bool:
    """Tell whether the name is Chinese, Japanese or Korean: family name first, no space."""
    return bool(re.fullmatch(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々]+", name))


def parse_name(words: str) -> PersonName:
    """Read a name written as one string: `Carroll, Lewis [pseud.] (1832-1898).`."""
    words = OFFICE.sub("", BRACKETS.sub("", DATES.sub("", PREFIX.sub("", words))))
    words = re.sub(r"\s+,", ",", words).strip(" ,;:")
    if not re.search(r"\b[^\W\d_]\.$|\b(Jr|Sr|Esq|etc|St)\.$", words):
        words = words.rstrip(".")
    words = re.sub(r"(,\s*)+,", ",", words).strip(" ,;:")
    family, comma, rest = words.partition(",")
    if not comma:
        return PersonName(words, _filed(words))
    if len(family.split()) > 4:
        return PersonName(words)
    return _inverted(family.strip(), [part.strip() for part in rest.split(",") if part.strip()])


def _inverted(family: str, rest: list[str]) -> PersonName:
    """Turn `Petty, William, Sir` round."""
    if not rest:
        return PersonName(family)
    given, titles = rest[0], rest[1:]
    before = [title for title in titles if title.lower().rstrip(".") in HONORIFICS]
    after = [title for title in titles if title not in before]
    shown = " ".join([*before, given, family])
    return PersonName(", ".join([shown, *after]), f"{family}, {given}")


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
    if family.rstrip(".") in {"Jr", "Sr", "II", "III", "Esq"} and len(given) > 1:
        return f"{given[-1]}, {' '.join(given[:-1])}, {family}"
    return f"{family}, {' '.join(given)}"
