"""The catalogue as OPDS 1.2: Atom feeds (RFC 4287) for KOReader, calibre, Thorium and others."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from lxml import etree

from publish.load.catalogue.listing import FacetGroup, TermsLeaf, TitlesLeaf
from publish.load.catalogue.routes import (
    ACQUISITION,
    ENTRY,
    FACET,
    FEED,
    IMAGE,
    NAVIGATION,
    NEWEST,
    OPEN_ACCESS,
    SEARCH,
    THUMBNAIL,
    cover_address,
    file_address,
)
from publish.model.title import NO_DATE, Title
from publish.model.titles import KINDS, PAGE

ATOM = "http://www.w3.org/2005/Atom"
DCTERMS = "http://purl.org/dc/terms/"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
OPDS = "http://opds-spec.org/2010/catalog"
THREAD = "http://purl.org/syndication/thread/1.0"
SPACES = f'xmlns="{ATOM}" xmlns:dc="{DCTERMS}" xmlns:opensearch="{OPENSEARCH}"'
FACET_SPACES = f'{SPACES} xmlns:opds="{OPDS}" xmlns:thr="{THREAD}"'

Way = tuple[str, str, str, str, str]
"""Words, relation, address, media type and description of what a navigation feed leads to."""


ALL = ("All books", "subsection", "/opds/books", ACQUISITION, "All books, by title")
NEW = ("Newest first", NEWEST, "/opds/new", ACQUISITION, "All books, by their last change")


def root_feed(name: str, modified: str, *, has_terms: bool) -> bytes:
    """Write the catalogue's root: a navigation feed (OPDS 1.2 section 2.1)."""
    when = modified or NO_DATE
    feed = _feed(name, "/opds", when, NAVIGATION)
    _link(feed, "alternate", "/opds2", FEED)
    kinds = [
        (f"By {kind}", "subsection", f"/opds/by/{kind}", NAVIGATION, f"All books, by {kind}")
        for kind in KINDS
    ]
    _lead(feed, [ALL, NEW, *(kinds if has_terms else ())], when)
    return _bytes(feed)


def terms_feed(name: str, modified: str, leaf: TermsLeaf) -> bytes:
    """Write one page of all authors, subjects and the like, each with a way to its titles."""
    when = modified or NO_DATE
    feed = _feed(name, leaf.here, when, NAVIGATION)
    _link(feed, "up", "/opds", NAVIGATION)
    for rel, address in leaf.others():
        _link(feed, rel, address, NAVIGATION)
    ways = [
        (
            term.name,
            "subsection",
            address,
            ACQUISITION,
            f"{term.count} {'book' if term.count == 1 else 'books'}",
        )
        for term, address in leaf.entries("/opds/books")
    ]
    _lead(feed, ways, when)
    return _bytes(feed)


def _lead(feed: etree._Element, ways: Sequence[Way], when: str) -> None:
    for words, rel, address, kind, about in ways:
        entry = _add(feed, "entry")
        _name(entry, words, _id(address), when)
        _link(entry, rel, address, kind)
        _add(entry, "content", about, type="text")


def list_feed(name: str, leaf: TitlesLeaf) -> bytes:
    """Write one page of a list of books: an acquisition feed (OPDS 1.2 section 2.2)."""
    when = max((title.modified for title in leaf.titles), default=NO_DATE)
    feed = _feed(name, leaf.here, when, ACQUISITION)
    _link(feed, "up", "/opds", NAVIGATION)
    for rel, address in leaf.others():
        _link(feed, rel, address, ACQUISITION)
    for group in leaf.groups:
        _add_facets(feed, group)
    _add(feed, f"{{{OPENSEARCH}}}totalResults", str(leaf.total))
    _add(feed, f"{{{OPENSEARCH}}}itemsPerPage", str(PAGE))
    for title in leaf.titles:
        _describe(_add(feed, "entry"), title)
    return _bytes(feed)


def _add_facets(feed: etree._Element, group: FacetGroup) -> None:
    """Link to fewer titles, or back to more (OPDS 1.2 section 4)."""
    for facet in group.facets:
        link = _link(feed, FACET, facet.address, ACQUISITION)
        link.set("title", facet.name)
        link.set(f"{{{OPDS}}}facetGroup", group.head)
        if facet.count:
            link.set(f"{{{THREAD}}}count", str(facet.count))
        if facet.is_active:
            link.set(f"{{{OPDS}}}activeFacet", "true")


def entry_document(title: Title) -> bytes:
    """Write one book's complete entry as a document of its own (OPDS 1.2 section 5)."""
    entry = etree.fromstring(f"<entry {SPACES}/>")
    _describe(entry, title)
    return _bytes(entry)


def search_description(name: str, base: str) -> bytes:
    """Tell how to search (OpenSearch 1.1); `base` is the address the client came by."""
    root = etree.fromstring(f'<OpenSearchDescription xmlns="{OPENSEARCH}"/>')
    for tag, words in (
        ("ShortName", name[:16]),
        ("Description", f"Search {name}"[:1024]),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ):
        _add(root, f"{{{OPENSEARCH}}}{tag}", words)
    template = f"{base.rstrip('/')}/opds/search?q={{searchTerms}}"
    _add(root, f"{{{OPENSEARCH}}}Url", type=ACQUISITION, template=template)
    return _bytes(root)


def _feed(name: str, address: str, when: str, kind: str) -> etree._Element:
    feed = etree.fromstring(f"<feed {FACET_SPACES}/>")
    _name(feed, name, _id(address), when)
    _add(_add(feed, "author"), "name", name)
    _link(feed, "self", address, kind)
    _link(feed, "start", "/opds", NAVIGATION)
    _link(feed, "search", "/opds/opensearch.xml", SEARCH)
    return feed


def _describe(entry: etree._Element, title: Title) -> None:
    """Fill an entry with all that is known of a book (OPDS 1.2 section 5.1)."""
    _name(entry, title.title, title.iri, title.modified)
    for author in title.authors or ("Unknown",):  # RFC 4287 section 4.1.2 asks for one
        _add(_add(entry, "author"), "name", author)
    _add(entry, f"{{{DCTERMS}}}identifier", title.iri)
    for name in ("language", "publisher", "issued"):
        if value := getattr(title, name):
            _add(entry, f"{{{DCTERMS}}}{name}", value)
    for subject in title.subjects:
        _add(entry, "category", term=subject, label=subject)
    if title.rights:
        _add(entry, "rights", title.rights)
    if title.summary:
        _add(entry, "summary", title.summary, type="text")
    _link(entry, "alternate", f"/opds/entry/{title.key}", ENTRY)
    _link(entry, IMAGE, cover_address(title), title.picture_type)
    _link(entry, THUMBNAIL, cover_address(title, small=True), "image/jpeg")
    for offer in title.offers:
        link = _link(entry, OPEN_ACCESS, file_address(title, offer), offer.media_type)
        link.set("title", offer.label)
        link.set("length", str(offer.size))


def _name(parent: etree._Element, title: str, identifier: str, when: str) -> None:
    for tag, words in (("title", title), ("id", identifier), ("updated", when)):
        _add(parent, tag, words)


def _link(parent: etree._Element, rel: str, href: str, kind: str) -> etree._Element:
    return _add(parent, "link", rel=rel, href=href, type=kind)


def _add(parent: etree._Element, tag: str, words: str = "", **attributes: str) -> etree._Element:
    name = tag if tag.startswith("{") else f"{{{ATOM}}}{tag}"
    child = etree.SubElement(parent, name, attributes)
    child.text = words or None
    return child


def _id(address: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"publish:catalogue:{address}").urn


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
