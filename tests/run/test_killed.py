"""kill -9 at any moment: outputs and data files are old or new, never between; the next run works.

PUBLISH_KILLS sets another number of kills.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups to kill"),
]

KILLS = int(os.environ.get("PUBLISH_KILLS", "20"))
SENTENCE = "The wind came over the hills, and the governmetn shut its doors. "
CHAPTERS = [f"<div><head>{n}</head><p>It was {n}. {SENTENCE * 30}</p></div>" for n in range(6)]
EDITION = """manuscript = "book.xml"
slug = "wind"
outputs = ["epub", "screen"]

[book]
title = "The Wind"
language = "en"
date = "2026"
modified = "2026-01-02"
"""
ERRATA = """[[erratum]]
id = "e1"
find = "governmetn"
replace = "government"
before = "It was 1. The wind came over the hills, and the "
status = "verified"
by = "A. Editor"
date = 2026-01-02
"""
PLACE = "It was 2. The wind came over the "
ADD = ["errata", "add", "--find", "hills", "--replace", "fells", "--before", PLACE]


@dataclass
class Case:
    """A command, and the files that it makes or changes."""

    words: list[str]
    written: list[str]


CASES = {
    "epub": Case(["epub", "--no-check"], ["dist/wind.epub"]),
    "pdf": Case(["pdf"], ["dist/wind.pdf"]),
    "build": Case(["build", "--no-check"], ["dist/wind.epub", "dist/wind.pdf"]),
    "errata": Case(ADD, ["manuscript/errata.toml"]),
    "load": Case(["load", "ready.epub", "--to", "device"], ["device/ready.epub"]),
}


def manuscript(salt: str) -> str:
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt>'
        "<title>The Wind</title></titleStmt><publicationStmt><p>Ours</p></publicationStmt>"
        f"<sourceDesc><p>Own</p></sourceDesc></fileDesc></teiHeader><text><body>{''.join(CHAPTERS)}"
        f"<div><head>Last</head><p>{salt}</p></div></body></text></TEI>"
    )


class Book:
    """A small book with what each command needs, in its first state again before each kill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "PUBLISH_CACHE": "",
            "PUBLISH_CORES": "2",
            "TMPDIR": str(folder.parent / "tmp"),
        }
        (folder.parent / "tmp").mkdir()
        for name in ("manuscript", "dist", "device"):
            (folder / name).mkdir(parents=True)
        self.put("Old words.")
        self.run(["epub", "--no-check"])
        shutil.copy(folder / "dist/wind.epub", folder / "ready.epub")

    def put(self, salt: str) -> None:
        (self.folder / "manuscript/edition.toml").write_text(EDITION, "utf-8")
        (self.folder / "manuscript/errata.toml").write_text(ERRATA, "utf-8")
        (self.folder / "manuscript/book.xml").write_text(manuscript(salt), "utf-8")

    def start(self, words: list[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "publish", *words],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, words: list[str]) -> None:
        process = self.start(words)
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said

    def read(self, case: Case) -> list[bytes | None]:
        paths = [self.folder / name for name in case.written]
        return [path.read_bytes() if path.is_file() else None for path in paths]

    def restore(self, case: Case, contents: list[bytes | None]) -> None:
        for name, content in zip(case.written, contents, strict=True):
            path = self.folder / name
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content)

    def leftovers(self) -> list[str]:
        """List what a killed run has left beside outputs and data files."""
        known = {"dist", "device", "manuscript", "ready.epub", "wind.epub", "wind.pdf"}
        known |= {"edition.toml", "errata.toml", "book.xml"}
        return [path.name for path in self.folder.rglob("*") if path.name not in known]


def kill_all(process: subprocess.Popen[str]) -> None:
    """Kill a command and every process that it has started, wherever these have gone."""
    with_children = [psutil.Process(process.pid)]
    with_children += with_children[0].children(recursive=True)
    os.killpg(process.pid, signal.SIGKILL)
    for each in with_children:
        try:
            each.kill()
        except psutil.NoSuchProcess:
            continue
    process.communicate()
    psutil.wait_procs(with_children, timeout=10)


def test_a_killed_run_leaves_everything_old_or_new(tmp_path: Path) -> None:
    chance = random.Random(os.environ.get("PUBLISH_SEED", "1"))
    book = Book(tmp_path / "book")
    states = {}
    for name, case in CASES.items():
        book.put("Old words.")
        if name != "errata":
            book.run(case.words)
        old = book.read(case)
        book.put("New words, and more of them.")
        started = time.monotonic()
        book.run(case.words)
        states[name] = (old, book.read(case), time.monotonic() - started)
    killed = 0
    for _ in range(KILLS * 4):
        if killed == KILLS:
            break
        name = chance.choice(sorted(CASES))
        case, (old, new, seconds) = CASES[name], states[name]
        book.put("New words, and more of them.")
        book.restore(case, old)
        process = book.start(case.words)
        time.sleep(chance.uniform(0.2, 1) * seconds)
        if process.poll() is not None:
            process.communicate()
            continue
        kill_all(process)
        killed += 1
        for before, now, after in zip(old, book.read(case), new, strict=True):
            assert now in (before, after), name
        if name == "errata" and book.read(case) == new:
            continue
        book.run(case.words)
        assert book.read(case) == new, name
        assert not book.leftovers(), name
    assert killed == KILLS
