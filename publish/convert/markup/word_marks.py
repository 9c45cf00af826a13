"""What pandoc writes into the text of a Word file: comments, tracked changes, index entries."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from publish.convert.changes import TrackedChange
from publish.convert.markup.page import Page
from publish.convert.tei import make, put, whole_text, words_of

SetContent = Callable[[Page, etree._Element, etree._Element], None]

_MARKS = frozenset(
    """
    insertion deletion comment-start comment-end paragraph-insertion paragraph-deletion indexref
    """.split()
)


def is_mark(element: etree._Element) -> bool:
    """Return whether a span is one of pandoc's marks."""
    return bool(_MARKS & set(element.get("class", "").split()))


def set_mark(
    page: Page, element: etree._Element, into: etree._Element, set_content: SetContent
) -> None:
    """Set what a mark stands for."""
    kind = next(iter(_MARKS & set(element.get("class", "").split())))
    if kind == "comment-start":
        put(into, _comment(page, element))
    elif kind == "indexref":
        put(into, _index(page, element))
    elif kind in {"insertion", "deletion"}:
        _set_change(page, element, into, set_content, is_insertion=kind == "insertion")
    elif kind.startswith("paragraph-"):
        page.log.drop(f"a {kind.removeprefix('paragraph-')} of a paragraph's end")
    else:
        set_content(page, element, into)


def _comment(page: Page, element: etree._Element) -> etree._Element:
    """Make an XML comment of a comment: it is for the editors, and no part of the book."""
    words = " ".join(whole_text(element).split())
    page.log.taken.append(whole_text(element))
    by = ", ".join(
        filter(None, (element.get("data-author"), (element.get("data-date") or "")[:10]))
    )
    page.comments.append(words)
    return etree.Comment(" " + re.sub(r"-(?=-|$)", "- ", f"{by}: {words}") + " ")


def _index(page: Page, element: etree._Element) -> etree._Element:
    """Make an index entry; its levels are parted by colons (ECMA-376 part 1, 17.16.5.76)."""
    entry = element.get("data-entry") or element.get("entry") or ""
    made = holder = make("index")
    for number, level in enumerate(filter(None, map(str.strip, entry.split(":")))):
        if number:
            inner = make("index")
            put(holder, inner)
            holder = inner
        put(holder, make("term", level))
    see = element.get("data-crossref") or element.get("crossref")
    if see:
        put(made, make("term", see, type="see"))
    page.log.taken.append(whole_text(element))
    return made


def _set_change(
    page: Page,
    element: etree._Element,
    into: etree._Element,
    set_content: SetContent,
    *,
    is_insertion: bool,
) -> None:
    mark = make("add" if is_insertion else "del")
    set_content(page, element, mark)
    page.changes.append(
        TrackedChange(
            mark, is_insertion, words_of(mark), element.get("data-author") or "",
            (element.get("data-date") or "")[:10],
        )
    )  # fmt: skip
    put(into, mark)
