"""What is on the shelf is compared with what its sources make, and where the two part is told."""

from __future__ import annotations

import json
import os
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from publish.run.fingerprint import toolchain_parts
from publish.shelf.job import Job, Limits, Order, Outcome
from publish.shelf.ledger import Ledger, ask
from publish.shelf.sources import Group, Wanted, gather
from publish.shelf.store import open_store
from publish.shelf.verify import Comparison, Fate, Verdict, parting, sample
from tests.shelf.conftest import PUBLISH, Run, write_tei
from tests.shelf.test_road import OneHand, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    for name in "abcd":
        made.write(f"{name}.xml", f"the words of {name}")
    made.build()
    return made


def compare(shelf: Shelf) -> dict[str, Verdict]:
    crew = OneHand()
    with Ledger.read(shelf.out) as ledger:
        store = open_store(str(shelf.out))
        comparison = Comparison(ledger, store, shelf.toolchain, Limits())
        found = list(comparison.run(wanted(shelf), crew))
    crew.bench.close()
    assert len({each.name for each in found}) == len(found)
    return {each.name.removeprefix("tei/"): each for each in found}


def wanted(shelf: Shelf) -> list[Wanted]:
    return gather([Group(sources=(str(shelf.sources),), order=shelf.order)])


def test_an_untouched_shelf_is_the_same(shelf: Shelf) -> None:
    assert {each.fate for each in compare(shelf).values()} == {Fate.SAME}


def test_each_difference_is_told_for_what_it_is(shelf: Shelf) -> None:
    (shelf.out / "tei" / "a.epub").write_bytes(b"bit rot")
    (shelf.out / "tei" / "b.epub").unlink()
    shelf.write("c.xml", "other words")
    shelf.write("e.xml", "never made")
    found = compare(shelf)
    fates = {name: verdict.fate for name, verdict in found.items()}
    assert fates == {
        "a": Fate.DAMAGED, "b": Fate.DAMAGED, "c": Fate.OTHER_SOURCE, "d": Fate.SAME,
    }  # fmt: skip
    assert found["a"].files == ("tei/a.epub",)
    shelf.order = Order(purposes=("epub", "screen"))
    assert compare(shelf)["d"].fate is Fate.OTHER_SOURCE


def test_a_lost_answer_is_asked_for_again(shelf: Shelf) -> None:
    crew = OneHand()
    crew.drops = 2
    with Ledger.read(shelf.out) as ledger:
        comparison = Comparison(ledger, open_store(str(shelf.out)), shelf.toolchain, Limits())
        found = list(comparison.run(wanted(shelf), crew))
    crew.bench.close()
    assert [each.fate for each in found] == [Fate.SAME] * 4


def test_where_two_toolchains_part_is_the_first_stage_that_differs(shelf: Shelf) -> None:
    with Ledger.read(shelf.out) as ledger:
        comparison = Comparison(ledger, open_store(str(shelf.out)), shelf.toolchain, Limits())
        (job, *_) = (each for each in comparison.before(wanted(shelf)) if isinstance(each, Job))
        verdict = comparison.after(job, Outcome(files={"epub": b"others"}, stages=(("read", "1"),)))
    assert (verdict.fate, verdict.purposes, verdict.stage) == (Fate.CHANGED, ("epub",), "read")
    before = [("read", "1"), ("quotes", "2"), ("typeset", "3"), ("epub", "4")]
    assert parting(before, before) == ""
    assert parting(before, [*before[:3], ("epub", "5")]) == "epub"
    assert parting(before, [before[0], ("quotes", "x"), *before[2:]]) == "quotes"
    assert parting(before, [before[0], ("own", "2"), *before[1:]]) == "own"
    assert parting(before, before[:2]) == "typeset"


def test_a_sample_is_the_same_for_a_seed() -> None:
    names = [f"tei/{number}" for number in range(1000)]
    assert sample(names, 20, "") == sample(reversed(names), 20, "")
    assert sample(names, 20, "") != sample(names, 20, "monday")
    assert len(set(sample(names, 20, ""))) == 20


@pytest.mark.slow
def test_the_commands_report_and_tell_what_a_release_changes(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_tei(tmp_path / "tei" / f"{name}.xml", f"The Wind {name}", f"Night of {name}.")
    assert run("build", "tei", "--no-check", "--workers", "1")[0] == 0
    code, told = run("report", "-o", "site", "--title", "Ours")
    assert (code, told["outputs"]) == (0, ["site/report.html", "site/report.json"])
    facts = json.loads((tmp_path / "site" / "report.json").read_text("utf-8"))
    assert [book["title"] for book in facts["books"]] == ["The Wind a", "The Wind b"]
    page = (tmp_path / "site" / "report.html").read_text("utf-8")
    assert '"base":"../dist/"' in page
    assert "<h1>Ours</h1>" in page
    make_as_of_old(tmp_path / "dist", "tei/a")
    code, told = run("verify", "--workers", "1")
    assert (code, told["fates"], told["stages"]) == (0, {"changed": 1, "same": 1}, {"typeset": 1})
    (finding,) = told["findings"]
    assert (finding["code"], finding["severity"]) == ("SHE-015", "warning")
    assert "(epub), from the stage typeset on" in finding["message"]
    (parts,) = told["toolchains"].values()
    assert parts.startswith("weasyprint 1.0 -> 70")
    code, told = run("verify", "tei/a", "tei/c")
    assert (code, told["findings"][0]["code"]) == (2, "SHE-019")


def make_as_of_old(folder: Path, book: str) -> None:
    """Have an older toolchain have made the shelf, and one book otherwise."""
    (folder / f"{book}.epub").write_bytes(b"as it was")
    with Ledger.open(folder / "shelf.sqlite") as ledger:
        ledger.know_toolchain("old", {**toolchain_parts(), "weasyprint": "1.0"})
        for change in (
            f"output SET sha256 = '{sha256(b'as it was').hexdigest()}' WHERE book = '{book}'",
            f"stage SET digest = '0' WHERE book = '{book}' AND name = 'typeset'",
            "book SET toolchain = 'old'",
        ):
            ledger.connection.execute(f"UPDATE {change}")


@pytest.mark.slow
def test_a_shelf_on_s3_is_reported_verified_and_offered(
    run: Run, tmp_path: Path, s3: dict[str, str]
) -> None:
    write_tei(tmp_path / "tei" / "a.xml", "The Wind")
    words = ("build", "tei", "--no-check", "--out", "s3://archive/shelf", "--workers", "1")
    assert run(*words, **s3)[0] == 0
    here = ("--ledger", "shelf.sqlite")
    code, told = run("verify", *here, "--workers", "1", **s3)
    assert (code, told["fates"]) == (0, {"same": 1}), told
    assert run("report", *here, "-o", "site", **s3)[0] == 0
    facts = json.loads((tmp_path / "site" / "report.json").read_text("utf-8"))
    assert (tmp_path / "site" / facts["books"][0]["thumbnail"]).read_bytes()[:2] == b"\xff\xd8"
    serve = [PUBLISH, "serve", "--shelf", "shelf.sqlite", "--port", "0"]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(serve, cwd=tmp_path, env=os.environ | s3, text=True, **pipes) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
                (book,) = client.get("/opds2").json()["publications"]
                data = client.get(book["links"][1]["href"]).content
                cover = client.get(book["images"][0]["href"])
        finally:
            server.terminate()
    with Ledger.read(tmp_path / "shelf.sqlite") as ledger:
        (output,) = ask(ledger, "outputs")
    assert sha256(data).hexdigest() == output["sha256"]
    assert cover.headers["content-type"] == "image/jpeg"
    assert len(cover.content) > 20_000  # the large one, out of the EPUB
