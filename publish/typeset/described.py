"""What a catalogue says before the statements of a description: `Binding:`, `Contents`.

Authority: the Bodleian Library's catalogue of medieval manuscripts; TEI chapter 11.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tomli
from lxml import etree

from publish.house.language.words import named, word
from publish.model.document import local_name, tei
from publish.model.publication import XHTML
from publish.typeset.added import say_word
from publish.typeset.xhtml import name_of


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomli.loads(Path(__file__).with_name("descriptions.toml").read_text("utf-8"))


def heading_of(element: etree._Element) -> str:
    """Name the word over a group of statements; none where it has a head of its own."""
    return "" if _has_head(element) else _tables()["headings"].get(local_name(element), "")


def label_of(element: etree._Element) -> str:
    """Name the word before a statement; the like of one before or around it has none again."""
    name = _label(element)
    around = element.getparent()
    if not name or around is None or _has_head(element):
        return ""
    before = next(element.itersiblings(etree.Element, preceding=True), None)
    if before is not None and _label(before) == name:
        return ""
    return "" if any(_label(outer) == name for outer in element.iterancestors()) else name


def _label(element: etree._Element) -> str:
    labels, around = _tables()["labels"], element.getparent()
    inside = f"{local_name(around)}/{local_name(element)}" if around is not None else ""
    return labels.get(inside) or labels.get(local_name(element), "")


def _has_head(element: etree._Element) -> bool:
    return element.find(tei("head")) is not None


def plural_of(unit: str) -> str:
    """Return what more than one of a unit is called."""
    return _tables()["plurals"].get(unit, unit)


def put_heading(into: etree._Element, name: str, language: str) -> None:
    """Append the word over a group of statements."""
    made = etree.SubElement(into, f"{{{XHTML}}}p", {"class": "description-heading"})
    say_word(made, name, language or "en")


def put_label(made: etree._Element, name: str, language: str) -> None:
    """Put the word before a statement into its first line, unless the statement begins with it."""
    said = "".join(map(str, made.itertext())).lstrip().casefold()
    own = word(name, language)
    if said and not said.startswith(own.casefold()):
        label = _put_before(made, "description-label")
        say_word(label, name, language or "en", written=named("label", language, own).rstrip())


def put_date(made: etree._Element, words: str, language: str) -> None:
    """Put when something was before what is told of it."""
    if words and "".join(map(str, made.itertext())).strip():
        label = _put_before(made, "description-date")
        label.text = named("label", language, words).rstrip()


def _put_before(made: etree._Element, cls: str) -> etree._Element:
    """Make an element at the beginning of the first line."""
    line = made
    while not (line.text or "").strip() and len(line) and name_of(line[0]) in {"p", "div", "li"}:
        line = line[0]
    label = etree.Element(f"{{{XHTML}}}span", {"class": cls})
    label.tail, line.text = f" {(line.text or '').lstrip()}", None
    line.insert(0, label)
    return label
