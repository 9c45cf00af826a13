"""Divide a manuscript into parts: what opens a new page, what runs on, what is a part page.

A part is a division that opens a page in print and a file in an EPUB. Manuscripts divide
themselves in every way (TEI chapter 4): a novel's parts and chapters, a play's acts, five
hundred one-page poems, a group of texts, a corpus of letters, one division around all, or none.
The level of the parts is chosen by what divisions call themselves and by how long they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from lxml import etree

from publish.house.division_types import NONE, Scale, kind_of
from publish.model.document import local_name, tei
from publish.model.publication import Matter
from publish.typeset.divisions import IDLE, SHORT_DIVISION, SHORT_PIECE, Divisions, Mode, length_of
from publish.typeset.headings import header_title, is_headed
from publish.typeset.note_plan import NotePlan
from publish.typeset.planned import LooseWords, Planned, name_parts
from publish.typeset.survey import Survey, is_division
from publish.typeset.textparts import heading_of

_OPENERS = frozenset("titlePage castList epigraph prologue epilogue imprimatur".split())
"""Elements that begin a part of their own where they stand beside divisions."""

_MATTERS = {"front": Matter.FRONT, "body": Matter.BODY, "back": Matter.BACK, "group": Matter.BODY}


class Planner:
    """The state of planning one book."""

    def __init__(self, survey: Survey, notes: NotePlan, *, each_opens: bool = False) -> None:
        """Measure nothing as yet.

        `each_opens` is whether every chapter opens a page, however short (`chapter_opens`:
        `recto`, `page`).
        """
        self.survey = survey
        self.notes = notes
        self.each_opens = each_opens
        self.parts: list[Planned] = []
        self.idle: list[etree._Element] = []
        """Page breaks and the like that wait for the part they open."""
        self.divisions = Divisions(notes, each_opens=each_opens)

    def plan(self) -> list[Planned]:
        """Plan the whole book."""
        self.divisions.find_dissolved()
        texts = self.survey.texts
        if len(texts) == 1:
            self._plan_text(texts[0], 1, None, None)
        else:
            self._plan_texts(texts, 1, None)
        if self.idle and self.parts:
            self.parts[-1].content += self.idle
        name_parts(self.parts)
        return self.parts

    # -- texts and groups ---------------------------------------------------------------------

    def _plan_texts(self, texts: list[etree._Element], level: int, parent: Planned | None) -> None:
        """Plan the texts of a corpus or a group."""
        sizes = [self.divisions.size(text) for text in texts]
        are_pieces = {kind_of(text).scale for text in texts} == {Scale.PIECE}
        limit = SHORT_PIECE if are_pieces else SHORT_DIVISION
        is_short = (len(texts) > 3 or are_pieces) and median(sizes) < limit
        runs_on = is_short and not self.each_opens
        for text in texts:
            if local_name(text) == "group":
                self._plan_container(text, Matter.BODY, level, parent)
            elif runs_on:
                self._run_on(text, text.getparent(), Matter.BODY, level, parent)
            elif self.divisions.is_taken_apart(text):
                self._plan_text(text, level, parent, Matter.BODY)
            else:
                self._add_whole(text, Matter.BODY, level, parent)

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
        if local_name(text) != "text" or not any(local_name(child) in _MATTERS for child in text):
            self._plan_container(text, matter or Matter.BODY, level, parent)
            return
        around = Matter.FRONT
        if matter is None and self.divisions.runs_on(text):
            matter = Matter.BODY
        for node in _nodes(text):
            name = "" if isinstance(node, str) else local_name(node)
            if isinstance(node, str) or name not in _MATTERS:
                self._add_loose(node, text, matter or around, level, parent)
            else:
                around = Matter.FRONT if name == "front" else Matter.BACK
                self._plan_container(node, matter or _MATTERS[name], level, parent)

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
            inner, modes = [], self.divisions.modes(container)
        starts = self.divisions.starts_of_flat_chapters(container) if not modes else set()
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
            made.is_virtual = not heading_of(division, "en")
            self.parts.append(made)
        else:
            self._plan_container(division, matter, level, parent)
            return
        self._plan_container(division, matter, min(6, level + 1), made)

    def _says_something_first(self, division: etree._Element) -> bool:
        """Return whether a division has words of its own before its first division."""
        for node in _nodes(division):
            if isinstance(node, str):
                return True
            if is_division(node):
                return False
            if local_name(node) not in IDLE:
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
        node: etree._Element | LooseWords,
        context: etree._Element,
        matter: Matter,
        level: int,
        parent: Planned | None,
        *,
        fresh: bool = True,
    ) -> bool:
        """Add what stands beside divisions to the part before it, or begin one; tell if it did."""
        if not isinstance(node, str) and local_name(node) in IDLE and not _says(node):
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


def _opens_part(node: etree._Element, parts: list[Planned]) -> bool:
    """Return whether a loose element begins a part: a title page, a cast list, a head."""
    name = local_name(node)
    if name in _OPENERS:
        return True
    if name != "head" or not parts:
        return False
    last = parts[-1]
    return last.whole or any(not isinstance(n, str) and is_division(n) for n in last.content)


def _nodes(container: etree._Element) -> Iterator[etree._Element | LooseWords]:
    """Yield an element's children and the words between them."""
    if container.text and not container.text.isspace():
        yield LooseWords.of(container, is_tail=False)
    for child in container:
        if isinstance(child.tag, str):
            yield child
        if child.tail and not child.tail.isspace():
            yield LooseWords.of(child, is_tail=True)


def _says(element: etree._Element) -> bool:
    return local_name(element) != "fw" and length_of(element) > 0
