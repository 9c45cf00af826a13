"""Have Verovio engrave in a process of its own, which is begun anew where music has ended it."""

from __future__ import annotations

import atexit
import base64
import contextlib
import json
import subprocess
import sys
import threading
from pathlib import Path

from msgspec import Struct

MOST_SECONDS = 60
"""In which one piece of music has to be engraved."""


SCRIPT = Path(__file__).with_name("engraving_process.py")


class Engraver(Struct):
    """The process, begun when the first music is met and kept for the run."""

    script: Path = SCRIPT
    _process: subprocess.Popen[str] | None = None

    def engrave(self, music: bytes, options: dict[str, object]) -> list[str]:
        """Return the drawings of a piece of music; none where Verovio cannot or will not end."""
        process = self._begun()
        if process.stdin is None or process.stdout is None:
            return []
        timer = threading.Timer(MOST_SECONDS, process.kill)
        timer.start()
        try:
            request = [base64.b64encode(music).decode(), options]
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = ""
        finally:
            timer.cancel()
        if not answer:
            self.end()
            return []
        drawings: list[str] = json.loads(answer)
        return drawings

    def _begun(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(self.script)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
            atexit.register(self.end)
        return self._process

    def end(self) -> None:
        """End the process, whatever it is at."""
        process, self._process = self._process, None
        if process is None:
            return
        atexit.unregister(self.end)
        process.kill()
        with contextlib.suppress(OSError), process:
            pass


ENGRAVER = Engraver()
"""The one of this run."""
