"""Dropped initials: the first letter of a chapter as high as two or three lines of its text.

Its head is level with the capitals of the first line, its foot stands on the last of those lines
(Bringhurst 4.1.3). A quotation mark before it hangs in the margin, in the size of the text; where
an accent would meet the line above, a line is left free. Which paragraphs have one, the edition
says for all chapters (`print.initials`), and `rend="initial"` of a paragraph or its first letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from unicodedata import combining, normalize
from xml.etree.ElementTree import Element

from publish.fonts import Family
from publish.write.pdf.setting.estimates import lines_of
from publish.write.pdf.tree import add_class, parents_of

ABOVE = 230
"""The combining class of marks that stand above their letter (Unicode 4.3)."""

LINES = 2
"""Lines of an initial that the manuscript asks for, where the edition says nothing."""

_OPENING = re.compile(r"\s*([“‘„‚«‹\"'¿¡—–]*[\u00a0\u202f\u2060]?)([^\W\d_][\u0300-\u036f]*)")


def set_initials(
    root: Element, lines: int, line_em: float, measure: float, families: Sequence[Family]
) -> None:
    """Set the initials below `root`; a line is `line_em` high, and `measure` em wide."""
    parents = parents_of(root)
    for paragraph in [p for p in root.iter("p") if _is_asked(p, lines)]:
        count = lines or LINES
        holder = _holder(paragraph)
        match = _OPENING.match(holder.text or "")
        is_cased = match is not None and match[2].upper() != match[2].lower()
        if match is None or not is_cased or lines_of(paragraph, measure) <= count:
            continue
        initial = _take(holder, match)
        initial.set("style", _style(count, line_em, families))
        _insert(paragraph, holder, initial)
        kept = [*_classes(paragraph) - {"rend-initial-letter"}, "with-initial", f"initial-{count}"]
        paragraph.set("class", " ".join(sorted(kept)))
        if _has_accent(match[2]) and not _is_opening(paragraph, parents):
            add_class(paragraph, "accented-initial")


def _classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())


def _is_asked(paragraph: Element, lines: int) -> bool:
    if "rend-initial-letter" in _classes(paragraph):
        return True
    first = paragraph[0] if len(paragraph) else None
    if first is None or not _is_quotes(paragraph.text):
        return False
    return "rend-initial" in _classes(first) or bool(lines and "lead" in _classes(first))


def _is_quotes(text: str | None) -> bool:
    return not re.search(r"\w", text or "")


def _holder(paragraph: Element) -> Element:
    """Find the element whose own text begins the paragraph; marks before it are moved into it."""
    first = paragraph[0] if len(paragraph) else None
    if first is None or not _classes(first) & {"rend-initial", "lead"}:
        return paragraph
    if not _is_quotes(paragraph.text):
        return paragraph
    first.text = f"{(paragraph.text or '').strip()}{first.text or ''}"
    paragraph.text = None
    return first


def _take(holder: Element, match: re.Match[str]) -> Element:
    """Cut the letter, with the marks before it, out of the text that it begins."""
    initial = Element("span", {"class": "initial"})
    if match[1]:
        hung = Element("span", {"class": "hung"})
        hung.text, hung.tail = match[1], match[2]
        initial.append(hung)
    else:
        initial.text = match[2]
    holder.text = (holder.text or "")[match.end() :]
    if holder.text[:1].isspace():
        add_class(initial, "apart")
    return initial


def _insert(paragraph: Element, holder: Element, initial: Element) -> None:
    if holder is paragraph:
        initial.tail, paragraph.text = paragraph.text, None
    else:
        holder.set("class", " ".join(sorted(_classes(holder) - {"rend-initial"})))
    paragraph.insert(0, initial)


def _has_accent(letter: str) -> bool:
    return any(combining(mark) == ABOVE for mark in normalize("NFD", letter))


def _is_opening(paragraph: Element, parents: dict[Element, Element]) -> bool:
    """Tell whether nothing or a heading, with its space, stands above a paragraph."""
    siblings = [block for block in parents[paragraph] if block.tag != "span"]
    place = siblings.index(paragraph)
    return place == 0 or siblings[place - 1].tag in {"h1", "h2", "header"}


def _style(count: int, line_em: float, families: Sequence[Family]) -> str:
    """Size the letter, and the line that it stands in, so that head and foot are level."""
    capital, middle = _metrics(families[0].faces[0].file)
    size = 1 + (count - 1) * line_em / capital
    line = (2 * count - 1) * line_em + middle * (1 - size)
    return f"font-size: {size:.3f}rem; line-height: {line:.3f}rem; height: {count * line_em:.3f}rem"


@cache
def _metrics(file: Path) -> tuple[float, float]:
    """Measure a face in em: its capitals' height, and ascent less descent."""
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        em = font["head"].unitsPerEm
        return font["OS/2"].sCapHeight / em, (font["hhea"].ascent + font["hhea"].descent) / em
