"""Check a manuscript against our own RELAX NG of the elements that a book is made of.

The schema is made from elements.toml, as are the manual's pages on elements. It is looser than
`tei_all`: it says what may stand in what and leaves order and attributes free, for its findings
are advice (of 59 real TEI documents the full schema refuses 9, all of which render well).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from publish.document import TEI, Document, local_name
from publish.finding import Finding, warning

RNG = "http://relaxng.org/ns/structure/1.0"
MOST = 100
"""More places of one fault than this help nobody."""


@dataclass(frozen=True, slots=True)
class Element:
    """What one TEI element is called, where the Guidelines treat it, and what it may hold."""

    name: str
    title: str
    chapter: str
    text: bool
    holds: tuple[str, ...]


@cache
def elements() -> dict[str, Element]:
    """Read elements.toml."""
    table = tomllib.loads(Path(__file__).with_name("elements.toml").read_text("utf-8"))
    sets = {name: words.split() for name, words in table["sets"].items()}

    def unfold(words: str) -> tuple[str, ...]:
        names: set[str] = set()
        for word in words.split():
            names.update(sets[word[1:]] if word.startswith("+") else [word])
        return tuple(sorted(names))

    return {
        name: Element(
            name, row["name"], row["chapter"], row.get("text", False), unfold(row.get("holds", ""))
        )
        for name, row in table["elements"].items()
    }


@cache
def data_elements() -> frozenset[str]:
    """Name the elements that hold data about the text; what is inside them is not checked."""
    table = tomllib.loads(Path(__file__).with_name("elements.toml").read_text("utf-8"))
    return frozenset(table["data"]["names"].split())


def relax_ng() -> etree._Element:
    """Make the schema: any attributes, any order, children as the table has them."""
    start = _rng("start", _rng("ref", name="text"))
    anything = _rng("zeroOrMore", _rng("choice", _any_attribute(), _rng("text"), _any_element()))
    grammar = _rng("grammar", start, _rng("define", anything, name="anything"), ns=TEI)
    for name in sorted(data_elements()):
        inside = _rng("element", _rng("ref", name="anything"), name=name)
        grammar.append(_rng("define", inside, name=name))
    for element in elements().values():
        grammar.append(_define(element))
    return grammar


def _rng(tag: str, *children: etree._Element, **attributes: str) -> etree._Element:
    spaces: dict[Any, str] = {None: RNG}
    made = etree.Element(f"{{{RNG}}}{tag}", attributes, nsmap=spaces)
    made.extend(children)
    return made


def _any_attribute() -> etree._Element:
    return _rng("attribute", _rng("anyName"))


def _any_element() -> etree._Element:
    return _rng("element", _rng("anyName"), _rng("ref", name="anything"))


def _define(element: Element) -> etree._Element:
    """Define one element; those of other namespaces stand anywhere, each has its own schema."""
    others = _rng("anyName", _rng("except", _rng("nsName", ns=TEI)))
    inside = [_rng("ref", name=child) for child in element.holds]
    inside.append(_rng("element", others, _rng("ref", name="anything")))
    if element.text:
        inside.append(_rng("text"))
    content = _rng("zeroOrMore", _rng("choice", *inside))
    pattern = _rng("element", _rng("zeroOrMore", _any_attribute()), content, name=element.name)
    return _rng("define", pattern, name=element.name)


@cache
def _validator() -> etree.RelaxNG:
    return etree.RelaxNG(relax_ng())


def check_schema(document: Document) -> list[Finding]:
    """Report every element that stands where TEI P5 does not have it; warnings only.

    REA-080 names an element that may not stand in its parent, REA-081 words that may not.
    """
    findings: list[Finding] = []
    for text in document.root.iter(f"{{{TEI}}}text"):
        inside_another = next(text.iterancestors(f"{{{TEI}}}text"), None) is not None
        if not inside_another and not _validator().validate(text):
            findings += _explain(document, text)
    return findings[:MOST]


def _explain(document: Document, root: etree._Element) -> list[Finding]:
    """Name what the schema refuses; libxml2's own words for it help no author."""
    findings, pending = [], [root]
    while pending:
        parent = pending.pop()
        element = elements().get(local_name(parent))
        if element is None:
            continue
        for child in parent:
            if isinstance(child.tag, str) and child.tag.startswith(f"{{{TEI}}}"):
                findings += _misplaced(document, element, child)
                pending.append(child)
        findings += _loose_words(document, element, parent)
    return sorted(findings, key=lambda finding: (finding.place is None, finding.place))


def _misplaced(document: Document, parent: Element, child: etree._Element) -> list[Finding]:
    name = local_name(child)
    if name in parent.holds or (name not in elements() and name not in data_elements()):
        return []
    message = f"<{name}> may not stand in <{parent.name}> (TEI P5 chapter {parent.chapter})"
    hint = "it is rendered all the same; wrap it in an element that may hold it"
    return [warning("REA-080", message, document.place(child), hint)]


def _loose_words(document: Document, parent: Element, node: etree._Element) -> list[Finding]:
    if parent.text:
        return []
    words = " ".join([node.text or "", *(child.tail or "" for child in node)]).split()
    if not words:
        return []
    message = f"words stand directly in <{parent.name}>: {' '.join(words[:6])!r}"
    return [warning("REA-081", message, document.place(node), "put them into <p>, <l> or <ab>")]
