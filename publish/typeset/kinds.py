"""Which kind of text a document is taken for: the first row of `kinds.toml` that holds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import cast

import tomli
from lxml import etree
from msgspec import Struct

from publish.model.document import local_name
from publish.model.text_kind import IndexOf, TextKind

FEWEST_CHARACTERS = 200
"""A body of fewer is a remark beside what the file is for."""

CHARACTERS_OF_1000_WORDS = 6000
"""About, in European languages, spaces included."""

_MOST_SHOWN = 2
"""Values of an attribute that are named."""

_WORDS = etree.XPath("normalize-space()")


class _Selector(Struct, frozen=True):
    """An element, or one whose attribute has one of some values."""

    name: str
    attribute: str = ""
    values: frozenset[str] = frozenset()

    def __str__(self) -> str:
        shown = sorted(self.values)[:_MOST_SHOWN]
        values = " or ".join([*shown, "the like"] if len(self.values) > _MOST_SHOWN else shown)
        return f"{self.name} of {self.attribute} {values}" if self.attribute else self.name

    def matches(self, element: etree._Element) -> bool:
        if not self.attribute:
            return True
        return not self.values.isdisjoint((element.get(self.attribute) or "").lower().split())


class _Row(Struct, frozen=True):
    """One way to tell a kind; what it does not state is not asked."""

    kind: TextKind
    called: str
    has_all: tuple[_Selector, ...] = ()
    has_any: tuple[_Selector, ...] = ()
    has_none: tuple[_Selector, ...] = ()
    several: tuple[_Selector, ...] = ()
    words_in: tuple[_Selector, ...] = ()
    share: float = 0
    most: float = 1
    counted: tuple[_Selector, ...] = ()
    per_thousand: float = 0
    no_words: bool = False
    indexes: tuple[str, ...] = ()


class Taken(Struct, frozen=True):
    """What a document is taken for, and what told it."""

    kind: TextKind
    called: str
    """The kind as a phrase: `a dictionary`."""
    why: str
    """What told it: `94% of its words are in entry`; empty where nothing was found."""
    indexes: tuple[IndexOf, ...] = ()
    """The indexes of names that such a text has, where the edition says nothing of them."""


def taken_for(root: etree._Element, wanted: TextKind = TextKind.AUTO) -> Taken:
    """Tell which kind of text a document is; what the edition says goes before all signs."""
    if wanted is not TextKind.AUTO:
        row = next(row for row in _rows() if row.kind is wanted)
        return _taken(row, "[text] kind says so")
    signs = _Signs(root)
    for row in _rows():
        why = signs.why(row)
        if why is not None:
            return _taken(row, why)
    raise AssertionError("the last row of kinds.toml asks nothing")


def _taken(row: _Row, why: str) -> Taken:
    return Taken(row.kind, row.called, why, tuple(map(IndexOf, row.indexes)))


class _Signs:
    """What is counted in one document, each thing once."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.matter, self.characters = _matter(root)

    def why(self, row: _Row) -> str | None:
        """Return what speaks for a row; None where something it asks does not hold."""
        if row.no_words and self.characters:
            return None
        if not all(self._has(one) for one in row.has_all) or any(map(self._has, row.has_none)):
            return None
        outside = (e for e in self._matching(row.several) if not _is_of_header(e))
        if row.several and next(islice(outside, 1, None), None) is None:
            return None
        found = [one for one in row.has_any if self._has(one)]
        if row.has_any and not found:
            return None
        reasons = [f"it has {one}" for one in (*row.has_all, *found)][:1]
        if row.words_in:
            share = self._share(row.words_in)
            if not row.share <= share <= row.most:
                return None
            reasons = [f"{share:.0%} of its words are in {self._names(row.words_in)}"]
        if row.counted:
            count = sum(1 for _ in self._matching(row.counted))
            if not count or count * CHARACTERS_OF_1000_WORDS < row.per_thousand * self.characters:
                return None
            reasons = [f"it has {count} {self._names(row.counted)}"]
        return reasons[0] if reasons else ""

    def _has(self, selector: _Selector) -> bool:
        return next(self._matching((selector,)), None) is not None

    def _names(self, selectors: tuple[_Selector, ...]) -> str:
        return " or ".join(str(one) for one in selectors if self._has(one))

    def _matching(self, selectors: tuple[_Selector, ...]) -> Iterator[etree._Element]:
        by_name: dict[str, list[_Selector]] = {}
        for selector in selectors:
            by_name.setdefault(selector.name, []).append(selector)
        for element in self.root.iter(*(f"{{*}}{name}" for name in by_name)):
            if any(one.matches(element) for one in by_name[local_name(element)]):
                yield element

    def _share(self, selectors: tuple[_Selector, ...]) -> float:
        """Measure how much of what is read is in such elements, the outermost alone."""
        read = set(self.matter)
        known: set[etree._Element] = set()
        inside = 0
        for element in self._matching(selectors):
            around = {element, *element.iterancestors()}
            if known.isdisjoint(around) and not read.isdisjoint(around):
                known.add(element)
                inside += _characters(element)
        return inside / self.characters if self.characters else 0


def _is_of_header(element: etree._Element) -> bool:
    return next(element.iterancestors("{*}teiHeader"), None) is not None


def _matter(root: etree._Element) -> tuple[list[etree._Element], int]:
    """List what tells a kind: the bodies, or everything but headers where they say next to nothing.

    Lists of persons and places at the back of a letter are often longer than the letter. The number
    is that of the characters.
    """
    bodies = list(root.iter("{*}body"))
    outermost = [body for body in bodies if next(body.iterancestors("{*}body"), None) is None]
    characters = sum(map(_characters, outermost))
    if characters >= FEWEST_CHARACTERS:
        return outermost, characters
    everything = list(_outside_headers(root))
    return everything, sum(map(_characters, everything))


def _outside_headers(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the outermost elements that neither are nor hold a header."""
    if local_name(element) in {"TEI", "teiCorpus", "TEI.2"}:
        for child in element:
            yield from _outside_headers(child)
    elif local_name(element) not in {"", "teiHeader"}:
        yield element


def _characters(element: etree._Element) -> int:
    return len(cast("str", _WORDS(element)))


@cache
def _rows() -> tuple[_Row, ...]:
    table = tomli.loads(Path(__file__).with_name("kinds.toml").read_text("utf-8"))
    return tuple(_row(row) for row in table["row"])


def _row(written: dict[str, object]) -> _Row:
    fields = {
        key: tuple(map(_selector if key != "indexes" else str, value))
        if isinstance(value, list)
        else value
        for key, value in written.items()
    }
    return _Row(**{**fields, "kind": TextKind(str(written["kind"]))})  # type: ignore[arg-type]


def _selector(written: str) -> _Selector:
    name, _, rest = written.partition("@")
    attribute, _, values = rest.partition("=")
    return _Selector(name, attribute, frozenset(values.split("|")) if rest else frozenset())
