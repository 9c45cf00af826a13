"""Findings for programs, `--json`: bounded in number and length, with a count of the rest.

A manuscript with a hundred thousand slips would else be answered with a hundred megabytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from publish.model.finding import Finding, Severity

MOST = 1_000
"""Findings that are listed: errors before warnings, warnings before notices."""

LONGEST = 2_000
"""Characters of a message or a hint."""

_RANKS = {severity: rank for rank, severity in enumerate((Severity.ERROR, Severity.WARNING))}


def bounded_findings(findings: Sequence[Finding]) -> dict[str, object]:
    """Return `findings`, and where there are too many `more_findings`: the rest counted by code."""
    if len(findings) <= MOST:
        return {"findings": [_as_object(finding) for finding in findings]}
    ranked = sorted(range(len(findings)), key=lambda n: _RANKS.get(findings[n].severity, 9))
    listed = set(ranked[:MOST])
    rest = Counter(each.code for number, each in enumerate(findings) if number not in listed)
    return {
        "findings": [_as_object(findings[number]) for number in sorted(listed)],
        "more_findings": dict(sorted(rest.items())),
    }


def _as_object(finding: Finding) -> dict[str, object]:
    place = finding.place
    return {
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "code": finding.code,
        "severity": str(finding.severity),
        "message": shortened(finding.message),
        "hint": shortened(finding.hint),
    }


def shortened(words: str) -> str:
    """Leave out the middle of what goes on and on."""
    if len(words) <= LONGEST:
        return words
    left = len(words) - LONGEST
    return f"{words[: LONGEST // 2]} [… {left} characters …] {words[-LONGEST // 2 :]}"
