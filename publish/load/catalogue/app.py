"""The server's routes: every address is looked up among the titles, none becomes a path."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable

from anyio import CapacityLimiter
from anyio.to_thread import current_default_thread_limiter, run_sync
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from publish.load.catalogue import atom, opds2
from publish.load.catalogue.access_code import Guard
from publish.load.catalogue.cover import read_cover, read_thumbnail
from publish.load.catalogue.listing import TermsLeaf, take_leaf
from publish.load.catalogue.page import list_page, terms_page
from publish.load.catalogue.ready_pages import Page, ReadyPages
from publish.load.catalogue.routes import (
    ACQUISITION,
    ENTRY,
    FEED,
    NAVIGATION,
    PUBLICATION,
    SEARCH,
)
from publish.load.catalogue.sending import send_file
from publish.model.title import Title
from publish.model.titles import KINDS, Titles, Wanted
from publish.run.processes import cores
from publish.run.shipped import shipped_folder

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "private, no-cache",
}
"""A book is a stranger's work: nothing in this catalogue may run, or be shown as of another."""

MOST_AT_ONCE = 16
"""Requests that are worked at together; more would wait for the same cores, and hold memory.

Of lists only so many are made at once as there are cores: they wait for nothing else.
"""

LISTS = ("books", "new", "search")

Life = Callable[[], contextlib.AbstractAsyncContextManager[None]]


class Catalogue:
    """Answers requests about what is on offer."""

    def __init__(self, titles: Titles, name: str) -> None:
        self.titles, self.name = titles, name
        self._ready, self._limit = ReadyPages(), CapacityLimiter(cores())

    def listed(
        self, make: Callable[[Request], Page | None]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Answer with a page that is ready, and make it where it is not."""

        async def answer(request: Request) -> Response:
            address, state = str(request.url), self.titles.state()
            page = self._ready.find(address, state)
            if page is None:
                page = await run_sync(make, request, limiter=self._limit)
                if page is None:
                    return _nothing()
                self._ready.keep(address, state, page)
            return _answer(request, page.data, page.media_type)

        return answer

    def warm_up(self) -> None:
        """Read what the first pages take before anyone waits for them: libraries and names."""
        for address in ("/opds2", "/opds/books", "/"):
            leaf = take_leaf(self.titles, address, Wanted())
            opds2.feed(self.name, leaf, has_terms=self.titles.has_terms)
            atom.list_feed(self.name, leaf)
            list_page(self.name, "/", leaf, has_terms=self.titles.has_terms)

    def page(self, request: Request) -> Page:
        """Show the titles, or those searched for, to a browser."""
        leaf = take_leaf(self.titles, "/", self._wanted(request, "q"))
        shown = list_page(self.name, str(request.base_url), leaf, has_terms=self.titles.has_terms)
        return Page(shown, "text/html")

    def page_of_terms(self, request: Request) -> Page | None:
        """Show all authors, subjects and the like to a browser."""
        leaf = self._terms(request)
        return Page(terms_page(self.name, leaf), "text/html") if leaf else None

    def atom_root(self, _request: Request) -> Page:
        """Return the root of the OPDS 1.2 catalogue."""
        modified, has_terms = self.titles.modified(), self.titles.has_terms
        return Page(atom.root_feed(self.name, modified, has_terms=has_terms), NAVIGATION)

    def atom_list(self, request: Request) -> Page:
        """Return one of its lists."""
        leaf = take_leaf(self.titles, request.url.path, self._wanted(request, "q"))
        return Page(atom.list_feed(self.name, leaf), ACQUISITION)

    def atom_terms(self, request: Request) -> Page | None:
        """Return all authors, subjects and the like."""
        leaf = self._terms(request)
        if leaf is None:
            return None
        return Page(atom.terms_feed(self.name, self.titles.modified(), leaf), NAVIGATION)

    def atom_entry(self, request: Request) -> Response:
        """Return one title of it."""
        title = self._title(request)
        return _answer(request, atom.entry_document(title), ENTRY) if title else _nothing()

    def atom_search(self, request: Request) -> Response:
        """Tell how to search it."""
        return _answer(request, atom.search_description(self.name, str(request.base_url)), SEARCH)

    def json_list(self, request: Request) -> Page:
        """Return the OPDS 2.0 catalogue, or one of its lists."""
        leaf = take_leaf(self.titles, request.url.path, self._wanted(request, "query"))
        return Page(opds2.feed(self.name, leaf, has_terms=self.titles.has_terms), FEED)

    def json_terms(self, request: Request) -> Page | None:
        """Return all authors, subjects and the like."""
        leaf = self._terms(request)
        if leaf is None:
            return None
        return Page(opds2.terms_feed(self.name, self.titles.modified(), leaf), FEED)

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
        read = read_thumbnail if small else read_cover
        return _answer(request, *read(self.titles, title))

    def book(self, request: Request) -> Response:
        """Return a file, whole or in ranges (RFC 9110 section 14)."""
        title, name = self._title(request), request.path_params["name"]
        offers = title.offers if title else ()
        offer = next((offer for offer in offers if offer.name == name), None)
        if title is None or offer is None:
            return _nothing()
        headers = {**SAFE, "ETag": offer.etag}
        if _has(request, offer.etag):
            return Response(status_code=304, headers=headers)
        try:
            return send_file(request, self.titles.file(offer), offer, headers)
        except OSError:  # the storage does not answer, or no longer holds it
            return Response("it cannot be had just now\n", 503, headers=SAFE)

    def style(self, request: Request) -> Response:
        """Return the looks of the page."""
        sheet = shipped_folder("styles") / "catalogue.css"
        return _answer(request, sheet.read_bytes(), "text/css")

    def _title(self, request: Request) -> Title | None:
        return self.titles.find(request.path_params["key"])

    def _wanted(self, request: Request, words: str) -> Wanted:
        """Read what is asked for; `words` is the parameter that holds what is searched for."""
        given = request.query_params
        kinds = KINDS if self.titles.has_terms else ()
        return Wanted(
            query=given.get(words, "").strip(),
            facets=tuple((kind, name) for kind in kinds if (name := given.get(kind, "").strip())),
            is_newest_first=request.url.path.endswith("/new"),
            number=_number(request),
        )

    def _terms(self, request: Request) -> TermsLeaf | None:
        kind, number = request.path_params["kind"], _number(request)
        if kind not in KINDS or not self.titles.has_terms:
            return None
        total, terms = self.titles.terms(kind, number)
        return TermsLeaf(request.url.path, Wanted(number=number), total, kind, terms)


def make_app(titles: Titles, name: str, code: str = "", life: Life | None = None) -> Starlette:
    """Put the catalogue together; with a `code` only those who know it come in."""
    its = Catalogue(titles, name)
    its.warm_up()
    routes = [
        Route("/", its.listed(its.page)),
        Route("/style.css", its.style),
        Route("/opds", its.listed(its.atom_root)),
        Route("/opds/opensearch.xml", its.atom_search),
        *(Route(f"/opds/{which}", its.listed(its.atom_list)) for which in LISTS),
        Route("/by/{kind}", its.listed(its.page_of_terms)),
        Route("/opds/by/{kind}", its.listed(its.atom_terms)),
        Route("/opds2/by/{kind}", its.listed(its.json_terms)),
        Route("/opds/entry/{key}", its.atom_entry),
        Route("/opds2", its.listed(its.json_list)),
        *(Route(f"/opds2/{which}", its.listed(its.json_list)) for which in LISTS),
        Route("/opds2/publication/{key}", its.json_publication),
        Route("/covers/{key}", its.cover),
        Route("/covers/{key}/thumbnail", its.cover),
        Route("/books/{key}/{name}", its.book),
    ]

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = MOST_AT_ONCE
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
