"""The catalogue's server: ranges, tags, walls, many readers at once, and the command itself."""

from __future__ import annotations

import asyncio
import random
import re
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from click.testing import CliRunner
from zeroconf import IPVersion, ServiceInfo, Zeroconf

from publish.cli import main
from publish.load.catalogue import beacon
from publish.load.catalogue.access_code import CODE_LENGTH, LETTERS, make_code

from .conftest import MakeEpub
from .serving import serving

READERS = 20
"""Readers at once in the load test; each makes a dozen requests."""


def only_file(client: httpx.Client) -> str:
    (book,) = client.get("/opds2").json()["publications"]
    return book["links"][1]["href"]


def test_a_book_is_served_whole_in_ranges_and_by_tag(make_epub: MakeEpub) -> None:
    book = make_epub("a b.epub", "urn:uuid:1", "words " * 2000)
    data = book.read_bytes()
    with serving([[book]]) as client:
        address = only_file(client)
        whole = client.get(address)
        assert whole.content == data
        assert whole.headers["content-disposition"].startswith("attachment")
        assert whole.headers["accept-ranges"] == "bytes"
        tag = whole.headers["etag"]
        part = client.get(address, headers={"Range": "bytes=100-199"})
        assert (part.status_code, part.content) == (206, data[100:200])
        assert part.headers["content-range"] == f"bytes 100-199/{len(data)}"
        rest = client.get(address, headers={"Range": f"bytes={len(data) - 5}-", "If-Range": tag})
        assert rest.content == data[-5:]
        past = client.get(address, headers={"Range": f"bytes={len(data)}-"})
        assert past.status_code == 416
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
        head = client.head(address)
        assert (head.content, int(head.headers["content-length"])) == (b"", len(data))
        make_epub("a b.epub", "urn:uuid:1", "an erratum was applied " * 2000)
        known = {"If-None-Match": tag, "If-Range": tag, "Range": "bytes=0-9"}
        newer = client.get(address, headers=known)
        assert newer.status_code == 200
        assert newer.content == book.read_bytes()


def test_feeds_are_the_same_bytes_until_a_book_changes(make_epub: MakeEpub) -> None:
    book = make_epub("a.epub", "urn:uuid:1")
    with serving([[book]]) as client:
        for address in ("/", "/opds", "/opds/books", "/opds2"):
            first, second = client.get(address), client.get(address)
            assert first.content == second.content
            tag = first.headers["etag"]
            assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
        make_epub("a.epub", "urn:uuid:1", title="Another")
        assert "Another" in client.get("/", headers={"If-None-Match": tag}).text


@pytest.mark.parametrize(
    "address",
    [
        "/books/../../etc/passwd",
        "/books/{key}/../../secret.txt",
        "/books/{key}/..%2f..%2fsecret.txt",
        "/books/{key}/%2e%2e/secret.txt",
        "/books/{key}//etc/passwd",
        "/books/{key}/secret.txt",
        "/books/{key}/b.epub",
        "/books/{key}/..\\secret.txt",
        "/books/{key}/a.epub%00.txt",
        "/covers/..%2f..%2fsecret.txt",
        "/style.css/../secret.txt",
        "/secret.txt",
        "/.git/config",
    ],
)
def test_nothing_but_the_outputs_can_be_reached(make_epub: MakeEpub, address: str) -> None:
    book = make_epub("a.epub", "urn:uuid:1")
    make_epub("b.epub", "urn:uuid:2", "secret")
    book.with_name("secret.txt").write_text("secret")
    with serving([[book]]) as client:
        key = only_file(client).split("/")[2]
        host, port = str(client.base_url.host), client.base_url.port
        with socket.create_connection((host, port)) as line:
            path = address.format(key=key)
            line.sendall(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert re.match(rb"HTTP/1.1 40[04] ", answer), answer[:100]
    assert b"secret" not in answer.partition(b"\r\n\r\n")[2]


def test_a_cover_that_names_a_file_outside_the_book_is_not_read(make_epub: MakeEpub) -> None:
    book = make_epub("a.epub", "urn:uuid:1", cover=b"\x89PNG no picture at all")
    with serving([[book]]) as client:
        (told,) = client.get("/opds2").json()["publications"]
        small = client.get(told["images"][1]["href"])
        assert small.headers["content-type"] == "image/jpeg"


def test_another_web_site_cannot_read_it_under_a_name_of_its_own(make_epub: MakeEpub) -> None:
    with serving([[make_epub("a.epub", "urn:uuid:1")]]) as client:
        assert client.get("/", headers={"Host": "evil.example.org"}).status_code == 421
        assert client.get("/", headers={"Host": "localhost"}).status_code == 200


def test_nothing_can_be_written(make_epub: MakeEpub) -> None:
    with serving([[make_epub("a.epub", "urn:uuid:1")]]) as client:
        address = only_file(client)
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert client.request(method, address).status_code == 405


def test_words_of_a_book_are_shown_never_run(make_epub: MakeEpub) -> None:
    book = make_epub("a.epub", "urn:uuid:1", "&lt;script&gt;", title="&lt;img src=x onerror=y&gt;")
    with serving([[book]]) as client:
        page = client.get("/", params={"q": '"><script>'})
        assert "<script" not in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "<img src=x" not in client.get("/").text


def test_in_the_house_only_those_with_the_code_come_in(make_epub: MakeEpub) -> None:
    book, code = make_epub("a.epub", "urn:uuid:1"), make_code()
    with serving([[book]], code) as client:
        for address in ("/opds", "/opds2", "/books/x/a.epub", "/covers/x"):
            answer = client.get(address)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith("Basic ")
            assert answer.headers["content-type"] == "application/opds-authentication+json"
            (way,) = answer.json()["authentication"]
            assert way["type"] == "http://opds-spec.org/auth/basic"
        assert client.get("/opds", auth=("anyone", code)).status_code == 200
        assert client.get("/opds", auth=("anyone", "WRONG")).status_code == 401
        assert client.get("/opds", headers={"Authorization": "Basic ???"}).status_code == 401
        asked = client.get("/", headers={"Accept": "text/html"})
        assert (asked.status_code, "<form" in asked.text) == (401, True)
        assert client.get("/", params={"code": "WRONG"}).status_code == 401
        entered = client.get("/", params={"code": code.lower(), "q": "t"})
        assert (entered.status_code, entered.headers["location"]) == (303, "/?q=t")
        assert "HttpOnly" in entered.headers["set-cookie"]
        assert client.get(only_file(client)).content == book.read_bytes()


def test_codes_are_long_and_never_the_same() -> None:
    codes = {make_code() for _ in range(100)}
    assert len(codes) == 100
    assert all(len(code) == CODE_LENGTH and set(code) <= set(LETTERS) for code in codes)


def test_many_readers_at_once_all_get_their_books(make_epub: MakeEpub) -> None:
    groups = [
        [make_epub(f"{n}.epub", f"urn:x:{n}", random.Random(n).randbytes(100_000).hex())]
        for n in range(5)
    ]
    wanted = {group[0].name: group[0].read_bytes() for group in groups}

    def read(number: int, address: str) -> int:
        with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
            client.get("/opds").raise_for_status()
            feed = client.get("/opds2").raise_for_status().json()
            for book in feed["publications"]:
                client.get(book["images"][1]["href"]).raise_for_status()
                href = book["links"][1]["href"]
                data = wanted[href.rpartition("/")[2]]
                half = len(data) // 2
                first = client.get(href, headers={"Range": f"bytes=0-{half - 1}"})
                second = client.get(href, headers={"Range": f"bytes={half}-"})
                assert first.content + second.content == data
        return number

    with serving(groups) as client, ThreadPoolExecutor(READERS) as readers:
        done = readers.map(read, range(READERS), [str(client.base_url)] * READERS)
        assert sorted(done) == list(range(READERS))


def test_it_is_found_by_multicast_dns_while_it_runs() -> None:
    name = "Books of a test"

    def look_up() -> ServiceInfo | None:
        with Zeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only) as other:
            kind = beacon.SERVICES[0]
            return other.get_service_info(kind, f"{name}.{kind}", timeout=5000)

    async def announce() -> ServiceInfo | None:
        async with beacon.announced(name, 8765, ["127.0.0.1"]):
            return await asyncio.to_thread(look_up)

    try:
        found = asyncio.run(announce())
    except OSError as problem:
        pytest.skip(f"no multicast on loopback here: {problem}")
    assert found is not None
    assert (found.port, found.properties) == (8765, {b"path": b"/opds"})


def test_what_is_announced_keeps_the_limits_of_names() -> None:
    told = beacon.services("Our. books " + "é" * 60, 8765, ["192.168.1.7"])
    assert [service.type for service in told] == ["_opds._tcp.local.", "_http._tcp.local."]
    for service, path in zip(told, (b"/opds", b"/"), strict=True):
        assert (service.port, service.properties) == (8765, {b"path": path})
        assert service.parsed_addresses() == ["192.168.1.7"]
        assert len(service.name.removesuffix(f".{service.type}").encode()) <= 63


def test_the_command_serves_until_it_is_interrupted(make_epub: MakeEpub) -> None:
    book = make_epub("october.epub", "urn:uuid:1")
    words = [sys.executable, "-m", "publish", "serve", book.name, "--port", "0", "--title", "Mine"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, cwd=book.parent, **pipes) as server:
        address = server.stdout.readline().strip()
        try:
            with httpx.Client(base_url=address, trust_env=False) as client:
                assert '<h1><a href="/">Mine</a></h1>' in client.get("/").text
                assert client.get(only_file(client)).content == book.read_bytes()
        finally:
            told = interrupt(server)
    assert server.returncode == 130
    assert "For reading apps" in told
    assert "Traceback" not in told


def interrupt(server: subprocess.Popen[str]) -> str:
    """Press Ctrl-C, again where it is not heard, as a person would; never wait for ever."""
    for _ in range(4):
        server.send_signal(signal.SIGINT)
        try:
            return server.communicate(timeout=8)[1]
        except subprocess.TimeoutExpired:
            continue
    server.kill()
    return server.communicate()[1]


def test_a_port_that_is_taken_is_told(make_epub: MakeEpub) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(main, ["serve", str(make_epub("a.epub", "u")), "--port", port])
    assert result.exit_code == 2
    assert "LOA-040" in result.stderr
    assert "--port" in result.stderr


def test_serving_does_not_slow_the_other_commands_down() -> None:
    heavy = {"starlette", "uvicorn", "zeroconf", "segno", "keyring"}
    script = f"import sys, publish.cli; print(sorted({heavy} & set(sys.modules)))"
    words = [sys.executable, "-c", script]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
