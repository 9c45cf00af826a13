"""Numbers that list items bring: what `li value` says to browsers, said in CSS for WeasyPrint."""

from __future__ import annotations

from xml.etree.ElementTree import Element


def keep_numbers(root: Element) -> None:
    """Set the counter of each item that has a `value` (CSS Lists 3, section 4.2).

    WeasyPrint counts the item itself after that, so the counter is set to one less.
    """
    for item in root.iter("li"):
        value = item.get("value", "")
        if value.isdigit():
            rest = item.get("style", "")
            item.set("style", f"counter-set: list-item {int(value) - 1}; {rest}".strip())
