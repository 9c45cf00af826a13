"""Pages that print adds of its own: the half title and the contents with page numbers."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from msgspec.structs import replace

from publish.engine.tree import add
from publish.house.language.words import word
from publish.model.edition import Edition
from publish.model.publication import Entry, Matter, Publication
from publish.write.pdf.prepare.division import DISPLAY, Division, Opens, page_of
from publish.write.pdf.prepare.short_titles import without_stop

FEWEST = 3
"""Fewer divisions than this need no table of contents."""


def half_title(publication: Publication, edition: Edition) -> Division:
    """Make the half title: the short title, on the first recto, and the series (Chicago 1.18)."""
    section = Element("section", {"class": "halftitlepage"})
    title = edition.book.short_title or publication.title
    add(section, "p", title, class_="half-title")
    if series := edition.book.series.named():
        add(section, "p", series, class_="half-title-series")
    root = page_of(section, publication.lang, publication.direction, Matter.FRONT)
    return Division("half-title", "", Matter.FRONT, root, Opens.RECTO, True)


def contents(publication: Publication, edition: Edition) -> Division | None:
    """Make the contents as far down as the edition lists heads; None for a book of few parts."""
    depth = max(1, edition.contents.print_depth)
    entries = without_bare(publication.contents)
    if sum(level <= depth for entry in entries for level, _ in entry.flat()) < FEWEST:
        return None
    title = next((m.title for m in publication.landmarks if "toc" in m.epub_type), "")
    title = title or word("contents", publication.lang)
    section = Element("section", {"class": "contents", "id": "print-contents"})
    add(section, "h1", title)
    section.append(_list(entries, 1, depth))
    root = page_of(section, publication.lang, publication.direction, Matter.FRONT)
    return Division("contents", title, Matter.FRONT, root, Opens.RECTO)


def without_bare(entries: list[Entry]) -> list[Entry]:
    """Leave out the entries that are numbers among their like and nothing more."""
    kept = [entry for entry in entries if not entry.is_bare]
    return [replace(entry, children=without_bare(entry.children)) for entry in kept]


def _list(entries: list[Entry], level: int, depth: int) -> Element:
    made = Element("ol", {"class": f"level-{level}"})
    letters: Element | None = None
    for entry in entries:
        if entry.is_letter:
            letters = add(add(made, "li"), "p", class_="letters") if letters is None else letters
            _add_letter(entry, letters)
            continue
        letters = None
        line = add(made, "li")
        paragraph = add(line, "p")
        link = add(
            paragraph, "a", without_stop(entry.title), class_="entry", href=f"#{entry.target}"
        )
        if entry.lang:
            link.set("lang", entry.lang)
        add(paragraph, "a", "0", class_="page-ref", href=f"#{entry.target}")
        if entry.children and level < depth:
            line.append(_list(entry.children, level + 1, depth))
    return made


def _add_letter(entry: Entry, letters: Element) -> None:
    """Add a letter of a dictionary, with its page, to the line of its like."""
    if len(letters):
        letters[-1].tail = "  "
    held = add(letters, "span", class_="thumb")
    link = add(held, "a", entry.title, href=f"#{entry.target}")
    link.tail = "\u00a0"
    add(held, "a", "0", class_="page-ref", href=f"#{entry.target}")


def place_in_front(
    divisions: list[Division], half: Division | None, toc: Division | None
) -> list[Division]:
    """Put the half title first and the contents behind the display pages (Chicago 1.4)."""
    first = next(
        (
            i
            for i, division in enumerate(divisions)
            if not (division.is_display and division.matter is Matter.FRONT)
        ),
        len(divisions),
    )
    before = [half] if half else []
    behind = [toc] if toc else []
    return before + divisions[:first] + behind + divisions[first:]


def has_kind(publication: Publication, kind: str) -> bool:
    """Return whether the publication brings a part of this kind itself."""
    assert kind in DISPLAY | {"toc"}
    return any(
        kind in part.epub_type.split() and part.medium != "epub" for part in publication.parts
    )
