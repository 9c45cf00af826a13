"""The machine's own browser, which scripts of this folder use as a reader or an editor does."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
PACKAGES = ("playwright-core", "axe-core")


def find_browser() -> str:
    """Return where Chromium is; where it, Node.js or what they need is missing, skip the test."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    has_packages = all((HERE / "node_modules" / name).is_dir() for name in PACKAGES)
    if not (browser and shutil.which("node") and has_packages):
        pytest.skip("no browser here: needs Chromium, Node.js, `npm ci` in tests/engines")
    return browser


def seen_by(script: str, *given: str | Path, seconds: int) -> Any:
    """Run a script and return what it has seen, which it prints as JSON."""
    command = ["node", HERE / script, *given]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def seen_at_look(
    book: Path, script: str, *given: str | Path, seconds: int
) -> tuple[dict[str, Any], int]:
    """Run a script at the page of `publish look`, ended by Ctrl-C; return how that ended, too.

    The script is given the browser, the address, what is `given`, and the number of the process.
    """
    browser = find_browser()
    words = [sys.executable, "-m", "publish", "look", book, "--port", "0", "--no-browser"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as look:
        assert look.stdout is not None
        try:
            address = look.stdout.readline().strip()
            seen = seen_by(script, browser, address, *given, str(look.pid), seconds=seconds)
        finally:
            look.send_signal(signal.SIGINT)
            look.wait(timeout=30)
    return dict(seen), look.returncode
