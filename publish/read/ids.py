"""`xml:id`: unique and well-formed in the document that stages see, whatever the file has.

Real files repeat ids and write them with spaces or leading digits; the pointers to them are
mended along with them.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote

from lxml import etree

from publish.model.document import XML_ID, Document
from publish.model.finding import Finding, Fix, warning
from publish.model.lazy_pattern import lazy_pattern
from publish.read.attributes import attributes_of

NCNAME = lazy_pattern(r"[^\W\d][\w.\-\u00b7]*")
MOST = 20
"""More findings of one kind than this help nobody; the rest is counted."""


def repair_ids(document: Document) -> list[Finding]:
    """Make every `xml:id` a unique NCName (XML 1.0, 2.3; xml:id 1.0, 4).

    The first bearer of a repeated id keeps it, and pointers go to that one. Warnings: REA-024 an
    id that stands twice, REA-025 one that is no name.
    """
    taken: dict[str, etree._Element] = {}
    renamed: dict[str, str] = {}
    twice: list[Finding] = []
    misnamed: list[Finding] = []
    bearers = [element for element in document.root.iter(etree.Element) if XML_ID in element.attrib]
    free = _FreeNames({element.get(XML_ID, "") for element in bearers})
    pointed_at = cache(lambda: _pointed_at(document.root))
    for element in bearers:
        written = element.get(XML_ID, "")
        name = as_ncname(written)
        if name != written:
            if name.strip("_") != written.strip() and written not in renamed:
                misnamed.append(_say_misnamed(document, element, written, name))
            renamed.setdefault(written, name)
        if name in taken:
            fix = None
            if written == name and name not in pointed_at():
                fix = Fix(name, free.after(name), "xml:id")
            twice.append(_say_twice(document, element, taken[name], written, fix))
            name = fix.new if fix else free.after(name)
        if name != written:
            element.set(XML_ID, name)
        taken[name] = element
    _follow(document.root, renamed)
    return _shorten(twice) + _shorten(misnamed)


def as_ncname(written: str) -> str:
    """Turn what is written into a name: `12 b` becomes `_12_b`."""
    if NCNAME.fullmatch(written):
        return written
    name = re.sub(r"[^\w.\-\u00b7]+", "_", written.strip())
    return name if NCNAME.fullmatch(name) else f"_{name}"


class _FreeNames:
    """Finds names that nobody bears; ten thousand bearers of one id take no longer than ten."""

    def __init__(self, borne: set[str]) -> None:
        self.borne = borne
        self.last: dict[str, int] = {}

    def after(self, name: str) -> str:
        """Return `name-2`, or the next number that is free."""
        count = self.last.get(name, 1) + 1
        while f"{name}-{count}" in self.borne:
            count += 1
        self.last[name] = count
        self.borne.add(f"{name}-{count}")
        return f"{name}-{count}"


def _follow(root: etree._Element, renamed: dict[str, str]) -> None:
    """Point at the new names wherever `#old` stands in an attribute."""
    if not renamed:
        return
    for element in root.iter(etree.Element):
        for key, value in attributes_of(element).items():
            if "#" not in value:
                continue
            if value[1:] in renamed:
                element.set(key, f"#{renamed[value[1:]]}")
                continue
            tokens = [_renamed(token, renamed) for token in value.split()]
            if tokens != value.split():
                element.set(key, " ".join(tokens))


def _pointed_at(root: etree._Element) -> frozenset[str]:
    """Name the ids that something points at, in this document or by way of its file's name."""
    tokens = (
        token
        for element in root.iter(etree.Element)
        for value in attributes_of(element).values()
        if "#" in value
        for token in value.split()
    )
    return frozenset(unquote(token.rpartition("#")[2]) for token in tokens)


def _renamed(token: str, renamed: dict[str, str]) -> str:
    """Return a pointer its new name; a fragment may be percent-encoded (RFC 3986 section 2.1)."""
    for name in (token[1:], unquote(token[1:])):
        if token[0] == "#" and name in renamed:
            return f"#{renamed[name]}"
    return token


def _say_twice(
    document: Document,
    element: etree._Element,
    first: etree._Element,
    written: str,
    fix: Fix | None,
) -> Finding:
    message = f"xml:id {written!r} stands a second time; the first is at {document.place(first)}"
    hint = "give one of them another id; pointers go to the first"
    is_one = document.place(element) == document.place(first)  # of a file that is included twice
    return warning("REA-024", message, document.place(element), hint, fix=None if is_one else fix)


def _say_misnamed(document: Document, element: etree._Element, written: str, name: str) -> Finding:
    message = f"xml:id {written!r} is no XML name; read as {name!r}"
    hint = "begin it with a letter, and use letters, digits, '.', '-' and '_' only"
    return warning("REA-025", message, document.place(element), hint)


def _shorten(findings: list[Finding]) -> list[Finding]:
    if len(findings) <= MOST:
        return findings
    code, rest = findings[0].code, len(findings) - MOST
    return [*findings[:MOST], warning(code, f"and {rest} more such ids")]
