"""Titles as plain text: of a heading in the output, and of a manuscript whose text has none.

Notes, page breaks and the like are no part of a title; a line break in a heading is a space.
"""

from __future__ import annotations

import re

from lxml import etree

from publish.house.header_text import words_of
from publish.model.document import XML_LANG, local_name, tei
from publish.model.publication import XHTML

H = f"{{{XHTML}}}"
HEADING_TAGS = frozenset(f"{H}h{rank}" for rank in range(1, 7))

_SILENT_CLASSES = frozenset(
    "noteref apparatus-ref pagebreak line-number part-number sic missing-image".split()
)
_SILENT_TAGS = frozenset(f"{H}{name}" for name in ("rt", "rp"))
_ENDS = tuple(".!?:;,…—–-。！？؟।")


def is_headed(element: etree._Element) -> bool:
    """Return whether a division has a heading of its own that says something."""
    return any(
        "".join(map(str, head.itertext())).strip() for head in element.iterchildren(tei("head"))
    )


def close_gaps(section: etree._Element) -> None:
    """Raise headings that leave out a rank, so that the next below an h1 is an h2.

    A division without a heading of its own lowers those of its divisions; in the output nothing
    is left out, and what stood side by side has one rank (WCAG 2.4.6, technique G141). The first
    heading keeps its rank.
    """
    above: list[tuple[int, int]] = []
    for heading in section.iter(*HEADING_TAGS):
        written = int(str(heading.tag)[-1])
        while above and above[-1][0] >= written:
            above.pop()
        rank = min(written, above[-1][1] + 1) if above else written
        above.append((written, rank))
        heading.tag = f"{H}h{rank}"


def header_title(text: etree._Element, language: str = "") -> str:
    """Take a text's title, not its series', from the header beside it (TEI chapter 2.2.1).

    Of titles in several languages that of `language` is taken, else the first.
    """
    around = text.getparent()
    if around is None or local_name(around) not in {"TEI", "TEI.2"} or _describes_first(text):
        return ""
    path = f"{tei('teiHeader')}/{tei('fileDesc')}/{tei('titleStmt')}/{tei('title')}"
    titles = around.findall(path)
    main = [title for title in titles if title.get("type") in {None, "main"}]
    own = [title for title in main if title.get("level") not in {"s", "j"}]
    chosen = _in_language([*own, *main], language)
    return words_of(chosen)


def _in_language(titles: list[etree._Element], language: str) -> etree._Element | None:
    wanted = language.partition("-")[0]
    like = (t for t in titles if wanted and (t.get(XML_LANG) or "").partition("-")[0] == wanted)
    return next(like, next(iter(titles), None))


def _describes_first(text: etree._Element) -> bool:
    """Return whether a text begins with a manuscript's description, headed by its shelfmark."""
    body = text.find(tei("body"))
    first = None if body is None else next(body.iterchildren(etree.Element), None)
    if first is None or local_name(first) != "msDesc":
        return False
    return first.find(f"{tei('msIdentifier')}/{tei('idno')}") is not None


def fold(text: str) -> str:
    """Fold white space."""
    return re.sub(r"\s+", " ", text).strip()


def plain_title(heading: etree._Element) -> str:
    """Return the words of a heading in the output, as contents and running heads show them."""
    pieces: list[str] = []
    _gather(heading, pieces)
    return fold("".join(pieces).replace("\u00ad", ""))


def _gather(element: etree._Element, pieces: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            if child.tag == f"{H}br":
                pieces.append(" ")
            elif not _is_silent(child):
                _gather(child, pieces)
        pieces.append(child.tail or "")


def _is_silent(element: etree._Element) -> bool:
    if element.tag in _SILENT_TAGS:
        return True
    classes = (element.get("class") or "").split()
    if element.tag == f"{H}img":
        return True
    return any(name in _SILENT_CLASSES for name in classes)


def join_titles(titles: list[str]) -> str:
    """Join the lines of a heading: `Chapter I` and `The Sea` give `Chapter I. The Sea`."""
    joined = ""
    for title in filter(None, titles):
        if not joined:
            joined = title
        else:
            joined += (" " if joined.endswith(_ENDS) else ". ") + title
    return joined
