"""Read the references of a text that is cited by number from its `@n`, or as its header says.

Divisions, milestones, paragraphs, segments and verses carry numbers (TEI chapters 3.11.3, 3.11.4);
EpiDoc and CapiTainS call such divisions `textpart`. A header may say how they are to be read, in
`citeStructure` (TEI chapter 17.2.5.4).
"""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct, field

from publish.model.document import XML_ID, local_name, tei
from publish.model.edition import Edition
from publish.model.lazy_pattern import lazy_pattern
from publish.model.text_kind import TextKind
from publish.typeset.citations import Citations, Path, Shown
from publish.typeset.cite_structure import structured_places
from publish.typeset.survey import DIVISIONS, Survey, is_division
from publish.typeset.textparts import RANKS, VERSES, heading_of, is_number, is_small, unit_of

_IN_ID = lazy_pattern(r"[^\W\d_][\w.-]*_(\d+(?:[.,]\d+)+[a-z]?)")
_NUMBERED = frozenset(map(tei, "p ab seg lg l".split()))
_BLOCKS = frozenset(map(tei, "p ab".split()))
_APART = frozenset(
    map(tei, "note app front back head listBibl bibl biblStruct figure table cit fw".split())
)
_EMPTY = frozenset(map(tei, "pb lb cb milestone anchor fw".split()))
_WHOLE = frozenset("edition translation commentary apparatus bibliography".split())


def read_citations(root: etree._Element, seen: Survey, edition: Edition) -> Citations:
    """Read the references of a book; none where nothing says that it is cited by number."""
    found = Citations(work=_urn_of(seen))
    if not (is_cited(root) or edition.text.kind is TextKind.CITED_TEXT):
        return found
    structured = structured_places(root)
    for place, path in structured:
        found.enter(place, path, seen.by_id)
        if place.tag in _NUMBERED and not place.get("n"):
            _show(place, path[-1], found)
    in_ids = _is_in_ids(root)
    for text in seen.texts:
        _Reader(seen, found, has_structure=bool(structured), in_ids=in_ids).read(text)
    return found


def is_cited(root: etree._Element) -> bool:
    """Return whether a text, or its header, says that it is cited by number."""
    if next(root.iter(tei("cRefPattern"), tei("citeStructure")), None) is not None:
        return True
    if any(state.get("unit") in RANKS for state in root.iter(tei("refState"))):
        return True
    if _is_in_ids(root):
        return True
    for element in root.iter(tei("div"), tei("milestone"), tei("ab"), tei("seg")):
        if element.get("n") and (element.get("type") == "textpart" or unit_of(element) in VERSES):
            return True
    return False


def _is_in_ids(root: etree._Element) -> bool:
    """Return whether a header says that `xml:id` holds the references."""
    declared = root.iter(tei("refsDecl"))
    return "xml:id" in "".join(str(text) for e in declared for text in e.itertext(etree.Element))


def _urn_of(seen: Survey) -> str:
    divisions = (e for text in seen.texts for e in text.iter(tei("div")))
    names = (e.get("n") or e.get("{http://www.w3.org/XML/1998/namespace}base") for e in divisions)
    return next((name for name in names if name and name.startswith("urn:cts:")), "")


class _Reader(Struct):
    """One walk through one text."""

    seen: Survey
    found: Citations
    has_structure: bool
    """The header has named the places; numbers are shown, but no further places are read."""
    in_ids: bool
    """References are in `xml:id`, as in GRETIL: `Manu_1.1`."""
    inside: dict[etree._Element, Path | None] = field(default_factory=dict)
    """The way to each element that may hold places; None of one that is apart."""
    container: dict[etree._Element, etree._Element] = field(default_factory=dict)
    counted: dict[etree._Element, list[tuple[int, str]]] = field(default_factory=dict)
    """What milestones have counted in each container: their ranks and numbers."""
    is_headed: dict[etree._Element, bool] = field(default_factory=dict)
    """Which containers are headed by their numbers."""

    def read(self, text: etree._Element) -> None:
        """Enter the places of a text in reading order."""
        self.inside[text], self.container[text] = (), text
        for element in text.iterdescendants(etree.Element):
            around = element.getparent()
            path = self.inside.get(around) if around is not None else None
            if around is None or path is None or element.tag in _APART:
                self.inside[element] = None
                continue
            self.container[element] = self.container[around]
            self.inside[element] = path
            if element.tag == tei("milestone"):
                self._read_milestone(element)
            elif is_division(element):
                self._read_division(element, path)
            elif element.tag in _NUMBERED:
                self._read_block(element, path)

    def _enter(self, place: etree._Element, path: Path) -> None:
        if not self.has_structure:
            self.found.enter(place, path, self.seen.by_id)

    def _read_division(self, division: etree._Element, path: Path) -> None:
        number = (division.get("n") or "").strip()
        if (division.get("type") or "") in _WHOLE or not is_number(number):
            return
        own = self.inside[division] = _join(self._counted_path(division, path), number)
        self.container[division] = division
        self._enter(division, own)
        if is_small(division):
            _show(division, number, self.found)

    def _read_milestone(self, milestone: etree._Element) -> None:
        """Read a milestone; one of a larger unit than its division's counts across them."""
        unit, number = unit_of(milestone), (milestone.get("n") or "").strip()
        if unit not in RANKS or not is_number(number):
            return
        container = self.container[milestone]
        rank = RANKS[unit]
        own_rank = RANKS.get(unit_of(container), -1) if is_division(container) else -1
        is_large = own_rank >= rank
        self.found.placed.add(milestone)
        carrier = _block_behind(milestone)
        shown = Shown(number, milestone, is_large)
        numbers = self.found.shown.setdefault(milestone if carrier is None else carrier, [])
        numbers.insert(0 if is_large else len(numbers), shown)
        if is_large:
            return
        counted = [(r, n) for r, n in self.counted.get(container, []) if r < rank]
        self.counted[container] = [*counted, (rank, number)]
        path = self.inside[container] or ()
        self._enter(milestone, _join((*path, *(n for _, n in counted)), number))

    def _read_block(self, block: etree._Element, path: Path) -> None:
        """Read a paragraph, a stretch of it, a stanza or a verse."""
        number = (block.get("n") or "").strip()
        if not number and self.in_ids and block.tag != tei("l") and block.get(XML_ID):
            found = _IN_ID.fullmatch(block.get(XML_ID) or "")
            number = found[1].replace(",", ".") if found else ""
        if not is_number(number):
            return
        if block.tag == tei("l") and number.isdecimal():
            container = self.container[block]
            path = self.inside[container] or ()
        own = self.inside[block] = _join(self._counted_path(block, path), number)
        self._enter(block, own)
        container = self.container[block]
        if container not in self.is_headed:
            self.is_headed[container] = bool(heading_of(container, "en"))
        is_headed_above = self.is_headed[container]
        is_in_verse = (
            block.tag == tei("seg") and next(block.iterancestors(tei("l")), None) is not None
        )
        if not is_in_verse and not _holds_counted_lines(block):  # quarters of verses go unnumbered
            _show(block, own[-1] if is_headed_above else number, self.found)

    def _counted_path(self, element: etree._Element, path: Path) -> Path:
        around = element.getparent()
        container = self.container[around] if around is not None else element
        if path != self.inside.get(container):
            return path
        return (*path, *(number for _, number in self.counted.get(container, [])))


def _show(place: etree._Element, number: str, found: Citations) -> None:
    """Have a number set before the first words of a place, if those don't begin with it."""
    words = _first_words(place, len(number) + 1)
    if words.startswith(number) and not words[len(number) : len(number) + 1].isalnum():
        return
    carrier = _first_block(place)
    if carrier is None and is_division(place):
        carrier = place
    if carrier is not None:
        found.shown.setdefault(carrier, []).append(Shown(number, place))


def _first_words(place: etree._Element, least: int) -> str:
    """Return what the words of a place begin with; a book may be one."""
    words = ""
    for text in place.itertext(etree.Element):
        words = (words + str(text)).lstrip()
        if len(words) >= least:
            break
    return words


def _holds_counted_lines(block: etree._Element) -> bool:
    """Return whether a block is a verse, or a stanza of verses that are counted themselves."""
    return any((line.get("n") or "").isdecimal() or line is block for line in block.iter(tei("l")))


def _join(path: Path, number: str) -> Path:
    """Add a number to a way; one that holds the whole way, as `1.5` in chapter 1, is it."""
    whole = tuple(part for part in re.split(r"[.,:]", number) if part)
    return (
        whole if path and len(whole) > len(path) and whole[: len(path)] == path else (*path, number)
    )


def _block_behind(milestone: etree._Element) -> etree._Element | None:
    """Find the paragraph or verse that a milestone stands before, or right at the head of."""
    around, behind = milestone.getparent(), milestone.getnext()
    if around is not None and around.tag in _BLOCKS and _begins(milestone, around):
        return around
    if around is None or local_name(around) not in _HOLDERS or (milestone.tail or "").strip():
        return None
    while behind is not None and behind.tag in _EMPTY and not (behind.tail or "").strip():
        behind = behind.getnext()
    if behind is None or local_name(behind) not in _OPENING:
        return None
    return _first_block(behind)


def _begins(milestone: etree._Element, block: etree._Element) -> bool:
    if (block.text or "").strip():
        return False
    for before in block:
        if before is milestone:
            return True
        if before.tag not in _EMPTY or (before.tail or "").strip():
            return False
    return False


def _first_block(place: etree._Element) -> etree._Element | None:
    """Find what the words of a place begin in; None where it is no paragraph and no verse."""
    node = place
    while node.tag not in _BLOCKS | {tei("l"), tei("seg")}:
        if (node.text or "").strip():
            return None
        first = next((e for e in node if isinstance(e.tag, str) and e.tag not in _EMPTY), None)
        if first is None or first.tag in _APART or local_name(first) not in _OPENING:
            return None
        node = first
    return node


_HOLDERS = frozenset("body lg sp quote q said".split()) | DIVISIONS
_OPENING = frozenset("p ab l lg seg q quote said sp u s".split()) | DIVISIONS
