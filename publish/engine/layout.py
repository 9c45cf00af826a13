"""One division's layout: bare XHTML -> pages, by WeasyPrint."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element

import cssselect2
import weasyprint
from msgspec import Struct, field
from weasyprint.urls import URLFetcher

from publish.engine.anchors import anchor_all
from publish.engine.boxes import Document, LineBox, Page, line_boxes
from publish.engine.drawn import DrawnDivision, PageRecord
from publish.engine.faults import foot_area, off_page, over_other_text, overfull, under_notes
from publish.engine.line_numbers import counted_lines, counts_of, line_marks
from publish.engine.lines import has_moved, lines_of
from publish.engine.link_lines import place_links
from publish.engine.margin_notes import has_beside, set_beside
from publish.engine.patches.long_layout import Window
from publish.engine.places import Places
from publish.engine.resources import LayoutResources
from publish.engine.teaching import teach
from publish.engine.tree_names import BEHIND_MARKER, HAS_LINES, LINE_NUMBERS, MORE_LINES, SIDE
from publish.engine.turned_pages import is_turned, turn_point
from publish.house.page.geometry import BESIDE_GAP
from publish.house.page.measure import POINTS_PER_PX
from publish.run.roomy import roomy


class TreeHtml(weasyprint.HTML):  # type: ignore[misc]
    """A document for WeasyPrint made of a ready tree instead of a string to parse."""

    def __init__(self, root: Element, fetcher: URLFetcher) -> None:
        """Wrap the bare `html` element."""
        self.base_url = "publish:"
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.window: Window | None = None
        self.is_made_up = False
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class Laid(Struct):
    """A division's pages before they are drawn."""

    document: Document | None
    """WeasyPrint's own; None where no boxes are kept any more."""
    page_records: list[PageRecord]
    messages: list[str]
    """What WeasyPrint complained of."""
    unread: dict[Element, str] = field(default_factory=dict)
    """Text that is on no page, by element."""
    crowded: list[str] = field(default_factory=list)
    """Notes for which the margin has no room, by their ids."""
    moved_notes: list[str] = field(default_factory=list)
    """Those that were taken to the foot for that."""
    unmet: list[str] = field(default_factory=list)
    """The words of paragraphs that cannot have the lines that are wished for."""
    entry_labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The numbers of lines that entries of an apparatus have, and of words twice in a line."""
    unsettled: list[str] = field(default_factory=list)
    """The words of entries whose numbers of lines do not hold."""
    drawn: list[DrawnDivision] = field(default_factory=list)
    """The pages of a long division, window by window; they are on no document any more."""

    @classmethod
    def of_windows(cls) -> Laid:
        """Begin the record of a division whose windows are drawn one after the other."""
        return cls(None, [], [])

    def forget_boxes(self) -> None:
        """Let go of the boxes of pages that are drawn; their record stays."""
        self.document = None

    @property
    def pages(self) -> list[Page]:
        """List the pages whose boxes are still there."""
        return self.document.pages if self.document else []

    @property
    def page_count(self) -> int:
        """Count the pages that are not drawn yet."""
        return len(self.pages)

    @property
    def page_height_px(self) -> float:
        """Return the height of the first page."""
        return self.pages[0].height

    @property
    def hidden(self) -> list[str]:
        """List the lines that cannot be read: off a page, or covered by notes."""
        return [line for record in self.page_records for line in record.hidden]

    @property
    def overprinted(self) -> list[str]:
        """List the lines that are printed over others."""
        return [line for record in self.page_records for line in record.overprinted]

    @property
    def overfull(self) -> list[str]:
        """List the lines that are wider than the text."""
        return [line for record in self.page_records for line in record.overfull]


@contextmanager
def collect_messages() -> Iterator[list[str]]:
    """Collect WeasyPrint's warnings instead of letting them reach the terminal."""
    messages: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    listener = Listener(logging.WARNING)
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(listener)
    try:
        yield messages
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagates


@roomy
def lay_out(
    root: Element,
    resources: LayoutResources,
    window: Window | None = None,
    places: Places | None = None,
    *,
    made_up: bool = False,
) -> Laid:
    """Lay out one document and record where its text is.

    Of a window, `places` are those of the whole that it is cut from. Pages are `made_up` that are
    to be printed: they end where they end best for all of them.
    """
    teach()
    mark_items(root)
    html = TreeHtml(root, resources.fetcher)
    html.window = window
    html.is_made_up = made_up
    with collect_messages() as messages:
        document: Document = html.render(
            font_config=resources.fonts, stylesheets=resources.styles, cache=resources.images
        )
    crowded: list[str] = []
    if has_beside(root):
        crowded = set_beside(document.pages, root.get(SIDE, "right"), BESIDE_GAP / POINTS_PER_PX)
    anchor_all(document.pages, root, until=window.following if window else None)
    known = places or Places(root)
    is_numbered = LINE_NUMBERS in root.attrib
    may_be_moved = has_moved(root)
    page_records = [
        _record(page, known, is_numbered=is_numbered, may_be_moved=may_be_moved)
        for page in document.pages
    ]
    place_links(page_records, root, known)
    unread = {} if places else known.unread()
    unmet = [] if not made_up else list(_unmet(root, is_window=window is not None))
    return Laid(document, page_records, messages, unread, crowded, unmet=unmet)


def _unmet(root: Element, *, is_window: bool) -> Iterator[str]:
    """Yield the words of paragraphs that have not the lines that are wished for."""
    for paragraph in root.iter():
        has_lines = paragraph.get(HAS_LINES)
        is_laid_out = not is_window or has_lines is not None
        if MORE_LINES in paragraph.attrib and is_laid_out and has_lines != "yes":
            yield " ".join("".join(paragraph.itertext()).split())


def mark_items(root: Element) -> None:
    """Mark the paragraphs that begin beside the number or bullet of a list's item."""
    for item in root.iter("li"):
        first = item[0] if len(item) and not (item.text or "").strip() else None
        (item if first is None or first.tag != "p" else first).set(BEHIND_MARKER, "yes")


def _record(page: Page, places: Places, *, is_numbered: bool, may_be_moved: bool) -> PageRecord:
    height_px = page.height
    anchors = {
        name: (x_px * POINTS_PER_PX, (height_px - y_px) * POINTS_PER_PX)
        for name, (x_px, y_px, *_) in page.anchors.items()
    }
    if is_turned(page):
        width = height_px * POINTS_PER_PX
        anchors = {name: turn_point(x, y, width) for name, (x, y) in anchors.items()}
    boxes: list[LineBox] = []
    every = list(line_boxes(page._page_box))
    lines, others = lines_of(page._page_box, every, places, boxes, may_be_moved=may_be_moved)
    area = foot_area(page._page_box)
    foot = (height_px - area.border_box_y()) * POINTS_PER_PX if area else None
    outside = off_page(page._page_box, every)
    hidden = outside + under_notes(page._page_box)
    over = over_other_text(every)
    name = page._page_box.page_type.name
    wide = tuple(overfull(page._page_box, outside))
    record = PageRecord(lines, anchors, foot, tuple(hidden), tuple(over), name, wide, others=others)
    if is_numbered:
        counted = counted_lines(page)
        record.line_marks, record.counts = line_marks(page, counted), counts_of(counted, boxes)
    return record
