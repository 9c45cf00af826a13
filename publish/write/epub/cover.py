"""The cover: the edition's own picture, or a typographic design of styles/covers/.

A design is a style sheet for one page of fixed structure; the title is set as large as it fits.
WeasyPrint lays it out with the fonts that ship, PDFium paints it: the same bytes everywhere.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2
import weasyprint
from lxml import etree
from PIL import Image
from weasyprint.text.fonts import FontConfiguration

from publish.edition import Edition
from publish.finding import Finding, error, say_path
from publish.fonts import families_for, font_stack
from publish.publication import Publication
from publish.stylesheets import read_stylesheets, styles_folder
from publish.write.epub.content import EPUB_TYPE, H
from publish.write.epub.documents import new_document

WIDTH, HEIGHT = 1600, 2560
"""Pixels that shops ask for: 1:1.6, at least 1000 wide (Kindle and Kobo publishing guidelines)."""

MOST_BYTES = 1_000_000
SIZES = (190, 170, 150, 132, 116, 102, 90, 80, 70, 60, 52, 44)
"""Type sizes of the title in CSS pixels of a page 800 wide, the largest that fits being used."""

TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover picture and the words that stand for it."""

    data: bytes
    media_type: str
    alt: str

    @property
    def href(self) -> str:
        """Give its path inside the package's folder."""
        return "images/cover.png" if self.media_type == "image/png" else "images/cover.jpg"


def make_cover(publication: Publication, edition: Edition) -> tuple[Cover, list[Finding]]:
    """Take the edition's picture, or set the cover in type."""
    alt = edition.cover.alt or _words(publication, edition)
    if edition.cover.image:
        return _own_cover(edition, alt)
    findings = _check_design(edition)
    data = b"" if findings else _jpeg(_paint(publication, edition))
    return Cover(data, "image/jpeg", alt), findings


def cover_document(cover: Cover, publication: Publication, edition: Edition) -> etree._Element:
    """Make the page that shows the cover first of all."""
    lang = publication.lang or "und"
    html, body = new_document(publication.title, lang, publication.direction, ["book"])
    body.set(EPUB_TYPE, "frontmatter")
    body.set("class", "cover")
    section = etree.SubElement(body, H + "section", {"class": "cover", EPUB_TYPE: "cover"})
    image = etree.SubElement(section, H + "img", {"src": f"../{cover.href}", "alt": cover.alt})
    image.set("role", "doc-cover")
    return html


def _words(publication: Publication, edition: Edition) -> str:
    """Say what a cover in type says."""
    return ". ".join(
        filter(None, (publication.title, edition.book.subtitle, ", ".join(edition.authors())))
    )


def _own_cover(edition: Edition, alt: str) -> tuple[Cover, list[Finding]]:
    path = _find(edition)
    try:
        data = path.read_bytes()
        with Image.open(io.BytesIO(data)) as picture:
            picture.verify()
    except (OSError, SyntaxError) as problem:
        hint = "name a JPEG or PNG file, its path from the book's folder"
        message = f"the cover {say_path(path)} cannot be used: {problem}"
        return Cover(b"", "image/jpeg", alt), [error("WRI-005", message, hint=hint)]
    media_type = TYPES.get(path.suffix.lower(), "")
    if not media_type or len(data) > 3 * MOST_BYTES:
        with Image.open(io.BytesIO(data)) as picture:
            return Cover(_jpeg(picture.convert("RGB")), "image/jpeg", alt), []
    return Cover(data, media_type, alt), []


def _find(edition: Edition) -> Path:
    folders = (edition.folder, edition.folder / "manuscript")
    paths = [folder / edition.cover.image for folder in folders]
    return next((path for path in paths if path.is_file()), paths[0])


def _check_design(edition: Edition) -> list[Finding]:
    if read_stylesheets(edition, f"covers/{edition.cover.design}"):
        return []
    known = ", ".join(sorted(path.stem for path in (styles_folder() / "covers").glob("*.css")))
    message = f"there is no cover design {edition.cover.design!r}"
    return [error("WRI-006", message, hint=f"name one of {known} as cover.design")]


def _paint(publication: Publication, edition: Edition) -> Image.Image:
    """Set the cover with the largest title that fits, and paint it."""
    documents = (_set(publication, edition, size) for size in SIZES)
    chosen = next((each for each in documents if _fits(each)), None)
    document = chosen or _set(publication, edition, SIZES[-1])
    pdf = pypdfium2.PdfDocument(document.write_pdf())
    picture: Image.Image = pdf[0].render(scale=WIDTH / 600).to_pil()
    return picture.convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _set(publication: Publication, edition: Edition, size: int) -> weasyprint.Document:
    book = edition.book
    texts = {
        "author": ", ".join(edition.authors()),
        "title": publication.title,
        "subtitle": book.subtitle,
        "publisher": book.publisher,
    }
    families, _ = families_for("".join(texts.values()))
    faces = "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight};'
        f' font-style: {face.style}; src: url("{face.file.as_uri()}"); }}\n'
        for family in families
        for face in family.faces
    )
    ground = f"body {{ background: {edition.cover.colour}; }}" if edition.cover.colour else ""
    design = "\n".join(read_stylesheets(edition, f"covers/{edition.cover.design}"))
    page = "@page { size: 800px 1280px; margin: 0; } html { font-family: " + font_stack(families)
    fonts = FontConfiguration()
    style = f"{faces}{page}; }}\n{design}\n.title {{ font-size: {size}px; }}\n{ground}"
    sheet = weasyprint.CSS(string=style, font_config=fonts)
    return weasyprint.HTML(string=_html(texts, publication)).render(
        stylesheets=[sheet], font_config=fonts
    )


def _html(texts: dict[str, str], publication: Publication) -> str:
    lines = "".join(
        f'<div class="{name}"><span>{escape(text)}</span></div>'
        for name, text in texts.items()
        if text
    )
    lang, direction = publication.lang or "und", publication.direction
    return (
        f'<html lang="{lang}" dir="{direction}"><body><div class="frame">{lines}'
        '<div class="ornament"></div></div></body></html>'
    )


def _fits(document: weasyprint.Document) -> bool:
    """Tell whether all stands on one page, no word stands over its box, the title has its room."""
    if len(document.pages) != 1:
        return False
    for box in document.pages[0]._page_box.descendants():
        if box.element_tag == "div" and box.element is not None and hasattr(box, "children"):
            if box.element.get("class") == "title" and box.height > 560:
                return False
            lines = [line for line in box.children if type(line).__name__ == "LineBox"]
            if any(_line_width(line) > box.width + 1 for line in lines):
                return False
    return True


def _line_width(line: object) -> float:
    children = getattr(line, "children", [])
    if not children:
        return 0.0
    left = min(child.position_x for child in children)
    return float(max(child.position_x + child.width for child in children) - left)


def _jpeg(picture: Image.Image) -> bytes:
    """Write a JPEG of less than a megabyte."""
    out = io.BytesIO()
    for quality in (90, 82, 72, 60):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() < MOST_BYTES:
            break
    return out.getvalue()
