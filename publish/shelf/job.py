"""One book is one job: what a worker is sent, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from publish.model.finding import Finding, error, has_errors
from publish.shelf.ledger import About

MEMORY_MB = 3000
"""What a book may take, Java's machine included; the longest of real books take 600."""

SECONDS = 900.0
"""By the clock; a book of a million words takes 300 as PDF on a slow core."""

OF_THE_MACHINE = frozenset(["SHE-013", "SHE-014", "CLI-006", "WRI-009"])
"""Findings with which another machine, or the same a minute later, may have done better."""


class Limits(Struct, frozen=True, kw_only=True):
    """What one book may take before its process is ended."""

    seconds: float = SECONDS
    memory_mb: float = MEMORY_MB


class Order(Struct, frozen=True, kw_only=True):
    """What is wanted of every book of a collection alike."""

    purposes: tuple[str, ...]
    defaults: str = ""
    """An edition.toml of the collection, which each book's own goes before."""
    check: bool = True
    """Whether EPUBCheck is to see the EPUBs."""
    strict: bool = False
    trust: bool = False
    """Whether the books' own stages may run."""


class Job(Struct, frozen=True, kw_only=True):
    """One book to be made."""

    name: str
    files: Mapping[str, bytes]
    manuscript: str
    """What is to be built: a TEI file of the parcel, or `.` for the book's folder."""
    order: Order
    toolchain: str
    """The fingerprint of the one who asks; a worker with another refuses."""
    limits: Limits = field(default_factory=Limits)


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of a job."""

    findings: tuple[Finding, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The outputs' bytes by purpose; none where the book has failed."""
    about: About = field(default_factory=About)
    thumbnail: bytes = b""
    """A small cover, as JPEG."""
    pages: int = 0
    elements: tuple[tuple[str, int], ...] = ()
    stages: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0
    processor_seconds: float = 0.0
    memory_mb: float = 0.0
    worker: str = ""

    @property
    def has_failed(self) -> bool:
        """Return whether there is no book."""
        return not self.files

    @property
    def is_worth_another_try(self) -> bool:
        """Return whether the machine was at fault rather than the book."""
        return self.has_failed and any(each.code in OF_THE_MACHINE for each in self.findings)

    @classmethod
    def failed(cls, code: str, message: str, hint: str = "") -> Outcome:
        """Make that of a book whose process did not come to its end."""
        return cls(findings=(error(code, message, hint=hint),))

    def without_files_on_error(self, *, strict: bool) -> Outcome:
        """Drop the outputs where the findings forbid them."""
        is_forbidden = has_errors(list(self.findings), strict=strict)
        return replace(self, files={}, thumbnail=b"") if is_forbidden else self


class Maker(Protocol):
    """Makes a book from its files, which lie in a folder: the current one."""

    def __call__(self, job: Job, folder: Path, /) -> Outcome:
        """Return what came of it; a fault of the book is a finding."""
        ...
