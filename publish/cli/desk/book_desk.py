"""A manuscript on the desk: the newest version that was built, and what the page asks of it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from publish.cli.desk.asking import Proof, line_of_printing, marks, search, suggestions
from publish.cli.desk.decisions import Decisions
from publish.cli.desk.describing import describe
from publish.cli.desk.editors import editor_name, open_editor
from publish.cli.desk.fixing import apply_fix
from publish.cli.desk.history import History
from publish.cli.desk.pages import ClosedPagesError, PrintedPages
from publish.cli.desk.places import Version
from publish.cli.desk.scans import PICTURES
from publish.cli.outputs import keep_inside
from publish.cli.printings import printings_beside, recorded_in
from publish.look import RefusedError
from publish.makers import Build
from publish.model.document import Document
from publish.model.finding import Finding, Fix, Place
from publish.run.inputs import RefusedInputError, read_input

LINES = 400
"""Lines of the source that are sent at once."""
LARGEST_SCAN = 64 * 1024 * 1024
SAID = ("words", "lead", "trail")
PICTURE = "picture:"
"""Begins the names of the book's own pictures among those of scans."""


class BookDesk:
    """Holds one version whole; a newer one takes its place when it is made."""

    def __init__(self, book: Path) -> None:
        """Begin without a version."""
        self._lock = threading.Lock()
        self._book = book
        self._version: Version | None = None
        self._history = History()
        self._decisions = Decisions(book, self._history)
        self._errata: list[dict[str, Any]] = []
        self._pictures: list[dict[str, Any]] = []
        self._scans: dict[str, Path] = {}
        self._files: Mapping[str, Path] = {}
        self._fixes: dict[tuple[Place, str, str], Fix] = {}
        self._printings = Path()
        self._language = ""
        self._proof: Proof | None = None
        self._cover: PrintedPages | None = None

    def show(self, source: Document, build: Build, pdf: bytes | None) -> None:
        """Take a new version: the source as read, the build, and its PDF if one was made."""
        pages = PrintedPages(pdf, build.printing) if pdf else None
        version = Version(source, build.publication, build.printing, pages)
        scans = version.scans.files()
        with self._lock:
            older = self._version
            if pages is None and older is not None:
                version.pages, version.printing = older.pages, older.printing
            self._version = version
            self._scans = scans | _pictures(build)
            self._files = source.files
            self._printings = printings_beside(source.path, self._book)
            self._language = build.edition.book.language
            if pdf and build.publication:
                self._proof = Proof(pdf, build.edition, build.publication.images)
            self._errata = self._decisions.tell(build.document.resolutions)
            self._pictures = _without_words(build)
        if older is not None and older.pages is not None and pages is not None:
            older.pages.close()

    def show_cover(self, pdf: bytes) -> None:
        """Take the newest cover."""
        cover = PrintedPages(pdf, None)
        with self._lock:
            older, self._cover = self._cover, cover
        if older is not None:
            older.close()

    def state(self) -> Mapping[str, Any]:
        """Tell what there is to see, as small as the page can do with."""
        with self._lock:
            version = self._version
            pages = version.pages if version else None
            return {
                "pages": pages.digest if pages else "",
                "folios": pages.folios if pages else [],
                "cover": _sheet(self._cover),
                "sizes": [[round(w, 1), round(h, 1)] for w, h in pages.sizes] if pages else [],
                "errata": self._errata,
                "pictures": self._pictures,
                "scans": any(not name.startswith(PICTURE) for name in self._scans),
                "file": version.document.file_name if version else "",
                "editor": editor_name(),
                "printings": recorded_in(self._printings) if version else [],
            }

    def page(self, digest: str, number: int, width_px: int) -> bytes:
        """Draw a page of this very PDF."""
        with self._lock:
            known = (self._version.pages if self._version else None, self._cover)
        there = next((each for each in known if each and each.digest == digest), None)
        return there.draw(number, width_px) if there else b""

    def scan(self, name: str) -> tuple[bytes, str]:
        """Read the picture of a page of the source from the book's folder."""
        with self._lock:
            path = self._scans.get(name)
        if path is None:
            return b"", ""
        try:
            return read_input(path, path.parent, LARGEST_SCAN), PICTURES[path.suffix.lower()]
        except (OSError, RefusedInputError):
            return b"", ""

    def ask(self, wish: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Find words or a point of a page in all views, or read lines of the source.

        Where a build is finished meanwhile, the newer one is asked.
        """
        while True:
            with contextlib.suppress(ClosedPagesError):
                return self._answer(wish, given)

    def _answer(self, wish: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
        version = self._need()
        if wish == "find":
            words, lead, trail = (str(given.get(key, ""))[:2000] for key in SAID)
            place = given.get("line"), given.get("column")
            return version.find(words, lead, trail, place) or {"missing": True}
        if wish == "at":
            pages = self._pages()
            number, across, down = (float(given.get(key, -1)) for key in ("page", "x", "y"))
            pointed = pages.at(int(number), across, down) if pages else None
            if pointed is None:
                return {"missing": True}
            found = version.find(pointed.words, pointed.lead, pointed.trail)
            return found or {"missing": True, "words": pointed.words}
        if wish == "source":
            return _lines(version.document, given)
        if wish == "search":
            return search(version, given)
        if wish == "line":
            return line_of_printing(version, self._book, given)
        if wish == "suggest":
            return suggestions(version, self._language)
        if wish == "pages":
            proof, pages = self._proof, self._pages()
            return marks(proof, pages) if proof and pages else {"marks": [], "count": 0}
        raise RefusedError("there is no such wish")

    def do(self, wish: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Change the errata file; the book is built anew from it."""
        if wish == "decide":
            return self._decisions.decide(given)
        if wish == "add":
            return self._decisions.add(given)
        if wish == "undo":
            return {"file": self._history.undo().name}
        if wish == "describe":
            return self._describe(given)
        if wish == "fix":
            return self._fix(given)
        if wish == "open":
            return self._open(given)
        raise RefusedError("there is no such wish")

    def offer(self, findings: Iterable[Finding]) -> None:
        """Take what the newest build has found, of which the page may have something mended."""
        with self._lock:
            self._fixes = {
                (each.place, each.fix.old, each.fix.new): each.fix
                for each in findings
                if each.place and each.fix
            }

    def _fix(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Mend what the newest build has found, where the repair is certain."""
        place = Place(*(given.get(key) for key in ("file", "line", "column")))  # type: ignore[arg-type]
        shown = given.get("fix") or {}
        with self._lock:
            fix = self._fixes.get((place, str(shown.get("old")), str(shown.get("new"))))
            path = self._files.get(place.file) or Path(place.file)
        if fix is None or not path.is_file():
            raise RefusedError("that is not found any more")

        def mend() -> None:
            keep_inside(path, self._book)
            apply_fix(path, place, fix)

        self._history.write(path, mend)
        return {"file": path.name}

    def _open(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Open the user's editor at a place of one of the author's files."""
        place = Place(str(given.get("file")), *(_number(given, key) for key in ("line", "column")))
        with self._lock:
            path = self._files.get(place.file)
        if path is None:
            raise RefusedError("that is none of the book's files")
        open_editor(path.resolve(), place)
        return {"editor": editor_name()}

    def _describe(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Write words for a picture of this version into the file that shows it."""
        wanted = {key: given.get(key) for key in ("name", "file", "line", "column")}
        with self._lock:
            path = self._files.get(str(given.get("file")))
            is_known = wanted in self._pictures
        if path is None or not is_known:
            raise RefusedError("there is no such picture any more")
        self._history.write(path, lambda: describe(path, given))
        return {"file": path.name}

    def _pages(self) -> PrintedPages | None:
        with self._lock:
            return self._version.pages if self._version else None

    def _need(self) -> Version:
        with self._lock:
            if self._version is None:
                raise RefusedError("there is no book yet")
            return self._version


def _sheet(cover: PrintedPages | None) -> dict[str, Any]:
    """Tell of a cover what the page draws it by."""
    return {"pages": cover.digest, "size": cover.sizes[0]} if cover else {}


def _number(given: Mapping[str, Any], key: str) -> int | None:
    return int(given[key]) if given.get(key) else None


def _lines(document: Document, given: Mapping[str, Any]) -> dict[str, Any]:
    """Read lines of one of the author's files, around a line."""
    name = str(given.get("file") or document.file_name)
    text = document.read_source(name) if document.read_source else ""
    lines = text.split("\n")
    first = max(0, min(int(given.get("from", 1)) - 1, len(lines) - 1))
    return {
        "file": name,
        "from": first + 1,
        "path": document.files.get(name, Path(name)).resolve().as_posix(),
        "lines": lines[first : first + LINES],
        "count": len(lines),
    }


def _pictures(build: Build) -> dict[str, Path]:
    """Map the pictures without words to their files."""
    images = build.publication.images.values() if build.publication else ()
    return {f"{PICTURE}{image.source.name}": image.source for image in images if image.undescribed}


def _without_words(build: Build) -> list[dict[str, Any]]:
    """List the pictures that nobody who does not see them is told of."""
    if build.publication is None:
        return []
    return [
        {"name": image.source.name, **asdict(place)}
        for image in build.publication.images.values()
        for place in image.undescribed
    ]
