"""The catalogue's own server, run on a free port of loopback for a test."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from publish.load.catalogue.app import make_app
from publish.load.catalogue.offered_files import OfferedFiles
from publish.load.catalogue.server import make_server, open_port
from publish.model.titles import Titles


@contextmanager
def serving(
    groups: Sequence[Sequence[Path]], code: str = "", proxy: str = ""
) -> Iterator[httpx.Client]:
    """Serve these books; gives a client that follows no redirects."""
    with serving_titles(OfferedFiles(groups), code, proxy) as client:
        yield client


@contextmanager
def serving_titles(titles: Titles, code: str = "", proxy: str = "") -> Iterator[httpx.Client]:
    """Serve what is on offer."""
    with open_port(0, lan=False) as taken:
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        server = make_server(make_app(titles, "Our books", code), proxy)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        try:
            with httpx.Client(base_url=address, trust_env=False) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()
