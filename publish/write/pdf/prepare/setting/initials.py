"""Dropped initials: the first letter of a chapter as high as two or three lines of its text.

Its head is level with the capitals of the first line, its foot stands on the last of those lines
(Bringhurst 4.1.3). A quotation mark before it hangs in the margin, in the size of the text; where
an accent would meet the line above, a line is left free. Which paragraphs have one, the edition
says for all chapters (`print.initials`), and `rend="initial"` of a paragraph, of what begins with
one, or of its first letter. In verse it stands beside the first lines of a stanza, which lose the
indent of lines that turn over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from unicodedata import combining, normalize
from xml.etree.ElementTree import Element

from publish.engine.tree import add_class, classes, parents_of
from publish.house.fonts import Family
from publish.model.lazy_pattern import lazy_pattern
from publish.write.pdf.prepare.setting.estimates import lines_of
from publish.write.pdf.prepare.setting.kept_together import HEADS, tie

ABOVE = 230
"""The combining class of marks that stand above their letter (Unicode 4.3)."""

LINES = 2
"""Lines of an initial that the manuscript asks for, where the edition says nothing."""

ASKED = "rend-initial-letter"
"""The class of a block whose first letter is to be one."""

_OPENING = lazy_pattern(r"\s*([“‘„‚«‹\"'¿¡—–]*[\u00a0\u202f\u2060]?)([^\W\d_][\u0300-\u036f]*)")


def set_initials(
    root: Element, lines: int, line_em: float, measure: float, families: Sequence[Family]
) -> None:
    """Set the initials below `root`; a line is `line_em` high, and `measure` em wide."""
    parents = parents_of(root)
    _hand_down(root)
    for block in [b for b in root.iter() if _may_begin(b) and _is_asked(b, lines)]:
        count = lines or LINES
        beside = [] if block.tag == "p" else _verse_beside(block, parents[block], count)
        fits = bool(beside) or (block.tag == "p" and lines_of(block, measure) > count)
        holder = _holder(block)
        match = _OPENING.match(holder.text or "")
        is_cased = match is not None and match[2].upper() != match[2].lower()
        if match is None or not is_cased or not fits:
            continue
        initial = _take(holder, match)
        initial.set("style", _style(count, line_em, families))
        _insert(block, holder, initial)
        kept = [*classes(block) - {ASKED}, "with-initial"]
        block.set("class", " ".join(sorted([*kept, f"initial-{count}"] if not beside else kept)))
        _set_beside([block, *beside])
        if _has_accent(match[2]) and not _is_opening(block, parents):
            add_class(block, "accented-initial")


def _hand_down(root: Element) -> None:
    """Ask the first paragraph or line of a block for the initial that the block asks for."""
    for block in [e for e in root.iter() if ASKED in classes(e) and not _may_begin(e)]:
        first = next((e for e in block.iter() if e is not block and _may_begin(e)), None)
        if first is not None and ASKED not in classes(first):
            add_class(first, ASKED)
            block.set("class", " ".join(sorted(classes(block) - {ASKED})))


def _may_begin(block: Element) -> bool:
    """Return whether a block may begin with an initial: a paragraph that is no heading, a verse."""
    kinds = classes(block)
    return "l" in kinds or (block.tag == "p" and kinds.isdisjoint(HEADS))


def _verse_beside(line: Element, parent: Element, count: int) -> list[Element]:
    """List the lines that stand beside an initial together with its own; none where they lack."""
    blocks = [block for block in parent if block.tag != "span"]
    place = blocks.index(line)
    lines = blocks[place : place + count]
    are_verse = all("l" in classes(each) and "run-in" not in classes(each) for each in lines)
    return lines[1:] if len(lines) == count and are_verse else []


def _set_beside(lines: list[Element]) -> None:
    """Set lines of verse flush, and keep them on one page."""
    for line in lines[1:]:
        add_class(line, "beside-initial")
    for line in lines[:-1]:
        tie(line)


def _is_asked(paragraph: Element, lines: int) -> bool:
    if ASKED in classes(paragraph):
        return True
    first = paragraph[0] if len(paragraph) else None
    if first is None or not _is_quotes(paragraph.text):
        return False
    return "rend-initial" in classes(first) or bool(lines and "lead" in classes(first))


def _is_quotes(text: str | None) -> bool:
    return not re.search(r"\w", text or "")


def _holder(paragraph: Element) -> Element:
    """Find the element whose own text begins the paragraph; marks before it are moved into it."""
    first = paragraph[0] if len(paragraph) else None
    if first is None or not classes(first) & {"rend-initial", "lead"}:
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
        holder.set("class", " ".join(sorted(classes(holder) - {"rend-initial"})))
        is_emptied = not holder.text and not len(holder)
        if is_emptied and (holder.tail or "")[:1].isspace():
            holder.tail = (holder.tail or "").lstrip()
            add_class(initial, "apart")
    paragraph.insert(0, initial)


def _has_accent(letter: str) -> bool:
    return any(combining(mark) == ABOVE for mark in normalize("NFD", letter))


def _is_opening(paragraph: Element, parents: dict[Element, Element]) -> bool:
    """Return whether nothing or a heading, with its space, stands above a paragraph."""
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
