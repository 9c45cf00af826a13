"""A long division laid out window by window, on the very pages that it has when laid out at once.

WeasyPrint keeps the styles and boxes of a whole document, before and after its layout: a
dictionary of 30,000 entries takes gigabytes. Here a window of the division is laid out page by
page, up to a page that begins with a block. The next window is entered at this block, as WeasyPrint
enters the page after any other: with a place in the boxes to go on from. No page is laid out for
other words than it would be.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from itertools import count
from xml.etree.ElementTree import Element

import weasyprint.document
import weasyprint.layout
from msgspec import Struct, field
from weasyprint.formatting_structure import boxes
from weasyprint.layout.background import layout_backgrounds
from weasyprint.layout.page import remake_page

from publish.engine.boxes import Box, Context, PageBox, SkipStack, Tree, is_parent
from publish.engine.pages.first_layout import FirstLayout
from publish.engine.pages.make_up import MakeUp
from publish.engine.patches.let_go import let_go
from publish.engine.patches.made_up_pages import is_made_up
from publish.engine.tree_names import STIFF

LAST = 2
"""Pages at a window's end that depend on what is behind it."""

_layout_document = weasyprint.document.layout_document


class Window(Struct):
    """Where the layout of a window begins, how far it is to go, and where it ended."""

    start: Element | None
    is_end: bool
    """Whether nothing follows the window."""
    is_enough: Callable[[Element], bool | None]
    """Says of the element that a page begins with whether the pages before are enough.

    None of a copy, with which no window can begin.
    """
    next_page: tuple[object, object] | None = None
    """What WeasyPrint hands on from page to page: the kind of break, and the side."""
    following: Element | None = None
    """The element that the next window begins with."""
    is_done: bool = False
    _ends: list[tuple[int, Element]] = field(default_factory=list)
    _is_through: bool = False
    """Whether all of the tree is laid out."""

    def lay_out(self, root_box: Box, context: Context, html: Tree) -> list[PageBox]:
        """Make the pages of a window."""
        weasyprint.layout.initialize_page_maker(context, root_box)
        context.rendered_notes = []
        index = self._enter(root_box, context, html)
        make_up = MakeUp(context, root_box, html) if is_made_up(html) else None
        first = FirstLayout(index)
        first.take(context, self._pages(index, root_box, context, html))
        first.end_with(self._end(len(first.pages)), is_end=self.is_done)
        pages = make_up.pages(first) if make_up else first.pages
        if not self.is_done:
            self.next_page = context.page_maker[index + len(pages)][1:3]
        return pages

    def _pages(
        self, index: int, root_box: Box, context: Context, html: object
    ) -> Iterator[PageBox]:
        """Yield pages up to one that begins with a block, and are enough."""
        for number in count(1):
            page, resume_at = remake_page(index + number - 1, context, root_box, html)
            yield page
            if resume_at is None and not context.reported_footnotes:
                self._is_through = True
                return
            following = self._block_at(root_box, resume_at, context)
            is_enough = None if following is None else self.is_enough(following)
            if following is not None and is_enough is not None:
                self._ends.append((number, following))
                if is_enough:
                    return

    def _enter(self, root_box: Box, context: Context, html: object) -> int:
        """Go to where the window begins; return the number of its first page.

        The copies before it are laid out as a page that nobody sees.
        """
        if self.start is None:
            return 0
        notes = list(context.footnotes)
        remake_page(0, context, root_box, html)
        context.footnotes = notes
        context.reported_footnotes = []
        context.broken_out_of_flow = {}
        assert self.next_page is not None
        break_, is_right = self.next_page
        state = copy.deepcopy(context.page_maker[0][3])
        remake = copy.deepcopy(context.page_maker[0][4])
        entry = (_place_of(self.start, root_box), break_, is_right, state, remake)
        context.page_maker[1:] = [entry]
        return 1

    def _block_at(
        self, root_box: Box, resume_at: SkipStack | None, context: Context
    ) -> Element | None:
        """Return the block that a page begins with; None where it begins inside of one."""
        if context.reported_footnotes or context.broken_out_of_flow:
            return None
        box, place = root_box, resume_at
        while place is not None:
            if len(place) != 1 or not _is_plain(box):
                return None
            ((number, place),) = place.items()
            box = box.children[number]
        is_block = isinstance(box, boxes.BlockLevelBox) and box.is_in_normal_flow()
        return box.element if is_block and box.element is not None else None

    def _end(self, pages: int) -> int:
        """Return how many of the pages are the window's; 0 where none can be."""
        if self._is_through and self.is_end:
            self.is_done = True
            return pages
        if self._is_through:
            self._ends = [end for end in self._ends if end[0] <= pages - LAST]
        if not self._ends:
            return 0
        number, self.following = self._ends[-1]
        return number


def _is_plain(box: Box) -> bool:
    """Tell whether a block is simply parted between pages: no table, no flex box.

    Columns are, where nothing spans them: the place that WeasyPrint goes on from is a child's.
    """
    return type(box) is boxes.BlockBox and not any(
        child.style["column_span"] == "all" for child in box.children
    )


def _place_of(element: Element, root_box: Box) -> SkipStack:
    """Find the box of an element; return its place as WeasyPrint tells where a page begins."""
    pending: list[tuple[Box, tuple[int, ...]]] = [(root_box, ())]
    while pending:
        box, path = pending.pop()
        if box.element is element and path:
            place: SkipStack = {path[-1]: None}
            for number in reversed(path[:-1]):
                place = {number: place}
            return place
        if is_parent(box):
            pending += [(child, (*path, n)) for n, child in reversed(list(enumerate(box.children)))]
    raise LookupError(f"<{element.tag}> has no box")


def lay_out_document(
    html: Tree, root_box: Box, context: Context, *rest: object
) -> Iterator[PageBox]:
    """Do as WeasyPrint does, or lay out a window where there is one."""
    window = getattr(html, "window", None)
    context.is_stiff = html.etree_element.get(STIFF) is not None
    if window is None:
        yield from _layout_document(html, root_box, context, *rest)
    else:
        yield from _pages_of(window, html, root_box, context)
    let_go(context)


def _pages_of(window: Window, html: Tree, root_box: Box, context: Context) -> Iterator[PageBox]:
    for page in window.lay_out(root_box, context, html):
        root, footnote_area, note_area = page.children
        areas = [area for area in (footnote_area, note_area) if area.children]
        page.children = (root, *areas)
        layout_backgrounds(page, context.get_image_from_uri)
        yield page
