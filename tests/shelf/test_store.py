"""Books go into folders and to addresses alike: whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from publish.model.finding import MachineError, UsageError, warning
from publish.shelf.job import Order, Outcome
from publish.shelf.ledger import Ledger, ask
from publish.shelf.sources import Group, gather
from publish.shelf.store import RemoteStore, deliver, open_store, open_system
from tests.shelf.conftest import Run, write_tei


@pytest.fixture(params=["folder", "memory"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "out") if request.param == "folder" else f"memory:/{tmp_path}"


def test_what_is_put_can_be_read_measured_and_taken_away(address: str) -> None:
    store = open_store(address)
    assert store.sizes() == {}
    store.put("a/b.epub", b"first")
    store.put("a/b.epub", b"second one")
    store.put("c.pdf", b"3")
    assert store.sizes() == {"a/b.epub": 10, "c.pdf": 1}
    assert open_store(address).read("a/b.epub") == b"second one"
    store.remove("a/b.epub")
    store.remove("a/b.epub")
    assert store.sizes() == {"c.pdf": 1}
    assert not store.is_shared
    with pytest.raises(FileNotFoundError):
        store.read("a/b.epub")


def test_outputs_have_stable_names_and_their_hashes(address: str) -> None:
    store = open_store(address)
    outcome = Outcome(files={"epub": b"e", "press": b"p"}, thumbnail=b"t")
    left, made, thumbnail = deliver(store, "plays/faust", outcome)
    assert (left.files, left.thumbnail) == ({}, b"")
    assert thumbnail == "plays/faust-thumbnail.jpg"
    assert {(each.name, each.sha256, each.size_bytes) for each in made} == {
        ("plays/faust.epub", sha256(b"e").hexdigest(), 1),
        ("plays/faust-press.pdf", sha256(b"p").hexdigest(), 1),
    }


def test_a_place_that_takes_no_files_makes_a_failed_book(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("no folder")
    outcome = Outcome(files={"epub": b"e"}, findings=(warning("TYP-001", "no rule"),))
    left, made, _ = deliver(open_store(str(tmp_path / "out")), "a", outcome)
    assert made == ()
    assert [each.code for each in left.findings] == ["SHE-014", "TYP-001"]
    assert left.is_worth_another_try


def test_addresses_that_cannot_be_used_are_told() -> None:
    with pytest.raises(UsageError, match=r"SHE-003.*nosuch"):
        open_store("nosuch://a/b")
    with pytest.raises(MachineError, match="SHE-002"):
        open_store("gdrive://a/b")


def test_where_files_are_moved_into_place_no_draft_is_left() -> None:
    """As by SFTP, where a file that is written grows before the eyes of others."""
    system, root = open_system("memory://moved")
    store = RemoteStore(system, root, "memory://moved")
    store._is_atomic = False
    store.put("a/b.epub", b"first")
    store.put("a/b.epub", b"second")
    assert store.sizes() == {"a/b.epub": 6}
    assert store.read("a/b.epub") == b"second"


def test_books_are_read_from_an_address() -> None:
    system, root = open_system("memory://archive/tei")
    for name, text in {
        "a.xml": "<TEI><graphic url='img/a.png'/></TEI>",
        "img/a.png": "a",
        "b/c.xml": "<TEI.2/>",
        "list.xml": "<list/>",
        ".git/d.xml": "<TEI/>",
    }.items():
        system.pipe_file(f"{root}/{name}", text.encode())
    order = Order(purposes=("epub",))
    books = gather([Group(sources=("memory://archive/tei",), order=order)])
    assert [each.title.name for each in books] == ["tei/a", "tei/b/c"]
    assert books[0].title.source == "memory://archive/tei/a.xml"
    files, signature = books[0].title.pack()
    assert set(files) == {"a.xml", "img/a.png"}
    assert books[0].title.is_as_signed(signature)
    (one,) = gather([Group(sources=("memory://archive/tei/b/*.xml",), order=order)])
    assert one.title.name == "b/c"
    (one,) = gather([Group(sources=("memory://archive/tei/a.xml",), order=order)])
    assert one.title.name == "tei/a"


def test_books_are_read_from_a_revision_of_a_git_repository(tmp_path: Path) -> None:
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main")
    path = write_tei(tmp_path / "repo" / "tei" / "a.xml", "The Wind")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"], ["tag", "v1"]):
        subprocess.run([*git, *words], cwd=tmp_path / "repo", check=True)
    write_tei(path, "The Storm")
    order = Order(purposes=("epub",))
    (book,) = gather([Group(sources=(f"git://{tmp_path}/repo:v1@tei",), order=order)])
    assert book.title.name == "tei/a"
    files, signature = book.title.pack()
    assert b"The Wind" in files["a.xml"]
    assert book.title.is_as_signed(signature)


@pytest.mark.slow
def test_a_shelf_reached_by_sftp_takes_books(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    server = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("sftp_server.py"), tmp_path / "root"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    address = f"sftp://me@127.0.0.1:{server.stdout.readline().strip()}/shelf"
    check = (
        "import sys; from publish.shelf.store import open_store; store = open_store(sys.argv[1]);"
        "store.put('a/b.epub', b'first'); store.put('a/b.epub', b'second one');"
        "assert store.is_shared and store.sizes() == {'a/b.epub': 10}, store.sizes();"
        "assert store.read('a/b.epub') == b'second one'"
    )
    done = subprocess.run(
        [sys.executable, "-c", check, address],
        env=os.environ | {"FSSPEC_SFTP_PASSWORD": "secret"},
        capture_output=True,
        text=True,
        check=False,
    )
    server.kill()
    server.communicate()
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "root").rglob("*") if path.is_file()] == ["b.epub"]


@pytest.mark.slow
def test_a_shelf_on_s3_is_built_and_found_unchanged(
    run: Run, tmp_path: Path, s3: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "ab":
        write_tei(tmp_path / "tei" / f"{name}.xml", name)
    words = ("build", "tei", "--no-check", "--out", "s3://archive/shelf", "--workers", "1")
    code, told = run(*words, **s3)
    assert (code, told["shelf"]["made"]) == (0, 2), told
    with Ledger.read(tmp_path / "shelf.sqlite") as ledger:
        outputs = list(ask(ledger, "outputs"))
    with monkeypatch.context() as patch:
        for key, value in s3.items():
            patch.setenv(key, value)
        check = (
            "import sys; from publish.shelf.store import open_store; from hashlib import sha256;"
            "print(sha256(open_store('s3://archive/shelf').read(sys.argv[1])).hexdigest())"
        )
        for row in outputs:
            done = subprocess.run(
                [sys.executable, "-c", check, str(row["name"])], capture_output=True, text=True
            )
            assert done.stdout.strip() == row["sha256"], done.stderr
    code, told = run(*words, **s3)
    assert (code, told["shelf"]["unchanged"]) == (0, 2)
    code, told = run("build", "s3://archive/shelf", **s3)
    assert [each["code"] for each in told["findings"]] == ["SHE-005"]
    code, told = run("build", "s3://nosuch/shelf", **s3)
    assert [each["code"] for each in told["findings"]] == ["SHE-003"]
