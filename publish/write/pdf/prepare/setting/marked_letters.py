"""Letters with marks that their face lacks: the whole cluster is set in a face that has both.

A mark is placed by the font of its letter (OpenType GPOS). Pango chooses a font for each character,
and takes a missing mark from another font than the letter's, which then lands on the next letter.
Browsers choose for a letter and its marks together (CSS Fonts 4 clause 5.3), as is done here.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from publish.house.fonts import Family, font_stack, own_families
from publish.model.lazy_pattern import lazy_pattern

_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_DOUBLE = "\u035c-\u0362\u1dcd\u1dfc"
"""Marks that join a letter with the next one."""

_BEGIN = {
    chr(code).encode()[:-1]
    for first, last in zip(_MARKS[::3], _MARKS[2::3], strict=True)
    for code in range(ord(first), ord(last) + 1)
}
"""How all marks begin in UTF-8: a text without them is known in a tenth of the time."""

_MARK = lazy_pattern(f"[{_MARKS}]")
_CLUSTER = lazy_pattern(rf"[^\W_][{_MARKS}]*[{_DOUBLE}][^\W_][{_MARKS}]*|[^\W_][{_MARKS}]+")


def set_marked_letters(root: Element, families: Sequence[Family]) -> None:
    """Wrap every cluster that needs it in a `span` of the first family with all its characters."""
    text = "".join(root.itertext()).encode("utf-8", "surrogatepass")
    if text.isascii() or not any(begin in text for begin in _BEGIN):
        return
    prose = [family for family in families if family.is_prose]
    _set_inside(root, root.get("lang", ""), prose)


def _set_inside(root: Element, language: str, families: Sequence[Family]) -> None:
    pending = [(root, language)]
    while pending:
        element, around = pending.pop()
        language = element.get("lang", around)
        children = list(element)
        pending += [(child, language) for child in children]
        element.text, spans = _apart(element.text, language, families)
        element[:0] = spans
        for child in children:
            child.tail, spans = _apart(child.tail, language, families)
            at = list(element).index(child) + 1 if spans else 0
            element[at:at] = spans


def _apart(
    text: str | None, language: str, families: Sequence[Family]
) -> tuple[str | None, list[Element]]:
    """Part a text into the words before its first span and the spans, each with what follows."""
    if text is None or not _MARK.search(text):
        return text, []
    first, at = text, 0
    spans: list[Element] = []
    for match in _CLUSTER.finditer(text):
        chosen = _family_for(match[0], language, families)
        if chosen is None:
            continue
        before = text[at : match.start()]
        if spans:
            spans[-1].tail = before
        else:
            first = before
        span = Element("span", {"style": _style(*chosen)})
        span.text = match[0]
        spans.append(span)
        at = match.end()
    if spans:
        spans[-1].tail = text[at:]
    return first, spans


def _style(usual: Family, family: Family) -> str:
    """Set a cluster in a family, its small letters as high as those of the usual one."""
    style = f"font-family: {font_stack([family])}"
    heights = usual.x_height_em(), family.x_height_em()
    return f"{style}; font-size: {heights[0] / heights[1]:.2f}em" if all(heights) else style


def _family_for(
    cluster: str, language: str, families: Sequence[Family]
) -> tuple[Family, Family] | None:
    """Choose another family than the letter's own; None where that has all, or none has."""
    own = [family for family in own_families(language) if family in families]
    order = [*own, *(family for family in families if family not in own)]
    codes = set(map(ord, cluster))
    usual = next((each for each in order if ord(cluster[0]) in each.covers()), None)
    if usual is None or codes <= usual.covers():
        return None
    better = next((each for each in order if codes <= each.covers()), None)
    return (usual, better) if better else None
