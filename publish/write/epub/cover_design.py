"""A typographic cover: a design of styles/covers/, and the book's own words set in it.

A design is a style sheet for a page of 800 x 1280 CSS pixels. Its `:root` names `--ground` and
`--ink`, and for each text the room it has: `--title: 600 520 150` is width, height and largest
type; a fourth number tells how much wider than plain type it runs where the sheet spaces it out
or sets it in small capitals. Python chooses line breaks and size, everything else is the sheet's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import uharfbuzz
from msgspec import Struct
from PIL import Image

from publish.house.covers import ink_on
from publish.house.fonts import Family, families_for, font_stack
from publish.house.language.chinese import chinese_of
from publish.house.page.measure import POINTS_PER_PX
from publish.model.edition import Edition
from publish.model.publication import Publication
from publish.write.epub.fitted_lines import LEADING, Box, FittedLines, Measure, fit_lines

WIDTH, HEIGHT = 1600, 2560
"""Pixels that shops ask for: 1:1.6 (Kindle Publishing Guidelines 4.1, Kobo's the same)."""

PAGE_WIDTH, PAGE_HEIGHT = 800, 1280
"""CSS pixels that a design is made for."""

SMALLEST = {"title": 34.0}
"""Type below this is unreadable on a thumbnail; the text's end is left out before that."""

_SMALLEST_OTHER = 20.0
_LONGEST_LIST = 3


class Design(Struct, frozen=True):
    """A design's sheet and the room it gives to each text."""

    sheet: str
    boxes: dict[str, Box]


class Wording(Struct, frozen=True):
    """All that a cover tells of a book: with the design it decides every pixel."""

    title: str
    texts: dict[str, str]
    """Author, title, subtitle and publisher; empty where there is none."""
    lang: str
    direction: str
    colour: str
    """The ground's colour, where it is not the design's own."""


def design_of(sheet: str) -> Design:
    """Find in a design's sheet the room that it gives to each text."""
    names = ("author", "title", "subtitle", "publisher")
    return Design(sheet, {name: _box(name, sheet) for name in names})


def _box(name: str, sheet: str) -> Box:
    found = re.search(rf"--{name}:\s*([\d.\s]+);", sheet)
    numbers = [float(number) for number in found[1].split()] if found else []
    if len(numbers) not in {3, 4}:
        return Box(600, 120, 36)
    return Box(*numbers)


def paint_cover(design: Design, wording: Wording, own: Family | None = None) -> Image.Image:
    """Set the book's words in a design and paint the page; the same bytes on every machine.

    `own` is the family that the edition names for its text.
    """
    import pypdfium2  # a cover is painted once, and these take longer to import than to paint it

    from publish.engine import draw_html

    families, _ = families_for("".join(wording.texts.values()), wording.lang)
    if own is not None:
        families = [own, *(family for family in families if family.name != own.name)]
    measure = _measure_in(families)
    fitted = {
        name: fit_lines(
            text, design.boxes[name], measure, SMALLEST.get(name, _SMALLEST_OTHER), wording.lang
        )
        for name, text in wording.texts.items()
        if text
    }
    sheet = _faces(families) + design.sheet + _own_colour(wording.colour)
    pdf = pypdfium2.PdfDocument(draw_html(_page(fitted, wording), sheet))
    picture: Image.Image = pdf[0].render(scale=WIDTH / (PAGE_WIDTH * POINTS_PER_PX)).to_pil()
    return picture.convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def wording_of(publication: Publication, edition: Edition, colour: str) -> Wording:
    """Choose the words for a cover on a ground of this colour."""
    authors = edition.authors()
    named = ", ".join(authors[:_LONGEST_LIST]) + (" …" if len(authors) > _LONGEST_LIST else "")
    texts = {
        "author": named,
        "title": publication.title,
        "subtitle": edition.book.subtitle,
        "publisher": edition.book.publisher,
    }
    language = chinese_of(publication.lang, _said(publication)) or publication.lang
    return Wording(publication.title, texts, language, publication.direction, colour)


def _said(publication: Publication) -> set[str]:
    """List the characters of the book, where they tell which Chinese it is written in."""
    if not chinese_of(publication.lang):
        return set()
    return {c for part in publication.parts for text in part.body.itertext() for c in str(text)}


def _measure_in(families: Sequence[Family]) -> Measure:
    tables = [_advances(family.faces[0].file) for family in families]

    def measure(text: str) -> float:
        return sum(next((table[ord(c)] for table in tables if ord(c) in table), 0.6) for c in text)

    return measure


@cache
def _advances(file: Path) -> dict[int, float]:
    """Return every character's advance in em; kerning and joining only make text narrower."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)))
    font = uharfbuzz.Font(face)
    glyphs = ((code, font.get_nominal_glyph(code)) for code in face.unicodes)
    return {code: font.get_glyph_h_advance(glyph) / face.upem for code, glyph in glyphs}


def _faces(families: Sequence[Family]) -> str:
    rules = [
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight};'
        f' font-style: {face.style}; src: url("{face.file.resolve().as_uri()}"); }}'
        for family in families
        for face in family.faces
    ]
    rules.append(f"@page {{ size: {PAGE_WIDTH}px {PAGE_HEIGHT}px; margin: 0; }}")
    rules.append(f"html {{ font-family: {font_stack(families)}; }}")
    return "\n".join(rules)


def _own_colour(colour: str) -> str:
    ink = ink_on(colour) if colour else None
    return f":root {{ --ground: {colour}; --ink: {ink}; }}" if ink else ""


def _page(fitted: dict[str, FittedLines], wording: Wording) -> str:
    """Make the page: for each text a block of lines, and the title's first letter.

    `--lines` on a block is the height of its lines, so that a sheet can centre it.
    """
    letter = next((c for c in wording.title if c.isalnum()), "").upper()
    title = "".join(_block(name, fitted) for name in ("title", "subtitle"))
    return (
        f'<html lang="{escape(wording.lang or "und")}" dir="{wording.direction}"><body>'
        f'<div class="pattern"></div><div class="letter">{escape(letter)}</div>'
        f'<div class="frame"></div><div class="ornament"></div>{_block("author", fitted)}'
        f'<div class="titles">{title}</div>{_block("publisher", fitted)}</body></html>'
    )


def _block(name: str, fitted: dict[str, FittedLines]) -> str:
    text = fitted.get(name)
    if text is None:
        return ""
    height = len(text.lines) * text.size * LEADING
    lines = "".join(f"<div>{escape(line)}</div>" for line in text.lines)
    return (
        f'<div class="{name}" style="font-size: {text.size:.2f}px; --lines: {height:.2f}px">'
        f"{lines}</div>"
    )
