"""Walk the TEI tree and build XHTML: every element goes through one rule.

A rule is a plain function. It is given the TEI element, the XHTML element to append to, and the
Typesetter, and it appends what it makes of the element, without the element's tail (the walker
sees to that). It need not care for XHTML's content models: a `list` inside a `p` may simply be
appended to the `p`; `content_model.py` mends that afterwards for the whole tree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from publish.document import XML_ID, XML_LANG, Document, local_name
from publish.edition import Edition
from publish.finding import Finding, warning
from publish.publication import EPUB, XHTML, Image, Note

Rule = Callable[[etree._Element, etree._Element, "Typesetter"], None]

EPUB_TYPE = f"{{{EPUB}}}type"


@dataclass(slots=True)
class Typesetter:
    """The state of one walk, and the few moves that rules are made of."""

    document: Document
    edition: Edition
    rules: dict[str, Rule]
    findings: list[Finding] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    """The notes of the part in hand, in the order of their references."""
    images: dict[str, Image] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)

    def open(
        self, into: etree._Element, tag: str, source: etree._Element | None = None, cls: str = ""
    ) -> etree._Element:
        """Append an XHTML element; from its TEI `source` it takes id, language and direction."""
        made = etree.SubElement(into, f"{{{XHTML}}}{tag}")
        if cls:
            made.set("class", cls)
        if source is not None:
            self.carry(source, made)
        return made

    def carry(self, source: etree._Element, made: etree._Element) -> None:
        """Give `made` the source's id (the first taker gets it) and language."""
        identifier = source.get(XML_ID)
        if identifier:
            made.set("id", identifier)
        lang = source.get(XML_LANG)
        if lang:
            made.set("lang", lang)
            made.set(XML_LANG, lang)

    def say(self, into: etree._Element, text: str | None) -> None:
        """Append text at the end of `into`."""
        if not text:
            return
        if len(into):
            into[-1].tail = (into[-1].tail or "") + text
        else:
            into.text = (into.text or "") + text

    def children(self, element: etree._Element, into: etree._Element) -> None:
        """Render all that is inside `element` at the end of `into`."""
        self.say(into, element.text)
        for child in element:
            self.one(child, into)
            self.say(into, child.tail)

    def one(self, element: etree._Element, into: etree._Element) -> None:
        """Render one element by its rule; one that has none is shown through its children."""
        name = local_name(element)
        if not name:
            return
        rule = self.rules.get(name)
        if rule is None:
            self.report_unknown(element, name)
            self.children(element, into)
        else:
            rule(element, into, self)

    def report_unknown(self, element: etree._Element, name: str) -> None:
        """Say once for each name that the book will show the element's words without a form."""
        if name not in self.unknown:
            self.unknown.add(name)
            self.findings.append(
                warning(
                    "TYP-001",
                    f"no rule for <{name}>; its text is set as plain text",
                    self.document.place(element),
                )
            )
