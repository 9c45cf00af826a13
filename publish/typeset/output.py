"""What comes of the walk beside the text: images, index terms, page breaks, styles, findings."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree
from msgspec import Struct, field

from publish.model.document import Document, local_name
from publish.model.finding import Finding, Fix, Place, Severity
from publish.model.publication import Image, PageBreak
from publish.typeset.author_css import AuthorStyles
from publish.typeset.ids import IdRegistry
from publish.typeset.index_terms import IndexTerm
from publish.typeset.left_out import report_of
from publish.typeset.tally import Tally


class LongDescription(Struct, frozen=True):
    """What is said of one picture at length, in a chapter of its own."""

    id: str
    link_id: str
    """The id of the link below the picture."""
    name: str
    """The picture's alternative text."""
    body: etree._Element


class Output(Struct):
    """What the rules of one walk add to, and how they report a finding."""

    document: Document
    """The manuscript, for the places of findings."""
    ids: IdRegistry = field(default_factory=IdRegistry)
    """The ids that the output has so far, and those that it will need."""
    images: dict[str, Image] = field(default_factory=dict)
    undescribed: list[Place] = field(default_factory=list)
    """Where drawings stand in the text itself without words for who cannot see them."""
    index_terms: list[IndexTerm] = field(default_factory=list)
    """What the back-of-book index will list, in reading order."""
    page_breaks: list[PageBreak] = field(default_factory=list)
    """The pages of the source edition (TEI `pb`), in reading order."""
    generated: list[tuple[etree._Element, etree._Element]] = field(default_factory=list)
    """Each `divGen` that has a place of its own, with the block that waits for its list."""
    descriptions: list[LongDescription] = field(default_factory=list)
    """What is said of pictures at length, in reading order."""
    styles: AuthorStyles = field(default_factory=AuthorStyles)
    findings: list[Finding] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    """What is reported once at the end, with its count."""
    _reported: set[str] = field(default_factory=set)
    """What was reported once and needs no second report."""

    def tell(
        self,
        code: str,
        message: str,
        at: etree._Element | None = None,
        hint: str = "",
        severity: Severity = Severity.WARNING,
        fix: Callable[[], Fix | None] = lambda: None,
    ) -> None:
        """Report something the first time it is met, and how to repair it if that is certain."""
        if message not in self._reported:
            self._reported.add(message)
            place = self.document.place(at) if at is not None else None
            self.findings.append(Finding(code, severity, message, place, hint, fix()))

    def tell_at(self, code: str, message: str, place: Place, hint: str) -> None:
        """Report something of a file that the manuscript shows, the first time it is met."""
        if f"{place} {message}" not in self._reported:
            self._reported.add(f"{place} {message}")
            self.findings.append(Finding(code, Severity.WARNING, message, place, hint))

    def count(
        self,
        code: str,
        message: str,
        at: etree._Element,
        hint: str = "",
        *,
        name: str = "",
        kind: str = "",
        severity: Severity = Severity.WARNING,
    ) -> None:
        """Report something that may be met often: once, with its count and the first place.

        Findings of one code and kind are one; where they name different things, it lists a few.
        """
        if not self.tally.goes_on(code, kind, name, at):
            finding = Finding(code, severity, message, self.document.place(at), hint)
            self.tally.begin(finding, kind, name, at)

    def tell_left_out(self, element: etree._Element) -> None:
        """Report what a rule has left out, where its words are nowhere in the book."""
        name = local_name(element)
        report = report_of(name, element)
        if report is not None:
            message = f"<{name}> {report.message}"
            self.count(
                report.code, message, element, report.hint, kind=name, severity=report.severity
            )
