"""Rules for a transcription that follows the page and not the text (TEI chapter 12.1).

Surfaces, zones and lines are set as they lie: a line for each line, a space between zones, what
was added and struck out as in the marked view, and the page's picture beside it.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.model.document import INLINE, local_name, tei
from publish.model.publication import XHTML
from publish.typeset.render import Typesetter
from publish.typeset.rules.breaks import set_page_break
from publish.typeset.rules.drama import is_in_line
from publish.typeset.rules.inline import set_as_surroundings
from publish.typeset.rules.structure import leave_out_data

_HOLDERS = frozenset("text front body back group div".split())

_PICTURES = frozenset("graphic media binaryObject".split())

_BETWEEN_LINES = INLINE | frozenset("del add mod subst retrace undo redo restore damage".split())
"""What is a line of its own where it stands between lines."""


def set_document(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the pages of a document that has no other text; beside a text they are data."""
    parent = element.getparent()
    if parent is not None and local_name(parent) in _HOLDERS:
        typesetter.children(element, into)
    else:
        leave_out_data(element, into, typesetter)


def set_surface(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a page under its number, which goes into the page list; one in another is a slip on it.

    Its picture stands beside the lines, where the book has it.
    """
    made = typesetter.open(into, "div", element, local_name(element))
    number = _number_of(element)
    if number:
        set_page_break(etree.Element("pb", {"n": number}), made, typesetter)
        typesetter.open(made, "p", None, "surface-number").text = number
    pictures = [child for child in element if local_name(child) in _PICTURES]
    if pictures:
        _set_pictures(pictures, made, typesetter)
    _set_lines(element, made, typesetter, pictures)


def _number_of(surface: etree._Element) -> str:
    """Return the number of a page: `@n`, or the leaf that another vocabulary names."""
    names = {str(name).rpartition("}")[2]: str(value) for name, value in surface.attrib.items()}
    return (names.get("n") or names.get("folio") or "").strip()


def _set_pictures(
    pictures: list[etree._Element], made: etree._Element, typesetter: Typesetter
) -> None:
    """Set the pictures of a page that the book has; the others are told (TYP-006, TYP-007)."""
    holder = typesetter.open(made, "div", None, "surface-picture")
    for picture in pictures:
        typesetter.one(picture, holder)
    if next(holder.iter(f"{{{XHTML}}}img", f"{{{XHTML}}}svg"), None) is None:
        made.remove(holder)
    else:
        made.set("class", f"{made.get('class')} with-picture")


def _set_lines(
    element: etree._Element,
    made: etree._Element,
    typesetter: Typesetter,
    done: list[etree._Element],
) -> None:
    """Set what a page or zone holds; what stands between its lines is a line of its own."""
    if typesetter.book.has_words(element):
        typesetter.say_text(element, made)
        for child in element:
            if child not in done:
                typesetter.one(child, made)
            typesetter.say_tail(child, made)
        return
    typesetter.walk.ledger.enter_whole(element)
    is_lined = element.find(tei("line")) is not None
    loose: etree._Element | None = None
    for child in element:
        if child in done:
            continue
        if local_name(child) == "note" and (line := _last_line(made)) is not None:
            typesetter.one(child, line)
        elif local_name(child) in _BETWEEN_LINES and is_lined and _has_words(child):
            loose = typesetter.open(made, "div", None, "source-line") if loose is None else loose
            typesetter.one(child, loose)
            typesetter.say(loose, " ")
        else:
            loose = None
            typesetter.one(child, made)


def _last_line(made: etree._Element) -> etree._Element | None:
    """Return the line that a note behind it is on: its mark alone would be a line of the page."""
    last = made[-1] if len(made) and not (made[-1].tail or "").strip() else None
    is_line = last is not None and "source-line" in (last.get("class") or "").split()
    return last if is_line else None


def _has_words(element: etree._Element) -> bool:
    return any(str(words).strip() for words in element.itertext(etree.Element))


def set_zone(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an area of a page, with the word that the manuscript has for it as a class."""
    if is_in_line(element, typesetter):
        set_as_surroundings(element, into, typesetter)
        return
    kind = re.sub(r"[^a-z-]+", "-", (element.get("type") or "").lower()).strip("-")
    margin = "margin" if "marg" in kind else ""
    names = " ".join(dict.fromkeys(filter(None, ("zone", kind, margin))))
    _set_lines(element, typesetter.open(into, "div", element, names), typesetter, [])


def set_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a line of a page as a line; one inside a run of words stays in it."""
    if is_in_line(element, typesetter):
        set_as_surroundings(element, into, typesetter)
        return
    cls = "source-line between" if element.get("type") == "inter" else "source-line"
    typesetter.children(element, typesetter.open(into, "div", element, cls))


RULES = {
    **dict.fromkeys("sourceDoc facsimile".split(), set_document),
    **dict.fromkeys("surface surfaceGrp".split(), set_surface),
    "zone": set_zone,
    "line": set_line,
}
