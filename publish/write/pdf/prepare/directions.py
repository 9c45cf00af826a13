"""Which elements of a division run from right to left."""

from __future__ import annotations

from xml.etree.ElementTree import Element

RTL = "data-rtl"
"""The attribute of each element whose text runs from right to left."""


def mark_directions(root: Element) -> bool:
    """Mark the elements that run from right to left; tell whether there are any."""
    found = False
    pending = [(root, False)]
    while pending:
        element, is_rtl = pending.pop()
        own = element.get("dir", "").lower()
        is_rtl = own == "rtl" if own in {"ltr", "rtl"} else is_rtl
        if is_rtl:
            element.set(RTL, "")
            found = True
        pending += [(child, is_rtl) for child in element]
    return found
