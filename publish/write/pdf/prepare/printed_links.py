"""Links on paper: the page that one leads to, and the address of one that leaves the book.

A reader of paper cannot follow a link. "See below" takes the page behind it, in brackets, or
behind a comma where it stands in brackets already (Chicago 2.35, 13.46); words that are linked
to a place of the web take its address. A text that has very many of either does not mean them to
be read: they stay as they are, and that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from msgspec import Struct

from publish.engine.places import SOURCE_LENGTH
from publish.engine.tree import insert_after, parents_of
from publish.house.language.words import word
from publish.model.edition import Edition
from publish.model.finding import Finding, notice
from publish.model.lazy_pattern import lazy_pattern
from publish.write.pdf.prepare.division import Division
from publish.write.pdf.prepare.setting.openings import HEADINGS

MANY = {"pages": 300, "addresses": 60}
"""More of a kind in a book are not shown unless the edition asks for all."""

_APART = frozenset(
    "l head subtitle contents back-index corrections running-head entry-columns source".split()
)
"""Classes in which a link shows its words alone: verse, headings, lists that have their pages.

In a dictionary the alphabet leads to an entry; of a quotation's source, `LXX Ps 45:11` says all.
"""

_BLOCKS = frozenset("p li td th dd div section blockquote aside figcaption".split())
_PLAIN = lazy_pattern(r"rend-[\w-]+|own-[\w-]+")
_NAME = "{name}"


class _Link(Struct):
    """A link whose goal paper has to say."""

    element: Element
    parent: Element
    target: str
    lang: str


def print_links(divisions: Iterable[Division], edition: Edition) -> list[Finding]:
    """Report behind links where they lead, as far as the edition has it. Codes: WRI-180."""
    divisions = list(divisions)
    known = {
        f"#{e.get('id')}" for division in divisions for e in division.root.iter() if e.get("id")
    }
    links = [
        link for division in divisions if not division.is_display for link in _links(division.root)
    ]
    kinds = {
        "pages": [link for link in links if link.target in known],
        "addresses": [link for link in links if not link.target.startswith("#")],
    }
    findings = []
    for kind, found in kinds.items():
        choice = getattr(edition.print, f"link_{kind}")
        if choice == "auto" and len(found) > MANY[kind]:
            findings.append(_left_out(kind, len(found)))
        elif choice != "none":
            for link in found:
                _say(link)
    return findings


def _left_out(kind: str, count: int) -> Finding:
    message = f"{count} links are printed without the {kind} that they lead to, for there are many"
    hint = f"set print.link_{kind} to 'all' to have them all the same, or to 'none'"
    return notice("WRI-180", message, None, hint)


def _links(root: Element) -> list[_Link]:
    """List the links of the text in reading order, but those that need no word."""
    parents = parents_of(root)
    found = []
    for element in root.iter("a"):
        target = element.get("href", "")
        around = _around(element, parents)
        if _is_own(element) and not any(map(_is_apart, around)):
            block = next((e for e in around if e.tag in _BLOCKS), root)
            lang = next((e.get("lang", "") for e in [element, *around] if e.get("lang")), "")
            if _needs_word(element, target, block):
                found.append(_Link(element, parents[element], target, lang))
    return found


def _around(element: Element, parents: dict[Element, Element]) -> list[Element]:
    found = []
    while element in parents:
        element = parents[element]
        found.append(element)
    return found


def _is_own(link: Element) -> bool:
    """Return whether the manuscript made a link with words of its own, and no mark or number."""
    classes = link.get("class", "").split()
    return all(map(_PLAIN.fullmatch, classes)) and any(text.strip() for text in link.itertext())


def _is_apart(element: Element) -> bool:
    return element.tag in {*HEADINGS, "nav"} or not _APART.isdisjoint(
        element.get("class", "").split()
    )


def _needs_word(link: Element, target: str, block: Element) -> bool:
    """Return whether the goal is neither said beside the link nor in the same paragraph."""
    if not target.startswith("#"):
        return target.startswith(("http", "ftp")) and _bare(target) not in _bare(
            "".join(block.itertext())
        )
    return not any(
        e.get("id") == target[1:]
        or (e is not link and e.get("href") == target and "page-ref" in e.get("class", "").split())
        for e in block.iter()
    )


def _bare(address: str) -> str:
    return re.sub(r"https?://(www\.)?", "", address).rstrip("/")


def _say(link: _Link) -> None:
    opening, closing = (", ", "") if _is_in_brackets(link) else (" (", ")")
    made = Element("span", {"class": "link-goal", SOURCE_LENGTH: "0"})
    goal = Element("a", {"href": link.target})
    if link.target.startswith("#"):
        before, _, behind = word("page_number", link.lang).partition(_NAME)
        goal.set("class", "page-ref")
        goal.text, goal.tail = "0", behind + closing
        made.text = opening + before
    else:
        goal.set("class", "url")
        goal.set("dir", "ltr")
        goal.text, goal.tail = link.target, closing
        made.text = opening
    made.append(goal)
    insert_after(link.parent, link.element, made)


def _is_in_brackets(link: _Link) -> bool:
    """Return whether an open bracket stands before a link, in the same element."""
    before = link.parent.text or ""
    for sibling in link.parent:
        if sibling is link.element:
            break
        before += "".join(sibling.itertext()) + (sibling.tail or "")
    return before.count("(") > before.count(")")
