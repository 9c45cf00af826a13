"""Who may come in: on this machine anyone by its own name, in the house those who have the code."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from publish.load.catalogue.guesses import Guesses
from publish.load.catalogue.page import code_page

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""What nobody mistakes for another: no I, O, 0 or 1."""

CODE_LENGTH = 8
"""40 bits: at a thousand tries a second half of all codes take 17 years."""

COOKIE = "publish-code"
FREE = ("/style.css", "/opds/authentication.json")
AUTHENTICATION = "application/opds-authentication+json"
OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")


def make_code() -> str:
    """Make up a code for one run of the server."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


class Guard:
    """Lets a request through that knows the code: by cookie, by login, or by `?code=` once.

    Without a code the server listens on loopback only; then requests that a strange web page makes
    under a name of its own (DNS rebinding) are turned away. Wrong codes have who sends them wait.
    """

    def __init__(self, app: ASGIApp, *, name: str, code: str) -> None:
        self.app, self.name, self.code = app, name, code
        self._pass = secrets.token_urlsafe(24)
        self._guesses = Guesses()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on to the catalogue (ASGI 3)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = self._turn_away(Request(scope))
        await (answer or self.app)(scope, receive, send)

    def _turn_away(self, request: Request) -> Response | None:
        if not self.code:
            known = request.headers.get("host", "").rpartition(":")[0] or request.url.hostname
            return None if known in OWN_NAMES else Response("unknown host", 421)
        if request.url.path == "/opds/authentication.json":
            return self._document()
        if request.url.path in FREE or self._is_known(request):
            return None
        typed = request.query_params.get("code")
        given = _password(request) if typed is None else typed
        address = request.client.host if request.client else ""
        if not given.strip():
            return self._ask(request, wrong=typed is not None)
        if wait := self._guesses.wait_seconds(address):
            headers = {"Retry-After": str(wait)}
            return Response(f"too many wrong codes: wait {wait} seconds\n", 429, headers)
        if not self._is_code(given):
            self._guesses.wrong(address, given)
            return self._ask(request, wrong=typed is not None)
        self._guesses.right(address)
        return None if typed is None else self._enter(request)

    def _enter(self, request: Request) -> Response:
        """Remember who gave the right code, and take it out of the address."""
        rest = [(key, value) for key, value in request.query_params.multi_items() if key != "code"]
        address = request.url.path + (f"?{urlencode(rest)}" if rest else "")
        answer = RedirectResponse(address if not address.startswith("//") else "/", 303)
        answer.set_cookie(COOKIE, self._pass, httponly=True, samesite="lax")
        return answer

    def _is_known(self, request: Request) -> bool:
        """Return whether the code was given before; the cookie is none, and cannot be guessed."""
        cookie = request.cookies.get(COOKIE, "")
        return secrets.compare_digest(cookie.encode(), self._pass.encode())

    def _is_code(self, given: str) -> bool:
        typed = given.strip()
        return any(
            secrets.compare_digest(guess.encode(), self.code.encode())
            for guess in (typed, typed.upper())
        )

    def _ask(self, request: Request, *, wrong: bool) -> Response:
        """Ask a browser by a page, a reading app by HTTP (RFC 7617) and OPDS Authentication 1.0."""
        if "text/html" in request.headers.get("accept", ""):
            page = code_page(self.name, request.url.path, wrong=wrong)
            return Response(page, 401, media_type="text/html")
        answer = self._document(401)
        answer.headers["WWW-Authenticate"] = 'Basic realm="publish", charset="UTF-8"'
        return answer

    def _document(self, status: int = 200) -> Response:
        said = {
            "id": "/opds/authentication.json",
            "title": self.name,
            "description": "Any name will do; the password is the code on the terminal.",
            "authentication": [
                {
                    "type": "http://opds-spec.org/auth/basic",
                    "labels": {"login": "Any name", "password": "Code"},
                }
            ],
        }
        return Response(json.dumps(said).encode(), status, media_type=AUTHENTICATION)


def _password(request: Request) -> str:
    """Read the password of a Basic login; empty where there is none."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(given, validate=True).decode("utf-8").partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
