"""What the lines of a transcribed title page are: found by the header's own words.

Many transcriptions have a title page as mere paragraphs, in the order of the source: author,
title, place, publisher, or title first. The header names them all (TEI chapter 2.2), so that each
line is told by its words and set by its role, and the imprint goes to the foot (Chicago 1.19).
"""

from __future__ import annotations

import re
import unicodedata

from lxml import etree
from msgspec import Struct

from publish.house.language.sense_lines import bind_by_sense
from publish.model.document import Document, tei
from publish.model.edition import Edition
from publish.model.lazy_pattern import lazy_pattern
from publish.typeset.ledger import Ledger
from publish.typeset.xhtml import HEADINGS, H, add_class, classes, has_content, make, name_of

FOOT = "imprint-foot"
DESIGNED = "designed"

LONGEST = 900
"""Characters beyond which a title page is a text, and its imprint keeps its place."""

_FREE = frozenset("ab rend-center rend-bold rend-italic rend-larger rend-smaller line".split())
"""Classes that say nothing of what a line is."""

_BY = lazy_pattern(
    r"\W*(by|von|par|de|di|da|por|door|av|af|przez|napisał|написал)\b", re.IGNORECASE
)
_YEAR = lazy_pattern(r"\b1[4-9]\d\d\b|\b20\d\d\b|\bM[DCLXVI. ]{3,}\b")
_TRADE = lazy_pattern(
    r"\b(print(ed|er)|publish(er|ed|ing)|press|sold by|verlag|druck|gedruckt|buchhandlung|"
    r"[ée]dit(eur|ions?)|imprim|librairie|libreria|editore|tipografia|imprenta|uitgever|"
    r"nakład|księgarni|drukarni|изда|типограф|друкарн|видавн|& ?(co|cie|sons?)\b)",
    re.IGNORECASE,
)
_NAME = lazy_pattern(r"(?:[^\W\d_][\w.’'-]*\s+){1,3}[^\W\d_][\w.’'-]*\W*")
_TWO_MARKS = lazy_pattern(r"([:;,])\s*,(?=\s|$)")


class Known(Struct, frozen=True):
    """What the header says of title, authors and imprint, as words without case and accents."""

    title: tuple[str, ...]
    authors: frozenset[str]
    imprint: tuple[tuple[str, ...], ...]
    source: frozenset[str]
    """All words that describe the source."""

    @classmethod
    def of(cls, document: Document, edition: Edition) -> Known:
        """Take them from the edition, and those of the source from the header."""
        people = [*edition.authors(), *_said(document, "author")]
        imprint = [edition.book.publisher, edition.book.publisher_place]
        imprint += _said(document, "publisher", "pubPlace")
        return cls(
            words_of(edition.book.title),
            frozenset(word for name in people for word in words_of(name) if len(word) > 3),
            tuple(filter(None, map(words_of, imprint))),
            frozenset(word for said in _said(document, "sourceDesc") for word in words_of(said)),
        )


def _said(document: Document, *names: str) -> list[str]:
    header = document.root.find(f".//{tei('teiHeader')}")
    found = [] if header is None else header.iter(*map(tei, names))
    return ["".join(map(str, element.itertext())) for element in found]


def words_of(text: str) -> tuple[str, ...]:
    """List the words of a text without case, accents and marks."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(re.findall(r"\w+", plain))


def design_title_page(section: etree._Element, known: Known, ledger: Ledger) -> None:
    """Give each line its role, and put the imprint at the foot of a short page."""
    page = _page_of(section)
    lines = [block for block in page if name_of(block) != "span" and has_content(block)]
    _give_roles([line for line in lines if _is_free(line)], known, lines)
    for line in lines:
        if "imprint" in classes(line):
            _close_marks(line, ledger)
    if _is_short(page):
        _put_imprint_at_foot(page, lines)


def _page_of(section: etree._Element) -> etree._Element:
    """Find the block that holds the lines: a `titlePage` is a section in its part."""
    blocks = [child for child in section if name_of(child) != "span"]
    if len(blocks) == 1 and name_of(blocks[0]) in {"section", "div"}:
        return _page_of(blocks[0])
    return section


def _is_free(line: etree._Element) -> bool:
    """Return whether a line has no role as yet."""
    return name_of(line) == "p" and not classes(line) - _FREE


def _give_roles(free: list[etree._Element], known: Known, lines: list[etree._Element]) -> None:
    with_roles = [line for line in lines if line not in free]
    has_title = any(
        name_of(line) in HEADINGS or "doc-title" in classes(line) for line in with_roles
    )
    titles = [] if has_title else _title_lines(free, known.title)
    rest = [line for line in free if line not in titles]
    authors = [line for line in rest if _names_author(_text(line), known)]
    start = _start_of_imprint(rest, authors, titles, free, known)
    imprint = [line for line in free[start:] if line not in titles and line not in authors]
    others = [line for line in rest if line not in authors and line not in imprint]
    if titles and not authors and not any("author" in classes(line) for line in with_roles):
        authors = [line for line in others if _NAME.fullmatch(_text(line))][:1]
    if not titles and not has_title:
        titles = [line for line in others if line not in authors][:1]
    for role, found in (("title", titles), ("author", authors), ("imprint", imprint)):
        for line in found:
            add_class(line, role)
            if role != "imprint" and not len(line) and line.text:
                line.text = bind_by_sense(line.text)


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _title_lines(lines: list[etree._Element], title: tuple[str, ...]) -> list[etree._Element]:
    """Find the line that has the title, or the lines that share its words among them."""
    for start, line in enumerate(lines):
        words = words_of(_text(line))
        if words and _holds(words, title) and len(words) <= 3 * len(title) + 6:
            return [line]
        found: list[etree._Element] = []
        said: tuple[str, ...] = ()
        for following in lines[start:]:
            more = said + words_of(_text(following))
            if more != title[: len(more)]:
                break
            found, said = [*found, following], more
        if said and (len(said) == len(title) or len(said) >= 3):
            return found
    return []


def _holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return bool(part) and any(
        words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1)
    )


def _names_author(text: str, known: Known) -> bool:
    words = words_of(text)
    if len(words) > 12 or _YEAR.search(text) or _TRADE.search(text):
        return False
    named = [word for word in words if word in known.authors]
    return bool(named) or (bool(_BY.match(text)) and len(words) < 7 and len(words) > 1)


def _start_of_imprint(
    rest: list[etree._Element],
    authors: list[etree._Element],
    titles: list[etree._Element],
    free: list[etree._Element],
    known: Known,
) -> int:
    """Find the line with which the imprint begins: the first of its words behind the title."""
    behind = max((free.index(line) for line in titles), default=-1)
    for line in rest:
        at = free.index(line)
        if at > behind and line not in authors and _is_imprint(_text(line), known):
            is_place = at - 1 > behind and free[at - 1] in rest and free[at - 1] not in authors
            return at - 1 if is_place and _is_place(_text(free[at - 1]), known) else at
    return len(free)


def _is_place(text: str, known: Known) -> bool:
    """Return whether a line before the publisher's is a place: `London:`, or one of the source."""
    words = words_of(text)
    return len(words) < 4 and (text.endswith(":") or known.source.issuperset(words))


def _is_imprint(text: str, known: Known) -> bool:
    words = words_of(text)
    if any(_holds(words, said) for said in known.imprint):
        return True
    return bool(_TRADE.search(text)) or (bool(_YEAR.search(text)) and len(words) < 6)


def _close_marks(line: etree._Element, ledger: Ledger) -> None:
    """Take the comma from behind a mark that parts already: `LONDON:, G. Whittaker`."""
    for element in line.iter(etree.Element):
        for name in ("text", "tail") if element is not line else ("text",):
            written = getattr(element, name) or ""
            if _TWO_MARKS.search(written):
                setattr(element, name, _TWO_MARKS.sub(r"\1", written))
                ledger.unsaid += [","] * len(_TWO_MARKS.findall(written))


def _is_short(page: etree._Element) -> bool:
    """Return whether a page is one of a few lines, all of which it holds."""
    apart = page.iterdescendants(*(H + name for name in ("table", "ul", "ol", "section")))
    has_notes = any("noteref" in classes(link) for link in page.iter(H + "a"))
    return next(apart, None) is None and not has_notes and len(_text(page)) <= LONGEST


def _put_imprint_at_foot(page: etree._Element, lines: list[etree._Element]) -> None:
    """Wrap the imprint, and what stands behind it, in a block that sinks to the page's foot."""
    imprints = [line for line in lines if classes(line) & {"imprint", "doc-date"}]
    add_class(page, DESIGNED)
    if not imprints or imprints[0] is lines[0]:
        return
    foot = make("div", FOOT)
    start = page.index(imprints[0])
    moved = list(page)[start:]
    page.insert(start, foot)
    foot.extend(moved)
