"""Make the catalogue known in the house: this machine's addresses, and its announcement there."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import AsyncIterator, Sequence

import psutil
from zeroconf import IPVersion, ServiceInfo
from zeroconf.asyncio import AsyncZeroconf

SERVICES = ("_opds._tcp.local.", "_http._tcp.local.")
"""Under these names clients look for catalogues (RFC 6763); the second is any browser's."""


def addresses() -> list[str]:
    """List this machine's IPv4 addresses in local networks, those of loopback left out."""
    states = psutil.net_if_stats()
    found = [
        own.address
        for name, owned in psutil.net_if_addrs().items()
        if name not in states or states[name].isup
        for own in owned
        if own.family == socket.AF_INET
    ]
    return sorted(filter(_is_local, found), key=ipaddress.ip_address)


def _is_local(address: str) -> bool:
    known = ipaddress.ip_address(address)
    return known.is_private and not known.is_loopback and not known.is_link_local


def services(name: str, port: int, own: Sequence[str]) -> list[ServiceInfo]:
    """Describe the catalogue for multicast DNS; a label holds 63 bytes at most."""
    label = name.replace(".", " ").encode()[:63].decode("utf-8", "ignore")
    host = f"{socket.gethostname().partition('.')[0]}.local."
    return [
        ServiceInfo(
            kind,
            f"{label}.{kind}",
            port=port,
            parsed_addresses=list(own),
            properties={"path": "/opds" if kind == SERVICES[0] else "/"},
            server=host,
        )
        for kind in SERVICES
    ]


@contextlib.asynccontextmanager
async def announced(name: str, port: int, own: Sequence[str]) -> AsyncIterator[None]:
    """Announce the catalogue for as long as the server runs, and take it back at the end."""
    beacon = AsyncZeroconf(interfaces=list(own), ip_version=IPVersion.V4Only)
    announcements = services(name, port, own)
    try:
        registering = [
            beacon.async_register_service(one, allow_name_change=True) for one in announcements
        ]
        await asyncio.gather(*(await asyncio.gather(*registering)))
        yield
    finally:
        await beacon.async_unregister_all_services()
        await beacon.async_close()
