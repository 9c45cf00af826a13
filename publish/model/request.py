"""What a run is asked for, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from publish.model.finding import Finding
from publish.model.printing import Printing
from publish.model.purpose import Form, Purpose

Overrides = Mapping[str, Mapping[str, object]]
"""What the command line decides over edition.toml: `{"print": {"trim": "A5"}}`."""

READING = "reading"
"""The one table of overrides that is not edition.toml's: `keep_going` builds without the parts
of a book that cannot be had, `trust` runs its own stages, `defaults` is the path of an edition.toml
that the book's own goes before."""

DEFAULTS = "defaults"
"""The key of that path."""

TRUST = "trust"
"""The key by which the user lets a book's own stages run, from now on."""


def with_reading(
    overrides: Overrides, *, keep_going: bool = False, trust: bool = False
) -> Overrides:
    """Add how the book is to be read, where anything is asked; what is not leaves no trace."""
    asked = {"keep_going": keep_going, TRUST: trust}
    reading = {key: True for key, is_asked in asked.items() if is_asked}
    return {**overrides, READING: reading} if reading else overrides


class BuildRequest(Struct, frozen=True):
    """Some outputs of one book."""

    book: Path
    """A book's folder or one TEI file."""
    purposes: tuple[Purpose, ...] = ()
    """The edition's own where empty."""
    overrides: Overrides = field(default_factory=dict)
    check: bool = True
    """Whether EPUBCheck is to see the EPUBs."""

    @property
    def may_have_pages(self) -> bool:
        """Return whether a PDF may be among the outputs."""
        return not self.purposes or any(
            each.form not in (Form.EPUB, Form.RECORD) for each in self.purposes
        )


class Output(Struct):
    """Finished, checked bytes, and what they are for."""

    purpose: Purpose
    data: bytes


class BuildResult(Struct):
    """What a run has to tell, and its outputs: none where a finding is an error."""

    findings: list[Finding]
    outputs: list[Output]
    slug: str
    """The stem of the outputs' names."""
    manuscript: Path
    printing: Printing | None = None
    """The pages of the run's PDF."""
    sources: list[Path] = field(default_factory=list)
    """The author's files that the run has looked at; no output may take their place."""
