"""What becomes of each division: a part of its own, a part page, or a run with its neighbours.

It is decided by what divisions call themselves and by how long they and their like are.
"""

from __future__ import annotations

from enum import Enum
from statistics import median

from lxml import etree
from msgspec import Struct, field

from publish.house.division_types import Kind, Scale, kind_of
from publish.model.document import local_name, tei
from publish.typeset.headings import is_headed
from publish.typeset.note_plan import NotePlan
from publish.typeset.note_shapes import is_mark
from publish.typeset.survey import is_division
from publish.typeset.textparts import is_cited_chapter, is_small

SHORT_CHAPTER = 2_000
"""Chapters shorter than this, in characters, run on: print would be half blank pages."""

SHORT_CITED_CHAPTER = 20_000
"""The same for chapters of verses or numbered sections, of a Bible or a classic: they run on."""

SHORT_DIVISION = 4_000
"""The same for divisions that do not say what they are."""

SHORT_PIECE = 12_000
"""The same for poems, letters, scenes, entries: they run on until each is a long one."""

SMALL_WHOLE = 12_000
"""A division shorter than this is not taken apart."""

LARGE_WHOLE = 60_000
"""Divisions that do not say what they are are taken apart from this length on."""

LONGEST_ARTICLE = 100_000
"""An article shorter than this, some forty pages, is no book of chapters: its sections run on."""

FEW_CHAPTERS = 12
"""So many may open pages though most are short, where the rest is as long as a large whole."""

_OF_BOOKS = tuple(map(tei, ("titlePage", "docTitle", "divGen", "castList", "msDesc")))
_BOOK_KINDS = frozenset("volume part chapter scene half_title title_page edition".split())

_ISSUES = frozenset({"issue", "newspaper"})
_OF_ISSUES = frozenset({"masthead", "column"})
"""Types of what an issue of a newspaper is made of."""

_LENGTH = etree.XPath("string-length(.)")


def length_of(element: etree._Element) -> int:
    """Count the characters of all text inside an element; of a transcript's, those that are said.

    Blocks of ISO 24624 hold glosses of their words, which are data.
    """
    if next(element.iter(tei("annotationBlock")), None) is not None:
        said = ("".join(map(str, each.itertext())).split() for each in element.iter(tei("u")))
        return sum(len(word) + 1 for words in said for word in words)
    return int(float(str(_LENGTH(element))))


IDLE = frozenset("pb cb lb gb fw milestone anchor".split())
"""Elements that open nothing: page breaks and the like."""


class Mode(Enum):
    """What becomes of one division."""

    PART = "a part of its own"
    SPLIT = "a part page and parts behind it"
    RUN = "runs on with its neighbours in one part"
    DROP = "held notes only, which have gone elsewhere"


def _is_stretch(division: etree._Element) -> bool:
    """Return whether a division without head or number is a stretch of one edited text (EpiDoc)."""
    around = division.getparent()
    is_named = is_headed(division) or bool(division.get("n"))
    return around is not None and around.get("type") == "edition" and not is_named


class Divisions(Struct):
    """The divisions of one book, measured; notes that go elsewhere do not count."""

    notes: NotePlan
    each_opens: bool = False
    """Whether every chapter opens a page, however short."""
    dissolved: set[etree._Element] = field(default_factory=set)
    """Divisions that hold nothing but notes shown elsewhere."""
    _sizes: dict[etree._Element, int] = field(default_factory=dict)

    def size(self, element: etree._Element) -> int:
        """Measure an element's text in characters, notes that go elsewhere not counted."""
        if element not in self._sizes:
            self._sizes[element] = length_of(element)
        return self._sizes[element]

    def find_dissolved(self) -> None:
        """Find the divisions that will be empty when notes have gone to their references."""
        for note in self.notes.moved:
            size = self.size(note)
            for ancestor in note.iterancestors():
                self._sizes[ancestor] = self.size(ancestor) - size
        around = {e: None for note in self.notes.moved for e in note.iterancestors()}
        for element in around:
            if is_division(element) and not _words_left(element, self.notes):
                self.dissolved.add(element)
                self.notes.emptied[element] = None
            elif _holds_notes_only(element, self.notes):
                self.notes.emptied[element] = None

    def is_taken_apart(self, text: etree._Element) -> bool:
        """Return whether a text of a corpus or group falls into parts of its own."""
        if text.find(tei("group")) is not None:
            return True
        if self.size(text) < LARGE_WHOLE:
            return False
        modes = [m for part in text for m in self.modes(part).values()]
        return Mode.PART in modes or Mode.SPLIT in modes

    def is_article(self, text: etree._Element | None) -> bool:
        """Return whether a text is an article, whose sections follow each other on the page.

        It has an abstract or references, no title page and no chapters, and is short.
        """
        if text is None or local_name(text) != "text" or self.each_opens:
            return False
        if self.size(text) > LONGEST_ARTICLE or next(text.iter(*_OF_BOOKS), None) is not None:
            return False
        kinds = [kind_of(e) for e in text.iterfind("*/*") if is_division(e)]
        if any(kind.name in _BOOK_KINDS or kind.scale is Scale.ACT for kind in kinds):
            return False
        has_references = text.find(f"{tei('back')}/{tei('listBibl')}") is not None
        return has_references or any(kind.name in {"abstract", "bibliography"} for kind in kinds)

    def runs_on(self, text: etree._Element | None) -> bool:
        """Return whether all of a text runs on: an article, or an issue of a newspaper."""
        return self.is_article(text) or self._is_issue(text)

    def _is_issue(self, text: etree._Element | None) -> bool:
        """Return whether a text is an issue: its articles follow each other below a masthead."""
        if text is None or local_name(text) != "text" or self.each_opens:
            return False
        if next(text.iter(tei("titlePage")), None) is not None:
            return False
        kinds = {
            (e.get(name) or "").lower()
            for e in text.iterfind("*/*")
            if is_division(e)
            for name in ("type", "subtype")
        }
        return text.get("type") in _ISSUES or not _OF_ISSUES.isdisjoint(kinds)

    def modes(self, container: etree._Element) -> dict[etree._Element, Mode]:
        """Decide for every division directly inside a container."""
        divisions = [child for child in container if is_division(child)]
        alive = [division for division in divisions if division not in self.dissolved]
        modes = {division: Mode.DROP for division in divisions if division in self.dissolved}
        if self.runs_on(container.getparent()):
            return {**modes, **dict.fromkeys(alive, Mode.RUN)}
        alike: dict[str, list[int]] = {}
        for division in alive:
            alike.setdefault(kind_of(division).name, []).append(self.size(division))
        for division in alive:
            kind = kind_of(division)
            sizes = alike[kind.name]
            if is_small(division) or self._is_of_short_edition(division) or _is_stretch(division):
                modes[division] = Mode.RUN
            elif self._splits(division, kind, is_only=len(alive) == 1):
                modes[division] = Mode.SPLIT
            elif self._is_to_open(division) or self._opens_page(kind, sizes, container, len(alive)):
                modes[division] = Mode.PART
            else:
                modes[division] = Mode.RUN
        return modes

    def _is_of_short_edition(self, division: etree._Element) -> bool:
        """Return whether a division belongs to an edition of a short text, such as an inscription.

        Text, apparatus, translation, commentary and bibliography of one stone stand side by side
        (EpiDoc Guidelines, document structure); a page for each would be a book of blank pages.
        """
        around = division.getparent()
        if around is None or self.size(around) >= SHORT_PIECE:
            return False
        kinds = [child.get("type") for child in around.iterchildren(tei("div"))]
        return len(kinds) > 1 and "edition" in kinds

    def _opens_page(
        self, kind: Kind, sizes: list[int], container: etree._Element, siblings: int
    ) -> bool:
        """Return whether divisions of one kind, of these lengths, each open a page."""
        if siblings == 1 or kind.scale is Scale.ACT:
            return True
        if kind.scale in {Scale.CHAPTER, Scale.PART}:
            return len(sizes) < 3 or _are_long(sizes, container)
        if local_name(container) in {"front", "back"} and len(sizes) < 4:
            return True
        limit = SHORT_PIECE if kind.scale is Scale.PIECE else SHORT_DIVISION
        return median(sizes) >= limit

    def _is_to_open(self, division: etree._Element) -> bool:
        """Return whether a division opens a page because the edition wants all chapters to.

        So does one that holds a generated list.

        One that does not say what it is is a chapter if it has a head and stands where chapters
        do: in a text's body, or in a part.
        """
        kind = kind_of(division)
        if division.find(tei("divGen")) is not None:
            return True
        if not self.each_opens or kind.scale is Scale.PIECE:
            return False
        around = division.getparent()
        if kind.scale is not Scale.UNKNOWN or around is None:
            return True
        is_in_place = not is_division(around) or kind_of(around).scale is Scale.PART
        return is_in_place and is_headed(division)

    def _holds_chapters(self, division: etree._Element, inner: list[etree._Element]) -> bool:
        """Return whether a division has to be taken apart so that its chapters can open pages."""
        kind = kind_of(division)
        if not self.each_opens:
            return False
        if any(kind_of(child).scale in {Scale.PART, Scale.CHAPTER} for child in inner):
            return kind.scale in {Scale.PART, Scale.UNKNOWN}
        return kind.scale is Scale.PART and any(is_headed(child) for child in inner)

    def _splits(self, division: etree._Element, kind: Kind, *, is_only: bool) -> bool:
        """Return whether a division is taken apart into a part page and parts."""
        inner = [c for c in division if is_division(c) and c not in self.dissolved]
        size = self.size(division)
        if self._holds_chapters(division, inner):
            return True
        if not inner or all(map(is_small, inner)) or self._is_all_of(division, kind, inner):
            return False
        if kind.scale is Scale.ACT or (size < SMALL_WHOLE and not is_only):
            return False
        scales = [kind_of(child).scale for child in inner]
        usual = max(dict.fromkeys(scales), key=scales.count)
        sizes = [self.size(child) for child in inner]
        middle = median(sizes)
        if usual is Scale.ACT:
            return True
        if usual in {Scale.PART, Scale.CHAPTER}:
            return _are_long(sizes, division)
        if usual is Scale.PIECE:
            return size > LARGE_WHOLE and middle >= SHORT_PIECE
        if kind.scale is Scale.PART or is_only:
            return middle >= SHORT_DIVISION
        return kind.scale is Scale.UNKNOWN and size > LARGE_WHOLE and middle >= 2 * SHORT_DIVISION

    def _is_all_of(self, division: etree._Element, kind: Kind, inner: list[etree._Element]) -> bool:
        """Return whether one division without a heading is all that another one heads.

        A page for its title, a blank one, and a text without a title would come of it; so it is
        with the sessions in which a letter was written, and with any piece in parts without names.
        """
        if kind.scale is Scale.PIECE and is_headed(division) and not any(map(is_headed, inner)):
            return True
        if len(inner) > 1 or kind.scale is Scale.PART or not is_headed(division):
            return False
        return kind_of(inner[0]).scale is Scale.UNKNOWN and not is_headed(inner[0])

    def starts_of_flat_chapters(self, container: etree._Element) -> set[etree._Element]:
        """Find heads or milestones that divide a body without divisions into chapters."""
        for starts in (_flat_heads(container), _flat_milestones(container)):
            is_long = self.size(container) >= SHORT_DIVISION * len(starts)
            if len(starts) > 1 and (is_long or self.each_opens):
                return set(starts)
        return set()


def _are_long(sizes: list[int], container: etree._Element) -> bool:
    """Return whether the chapters in a division are long enough to open pages.

    Most are, or a few short ones stand beside some that are all of a book: an invocation of two
    lines before the text, a colophon behind it.
    """
    short = _short_chapter(container)
    are_few = len(sizes) <= FEW_CHAPTERS
    return median(sizes) >= short or (are_few and sum(sizes) >= LARGE_WHOLE + short * len(sizes))


def _short_chapter(container: etree._Element) -> int:
    """Return how long the chapters that a division holds have to be to open pages."""
    first = next((child for child in container if is_division(child)), None)
    is_cited = first is not None and is_cited_chapter(first)
    return SHORT_CITED_CHAPTER if is_cited else SHORT_CHAPTER


def _flat_heads(container: etree._Element) -> list[etree._Element]:
    """List heads with words between them."""
    found = []
    before = ""
    for child in container:
        name = local_name(child)
        if name == "head" and before != "head":
            found.append(child)
        if name and name not in IDLE:
            before = name
    return found


def _flat_milestones(container: etree._Element) -> list[etree._Element]:
    units = {"chapter", "part", "book", "section", "canto", "act", "letter"}
    return [c for c in container.iterchildren(tei("milestone")) if c.get("unit") in units]


def _words_left(element: etree._Element, notes: NotePlan) -> bool:
    """Return whether anything is left of a division without its head and the notes that move."""
    pending = [element]
    while pending:
        node = pending.pop()
        if (node.text or "").strip() and local_name(node):
            return True
        for child in node:
            if (child.tail or "").strip():
                return True
            name = local_name(child)
            if name in {"graphic", "formula", "ptr"}:
                return True
            if name and name not in {"head", "fw"} and not _is_gone(child, notes):
                pending.append(child)
    return False


def _holds_notes_only(element: etree._Element, notes: NotePlan) -> bool:
    """Return whether a paragraph or list will be empty; what marks a page stays, and so does it.

    The heading of a list of entries goes with them.
    """
    name = local_name(element)
    if name not in {"p", "ab", "list", "listApp"} or _words_left(element, notes):
        return False
    if name == "listApp":
        return True
    return next(element.iter(tei("pb"), tei("head")), None) is None


def _is_gone(element: etree._Element, notes: NotePlan) -> bool:
    """Return whether an element is a note that moves, or the number before one."""
    if local_name(element) != "label":
        return element in notes.moved
    after = next((e for e in element.itersiblings() if local_name(e)), None)
    if after is None or not is_mark(element):
        return False
    return after in notes.moved or any(note in notes.moved for note in after.iter(tei("note")))
