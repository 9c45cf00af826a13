"""One book's crash, hang or leak is that book's finding; the next finds a new process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import psutil
import pytest
from msgspec.structs import replace

from publish.cli.shelf.maker import make_book
from publish.shelf.bench import Bench
from publish.shelf.job import Job, Limits, Order
from tests.shelf.makers import make

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>
<titleStmt><title>The Wind</title><author>Emma Roe</author></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>
<profileDesc><langUsage><language ident="en">English</language></langUsage></profileDesc>
</teiHeader><text><body><div><head>One</head><p>It was a <wind>cold</wind> night.</p></div></body>
</text></TEI>"""


def job(text: str, **limits: float) -> Job:
    return Job(
        name="a/b",
        files={"b.xml": text.encode()},
        manuscript="b.xml",
        order=Order(purposes=("epub",)),
        toolchain="t",
        limits=Limits(**limits),
    )


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench(make)
    yield bench
    bench.close()


@pytest.mark.parametrize(
    ("wish", "code", "words"),
    [
        ("hang", "SHE-011", "longer than 1 seconds"),
        ("fill the memory", "SHE-012", "more than 200"),
        ("crash", "SHE-013", "SIGSEGV"),
    ],
)
def test_what_breaks_the_process_is_the_books_finding(
    bench: Bench, wish: str, code: str, words: str
) -> None:
    limits = {"seconds": 1.0} if wish == "hang" else {"memory_mb": 200.0}
    outcome = bench.make(job(f"DO: {wish}", **limits))
    assert [each.code for each in outcome.findings] == [code]
    assert words in outcome.findings[0].message
    assert bench.make(job("all is well")).files == {"epub": b"all is well"}


def test_the_last_words_of_a_process_are_told(bench: Bench) -> None:
    assert "Segmentation fault" in bench.make(job("DO: crash")).findings[0].message


def test_the_process_stays_warm_from_book_to_book(bench: Bench) -> None:
    first, second = (bench.make(job("DO: say the process")).files["epub"] for _ in range(2))
    assert first == second != str(os.getpid()).encode()


@pytest.mark.slow
def test_nothing_stays_of_a_process_when_its_worker_is_killed() -> None:
    code = (
        "from tests.shelf.test_bench import *; bench = Bench(make);"
        "print(bench.make(job('DO: say the process')).files['epub'].decode(), flush=True);"
        "bench.make(job('DO: hang'))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as worker:
        assert worker.stdout is not None
        pid = int(worker.stdout.readline())
        assert psutil.pid_exists(pid)
        worker.kill()
    for _ in range(100):
        if not psutil.pid_exists(pid):
            return
        time.sleep(0.1)
    pytest.fail("it is still there")


@pytest.mark.slow
def test_a_book_is_made_and_described(real_bench: Bench) -> None:
    order = Order(purposes=("epub",), defaults='[book]\npublisher = "Roe & Sons"\n')
    outcome, again = (real_bench.make(replace(job(TEI), order=order)) for _ in range(2))
    assert [str(each) for each in outcome.findings] == [
        "b.xml:5:58: warning TYP-001 no rule for <wind>; its text is set as plain text"
    ]
    about = outcome.about
    assert (about.title, about.author, about.publisher) == ("The Wind", "Emma Roe", "Roe & Sons")
    assert about.words == 25
    assert about.identifier.startswith("urn:uuid:")
    assert outcome.files["epub"][:2] == b"PK"
    assert outcome.thumbnail[:2] == b"\xff\xd8"
    assert outcome.elements == (("wind", 1),)
    assert [name for name, _ in outcome.stages][-2:] == ["typeset", "epub"]
    assert outcome.memory_mb > 20
    assert again.files == outcome.files
    assert again.stages == outcome.stages


def test_java_finds_its_classes_in_the_users_cache_and_leaves_nothing_of_a_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLISH_CACHE", str(tmp_path / "cache"))
    bench = Bench(make_book)
    try:
        assert not bench.make(job(TEI)).has_failed
    finally:
        bench.close()
    (kept,) = (path for path in (tmp_path / "cache").rglob("*") if path.is_file())
    assert "net/sf/saxon/Version.class" in ZipFile(kept).namelist()
