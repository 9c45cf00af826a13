"""Rules for bibliographies (TEI chapter 3.12): references in the line, entries of a list.

The parts of a loose `bibl` are set as they are written. A `biblStruct` has no punctuation of its
own: it gets that of Chicago 14.2 (authors. "Article." *Work*. Place: publisher, date.).
"""

from __future__ import annotations

from lxml import etree

from publish.document import local_name
from publish.typeset.render import Typesetter
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.rules.prose import IN_LINE

_RECORDS = frozenset("biblStruct biblFull msDesc".split())
_ENTRIES = _RECORDS | {"bibl", "listBibl", "witness", "citedRange"}

_AFTER = {
    "author": ". ",
    "editor": ", ",
    "title": ". ",
    "edition": ", ",
    "pubPlace": ": ",
    "publisher": ", ",
    "biblScope": ", ",
    "date": ". ",
    "idno": ". ",
    "note": " ",
    "ref": ". ",
    "ptr": ". ",
    "series": ". ",
    "extent": ". ",
}
"""What stands behind each part of a structured reference."""

_IN_LINE = IN_LINE | {"cit", "desc", "epigraph", "castItem"}
"""Elements in which a reference belongs to the line."""

_LEVELS = frozenset(
    "analytic monogr imprint series fileDesc titleStmt publicationStmt editionStmt".split()
)
"""Elements that hold the parts of a structured reference."""


def set_list(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a list of references: one item for each, headings and prose between the lists."""
    made = typesetter.open(into, "div", element, "list-bibl")
    items: etree._Element | None = None
    typesetter.say(made, element.text)
    for child in element:
        name = local_name(child)
        if name in _ENTRIES:
            if items is None:
                items = typesetter.open(made, "ul", cls="bibliography")
            entry = typesetter.open(items, "li")
            typesetter.one(child, entry)
        elif name in {"pb", "lb", "cb", "anchor", "milestone"} and items is not None:
            typesetter.one(child, items)
        elif name:
            items = None
            typesetter.one(child, made)
        if (child.tail or "").strip():
            typesetter.say(items[-1] if items is not None and len(items) else made, child.tail)


def set_reference(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a `bibl`: in the line, or as a paragraph where it stands between blocks."""
    parent = element.getparent()
    name = local_name(parent) if parent is not None else ""
    if name in {"listBibl", *_RECORDS, "relatedItem"}:
        typesetter.carry(element, into)
        typesetter.children(element, into)
    elif name in _IN_LINE or (parent is not None and typesetter.has_words(parent)):
        typesetter.children(element, typesetter.open(into, "span", element, "bibl"))
    else:
        typesetter.children(element, typesetter.open(into, "p", element, "bibl"))


def set_record(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a structured reference with the punctuation that it lacks."""
    parent = element.getparent()
    name = local_name(parent) if parent is not None else ""
    if name == "listBibl":
        typesetter.carry(element, into)
        holder = into
    else:
        is_in_line = name in IN_LINE or name == "cit"
        holder = typesetter.open(into, "span" if is_in_line else "p", element, "bibl")
    parts = [part for part in _parts(element) if _plain(part) or len(part)]
    for number, part in enumerate(parts):
        typesetter.one(part, holder)
        is_last = number == len(parts) - 1
        typesetter.say(holder, _mark_after(part, None if is_last else parts[number + 1]))


def _parts(record: etree._Element) -> list[etree._Element]:
    """List the parts of a reference in their order, out of the levels that hold them."""
    found = []
    for child in record:
        name = local_name(child)
        if name in _LEVELS and not _has_own_words(child):
            found += _parts(child)
        elif name:
            found.append(child)
    return found


def _has_own_words(level: etree._Element) -> bool:
    """Tell whether words stand in a level itself, as a series' name may."""
    return any((text or "").strip() for text in (level.text, *(child.tail for child in level)))


def _mark_after(part: etree._Element, following: etree._Element | None) -> str:
    words = _plain(part)
    if not words:
        return ""
    name = local_name(part)
    mark = _AFTER.get(name, ", ")
    if following is None:
        mark = "."
    elif name == local_name(following) == "author":
        mark = "; "
    elif name in {"title", "date"} and local_name(following) in {"biblScope", "date"}:
        mark = ", "
    return mark.lstrip(".") if words[-1] in ".?!" else mark


def _plain(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


_PARTS = """
    author editor publisher pubPlace biblScope citedRange edition series analytic monogr imprint
    resp respStmt funder sponsor principal distributor authority relatedItem meeting titleStmt
    publicationStmt editionStmt seriesStmt notesStmt sourceDesc extent textLang availability
""".split()

RULES = {
    "listBibl": set_list,
    "bibl": set_reference,
    **dict.fromkeys(["biblStruct", "biblFull"], set_record),
    **dict.fromkeys(_PARTS, set_as_surroundings),
}
