"""What other programs may call: three functions and the types they speak of.

`docs/library.md` documents all of it, and its examples are tests. Every other module may change
from one version to the next.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from publish import pipeline
from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.erratum import Erratum
from publish.model.finding import (
    Finding,
    MachineError,
    Place,
    PublishError,
    Severity,
    UsageError,
    error,
    notice,
    warning,
)
from publish.model.printing import PrintedPage, Printing
from publish.model.progress import Progress
from publish.model.purpose import Purpose
from publish.model.request import BuildRequest, BuildResult, Output, Overrides, with_reading
from publish.read import read_book as _read
from publish.run.cache import Cache

__all__ = [
    "Book",
    "BuildResult",
    "Document",
    "Edition",
    "Erratum",
    "Finding",
    "MachineError",
    "Output",
    "Place",
    "PrintedPage",
    "Printing",
    "Progress",
    "PublishError",
    "Purpose",
    "Severity",
    "UsageError",
    "build",
    "check_book",
    "error",
    "notice",
    "read_book",
    "warning",
]


class Book(Struct, frozen=True):
    """A book as it is read, before any stage has changed it."""

    document: Document
    """The manuscript's tree, and where each piece of it stands in the author's files."""
    edition: Edition
    """What edition.toml decides, with its defaults and what the TEI header says."""
    findings: list[Finding] = field(default_factory=list)


def read_book(source: str | Path, *, keep_going: bool = False) -> Book:
    """Read a book's folder or one TEI file.

    `keep_going` reads a book whose included files are not all there. Raises PublishError where
    the manuscript cannot be read at all.
    """
    document, edition, findings = _read(Path(source), keep_going=keep_going)
    return Book(document, edition, findings)


def check_book(
    source: str | Path,
    settings: Overrides | None = None,
    *,
    keep_going: bool = False,
    trust: bool = False,
    progress: Progress | None = None,
) -> list[Finding]:
    """Read, revise and typeset a book, and look its words over; nothing is written.

    As `publish check --fast` does. Raises PublishError as `build` does.
    """
    overrides = with_reading(settings or {}, keep_going=keep_going, trust=trust)
    made = pipeline.prepare(Path(source), overrides, progress)
    pipeline.check_manuscript(made)
    return made.findings


def build(
    source: str | Path,
    *purposes: str,
    settings: Overrides | None = None,
    check: bool = True,
    keep_going: bool = False,
    trust: bool = False,
    cache_folder: str | Path | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Build a book: the outputs named, or those that its edition asks for.

    `settings` go before edition.toml: `{"print": {"trim": "A5"}}`. `check` has EPUBCheck see the
    EPUBs. `trust` runs the book's own stages. In `cache_folder` chapters are kept for the next
    build; without one nothing is. The result has no outputs where a finding is an error. Raises
    PublishError where the book cannot be read, MachineError where this machine lacks a part,
    ValueError where there is no such output.
    """
    overrides = with_reading(settings or {}, keep_going=keep_going, trust=trust)
    wanted = tuple(map(Purpose, purposes))
    request = BuildRequest(Path(source), wanted, overrides, check=check)
    cache = Cache(Path(cache_folder)) if cache_folder is not None else Cache()
    return pipeline.make(request, progress or Progress(), cache)
