"""The pictures of the source's pages: which one a place is on, and how far down.

A page is named by `pb/@facs`: a picture, or a `surface` that has one (TEI P5 chapter 12.1). Where a
`lb` names a `zone`, its rectangle is the place; else the lines are counted, or the letters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree
from msgspec import Struct

from publish.model.document import XML_ID, Document, tei
from publish.model.finding import Place

PICTURES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
MARGIN = 0.1
"""Of a page's height above and below its text, where nobody has measured: most have some more."""
BAND = 0.04
"""Of a page's height that is shown around a line whose place is reckoned."""
FEW_LINES = 3
"""With fewer `lb` than these a page's lines are not all marked."""


class _Leaf(Struct, frozen=True):
    """A page of the source as it begins in the manuscript."""

    name: str
    begin: int
    end: int


class Scans:
    """Where places of a manuscript stand on the pictures of its source."""

    def __init__(self, document: Document) -> None:
        """Take the source as it was read."""
        self._document = document
        self._sources: dict[str, str] = {}
        self._lines: dict[str, list[int]] = {}
        """Where each line of a file begins."""

    def files(self) -> dict[str, Path]:
        """Map the pictures that the page breaks name to the files that there are."""
        found = {}
        for name in {self._picture(pb) for pb in self._document.root.iter(tei("pb"))}:
            path = self._document.path.parent / name
            if path.suffix.lower() in PICTURES and "//" not in name and path.is_file():
                found[name] = path
        return found

    def at(self, place: Place) -> dict[str, Any]:
        """Tell the picture of a place, and its rectangle there in shares; empty where none is."""
        here = self._offset(place)
        leaf = next(
            (each for each in self._leaves.get(place.file, []) if each.begin <= here < each.end),
            None,
        )
        if leaf is None or not leaf.name:
            return {}
        box, is_measured = self._box(place.file, leaf, here)
        return {"scan": leaf.name, "scan_box": box, "scan_is_measured": is_measured}

    @cached_property
    def _by_id(self) -> Mapping[str, etree._Element]:
        return {
            str(each.get(XML_ID)): each
            for each in self._document.root.iter(tei("zone"), tei("surface"))
            if each.get(XML_ID)
        }

    @cached_property
    def _leaves(self) -> dict[str, list[_Leaf]]:
        """List the pages of each file in their order, each up to where the next begins."""
        begun: dict[str, list[tuple[int, str]]] = {}
        name = ""
        for pb in self._document.root.iter(tei("pb")):
            place = self._document.place(pb)
            name = self._picture(pb) or name
            begun.setdefault(place.file, []).append((self._offset(place), name))
        made = {}
        for file, pages in begun.items():
            ends = [at for at, _ in pages[1:]] + [len(self._source(file))]
            made[file] = [_Leaf(n, at, end) for (at, n), end in zip(pages, ends, strict=True)]
        return made

    def _picture(self, pb: etree._Element) -> str:
        """Name the picture of a page: its own, or that of the surface it points at."""
        facs = str(pb.get("facs") or "")
        surface = self._by_id.get(facs[1:]) if facs.startswith("#") else None
        graphic = surface.find(tei("graphic")) if surface is not None else None
        return facs if graphic is None else str(graphic.get("url") or "")

    def _box(self, file: str, leaf: _Leaf, here: int) -> tuple[list[float], bool]:
        text = self._source(file)
        before, behind = text[leaf.begin : here], text[here : leaf.end]
        lines = list(re.finditer(r"<(?:[\w.-]+:)?lb\b([^>]*)>", before))
        zone = re.search(r"facs=[\"']#([^\"']+)", lines[-1][1]) if lines else None
        measured = _rectangle(self._by_id.get(zone[1])) if zone else None
        if measured:
            return measured, True
        count = len(lines) + len(re.findall(r"<(?:[\w.-]+:)?lb\b", behind))
        if count >= FEW_LINES:
            share = (max(1, len(lines)) - 0.5) / count
        else:
            letters = [len(re.sub(r"<[^>]*>?|\s+", "", part)) for part in (before, behind)]
            share = letters[0] / max(1, sum(letters))
        middle = MARGIN + share * (1 - 2 * MARGIN)
        return [0.0, middle - BAND / 2, 1.0, middle + BAND / 2], False

    def _source(self, file: str) -> str:
        if file not in self._sources:
            read = self._document.read_source
            self._sources[file] = read(file) if read else ""
        return self._sources[file]

    def _offset(self, place: Place) -> int:
        if place.file not in self._lines:
            ends = (found.end() for found in re.finditer("\n", self._source(place.file)))
            self._lines[place.file] = [0, *ends]
        lines = self._lines[place.file]
        line = min(max(1, place.line or 1), len(lines))
        return lines[line - 1] + (place.column or 1) - 1


def _rectangle(zone: etree._Element | None) -> list[float] | None:
    """Read the rectangle of a zone in shares of its surface (TEI P5, att.coordinated)."""
    if zone is None or zone.getparent() is None:
        return None
    try:
        corners = [float(zone.get(key, "")) for key in ("ulx", "uly", "lrx", "lry")]
        left, top, right, bottom = _extent(zone)
    except ValueError:
        return None
    if right <= left or bottom <= top:
        return None
    size = right - left, bottom - top
    pairs = zip(corners, (left, top, left, top), (*size, *size), strict=True)
    return [(corner - first) / whole for corner, first, whole in pairs]


def _extent(zone: etree._Element) -> list[float]:
    """Return the corners of the surface around a zone, else of its picture in pixels."""
    surface = next(zone.iterancestors(tei("surface")))
    if surface.get("lrx"):
        return [float(surface.get(key, "0")) for key in ("ulx", "uly", "lrx", "lry")]
    graphic = surface.find(tei("graphic"))
    sizes = [graphic.get(key, "") if graphic is not None else "" for key in ("width", "height")]
    return [0.0, 0.0, *(float(size.removesuffix("px")) for size in sizes)]
