"""Numbers that list items bring are those on the page."""

from __future__ import annotations

from xml.etree import ElementTree

from weasyprint import CSS
from weasyprint.urls import URLFetcher

from publish.engine.layout import TreeHtml
from publish.write.pdf.prepare.setting.list_numbers import keep_numbers


def test_items_are_numbered_as_they_say() -> None:
    html = ElementTree.fromstring(
        "<html><body><ol><li>a</li><li value='7'>b</li><li>c</li></ol></body></html>"
    )
    keep_numbers(html)
    style = CSS(string="li { list-style-position: inside }")
    page = TreeHtml(html, URLFetcher(allowed_protocols=())).render(stylesheets=[style]).pages[0]
    texts = [box.text for box in page._page_box.descendants() if hasattr(box, "text")]
    assert [text.strip(". ") for text in texts] == ["1", "a", "7", "b", "8", "c"]
