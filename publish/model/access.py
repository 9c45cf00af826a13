"""Accessibility as it is proved: criteria, the evidence for each, and what may be claimed of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from publish.model.finding import Finding, Place


class Level(StrEnum):
    """Whose criterion it is: a level of WCAG, or EPUB Accessibility beyond it."""

    A = "A"
    AA = "AA"
    EPUB = "EPUB"


class Criterion(Struct, frozen=True, kw_only=True):
    """One thing that a publication has to meet; a row of house/access/criteria.toml."""

    id: str
    name: str
    level: Level
    when: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    pdf: tuple[str, ...] = ()
    ask: str = ""
    ask_when: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    onix: str = ""


class Said(StrEnum):
    """What an editor says of a criterion."""

    YES = "yes"
    NO = "no"
    NA = "na"


class Answer(Struct, frozen=True, kw_only=True):
    """An editor's signed answer; an entry of manuscript/access.toml."""

    criterion: str
    """Such as `1.1.1`, or `epub-page-list`."""
    answer: Said
    """`yes`: it is met; `no`: it is not; `na`: it does not apply to this book."""
    by: str
    """Who answers for it."""
    date: datetime.date
    holds_for: str
    """The digest of the content that it is about; `publish access --answer` writes it."""
    words: str = ""
    """What was looked at, and how."""
    place: Place | None = None


class Fault(Struct, frozen=True):
    """What a check has found: the file inside the EPUB or PDF, its line, and the words."""

    path: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        """Write it as `text/chapter-02.xhtml:13: ...`."""
        where = ":".join(str(part) for part in (self.path, self.line) if part)
        return f"{where}: {self.message}" if where else self.message


class Exemption(StrEnum):
    """Of the European Accessibility Act, as the publisher states it (Directive (EU) 2019/882)."""

    NONE = "none"
    MICROENTERPRISE = "microenterprise"
    DISPROPORTIONATE_BURDEN = "disproportionate-burden"
    FUNDAMENTAL_ALTERATION = "fundamental-alteration"


class Verdict(StrEnum):
    """What the evidence comes to."""

    PROVED = "proved"
    NOT_HERE = "does not apply"
    OPEN = "no evidence"
    FAILED = "failed"


class Judgement(Struct, frozen=True):
    """A criterion, what the evidence for it comes to, and the evidence itself."""

    criterion: Criterion
    verdict: Verdict
    evidence: tuple[str, ...] = ()
    """What proves it, or why it does not apply."""
    faults: tuple[Fault, ...] = ()
    question: str = ""
    """What an editor has still to answer."""
    holds_for: str = ""
    """The digest that an answer would hold for now."""
    void: Answer | None = None
    """An answer to another content than the book has now."""

    @property
    def stands(self) -> bool:
        """Return whether nothing is in the way of a claim."""
        return self.verdict in (Verdict.PROVED, Verdict.NOT_HERE)


class Assessment(Struct, frozen=True):
    """All criteria, judged by the evidence of one run."""

    judgements: tuple[Judgement, ...]
    evaluated: str = ""
    """The day of the latest answer that holds, YYYY-MM-DD."""

    def of(self, criterion: str) -> Judgement:
        """Return the judgement on a criterion. Raises KeyError where there is none."""
        found = [each for each in self.judgements if each.criterion.id == criterion]
        if not found:
            raise KeyError(criterion)
        return found[0]

    def fallen(self) -> Iterator[Judgement]:
        """Yield what is in the way of a claim."""
        return (each for each in self.judgements if not each.stands)

    @property
    def level(self) -> str:
        """Return the level of WCAG that the evidence carries: `AA`, `A` or none.

        What EPUB Accessibility asks beyond WCAG has to stand for either.
        """
        missing = {each.criterion.level for each in self.fallen()}
        if missing & {Level.A, Level.EPUB}:
            return ""
        return "A" if missing else "AA"

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of list 196 that single criteria carry."""
        proved = [each for each in self.judgements if each.verdict is Verdict.PROVED]
        return tuple(each.criterion.onix for each in proved if each.criterion.onix)

    @property
    def failed(self) -> tuple[Judgement, ...]:
        """Return the judgements on criteria against which there is evidence."""
        return tuple(each for each in self.judgements if each.verdict is Verdict.FAILED)


class Claim(Struct, frozen=True):
    """What a publication says of its conformance; only made where the evidence carries it."""

    edition: str
    """Of EPUB Accessibility: `1.1` or `1.2`."""
    level: str
    certifier: str
    credential: str = ""
    report: str = ""
    date: str = ""
    """Of the evaluation, YYYY-MM-DD."""
    is_own: bool = True
    """Whether the publisher has evaluated the book, and not a third party."""

    @property
    def standard(self) -> str:
        """Write it as the specification has it (EPUB Accessibility 1.1 section 4.2)."""
        return f"EPUB Accessibility {self.edition} - {self.wcag}"

    @property
    def wcag(self) -> str:
        """Name the part of it that holds of any document."""
        return f"WCAG 2.2 Level {self.level}"


class Standing(Struct, frozen=True):
    """What the evidence of a run comes to: the criteria judged, and what may be claimed of them."""

    assessment: Assessment
    claim: Claim | None
    findings: tuple[Finding, ...] = ()
    """Why less is claimed than was answered for."""
