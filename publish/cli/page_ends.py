"""How a PDF's lines and pages end: what `publish pdf --report` tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from publish.cli.session import Session
from publish.model.finding import UsageError, error
from publish.model.purpose import Purpose

if TYPE_CHECKING:
    from publish.check.typography import Report, Spacing


def check_paged(option: str, purpose: Purpose) -> None:
    """Refuse an option that is about the book's pages for what shows them otherwise, or not.

    Raises UsageError WRI-111.
    """
    if not purpose.is_paged:
        paged = " or ".join(each for each in Purpose if each.is_paged)
        message = f"{option} is about the book's pages in their order; --for {purpose} has others"
        raise UsageError(error("WRI-111", message, hint=f"use {option} with --for {paged}"))


def tell_report(session: Session, data: bytes) -> None:
    """Measure a finished PDF and tell what a typographer would mark in it."""
    from publish.check.typography import report_on

    session.progress.step("measuring pages")
    report = report_on(data)
    session.extra["report"] = as_object(report)
    session.text += as_text(report)


def as_object(report: Report) -> dict[str, object]:
    """Write a report for --json."""
    from publish.check.typography import Kind

    return {
        "pages": report.pages,
        "per_1000_pages": {kind: report.per_thousand(kind) for kind in Kind},
        "counts": {kind: report.count(kind) for kind in Kind},
        "spacing": structs.asdict(report.spacing),
        "blemishes": [
            {"kind": found.kind, "page": found.page, "words": found.words}
            for found in report.blemishes
        ],
    }


def as_text(report: Report) -> list[str]:
    """Write a report for a reader: the counts, then each place with its page and words."""
    from publish.check.typography import Kind

    lines = [f"{'in ' + str(report.pages) + ' pages':26}{'found':>7}{'in 1,000 pages':>16}"]
    lines += [
        f"{kind:26}{report.count(kind):>7}{report.per_thousand(kind):>16,.1f}" for kind in Kind
    ]
    lines += _spacing(report.spacing)
    return lines + [f"p. {found.page}: {found.kind}: {found.words}" for found in report.blemishes]


def _spacing(spacing: Spacing) -> list[str]:
    """Write how evenly lines are filled."""
    if not spacing.lines:
        return []
    deviation = f"deviation {spacing.deviation:.3f} em"
    return [
        f"word space               {spacing.mean:.3f} em, {deviation}, in {spacing.lines} lines",
        f"wider than 1.6 times     {spacing.over_1_6:.1f} % of lines",
        f"wider than 2 times       {spacing.over_2:.1f} % of lines",
        f"closer than 0.8 times    {spacing.under_0_8:.1f} % of lines",
        f"hyphens                  {spacing.hyphenated:.1f} % of lines; "
        f"two in a row {spacing.two_hyphens} times",
    ]
