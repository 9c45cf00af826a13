"""A long division laid out and drawn window by window, so that its length takes no more memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publish.engine import Laid, LayoutResources, Window, draw, lay_out, other_side
from publish.engine.drawn import DrawnDivision, FontShelf
from publish.engine.places import Places
from publish.engine.tree_names import FIRST_SIDE, SIDE
from publish.write.pdf.layout.facing import is_facing
from publish.write.pdf.layout.whole_styles import ask_for_the_whole
from publish.write.pdf.layout.windows import WINDOW, Windows
from publish.write.pdf.prepare.link_targets import links_of

OTHER = {"recto": "verso", "verso": "recto"}

SHARE = 0.8
"""So much of a window is to come onto pages; more would end on pages that what follows changes."""


def windows_of(root: Element, resources: LayoutResources) -> Windows | None:
    """Return the windows to lay a tree out by; None where it is laid out at once."""
    windows = Windows(root)
    is_cut = windows.is_long and not ask_for_the_whole(resources.inputs.stylesheets)
    return windows if is_cut else None


def lay_out_in_windows(windows: Windows, resources: LayoutResources, shelf: FontShelf) -> Laid:
    """Lay out and draw a long division; nothing is kept of it but its drawn pages."""
    places = Places(windows.root)
    targets = sorted(links_of(windows.root))
    whole = Laid.of_windows()
    for laid in laid_windows(windows, resources, places):
        whole.drawn.append(draw(laid, shelf, tagged=True, link_targets=targets))
        whole.page_records += laid.page_records
        whole.crowded += laid.crowded
        whole.unmet += [words for words in laid.unmet if words not in whole.unmet]
    whole.unread = places.unread()
    return whole


def laid_windows(windows: Windows, resources: LayoutResources, places: Places) -> Iterator[Laid]:
    """Lay out one window after the other; the pages of each are gone when the next is asked for."""
    window, pages = Window(None, False, lambda _: None), 0
    while not window.is_done:
        weight = WINDOW
        laid, made = _lay_out_one(windows, window, weight, resources, places, pages)
        while not made.is_done and made.following is None:
            weight *= 2
            laid, made = _lay_out_one(windows, window, weight, resources, places, pages)
        window = made
        pages += len(laid.page_records)
        yield laid
        laid.forget_boxes()
        gc.collect()  # boxes point at one another, and would wait for the next window's to be made


def _lay_out_one(
    windows: Windows,
    previous: Window,
    weight: int,
    resources: LayoutResources,
    places: Places,
    pages: int,
) -> tuple[Laid, Window]:
    """Lay out the window behind another one; it has no pages where it does not weigh enough."""
    start = previous.following
    tree, is_end = windows.cut(start, weight)
    if pages % 2:
        tree.set(SIDE, other_side(tree.get(SIDE, "right")))
        if side := tree.get(FIRST_SIDE):
            tree.set(FIRST_SIDE, OTHER[side])
    enough = (windows.before(start) if start is not None else 0) + SHARE * weight
    window = Window(start, is_end, lambda block: windows.is_beyond(block, enough))
    window.next_page = previous.next_page
    return lay_out(tree, resources, window, places, made_up=not is_facing(tree)), window


def join(drawn: list[DrawnDivision]) -> DrawnDivision:
    """Return the windows of a division as one."""
    first, *others = drawn
    for other in others:
        first.more.append(other.data)
        first.page_records += other.page_records
        first.fonts += other.fonts
        first.messages += other.messages
        first.has_structures |= other.has_structures
    return first
