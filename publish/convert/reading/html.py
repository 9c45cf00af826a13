"""HTML pages: their own style sheets tell how they look."""

from __future__ import annotations

from lxml import etree

from publish.convert.manuscript import Manuscript
from publish.convert.markup.reading import meta_of_page, read_page
from publish.convert.markup.tree import parse_page
from publish.convert.reading.source import Source
from publish.convert.tei import whole_text


def read_html(source: Source, manuscript: Manuscript) -> None:
    """Read one page, with the pictures and style sheets of its folder."""
    root = parse_page(source.data)
    meta = meta_of_page(root)
    manuscript.meta.over(meta)
    read_page(
        root, manuscript, source.beside, sheets_of(root, source.beside), is_typed=True,
        language=meta.language,
    )  # fmt: skip


def sheets_of(root: etree._Element, fetch: object) -> list[str]:
    """List the style sheets of a page: those in it, and those beside it that it links."""
    read = fetch if callable(fetch) else lambda _: None
    sheets = []
    for each in root.iter("style", "link"):
        if each.tag == "style":
            sheets.append(whole_text(each))
        elif "stylesheet" in (each.get("rel") or "").lower():
            data = read(each.get("href") or "")
            if data:
                sheets.append(data.decode("utf-8", "replace"))
    return sheets
