"""The spine of a cover: authors, title and the publisher's logo, in what room there is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publish.engine.tree import add
from publish.house.covers import LOGO
from publish.house.language.words import named
from publish.house.page.measure import POINTS, read_length
from publish.house.page.printer import printer_of
from publish.model.finding import Finding, notice, warning
from publish.write.pdf.cover.front import joined
from publish.write.pdf.cover.room import CoverSheet
from publish.write.pdf.layout.book_layout import BookLayout

THINNEST_MM = 6.0
"""A thinner spine bears no words: they would run over its edges where the fold shifts."""

SIDE = 4.5
"""Points left free along each fold, which may shift (Kindle Direct Publishing: 0.0625 in)."""

LARGEST, SMALLEST, TRIAL = 14.0, 7.0, 10.0
"""Points: the type of the spine, and that in which its length is tried."""

FACE = 0.95
"""From the foot of the letters to their head, in em."""

END = 30.0
"""Points between the words and the ends of the spine (wrap.css)."""

MOST_NAMES = 3
TURNED = frozenset("ー〜～…‥—–-「」『』（）〈〉《》【】()[]")
"""What would lie on its side in a column of upright characters."""

Wording = tuple[str, str]
"""Author and title."""


def fill_spine(spine: Element, width: float, sheet: CoverSheet) -> list[Finding]:
    """Write on the spine as much as it has room for, in type as large as fits. Code: WRI-146."""
    book = sheet.book
    if width < THINNEST_MM * POINTS["mm"]:
        message = f"the spine is {width / POINTS['mm']:.1f} mm thick and bears no words"
        hint = f"{THINNEST_MM:g} mm are needed; check print.paper_caliper_mm"
        return [notice("WRI-146", message, book.edition.place("print", "paper_caliper_mm"), hint)]
    printer, pages = printer_of(book.edition.print), book.page_count()
    if pages < printer.spine_words_from:
        message = f"{printer.name} prints words on spines of {printer.spine_words_from} pages and"
        message += f" more; the book has {pages}, and its spine bears none"
        return [notice("WRI-146", message, book.edition.place("print", "printer"))]
    side = max(SIDE, read_length(printer.spine_side or "0", "spine_side"))
    room = book.geometry.trim.height - 2 * END - _add_logo(spine, width, sheet)
    most = min(LARGEST, (width - 2 * side) / FACE)
    line = add(spine, "p")
    wished, *less = offers = list(_offers(book))
    for offer in offers:
        upright = _is_upright("".join(offer))
        _write(line, offer, TRIAL, upright=upright)
        size = min(most, room * TRIAL / max(1.0, sheet.room_of(line)[upright]))
        if size >= SMALLEST:
            _write(line, offer, size, upright=upright)
            return [_left_out(wished, offer, book)] if offer in less else []
    spine.remove(line)
    return [_left_out(wished, ("", ""), book)]


def _offers(book: BookLayout) -> Iterator[Wording]:
    """Yield what the spine may say, the fullest first."""
    title = book.edition.book.short_title or book.publication.title
    main = re.split(r"\s*[:：;]\s|\s[—–]\s|[:：](?=\S)", title)[0]
    authors = book.edition.authors()
    others = [named("and_others", book.publication.lang, authors[0])] if authors[1:] else []
    all_names = [joined(authors, book.publication.lang)] if len(authors) <= MOST_NAMES else []
    wordings = [(who, title) for who in (*all_names, *others)]
    wordings += [(who, main) for who in (*all_names, *others, "")]
    yield from dict.fromkeys(wordings)


def _is_upright(text: str) -> bool:
    """Return whether characters stand under one another, as those of East Asia do on a spine."""
    return all(
        unicodedata.east_asian_width(c) in "WF" and c not in TURNED for c in text if c != " "
    ) and bool(text.strip())


def _write(line: Element, offer: Wording, size: float, *, upright: bool) -> None:
    for inner in list(line):
        line.remove(inner)
    leading = round(size * 1.27, 2)
    half = "" if upright else f" margin-left: {leading / 2:.2f}pt;"
    line.set("style", f"font-size: {size:.2f}pt; line-height: {leading:.2f}pt;{half}")
    line.set("class", "upright" if upright else "turned")
    for name, text in zip(("author", "title"), offer, strict=True):
        if text and not upright:
            add(line, "span", text, class_=name)
        elif text:
            held = add(line, "span", class_=name)
            for character in text:
                add(held, "span", character)


def _add_logo(spine: Element, width: float, sheet: CoverSheet) -> float:
    """Put the logo at the spine's foot; give the length that it takes from the words."""
    if not sheet.has(LOGO):
        return 0.0
    wide = min(width - 2 * SIDE, 28.0)
    place = f"width: {wide:.2f}pt; left: {(width - wide) / 2:.2f}pt"
    logo = add(spine, "img", class_="logo", src=f"images/{LOGO}", alt="", style=place)
    return sheet.room_of(logo)[1] + 6.0


def _left_out(wished: Wording, said: Wording, book: BookLayout) -> Finding:
    parts = [part for part, kept in zip(wished, said, strict=True) if part != kept]
    wanted, printed = " / ".join(parts), " / ".join(filter(None, said))
    message = f"the spine is too short for {wanted!r}"
    message += f"; it says {printed!r}" if printed else " and bears no words"
    hint = "give book.short_title, which spine and running heads take"
    return warning("WRI-146", message, book.edition.place("book", "short_title"), hint)
