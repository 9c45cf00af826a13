"""A dash that ends what is said keeps to its word: no line begins with it.

`“the examples you choose—”` may break before the dash by the rules of Unicode (UAX 14, class B2),
which leaves `—”` alone on a line. A dash that breaks speech off belongs to what is before it
(Chicago 6.90).
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.engine.tree import classes
from publish.model.lazy_pattern import lazy_pattern

_BROKEN_OFF = lazy_pattern(r"\w[—–―]+(?=[”’»\"'“‘)\]]|\s*$)[”’»\"'“‘)\].,!?;:]*")


def bind_closing_dashes(section: Element) -> None:
    """Bind the dashes of a division's paragraphs and lines of verse that nothing follows."""
    for block in section.iter():
        is_line = "l" in classes(block)
        if block.tag != "p" and not is_line:
            continue
        block.text, made = _apart(block.text, is_last=not len(block))
        children = list(block)
        block[:0] = made
        for child in children:
            child.tail, made = _apart(child.tail, is_last=child is children[-1])
            at = list(block).index(child) + 1
            block[at:at] = made


def _apart(text: str | None, *, is_last: bool) -> tuple[str | None, list[Element]]:
    """Part a text into the words before its first bound dash and the spans, with what follows."""
    first, spans, at = text, list[Element](), 0
    if not text or not ("—" in text or "–" in text or "―" in text):
        return text, []
    for match in _BROKEN_OFF.finditer(text):
        rest = match.string[match.end() :]
        if not is_last and not rest.strip():
            continue
        before = match.string[at : match.start()]
        if spans:
            spans[-1].tail = before
        else:
            first = before
        spans.append(Element("span", {"class": "broken-off"}))
        spans[-1].text, at = match[0], match.end()
    if spans:
        spans[-1].tail = text[at:]
    return first, spans
