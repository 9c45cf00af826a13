"""Verse set in the middle of the page by the length of its lines (Bringhurst 2.3.6).

A poem is as wide as its lines, so that its left edge depends on them: half of what they leave of
the measure. The longest tenth of the lines is left out of account, lest one long line pull a
whole poem to the edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publish.engine.tree import classes
from publish.write.pdf.prepare.directions import RTL
from publish.write.pdf.prepare.setting.estimates import width_of

MOST = 8.0
"""em; short lines do not stand further in than this."""

APART = frozenset("sp l".split())
"""Classes inside which verse stands where the speech or line has it."""


def centre_verse(root: Element, measure: float) -> None:
    """Indent the poems below `root`; `measure` is the text block's width in em."""
    for poem in _poems(root):
        widths = sorted(width_of(line) for piece in poem for line in _lines(piece))
        if widths:
            indent = min(MOST, (measure - widths[int(0.9 * (len(widths) - 1))]) / 2)
            for piece in poem:
                side = "margin-right" if RTL in piece.attrib else "margin-left"
                _indent(piece, side, max(0.0, indent))


def _poems(root: Element) -> Iterator[list[Element]]:
    """Yield the stanzas and lines that stand side by side, outermost ones only.

    Passages that face their translations are one poem on each side; in columns, which are narrow,
    verse stands at their edge.
    """
    pending = [root]
    while pending:
        parent = pending.pop()
        poem = []
        faced: tuple[list[Element], list[Element]] = ([], [])
        for child in parent:
            if _is(child, {"lg", "l"}):
                poem.append(child)
            elif _is(child, {"in-step-row"}):
                for side, cell in zip(faced, child, strict=True):
                    side += [piece for piece in cell if _is(piece, {"lg", "l"})]
            elif not _is(child, APART) and child.tag not in {"aside", "table", "blockquote", "li"}:
                pending.append(child)
        faced = ([], []) if _is(root[0][0], {"in-step-columns"}) else faced
        yield from (pieces for pieces in (poem, *faced) if pieces)


def _is(element: Element, names: set[str] | frozenset[str]) -> bool:
    return not names.isdisjoint(classes(element))


def _lines(piece: Element) -> Iterator[Element]:
    return (line for line in piece.iter() if _is(line, {"l"}))


def _indent(piece: Element, side: str, indent: float) -> None:
    styles = [piece.get("style", "").rstrip("; "), f"{side}: {indent:.1f}em"]
    piece.set("style", "; ".join(style for style in styles if style))
