"""Ace by DAISY finds nothing against the first book and the books of the corpora: `make ace`.

Ace loads every document in Chromium, and tries the rules of axe and of EPUB Accessibility 1.1. It
runs apart from `make test`: it takes some minutes, and a tree of npm packages of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from publish.check.access.assess import assess
from publish.cli import main
from publish.model.access import Verdict
from tests.check.access.broken import BOOK, CSS, ONE, SAIL, TWO, Break

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ACE = HERE / "node_modules" / "@daisy" / "ace-cli" / "bin" / "ace.js"
CORPORA = Path(os.environ.get("PUBLISH_CORPORA", ROOT.parent / "shared" / "corpora"))

pytestmark = pytest.mark.slow


def ace(epub: Path, folder: Path) -> list[str]:
    """Give what Ace finds against an EPUB: where, which rule, what."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if not (shutil.which("node") and browser and ACE.is_file()):
        pytest.skip("no Ace here: needs Chromium, Node.js, and `make ace`")
    home = {name: str(folder / name) for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME")}
    done = subprocess.run(
        ["node", ACE, "--silent", "--doNotReportMedia", "--outdir", folder / "report", epub],
        env={**os.environ, **home, "PUPPETEER_EXECUTABLE_PATH": browser},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((folder / "report" / "report.json").read_text("utf-8"))
    found = list(map(_say, _violations(report)))
    assert bool(found) == (report["earl:result"]["earl:outcome"] == "fail")
    return found


def _violations(report: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for subject in report["assertions"]:
        for assertion in subject["assertions"]:
            yield subject["earl:testSubject"]["url"], assertion


def _say(violation: tuple[str, dict[str, Any]]) -> str:
    url, assertion = violation
    result = assertion["earl:result"]
    said = f"{url}: {assertion['earl:test']['dct:title']}: {result['dct:description']}"
    return f"{said} {result.get('html', '')[:200]}".strip()


def build(book: Path, folder: Path) -> Path:
    path = folder / "book.epub"
    done = CliRunner().invoke(main, ["epub", str(book), "--no-check", "-o", str(path)])
    assert done.exit_code == 0, done.output
    return path


def name_of(book: Path) -> str:
    return "first-book" if book == ROOT else book.stem[:24]


@pytest.mark.parametrize("book", [ROOT, *sorted(CORPORA.rglob("*.xml"))], ids=name_of)
def test_nothing_is_found_against_a_real_book(book: Path, tmp_path: Path) -> None:
    assert ace(build(book, tmp_path), tmp_path) == []


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    faults = b'<h5>No h2 before</h5><p epub:type="notice">No role</p><img src="../cover.jpg"/>'
    epub, faulty = build(ROOT, tmp_path), tmp_path / "faulty.epub"
    with zipfile.ZipFile(epub) as source, zipfile.ZipFile(faulty, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.endswith("chapter-02.xhtml"):
                data = data.replace(b"</section>", faults + b"</section>")
            target.writestr(entry, data)
    found = " ".join(ace(faulty, tmp_path))
    for rule in ("heading-order", "epub-type-has-matching-role", "image-alt"):
        assert rule in found


def test_the_command_has_ace_read_the_book_and_keeps_its_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not ACE.is_file():
        pytest.skip("no Ace here: needs `make ace`")
    book = shutil.copytree(ROOT / "tests" / "check" / "access" / "book", tmp_path / "book")
    program = tmp_path / "bin" / "ace"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec node {ACE} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    done = CliRunner().invoke(main, ["access", str(book), "--fast", "--ace"])
    assert (done.exit_code, "WRI-253" in done.output) == (0, False), done.output
    report = book / "dist" / "the-sea-and-the-shore-ace" / "report.json"
    assert json.loads(report.read_text("utf-8"))["earl:result"]["earl:outcome"] == "pass"


AGREED = {
    "image-alt": Break("1.1.1", ONE, f' alt="{SAIL}"', ""),
    "heading-order": Break("1.3.1", ONE, "h2>", "h4>"),
    "list": Break("1.3.1", TWO, "<li>one oar</li>", "<p>one oar</p>"),
    "color-contrast": Break("1.4.3", CSS, "#8c1515", "#ffb0b0"),
    "document-title": Break("2.4.2", ONE, "<title>The Storm</title>", "<title></title>"),
    "link-name": Break("2.4.4", ONE, ">The Calm</a>", "></a>"),
    "html-has-lang": Break("3.1.1", ONE, 'lang="en" xml:lang="en"><head>', "><head>"),
    "valid-lang": Break("3.1.2", ONE, 'lang="fr" xml:lang="fr"', 'lang="1" xml:lang="1"'),
    "epub-type-has-matching-role": Break("1.3.1", ONE, ' role="doc-footnote"', ""),
}
"""Rules of Ace, and a way to break a book on which both have to fail it."""


def test_ace_and_our_own_checks_find_the_same(tmp_path: Path) -> None:
    epub = build(BOOK, tmp_path).read_bytes()
    ours = {rule: assess(broken.done_to(epub)) for rule, broken in AGREED.items()}
    judged = {rule: ours[rule].of(broken.criterion).verdict for rule, broken in AGREED.items()}
    assert set(judged.values()) == {Verdict.FAILED}
    for broken in AGREED.values():
        if broken.criterion != "3.1.1":  # without a language axe has no other to try
            epub = broken.done_to(epub)
    path = tmp_path / "broken.epub"
    path.write_bytes(epub)
    found = " ".join(ace(path, tmp_path))
    assert [rule for rule in AGREED if f"{rule}:" not in found] == ["html-has-lang"]
