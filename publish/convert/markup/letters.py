"""What opens and closes letters, and texts inside a text, where a page's classes say so."""

from __future__ import annotations

import re

from lxml import etree

from publish.convert.markup.page import Page, names_of
from publish.convert.markup.speeches import SetContent
from publish.convert.tei import make, put

_PARTS = {"salute": r"salut(e|ation)", "signed": r"sign(ed|ature)", "dateline": r"date-?line"}
_HOLDERS = {"opener": r"\bopener\b|letter-?head", "closer": r"\bcloser\b|letter-?foot"}


def holder_of(element: etree._Element) -> str:
    """Return `opener` or `closer` for an element that is called so; empty for any other."""
    if element.tag not in {"div", "header", "footer", "section"} or not len(element):
        return ""
    if any(child.tag not in {"p", "div", "span"} for child in element):
        return ""
    names = names_of(element)
    return next((name for name, said in _HOLDERS.items() if re.search(said, names)), "")


def is_text_in_text(element: etree._Element) -> bool:
    """Return whether an element is a text of its own inside another, as we write them."""
    return "floating-text" in (element.get("class") or "").split()


def set_holder(page: Page, element: etree._Element, set_content: SetContent) -> etree._Element:
    """Set the lines that open or close a letter, each as what its class says."""
    made = make(holder_of(element))
    for child in element:
        names = names_of(child)
        named = (name for name, said in _PARTS.items() if re.search(rf"\b{said}\b", names))
        line = make(next(named, "salute" if made.tag.endswith("opener") else "signed"))
        set_content(page, child, line)
        put(made, line)
    return made
