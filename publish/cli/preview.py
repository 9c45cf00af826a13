"""What `publish look` shows: a manuscript, built in memory at each change, or a finished EPUB."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from publish import pipeline
from publish.look import Exhibit, Remark
from publish.look.bounds import bomb_in
from publish.model.finding import Finding, PublishError, UsageError, error, say_path
from publish.model.publication import Medium, Publication
from publish.model.purpose import Purpose
from publish.read import find_book
from publish.run.cache import Cache
from publish.run.inputs import read_input, recorded

LARGEST = 1024 * 1024 * 1024
"""Bytes of an EPUB; a browser holds it in memory."""


class Shown(Protocol):
    """Something that can be put on show, and again whenever its files change."""

    def files(self) -> set[Path]:
        """List the files and folders that it is made of, as far as they are known by now."""
        ...

    def put_on(self, exhibit: Exhibit) -> list[Finding]:
        """Make it, show it, check it; give what was found."""
        ...


class Manuscript:
    """A book's folder or a TEI file; nothing is written to disk."""

    def __init__(
        self, book: Path, overrides: pipeline.Overrides, progress: pipeline.Progress, cache: Cache
    ) -> None:
        """Raise UsageError where there is no such book; other faults are shown on the page."""
        self._book, self._overrides, self._watch, self._cache = book, overrides, progress, cache
        self._read: set[Path] = set()
        try:
            find_book(book)
        except UsageError:
            raise
        except PublishError:
            return

    def files(self) -> set[Path]:
        """List where an author writes, and all that the last build looked at."""
        home = {self._book / "manuscript", self._book / "styles"}
        return self._read | (home if self._book.is_dir() else {self._book})

    def put_on(self, exhibit: Exhibit) -> list[Finding]:
        """Build the EPUB, show it at once, and then have EPUBCheck read it."""
        with recorded() as record:
            build = self._build(exhibit)
        looked_at = (Path(path) for _, path in record.answers)
        self._read = {path for path in looked_at if not path.is_dir()}
        if isinstance(build, list):
            return build
        if build.edition.cover.image:
            self._read.add(build.edition.folder / build.edition.cover.image)
        data = build.outputs[0].data
        remarks = _remarks(build.findings, build.publication)
        exhibit.show(data, remarks)
        checked = _check(data, f"{build.edition.slug}.epub", self._cache)
        exhibit.finish([*checked, *remarks])
        return [remark.finding for remark in checked] + build.findings

    def _build(self, exhibit: Exhibit) -> pipeline.Build | list[Finding]:
        """Return a build with its EPUB, or the findings that it failed with, shown already."""
        try:
            build = pipeline.prepare(self._book, self._overrides, self._watch, self._cache)
            pipeline.check_manuscript(build)
            pipeline.build_output(build, self._watch, Purpose.EPUB, check=False)
        except PublishError as stop:
            exhibit.fail(_remarks(stop.findings))
            return stop.findings
        if build.outputs:
            return build
        exhibit.fail(_remarks(build.findings, build.publication))
        return build.findings


class FinishedBook:
    """An EPUB of anyone's, shown as it is."""

    def __init__(self, path: Path, cache: Cache) -> None:
        self._path, self._cache = path, cache

    def files(self) -> set[Path]:
        """List the one file."""
        return {self._path}

    def put_on(self, exhibit: Exhibit) -> list[Finding]:
        """Read the file, show it at once, and then have EPUBCheck read it."""
        try:
            data = read_input(self._path, most=LARGEST)
        except OSError as problem:
            message = f"cannot read {say_path(self._path)}: {problem.strerror or problem}"
            gone = error("CLI-044", message, hint="the page shows it again as soon as it is back")
            exhibit.fail([Remark(gone)])
            return [gone]
        if bomb := bomb_in(data):
            message = f"{say_path(self._path)} is not shown: {bomb}"
            refused = error("CLI-050", message, hint="name a sound EPUB")
            exhibit.fail([Remark(refused)])
            return [refused]
        exhibit.show(data, ())
        checked = _check(data, self._path.name, self._cache)
        exhibit.finish(checked)
        return [remark.finding for remark in checked]


def _check(data: bytes, name: str, cache: Cache) -> list[Remark]:
    """Have EPUBCheck read a book; a machine without it can still look."""
    from publish.check.epub import check_epub

    try:
        findings = check_epub(data, name, cache)
    except PublishError as stop:
        return _remarks(stop.findings)
    return [Remark(finding, _inside(finding, name)) for finding in findings]


def _inside(finding: Finding, name: str) -> str:
    """Return the path inside the EPUB at which EPUBCheck points: `NAME/EPUB/text/x.xhtml`."""
    file = finding.place.file if finding.place else ""
    return file.removeprefix(f"{name}/") if file.startswith(f"{name}/") else ""


def _remarks(findings: Iterable[Finding], publication: Publication | None = None) -> list[Remark]:
    return [Remark(finding, _part_of(finding, publication)) for finding in findings]


def _part_of(finding: Finding, publication: Publication | None) -> str:
    """Find the part that was begun last before the finding's place in the manuscript."""
    place = finding.place
    if publication is None or place is None or place.line is None:
        return ""
    at = (place.line, place.column or 0)
    begun = [
        part.name
        for part in publication.parts_for(Medium.EPUB)
        if part.place
        and part.place.file == place.file
        and (part.place.line or 0, part.place.column or 0) <= at
    ]
    return f"EPUB/text/{begun[-1]}.xhtml" if begun else ""
