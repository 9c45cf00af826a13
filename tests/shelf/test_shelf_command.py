"""`publish shelf build` as its user has it: real processes, real books."""

from __future__ import annotations

import subprocess
from hashlib import sha256
from pathlib import Path

import psutil

from publish.shelf.ledger import Ledger, ask
from tests.shelf.conftest import PUBLISH, Run, write_tei

FAST = ("--no-check", "--workers", "1")


def test_a_shelf_is_built_then_found_unchanged(run: Run, tmp_path: Path) -> None:
    for number in range(3):
        write_tei(tmp_path / "tei" / f"b{number}.xml", f"The Wind {number}")
    write_tei(tmp_path / "tei" / "bad.xml", "Bad", "<p>It was night.")
    code, told = run("build", "tei", *FAST)
    assert code == 1
    assert told["shelf"]["made"] == 3
    assert told["failed"] == ["tei/bad"]
    (finding,) = told["findings"]
    assert (finding["file"], finding["code"]) == ("tei/bad.xml", "REA-011")
    with Ledger.read(tmp_path / "dist") as ledger:
        for row in ask(ledger, "outputs"):
            data = (tmp_path / "dist" / str(row["name"])).read_bytes()
            assert (sha256(data).hexdigest(), len(data)) == (row["sha256"], row["size_bytes"])
        (book, *_) = ask(ledger, "SELECT * FROM book WHERE state = 'made' ORDER BY name")
        assert (book["title"], book["author"], book["words"]) == ("The Wind 0", "Emma Roe", 23)
        assert str(book["worker"]).startswith("tls://127.0.0.1")
        assert (tmp_path / "dist" / str(book["thumbnail"])).read_bytes()[:2] == b"\xff\xd8"
    command = [PUBLISH, "epub", "tei/b0.xml", "--no-check", "-o", "alone.epub"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    alone = (tmp_path / "alone.epub").read_bytes()
    assert alone == (tmp_path / "dist" / "tei" / "b0.epub").read_bytes(), "the same bytes"
    code, told = run("build", "tei", *FAST)
    counts = {
        name: told["shelf"][name] for name in ("books", "made", "unchanged", "failed", "left")
    }
    assert counts == {"books": 4, "made": 0, "unchanged": 3, "failed": 1, "left": 0}
    (tmp_path / "tei" / "bad.xml").unlink()
    write_tei(tmp_path / "tei" / "b1.xml", "The Storm")
    code, told = run("build", "tei", *FAST)
    assert (code, told["shelf"]["made"], told["shelf"]["unchanged"]) == (0, 1, 2)
    assert not [each for each in psutil.process_iter(["cwd"]) if each.info["cwd"] == str(tmp_path)]


def test_the_ledger_is_listed(run: Run, tmp_path: Path) -> None:
    Ledger.open(tmp_path / "dist" / "shelf.sqlite").connection.close()
    code, told = run("list")
    assert (code, told["books"]) == (0, [])
    code, told = run("list", "--ledger", "nowhere")
    assert (code, told["findings"][0]["code"]) == (2, "SHE-001")


def test_wrong_sources_are_told_before_any_work(run: Run, tmp_path: Path) -> None:
    code, told = run("build", "nowhere")
    assert (code, told["findings"][0]["code"]) == (2, "SHE-005")
    code, told = run("build")
    assert (code, told["findings"][0]["code"]) == (2, "SHE-005")
    write_tei(tmp_path / "a.xml", "A")
    code, told = run("build", ".", "--for", "epub,scren")
    assert code == 2
    assert "did you mean screen" in told["findings"][0]["message"] + told["findings"][0]["hint"]


def test_a_shelf_file_is_checked_to_the_end(run: Run, tmp_path: Path) -> None:
    write_tei(tmp_path / "tei" / "a.xml", "A")
    (tmp_path / "house.toml").write_text('[book]\npublisher = "Roe"\n[print]\ntrimm = "A5"\n')
    (tmp_path / "shelf.toml").write_text(
        'outputs = ["epubs"]\n[[collection]]\ntitles = ["tei"]\nedition = "house.toml"\n'
    )
    code, told = run("build")
    assert code == 1
    assert [(each["code"], each["line"]) for each in told["findings"]] == [("REA-043", 1)]
    (tmp_path / "shelf.toml").write_text('[[collection]]\ntitles = ["tei"]\nedition = "house.toml"')
    code, told = run("build")
    (finding,) = told["findings"]
    assert (finding["code"], finding["file"], finding["line"]) == ("REA-041", "house.toml", 4)
