"""Look over the whole manuscript once: its texts, its ids, its pointers, its languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree
from msgspec import Struct, field

from publish.house.language.tag import direction_of, language_tag
from publish.model.document import (
    TEI,
    XML,
    XML_ID,
    XML_LANG,
    Document,
    local_name,
    standoff_notes,
    tei,
)
from publish.typeset.pointing import ids_in, split_pointers
from publish.typeset.urls import remote_url

_IDS = etree.XPath("descendant-or-self::*[@xml:id]", namespaces={"xml": XML})
_COUNTED = tuple(tei(name) for name in ("l", "p", "ab", "seg", "item", "div"))
_LANGS = etree.XPath("descendant-or-self::*/@xml:lang", namespaces={"xml": XML})

DIVISIONS = frozenset(["div", *(f"div{number}" for number in range(8))])
"""Numbered and unnumbered divisions (TEI chapter 4.1.1; `div0` is TEI P4's)."""


class Survey(Struct):
    """What rules must know of places they have not come to yet."""

    texts: list[etree._Element]
    """The `text` elements that are not inside another."""
    by_id: dict[str, etree._Element]
    """The first element with each xml:id, in the texts and in the notes that stand off."""
    pointers: list[etree._Element]
    """Every `ref` and `ptr` with a target, in reading order."""
    languages: set[str]
    file_name: str
    outside: dict[str, etree._Element] = field(default_factory=dict)
    """What has an id in headers and stand-off data, which the book does not show."""
    standoff: list[etree._Element] = field(default_factory=list)
    """Notes and entries of an apparatus in `standOff`, tied to the texts or to nothing."""
    bare_addresses: int = 0
    """The pointers to the web that have no words."""
    _place: dict[etree._Element, int] = field(default_factory=dict)
    _abbreviated: dict[str, str] | None = None
    _numbered: dict[str, etree._Element | None] | None = None

    def place_of(self, element: etree._Element) -> int:
        """Tell which of the elements with an id this one is, in reading order."""
        if not self._place:
            self._place = {known: place for place, known in enumerate(self.by_id.values())}
        return self._place.get(element, 0)

    def numbered(self, reference: str) -> etree._Element | None:
        """Find the line or paragraph that a reference such as `12` or `3.12` counts to.

        None where several have that number (TEI chapter 13.2.2).
        """
        numbers = re.findall(r"\w*\d\w*", reference)
        if not numbers:
            return None
        if self._numbered is None:
            self._numbered = {}
            for element in (e for text in self.texts for e in text.iter(*_COUNTED)):
                path = [e.get("n") or "" for e in (element, *element.iterancestors())]
                path = [number.strip() for number in path if number.strip()]
                for depth in range(1, len(path) + 1) if element.get("n") else ():
                    key = ".".join(reversed(path[:depth]))
                    self._numbered[key] = None if key in self._numbered else element
        return self._numbered.get(".".join(numbers))

    def abbreviation_of(self, pointer: str) -> str:
        """Return how the text's bibliography abbreviates the work that a pointer names.

        EpiDoc's `<bibl n="IPS"><ptr target="bib:Aiyar1929"/></bibl>`; empty where it does not.
        """
        if self._abbreviated is None:
            self._abbreviated = {}
            for text in self.texts:
                for work in text.iter(tei("bibl")):
                    for inner in work.iterchildren(tei("ptr")) if work.get("n") else ():
                        target = inner.get("target") or ""
                        self._abbreviated.setdefault(target, work.get("n") or "")
        return self._abbreviated.get(pointer, "")

    def described(self, identifier: str, *names: str) -> etree._Element | None:
        """Find what a header, or else the text, says of a look, a character, a witness, a person.

        `names` are the elements that are meant.
        """
        found = self.outside.get(identifier)
        if found is None:
            found = self.by_id.get(identifier)
        return found if found is not None and local_name(found) in names else None

    def local_id(self, target: str) -> str:
        """Return the id inside this manuscript that one target names; empty for any other."""
        return next(iter(ids_in(target, self.by_id, self.file_name)), "")

    def targets(self, pointer: etree._Element, attribute: str = "target") -> list[str]:
        """List the local ids that an element points at."""
        written = split_pointers(pointer.get(attribute))
        return [name for one in written for name in ids_in(one, self.by_id, self.file_name)]

    def has_both_directions(self) -> bool:
        """Return whether some of the text runs from left to right and some from right to left."""
        return len({direction_of(language) for language in self.languages}) > 1


def survey(document: Document) -> Survey:
    """Look over a document; headers are looked at for ids only."""
    root = document.root
    texts = outermost_texts(root)
    by_id: dict[str, etree._Element] = {}
    pointers: list[etree._Element] = []
    languages = {root.get(XML_LANG) or ""}
    standoff = standoff_notes(root)
    for text in [*texts, *standoff]:
        for element in _with_ids(text):
            by_id.setdefault(element.get(XML_ID) or "", element)
        pointers += text.iter(tei("ref"), tei("ptr"))
        languages |= {str(lang) for lang in cast("list[str]", _LANGS(text))}
    languages = {tag for tag in map(language_tag, languages) if tag}
    outside: dict[str, etree._Element] = {}
    for element in _with_ids(root):
        if element.get(XML_ID) not in by_id:
            outside.setdefault(element.get(XML_ID) or "", element)
    for code, person in _coded_speakers(root):
        outside.setdefault(code, person)
    pointers = [pointer for pointer in pointers if pointer.get("target")]
    bare = sum(1 for pointer in pointers if _is_bare_address(pointer))
    return Survey(texts, by_id, pointers, languages, document.path.name, outside, standoff, bare)


def _coded_speakers(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield speakers with the codes of their tiers, which TeiCorpo keeps in `altGrp`."""
    for alternative in root.iter(tei("alt")):
        person = next(alternative.iterancestors(tei("person"), tei("personGrp")), None)
        if person is not None and alternative.get("type"):
            yield alternative.get("type") or "", person


def _is_bare_address(pointer: etree._Element) -> bool:
    if not remote_url(pointer.get("target") or ""):
        return False
    return not any(str(words).strip() for words in pointer.itertext())


def _with_ids(root: etree._Element) -> list[etree._Element]:
    return cast("list[etree._Element]", _IDS(root))


def outermost_texts(root: etree._Element) -> list[etree._Element]:
    """List the `text` elements below TEI and teiCorpus; a root of another kind is its own text."""
    found: list[etree._Element] = []
    pending = [root]
    while pending:
        element = pending.pop()
        name = local_name(element)
        if name == "text":
            found.append(element)
        elif name in {"TEI", "teiCorpus", "TEI.2"}:
            pending.extend(reversed(element))
    return found or ([] if local_name(root) in {"TEI", "teiCorpus", "TEI.2"} else [root])


def is_division(element: etree._Element) -> bool:
    """Return whether this is a `div` of any kind."""
    tag = element.tag
    return (
        isinstance(tag, str)
        and tag.startswith(f"{{{TEI}}}div")
        and local_name(element) in (DIVISIONS)
    )
