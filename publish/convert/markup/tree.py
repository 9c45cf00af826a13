"""Bytes or text of a page into a tree: XHTML as XML, everything else as browsers read HTML.

HTML elements have plain names; those of MathML and SVG keep their namespaces. Nothing outside the
page is read, and no tree is deeper than DEEPEST: what is nested deeper loses its markup alone.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterable, Iterator
from typing import Protocol

import tinyhtml5
from lxml import etree

from publish.model.lazy_pattern import lazy_pattern

DEEPEST = 80
"""Elements inside one another; the walk over the tree goes as deep."""

XHTML = "{http://www.w3.org/1999/xhtml}"

_ENTITY = lazy_pattern(r"&([A-Za-z][A-Za-z0-9]*);")
_XML_ENTITIES = frozenset(["amp", "lt", "gt", "quot", "apos"])
_DOCTYPE = lazy_pattern(r"<!DOCTYPE[^>\[]*(\[[^\]]*\])?[^>]*>", re.IGNORECASE)
_DECLARATION = lazy_pattern(r"^\s*<\?xml[^>]*\?>")
_LOOKS_LIKE_XHTML = lazy_pattern(r"xmlns\s*=\s*[\"']http://www\.w3\.org/1999/xhtml", re.IGNORECASE)


class _Attributes(Protocol):
    """Names and values."""

    def items(self) -> Iterable[tuple[object, object]]: ...


class _Element(Protocol):
    """An element of either parser's tree."""

    text: str | None
    tail: str | None

    @property
    def tag(self) -> object: ...
    @property
    def attrib(self) -> _Attributes: ...
    def __iter__(self) -> Iterator[_Element]: ...
    def itertext(self) -> Iterable[object]: ...


def parse_page(data: bytes | str) -> etree._Element:
    """Parse a page; there is always a tree, whatever the bytes are."""
    text = data if isinstance(data, str) else _as_utf8(data)
    if text is not None and _LOOKS_LIKE_XHTML.search(text[:4000]):
        root = _parse_xml(text)
        if root is not None:
            return _plain(root)
    source = data if text is None else text.replace("\x00", "")
    return _plain(tinyhtml5.parse(source))


def _as_utf8(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else (
        "utf-8-sig",
    ):  # fmt: skip
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _parse_xml(text: str) -> etree._Element | None:
    """Parse XHTML without its DTD; its named characters are put in before."""
    text = _DECLARATION.sub("", _DOCTYPE.sub("", text, count=1), count=1)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(_ENTITY.sub(_character, text).encode(), parser)
    except etree.XMLSyntaxError:
        return None


def _character(found: re.Match[str]) -> str:
    if found[1] in _XML_ENTITIES:
        return found[0]
    return html.entities.html5.get(f"{found[1]};", found[0])


def _plain(root: _Element) -> etree._Element:
    """Copy a tree with plain names for HTML, and without its deepest levels."""
    made = etree.Element("html", _attributes(root.attrib))
    pending: list[tuple[_Element, etree._Element, int]] = [(root, made, 0)]
    while pending:
        source, into, depth = pending.pop()
        _say(into, source.text)
        later: list[tuple[_Element, etree._Element, int]] = []
        for child in source:
            if isinstance(child.tag, str):
                if depth < DEEPEST:
                    copy = etree.SubElement(into, _name(child.tag), _attributes(child.attrib))
                    later.append((child, copy, depth + 1))
                else:
                    _say(into, " ".join(_all_words(child)))
            _say(into, child.tail)
        pending += reversed(later)
    return made


def _all_words(element: _Element) -> Iterable[str]:
    return (str(piece) for piece in element.itertext())


def _say(into: etree._Element, words: str | None) -> None:
    if not words:
        return
    words = _FORBIDDEN.sub("\ufffd", words)
    if len(into):
        into[-1].tail = (into[-1].tail or "") + words
    else:
        into.text = (into.text or "") + words


_FORBIDDEN = lazy_pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold (XML 1.0, 2.2)."""

_NAME = lazy_pattern(r"[A-Za-z_][A-Za-z0-9_.-]*")
_PREFIXES = {
    "{http://www.idpf.org/2007/ops}": "epub:",
    "{http://www.w3.org/XML/1998/namespace}": "xml:",
    "{http://www.w3.org/1999/xlink}": "xlink:",
}


def _name(tag: str) -> str:
    if tag.startswith(XHTML) or not tag.startswith("{"):
        name = tag.removeprefix(XHTML).lower()
        return name if _NAME.fullmatch(name) else "span"  # such as Word's <o:p>
    return tag if _NAME.fullmatch(tag.rpartition("}")[2]) else "span"


def _attributes(given: _Attributes) -> dict[str, str]:
    """Name attributes as HTML writes them: `epub:type` is `epub-type`, `xml:lang` is `lang`."""
    found: dict[str, str] = {}
    for key, value in given.items():
        name = str(key)
        for namespace, prefix in _PREFIXES.items():
            name = name.replace(namespace, prefix)
        name = _RENAMED.get(name.lower(), name)
        if _NAME.fullmatch(name):
            found[name] = _FORBIDDEN.sub("\ufffd", str(value))
    return found


_RENAMED = {
    "epub:type": "epub-type", "xml:lang": "lang", "xml:id": "id", "xlink:href": "href",
}  # fmt: skip
