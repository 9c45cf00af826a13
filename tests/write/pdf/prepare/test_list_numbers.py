"""Numbers that list items bring are those on the page."""

from __future__ import annotations

from xml.etree import ElementTree

from publish.engine import lay_out, open_resources
from publish.engine.layout_inputs import LayoutInputs
from publish.house.fonts import families_for
from publish.write.pdf.prepare.setting.list_numbers import keep_numbers
from tests.engine.measured import measure


def test_items_are_numbered_as_they_say() -> None:
    html = ElementTree.fromstring(
        "<html><body><ol><li>a</li><li value='7'>b</li><li>c</li></ol></body></html>"
    )
    keep_numbers(html)
    families, _ = families_for("abc", "en")
    inputs = LayoutInputs(families, ["li { list-style-position: inside }"], {})
    (page,) = measure(lay_out(html, open_resources(inputs)))
    texts = [text.text.strip(". ") for text in page.all_texts()]
    assert texts == ["1", "a", "7", "b", "8", "c"]
