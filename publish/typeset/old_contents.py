"""Contents that a transcription keeps of its source, with the page numbers of another book.

A division of contents whose entries are the book's own headings is made anew, as for a `divGen`
(TEI chapter 3.9.2). In any other list of entries with a link and a page number, of illustrations
say, the number becomes a reference: print shows the page where the link leads, and a screen goes
there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from publish.model.finding import Severity
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import Part
from publish.model.tree import take_out
from publish.typeset.headings import HEADING_TAGS, plain_title
from publish.typeset.planned import Planned
from publish.typeset.render import Typesetter
from publish.typeset.rules.generated import MARK
from publish.typeset.xhtml import H, make

FEWEST = 2
"""Entries that a list must have to be one of contents."""

SHARE = 0.6
"""How much of its entries must be headings of the book for a list to be made anew."""

_NUMBER = r"(?:\d{1,4}|[ivxlc]{1,7})"
_LAST_NUMBER = lazy_pattern(
    rf"(?P<before>^|.*?[\s.…·])(?P<number>{_NUMBER})(?P<after>[\s.]*)$", re.S
)
_LISTS = (H + "ul", H + "ol", H + "table")
_ITEMS = (H + "li", H + "tr")

Made = tuple[Planned, Part | None]


def renew_contents(made: Sequence[Made], typesetter: Typesetter) -> None:
    """Take the source's contents and page numbers for what they are.

    Codes: TYP-063 page numbers that became references, TYP-064 contents that are made anew.
    """
    parts = [(plan, part) for plan, part in made if part is not None]
    known = {_plain(plain_title(heading)) for _, part in parts for heading in _headings(part)}
    for plan, part in parts:
        if plan.kind.name == "contents" and _lists_headings(part, known):
            _make_anew(plan, part, typesetter)
    for plan, part in parts:
        for block in list(part.body.iter(*_LISTS)):
            numbers = _stale_numbers(block)
            for item, link in numbers:
                _refer(item, link)
            if numbers:
                _tell_numbers(plan, numbers, typesetter)


def _headings(part: Part) -> Iterable[etree._Element]:
    return (heading for heading in part.body.iter(*HEADING_TAGS) if plain_title(heading))


def _words(item: etree._Element) -> str:
    """Return the words of an entry; those of a row are parted by its cells."""
    cells = list(item.iterchildren(H + "td", H + "th"))
    return " ".join(plain_title(cell) for cell in cells or [item])


def _plain(text: str) -> str:
    """Return the words of an entry without its page number, case and marks."""
    found = _LAST_NUMBER.match(text)
    words = found["before"] if found and found["before"].strip() else text
    return re.sub(r"[\W_]+", " ", words).strip().casefold()


def _lists_headings(part: Part, known: set[str]) -> bool:
    """Return whether most of the entries of a division are headings of the book."""
    if part.notes or any(block.get(MARK) for block in part.body.iter(H + "div")):
        return False
    items = [item for item in part.body.iter(*_ITEMS) if next(item.iter(*_LISTS), None) is None]
    entries = list(filter(None, (_plain(_words(item)) for item in items)))
    same = [entry for entry in entries if entry in known or _is_among(entry, known)]
    words = sum(len(entry.split()) for entry in entries)
    known_words = sum(len(entry.split()) for entry in same)
    return len(same) >= max(FEWEST, SHARE * len(entries)) and known_words >= SHARE * words


def _is_among(entry: str, known: set[str]) -> bool:
    """Return whether an entry has a heading's words, with its number or without it."""
    return any(
        len(heading) > 3
        and (f" {entry} ".endswith(f" {heading} ") or heading.endswith(f" {entry}"))
        for heading in known
    )


def _make_anew(plan: Planned, part: Part, typesetter: Typesetter) -> None:
    """Put a block that waits for the book's contents in the place of the old lists."""
    blocks = [
        b for b in part.body.iter(*_LISTS) if not any(e.tag in _LISTS for e in b.iterancestors())
    ]
    fresh = make("div", "contents")
    fresh.set(MARK, "contents")
    blocks[0].addprevious(fresh)
    for block in blocks:
        for inner in block.iter(etree.Element):
            typesetter.out.ids.taken.discard(inner.get("id") or "")
        typesetter.walk.ledger.unsaid += map(str, block.itertext(etree.Element))
        take_out(block)
    source = plan.owner if plan.owner is not None else plan.context
    typesetter.out.generated.append((source, fresh))
    message = "the source's contents are made anew, with the pages of this book"
    hint = "to keep them as they are, give the division another @type than contents"
    typesetter.out.tell("TYP-064", message, source, hint, Severity.NOTICE)


def _stale_numbers(block: etree._Element) -> list[tuple[etree._Element, etree._Element]]:
    """List the entries of a list with their links, where all of them end in a page number."""
    items = [item for item in block if item.tag in _ITEMS] or list(block.iter(H + "tr"))
    found = []
    for item in items:
        links = [a for a in item.iter(H + "a") if _is_inward(a)]
        if len({a.get("href") for a in links}) != 1 or not _LAST_NUMBER.match(_words(item)):
            return []
        if any("page-ref" in (a.get("class") or "").split() for a in item.iter(H + "a")):
            return []
        found.append((item, links[-1]))
    return found if len(found) >= FEWEST else []


def _is_inward(link: etree._Element) -> bool:
    is_note = "noteref" in (link.get("class") or "").split()
    return (link.get("href") or "").startswith("#") and not is_note


def _refer(item: etree._Element, link: etree._Element) -> None:
    """Make a reference of the number at an entry's end."""
    href = link.get("href") or ""
    for holder in [item, *item.iterdescendants()][::-1]:
        for name in ("tail", "text"):
            if holder is item and name == "tail":
                continue
            text = getattr(holder, name) or ""
            if not text.strip():
                continue
            found = _LAST_NUMBER.match(text)
            if found:
                _put_reference(holder, name, found, href)
            return


def _put_reference(holder: etree._Element, name: str, found: re.Match[str], href: str) -> None:
    number = etree.Element(H + "a", {"class": "page-ref", "href": href})
    number.text, number.tail = found["number"], found["after"] or None
    setattr(holder, name, found["before"] or None)
    if name == "tail":
        tail, holder.tail = holder.tail, None
        holder.addnext(number)
        holder.tail = tail
    elif holder.tag == H + "a" and not (found["before"].strip() or len(holder)):
        holder.set("class", f"{holder.get('class') or ''} page-ref".strip())
        holder.text = f"{found['number']}{found['after']}"
    elif holder.tag == H + "a":
        holder.text = found["before"].rstrip()
        number.tail = holder.tail
        holder.tail = " "
        holder.addnext(number)
    else:
        holder.insert(0, number)


def _tell_numbers(
    plan: Planned,
    numbers: list[tuple[etree._Element, etree._Element]],
    typesetter: Typesetter,
) -> None:
    source = plan.owner if plan.owner is not None else plan.context
    words = _words(numbers[0][0])
    message = f"{len(numbers)} page numbers of a list are the source's, the first in {words!r}"
    hint = "print shows the pages of this book in their place, a screen links to them"
    typesetter.out.tell("TYP-063", message, source, hint, Severity.NOTICE)
