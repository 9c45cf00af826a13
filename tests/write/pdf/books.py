"""Small publications made by hand, and what a reader sees of the PDFs made from them."""

from __future__ import annotations

import functools
import re
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
from lxml import etree
from msgspec import structs
from PIL import Image as Picture

from publish.model.edition import Book, Contributor, Edition, Print
from publish.model.publication import (
    EPUB,
    XHTML,
    Entry,
    Image,
    Landmark,
    Matter,
    Note,
    NotePlace,
    Part,
    Publication,
)
from publish.write.pdf import Printed, Purpose, write_pdf

SENTENCE = "The pages of this small book are made to be looked at and not to be read in earnest. "
PARAGRAPH = f"<p>{SENTENCE * 6}</p>"
EDITION = Edition(
    book=Book(
        title="A Small Book",
        language="en",
        modified="2026-11-24",
        contributors=(Contributor(name="Ann Author"),),
    ),
    print=Print(),
)


def element(markup: str) -> etree._Element:
    """Parse XHTML with `epub:` declared."""
    return etree.fromstring(f'<div xmlns="{XHTML}" xmlns:epub="{EPUB}">{markup}</div>')[0]


def part(name: str, markup: str, title: str = "", **fields: object) -> Part:
    """Make a part of the inside of its section: a chapter, where nothing else is said."""
    kind = str(fields.pop("epub_type", "chapter"))
    matter = fields.pop("matter", Matter.BODY)
    assert isinstance(matter, Matter)
    body = element(f'<section id="{name}" class="{kind}">{markup}</section>')
    made = Part(name, title, matter, kind, body, str(fields.pop("lang", "en")))
    for key, value in fields.items():
        setattr(made, key, value)
    return made


def note(number: int, text: str, place: NotePlace = NotePlace.FOOT) -> Note:
    body = element(f"<div><p>{text}</p></div>")
    return Note(f"note-{number}", f"ref-{number}", str(number), place, body)


def mark(number: int) -> str:
    return f'<a class="noteref" id="ref-{number}" href="#note-{number}">{number}</a>'


def one_part(markup: str, lang: str = "en", **fields: object) -> Publication:
    """A publication of one chapter."""
    made = part("chapter-01", markup, "Chapter", lang=lang, **fields)
    direction = "rtl" if lang in {"he", "yi", "ar"} else "ltr"
    made.direction = direction
    return Publication("A Small Book", lang, direction, [made], [Entry("Chapter", "chapter-01")])


def picture(width: int = 1500, height: int = 1000) -> Image:
    out = BytesIO()
    Picture.new("RGB", (width, height), (200, 40, 40)).save(out, "PNG")
    return Image("red.png", "image/png", out.getvalue(), Path("red.png"))


def small_book() -> Publication:
    """A book with a title page, a preface, three chapters, notes, a picture and an index."""
    chapters = []
    for number in (1, 2, 3):
        body = [f"<h1>Chapter {number}</h1>", PARAGRAPH * 2]
        if number == 1:
            body.append(f"<p>Here stands a note.{mark(1)} {SENTENCE * 3}</p>")
            body.append('<p id="apples">Apples are named here.</p>')
            body.append('<figure><img src="images/red.png" alt="A red field"/></figure>')
        body.append(PARAGRAPH * 9)
        made = part(f"chapter-0{number}", "".join(body), f"Chapter {number}")
        if number == 1:
            made.notes = [note(1, "The note's own words stand at the foot.")]
        chapters.append(made)
    index = (
        '<h1>Index</h1><ul><li>apples, <a class="page-ref" href="#apples">1</a></li>'
        '<li>ends, <a class="page-ref" href="#chapter-02">2</a>, '
        '<a class="page-ref" href="#chapter-03">3</a></li></ul>'
    )
    title = '<h1 class="title">A Small Book</h1><p class="author">Ann Author</p>'
    parts = [
        part("titlepage", title, epub_type="titlepage", matter=Matter.FRONT),
        part("copyright", "<p>No rights.</p>", epub_type="copyright-page", matter=Matter.FRONT),
        part("preface", f"<h1>Preface</h1>{PARAGRAPH * 8}", "Preface", epub_type="preface",
             matter=Matter.FRONT),
        *chapters,
        part("index", index, "Index", epub_type="index", matter=Matter.BACK),
    ]  # fmt: skip
    names = ["preface", "chapter-01", "chapter-02", "chapter-03", "index"]
    titles = {made.name: made.title for made in parts}
    contents = [Entry(titles[name], name) for name in names]
    return Publication(
        "A Small Book", "en", "ltr", parts, contents, [Landmark("toc", "Contents", "")],
        images={"red.png": picture()},
    )  # fmt: skip


@functools.cache
def small_book_printed(purpose: Purpose, choices: Print | None = None) -> Printed:
    """The small book in print, made once for all tests that only look at it."""
    return write_pdf(small_book(), structs.replace(EDITION, print=choices or Print()), purpose)


def open_pdf(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def page_texts(data: bytes, tmp: Path, *options: str) -> list[str]:
    """Read each page's text with poppler."""
    path = tmp / "read.pdf"
    path.write_bytes(data)
    command = ["pdftotext", *options, path, "-"]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return said.split("\f")[:-1]


def words(text: str) -> str:
    """Join lines, hyphens at their ends taken out."""
    return " ".join(re.sub("\u2010\\s*\n\\s*", "", text).split())
