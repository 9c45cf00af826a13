"""The ways through a book: reading order, contents, landmarks, links, titles (WCAG 2.2, 2.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from publish.check.access.book import (
    DC,
    HEADINGS,
    NCX,
    TYPE,
    EpubUnderTest,
    H,
    Page,
    is_hidden,
    name_of,
    words_of,
)
from publish.model.access import Fault

SAYS_NOTHING = frozenset(
    "here|click here|this|this link|link|more|read more|hier|hier klicken|mehr|weiter|ici|"
    "cliquez ici|lire la suite|aquí|haga clic aquí|más|qui|clicca qui|aqui|clique aqui|klik hier|"
    "här|klicka här|her|klik her|tutaj|kliknij tutaj|zde|здесь|тут|itt|tässä".split("|")
)
"""Words of links that say nothing of where they lead (F63), in the languages of our labels."""

ROLES_THAT_SAY = frozenset(
    ["doc-noteref", "doc-backlink", "doc-biblioref", "doc-glossref", "doc-pagebreak"]
)
MADE = frozenset(
    "toc index loi lot lov landmarks page-list errata colophon copyright-page titlepage "
    "halftitlepage cover".split()
)
"""Divisions that typesetting makes; their links say where they lead."""

OFTEN = 3
"""Documents that must begin alike before their beginning is taken for a block that repeats."""


def contents_in_reading_order(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand that contents follow the spine and the order within each document."""
    nav = book.nav
    if nav is None:
        return
    links = [link for link in book.links_of("toc") if link.get("href")]
    places = [(link, book.place_of(nav, str(link.get("href")))) for link in links]
    for (before, one), (link, other) in pairwise(places):
        if one is not None and other is not None and other < one:
            said = f"the contents have {name_of(link)!r} behind {name_of(before)!r}"
            yield nav.fault(f"{said}, which the book has before it", link)


def contents_are_whole(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand that contents lead to every document of the text that opens with a heading."""
    if book.nav is None:
        yield Fault(book.opf, "there is no navigation document")
        return
    hrefs = [str(link.get("href")) for link in book.links_of("toc") if link.get("href")]
    listed = {book.nav.target(href)[0] for href in hrefs}
    for page in book.texts:
        body = next(page.root.iter(f"{H}body"), None)
        heading = next(page.root.iter(f"{H}h1"), None)
        is_text = body is not None and "bodymatter" in (body.get(TYPE) or "").split()
        if is_text and heading is not None and page.path not in listed:
            yield page.fault(f"the contents do not list {words_of(heading)[:60]!r}", heading)


def contents_agree(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand the same contents, in the same order, for new reading systems and for old (3.2.3)."""
    data = next((data for name, data in book.files.items() if name.endswith(".ncx")), None)
    if data is None or book.nav is None:
        return
    points = etree.fromstring(data).iter(f"{NCX}navPoint")
    old = [(point.findtext(f"{NCX}navLabel/{NCX}text") or "").strip() for point in points]
    new = [words_of(link) for link in book.links_of("toc")]
    if [label.split() for label in old] != [label.split() for label in new]:
        yield Fault(book.nav.path, "the contents and the NCX do not list the same")


def all_documents_are_read(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand every document in the spine, and links to what is out of its turn."""
    linear = dict(book.spine)
    linked = {
        page.target(str(link.get("href")))[0]
        for page, link in book.elements(f"{H}a")
        if link.get("href")
    }
    for page in book.pages:
        if page.path not in linear and page is not book.nav:
            yield page.fault("the document is not in the spine")
        elif not linear.get(page.path, True) and page.path not in linked:
            yield page.fault("the document is read out of turn, and nothing leads to it")


def landmarks_lead(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand landmarks, and that each leads somewhere."""
    nav = book.nav
    if nav is None:
        return
    links = book.links_of("landmarks")
    kinds = {kind for link in links for kind in (link.get(TYPE) or "").split()}
    if "bodymatter" not in kinds:
        yield nav.fault("no landmark leads to the start of the text")
    for link in links:
        if book.place_of(nav, link.get("href") or "") is None:
            yield nav.fault(f"the landmark {name_of(link)!r} leads nowhere", link)


def nothing_repeats_before_text(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse a block of links with which documents begin again and again (2.4.1)."""
    starts = [(page, _first_block(page)) for page in book.texts]
    links = {page.path: [words_of(link) for link in _links(block)] for page, block in starts}
    said = Counter(tuple(words) for words in links.values() if len(words) > 1)
    for page, block in starts:
        if said[tuple(links[page.path])] >= OFTEN:
            yield page.fault("the document begins with the links that others begin with", block)


def _first_block(page: Page) -> etree._Element | None:
    body = next(page.root.iter(f"{H}body"), None)
    block = next(body.iterchildren(etree.Element), None) if body is not None else None
    if block is not None and block.tag == f"{H}section":
        return next(block.iterchildren(etree.Element), block)
    return block


def _links(block: etree._Element | None) -> list[etree._Element]:
    return [] if block is None else list(block.iter(f"{H}a"))


def documents_have_titles(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand a title of every document, and one that is not the name of its file (H25, F25)."""
    for page in book.pages:
        title = " ".join((page.root.findtext(f"{H}head/{H}title") or "").split())
        if not title or title.casefold() in {page.path.casefold(), page.path.split("/")[-1]}:
            yield page.fault(f"the document's title is {title!r}" if title else "no title")


def publication_has_title(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand a title of the book."""
    title = (book.package.findtext(f".//{DC}title") or "").strip()
    if not title or title == "Untitled":
        yield Fault(book.opf, "the book has no title")


def links_have_names(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse links without words (F89)."""
    for page, link in book.elements(f"{H}a"):
        if link.get("href") and not name_of(link):
            yield page.fault(f"the link to {link.get('href')} has no words", link)


def links_say_where(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse words of links that say nothing of where they lead (F63)."""
    for page, link in links_of_the_text(book):
        words = name_of(link)
        is_bare = not any(character.isalnum() for character in words)
        if words and (is_bare or words.casefold().strip(" .:…") in SAYS_NOTHING):
            yield page.fault(f"the link {words!r} does not say where it leads", link)


def links_of_the_text(book: EpubUnderTest) -> Iterator[tuple[Page, etree._Element]]:
    """Yield the author's links: not calls of notes, nor those of contents and the like."""
    for page in book.texts:
        for link in page.root.iter(f"{H}a"):
            has_role = bool(ROLES_THAT_SAY & set((link.get("role") or "").split()))
            is_named = has_role or "description-link" in (above(link).get("class") or "").split()
            if link.get("href") and not is_named and not is_made(link):
                yield page, link


def above(element: etree._Element) -> etree._Element:
    """Return what an element stands in, or itself at the top."""
    parent = element.getparent()
    return element if parent is None else parent


def is_made(element: etree._Element) -> bool:
    """Return whether an element stands in a division that typesetting makes."""
    return any(MADE & set((around.get(TYPE) or "").split()) for around in element.iterancestors())


def links_arrive(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand that links inside the book lead somewhere."""
    for page, link in book.elements(f"{H}a"):
        href = link.get("href") or ""
        if href and "://" not in href and not href.startswith(("mailto:", "tel:")):
            path, _ = page.target(href)
            is_other_file = path in book.files and path not in book.by_path
            if not is_other_file and book.place_of(page, href) is None:
                yield page.fault(f"the link {name_of(link)!r} leads nowhere", link)


def names_hold_their_words(book: EpubUnderTest) -> Iterator[Fault]:
    """Demand that what a link is called holds the words that are seen of it (2.5.3)."""
    for page, link in book.elements(f"{H}a", f"{H}button"):
        seen, label = words_of(link).casefold(), (link.get("aria-label") or "").casefold()
        has_words = any(character.isalnum() for character in seen)
        if label.strip() and has_words and seen not in " ".join(label.split()):
            yield page.fault(f"the link {words_of(link)!r} is called {label!r}", link)


def links_take_focus(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse links that a keyboard does not reach (2.1.1)."""
    for page, link in book.elements(f"{H}a"):
        if link.get("href") and (link.get("tabindex") or "").startswith("-"):
            yield page.fault(f"the keyboard passes over the link {name_of(link)!r}", link)


def focus_follows_text(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse an order of focus that is not that of the text (2.4.3, F44)."""
    for page, element in book.elements():
        if (element.get("tabindex") or "0").strip().isdigit() and element.get("tabindex") not in {
            None,
            "0",
        }:
            yield page.fault("a tabindex takes an element out of its turn", element)


def no_shortcuts(book: EpubUnderTest) -> Iterator[Fault]:
    """Refuse letters that a reader's own commands may need (2.1.4)."""
    for page, element in book.elements():
        if element.get("accesskey"):
            yield page.fault(f"the letter {element.get('accesskey')!r} is a command", element)


def headings_of_the_text(book: EpubUnderTest) -> Iterator[tuple[Page, etree._Element]]:
    """Yield the headings that the author has written."""
    for page in book.texts:
        for heading in page.root.iter(*HEADINGS):
            is_description = "picture-description" in (above(heading).get("class") or "").split()
            if not is_hidden(heading) and not is_made(heading) and not is_description:
                yield page, heading
