"""Text that the manuscript wants in vertical lines, which we do not set."""

from __future__ import annotations

import re

from lxml import etree

from publish.model.document import Document, local_name
from publish.model.finding import Finding, warning
from publish.model.lazy_pattern import lazy_pattern

_CSS = lazy_pattern(r"writing-mode\s*:\s*(vertical|sideways|tb|bt)", re.IGNORECASE)
_WORDS = lazy_pattern(
    r"(?<![\w-])(vertical(-?(rl|lr|text|setting|writing))?|tate(gaki|gumi)|tb-rl|縦書き?|縦組み?|"
    r"直排|竖排|豎排)(?![\w-])",
    re.IGNORECASE,
)
_SET = frozenset("text body front back group div p ab lg l head quote said".split())
"""Elements whose `@rend` of "vertical" speaks of lines; a rule's or a table's does not."""


def check_vertical(document: Document) -> list[Finding]:
    """Find the first place that asks for vertical lines (CSS Writing Modes 3). Code: REA-127."""
    asking = [element for element in document.root.iter(etree.Element) if _asks(element)]
    if not asking:
        return []
    more = f", and {len(asking) - 1} more like it" if asking[1:] else ""
    message = f"<{local_name(asking[0])}> asks for vertical lines{more}; all lines are horizontal"
    hint = "take the request out, or print the book with a program that sets vertical type"
    return [warning("REA-127", message, document.place(asking[0]), hint)]


def _asks(element: etree._Element) -> bool:
    name, style = local_name(element), element.get("style") or ""
    rend, rendition = element.get("rend") or "", element.get("rendition") or ""
    if (style and _CSS.search(style)) or (rend and _CSS.search(rend)):
        return True
    if name == "rendition":
        return bool(_CSS.search("".join(map(str, element.itertext()))))
    if not (rend or rendition) or not (name in _SET or name.startswith("div")):
        return False
    said = f"{rend} {rendition}"
    return bool(_WORDS.search(said.replace("#", " ").replace("simple:", " ")))
