"""The identifier of a book: the same in its EPUB and its PDFs, and from build to build."""

from __future__ import annotations

import re
import uuid

from publish.model.edition import Edition
from publish.model.publication import Publication


def identifier_of(publication: Publication, edition: Edition) -> str:
    """Return the book's identifier: the edition's own, its ISBN, or a UUID made from what it is.

    The UUID depends on language, authors and title alone, so that it is the same from build to
    build and an update replaces the older file on a reader.
    """
    book = edition.book
    if book.identifier:
        return book.identifier
    if book.isbn_epub:
        return isbn_urn(book.isbn_epub)
    seed = "|".join([book.language, *edition.authors(), publication.title])
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'publish:{seed}')}"


def isbn_urn(isbn: str) -> str:
    """Write an ISBN as a URN (RFC 3187)."""
    return f"urn:isbn:{re.sub(r'[^0-9X]', '', isbn.upper())}"
