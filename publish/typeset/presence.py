"""Which witnesses of a text are there at each entry of its apparatus.

A manuscript may begin late, break off and go on (`witStart`, `witEnd`, `lacunaStart`, `lacunaEnd`:
TEI chapter 13.1.5). Printed editions name at the head of a page's apparatus those that the page
has, as Corpus Christianorum does under *Trad. text.*
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from lxml import etree
from msgspec import Struct

from publish.model.document import XML_ID, local_name, tei
from publish.model.edition import Edition

BOUNDS = {"witStart": "inc.", "witEnd": "des.", "lacunaStart": "def.", "lacunaEnd": "rursus inc."}
"""Where a witness begins, ends, breaks off and goes on, and what editions print for it: incipit,
desinit, deficit (TEI chapter 13.1.5)."""

_BEGINS = frozenset({"witStart", "lacunaEnd"})
"""The bounds behind which a witness is there."""

_READINGS = (tei("lem"), tei("rdg"))


class Witness(Struct, frozen=True):
    """A witness at one entry."""

    key: str
    """Its `xml:id`."""
    is_there: bool
    """It has the text before the entry's words, or behind them."""


def find_presence(
    root: etree._Element, edition: Edition, moved: Mapping[etree._Element, etree._Element]
) -> dict[etree._Element, tuple[Witness, ...]]:
    """List for each entry of a book the witnesses that readings name, where pages are to do so.

    An entry of a list counts where the place is that it is `moved` to.
    """
    asked = edition.text.page_witnesses
    is_recorded = next(root.iter(*map(tei, BOUNDS)), None) is not None
    if asked == "never" or (asked == "auto" and not is_recorded):
        return {}
    found: dict[etree._Element, tuple[Witness, ...]] = {}
    for text in _documents(root):
        entries = list(text.iter(tei("app")))
        if any(entry in moved for entry in entries):
            rank = {element: number for number, element in enumerate(text.iter())}
            entries.sort(key=lambda entry: rank.get(moved.get(entry, entry), 0))
        found |= _follow(entries, _witnesses_of(text, entries))
    return found


def _documents(root: etree._Element) -> list[etree._Element]:
    """List the documents of a corpus, each with witnesses of its own."""
    has_entries = f".//{tei('app')}"
    documents = [one for one in root.iter(tei("TEI")) if one.find(has_entries) is not None]
    outer = {around for one in documents for around in one.iterancestors()}
    return [one for one in documents if one not in outer] or [root]


def _witnesses_of(text: etree._Element, entries: Iterable[etree._Element]) -> list[str]:
    """List the witnesses that readings name, in the order of their list.

    Hands in a manuscript that is named are no witnesses beside it, nor is the consensus of several
    that are.
    """
    readings = (reading for entry in entries for reading in entry.iter(*_READINGS))
    named = dict.fromkeys(key for reading in readings for key in _keys(reading))
    listed = {witness.get(XML_ID, ""): witness for witness in text.iter(tei("witness"))}
    return [
        key
        for key, witness in listed.items()
        if key in named and not _is_hand(witness, named) and not _is_consensus(witness, named)
    ] or list(named)


def _is_hand(witness: etree._Element, named: Container[str]) -> bool:
    """Return whether this is a hand (`N1`) in the witness around it (`N`), which is named too."""
    around = next(witness.iterancestors(tei("witness")), None)
    if around is None:
        return False
    sign = around.get(XML_ID, "")
    return sign in named and witness.get(XML_ID, "").startswith(sign)


def _is_consensus(witness: etree._Element, named: Container[str]) -> bool:
    """Return whether this is a group or family, of whose witnesses one is named."""
    sign = witness.get(XML_ID, "")
    members = (one.get(XML_ID, "") for one in witness.iterdescendants(tei("witness")))
    return any(key in named and not key.startswith(sign) for key in members)


def _follow(
    entries: list[etree._Element], witnesses: list[str]
) -> dict[etree._Element, tuple[Witness, ...]]:
    """Follow witnesses through the entries of a text, from where its first bound leaves each."""
    bounds = {entry: _bounds_of(entry) for entry in entries}
    there = dict.fromkeys(witnesses, True)
    for key, begins in reversed([bound for entry in entries for bound in bounds[entry]]):
        there[key] = not begins
    found = {}
    for entry in entries:
        before = dict(there)
        there.update(bounds[entry])
        seen = {key for key, begins in bounds[entry] if begins}
        found[entry] = tuple(
            Witness(key, before[key] or there[key] or key in seen) for key in witnesses
        )
    return found


def _bounds_of(entry: etree._Element) -> list[tuple[str, bool]]:
    """List the bounds in an entry: of which witness, and whether it is there from then on."""
    return [
        (key, local_name(bound) in _BEGINS)
        for bound in entry.iter(*map(tei, BOUNDS))
        if next(bound.iterancestors(tei("app")), None) is entry
        for key in _keys(bound) or _keys(next(bound.iterancestors(*_READINGS), bound))
    ]


def _keys(reading: etree._Element) -> list[str]:
    return [key.rpartition("#")[2] for key in (reading.get("wit") or "").split()]
