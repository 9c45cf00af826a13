"""A reader without a drive: a real web server on loopback answers as the tablet does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from publish.load import tablet as tablet_module
from publish.load.device import Device, kinds
from publish.load.tablet import _multipart, find_tablets, load_over_web
from publish.model.finding import PublishError


class Tablet(BaseHTTPRequestHandler):
    books: ClassVar[dict[str, bytes]] = {}
    refuses = False

    def do_GET(self) -> None:
        rows = [{"VissibleName": Path(name).stem} for name in self.books]
        self.answer(200, json.dumps(rows).encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.refuses:
            return self.answer(400, b"not a book")
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        (part,) = BytesParser().parsebytes(head + body).get_payload()
        self.books[part.get_filename()] = part.get_payload(decode=True)
        return self.answer(201, b"Upload successful")

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def tablet() -> Iterator[str]:
    Tablet.books, Tablet.refuses = {}, False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tablet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_tablet_is_found_and_takes_the_book_whole(tablet: str, tmp_path: Path) -> None:
    (found,) = find_tablets({"remarkable": tablet})
    book = tmp_path / "october.pdf"
    book.write_bytes(b"%PDF-" + bytes(range(256)) * 50)
    assert load_over_web(book, found) == []
    assert Tablet.books == {"october.pdf": book.read_bytes()}
    (again,) = load_over_web(book, found)
    assert again.code == "LOA-011"


def test_a_refusal_is_told_with_the_repair(tablet: str, tmp_path: Path) -> None:
    Tablet.refuses = True
    book = tmp_path / "a.pdf"
    book.write_bytes(b"x")
    with pytest.raises(PublishError, match=r"LOA-005 .* answered 400 not a book") as stop:
        load_over_web(book, Device(kinds()["remarkable"], address=tablet))
    assert "USB web interface" in stop.value.findings[0].hint


def test_a_network_that_is_not_ours_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(tablet_module, "_answers", asked.append)
    assert find_tablets({"remarkable": "http://198.51.100.1"}) == []
    assert asked == []


def test_no_tablet_no_wait() -> None:
    assert find_tablets({"remarkable": "http://127.0.0.1:9"}) == []


def test_no_file_name_brings_a_part_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / 'a"\r\nX-Evil: 1\r\n\r\n.epub'
    path.write_bytes(b"book")
    head = _multipart(path)[0].partition(b"\r\n\r\n")[0]
    assert [line.partition(b":")[0] for line in head.split(b"\r\n")[1:]] == [
        b"Content-Disposition",
        b"Content-Type",
    ]
