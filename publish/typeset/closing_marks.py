"""Closing quotation marks: close to the words, and before the source that a quotation ends with."""

from __future__ import annotations

from lxml import etree

from publish.model.document import local_name
from publish.typeset.render import Typesetter
from publish.typeset.xhtml import classes

SOURCE = "source"
"""The class of what names the passage that a quotation is from."""

_SOURCES = frozenset({"bibl", "ref", "ptr"})


def close_marks(
    holder: etree._Element, closing: str, element: etree._Element, typesetter: Typesetter
) -> None:
    """Set the closing mark: close to the quoted words, before the source that ends the element.

    Chicago 13.64, 13.66. The space that the markup has before it follows it, where it parts words.
    """
    source = next(holder.iterchildren(reversed=True), None)
    if source is None or not _is_source(source, element) or (source.tail or "").strip():
        is_trimmed = _trim_end(holder)
        space = " " if _needs_space(element, is_trimmed=is_trimmed) else ""
        typesetter.say(holder, closing + space)
        return
    behind = source.getprevious()
    words = ((holder.text if behind is None else behind.tail) or "").rstrip()
    if behind is None:
        holder.text = f"{words}{closing} "
    else:
        behind.tail = f"{words}{closing} "


def _is_source(last: etree._Element, quotation: etree._Element) -> bool:
    """Return whether a quotation ends with what names its source, and no speaker says it."""
    kinds = classes(last)
    return SOURCE in kinds or ("bibl" in kinds and local_name(quotation) == "quote")


def _trim_end(holder: etree._Element) -> bool:
    """Take the space off the end of what an element holds; return whether there was any."""
    last = next(holder.iterchildren(reversed=True), None)
    words = (holder.text if last is None else last.tail) or ""
    kept = words.rstrip(" \t\r\n")
    if kept == words:
        return False
    if last is None:
        holder.text = kept
    else:
        last.tail = kept or None
    return True


def _needs_space(element: etree._Element, *, is_trimmed: bool) -> bool:
    """Return whether what follows a quotation would stand against its closing mark."""
    tail, following = element.tail or "", element.getnext()
    if tail:
        return is_trimmed and tail[0].isalnum()
    around = element.getparent()
    if following is None or around is None:
        return False
    is_cited = local_name(around) == "cit" and local_name(following) in _SOURCES
    return is_trimmed or is_cited
