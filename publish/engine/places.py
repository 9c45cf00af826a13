"""Where each printed line is in the text: laid-out text boxes -> block id and offset.

WeasyPrint tells of a text box which element it came from, not which of its characters. The
boxes of one element come in order, though, so counting characters within each element finds the
place; white space, which layout folds, is not counted, and a hyphen set at a line's end is not
in the text.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from publish.engine.tree import parents_of
from publish.model.lazy_pattern import lazy_pattern

NAMEABLE = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li dt dd td th caption figcaption figure blockquote section aside "
    "article header footer nav ol ul dl table pre hgroup".split()
)
"""Blocks by whose id a line may be placed."""

SOURCE_LENGTH = "data-source-length"
"""Set on an element whose words print replaces: the length of those in the XHTML part."""

CONTINUES = "data-continues"
"""Set on a further piece of a note or paragraph: the id of the whole."""

OFFSET = "data-offset"
"""Set on a further piece of a note or paragraph: where in the whole's text it begins."""

UNCOUNTED = frozenset(chr(code) for code in range(0x3001) if chr(code).isspace()) | frozenset(
    "\xad\u200b\u2060\ufeff"
)
"""White space and characters that show nothing; layout may fold or drop them."""

_DROP = str.maketrans(dict.fromkeys(UNCOUNTED, ""))
_COUNTED = lazy_pattern(f"[^{re.escape(''.join(sorted(UNCOUNTED)))}]+")
HYPHENS = "\u2010-"


class TextPlace(Struct, frozen=True):
    """A character: the block that has an id, the offset in its text, whether in a note."""

    block: str
    offset: int
    is_note: bool
    note: str = ""
    """The label of that note."""


class _Own(Struct):
    """The text that is directly an element's: its counted characters and the place of each."""

    letters: str = ""
    places: array[int] = field(default_factory=lambda: array("L"))
    read: int = 0

    def add(self, text: str | None, start: int, *, is_one_place: bool = False) -> None:
        if not text:
            return
        counted = text.translate(_DROP)
        self.letters += counted
        if is_one_place:
            self.places.extend([start] * len(counted))
            return
        for run in _COUNTED.finditer(text):
            self.places.extend(range(start + run.start(), start + run.end()))

    def take(self, printed: str) -> int | None:
        """Read on by one printed text; return the place of its first character."""
        letters = printed.translate(_DROP)
        if not letters:
            return None
        first = self.read
        self.read += len(letters)
        if letters[-1] in HYPHENS and self.letters[self.read - 1 : self.read] != letters[-1]:
            self.read -= 1
        return self.places[first] if first < len(self.places) else None


class Places:
    """The places of all characters below a root, and how far each element has been read."""

    def __init__(self, root: Element) -> None:
        """Number the characters: one count for the running text, one more for each note."""
        self._own: dict[Element, _Own] = {}
        self._begins: dict[Element, int] = {}
        self._owner: dict[Element, Element | None] = {}
        self._noted: dict[Element, str] = {}
        """What stands in notes, with the note's label."""
        notes = {e for e in root.iter("aside") if "note" in e.get("class", "").split()}
        for counted in (root, *notes):
            self._number(counted, notes)
        self._name_owners(root, notes)

    def _number(self, root: Element, notes: set[Element]) -> None:
        count = int(root.get(OFFSET, "0"))
        pending: list[tuple[Element, Element | None]] = [(root, None)]
        while pending:
            element, tail_of = pending.pop()
            if tail_of is not None:
                self._own[element].add(tail_of.tail, count)
                count += len(tail_of.tail or "")
                continue
            own = self._own[element] = _Own()
            begun = count - int(element.get(OFFSET, "0"))
            self._begins[element] = 0 if element is root else begun
            if _is_drawing(element) or _is_sign(element):
                count += sum(len(part) for part in element.itertext())
                continue
            length = element.get(SOURCE_LENGTH)
            if length is not None:
                self._put_at(element, count, notes)
                count += int(length)
                continue
            own.add(element.text, count)
            count += len(element.text or "")
            for child in reversed(element):
                pending.append((element, child))
                if child not in notes:
                    pending.append((child, None))

    def _put_at(self, element: Element, place: int, notes: set[Element]) -> None:
        """Put all text inside an element at one place: print has put it there."""
        own = self._own[element] = _Own()
        self._begins[element] = place
        own.add(element.text, place, is_one_place=True)
        for child in element:
            if child not in notes:
                self._put_at(child, place, notes)
            own.add(child.tail, place, is_one_place=True)

    def _name_owners(self, root: Element, notes: set[Element]) -> None:
        parents = parents_of(root)
        labels = _labels(notes)
        for element in root.iter():
            parent = parents.get(element)
            if element in notes:
                name = element.get(CONTINUES) or element.get("id") or ""
                self._noted[element] = labels.get(name, "")
            elif parent in self._noted:
                self._noted[element] = self._noted[parent]
            above = self._owner[parent] if parent is not None else None
            is_named = element.tag in NAMEABLE and (element.get("id") or element.get(CONTINUES))
            self._owner[element] = element if is_named else above

    def read(self, element: Element, printed: str) -> TextPlace | None:
        """Take the next printed text of an element; None if nothing of it is the book's."""
        own = self._own.get(element)
        place = own.take(printed) if own else None
        owner = self._owner.get(element)
        if place is None or owner is None:
            return None
        block = owner.get("id") or owner.get(CONTINUES) or ""
        note = self._noted.get(element)
        offset = max(0, place - self._begins[owner])
        return TextPlace(block, offset, note is not None, note or "")

    def place_of(self, element: Element) -> TextPlace | None:
        """Return where an element begins in the text; None of one in no block with an id."""
        owner = self._owner.get(element)
        if owner is None or element not in self._begins:
            return None
        block = owner.get("id") or owner.get(CONTINUES) or ""
        offset = self._begins[element] - self._begins[owner]
        return TextPlace(block, max(0, offset), element in self._noted)

    def unread(self) -> dict[Element, str]:
        """Return the counted text that was never read: words the layout has lost."""
        return {
            element: own.letters[own.read :]
            for element, own in self._own.items()
            if own.read < len(own.letters)
        }


def _labels(notes: Iterable[Element]) -> dict[str, str]:
    """Map the ids of notes to their labels."""
    return {
        note.get("id", ""): (label.text or "").strip()
        for note in notes
        for label in note.iter("a")
        if label.get("class") == "note-label"
    }


def _is_drawing(element: Element) -> bool:
    """Tell whether an element's words are drawn, not set: those of SVG and MathML."""
    return element.tag.startswith("{")


def _is_sign(element: Element) -> bool:
    """Tell whether this is a link out of the book whose sign is for the screen (`print.css`)."""
    return "outward" in element.get("class", "").split()
