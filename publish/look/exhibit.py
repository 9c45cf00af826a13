"""What the page shows at the moment: a book, what was found in it, and how the work stands."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from publish.model.finding import Finding

COVER = "cover"
"""The view of the cover, which is made for those only who look at it."""


class State(StrEnum):
    """How the work on the newest version stands."""

    BUILDING = "building"
    CHECKING = "checking"
    """The book is shown already; EPUBCheck is still reading it."""
    READY = "ready"
    FAILED = "failed"
    """There are errors; the page goes on showing the last good book, if there was one."""


class Remark(Struct, frozen=True):
    """A finding, and where in the EPUB a reader sees what it is about."""

    finding: Finding
    target: str = ""
    """A path inside the EPUB, `EPUB/text/chapter-01.xhtml`; empty where nobody knows."""

    @property
    def is_inside(self) -> bool:
        """Return whether its place is in a file of the EPUB, not in one of the author's."""
        file = self.finding.place.file if self.finding.place else ""
        return bool(self.target) and self.target in file

    def as_object(self) -> dict[str, object]:
        """Return what the page needs of it."""
        place = self.finding.place
        return {
            "severity": str(self.finding.severity),
            "code": self.finding.code,
            "message": self.finding.message,
            "hint": self.finding.hint,
            "place": str(place) if place else "",
            "file": "" if self.is_inside or not place else place.file,
            "line": place.line if place else None,
            "column": place.column if place else None,
            "target": self.target,
            "fix": _offer(self.finding),
        }


def _offer(finding: Finding) -> dict[str, object] | None:
    """Say what a repair changes, and in how many places; None where there is none."""
    fix = finding.fix
    return {"old": fix.old, "new": fix.new, "count": max(1, len(fix.places))} if fix else None


class Exhibit:
    """One thread builds and sets it, those of the server read it; each change is whole."""

    def __init__(self, name: str) -> None:
        """Begin with nothing to see; `name` is the file or folder as the author knows it."""
        self._lock = threading.Lock()
        self._name = name
        self._state = State.BUILDING
        self._build = 0
        self._book: bytes | None = None
        self._remarks: Sequence[Remark] = ()
        self._views: frozenset[str] = frozenset()
        self._made_for: frozenset[str] = frozenset()

    def begin(self) -> None:
        """Tell that a newer version is being built; what was shown stays."""
        with self._lock:
            self._state = State.BUILDING
            self._build += 1
            self._made_for = self._views

    def show(self, book: bytes, remarks: Sequence[Remark]) -> None:
        """Show a book while its check is not yet done."""
        with self._lock:
            self._state, self._book, self._remarks = State.CHECKING, book, remarks

    def finish(self, remarks: Sequence[Remark], build: int = 0) -> None:
        """Tell all that was found in the book that is shown, unless a newer one is being built.

        `build` is the number of the build that it was found in; 0 is the newest.
        """
        with self._lock:
            if build in (0, self._build):
                self._state, self._remarks = State.READY, remarks

    def fail(self, remarks: Sequence[Remark]) -> None:
        """Tell why there is no newer book."""
        with self._lock:
            self._state, self._remarks = State.FAILED, remarks

    def watch(self, views: Iterable[str]) -> None:
        """Remember what a reader looks at: that is made first."""
        with self._lock:
            self._views = frozenset(views)

    @property
    def build(self) -> int:
        """Return the number of the newest build."""
        with self._lock:
            return self._build

    @property
    def wants_pages(self) -> bool:
        """Return whether a reader looks at the printed pages."""
        with self._lock:
            return "printed" in self._views

    @property
    def wants_cover(self) -> bool:
        """Return whether a reader looked at the cover when the build began."""
        with self._lock:
            return COVER in self._made_for

    @property
    def lacks_cover(self) -> bool:
        """Return whether a reader looks at a cover that was not asked for by then."""
        with self._lock:
            return COVER in self._views - self._made_for

    @property
    def book(self) -> bytes | None:
        """The EPUB that is shown, if there is one."""
        with self._lock:
            return self._book

    def as_object(self) -> dict[str, object]:
        """Return what the page polls; `book` changes with the book's bytes and is empty without."""
        with self._lock:
            return {
                "name": self._name,
                "state": str(self._state),
                "build": self._build,
                "book": hashlib.sha256(self._book).hexdigest()[:32] if self._book else "",
                "remarks": [remark.as_object() for remark in self._remarks],
            }
