"""Write a book as the single HTML file and style sheet that one would give to WeasyPrint.

    python benchmarks/single.py BOOK DIR

The same elements and looks as in our own PDF; folios, running heads, contents and mirrored margins
as CSS Paged Media has them, where publish makes them itself.
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from publish import pipeline
from publish.write.pdf import Purpose
from publish.write.pdf.book import begin
from publish.write.pdf.layout.book_layout import BookLayout
from publish.write.pdf.layout.running_heads import verso_head

PAGES = """
@page {{ @top-center {{ font: small-caps {size}pt "EB Garamond"; }}
  @bottom-center {{ font: {size}pt "EB Garamond"; }} }}
@page :left {{ margin-left: {outer}pt; margin-right: {inner}pt;
  @top-center {{ content: "{title}"; }} @top-left {{ content: counter(page); }} }}
@page :right {{ @top-center {{ content: string(head); }} @top-right {{ content: counter(page); }} }}
@page :blank {{ @top-left {{ content: none; }} @top-right {{ content: none; }}
  @top-center {{ content: none; }} }}
@page front {{ @top-left {{ content: none; }} @top-right {{ content: none; }}
  @top-center {{ content: none; }} @bottom-center {{ content: counter(page, lower-roman); }} }}
@page display {{ @top-left {{ content: none; }} @top-right {{ content: none; }}
  @top-center {{ content: none; }} }}
@page opening {{ @top-left {{ content: none; }} @top-right {{ content: none; }}
  @top-center {{ content: none; }} @bottom-center {{ content: counter(page); }} }}
section.division {{ string-set: head attr(title); }}
section.front {{ page: front; }}
section.display {{ page: display; }}
.recto {{ break-before: recto; }} .verso {{ break-before: verso; }} .any {{ break-before: page; }}
a.page-ref {{ font-size: 0; }}
a.page-ref::after {{ content: target-counter(attr(href), page); font-size: 1rem; }}
"""


def single(book: BookLayout) -> tuple[str, str]:
    """Give a book's HTML and CSS."""
    root = Element("html", {"lang": book.publication.lang})
    head = SubElement(root, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "title").text = book.publication.title
    SubElement(head, "link", {"rel": "stylesheet", "href": "single.css"})
    body = SubElement(root, "body")
    for division in book.divisions:
        section = division.root[0][0]
        kinds = ["division", str(division.opens), str(division.matter)]
        if division.is_display:
            kinds.append("display")
        section.set("class", " ".join([*kinds, section.get("class", "")]))
        section.set("title", division.title)
        section.set("lang", division.root.get("lang", "und"))
        body.append(section)
    looks = [sheet.replace("body > section >", "section.division >") for sheet in looks_of(book)]
    return tostring(root, encoding="unicode", method="html"), "\n".join(looks)


def looks_of(book: BookLayout) -> list[str]:
    """List our own sheets, the fonts as web fonts, and the pages."""
    inputs, g = book.resources.inputs, book.geometry
    faces = [
        f'@font-face {{ font-family: "{face.family}"; src: url("{face.file.as_uri()}"); '
        f"font-weight: {face.weight}; font-style: {face.style}; }}"
        for family in inputs.families
        for face in family.faces
    ]
    title = verso_head(book).replace('"', "\\22 ")
    pages = PAGES.format(size=g.font_size * 0.9, outer=g.outer, inner=g.inner, title=title)
    return [*faces, *inputs.stylesheets, pages]


def write_single(book: Path, folder: Path) -> Path:
    """Write `single.html` and `single.css`; give the HTML's path."""
    build = pipeline.prepare(book)
    assert build.publication is not None
    html, css = single(begin(build.publication, build.edition, Purpose.PRESS))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "single.css").write_text(css, "utf-8")
    (folder / "single.html").write_text("<!DOCTYPE html>\n" + html, "utf-8")
    for name, image in build.publication.images.items():
        (folder / "images").mkdir(exist_ok=True)
        (folder / "images" / name).write_bytes(image.data)
    return folder / "single.html"


if __name__ == "__main__":
    write_single(Path(sys.argv[1]), Path(sys.argv[2]))
