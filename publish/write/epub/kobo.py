"""Kobo's own form of an EPUB: every sentence in a span, so that place and pace are kept.

The reader looks for `span.koboSpan` with ids `kobo.PARAGRAPH.SENTENCE` inside two wrappers, as
the files of its shop have them (as kepubify, whose files Kobo's readers take, has found).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct

from publish.model.lazy_pattern import lazy_pattern
from publish.write.epub.content import H

_OPENS, _CLOSES = "\ue000", "\ue001"
"""Stand in the text for the tags of a correction while sentences are told apart."""

_SENTENCE = lazy_pattern(
    r".+?(?:[.!?:…]+[\"'”’»)\]\ue000\ue001]*(?:\s+\ue001?|$)|[。！？]+[」』”\ue001]*\s*|$)",
    re.DOTALL,
)
_PARAGRAPHS = frozenset(H + name for name in "p ol ul table h1 h2 h3 h4 h5 h6".split())
"""Elements with which the first number goes up."""

_IMAGE = H + "img"
_LEFT_ALONE = frozenset(H + name for name in ("pre", "ruby", "audio", "video"))
"""Elements whose text stays as it is; so do drawings and formulas."""


class _Count(Struct):
    """The number of the paragraph and of the sentence in it."""

    paragraph: int = 0
    sentence: int = 0
    is_new: bool = True

    def next_span(self) -> etree._Element:
        """Make the span of the next sentence."""
        if self.is_new:
            self.paragraph, self.sentence, self.is_new = self.paragraph + 1, 0, False
        self.sentence += 1
        identifier = f"kobo.{self.paragraph}.{self.sentence}"
        return etree.Element(H + "span", {"class": "koboSpan", "id": identifier})


def add_spans(html: etree._Element) -> None:
    """Wrap a document's body, and each sentence and picture in it."""
    body = html.find(H + "body")
    if body is None:
        return
    count = _Count()
    corrections = _taken_out(body)
    for element, is_tail in list(_places(body)):
        if element.tag in _PARAGRAPHS and not is_tail:
            count.is_new = True
        if element.tag == _IMAGE and not is_tail:
            _wrap_image(element, count)
        elif element.tag == _IMAGE:
            _wrap_text(_span_of(element), count, is_tail=True)
        else:
            _wrap_text(element, count, is_tail=is_tail)
    _put_back(body, corrections)
    columns = etree.Element(H + "div", {"id": "book-columns"})
    inner = etree.SubElement(columns, H + "div", {"id": "book-inner"})
    inner.extend(list(body))
    body.append(columns)


def _taken_out(body: etree._Element) -> list[dict[str, str]]:
    """Write corrections as plain text between two marks; give their attributes in order.

    A correction is no sentence: with it, those behind it keep the numbers that they had.
    """
    found = []
    words = "".join(map(str, body.itertext()))
    if _OPENS in words or _CLOSES in words:
        return []  # the author's own private letters are not ours to use
    for element in list(body.iter(H + "span", H + "a")):
        is_correction = "corr" in (element.get("class") or "").split()
        if not is_correction or len(element) or not element.text:
            continue
        if any(ancestor.tag in _LEFT_ALONE for ancestor in element.iterancestors()):
            continue
        attributes = {str(name): str(value) for name, value in element.attrib.items()}
        found.append({"": str(element.tag), **attributes})
        _say_before(element, f"{_OPENS}{element.text}{_CLOSES}{element.tail or ''}")
        parent = element.getparent()
        assert parent is not None
        element.tail = None
        parent.remove(element)
    return found


def _say_before(element: etree._Element, text: str) -> None:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def _put_back(body: etree._Element, corrections: list[dict[str, str]]) -> None:
    """Make elements of the marked words; one that a sentence's end parts becomes two."""
    waiting, is_open = iter(corrections), False
    attributes: dict[str, str] = {}
    for span in list(body.iter(H + "span")) if corrections else []:
        if not set(span.text or "") & {_OPENS, _CLOSES} and not is_open:
            continue
        pieces = re.split(f"([{_OPENS}{_CLOSES}])", span.text or "")
        span.text = None
        for piece in pieces:
            if piece == _OPENS:
                is_open, attributes = True, dict(next(waiting))
            elif piece == _CLOSES:
                is_open = False
            elif piece and is_open:
                made = etree.SubElement(span, attributes.get("", H + "span"))
                made.attrib.update({k: v for k, v in attributes.items() if k})
                made.text = piece
                attributes.pop("id", None)
            elif piece and len(span):
                span[-1].tail = (span[-1].tail or "") + piece
            elif piece:
                span.text = (span.text or "") + piece


def _places(body: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Yield each element's own first text, and the text behind it, in reading order."""
    stack: list[tuple[etree._Element, bool]] = [(child, False) for child in reversed(body)]
    while stack:
        element, is_tail = stack.pop()
        if is_tail:
            yield element, True
            continue
        if element.getparent() is not body:
            stack.append((element, True))
        is_text = isinstance(element.tag, str) and element.tag.startswith(H)
        if is_text and element.tag not in _LEFT_ALONE:
            yield element, False
            stack.extend((child, False) for child in reversed(element))


def _wrap_image(image: etree._Element, count: _Count) -> None:
    """Give a picture a span of its own, which counts as a paragraph."""
    count.is_new = True
    span = count.next_span()
    span.tail, image.tail = image.tail, None
    image.addprevious(span)
    span.append(image)


def _span_of(image: etree._Element) -> etree._Element:
    span = image.getparent()
    assert span is not None
    return span


def _wrap_text(element: etree._Element, count: _Count, *, is_tail: bool) -> None:
    text = (element.tail if is_tail else element.text) or ""
    if not text.strip():
        return
    lead = text[: len(text) - len(text.lstrip())]
    spans = []
    for match in _SENTENCE.finditer(text[len(lead) :]):
        spans.append(count.next_span())
        spans[-1].text = match[0]
    if is_tail:
        element.tail = lead
        before = element
        for span in spans:
            before.addnext(span)  # behind its tail, too
            before = span
    else:
        element.text = lead
        for number, span in enumerate(spans):
            element.insert(number, span)
