"""Where each element stands in the manuscript as written: what findings point at."""

from __future__ import annotations

import xml.parsers.expat as expat

from lxml import etree

from publish.model.finding import Place


def places_of(data: bytes, root: etree._Element, file_name: str) -> dict[etree._Element, Place]:
    """Find line and column of every element; the tree is the one that was written."""
    rows: list[tuple[int, int]] = []
    parser = expat.ParserCreate()

    def start(_name: str, _attributes: dict[str, str]) -> None:
        rows.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    parser.StartElementHandler = start
    parser.Parse(data, True)
    elements = root.iter(etree.Element)
    return {
        element: Place(file_name, line, column)
        for element, (line, column) in zip(elements, rows, strict=True)
    }
