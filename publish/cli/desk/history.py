"""What the desk has written to the author's files, so that the last of it can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from publish.cli.outputs import write_output
from publish.look import RefusedError
from publish.model.finding import PublishError
from publish.run.whole_file import held


class History:
    """The files as they were before and after each deed of this run."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self._done: list[tuple[Path, bytes, bytes]] = []

    def write(self, path: Path, deed: Callable[[], object]) -> None:
        """Do something to a file and remember it. Raises RefusedError where it cannot be done."""
        before = contents(path)
        try:
            deed()
        except PublishError as problem:
            raise RefusedError(said(problem)) from problem
        self._done.append((path, before, contents(path)))

    def undo(self) -> Path:
        """Take the last deed back, if the file is as it left it. Raises RefusedError.

        A deed on a file that was changed since is let go, so that earlier ones of others can be.
        """
        if not self._done:
            raise RefusedError("there is nothing to undo")
        path, before, after = self._done[-1]
        with held(path.parent):
            if contents(path) != after:
                self._done = [each for each in self._done if each[0] != path]
                raise RefusedError(f"{path.name} has been changed outside: nothing is undone")
            write_output(path, before)
        self._done.pop()
        return path


def contents(path: Path) -> bytes:
    """Return a file's bytes; none where there is no file."""
    return path.read_bytes() if path.is_file() else b""


def said(problem: PublishError) -> str:
    """Write what stopped the work as the page shows it."""
    return "; ".join(f"{f.message}; {f.hint}" if f.hint else f.message for f in problem.findings)
