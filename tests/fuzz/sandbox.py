"""One run of a command under watch: what it writes, opens, sends, takes, and how it ends."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from click.testing import CliRunner

from publish.cli import main
from publish.typeset.engraver import SCRIPT

T = TypeVar("T")

SECONDS = 10
"""Processor time of one command."""

HUNG = 90
"""Seconds by the clock after which a process that answers to nothing ends itself."""

DATA_BYTES = 1_000_000_000

CODES = frozenset({0, 1, 2, 3})

SECRET = "the-words-nobody-may-read"

_WRITING = frozenset(
    "os.remove os.rename os.rmdir os.mkdir os.link os.symlink os.truncate os.chmod os.chown "
    "shutil.rmtree shutil.move".split()
)
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")
_HARMLESS = frozenset({"socket.__new__", "socket.gethostname"})


def _is_harmless(event: str, arguments: tuple[object, ...]) -> bool:
    """Return whether an event starts nothing but our own process that engraves music."""
    engraves = event == "subprocess.Popen" and arguments[1] == [sys.executable, "-I", str(SCRIPT)]
    return event in _HARMLESS or engraves


class ForbiddenError(AssertionError):
    """A command did what none may do."""


class Sandbox:
    """A folder for one input after another, and a hook that hears what Python is asked to do."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.book = folder / "book"
        self._broken: list[str] = []
        self._is_watching = False
        self._secret = secret = Path(os.path.realpath(folder)) / "secret"
        secret.mkdir(parents=True)
        for name in ("secret.txt", "secret.xml", "secret.css"):
            (secret / name).write_text(f"<p>/* {SECRET} */</p>")
        scratch = folder / "tmp"
        scratch.mkdir()
        os.environ |= {"PUBLISH_CACHE": "", "PUBLISH_CORES": "1", "TMPDIR": str(scratch)}
        os.environ |= {f"XDG_{kind}_HOME": str(folder) for kind in ("STATE", "CONFIG", "CACHE")}
        tempfile.tempdir = None
        resource.setrlimit(resource.RLIMIT_DATA, (DATA_BYTES, DATA_BYTES))
        sys.addaudithook(self._hear)

    def run(self, words: Sequence[str]) -> None:
        """Run `publish` in the book's folder. Raises ForbiddenError."""
        result = self.watched(lambda: CliRunner().invoke(main, list(words)))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise ForbiddenError("".join(traceback.format_exception(result.exception)))
        if result.exit_code not in CODES or " CLI-001 " in result.stderr:
            raise ForbiddenError(f"exit {result.exit_code}: {result.stderr[-2000:]}")
        if SECRET in result.output or any(SECRET.encode() in data for data in self._outputs()):
            raise ForbiddenError("words of a file outside the book's folder came in")

    def warm_up(self) -> None:
        """Have everything imported and every font found before the first input is timed."""
        self.book.mkdir(exist_ok=True)
        small = Path(__file__).parent / "seeds" / "book.xml"
        for words in (["check", "--fast"], ["epub", "--no-check"], ["pdf"]):
            with contextlib.chdir(self.book):
                CliRunner().invoke(main, [*words, str(small)])

    def watched(self, work: Callable[[], T]) -> T:
        """Do some work under watch, and give what comes of it. Raises ForbiddenError."""
        self._broken.clear()
        with contextlib.chdir(self.book), _limits():
            self._is_watching = True
            try:
                done = work()
            finally:
                self._is_watching = False
        if self._broken:
            raise ForbiddenError("; ".join(dict.fromkeys(self._broken)))
        return done

    def _outputs(self) -> Iterator[bytes]:
        for path in self.book.iterdir():
            if path.suffix in {".epub", ".pdf"} and path.is_file():
                yield path.read_bytes()

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._is_watching:
            return
        if event.startswith(_FORBIDDEN) and not _is_harmless(event, arguments):
            self._broken.append(f"{event} {arguments!r:.200}")
        elif event == "open":
            path, _, flags = arguments
            is_writing = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if is_writing and not self._is_inside(path):
                self._broken.append(f"writes {path!r}")
            elif isinstance(path, (str, bytes)) and self._is_secret(path):
                self._broken.append(f"reads {path!r}")
        elif event in _WRITING and not self._is_inside(arguments[0]):
            self._broken.append(f"{event} {arguments!r:.200}")

    def _is_secret(self, path: str | bytes) -> bool:
        """Tell whether a file lies beside the book, and not in a folder of its own of that name."""
        is_named = b"secret" in os.fsencode(path)
        return is_named and os.path.realpath(os.fsdecode(path)).startswith(str(self._secret))

    def _is_inside(self, path: object) -> bool:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return True
        real = os.path.realpath(os.fsdecode(path))
        allowed = (str(self.folder / "book"), str(self.folder / "tmp"), os.devnull)
        return real.startswith(allowed)


@contextlib.contextmanager
def _limits() -> Iterator[None]:
    """Bound a command's processor time, and end the process where not even that is heard."""

    def end(*_: object) -> None:
        raise TimeoutError(f"over {SECONDS} s of processor time")

    signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    faulthandler.dump_traceback_later(HUNG, exit=True)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        faulthandler.cancel_dump_traceback_later()
