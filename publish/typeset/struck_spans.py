"""Strike out what stands between a `delSpan` and its end, a piece in each element.

A stroke down a page begins in one line or paragraph and ends in another, which no element can
hold (TEI chapter 11.3.1.4). Where what was struck out is shown, each piece of text between the two
places gets a `del` of its own; the corrected view sets them, and tells it (TYP-066).
"""

from __future__ import annotations

from lxml import etree

from publish.model.document import Document, local_name, tei
from publish.model.edition import View
from publish.model.tree import take_out

_NOT_STRUCK = frozenset("del note metamark fw desc figDesc app".split())
"""What is struck out already, or stands beside the words."""

_SOURCE = frozenset("sourceDoc surface".split())


def strike_spans(document: Document, view: View) -> Document:
    """Return the document with its struck stretches as `del`; the same one where it has none."""
    spans = document.root.iter(tei("delSpan"))
    if not any(_is_shown(span, view) and span.get("spanTo") for span in spans):
        return document
    document = document.copy()
    for span in list(document.root.iter(tei("delSpan"))):
        if _is_shown(span, view):
            _strike(span)
    return document


def _is_shown(span: etree._Element, view: View) -> bool:
    """Return whether words struck out are set here: a page of the source is never cleaned up."""
    return view is not View.CORRECTED or any(local_name(e) in _SOURCE for e in span.iterancestors())


def _strike(span: etree._Element) -> None:
    text = next((e for e in span.iterancestors() if local_name(e) in {"text", "sourceDoc"}), None)
    name = (span.get("spanTo") or "").strip().removeprefix("#")
    ends = [] if text is None or not name else text.xpath("//*[@xml:id=$name]", name=name)
    if text is None or not isinstance(ends, list) or len(ends) != 1:
        return
    between = _between(text, span, ends[0])
    for element, is_tail in between or ():
        _strike_tail(element, span) if is_tail else _strike_text(element, span)
    if between is not None:
        take_out(span)


def _between(
    text: etree._Element, span: etree._Element, end: object
) -> list[tuple[etree._Element, bool]] | None:
    """List the pieces of text from the span to its end, each a text or a tail; None for no end."""
    found: list[tuple[etree._Element, bool]] = []
    is_on = False
    for event, element in etree.iterwalk(text, events=("start", "end", "comment", "pi")):
        is_on = is_on or element is span
        if element is end and event == "start":
            return found if is_on else None
        if is_on and event == "start" and (element.text or "").strip():
            found.append((element, False))
        elif is_on and event != "start" and (element.tail or "").strip():
            found.append((element, True))
    return None


def _is_beside(element: etree._Element | None) -> bool:
    around = () if element is None else (element, *element.iterancestors())
    return any(local_name(e) in _NOT_STRUCK for e in around)


def _strike_text(element: etree._Element, span: etree._Element) -> None:
    if not _is_beside(element):
        element.insert(0, _struck(element.text or "", span))
        element.text = None


def _strike_tail(element: etree._Element, span: etree._Element) -> None:
    if not _is_beside(element.getparent()):
        made = _struck(element.tail or "", span)
        element.tail = None
        element.addnext(made)


def _struck(words: str, span: etree._Element) -> etree._Element:
    made = etree.Element(tei("del"))
    made.text = words
    if span.get("rend"):
        made.set("rend", span.get("rend") or "")
    return made
