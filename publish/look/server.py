"""Answer the page's requests, on this machine's loopback and to this machine's own names only."""

from __future__ import annotations

import functools
import socketserver
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from publish.look.exhibit import Exhibit
from publish.look.site import Answer, Site

LOOPBACK = "127.0.0.1"
OWN_NAMES = ("127.0.0.1", "localhost")
IDLE_SECONDS = 30


class Server(socketserver.ThreadingTCPServer):
    """A server whose threads end with the program; http.server's own would ask the DNS for us."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"
    request_queue_size = 64

    @property
    def port(self) -> int:
        """The port that was taken."""
        return int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away in the middle of an answer."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            raise


class _Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS

    def __init__(self, site: Site, *connection: Any) -> None:
        self.site = site
        super().__init__(*connection)

    def do_GET(self) -> None:
        """Answer from the site's table."""
        if not self._is_for_us():
            nobody = Answer(b"unknown host\n", "text/plain; charset=utf-8")
            self._send(HTTPStatus.MISDIRECTED_REQUEST, nobody)
            return
        found = self.site.find(urlsplit(self.path).path)
        if found is None:
            nothing = Answer(b"there is no such thing here\n", "text/plain; charset=utf-8")
            self._send(HTTPStatus.NOT_FOUND, nothing)
            return
        self._send(HTTPStatus.OK, found)

    def do_HEAD(self) -> None:
        """Answer without the bytes."""
        self.do_GET()

    def _is_for_us(self) -> bool:
        """Turn away what a strange web page asks under a name of its own (DNS rebinding)."""
        host, _, port = self.headers.get("Host", "").rpartition(":")
        return host in OWN_NAMES and port == str(self.connection.getsockname()[1])

    def _send(self, status: HTTPStatus, answer: Answer) -> None:
        self.send_response(status)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(len(answer.data)))
        self.send_header("Content-Security-Policy", self.site.policy)
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.data)

    def version_string(self) -> str:
        return "publish"

    def log_message(self, format: str, *args: object) -> None:
        pass


def open_server(port: int, exhibit: Exhibit) -> Server:
    """Listen on a port of loopback (0: any free one), so that who reads its address can call.

    Raises OSError where it cannot be had. `serve_forever` answers.
    """
    return Server((LOOPBACK, port), functools.partial(_Requests, Site(exhibit)))
