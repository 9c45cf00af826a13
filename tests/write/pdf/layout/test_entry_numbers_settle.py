"""Numbers before entries that move pages settle, since an entry keeps the room it once took."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from publish.engine import Laid
from publish.engine.drawn import LineMark, PageRecord
from publish.engine.tree_names import BAND, ENTRIES_BY
from publish.model.printing import PrintedLine
from publish.write.pdf.layout.entry_lines import ROUNDS, settle_entries


def tree() -> Element:
    root = Element("html", {ENTRIES_BY: "page"})
    block = SubElement(root, "p", {"id": "p"})
    block.text = "arma "
    mark = SubElement(block, "a", {"id": "mark"})
    aside = SubElement(block, "aside", {"id": "note", "class": "note entry foot", BAND: "3"})
    SubElement(aside, "a", {"class": "entry-line", "href": "#mark", "data-source-length": "0"})
    mark.tail = "uirumque"
    return root


def laid_on(count: int) -> Laid:
    """A layout in which the entry's line has this number on its page."""
    marks = tuple(LineMark(float(n), "", False) for n in range(count))
    line = PrintedLine(1, "p", 0, "arma uirumque", False, False)
    record = PageRecord((line,), {}, counts=(count,))
    record.line_marks = marks
    return Laid(None, [record], [])


def test_a_layout_that_goes_to_and_fro_is_given_up_and_told() -> None:
    root, counts = tree(), [10, 9] * 9
    made = settle_entries(root, laid_on(9), lambda: laid_on(counts.pop(0)))
    assert made.unsettled
    assert len(counts) == 18 - ROUNDS


def test_an_entry_whose_number_gets_shorter_keeps_its_room() -> None:
    root, counts = tree(), [10, 9, 9]
    made = settle_entries(root, laid_on(9), lambda: laid_on(counts.pop(0)))
    assert made.unsettled == []
    assert made.entry_labels == {"note": ("9", "", "padding-right: 0.8em")}
