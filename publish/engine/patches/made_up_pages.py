"""Pages are made up for a division as a whole (`engine/pages/`), where its tree asks for it.

A page that is planned to end early has less room for its text; its notes stand at its foot.
"""

from __future__ import annotations

from collections.abc import Iterator

from weasyprint.layout import page as page_layout

from publish.engine.boxes import Box, Context, PageBox, Tree
from publish.engine.pages.first_layout import FirstLayout
from publish.engine.pages.make_up import MakeUp

_make_all_pages = page_layout.make_all_pages
_block_level_layout = page_layout.block_level_layout


def make_up_pages(
    context: Context, root_box: Box, html: Tree, pages: list[PageBox]
) -> Iterator[PageBox]:
    """Make pages as WeasyPrint does, then better ones; those that were made before stay so."""
    if pages or not is_made_up(html):
        yield from _make_all_pages(context, root_box, html, pages)
    else:
        make_up = MakeUp(context, root_box, html)
        first = FirstLayout()
        first.take(context, _make_all_pages(context, root_box, html, pages))
        yield from make_up.pages(first)


def is_made_up(html: Tree) -> bool:
    """Tell whether a tree's pages are to be made up."""
    return bool(getattr(html, "is_made_up", False))


def lay_out_shorter(context: Context, box: Box, *rest: object, **options: object) -> object:
    """Lay a page's text out as WeasyPrint does, with less room where it is planned to end early."""
    early: dict[int, float] = context.__dict__.get("early", {})
    less = early.get(context.current_page, 0.0) if box.is_for_root_element else 0.0
    context.page_bottom -= less
    made = _block_level_layout(context, box, *rest, **options)
    context.page_bottom += less
    return made
