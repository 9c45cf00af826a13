"""Progress on stderr: a live line on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from publish.cli.outputs import try_folder
from publish.model.finding import UsageError, error, say_path
from publish.model.progress import Progress
from publish.run.whole_file import replace_file

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from publish.model.document import Document
    from publish.model.edition import Edition


class TerminalProgress(Progress):
    """Shows each step, and keeps the tree after each stage where the author asked for it."""

    def __init__(self, *, visible: bool = False) -> None:
        self._keep_in: Path | None = None
        self.visible = visible
        self.on_reading: Callable[[Edition], None] | None = None
        """Called with the edition as soon as it is known; may stop the run."""
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def keep_stages(self, folder: Path | None) -> None:
        """Have the trees written into a folder. Raises UsageError CLI-002 where it cannot be."""
        self._keep_in = folder
        if folder is not None:
            with _report_unwritable(folder):
                try_folder(folder)

    def step(self, words: str, done: int = 0, total: int = 0) -> None:
        """Show what is being done."""
        bar = self._live()
        if bar is None:
            return
        if self._task is None:
            self._task = bar.add_task(words, total=total or None)
        bar.update(self._task, description=words, completed=done, total=total or None)

    def has_read(self, edition: Edition) -> None:
        """Tell the command which book it is."""
        if self.on_reading is not None:
            self.on_reading(edition)

    def after_stage(self, number: int, name: str, document: Document) -> None:
        """Write the tree as `NN-NAME.xml` into the --keep-stages folder.

        Raises UsageError CLI-002 where that cannot be written.
        """
        if self._keep_in is None:
            return
        from publish.model.document import serialize

        path = self._keep_in / f"{number:02}-{name}.xml"
        with _report_unwritable(path):
            self._keep_in.mkdir(parents=True, exist_ok=True)
            replace_file(path, serialize(document.root))

    def close(self) -> None:
        """Take the live line away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = self._task = None

    def _live(self) -> Bar | None:
        if self._bar is None and self.visible and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            console = Console(stderr=True)
            columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
            self._bar = Bar(*columns, console=console, transient=True)
            self._bar.start()
        return self._bar


@contextmanager
def _report_unwritable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        message = f"cannot write {say_path(path)}: {problem.strerror or problem}"
        hint = "name another folder with --keep-stages, or make it writable"
        raise UsageError(error("CLI-002", message, hint=hint)) from problem
