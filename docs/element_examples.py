"""What becomes of the examples of docs/element_examples.txt: each is typeset, here and now.

An example begins with a line of the elements that it shows, `| where` it stands where that is not
the body (`front`, `text`, `whole`, `header`); its TEI follows, and an empty line ends it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from publish.model.document import Document
from publish.model.edition import Book, Edition
from publish.model.publication import EPUB, Part
from publish.read.manuscript import read_manuscript
from publish.typeset import typeset

FILE = Path(__file__).with_name("element_examples.txt")
TEI = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
FRAMES = {
    "body": "<teiHeader/><text><body>{}</body></text>",
    "front": "<teiHeader/><text><front>{}</front><body><p>Words.</p></body></text>",
    "text": "<teiHeader/><text>{}</text>",
    "header": "{}<text><body><p>Words.</p></body></text>",
}
MADE = {"titlepage", "copyright-page", "colophon", "toc"}
"""Kinds of part that every book gets, which are not the example's."""

OPENING = (
    "p div section header aside figure figcaption blockquote h1 h2 h3 h4 h5 h6 ul ol li dl dt dd "
    "table caption thead tbody tr hr pre"
).split()
CLOSING = "div section header aside figure ul ol dl table thead tbody tr".split()
LINES = re.compile(rf"(?<=>)(?=<(?:{'|'.join(OPENING)})[ >/]|</(?:{'|'.join(CLOSING)})>)")
"""Where a line ends in what is shown: between elements, before one of these."""

NAMESPACES = re.compile(r' xmlns(:\w+)?="[^"]*"')


@dataclass(frozen=True)
class Example:
    """A piece of TEI, and the elements that it shows."""

    names: tuple[str, ...]
    where: str
    tei: str

    def document(self) -> Document:
        """Put the piece into a document, and read that as a manuscript is read."""
        text = self.tei
        if self.where != "whole":
            text = f'<TEI xmlns="{TEI}">{FRAMES[self.where].format(text)}</TEI>'
        with TemporaryDirectory() as folder:
            path = Path(folder, "in.xml")
            path.write_text(text, "utf-8")
            document, _ = read_manuscript(path)
        return Document(document.root, FILE.with_suffix(".xml"), "in.xml")


@cache
def examples() -> tuple[Example, ...]:
    """Read the file."""
    found = []
    for block in FILE.read_text("utf-8").strip().split("\n\n"):
        head, _, tei = block.partition("\n")
        names, _, where = head.partition("|")
        found.append(Example(tuple(names.split()), where.strip() or "body", tei))
    return tuple(found)


def example_of(name: str) -> Example:
    """Find the example of an element."""
    return next(each for each in examples() if name in each.names)


@cache
def outcome(example: Example) -> tuple[str, tuple[str, ...]]:
    """Typeset an example; return its XHTML and the codes of what is told."""
    edition = Edition(book=Book(title="T", language="en"), folder=FILE.parent)
    publication, findings = typeset(example.document(), edition)
    parts = [part for part in publication.parts if _is_its_own(part, example)]
    shown = "\n".join(filter(None, (_shown(part) for part in parts)))
    return shown, tuple(dict.fromkeys(finding.code for finding in findings))


def _is_its_own(part: Part, example: Example) -> bool:
    if example.where == "header":
        return False
    is_made = part.epub_type in MADE and not (
        "titlePage" in example.names and part.epub_type == "titlepage"
    )
    is_frame = example.where == "front" and part.matter == "body"
    return not is_made and not is_frame


def _shown(part: Part) -> str:
    """Write a part without its namespaces, and its notes below it."""
    blocks = [_inside(part.body)]
    blocks += [f'<aside class="note">{_inside(note.body)}</aside>' for note in part.notes]
    return "\n".join(filter(None, blocks))


def _inside(element: etree._Element) -> str:
    for inner in element.iter(etree.Element):
        inner.tag = etree.QName(inner).localname
        for name in (f"{{{EPUB}}}type", f"{{{XML}}}lang"):
            inner.attrib.pop(name, None)
    etree.cleanup_namespaces(element)
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    text = NAMESPACES.sub("", re.sub(r"\A<[^>]*>|</\w+>\Z", "", text)).strip()
    return LINES.sub("\n", text if "<pre" in text else re.sub(r"\s*\n\s*", "\n", text))
