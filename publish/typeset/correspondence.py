"""Letters: who wrote to whom, where and when, as `correspDesc` has it (TEI chapter 2.4.6).

What stands in the header is read here; what becomes of it, heading, order and calendar, is in
`letter_heads.py` and `letter_lists.py`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from publish.house.division_types import kind_of
from publish.house.language.dates import date_in_words
from publish.house.language.words import word
from publish.house.person_names import read_name
from publish.model.document import XML_ID, local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.headings import fold
from publish.typeset.pointing import split_pointers
from publish.typeset.survey import outermost_texts

MADE_LINE = "{urn:publish:letter}line"
"""A line that is added to a letter's tree, with its class: where it went, what it answers."""

_NAMES = tuple(map(tei, ("persName", "orgName", "name", "rs")))
_PLACES = tuple(map(tei, ("placeName", "settlement", "geogName")))
_SENT, _RECEIVED = frozenset({"sent", "from"}), frozenset({"received", "receiving", "to"})
_EARLIEST = ("when", "when-iso", "notBefore", "from", "from-iso", "notAfter", "to")
_LATEST = ("notAfter", "to", "to-iso")
_FIGURES = lazy_pattern(r"\d{1,2}[./] ?\d{1,2}[./] ?\d{4}|\d{4}(-\d\d){0,2}")
"""One date without a word, which editions write in many ways."""

_INFERRED = frozenset({"conjecture", "internal", "external"})
_LETTERS = frozenset("letter brief lettre carta lettera epistle epistula telegram postcard".split())

MOST_OF_ONE = 3
"""Descriptions of one letter: of a draft and a copy, say, or of two who wrote it."""

Records = dict[str, etree._Element]
"""The entries of lists of people, by their `xml:id`."""


class Correspondent(Struct, frozen=True):
    """Who sent or received a letter."""

    name: str
    filed: str
    key: str
    """What tells them from others: what the name points at, or else the name."""


class Letter(Struct):
    """One letter, with what its header says of it."""

    element: etree._Element
    """The `text` or the division that is the letter."""
    description: etree._Element
    senders: list[Correspondent] = field(default_factory=list)
    recipients: list[Correspondent] = field(default_factory=list)
    sent_from: str = ""
    sent_to: str = ""
    date: str = ""
    """In words, as headings show it."""
    day: str = ""
    """In the form of ISO 8601, for the order; empty where it is not known."""
    target: str = ""
    """The `xml:id` of its heading."""
    title: str = ""
    """The editors' own title, where it says more than the description."""

    def address(self, language: str) -> str:
        """Say who wrote to whom: `Ann Field to John Mill`."""
        return _to(_names(self.senders), _names(self.recipients), language)

    def heading(self, language: str) -> str:
        """Say who wrote to whom, and when."""
        return self.title or ", ".join(filter(None, (self.address(language), self.date)))

    def way(self, language: str) -> str:
        """Say from where to where it went: `London to Paris`; the one place that is known."""
        places = (self.sent_from, self.sent_to)
        if all(places) and places[0] != places[1]:
            return _to(*places, language)
        return self.sent_from


def _to(sender: str, recipient: str, language: str) -> str:
    if not recipient:
        return sender
    return word("letter_to", language).format(sender=sender or "[…]", recipient=recipient)


def _names(people: list[Correspondent]) -> str:
    return ", ".join(person.name for person in people)


def letters_of(root: etree._Element, language: str) -> list[Letter]:
    """List the letters of a manuscript, in the order of its texts."""
    found, people = [], _people_by_id(root)
    for text in outermost_texts(root):
        around = text.getparent()
        header = around.find(tei("teiHeader")) if around is not None else None
        descriptions = [] if header is None else list(header.iter(tei("correspDesc")))
        found += [
            _read(element, description, people, language)
            for element, description in _matched(text, descriptions)
        ]
    return [letter for letter in found if letter.senders or letter.recipients or letter.day]


def _matched(
    text: etree._Element, descriptions: list[etree._Element]
) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Pair a text, or its divisions, with the descriptions in its header."""
    if len(descriptions) == 1:
        yield text, descriptions[0]
        return
    divisions = [e for e in text.iter(tei("div")) if _is_letter(e)]
    declared = {name: e for e in text.iter(tei("div")) for name in _ids(e.get("decls"))}
    declared |= {e.get(XML_ID) or "": e for e in text.iter(tei("div")) if e.get(XML_ID)}
    in_order = len(divisions) == len(descriptions)
    matched = list(_by_divisions(descriptions, divisions if in_order else [], declared))
    yield from matched
    if not matched and len(divisions) < 2 and 1 < len(descriptions) <= MOST_OF_ONE:
        yield text, descriptions[0]


def _by_divisions(
    descriptions: list[etree._Element],
    in_order: list[etree._Element],
    declared: dict[str, etree._Element],
) -> Iterator[tuple[etree._Element, etree._Element]]:
    for number, description in enumerate(descriptions):
        names = [description.get(XML_ID) or "", *_ids(description.get("corresp"))]
        element = next((declared[name] for name in names if name in declared), None)
        if element is None and in_order:
            element = in_order[number]
        if element is not None:
            yield element, description


def _is_letter(division: etree._Element) -> bool:
    words = f"{division.get('type') or ''} {division.get('subtype') or ''}".lower().split()
    return not _LETTERS.isdisjoint(words) and kind_of(division).name != ""


def _ids(pointers: str | None) -> list[str]:
    return [one.rpartition("#")[2] for one in split_pointers(pointers)]


def _people_by_id(root: etree._Element) -> Records:
    """List the entries that a description may point at; of two with one name the first counts."""
    entries = [e for e in root.iter(tei("person"), tei("org")) if e.get(XML_ID)]
    return {e.get(XML_ID) or "": e for e in reversed(entries)}


def _read(
    element: etree._Element, description: etree._Element, people: Records, language: str
) -> Letter:
    letter = Letter(element, description)
    sent, received = _action(description, _SENT), _action(description, _RECEIVED)
    if sent is None and received is None:
        sent, received = _old_actions(description)
        people = {}  # what stands in such elements names its people itself
    if sent is not None:
        letter.senders, letter.sent_from = _people(sent, people, language), _place(sent)
    if received is not None:
        letter.recipients, letter.sent_to = _people(received, people, language), _place(received)
    dated = next((e for e in (sent, received) if e is not None and _date(e) is not None), None)
    date = _date(dated) if dated is not None else None
    if date is not None:
        letter.day = next((date.get(name) or "" for name in _EARLIEST if date.get(name)), "")
        letter.date = _bracketed(date, _date_in_words(date, letter.day, language))
    return letter


def _action(description: etree._Element, kinds: frozenset[str]) -> etree._Element | None:
    actions = description.iter(tei("correspAction"))
    return next((e for e in actions if (e.get("type") or "").lower() in kinds), None)


def _old_actions(
    description: etree._Element,
) -> tuple[etree._Element | None, etree._Element | None]:
    """Read the elements that were proposed before `correspAction`: `sender`, `addressee` ..."""
    made = []
    for end, person in (("Sender", "sender"), ("Addressee", "addressee")):
        action = etree.Element(tei("correspAction"))
        for name in (person, f"place{end}", f"date{end}"):
            action.extend(copy.deepcopy(list(description.iter(tei(name)))))
        made.append(action if len(action) else None)
    return made[0], made[1]


def _people(action: etree._Element, known: Records, language: str) -> list[Correspondent]:
    found = []
    for element in action.iter(*_NAMES):
        if next(element.iterancestors(*_NAMES, *_PLACES), None) is not None:
            continue
        pointer = fold(element.get("ref") or element.get("key") or "")
        name = read_name(element, language)
        record = None if name.displayed else known.get(pointer.rpartition("#")[2])
        name = name if record is None else read_name(record, language)
        if name.displayed:
            filed = name.filed or name.displayed
            found.append(Correspondent(name.displayed, filed, pointer or filed))
    return found


def _place(action: etree._Element) -> str:
    element = next(action.iter(*_PLACES), None)
    words = fold("".join(map(str, element.itertext(etree.Element)))) if element is not None else ""
    return _bracketed(element, words) if element is not None else ""


def _date(action: etree._Element) -> etree._Element | None:
    return next(action.iter(tei("date")), None)


def _date_in_words(date: etree._Element, day: str, language: str) -> str:
    words = fold("".join(map(str, date.itertext(etree.Element))))
    if words and not _FIGURES.fullmatch(words):
        return words
    if words and not day:
        return date_in_words(words, language)
    last = next((date.get(name) or "" for name in _LATEST if date.get(name)), "")
    ends = [date_in_words(each, language) for each in (day, last) if each]
    return "–".join(dict.fromkeys(ends))


def _bracketed(element: etree._Element, words: str) -> str:
    """Put in brackets what the editors have inferred (Chicago 11.66)."""
    is_inferred = (element.get("evidence") or "").lower() in _INFERRED
    return f"[{words}]" if is_inferred and words and not words.startswith("[") else words


def same_document(letter: Letter) -> str:
    """Return the `xml:id` by which other letters name the one that is a whole TEI document."""
    around = letter.element.getparent()
    return (around.get(XML_ID) or "") if around is not None and local_name(around) == "TEI" else ""
