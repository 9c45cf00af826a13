"""Answer the page's requests, on this machine's loopback and to this machine's own names only."""

from __future__ import annotations

import functools
import socket
import socketserver
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from publish.look.exhibit import Exhibit
from publish.look.site import Answer, Role, Site

LOOPBACK = "127.0.0.1"
ROLES = {"127.0.0.1": Role.PAGE, "localhost": Role.DEVICE}
"""Two names of one machine are two origins to a browser (RFC 6454): a book is shown at the other
one than the page, so that nothing in it can reach the page, whatever way it finds to run."""
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

    def __init__(
        self,
        site: Site,
        request: socket.socket,
        client: tuple[str, int],
        server: socketserver.BaseServer,
    ) -> None:
        self.site = site
        super().__init__(request, client, server)

    def do_GET(self) -> None:
        """Answer from the site's table."""
        role = self._role()
        if role is None:
            nobody = Answer(b"unknown host\n", "text/plain; charset=utf-8")
            self._send(HTTPStatus.MISDIRECTED_REQUEST, nobody, Role.PAGE)
            return
        try:
            address = urlsplit(self.path).path
        except ValueError:  # an address that is none
            address = ""
        if role is Role.DEVICE and address == "/":
            self._send_to_page()
            return
        found = self.site.find(address, role)
        if found is None:
            nothing = Answer(b"there is no such thing here\n", "text/plain; charset=utf-8")
            self._send(HTTPStatus.NOT_FOUND, nothing, role)
            return
        self._send(HTTPStatus.OK, found, role)

    def do_HEAD(self) -> None:
        """Answer without the bytes."""
        self.do_GET()

    def _role(self) -> Role | None:
        """Turn away what a strange web page asks under a name of its own (DNS rebinding)."""
        host, _, port = self.headers.get("Host", "").rpartition(":")
        return ROLES.get(host) if port == str(self._port) else None

    @property
    def _port(self) -> int:
        return int(self.connection.getsockname()[1])

    def _send_to_page(self) -> None:
        """Lead who typed the device's name to the page."""
        self.send_response(HTTPStatus.TEMPORARY_REDIRECT)
        self.send_header("Location", f"http://{LOOPBACK}:{self._port}/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, answer: Answer, role: Role) -> None:
        self.send_response(status)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(len(answer.data)))
        self.send_header("Content-Security-Policy", self.site.policy(role, self._port))
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
