"""`publish look` without a browser: what its server gives and refuses, and how the command ends."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.cli.preview import FinishedBook
from publish.look import Exhibit, Lookout, Remark, open_server
from publish.model.finding import Finding, Place, error
from publish.run.cache import Cache

BOOK = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>A Book to Look At</title></titleStmt><publicationStmt><p>Public domain</p></publicationStmt>
<sourceDesc><p>Born digital</p></sourceDesc></fileDesc></teiHeader><text xml:lang="en"><body>
<div type="chapter"><head>One</head><p>The first chapter.</p></div></body></text></TEI>
"""


@pytest.fixture
def exhibit() -> Exhibit:
    return Exhibit("book.xml")


@pytest.fixture
def client(exhibit: Exhibit) -> Iterator[httpx.Client]:
    with open_server(0, exhibit) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.port}"
        with httpx.Client(base_url=address, trust_env=False) as client:
            entered = client.get(server.address)
            assert (entered.status_code, entered.headers["location"]) == (303, "/")
            yield client
        server.shutdown()
        thread.join()


def test_it_listens_on_loopback_only(exhibit: Exhibit) -> None:
    with open_server(0, exhibit) as server:
        assert server.host == "127.0.0.1"


def test_the_page_and_all_that_it_names_are_there(client: httpx.Client) -> None:
    todo, done = ["/", "/device"], set()
    device = {"Host": f"localhost:{client.base_url.port}"}
    while todo:
        address = todo.pop()
        done.add(address)
        answers = [client.get(address), client.get(address, headers=device)]
        answer = next(answer for answer in answers if answer.status_code == 200)
        named = re.findall(
            r"""(?:src=|href=|from |import\s*\(?)["']?([./][^"']+\.\w+)""", answer.text
        )
        found = {str(answer.url.join(name).path) for name in named}
        todo += found - done - set(todo) - OTHER_FORMATS
    assert "/foliate/paginator.js" in done
    assert "/look-device.css" in done


def test_the_manuals_page_on_a_finding_is_there_and_nothing_beside_it(client: httpx.Client) -> None:
    told = client.get("/manual/REA-130")
    assert told.status_code == 200
    assert told.text.startswith("An element of HTML stands in the manuscript.")
    assert "Repair:" in told.text
    for other in ("/manual/REA-999", "/manual/", "/manual/..%2F..%2FREADME"):
        assert client.get(other).status_code == 404
    device = {"Host": f"localhost:{client.base_url.port}"}
    assert client.get("/manual/REA-130", headers=device).status_code == 404


OTHER_FORMATS = {
    f"/foliate/{name}.js"
    for name in ("comic-book", "fb2", "mobi", "search", "tts", "vendor/fflate")
}
"""What the engine fetches for other formats than EPUB, for search and for reading aloud."""


def test_a_strange_web_page_gets_nothing_under_a_name_of_its_own(client: httpx.Client) -> None:
    port = client.base_url.port
    for host in ("evil.example.org", f"evil.example.org:{port}", "127.0.0.1", "localhost:1"):
        assert client.get("/state", headers={"Host": host}).status_code == 421
    assert client.get("/state", headers={"Host": f"127.0.0.1:{port}"}).status_code == 200


def test_a_book_is_shown_at_another_origin_than_the_page(client: httpx.Client) -> None:
    device = {"Host": f"localhost:{client.base_url.port}"}
    for address, has_page, has_device in (
        ("/state", True, False),
        ("/page/look.js", True, False),
        ("/device", False, True),
        ("/foliate/view.js", True, True),
    ):
        assert (client.get(address).status_code == 200) is has_page, address
        answer = client.get(address, headers=device)
        assert (answer.status_code == 200) is has_device, address
    lost = client.get("/", headers=device)
    assert lost.headers["location"] == f"http://127.0.0.1:{client.base_url.port}/"
    framed = client.get("/device", headers=device).headers["content-security-policy"]
    assert framed.endswith(f"frame-ancestors 'self' http://127.0.0.1:{client.base_url.port}")


@pytest.mark.parametrize(
    "address",
    [
        "/../pyproject.toml",
        "/page/../../cli/look.py",
        "/page/%2e%2e/%2e%2e/cli/look.py",
        "/foliate/..%2fsite.py",
        "/foliate/README.md",
        "/page//etc/passwd",
        "//etc/passwd",
        "/site.py",
        "/book.epub",
    ],
)
def test_nothing_but_the_page_can_be_reached(client: httpx.Client, address: str) -> None:
    with socket.create_connection(("127.0.0.1", client.base_url.port or 0)) as line:
        host = f"127.0.0.1:{client.base_url.port}"
        line.sendall(f"GET {address} HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert b" 404 " in answer.splitlines()[0]


def test_nothing_can_be_written(client: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert client.request(method, "/state").status_code == 405


def test_a_book_may_run_nothing_and_reach_nothing(client: httpx.Client) -> None:
    for address in ("/", "/device", "/state", "/nowhere"):
        answer = client.get(address)
        rules = dict(
            rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; ")
        )
        assert rules["default-src"] == "'none'"
        assert rules["connect-src"] == "'self'"
        assert "blob:" not in rules["script-src"]
        assert "unsafe" not in rules["script-src"]
        port = client.base_url.port
        rest = [rule.replace(f"http://localhost:{port}", "") for rule in rules.values()]
        assert not [rule for rule in rest if "http" in rule or "*" in rule]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_last_good_book_stays_when_a_newer_one_fails(
    client: httpx.Client, exhibit: Exhibit
) -> None:
    assert client.get("/state").json()["state"] == "building"
    exhibit.begin()
    exhibit.show(b"good", [])
    exhibit.finish([])
    good = client.get("/state").json()
    exhibit.begin()
    place = Place("book.xml", 3, 7)
    exhibit.fail([Remark(error("REA-010", "no end tag", place, hint="close it"))])
    failed = client.get("/state").json()
    assert (good["state"], failed["state"]) == ("ready", "failed")
    assert failed["book"] == good["book"]
    assert client.get("/book.epub").content == b"good"
    (remark,) = failed["remarks"]
    assert (remark["place"], remark["message"], remark["hint"]) == (
        "book.xml:3:7",
        "no end tag",
        "close it",
    )


def test_a_change_is_noticed_wherever_it_is_made(tmp_path: Path) -> None:
    folder, later = tmp_path / "manuscript", tmp_path / "picture.png"
    folder.mkdir()
    changes = [
        lambda: (folder / "new.xml").write_text("new"),
        lambda: (folder / "new.xml").write_text("newer"),
        lambda: later.write_text("the picture that was missing"),
        lambda: (folder / "new.xml").unlink(),
    ]
    for change in changes:
        lookout = Lookout()
        lookout.note({folder})
        watcher = threading.Thread(target=lookout.wait, args=({folder, later},), daemon=True)
        watcher.start()
        watcher.join(0.1)
        assert watcher.is_alive()
        change()
        watcher.join(20)
        assert not watcher.is_alive()


def test_a_change_during_a_build_is_not_missed(tmp_path: Path) -> None:
    book = tmp_path / "book.xml"
    book.write_text("old")
    lookout = Lookout()
    lookout.note({book})
    book.write_text("changed while the build went on")
    lookout.wait({book})


def state_of(client: httpx.Client, wanted: str) -> dict[str, object]:
    """Ask until the work stands so, as the page does."""
    for _ in range(600):
        told = client.get("/state").json()
        if told["state"] == wanted:
            return dict(told)
        time.sleep(0.1)
    raise AssertionError(f"never {wanted}: {told}")


def test_the_command_builds_again_what_was_changed_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    book = tmp_path / "book.xml"
    book.write_text(BOOK.replace("</text>", ""), "utf-8")
    words = [sys.executable, "-m", "publish", "look", "book.xml", "--port", "0", "--no-browser"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    calm = {**os.environ, "PUBLISH_CACHE": ""}
    with subprocess.Popen(words, cwd=tmp_path, text=True, env=calm, **pipes) as command:
        try:
            address = command.stdout.readline().strip()
            home = address.partition("?")[0]
            with httpx.Client(base_url=home, trust_env=False) as client:
                assert client.get(address).status_code == 303
                broken = state_of(client, "failed")
                assert broken["book"] == ""
                assert "book.xml:" in json.dumps(broken["remarks"])
                book.write_text(BOOK, "utf-8")
                assert state_of(client, "ready")["book"]
                assert client.get("/book.epub").content.startswith(b"PK")
        finally:
            command.send_signal(signal.SIGINT)
            said = command.communicate(timeout=30)[1]
    assert command.returncode == 130
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["book.xml"]


def test_under_json_the_address_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "book.xml").write_text(BOOK, "utf-8")
    words = [sys.executable, "-m", "publish", "look", "book.xml", "--port", "0", "--no-browser"]
    calm = {**os.environ, "PUBLISH_CACHE": ""}
    with subprocess.Popen(
        [*words, "--json"], cwd=tmp_path, text=True, env=calm, stdout=subprocess.PIPE
    ) as command:
        try:
            lines = iter(command.stdout.readline, "}\n")
            (address,) = json.loads("".join(lines) + "}")["addresses"]
            with httpx.Client(trust_env=False) as client:
                client.get(address)
                told = client.get(f"{address.partition('?')[0]}state")
            assert told.json()["name"] == "book.xml"
        finally:
            command.send_signal(signal.SIGINT)
            rest = command.communicate(timeout=30)[0]
    assert (command.returncode, rest) == (130, "")


def test_a_finding_of_epubcheck_leads_to_its_document(tmp_path: Path) -> None:
    built, damaged = tmp_path / "book.epub", tmp_path / "damaged.epub"
    (tmp_path / "book.xml").write_text(BOOK, "utf-8")
    words = ["epub", str(tmp_path / "book.xml"), "-o", str(built), "--no-check"]
    assert CliRunner().invoke(main, words).exit_code == 0
    damage(built, damaged, b"<p>", b'<p><img src="nowhere.png"/>')
    exhibit = Exhibit(damaged.name)
    findings: list[Finding] = []
    FinishedBook(damaged, Cache()).put_on(exhibit, findings.extend)
    told = exhibit.as_object()
    targets = {remark["target"] for remark in told["remarks"]}
    assert findings and told["state"] == "ready"
    assert any(re.fullmatch(r"EPUB/text/[\w-]+\.xhtml", target) for target in targets)


def damage(source: Path, target: Path, words: bytes, others: bytes) -> None:
    """Copy an EPUB with other words in its chapters."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            is_chapter = item.filename.startswith("EPUB/text/")
            new.writestr(item, data.replace(words, others) if is_chapter else data)


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    book = tmp_path / "book.xml"
    book.write_text(BOOK, "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(main, ["look", str(book), "--no-browser", "--port", port])
    assert result.exit_code == 2
    assert "CLI-043" in result.stderr
    assert "--port" in result.stderr


def test_an_epub_that_goes_away_is_told_on_the_page(tmp_path: Path) -> None:
    exhibit = Exhibit("gone.epub")
    findings: list[Finding] = []
    FinishedBook(tmp_path / "gone.epub", Cache()).put_on(exhibit, findings.extend)
    (finding,) = findings
    assert finding.code == "CLI-044"
    assert exhibit.as_object()["state"] == "failed"


def test_the_key_opens_once_and_another_page_of_the_browser_gets_nothing(exhibit: Exhibit) -> None:
    with open_server(0, exhibit) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        home = f"http://127.0.0.1:{server.port}"
        with httpx.Client(base_url=home, trust_env=False) as stranger:
            assert stranger.get("/").status_code == 403
            assert stranger.get("/state").status_code == 403
            assert stranger.get("/?key=guessed").status_code == 403
        with httpx.Client(base_url=home, trust_env=False) as editor:
            assert editor.get(server.address).status_code == 303
            assert editor.get("/state").status_code == 200
            assert editor.get("/").status_code == 200
            for headers in (
                {"Origin": "https://evil.example.org"},
                {"Origin": f"http://localhost:{server.port}"},
                {"Sec-Fetch-Site": "cross-site"},
                {"Content-Type": "text/plain"},
            ):
                asked = {"Content-Type": "application/json", **headers}
                for address in ("/do/undo", "/ask/find"):
                    answer = editor.post(address, content=b"{}", headers=asked)
                    assert answer.status_code == 403, headers
            own = {"Origin": home}
            assert editor.post("/do/undo", json={}, headers=own).status_code == 409
            assert editor.post("/do/rm", json={}, headers=own).status_code == 404
            assert (
                editor.post("/ask/find", content=b"x" * 2_000_000, headers=own).status_code == 403
            )
            again = server.address
        with httpx.Client(base_url=home, trust_env=False) as late:
            assert late.get(again).status_code == 403
        server.shutdown()
        thread.join()
