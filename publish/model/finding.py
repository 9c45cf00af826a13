"""What the author hears: a finding has a place, a code, the words at fault and the repair."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

LONGEST = 2000
"""Characters of a finding's line; names in a broken file may be a megabyte long."""


FEW = 5
"""Warnings of one code that a reader is shown one by one; one more is not worth a count."""

HINT = "--verbose and --json list them all"


class Severity(StrEnum):
    """How much a finding weighs: an error stops the build, a warning does under `--strict`."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Place(Struct, frozen=True, order=True):
    """Where in an author's file: line and column count from 1; None where they are unknown."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Write `file:line:column`, the form that editors and terminals make clickable."""
        parts = (self.file, self.line, self.column)
        return ":".join(str(part) for part in parts if part is not None)


class Fix(Struct, frozen=True):
    """A repair that is certain: at the finding's place, or behind it in its line, stands `old`.

    What is likely only is a hint; nobody would look at the change that a button has made.
    """

    old: str
    new: str
    attribute: str = ""
    """Of the element that begins at the place: the attribute in whose value `old` is a word."""
    places: tuple[Place, ...] = ()
    """All places that need it, in one file or more; without them it is the finding's."""


class Renaming(Fix, frozen=True):
    """Elements that are to have another name; their end tags follow.

    `old` and `new` are the start tags as the author is shown them.
    """

    given: tuple[tuple[str, str], ...] = ()
    """Attributes that they get where they have none of that name."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Attributes that are renamed, and their new names."""


class Finding(Struct, frozen=True):
    """One thing to tell the author; `code` is in the manual and is never used again."""

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    hint: str = ""
    fix: Fix | None = None

    def __str__(self) -> str:
        """Write the one-line form: `ch1.xml:13:58: error REV-002 message; hint`."""
        where = f"{self.place}: " if self.place else ""
        hint = f"; {self.hint}" if self.hint else ""
        return _one_line(f"{where}{self.severity} {self.code} {self.message}{hint}")


def _one_line(words: str) -> str:
    """Keep to one line of bounded length, whatever a manuscript's words and names hold."""
    words = " ".join(words.splitlines())
    return words if len(words) <= LONGEST else f"{words[:LONGEST]} …"


def error(
    code: str,
    message: str,
    place: Place | None = None,
    hint: str = "",
    *,
    fix: Fix | None = None,
) -> Finding:
    """Make a finding that stops the build."""
    return Finding(code, Severity.ERROR, message, place, hint, fix)


def warning(
    code: str,
    message: str,
    place: Place | None = None,
    hint: str = "",
    *,
    fix: Fix | None = None,
) -> Finding:
    """Make a finding that lets the build go on, unless it runs with `--strict`."""
    return Finding(code, Severity.WARNING, message, place, hint, fix)


def notice(
    code: str,
    message: str,
    place: Place | None = None,
    hint: str = "",
    *,
    fix: Fix | None = None,
) -> Finding:
    """Make a finding that only informs."""
    return Finding(code, Severity.NOTICE, message, place, hint, fix)


def has_errors(findings: list[Finding], *, strict: bool = False) -> bool:
    """Return whether these findings forbid an output; `strict` counts warnings as errors."""
    fatal = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(finding.severity in fatal for finding in findings)


def few_of_each(findings: list[Finding]) -> list[Finding]:
    """Keep the first few warnings and notices of each code, and count the rest behind the last.

    A manuscript made by a machine may have one fault in hundreds of places. Errors are all kept.
    """
    seen = Counter(finding.code for finding in findings if finding.severity is not Severity.ERROR)
    kept: list[Finding] = []
    so_far: Counter[str] = Counter()
    for finding in findings:
        if finding.severity is Severity.ERROR or seen[finding.code] <= FEW + 1:
            kept.append(finding)
            continue
        so_far[finding.code] += 1
        if so_far[finding.code] <= FEW:
            kept.append(finding)
        elif so_far[finding.code] == FEW + 1:
            kept.append(replace(finding, message=_more(seen[finding.code] - FEW), hint=HINT))
    return kept


def _more(number: int) -> str:
    return f"and {number} more like it, of which this is the first"


class PublishError(Exception):
    """Stop the work: the author's files hold errors (exit code 1)."""

    exit_code = 1

    def __init__(self, *findings: Finding) -> None:
        """Carry the findings that explain the stop."""
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = list(findings)

    def __reduce__(self) -> tuple[type[PublishError], tuple[Finding, ...]]:
        """Make it again of its findings, where another process has raised it."""
        return type(self), tuple(self.findings)


class UsageError(PublishError):
    """Stop the work: the command was called wrongly (exit code 2)."""

    exit_code = 2


class MachineError(PublishError):
    """Stop the work: this machine lacks a needed part; the hint names the install command (3)."""

    exit_code = 3


def say_path(path: Path) -> str:
    """Name a file as the author would: relative to the current folder where it lies inside it.

    Bytes of its name that are no UTF-8 become question marks, so that it can be printed anywhere.
    """
    try:
        name = str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError, RuntimeError):
        name = str(path)
    return name.encode("utf-8", "replace").decode("utf-8")
