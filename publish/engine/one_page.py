"""One page drawn by itself: a drawing at its own size, or a page of a string of HTML."""

from __future__ import annotations

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from publish.engine.layout_inputs import IMAGES
from publish.engine.resources import BookFetcher
from publish.engine.shipped_fonts import ShippedFonts
from publish.engine.teaching import teach
from publish.model.publication import Image


def draw_alone(image: Image, width_px: float, height_px: float, fonts: ShippedFonts) -> bytes:
    """Draw a drawing alone, on a page of its own size, as a PDF."""
    teach()
    html = weasyprint.HTML(
        string=f'<img style="display: block; width: 100%" src="{IMAGES}{image.name}">',
        base_url="publish:",
        url_fetcher=BookFetcher({image.name: image}),
    )
    css = weasyprint.CSS(
        string=f"@page {{ size: {width_px}px {height_px}px; margin: 0 }} body {{ margin: 0 }}"
    )
    data = html.write_pdf(stylesheets=[css], font_config=fonts)
    assert isinstance(data, bytes)
    return data


def draw_html(page: str, stylesheet: str) -> bytes:
    """Draw a page of HTML, with the fonts that its style sheet brings, as a PDF."""
    teach()
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=stylesheet, font_config=fonts)
    data = weasyprint.HTML(string=page).write_pdf(stylesheets=[sheet], font_config=fonts)
    assert isinstance(data, bytes)
    return data
