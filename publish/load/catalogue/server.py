"""Run the catalogue on a port of this machine until it is stopped."""

from __future__ import annotations

import functools
import socket
from collections import Counter

import uvicorn
from starlette.applications import Starlette

from publish.load.catalogue.patience import PatientProtocol
from publish.model.finding import UsageError, error

LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"
GRACE_SECONDS = 3
MOST_CONNECTIONS = 200


def open_port(port: int, *, lan: bool) -> socket.socket:
    """Take a port (0: any free one) and listen, so that who reads its address can call at once.

    Raises UsageError LOA-040 where it cannot be had.
    """
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((EVERYWHERE if lan else LOOPBACK, port))
        taken.listen(MOST_CONNECTIONS)
    except OSError as problem:
        taken.close()
        words = f"port {port} cannot be had: {problem.strerror}"
        hint = "another program has it: stop that one, or choose another with --port"
        raise UsageError(error("LOA-040", words, hint=hint)) from problem
    return taken


def make_server(app: Starlette, proxy: str = "") -> uvicorn.Server:
    """Make a server that keeps no log, tells nothing of itself and ends soon when told to.

    Only the address of a named reverse proxy is believed to speak for others (X-Forwarded-For),
    and may hold as many lines as there are.
    """
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=functools.partial(PatientProtocol, Counter(), proxy),  # type: ignore[arg-type]
            ws="none",
            loop="asyncio",
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=bool(proxy),
            forwarded_allow_ips=proxy,
            timeout_graceful_shutdown=GRACE_SECONDS,
            limit_concurrency=MOST_CONNECTIONS,
        )
    )
