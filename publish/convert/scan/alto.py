"""ALTO, versions 1 to 4 (Library of Congress)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.convert.scan.pages import (
    SURE,
    Box,
    Doubtful,
    Line,
    Region,
    ScanPage,
    around,
    number_of,
)
from publish.model.document import local_name

_MARGINS = {"TopMargin": "header", "BottomMargin": "footer"}
_CLOSE = 0.15
"""Of a line's height: a smaller gap before a sign is none."""


def read_alto(root: etree._Element) -> Iterator[ScanPage]:
    """Read all pages of a file."""
    name = next((each.text or "" for each in root.iter("{*}fileName")), "")
    kinds = {each.get("ID"): (each.get("LABEL") or "").lower() for each in root.iter("{*}OtherTag")}
    for page in root.iter("{*}Page"):
        box = Box(0, 0, number_of(page.get("WIDTH")), number_of(page.get("HEIGHT")))
        made = ScanPage(name, box)
        for block in page.iter("{*}TextBlock"):
            region = _region(block, kinds)
            if region.lines:
                made.regions.append(region)
        yield made


def _region(block: etree._Element, kinds: dict[str | None, str]) -> Region:
    lines = [line for each in block.iter("{*}TextLine") if (line := _line(each)).text]
    margin = next(
        (_MARGINS[n] for a in block.iterancestors() if (n := local_name(a)) in _MARGINS), ""
    )
    tagged = next((kinds[ref] for ref in (block.get("TAGREFS") or "").split() if ref in kinds), "")
    box = _box(block)
    return Region(lines, margin or tagged, box if box.height else around([x.box for x in lines]))


def _box(element: etree._Element) -> Box:
    left, top = number_of(element.get("HPOS")), number_of(element.get("VPOS"))
    width, height = number_of(element.get("WIDTH")), number_of(element.get("HEIGHT"))
    return Box(left, top, left + width, top + height)


def _line(element: etree._Element) -> Line:
    """Join words, with the spaces that the file has, or else those that the picture shows."""
    has_spaces = element.find("{*}SP") is not None
    text, doubtful, before = "", [], None
    for each in element:
        name = local_name(each)
        if name == "SP":
            text += " "
        elif name == "HYP":
            text = text.rstrip("-¬⸗ ") + "-"
        elif name == "String":
            word = each.get("CONTENT") or ""
            is_close = before is not None and _touches(before, _box(each), text, word)
            if before is not None and not has_spaces and not is_close:
                text += " "
            text += word
            before = _box(each)
            sure = number_of(each.get("WC"))
            if 0 < sure < SURE:
                others = (other.get("CONTENT") or other.text for other in each)
                doubtful.append(Doubtful(word, sure, next(filter(None, others), "")))
    return Line(" ".join(text.split()), _box(element), doubtful)


def _touches(before: Box, after: Box, text: str, word: str) -> bool:
    """Return whether a sign stands directly behind a word, or before it."""
    if text[-1:].isalnum() and word[:1].isalnum():
        return False
    return after.left - before.right < _CLOSE * max(before.height, 1)
