"""Rules for the title page and the rest of the front matter (TEI chapter 4.6)."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from publish.model.document import local_name, tei
from publish.model.edition import Contributor
from publish.model.publication import XHTML
from publish.typeset.render import EPUB_TYPE, Typesetter

_MAIN = frozenset(["main", "full", "series_", ""])


def set_title_page(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set a title page; a second one (of a volume, a half title) keeps its own block."""
    made = typesetter.open(into, "section", element, "title-page")
    made.set(EPUB_TYPE, "titlepage")
    typesetter.children(element, made)


def set_title(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set the title with its parts."""
    parts = element.findall(tei("titlePart"))
    if parts:
        typesetter.children(element, typesetter.open(into, "div", element, "doc-title"))
    else:
        typesetter.children(element, _open_title(element, into, typesetter, "main"))


def set_part(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set one part of a title: the main one is the page's heading."""
    kind = (element.get("type") or "").lower()
    typesetter.children(element, _open_title(element, into, typesetter, kind or "main"))


def _open_title(
    element: etree._Element, into: etree._Element, typesetter: Typesetter, kind: str
) -> etree._Element:
    root = into
    while (parent := root.getparent()) is not None:
        root = parent
    has_heading = next(root.iter(f"{{{XHTML}}}h1"), None) is not None
    if kind in _MAIN and not has_heading and typesetter.part.level == 1:
        return typesetter.open(into, "h1", element, "title")
    names = "".join(c if c.isalnum() and c.isascii() else "-" for c in kind).strip("-")
    return typesetter.open(into, "p", element, f"title-part {names}".strip())


def set_line(element: etree._Element, into: etree._Element, typesetter: Typesetter) -> None:
    """Set an author, an edition, an imprint, a date as a line; inside an imprint, in its line."""
    parent = element.getparent()
    name = _NAMES[local_name(element)]
    if name == "author" and _is_other(element, typesetter.book.edition.book.contributors):
        name = "contributor"
    if parent is not None and local_name(parent) in _LINES:
        if name == "author" and (element.tail or "").lstrip()[:1] in _GOING_ON:
            name = "author run-on"
        typesetter.children(element, typesetter.open(into, "span", element, name))
    else:
        typesetter.children(element, typesetter.open(into, "p", element, name))


def _is_other(element: etree._Element, people: Iterable[Contributor]) -> bool:
    """Return whether a `docAuthor` names somebody who did not write the book: its translator."""
    words = " ".join("".join(map(str, element.itertext())).split())
    return {person.role == "aut" for person in people if person.name in words} == {False}


_GOING_ON = tuple(",;:.)")
"""What keeps to a name: its line goes on, `Moncure Daniel Conway, M.A.`"""

_LINES = frozenset(
    "docImprint byline docEdition titlePart p ab docTitle head hi docAuthor bibl seg opener "
    "closer signed salute dateline l cell item note imprimatur".split()
)

_NAMES = {
    "docAuthor": "author",
    "docEdition": "edition",
    "docImprint": "imprint",
    "docDate": "doc-date",
    "imprimatur": "imprimatur",
}

RULES = {
    "titlePage": set_title_page,
    "docTitle": set_title,
    "titlePart": set_part,
    **dict.fromkeys(_NAMES, set_line),
}
