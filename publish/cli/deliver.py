"""From a request to outputs in their places: made, or found made by an earlier run."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.cli.outputs import (
    beside,
    check_folder,
    check_writable,
    keep_inside,
    spare_sources,
    write_outputs,
)
from publish.cli.session import Session
from publish.model.purpose import Purpose
from publish.model.request import BuildRequest, BuildResult
from publish.ready import get_layout_ready
from publish.run.cache.unchanged import find_unchanged
from publish.run.inputs import files_so_far
from publish.run.leaving import end_soon
from publish.run.processes import collect_seldom, drop_pool, stand_down

if TYPE_CHECKING:
    from publish.model.edition import Edition

DIST = "dist"
"""Where outputs go in a book's folder."""


def deliver(
    session: Session,
    request: BuildRequest,
    output: Path | None = None,
    keep_stages: Path | None = None,
) -> BuildResult:
    """Make what is ordered and put it in its places, all of it or nothing."""
    claim_places(session, request, output)
    result = fulfil(session, request, keep_stages)
    session.findings += result.findings
    if not session.failed():
        session.outputs += put_in_place(request, result, output)
    return result


def claim_places(session: Session, request: BuildRequest, output: Path | None = None) -> None:
    """Refuse places that cannot be written or that hold the author's own files, before the work.

    The names in a book's folder are known once the book is read, and so are most of its files;
    the run that comes next stops then. Raises UsageError CLI-002 or CLI-004.
    """

    def claim(edition: Edition) -> None:
        paths = _places(request, request.purposes or edition.outputs, edition.slug, output)
        _check_places(paths, files_so_far())

    session.progress.on_reading = claim
    if output is None:
        keep_inside(request.book / DIST / "x", request.book)
    if output is None and (request.book.is_dir() or not request.purposes):
        check_folder(request.book / DIST if request.book.is_dir() else Path(), _option())
    else:
        _check_places(_places(request, request.purposes, "", output), ())


def fulfil(session: Session, request: BuildRequest, keep_stages: Path | None = None) -> BuildResult:
    """Make what is ordered; a book that has not changed since is neither read nor made again.

    Only a run that goes through the stages can keep them in `keep_stages`.
    """
    session.progress.keep_stages(keep_stages)
    if request.may_have_pages:
        get_layout_ready(request.book, session.cache)
    made = None if keep_stages else find_unchanged(session.cache, request)
    if made is not None:
        stand_down()
        return made
    gc.disable()  # nothing that is read here is garbage
    from publish import pipeline  # and with it all that makes books: a second, on some machines

    collect_seldom()
    end_soon()
    try:
        return pipeline.make(request, session.progress, session.cache)
    finally:
        drop_pool()


def put_in_place(
    request: BuildRequest, result: BuildResult, output: Path | None = None
) -> list[Path]:
    """Write the outputs, all of them or none; give their paths."""
    purposes = [made.purpose for made in result.outputs]
    paths = _places(request, purposes, result.slug, output)
    _check_places(paths, [*result.sources, *beside(result.manuscript)])
    if output is None:
        keep_inside(request.book / DIST / "x", request.book)
    data = (made.data for made in result.outputs)
    write_outputs(dict(zip(paths, data, strict=True)), _option())
    return paths


def default_path(book: Path, slug: str, purpose: str) -> Path:
    """Name an output: dist/SLUG for a book's folder, STEM in this folder for a bare file."""
    ending = Purpose(purpose).ending
    if book.is_dir():
        return book / DIST / f"{slug}{ending}"
    return Path(f"{book.stem}{ending}")


def _places(
    request: BuildRequest, purposes: Iterable[str], slug: str, output: Path | None
) -> list[Path]:
    return [output or default_path(request.book, slug, purpose) for purpose in purposes]


def _check_places(paths: Iterable[Path], sources: Iterable[Path]) -> None:
    sources = list(sources)
    for path in paths:
        check_writable(path, _option())
        spare_sources(path, sources, _option())


def _option() -> str:
    """Name the option that chooses another place, where the command that runs has it."""
    context = click.get_current_context(silent=True)
    options = context.command.params if context else ()
    return "-o" if any("-o" in option.opts for option in options) else ""
