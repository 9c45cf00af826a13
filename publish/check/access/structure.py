"""Structure that is told, not only seen: headings, tables, lists, notes, roles (WCAG, 1.3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import tomli
from lxml import etree

from publish.check.access.book import (
    DECORATIVE,
    HEADINGS,
    TYPE,
    EpubUnderTest,
    H,
    Page,
    is_hidden,
    name_of,
    words_of,
)
from publish.model.access import Fault

_SCOPES = frozenset(["row", "col", "rowgroup", "colgroup"])
_ENTRIES = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}}
_ROWS = (f"{H}tr",)
_CELLS = (f"{H}td", f"{H}th")
_NOTES = frozenset(["doc-footnote", "doc-endnote"])


@cache
def roles() -> dict[str, list[str] | dict[str, str]]:
    """Return the table of roles: which there are, and which belong to types of EPUB."""
    return tomli.loads(Path(__file__).with_name("roles.toml").read_text("utf-8"))


def headings_in_order(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand that headings go down by one level at a time (H42, G141)."""
    for page in book.pages:
        before = 0
        for heading in page.root.iter(*HEADINGS):
            if is_hidden(heading):
                continue
            rank = int(str(heading.tag)[-1])
            if before and rank > before + 1:
                said = f"the heading {words_of(heading)[:60]!r} of level {rank} stands below one"
                yield page.fault(f"{said} of level {before}", heading)
            before = rank


def headings_have_words(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse headings that say nothing."""
    for page, heading in book.elements(*HEADINGS):
        if not name_of(heading):
            yield page.fault("a heading has no words", heading)


def tables_have_headers(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand of every header cell that it says what it heads (H63)."""
    for page, table in _data_tables(book):
        named = {
            name for cell in table.iter(*_CELLS) for name in (cell.get("headers") or "").split()
        }
        for cell in table.iter(f"{H}th"):
            if cell.get("scope") not in _SCOPES and cell.get("id") not in named:
                said = f"the header {words_of(cell)[:60]!r} does not say whether it heads"
                yield page.fault(f"{said} a row or a column", cell)


def tables_without_headers(book: EpubUnderTest) -> Iterator[tuple[Page, etree._Element]]:
    """Yield tables of rows and columns that have no header cell."""
    for page, table in _data_tables(book):
        rows = [sum(1 for _ in row.iterchildren(*_CELLS)) for row in table.iter(*_ROWS)]
        has_header = next(table.iter(f"{H}th"), None) is not None
        if len(rows) > 1 and max(rows) > 1 and not has_header:
            yield page, table


def _data_tables(book: EpubUnderTest) -> Iterator[tuple[Page, etree._Element]]:
    for page, table in book.elements(f"{H}table"):
        if table.get("role") not in DECORATIVE:
            yield page, table


def lists_hold_entries(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand entries in lists and nothing else (H48)."""
    for page, listed in book.elements(*(H + name for name in _ENTRIES)):
        kind = str(listed.tag).removeprefix(H)
        for child in listed.iterchildren(etree.Element):
            if str(child.tag).removeprefix(H) not in _ENTRIES[kind]:
                yield page.fault(f"a list ({kind}) holds {etree.QName(child).localname}", child)


def types_have_roles(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand the role of each type that has one, since assistive technology heeds roles alone.

    Authority: EPUB Type to ARIA Role Authoring Guide 1.1 (W3C); what Ace tests as
    epub-type-has-matching-role.
    """
    wanted = roles()["types"]
    assert isinstance(wanted, dict)
    for page, element in book.elements():
        for kind in (element.get(TYPE) or "").split():
            role = wanted.get(kind)
            is_free = element.tag == f"{H}body" or _is_in(element, "landmarks")
            if role and not is_free and role not in (element.get("role") or "").split():
                yield page.fault(f"a {kind} has not the role {role}", element)


def _is_in(element: etree._Element, kind: str) -> bool:
    return any(kind in (nav.get(TYPE) or "").split() for nav in element.iterancestors(f"{H}nav"))


def notes_go_both_ways(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand a note for every call, and a way back from it."""
    for page, call in _calls(book):
        named = book.named_by(page, call)
        said = f"the call {name_of(call)!r}"
        if named is None:
            yield page.fault(f"{said} leads to no note", call)
            continue
        target, note = named
        if not any(_leads_back(target, link, page, call) for link in note.iter(f"{H}a")):
            yield page.fault(f"from the note that {said} leads to, no link leads back", call)


def _leads_back(note_page: Page, link: etree._Element, page: Page, call: etree._Element) -> bool:
    """Return whether a link of a note leads to its call; of a second call, to the first."""
    if call.get("id"):
        return note_page.target(link.get("href") or "") == (page.path, call.get("id"))
    return link.get("role") == "doc-backlink"


def notes_are_called_alike(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand that all calls of notes are told in the same way (WCAG 2.2, 3.2.4)."""
    for page, link in book.elements(f"{H}a"):
        is_type = "noteref" in (link.get(TYPE) or "").split()
        is_role = link.get("role") == "doc-noteref"
        is_note = _leads_to_note(book, page, link)
        if is_type != is_role or (is_note and not is_role):
            yield page.fault(f"the call {name_of(link)!r} is not told as one of a note", link)


def _leads_to_note(book: EpubUnderTest, page: Page, link: etree._Element) -> bool:
    named = book.named_by(page, link)
    is_sign = len(name_of(link)) <= 2 and link.get("role") != "doc-backlink"
    return named is not None and named[1].get("role") in _NOTES and is_sign


def _calls(book: EpubUnderTest) -> Iterator[tuple[Page, etree._Element]]:
    for page, link in book.elements(f"{H}a"):
        if link.get("role") == "doc-noteref":
            yield page, link


def ids_are_unique(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand that an id names one element of its document."""
    for page in book.pages:
        seen: set[str] = set()
        for element in page.root.iter(etree.Element):
            name = element.get("id")
            if name and name in seen:
                yield page.fault(f"the id {name!r} stands twice", element)
            seen.add(name or "")


def roles_are_known(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse roles that are not in ARIA 1.2, DPUB-ARIA 1.1 or Graphics-ARIA 1.0."""
    known = set(roles()["known"])
    for page, element in book.elements():
        for role in (element.get("role") or "").split():
            if role not in known:
                yield page.fault(f"there is no role {role!r}", element)


def frames_have_titles(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand a name of what is embedded (H64)."""
    for page, frame in book.elements(f"{H}iframe", f"{H}object", f"{H}embed"):
        if not (frame.get("title") or frame.get("aria-label") or "").strip():
            yield page.fault("what is embedded has no title", frame)
