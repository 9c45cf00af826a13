"""Set the parts of a reference: names turned as they are filed, addresses as links, marks between.

The first author is filed by the family name, all others have their names as they are spoken
(Chicago 14.75, 14.76); initials have points. A name that holds more than a name stays as it is.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.house.language.dates import date_in_words
from publish.house.language.typography import language_at
from publish.house.language.words import word
from publish.house.person_names import read_name
from publish.house.words_kept import letters_of
from publish.model.document import XML_ID, XML_LANG, local_name
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.records import SHOWN, Part, has_own_words
from publish.typeset.reference_marks import Marks
from publish.typeset.render import Typesetter
from publish.typeset.xhtml import end_with, ending

_NAME_PARTS = frozenset(
    "author editor persName name forename surname nameLink genName addName roleName".split()
)
_ACRONYMS = frozenset("isbn issn ismn oclc lccn pmid pmc".split())
"""Kinds of numbers (`idno/@type`) that are read as letters, however the file spells them."""

_SHOWN_ATTRIBUTES = (XML_ID, XML_LANG, "rend", "rendition", "style")
_INITIAL = lazy_pattern(r"\b([^\W\d_])(?=\s|$)(?!\.)")
_MARKS = str.maketrans("", "", ",. ")


def set_parts(
    parts: list[Part], holder: etree._Element, typesetter: Typesetter, *, is_entry: bool
) -> None:
    """Set the parts with marks between them; an entry of a list ends in a point."""
    said = [part for part in parts if part.words]
    book = typesetter.book.edition
    language = language_at(said[0].element, book.book.language) if said else ""
    is_turned = is_entry and bool(said) and _is_filed(said[0])
    marks = Marks(said, book.text.references, language, is_turned)
    number_of = {part.element: number for number, part in enumerate(said)}
    for part in parts:
        if not part.words:
            if next(part.element.iter(*SHOWN), None) is not None:
                _set_part(part, holder, typesetter, is_first=False)
            continue
        number = number_of[part.element]
        is_first = number == 0 and is_entry
        _set_part(part, holder, typesetter, is_first=is_first)
        if number + 1 < len(said):
            mark = marks.between(number)
            mark = mark if is_entry or mark != ". " else ", "
        else:
            mark = marks.ending() or ("." if is_entry else "")
        _say_mark(mark, holder, typesetter, in_english=marks.is_english)


def _set_part(
    part: Part, holder: etree._Element, typesetter: Typesetter, *, is_first: bool
) -> None:
    name = local_name(part.element)
    if part.url and (name == "idno" or part.is_of_attributes):
        _set_address(part, holder, typesetter)
    elif part.kind == "accessed":
        _set_day_of_access(part, holder, typesetter)
    elif part.is_of_attributes:
        language = language_at(part.element, typesetter.book.edition.book.language)
        words = date_in_words(part.words, language) if part.kind == "date" else part.words
        typesetter.open(holder, "span", part.element).text = words
    elif part.kind == "abbreviation":
        typesetter.children(part.element, typesetter.open(holder, "span", part.element, "siglum"))
    elif part.kind == "short-title":
        typesetter.say(holder, "(")
        typesetter.one(part.element, holder)
        typesetter.say(holder, ")")
    elif name == "note" and part.element not in typesetter.book.note_plan.moved:
        _set_note(part.element, typesetter.open(holder, "span", part.element), typesetter)
    elif part.kind in {"author", "editor", "translator"}:
        _set_name(part.element, holder, typesetter, is_first=is_first)
    else:
        _say_label(part, holder, typesetter)
        typesetter.one(part.element, holder)


def _set_day_of_access(part: Part, holder: etree._Element, typesetter: Typesetter) -> None:
    """Set when a page of the web was seen, with the word for it where there is none."""
    language = language_at(part.element, typesetter.book.edition.book.language)
    says_it = not part.is_of_attributes and not part.words[:1].isdigit()
    before, _, behind = ("", "", "") if says_it else word("accessed", language).partition("{name}")
    said = ending(holder).rstrip()
    if said[-1:] in {"", "."}:
        before = before[:1].upper() + before[1:]
    typesetter.say(holder, before)
    made = typesetter.open(holder, "span", part.element)
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", part.words):
        typesetter.say_as(part.element, made, date_in_words(part.words, language))
    else:
        typesetter.children(part.element, made)
    typesetter.say(holder, behind)


def _set_note(note: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a note of an entry; keywords in it, each a note of its own (Zotero), are a list."""
    inner = list(note.iterchildren(etree.Element))
    if has_own_words(note) or not inner or {local_name(each) for each in inner} != {"note"}:
        typesetter.children(note, into)
        return
    for number, each in enumerate(inner):
        typesetter.say(into, ", " if number else "")
        typesetter.children(each, into)


def _set_address(part: Part, holder: etree._Element, typesetter: Typesetter) -> None:
    link = typesetter.open(holder, "a", part.element, "url")
    link.set("href", part.url)
    if part.is_of_attributes:
        link.text = part.words
    else:
        link.text = part.url.removesuffix(part.words) if part.words.startswith("10.") else None
        typesetter.children(part.element, link)


def _set_name(
    element: etree._Element, holder: etree._Element, typesetter: Typesetter, *, is_first: bool
) -> None:
    """Set a name as it is filed, or as it is spoken; one with more in it as it is written."""
    language = typesetter.book.edition.book.language
    written = "".join(map(str, element.itertext()))
    inner = [e for e in element.iter() if e is not element]
    is_plain = all(local_name(e) in _NAME_PARTS and _says_nothing(e) for e in inner)
    is_structured = any(local_name(e) == "surname" for e in inner)
    is_turned = is_structured or ("," in written and not is_first)
    if not (is_plain and is_turned) or XML_ID in element.attrib:
        typesetter.one(element, holder)
        return
    name = read_name(element, language)
    words = name.filed or name.displayed if is_first else name.displayed
    if _letters(words) != _letters(written):
        typesetter.one(element, holder)
    else:
        words = _INITIAL.sub(r"\1.", words) if is_structured else words
        typesetter.say_as(element, holder, words)


def _is_filed(author: Part) -> bool:
    """Return whether a name stands with the family's first: by its markup, or as it is written."""
    return "surname" in map(local_name, author.element.iter()) or "," in author.words


def _says_nothing(part: etree._Element) -> bool:
    """Return whether a part of a name has no attribute that would be lost with its element."""
    return not any(name in part.attrib for name in _SHOWN_ATTRIBUTES)


def _letters(words: str) -> list[int]:
    return sorted(letters_of(words.translate(_MARKS)))


def _say_label(part: Part, holder: etree._Element, typesetter: Typesetter) -> None:
    """Say of what kind a number is that does not say it: an ISBN, an arXiv number."""
    kind = part.element.get("type") or ""
    if part.kind != "idno" or kind.lower() in {"", "url", "uri", "doi", "handle"}:
        return
    if not part.words.lower().startswith(kind.lower()):
        typesetter.say(holder, f"{kind.upper() if kind in _ACRONYMS else kind} ")


def _say_mark(
    mark: str, holder: etree._Element, typesetter: Typesetter, *, in_english: bool
) -> None:
    """Say what stands behind a part; in English a point or comma goes inside closing marks."""
    said = ending(holder).rstrip()
    end_with(holder, said)
    if not said:  # a space behind an element: what is in that ends the part
        said = ending(holder).rstrip()
        end_with(holder, said)
    if said[-1:] in {".", "?", "!"} or said[-2:] in {".”", "?”", "!”"}:
        mark = mark.removeprefix(".")
    if mark[:1] in {".", ","} and said[-1:] == "”" and in_english:
        end_with(holder, f"{said[:-1]}{mark[0]}”")  # Chicago 6.9
        mark = mark[1:]
    typesetter.say(holder, mark)
