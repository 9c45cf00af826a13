"""How a run is followed while it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # who only follows a run that was kept needs no XML
    from publish.model.document import Document
    from publish.model.edition import Edition


class Progress:
    """Hears how the work goes; this one is deaf, the command line's shows progress."""

    def has_read(self, edition: Edition) -> None:
        """Hear which book it is, before anything is made of it."""

    def after_stage(self, number: int, name: str, document: Document) -> None:
        """Hear that a stage is done and see the tree it left."""

    def step(self, words: str, done: int = 0, total: int = 0) -> None:
        """Hear what is being done, and how much of it where that can be told."""
