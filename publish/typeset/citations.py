"""The references by which places of a text are cited: `2.14.3`, book, chapter and verse.

Each is the way of numbers to a place (TEI chapter 3.11.4); in the output it is the place's id, and
references in the text arrive there. `citation_reader.py` reads them from a manuscript.
"""

from __future__ import annotations

from collections.abc import Container

from lxml import etree
from msgspec import Struct, field

from publish.model.document import XML_ID
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.ids import as_ncname

Path = tuple[str, ...]

_TOKEN = lazy_pattern(r"[^\W_]+")
_URN = lazy_pattern(r"(urn:cts:[^:]+:[^:]+):?(.*)")
_RANGE = lazy_pattern(r"\s*[-–—]\s*[^\W_].*")


class Shown(Struct, frozen=True):
    """A number to be set before the words of an element, and the place that it numbers."""

    number: str
    place: etree._Element
    is_large: bool = False
    """It counts by a larger unit than the numbers of the references: a chapter among sections."""


class Citations(Struct):
    """The references of one book; a text that is not cited by number has none."""

    paths: dict[etree._Element, Path] = field(default_factory=dict)
    """The way of numbers to each place, in reading order."""
    names: dict[etree._Element, str] = field(default_factory=dict)
    """The id of each in the output, where it has no `xml:id` of its own."""
    shown: dict[etree._Element, list[Shown]] = field(default_factory=dict)
    """The numbers to be set before the words of an element."""
    placed: set[etree._Element] = field(default_factory=set)
    """Milestones whose numbers are shown, by themselves or with the words behind them."""
    work: str = ""
    """The edition's own name, a CTS URN, before its references."""
    _places: dict[str, etree._Element] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)

    def enter(self, place: etree._Element, path: Path, taken: Container[str]) -> None:
        """Enter a place: of two texts with the same references the first has the plain ids.

        An id begins with a letter (XML Namespaces 1.0, NCName): `c2.14.3` where it has none itself.
        """
        self.paths[place] = path
        self._places.setdefault(_key(".".join(path)), place)
        if place.get(XML_ID):
            return
        written = ".".join(path)
        base = as_ncname(written if written[0].isalpha() else f"c{written}")
        name, number = base, 1
        while name in self._names or name in taken:
            number += 1
            name = f"{base}-{number}"
        self._names.add(name)
        self.names[place] = name

    def find(self, written: str) -> etree._Element | None:
        """Find the place that a reference cites: `2.14.3`, `Gen 1:5`, `2,14,3-5`, a CTS URN."""
        urn = _URN.fullmatch(written.strip())
        if urn is not None:
            if not self.work.startswith(urn[1]) and not urn[1].startswith(self.work or "-"):
                return None
            written = urn[2]
        found = self._places.get(_key(written))
        return self._places.get(_key(_RANGE.sub("", written))) if found is None else found


def _key(written: str) -> str:
    return ".".join(_TOKEN.findall(written.casefold()))
