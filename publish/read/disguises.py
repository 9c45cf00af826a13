"""TEI in disguise: elements of other namespaces that are read as the TEI elements they stand for.

Archives extend TEI by elements of their own that nest like TEI's and mean the same (`cb:div`).
Left as they are they would give no chapters, no notes and no title. The table is disguises.toml.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Required, TypedDict

import tomli
from lxml import etree
from msgspec import Struct

from publish.model.document import TEI, XML, Document, local_name, tei
from publish.model.finding import Finding, Renaming, notice, warning
from publish.model.lazy_pattern import lazy_pattern
from publish.model.tree import unwrap
from publish.read.attributes import take_attribute, text_of
from publish.read.elements import data_elements, elements

CLOSED = frozenset({"egXML", "xenoData", "annotation-xml", "teiHeader"})
"""What holds markup as an example or as data; nothing in it is the text."""
EXAMPLES = "http://www.tei-c.org/ns/Examples"
HTML = "http://www.w3.org/1999/xhtml"
FEW = 4
"""Elements that a finding names; the others are counted."""
HEADING = lazy_pattern("h[1-6]")
KEY = lazy_pattern(r"([^\[]+)(?:\[(\w+)=(\w+)\])?")


class Disguise(Struct, frozen=True):
    """A namespace whose elements stand for TEI's."""

    title: str
    elements: dict[str, list[tuple[str, str, str]]]
    """By local name: an attribute, the value it must have, and the TEI name with attributes."""
    attributes: dict[str, str]
    head: str
    described: str = ""
    """The attribute that says what a picture shows."""

    def meant_by(self, element: etree._Element, space: str) -> str | None:
        """Say what an element is in TEI; None where the table does not have it."""
        for attribute, value, meant in self.elements.get(local_name(element), ()):
            if not attribute or value in {
                element.get(attribute),
                element.get(f"{{{space}}}{attribute}"),
            }:
                return meant
        return None


class _Row(TypedDict, total=False):
    """A vocabulary in disguise, as disguises.toml has it."""

    title: Required[str]
    namespace: Required[str]
    elements: Required[dict[str, str]]
    attributes: dict[str, str]
    head: str
    described: str


@cache
def _disguises() -> dict[str, Disguise]:
    rows: dict[str, _Row] = tomli.loads(Path(__file__).with_name("disguises.toml").read_text())
    return {row["namespace"]: _disguise(row) for row in rows.values()}


def _disguise(row: _Row) -> Disguise:
    meanings: dict[str, list[tuple[str, str, str]]] = {}
    for key, meant in row["elements"].items():
        found = KEY.fullmatch(key)
        if found is not None:
            meanings.setdefault(found[1], []).append((found[2] or "", found[3] or "", meant))
    attributes = {
        name: new.replace("xml:", f"{{{XML}}}") for name, new in row.get("attributes", {}).items()
    }
    return Disguise(
        row["title"], meanings, attributes, row.get("head", ""), row.get("described", "")
    )


def undisguise(document: Document) -> list[Finding]:
    """Read elements in disguise as TEI's; the notice REA-113 tells it once for each namespace.

    So are those that lost TEI's namespace on their way (`xmlns=""`), or have it misspelt. Names of
    HTML in TEI's namespace are a slip, told by REA-130 once for each.
    """
    tags = {str(element.tag) for element in document.root.iter(etree.Element)}
    findings = _read_html(document) if any(map(_may_be_html, tags)) else []
    if all(tag.startswith(f"{{{TEI}}}") for tag in tags):
        return findings
    found: dict[str, list[tuple[etree._Element, str]]] = {}
    for element in list(_open_elements(document.root)):
        space = str(element.tag).rpartition("}")[0].removeprefix("{")
        meant = _meant_by(element, space)
        if meant is not None:
            found.setdefault(space, []).append((element, meant))
    findings += [_tell(document, space, rows) for space, rows in found.items()]
    for space, rows in found.items():
        for element, meant in rows:
            _rename(element, meant, space)
    return findings


def _may_be_html(tag: str) -> bool:
    """Return whether HTML has such a name, and another one in TEI for what it means."""
    space, _, name = tag.removeprefix("{").rpartition("}")
    meanings = _disguises()[HTML].elements.get(name, ())
    return space == TEI and any(meant != name for _, _, meant in meanings)


def _read_html(document: Document) -> list[Finding]:
    """Read as TEI what is written as in HTML and has no meaning in TEI: `<i>`, `<h2>`, `<img>`."""
    html = _disguises()[HTML]
    found: dict[str, list[tuple[etree._Element, str]]] = {}
    for element in list(_open_elements(document.root)):
        name = local_name(element)
        meant = html.meant_by(element, HTML) if element.tag == tei(name) else None
        if meant in {None, name}:  # before the table of all elements, which takes a while to read
            continue
        if name not in elements() and name not in data_elements():
            found.setdefault(name, []).append((element, meant))
    findings = []
    for name, rows in found.items():
        findings.append(_tell_html(document, name, rows))
        for element, meant in rows:
            _rename(element, meant, HTML)
    return findings


def _tell_html(document: Document, name: str, rows: list[tuple[etree._Element, str]]) -> Finding:
    first, meant = rows[0]
    times = f" ({len(rows)} times)" if len(rows) > 1 else ""
    as_tei, *given = meant.split() or [""]
    for key, new in _disguises()[HTML].attributes.items():
        if first.get(key) is not None:
            given.append(f"{new.replace(f'{{{XML}}}', 'xml:')}={first.get(key)}")
    attributes = "".join(' {}="{}"'.format(*each.partition("=")[::2]) for each in given)
    message = (
        f"<{name}> is HTML's, not TEI's{times}; it is read as <{as_tei}>"
        if meant
        else f"<{name}> is HTML's, not TEI's{times}"
    )
    hint = f"write <{as_tei}{attributes}>" if meant else "leave it out"
    if as_tei == "graphic":
        said = first.get("alt") or "..."
        hint = f"write <figure><graphic{attributes}/><figDesc>{said}</figDesc></figure>"
    elif as_tei == "head" and HEADING.fullmatch(name):
        hint = "put each section into a <div> of its own, which begins with its <head>"
    fix = _renaming(document, name, rows)
    return warning("REA-130", message, document.place(first), hint, fix=fix)


def _renaming(
    document: Document, name: str, rows: list[tuple[etree._Element, str]]
) -> Renaming | None:
    """Offer another name for what one TEI element means; headings and pictures need more."""
    as_tei, *given = rows[0][1].split() or [""]
    if not as_tei or HEADING.fullmatch(name) or as_tei == "graphic":
        return None
    if any(meant != rows[0][1] for _, meant in rows):
        return None
    pairs = tuple((key, value) for key, _, value in (each.partition("=") for each in given))
    attributes = tuple(
        (key, new.replace(f"{{{XML}}}", "xml:"))
        for key, new in _disguises()[HTML].attributes.items()
    )
    said = "".join(f' {key}="{value}"' for key, value in pairs)
    places = tuple(document.place(element) for element, _ in rows)
    return Renaming(
        f"<{name}>", f"<{as_tei}{said}>", places=places, given=pairs, attributes=attributes
    )


def _open_elements(root: etree._Element) -> Iterator[etree._Element]:
    pending = [root]
    while pending:
        element = pending.pop()
        yield element
        if local_name(element) not in CLOSED:
            pending.extend(reversed(list(element.iterchildren(etree.Element))))


def _meant_by(element: etree._Element, space: str) -> str | None:
    if space == TEI:
        return None
    disguise = _disguises().get(space)
    if disguise is not None:
        is_head = local_name(element) == disguise.head and _heads(element)
        return "head" if is_head else disguise.meant_by(element, space)
    is_teis = not space or ("tei-c.org" in space and space != EXAMPLES)
    name = local_name(element)
    return name if is_teis and name in elements() else None


def _heads(element: etree._Element) -> bool:
    """Return whether a line of the contents is the only title that its division has."""
    parent = element.getparent()
    if parent is None or local_name(parent) != "div" or not text_of(element).strip():
        return False
    titles = [child for child in parent if local_name(child) in {"head", local_name(element)}]
    return titles[0] is element and not any(local_name(title) == "head" for title in titles)


def _rename(element: etree._Element, meant: str, space: str) -> None:
    if not meant:
        unwrap(element)
        return
    name, *given = meant.split()
    disguise = _disguises().get(space)
    for key, new in disguise.attributes.items() if disguise is not None else ():
        for written in (f"{{{space}}}{key}", key):
            value = take_attribute(element, written)
            if value and new not in element.attrib:
                element.set(new, value)
    element.tag = tei(name)
    said = take_attribute(element, disguise.described) if disguise and disguise.described else ""
    if said:
        etree.SubElement(element, tei("desc")).text = said
    for words in given:
        key, _, value = words.partition("=")
        if key not in element.attrib:
            element.set(key, value)


def _tell(document: Document, space: str, rows: list[tuple[etree._Element, str]]) -> Finding:
    counts = Counter((local_name(element), meant.split(" ")[0]) for element, meant in rows)
    pairs = [
        f"<{name}> as <{meant}>" if meant != name else f"<{name}>"
        for (name, meant), _ in counts.most_common()
    ]
    rest = f" and {len(pairs) - FEW} more" if len(pairs) > FEW else ""
    disguise = _disguises().get(space)
    whose = disguise.title if disguise is not None else "outside TEI's namespace"
    message = f"{len(rows)} elements {whose} are read as TEI's: {', '.join(pairs[:FEW])}{rest}"
    return notice("REA-113", message, document.place(rows[0][0]))
