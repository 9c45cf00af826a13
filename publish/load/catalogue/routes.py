"""The addresses of the catalogue and the names of what they lead to."""

from __future__ import annotations

import os
from urllib.parse import quote

from publish.model.title import Offer, Title

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
FACET = "http://opds-spec.org/facet"
IMAGE = "http://opds-spec.org/image"
THUMBNAIL = "http://opds-spec.org/image/thumbnail"


def file_address(title: Title, offer: Offer) -> str:
    """Where a file is; its own name stands last, since clients save it under that."""
    return f"/books/{title.key}/{quote(os.fsencode(offer.name))}"


def cover_address(title: Title, *, small: bool = False) -> str:
    """Where the cover is."""
    return f"/covers/{title.key}/thumbnail" if small else f"/covers/{title.key}"
