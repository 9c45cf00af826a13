"""Running heads, folios and signatures: what a page has above and below its text.

A region says so itself, or it is one line at the edge that is a number, or that comes on other
pages too. Words of theirs are kept as `fw`, which is left out of the book (TEI 12.6).
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from msgspec import Struct

from publish.convert.scan.pages import Region, ScanPage
from publish.model.lazy_pattern import lazy_pattern

_KINDS = {
    "header": "header", "footer": "footer", "page-number": "pageNum", "pagenumber": "pageNum",
    "page_number": "pageNum", "folio": "pageNum", "catch-word": "catch", "catchword": "catch",
    "signature-mark": "sig", "running-head": "header", "runninghead": "header",
}  # fmt: skip
_FOLIO = lazy_pattern(r"[\[({—–\s.-]*(\d{1,4}|[ivxlcIVXLC]{1,7})[\])}—–\s.-]*")

EDGE = 0.12
"""The share of a page's height at its top and bottom where running heads stand."""
LINE = 20
"""Characters that a line of text has at least."""
OFTEN = 3
"""On how many pages a line stands that is a running head."""


class Running(Struct, frozen=True):
    """A line that belongs to the page and not to the text."""

    text: str
    kind: str


def take_running(pages: list[ScanPage]) -> list[tuple[list[Running], str]]:
    """Take running lines out of the pages; for each page its lines and its number."""
    seen = Counter(_plain(region.lines[0].text) for page in pages for region in _at_edges(page))
    taken = []
    following = [*pages[1:], None]
    for page, after in zip(pages, following, strict=True):
        edges = [id(region) for region in _at_edges(page)]
        running: list[Running] = []
        for region in reversed(page.regions[:]):
            kind = _kind_of(region, is_edge=id(region) in edges, seen=seen)
            kind = kind or _kind_at_foot(region, page, after)
            if kind:
                page.regions.remove(region)
                running[:0] = [Running(line.text, kind) for line in region.lines]
        taken.append((running, _number(running)))
    return taken


def _at_edges(page: ScanPage) -> list[Region]:
    """List the regions of one line at the top and bottom of a page."""
    single = [region for region in page.regions if len(region.lines) == 1]
    height = page.box.height
    if not height or not page.regions:
        return [each for each in single if each in (page.regions[:1] + page.regions[-1:])]
    return [
        region
        for region in single
        if region.box.bottom < page.box.top + EDGE * height + 0.1 * height
        or region.box.top > page.box.bottom - EDGE * height
        or region is page.regions[0]
        or region is page.regions[-1]
    ]


def _kind_of(region: Region, *, is_edge: bool, seen: Counter[str]) -> str:
    if region.kind in _KINDS:
        return _KINDS[region.kind]
    if not is_edge:
        return ""
    text = region.lines[0].text
    if _FOLIO.fullmatch(text):
        return "pageNum"
    return "header" if len(_plain(text)) > 2 and seen[_plain(text)] >= OFTEN else ""


def _kind_at_foot(region: Region, page: ScanPage, after: ScanPage | None) -> str:
    """Tell a catchword, which the next page begins with, and the line that signs a sheet.

    Below a paragraph that goes on on the next page, whatever stands alone is no part of it.
    """
    place = page.regions.index(region)
    if place == 0 or region is not page.regions[-1] or len(region.lines) > 1:
        return ""
    if after is None:
        return "catch" if re.fullmatch(r"\S{2,20}-", region.lines[0].text) else ""
    text, before = region.lines[0].text, page.regions[place - 1].lines[-1].text
    first = next((line.text for line in after.lines if not _FOLIO.fullmatch(line.text)), "")
    if " " not in text and (text.endswith("-") or first.startswith(text.rstrip("-"))):
        return "catch"
    if len(before) < LINE:
        return ""
    goes_on = not re.search(r"[.!?:;][\"”»]?$", before) and first[:1].islower()
    return "sig" if goes_on and text[:1].isupper() and len(text) < 50 else ""


def _plain(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text.lower())


def _number(running: list[Running]) -> str:
    """Find the page's number among its running lines."""
    for each in sorted(running, key=lambda each: each.kind != "pageNum"):
        whole = _FOLIO.fullmatch(each.text)
        inside = whole or re.search(r"(?:^|\s)(\d{1,4})(?:\s|$)", each.text)
        if inside:
            return str(inside[1])
    return ""


def infer_numbers(numbers: list[str]) -> list[str]:
    """Number pages that have none, where those around them leave just as many out."""
    known = [(place, int(number)) for place, number in enumerate(numbers) if number.isdigit()]
    made = list(numbers)
    for (place, value), (after, then) in pairwise(known):
        between = range(place + 1, after)
        if then - value == after - place and not any(numbers[each] for each in between):
            for each in between:
                made[each] = str(value + each - place)
    return made
