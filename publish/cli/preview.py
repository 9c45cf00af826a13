"""What `publish look` shows: a manuscript, built in memory at each change, or a finished EPUB."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from publish import pipeline
from publish.cli.desk.book_desk import BookDesk
from publish.cli.desk.places import part_of
from publish.look import Desk, Exhibit, NoDesk, Remark
from publish.look.bounds import bomb_in
from publish.makers import Build, check_pages, print_pages
from publish.model.document import Document
from publish.model.edition import Edition
from publish.model.finding import Finding, PublishError, UsageError, error, say_path
from publish.model.publication import Publication
from publish.model.purpose import Purpose
from publish.read import find_book
from publish.run.cache import Cache
from publish.run.inputs import read_input, recorded

if TYPE_CHECKING:
    from publish.write.pdf import Printed

LARGEST = 1024 * 1024 * 1024
"""Bytes of an EPUB; a browser holds it in memory."""


Tell = Callable[[list[Finding]], None]
"""Hears what a build has found, when all is checked."""


class Shown(Protocol):
    """Something that can be put on show, and again whenever its files change."""

    @property
    def desk(self) -> Desk:
        """Return what the page can ask of it."""
        ...

    def files(self) -> set[Path]:
        """List the files and folders that it is made of, as far as they are known by now."""
        ...

    def put_on(self, exhibit: Exhibit, tell: Tell) -> None:
        """Make it, show it, check it; tell what was found, perhaps from another thread."""
        ...


class Manuscript:
    """A book's folder or a TEI file; nothing is written to disk."""

    def __init__(
        self, book: Path, overrides: pipeline.Overrides, progress: pipeline.Progress, cache: Cache
    ) -> None:
        """Raise UsageError where there is no such book; other faults are shown on the page."""
        self._book, self._overrides, self._cache = book, overrides, cache
        self._watch = _Watch(progress)
        self.desk: BookDesk = BookDesk(book)
        self._read: set[Path] = set()
        self._checking = threading.Lock()
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

    def put_on(self, exhibit: Exhibit, tell: Tell, *, check: bool = True) -> None:
        """Build the EPUB and the pages, what is in view first, and show each at once; then check.

        What is wrong with the pages is a finding; without an EPUB the build has failed. EPUBCheck
        reads in a thread of its own, so that the next build need not wait for it.
        """
        with recorded() as record:
            build = self._build(exhibit)
        looked_at = (Path(path) for _, path in record.answers)
        self._read = {path for path in looked_at if not path.is_dir()}
        self.desk.offer(build if isinstance(build, list) else build.findings)
        if isinstance(build, list):
            tell(build)
            return
        if build.edition.cover.image:
            self._read.add(build.edition.folder / build.edition.cover.image)
        if not check:
            exhibit.finish(_remarks(build.findings, build.publication))
            return
        given = exhibit, exhibit.build, build, tell
        threading.Thread(target=self._check_epub, args=given, daemon=True).start()

    def _check_epub(self, exhibit: Exhibit, number: int, build: Build, tell: Tell) -> None:
        """Have EPUBCheck read the newest EPUB; one that is overtaken while it waits is let go."""
        with self._checking:
            if exhibit.build == number:
                name = f"{build.edition.slug}.epub"
                checked = _check(build.outputs[0].data, name, self._cache)
                exhibit.finish([*checked, *_remarks(build.findings, build.publication)], number)
                tell([remark.finding for remark in checked] + build.findings)

    def _build(self, exhibit: Exhibit) -> Build | list[Finding]:
        """Return a build with its EPUB, or the findings that it failed with, shown already."""
        try:
            build = pipeline.prepare(self._book, self._overrides, self._watch, self._cache)
            pipeline.check_manuscript(build)
            wants_pages = exhibit.wants_pages
            pages = self._show_pages(build) if wants_pages else None
            self._show_epub(build, exhibit)
            if build.outputs and not wants_pages:
                pages = self._show_pages(build)
            if build.outputs and exhibit.wants_cover:
                self._show_cover(build)
        except PublishError as stop:
            exhibit.fail(_remarks(stop.findings))
            return stop.findings
        if build.outputs:
            self._check_pages(build, pages)
            return build
        exhibit.fail(_remarks(build.findings, build.publication))
        return build.findings

    def _show_epub(self, build: Build, exhibit: Exhibit) -> None:
        pipeline.build_output(build, self._watch, Purpose.EPUB, check=False)
        if build.outputs:
            exhibit.show(build.outputs[0].data, _remarks(build.findings, build.publication))
            if build.printing is None:
                self.desk.show(self._watch.source or build.document, build, None)

    def _show_pages(self, build: Build) -> Printed | None:
        """Make the pages, as printed if the edition prints any; what fails is a finding."""
        if build.publication is None:
            return None
        try:
            printed = print_pages(build, build.publication, _paper(build), self._watch)
        except PublishError as stop:
            build.findings += stop.findings
            return None
        build.findings += printed.findings
        self.desk.show(self._watch.source or build.document, build, printed.data)
        return printed

    def _show_cover(self, build: Build) -> None:
        """Make the sheet that goes round these pages; what fails is a finding."""
        if build.publication is None or build.printing is None:
            return
        try:
            cover = print_pages(build, build.publication, Purpose.COVER, self._watch)
        except PublishError as stop:
            build.findings += stop.findings
            return
        self.desk.show_cover(cover.data)
        found = check_pages(build, build.publication, Purpose.COVER, self._watch, cover)
        build.findings += [each for each in cover.findings + found if each not in build.findings]

    def _check_pages(self, build: Build, pages: Printed | None) -> None:
        if build.publication is not None and pages:
            found = check_pages(build, build.publication, _paper(build), self._watch, pages)
            build.findings += [each for each in found if each not in build.findings]


class _Watch(pipeline.Progress):
    """Keeps the source as it was read, and hands on what is told."""

    def __init__(self, inner: pipeline.Progress) -> None:
        self._inner = inner
        self.source: Document | None = None

    def step(self, words: str, done: int = 0, total: int = 0) -> None:
        """Hand on."""
        self._inner.step(words, done, total)

    def has_read(self, edition: Edition) -> None:
        """Hand on."""
        self._inner.has_read(edition)

    def after_stage(self, number: int, name: str, document: Document) -> None:
        """Keep the document before any stage."""
        if number == 0:
            self.source = document
        self._inner.after_stage(number, name, document)


def _paper(build: Build) -> Purpose:
    """Return what the pages are made for: the press, if the edition prints any."""
    return Purpose.PRESS if Purpose.PRESS in build.edition.outputs else Purpose.SCREEN


class FinishedBook:
    """An EPUB of anyone's, shown as it is."""

    def __init__(self, path: Path, cache: Cache) -> None:
        self._path, self._cache = path, cache
        self.desk: Desk = NoDesk()

    def files(self) -> set[Path]:
        """List the one file."""
        return {self._path}

    def put_on(self, exhibit: Exhibit, tell: Tell) -> None:
        """Read the file, show it at once, and then have EPUBCheck read it."""
        try:
            data = read_input(self._path, most=LARGEST)
        except OSError as problem:
            message = f"cannot read {say_path(self._path)}: {problem.strerror or problem}"
            gone = error("CLI-044", message, hint="the page shows it again as soon as it is back")
            exhibit.fail([Remark(gone)])
            tell([gone])
            return
        if bomb := bomb_in(data):
            message = f"{say_path(self._path)} is not shown: {bomb}"
            refused = error("CLI-050", message, hint="name a sound EPUB")
            exhibit.fail([Remark(refused)])
            tell([refused])
            return
        exhibit.show(data, ())
        checked = _check(data, self._path.name, self._cache)
        exhibit.finish(checked)
        tell([remark.finding for remark in checked])


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
    return [Remark(finding, part_of(finding.place, publication)) for finding in findings]
