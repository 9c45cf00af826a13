"""Finished files for readers: the one that was named, or one built afresh."""

from __future__ import annotations

from pathlib import Path

from publish.cli.deliver import claim_places, fulfil, put_in_place
from publish.cli.session import Session
from publish.load.identity import format_of
from publish.model.finding import notice, say_path
from publish.model.purpose import Purpose
from publish.model.request import BuildRequest

PURPOSES = {format_of(Path(f"x{each.ending}")): each for each in Purpose if each.is_read_on_screens}
"""What builds each format; of the PDFs it is the one for screens that a reader wants."""


def is_finished(book: Path) -> bool:
    """Return whether this names a finished file, rather than a manuscript to build."""
    return book.is_file() and format_of(book) != ""


class Workshop:
    """Builds each file once in a run, however many readers ask for it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._made: dict[tuple[Path, str], Path | None] = {}

    def build(self, book: Path, form: str) -> Path | None:
        """Build `book` as it is now, so that nothing stale is loaded; None where it has errors."""
        key = (book, form)
        if key not in self._made:
            self._made[key] = self._build(book, PURPOSES[form])
        return self._made[key]

    def _build(self, book: Path, purpose: Purpose) -> Path | None:
        session = self.session
        request = BuildRequest(book, (purpose,))
        claim_places(session, request)
        result = fulfil(session, request)
        session.findings += result.findings
        if session.failed() or not result.outputs:
            return None
        (path,) = put_in_place(request, result)
        session.findings.append(notice("LOA-012", f"built {say_path(path)}"))
        return path
