"""Kobo's own form of an EPUB: every sentence in a span, so that place and pace are kept.

The reader looks for `span.koboSpan` with ids `kobo.PARAGRAPH.SENTENCE` inside two wrappers, as
the files of its shop have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from publish.write.epub.content import H

_SENTENCE = re.compile(r".+?(?:[.!?…。！？]+[\"'”’»)\]]*(?=\s|$)|$)\s*", re.DOTALL)
_BLOCKS = frozenset(
    H + name
    for name in "p h1 h2 h3 h4 h5 h6 li dt dd td th caption figcaption blockquote div".split()
)
_LEFT_ALONE = frozenset(H + name for name in ("pre", "ruby", "rt"))


def add_spans(html: etree._Element) -> None:
    """Wrap a document's body and each sentence in it."""
    body = html.find(H + "body")
    if body is None:
        return
    count = _Count()
    for node, is_tail in list(_text_nodes(body, count)):
        _wrap(node, count, is_tail=is_tail)
    columns = etree.Element(H + "div", {"id": "book-columns"})
    inner = etree.SubElement(columns, H + "div", {"id": "book-inner"})
    inner.extend(list(body))
    body.append(columns)


class _Count:
    """Numbers paragraphs and the sentences in each."""

    def __init__(self) -> None:
        self.paragraph_of: dict[tuple[etree._Element, bool], int] = {}
        self.paragraphs = 0
        self.sentences: dict[int, int] = {}

    def next_id(self, node: etree._Element, *, is_tail: bool) -> str:
        """Give the id of the next sentence of a text node's paragraph."""
        paragraph = self.paragraph_of[node, is_tail]
        self.sentences[paragraph] = self.sentences.get(paragraph, 0) + 1
        return f"kobo.{paragraph}.{self.sentences[paragraph]}"


def _text_nodes(body: etree._Element, count: _Count) -> Iterator[tuple[etree._Element, bool]]:
    """Yield the text nodes that hold words, in reading order."""

    def walk(element: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
        if element.tag in _BLOCKS:
            count.paragraphs += 1
        if not isinstance(element.tag, str) or element.tag in _LEFT_ALONE:
            return
        if not element.tag.startswith(H):
            return
        if (element.text or "").strip():
            count.paragraph_of[element, False] = max(1, count.paragraphs)
            yield element, False
        for child in element:
            yield from walk(child)
            if (child.tail or "").strip():
                count.paragraph_of[child, True] = max(1, count.paragraphs)
                yield child, True

    for child in body:
        yield from walk(child)


def _wrap(node: etree._Element, count: _Count, *, is_tail: bool) -> None:
    text = (node.tail if is_tail else node.text) or ""
    spans = []
    for match in _SENTENCE.finditer(text):
        span = etree.Element(H + "span", {"class": "koboSpan"})
        span.set("id", count.next_id(node, is_tail=is_tail))
        span.text = match[0]
        spans.append(span)
    if is_tail:
        node.tail = None
        for span in reversed(spans):
            node.addnext(span)
    else:
        node.text = None
        for number, span in enumerate(spans):
            node.insert(number, span)
