"""The words of a teiHeader, folded and without what is no part of a name or title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from publish.model.document import local_name, tei
from publish.model.lazy_pattern import lazy_pattern

ASIDE = frozenset("note idno email affiliation address graphic figure index fw".split())
"""Elements whose words are beside the point in a header."""
READINGS = frozenset({"sic", "orig", "abbr"})
PLACEHOLDER = lazy_pattern(
    r"[\s#?.\-–—_xX]*|\[?\s*(n/?a|none|unknown|insert\b.*|to be (completed|added).*|tba|tbd"
    r"|todo\b.*|untitled|title|author|publisher|publication statement|name, institution"
    r"|.*\blorem ipsum\b.*|\$\w+)\s*\]?\.?",
    re.I | re.S,
)
"""What templates leave in a header that nobody filled in."""


def find_all(element: etree._Element | None, path: str) -> list[etree._Element]:
    """Find TEI elements by a path of local names, such as `fileDesc/titleStmt/title`."""
    if element is None:
        return []
    return element.findall(
        "/".join(step if step in {".", "*", ""} else tei(step) for step in path.split("/"))
    )


def find(element: etree._Element | None, path: str) -> etree._Element | None:
    """Find the first such element."""
    return next(iter(find_all(element, path)), None)


def words_of(element: etree._Element | None) -> str:
    """Return an element's words with white space folded; empty for a placeholder."""
    if element is None:
        return ""
    words = fold("".join(_pieces(element)))
    return "" if PLACEHOLDER.fullmatch(words) else words


def fold(text: str) -> str:
    """Fold white space, and close up before punctuation what markup had set apart."""
    return re.sub(r" (?=[,.](\s|$))", "", " ".join(text.split()))


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name == "lb":
            yield "" if child.get("break") == "no" else " "
        elif name and not _is_aside(child, name):
            yield from _pieces(child)
        yield child.tail or ""


def _is_aside(element: etree._Element, name: str) -> bool:
    parent = element.getparent()
    if name in READINGS:
        return parent is not None and local_name(parent) == "choice"
    return name in ASIDE
