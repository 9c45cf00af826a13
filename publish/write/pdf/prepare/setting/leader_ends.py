"""Leaders in contents keep to the last word of their title: dots and a number are no line.

A leader is a box of its own (CSS GCPM 3 section 5), before which a line may end; where a title
fills its line to the end, dots and page number would stand below it alone.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

_LAST_WORD = re.compile(r"\S+\s*$")
_LAST_SQUARE = re.compile("[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef].?\\s*$")
"""East Asian writing, which has no words to part."""


def bind_leaders(root: Element) -> None:
    """Put the last word of each entry of a list with leaders into `a.led`, which holds them.

    It is a link in the link: each box of a link is to be tagged as one (PDF/UA-1 clause 7.18.5).
    """
    for link in root.iter("a"):
        if "entry" not in link.get("class", "").split():
            continue
        text = link.text or ""
        found = _LAST_SQUARE.search(text) or _LAST_WORD.search(text)
        if len(link) or found is None:
            continue
        link.text = text[: found.start()]
        led = {"class": "led", "href": link.get("href", "")}
        SubElement(link, "a", led).text = found[0]
