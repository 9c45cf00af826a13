"""The catalogue as OPDS 2.0: JSON feeds on the model of Readium Web Publications."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from publish.load.catalogue.listing import FacetGroup, Leaf, TermsLeaf, TitlesLeaf
from publish.load.catalogue.routes import (
    FEED,
    NAVIGATION,
    NEWEST,
    OPEN_ACCESS,
    PUBLICATION,
    cover_address,
    file_address,
)
from publish.model.title import NO_DATE, Title
from publish.model.titles import KINDS, PAGE

Json = dict[str, object]

LISTS = (("/opds2/books", "All books", "subsection"), ("/opds2/new", "Newest first", NEWEST))


def feed(name: str, leaf: TitlesLeaf, *, has_terms: bool) -> bytes:
    """Write a page of titles; the root is the first page of all, with ways to the other lists."""
    when = max((title.modified for title in leaf.titles), default=NO_DATE)
    found = _head(name, when, leaf)
    if leaf.address == "/opds2":
        kinds = [(f"/opds2/by/{kind}", f"By {kind}", "subsection") for kind in KINDS]
        found["navigation"] = _navigation([*LISTS, *(kinds if has_terms else ())])
    found["publications"] = [_publication(title) for title in leaf.titles]
    if leaf.groups:
        found["facets"] = [_facets(group) for group in leaf.groups]
    return _bytes(found)


def terms_feed(name: str, modified: str, leaf: TermsLeaf) -> bytes:
    """Write one page of all authors, subjects and the like, each with a way to its titles."""
    found = _head(name, modified or NO_DATE, leaf)
    found["navigation"] = [
        {
            **_link("subsection", address),
            "title": term.name,
            "properties": {"numberOfItems": term.count},
        }
        for term, address in leaf.entries("/opds2/books")
    ]
    return _bytes(found)


def _head(name: str, when: str, leaf: Leaf) -> Json:
    return {
        "metadata": {
            "title": name,
            "modified": when,
            "numberOfItems": leaf.total,
            "itemsPerPage": PAGE,
            "currentPage": leaf.number,
        },
        "links": [
            _link("self", leaf.here),
            _link("start", "/opds2"),
            {**_link("search", "/opds2/search{?query}"), "templated": True},
            {**_link("alternate", "/opds"), "type": NAVIGATION},
            *(_link(rel, address) for rel, address in leaf.others()),
        ],
    }


def _navigation(lists: Sequence[tuple[str, str, str]]) -> list[Json]:
    return [{**_link(rel, address), "title": title} for address, title, rel in lists]


def _facets(group: FacetGroup) -> Json:
    """Write a group of facets (OPDS 2.0 section 2.4); `self` marks the one that is chosen."""
    links = []
    for facet in group.facets:
        link: Json = {"href": facet.address, "type": FEED, "title": facet.name}
        if facet.is_active:
            link["rel"] = "self"
        if facet.count:
            link["properties"] = {"numberOfItems": facet.count}
        links.append(link)
    return {"metadata": {"title": group.head}, "links": links}


def publication_document(title: Title) -> bytes:
    """Write one book as a document of its own."""
    return _bytes(_publication(title))


def _publication(title: Title) -> Json:
    itself = {**_link("self", f"/opds2/publication/{title.key}"), "type": PUBLICATION}
    return {
        "metadata": _metadata(title),
        "links": [
            itself,
            *(
                {
                    "rel": OPEN_ACCESS,
                    "href": file_address(title, offer),
                    "type": offer.media_type,
                    "title": offer.label,
                    "size": offer.size,
                }
                for offer in title.offers
            ),
        ],
        "images": [
            {"href": cover_address(title), "type": title.picture_type},
            {"href": cover_address(title, small=True), "type": "image/jpeg"},
        ],
    }


def _metadata(title: Title) -> Json:
    """Say of the book what its EPUB says (Readium Web Publication Manifest, default context)."""
    said: Json = {
        "@type": "http://schema.org/Book",
        "identifier": title.iri,
        "title": title.title,
        "author": list(title.authors),
        "language": title.language,
        "publisher": title.publisher,
        "published": title.issued,
        "modified": title.modified,
        "description": title.summary,
        "subject": list(title.subjects),
    }
    if title.series:
        series: Json = {"name": title.series}
        if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", title.position):
            series["position"] = float(title.position)
        said["belongsTo"] = {"series": [series]}
    return {name: value for name, value in said.items() if value}


def _link(rel: str, href: str) -> Json:
    return {"rel": rel, "href": href, "type": FEED}


def _bytes(found: Json) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
