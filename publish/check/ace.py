"""What Ace by DAISY says of an EPUB: a second opinion, from a browser, on what is judged here.

Ace is a program for Node.js that its user installs; it opens every document in Chromium and tries
the rules of axe and of EPUB Accessibility.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from publish.model.finding import Finding, MachineError, Place, PublishError, error, warning
from publish.model.lazy_pattern import lazy_pattern

INSTALL = "install Node.js and Chromium, then run: npm install --global @daisy/ace"
MOST_SECONDS = 1800
REPORTS = ("report.html", "report.json")
_CRITERION = lazy_pattern(r"wcag(\d)(\d)(\d+)")
"""How axe tags a rule with its criterion: `wcag143`."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def check_with_ace(data: bytes, name: str) -> tuple[list[Finding], dict[str, bytes]]:
    """Have Ace read an EPUB; return what it found against it, and its report by file names.

    Code: WRI-253 what it found. Raises MachineError CLI-003 where Ace is not installed, and
    PublishError WRI-254 where it does not come to an end.
    """
    program = shutil.which("ace")
    if program is None:
        raise MachineError(error("CLI-003", "Ace by DAISY is not installed", hint=INSTALL))
    with tempfile.TemporaryDirectory() as folder:
        book, out = Path(folder, "book.epub"), Path(folder, "report")
        book.write_bytes(data)
        said = _run([program, "--silent", "--doNotReportMedia", "--outdir", str(out), str(book)])
        made = {each: out.joinpath(each) for each in REPORTS}
        missing = [each for each, path in made.items() if not os.path.lexists(path)]
        if missing:
            hint = "run it by itself on the EPUB to see more"
            raise PublishError(error("WRI-254", f"Ace made no report: {said}", Place(name), hint))
        files = {each: _bytes_of(path) for each, path in made.items()}
    return [_finding(*found, name) for found in _found(json.loads(files["report.json"]))], files


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read()


def _run(command: list[str]) -> str:
    """Run Ace where it leaves nothing in the user's own folders; return what it complains of."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), "")
    with tempfile.TemporaryDirectory() as home:
        own = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME"), home)
        chosen = {"PUPPETEER_EXECUTABLE_PATH": browser} if browser else {}
        try:
            done = subprocess.run(
                command,
                env={**chosen, **os.environ, **own},
                capture_output=True,
                timeout=MOST_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"it takes more than {MOST_SECONDS} seconds"
    lines = (done.stdout + done.stderr).decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else f"it ended with {done.returncode}"


def _found(report: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for subject in report["assertions"]:
        for assertion in subject["assertions"]:
            yield str(subject["earl:testSubject"]["url"]), assertion


def _finding(path: str, assertion: dict[str, Any], name: str) -> Finding:
    """Say what Ace found in its own words, with the rule's name."""
    rule, result = assertion["earl:test"], assertion["earl:result"]
    html = " ".join(str(result.get("html", "")).split())[:200]
    tags = map(_CRITERION.fullmatch, rule.get("rulesetTags", ()))
    criterion = next((f" (WCAG {tag[1]}.{tag[2]}.{tag[3]})" for tag in tags if tag), "")
    message = f"Ace {rule['dct:title']}{criterion}: {result['dct:description']}".strip()
    message = " ".join(message.split()) + (f" {html}" if html else "")
    return warning("WRI-253", message, Place(f"{name}/{path}"), "its report says more")
