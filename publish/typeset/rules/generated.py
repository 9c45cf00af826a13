"""The rule for lists that a manuscript asks for at a place of its own (TEI chapter 3.9.2)."""

from __future__ import annotations

import re

from lxml import etree

from publish.model.document import local_name, tei
from publish.typeset.render import Typesetter
from publish.typeset.survey import is_division

_KINDS = {
    "contents": r"toc|contents|inhalt|sommaire|matieres|matières|indice_generale|оглавление",
    "figures": r"fig|illustr|abbild|plates|pictures",
    "tables": r"tab",
    "index": r"ind|register",
    "notes": r"note|anmerk",
    "bibliography": r"bib|works|literatur",
}
"""What the words of `divGen/@type` ask for; the first that fits."""

_CLASSES = {"index": "back-index", "notes": "endnotes", "figures": "contents", "tables": "contents"}
"""Classes that the style sheets have for such lists already."""

_MADE_ANYWAY = {"contents": "", "index": "index", "notes": "note"}
"""Lists that a book has without being asked, and the elements that they are made of."""

MARK = "data-generated"
"""Says of a block which list it waits for."""


def kind_of_list(element: etree._Element) -> str:
    """Tell which list a `divGen` asks for; empty for one that nobody knows."""
    written = f"{element.get('type') or ''} {element.get('subtype') or ''}".lower()
    return next((kind for kind, words in _KINDS.items() if re.search(words, written)), "")


def set_generated(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Leave a block for a list to fill, where the manuscript gives it a place.

    Where a `divGen` without a head stands beside divisions, the book makes its contents, notes
    and index by itself. Code: TYP-028.
    """
    kind = kind_of_list(element)
    has_head = element.find(tei("head")) is not None
    if not has_head and not any(is_division(e) for e in element.iterancestors()):
        _tell_alone(kind, element, typesetter)
        return
    typesetter.children(element, into)
    block = typesetter.open(into, "div", element, _CLASSES.get(kind, kind))
    block.set(MARK, kind)
    if kind == "bibliography":
        for listed in _books_outside(typesetter):
            typesetter.one(listed, block)
    typesetter.out.generated.append((element, block))


def _books_outside(typesetter: Typesetter) -> list[etree._Element]:
    """List the bibliographies that stand beside the text: in the header, in stand-off data."""
    root = typesetter.book.document.root
    return [
        listed
        for listed in root.iter(tei("listBibl"))
        if not any(local_name(e) in {"text", "listBibl"} for e in listed.iterancestors())
    ]


def _tell_alone(kind: str, element: etree._Element, typesetter: Typesetter) -> None:
    """Say of a list without a head or a division that it is not made, unless it is made anyway."""
    if kind not in _MADE_ANYWAY:
        named = element.get("type") or "without a type"
        message = f"<divGen> {named!r} stands alone, without a heading, and is left out"
        hint = "put it into a <div> with a <head>"
        typesetter.out.count("TYP-028", message, element, hint, kind=f"{named} alone")
        return
    name = _MADE_ANYWAY[kind]
    if name and not any(
        True for text in typesetter.book.survey.texts for _ in text.iter(tei(name))
    ):
        tell_empty(element, typesetter)


def tell_empty(element: etree._Element, typesetter: Typesetter) -> None:
    """Say that a list has nothing to list."""
    named = element.get("type") or "without a type"
    message = f"<divGen> {named!r} has nothing to list; what holds nothing else is left out"
    hint = "give it a type of toc, figures, tables, index, notes or bibliography, or take it out"
    typesetter.out.count("TYP-028", message, element, hint, kind=named)


RULES = {"divGen": set_generated}
