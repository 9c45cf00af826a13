"""Answer the page's requests, on this machine's loopback, to who has opened the address told.

Two names of one machine are two origins to a browser (RFC 6454): the page is at 127.0.0.1, the
book at localhost, so that nothing in a book can reach the page, whatever way it finds to run.
"""

from __future__ import annotations

import json
import re
import secrets
import socket
from collections.abc import Mapping
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from publish.look.desk import Desk, NoDesk, RefusedError
from publish.look.exhibit import Exhibit
from publish.look.site import Answer, Role, Site

LOOPBACK = "127.0.0.1"
ROLES = {"127.0.0.1": Role.PAGE, "localhost": Role.DEVICE}
MOST_BYTES = 1_000_000
"""Of what the page sends: some words, and a digest."""
GRACE_SECONDS = 1
ASKS = frozenset({"find", "at", "source", "search", "line", "suggest", "pages"})
DOES = frozenset({"decide", "add", "undo", "describe", "fix", "open"})
GONE = "publish look was started anew: open the address that it printed"
SPENT = (
    "this address opens one browser, and has done so: go back to it, or start publish look again"
)


class Server:
    """Listens on a port of loopback; `serve_forever` answers until `shutdown`."""

    def __init__(self, port: int, exhibit: Exhibit, desk: Desk | None = None) -> None:
        """Take the port (0: any free one). Raises OSError where it cannot be had."""
        self._socket = socket.create_server((LOOPBACK, port))
        self.host, self.port = self._socket.getsockname()
        self.key = secrets.token_urlsafe(18)
        """Opens the page once; the browser is known by a cookie from then on."""
        requests = _Requests(Site(exhibit), desk or NoDesk(), self.port, self.key)
        config = uvicorn.Config(
            requests.app(),
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        self._server = uvicorn.Server(config)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    @property
    def address(self) -> str:
        """Return the address that opens the page."""
        return f"http://{LOOPBACK}:{self.port}/?key={self.key}"

    def serve_forever(self) -> None:
        """Answer requests in this thread."""
        self._server.run(sockets=[self._socket])

    def shutdown(self) -> None:
        """Let `serve_forever` return soon."""
        self._server.should_exit = True


class _Requests:
    """The routes. What is not the page's own, or not asked by it, gets nothing."""

    def __init__(self, site: Site, desk: Desk, port: int, key: str) -> None:
        self._site, self._desk, self._port, self._key = site, desk, port, key
        self._is_spent = False
        self._pass = secrets.token_urlsafe(24)
        self._cookie = f"publish-look-{port}"
        self._page = f"http://{LOOPBACK}:{port}"

    def app(self) -> Starlette:
        routes = [
            Route("/pages/{digest}/{number:int}", self._drawn),
            Route("/scan/{name:path}", self._scanned),
            Route("/ask/{wish}", self._wished, methods=["POST"]),
            Route("/do/{wish}", self._wished, methods=["POST"]),
            Route("/{rest:path}", self._found),
        ]
        return Starlette(routes=routes)

    def _role(self, request: Request) -> Role | None:
        """Turn away what a strange web page asks under a name of its own (DNS rebinding)."""
        host, _, port = request.headers.get("host", "").rpartition(":")
        return ROLES.get(host) if port == str(self._port) else None

    def _is_known(self, request: Request) -> bool:
        given = request.cookies.get(self._cookie, "")
        return secrets.compare_digest(given.encode(), self._pass.encode())

    def _is_own(self, request: Request) -> bool:
        """Return whether the page itself asks: no other page of the browser, and no book."""
        origin = request.headers.get("origin")
        site = request.headers.get("sec-fetch-site", "same-origin")
        return origin in (None, self._page) and site in ("same-origin", "none")

    async def _found(self, request: Request) -> Response:
        """Answer from the site's table."""
        role = self._role(request)
        if role is None:
            return self._send(Answer(b"unknown host\n", "text/plain"), Role.PAGE, 421)
        address = request.scope["path"]
        if role is Role.DEVICE and address == "/":
            return RedirectResponse(f"{self._page}/", 307)
        if role is Role.PAGE and address == "/":
            return self._enter(request)
        if address == "/state" and role is Role.PAGE:
            if not self._is_known(request):
                return self._refuse(role)
            views = request.query_params.get("views", "")[:100]
            told = self._site.state(views) | {"desk": await run_in_threadpool(self._desk.state)}
            return self._send_json(told)
        answer = await run_in_threadpool(self._site.find, address, role)
        if answer is None:
            return self._send(Answer(b"there is no such thing here\n", "text/plain"), role, 404)
        return self._send(answer, role)

    def _enter(self, request: Request) -> Response:
        """Open the page to who has the key, and remember the browser; the key is for once."""
        given = request.query_params.get("key")
        has_key = given is not None and secrets.compare_digest(given.encode(), self._key.encode())
        if has_key and not self._is_spent:
            self._is_spent = True
            answer: Response = RedirectResponse("/", 303)
            answer.set_cookie(self._cookie, self._pass, httponly=True, samesite="strict")
            return answer
        page = self._site.find("/", Role.PAGE)
        if self._is_known(request) and page is not None:
            return RedirectResponse("/", 303) if given is not None else self._send(page, Role.PAGE)
        return self._refuse(Role.PAGE, SPENT if has_key else GONE)

    def _refuse(self, role: Role, why: str = GONE) -> Response:
        return self._send(Answer(f"{why}\n".encode(), "text/plain; charset=utf-8"), role, 403)

    async def _drawn(self, request: Request) -> Response:
        """Answer with a page of the PDF, as wide as is asked."""
        if self._role(request) is not Role.PAGE or not self._is_known(request):
            return self._refuse(Role.PAGE)
        digest, number = request.path_params["digest"], request.path_params["number"]
        asked = request.query_params.get("width", "800")
        width = max(50, min(4000, int(asked) if re.fullmatch("[0-9]{1,9}", asked) else 800))
        data = await run_in_threadpool(self._desk.page, digest, number, width)
        status = 200 if data else 404
        return self._send(Answer(data, "image/png"), Role.PAGE, status)

    async def _scanned(self, request: Request) -> Response:
        if self._role(request) is not Role.PAGE or not self._is_known(request):
            return self._refuse(Role.PAGE)
        data, media_type = await run_in_threadpool(self._desk.scan, request.path_params["name"])
        return self._send(Answer(data, media_type or "text/plain"), Role.PAGE, 200 if data else 404)

    async def _wished(self, request: Request) -> Response:
        """Answer a wish of the page's, sent as JSON from its own origin."""
        if self._role(request) is not Role.PAGE or not self._is_known(request):
            return self._refuse(Role.PAGE)
        wish, kind = request.path_params["wish"], request.headers.get("content-type", "")
        is_doing = request.scope["path"].startswith("/do/")
        if not self._is_own(request) or not kind.startswith("application/json"):
            return self._send_json({"refused": "only the page itself may ask"}, 403)
        if wish not in (DOES if is_doing else ASKS):
            return self._send_json({"refused": "there is no such wish"}, 404)
        try:
            given = await _body(request)
            call = self._desk.do if is_doing else self._desk.ask
            return self._send_json(await run_in_threadpool(call, wish, given))
        except RefusedError as refused:
            return self._send_json({"refused": str(refused)}, 409)
        except (ValueError, TypeError, OverflowError, ClientDisconnect):
            return self._send_json({"refused": "that is not what the page sends"}, 400)

    def _send_json(self, told: Mapping[str, Any], status: int = 200) -> Response:
        answer: Response = JSONResponse(told, status)
        return self._guarded(answer, Role.PAGE)

    def _send(self, answer: Answer, role: Role, status: int = 200) -> Response:
        made = Response(answer.data, status, media_type=answer.media_type)
        return self._guarded(made, role)

    def _guarded(self, answer: Response, role: Role) -> Response:
        answer.headers.update(
            {
                "Content-Security-Policy": self._site.policy(role, self._port),
                "Cross-Origin-Resource-Policy": "same-origin",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
            }
        )
        return answer


async def _body(request: Request) -> Mapping[str, Any]:
    """Read what the page sends. Raises ValueError for what is no JSON object, or too long."""
    length = 0
    parts = []
    async for part in request.stream():
        length += len(part)
        if length > MOST_BYTES:
            raise ValueError("too long")
        parts.append(part)
    given = json.loads(b"".join(parts) or b"{}")
    if not isinstance(given, dict):
        raise ValueError("no object")
    return given


def open_server(port: int, exhibit: Exhibit, desk: Desk | None = None) -> Server:
    """Listen on a port of loopback (0: any free one), so that who reads its address can call.

    Raises OSError where it cannot be had. `serve_forever` answers.
    """
    return Server(port, exhibit, desk)
