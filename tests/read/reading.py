"""What tests of reading share: a whole document around a body, and what reading came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.finding import Finding, PublishError
from publish.read import read_book

HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p/>"
    "</publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
)
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">'


@dataclass
class Outcome:
    """What reading a file came to: a document and its edition, or findings only."""

    findings: list[Finding]
    document: Document | None = None
    edition: Edition | None = None

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings]

    @property
    def root(self) -> etree._Element:
        assert self.document is not None, [str(finding) for finding in self.findings]
        return self.document.root

    @property
    def words(self) -> str:
        """The words of the text, white space folded."""
        text = self.root.find(".//{*}text")
        assert text is not None
        return " ".join("".join(map(str, text.itertext(etree.Element))).split())

    def the(self, code: str) -> Finding:
        (found,) = [finding for finding in self.findings if finding.code == code]
        return found


Read = Callable[..., Outcome]


def tei(body: str, *, header: str = HEADER, lang: str = ' xml:lang="en"', doctype: str = "") -> str:
    """Write a whole document around the inside of a body."""
    return f"{doctype}{TEI}{header}<text{lang}><body>{body}</body></text></TEI>"


def outcome(path: Path) -> Outcome:
    """Read a book, whether it stops or not; anything but a finding is a failure."""
    try:
        document, edition, findings = read_book(path)
    except PublishError as stop:
        assert stop.findings
        return Outcome(stop.findings)
    return Outcome(findings, document, edition)
