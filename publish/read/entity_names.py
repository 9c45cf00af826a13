"""The names of entities that have no value here, marked in the tree as what they are.

`&slong;` in the text is a character that nobody has said: it becomes a `g` (TEI P5 chapter 5.2)
that shows the name, so that a reader sees that something other is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from publish.model.document import AT, TEI

ENTITY = "entity"
"""The type of such a `g`."""


def mark_names(root: etree._Element, names: Iterable[str]) -> None:
    """Put every `&name;` in the text of TEI elements into a `g` of its own."""
    pattern = "|".join(re.escape(name) for name in names)
    if not pattern:
        return
    found = re.compile(f"&(?:{pattern});")
    for element in list(root.iter(etree.Element)):
        space = str(element.tag).rpartition("}")[0].removeprefix("{")
        if space not in {"", TEI}:
            continue
        for child in list(element):
            _mark(element, child, child.tail or "", found)
        _mark(element, None, element.text or "", found)


def _mark(
    parent: etree._Element, before: etree._Element | None, text: str, found: re.Pattern[str]
) -> None:
    """Mark the names in the text of `parent` behind one of its children, or at its beginning."""
    places = list(found.finditer(text))
    if not places:
        return
    index = 0 if before is None else parent.index(before) + 1
    start = text[: places[0].start()]
    if before is None:
        parent.text = start
    else:
        before.tail = start
    ends = [*(place.start() for place in places[1:]), len(text)]
    for offset, (place, end) in enumerate(zip(places, ends, strict=True)):
        space, brace, _ = str(parent.tag).rpartition("}")
        glyph = etree.Element(f"{space}{brace}g", {"type": ENTITY, AT: parent.get(AT, "")})
        glyph.text, glyph.tail = place[0], text[place.end() : end]
        parent.insert(index + offset, glyph)
