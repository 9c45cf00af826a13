"""PAGE (PRImA Research Lab), 2010 to 2019."""

from __future__ import annotations

import re
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


def read_page_xml(root: etree._Element) -> Iterator[ScanPage]:
    """Read the page of a file; its regions come in their reading order."""
    for page in root.iter("{*}Page"):
        box = Box(0, 0, number_of(page.get("imageWidth")), number_of(page.get("imageHeight")))
        made = ScanPage(page.get("imageFilename") or "", box)
        regions = {each.get("id") or "": each for each in page.iter("{*}TextRegion")}
        order = [
            each.get("regionRef") or "" for each in page.iter("{*}RegionRefIndexed", "{*}RegionRef")
        ]
        names = [name for name in order if name in regions]
        for name in [*names, *(name for name in regions if name not in names)]:
            region = _region(regions[name])
            if region.lines:
                made.regions.append(region)
        yield made


def _region(element: etree._Element) -> Region:
    lines = [line for each in element.iterchildren("{*}TextLine") if (line := _line(each)).text]
    if not lines:
        lines = [Line(text) for text in _unicode(element).split("\n") if text.strip()]
    box = _box(element)
    return Region(
        lines, element.get("type") or "", box if box.height else around([x.box for x in lines])
    )


def _line(element: etree._Element) -> Line:
    words = list(element.iterchildren("{*}Word"))
    text = _unicode(element) or " ".join(_unicode(word) for word in words)
    doubtful = [
        Doubtful(readings[0], sure, next(iter(readings[1:]), ""))
        for word in words
        for equivalent in list(word.iterchildren("{*}TextEquiv"))[:1]
        if 0 < (sure := number_of(equivalent.get("conf"))) < SURE and (readings := _readings(word))
    ]
    return Line(" ".join(text.split()), _box(element), doubtful)


def _unicode(element: etree._Element) -> str:
    """Read the first reading of an element; others are its alternatives."""
    return next(iter(_readings(element)), "")


def _readings(element: etree._Element) -> list[str]:
    equivalents = sorted(
        element.iterchildren("{*}TextEquiv"), key=lambda each: number_of(each.get("index"))
    )
    found = (each.findtext("{*}Unicode") or "" for each in equivalents)
    return [text for text in found if text.strip()]


def _box(element: etree._Element) -> Box:
    coordinates = element.find("{*}Coords")
    if coordinates is None:
        return Box()
    said = coordinates.get("points") or " ".join(
        f"{each.get('x')},{each.get('y')}" for each in coordinates.iter("{*}Point")
    )
    points = [
        (float(x), float(y)) for x, y in re.findall(r"(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)", said)
    ]
    if not points:
        return Box()
    across, down = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(down), max(across), max(down))
