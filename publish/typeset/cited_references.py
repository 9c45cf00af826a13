"""References by number that arrive at their places: `ref/@cRef`, or a `ref` that says `2.14.3`.

`cRefPattern` says how such a reference becomes an address (TEI chapter 17.2.5): of its own text by
the numbers that its pattern finds, of another's by what they are put into.
"""

from __future__ import annotations

from lxml import etree
from msgspec import Struct, field

from publish.house.header_patterns import HeaderPattern, read_pattern
from publish.model.document import XML_ID, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.citations import Citations
from publish.typeset.urls import remote_url

_LONGEST = 200
"""Characters of a reference; a pattern may take time that grows with their square, or worse."""

_LONGEST_SAID = 40
_SEVERAL = lazy_pattern(r"\w+[^\w\s–-]\s?\w*\d")
"""A number of a page or note is no reference; one by book and chapter has two numbers."""

_RISKY = lazy_pattern(r"[*+}][^)]*\)[*+{]")
"""A repeated group that repeats: such a pattern may take for ever."""


class CitedReferences(Struct):
    """How the references of one book are resolved."""

    citations: Citations
    patterns: list[HeaderPattern] = field(default_factory=list)

    @classmethod
    def of(cls, root: etree._Element, citations: Citations) -> CitedReferences:
        """Read the patterns of a header; one that is no regular expression is passed over."""
        found = cls(citations)
        for declared in root.iter(tei("cRefPattern")):
            written = declared.get("matchPattern") or ""
            if not written or _RISKY.search(written):
                continue
            pattern = read_pattern(declared, written)
            if pattern is not None:
                found.patterns.append(pattern)
        return found

    def place(self, pointer: etree._Element) -> etree._Element | None:
        """Find the place in the book that a `ref` or `ptr` without `@target` cites."""
        written = (pointer.get("cRef") or "").strip()
        if pointer.get("target") or len(written) > _LONGEST or not self.citations.paths:
            return None
        if written:
            found = self.citations.find(written)
            return self._by_pattern(written) if found is None else found
        words = " ".join("".join(map(str, pointer.itertext(etree.Element))).split())
        is_reference = len(words) <= _LONGEST_SAID and _SEVERAL.search(words)
        return self.citations.find(words) if is_reference else None

    def wanted(self, root: etree._Element) -> set[str]:
        """List the ids of the places that references of a book lead to."""
        places = map(self.place, root.iter(tei("ref"), tei("ptr")))
        names = self.citations.names
        return {p.get(XML_ID) or names[p] for p in places if p is not None}

    def address(self, pointer: etree._Element) -> str:
        """Return the address outside the book that a pattern makes of a `@cRef`; mostly none."""
        written = (pointer.get("cRef") or "").strip()
        for pattern in self.patterns if written and len(written) <= _LONGEST else ():
            match = pattern.matched.fullmatch(written)
            if match is not None and remote_url(pattern.replacement):
                return remote_url(pattern.filled(match))
        return ""

    def _by_pattern(self, written: str) -> etree._Element | None:
        for pattern in self.patterns:
            match = pattern.matched.fullmatch(written)
            if match is not None and pattern.replacement.startswith("#") and match.groups():
                place = self.citations.find(".".join(filter(None, match.groups())))
                if place is not None:
                    return place
        return None
