"""The addresses of the catalogue and the names of what they lead to."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from publish.load.catalogue.title import Offer, Title

NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
ENTRY = "application/atom+xml;type=entry;profile=opds-catalog"
"""OPDS 1.2, section on media types."""

SEARCH = "application/opensearchdescription+xml"
FEED = "application/opds+json"
PUBLICATION = "application/opds-publication+json"
"""OPDS 2.0, section on media types."""

OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"
NEWEST = "http://opds-spec.org/sort/new"
IMAGE = "http://opds-spec.org/image"
THUMBNAIL = "http://opds-spec.org/image/thumbnail"

PAGE = 50
"""Titles on a page: e-readers have little memory."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list of titles, with the addresses of those before and after."""

    address: str
    query: str
    number: int
    total: int
    titles: Sequence[Title]

    @property
    def here(self) -> str:
        """The address of this page."""
        return self._page(self.number)

    def others(self) -> Iterator[tuple[str, str]]:
        """Yield relation and address of the first, the last and the neighbouring pages."""
        last = max(1, -(-self.total // PAGE))
        if last > 1:
            yield "first", self._page(1)
            yield "last", self._page(last)
        if self.number > 1:
            yield "previous", self._page(self.number - 1)
        if self.number < last:
            yield "next", self._page(self.number + 1)

    def _page(self, number: int) -> str:
        name = "query" if self.address.startswith("/opds2") else "q"
        terms = {name: self.query} if self.query else {}
        if number > 1:
            terms["page"] = str(number)
        return f"{self.address}?{urlencode(terms)}" if terms else self.address


def cut(titles: Sequence[Title], address: str, query: str, number: int) -> Leaf:
    """Take page `number`, counted from 1, of a list; one past the end is empty."""
    start = (number - 1) * PAGE
    return Leaf(address, query, number, len(titles), titles[start : start + PAGE])


def file_address(title: Title, offer: Offer) -> str:
    """Where a file is; its own name stands last, since clients save it under that."""
    return f"/books/{title.key}/{quote(os.fsencode(offer.path.name))}"


def cover_address(title: Title, *, small: bool = False) -> str:
    """Where the cover is."""
    return f"/covers/{title.key}/thumbnail" if small else f"/covers/{title.key}"
