"""Load a book onto a reader that shows no drive but a web page over its cable (reMarkable)."""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from publish.load.device import Device, DeviceKind, kinds
from publish.model.finding import Finding, Place, PublishError, error, notice

PATIENCE_SECONDS = 2.0
UPLOAD_SECONDS = 120.0
TYPES = {".epub": "application/epub+zip", ".pdf": "application/pdf"}


def find_tablets(addresses: dict[str, str] | None = None) -> list[Device]:
    """Ask each known address whether its reader is there; `addresses` by kind replace them.

    Nothing is sent where no cable can lead there: the reader makes a network of its own over USB,
    of which this machine is then a member.
    """
    found = []
    for kind in kinds().values():
        address = (addresses or {}).get(kind.id, kind.address)
        if address and _is_next_to_us(address) and _answers(address):
            found.append(Device(kind, address=address))
    return found


def load_over_web(source: Path, device: Device) -> list[Finding]:
    """Upload a book; raises PublishError LOA-005 where the reader refuses it or goes away.

    The reader keeps both builds of a book and offers no way to replace one; LOA-011 says so.
    """
    known = _titles(device)
    body, content_type = _multipart(source)
    try:
        status, answer = _request(device.address, "POST", "/upload", body, content_type)
    except (OSError, http.client.HTTPException) as problem:
        raise PublishError(_refused(device.kind, str(problem))) from problem
    if status not in {200, 201}:
        raise PublishError(_refused(device.kind, f"it answered {status} {answer[:80]}"))
    if source.stem in known:
        words = f"{device.kind.name} now has two builds of {source.stem}"
        return [notice("LOA-011", words, hint="delete the older one on the reader")]
    return []


def _refused(kind: DeviceKind, why: str) -> Finding:
    hint = "switch the USB web interface on (Settings, Storage), keep the screen awake, try again"
    return error("LOA-005", f"{kind.name} did not take the book: {why}", Place(kind.name), hint)


def _is_next_to_us(address: str) -> bool:
    """Return whether an interface of this machine is in the network of that address."""
    wanted = ipaddress.ip_address(urlsplit(address).hostname or "0.0.0.0")
    for addresses in psutil.net_if_addrs().values():
        for own in addresses:
            if own.family == socket.AF_INET and own.netmask:
                network = ipaddress.ip_network(f"{own.address}/{own.netmask}", strict=False)
                if wanted in network:
                    return True
    return False


def _answers(address: str) -> bool:
    try:
        status, _ = _request(address, "GET", "/documents/", timeout=PATIENCE_SECONDS)
    except (OSError, http.client.HTTPException):
        return False
    return status == 200


def _titles(device: Device) -> set[str]:
    try:
        _, answer = _request(device.address, "GET", "/documents/", timeout=PATIENCE_SECONDS)
        rows = json.loads(answer)
    except (OSError, http.client.HTTPException, ValueError):
        return set()
    return {str(row.get("VissibleName", "")) for row in rows if isinstance(row, dict)}


def _request(
    address: str,
    method: str,
    path: str,
    body: bytes | None = None,
    content_type: str = "",
    timeout: float = UPLOAD_SECONDS,
) -> tuple[int, str]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    headers = {"Origin": address, "Referer": f"{address}/", "Accept": "*/*"}
    if content_type:
        headers["Content-Type"] = content_type
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8", "replace")
    finally:
        connection.close()


def _multipart(source: Path) -> tuple[bytes, str]:
    """Write one file as multipart/form-data (RFC 7578); its boundary occurs nowhere in it."""
    data = source.read_bytes()
    boundary = uuid.uuid5(uuid.NAMESPACE_URL, source.name).hex
    while boundary.encode() in data:
        boundary = uuid.uuid5(uuid.NAMESPACE_URL, boundary).hex
    kind = TYPES.get(source.suffix.lower(), "application/octet-stream")
    name = source.name.encode("utf-8", "replace").decode()
    for character in '"\r\n':
        name = name.replace(character, f"%{ord(character):02X}")
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        f"Content-Type: {kind}\r\n\r\n"
    )
    body = head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"
