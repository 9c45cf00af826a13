"""How a PDF's pages end: `publish pdf --repair` mends them, `publish pdf --report` tells."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from publish.cli.deliver import get_layout_ready
from publish.cli.outputs import check_writable, keep_inside, write_output
from publish.cli.session import Session
from publish.model.finding import UsageError, error, has_errors
from publish.model.purpose import Purpose
from publish.model.repair import Repair
from publish.model.request import BuildRequest
from publish.run.inputs import recorded
from publish.run.whole_file import held

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


def repair_pages(session: Session, request: BuildRequest) -> None:
    """Find the repairs of a book and write them beside its manuscript; the next step reads them.

    Where the book has errors nothing is written; making the PDF will tell them.
    """
    from publish import pipeline
    from publish.read import find_book
    from publish.read.repairs_file import write_repairs
    from publish.write.pdf.copyfit import find_repairs

    path = find_book(request.book).repairs
    keep_inside(path, request.book)
    check_writable(path)
    get_layout_ready(session)
    with recorded():
        build = pipeline.prepare(request.book, request.overrides, session.progress, session.cache)
    if build.publication is None or has_errors(build.findings, strict=session.strict):
        return
    progress = session.progress.step
    repairs = find_repairs(build.publication, build.edition, progress, session.cache)
    with held(path.parent):
        data = write_repairs(_with_later(repairs, build.edition.repairs, path))
        if repairs or path.is_file():
            if not path.is_file() or path.read_bytes() != data:
                write_output(path, data)
            session.outputs.append(path)


def _with_later(repairs: Sequence[Repair], before: Sequence[Repair], path: Path) -> list[Repair]:
    """Return the repairs with those that somebody has fixed in the file since it was read."""
    from publish.read.repairs_file import read_repairs

    known = {dataclasses.replace(each, place=None) for each in before}
    now = read_repairs(path) if path.is_file() else ()
    fixed = [dataclasses.replace(each, place=None) for each in now if each.fixed]
    later = {each.paragraph: each for each in fixed if each not in known}
    return [*(later.pop(each.paragraph, each) for each in repairs), *later.values()]


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
        "spacing": dataclasses.asdict(report.spacing),
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
