"""Let go of what a layout was made with as soon as it is done, without a search for garbage.

WeasyPrint 70 ties knots that only such a search unties: the area of a page's notes names its page,
a style and that of the boxes without elements name each other, and the context of a layout is held
by the function with which it asks for images. All the boxes of a division hung on these; to find
them took a fifteenth of the time of a layout, and they took a third of its memory until then.
"""

from __future__ import annotations

from weasyprint.images import SVGImage
from weasyprint.layout import page as page_layout

from publish.engine.boxes import Context, PageBox
from publish.engine.patches.shared_styles import is_kept

_make_page = page_layout.make_page


def make_page_apart(context: Context, *given: object) -> tuple[PageBox, *tuple[object, ...]]:
    """Make a page as WeasyPrint does; the area of its notes is laid out and needs it no more."""
    page, *rest = _make_page(context, *given)
    _, footnote_area, _ = page.children
    footnote_area.page = None
    return page, *rest


def let_go(context: Context) -> None:
    """Forget all that a layout knew, once its pages are made.

    A drawing asks the layout's context for fonts and for the pictures in it when it is drawn.
    """
    for style in context.style_for.get_computed_styles().values():
        if not is_kept(style):
            style.__dict__.pop("anonymous_style", None)
    images = context.get_image_from_uri.keywords["cache"].values()
    if not any(isinstance(image, SVGImage) for image in images):
        context.__dict__.clear()
