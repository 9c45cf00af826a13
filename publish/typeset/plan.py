"""Divide a manuscript into parts: what opens a new page, what runs on, what is a part page.

A part is a division that opens a page in print and a file in an EPUB. Manuscripts divide
themselves in every way (TEI chapter 4): a novel's parts and chapters, a play's acts, five
hundred one-page poems, a group of texts, a corpus of letters, one division around all, or none.
The level of the parts is chosen by what divisions call themselves and by how long they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from statistics import median

from lxml import etree

from publish.document import TEI, local_name, tei
from publish.publication import Matter
from publish.typeset.headings import header_title, is_headed
from publish.typeset.kinds import NONE, Kind, Scale, kind_of
from publish.typeset.note_plan import NotePlan
from publish.typeset.survey import Survey, is_division

SHORT_CHAPTER = 2_000
"""Chapters shorter than this, in characters, run on: print would be half blank pages."""

SHORT_DIVISION = 4_000
"""The same for divisions that do not say what they are."""

SHORT_PIECE = 12_000
"""The same for poems, letters, scenes, entries: they run on until each is a long one."""

SMALL_WHOLE = 12_000
"""A division shorter than this is not taken apart."""

LARGE_WHOLE = 60_000
"""Divisions that do not say what they are are taken apart from this length on."""

_LENGTH = etree.XPath("string-length(.)")


def length_of(element: etree._Element) -> int:
    """Count the characters of all text inside an element."""
    return int(float(str(_LENGTH(element))))


_IDLE = frozenset("pb cb lb gb fw milestone anchor".split())
_OPENERS = frozenset("titlePage castList epigraph prologue epilogue imprimatur".split())
"""Elements that begin a part of their own where they stand beside divisions."""

_MATTERS = {"front": Matter.FRONT, "body": Matter.BODY, "back": Matter.BACK, "group": Matter.BODY}


class Mode(Enum):
    """What becomes of one division."""

    PART = "a part of its own"
    SPLIT = "a part page and parts behind it"
    RUN = "runs on with its neighbours in one part"
    DROP = "held notes only, which have gone elsewhere"


@dataclass(slots=True, eq=False)
class Planned:
    """One part as planned: what it is, and the nodes that it will show."""

    owner: etree._Element | None
    """The division that it is; None for a run of several or for loose words."""
    context: etree._Element
    """The element inside which it stands, for language and place."""
    kind: Kind
    matter: Matter
    level: int
    parent: Planned | None
    """The part below which the contents list it."""
    content: list[etree._Element | str] = field(default_factory=list)
    whole: bool = False
    """Show all that is inside the owner; else, `content` only."""
    heading: str = ""
    """A heading that the text lacks and its header has."""
    is_run: bool = False
    is_virtual: bool = False
    """Only a line of the contents, without a page."""
    name: str = ""


@dataclass(slots=True)
class Planner:
    """The state of planning one book."""

    survey: Survey
    notes: NotePlan
    parts: list[Planned] = field(default_factory=list)
    dissolved: set[etree._Element] = field(default_factory=set)
    """Divisions that hold nothing but notes shown elsewhere."""
    idle: list[etree._Element] = field(default_factory=list)
    """Page breaks and the like that wait for the part they open."""
    _sizes: dict[etree._Element, int] = field(default_factory=dict)

    def size(self, element: etree._Element) -> int:
        """Measure an element's text in characters, notes that go elsewhere not counted."""
        if element not in self._sizes:
            self._sizes[element] = length_of(element)
        return self._sizes[element]

    def plan(self) -> list[Planned]:
        """Plan the whole book."""
        self._find_dissolved()
        texts = self.survey.texts
        if len(texts) == 1:
            self._plan_text(texts[0], 1, None, None)
        else:
            self._plan_texts(texts, 1, None)
        if self.idle and self.parts:
            self.parts[-1].content += self.idle
        name_parts(self.parts)
        return self.parts

    def _find_dissolved(self) -> None:
        """Find the divisions that will be empty when notes have gone to their references."""
        for note in self.notes.moved:
            size = self.size(note)
            for ancestor in note.iterancestors():
                self._sizes[ancestor] = self.size(ancestor) - size
        around = {e: None for note in self.notes.moved for e in note.iterancestors()}
        for element in around:
            if is_division(element) and not _words_left(element, self.notes):
                self.dissolved.add(element)

    # -- texts and groups ---------------------------------------------------------------------

    def _plan_texts(self, texts: list[etree._Element], level: int, parent: Planned | None) -> None:
        """Plan the texts of a corpus or a group."""
        sizes = [self.size(text) for text in texts]
        runs_on = len(texts) > 3 and median(sizes) < SHORT_DIVISION
        for text in texts:
            if local_name(text) == "group":
                self._plan_container(text, Matter.BODY, level, parent)
            elif runs_on:
                self._run_on(text, text.getparent(), Matter.BODY, level, parent)
            elif self._is_taken_apart(text):
                self._plan_text(text, level, parent, Matter.BODY)
            else:
                self._add_whole(text, Matter.BODY, level, parent)

    def _is_taken_apart(self, text: etree._Element) -> bool:
        if text.find(tei("group")) is not None:
            return True
        if self.size(text) < LARGE_WHOLE:
            return False
        modes = [m for part in text for m in self._modes(part).values()]
        return Mode.PART in modes or Mode.SPLIT in modes

    def _plan_text(
        self,
        text: etree._Element,
        level: int,
        parent: Planned | None,
        matter: Matter | None,
    ) -> None:
        """Plan one text's front, body and back; `matter` overrides theirs inside a group."""
        if matter is not None:
            parent = self._open_inner_text(text, level, parent)
            level = min(6, level + 1) if parent is not None else level
        if local_name(text) != "text":
            self._plan_container(text, matter or Matter.BODY, level, parent)
            return
        for child in text:
            name = local_name(child)
            if name in _MATTERS:
                self._plan_container(child, matter or _MATTERS[name], level, parent)
            elif name:
                self._add_loose(child, text, matter or Matter.FRONT, level, parent)

    def _open_inner_text(
        self, text: etree._Element, level: int, parent: Planned | None
    ) -> Planned | None:
        """Make the line of the contents under which an inner text's parts stand."""
        title = header_title(text) or (text.get("n") or "")
        title_page = text.find(f"{tei('front')}/{tei('titlePage')}")
        if not title and title_page is None:
            return parent
        made = Planned(text, text, kind_of(text), Matter.BODY, level, parent, heading=title)
        made.is_virtual = True
        self.parts.append(made)
        return made

    # -- divisions ----------------------------------------------------------------------------

    def _plan_container(
        self, container: etree._Element, matter: Matter, level: int, parent: Planned | None
    ) -> None:
        """Plan what is inside a front, body, back, group, or a division taken apart."""
        if local_name(container) == "group":
            inner = [c for c in container if local_name(c) in {"text", "group"}]
            modes = dict.fromkeys(inner, Mode.PART)
        else:
            inner, modes = [], self._modes(container)
        starts = self._starts_of_flat_chapters(container) if not modes else set()
        fresh = True
        for node in _nodes(container):
            if isinstance(node, str) or node not in modes:
                if not isinstance(node, str) and (node in starts or _opens_part(node, self.parts)):
                    fresh = True
                if self._add_loose(node, container, matter, level, parent, fresh=fresh):
                    fresh = False
                continue
            fresh = False
            if inner:
                if node is inner[0]:
                    self._plan_texts(inner, level, parent)
            else:
                self._add_division(node, modes[node], matter, level, parent)

    def _add_division(
        self,
        division: etree._Element,
        mode: Mode,
        matter: Matter,
        level: int,
        parent: Planned | None,
    ) -> None:
        if mode is Mode.PART:
            self._add_whole(division, matter, level, parent)
        elif mode is Mode.RUN:
            self._run_on(division, division.getparent(), matter, level, parent)
        elif mode is Mode.SPLIT:
            self._split(division, matter, level, parent)

    def _split(
        self, division: etree._Element, matter: Matter, level: int, parent: Planned | None
    ) -> None:
        """Plan a part page for what a division says itself, and parts for its divisions."""
        kind = kind_of(division)
        made = Planned(division, division, kind, matter, level, parent)
        if self._says_something_first(division):
            made.content, self.idle = list(self.idle), []
            self.parts.append(made)
        elif kind.scale is Scale.PART and division.get("n"):
            made.is_virtual = True
            self.parts.append(made)
        else:
            self._plan_container(division, matter, level, parent)
            return
        self._plan_container(division, matter, min(6, level + 1), made)

    def _says_something_first(self, division: etree._Element) -> bool:
        """Tell whether a division has words of its own before its first division."""
        for node in _nodes(division):
            if isinstance(node, str):
                return True
            if is_division(node):
                return False
            if local_name(node) not in _IDLE:
                return True
        return False

    def _add_whole(
        self, owner: etree._Element, matter: Matter, level: int, parent: Planned | None
    ) -> None:
        context = owner.getparent()
        made = Planned(
            owner, owner if context is None else context, kind_of(owner), matter, level, parent
        )
        made.content, self.idle, made.whole = list(self.idle), [], True
        if local_name(owner) == "text" and not any(map(is_headed, owner.iter(etree.Element))):
            made.heading = header_title(owner)
        self.parts.append(made)

    def _run_on(
        self,
        division: etree._Element,
        context: etree._Element | None,
        matter: Matter,
        level: int,
        parent: Planned | None,
    ) -> None:
        """Add a short division to the run of those before it."""
        last = self.parts[-1] if self.parts else None
        if last is None or not last.is_run or last.parent is not parent or last.matter != matter:
            around = context if context is not None else division
            last = Planned(None, around, NONE, matter, level, parent, is_run=True)
            self.parts.append(last)
        last.content += [*self.idle, division]
        self.idle = []

    def _add_loose(
        self,
        node: etree._Element | str,
        context: etree._Element,
        matter: Matter,
        level: int,
        parent: Planned | None,
        *,
        fresh: bool = True,
    ) -> bool:
        """Add what stands beside divisions to the part before it, or begin one; tell if it did."""
        if not isinstance(node, str) and local_name(node) in _IDLE and not _says(node):
            self.idle.append(node)
            return False
        if not isinstance(node, str) and node in self.notes.moved:
            return False
        last = self.parts[-1] if self.parts else None
        if last is not None and last.owner is context and not last.is_virtual and not last.whole:
            pass
        elif fresh or last is None or last.is_virtual:
            kind = NONE if isinstance(node, str) else kind_of(node)
            last = Planned(None, context, kind, matter, level, parent)
            last.is_run = kind is NONE
            self.parts.append(last)
        last.content += [*self.idle, node]
        self.idle = []
        return True

    # -- how divisions are to be treated ------------------------------------------------------

    def _modes(self, container: etree._Element) -> dict[etree._Element, Mode]:
        """Decide for every division directly inside a container."""
        divisions = [child for child in container if is_division(child)]
        alive = [division for division in divisions if division not in self.dissolved]
        modes = {division: Mode.DROP for division in divisions if division in self.dissolved}
        alike: dict[str, list[int]] = {}
        for division in alive:
            alike.setdefault(kind_of(division).name, []).append(self.size(division))
        for division in alive:
            kind = kind_of(division)
            sizes = alike[kind.name]
            if self._splits(division, kind, is_only=len(alive) == 1):
                modes[division] = Mode.SPLIT
            elif self._opens_page(kind, sizes, container, len(alive)):
                modes[division] = Mode.PART
            else:
                modes[division] = Mode.RUN
        return modes

    def _opens_page(
        self, kind: Kind, sizes: list[int], container: etree._Element, siblings: int
    ) -> bool:
        """Tell whether divisions of one kind, of these lengths, each open a page."""
        if siblings == 1 or kind.scale is Scale.ACT:
            return True
        if kind.scale in {Scale.CHAPTER, Scale.PART}:
            return len(sizes) < 3 or median(sizes) >= SHORT_CHAPTER
        if local_name(container) in {"front", "back"} and len(sizes) < 4:
            return True
        limit = SHORT_PIECE if kind.scale is Scale.PIECE else SHORT_DIVISION
        return median(sizes) >= limit

    def _splits(self, division: etree._Element, kind: Kind, *, is_only: bool) -> bool:
        """Tell whether a division is taken apart into a part page and parts."""
        inner = [c for c in division if is_division(c) and c not in self.dissolved]
        size = self.size(division)
        if not inner or kind.scale is Scale.ACT or (size < SMALL_WHOLE and not is_only):
            return False
        scales = [kind_of(child).scale for child in inner]
        usual = max(dict.fromkeys(scales), key=scales.count)
        middle = median([self.size(child) for child in inner])
        if usual is Scale.ACT:
            return True
        if usual in {Scale.PART, Scale.CHAPTER}:
            return middle >= SHORT_CHAPTER
        if usual is Scale.PIECE:
            return size > LARGE_WHOLE and middle >= SHORT_PIECE
        if kind.scale is Scale.PART or is_only:
            return middle >= SHORT_DIVISION
        return kind.scale is Scale.UNKNOWN and size > LARGE_WHOLE and middle >= 2 * SHORT_DIVISION

    def _starts_of_flat_chapters(self, container: etree._Element) -> set[etree._Element]:
        """Find heads or milestones that divide a body without divisions into chapters."""
        for starts in (_flat_heads(container), _flat_milestones(container)):
            if len(starts) > 1 and self.size(container) / len(starts) >= SHORT_DIVISION:
                return set(starts)
        return set()


def _flat_heads(container: etree._Element) -> list[etree._Element]:
    """List heads with words between them."""
    found = []
    before = ""
    for child in container:
        name = local_name(child)
        if name == "head" and before != "head":
            found.append(child)
        if name and name not in _IDLE:
            before = name
    return found


def _flat_milestones(container: etree._Element) -> list[etree._Element]:
    units = {"chapter", "part", "book", "section", "canto", "act", "letter"}
    return [c for c in container.iterchildren(tei("milestone")) if c.get("unit") in units]


def _opens_part(node: etree._Element, parts: list[Planned]) -> bool:
    """Tell whether a loose element begins a part: a title page, a cast list, a head."""
    name = local_name(node)
    if name in _OPENERS:
        return True
    if name != "head" or not parts:
        return False
    last = parts[-1]
    return last.whole or any(not isinstance(n, str) and is_division(n) for n in last.content)


def _nodes(container: etree._Element) -> Iterator[etree._Element | str]:
    """Yield an element's children and the words between them."""
    if container.text and not container.text.isspace():
        yield container.text
    for child in container:
        if isinstance(child.tag, str):
            yield child
        if child.tail and not child.tail.isspace():
            yield child.tail


def _says(element: etree._Element) -> bool:
    return local_name(element) != "fw" and length_of(element) > 0


def _words_left(element: etree._Element, notes: NotePlan) -> bool:
    """Tell whether anything is left of a division without its head and the notes that move."""
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
            if name and name not in {"head", "fw"} and child not in notes.moved:
                pending.append(child)
    return False


def name_parts(parts: list[Planned]) -> None:
    """Name every part by its kind and number: the names hold as long as the structure does."""
    bases = [_base_name(part) for part in parts]
    width = {base: len(str(bases.count(base))) for base in bases}
    counts: dict[str, int] = {}
    for part, base in zip(parts, bases, strict=True):
        counts[base] = counts.get(base, 0) + 1
        if base == "chapter" or bases.count(base) > 1:
            part.name = f"{base}-{counts[base]:0{max(2, width[base])}d}"
        else:
            part.name = base


def _base_name(part: Planned) -> str:
    if part.is_virtual:
        return "group"
    if part.kind.name and part.kind.name not in {"piece", "scene"}:
        return part.kind.name.replace("_", "-")
    if part.matter is not Matter.BODY:
        return str(part.matter)
    return "text" if part.is_run else "chapter"


__all__ = ["TEI", "Mode", "Planned", "Planner"]
