"""How much of a document its style sheets hide: what Kindle's conversion counts against a book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cssselect2
import tinycss2
from cssselect2.compiler import CompiledSelector
from lxml import etree


def hiding_selectors(sheet: str) -> Iterator[CompiledSelector]:
    """Yield the selectors of `display: none`; what stands in media queries hides on some only."""
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule" or not _hides(rule.content):
            continue
        try:
            yield from cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            continue


def _hides(content: Sequence[object]) -> bool:
    declarations = tinycss2.parse_blocks_contents(content)
    return any(
        each.type == "declaration"
        and each.lower_name == "display"
        and tinycss2.serialize(each.value).strip().lower() == "none"
        for each in declarations
    )


def most_hidden(html: etree._Element, selectors: Sequence[CompiledSelector]) -> int:
    """Return the characters of the largest block that these selectors hide."""
    if not selectors:
        return 0
    found = cssselect2.ElementWrapper.from_xml_root(html).query_all(*selectors)
    return max((len("".join(each.etree_element.itertext())) for each in found), default=0)
