"""House typography for the titles that the edition gives: covers and running heads show them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree
from msgspec import structs

from publish.model.document import XML_LANG, Document, tei
from publish.model.edition import Edition
from publish.style.dashes import set_dashes
from publish.style.ellipses import set_ellipses
from publish.style.quotes import curl_quotes

FIELDS = ("title", "subtitle", "short_title", "dedication")


def style_titles(edition: Edition) -> Edition:
    """Set titles by the same rules as the text; spaces stay, for a title is broken by hand."""
    styled: dict[str, Any] = {n: _set(getattr(edition.book, n), edition) for n in FIELDS}
    return structs.replace(edition, book=structs.replace(edition.book, **styled))


def _set(words: str, edition: Edition) -> str:
    if not words:
        return words
    root = etree.Element(tei("TEI"))
    text = etree.SubElement(root, tei("text"), {XML_LANG: edition.book.language or "und"})
    line = etree.SubElement(text, tei("p"))
    line.text = words
    document = Document(root, Path(), "")
    for stage in (curl_quotes, set_dashes, set_ellipses):
        stage(document, edition)
    return line.text
