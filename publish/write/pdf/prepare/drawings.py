"""Drawings that let the ground show through, as pictures on white: for PDF/X-1a and PDF/X-3.

Neither knows transparency (ISO 15930-4 and -6, clause 6.7). A drawing with a half-clear colour, a
soft mask or a blend mode is drawn at the dots of a press; all others stay drawings.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator

import pikepdf
import pypdfium2
from msgspec import structs

from publish.engine import ShippedFonts, draw_alone
from publish.house.fonts import Family
from publish.house.page.natural_size import drawing_size
from publish.house.page.transparency import is_transparent
from publish.model.finding import Finding, notice
from publish.model.publication import Image
from publish.write.lettering import SVG

DOTS_AN_INCH = 600
MOST_DOTS = 6000
"""On a side; of a drawing that is larger than a page the dots are fewer."""


def flatten_drawings(
    images: dict[str, Image], families: list[Family]
) -> tuple[dict[str, Image], list[Finding]]:
    """Return the images, drawings with transparency as pictures: code WRI-163 for each."""
    flat, findings = dict(images), []
    fonts = ShippedFonts(families)
    for key, image in images.items():
        if image.media_type != SVG:
            continue
        drawn = draw_alone(image, *drawing_size(image.data), fonts)
        with pikepdf.open(io.BytesIO(drawn)) as pdf:
            if not any(map(is_transparent, _holders(pdf))):
                continue
        flat[key] = structs.replace(image, data=_framed(_picture(drawn), *drawing_size(image.data)))
        message = f"{image.source.name} is transparent; it is printed as a picture on white"
        hint = f"at {DOTS_AN_INCH} dots an inch; with variant pdf/x-4 it stays a drawing"
        findings.append(notice("WRI-163", message, image.place, hint))
    return flat, findings


def _holders(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (o for o in pdf.objects if isinstance(o, pikepdf.Dictionary | pikepdf.Stream))


def _framed(picture: bytes, width: float, height: float) -> bytes:
    """Put a picture into a drawing of the old one's size, which the page knows it by."""
    data = base64.b64encode(picture).decode()
    size = f'width="{width:g}" height="{height:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width:g} {height:g}">'
        f'<image {size} preserveAspectRatio="none" href="data:image/png;base64,{data}"/></svg>'
    ).encode()


def _picture(drawn: bytes) -> bytes:
    with pypdfium2.PdfDocument(drawn) as pdf:
        page = pdf[0]
        scale = min(DOTS_AN_INCH / 72, MOST_DOTS / max(page.get_size()))
        picture = page.render(scale=scale, fill_color=(255, 255, 255, 255)).to_pil()
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG", dpi=(DOTS_AN_INCH, DOTS_AN_INCH))
    return out.getvalue()
