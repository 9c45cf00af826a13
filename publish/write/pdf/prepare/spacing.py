"""Repairs on the page: the paragraphs that they name, spaced and broken as they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from publish.engine.tree_names import CARRY
from publish.house.fonts import Family
from publish.house.page.geometry import Geometry
from publish.model.edition import Edition
from publish.model.finding import Finding, Place, notice
from publish.model.repair import LETTER, SPACE, Repair, key_of_paragraph
from publish.write.pdf.prepare.division import Division

NOT_READ = ("aside", "rt", "rp")
"""Elements inside a paragraph whose words are not its own."""


def apply_repairs(
    divisions: Iterable[Division], edition: Edition, geometry: Geometry, families: list[Family]
) -> list[Finding]:
    """Set the paragraphs that have a repair; tell of the repairs that no paragraph has.

    Finding WRI-110 (a notice).
    """
    repairs = {repair.paragraph: repair for repair in edition.repairs}
    if not repairs:
        return []
    measures = measures_of(geometry, families)
    left = dict(repairs)
    for division in divisions:
        for paragraph in paragraphs_of(division.root):
            key = key_of_paragraph(words_of(paragraph), measures)
            if key in repairs:
                left.pop(key, None)
                space(paragraph, repairs[key].letter_space, repairs[key].word_space)
                carry(paragraph, repairs[key].carry)
    return [_unused(list(left.values()))] if left else []


def paragraphs_of(root: Element) -> Iterator[Element]:
    """Yield the paragraphs and verses of running text: none in notes, tables, what stands apart."""
    pending = [root]
    while pending:
        element = pending.pop()
        if element.tag == "p" or "l" in element.get("class", "").split():
            yield element
        elif element.tag not in {"aside", "table", "figure", "nav"}:
            pending.extend(reversed(element))


def words_of(paragraph: Element) -> str:
    """Return the words that make a paragraph known: its own, without notes and their marks."""
    texts = [paragraph.text or ""]
    for child in paragraph:
        is_mark = {"noteref", "page-ref"} & set(child.get("class", "").split())
        if child.tag not in NOT_READ and not is_mark:
            texts.append(words_of(child))
        texts.append(child.tail or "")
    return "".join(texts)


def measures_of(geometry: Geometry, families: list[Family]) -> str:
    """Write what else than its words makes a paragraph's lines."""
    g = geometry
    names = ",".join(family.name for family in families[:1])
    return f"{g.measure:.2f} {g.depth:.2f} {g.font_size:.2f} {g.leading:.2f} {names}"


def space(paragraph: Element, letter_space: float, word_space: float) -> None:
    """Space one paragraph, by hundredths of a letter's width and of a word space."""
    letters, words = LETTER * letter_space / 100, SPACE * word_space / 100
    rules = [
        f"{name}: {round(value, 5):g}em"
        for name, value in (("letter-spacing", letters), ("word-spacing", words))
        if value
    ]
    _add(rules, paragraph)


def carry(paragraph: Element, lines: int) -> None:
    """Have a page that ends in a paragraph leave so many lines to the next; elsewhere nothing.

    Whatever is edited before it, no page ends more than one line early.
    """
    paragraph.attrib.pop(CARRY, None)
    if lines == 1:
        _add(["break-after: avoid"], paragraph)
    elif lines:
        paragraph.set(CARRY, "yes")
        _add([f"widows: {lines}"], paragraph)


def _add(rules: list[str], paragraph: Element) -> None:
    styles = [rule for rule in (paragraph.get("style", "").rstrip("; "), *rules) if rule]
    if styles:
        paragraph.set("style", "; ".join(styles))


def _unused(repairs: list[Repair]) -> Finding:
    places = [repair.place for repair in repairs if repair.place]
    place: Place | None = places[0] if places else None
    message = f"{len(repairs)} repairs belong to no paragraph of these words and measures"
    return notice("WRI-110", message, place, "run `publish pdf --repair` to find repairs anew")
