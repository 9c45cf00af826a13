"""Find the words in markup of each block of text, and what lies between two neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from publish.model.document import (
    HIDDEN_BESIDE,
    INLINE,
    OUT_OF_TEXT,
    TEI,
    local_name,
    tei,
    text_runs,
)

TOKENS = frozenset(f"{{{TEI}}}{name}" for name in ("w", "pc"))
_C = tei("c")
_BREAKS = frozenset(f"{{{TEI}}}{name}" for name in ("lb", "pb", "cb", "gb"))
_DATA = frozenset("linkGrp spanGrp interpGrp fs certainty precision".split())
"""What annotates words among them and says nothing itself."""


class Slot(Struct, frozen=True):
    """A place in the tree where white space may stand."""

    element: etree._Element
    is_tail: bool
    depth: int

    @property
    def text(self) -> str:
        """Return what stands there."""
        return (self.element.tail if self.is_tail else self.element.text) or ""

    def write(self, text: str) -> None:
        """Put something else there."""
        if self.is_tail:
            self.element.tail = text or None
        else:
            self.element.text = text or None


class Token(Struct, frozen=True):
    """A word or point in markup, and its words as they are shown."""

    element: etree._Element
    words: str

    @property
    def join(self) -> str:
        """Return the sides on which it touches its neighbours (TEI att.linguistic).

        Corpora of the Austrian Centre for Digital Humanities write `rend="glue"` for `join="left"`.
        """
        if "glue" in (self.element.get("rend") or "").split():
            return "left"
        return (self.element.get("join") or "").strip().lower()


class Gap(Struct):
    """What lies between two neighbouring tokens of a block."""

    before: Token
    after: Token
    slots: list[Slot] = field(default_factory=list)
    has_words: bool = False
    """Words without markup of their own stand between."""
    has_space_sign: bool = False
    """A space in markup, `<c> </c>`, stands between."""
    has_break: bool = False
    """A line end, or a break within a word, which settles the space itself."""
    has_page: bool = False
    """A page or column begins."""

    @property
    def space(self) -> str:
        """Return the white space that the file has here."""
        return "".join(slot.text for slot in self.slots)

    def write(self, space: str) -> None:
        """Write the space once, as far out as it can stand."""
        for slot in self.slots:
            slot.write("")
        if self.slots:
            min(self.slots, key=lambda slot: slot.depth).write(space)


def gaps_of(text: etree._Element) -> Iterator[list[Gap]]:
    """Yield the gaps of each block that has two tokens or more."""
    if next(text.iter(*TOKENS), None) is None:
        return
    pending = [text]
    while pending:
        walk = _Walk()
        walk.inside(pending.pop(), 0)
        if walk.gaps:
            yield walk.gaps
        pending.extend(reversed(walk.inner))


class _Walk(Struct):
    """Goes through one block; blocks and notes inside it are left for later."""

    gaps: list[Gap] = field(default_factory=list)
    inner: list[etree._Element] = field(default_factory=list)
    last: Token | None = None
    open: Gap | None = None

    def inside(self, element: etree._Element, depth: int) -> None:
        self._between(Slot(element, is_tail=False, depth=depth + 1))
        for child in element:
            self._child(child, depth)
            self._between(Slot(child, is_tail=True, depth=depth))

    def _child(self, child: etree._Element, depth: int) -> None:
        name = local_name(child)
        if child.tag in TOKENS:
            self._token(child)
        elif child.tag == _C and (child.text or "").isspace():
            if self.open:
                self.open.has_space_sign = True
                self.open.slots.append(Slot(child, is_tail=False, depth=depth + 1))
        elif not name or name in _DATA:
            return
        elif name in OUT_OF_TEXT or _is_hidden(child, name):
            self.inner.append(child)
        elif name in INLINE:
            if self.open and child.tag in _BREAKS:
                is_settled = name == "lb" or child.get("break") == "no"
                self.open.has_break = self.open.has_break or is_settled
                self.open.has_page = self.open.has_page or not is_settled
            self.inside(child, depth + 1)
        else:
            self.inner.append(child)
            if name != "note" and (len(child) or child.text):
                self.last = self.open = None

    def _token(self, element: etree._Element) -> None:
        _put_edges_outside(element)
        token = Token(element, _words_of(element))
        if self.open is not None:
            self.open.after = token
            self.gaps.append(self.open)
        self.last, self.open = token, Gap(token, token)

    def _between(self, slot: Slot) -> None:
        if self.open is None:
            return
        if slot.text.strip():
            self.open.has_words = True
        self.open.slots.append(slot)


def _is_hidden(element: etree._Element, name: str) -> bool:
    """Return whether a reading of `choice` gives way to one beside it."""
    others, parent = HIDDEN_BESIDE.get(name, ()), element.getparent()
    if not others or parent is None or local_name(parent) != "choice":
        return False
    return any(local_name(sibling) in others for sibling in parent)


def _put_edges_outside(token: etree._Element) -> None:
    """Take white space from a word's edges to behind and before it, and layout out of it."""
    if len(token) == 0:
        written = token.text or ""
        bare = written.strip()
        if bare and bare != written:
            token.text = bare
            _add_space(token, written)
        return
    if not any((text or "").strip() for text in _direct_texts(token)):
        token.text = None if "\n" in (token.text or "") else token.text
        for child in token:
            child.tail = None if "\n" in (child.tail or "") else child.tail


def _add_space(token: etree._Element, written: str) -> None:
    if written[-1:].isspace() and not (token.tail or "")[:1].isspace():
        token.tail = " " + (token.tail or "")
    before, parent = token.getprevious(), token.getparent()
    if not written[:1].isspace() or parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + " "
    else:
        parent.text = (parent.text or "") + " "


def _direct_texts(element: etree._Element) -> Iterator[str | None]:
    yield element.text
    for child in element:
        yield child.tail


def _words_of(token: etree._Element) -> str:
    if len(token) == 0:
        return token.text or ""
    run = next(text_runs(token), None)
    return run.text.strip() if run is not None else ""
