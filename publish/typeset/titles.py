"""What a part or division is called in contents and running heads."""

from __future__ import annotations

from lxml import etree

from publish.house.division_types import Kind, Scale, kind_of_type
from publish.house.language.words import language_of_word, numbered, word
from publish.model.document import local_name, tei
from publish.model.edition import Edition
from publish.model.publication import XHTML, Matter
from publish.typeset.headings import HEADING_TAGS, H, fold, join_titles, plain_title
from publish.typeset.planned import Planned

UNDETERMINED = "und"

LONGEST = 44
"""Characters of a text's first words that stand for a title."""

_SUBTITLE = f"{{{XHTML}}}p"
_IDLE_TAGS = frozenset(f"{{{XHTML}}}{name}" for name in ("span", "hr", "a"))


def title_of(
    plan: Planned, section: etree._Element, planned: list[Planned], edition: Edition
) -> str:
    """Find a part's title: its headings, else its kind and number, else its first words.

    A part that runs several divisions together has none of its own. One that is all of the body
    bears the book's title.
    """
    language = edition.book.language
    if plan.kind.name in {"title_page", "half_title"}:
        return word(plan.kind.name, language)
    headed = _inner_text_title(plan.owner) or opening_title(section)
    if headed or (plan.is_run and plan.owner is None):
        return headed
    body = [each for each in planned if each.matter is Matter.BODY and not each.is_virtual]
    if body == [plan] and edition.book.title:
        return edition.book.title
    if plan.kind.scale is Scale.CHAPTER and plan.kind.name == "chapter" and not _number(plan.owner):
        alike = [each for each in body if each.kind == plan.kind and each.parent is plan.parent]
        return numbered("chapter", language, str(alike.index(plan) + 1))
    return kind_title(plan.kind, plan.owner, language) or first_words(section)


def _inner_text_title(owner: etree._Element | None) -> str:
    """Take the title of a text of a group from the head of its body, or from its title page."""
    if owner is None or local_name(owner) != "text":
        return ""
    for path in ("body/head", "front/titlePage/docTitle/titlePart", "front/titlePage/docTitle"):
        found = owner.find("/".join(map(tei, path.split("/"))))
        if found is not None:
            return cut_short(fold(" ".join(map(str, found.itertext()))))
    return ""


def opening_title(section: etree._Element) -> str:
    """Join the headings and subtitles with which a section opens, or the block it begins with."""
    titles: list[str] = []
    for child in section:
        if child.tag in HEADING_TAGS or _is_subtitle(child, titles):
            titles.append(plain_title(child))
        elif child.tag == H + "div" and not titles and not _is_light(child):
            return opening_title(child)
        elif child.tag not in _IDLE_TAGS and not _is_light(child):
            break
    return join_titles(titles)


def _is_subtitle(child: etree._Element, titles: list[str]) -> bool:
    classes = (child.get("class") or "").split()
    return bool(titles) and child.tag == _SUBTITLE and "subtitle" in classes


def _is_light(child: etree._Element) -> bool:
    """Return whether a block may stand before a heading: an epigraph, a picture, a page break."""
    classes = set((child.get("class") or "").split())
    return bool(classes & {"epigraph", "figure", "opener", "byline", "argument"}) or (
        not "".join(map(str, child.itertext())).strip()
    )


def kind_title(kind: Kind, owner: etree._Element | None, language: str) -> str:
    """Call a division without a heading by its kind and number: `Chapter 3`, `Preface`."""
    number = _number(owner)
    if not kind.name:
        return number if number and not number.isdigit() and len(number) < LONGEST else ""
    is_number = number.isdigit() or (number and set(number.lower()) <= set("ivxlcdm"))
    own = _own_word(kind, owner, language) if is_number else ""
    if own:
        return f"{own} {number}"
    if is_number and language != UNDETERMINED and not _is_called(kind.name, language):
        return number
    name = word(kind.name, language)
    return numbered(kind.name, language, number) if name and is_number else name


def _is_called(name: str, language: str) -> bool:
    """Return whether the language has its own word for a kind; `Chapter` heads no Greek text."""
    return not word(name, language) or language_of_word(name, language) == language


def _own_word(kind: Kind, owner: etree._Element | None, language: str) -> str:
    """Return the manuscript's own word for a division, `Book` or `Canto`; it is mostly English."""
    if owner is None or not language.startswith("en"):
        return ""
    written = (owner.get(attribute) or "" for attribute in ("type", "subtype"))
    found = next((each for each in written if each and kind_of_type(each) == kind), "")
    return found.capitalize() if found.isalpha() else ""


def _number(owner: etree._Element | None) -> str:
    return fold(owner.get("n") or "") if owner is not None else ""


def first_words(section: etree._Element) -> str:
    """Call a division without heading or kind by its first words, as poems are called."""
    for block in section.iter(f"{{{XHTML}}}p", f"{{{XHTML}}}div", f"{{{XHTML}}}li"):
        if any(local_name(child) in {"p", "div", "ul", "ol", "section"} for child in block):
            continue
        words = plain_title(block)
        if words:
            return cut_short(words)
    return cut_short(plain_title(section))


def cut_short(words: str) -> str:
    """Cut words at a space before they grow longer than a line of the contents."""
    if len(words) <= LONGEST:
        return words.rstrip(",;:—–- ")
    kept = words[: LONGEST + 1].rsplit(" ", 1)[0] if " " in words[:LONGEST] else words[:LONGEST]
    return kept.rstrip(",;:.—–- ") + "…"
