"""Addresses outside the book: which of them a link may carry, and in what form (RFC 3986)."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from publish.model.lazy_pattern import lazy_pattern

_SCHEMES = frozenset(["http", "https", "ftp", "mailto", "tel"])
_SAFE = "-._~!$&'()*+,;=:@/%"
_BAD_ESCAPE = lazy_pattern(r"%(?![0-9A-Fa-f]{2})")
_HOST = lazy_pattern(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\.?|\[[0-9A-Fa-f:.]+\]")
_DOI = lazy_pattern(r"doi:\s*(10\.\S+)", re.IGNORECASE)


def remote_url(written: str) -> str:
    """Return a valid URL for an address outside the book; empty for any other or a broken one.

    What is not allowed in a URL is percent-encoded. `doi:` and `www.` are completed.
    """
    text = " ".join(written.split())
    doi = _DOI.fullmatch(text)
    if doi:
        text = f"https://doi.org/{doi[1]}"
    elif text.lower().startswith("www."):
        text = f"http://{text}"
    scheme, colon, rest = text.partition(":")
    if not colon or scheme.lower() not in _SCHEMES or not rest.strip("/"):
        return ""
    if scheme.lower() in {"mailto", "tel"}:
        return f"{scheme.lower()}:{_encode(rest.strip(), _SAFE + '?')}"
    return _web(text)


def _web(text: str) -> str:
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:
        return ""
    if ":" in host:
        host = f"[{host}]"
    if not _HOST.fullmatch(host):
        return ""
    return urlunsplit(
        (
            parts.scheme.lower(),
            host if port is None else f"{host}:{port}",
            _encode(parts.path, _SAFE),
            _encode(parts.query, _SAFE + "?"),
            _encode(parts.fragment, _SAFE + "?"),
        )
    )


def _encode(text: str, safe: str) -> str:
    return quote(_BAD_ESCAPE.sub("%25", text), safe=safe)
