"""The server's routes: every address is looked up among the titles, none becomes a path."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import AsyncIterator, Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from publish.load.catalogue import atom, opds2
from publish.load.catalogue.access_code import Guard
from publish.load.catalogue.cover import read_cover, read_thumbnail
from publish.load.catalogue.page import list_page
from publish.load.catalogue.routes import (
    ACQUISITION,
    ENTRY,
    FEED,
    NAVIGATION,
    PUBLICATION,
    SEARCH,
    cut,
)
from publish.load.catalogue.shelf import Shelf
from publish.load.catalogue.title import Title
from publish.run.shipped import shipped_folder

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "private, no-cache",
}
"""A book is a stranger's work: nothing in this catalogue may run, or be shown as of another."""

Life = Callable[[], contextlib.AbstractAsyncContextManager[None]]


class Catalogue:
    """Answers requests about one shelf."""

    def __init__(self, shelf: Shelf, name: str) -> None:
        self.shelf, self.name = shelf, name

    def page(self, request: Request) -> Response:
        """Show the titles, or those searched for, to a browser."""
        query = request.query_params.get("q", "").strip()
        titles = self.shelf.search(query) if query else self.shelf.titles()
        leaf = cut(titles, "/", query, _number(request))
        return _answer(request, list_page(self.name, str(request.base_url), leaf), "text/html")

    def atom_root(self, request: Request) -> Response:
        """Return the root of the OPDS 1.2 catalogue."""
        return _answer(request, atom.root_feed(self.name, self.shelf.titles()), NAVIGATION)

    def atom_list(self, request: Request) -> Response:
        """Return one of its lists."""
        titles, query = self._listed(request, "q")
        leaf = cut(titles, request.url.path, query, _number(request))
        return _answer(request, atom.list_feed(self.name, leaf), ACQUISITION)

    def atom_entry(self, request: Request) -> Response:
        """Return one title of it."""
        title = self._title(request)
        return _answer(request, atom.entry_document(title), ENTRY) if title else _nothing()

    def atom_search(self, request: Request) -> Response:
        """Tell how to search it."""
        return _answer(request, atom.search_description(self.name, str(request.base_url)), SEARCH)

    def json_list(self, request: Request) -> Response:
        """Return the OPDS 2.0 catalogue, or one of its lists."""
        titles, query = self._listed(request, "query")
        leaf = cut(titles, request.url.path, query, _number(request))
        return _answer(request, opds2.feed(self.name, leaf), FEED)

    def json_publication(self, request: Request) -> Response:
        """Return one title of it."""
        title = self._title(request)
        return (
            _answer(request, opds2.publication_document(title), PUBLICATION)
            if title
            else _nothing()
        )

    def cover(self, request: Request) -> Response:
        """Return a title's cover."""
        title = self._title(request)
        if title is None:
            return _nothing()
        small = request.url.path.endswith("/thumbnail")
        return _answer(request, *(read_thumbnail(title) if small else read_cover(title)))

    def book(self, request: Request) -> Response:
        """Return a file, whole or in ranges (RFC 9110 section 14)."""
        title, name = self._title(request), request.path_params["name"]
        offers = title.offers if title else ()
        offer = next((offer for offer in offers if offer.path.name == name), None)
        if title is None or offer is None:
            return _nothing()
        headers = {**SAFE, "ETag": offer.etag}
        if _has(request, offer.etag):
            return Response(status_code=304, headers=headers)
        return FileResponse(offer.path, media_type=offer.media_type, filename=name, headers=headers)

    def style(self, request: Request) -> Response:
        """Return the looks of the page."""
        sheet = shipped_folder("styles") / "catalogue.css"
        return _answer(request, sheet.read_bytes(), "text/css")

    def _title(self, request: Request) -> Title | None:
        return self.shelf.find(request.path_params["key"])

    def _listed(self, request: Request, parameter: str) -> tuple[list[Title], str]:
        if request.url.path.endswith("/search"):
            query = request.query_params.get(parameter, "").strip()
            return self.shelf.search(query), query
        return (
            self.shelf.newest() if request.url.path.endswith("/new") else self.shelf.titles()
        ), ""


def make_app(shelf: Shelf, name: str, code: str = "", life: Life | None = None) -> Starlette:
    """Put the catalogue together; with a `code` only those who know it come in."""
    its = Catalogue(shelf, name)
    routes = [
        Route("/", its.page),
        Route("/style.css", its.style),
        Route("/opds", its.atom_root),
        Route("/opds/opensearch.xml", its.atom_search),
        *(Route(f"/opds/{which}", its.atom_list) for which in ("books", "new", "search")),
        Route("/opds/entry/{key}", its.atom_entry),
        Route("/opds2", its.json_list),
        *(Route(f"/opds2/{which}", its.json_list) for which in ("books", "new", "search")),
        Route("/opds2/publication/{key}", its.json_publication),
        Route("/covers/{key}", its.cover),
        Route("/covers/{key}/thumbnail", its.cover),
        Route("/books/{key}/{name}", its.book),
    ]

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with life() if life else contextlib.nullcontext():
            yield

    guard = Middleware(Guard, name=name, code=code)
    return Starlette(routes=routes, middleware=[guard], lifespan=lifespan)


def _answer(request: Request, data: bytes, kind: str) -> Response:
    """Answer with an entity tag that follows from the bytes, and briefly where it is known."""
    etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {**SAFE, "ETag": etag}
    if _has(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=kind, headers=headers)


def _has(request: Request, etag: str) -> bool:
    """Return whether the client has these very bytes already (RFC 9110 section 13.1.2)."""
    known = request.headers.get("if-none-match", "")
    return known.strip() == "*" or etag in (
        tag.strip().removeprefix("W/") for tag in known.split(",")
    )


def _number(request: Request) -> int:
    given = request.query_params.get("page", "1")
    return max(1, int(given)) if given.isdecimal() and len(given) < 7 else 1


def _nothing() -> Response:
    return Response("there is no such thing here\n", 404, headers=SAFE, media_type="text/plain")
